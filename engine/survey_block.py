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
from engine.compare import (
    ABOUT,
    FEATURES,
    NAMED_KINDS,
    NAMING,
    PRECISE_KINDS,
    TOLD,
    WHOLES,
    Survey,
    fill_told,
    slow_row,
)
from engine.features import LEXICAL, SMOOTHING, share_a_key, survey_words
from engine.grams import REST, SUMS, TABLE_BITS, Reference, fill
from engine.hashing import word_at
from engine.kernels import kernel, read_only
from engine.meanings import compare_meanings
from engine.own_grams import find, lay_out
from engine.prepared import (
    HEAD,
    MEANING_AT,
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
from engine.sightings import behind_names
from engine.slot_kernel import NEED, NEED_KINDS, UNSURE, WAY, compare_slots
from engine.slot_rows import GROUPED, OWN, WORDS
from engine.sounds import syllables
from engine.stack import Stack

_HEAD_SIZE = HEAD.size
_RANK_BITS = OWN - 1
_LEXICAL, _COLUMNS = len(LEXICAL), len(FEATURES)


_REST_WORDS, _REST_PAIRS = LEXICAL.index("rest_words_max"), LEXICAL.index("rest_pairs_max")
_OUTSIDE = REST + 2
_AT_ONCE = 4
"""Vetoed pairs that are measured together until one is similar."""
NONE_SIMILAR, SOME_SIMILAR, OPEN = 0, 1, 2
_HAIR = 1e-6
"""Share of the limit below it within which a pair is neither similar nor not: `engine.prospects.similar` errs on that side."""


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

    def of(self, i: int) -> Asked:
        """The pairs of one new case."""
        first, last = self.firsts[i : i + 2].tolist()
        return Asked(self.news[i : i + 1], self.olds[first:last], np.array([0, last - first]))


@dataclass(frozen=True, slots=True)
class BlockSurvey:
    """What is known of the pairs that were not dismissed: `asked` without the others, and one entry of `seen` for each.

    Dismissed are pairs of different persons that a conflict of slots vetoes whatever their words: at most SIMILAR. beside: of
    each new case NONE_SIMILAR, SOME_SIMILAR or OPEN (uint8), whether R12 calls one of those similar; OPEN where that was not
    looked at, because one that was not dismissed may be, or where it is too close to call.
    """

    asked: Asked
    seen: Survey
    beside: NDArray[np.uint8]


def survey_block(
    asked: Asked, records: Stack, reference: Reference, whole: NDArray[np.bool_], least: float
) -> BlockSurvey:
    """`asked`, each pair as `engine.compare.survey` has it. `records` must be whole (as `pack` made them). whole: of each new
    case whether none of its pairs is to be dismissed; least: the limit of R12. Raises as `engine.features.read_words`."""
    pairs = len(asked.olds)
    rows = np.zeros((pairs, len(FEATURES)), dtype=np.float32)
    flags = np.zeros((5, pairs), dtype=np.bool_)  # vetoed, unsure, exact, same person, dismissed
    ties = np.zeros(pairs, dtype=np.int64)
    beside = np.zeros(len(asked.news), dtype=np.uint8)
    told = np.zeros((pairs, 3), dtype=np.uint32)
    joined = records.joined
    bad = _survey(
        read_only(asked.news, np.int64), read_only(asked.olds, np.int64), read_only(asked.firsts, np.int64),
        read_only(whole, np.bool_), least, np.frombuffer(joined, np.uint8), np.frombuffer(joined, "<u2"),
        np.frombuffer(joined, "<u4"), np.frombuffer(joined, "<u8"), np.frombuffer(joined, "<f4"),
        read_only(records.edges, np.int64), syllables(), read_only(reference.idf, np.uint8), WAY, NEED, NEED_KINDS, MASKS, WHOLES,
        rows, flags, ties, beside, told,
    )  # fmt: skip
    if bad >= 0:
        unpack(records[bad])
        raise ValueError(f"prepared record {bad} is damaged")
    _ask_the_slots(asked, records, rows, flags)
    kept = ~flags[4]
    firsts = np.concatenate([[0], np.cumsum(np.bincount(asked.owners[kept], minlength=len(asked.news)))]).astype(np.int64)
    seen = Survey(rows[kept], flags[0, kept], flags[2, kept], ties[kept], flags[3, kept], told[kept])
    return BlockSurvey(Asked(asked.news, asked.olds[kept], firsts), seen, beside)


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
    survey_block(Asked(none, none, edges), Stack(bytes(8), edges), Reference(idf), np.zeros(0, dtype=np.bool_), 1.0)


@kernel
def _survey(  # type: ignore[no-untyped-def]
    news, olds, firsts, whole, least, r8, r16, r32, r64, rf, edges, sounds, idf, way, need, need_kinds, territories, wholes, rows,
    flags, ties, beside, told,
):  # fmt: skip
    """Number of the first record that cannot be read, -1 where all can."""
    for i in range(len(news)):
        first, last = firsts[i], firsts[i + 1]
        if first == last:
            continue
        start = edges[news[i]]
        at32, at64 = start >> 2, start >> 3
        slots_at, ties_at, codes_at = _layout(r32, start)
        own_rows = r64[slots_at:ties_at].reshape(((ties_at - slots_at) // WORDS, WORDS))
        starts, ends = edges[olds[first:last]], edges[olds[first:last] + 1]
        masks = np.zeros((6, last - first), dtype=np.uint32)
        names, codes, title_size = _told(r16, r32, start, codes_at)
        compare_slots(
            own_rows, names, codes, title_size, r64[at64 + WORD64_EXACT], r16, r32, r64, starts, way, need, need_kinds, masks,
            flags[1:3, first:last],
        )
        persons, accused = _persons(r64, start, np.int64(r32[at32 + WORD32_PRINCIPALS])), r64[at64 + WORD64_ACCUSED]
        dismissed = flags[4, first:last]
        if not whole[i]:
            _dismiss(masks, flags[1, first:last], persons, accused, r32, r64, starts, dismissed)
        table = _profile(r8, r16, r32, start, codes_at, sounds, idf)
        own = lay_out(codes, table[0], table[1], table[2], sounds)
        kept = np.flatnonzero(~dismissed)
        found, their_ties, same, bad = _words(
            r8, r16, r32, r64, rf, start, ties_at, codes_at, own, table, persons, accused, starts[kept], ends[kept], sounds
        )
        if bad >= 0:
            return olds[first + kept[bad]]
        vetoed, named = np.zeros(len(kept), dtype=np.bool_), _named(own_rows) & NAMING
        fill_told(
            masks[0][kept], masks[1][kept], masks[2][kept], masks[3][kept], masks[4][kept], masks[5][kept], named, wholes,
            found, vetoed,
        )
        moment = np.int64(r32[at32 + WORD32_MOMENT])
        compare_heads(moment, r64[at64 + WORD64_TERRITORY], r32, r64, starts[kept], territories, found[:, TOLD:ABOUT])
        signed = r8.view(np.int8)
        compare_meanings(
            signed[start + MEANING_AT : start + _HEAD_SIZE], np.int64(r32[at32 + WORD32_LETTERS]), signed, r32, starts[kept],
            found[:, ABOUT:],
        )  # fmt: skip
        for k in range(len(kept)):
            at = first + kept[k]
            rows[at], ties[at], flags[0, at], flags[3, at] = found[k], their_ties[k], vetoed[k], same[k]
            told[at, 0], told[at, 1] = masks[0, kept[k]], masks[1, kept[k]]
            told[at, 2] = UNSURE if flags[1, at] else masks[5, kept[k]]
        if len(kept) < last - first:
            if _most_similar(found) >= least * (1.0 - _HAIR):  # nobody needs to know
                beside[i] = OPEN
                continue
            likely = np.flatnonzero(dismissed)
            beside[i], bad = _among_dismissed(
                r8, r16, r32, r64, rf, start, ties_at, codes_at, own, table, persons, accused, starts[likely], ends[likely],
                sounds, least,
            )
            if bad >= 0:
                return olds[first + likely[bad]]
    return -1


@kernel
def _among_dismissed(  # type: ignore[no-untyped-def]
    r8, r16, r32, r64, rf, start, ties_at, codes_at, own, table, persons, accused, starts, ends, sounds, least
):
    """Whether the record at `start` has its like among others, as `BlockSurvey.beside` says it; the first that cannot be read, or
    -1."""
    state = NONE_SIMILAR
    likely = np.flatnonzero(_share_words(r8, r16, r32, rf, start, starts, table, least))
    for k in range(0, len(likely), _AT_ONCE):
        some = likely[k : k + _AT_ONCE]
        found, _, _, bad = _words(
            r8, r16, r32, r64, rf, start, ties_at, codes_at, own, table, persons, accused, starts[some], ends[some], sounds
        )
        if bad >= 0:
            return state, some[bad]
        most = _most_similar(found)
        if most >= least:
            return SOME_SIMILAR, -1
        if most >= least * (1.0 - _HAIR):
            state = OPEN
    return state, -1


@kernel
def _words(  # type: ignore[no-untyped-def]
    r8, r16, r32, r64, rf, start, ties_at, codes_at, own, table, persons, accused, starts, ends, sounds
):
    """As `survey_words`, of the record at `start`, laid out as `own`, against others: rows, ties, same persons, the first that
    cannot be read."""
    at32 = start >> 2
    sums = rf[at32 + WORD32_SUMS : at32 + WORD32_SUMS + len(SUMS)]
    rows, ties = np.zeros((len(starts), _COLUMNS), dtype=np.float32), np.zeros(len(starts), dtype=np.int64)
    same = np.zeros(len(starts), dtype=np.bool_)
    bad = survey_words(
        own, table[0], table[1], table[2], sums, np.int64(r32[at32 + WORD32_LETTERS]), r64[ties_at : codes_at >> 2], persons,
        accused, r8, r16, r32, r64, rf, starts, ends, sounds, rows, ties, same,
    )  # fmt: skip
    return rows, ties, same, bad


@kernel
def _layout(r32, start):  # type: ignore[no-untyped-def]
    """Where slots and ties (in units of 8 bytes) and codes (of 2) of the record at `start` begin."""
    at32 = start >> 2
    slots_at = ((start + _HEAD_SIZE) >> 3) + PERSON_WORDS * np.int64(r32[at32 + WORD32_PERSONS])
    ties_at = slots_at + WORDS * np.int64(r32[at32 + WORD32_SLOTS])
    return slots_at, ties_at, (ties_at + np.int64(r32[at32 + WORD32_TIES])) << 2


@kernel
def _told(r16, r32, start, codes_at):  # type: ignore[no-untyped-def]
    """The names, the characters and the size of the title of the record at `start`."""
    at32 = start >> 2
    codes = np.int64(r32[at32 + WORD32_CODES])
    names_at = codes_at + codes + np.int64(r32[at32 + WORD32_WORDS])
    names = r16[names_at + 1 : names_at + 1 + np.int64(r16[names_at])]
    return names, r16[codes_at : codes_at + codes], np.int64(r32[at32 + WORD32_TITLE])


@kernel
def _profile(r8, r16, r32, start, codes_at, sounds, idf):  # type: ignore[no-untyped-def]
    """As `engine.grams.profile`, without the sums: keys, weights and places."""
    at32 = start >> 2
    codes, words = np.int64(r32[at32 + WORD32_CODES]), np.int64(r32[at32 + WORD32_WORDS])
    sizes_at = behind_names(r16, codes_at + codes + words)
    size = 64
    while 2 * size < 3 * (4 * codes + words + 1):
        size *= 2
    keys, weights = np.zeros(size, dtype=np.uint32), np.zeros(size, dtype=np.float32)
    places, sums = np.zeros(size, dtype=np.uint8), np.zeros(len(SUMS), dtype=np.float32)
    fill(
        r16[codes_at : codes_at + codes], _unpacked(r8, sizes_at + words, codes), np.int64(r32[at32 + WORD32_TITLE]),
        r16[codes_at + codes : codes_at + codes + words], r8[sizes_at : sizes_at + words], sounds, idf, keys, weights, places, sums,
    )  # fmt: skip
    return keys, weights, places


@kernel
def _dismiss(masks, unsure, persons, accused, r32, r64, starts, dismissed):  # type: ignore[no-untyped-def]
    """Which pairs of different persons a conflict vetoes that counts whatever their words (`engine.compare.vetoes`)."""
    for c in range(len(starts)):
        agree, conflict = np.int64(masks[0, c]), np.int64(masks[1, c])
        if unsure[c] or not (conflict & PRECISE_KINDS or (conflict & NAMED_KINDS and agree & NAMING == 0)):
            continue
        slots_at = _layout(r32, starts[c])[0]
        at32 = starts[c] >> 2
        theirs = r64[(starts[c] + _HEAD_SIZE) >> 3 : slots_at]
        principals = np.int64(r32[at32 + WORD32_PRINCIPALS])
        dismissed[c] = not share_a_key(persons, accused, theirs, principals, r64[(starts[c] >> 3) + WORD64_ACCUSED])


@kernel
def _most_similar(rows):  # type: ignore[no-untyped-def]
    """Of the most similar row what R12 looks at."""
    most = 0.0
    for c in range(len(rows)):
        most = max(most, min(np.float64(rows[c, _REST_WORDS]), np.float64(rows[c, _REST_PAIRS])))
    return most


@kernel
def _share_words(r8, r16, r32, rf, own, starts, table, least):  # type: ignore[no-untyped-def]
    """Which records share enough words outside all slots with the one at `own` to be similar: nothing else of them is read."""
    keys, weights, places = table
    own_sum = rf[(own >> 2) + WORD32_SUMS + _OUTSIDE]
    seen = np.zeros(len(keys), dtype=np.int64)
    enough = np.zeros(len(starts), dtype=np.bool_)
    for c in range(len(starts)):
        at32 = starts[c] >> 2
        codes, words = np.int64(r32[at32 + WORD32_CODES]), np.int64(r32[at32 + WORD32_WORDS])
        codes_at = _layout(r32, starts[c])[2]
        sizes_at = behind_names(r16, codes_at + codes + words)
        theirs = r16[codes_at : codes_at + codes]
        shared = np.float32(0.0)
        for n in range(words):
            start, size = np.int64(r16[codes_at + codes + n]), np.int64(r8[sizes_at + n])
            slot = find(keys, word_at(theirs, start, size))
            if slot < 0 or places[slot] & 2 == 0 or seen[slot] == c + 1:
                continue
            outside = True
            for j in range(start, min(start + size, codes)):
                outside = outside and (r8[sizes_at + words + (j >> 3)] >> np.uint8(j & 7)) & np.uint8(1) == 0
            if outside:
                seen[slot] = c + 1
                shared += weights[slot]
        smaller = min(own_sum, rf[at32 + WORD32_SUMS + _OUTSIDE]) + np.float32(SMOOTHING)
        enough[c] = shared / smaller >= least * (1.0 - _HAIR)
    return enough


@kernel
def _unpacked(r8, at, count):  # type: ignore[no-untyped-def]
    """The bits from byte `at` on as one byte each."""
    out = np.empty(count, dtype=np.uint8)
    for i in range(count):
        out[i] = (r8[at + (i >> 3)] >> np.uint8(i & 7)) & np.uint8(1)
    return out


@kernel
def _persons(r64, start, count):  # type: ignore[no-untyped-def]
    """Row k: the keys of one kind of the principals of the record at `start`, ascending, as `survey_words` wants them."""
    at = (start + _HEAD_SIZE) >> 3
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
