"""Lists of a pile that is all there give the candidates of an index to which the cases are added one after the other."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.keys import Kind, of_persons, weights_of
from index.postings import MUST_CAP, Postings
from index.postings_pile import Found, Ranking, Sorted, cut, find, merged, sorted_keys

LIMIT, CAP, COUNT = 5, 6, 60
CONFIDENTIAL = 1 << 63


def cases_of(seed: int) -> list[np.ndarray]:
    """Keys of cases among which some keys are everybody's, some rare, some persons', and some cases have common keys only."""
    lots = Random(seed)
    found = []
    for _ in range(COUNT):
        realm = CONFIDENTIAL if lots.random() < 0.1 else 0
        common = [key | int(Kind.WORD) << 56 for key in range(14) if lots.random() < 0.7]
        rare = [] if lots.random() < 0.3 else [100 + int(40 * lots.random() ** 2) | int(Kind.SLOT) << 56 for _ in range(9)]
        persons = [int(lots.random() * 5) | int(Kind.PERSON) << 56 for _ in range(lots.random() < 0.6)]
        found.append(np.array(sorted({key | realm for key in (*common, *rare, *persons)}), dtype=np.uint64))
    return found


def candidates(cases: list[np.ndarray], loads: np.ndarray, size: int, parts: int, cap: int) -> tuple[list[list[int]], list[int]]:
    """Of all cases, in chunks of `size`, over `parts` ranges of keys."""
    spans = [(start, min(start + size, COUNT)) for start in range(0, COUNT, size)]
    chunks = [sorted_keys(np.arange(*span), cases[slice(*span)]) for span in spans]
    cuts = [cut(chunk.keys, parts) for chunk in chunks]
    lists, places, base = [], [], 0
    for part in range(parts):
        own = [(chunk, edges[part : part + 2]) for chunk, edges in zip(chunks, cuts, strict=True)][::-1]
        made, held = merged([c.keys[a:b] for c, (a, b) in own], [c.places[a:b] for c, (a, b) in own], base)
        lists.append(made)
        places.append(held)
        base += len(held)
    ranking = Ranking(loads, np.concatenate(places))
    picks: list[list[int]] = []
    capped: list[int] = []
    for (start, end), chunk, edges in zip(spans, chunks, cuts, strict=True):
        ranges = [Sorted(chunk.keys[a:b], chunk.places[a:b], chunk.kinds[a:b]) for a, b in pairwise(edges)]
        each = [find(own, made, ranking.places) for own, made in zip(ranges, lists, strict=True)]
        found = Found(np.concatenate([f.begins for f in each]), np.concatenate([f.counts for f in each]))
        out, bounds, cut_short = ranking.candidates(start, end - start, chunk, found, limit=LIMIT, cap=cap)
        picks += [out[a:b].tolist() for a, b in pairwise(bounds)]
        capped += cut_short.tolist()
    return picks, capped


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1 << 30), st.sampled_from([1, 7, 25, COUNT]), st.sampled_from([1, 2, 8]), st.sampled_from([3, CAP, 800]))
def test_the_answer_is_that_of_the_index(seed: int, size: int, parts: int, cap: int) -> None:
    cases = cases_of(seed)
    loads = np.array([1.0 + place % 5 for place in range(COUNT)], dtype=np.float32)
    picks, capped = candidates(cases, loads, size, parts, cap)
    with TemporaryDirectory() as folder:
        index = Postings.open(Path(folder) / "postings", delta_postings=400)
        for place, own in enumerate(cases):
            must = own[of_persons(own)]
            found, _, read_in_part = index.candidates(
                own, weights_of(own), limit=LIMIT, cap=cap, must=must, must_cap=min(MUST_CAP, cap)
            )
            assert (picks[place], bool(capped[place])) == (found.tolist(), bool(read_in_part))
            index.add(place, own, place + 1, float(loads[place]))
    assert cap > CAP or sum(capped) > 10


def test_lists_hold_what_two_cases_have_the_newest_first() -> None:
    keys = [np.array(own, dtype=np.uint64) for own in ([1, 2], [2, 3], [2, 3, 4])]
    own = sorted_keys(np.arange(3), keys)
    lists, places = merged([own.keys], [own.places], 100)
    held = [places[a - 100 : b - 100].tolist() for a, b in zip(lists.begins.tolist(), lists.ends.tolist(), strict=True)]
    assert sorted(held) == [[2, 1], [2, 1, 0]]
    assert (np.diff(lists.keys.astype(object)) > 0).all()
    assert len(places) == 7


def test_ranges_cover_all_keys() -> None:
    keys = np.sort(np.random.default_rng(3).integers(0, 1 << 63, 500, dtype=np.uint64) * np.uint64(2))
    edges = cut(keys, 4)
    assert edges[0] == 0
    assert edges[-1] == 500
    assert [int(keys[a] >> np.uint64(62)) for a in edges[:-1]] == [0, 1, 2, 3]


@pytest.mark.parametrize("parts", [1, 4])
def test_an_empty_pile_has_no_lists(parts: int) -> None:
    own = sorted_keys(np.empty(0, np.int64), [])
    assert cut(own.keys, parts).tolist() == [0] * (parts + 1)
    lists, places = merged([own.keys], [own.places], 0)
    assert (len(lists.keys), len(places)) == (0, 0)
