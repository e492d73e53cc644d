"""Which cases share most with the query, given the lists of cases of its keys?

The lists arrive as runs of descending ids in one array. Scores are added up in a window of WINDOW ids at a time, from the newest
down, in an array that stays in the second-level cache whatever the size of the archive. Each run waits in the window of its next
id: an archive of ten times as many windows costs no more than the ids that are read. (Measured for 16,000 postings over 100,000
cases: 46 µs; a hash table of the right size 150 µs; one array for all cases needs 80 MB a thread at 10 M and misses the cache at
every posting.) Kernels only.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from engine.kernels import kernel
from index.arrays import F32, F64, I64, U16, U32
from index.postings_table import LOADS, SEQS, f32_at, i64_at

Number: TypeAlias = Any
"""A scalar inside a kernel; mypy would tell int and np.int64 apart, Numba does not."""

WINDOW = 1 << 15
"""Ids whose scores are added up at a time: 256 KiB of doubles. The ids of a part begin at a multiple of it."""


@kernel
def _behind(score: Number, seq: Number, other: Number, other_seq: Number) -> bool:
    """Whether the first stands behind the other: lower score, or the same and a higher seq."""
    return bool(score < other or (score == other and seq > other_seq))


@kernel
def sift_down(scores: F32, seqs: I64, score: Number, seq: Number) -> None:
    """Put (score, seq) in the place of the root of a heap whose root stands behind all others."""
    parent = 0
    while 2 * parent + 1 < scores.size:
        child = 2 * parent + 1
        if child + 1 < scores.size and _behind(scores[child + 1], seqs[child + 1], scores[child], seqs[child]):
            child += 1
        if not _behind(scores[child], seqs[child], score, seq):
            break
        scores[parent] = scores[child]
        seqs[parent] = seqs[child]
        parent = child
    scores[parent] = score
    seqs[parent] = seq


@kernel
def part_bases(sizes: I64) -> I64:
    """The id of the first case of each part, and of the first behind the last part."""
    bases = np.zeros(sizes.size + 1, dtype=np.int64)
    for s in range(sizes.size):
        bases[s + 1] = bases[s] + (sizes[s] + WINDOW - 1) // WINDOW * WINDOW
    return bases


@kernel
def rank(
    table: I64, bases: I64, ids: U32, starts: I64, lengths: I64, gains: F64, always: U32, always_scores: F32, sums: F64,
    touched: U16, heap: F32, heap_seqs: I64,
) -> None:  # fmt: skip
    """Score the cases of all runs: `heap` and `heap_seqs` become a heap of the best, `always_scores` those of `always`.

    gains[r] goes to the lengths[r] descending ids from starts[r] on; both are moved on by what was read. A score is the sum over
    the case's load: a long text shares much with everything. Sums are doubles rounded to float32 at the end, so that equal sums tie
    whatever the order of addition; of a tie the lower seq is the better. `heap` comes in as -inf. `always` ascends. `sums` (WINDOW
    zeros) and `touched` (WINDOW + 1) are left as they were found.
    """
    windows = bases[-1] // WINDOW
    first = np.full(windows + 1, -1, dtype=np.int64)
    after = np.empty(gains.size, dtype=np.int64)
    for run in range(gains.size):
        if lengths[run] > 0 and gains[run] > 0:
            place = np.int64(ids[starts[run]]) // WINDOW
            after[run] = first[place]
            first[place] = run
    following = always.size - 1
    part = bases.size - 2
    for window in range(windows - 1, -1, -1):
        base = window * WINDOW
        count = 0
        r = first[window]
        while r >= 0:
            waiting = after[r]
            gain = gains[r]
            i = starts[r]
            end = i + lengths[r]
            while i < end:
                case = np.int64(ids[i]) - base
                if case < 0:
                    break
                # Without a branch: whether a case was met before is as good as random, a wrong guess costs 5 ns.
                touched[count] = case
                count += sums[case] == 0
                sums[case] += gain
                i += 1
            starts[r] = i
            lengths[r] = end - i
            if i < end:
                later = np.int64(ids[i]) // WINDOW
                after[r] = first[later]
                first[later] = r
            r = waiting
        if count == 0:
            continue
        while bases[part] > base:
            part -= 1
        loads, seqs = f32_at(table[part, LOADS]), i64_at(table[part, SEQS])
        shift = base - bases[part]
        while following >= 0 and always[following] >= base:
            case = np.int64(always[following]) - base
            if case < WINDOW:
                always_scores[following] = np.float32(sums[case]) / loads[shift + case]
            following -= 1
        for i in range(count):
            case = np.int64(touched[i])
            score = np.float32(sums[case]) / loads[shift + case]
            sums[case] = 0.0
            if heap.size > 0 and score >= heap[0]:
                seq = seqs[shift + case]
                if _behind(heap[0], heap_seqs[0], score, seq):
                    sift_down(heap, heap_seqs, score, seq)


@kernel
def in_order(scores: F32, seqs: I64) -> I64:
    """The positions of pairs, the best first: by falling score, ties by rising seq."""
    order = np.argsort(seqs, kind="mergesort")
    return order[np.argsort(-scores[order], kind="mergesort")]
