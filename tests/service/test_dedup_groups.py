"""No group ever holds two members that name things which exclude each other, in whatever order it grew."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.slot_compare import compare_slots
from engine.slots import find_slots
from service.dedup_groups import MOST_NAMED, VetoGroups, naming

NAMED = ("", "3号楼", "5号楼", "3号楼2单元", "2单元", "栖霞苑", "揽月苑", "栖霞苑5号楼", "揽月路", "望江路")
SLOTS = [find_slots(f"{name}的电梯坏了" if name else "电梯坏了") for name in NAMED]


def conflict(a: int, b: int) -> bool:
    return any(verdict.verdict == "conflict" for verdict in compare_slots(SLOTS[a % len(NAMED)], SLOTS[b % len(NAMED)]))


@given(st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=60))
def test_a_group_holds_no_conflict_and_a_refusal_changes_nothing(pairs: list[tuple[int, int]]) -> None:
    groups = VetoGroups(lambda place: naming(SLOTS[place % len(NAMED)]))
    sets: dict[int, set[int]] = {place: {place} for place in range(30)}
    for a, b in pairs:
        one, other = sets[a], sets[b]
        allowed = one is other or not any(conflict(x, y) for x in one for y in other)
        assert groups.join(a, b) == allowed
        if allowed:
            merged = one | other
            for place in merged:
                sets[place] = merged
    for place in range(30):
        assert groups.find(place) == min(sets[place])


def test_what_names_too_much_is_closed_or_remembers_the_first() -> None:
    slots = [find_slots(f"第{number}中学的操场") for number in range(1, MOST_NAMED + 3)]
    for closed in (True, False):
        groups = VetoGroups(lambda place: naming(slots[place]), forbids=lambda found, letters: False, closed=closed)
        joined = [groups.join(0, place) for place in range(1, len(slots))]
        assert joined == [True] * (MOST_NAMED - 1) + [not closed] * 2


def test_two_that_contradict_each_other_stand_together_only_where_a_member_speaks_for_both() -> None:
    names = ("望江路", "云台路", "望江路和云台路", "")
    slots = [find_slots(f"{name}积水") for name in names]
    namings = [naming(each) for each in slots]
    both = namings[2]
    for order in ((0, 2, 1), (2, 1, 0), (1, 2, 0)):
        groups = VetoGroups(namings.__getitem__, vouches=lambda third, one, other: third is both)
        assert [groups.join(order[0], order[1]), groups.join(order[1], order[2])] == [True, True]
        without = VetoGroups(namings.__getitem__)
        assert without.join(order[0], order[1])
        assert not without.join(order[1], order[2])
    silent = VetoGroups(namings.__getitem__, vouches=lambda third, one, other: third is both)
    assert silent.join(0, 3)
    assert not silent.join(3, 1)
