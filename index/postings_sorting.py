"""How do keys become evenly spread numbers, and pairs of them a sorted run?

The first step of building a segment (`index.postings_coding` is the second), and of every question (`mix`). Kernels only.
"""

from __future__ import annotations

import numpy as np

from engine.kernels import kernel, read_only
from index.arrays import F32, F64, I64, U32, U64

_TOP_BITS = 10
"""First cut of a sort: 1,024 streams, few enough for the address cache; of 8 M pairs, 8,000 go into each: 100 kB."""
_QUESTION_BITS = 8
"""The same for the some hundred keys of a question, in each part of which one or two are left."""
_LOWER_DIGITS = 3
"""Then so many digits of 8 bits inside the cache. Distinct keys that agree in all 34 bits are one in 10^4 or fewer."""


def mix(keys: U64) -> U64:
    """Spread `keys` (one dimension) evenly over 64 bits, one to one.

    The finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
    """
    return _mix(read_only(keys, np.uint64))


@kernel
def _mix_one(key: np.uint64) -> np.uint64:
    key += np.uint64(0x9E3779B97F4A7C15)
    key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return key ^ (key >> np.uint64(31))


@kernel
def _mix(keys: U64) -> U64:
    mixed = np.empty(keys.size, dtype=np.uint64)
    for i in range(keys.size):
        mixed[i] = _mix_one(keys[i])
    return mixed


@kernel
def distinct(keys: U64, weights: F32, must: U64) -> tuple[U64, F64]:
    """Mixed keys, ascending, without repeats and those of weight 0, each with its largest weight; then those of `must`.

    The array is longer than that of the weights by the distinct keys of `must`.
    """
    mixed = _mix(keys)
    order = _order(mixed)
    more = np.unique(must)
    out = np.empty(keys.size + more.size, dtype=np.uint64)
    largest = np.empty(keys.size, dtype=np.float64)
    size = 0
    for i in order:
        if weights[i] <= 0:
            continue
        if size > 0 and out[size - 1] == mixed[i]:
            largest[size - 1] = max(largest[size - 1], np.float64(weights[i]))
        else:
            out[size] = mixed[i]
            largest[size] = weights[i]
            size += 1
    for i in range(more.size):
        out[size + i] = _mix_one(more[i])
    return out[: size + more.size].copy(), largest[:size].copy()


@kernel
def _order(mixed: U64) -> I64:
    """The positions of mixed keys in ascending order: one pass by the top bits, then what is left by insertion.

    Mixed keys are even: next to nothing is left. Keys that were chosen to agree in their top bits cost a sort by insertion.
    """
    shift = np.uint64(64 - _QUESTION_BITS)
    at = np.zeros((1 << _QUESTION_BITS) + 1, dtype=np.int64)
    for key in mixed:
        at[np.int64(key >> shift) + 1] += 1
    for part in range(1 << _QUESTION_BITS):
        at[part + 1] += at[part]
    order = np.empty(mixed.size, dtype=np.int64)
    for i in range(mixed.size):
        top = np.int64(mixed[i] >> shift)
        order[at[top]] = i
        at[top] += 1
    for i in range(1, mixed.size):
        one = order[i]
        j = i
        while j > 0 and mixed[order[j - 1]] > mixed[one]:
            order[j] = order[j - 1]
            j -= 1
        order[j] = one
    return order


@kernel
def sort_pairs(keys: U64, owners: U32) -> tuple[U64, U32]:
    """Both arrays in ascending order of `keys`; equal keys keep their order.

    Radix sort: one pass over the memory by the top bits, the rest of each part inside the cache. Quick for mixed keys,
    correct for any.
    """
    n = keys.size
    shift = np.uint64(64 - _TOP_BITS)
    starts = np.zeros((1 << _TOP_BITS) + 1, dtype=np.int64)
    for key in keys:
        starts[np.int64(key >> shift) + 1] += 1
    longest = starts.max()
    starts = np.cumsum(starts)
    at = starts[:-1].copy()
    out_keys, out_owners = np.empty(n, dtype=np.uint64), np.empty(n, dtype=np.uint32)
    for i in range(n):
        top = np.int64(keys[i] >> shift)
        out_keys[at[top]] = keys[i]
        out_owners[at[top]] = owners[i]
        at[top] += 1
    spare_keys, spare_owners = np.empty(longest, dtype=np.uint64), np.empty(longest, dtype=np.uint32)
    for part in range(1 << _TOP_BITS):
        first, last = starts[part], starts[part + 1]
        if last - first > 1:
            _sort_part(out_keys[first:last], out_owners[first:last], spare_keys, spare_owners)
    return out_keys, out_owners


@kernel
def _sort_part(keys: U64, owners: U32, spare_keys: U64, spare_owners: U32) -> None:
    """Sort pairs that agree in the top bits, in place: the next digits by radix, what is left by insertion."""
    n = keys.size
    for digit in range(_LOWER_DIGITS):
        shift = np.uint64(64 - _TOP_BITS - 8 * (_LOWER_DIGITS - digit))
        at = np.zeros(257, dtype=np.int64)
        for i in range(n):
            at[np.int64((keys[i] >> shift) & np.uint64(255)) + 1] += 1
        for value in range(256):
            at[value + 1] += at[value]
        for i in range(n):
            low = np.int64((keys[i] >> shift) & np.uint64(255))
            spare_keys[at[low]] = keys[i]
            spare_owners[at[low]] = owners[i]
            at[low] += 1
        keys[:] = spare_keys[:n]
        owners[:] = spare_owners[:n]
    for i in range(1, n):
        key, owner = keys[i], owners[i]
        j = i
        while j > 0 and keys[j - 1] > key:
            keys[j] = keys[j - 1]
            owners[j] = owners[j - 1]
            j -= 1
        keys[j] = key
        owners[j] = owner
