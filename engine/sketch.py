"""Which texts are nearly the same, word for word?

A text becomes the set of its hashed 4-grams of characters; the set becomes a MinHash signature of 128 numbers, of
which two texts share about as large a part as their sets do (Jaccard). Bands of the signature are keys that
near-verbatim copies have in common; `jaccard` and `containment` measure what the keys found.

Not for deciding sameness: copies of one letter with another building in it are near-duplicates (59-66 % of such traps
were "duplicates" for every MinHash tool measured), and texts edited by a fifth are mostly not found. Rarer n-grams,
places and persons find those; `compare` and `judge` decide.

Hashing, in the order of the kernel (all modulo 2^32 or 2^64, so that any language can repeat it):

- 4-gram (c0, c1, c2, c3) of code points → upper half of the 64-bit sum of ci·GRAM[i] (as in Lemire and Kaser, "Strongly
  universal string hashing is fast", Computer Journal 57, 2014), then Murmur3's 32-bit finaliser, because sums of
  products and the affine permutations below would otherwise be linear in each other;
- permutation p of the 2^32 hashes → h·A[p] + B[p] with A[p] odd, hence a bijection (datasketch calls its own such
  family affine32); the signature holds the minimum of each (Broder, "On the resemblance and containment of
  documents", 1997). Its standard error is sqrt(J·(1-J)/128): at most 0.044.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.kernels import kernel, read_only

SCHEME = "leian-1:char4-multilinear64-fmix32:affine32"  # a new name for every change that moves a single bit
SEED = 20_261_001
NUM_PERM = 128  # standard error ≤ 0.044 at 512 bytes a text; 256 would cost twice the time for 0.031
# Characters. On 4,144 board texts unrelated pairs have J = 0.0004 (with 3: 0.002); a copy with a tenth of its
# characters replaced keeps 0.49 (with 3: 0.57, with 5: 0.43).
SHINGLE = 4
MIN_SHINGLES = 8  # distinct ones; one changed character touches 4 grams: with 8 of them J falls from 1 to 4/12 at once

# (1/25)^(1/5) = 0.525 is about where the S-curve is steepest. P(found | J) = 1 - (1 - J^5)^25, for example
# P(found | J=0.7) = 1 - (1 - 0.168)^25 = 0.990, at 0.5: 0.548, at 0.3: 0.059, at 0.2: 0.008.
# 25 bands of 5 have the least expected error around J = 0.5 among all that fit into 128 (datasketch's optimum, tested).
THRESHOLD = 0.5
BANDS = 25
ROWS = 5

NO_BAND = np.uint64(0)  # stands where a text has no bands; no real band key is 0

_TILE = 1024  # hashes worked on at a time: 4 KiB, stays in the first-level cache however long the text
_LANES = 32  # the tile is filled up to a multiple of this, so that the vectorised loop has no slow tail (477 → 317 k/s)
_GOLDEN = 0x9E3779B97F4A7C15
_ENCODING = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"


class SchemeMismatchError(ValueError):
    """Signatures of different schemes were about to be compared; their numbers have nothing to do with each other."""


@dataclass(frozen=True, slots=True)
class SignatureScheme:
    """What must be equal for two signatures to be comparable. Store it with every set of saved signatures."""

    scheme: str = SCHEME
    seed: int = SEED
    num_perm: int = NUM_PERM

    def check(self, saved: SignatureScheme) -> None:
        """Raise SchemeMismatchError unless `saved` is equal to this scheme."""
        if saved != self:
            raise SchemeMismatchError(
                f"saved signatures are {saved}, this version computes {self}: "
                "they were written by another version; rebuild them from the store"
            )


def code_points(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """All texts as one array of code points, and n + 1 offsets: text i is `buffer[offsets[i]:offsets[i + 1]]`.

    Lone surrogates pass through as their own code points. About 1 M texts/s of 250 characters.
    """
    offsets = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)), out=offsets[1:])
    return np.frombuffer("".join(texts).encode(_ENCODING, "surrogatepass"), dtype=np.uint32), offsets


def signatures(buffer: NDArray[np.uint32], offsets: NDArray[np.int64]) -> NDArray[np.uint32]:
    """MinHash signatures, shape (n, NUM_PERM), of the texts laid out by `code_points`.

    A text with fewer than MIN_SHINGLES distinct 4-grams gets the empty signature (see `is_empty`): it must take another
    path (exact hash, places, persons), or all short texts would be each other's duplicates.
    Raises ValueError if `offsets` does not describe `buffer`.
    """
    texts = _checked_offsets(offsets, buffer.size)
    return sign_texts(read_only(buffer, np.uint32), texts, _MULTIPLIERS, _INCREMENTS)


def permutations() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The multipliers and increments, for kernels that call `sign_texts`."""
    return _MULTIPLIERS, _INCREMENTS


def is_empty(signed: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """For each row: is this the signature of a text too short to have one?

    The empty signature is all 2^32 - 1. A permutation sends one hash there, so a minimum over two hashes is never that.
    """
    return np.asarray(np.atleast_2d(signed)[:, 0] == _NOTHING)


def bands(signed: NDArray[np.uint32], b: int = BANDS, r: int = ROWS) -> NDArray[np.uint64]:
    """LSH keys, shape (n, b): key i of a text hashes i and the numbers i·r … i·r + r - 1 of its signature.

    Equal keys mean equal numbers (up to a 64-bit collision). Empty signatures give NO_BAND everywhere.
    Raises ValueError if b·r exceeds the length of the signatures.
    """
    rows = np.atleast_2d(signed)
    if b < 1 or r < 1 or b * r > rows.shape[1]:
        raise ValueError(f"{b} bands of {r} rows do not fit into signatures of {rows.shape[1]} numbers")
    return band_keys(read_only(rows, np.uint32), b, r)


def estimate_jaccard(a: NDArray[np.uint32], b: NDArray[np.uint32]) -> float:
    """Share of equal numbers in two signatures, in [0, 1]; standard error ≤ 0.044. An empty signature gives 0.0."""
    if a.shape != b.shape:
        raise SchemeMismatchError(f"signatures of {a.size} and of {b.size} numbers cannot be compared")
    if a[0] == _NOTHING or b[0] == _NOTHING:
        return 0.0
    return float(np.count_nonzero(a == b)) / a.size


def found_probability(jaccard_similarity: float, b: int = BANDS, r: int = ROWS) -> float:
    """P(at least one common band | J) = 1 - (1 - J^r)^b (Leskovec and others, "Mining of Massive Datasets", 3.4.2).

    >>> round(found_probability(0.7), 3), round(found_probability(0.5), 3), round(found_probability(0.2), 3)
    (0.99, 0.548, 0.008)
    """
    return 1.0 - math.pow(1.0 - math.pow(jaccard_similarity, r), b)


def shingle_hashes(
    buffer: NDArray[np.uint32], offsets: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The sets behind the signatures: sorted distinct 4-gram hashes of each text, and n + 1 offsets into them.

    Two different grams share a hash once in 2^32, so about one pair of 250-character texts in 70,000 is off by a gram.
    """
    texts = _checked_offsets(offsets, buffer.size)
    return _sorted_hashes(read_only(buffer, np.uint32), texts)


def jaccard(a: NDArray[np.uint32], b: NDArray[np.uint32], *, score_cutoff: float = 0.0) -> float:
    """|a ∩ b| / |a ∪ b| of two sorted distinct arrays, in [0, 1]; 0.0 if below `score_cutoff` or both are empty."""
    common = int(_common(read_only(a, np.uint32), read_only(b, np.uint32)))
    union = a.size + b.size - common
    score = common / union if union else 0.0
    return score if score >= score_cutoff else 0.0


def containment(a: NDArray[np.uint32], b: NDArray[np.uint32], *, score_cutoff: float = 0.0) -> float:
    """|a ∩ b| / |a|: how much of `a` is in `b`, in [0, 1]; 0.0 when it is below `score_cutoff` or `a` is empty."""
    common = int(_common(read_only(a, np.uint32), read_only(b, np.uint32)))
    score = common / a.size if a.size else 0.0
    return score if score >= score_cutoff else 0.0


def near_duplicate_score(
    hashes: NDArray[np.uint32], offsets: NDArray[np.int64], pairs: NDArray[np.int64], *, score_cutoff: float = 0.0
) -> NDArray[np.float64]:
    """`jaccard` for many pairs at once: `pairs` has shape (m, 2) and numbers the texts of `shingle_hashes`.

    Raises ValueError if a pair names a text that is not there.
    """
    sets = _checked_offsets(offsets, hashes.size)
    wanted = read_only(pairs, np.int64).reshape(-1, 2)
    if wanted.size and (int(wanted.min()) < 0 or int(wanted.max()) >= sets.size - 1):
        raise ValueError(f"pairs must number texts 0 to {sets.size - 2}, found {wanted.min()} to {wanted.max()}")
    return _pair_scores(read_only(hashes, np.uint32), sets, wanted, float(score_cutoff))


def warm() -> None:
    """Compile (or load) every kernel of this module for the only argument types that the functions above pass."""
    buffer, offsets = code_points(["街口路灯连续三晚不亮请派人检修", "短"])
    bands(signatures(buffer, offsets))
    hashes, sets = shingle_hashes(buffer, offsets)
    jaccard(hashes, hashes)
    near_duplicate_score(hashes, sets, np.zeros((1, 2), dtype=np.int64))


def _checked_offsets(offsets: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """`offsets` in the kernels' form. The kernels do not check bounds, so a wrong offset must be stopped here."""
    checked = read_only(offsets, np.int64)
    if checked.ndim != 1 or checked.size == 0 or checked[0] != 0 or checked[-1] != size:
        raise ValueError(f"offsets must run from 0 to {size}, the length of the buffer")
    if np.any(checked[1:] < checked[:-1]):
        raise ValueError("offsets must not decrease")
    return checked


def _split_mix(seed: int, count: int) -> Iterator[int]:
    """`count` 64-bit numbers of SplitMix64 (Steele, Lea, Flood 2014): written out here, as it must never change."""
    for step in range(1, count + 1):
        mixed = (seed + step * _GOLDEN) % 2**64
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB % 2**64
        yield mixed ^ (mixed >> 31)


_PARAMETERS = list(_split_mix(SEED, 4 + 2 * NUM_PERM))
_GRAM_0, _GRAM_1, _GRAM_2, _GRAM_3 = (np.uint64(number | 1) for number in _PARAMETERS[:SHINGLE])
_MULTIPLIERS = read_only(np.array([n >> 32 | 1 for n in _PARAMETERS[4 : 4 + NUM_PERM]]), np.uint32)
_INCREMENTS = read_only(np.array([n >> 32 for n in _PARAMETERS[4 + NUM_PERM :]]), np.uint32)
_NOTHING = np.uint32(0xFFFFFFFF)
_FMIX_1, _FMIX_2 = np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)


@kernel
def _hash_gram(c0: np.uint32, c1: np.uint32, c2: np.uint32, c3: np.uint32) -> np.uint32:
    total = np.uint64(c0) * _GRAM_0 + np.uint64(c1) * _GRAM_1 + np.uint64(c2) * _GRAM_2 + np.uint64(c3) * _GRAM_3
    h = np.uint32(total >> np.uint64(32))
    h = np.uint32((h ^ (h >> np.uint32(16))) * _FMIX_1)
    h = np.uint32((h ^ (h >> np.uint32(13))) * _FMIX_2)
    return np.uint32(h ^ (h >> np.uint32(16)))


@kernel
def _has_shingles(buffer: NDArray[np.uint32], start: int, end: int, seen: NDArray[np.uint32]) -> bool:
    """Are there at least `seen.size` distinct grams that begin in [start, end)? Stops as soon as it knows."""
    found = 0
    for position in range(start, end):
        h = _hash_gram(buffer[position], buffer[position + 1], buffer[position + 2], buffer[position + 3])
        known = False
        for i in range(found):
            known |= seen[i] == h
        if not known:
            seen[found] = h
            found += 1
            if found == seen.size:
                return True
    return False


@kernel
def sign_texts(
    buffer: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    multipliers: NDArray[np.uint32],
    increments: NDArray[np.uint32],
) -> NDArray[np.uint32]:
    out = np.empty((offsets.size - 1, multipliers.size), dtype=np.uint32)
    out[:] = _NOTHING
    tile = np.empty(_TILE, dtype=np.uint32)
    seen = np.empty(MIN_SHINGLES, dtype=np.uint32)
    for text in range(offsets.size - 1):
        start, end = offsets[text], offsets[text + 1] - (SHINGLE - 1)
        if not _has_shingles(buffer, start, end, seen):
            continue
        for begin in range(start, end, _TILE):
            filled = min(_TILE, end - begin)
            for i in range(filled):
                at = begin + i
                tile[i] = _hash_gram(buffer[at], buffer[at + 1], buffer[at + 2], buffer[at + 3])
            padded = (filled + _LANES - 1) // _LANES * _LANES
            for i in range(filled, padded):
                tile[i] = tile[0]  # a hash seen twice does not move a minimum
            # Permutation outside, hashes inside: a, b and the minimum stay in registers. The other order costs twice.
            for p in range(multipliers.size):
                a, b, least = multipliers[p], increments[p], out[text, p]
                for i in range(padded):
                    least = min(least, np.uint32(np.uint32(a * tile[i]) + b))
                out[text, p] = least
    return out


@kernel
def band_keys(signed: NDArray[np.uint32], b: int, r: int) -> NDArray[np.uint64]:
    out = np.zeros((signed.shape[0], b), dtype=np.uint64)
    for text in range(signed.shape[0]):
        if signed[text, 0] == _NOTHING:
            continue
        for band in range(b):
            key = np.uint64(band + 1) * np.uint64(_GOLDEN)
            for row in range(band * r, band * r + r):
                key = (key ^ np.uint64(signed[text, row])) * np.uint64(0xBF58476D1CE4E5B9)
                key ^= key >> np.uint64(29)
            out[text, band] = key if key != NO_BAND else np.uint64(1)
    return out


@kernel
def radix_sort(values: NDArray[np.uint32], spare: NDArray[np.uint32], count: int) -> None:
    """Sort values[:count]: four passes of 8 bits, an even number, so that the result ends where it began."""
    starts = np.empty(256, dtype=np.int64)
    for shift in range(0, 32, 8):
        starts[:] = 0
        for i in range(count):
            starts[(values[i] >> np.uint32(shift)) & np.uint32(255)] += 1
        total = 0
        for digit in range(256):
            total, starts[digit] = total + starts[digit], total
        for i in range(count):
            digit_of = (values[i] >> np.uint32(shift)) & np.uint32(255)
            spare[starts[digit_of]] = values[i]
            starts[digit_of] += 1
        values, spare = spare, values


@kernel
def _sorted_hashes(
    buffer: NDArray[np.uint32], offsets: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    longest = 0
    for text in range(offsets.size - 1):
        longest = max(longest, offsets[text + 1] - offsets[text])
    work, spare = np.empty(longest, dtype=np.uint32), np.empty(longest, dtype=np.uint32)
    out = np.empty(buffer.size, dtype=np.uint32)
    ends = np.zeros(offsets.size, dtype=np.int64)
    used = 0
    for text in range(offsets.size - 1):
        start, count = offsets[text], max(0, offsets[text + 1] - offsets[text] - (SHINGLE - 1))
        for i in range(count):
            at = start + i
            work[i] = _hash_gram(buffer[at], buffer[at + 1], buffer[at + 2], buffer[at + 3])
        radix_sort(work, spare, count)
        for i in range(count):
            if i == 0 or work[i] != work[i - 1]:
                out[used] = work[i]
                used += 1
        ends[text + 1] = used
    return out[:used].copy(), ends


@kernel
def _common(a: NDArray[np.uint32], b: NDArray[np.uint32]) -> int:
    """Size of the intersection of two sorted distinct arrays: a merge without branches to mispredict."""
    i, j, common = 0, 0, 0
    while i < a.size and j < b.size:
        x, y = a[i], b[j]
        common += x == y
        i += x <= y
        j += y <= x
    return common


@kernel
def _pair_scores(
    hashes: NDArray[np.uint32], offsets: NDArray[np.int64], pairs: NDArray[np.int64], cutoff: float
) -> NDArray[np.float64]:
    out = np.zeros(pairs.shape[0], dtype=np.float64)
    for pair in range(pairs.shape[0]):
        left, right = pairs[pair, 0], pairs[pair, 1]
        a, b = hashes[offsets[left] : offsets[left + 1]], hashes[offsets[right] : offsets[right + 1]]
        smaller, larger = min(a.size, b.size), max(a.size, b.size)
        if larger == 0 or smaller < cutoff * larger:  # J ≤ smaller / larger
            continue
        common = _common(a, b)
        score = common / (a.size + b.size - common)
        if score >= cutoff:
            out[pair] = score
    return out
