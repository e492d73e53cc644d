"""What do thousands of texts name, and what have two of them in common?

Slots are read sentence by sentence, each different one once (`engine.slot_sentences`), and texts that name the same share one
naming, so that two namings are compared once. Knows nothing of pairs and groups (`service.near_steps`, `service.dedup_groups`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import msgspec
import numpy as np

from engine.normalise import canonical
from engine.slot_compare import compare_groups
from engine.slot_sentences import sentence_slots
from engine.slots import Slot, find_slots
from service.dedup_groups import Naming, naming
from service.near_fold import canonical_texts
from service.spool import View

MOST_REMEMBERED = 1 << 20  # comparisons of what two texts name

Mentions = dict[tuple[str, str, bool], Slot]
"""What a text or a sentence names: each thing once, as it stands there first, by kind and value."""


@dataclass(slots=True)
class Told:
    """What texts name: `numbers` of each text into `namings`, equal ones once; and what two namings have in common."""

    numbers: list[int]
    namings: list[Naming]
    known: dict[tuple[int, int], str | None] = field(default_factory=dict)

    def agreed(self, older: int, newer: int) -> str | None:
        """In words, "" for nothing; None if something in them excludes the other. Each pair is compared once."""
        pair = (older, newer)
        if pair not in self.known:
            if len(self.known) >= MOST_REMEMBERED:
                self.known.clear()
            found = compare_groups(self.namings[newer].slots, self.namings[older].slots)
            conflict = any(verdict.verdict == "conflict" for verdict in found)
            words = dict.fromkeys(f"{verdict.kind} {verdict.new.text}" for verdict in found)
            self.known[pair] = None if conflict else "".join(f"; {word}" for word in words)
        return self.known[pair]


def tell(views: Sequence[View]) -> Told:
    """What these texts and the addresses beside them name."""
    told = _Namings()
    read = sentence_slots(*canonical_texts([view.text for view in views]))
    mentions = [mentioned(slots) for slots in read.slots]
    speaks = np.array([bool(each) for each in mentions], dtype=bool)[read.numbers]
    edges = np.concatenate([[0], np.cumsum(speaks)])[read.counts].tolist()
    speaking = read.numbers[speaks].tolist()
    addresses: dict[str, int] = {}
    numbers = []
    for view, (start, end) in zip(views, pairwise(edges), strict=True):
        parts = speaking[start:end]
        if view.address:
            if view.address not in addresses:
                addresses[view.address] = len(mentions)
                mentions.append(mentioned(find_slots(canonical(view.address).text)))
            parts.append(addresses[view.address])
        numbers.append(told.number(tuple(parts), mentions))
    return Told(numbers, told.namings)


def mentioned(slots: Sequence[Slot]) -> Mentions:
    """These slots, the same for texts that name the same: each thing once, the own ones by their kind, none by its place."""
    seen: Mentions = {}
    for slot in slots:
        value, text = ("", "") if slot.own else (slot.value, slot.text)
        mention = (slot.kind, value, slot.own)
        if mention not in seen:
            seen[mention] = Slot(slot.kind, value, text, (0, 0), slot.own)
    return seen


@dataclass(slots=True)
class _Namings:
    """The different namings so far, found again by the sentences that they come from and by what they name."""

    namings: list[Naming] = field(default_factory=list)
    by_parts: dict[tuple[int, ...], int] = field(default_factory=dict)
    by_name: dict[bytes, int] = field(default_factory=dict)

    def number(self, parts: tuple[int, ...], mentions: Sequence[Mentions]) -> int:
        """Of the naming of a text with these sentences."""
        known = self.by_parts.get(parts)
        if known is not None:
            return known
        merged: Mentions = {}
        for part in parts:
            for mention, slot in mentions[part].items():
                if mention not in merged:
                    merged[mention] = slot
        slots = list(merged.values())
        number = self.by_name.setdefault(_encode(slots), len(self.namings))
        if number == len(self.namings):
            self.namings.append(naming(slots))
        self.by_parts[parts] = number
        return number


_encode = msgspec.msgpack.Encoder().encode
