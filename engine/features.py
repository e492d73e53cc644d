"""How much of the rare wording of two cases is common, and in which of their parts?

Five kinds of grams are read from the characters in one pass: single characters, pairs, triples, words, and triples of
syllables. Each weighs as much as it is rare (inverse document frequency in the model's reference corpus, never in the
operator's index: the same pair must get the same answer everywhere). The new case's grams go into a small hash table once;
each candidate is one pass over its characters against that table, about 5 µs for 250 of them.

Not for: slots, persons and rules. `engine.compare` joins these with what is measured here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.kernels import kernel, read_only
from engine.prepared import Prepared
from engine.sounds import syllables

CHARACTER, PAIR, TRIPLE, WORD, SOUND = range(5)
KINDS = 5
TABLE_BITS = (16, 20, 21, 19, 20)
"""log2 of the buckets of the reference frequencies of each kind; a bucket may be shared, which only makes a gram look commoner."""
IDF_STEP = 1 / 24
"""Reference frequencies are stored as idf = ln((N + 1) / (df + 0.5)) in steps of this size, one byte each."""
IDF_OFFSET = 1.0
"""Taken from every idf, so that grams of more than a third of all texts weigh nothing."""

SUMS = (
    "characters", "pairs", "triples", "words", "sounds", "title_pairs", "title_words", "rest_characters", "rest_pairs",
    "rest_words",
)  # fmt: skip
_TITLE_PAIR, _TITLE_WORD, _REST = 5, 6, 7

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

_SMOOTHING = 4.0
"""Added to what a containment is divided by (in idf units), so that a text of two words cannot be "fully contained"."""


@dataclass(frozen=True, slots=True)
class Reference:
    """How common each gram is in the reference corpus: uint8 idf buckets of all kinds, one after the other."""

    idf: NDArray[np.uint8]

    def __post_init__(self) -> None:
        expected = sum(1 << bits for bits in TABLE_BITS)
        if self.idf.shape != (expected,) or self.idf.dtype != np.uint8:
            raise ValueError(f"reference frequencies: {self.idf.dtype}{self.idf.shape}, expected uint8({expected},)")


@dataclass(frozen=True, slots=True)
class Profile:
    """The grams of one case as an open-addressing hash table (power of two, at most half full; key 0 is empty).

    `places`: bit 0 where the gram stands in the title, bit 1 where it stands outside all slots.
    """

    keys: NDArray[np.uint32]
    weights: NDArray[np.float32]
    places: NDArray[np.uint8]
    sums: NDArray[np.float32]


def profile(
    codes: NDArray[np.uint16],
    slotted: NDArray[np.uint8],
    title_size: int,
    word_starts: NDArray[np.uint16],
    word_sizes: NDArray[np.uint8],
    reference: Reference,
) -> Profile:
    """The table of one text's grams; `sums` (float32, SUMS) is what `Prepared.sums` keeps."""
    size = 64
    while size < 2 * (4 * len(codes) + len(word_starts) + 1):
        size *= 2
    keys = np.zeros(size, dtype=np.uint32)
    weights = np.zeros(size, dtype=np.float32)
    places = np.zeros(size, dtype=np.uint8)
    sums = np.zeros(len(SUMS), dtype=np.float32)
    _fill(
        read_only(codes, np.uint16), read_only(slotted, np.uint8), title_size, read_only(word_starts, np.uint16),
        read_only(word_sizes, np.uint8), syllables(), read_only(reference.idf, np.uint8), keys, weights, places, sums,
    )  # fmt: skip
    return Profile(keys, weights, places, sums)


def lexical(new: Prepared, table: Profile, candidates: Sequence[Prepared]) -> NDArray[np.float32]:
    """One row of LEXICAL for each candidate, float32 (n, len(LEXICAL))."""
    out = np.zeros((len(candidates), len(LEXICAL)), dtype=np.float32)
    if not candidates:
        return out
    edges = np.zeros(len(candidates) + 1, dtype=np.int64)
    np.cumsum([len(c.codes) for c in candidates], out=edges[1:])
    word_edges = np.zeros(len(candidates) + 1, dtype=np.int64)
    np.cumsum([len(c.word_starts) for c in candidates], out=word_edges[1:])
    _compare_all(
        table.keys, table.weights, table.places, table.sums, new.letters,
        np.concatenate([c.codes for c in candidates]), np.concatenate([c.slotted for c in candidates]), edges,
        np.concatenate([c.word_starts for c in candidates]),
        np.concatenate([c.word_sizes for c in candidates]), word_edges,
        np.array([c.title_size for c in candidates], dtype=np.int64),
        np.array([c.letters for c in candidates], dtype=np.int64),
        np.stack([c.sums for c in candidates]).astype(np.float32), syllables(), out,
    )  # fmt: skip
    return out


def gram_hashes(prepared: Prepared, kind: int) -> NDArray[np.uint32]:
    """Hash of every gram of `kind` in order of its place, repeats kept; uint32. For reference frequencies and index keys."""
    found: NDArray[np.uint32] = _all_grams(
        read_only(prepared.codes, np.uint16), read_only(prepared.word_starts, np.uint16), read_only(prepared.word_sizes, np.uint8),
        kind, syllables(),
    )  # fmt: skip
    return found


def warm() -> None:
    """Compile every kernel of this module."""
    empty = np.zeros(4, dtype=np.uint16)
    starts, sizes = np.zeros(1, dtype=np.uint16), np.full(1, 2, dtype=np.uint8)
    reference = Reference(np.zeros(sum(1 << bits for bits in TABLE_BITS), dtype=np.uint8))
    outside = np.zeros(4, dtype=np.uint8)
    table = profile(empty, outside, 1, starts, sizes, reference)
    out = np.zeros((1, len(LEXICAL)), dtype=np.float32)
    edges = np.array([0, 4], dtype=np.int64)
    one = np.ones(1, dtype=np.int64)
    _compare_all(
        table.keys, table.weights, table.places, table.sums, 4, empty, outside, edges, starts, sizes,
        np.array([0, 1], dtype=np.int64), one, one, np.ones((1, len(SUMS)), dtype=np.float32), syllables(), out,
    )  # fmt: skip
    _all_grams(read_only(empty, np.uint16), read_only(starts, np.uint16), read_only(sizes, np.uint8), PAIR, syllables())


@kernel
def _all_grams(codes, word_starts, word_sizes, kind, sounds):  # type: ignore[no-untyped-def]
    count = len(word_starts) if kind == WORD else len(codes)
    out = np.empty(count, dtype=np.uint32)
    found = 0
    for n in range(count):
        at, size = (np.int64(word_starts[n]), np.int64(word_sizes[n])) if kind == WORD else (np.int64(n), np.int64(0))
        gram = _word(codes, at, size) if kind == WORD else _gram(codes, at, kind, sounds)
        if gram != 0:
            out[found] = gram
            found += 1
    return out[:found]


@kernel
def _is_letter(code):  # type: ignore[no-untyped-def]
    return (0x4E00 <= code < 0xA000) or (97 <= code < 123) or (48 <= code < 58)


@kernel
def _mix(value: np.uint64) -> np.uint32:
    """The finaliser of MurmurHash3 (64 bits), folded to 32; 0 is kept free as "empty"."""
    value ^= value >> np.uint64(33)
    value *= np.uint64(0xFF51AFD7ED558CCD)
    value ^= value >> np.uint64(33)
    value *= np.uint64(0xC4CEB9FE1A85EC53)
    value ^= value >> np.uint64(33)
    return np.uint32(max(np.uint32(value), np.uint32(1)))


@kernel
def _gram(codes, i, kind, sounds):  # type: ignore[no-untyped-def]
    """Hash of the gram of `kind` (CHARACTER, PAIR, TRIPLE or SOUND) that begins at i; 0 where punctuation is inside."""
    size = kind + 1 if kind < WORD else 3
    if i + size > len(codes):
        return np.uint32(0)
    value = np.uint64(kind + 1)
    for j in range(i, i + size):
        code = codes[j]
        if not _is_letter(code):
            return np.uint32(0)
        if kind == SOUND:
            code = sounds[code]
            if code == 0:
                return np.uint32(0)
        value = value * np.uint64(0x100000001B3) + np.uint64(code)
    return _mix(value)


@kernel
def _word(codes, start, size):  # type: ignore[no-untyped-def]
    value = np.uint64(WORD + 1)
    for j in range(start, min(start + size, len(codes))):
        value = value * np.uint64(0x100000001B3) + np.uint64(codes[j])
    return _mix(value)


@kernel
def _is_outside(slotted, start, size):  # type: ignore[no-untyped-def]
    """Whether no character of [start, start + size) belongs to a slot."""
    for j in range(start, min(start + size, len(slotted))):  # noqa: SIM110 - kernels have no generators
        if slotted[j]:
            return False
    return True


@kernel
def _rest_sum(kind):  # type: ignore[no-untyped-def]
    """Where SUMS has the sum of `kind` outside slots; -1 for kinds without one."""
    if kind == CHARACTER:
        return _REST
    if kind == PAIR:
        return _REST + 1
    return _REST + 2 if kind == WORD else -1


@kernel
def _fill(codes, slotted, title_size, word_starts, word_sizes, sounds, idf, keys, weights, places, sums):  # type: ignore[no-untyped-def]
    mask = np.uint32(len(keys) - 1)
    offset = 0
    for kind in range(KINDS):
        bucket_mask = np.uint32((1 << TABLE_BITS[kind]) - 1)
        count = len(word_starts) if kind == WORD else len(codes)
        for n in range(count):
            if kind == WORD:
                i = np.int64(word_starts[n])
                gram = _word(codes, i, np.int64(word_sizes[n]))
            else:
                i = np.int64(n)
                gram = _gram(codes, i, kind, sounds)
                if gram == 0:
                    continue
            slot = gram & mask
            while keys[slot] != 0 and keys[slot] != gram:
                slot = (slot + np.uint32(1)) & mask
            if keys[slot] == 0:
                keys[slot] = gram
                weight = max(
                    np.float32(0.0),
                    idf[offset + np.int64(gram & bucket_mask)] * np.float32(IDF_STEP) - np.float32(IDF_OFFSET),
                )
                weights[slot] = weight
                sums[kind] += weight
                if i < title_size:
                    places[slot] |= 1
                    if kind == PAIR:
                        sums[_TITLE_PAIR] += weight
                    elif kind == WORD:
                        sums[_TITLE_WORD] += weight
            rest = _rest_sum(kind)
            if rest >= 0 and places[slot] & 2 == 0:
                size = np.int64(word_sizes[n]) if kind == WORD else np.int64(kind + 1)
                if _is_outside(slotted, i, size):
                    places[slot] |= 2
                    sums[rest] += weights[slot]
        offset += 1 << TABLE_BITS[kind]


@kernel
def _compare_all(  # type: ignore[no-untyped-def]
    keys, weights, places, sums, letters, codes, slotted, edges, word_starts, word_sizes, word_edges, title_sizes,
    other_letters, other_sums, sounds, out,
):  # fmt: skip
    seen = np.zeros((2, len(keys)), dtype=np.int32)
    for c in range(len(edges) - 1):
        _compare_one(
            keys, weights, places, seen, c + 1, sums, letters, codes[edges[c] : edges[c + 1]], slotted[edges[c] : edges[c + 1]],
            word_starts[word_edges[c] : word_edges[c + 1]], word_sizes[word_edges[c] : word_edges[c + 1]], title_sizes[c],
            other_letters[c], other_sums[c], sounds, out[c],
        )  # fmt: skip


@kernel
def _find(keys, gram):  # type: ignore[no-untyped-def]
    mask = np.uint32(len(keys) - 1)
    slot = gram & mask
    while keys[slot] != 0:
        if keys[slot] == gram:
            return np.int64(slot)
        slot = (slot + np.uint32(1)) & mask
    return np.int64(-1)


@kernel
def _compare_one(  # type: ignore[no-untyped-def]
    keys, weights, places, seen, stamp, sums, letters, codes, slotted, word_starts, word_sizes, title_size,
    other_letters, other_sums, sounds, row,
):  # fmt: skip
    """Fill one row of LEXICAL. A gram of the candidate counts once, where it first stands; the title stands first.

    `seen[0]` and `seen[1]` hold the stamp of the last candidate that had the gram anywhere, and outside all slots.
    """
    shared = np.zeros(10, dtype=np.float32)  # as SUMS; the title's: in both titles
    new_title_found = np.float32(0.0)
    old_title_found = np.float32(0.0)
    top = np.zeros((3, 3), dtype=np.float32)  # pairs, words, words of both titles: the three heaviest
    run, run_size, best_run, best_size = np.float32(0.0), 0, np.float32(0.0), 0
    for kind in range(KINDS):
        for n in range(len(word_starts) if kind == WORD else len(codes)):
            if kind == WORD:
                i = np.int64(word_starts[n])
                gram = _word(codes, i, np.int64(word_sizes[n]))
            else:
                i = np.int64(n)
                gram = _gram(codes, i, kind, sounds)
            slot = _find(keys, gram) if gram != 0 else -1
            if kind == PAIR:
                if slot >= 0:
                    run += weights[slot]
                    run_size += 1
                    best_run, best_size = max(best_run, run), max(best_size, run_size)
                else:
                    run, run_size = np.float32(0.0), 0
            if slot < 0:
                continue
            weight = weights[slot]
            rest = _rest_sum(kind)
            if rest >= 0 and places[slot] & 2 and seen[1, slot] != stamp:
                size = np.int64(word_sizes[n]) if kind == WORD else np.int64(kind + 1)
                if _is_outside(slotted, i, size):
                    seen[1, slot] = stamp
                    shared[rest] += weight
            if seen[0, slot] == stamp:
                continue
            seen[0, slot] = stamp
            shared[kind] += weight
            headed = places[slot] & 1 == 1
            both = headed and i < title_size
            if kind == PAIR:
                _push(top[0], weight)
                if both:
                    shared[_TITLE_PAIR] += weight
                if headed:
                    new_title_found += weight
                if i < title_size:
                    old_title_found += weight
            elif kind == WORD:
                _push(top[1], weight)
                if both:
                    shared[_TITLE_WORD] += weight
                    _push(top[2], weight)
    at = 0
    for k in range(10):
        a = shared[k] / (sums[k] + np.float32(_SMOOTHING))
        b = shared[k] / (other_sums[k] + np.float32(_SMOOTHING))
        row[at], row[at + 1] = min(a, b), max(a, b)
        at += 2
    a = new_title_found / (sums[_TITLE_PAIR] + np.float32(_SMOOTHING))
    b = old_title_found / (other_sums[_TITLE_PAIR] + np.float32(_SMOOTHING))
    row[at], row[at + 1] = min(a, b), max(a, b)
    row[at + 2], row[at + 3] = min(new_title_found, old_title_found), max(new_title_found, old_title_found)
    row[at + 4], row[at + 5], row[at + 6] = shared[PAIR], shared[TRIPLE], shared[WORD]
    at += 7
    for k in range(2):
        for j in range(3):
            row[at] = top[k, j]
            at += 1
    row[at], row[at + 1], row[at + 2] = top[2, 0], shared[_REST + 1], shared[_REST + 2]
    at += 2
    row[at + 1], row[at + 2] = best_run, np.log(1.0 + best_size)
    small, large = min(letters, other_letters), max(letters, other_letters)
    row[at + 3], row[at + 4] = np.log(1.0 + small), np.log(1.0 + large)
    row[at + 5] = row[at + 4] - row[at + 3]


@kernel
def _push(top, weight):  # type: ignore[no-untyped-def]
    """Keep the three largest, descending."""
    if weight > top[0]:
        top[2], top[1], top[0] = top[1], top[0], weight
    elif weight > top[1]:
        top[2], top[1] = top[1], weight
    elif weight > top[2]:
        top[2] = weight
