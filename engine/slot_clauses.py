"""Which slots do the clauses of many texts hold, when each clause is read once, wherever it stands?

No slot depends on another sentence (`engine.slot_patterns` SENTENCE_ENDS), and few on another clause: what a comma may tie
together ("1,200元", "3,5栋", "A路,B路交叉口", "坐地铁,到X站") is not cut there. So a text's slots are those of its parts, one after
another. Copies and letters from one template share most of their clauses: of those in the copies of a million cases a sixth are
different ones. Not for single texts: `engine.slots.find_slots` reads one as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from engine.kernels import kernel, read_only
from engine.slot_codes import LETTER, SIGNATURE_MARKS, is_signature
from engine.slot_patterns import COMPANY, ROAD, SCHOOL, SENTENCE_ENDS, Slot
from engine.slots import find_slots

READ_AT_ONCE = 2000
"""Characters that are read in one go. As few as reach no limit on what is read of one text (MAX_HITS, MAX_DATES): a longer text is
one clause here, whatever stands in it."""
STOP_REACH = 24
"""Characters behind a comma in which a stop may be told by what stands before the comma: 6, a name (NAME_MAX) and 公交站."""

_END, _COMMA, _TIES_BACK, _TIES_ON, _STOP = (1 << bit for bit in range(5))


def _character_classes() -> NDArray[np.uint8]:
    """Of each code unit what it is to a comma: _TIES_ON before it and _TIES_BACK behind it make what must be read together."""
    classes = np.zeros(0x10000, dtype=np.uint8)
    before = {word[-1] for word in (*ROAD, *COMPANY, *SCHOOL)} | set("中小0123456789号栋幢#")
    behind = set("0123456789甲乙丙丁abcdefghijklmnopqrstuvwxyz")
    families = {_END: set(SENTENCE_ENDS), _COMMA: {","}, _TIES_BACK: behind, _TIES_ON: before, _STOP: {"站"}}
    for bit, characters in families.items():
        classes[[ord(character) for character in characters]] |= bit
    return read_only(classes, np.uint8)


_CLASSES = _character_classes()
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_FULL_STOP = np.uint32(ord("。"))
_NO_END = "另"
"""Behind the last of the clauses that are read together, which is the last of no text."""
_MAY_END = np.zeros(0x10000, dtype=np.bool_)
_MAY_END[[ord(c) for c in (*"0123456789", *SIGNATURE_MARKS, "号")]] = True
_ENCODING = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"


class Clauses(NamedTuple):
    """`slots[i]` are those of the i-th different clause; text t has the clauses `numbers[counts[t]:counts[t + 1]]`."""

    slots: list[list[Slot]]
    numbers: NDArray[np.int64]
    counts: NDArray[np.int64]


def clause_slots(codes: NDArray[np.uint32], offsets: NDArray[np.int64]) -> Clauses:
    """What `find_slots` finds in each clause of canonical texts; text i is `codes[offsets[i]:offsets[i + 1]]`.

    Spans are relative to something, but not to the text. A day under a letter is no date of what it tells: what ends a long text in
    a date is a clause of its own.
    """
    texts = read_only(codes, np.uint32), read_only(offsets, np.int64)
    spans, numbers, counts = _cut(*texts, _CLASSES)
    slots: list[list[Slot]] = [[] for _ in range(len(spans))]
    for first, text, starts in _batches(*texts, spans):
        place = 0
        for slot in find_slots(text + _NO_END):
            while starts[place + 1] <= slot.span[0]:
                place += 1
            slots[first + place].append(slot)
    _sign(*texts, slots, numbers, counts)
    return Clauses(slots, numbers, counts)


def _sign(
    codes: NDArray[np.uint32], offsets: NDArray[np.int64], slots: list[list[Slot]], numbers: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> None:  # fmt: skip
    """Give each text that a date ends, as `slot_codes.is_signature` has it, a last clause of its own, in which it is a deadline."""
    signed: dict[int, int] = {}
    if not codes.size:
        return
    last_codes = codes[np.maximum(offsets[1:] - 1, 0)]
    may = (np.diff(offsets) > LETTER) & (np.diff(offsets) <= READ_AT_ONCE) & (np.diff(counts) > 0) & _MAY_END[last_codes & 0xFFFF]
    for text in np.flatnonzero(may).tolist():
        number = int(numbers[counts[text + 1] - 1])
        own = slots[number]
        if not own or own[-1].kind != "date":
            continue
        tail = codes[offsets[text] : offsets[text + 1]].tobytes().decode(_ENCODING, "surrogatepass")
        end = tail.rfind(own[-1].text) + len(own[-1].text)
        if is_signature(tail, end):
            if number not in signed:
                signed[number] = len(slots)
                slots.append([*own[:-1], replace(own[-1], kind="deadline")])
            numbers[counts[text + 1] - 1] = signed[number]


def _batches(
    codes: NDArray[np.uint32], offsets: NDArray[np.int64], spans: NDArray[np.int64]
) -> Iterator[tuple[int, str, list[int]]]:
    """Clauses joined by full stops, up to READ_AT_ONCE characters: number of the first, text, where each begins and it ends."""
    joined: str = _joined(codes, spans, _FULL_STOP).tobytes().decode(_ENCODING, "surrogatepass")
    begins = np.concatenate([[0], np.cumsum(spans[:, 1] - spans[:, 0] + 1)])
    first = 0
    while first < len(spans):
        last = int(np.searchsorted(begins, begins[first] + READ_AT_ONCE, side="right")) - 1
        last = max(last, first + 1)
        start = int(begins[first])
        yield first, joined[start : int(begins[last])], (begins[first : last + 1] - start).tolist()
        first = last


@kernel
def _cut(codes, offsets, classes):  # type: ignore[no-untyped-def]
    """[start, end) of each different clause, the number of each clause among them, and how many there are up to each text.

    An open hash table of the clauses seen so far; what falls into one place is compared character by character.
    """
    cuts = np.zeros(codes.size, dtype=np.bool_)
    most = offsets.size - 1
    for text in range(offsets.size - 1):
        if offsets[text + 1] - offsets[text] <= READ_AT_ONCE:
            most += _mark_cuts(codes, offsets[text], offsets[text + 1], classes, cuts)
    bits = 4
    while (1 << bits) < 2 * most:
        bits += 1
    table = np.full(1 << bits, -1, dtype=np.int64)
    spans = np.empty((most, 2), dtype=np.int64)
    numbers = np.empty(most, dtype=np.int64)
    counts = np.zeros(offsets.size, dtype=np.int64)
    known = used = 0
    for text in range(offsets.size - 1):
        at, stop = offsets[text], offsets[text + 1]
        while at < stop:
            start = at
            hashed = np.uint64(0)
            while at < stop and not cuts[at]:
                hashed = (hashed ^ np.uint64(codes[at])) * _MIX
                hashed ^= hashed >> np.uint64(29)
                at += 1
            if at > start:
                place = np.int64(hashed >> np.uint64(64 - bits))
                while table[place] >= 0 and not _equal(codes, spans[table[place]], start, at):
                    place = (place + 1) & (table.size - 1)
                if table[place] < 0:
                    table[place] = known
                    spans[known, 0], spans[known, 1] = start, at
                    known += 1
                numbers[used] = table[place]
                used += 1
            at += 1
        counts[text + 1] = used
    return spans[:known].copy(), numbers[:used].copy(), counts


@kernel
def _mark_cuts(codes, start, stop, classes, cuts):  # type: ignore[no-untyped-def]
    """Mark where nothing beyond a character matters to what stands before it, and the other way round; how many there are."""
    found = 0
    behind = np.uint8(0)  # what the character behind is
    tied = stop  # commas from here on tie the next stop to what stands before them
    for at in range(stop - 1, start - 1, -1):
        here = classes[codes[at]] if codes[at] < classes.size else np.uint8(0)
        if here & _STOP:
            tied = at - STOP_REACH
        elif here & _END:
            tied = stop
            cuts[at] = True
        elif here & _COMMA and not behind & _TIES_BACK and at < tied:
            before = codes[at - 1] if at > start else np.uint32(0)
            cuts[at] = before >= classes.size or classes[before] & _TIES_ON == 0
        found += cuts[at]
        behind = here
    return found


@kernel
def _equal(codes, span, start, end):  # type: ignore[no-untyped-def]
    if span[1] - span[0] != end - start:
        return False
    for i in range(end - start):  # noqa: SIM110  a kernel
        if codes[span[0] + i] != codes[start + i]:
            return False
    return True


@kernel
def _joined(codes, spans, between):  # type: ignore[no-untyped-def]
    size = 0
    for i in range(len(spans)):
        size += spans[i, 1] - spans[i, 0] + 1
    out = np.empty(size, dtype=np.uint32)
    used = 0
    for i in range(len(spans)):
        for at in range(spans[i, 0], spans[i, 1]):
            out[used] = codes[at]
            used += 1
        out[used] = between
        used += 1
    return out
