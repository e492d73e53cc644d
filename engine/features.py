"""How much of the rare wording of two cases is common, and in which of their parts?

The new case's grams stand in a small hash table (`engine.grams`); each candidate is one pass over its stored record against that
table, undecoded: about 6 µs for 250 characters.

Not for: slots, persons and rules. `engine.compare` joins these with what is measured here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.blank import blank
from engine.grams import (
    CHARACTER,
    PAIR,
    REST,
    SOUND,
    TITLE_PAIR,
    TITLE_WORD,
    TRIPLE,
    WORD,
    Profile,
    gram_hashes,
    is_letter,
    mix,
    rest_sum,
    word_at,
)
from engine.kernels import kernel, read_only
from engine.prepared import (
    HEAD,
    PERSON_WORDS,
    VERSION,
    WORD32_CODES,
    WORD32_LETTERS,
    WORD32_PERSONS,
    WORD32_PRINCIPALS,
    WORD32_SLOTS,
    WORD32_SUMS,
    WORD32_TIES,
    WORD32_TITLE,
    WORD32_WORDS,
    WORD64_ACCUSED,
    Prepared,
    unpack,
)
from engine.sightings import behind_names
from engine.slot_rows import WORDS
from engine.sounds import syllables
from engine.stack import Stack, stack

LEXICAL = (
    *(f"{kind}_{part}" for kind in ("characters", "pairs", "triples", "words", "sounds") for part in ("min", "max")),
    *(f"{kind}_{part}" for kind in ("titles", "title_words") for part in ("min", "max")),
    *(f"rest_{kind}_{part}" for kind in ("characters", "pairs", "words") for part in ("min", "max")),
    "title_in_text_min",
    "title_in_text_max",
    "title_in_text_least",
    "title_in_text_most",
    "pairs_sum",
    "triples_sum",
    "words_sum",
    *(f"{kind}_top{i}" for kind in ("pairs", "words") for i in (1, 2, 3)),
    "title_words_top1",
    "rest_pairs_sum",
    "rest_words_sum",
    "run_weight",
    "run_size",
    "letters_min",
    "letters_max",
    "letters_gap",
)
"""Names of the columns of `lexical`, in order. *_min and *_max are the smaller and the larger of the two containments (how
much of one text's weight is found in the other), in [0, 1]; rest_*: of what stands outside all slots, that is, of the demand
without the names of its place and object; *_sum, *_top and *_weight are sums of idf; sizes are ln(1 + n)."""

HEAD_SIZE = HEAD.size
SIEVE = 1 << 13
"""Bits of the sieve before the table of grams: 250 characters set an eighth of them."""
_SIEVE_WORD, _SIEVE_BIT = 32 - 8, 32 - 13
_STAMPS = 65_535
"""Candidates after which the marks of what was seen are wiped, for 16 bits have no more numbers."""
_PRIME = 0x100000001B3
SMOOTHING = 4.0
"""Added to what a containment is divided by (in idf units), so that a text of two words cannot be "fully contained"."""


def lexical(new: Prepared, table: Profile, candidates: Sequence[Prepared]) -> NDArray[np.float32]:
    """One row of LEXICAL for each candidate, float32 (n, len(LEXICAL))."""
    return read_words(new, table, stack([c.record for c in candidates])).rows


@dataclass(frozen=True, slots=True)
class Lexical:
    """What the kernel reads off stored records, one entry each: rows of LEXICAL (float32), how many names and spots are common
    (int64; -1 where both texts have some and none is), and whether a key of a principal is (bool)."""

    rows: NDArray[np.float32]
    ties: NDArray[np.int64]
    same_person: NDArray[np.bool_]


def read_words(new: Prepared, table: Profile, records: Stack) -> Lexical:
    """`new`, whose profile is `table`, against stored records; none of them is decoded.

    Raises what `engine.prepared.unpack` raises for a record of another version or a damaged one.
    """
    count = len(records)
    found = Lexical(np.zeros((count, len(LEXICAL)), np.float32), np.zeros(count, np.int64), np.zeros(count, np.bool_))
    if not count:
        return found
    joined = records.joined
    principals = new.persons.principals
    persons = np.array([(p.id_no, p.phone, p.account, p.name) for p in principals], dtype=np.uint64).reshape(-1, 4)
    bad = survey_words(
        read_only(new.codes, np.uint16), table.keys, table.weights, table.places, table.sums, new.letters,
        read_only(new.ties, np.uint64),
        np.sort(np.ascontiguousarray(persons.T), axis=1), np.uint64(new.persons.accused),
        np.frombuffer(joined, np.uint8), np.frombuffer(joined, "<u2"), np.frombuffer(joined, "<u4"),
        np.frombuffer(joined, "<u8"), np.frombuffer(joined, "<f4"), records.edges[:-1], records.edges[1:], syllables(),
        found.rows, found.ties, found.same_person,
    )  # fmt: skip
    if bad >= 0:
        unpack(records[bad])
        raise ValueError(f"prepared record {bad} is damaged")
    return found


def warm() -> None:
    """Compile every kernel of this module."""
    case, table = blank()
    read_words(case, table, stack([case.record]))
    gram_hashes(case, PAIR)


@kernel
def survey_words(  # type: ignore[no-untyped-def]
    own_codes, keys, weights, places, sums, letters, ties, persons, accused, r8, r16, r32, r64, rf, starts, ends, sounds, out,
    ties_out, persons_out,
):  # fmt: skip
    """Number of the first record, from one of `starts` to one of `ends` (bytes), that cannot be read, -1 where all can."""
    seen = np.zeros((2, len(keys)), dtype=np.uint16)
    sieve = np.zeros(SIEVE // 32, dtype=np.uint32)
    for gram in keys:
        if gram != 0:
            sieve[gram >> _SIEVE_WORD] |= np.uint32(1) << ((gram >> _SIEVE_BIT) & np.uint32(31))
    # One bit for each character, and for each pair and triple of syllables by a hash that costs next to nothing: what a candidate
    # has and the new text has not is told from these before anything is hashed well. `slot_of` is valid where a character is known.
    written = np.zeros(1 << 13, dtype=np.uint8)
    coupled = np.zeros(1 << 13, dtype=np.uint8)
    heard = np.zeros(1 << 13, dtype=np.uint8)
    slot_of = np.empty(1 << 16, dtype=np.int32)
    for i in range(len(own_codes)):
        _mark(own_codes, i, keys, sieve, sounds, written, coupled, heard, slot_of)
    for c in range(len(starts)):
        stamp = np.uint16(c % _STAMPS + 1)
        if stamp == 1:
            seen[:] = 0
        start = starts[c]
        if ends[c] - start < HEAD_SIZE or r8[start] != VERSION:
            return c
        at32, at64 = start >> 2, start >> 3
        codes, words = np.int64(r32[at32 + WORD32_CODES]), np.int64(r32[at32 + WORD32_WORDS])
        persons_at = (start + HEAD_SIZE) >> 3
        slots_at = persons_at + PERSON_WORDS * np.int64(r32[at32 + WORD32_PERSONS])
        ties_at = slots_at + WORDS * np.int64(r32[at32 + WORD32_SLOTS])
        codes_at = (ties_at + np.int64(r32[at32 + WORD32_TIES])) << 2
        if (codes_at + codes + words + 1) << 1 > ends[c]:
            return c
        sizes_at = behind_names(r16, codes_at + codes + words)
        if sizes_at + words + ((codes + 7) >> 3) > ends[c]:
            return c
        persons_out[c] = share_a_key(
            persons,
            accused,
            r64[persons_at:slots_at],
            np.int64(r32[at32 + WORD32_PRINCIPALS]),
            r64[at64 + WORD64_ACCUSED],
        )
        ties_out[c] = _common(ties, r64[ties_at : codes_at >> 2])
        _compare_one(
            keys, weights, places, seen, stamp, sieve, written, coupled, heard, slot_of, sums, letters,
            r16[codes_at : codes_at + codes],
            r8[sizes_at + words : sizes_at + words + ((codes + 7) >> 3)],
            r16[codes_at + codes : codes_at + codes + words], r8[sizes_at : sizes_at + words],
            np.int64(r32[at32 + WORD32_TITLE]), np.int64(r32[at32 + WORD32_LETTERS]),
            rf[at32 + WORD32_SUMS : at32 + WORD32_SUMS + 10], sounds, out[c],
        )  # fmt: skip
    return -1


@kernel
def share_a_key(persons, accused, rows, principals, other_accused):  # type: ignore[no-untyped-def]
    """As `engine.persons.share_a_key`; row k of `persons` holds their keys of one kind, ascending."""
    if accused != 0 and accused == other_accused:
        return True
    for j in range(principals):
        for k in range(4):
            key = rows[j * PERSON_WORDS + k]
            if key != 0:
                i = np.searchsorted(persons[k], key)
                if i < persons.shape[1] and persons[k, i] == key:
                    return True
    return False


@kernel
def _common(a, b):  # type: ignore[no-untyped-def]
    """How many values two ascending arrays without repeats share; -1 where neither is empty and they share none."""
    count, i, j = 0, 0, 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            count += 1
            i += 1
            j += 1
        elif a[i] < b[j]:
            i += 1
        else:
            j += 1
    return -1 if count == 0 and len(a) > 0 and len(b) > 0 else count


@kernel
def _find(keys, sieve, gram):  # type: ignore[no-untyped-def]
    """Where `gram` stands in the table, -1 where it does not; most do not, and the sieve (1 KB) says so for most of those."""
    if (sieve[gram >> _SIEVE_WORD] >> ((gram >> _SIEVE_BIT) & np.uint32(31))) & np.uint32(1) == 0:
        return np.int64(-1)
    mask = np.uint32(len(keys) - 1)
    slot = gram & mask
    while keys[slot] != 0:
        if keys[slot] == gram:
            return np.int64(slot)
        slot = (slot + np.uint32(1)) & mask
    return np.int64(-1)


@kernel
def _bit(bits, i):  # type: ignore[no-untyped-def]
    return (bits[np.int64(i) >> 3] >> np.uint8(np.int64(i) & 7)) & np.uint8(1) != 0


@kernel
def _letter(codes, i):  # type: ignore[no-untyped-def]
    """The code at i, 0 behind the end and where no letter stands."""
    return np.uint64(codes[i]) if i < len(codes) and is_letter(codes[i]) else np.uint64(0)


@kernel
def _couple(c0, c1):  # type: ignore[no-untyped-def]
    """16 bits of a pair."""
    return (c0 * np.uint64(0x9E37) + c1) & np.uint64(0xFFFF)


@kernel
def _chord(s0, s1, s2):  # type: ignore[no-untyped-def]
    """16 bits of three syllables."""
    return ((s0 * np.uint64(0x9E37) + s1) * np.uint64(0x85EB) + s2) & np.uint64(0xFFFF)


@kernel
def _mark(codes, i, keys, sieve, sounds, written, coupled, heard, slot_of):  # type: ignore[no-untyped-def]
    """Set the bits of the new text's character at i and of the grams that begin there."""
    c0, c1, c2 = _letter(codes, i), _letter(codes, i + 1), _letter(codes, i + 2)
    if c0 == 0:
        return
    if not _bit(written, c0):
        written[np.int64(c0) >> 3] |= np.uint8(1) << np.uint8(np.int64(c0) & 7)
        slot_of[c0] = _find(keys, sieve, mix(np.uint64(CHARACTER + 1) * np.uint64(_PRIME) + c0))
    if c1 == 0:
        return
    couple = np.int64(_couple(c0, c1))
    coupled[couple >> 3] |= np.uint8(1) << np.uint8(couple & 7)
    if c2 != 0:
        chord = np.int64(_chord(np.uint64(sounds[c0]), np.uint64(sounds[c1]), np.uint64(sounds[c2])))
        heard[chord >> 3] |= np.uint8(1) << np.uint8(chord & 7)


@kernel
def _compare_one(  # type: ignore[no-untyped-def]
    keys, weights, places, seen, stamp, sieve, written, coupled, heard, slot_of, sums, letters, codes, slotted, word_starts,
    word_sizes, title_size, other_letters, other_sums, sounds, row,
):  # fmt: skip
    """Fill one row of LEXICAL. A gram of the candidate counts once, where it first stands; the title stands first.

    `seen[0]` and `seen[1]` hold the stamp of the last candidate that had the gram anywhere, and outside all slots.
    """
    shared = np.zeros(10, dtype=np.float32)  # as SUMS; the title's: in both titles
    titles = np.zeros(2, dtype=np.float32)  # the new title's pairs found in the text, the old one's
    top = np.zeros((3, 3), dtype=np.float32)  # pairs, words, words of both titles: the three heaviest
    run, run_size, best_run, best_size = np.float32(0.0), 0, np.float32(0.0), 0
    prime = np.uint64(_PRIME)
    count = len(codes)
    c1, c2 = _letter(codes, 0), _letter(codes, 1)
    s1, s2 = np.uint64(sounds[c1]), np.uint64(sounds[c2])
    for i in range(count):
        # This character and the two behind it (0: no letter), and their syllables.
        c0, c1, c2 = c1, c2, _letter(codes, i + 2)
        s0, s1, s2 = s1, s2, np.uint64(sounds[c2])
        slot = np.int64(-1)
        if c0 != 0 and _bit(written, c0):
            outside = not _bit(slotted, i)
            slot = np.int64(slot_of[c0])
            if slot >= 0:
                _count(slot, CHARACTER, stamp, outside, i < title_size, weights, places, seen, shared, titles, top)
            slot = np.int64(-1)
            if c1 != 0 and _bit(coupled, _couple(c0, c1)):
                slot = _find(keys, sieve, mix((np.uint64(PAIR + 1) * prime + c0) * prime + c1))
                if slot >= 0:
                    outside = outside and not _bit(slotted, i + 1)
                    _count(slot, PAIR, stamp, outside, i < title_size, weights, places, seen, shared, titles, top)
                    if c2 != 0 and _bit(written, c2):
                        gram = mix(((np.uint64(TRIPLE + 1) * prime + c0) * prime + c1) * prime + c2)
                        triple = _find(keys, sieve, gram)
                        if triple >= 0 and seen[0, triple] != stamp:
                            seen[0, triple] = stamp
                            shared[TRIPLE] += weights[triple]
        if slot < 0:
            run, run_size = np.float32(0.0), 0
        else:
            run += weights[slot]
            run_size += 1
            best_run, best_size = max(best_run, run), max(best_size, run_size)
        if s0 != 0 and s1 != 0 and s2 != 0 and _bit(heard, _chord(s0, s1, s2)):
            gram = mix(((np.uint64(SOUND + 1) * prime + s0) * prime + s1) * prime + s2)
            slot = _find(keys, sieve, gram)
            if slot >= 0 and seen[0, slot] != stamp:
                seen[0, slot] = stamp
                shared[SOUND] += weights[slot]
    for n in range(len(word_starts)):
        start, size = np.int64(word_starts[n]), np.int64(word_sizes[n])
        slot = _find(keys, sieve, word_at(codes, start, size))
        if slot >= 0:
            outside = True
            j = start
            while j < start + size and j < count:
                outside = outside and not _bit(slotted, j)
                j += 1
            _count(slot, WORD, stamp, outside, start < title_size, weights, places, seen, shared, titles, top)
    _write(row, shared, titles, top, sums, other_sums, best_run, best_size, letters, other_letters)


@kernel
def _count(slot, kind, stamp, outside, titled, weights, places, seen, shared, titles, top):  # type: ignore[no-untyped-def]
    """Add a gram of kind CHARACTER, PAIR or WORD that both texts have to what they share."""
    weight = weights[slot]
    if outside and places[slot] & 2 and seen[1, slot] != stamp:
        seen[1, slot] = stamp
        shared[rest_sum(kind)] += weight
    if seen[0, slot] == stamp:
        return
    seen[0, slot] = stamp
    shared[kind] += weight
    headed = places[slot] & 1 == 1
    if kind == PAIR:
        _push(top[0], weight)
        if headed:
            titles[0] += weight
        if titled:
            titles[1] += weight
        if headed and titled:
            shared[TITLE_PAIR] += weight
    elif kind == WORD:
        _push(top[1], weight)
        if headed and titled:
            shared[TITLE_WORD] += weight
            _push(top[2], weight)


@kernel
def _write(row, shared, titles, top, sums, other_sums, run, run_size, letters, other_letters):  # type: ignore[no-untyped-def]
    """What was counted, in the order of LEXICAL."""
    smoothing = np.float32(SMOOTHING)
    at = 0
    for k in range(10):
        a, b = shared[k] / (sums[k] + smoothing), shared[k] / (other_sums[k] + smoothing)
        row[at], row[at + 1] = min(a, b), max(a, b)
        at += 2
    a, b = titles[0] / (sums[TITLE_PAIR] + smoothing), titles[1] / (other_sums[TITLE_PAIR] + smoothing)
    row[at], row[at + 1] = min(a, b), max(a, b)
    row[at + 2], row[at + 3] = min(titles[0], titles[1]), max(titles[0], titles[1])
    row[at + 4], row[at + 5], row[at + 6] = shared[PAIR], shared[TRIPLE], shared[WORD]
    at += 7
    for k in range(2):
        for j in range(3):
            row[at] = top[k, j]
            at += 1
    row[at], row[at + 1], row[at + 2] = top[2, 0], shared[REST + 1], shared[REST + 2]
    row[at + 3], row[at + 4] = run, np.log(1.0 + run_size)
    small, large = min(letters, other_letters), max(letters, other_letters)
    row[at + 5], row[at + 6] = np.log(1.0 + small), np.log(1.0 + large)
    row[at + 7] = row[at + 6] - row[at + 5]


@kernel
def _push(top, weight):  # type: ignore[no-untyped-def]
    """Keep the three largest, descending."""
    if weight > top[0]:
        top[2], top[1], top[0] = top[1], top[0], weight
    elif weight > top[1]:
        top[2], top[1] = top[1], weight
    elif weight > top[2]:
        top[2] = weight
