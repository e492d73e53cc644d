"""The kernel over stored rows says what the slow comparison of slots says, or that it is unsure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from docket import case, tools
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.compare import FEATURES, OBJECTS, rows_of, slow_row
from engine.features import lexical
from engine.prepare import prepare_subject
from engine.prepared import Place, Prepared, pack_places, unpack
from engine.slot_alias import same_name
from engine.slot_compare import RANK, RULES, SlotVerdict, Way, compare_groups, group_slots
from engine.slot_kernel import SlotMasks, compare_rows, kinds_mask, named_kinds
from engine.slot_patterns import Slot
from engine.slot_rows import ANY, WORDS, slot_rows
from engine.slots import KINDS, find_slots
from engine.stack import stack

HERE = Path(__file__).parents[1]
PAIRS = [json.loads(line) for line in (HERE / "data" / "slot_pairs.jsonl").read_text("utf-8").splitlines()]

NAMES = ("柳溪", "柳西", "柳溪苑", "榆岭银杏公馆", "银杏公馆", "银杏公馆北", "好*家", "朱良桥", "朱桥良", "学府大道", "学府路", "a", "")
VALUES = {
    Way.EQUAL: ("1", "2", "12"),
    Way.NAME: NAMES,
    Way.ROAD: NAMES,
    Way.JUNCTION: ("学府路×柳溪路", "学府大道×柳溪路", "文昌路×柳溪路", "柳西路×学府大", "学*路×文昌路", "某处"),
    Way.DIRECTION: ("东西", "西东", "榆钱站", "榆前站"),
    Way.PART: ("柳溪|5", "柳西|5", "柳溪|6", "|5", "*溪|5"),
    Way.TAIL: ("ab123456", "123456", "23", "ab123457"),
    Way.DATE: ("2024-05-01", "*-05-01", "2023-05-01", "2024-05", "2024", "*-06-01"),
    Way.AMOUNT: ("100", "约100", "199.5", "约200", "约201", "0"),
    Way.SEASON: ("春季", "2024春季", "2023春季", "秋季"),
}  # fmt: skip

slots = st.sampled_from(RULES).flatmap(
    lambda rule: st.builds(
        lambda value, own: Slot(rule.kind, value, value, (0, len(value)), own),
        st.sampled_from(VALUES[rule.way]),
        st.sampled_from((False, False, False, True)),
    )
)
places = st.lists(st.builds(Place, slots, st.sampled_from(("text", "text", "title", "address"))), max_size=12)
BLANK = prepare_subject(case("blank", "路灯坏了"), tools())


def holding(own: Sequence[Place]) -> Prepared:
    """A stored case with these places."""
    blank = BLANK.prepared
    made = Prepared(
        **{
            **{name: getattr(blank, name) for name in Prepared.__dataclass_fields__},
            "packed_places": pack_places(tuple(own)),
        }
    )
    return unpack(made.record)


def masks_of(new: Prepared, old: Prepared) -> SlotMasks:
    records = stack([old.record])
    return compare_rows(new, records.joined, records.edges)


def slow(verdicts: Sequence[SlotVerdict], verdict: str) -> int:
    return kinds_mask({v.kind for v in verdicts if v.verdict == verdict})


@given(places, places)
@settings(max_examples=400, deadline=None)
def test_what_is_sure_is_what_the_slow_comparison_says(ours: list[Place], theirs: list[Place]):
    new, old = holding(ours), holding(theirs)
    masks = masks_of(new, old)
    assert named_kinds(new.slot_rows) == kinds_mask(new.groups)
    if masks.unsure[0]:
        return
    found, titles = compare_groups(new.groups, old.groups), compare_groups(new.headed_groups, old.headed_groups)
    assert int(masks.agree[0]) == slow(found, "agree")
    assert int(masks.conflict[0]) == slow(found, "conflict")
    assert int(masks.headed_agree[0]) == slow(titles, "agree")
    assert int(masks.headed_conflict[0]) == slow(titles, "conflict")
    assert int(masks.named[0]) == kinds_mask(old.groups)


@given(places, places)
@settings(max_examples=200, deadline=None)
def test_rows_and_vetoes_are_those_of_the_full_comparison(ours: list[Place], theirs: list[Place]):
    new, old = holding(ours), holding(theirs)
    masks = masks_of(new, old)
    scores = lexical(new, BLANK.profile, [old])
    row, forbidden = slow_row(scores[0], new, old)
    if masks.unsure[0]:
        return
    rows, vetoed = rows_of(scores, new, masks)
    names = FEATURES[: len(row)]
    assert dict(zip(names, rows[0].tolist(), strict=False)) == dict(zip(names, row.tolist(), strict=True))
    assert not rows[0, len(row) :].any()
    assert bool(vetoed[0]) == forbidden


@pytest.mark.parametrize(("a", "b"), list(product(NAMES, NAMES)))
def test_no_alias_is_taken_for_another_name(a: str, b: str):
    new, old = (holding([Place(Slot("company", name, name, (0, len(name))), "text")]) for name in (a, b))
    masks = masks_of(new, old)
    if same_name(a, b):
        assert masks.unsure[0] or masks.agree[0]
    elif not masks.unsure[0]:
        assert not masks.agree[0]


def test_few_pairs_are_unsure():
    """Of texts that people wrote, names that are not alike hardly ever look so."""
    unsure = total = 0
    for pair in PAIRS:
        for old in PAIRS:
            sides = [find_slots(pair["new"]), find_slots(old["old"])]
            new, other = (holding([Place(slot, "text") for slot in side]) for side in sides)
            unsure += int(masks_of(new, other).unsure[0])
            total += 1
    assert unsure <= 0.02 * total


def test_rows_are_sorted_and_cover_all_kinds():
    assert set(RANK) == set(KINDS)
    assert kinds_mask(OBJECTS) < 1 << len(RULES) <= 1 << 32
    some = [Slot(rule.kind, VALUES[rule.way][0], "", (0, 0)) for rule in reversed(RULES)]
    rows = slot_rows(group_slots(some), group_slots(some[:3]))
    assert rows.shape == (len(RULES), WORDS)
    assert (np.diff((rows[:, 0] & np.uint64(31)).astype(np.int64)) > 0).all()


def test_a_masked_name_fits_any():
    rows = slot_rows(group_slots([Slot("company", "好*家", "好*家", (0, 3))]), {})
    assert int(rows[0, 2]) == ANY


def test_two_crossings_are_told_apart_by_their_roads():
    new, old = (
        holding([Place(Slot("junction", value, value, (0, len(value))), "text")]) for value in ("学府路×柳溪路", "东风路×文昌大道")
    )
    masks = masks_of(new, old)
    assert not masks.unsure[0]
    assert int(masks.conflict[0]) == kinds_mask({"junction"})
