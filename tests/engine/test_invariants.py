"""What holds for any cases whatever, at the level of a verdict: the five invariants of the field."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from docket import case, model, person, tools
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.case import Case, CaseType, Channel
from engine.judge import judge
from engine.prepare import Subject, prepare_subject
from engine.relate import Known, relate
from engine.verdict import MatterRelation, Verdict
from service.wire_verdict import verdict_json

ESTATES = ("枫叶雅苑", "听涛苑", "云杉佳苑")
PLACES = ("7号楼", "9号楼", "7号楼2单元", "北门", "")
TROUBLES = (
    "一楼面馆的油烟倒灌进卧室，要求改造排烟口",
    "电梯停运三天，老人下不了楼，请维修",
    "屋面漏水，墙皮发霉，物业不管",
    "夜里施工到两点，吵得睡不着",
)
TAILS = ("", "请尽快处理，谢谢！", "昨晚有人受伤，已经报警。", "帮忙催一下。", "补充材料：照片三张。", "现在又开始了。")
PEOPLE = (None, person("沈砚秋", "13900007001"), person("沈砚秋"), person("邱木禾", "13900007002"), person("", "13900007001"))
ALIKE = ("person", "matter", "score", "evidence", "explanation", "rules")

texts = st.builds("{}{}{}。{}".format, *map(st.sampled_from, (ESTATES, PLACES, TROUBLES, TAILS)))
bodies = texts | st.sampled_from(("催一下", "那个单子怎么还没人管", "撤销投诉", "补充一下", "", "领导好，谢谢"))


@st.composite
def a_case(draw: Any, case_id: str) -> Case:
    at = f"2026-03-{draw(st.integers(1, 28)):02d}"
    return case(case_id, draw(bodies), at, draw(st.sampled_from(PEOPLE)), confidential=draw(st.sampled_from((False, False, False, True))))


@st.composite
def dockets(draw: Any) -> tuple[Case, list[Case]]:
    old = [draw(a_case(f"A{n}")) for n in range(draw(st.integers(0, 5)))]
    return draw(a_case("N")), old


def subject(one: Case) -> Subject:
    return prepare_subject(one, tools())


def known(one: Case) -> Known:
    return Known(one, subject(one).prepared)


def verdict(new: Case, old: list[Case], **more: Any) -> Verdict:
    return judge(subject(new), [known(c) for c in old], model(), tools(), **more)


def pairs(found: Verdict) -> dict[str, tuple[Any, ...]]:
    return {m.case_id: (m.person, m.matter, m.score) for m in found.matches}


@settings(max_examples=40, deadline=None)
@given(dockets())
def test_a_verdict_drops_and_invents_no_case(given_: tuple[Case, list[Case]]):
    """Invariant 1: it is advice about cases that are there; each is named at most once, and somebody stands behind the new one."""
    new, old = given_
    found = verdict(new, old)
    ids = {c.case_id for c in old}
    assert found.case_id == "N"
    for named in (found.matched, found.suspected, found.similar, found.history, tuple(m.case_id for m in found.matches)):
        assert set(named) <= ids
        assert len(set(named)) == len(named)
    assert not set(found.matched) & (set(found.suspected) | set(found.similar))
    assert found.petitioner_count >= 1
    assert found.repeat_count <= len(found.matched)


@settings(max_examples=40, deadline=None)
@given(dockets(), st.randoms(use_true_random=False))
def test_the_same_pair_gets_the_same_answer_in_any_company_and_order(given_: tuple[Case, list[Case]], random: Any):
    """Invariant 2."""
    new, old = given_
    found = verdict(new, old)
    shuffled = random.sample(old, len(old))
    assert verdict(new, shuffled) == found
    assert verdict(new, old) == found
    for one in old:
        alone, together = pairs(verdict(new, [one])), pairs(found)
        assert alone.get(one.case_id, together.get(one.case_id)) == together.get(one.case_id, alone.get(one.case_id))


@settings(max_examples=40, deadline=None)
@given(dockets())
def test_strangers_in_the_index_change_nothing(given_: tuple[Case, list[Case]]):
    """Invariant 2: what has nothing to do with the new case is not seen in the answer."""
    new, old = given_
    stranger = case("Z", "公积金贷款的利率怎么算，请问要带哪些材料？", "2026-01-01", person("秦", "13900009999"))
    without, beside = verdict(new, old), verdict(new, [*old, stranger])
    assert replace(beside, confidence=without.confidence) == without
    assert beside.confidence == pytest.approx(without.confidence, abs=0.02)


RANK = {MatterRelation.SAME: 3, MatterRelation.PART: 3, MatterRelation.UNDETERMINED: 2, MatterRelation.SIMILAR: 1, MatterRelation.DIFFERENT: 0}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(ESTATES), st.sampled_from(TROUBLES), st.sampled_from(PEOPLE), st.sampled_from([("3号楼", "5号楼"), ("3号楼1单元", "3号楼2单元"), ("青石路8号", "青石路18号")]))
def test_another_door_never_brings_two_cases_nearer(estate: str, trouble: str, who: Any, doors: tuple[str, str]):
    """Invariant 3: the same two texts, once at one door and once at two."""
    old = case("A1", f"{estate}{doors[0]}{trouble}。", who=PEOPLE[1])
    same, other = (case("N", f"{estate}{door}{trouble}。", "2026-03-09", who) for door in doors)
    near, far = (relate(subject(c), [known(old)], model())[0] for c in (same, other))
    assert RANK[far.matter] <= RANK[near.matter]
    assert far.vetoes
    assert RANK[far.matter] < RANK[MatterRelation.UNDETERMINED]
    assert verdict(other, [old]).matched == ()


@settings(max_examples=40, deadline=None)
@given(dockets())
def test_masking_the_persons_changes_only_the_person_axis(given_: tuple[Case, list[Case]]):
    """Invariant 3: the score, and what agrees and conflicts between the texts, are as before."""
    new, old = given_
    nobody = replace(new, petitioner=None)
    for one in old:
        if one.confidential != new.confidential:
            continue
        named, masked = (relate(subject(c), [known(one)], model())[0] for c in (new, nobody))
        assert (named.probability, named.comparison.slots, named.vetoes) == (masked.probability, masked.comparison.slots, masked.vetoes)
        if not named.person.relation.is_same:
            assert named.matter is masked.matter


@settings(max_examples=40, deadline=None)
@given(dockets(), st.data())
def test_what_a_person_rejected_is_never_proposed(given_: tuple[Case, list[Case]], data: Any):
    """Invariant 4: and the others are judged as if it had never been there."""
    new, old = given_
    ids = frozenset(data.draw(st.sets(st.sampled_from([c.case_id for c in old])))) if old else frozenset()
    found = verdict(new, old, rejected=ids)
    assert not ids & {*found.matched, *found.suspected, *found.similar, *found.history, *(m.case_id for m in found.matches)}
    assert not ids & {c for d in found.demands for c in d.matched}
    assert found == verdict(new, [c for c in old if c.case_id not in ids])


@settings(max_examples=40, deadline=None)
@given(dockets())
def test_the_other_class_is_not_there(given_: tuple[Case, list[Case]]):
    """Invariant 5: nobody can tell from any part of the answer that cases of the other class exist."""
    new, old = given_
    assert verdict(new, old) == verdict(new, [c for c in old if c.confidential == new.confidential])


ACCUSED = {"confidential": True, "case_type": CaseType.ACCUSATION, "accused": "望星镇敬老院巫某某", "channel": Channel.LETTER}


def test_an_accusation_is_met_only_by_accusations():
    secret = case("S1", "举报望星镇敬老院院长巫某某虚报老人人数套取补贴。", who=None, **ACCUSED)
    text = "望星镇敬老院院长巫某某虚报老人人数，套取补贴。"
    assert verdict(case("N", text, "2026-04-01", PEOPLE[3]), [secret]) == verdict(case("N", text, "2026-04-01", PEOPLE[3]), [])
    assert verdict(case("N", text, "2026-04-01", None, **ACCUSED), [secret]).matched == ("S1",)


@pytest.mark.parametrize("times", [3])
def test_repeating_a_check_gives_the_same_bytes(times: int):
    old = [case(f"A{n}", f"{ESTATES[n % 3]}{PLACES[n % 4]}{TROUBLES[n % 2]}。", who=PEOPLE[1 + n % 4]) for n in range(6)]
    new = case("N", f"{ESTATES[0]}{PLACES[0]}{TROUBLES[0]}。昨晚有人受伤。", "2026-03-09", PEOPLE[1])
    assert len({verdict_json(verdict(new, old)) for _ in range(times)}) == 1
