"""Which earlier cases share keys with each case of a pile that is all there?

A batch knows the keys of all its cases before the first of them is judged. So nothing has to grow: all pairs of a key and a place
are sorted once, and the earlier cases of a key are what stands behind a case's own place in the list of that key (lists are written
from the newest down). The same kernels choose the keys and rank (`index.postings_answer`), so that the answer is what
`index.postings.Postings` gives to a case that arrives after all before it. Files only as arrays that somebody maps; no locks.
Not for: cases that change, or that come later.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.kernels import kernel, read_only
from engine.keys import WEIGHTS, Kind
from index.arrays import F32, F64, I64, U8, U16, U32, U64
from index.postings import MUST_CAP
from index.postings_answer import EVERYBODYS, FALLBACK_KEYS, common_keys, gain_of, take_whole, together, weigh
from index.postings_query import Workspace
from index.postings_ranking import part_bases, rank
from index.postings_sorting import mix, sort_pairs
from index.postings_table import LOADS, SEQS, WIDTH, address

_REALM = np.uint64(1 << 63)
_WEIGHT_OF = np.array([0.0, *(WEIGHTS[kind] for kind in Kind)], dtype=np.float32).astype(np.float64)
_PERSON = int(Kind.PERSON)
_LAST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Sorted:
    """The keys of some cases: mixed, ascending, of equal ones the newest case first. One entry each: the key (uint64), the place of
    its case (uint32) and its kind (uint8)."""

    keys: U64
    places: U32
    kinds: U8


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of the keys of one range: distinct mixed keys that two cases or more have (uint64, ascending), and where in the
    places of all pairs each begins and ends (int64)."""

    keys: U64
    begins: I64
    ends: I64


@dataclass(frozen=True, slots=True)
class Found:
    """Of each pair in the order of `Sorted`: where the earlier cases of its key begin (int64) and how many they are (int64)."""

    begins: I64
    counts: I64


def sorted_keys(places: I64, keys: list[U64]) -> Sorted:
    """The distinct `keys` of the cases at `places` (ascending), as `engine.keys` made them."""
    flat = np.concatenate([np.empty(0, np.uint64), *keys[::-1]])
    owners = np.repeat(places[::-1].astype(np.uint32), [len(each) for each in keys[::-1]])
    kinds = ((flat & ~_REALM) >> np.uint64(56)).astype(np.uint8)
    mixed, order = sort_pairs(read_only(mix(flat), np.uint64), np.arange(len(flat), dtype=np.uint32))
    return Sorted(mixed, owners[order], kinds[order])


def cut(keys: U64, parts: int) -> I64:
    """Where in ascending mixed keys each of `parts` equal ranges (a power of two) begins; one more for the end."""
    limits = np.arange(1, parts, dtype=np.uint64) << np.uint64(64 - (parts.bit_length() - 1)) if parts > 1 else keys[:0]
    inner = np.searchsorted(keys, limits)
    return np.concatenate([[0], inner, [len(keys)]]).astype(np.int64)


def merged(keys: list[U64], places: list[U32], base: int) -> tuple[Lists, U32]:
    """The lists of one range, from its part of each chunk, the newest chunk first; and all its places, which stand from `base` on
    among those of all ranges."""
    mixed, owners = sort_pairs(
        np.concatenate([np.empty(0, np.uint64), *keys]), np.concatenate([np.empty(0, np.uint32), *places])
    )
    begins = np.flatnonzero(np.diff(mixed, prepend=~mixed[:1])) if len(mixed) else np.empty(0, np.int64)
    ends = np.append(begins[1:], len(mixed))
    shared = ends - begins > 1
    return Lists(mixed[begins[shared]], begins[shared] + base, ends[shared] + base), owners


def find(own: Sorted, lists: Lists, places: U32) -> Found:
    """The earlier cases of each pair of `own`, all of whose keys lie in the range of `lists`; `places`: of all ranges."""
    begins, counts = np.zeros(len(own.keys), np.int64), np.zeros(len(own.keys), np.int64)
    _find(
        read_only(own.keys, np.uint64), read_only(own.places, np.uint32), read_only(lists.keys, np.uint64),
        read_only(lists.begins, np.int64), read_only(lists.ends, np.int64), read_only(places, np.uint32), begins, counts,
    )  # fmt: skip
    return Found(begins, counts)


class Ranking:
    """Candidates of case after case; `loads`: float32 by place, of the whole pile, and `places`: uint32 of all ranges."""

    def __init__(self, loads: F32, places: U32) -> None:
        self._loads = np.ascontiguousarray(loads, dtype=np.float32)
        self._seqs = np.arange(len(loads), dtype=np.int64)
        self.places = read_only(places, np.uint32)
        self._table = np.zeros((1, WIDTH), dtype=np.int64)
        self._table[0, SEQS], self._table[0, LOADS] = address(self._seqs), address(self._loads)
        self._space = Workspace()

    def candidates(self, first: int, count: int, own: Sorted, found: Found, *, limit: int, cap: int) -> tuple[I64, I64, U8]:
        """As `Postings.candidates` with the persons' keys for `must`, of the `count` cases from `first` on, whose pairs `own` has.

        Places, best first; where those of each case begin (one more for the end); and whether lists were read in part (0 or 1).
        """
        return _candidates(
            self._table, first, count, read_only(own.places, np.uint32), read_only(own.kinds, np.uint8),
            read_only(found.begins, np.int64), read_only(found.counts, np.int64), self.places, _WEIGHT_OF, limit, cap,
            min(MUST_CAP, cap), self._space.sums, self._space.touched,
        )  # fmt: skip


def warm() -> None:
    """Compile every kernel of this module."""
    own = sorted_keys(np.arange(2), [np.arange(3, dtype=np.uint64)] * 2)
    lists, places = merged([own.keys], [own.places], 0)
    found = find(own, lists, places)
    Ranking(np.ones(2, np.float32), places).candidates(0, 2, own, found, limit=1, cap=1)


@kernel
def _find(keys: U64, owners: U32, listed: U64, starts: I64, ends: I64, places: U32, begins: I64, counts: I64) -> None:
    """Both ascend: a walk along `listed`, in steps that double where the next key lies far ahead."""
    at = np.int64(0)
    for i in range(keys.size):
        key = keys[i]
        step = np.int64(1)
        while at + step < listed.size and listed[at + step] <= key:
            at += step
            step *= 2
        while step > 0:
            if at + step < listed.size and listed[at + step] <= key:
                at += step
            step //= 2
        if at < listed.size and listed[at] == key:
            low, high = starts[at], ends[at]  # descending: the first place below the own one
            while low < high:
                middle = (low + high) // 2
                if places[middle] < owners[i]:
                    high = middle
                else:
                    low = middle + 1
            begins[i] = low
            counts[i] = ends[at] - low


@kernel
def _candidates(
    table: I64, first: int, count: int, owners: U32, kinds: U8, begins: I64, counts: I64, places: U32, weight_of: F64, limit: int,
    cap: int, must_cap: int, sums: F64, touched: U16,
) -> tuple[I64, I64, U8]:  # fmt: skip
    edges = np.zeros(count + 1, dtype=np.int64)
    for i in range(owners.size):
        edges[np.int64(owners[i]) - first + 1] += counts[i] > 0
    edges = np.cumsum(edges)
    order = np.empty(edges[-1], dtype=np.int64)  # of each case its pairs that somebody shares, by mixed key
    at = edges[:-1].copy()
    for i in range(owners.size):
        if counts[i] > 0:
            owner = np.int64(owners[i]) - first
            order[at[owner]] = i
            at[owner] += 1
    out = np.empty(count * (limit + 8), dtype=np.int64)
    bounds, capped = np.zeros(count + 1, dtype=np.int64), np.zeros(count, dtype=np.uint8)
    for case in range(count):
        at_place = first + case
        mine = order[edges[case] : edges[case + 1]]
        seqs, read_in_part = _answer(
            table, at_place, mine, kinds, begins, counts, places, weight_of, limit, cap, must_cap, sums, touched
        )
        start = bounds[case]
        while start + seqs.size > out.size:
            out = np.concatenate((out, np.empty(out.size, dtype=np.int64)))
        out[start : start + seqs.size] = seqs
        bounds[case + 1] = start + seqs.size
        capped[case] = read_in_part
    return out[: bounds[-1]].copy(), bounds, capped


@kernel
def _answer(
    table: I64, place: int, mine: I64, kinds: U8, begins: I64, counts: I64, places: U32, weight_of: F64, limit: int, cap: int,
    must_cap: int, sums: F64, touched: U16,
) -> tuple[I64, bool]:  # fmt: skip
    """As `index.postings_answer.answer` for a part of the first `place` cases, none of them hidden."""
    n = mine.size
    stored = counts[mine]
    weights = weight_of[kinds[mine]]
    starts, lengths = np.zeros(n + FALLBACK_KEYS, dtype=np.int64), np.zeros(n + FALLBACK_KEYS, dtype=np.int64)
    gains = np.zeros(n + FALLBACK_KEYS, dtype=np.float64)
    take = np.where(stored <= cap, cap, 0)
    common = common_keys(stored, weights, place, cap)
    take_whole(common, stored, cap, place // EVERYBODYS, take)
    for k in range(n):
        if take[k] > 0:
            starts[k], lengths[k] = begins[mine[k]], stored[k]
    hot, used = weigh(stored, weights, place, cap, cap, take, common, 1, lengths, gains)
    capped = hot.size > 0 and used < FALLBACK_KEYS
    for h in range(hot.size):
        starts[n + h], lengths[n + h] = begins[mine[hot[h]]], min(stored[hot[h]], cap)
        gains[n + h] = gain_of(weights[hot[h]], place, stored[hot[h]])
    always = np.empty(0, dtype=np.uint32)
    for k in range(n):
        if kinds[mine[k]] == _PERSON:
            capped |= stored[k] > must_cap
            begin = begins[mine[k]]
            always = np.concatenate((always, places[begin : begin + min(stored[k], must_cap)]))
    always = np.unique(always)
    always_scores = np.zeros(always.size, dtype=np.float32)
    heap, heap_seqs = np.full(limit, -np.inf, dtype=np.float32), np.full(limit, _LAST, dtype=np.int64)
    bases = part_bases(np.full(1, place, dtype=np.int64))
    rank(table, bases, places, starts, lengths, gains, always, always_scores, sums, touched, heap, heap_seqs)
    seqs, _ = together(heap, heap_seqs, always.astype(np.int64), always_scores)
    return seqs, capped
