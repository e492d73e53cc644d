"""Each of the twelve verdicts and each flag on small fictional cases, and the invariants that hold for any of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from docket import Docket, case, model, person, tools

from engine.case import Channel, Status
from engine.judge import judge
from engine.prepare import prepare_subject
from engine.relate import Known
from engine.verdict import Code, Flag

SHEN = person("沈砚秋", "13900007001")
QIU = person("邱木禾", "13900007002")
FAN = "枫叶雅苑7号楼一楼的面馆把排烟口装在我家卧室窗下，每天炒菜油烟倒灌，孩子咳嗽不止，要求把排烟口改到楼顶。"
FAN_REWORDED = "来电人称枫叶雅苑7号楼楼下面馆油烟直排，排烟口正对居民卧室窗户，油烟倒灌影响孩子健康，希望督促店家改造排烟口。"


def one(text: str, *, at: str = "2026-03-01", who=SHEN, **more):
    docket = Docket()
    docket.register(case("A1", text, at, who, **more))
    return docket


def test_same_text_by_the_same_person_within_minutes_was_submitted_twice():
    docket = one(FAN, at="2026-03-01T09:00")
    verdict = docket.check(case("N", FAN.replace("，", ","), "2026-03-01T09:06", SHEN))
    assert verdict.verdict is Code.SUBMIT_TWICE
    assert docket.check(case("N", FAN, "2026-03-01T09:11", SHEN)).verdict is Code.REPEAT_PETITION
    assert docket.check(case("N", FAN, "2026-03-01", SHEN)).verdict is Code.REPEAT_PETITION, "a date alone has no minutes"


def test_the_same_person_in_other_words_repeats():
    verdict = one(FAN).check(case("N", FAN_REWORDED, "2026-03-09", SHEN))
    assert (verdict.verdict, verdict.matched, verdict.person_basis) == (Code.REPEAT_PETITION, ("A1",), "phone_name")
    assert (verdict.first_or_repeat, verdict.repeat_count, verdict.history) == ("REPEAT", 1, ("A1",))


def test_another_person_with_the_same_matter_is_no_repeat():
    verdict = one(FAN).check(case("N", FAN_REWORDED, "2026-03-09", QIU))
    assert (verdict.verdict, verdict.matched) == (Code.SAME_MATTER_OTHER_PERSON, ("A1",))
    assert verdict.petitioner_count == 2
    assert verdict.matter_cases == ("A1", "N")


@pytest.mark.parametrize(
    ("old", "new"),
    [("7号楼", "17号楼"), ("枫叶雅苑", "枫林雅苑"), ("7号楼一楼", "8号楼一楼")],
    ids=["building", "estate", "next building"],
)
def test_one_slot_that_differs_vetoes_whatever_the_wording(old: str, new: str):
    verdict = one(FAN).check(case("N", FAN.replace(old, new), "2026-03-09", QIU))
    assert verdict.verdict is Code.SIMILAR_CASE
    assert verdict.matched == ()
    assert verdict.similar == ("A1",)
    conflict = [e for e in verdict.matches[0].evidence if e.verdict == "conflict" and e.rule == "R2"]
    assert conflict
    assert all(e.new in FAN.replace(old, new) and e.old in FAN for e in conflict)


def test_spans_point_into_the_texts_as_received():
    old = "【热线】枫叶雅苑７号楼電梯停運三天，老人下不了樓。"
    new = "枫叶雅苑七号楼的电梯停运三天了，老人没法下楼，请维修。"
    match = one(old).check(case("N", new, "2026-03-02", QIU)).matches[0]
    placed = [e for e in match.evidence if e.new_span and e.old_span]
    assert {"community", "building"} <= {e.kind for e in placed}
    for e in placed:
        assert new[slice(*e.new_span)].replace("七", "7").startswith(e.new[:1].replace("七", "7"))
        assert old[e.old_span[0] : e.old_span[1]]


def test_urging_without_content_means_the_only_open_case():
    docket = one(FAN, due_at=case("x", "", "2026-03-21").received_at)
    urge = case("N", "我上周反映的那个事怎么还没人管？麻烦催一下！", "2026-03-09", person("", "13900007001"))
    verdict = docket.check(urge)
    assert (verdict.verdict, verdict.matched) == (Code.FOLLOW_UP_URGE, ("A1",))
    assert verdict.matches[0].days_left == 12
    docket.register(case("A2", "枫叶雅苑北门路灯不亮已有半个月，夜里看不见路。", "2026-03-02", SHEN))
    verdict = docket.check(urge)
    assert verdict.verdict is Code.NEEDS_REVIEW
    assert set(verdict.suspected) == {"A1", "A2"}


def test_a_case_without_a_term_has_the_one_that_is_set_here_and_nothing_else_changes():
    old, new = case("A1", FAN, who=QIU), case("N", FAN, "2026-03-09", QIU)
    known = [Known(old, prepare_subject(old, tools()).prepared)]
    plain, clocked = (judge(prepare_subject(new, t), known, model(), t) for t in (tools(), replace(tools(), answer_days=20)))
    assert (plain.matches[0].days_left, clocked.matches[0].days_left) == (None, 12)
    assert replace(clocked, matches=plain.matches) == plain
    assert Flag.WITHIN_PERIOD not in clocked.flags  # only a term of its own can have passed


def test_urging_that_names_one_of_two_open_cases_means_that_one():
    docket = one(FAN)
    docket.register(case("A2", "枫叶雅苑北门路灯不亮已有半个月，夜里看不见路。", "2026-03-02", SHEN))
    verdict = docket.check(case("N", "北门路灯那个单子帮我催一下。", "2026-03-09", SHEN))
    assert (verdict.verdict, verdict.matched) == (Code.FOLLOW_UP_URGE, ("A2",))


def test_withdrawal():
    verdict = one(FAN).check(case("N", "排烟口改好了，不用再处理了，帮我撤销那个投诉吧。", "2026-03-09", SHEN))
    assert (verdict.verdict, verdict.matched) == (Code.WITHDRAWAL, ("A1",))


def test_something_new_supplements_and_may_raise_urgency():
    text = "枫叶雅苑7号楼面馆排烟口的事，昨天夜里烟道起火，把楼上空调烧坏了，我拍了视频，请马上来处理。"
    verdict = one(FAN).check(case("N", text, "2026-03-09", SHEN))
    assert (verdict.verdict, verdict.matched) == (Code.FOLLOW_UP_SUPPLEMENT, ("A1",))
    assert any("起火" in fact for fact in verdict.new_facts)
    assert Flag.URGENCY_UP in verdict.flags


def test_still_not_done_is_no_new_fact():
    verdict = one(FAN).check(case("N", "枫叶雅苑7号楼面馆的排烟口还是没有改，油烟照样倒灌。", "2026-03-09", SHEN))
    assert verdict.verdict is Code.REPEAT_PETITION
    assert verdict.new_facts == ()


def test_happened_again_after_closing_recurs():
    closed = {"status": Status.CLOSED, "closed_at": case("x", "", "2026-03-20").received_at, "reply": "已责令改造排烟口。"}
    docket = one(FAN, **closed)
    verdict = docket.check(case("N", "枫叶雅苑7号楼的面馆又开始往我家窗下排油烟了，孩子又咳嗽。", "2026-06-20", SHEN))
    assert (verdict.verdict, verdict.matched) == (Code.RECURRENCE, ("A1",))
    assert verdict.matches[0].days_since_close == 92
    assert docket.check(case("N", FAN_REWORDED, "2026-06-20", SHEN)).verdict is Code.REPEAT_PETITION


def test_one_old_demand_among_several_overlaps_in_part():
    text = (
        "反映两件事：一是枫叶雅苑7号楼楼下面馆的排烟口对着卧室窗户，油烟倒灌；"
        "二是春溪小学门口的斑马线磨没了，接送孩子危险，建议重新划线。"
    )
    verdict = one(FAN).check(case("N", text, "2026-03-09", SHEN))
    assert verdict.verdict is Code.PARTIAL_OVERLAP
    assert [d.verdict for d in verdict.demands] == [Code.REPEAT_PETITION, Code.NEW]
    assert verdict.demands[1].case_type == "SUGGESTION"
    start, end = verdict.demands[0].span
    assert "排烟口" in text[start:end]


def test_a_list_of_wishes_is_one_matter():
    text = FAN + "请求：一、立即停业整改；二、重新检测油烟；三、赔偿医药费。"
    verdict = one(FAN).check(case("N", text, "2026-03-09", SHEN))
    assert verdict.verdict is Code.REPEAT_PETITION


def test_a_known_person_with_a_new_matter():
    verdict = one(FAN).check(case("N", "我在云岚驾校报名学车，交了四千二百元，一年约不上课，要求退费。", "2026-05-01", SHEN))
    assert (verdict.verdict, verdict.matched, verdict.history) == (Code.SAME_PERSON_NEW_MATTER, (), ("A1",))


def test_nothing_alike_is_new():
    verdict = one(FAN).check(case("N", "我在云岚驾校报名学车，交了四千二百元，一年约不上课，要求退费。", "2026-05-01", QIU))
    assert (verdict.verdict, verdict.matched, verdict.similar) == (Code.NEW, (), ())
    assert Docket().check(case("N", FAN)).verdict is Code.NEW


def test_common_formulas_tie_nothing():
    frame = "【12345工单】来电人反映：{}。来电人对此不满，要求相关部门尽快核实处理并回复来电人，请承办单位按时限办理。"
    docket = one(frame.format("枫叶雅苑7号楼电梯异响"))
    verdict = docket.check(case("N", frame.format("春溪小学门口斑马线磨没了"), "2026-03-02", QIU))
    assert verdict.verdict is Code.NEW


def test_a_record_without_a_person_is_for_a_person_to_decide():
    verdict = one(FAN).check(case("N", FAN_REWORDED, "2026-03-09", None, channel=Channel.GRID))
    assert (verdict.verdict, verdict.matched, verdict.suspected) == (Code.NEEDS_REVIEW, (), ("A1",))


def test_template_letters_are_one_matter_of_many_persons():
    letter = "我是松雪公馆业主，购买{}。开发商澜盛置业承诺年底交房，至今停工，已逾期一年。要求：一、尽快复工；二、支付违约金。"
    docket = Docket()
    for n, room in enumerate(("2栋1803室", "5栋602室", "1栋2201室", "7栋304室", "3栋1105室")):
        verdict = docket.register(case(f"A{n}", letter.format(room), f"2026-04-0{n + 1}", person(f"业主{'甲乙丙丁戊'[n]}", f"1390000710{n}")))
    assert verdict.verdict is Code.SAME_MATTER_OTHER_PERSON
    assert verdict.petitioner_count == 5
    assert {Flag.TEMPLATE_TEXT, Flag.GROUP_5PLUS} <= set(verdict.flags)
    assert verdict.matter_cases == ("A0", "A1", "A2", "A3", "A4")


def test_contradicting_replies_are_shown():
    docket = one(FAN, status=Status.REPLIED, reply="经查，该店排烟口设置违规，已责令限期整改。")
    docket.register(case("A2", FAN_REWORDED, "2026-03-05", SHEN, status=Status.REPLIED, reply="经查，该店手续齐全，油烟排放符合标准。"))
    verdict = docket.check(case("N", "枫叶雅苑7号楼面馆排烟口还是没改，油烟倒灌卧室。", "2026-03-20", SHEN))
    assert set(verdict.matched) == {"A1", "A2"}
    assert Flag.INCONSISTENT_REPLIES in verdict.flags


def test_confidential_cases_meet_only_each_other():
    accusation = "举报松石村会计郎某某虚报公益林补偿面积，套取补偿款约八万元。"
    secret = {"confidential": True, "category": ("检举控告",), "accused": "松石村郎某某"}
    docket = one(accusation, who=person("某知情人", "13900007050"), **secret)
    open_case = case("N", accusation, "2026-04-01", QIU)
    verdict = docket.check(open_case)
    assert (verdict.verdict, verdict.matches, verdict.history) == (Code.NEW, (), ())
    verdict = docket.check(case("N", "松石村郎会计多报林地面积骗补偿，有八万多，请查。", "2026-04-01", None, **secret))
    assert (verdict.verdict, verdict.person_basis) == (Code.REPEAT_PETITION, "accused_person")
    assert Flag.CONFIDENTIAL in verdict.flags


def test_machine_transcripts_are_read_by_sound():
    verdict = one("松雪公馆北门的减速带翘起来了，好几辆车轮胎被扎破。").check(
        case("N", "松雪公关北门的减速带敲起来了好几辆车轮台被扎破", "2026-03-03", QIU, transcript=True)
    )
    assert verdict.verdict is Code.SAME_MATTER_OTHER_PERSON
    assert Flag.NOISY_ASR in verdict.flags


def test_open_in_two_units_and_within_its_term():
    due = case("x", "", "2026-04-01").received_at
    docket = one(FAN, handling_unit="城管局", due_at=due)
    docket.register(case("A2", FAN_REWORDED, "2026-03-02", QIU, handling_unit="生态环境局", due_at=due))
    verdict = docket.check(case("N", FAN_REWORDED, "2026-03-05", person("第三人", "13900007003")))
    assert {Flag.MULTI_HANDLING, Flag.WITHIN_PERIOD} <= set(verdict.flags)
    assert any("第十九条" in clause for clause in verdict.law)


# ---- invariants ----

OTHERS = [
    case("B1", FAN, "2026-03-01", SHEN),
    case("B2", FAN_REWORDED, "2026-03-02", QIU),
    case("B3", "云岚驾校收了学费一年约不上课，要求退费四千二百元。", "2026-03-03", QIU),
    case("B4", "枫叶雅苑9号楼一楼面馆油烟倒灌，要求整改。", "2026-03-04", person("葛远山", "13900007009")),
]


def test_judging_a_pair_does_not_depend_on_what_else_is_known_or_on_its_order():
    new = prepare_subject(case("N", FAN_REWORDED, "2026-03-09", SHEN), tools())
    known = [Known(c, prepare_subject(c, tools()).prepared) for c in OTHERS]
    together = {m.case_id: m for m in judge(new, known, model(), tools()).matches}
    backwards = judge(new, known[::-1], model(), tools())
    assert backwards == judge(new, known, model(), tools())
    for k in known:
        alone = judge(new, [k], model(), tools()).matches
        if alone and k.case.case_id in together:
            both = together[k.case.case_id]
            assert (alone[0].score, alone[0].person, alone[0].matter) == (both.score, both.person, both.matter)


def test_masking_the_persons_changes_only_the_person_axis():
    named = prepare_subject(case("N", FAN_REWORDED, "2026-03-09", SHEN), tools())
    nobody = prepare_subject(case("N", FAN_REWORDED, "2026-03-09", None), tools())
    known = [Known(c, prepare_subject(c, tools()).prepared) for c in OTHERS[:2]]
    scores = [{m.case_id: m.score for m in judge(n, known, model(), tools()).matches} for n in (named, nobody)]
    assert scores[0] == scores[1]


def test_a_rejected_pair_is_never_proposed_again():
    verdict = one(FAN).check(case("N", FAN, "2026-03-09", SHEN), rejected=frozenset({"A1"}))
    assert "A1" not in (*verdict.matched, *verdict.suspected, *verdict.similar, *verdict.history)


def test_a_case_is_never_matched_with_itself():
    docket = one(FAN)
    assert docket.check(case("A1", FAN, "2026-03-01", SHEN)).matched == ()


@pytest.mark.parametrize("text", ["", " ", "。", "？", "啊", "😀😀", "\x00\x01", "\ud800", "的" * 3000, "\u0301" * 5000])
def test_texts_without_content_are_judged_calmly(text: str):
    docket = one(FAN)
    docket.register(case("A2", text, "2026-03-02", QIU))
    verdict = docket.check(case("N", text, "2026-03-03", person("生人", "13900007077")))
    assert verdict.matched == () or text.startswith("的")
    assert docket.check(replace(OTHERS[0], case_id="N")).matched == ("A1",)
