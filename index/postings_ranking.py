"""Which cases share most with the query, given the lists of cases of its keys?

The lists arrive as runs of descending ids in one array. Scores are added up in a window of WINDOW ids at a time, from the
newest down: an array that stays in the second-level cache whatever the size of the archive. (Measured for 16,000 postings
over 100,000 cases: 46 µs; a hash table of the right size 150 µs; one array for all cases needs 80 MB a thread at 10 M and
misses the cache at every posting.) Kernels only.
"""

from __future__ import annotations

from typing import Any, TypeAlias

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
def _threshold(scores: F32, limit: int) -> Any:
    """The `limit`-th largest score; minus infinity when there are no more than `limit`."""
    if limit >= scores.size:
        return np.float32(-np.inf)
    if limit == 0:
        return np.float32(np.inf)
    heap = np.full(limit, np.float32(-np.inf), dtype=np.float32)
    for score in scores:
        if score > heap[0]:
            heap[0] = score
            _sift_down(heap)
    return heap[0]


@kernel
def rank(
    ids: U32, starts: I64, lengths: I64, gains: F64, lows: I64, highs: I64, always: U32, sums: F64, touched: I64,
) -> tuple[U32, F32, F32]:  # fmt: skip
    """All ids that share a key with their sums, and the sums of the ids in `always` (ascending).

    gains[k] goes to the lengths[s, k] descending ids from starts[s, k] on, which lie in [lows[s], highs[s]). Sums are doubles
    rounded to float32 at the end, so that equal sums tie whatever the order of addition. `sums` (WINDOW zeros) and
    `touched` (WINDOW + 1) are left as they were found.
    """
    at = starts.copy()
    room = lengths.sum()
    cases, scores = np.empty(room, dtype=np.uint32), np.empty(room, dtype=np.float32)
    always_scores = np.zeros(always.size, dtype=np.float32)
    following = always.size - 1
    size = 0
    for window in range((highs.max() - 1) // WINDOW, -1, -1):
        low = np.int64(window * WINDOW)
        count = 0
        for s in range(starts.shape[0]):
            if highs[s] <= low or lows[s] >= low + WINDOW:
                continue
            for k in range(gains.size):
                gain = gains[k]
                i = at[s, k]
                end = starts[s, k] + lengths[s, k]
                while i < end:
                    case = np.int64(ids[i]) - low
                    if case < 0:
                        break
                    # Without a branch: whether a case was met before is as good as random, a wrong guess costs 5 ns.
                    touched[count] = case
                    count += sums[case] == 0
                    sums[case] += gain
                    i += 1
                at[s, k] = i
        while following >= 0 and always[following] >= low:
            always_scores[following] = sums[always[following] - low]
            following -= 1
        for i in range(count):
            case = touched[i]
            cases[size] = low + case
            scores[size] = sums[case]
            sums[case] = 0.0
            size += 1
    return cases[:size], scores[:size], always_scores


@kernel
def lighten(ids: U32, scores: F32, base: int, loads: F32) -> None:
    """Divide the score of each id of one part by its load: a long text shares much with everything."""
    for i in range(ids.size):
        ordinal = np.int64(ids[i]) - base
        if 0 <= ordinal < loads.size:
            scores[i] /= loads[ordinal]


@kernel
def pick(ids: U32, scores: F32, limit: int) -> tuple[U32, F32]:
    """The `limit` best ids with their scores. Ids that tie with the last of them all come back, in no order: the caller knows
    their seqs and cuts.
    """
    threshold = _threshold(scores, limit)
    best = 0
    for i in range(ids.size):
        if scores[i] >= threshold:
            ids[best] = ids[i]
            scores[best] = scores[i]
            best += 1
    return ids[:best].copy(), scores[:best].copy()
