"""Which cases share most with the query, given the lists of cases of its keys?

The lists arrive as runs of descending ids in one array. Scores are added up in a window of WINDOW ids at a time, from the newest
down, in an array that stays in the second-level cache whatever the size of the archive, and only what may be among the best is
kept. (Measured for 16,000 postings over 100,000 cases: 46 µs; a hash table of the right size 150 µs; one array for all cases needs
80 MB a thread at 10 M and misses the cache at every posting.) Kernels only.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.kernels import kernel

U32: TypeAlias = NDArray[np.uint32]
U64: TypeAlias = NDArray[np.uint64]
I64: TypeAlias = NDArray[np.int64]
F32: TypeAlias = NDArray[np.float32]
F64: TypeAlias = NDArray[np.float64]

WINDOW = 1 << 15
"""Ids whose scores are added up at a time: 256 KiB of doubles."""


@kernel
def _sift_down(heap: F32) -> None:
    """Restore a min-heap whose root was replaced."""
    parent = 0
    value = heap[0]
    while 2 * parent + 1 < heap.size:
        child = 2 * parent + 1
        if child + 1 < heap.size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[parent] = heap[child]
        parent = child
    heap[parent] = value


@kernel
def normalise(mixed: U64, weights: F64) -> tuple[U64, F64]:
    """Ascending keys without repeats and the largest weight of each; keys of weight 0 are left out."""
    order = np.argsort(mixed)
    keys = np.empty(mixed.size, dtype=np.uint64)
    largest = np.empty(mixed.size, dtype=np.float64)
    size = 0
    for i in order:
        if weights[i] <= 0:
            continue
        if size > 0 and keys[size - 1] == mixed[i]:
            largest[size - 1] = max(largest[size - 1], weights[i])
        else:
            keys[size] = mixed[i]
            largest[size] = weights[i]
            size += 1
    return keys[:size].copy(), largest[:size].copy()


@kernel
def weigh(lengths: I64, weights: F64, visible: int, cap: int, df: I64) -> tuple[F64, int]:
    """What each key that was read adds to a score: weight * log(1 + visible / df)², 0 where df is 0 or above the cap.

    lengths[s, k] cases were read of key k in part s; their sums go to `df`, and lengths to 0 where nothing is added.
    Also how many keys add something.
    """
    gains = np.zeros(weights.size, dtype=np.float64)
    used = 0
    for k in range(weights.size):
        df[k] = 0
        for s in range(lengths.shape[0]):
            df[k] += lengths[s, k]
        if 0 < df[k] <= cap:
            gains[k] = weights[k] * np.log1p(visible / df[k]) ** 2
            used += 1
        else:
            lengths[:, k] = 0
    return gains, used


@kernel
def rank(
    ids: U32, starts: I64, lengths: I64, gains: F64, part: int, low: int, high: int, loads: F32, always: U32, always_scores: F32,
    sums: F64, touched: I64, heap: F32, best: U32, scores: F32, size: int,
) -> int:  # fmt: skip
    """Score the cases of one part, with ids in [low, high); parts are ranked from the newest down.

    gains[k] goes to the lengths[s, k] descending ids from starts[s, k] on, s being the part and the last row; both are moved on by
    what was read. A score is the sum over its load: a long text shares much with everything. Sums are doubles rounded to float32 at
    the end, so that equal sums tie whatever the order of addition. `heap` (a min-heap) holds the scores that may still be the best;
    ids that are not below it go to `best` and `scores` from `size` on, and the new size comes back. Of the ids in `always`
    (ascending) the score goes to `always_scores`. `sums` (WINDOW zeros) and `touched` (WINDOW + 1) are left as they were found.
    """
    following = np.searchsorted(always, np.uint32(high)) - 1
    for window in range((high - 1) // WINDOW, low // WINDOW - 1, -1):
        base = window * WINDOW
        least = low - base if low > base else 0
        count = 0
        for s in (part, starts.shape[0] - 1):
            for k in range(gains.size):
                gain = gains[k]
                i = starts[s, k]
                end = i + lengths[s, k]
                while i < end:
                    case = int(ids[i]) - base
                    if case < least:
                        break
                    # Without a branch: whether a case was met before is as good as random, a wrong guess costs 5 ns.
                    touched[count] = case
                    count += sums[case] == 0
                    sums[case] += gain
                    i += 1
                starts[s, k] = i
                lengths[s, k] = end - i
        while following >= 0 and always[following] >= base + least:
            case = int(always[following])
            always_scores[following] = np.float32(sums[case - base]) / loads[case - low]
            following -= 1
        for i in range(count):
            case = int(touched[i])
            score = np.float32(sums[case]) / loads[base + case - low]
            sums[case] = 0.0
            if heap.size > 0 and score >= heap[0]:
                best[size] = base + case
                scores[size] = score
                size += 1
                if score > heap[0]:
                    heap[0] = score
                    _sift_down(heap)
    return size
