"""One pair at a time: both axes, vetoes and where the threshold lies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from docket import case, model, person, tools

from engine.case import Case
from engine.model import Model, Thresholds, Trees
from engine.prepare import prepare_subject
from engine.relate import NEVER, Known, Relation, asked, relate
from engine.verdict import MatterRelation, PersonRelation

YAN = person("严溪", "13900007201")
BAI = person("白芷", "13900007202")


def pair(new: Case, old: Case) -> Relation | None:
    found = relate(prepare_subject(new, tools()), [Known(old, prepare_subject(old, tools()).prepared)], model())
    return found[0] if found else None


def texts(new: str, old: str, new_who=YAN, old_who=BAI) -> Relation:
    found = pair(case("N", new, "2026-05-02", new_who), case("A", old, "2026-05-01", old_who))
    assert found is not None
    return found


CASES = [
    # the same thing at the same place, in other words
    ("听松路33号楼下修车铺占道洗车，污水横流。", "听松路33号一楼汽修店在人行道上洗车，污水流得到处都是，请城管来管。", MatterRelation.SAME),
    ("银霜公馆地下车库渗水严重，物业一直没修。", "反映银霜公馆小区车库漏水，找物业多次不修。", MatterRelation.SAME),
    # one thing differs
    ("听松路33号修车铺占道洗车。", "听松路38号修车铺占道洗车。", MatterRelation.SIMILAR),
    ("听松路33号修车铺占道洗车。", "听松巷33号修车铺占道洗车。", MatterRelation.SIMILAR),
    ("33路公交车晚点严重，等了四十分钟。", "35路公交车晚点严重，等了四十分钟。", MatterRelation.SIMILAR),
    ("合同号yx-2024-01的装修款不退。", "合同号yx-2024-07的装修款不退。", MatterRelation.SIMILAR),
    # the same place, another matter
    ("银霜公馆地下车库渗水严重。", "银霜公馆楼顶信号塔辐射大，要求拆除。", MatterRelation.DIFFERENT),
    # nothing in common
    ("金穗花园电梯坏了。", "北斗大厦停车费太贵。", MatterRelation.DIFFERENT),
]


@pytest.mark.parametrize(("new", "old", "matter"), CASES)
def test_pairs(new: str, old: str, matter: MatterRelation):
    assert texts(new, old).matter is matter


@pytest.mark.parametrize(("new", "old", "matter"), CASES)
def test_a_relation_reads_the_same_from_both_sides(new: str, old: str, matter: MatterRelation):
    """Containment of one in the other aside, which none of these has."""
    assert texts(old, new).matter is matter


def test_the_person_axis_does_not_come_from_the_text():
    assert texts("银霜公馆车库渗水。", "银霜公馆车库渗水。", YAN, YAN).person.relation is PersonRelation.SAME
    assert texts("银霜公馆车库渗水。", "银霜公馆车库渗水。", YAN, None).person.relation is PersonRelation.UNKNOWN


def test_a_long_letter_that_holds_an_old_one_is_a_part():
    old = "麦田巷的公厕夜里不开门，附近环卫工人没有地方上厕所，请延长开放时间到夜里十二点。"
    letter = "我在这条街上住了三十年，街坊四邻都认识。" * 1 + old + "另外说说这些年的变化：" + "树多了，路宽了，灯也亮了，可是停车越来越难，早上送孩子上学要绕两圈。" * 4
    assert texts(letter, old).matter is MatterRelation.PART


def test_another_conflict_never_raises_the_matter_axis():
    order = [MatterRelation.DIFFERENT, MatterRelation.SIMILAR, MatterRelation.UNDETERMINED, MatterRelation.PART, MatterRelation.SAME]
    base = "银霜公馆{}地下车库渗水严重，物业一直没修，车都泡了。"
    free = texts(base.format("3号楼"), base.format("3号楼"))
    bound = texts(base.format("3号楼"), base.format("5号楼"))
    assert order.index(bound.matter) < order.index(free.matter)
    assert bound.vetoes


def test_confidential_and_open_cases_do_not_meet():
    text = "举报凤岭村会计虚报林地面积。"
    assert pair(case("N", text, confidential=True), case("A", text)) is None
    assert pair(case("N", text), case("A", text, confidential=True)) is None


def test_verbatim_but_for_a_number_that_names_something():
    assert texts("三期工程k12标段夜间施工扰民，居民无法休息。", "三期工程k15标段夜间施工扰民，居民无法休息。").matter is MatterRelation.SIMILAR
    assert texts("夜间施工扰民已经12天，居民无法休息，请管管。", "夜间施工扰民已经15天，居民无法休息，请管管。").matter is not MatterRelation.SIMILAR


def test_a_long_letter_sent_again_with_one_reference_brought_up_to_date():
    letter = (
        "银霜公馆北侧的绿地按规范dg{}应当在交付时建成，至今仍是一片荒地，雨天泥水流进车库入口，晴天扬起的尘土让一楼的住户不敢开窗。"
        "开发单位先说等苗木进场，后来说等图纸变更，再后来连电话也没有人接，物业说这块地没有移交，他们管不了。"
        "我们几十户联名写过三封信，街道来人看过，拍了照片就再也没有下文，孩子们放学只能在行车道边上玩，老人散步要绕到外面的马路上去。"
        "请主管部门查一查这块绿地当初是怎么验收的，限期把欠下的树木和步道补上，并把整改的日期张贴在大门口，让大家看得见盼头。"
    )
    assert texts(letter.format("71-2029"), letter.format("71-2014")).matter is MatterRelation.SAME
    assert texts(letter[:60].format("71-2029"), letter[:60].format("71-2014")).matter is MatterRelation.SIMILAR


CLOSING = "在国家大力倡导{}的大背景下，希望相关部门有何具体政策和行动？"


def test_a_writer_who_closes_every_letter_alike_has_not_one_matter():
    rink = "请加快冰雪运动场馆的建设：作为山区县城，冬季项目一直落后，连一块标准冰面都没有，" + CLOSING.format("全民健身")
    canteen = "老年食堂何时开办，" + CLOSING.format("养老服务")
    found = texts(canteen, rink, YAN, YAN)
    assert min(found.comparison["rest_pairs_max"], found.comparison["rest_words_max"]) >= 0.3
    assert not found.is_same


BOLD = Thresholds(same_person=0.001, other_person=0.001, review=0.0005, similar=0.3)
"""Under which everything is SAME that no rule holds back."""

OWN_FILES = [
    ("我今年毕业来这里工作，申请租房补贴，系统一直显示审核中，请问什么时候能通过？",
     "本人是去年毕业的硕士，生活补贴申请被退回，打电话没人接，请帮忙看看租房补贴审核。", MatterRelation.SIMILAR),
    ("租房补贴拖了两个月没有发放，请尽快。", "今年的租房补贴什么时候发放？别的地方已经到账。", MatterRelation.UNDETERMINED),
    ("我从青穗教育离职后，工资一直没有结清。", "本人四月从青穗教育离职，拖欠的工资至今没有发。", MatterRelation.SAME),
    ("我家楼下夜里装卸货物，吵得睡不着。", "本人楼下半夜有人装卸货物，噪声很大。", MatterRelation.SAME),
]  # fmt: skip


@pytest.mark.parametrize(("new", "old", "matter"), OWN_FILES)
def test_two_persons_own_files_are_of_one_kind(new: str, old: str, matter: MatterRelation):
    """… unless they name one employer, or are no files at all."""
    bold = replace(model(), thresholds=BOLD)
    known = Known(case("A", old, who=BAI), prepare_subject(case("A", old, who=BAI), tools()).prepared)
    assert relate(prepare_subject(case("N", new, who=YAN), tools()), [known], bold)[0].matter is matter


def test_two_persons_with_one_letter_about_their_files_are_one_matter():
    letter = "我们这一批毕业生的租房补贴停发三个月了，办事大厅说等通知，我每月房租都成问题，请给一个答复。"
    assert texts(letter + "谢谢！", letter).is_same


ASKED = [
    ("银霜公馆地下车库渗水严重，物业一直没修。", "反映银霜公馆小区车库漏水，找物业多次不修。"),  # place and trouble: less is asked
    ("银霜公馆物业电梯老坏，老人天天爬楼。", "银霜公馆门口烧烤摊油烟扰民，晚上睡不着。"),  # another trouble: nearly certain
    ("井盖松动半个月了，车一过就响，请派人来修。", "请问今年的中考什么时候报名，学校没有通知。"),  # neither place nor trouble: more
    ("听松路33号楼下修车铺占道洗车，污水横流。", "听松路33号一楼汽修店在人行道上洗车，污水流得到处都是，请城管来管。"),  # a spot
    ("我今年毕业来这里工作，申请租房补贴，系统一直显示审核中，请问什么时候能通过？",
     "本人是去年毕业的硕士，生活补贴申请被退回，打电话没人接，请帮忙看看租房补贴审核。"),  # two persons' own files
]  # fmt: skip


def as_sure_as(chance: float, thresholds: Thresholds) -> Model:
    """A model that gives every pair this probability."""
    nothing, odds = np.zeros(1, np.int32), float(np.log(chance) - np.log1p(-chance))
    leaf = Trees(np.full(1, -1, np.int16), np.zeros(1, np.float32), nothing, nothing, np.zeros(1, np.float32), nothing, odds)
    return replace(model(), trees=leaf, thresholds=thresholds)


@pytest.mark.parametrize("thresholds", [Thresholds(), Thresholds(0.1, 0.2, 0.15), Thresholds(0.9, 0.95, 0.5)], ids=str)
@pytest.mark.parametrize("other", [YAN, BAI], ids=["one person", "two"])
@pytest.mark.parametrize(("new", "old"), ASKED)
def test_a_pair_is_same_from_what_is_asked_of_it_and_stays_so(new: str, old: str, other, thresholds: Thresholds):
    subject, known = (prepare_subject(case(name, text, who=who), tools()) for name, text, who in (("N", new, YAN), ("A", old, other)))
    at = thresholds.same_person if other is YAN else thresholds.other_person
    found = []
    for chance in (0.01, 0.04, 0.06, 0.19, 0.21, 0.3, 0.59, 0.61, 0.71, 0.73, 0.79, 0.81, 0.94, 0.96, 0.985, 0.987):
        one = relate(subject, [Known(known.case, known.prepared)], as_sure_as(chance, thresholds))[0]
        granted = asked(subject.prepared, known.prepared, one.comparison, one.person).grants(one.probability, at)
        assert one.is_same == (granted and "R8" not in one.rules)
        found.append(one.is_same)
    assert found == sorted(found)  # more probability never makes less of a pair


def test_place_and_trouble_move_what_is_asked():
    found = []
    for new, old in ASKED[:3]:
        r = texts(new, old)
        subject = prepare_subject(case("N", new, who=YAN), tools())
        found.append(asked(subject.prepared, r.known.prepared, r.comparison, r.person))
    less, certain, more = found
    assert less.shift < 0 < more.shift
    assert certain.least > 0.9 > more.least == less.least == 0.0
    assert less.enough == certain.enough == more.enough == NEVER
