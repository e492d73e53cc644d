"""What thousands of texts name together is what each names by itself, and two are compared as slots are compared."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.normalise import canonical
from engine.slot_compare import RANK, compare_slots
from engine.slots import Slot, find_slots
from service.dedup_groups import Naming
from service.near_names import Told, tell
from service.spool import View

PIECES = st.sampled_from(
    "栖霞苑 揽月公馆 3号楼 5号楼 2单元 1203室 望江路 望江大道 云台路 河东村 5组 第三中学 建业物业公司 98元 约100元 3月5日 漏水 我是3号楼业主 ， 。".split()
)
TEXTS = st.lists(PIECES, max_size=9).map("".join)


def view(text: str, address: str = "") -> View:
    return View(text, address, False, b"")


def named(text: str, address: str) -> list[Slot]:
    """The slow way: each thing once, own ones by their kind."""
    slots = [*find_slots(canonical(text).text), *find_slots(canonical(address).text)]
    found: dict[tuple[str, str, bool], Slot] = {}
    for slot in slots:
        value, words = ("", "") if slot.own else (slot.value, slot.text)
        found.setdefault((slot.kind, value, slot.own), Slot(slot.kind, value, words, (0, 0), slot.own))
    return list(found.values())


def naming_of(told: Told, place: int) -> Naming:
    return told.namings[int(told.numbers[place])]


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS, st.sampled_from(("", "栖霞苑3号楼", "望江路29号"))), min_size=1, max_size=5))
def test_texts_name_and_share_what_their_slots_say(texts: list[tuple[str, str]]) -> None:
    told = tell([view(*each) for each in texts])
    slots = [named(*each) for each in texts]
    for place, each in enumerate(slots):
        groups = naming_of(told, place).slots
        assert [slot for group in groups.values() for slot in group] == sorted(each, key=lambda slot: RANK[slot.kind])
    for a, b in product(range(len(texts)), repeat=2):
        assert (told.numbers[a] == told.numbers[b]) == (slots[a] == slots[b])
        verdicts = compare_slots(slots[b], slots[a])
        conflict = any(verdict.verdict == "conflict" for verdict in verdicts)
        words = dict.fromkeys(f"; {verdict.kind} {verdict.new.text}" for verdict in verdicts)
        assert told.agreed(naming_of(told, a), naming_of(told, b)) == (None if conflict else "".join(words))
        assert told.contradict(naming_of(told, a), naming_of(told, b)) == conflict


def test_agreements_are_made_once_for_pairs_that_name_the_same() -> None:
    told = tell([view("栖霞苑的电梯坏了"), view("栖霞苑的灯坏了"), view("揽月公馆的灯坏了"), view("没有人管")])
    words, which = told.agreements(told.numbers[np.array([[0, 1], [0, 2], [1, 2], [0, 3]])])
    assert [words[number] for number in which] == ["; community 栖霞苑", None, None, ""]
    assert len(words) == 3


def vouched(third: str, one: str, other: str) -> bool:
    told = tell([view(third), view(one), view(other)])
    namings = [naming_of(told, place) for place in range(3)]
    assert told.contradict(namings[1], namings[2])
    return told.vouches(*namings)


def test_who_names_both_places_vouches_and_who_names_none_or_one_does_not() -> None:
    assert vouched("望江路和云台路都积水", "望江路积水", "云台路积水")
    assert not vouched("到处积水", "望江路积水", "云台路积水")
    assert not vouched("望江路积水", "望江路积水", "云台路积水")
    assert not vouched("望江路和云台路都积水", "望江路98元", "云台路60元")


def test_nobody_vouches_for_buildings() -> None:
    assert not vouched("3号楼和5号楼漏水", "3号楼漏水", "5号楼漏水")
