"""What may tie a case to another one?

Every tie is one 64-bit key: the upper bits name its kind, the lower 32 or 56 are a hash. The index counts shared keys, each
weighted by the kind's weight here and by its rarity there; `must` keys always count. A new way to find candidates is one more
kind in this list. Finding may depend on the index; deciding (`engine.relate`) may not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from engine.grams import PAIR, SOUND, TRIPLE, WORD, gram_hashes
from engine.persons import tokens
from engine.prepared import Prepared
from engine.sketch import bands, signatures


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
_NONE = np.zeros(0, dtype=np.uint64)
SAMPLED = 4
"""One triple in so many (a power of two), chosen by its hash, so that both texts choose the same ones; the words carry the rest."""
SHORT = 40
"""Letters up to which every triple, syllable triple and character pair is a key: a short text has few words."""
_CONFIDENTIAL = np.uint64(1 << 63)


@dataclass(frozen=True, slots=True)
class Keys:
    """`values` uint64 and `weights` float32 of one length; `must`: the persons' keys, whose cases are always candidates."""

    values: NDArray[np.uint64]
    weights: NDArray[np.float32]
    must: NDArray[np.uint64]


def keys(prepared: Prepared, *, confidential: bool = False) -> Keys:
    """All keys of a case, each once. Confidential cases have keys of their own realm: no other case can ever meet them (R0)."""
    short = prepared.letters <= SHORT
    groups: dict[Kind, NDArray[np.uint32] | NDArray[np.uint64]] = {
        Kind.WORD: gram_hashes(prepared, WORD),
        Kind.TRIPLE: _sampled(gram_hashes(prepared, TRIPLE), all_of_them=short),
        Kind.SOUND: _sampled(gram_hashes(prepared, SOUND), all_of_them=short),
        Kind.PAIR: gram_hashes(prepared, PAIR) if short else np.zeros(0, np.uint32),
        Kind.SLOT: prepared.ties,
        Kind.BAND: _bands(prepared),
        Kind.EXACT: np.array([prepared.exact] if prepared.exact else [], dtype=np.uint64),
        Kind.PERSON: np.array(sorted(set(tokens(prepared.persons))), dtype=np.uint64),
    }
    realm = _CONFIDENTIAL if confidential else np.uint64(0)
    tagged = {kind: _tagged(kind, hashes) for kind, hashes in groups.items() if len(hashes)}
    if not tagged:
        return Keys(_NONE, _NONE.astype(np.float32), _NONE)
    values = np.unique(np.concatenate(list(tagged.values())))  # kinds are the upper bits: sorting keeps them together
    weights = _WEIGHT_OF[values >> np.uint64(56)]
    return Keys(values | realm, weights, tagged.get(Kind.PERSON, _NONE) | realm)


def _tagged(kind: Kind, hashes: NDArray[np.uint32] | NDArray[np.uint64]) -> NDArray[np.uint64]:
    tagged: NDArray[np.uint64] = (hashes.astype(np.uint64) & np.uint64((1 << 56) - 1)) | np.uint64(int(kind) << 56)
    return tagged


def _sampled(grams: NDArray[np.uint32], *, all_of_them: bool) -> NDArray[np.uint32]:
    return grams if all_of_them else grams[grams & np.uint32(SAMPLED - 1) == 0]


def _bands(prepared: Prepared) -> NDArray[np.uint64]:
    """Near-verbatim bands; none for a text with too few shingles to sign."""
    codes = prepared.codes.astype(np.uint32)
    found: NDArray[np.uint64] = bands(signatures(codes, np.array([0, len(codes)], dtype=np.int64)))[0]
    kept: NDArray[np.uint64] = found[found != 0]
    return kept
