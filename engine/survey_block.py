"""How do many new cases compare with their candidates, in one call and without decoding any of them?

What `engine.compare.survey` says of one new case after the other, read off their stored records too: a batch has all records at
hand before the first case is judged. Not for: a case that is not stored yet, nor for what slots that may be aliases say: those
pairs come back as `unsure`, and the caller asks `engine.compare.slow_row`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.circumstances import MASKS, compare_heads
from engine.compare import FEATURES, NAMING, TOLD, WHOLES, Survey, fill_told, slow_row
from engine.features import LEXICAL, survey_words
from engine.grams import SUMS, TABLE_BITS, Reference, fill
from engine.kernels import kernel, read_only
from engine.prepared import (
    HEAD,
    PERSON_WORDS,
    WORD32_CODES,
    WORD32_LETTERS,
    WORD32_MOMENT,
    WORD32_PERSONS,
    WORD32_PRINCIPALS,
    WORD32_SLOTS,
    WORD32_SUMS,
    WORD32_TIES,
    WORD32_TITLE,
    WORD32_WORDS,
    WORD64_ACCUSED,
    WORD64_EXACT,
    WORD64_TERRITORY,
    unpack,
)
from engine.slot_kernel import NEED, NEED_KINDS, WAY, compare_slots
from engine.slot_rows import GROUPED, OWN, WORDS
from engine.sounds import syllables
from engine.stack import Stack

_HEAD_SIZE = HEAD.size
_RANK_BITS = OWN - 1
_LEXICAL = len(LEXICAL)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which pairs: new case i, record news[i] of a stack, with the records olds[firsts[i] : firsts[i + 1]]; all int64."""

    news: NDArray[np.int64]
    olds: NDArray[np.int64]
    firsts: NDArray[np.int64]

    @property
    def owners(self) -> NDArray[np.int64]:
        """Of each pair, the number i of its new case."""
        return np.repeat(np.arange(len(self.news)), np.diff(self.firsts))


def survey_block(asked: Asked, records: Stack, reference: Reference) -> Survey:
    """One entry a pair, in the order of `asked.olds`, as `engine.compare.survey` has them. `records` must be whole (as `pack` made
    them). Raises as `engine.features.read_words`."""
    pairs = len(asked.olds)
    rows = np.zeros((pairs, len(FEATURES)), dtype=np.float32)
    flags = np.zeros((4, pairs), dtype=np.bool_)  # vetoed, unsure, exact, same person
    ties = np.zeros(pairs, dtype=np.int64)
    joined = records.joined
    bad = _survey(
        read_only(asked.news, np.int64), read_only(asked.olds, np.int64), read_only(asked.firsts, np.int64),
        np.frombuffer(joined, np.uint8), np.frombuffer(joined, "<u2"), np.frombuffer(joined, "<u4"), np.frombuffer(joined, "<u8"),
        np.frombuffer(joined, "<f4"), read_only(records.edges, np.int64), syllables(), read_only(reference.idf, np.uint8),
        WAY, NEED, NEED_KINDS, MASKS, WHOLES, rows, flags, ties,
    )  # fmt: skip
    if bad >= 0:
        unpack(records[bad])
        raise ValueError(f"prepared record {bad} is damaged")
    _ask_the_slots(asked, records, rows, flags)
    return Survey(rows, flags[0], flags[2], ties, flags[3])


def _ask_the_slots(asked: Asked, records: Stack, rows: NDArray[np.float32], flags: NDArray[np.bool_]) -> None:
    """Where the kernel was unsure."""
    owners = asked.owners
    for at in np.flatnonzero(flags[1]).tolist():
        new, old = (unpack(records[int(place)]) for place in (asked.news[owners[at]], asked.olds[at]))
        rows[at, :TOLD], flags[0, at] = slow_row(rows[at, :_LEXICAL], new, old)


def warm() -> None:
    """Compile every kernel of this module."""
    none, edges = np.zeros(0, dtype=np.int64), np.zeros(1, dtype=np.int64)
    idf = np.zeros(sum(1 << bits for bits in TABLE_BITS), dtype=np.uint8)
    survey_block(Asked(none, none, edges), Stack(bytes(8), edges), Reference(idf))


@kernel
def _survey(  # type: ignore[no-untyped-def]
    news, olds, firsts, r8, r16, r32, r64, rf, edges, sounds, idf, way, need, need_kinds, territories, wholes, rows, flags, ties,
):  # fmt: skip
    """Number of the first record that cannot be read, -1 where all can."""
    for i in range(len(news)):
        first, last = firsts[i], firsts[i + 1]
        if first == last:
            continue
        start = edges[news[i]]
        at32, at64 = start >> 2, start >> 3
        codes, words = np.int64(r32[at32 + WORD32_CODES]), np.int64(r32[at32 + WORD32_WORDS])
        persons_at = (start + _HEAD_SIZE) >> 3
        slots_at = persons_at + PERSON_WORDS * np.int64(r32[at32 + WORD32_PERSONS])
        slots = np.int64(r32[at32 + WORD32_SLOTS])
        ties_at = slots_at + WORDS * slots
        codes_at = (ties_at + np.int64(r32[at32 + WORD32_TIES])) << 2
        sizes_at = (codes_at + codes + words) << 1
        own_codes, own_ties = r16[codes_at : codes_at + codes], r64[ties_at : codes_at >> 2]
        own_rows = r64[slots_at:ties_at].reshape((slots, WORDS))
        word_starts, word_sizes = r16[codes_at + codes : codes_at + codes + words], r8[sizes_at : sizes_at + words]
        slotted = _unpacked(r8, sizes_at + words, codes)
        size = 64
        while 2 * size < 3 * (4 * codes + words + 1):
            size *= 2
        keys, weights = np.zeros(size, dtype=np.uint32), np.zeros(size, dtype=np.float32)
        places, sums = np.zeros(size, dtype=np.uint8), np.zeros(len(SUMS), dtype=np.float32)
        title = np.int64(r32[at32 + WORD32_TITLE])
        fill(own_codes, slotted, title, word_starts, word_sizes, sounds, idf, keys, weights, places, sums)
        persons = _persons(r64, persons_at, np.int64(r32[at32 + WORD32_PRINCIPALS]))
        starts, ends = edges[olds[first:last]], edges[olds[first:last] + 1]
        bad = survey_words(
            own_codes, keys, weights, places, rf[at32 + WORD32_SUMS : at32 + WORD32_SUMS + len(SUMS)],
            np.int64(r32[at32 + WORD32_LETTERS]), own_ties, persons, r64[at64 + WORD64_ACCUSED], r8, r16, r32, r64, rf, starts, ends,
            sounds, rows[first:last], ties[first:last], flags[3, first:last],
        )  # fmt: skip
        if bad >= 0:
            return olds[first + bad]
        masks = np.zeros((5, last - first), dtype=np.uint32)
        compare_slots(
            own_rows, r64[at64 + WORD64_EXACT], r32, r64, starts, way, need, need_kinds, masks, flags[1:3, first:last]
        )
        fill_told(
            masks[0], masks[1], masks[2], masks[3], masks[4], _named(own_rows) & NAMING, wholes, rows[first:last],
            flags[0, first:last],
        )  # fmt: skip
        moment = np.int64(r32[at32 + WORD32_MOMENT])
        compare_heads(moment, r64[at64 + WORD64_TERRITORY], r32, r64, starts, territories, rows[first:last, TOLD:])
    return -1


@kernel
def _unpacked(r8, at, count):  # type: ignore[no-untyped-def]
    """The bits from byte `at` on as one byte each."""
    out = np.empty(count, dtype=np.uint8)
    for i in range(count):
        out[i] = (r8[at + (i >> 3)] >> np.uint8(i & 7)) & np.uint8(1)
    return out


@kernel
def _persons(r64, at, count):  # type: ignore[no-untyped-def]
    """Row k: the principals' keys of one kind, ascending, as `survey_words` wants them."""
    out = np.empty((4, count), dtype=np.uint64)
    for k in range(4):
        for i in range(count):
            out[k, i] = r64[at + i * PERSON_WORDS + k]
        out[k] = np.sort(out[k])
    return out


@kernel
def _named(rows):  # type: ignore[no-untyped-def]
    """As `engine.slot_kernel.named_kinds`."""
    found = np.int64(0)
    for i in range(len(rows)):
        kind = np.int64(rows[i, 0])
        if kind & GROUPED:
            found |= np.int64(1) << (kind & _RANK_BITS)
    return found
