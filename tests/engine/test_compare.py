"""Which conflicts veto (R2), and what a pair's row of features says."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from docket import case, model, tools
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.circumstances import CIRCUMSTANCES
from engine.compare import (
    DATED,
    FEATURES,
    NAMED,
    OBJECTS,
    POINTS,
    PRECISE,
    SHORT,
    SLOT_FEATURES,
    VERBATIM,
    WHOLE,
    Comparison,
    compare,
    vetoes,
)
from engine.features import LEXICAL, lexical
from engine.meanings import LIKENESS
from engine.prepare import prepare, prepare_subject
from engine.sightings import mentioning
from engine.slot_compare import SlotVerdict, compare_groups
from engine.slots import KINDS, Slot

SHORT_LETTERS, LONG_LETTERS = math.log(1 + 40), math.log(1 + 3 * SHORT)


def told(kind: str, verdict: str) -> SlotVerdict:
    return SlotVerdict(kind, verdict, Slot(kind, "甲", "甲", (0, 1)), Slot(kind, "乙", "乙", (0, 1)))


def pair(new: str, old: str) -> Comparison:
    subject = prepare_subject(case("n", new), tools())
    return compare(subject.prepared, subject.profile, [prepare(case("o", old), tools())])[0]


def veto_kinds(new: str, old: str) -> set[str]:
    return {v.kind for v in pair(new, old).vetoes}


PARTS = ("云岫花园", "云岫花园3栋", "云岫花园5栋2单元", "石榴路", "石榴巷8号", "石榴路与柳荫路交叉口", "柳荫小学", "33路公交车望江台站", "万顺砂石厂",
         "3月5日晚上", "交了3200元", "约3000元", "我家住石榴村三组", "云岫花园的油烟", "新云岫花园", "路灯坏了一个月")  # fmt: skip
TEXTS = st.lists(st.sampled_from(PARTS), min_size=1, max_size=6).map("，".join)


@given(TEXTS, TEXTS)
@settings(max_examples=150, deadline=None)
def test_what_the_kernel_says_of_kinds_leads_to_the_slots_of_the_full_comparison(new: str, old: str):
    found = pair(new, old)
    one, other = found.new, found.old
    ours, theirs = mentioning(one.groups, one.core, other.sought), mentioning(other.groups, other.core, one.sought)
    assert found.slots == compare_groups(ours, theirs)


# R2 on texts: one thing differs, and the matter is another one.

TRAPS = {
    "building": ("云岫花园3栋电梯停运", "云岫花园5栋电梯停运", "building"),
    "unit": ("云岫花园3栋1单元电梯停运", "云岫花园3栋2单元电梯停运", "unit"),
    "house number": ("石榴巷8号门前井盖丢失", "石榴巷18号门前井盖丢失", "house_number"),
    "community": ("云岫花园电梯停运", "柳荫花园电梯停运", "community"),
    "road": ("石榴路路灯坏了", "柳荫路路灯坏了", "road"),
    "road kind": ("石榴路路灯坏了", "石榴巷路灯坏了", "road"),
    "section": ("石榴路二段积水", "石榴路三段积水", "section"),
    "junction": ("石榴路与柳荫路交叉口红绿灯坏了", "石榴路与望江路交叉口红绿灯坏了", "junction"),
    "company": ("万顺砂石厂夜里排泥浆", "恒达砂石厂夜里排泥浆", "company"),
    "branch": ("好邻居超市石榴店卖过期奶", "好邻居超市柳荫店卖过期奶", "branch"),
    "line": ("33路公交车不进站", "38路公交车不进站", "line"),
    "stop": ("33路公交车在望江台站不停", "33路公交车在柳荫里站不停", "stop"),
    "plate": ("车牌沪A12D45的货车乱停", "车牌沪A12D46的货车乱停", "plate"),
    "contract": ("合同编号YF-2031-0012的货款没付", "合同编号YF-2031-0013的货款没付", "contract"),
    "season": ("2030年春季学期伙食费没退", "2031年春季学期伙食费没退", "season"),
    "date": ("3月5日晚上停电", "3月6日晚上停电", "date"),
    "phase": ("云岫花园一期没有暖气", "云岫花园二期没有暖气", "phase"),
    "school": ("石榴小学门口堵车", "柳荫小学门口堵车", "school"),
    "village": ("石榴村自来水发黄", "柳荫村自来水发黄", "village"),
    "exit": ("地铁3号线望江台站A口电梯坏了", "地铁3号线望江台站B口电梯坏了", "exit"),
    "group": ("石榴村三组自来水发黄", "石榴村五组自来水发黄", "group"),
}


@pytest.mark.parametrize(("new", "old", "kind"), TRAPS.values(), ids=TRAPS)
def test_another_thing_is_another_matter(new: str, old: str, kind: str):
    assert kind in veto_kinds(new, old)
    assert kind in veto_kinds(old, new)


SAME_THING = {
    "itself": ("云岫花园3栋1单元电梯停运", "云岫花园3栋1单元电梯停运"),
    "other words": ("云岫花园3栋电梯停运", "云岫花园三幢的电梯又坏了"),
    "one names less": ("云岫花园3栋电梯停运", "云岫花园电梯停运"),
    "one names nothing": ("云岫花园3栋电梯停运", "我们那栋楼电梯停运"),
    "suffix left out": ("云岫花园小区电梯停运", "云岫花园电梯停运"),
    "numerals": ("石榴巷二十八号漏水", "石榴巷28号漏水"),
    "one's own home in a collective demand": ("我是云岫花园业主，购买3栋1203室，开发商延期交房", "我是云岫花园业主，购买5栋801室，开发商延期交房"),
    "an amount": ("物业费每月210元太高", "物业费每月230元太高"),
}


@pytest.mark.parametrize(("new", "old"), SAME_THING.values(), ids=SAME_THING)
def test_one_thing_differently_told_has_no_veto(new: str, old: str):
    assert veto_kinds(new, old) == set()
    assert veto_kinds(old, new) == set()


# The same rule on verdicts alone: which conflict counts when.


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize(("letters", "verbatim"), [(SHORT_LETTERS, 0.1), (LONG_LETTERS, 0.1), (LONG_LETTERS, 0.9)])
@pytest.mark.parametrize("tied", [False, True])
def test_a_conflict_vetoes_by_its_kind(kind: str, letters: float, verbatim: float, tied: bool):
    found = [told(kind, "conflict")] + [told("community" if kind != "community" else "road", "agree")] * tied
    expected = (
        kind in PRECISE
        or (kind in NAMED and (verbatim >= VERBATIM or not tied))
        or (kind in DATED and (letters <= math.log(1 + SHORT) or verbatim >= VERBATIM))
    )
    assert bool(vetoes(found, letters=letters, verbatim=verbatim)) == expected


@pytest.mark.parametrize(("spot", "whole"), WHOLE.items())
def test_two_spots_of_one_road_or_line_are_two_places(spot: str, whole: str):
    found = [told(spot, "conflict"), told(whole, "agree")]
    assert [v.kind for v in vetoes(found, letters=SHORT_LETTERS, verbatim=0.1)] == [spot]
    assert vetoes(found, letters=LONG_LETTERS, verbatim=0.1) == ()  # a long letter names many spots of its road
    assert vetoes([*found, told("company", "agree")], letters=SHORT_LETTERS, verbatim=0.1) == ()


MUST_VETO = [
    "building", "unit", "house_number", "junction", "road", "community", "company", "branch", "line", "direction", "stop", "exit",
    "plate", "contract", "waybill", "season", "date",
]  # fmt: skip


@pytest.mark.parametrize("kind", MUST_VETO)
def test_the_kinds_of_rule_two_veto_between_short_texts_without_a_tie(kind: str):
    assert [v.kind for v in vetoes([told(kind, "conflict")], letters=SHORT_LETTERS, verbatim=0.1)] == [kind]


@pytest.mark.parametrize("kind", ["amount", "floor", "year", "deadline"])
def test_sums_and_floors_do_not_veto_by_themselves(kind: str):
    assert vetoes([told(kind, "conflict")], letters=SHORT_LETTERS, verbatim=0.9) == ()


VERDICTS = st.lists(st.builds(told, st.sampled_from(sorted(KINDS)), st.sampled_from(["agree", "conflict"])), max_size=8)


@given(VERDICTS, st.sampled_from(sorted(KINDS)), st.integers(0, 8), st.floats(0, 8), st.floats(0, 1))
def test_one_conflict_more_never_takes_a_veto_away(found: list[SlotVerdict], kind: str, at: int, letters: float, verbatim: float):
    more = [*found[:at], told(kind, "conflict"), *found[at:]]
    before = vetoes(found, letters=letters, verbatim=verbatim)
    after = vetoes(more, letters=letters, verbatim=verbatim)
    assert {v.kind for v in before} <= {v.kind for v in after}
    assert len(before) <= len(after)


@given(VERDICTS, st.floats(0, 8), st.floats(0, 1))
def test_agreements_and_longer_texts_only_ever_lift_vetoes(found: list[SlotVerdict], letters: float, verbatim: float):
    before = {v.kind for v in vetoes(found, letters=letters, verbatim=verbatim)}
    assert {v.kind for v in vetoes([*found, told("road", "agree")], letters=letters, verbatim=verbatim)} <= before
    assert {v.kind for v in vetoes(found, letters=letters + 1, verbatim=verbatim)} <= before
    assert {v.kind for v in vetoes(found, letters=letters, verbatim=min(1, verbatim + 0.3))} >= before
    assert all(v.verdict == "conflict" for v in vetoes(found, letters=letters, verbatim=verbatim))


# The row.

PARTS = ["云岫花园", "柳荫花园", "石榴路", "8号", "18号", "3栋", "5栋", "2单元", "电梯停运", "路灯坏了", "33路公交", "38路公交", "3月5日", "210元", "万顺砂石厂", "，", "。", "我是云岫花园业主，购买3栋1203室"]  # fmt: skip
TEXT = st.lists(st.sampled_from(PARTS), max_size=9).map("".join)


def test_names_are_distinct_and_as_many_as_the_columns():
    assert len(set(FEATURES)) == len(FEATURES) == len(LEXICAL) + len(SLOT_FEATURES) + len(CIRCUMSTANCES) + len(LIKENESS)
    assert model().features == FEATURES
    assert set(KINDS) >= OBJECTS | PRECISE | NAMED | DATED | POINTS
    assert not NAMED & PRECISE


@given(TEXT, TEXT)
@settings(max_examples=60)
def test_slot_columns_count_the_verdicts(new: str, old: str):
    c = pair(new, old)
    assert c.row.shape == (len(FEATURES),)
    assert c.row.dtype == np.float32
    agree = {v.kind for v in c.slots if v.verdict == "agree"}
    conflict = {v.kind for v in c.slots if v.verdict == "conflict"}
    assert not agree & conflict
    counts = {
        "objects_agree": agree & OBJECTS, "objects_conflict": conflict & NAMED, "precise_agree": agree & PRECISE,
        "precise_conflict": conflict & PRECISE, "points_agree": agree & POINTS, "dated_conflict": conflict & DATED,
        "amount_agree": agree & {"amount"}, "amount_conflict": conflict & {"amount"},
    }  # fmt: skip
    assert {name: c[name] for name in counts} == {name: len(kinds) for name, kinds in counts.items()}
    named = [bool({s.kind for s in prepare(case("c", t), tools()).slots} & OBJECTS) for t in (new, old)]
    assert c["both_name_objects"] == all(named)
    assert c["neither_names_objects"] == (not any(named))


@given(TEXT, TEXT)
@settings(max_examples=60)
def test_a_pair_compares_alike_in_both_directions(a: str, b: str):
    there, back = pair(a, b), pair(b, a)
    for name in SLOT_FEATURES:
        assert there[name] == back[name], name
    assert {v.kind for v in there.vetoes} == {v.kind for v in back.vetoes}
    assert [(v.kind, v.verdict) for v in there.slots] == [(v.kind, v.verdict) for v in back.slots]


@given(TEXT)
@settings(max_examples=40)
def test_a_text_never_conflicts_with_itself(text: str):
    c = pair(text, text)
    assert c.vetoes == ()
    assert [c[name] for name in SLOT_FEATURES if name.endswith("conflict")] == [0.0] * 5


@given(TEXT, st.lists(TEXT, max_size=4))
@settings(max_examples=30)
def test_company_changes_nothing(new: str, candidates: list[str]):
    subject = prepare_subject(case("n", new), tools())
    known = [prepare(case("o", text), tools()) for text in candidates]
    together = compare(subject.prepared, subject.profile, known)
    alone = [compare(subject.prepared, subject.profile, [k])[0] for k in known]
    assert [(c.row.tolist(), c.slots) for c in together] == [(c.row.tolist(), c.slots) for c in alone]
    rows = lexical(subject.prepared, subject.profile, known)
    assert [c.row[: len(LEXICAL)].tolist() for c in together] == [row.tolist() for row in rows]


def test_title_and_address_are_compared_by_themselves():
    subject = prepare_subject(case("n", "路灯坏了", title="石榴路路灯", address="云岫花园3栋"), tools())
    same, other = (
        compare(subject.prepared, subject.profile, [prepare(case("o", "路灯坏了", title=title), tools())])[0]
        for title in ("石榴路又黑了", "柳荫路又黑了")
    )
    assert (same["title_objects_agree"], same["title_objects_conflict"]) == (1, 0)
    assert (other["title_objects_agree"], other["title_objects_conflict"]) == (0, 1)


def test_no_candidates_no_comparisons():
    subject = prepare_subject(case("n", "路灯坏了"), tools())
    assert compare(subject.prepared, subject.profile, []) == []


@pytest.mark.parametrize(("a", "b"), list(product(["", "。", "\ud800", "云岫花园3栋"], repeat=2)))
def test_texts_that_say_little_are_compared_too(a: str, b: str):
    assert np.isfinite(pair(a, b).row).all()
