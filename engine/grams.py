"""Which rare grams does a text have, and how much does each weigh?

Five kinds of grams are read from the characters in one pass: single characters, pairs, triples, words, and triples of
syllables. Each weighs as much as it is rare (inverse document frequency in the model's reference corpus, never in the
operator's index: the same pair must get the same answer everywhere). `engine.features` compares the grams of two texts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.cutting import WordTable
from engine.hashing import CHARACTER, KINDS, PAIR, SOUND, WORD, gram_at, is_letter, mix, word_at
from engine.kernels import inlined, kernel, read_only
from engine.prepared import Prepared
from engine.sounds import syllables

if TYPE_CHECKING:
    from engine.meanings import Meanings

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
TITLE_PAIR, TITLE_WORD, REST = 5, 6, 7


@dataclass(frozen=True, slots=True)
class Reference:
    """How common each gram is in the reference corpus: uint8 idf buckets of all kinds, one after the other.

    `words`: rjieba's dictionary as a table; without it rjieba is asked, which takes longer and finds the same words.
    `meanings`: what words and pairs are about; without it every text is about nothing.
    """

    idf: NDArray[np.uint8]
    words: WordTable | None = field(default=None, compare=False, repr=False)
    meanings: Meanings | None = None

    def __post_init__(self) -> None:
        expected = sum(1 << bits for bits in TABLE_BITS)
        if self.idf.shape != (expected,) or self.idf.dtype != np.uint8:
            raise ValueError(f"reference frequencies: {self.idf.dtype}{self.idf.shape}, expected uint8({expected},)")


@dataclass(frozen=True, slots=True)
class Profile:
    """The grams of one case as an open-addressing hash table (power of two, at most two thirds full; key 0 is empty).

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
    while 2 * size < 3 * (4 * len(codes) + len(word_starts) + 1):
        size *= 2
    keys = np.zeros(size, dtype=np.uint32)
    weights = np.zeros(size, dtype=np.float32)
    places = np.zeros(size, dtype=np.uint8)
    sums = np.zeros(len(SUMS), dtype=np.float32)
    fill(
        read_only(codes, np.uint16), read_only(slotted, np.uint8), title_size, read_only(word_starts, np.uint16),
        read_only(word_sizes, np.uint8), syllables(), read_only(reference.idf, np.uint8), keys, weights, places, sums,
    )  # fmt: skip
    return Profile(keys, weights, places, sums)


def gram_hashes(prepared: Prepared, kind: int) -> NDArray[np.uint32]:
    """Hash of every gram of `kind` in order of its place, repeats kept; uint32. For reference frequencies and index keys."""
    found: NDArray[np.uint32] = _all_grams(
        read_only(prepared.codes, np.uint16), read_only(prepared.word_starts, np.uint16), read_only(prepared.word_sizes, np.uint8),
        kind, syllables(),
    )  # fmt: skip
    return found


@kernel
def _all_grams(codes, word_starts, word_sizes, kind, sounds):  # type: ignore[no-untyped-def]
    count = len(word_starts) if kind == WORD else len(codes)
    out = np.empty(count, dtype=np.uint32)
    found = 0
    for n in range(count):
        at, size = (np.int64(word_starts[n]), np.int64(word_sizes[n])) if kind == WORD else (np.int64(n), np.int64(0))
        gram = word_at(codes, at, size) if kind == WORD else gram_at(codes, at, kind, sounds)
        if gram != 0:
            out[found] = gram
            found += 1
    return out[:found]


@inlined
def rest_sum(kind):  # type: ignore[no-untyped-def]
    """Where SUMS has the sum of `kind` outside slots; -1 for kinds without one."""
    if kind == CHARACTER:
        return REST
    if kind == PAIR:
        return REST + 1
    return REST + 2 if kind == WORD else -1


@kernel
def fill(codes, slotted, title_size, word_starts, word_sizes, sounds, idf, keys, weights, places, sums):  # type: ignore[no-untyped-def]
    """Write a text's grams into an empty table and their weights into `sums`, both in order of kind and place.

    Hashes first, then their frequencies, then the table: each of the three waits for memory or for the one before it, and in
    a loop of its own many of them wait at the same time.
    """
    size, mask = len(codes), np.uint32(len(keys) - 1)
    steps = np.empty(256, dtype=np.float32)
    for step in range(256):
        steps[step] = max(np.float32(0.0), np.uint8(step) * np.float32(IDF_STEP) - np.float32(IDF_OFFSET))
    heard = np.empty(size, np.uint16)
    letters, voiced, outside = np.zeros(size + 1, np.int64), np.zeros(size + 1, np.int64), np.zeros(size + 1, np.int64)
    for i in range(size - 1, -1, -1):  # of each character: how many letters, letters with a sound, characters outside slots follow
        heard[i] = sounds[codes[i]]
        letters[i] = letters[i + 1] + 1 if is_letter(codes[i]) else 0
        voiced[i] = voiced[i + 1] + 1 if letters[i] and heard[i] else 0
        outside[i] = outside[i + 1] + 1 if i >= len(slotted) or slotted[i] == 0 else 0
    most = max(size, len(word_starts))
    grams, starts, rarity = np.empty(most, np.uint32), np.empty(most, np.int64), np.empty(most, np.uint8)
    offset = 0
    for kind in range(KINDS):
        if kind == WORD:
            count = len(word_starts)
            for n in range(count):
                starts[n] = np.int64(word_starts[n])
                grams[n] = word_at(codes, starts[n], np.int64(word_sizes[n]))
        else:
            count = _hash_grams(codes if kind != SOUND else heard, letters if kind != SOUND else voiced, kind, grams, starts)
        bucket_mask = np.uint32((1 << TABLE_BITS[kind]) - 1)
        for n in range(count):
            rarity[n] = idf[offset + np.int64(grams[n] & bucket_mask)]
        rest = rest_sum(kind)
        for n in range(count):
            i, gram, weight = starts[n], grams[n], steps[rarity[n]]
            slot = gram & mask
            while keys[slot] != 0 and keys[slot] != gram:
                slot = (slot + np.uint32(1)) & mask
            if keys[slot] == 0:
                keys[slot] = gram
                weights[slot] = weight
                sums[kind] += weight
                if i < title_size:
                    places[slot] |= 1
                    if kind == PAIR:
                        sums[TITLE_PAIR] += weight
                    elif kind == WORD:
                        sums[TITLE_WORD] += weight
            if rest >= 0 and places[slot] & 2 == 0:
                width = np.int64(word_sizes[n]) if kind == WORD else np.int64(kind + 1)
                if outside[i] >= min(width, size - i):
                    places[slot] |= 2
                    sums[rest] += weights[slot]  # of another kind, where two grams have one hash
        offset += 1 << TABLE_BITS[kind]


@inlined
def _hash_grams(codes, letters, kind, grams, starts):  # type: ignore[no-untyped-def]
    """`gram_at` of every place that has one, and the places; how many. `codes` are sounds for SOUND; `letters`: as many follow."""
    size = kind + 1 if kind < WORD else 3
    count = 0
    for i in range(len(codes) - size + 1):
        value = np.uint64(kind + 1)
        for j in range(i, i + size):
            value = value * np.uint64(0x100000001B3) + np.uint64(codes[j])
        grams[count], starts[count] = mix(value), i  # written over where it is none
        count += letters[i] >= size
    return count
