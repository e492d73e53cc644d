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

from engine.grams import PAIR, SOUND, TRIPLE, gram_at, word_at
from engine.kernels import kernel, read_only
from engine.persons import tokens
from engine.prepared import Prepared
from engine.sketch import bands, signatures
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
_WORD, _TRIPLE, _SOUND, _PAIR = int(Kind.WORD), int(Kind.TRIPLE), int(Kind.SOUND), int(Kind.PAIR)


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
    others = [
        _tagged(Kind.SLOT, prepared.ties),
        _tagged(Kind.BAND, _bands(prepared)),
        _tagged(Kind.EXACT, np.array([prepared.exact] if prepared.exact else [], dtype=np.uint64)),
        _tagged(Kind.PERSON, np.array(sorted(set(islice(tokens(prepared.persons), MOST_TOKENS))), dtype=np.uint64)),
    ]
    values: NDArray[np.uint64] = _collect(
        read_only(prepared.codes, np.uint16), read_only(prepared.word_starts, np.uint16),
        read_only(prepared.word_sizes, np.uint8), syllables(), np.concatenate(others), prepared.letters <= SHORT,
    )  # fmt: skip
    weights = weights_of(values)
    realm = _CONFIDENTIAL if confidential else np.uint64(0)
    load = math.sqrt(_LEAST_LOAD + float(prepared.sums[TRIPLE]))
    return Keys(values | realm, weights, others[-1] | realm, load)


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
    _collect(
        read_only(np.zeros(4), np.uint16), read_only(np.zeros(1), np.uint16), read_only(np.ones(1), np.uint8), syllables(),
        np.zeros(1, dtype=np.uint64), True,
    )  # fmt: skip


@kernel
def _collect(codes, word_starts, word_sizes, sounds, others, short):  # type: ignore[no-untyped-def]
    """The keys of words, triples, syllables and (of a short text) pairs together with `others`: ascending, each once."""
    out = np.empty(len(others) + len(word_starts) + 3 * len(codes), dtype=np.uint64)
    out[: len(others)] = others
    count = len(others)
    for n in range(len(word_starts)):
        gram = word_at(codes, np.int64(word_starts[n]), np.int64(word_sizes[n]))
        out[count] = np.uint64(gram) | (np.uint64(_WORD) << np.uint64(56))
        count += 1
    for i in range(len(codes)):
        for kind, tag in ((TRIPLE, _TRIPLE), (SOUND, _SOUND), (PAIR, _PAIR)):
            if kind == PAIR and not short:
                continue
            gram = gram_at(codes, i, kind, sounds)
            if gram != 0 and (short or gram & np.uint32(SAMPLED - 1) == 0):
                out[count] = np.uint64(gram) | (np.uint64(tag) << np.uint64(56))
                count += 1
    return np.unique(out[:count])


def _tagged(kind: Kind, hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    tagged: NDArray[np.uint64] = (hashes & np.uint64((1 << 56) - 1)) | np.uint64(int(kind) << 56)
    return tagged


def _bands(prepared: Prepared) -> NDArray[np.uint64]:
    """Near-verbatim bands; none for a text with too few shingles to sign."""
    codes = prepared.codes.astype(np.uint32)
    found: NDArray[np.uint64] = bands(signatures(codes, np.array([0, len(codes)], dtype=np.int64)))[0]
    kept: NDArray[np.uint64] = found[found != 0]
    return kept
