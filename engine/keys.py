"""What may tie a case to another one?

Every tie is one 64-bit key: the upper bits name its kind, the lower 32 or 56 are a hash. The index counts shared keys, each
weighted by the kind's weight here and by its rarity there; `must` keys always count. A new way to find candidates is one more
kind in this list. Finding may depend on the index; deciding (`engine.relate`) may not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from engine.blank import blank
from engine.hashing import PAIR, SOUND, TRIPLE, gram_at, word_at
from engine.kernels import kernel, read_only
from engine.persons import tokens
from engine.prepared import Prepared
from engine.sketch import BANDS, ROWS, band_keys, permutations, radix_sort, sign_texts
from engine.sounds import syllables


class Kind(IntEnum):
    """The upper 8 bits of a key."""

    WORD = 1
    TRIPLE = 2
    SOUND = 3
    PAIR = 4
    SLOT = 5
    BAND = 6
    EXACT = 7
    PERSON = 8


WEIGHTS = {
    Kind.WORD: 1.0,
    Kind.TRIPLE: 0.6,
    Kind.SOUND: 0.4,
    Kind.PAIR: 0.5,
    Kind.SLOT: 2.5,
    Kind.BAND: 1.0,
    Kind.EXACT: 6.0,
    Kind.PERSON: 1.0,
}
"""Multiplied with the index's idf of the key. Names and spots weigh more than words: they are what a matter is about."""

_WEIGHT_OF = np.array([0.0, *(WEIGHTS[kind] for kind in Kind)], dtype=np.float32)
SAMPLED = 4
"""One triple in so many (a power of two), chosen by its hash, so that both texts choose the same ones; the words carry the rest."""
SHORT = 40
"""Letters up to which every triple, syllable triple and character pair is a key: a short text has few words."""
MOST_TOKENS = 200
"""Hashes of persons that are keys, the petitioner's first: of a list of a thousand signatures the first hundred."""
_LEAST_LOAD = 4.0
_CONFIDENTIAL = np.uint64(1 << 63)
_WORD, _TRIPLE, _SOUND, _PAIR, _SLOT, _BAND, _EXACT, _PERSON = (int(kind) for kind in Kind)


@dataclass(frozen=True, slots=True)
class Keys:
    """`values` uint64 and `weights` float32 of one length; `must`: the persons' keys, whose cases are always candidates.

    `load`: what the scores of this case as a candidate are divided by, because a long text shares much with everything: the root
    of the rarity of all that it says. Same-matter pairs among the 50 best: 0.91 without it, 0.98 with it (docs/quality.md).
    """

    values: NDArray[np.uint64]
    weights: NDArray[np.float32]
    must: NDArray[np.uint64]
    load: float


def keys(prepared: Prepared, *, confidential: bool = False) -> Keys:
    """All keys of a case, each once. Confidential cases have keys of their own realm: no other case can ever meet them (R0)."""
    persons = np.array(sorted(set(islice(tokens(prepared.persons), MOST_TOKENS))), dtype=np.uint64)
    values, weights = _collect(
        read_only(prepared.codes, np.uint16), read_only(prepared.word_starts, np.uint16),
        read_only(prepared.word_sizes, np.uint8), syllables(), read_only(prepared.ties, np.uint64), np.uint64(prepared.exact),
        persons, *permutations(), _WEIGHT_OF, prepared.letters <= SHORT,
    )  # fmt: skip
    must = _tagged(Kind.PERSON, persons)
    if confidential:
        values, must = values | _CONFIDENTIAL, must | _CONFIDENTIAL
    return Keys(values, weights, must, math.sqrt(_LEAST_LOAD + float(prepared.sums[TRIPLE])))


def weights_of(values: NDArray[np.uint64]) -> NDArray[np.float32]:
    """The weight of each key, float32, by its kind."""
    weights: NDArray[np.float32] = _WEIGHT_OF[_kinds(values)]
    return weights


def of_persons(values: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which of the keys are persons': those that `Keys.must` holds."""
    persons: NDArray[np.bool_] = _kinds(values) == np.uint64(Kind.PERSON)
    return persons


def _kinds(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    kinds: NDArray[np.uint64] = (values & ~_CONFIDENTIAL) >> np.uint64(56)
    return kinds


def warm() -> None:
    """Compile every kernel of this module."""
    keys(blank()[0])


@kernel
def _collect(codes, word_starts, word_sizes, sounds, ties, exact, persons, multipliers, increments, weight_of, short):  # type: ignore[no-untyped-def]
    """All keys, ascending, each once, and their weights. Kind by kind, for the kind is what they are sorted by first."""
    size, count = len(codes), len(word_starts)
    signed = sign_texts(codes.astype(np.uint32), np.array((0, size)), multipliers, increments)
    near = band_keys(signed, BANDS, ROWS)[0]
    most = max(count, size)
    grams, spare = np.empty(most, dtype=np.uint32), np.empty(most, dtype=np.uint32)
    values = np.empty(count + 3 * size + len(ties) + len(near) + 1 + len(persons), dtype=np.uint64)
    for n in range(count):
        grams[n] = word_at(codes, np.int64(word_starts[n]), np.int64(word_sizes[n]))
    used = _append(grams, spare, count, _WORD, values, 0)
    for kind, tag in ((TRIPLE, _TRIPLE), (SOUND, _SOUND), (PAIR, _PAIR)):
        if kind == PAIR and not short:
            continue
        count = 0
        for i in range(size):
            gram = gram_at(codes, i, kind, sounds)
            grams[count] = gram
            count += gram != 0 and (short or gram & np.uint32(SAMPLED - 1) == 0)
        used = _append(grams, spare, count, tag, values, used)
    used = _append_hashes(ties, _SLOT, values, used)
    used = _append_hashes(near, _BAND, values, used)
    used = _append_hashes(np.array((exact,)), _EXACT, values, used)
    used = _append_hashes(persons, _PERSON, values, used)
    weights = np.empty(used, dtype=np.float32)
    for n in range(used):
        weights[n] = weight_of[values[n] >> np.uint64(56)]
    return values[:used].copy(), weights


@kernel
def _append(grams, spare, count, kind, values, used):  # type: ignore[no-untyped-def]
    """The different ones of grams[:count], ascending, as keys of `kind` behind values[:used]; where they end."""
    radix_sort(grams, spare, count)
    tag = np.uint64(kind) << np.uint64(56)
    for n in range(count):
        if n == 0 or grams[n] != grams[n - 1]:
            values[used] = tag | np.uint64(grams[n])
            used += 1
    return used


@kernel
def _append_hashes(hashes, kind, values, used):  # type: ignore[no-untyped-def]
    """The same of the lower 56 bits of a few hashes that are not 0."""
    tag, lower = np.uint64(kind) << np.uint64(56), np.uint64((1 << 56) - 1)
    first = used
    for hashed in hashes:
        if hashed == np.uint64(0):
            continue
        key = hashed & lower | tag
        at = used
        while at > first and values[at - 1] > key:
            at -= 1
        if at > first and values[at - 1] == key:
            continue
        for behind in range(used, at, -1):
            values[behind] = values[behind - 1]
        values[at] = key
        used += 1
    return used


def _tagged(kind: Kind, hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    tagged: NDArray[np.uint64] = (hashes & np.uint64((1 << 56) - 1)) | np.uint64(int(kind) << 56)
    return tagged
