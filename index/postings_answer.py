"""What does one question cost in compiled code? Everything: look-up, choice of keys, reading, ranking, in one call.

See `index.postings_query` for what is answered; this is how. Kernels only; they trust their input.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from engine.kernels import kernel
from index.arrays import F32, F64, I64, U16, U32, U64
from index.postings_coding import find_keys, read_list
from index.postings_delta import find_chains, read_chains, read_newest
from index.postings_ranking import in_order, part_bases, rank
from index.postings_table import HIDDEN_COUNT, IS_DELTA, SEQS, SIZE, TOPS, i64_at

Int: TypeAlias = Any

FALLBACK_KEYS = 8
"""Keys above the cap whose newest `cap` cases are read, those that add most: enough for a letter that is nothing but
boilerplate, 8 * cap postings."""
WHOLE = 32
"""Times the cap: so many postings of keys above it are read whole, those that add most to a score first. Among 50,000 template
letters and 50,000 others the 40 best then hold 0.99 of those of the asker's estate that they hold without a cap, with none read
whole 0.94."""
EVERYBODYS = 16
"""A key that more than one in so many cases has is not read whole: it tells nothing apart, and reading it costs recall (of pairs
among 8,000 cases 0.981 instead of 0.989 are found among the 50 best)."""
_LAST = np.iinfo(np.int64).max


@kernel
def find_all(table: I64, wanted: U64, grown_counts: I64, grown_found: U32, counts: I64, found: U32) -> None:
    """How many cases have each wanted key in each part, and where they stand.

    Where `grown_counts` is not empty, it and `grown_found` tell of the last part, which was looked at under its lock.
    """
    parts = table.shape[0]
    for s in range(parts):
        if s == parts - 1 and grown_counts.size > 0:
            counts[s] = grown_counts
            found[s] = grown_found
        elif table[s, IS_DELTA] == 1:
            find_chains(table[s], wanted, counts[s], found[s])
        else:
            find_keys(table[s], wanted, counts[s], found[s])


@kernel
def answer(
    table: I64, wanted: U64, weights: F64, grown_counts: I64, grown_found: U32, beyond: int, limit: int, cap: int,
    must_cap: int, ids: U32, sums: F64, touched: U16,
) -> tuple[I64, F32, bool]:  # fmt: skip
    """Seqs, scores and `capped`. `wanted`: len(weights) keys that score, ascending, then those of `must`.
    `beyond`: cases that count and are in no part.

    `ids` has room for what is read (`postings_query.room_for`); `sums` and `touched` as for `rank`.
    """
    parts, n = table.shape[0], weights.size
    counts = np.zeros((parts, wanted.size), dtype=np.int64)
    found = np.zeros((parts, wanted.size), dtype=np.uint32)
    find_all(table, wanted, grown_counts, grown_found, counts, found)
    bases = part_bases(table[:, SIZE].copy())
    everybody, hidden = table[:, SIZE].sum(), table[:, HIDDEN_COUNT].sum()
    visible = everybody - hidden + beyond
    # Hidden cases must not push a key over the cap, so those that they might are read and counted. More than `cap` of
    # them is not looked through: then a key that few visible cases have may be skipped until the next merge.
    readable = cap + min(hidden, cap)
    stored = counts[:, :n].sum(axis=0)
    take = np.where(stored <= readable, readable, 0)
    common = common_keys(stored, weights, visible, cap)
    take_whole(common, stored, cap, visible // EVERYBODYS, take)
    runs = parts * n
    starts, lengths = np.zeros(runs + FALLBACK_KEYS, dtype=np.int64), np.zeros(runs + FALLBACK_KEYS, dtype=np.int64)
    gains = np.zeros(runs + FALLBACK_KEYS, dtype=np.float64)
    at = _read(table, bases, counts, found, take, ids, starts, lengths)
    hot, used = weigh(stored, weights, visible, cap, readable, take, common, parts, lengths, gains)
    capped = hot.size > 0 and used < FALLBACK_KEYS
    newest, begins = _newest(table, bases, counts[:, hot].copy(), found[:, hot].copy(), cap)
    ids[at : at + newest.size] = newest
    for h in range(hot.size):
        starts[runs + h], lengths[runs + h] = at + begins[h], begins[h + 1] - begins[h]
        gains[runs + h] = gain_of(weights[hot[h]], visible, stored[hot[h]])
    must = n + np.flatnonzero(counts[:, n:].sum(axis=0))  # most persons have written nothing before
    capped |= (counts[:, must].sum(axis=0) > must_cap).any()
    always = np.unique(_newest(table, bases, counts[:, must].copy(), found[:, must].copy(), must_cap)[0])
    always_scores = np.zeros(always.size, dtype=np.float32)
    heap, heap_seqs = np.full(limit, -np.inf, dtype=np.float32), np.full(limit, _LAST, dtype=np.int64)
    rank(table, bases, ids, starts, lengths, gains, always, always_scores, sums, touched, heap, heap_seqs)
    seqs, scores = together(heap, heap_seqs, _seqs_of(table, bases, always), always_scores)
    return seqs, scores, capped


@kernel
def common_keys(stored: I64, weights: F64, visible: int, cap: int) -> I64:
    """The keys above the cap by falling share in the score of a case that has them, ties by rising key."""
    common = np.flatnonzero(stored > cap)
    worth = np.empty(common.size, dtype=np.float64)
    for h in range(common.size):
        worth[h] = gain_of(weights[common[h]], visible, stored[common[h]])
    return common[np.argsort(-worth, kind="mergesort")]


@kernel
def take_whole(common: I64, stored: I64, cap: int, most: int, take: I64) -> None:
    """Of the keys that would not be read (take[k] of 0) let those be that `most` cases have and that fit into WHOLE * cap
    postings together, in this order."""
    left = np.int64(WHOLE * cap)
    for k in common:
        if take[k] == 0 and stored[k] <= min(left, most):
            take[k] = stored[k]
            left -= stored[k]


@kernel
def read_whole(begins: I64, visible: I64, stored: I64, cap: int, take: I64) -> None:
    """The same for many questions: the keys begins[q] … begins[q + 1], already in their order, are those of question q among
    visible[q] cases."""
    for q in range(visible.size):
        own = slice(begins[q], begins[q + 1])
        take_whole(np.arange(begins[q + 1] - begins[q]), stored[own], cap, visible[q] // EVERYBODYS, take[own])


@kernel
def _read(
    table: I64, bases: I64, counts: I64, found: U32, take: I64, ids: U32, starts: I64, lengths: I64
) -> Int:
    """Read take[k] cases at most of key k in each part: run s * n + k in part s. The position after."""
    n = take.size
    at = np.int64(0)
    for s in range(table.shape[0]):
        own = slice(s * n, (s + 1) * n)
        if table[s, IS_DELTA] == 1:
            at = read_chains(table[s], counts[s, :n], found[s, :n], take, bases[s], ids, at, starts[own], lengths[own])
            continue
        for k in range(n):
            if counts[s, k] > 0 and take[k] > 0:
                starts[s * n + k] = at
                at = read_list(table[s], np.int64(found[s, k]), take[k], bases[s], ids, at)
                lengths[s * n + k] = at - starts[s * n + k]
    return at


@kernel
def weigh(
    stored: I64, weights: F64, visible: int, cap: int, readable: int, take: I64, common: I64, parts: int, lengths: I64, gains: F64
) -> tuple[I64, Int]:
    """Say what each run adds to a score: 0 of keys that more than `cap` visible cases have, unless they are read whole.

    Which of those are to be read in part, and how many keys were read whole.
    """
    n = stored.size
    in_part = np.zeros(n, dtype=np.bool_)
    used = 0
    for k in range(n):
        df = np.int64(0)
        for s in range(parts):
            df += lengths[s * n + k]
        in_part[k] = stored[k] > cap and (take[k] == 0 or (stored[k] <= readable and df > cap))
        if df > 0 and not in_part[k]:
            used += 1
            gain = gain_of(weights[k], visible, df)
            for s in range(parts):
                gains[s * n + k] = gain
    return common[in_part[common]][:FALLBACK_KEYS], used


@kernel
def gain_of(weight: float, visible: int, df: Int) -> float:
    """What a key adds to the score of a case that has it."""
    return float(weight * np.log1p(visible / df) ** 2)


@kernel
def worths(weights: F64, visible: I64, df: I64) -> F64:
    """What keys that df[k] of visible[k] cases have add to a score: of those above the cap the ones that add most are read."""
    found = np.empty(weights.size, dtype=np.float64)
    for k in range(weights.size):
        found[k] = gain_of(weights[k], visible[k], df[k])
    return found


@kernel
def _newest(table: I64, bases: I64, counts: I64, found: U32, most: int) -> tuple[U32, I64]:
    """The ids of the newest `most` visible cases of each key, those of key k descending at begins[k] … begins[k + 1].

    Parts are read from that with the highest seq on, and where nothing of a part can be newer than what is there already,
    only what is missing: with parts of different ages nothing has to be sorted.
    """
    parts, keys = counts.shape
    tops = _tops(table)
    firsts, ends = np.zeros((parts, keys), dtype=np.int64), np.zeros((parts, keys), dtype=np.int64)
    taken, lowest = np.zeros(keys, dtype=np.int64), np.full(keys, _LAST, dtype=np.int64)
    ids = np.empty(counts.sum() + 1, dtype=np.uint32)
    at = np.int64(0)
    for s in np.argsort(-tops):
        if most == 0:
            break
        for k in range(keys):
            firsts[s, k] = ends[s, k] = at
            at += counts[s, k]
        if table[s, IS_DELTA] == 1:
            wanted = np.where((lowest > tops[s]) & (taken >= most), np.uint32(0), found[s])
            read_newest(table[s], wanted, most, bases[s], ids, ends[s])
        else:
            for k in range(keys):
                want = max(most - taken[k], 0) if lowest[k] > tops[s] else np.int64(most)
                if counts[s, k] > 0:
                    ends[s, k] = read_list(table[s], np.int64(found[s, k]), want, bases[s], ids, firsts[s, k])
        seqs = i64_at(table[s, SEQS])
        for k in range(keys):
            taken[k] += ends[s, k] - firsts[s, k]
            for i in range(firsts[s, k], ends[s, k]):
                lowest[k] = min(lowest[k], seqs[np.int64(ids[i]) - bases[s]])
    return _joined(table, bases, ids, firsts, ends, taken, most)


@kernel
def _tops(table: I64) -> I64:
    """The highest seq of each part."""
    tops = np.full(table.shape[0], -1, dtype=np.int64)
    for s in range(table.shape[0]):
        if table[s, SIZE] > 0:
            tops[s] = i64_at(table[s, TOPS if table[s, IS_DELTA] == 1 else SEQS])[table[s, SIZE] - 1]
    return tops


@kernel
def _joined(
    table: I64, bases: I64, ids: U32, firsts: I64, ends: I64, taken: I64, most: int
) -> tuple[U32, I64]:
    """The ids at firsts[s, k] … ends[s, k] of all parts s, without those beyond the newest `most` of a key."""
    parts, keys = firsts.shape
    out = np.empty(taken.sum(), dtype=np.uint32)
    begins = np.zeros(keys + 1, dtype=np.int64)
    at = np.int64(0)
    for k in range(keys):
        least = np.int64(-1)
        if taken[k] > most:  # parts overlap: the newest of all are among the newest of each
            seqs = np.empty(taken[k], dtype=np.int64)
            n = 0
            for s in range(parts):
                for i in range(firsts[s, k], ends[s, k]):
                    seqs[n] = i64_at(table[s, SEQS])[np.int64(ids[i]) - bases[s]]
                    n += 1
            least = np.sort(seqs)[n - most]
        for s in range(parts - 1, -1, -1):
            for i in range(firsts[s, k], ends[s, k]):
                if least < 0 or i64_at(table[s, SEQS])[np.int64(ids[i]) - bases[s]] >= least:
                    out[at] = ids[i]
                    at += 1
        begins[k + 1] = at
    return out[:at].copy(), begins


@kernel
def _seqs_of(table: I64, bases: I64, ids: U32) -> I64:
    """The seq of each id (part's base + ordinal)."""
    seqs = np.empty(ids.size, dtype=np.int64)
    for i in range(ids.size):
        part = np.searchsorted(bases, np.int64(ids[i]), side="right") - 1
        while table[part, SIZE] == 0:
            part -= 1
        seqs[i] = i64_at(table[part, SEQS])[np.int64(ids[i]) - bases[part]]
    return seqs


@kernel
def together(heap: F32, heap_seqs: I64, always: I64, always_scores: F32) -> tuple[I64, F32]:
    """What is in the heap and all of `always`, best first, ties by lower seq."""
    best = heap > -np.inf
    seqs, scores = heap_seqs[best], heap[best]
    if always.size > 0:
        more = np.ones(always.size, dtype=np.bool_)
        known = np.sort(seqs)
        for i in range(always.size):
            at = np.searchsorted(known, always[i])
            more[i] = at == known.size or known[at] != always[i]
        seqs = np.concatenate((seqs, always[more]))
        scores = np.concatenate((scores, always_scores[more]))
    order = in_order(scores, seqs)
    return seqs[order], scores[order]
