"""Are replies to one matter compared by what they judge, whatever the words, and is progress none of their quarrels?"""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.reply_figures import dates, quantities, terms
from engine.reply_text import Passage, passage
from engine.review_conflicts import READINGS, conflicts
from engine.review_figures import may_be_one
from engine.review_finding import Kind
from engine.review_judgements import judgements
from engine.review_stance import content, grades, leaning_apart, likeness


def reply(text: str) -> Passage:
    return passage(text, "B", unit="云津区城市管理局")


@pytest.mark.parametrize(
    ("text", "concept", "polarity"),
    [
        ("调价未经业主大会表决", "是否经过许可或程序", -1),
        ("调价经过业主大会表决", "是否经过许可或程序", 1),
        ("经济状况达不到救助的要求", "是否符合条件", -1),
        ("该户不在救助的范围之内", "是否属于范围", -1),
        ("未发现违规收费", "是否合法合规", 1),
        ("换车的请求经销商予以拒绝", "是否同意", -1),
        ("裸土未覆盖问题属实", "情况是否属实", 1),
        ("坟墓迁移未完成", "是否留用", 1),
    ],
)
def test_polarity_is_counted_from_negations_wherever_they_stand(text: str, concept: str, polarity: int) -> None:
    found = {each.concept.name: each.polarity for each in judgements(reply(text))}
    assert found[concept] == polarity


@pytest.mark.parametrize("text", ["您反映的违规收费问题", "如符合条件", "待鉴定后予以赔偿", "可凭证件到窗口办理"])
def test_what_is_repeated_supposed_or_a_way_to_go_judges_nothing(text: str) -> None:
    assert judgements(reply(text)) == []


@pytest.mark.parametrize(
    ("draft", "earlier"),
    [
        ("该车计量合格。", "该车误差超出允许范围。"),
        ("院内未见加油设备，举报内容与事实不符。", "院内确有加油设备，已予取缔。"),
        ("安置房尚未开工建设。", "安置房已完成主体封顶。"),
        ("经复评，您的残疾等级为三级。", "经复评，您的残疾等级为二级。"),
        ("墙体开裂系地基沉降所致。", "墙体开裂系爆破震动所致。"),
        ("当日无洒水车经过滨江大道。", "当日洒水车经过滨江大道。"),
        ("每户要交一千元改造费。", "改造费住户不出钱。"),
        ("签名系护工公司代签。", "签名系您母亲本人签字。"),
        ("经查属正常现象，费用自理，诉求不予支持。", "我院操作有误，已致歉，检查费退还给您。"),
    ],
)
def test_opposite_outcomes_are_found_both_ways_round(draft: str, earlier: str) -> None:
    for new, old in ((draft, earlier), (earlier, draft)):
        if "尚未" not in old:  # what was open may have come about
            assert any(list(reading(reply(new), reply(old))) for reading in READINGS)


@pytest.mark.parametrize(
    ("draft", "earlier"),
    [
        ("照明工程已完工，灯杆已安装。", "照明工程尚未开工，灯杆尚未安装。"),
        ("押金已退还，装修损坏不予赔偿，合同第五条有约定。", "押金应当退还。"),
        ("经复核，原认定合格有误，该车超差。", "该车超差，已停用。"),
    ],
)
def test_progress_another_thing_and_the_same_are_no_contradiction(draft: str, earlier: str) -> None:
    assert [each for each in conflicts(reply(draft), reply(earlier)) if each.kind is Kind.OUTCOME] == []


def test_a_reply_leans_by_the_sum_of_what_it_judges() -> None:
    against, mostly_for = reply("收费合规，诉求不予支持。"), reply("多收属实，已责令退还，其中押金不退。")
    assert [each.kind for each in leaning_apart(against, mostly_for)] == [Kind.OUTCOME]
    assert list(leaning_apart(against, reply("材料已收到。"))) == []


def test_other_words_for_one_thing_are_one() -> None:
    assert content("账目已张榜公布") & content("账目未公开")
    one, other = reply("房屋漏水已修好"), reply("房屋漏水未维修")
    assert likeness(one, other, one.clauses[0], other.clauses[0]) > 0.3


@pytest.mark.parametrize(
    ("text", "value", "measure", "role"),
    [
        ("欠付工资十二万八千元", "128000", "元", "工资"),
        ("损失率为百分之三十", "30", "%", ""),
        ("轮候顺序为第427位", "427", "第位", ""),
        ("每度电补一毛二", "0.12", "每千瓦时元", "补贴"),
        ("最高补贴二千元", "2000", "元", "上限"),
        ("罚款壹仟贰佰元", "1200", "元", "罚款"),
    ],
)
def test_sums_are_read_in_any_writing_with_the_part_they_play(text: str, value: str, measure: str, role: str) -> None:
    found = quantities(reply(text))
    assert [(each.value, each.measure, each.role) for each in found] == [(Decimal(value), measure, role)]


@pytest.mark.parametrize("text", ["距校门200米范围内", "超过限值6分贝", "15个工作日内办结"])
def test_limits_differences_and_terms_are_no_amounts(text: str) -> None:
    assert quantities(reply(text)) == []


def test_terms_know_working_days_and_the_petitioners_own_time() -> None:
    read = [(each.days, each.working) for each in terms(reply("材料齐全后15个工作日内办结，当场领取，一个月内付清。"))]
    assert read == [(15, True), (0, False), (30, False)]
    assert terms(reply("如不服可在60日内申请行政复议。")) == []


def test_dates_since_when_something_is_wrong_are_no_plans() -> None:
    assert dates(reply("自4月起过渡费未能支付")) == []
    assert [each.value for each in dates(reply("年底前付清"))] == ["*-底"]
    assert not may_be_one("明-一季度", "*-11-15")


def test_grades_are_read_even_in_a_single_sentence() -> None:
    found = list(grades(reply("经鉴定，灯杆属一级危杆。"), reply("经鉴定，灯杆属二级危杆。")))
    assert [each.kind for each in found] == [Kind.OUTCOME]
