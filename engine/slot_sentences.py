"""Which slots do the sentences of many texts hold, when each sentence is read once, wherever it stands?

No slot depends on another sentence (`engine.slot_patterns` SENTENCE_ENDS), so that a text's slots are those of its sentences one
after the other, moved to where they stand. Copies and letters from one template share most of their sentences: among the copies of
a million cases a quarter of the sentences are different ones. Not for single texts: `engine.slots.find_slots` reads one as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.kernels import kernel, read_only
from engine.slot_patterns import SENTENCE_ENDS, Slot
from engine.slots import find_slots

READ_AT_ONCE = 2000
"""Characters that are read in one go. As few as reach no limit on what is read of one text (MAX_HITS, MAX_DATES): a longer text is
one sentence here, whatever stands in it."""


_ENDS = np.array(sorted(map(ord, SENTENCE_ENDS)), dtype=np.uint32)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_ENCODING = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"


class Sentences(NamedTuple):
    """`slots[i]` are those of the i-th different sentence; text t has the sentences `numbers[counts[t]:counts[t + 1]]`."""

    slots: list[list[Slot]]
    numbers: NDArray[np.int64]
    counts: NDArray[np.int64]


def sentence_slots(codes: NDArray[np.uint32], offsets: NDArray[np.int64]) -> Sentences:
    """What `find_slots` finds in each sentence of canonical texts; text i is `codes[offsets[i]:offsets[i + 1]]`.

    Spans are relative to something, but not to the text.
    """
    texts = read_only(codes, np.uint32), read_only(offsets, np.int64)
    spans, numbers, counts = _cut(*texts, read_only(_ENDS, np.uint32))
    slots: list[list[Slot]] = [[] for _ in range(len(spans))]
    for first, text, starts in _batches(*texts, spans):
        place = 0
        for slot in find_slots(text):
            while starts[place + 1] <= slot.span[0]:
                place += 1
            slots[first + place].append(slot)
    return Sentences(slots, numbers, counts)


def _batches(
    codes: NDArray[np.uint32], offsets: NDArray[np.int64], spans: NDArray[np.int64]
) -> Iterator[tuple[int, str, list[int]]]:
    """Sentences joined by full stops, up to READ_AT_ONCE characters: number of the first, text, where each begins and the text ends."""
    joined: str = _joined(codes, spans, _ENDS[-1]).tobytes().decode(_ENCODING, "surrogatepass")
    begins = np.concatenate([[0], np.cumsum(spans[:, 1] - spans[:, 0] + 1)])
    first = 0
    while first < len(spans):
        last = int(np.searchsorted(begins, begins[first] + READ_AT_ONCE, side="right")) - 1
        last = max(last, first + 1)
        start = int(begins[first])
        yield first, joined[start : int(begins[last])], (begins[first : last + 1] - start).tolist()
        first = last


@kernel
def _cut(codes, offsets, ends):  # type: ignore[no-untyped-def]
    """[start, end) of each different sentence, the number of each sentence among them, and how many there are up to each text.

    An open hash table of the sentences seen so far; what falls into one place is compared character by character.
    """
    most = offsets.size - 1
    for at in range(codes.size):
        most += _is_end(codes[at], ends)
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
        whole = stop - at > READ_AT_ONCE
        while at < stop:
            start = at
            hashed = np.uint64(0)
            while at < stop and (whole or not _is_end(codes[at], ends)):
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
def _is_end(code, ends):  # type: ignore[no-untyped-def]
    found = False
    for end in ends:
        found |= code == end
    return found


@kernel
def _equal(codes, span, start, end):  # type: ignore[no-untyped-def]
    if span[1] - span[0] != end - start:
        return False
    for i in range(end - start):
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
