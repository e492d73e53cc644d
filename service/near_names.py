"""What do thousands of texts name, and what have two of them in common?

Slots are read clause by clause, each different one once (`engine.slot_clauses`). Texts that name the same share one naming,
and namings that name the same of a kind share its slots, so that whatever returns in thousands of texts is compared once. Knows
nothing of pairs and groups (`service.near_steps`, `service.dedup_groups`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.normalise import canonical
from engine.slot_clauses import clause_slots
from engine.slot_compare import RANK, Groups, compare_groups, compare_kind, conflict_counts, group_slots
from engine.slots import Slot, find_slots
from service.dedup_groups import Naming, key_of
from service.near_fold import canonical_texts
from service.spool import View

_Pair = tuple[int, int]

VOUCHED = frozenset({"community", "village", "school", "company", "branch", "road", "junction", "stop", "amount", "date", "season"})
"""Kinds of which a text names several in passing. A letter that lists buildings, flats, groups or numbers vouches for none of them:
beside it the letters on each would become one."""


@dataclass(slots=True)
class Told:
    """What texts name: `numbers` of each text into `namings`, equal ones once.

    `known` is what two namings have in common, `kinds` what two lists of slots of one kind have, both by their identity.
    """

    numbers: NDArray[np.int64]
    namings: list[Naming]
    known: dict[_Pair, str | None] = field(default_factory=dict)
    kinds: dict[_Pair, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    against: dict[_Pair, tuple[str, ...]] = field(default_factory=dict)

    def agreements(self, pairs: NDArray[np.int64]) -> tuple[list[str | None], NDArray[np.int64]]:
        """`agreed` of each different one of `pairs` (older, newer) of namings, and the number of each pair among them."""
        count = len(self.namings)
        codes, which = np.unique(pairs[:, 0] * count + pairs[:, 1], return_inverse=True)
        both = zip((codes // count).tolist(), (codes % count).tolist(), strict=True)
        return [self.agreed(self.namings[older], self.namings[newer]) for older, newer in both], which

    def agreed(self, older: Naming, newer: Naming) -> str | None:
        """What both name, in words, "" for nothing; None if something in them excludes the other."""
        pair = id(older), id(newer)
        if pair not in self.known:
            self.known[pair] = self._compared(newer.slots, older.slots)
        return self.known[pair]

    def contradict(self, one: Naming, other: Naming) -> bool:
        """Whether something in them excludes the other."""
        pair = id(one), id(other)
        if pair in self.known:
            return self.known[pair] is None
        return self.agreed(other, one) is None

    def vouches(self, third: Naming, one: Naming, other: Naming) -> bool:
        """Whether a third text names, of every kind in which two contradict each other, what the one says and what the other says.

        An edit that spoils one name leaves the text beside the original, and another one that spoils another name: what both
        name no more in common, the original names twice. A text that names nothing of the kind stands between nobody.
        """
        return all(
            kind in VOUCHED
            and kind in third.slots
            and self._of_kind(third.slots[kind], one.slots[kind])[0] == "agree"
            and self._of_kind(third.slots[kind], other.slots[kind])[0] == "agree"
            for kind in self._contradictions(one, other)
        )

    def _contradictions(self, one: Naming, other: Naming) -> tuple[str, ...]:
        """The kinds in which something in one excludes what is in the other."""
        pair = id(one), id(other)
        if pair not in self.against:
            found = compare_groups(one.slots, other.slots)
            self.against[pair] = tuple(each.kind for each in found if each.verdict == "conflict")
        return self.against[pair]

    def _compared(self, new: Groups, old: Groups) -> str | None:
        """As `engine.slot_compare.compare_groups` has it; the kinds are in the order of RANK already."""
        states: dict[str, str] = {}
        words: list[str] = []
        for kind, ours in new.items():
            theirs = old.get(kind)
            if theirs is None:
                continue
            state, said = self._of_kind(ours, theirs)
            if state == "conflict":
                if conflict_counts(kind, states, new, old):
                    return None
                state = ""
            states[kind] = state
            words += said
        return "".join(dict.fromkeys(words))

    def _of_kind(self, ours: list[Slot], theirs: list[Slot]) -> tuple[str, tuple[str, ...]]:
        """Whether they agree, conflict, or neither (""), and the words for what agrees."""
        pair = id(ours), id(theirs)
        found = self.kinds.get(pair)
        if found is None:
            state, verdicts = compare_kind(ours, theirs)
            words = [f"; {each.kind} {each.new.text}" for each in verdicts if each.verdict == "agree"]
            found = self.kinds[pair] = state, tuple(dict.fromkeys(words))
        return found


def tell(views: Sequence[View]) -> Told:
    """What these texts and the addresses beside them name."""
    read = clause_slots(*canonical_texts([view.text for view in views]))
    namings = _Namings()
    mentions = [namings.mentioned(slots) for slots in read.slots]
    speaks = np.array([bool(each) for each in mentions], dtype=bool)[read.numbers]
    edges = np.concatenate([[0], np.cumsum(speaks)])[read.counts].tolist()
    speaking = read.numbers[speaks].tolist()
    addresses: dict[str, int] = {}
    numbers = np.empty(len(views), dtype=np.int64)
    for place, (view, (start, end)) in enumerate(zip(views, pairwise(edges), strict=True)):
        parts = speaking[start:end]
        if view.address:
            if view.address not in addresses:
                addresses[view.address] = len(mentions)
                mentions.append(namings.mentioned(find_slots(canonical(view.address).text)))
            parts.append(addresses[view.address])
        numbers[place] = namings.number(tuple(parts), mentions)
    return Told(numbers, namings.found)


class _Namings:
    """The different namings so far: `found` again by the clauses that they come from and by what they name."""

    def __init__(self) -> None:
        self.found: list[Naming] = []
        self._slots: dict[tuple[str, str, str, bool], int] = {}  # kind, value, text, own: a number
        self._numbered: list[tuple[Slot, tuple[str, str, bool]]] = []  # with what makes it another mention
        self._by_parts: dict[tuple[int, ...], int] = {}
        self._by_slots: dict[tuple[int, ...], int] = {}
        self._lists: dict[tuple[int, ...], list[Slot]] = {}

    def mentioned(self, slots: Iterable[Slot]) -> tuple[int, ...]:
        """The numbers of these slots, the same for what names the same: own ones are told by their kind, none by its place."""
        return tuple([self._number_of(slot) for slot in slots])

    def number(self, parts: tuple[int, ...], mentions: Sequence[tuple[int, ...]]) -> int:
        """The naming of a text with these clauses: each thing once, as it stands there first."""
        known = self._by_parts.get(parts)
        if known is None:
            seen: dict[tuple[str, str, bool], int] = {}
            for part in parts:
                for slot in mentions[part]:
                    seen.setdefault(self._numbered[slot][1], slot)
            known = self._by_parts[parts] = self._naming(tuple(seen.values()))
        return known

    def _number_of(self, slot: Slot) -> int:
        value, text = ("", "") if slot.own else (slot.value, slot.text)
        told = (slot.kind, value, text, slot.own)
        number = self._slots.setdefault(told, len(self._numbered))
        if number == len(self._numbered):
            self._numbered.append((Slot(slot.kind, value, text, (0, 0), slot.own), (slot.kind, value, slot.own)))
        return number

    def _naming(self, slots: tuple[int, ...]) -> int:
        number = self._by_slots.setdefault(slots, len(self.found))
        if number == len(self.found):
            self.found.append(self._made(slots))
        return number

    def _made(self, numbers: tuple[int, ...]) -> Naming:
        """As `service.dedup_groups.naming`, its kinds in the order of RANK and equal lists one list."""
        slots = [self._numbered[number][0] for number in numbers]
        kinds: dict[str, list[int]] = {}
        for number, slot in zip(numbers, slots, strict=True):
            kinds.setdefault(slot.kind, []).append(number)
        groups = {kind: self._listed(tuple(kinds[kind])) for kind in sorted(kinds, key=RANK.__getitem__)}
        return Naming(key_of(slots), groups)

    def _listed(self, numbers: tuple[int, ...]) -> list[Slot]:
        found = self._lists.get(numbers)
        if found is None:
            (found,) = group_slots([self._numbered[number][0] for number in numbers]).values()
            self._lists[numbers] = found
        return found
