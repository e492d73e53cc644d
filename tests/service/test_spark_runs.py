"""A run that is cut into partitions anywhere is followed as if it lay in one array."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from service.dedup_near import REACH, proposed
from service.spark_runs import beginning, carried, near_in_run, run_of, standing

HEAD, TAIL = 2, REACH
ROWS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=60)
CUTS = st.lists(st.integers(0, 60), max_size=8)


def columns(rows: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Two key columns, in order; the places are the numbers of the rows."""
    keys = np.array(rows, dtype=np.int64).reshape(-1, 2)
    order = np.lexsort((keys[:, 1], keys[:, 0]))
    return keys[order], order.astype(np.int64)


@given(ROWS, CUTS)
def test_ranks_and_firsts_do_not_depend_on_where_it_is_cut(rows: list[tuple[int, int]], cuts: list[int]) -> None:
    keys, places = columns(rows)
    edges = [0, *sorted(min(cut, len(rows)) for cut in cuts), len(rows)]
    parts = [(keys[a:b], places[a:b]) for a, b in pairwise(edges)]
    told = [standing((key[:, 0], key[:, 1]), own, HEAD, TAIL) for key, own in parts if len(own)]
    carries = carried(told, HEAD, TAIL)
    ranks, firsts, heads, tails = [], [], [], []
    for n, (key, own) in enumerate(parts):
        if len(own):
            both = (key[:, 0], key[:, 1])
            run = run_of(both, own, carries[beginning(both, own)])
            ranks += run.ranks.tolist()
            firsts += run.firsts().tolist()
            heads.append((edges[n], run.carry.head.tolist()))
            tails.append((edges[n], run.carry.tail.tolist()))
    having = {tuple(key): [p for k, p in zip(keys.tolist(), places.tolist(), strict=True) if k == key] for key in keys.tolist()}
    lists = [having[tuple(key)] for key in keys.tolist()]
    assert ranks == [own.index(place) for own, place in zip(lists, places.tolist(), strict=True)]
    assert firsts == [own[0] for own in lists]
    for (at, head), (_, tail) in zip(heads, tails, strict=True):
        before = [place for place, own in zip(places.tolist()[:at], lists[:at], strict=True) if own == lists[at]]
        assert head == before[:HEAD]
        assert tail == before[-TAIL:]


@given(st.lists(st.integers(1, 3), max_size=60), CUTS)
def test_pairs_of_a_run_are_those_of_the_local_engine(numbers: list[int], cuts: list[int]) -> None:
    bands = np.array(numbers, dtype=np.uint64).reshape(-1, 1)
    order = np.argsort(bands[:, 0], kind="stable")
    keys = bands[order, 0].astype(np.int64)
    edges = [0, *sorted(min(cut, len(numbers)) for cut in cuts), len(numbers)]
    parts = [(keys[a:b], order[a:b]) for a, b in pairwise(edges)]
    carries = carried([standing((key,), own, 1, REACH) for key, own in parts if len(own)], 1, REACH)
    found = set()
    for key, own in parts:
        if len(own):
            older, newer = near_in_run(run_of((key,), own, carries[beginning((key,), own)]), REACH)
            found |= set(zip(older.tolist(), newer.tolist(), strict=True))
    assert sorted(found) == [tuple(pair) for pair in proposed(bands, np.arange(len(bands))).tolist()]
