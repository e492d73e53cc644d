"""Which few texts of a large column are worth scoring, and what do these score, without looking at all the others?

`promising` adds up the lists of the rarest keys of a query, as many as a budget of postings allows, and keeps the texts that got
most: the rest of a query's keys are those that very many texts have, which move no text far. `scores_of` then scores the few
exactly, by all keys, walking each list in leaps (galloping search, Bentley and Yao 1976). Cost is bounded by the budget, not by
the archive. Not for: columns so small that `Field.scores` of all texts costs no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.kernels import kernel, read_only
from index.bm25 import K1, LOG_COUNTS, B, Field, Query, Statistics, count_words, field_of, prepare_query

_BINS = 4096
"""Steps of the score that the texts are chosen by; those of the last step are taken newest first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A field with what is asked of it; `weight` of a score of 1 in the sum that the texts are chosen by.

    `cosine`: scored as `Field.cosines`, otherwise as `Field.scores`.
    """

    field: Field
    query: Query
    weight: float
    cosine: bool = False


def promising(
    asked: Sequence[Asked], allowed: NDArray[np.bool_], most: int, budget: int
) -> tuple[NDArray[np.int64], bool]:
    """Rows ascending, at most `most` of the allowed ones, and whether they are all that have any key of the query.

    `budget`: postings that are read, of all fields together; the shortest list is always read.
    """
    size = len(allowed)
    total = np.zeros(size, dtype=np.float32)
    lists = [each.field.ranges(each.query.keys) for each in asked]
    lengths = np.concatenate([end - start for start, end in lists])
    order = np.argsort(lengths, kind="stable")
    read = np.zeros(len(lengths), dtype=bool)
    read[order[(np.cumsum(lengths[order]) <= budget) | (np.arange(len(order)) == 0)]] = True
    first = 0
    for each, (start, end) in zip(asked, lists, strict=True):
        chosen = read[first : first + len(start)]
        first += len(start)
        _add(each, start[chosen], end[chosen], each.query.weights[chosen] * each.weight, total)
    rows = _best(total, read_only(allowed, np.bool_), most)
    return rows, bool(read.all()) and len(rows) < most


def scores_of(asked: Asked, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """What `Field.scores` or `Field.cosines` says of these texts, ascending (len(rows),)."""
    field, query = asked.field, asked.query
    start, end = field.ranges(query.keys)
    total = np.zeros(len(rows))
    damping = np.zeros(len(rows)) if asked.cosine else K1 * (1 - B + B * field.lengths[rows] / query.average)
    _score_rows(
        start, end, read_only(query.weights, np.float64), *_postings(field), read_only(rows, np.int64),
        read_only(damping, np.float64), LOG_COUNTS, asked.cosine, total,
    )  # fmt: skip
    return total / field.norms[rows] if asked.cosine else total


def warm() -> None:
    """Compile or load the kernels."""
    counted = count_words(["a"])
    field = field_of([counted])
    query = prepare_query(counted, [field], Statistics.of([field]))
    for cosine in (False, True):
        asked = Asked(field, query, 1.0, cosine)
        rows, _ = promising([asked], np.ones(len(field.lengths), dtype=bool), 1, 1)
        scores_of(asked, rows)


def _postings(field: Field) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    return read_only(field.texts, np.int32), read_only(field.counts, np.uint8)


def _add(
    asked: Asked,
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    weights: NDArray[np.float64],
    total: NDArray[np.float32],
) -> None:
    field = asked.field
    if asked.cosine:
        _add_cosines(start, end, weights, *_postings(field), read_only(field.norms, np.float32), LOG_COUNTS, total)
    else:
        slope = K1 * B / asked.query.average
        _add_gains(start, end, weights, *_postings(field), read_only(field.lengths, np.float32), slope, total)


@kernel
def _add_gains(
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    weights: NDArray[np.float64],
    texts: NDArray[np.int32],
    counts: NDArray[np.uint8],
    lengths: NDArray[np.float32],
    slope: float,
    total: NDArray[np.float32],
) -> None:
    for i in range(len(start)):
        for j in range(start[i], end[i]):
            times = float(counts[j])
            gain = weights[i] * times * (K1 + 1.0) / (times + K1 * (1.0 - B) + slope * lengths[texts[j]])
            total[texts[j]] += np.float32(gain)


@kernel
def _add_cosines(
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    weights: NDArray[np.float64],
    texts: NDArray[np.int32],
    counts: NDArray[np.uint8],
    norms: NDArray[np.float32],
    log_counts: NDArray[np.float64],
    total: NDArray[np.float32],
) -> None:
    for i in range(len(start)):
        for j in range(start[i], end[i]):
            total[texts[j]] += np.float32(weights[i] * log_counts[counts[j]] / norms[texts[j]])


@kernel
def _best(total: NDArray[np.float32], allowed: NDArray[np.bool_], most: int) -> NDArray[np.int64]:
    """The allowed rows with the highest totals above 0, ascending; of equal ones the last."""
    highest = np.float32(0.0)
    for row in range(len(total)):
        if allowed[row] and total[row] > highest:
            highest = total[row]
    if highest <= 0:
        return np.zeros(0, dtype=np.int64)
    bins = np.zeros(_BINS, dtype=np.int64)
    scale = (_BINS - 1) / highest
    for row in range(len(total)):
        if allowed[row] and total[row] > 0:
            bins[int(total[row] * scale)] += 1
    cut, above = _BINS - 1, 0
    while cut > 0 and above + bins[cut] < most:
        above += bins[cut]
        cut -= 1
    room = min(bins[cut], most - above)
    rows = np.empty(above + room, dtype=np.int64)
    at = len(rows)
    for row in range(len(total) - 1, -1, -1):
        if total[row] * scale >= cut and total[row] > 0 and allowed[row]:
            step = int(total[row] * scale)
            if step > cut or room > 0:
                room -= step == cut
                at -= 1
                rows[at] = row
    return rows


@kernel
def _score_rows(
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    weights: NDArray[np.float64],
    texts: NDArray[np.int32],
    counts: NDArray[np.uint8],
    rows: NDArray[np.int64],
    damping: NDArray[np.float64],
    log_counts: NDArray[np.float64],
    cosine: bool,
    total: NDArray[np.float64],
) -> None:
    for i in range(len(start)):
        at, last = start[i], end[i]
        for j in range(len(rows)):
            row = rows[j]
            leap = 1
            while at + leap < last and texts[at + leap] < row:
                leap *= 2
            low, high = at + leap // 2, min(at + leap, last)
            while low < high:  # the first place from `at` on that is not below the row
                middle = (low + high) // 2
                if texts[middle] < row:
                    low = middle + 1
                else:
                    high = middle
            at = low
            if at >= last:
                break
            if texts[at] == row:
                times = float(counts[at])
                if cosine:
                    total[j] += weights[i] * log_counts[counts[at]]
                else:
                    total[j] += weights[i] * times * (K1 + 1.0) / (times + damping[j])
