"""Blocks of a batch answer as the postings do to which the cases are added one after the other."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.postings import Postings
from index.postings_answer import read_whole, worths
from index.postings_block import Earlier, block
from index.postings_sorting import mix

LIMIT, CAP, MUST_CAP, COUNT = 5, 2, 2, 90
NO_KEYS = np.empty(0, dtype=np.uint64)


def cases_of(seed: int) -> list[np.ndarray]:
    """Keys of cases among which some keys are everybody's, some rare, and some cases have common keys only."""
    lots = Random(seed)
    found = []
    for _ in range(COUNT):
        common = [key for key in range(14) if lots.random() < 0.7]
        rare = [] if lots.random() < 0.3 else [100 + int(90 * lots.random() ** 2) for _ in range(9)]
        found.append(np.array(sorted({*common, *rare}), dtype=np.uint64))
    return found


def weights_of(own: np.ndarray) -> np.ndarray:
    return (0.5 + own % 3).astype(np.float32)


def read_whole_by(cases: list[np.ndarray], place: int) -> set[int]:
    """The keys above the cap of which the case at `place` asks for every earlier one that has it."""
    own = cases[place]
    df = np.array([sum(int(key in cases[at]) for at in range(place)) for key in own], dtype=np.int64)
    worth = worths(weights_of(own).astype(np.float64), np.full(len(own), place), np.maximum(df, 1))
    order = np.lexsort((mix(own), -worth))
    order = order[df[order] > CAP]
    take = np.zeros(len(order), dtype=np.int64)
    read_whole(np.array([0, len(order)]), np.array([place]), df[order], CAP, take)
    return {int(key) for key in own[order[take > 0]]}


def earlier_of(cases: list[np.ndarray], start: int, end: int) -> list[Earlier]:
    """What a block of cases [start, end) must be told: lists that are whole up to the cap or where one asks for them, then the
    newest."""
    found = []
    whole = set().union(*(read_whole_by(cases, place) for place in range(start, end)))
    for key in sorted({int(key) for own in cases[start:end] for key in own}):
        having = np.array([place for place in range(start) if key in cases[place]], dtype=np.int64)
        if len(having):
            found.append(Earlier(key, len(having), having if key in whole else having[max(0, len(having) - CAP) :]))
    return found


def compared(cases: list[np.ndarray], index: Postings, size: int) -> int:
    """Compare all answers; how many of them rest on lists that were read in part."""
    loads = np.array([1.0 + place % 5 for place in range(COUNT)], dtype=np.float32)
    read_in_part = 0
    for start in range(0, COUNT, size):
        end = min(start + size, COUNT)
        here = block(np.arange(start, end), cases[start:end], earlier_of(cases, start, end), loads)
        for place in range(start, end):
            own = cases[place]
            weights = weights_of(own)
            asked = {"limit": LIMIT, "cap": CAP, "must": own[own < 2], "must_cap": MUST_CAP}
            seqs, scores, capped = index.candidates(own, weights, **asked)
            found, also, cut = here.candidates(place, own, weights, **asked)
            assert (found.tolist(), also.tolist(), cut) == (seqs.tolist(), scores.tolist(), capped)
            read_in_part += cut
            index.add(place, own, place + 1, float(loads[place]))
            if place % 25 == 24:
                index.flush()
    return read_in_part


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1 << 30), st.sampled_from([1, 7, 25, COUNT]))
def test_blocks_answer_as_the_index_does(seed: int, size: int) -> None:
    with TemporaryDirectory() as folder:
        index = Postings.open(Path(folder) / "postings", delta_postings=400)
        assert compared(cases_of(seed), index, size) > 20


def test_some_of_these_cases_ask_for_whole_lists_above_the_cap() -> None:
    cases = cases_of(1)
    assert sum(bool(read_whole_by(cases, place)) for place in range(COUNT)) > 5


def test_a_list_that_was_not_sent_is_an_error_and_no_other_answer() -> None:
    keys = np.array([7], dtype=np.uint64)
    here = block(np.array([20]), [keys], [Earlier(7, 20, np.empty(0, np.int64))], np.ones(21, np.float32))
    with pytest.raises(ValueError, match="not told"):
        here.candidates(20, keys, np.ones(1, np.float32), limit=3, cap=10, must=NO_KEYS)


def test_a_place_that_is_past_is_an_error() -> None:
    keys = np.array([7], dtype=np.uint64)
    here = block(np.array([0, 1]), [keys, keys], [], np.ones(2, np.float32))
    asked = {"limit": 3, "cap": 10, "must": NO_KEYS}
    assert here.candidates(1, keys, np.ones(1, np.float32), **asked)[0].tolist() == [0]
    with pytest.raises(ValueError, match="past"):
        here.candidates(0, keys, np.ones(1, np.float32), **asked)


def test_several_parts_of_one_list_count_once() -> None:
    keys = np.array([7], dtype=np.uint64)
    parts = [Earlier(7, 3, np.array([1, 4])), Earlier(7, -1, np.array([4, 6, 10]))]  # place 10 is the block's own
    here = block(np.array([10, 11]), [keys, keys], parts, np.ones(12, np.float32))
    found, _, _ = here.candidates(11, keys, np.ones(1, np.float32), limit=9, cap=4, must=NO_KEYS)
    assert found.tolist() == [1, 4, 6, 10]
