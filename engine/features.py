"""How much of the rare wording of two cases is common, and in which of their parts?

The new case's characters and pairs are numbered (`engine.own_grams`), its words and syllables stand in a small hash table
(`engine.grams`); each candidate is one pass over its stored record against these, undecoded: about 5 µs for 250 characters.

Not for: slots, persons and rules. `engine.compare` joins these with what is measured here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.blank import blank
from engine.grams import REST, TITLE_PAIR, TITLE_WORD, Profile, gram_hashes
from engine.hashing import CHARACTER, PAIR, SOUND, TRIPLE, WORD, is_letter, mix, word_at
from engine.kernels import kernel, read_only
from engine.own_grams import (
    FIRST,
    LAST,
    NEXT,
    OUTSIDE,
    SOUNDING,
    TITLED,
    WEIGHT,
    chord,
    find,
    find_pair,
    lay_out,
    place_of,
    syllable,
)
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
    bad = _read_words(
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
def _read_words(  # type: ignore[no-untyped-def]
    own_codes, keys, weights, places, sums, letters, ties, persons, accused, r8, r16, r32, r64, rf, starts, ends, sounds, out,
    ties_out, persons_out,
):  # fmt: skip
    own = lay_out(own_codes, keys, weights, places, sounds)
    return survey_words(
        own, keys, weights, places, sums, letters, ties, persons, accused, r8, r16, r32, r64, rf, starts, ends, sounds, out,
        ties_out, persons_out,
    )  # fmt: skip


@kernel
def survey_words(  # type: ignore[no-untyped-def]
    own, keys, weights, places, sums, letters, ties, persons, accused, r8, r16, r32, r64, rf, starts, ends, sounds, out, ties_out,
    persons_out,
):  # fmt: skip
    """Number of the first record, from one of `starts` to one of `ends` (bytes), that cannot be read, -1 where all can. `own`: what
    `engine.own_grams.lay_out` says of the new text."""
    marks = _no_marks(own, keys)
    for c in range(len(starts)):
        stamp = np.uint16(c % _STAMPS + 1)
        if stamp == 1 and c > 0:
            marks = _no_marks(own, keys)
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
            own, keys, weights, places, marks, stamp, sums, letters,
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
def _bit(bits, i):  # type: ignore[no-untyped-def]
    return (bits[np.int64(i) >> 3] >> np.uint8(np.int64(i) & 7)) & np.uint8(1) != 0


@kernel
def _no_marks(own, keys):  # type: ignore[no-untyped-def]
    """For characters, pairs, triples and what stands in the profile: the stamp of the last candidate that had it anywhere, and of
    the last that had it outside all slots."""
    numbered = own[4].shape[1]
    return np.zeros((3, 2, numbered), dtype=np.uint16), np.zeros((2, len(keys) + 1), dtype=np.uint16)


@kernel
def _compare_one(  # type: ignore[no-untyped-def]
    own, keys, weights, places, marks, stamp, sums, letters, codes, slotted, word_starts, word_sizes, title_size, other_letters,
    other_sums, sounds, row,
):  # fmt: skip
    """Fill one row of LEXICAL. A gram of the candidate counts once, where it first stands; the title stands first."""
    shared = np.zeros(10, dtype=np.float32)  # as SUMS; the title's: in both titles
    titles = np.zeros(2, dtype=np.float32)  # the new title's pairs found in the text, the old one's
    top = np.zeros((3, 3), dtype=np.float32)  # pairs, words, words of both titles: the three heaviest
    paired = np.zeros(len(codes), dtype=np.bool_)  # where a pair begins that both texts have
    run, run_size = _count_grams(
        own, keys, weights, marks, stamp, codes, slotted, title_size, sounds, shared, titles, top[0], paired
    )
    seen = marks[1]
    for n in range(len(word_starts)):
        start, size = np.int64(word_starts[n]), np.int64(word_sizes[n])
        if not paired[start] and size > 1 and start + 1 < len(codes) and is_letter(codes[start]) and is_letter(codes[start + 1]):
            continue
        slot = find(keys, word_at(codes, start, size))
        if slot < 0:
            continue
        weight = weights[slot]
        if places[slot] & 2 and seen[1, slot] != stamp and _is_outside(slotted, start, min(start + size, len(codes))):
            seen[1, slot] = stamp
            shared[REST + 2] += weight
        if seen[0, slot] != stamp:
            seen[0, slot] = stamp
            shared[WORD] += weight
            _push(top[1], weight)
            if start < title_size and places[slot] & 1:
                shared[TITLE_WORD] += weight
                _push(top[2], weight)
    _write(row, shared, titles, top, sums, other_sums, run, run_size, letters, other_letters)


@kernel
def _is_outside(slotted, start, end):  # type: ignore[no-untyped-def]
    for j in range(start, end):  # noqa: SIM110 - kernels have no generators
        if _bit(slotted, j):
            return False
    return True


@kernel
def _count_grams(  # type: ignore[no-untyped-def]
    own, keys, weights, marks, stamp, codes, slotted, title_size, sounds, shared, titles, top, paired
):
    """Characters, pairs, triples and syllables: what is common goes into `shared`, `titles` and `top`; weight and size of the
    heaviest and the longest run of common pairs. Hardly a branch depends on what is written: a gram that is not common, or was
    counted before, is one that adds 0."""
    numbers, pair_keys, pair_numbers, shift, of_characters, of_pairs, of_triples, ways, heard = own
    seen, sounded = marks[0], marks[1][0]
    none = np.float32(0.0)
    characters = pairs = triples = tones = none
    rest_characters = rest_pairs = title_pairs = new_title = old_title = none
    run, best_run, run_size, best_size = none, none, 0, 0
    count = len(codes)
    first = second = np.uint16(0)
    s0 = s1 = np.uint64(0)
    for i in range(-2, count):
        third, s2 = np.uint16(0), np.uint64(0)
        if i + 2 < count:
            code = codes[i + 2]
            third, s2 = numbers[place_of(code)], syllable(code, sounds)
        if i < 0:
            first, second, s0, s1 = second, third, s1, s2
            continue
        outside = not _bit(slotted, i)
        outside_both = outside and i + 1 < count and not _bit(slotted, i + 1)
        # the character
        characters += of_characters[WEIGHT, first] if seen[0, 0, first] != stamp else none
        seen[0, 0, first] = stamp
        rest_characters += of_characters[OUTSIDE, first] if outside and seen[0, 1, first] != stamp else none
        seen[0, 1, first] = stamp if outside else seen[0, 1, first]
        # the pair
        pair = find_pair(pair_keys, pair_numbers, shift, first, second)
        paired[i] = pair != 0
        is_first = seen[1, 0, pair] != stamp
        seen[1, 0, pair] = stamp
        weight = of_pairs[WEIGHT, pair]
        fresh, headed = weight if is_first else none, of_pairs[TITLED, pair] if is_first else none
        titled = i < title_size
        pairs += fresh
        new_title += headed
        old_title += fresh if titled else none
        title_pairs += headed if titled else none
        rest_pairs += of_pairs[OUTSIDE, pair] if outside_both and seen[1, 1, pair] != stamp else none
        seen[1, 1, pair] = stamp if outside_both else seen[1, 1, pair]
        if fresh > top[2]:
            _push(top, fresh)
        run = run + weight if pair != 0 else none
        run_size = run_size + 1 if pair != 0 else 0
        best_run, best_size = max(best_run, run), max(best_size, run_size)
        # the triple, and how it sounds
        triple = ways[FIRST, pair]
        while ways[LAST, triple] != third and triple != 0:
            triple = ways[NEXT, triple]
        triples += of_triples[triple] if seen[2, 0, triple] != stamp else none
        seen[2, 0, triple] = stamp
        tone = ways[SOUNDING, triple]
        if triple == 0 and _bit(heard, chord(s0, s1, s2)) and s0 != 0 and s1 != 0 and s2 != 0:
            tone = find_sound(keys, s0, s1, s2)
        if tone < len(keys):
            tones += weights[tone] if sounded[tone] != stamp else none
            sounded[tone] = stamp
        first, second, s0, s1 = second, third, s1, s2
    shared[CHARACTER], shared[PAIR], shared[TRIPLE], shared[SOUND] = characters, pairs, triples, tones
    shared[REST], shared[REST + 1], shared[TITLE_PAIR] = rest_characters, rest_pairs, title_pairs
    titles[0], titles[1] = new_title, old_title
    return best_run, best_size


@kernel
def find_sound(keys, s0, s1, s2):  # type: ignore[no-untyped-def]
    """Where these syllables stand in the profile; behind its end, where they do not."""
    prime = np.uint64(_PRIME)
    slot = find(keys, mix(((np.uint64(SOUND + 1) * prime + s0) * prime + s1) * prime + s2))
    return np.uint32(slot if slot >= 0 else len(keys))


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
