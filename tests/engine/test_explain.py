"""What a handler reads of a pair: spans point into both texts, the sentence says what agrees and what does not."""

from __future__ import annotations

from docket import Docket, case, person

from engine.explain import KIND_NAMES
from engine.slot_patterns import KINDS
from engine.verdict import Code, Match

SHEN, QIU = person("沈砚秋", "13900007001"), person("邱木禾", "13900007002")
FAN = "枫叶雅苑7号楼一楼的面馆把排烟口装在我家卧室窗下，每天炒菜油烟倒灌，要求把排烟口改到楼顶。"


def matched(old: str, new: str, **more: object) -> dict[str, Match]:
    docket = Docket()
    docket.register(case("A1", old, who=SHEN))
    return {m.case_id: m for m in docket.check(case("N", new, "2026-03-09", QIU, **more)).matches}


def test_the_sentence_says_what_agrees_then_what_conflicts():
    same = matched(FAN, "枫叶雅苑7号楼面馆的油烟灌进卧室，排烟口要改到楼顶。")["A1"]
    assert same.explanation.startswith("同一小区、同一楼栋、同一诉求；")
    other = matched(FAN, FAN.replace("7号楼", "9号楼"))["A1"]
    assert other.explanation.startswith("同一小区、同一楼层、诉求相近；楼栋不同（9号楼≠7号楼）")
    assert other.explanation.endswith("不同信访人")


def test_every_pair_names_its_rules_and_what_they_rest_on():
    same = matched(FAN, "枫叶雅苑7号楼面馆的油烟灌进卧室，排烟口要改到楼顶。")["A1"]
    assert same.rules == ("R1", "R4")
    assert same.relation is Code.SAME_MATTER_OTHER_PERSON
    assert same.law == ("国办函〔2025〕66号：避免同一诉求事项多头办理",)
    assert matched(FAN, FAN.replace("7号楼", "9号楼"))["A1"].rules == ("R1", "R2")


def test_spans_of_a_part_count_in_the_whole_letter():
    new = "领导好！反映两件事：一是春溪小学门口的斑马线磨没了；二是枫叶雅苑7号楼面馆的排烟口对着卧室，油烟倒灌。"
    found = matched(FAN, new)["A1"].evidence
    placed = [e for e in found if e.new_span]
    assert {"community", "building"} <= {e.kind for e in placed}
    assert all(new[slice(*e.new_span)] == e.new for e in placed)
    assert all(FAN[slice(*e.old_span)] == e.old for e in found if e.old_span)


def test_a_slot_of_the_title_has_no_place_in_the_text():
    found = matched(FAN, "面馆的油烟灌进卧室，排烟口要改到楼顶。", title="枫叶雅苑7号楼油烟")["A1"].evidence
    assert [e.new_span for e in found if e.kind == "community"] == [()]


def test_history_says_who_and_how_alike_only():
    docket = Docket()
    docket.register(case("A1", FAN, who=SHEN))
    verdict = docket.check(case("N", "我在云岚驾校报名学车，交了四千二百元，一年约不上课，要求退费。", "2026-05-01", SHEN))
    assert [e.kind for e in verdict.matches[0].evidence] == ["wording", "person"]


def test_every_kind_of_slot_has_a_name():
    assert set(KINDS) <= set(KIND_NAMES)
