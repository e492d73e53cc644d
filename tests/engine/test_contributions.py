"""A score is taken apart without rest: the steps add up to the model's log-odds, whichever way they are grouped."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
from docket import Docket, case, model, person
from hypothesis import given
from hypothesis import strategies as st

from engine.compare import FEATURES
from engine.contributions import FAMILIES, LEAST, MOST_NAMED, contributions, family_of, path_steps


def slow_steps(row: np.ndarray) -> tuple[float, list[float]]:
    """The definition, without a kernel."""
    t = model().trees

    def expected(node: int) -> float:
        if t.feature[node] < 0:
            return float(t.value[node])
        return 0.5 * (expected(t.left[node]) + expected(t.right[node]))

    base, steps = float(t.bias), [0.0] * len(FEATURES)
    for root in t.roots:
        node = int(root)
        base += expected(node)
        while t.feature[node] >= 0:
            feature = int(t.feature[node])
            child = int(t.left[node] if row[feature] <= t.threshold[node] else t.right[node])
            steps[feature] += expected(child) - expected(node)
            node = child
    return base, steps


@given(st.integers(0, 2**32 - 1))
def test_steps_add_up_to_the_log_odds(seed: int):
    rows = (np.random.default_rng(seed).random((3, len(FEATURES))) * 4 - 1).astype(np.float32)
    base, steps = path_steps(model(), rows)
    chances = model().probability(rows).astype(np.float64)
    assert base + steps.sum(axis=1) == pytest.approx(np.log(chances / (1 - chances)), abs=1e-3)


def test_the_kernel_does_what_the_definition_says():
    row = np.random.default_rng(3).random((1, len(FEATURES))).astype(np.float32)
    base, steps = path_steps(model(), row)
    slow_base, slow = slow_steps(row[0])
    assert base == pytest.approx(slow_base)
    assert steps[0].tolist() == pytest.approx(slow)


@given(st.integers(0, 2**32 - 1))
def test_families_add_up_too_and_name_what_moved_most(seed: int):
    rows = np.random.default_rng(seed).random((2, len(FEATURES))).astype(np.float32)
    _, steps = path_steps(model(), rows)
    for row, found in zip(steps, contributions(model(), rows), strict=True):
        assert [c.family for c in found] == ["base", *FAMILIES]
        for each in found[1:]:
            own = {f: s for f, s in zip(FEATURES, row.tolist(), strict=True) if family_of(f) == each.family}
            assert each.log_odds == pytest.approx(sum(own.values()), abs=1e-3)
            large = sorted((abs(s) for s in own.values() if abs(s) >= LEAST), reverse=True)[:MOST_NAMED]
            assert [abs(v) for v in each.features.values()] == pytest.approx(large, abs=1e-3)


def test_every_column_has_a_family():
    assert {family_of(feature) for feature in FEATURES} == set(FAMILIES)
    assert [family_of(f) for f in ("pairs_min", "title_objects_agree", "titles_max", "rest_words_max", "letters_gap", "neither_names_objects", "recent", "town_agree")] == [
        "wording", "places", "title", "demand", "lengths", "places", "time", "places",
    ]  # fmt: skip


def test_only_what_is_asserted_or_suspected_is_taken_apart():
    docket = Docket()
    text = "枫叶雅苑7号楼一楼的面馆把排烟口装在我家卧室窗下，每天炒菜油烟倒灌，要求把排烟口改到楼顶。"
    docket.register(case("A1", text, who=person("沈砚秋", "13900007001")))
    docket.register(case("A2", text.replace("7号楼", "9号楼"), who=person("沈砚秋", "13900007001")))
    found = {m.case_id: m for m in docket.check(case("N", "枫叶雅苑7号楼面馆油烟倒灌到卧室。", "2026-03-09", person("邱", "13900007002"))).matches}
    assert found["A2"].contributions == ()
    total = sum(c.log_odds for c in found["A1"].contributions)
    assert found["A1"].score == pytest.approx(1 / (1 + math.exp(-total)), abs=0.01)


def test_taking_apart_costs_little():
    rows = np.zeros((8, len(FEATURES)), dtype=np.float32)
    contributions(model(), rows)
    best = min(_timed(rows) for _ in range(20))
    assert best < 0.002


def _timed(rows: np.ndarray) -> float:
    started = time.process_time()
    contributions(model(), rows)
    return time.process_time() - started
