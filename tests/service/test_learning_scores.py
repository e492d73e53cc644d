"""Scores against counting by hand; nothing held out is learnt from; a bound that holds as often as it says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.relate import NEVER, Asked
from service import learning_scores as scores
from service.learning_pairs import Table
from service.learning_refit import LEAST, enough, joined

PAIR = st.tuples(
    st.integers(0, 1), st.integers(0, 6), st.integers(0, 6), st.booleans(), st.booleans(), st.booleans(), st.floats(0, 1, width=32)
)  # label, groups, same person, always, possible, probability


def made(rows: list[tuple]) -> tuple[Table, np.ndarray]:
    """Pairs of which the rules ask neither more nor less than the threshold."""
    label, new, old, same, always, possible, chance = (list(c) for c in zip(*rows, strict=True)) if rows else ([],) * 7
    n = len(rows)
    classes = np.empty(n, dtype=object)
    classes[:] = [frozenset()] * n
    table = Table(
        np.zeros((n, 1), np.float32), np.array(label, np.int8), np.array(new, np.int64), np.array(old, np.int64),
        np.array(same, np.bool_), np.array(always, np.bool_), np.array(possible, np.bool_), np.zeros(n, np.bool_),
        np.zeros(n), np.zeros(n), np.full(n, NEVER), classes,
    )  # fmt: skip
    return table, np.array(chance, np.float32)


@given(st.lists(PAIR, max_size=30), st.floats(0, 1))
def test_counts_are_those_of_counting(rows: list[tuple], at: float):
    table, chances = made(rows)
    links = [always or (possible and float(np.float32(chance)) >= at) for _, _, _, _, always, possible, chance in rows]
    score = scores.counted(table.labels, scores.linked(table, chances, at))
    right = sum(link and row[0] == 1 for link, row in zip(links, rows, strict=True))
    assert (score.right, score.wrong) == (right, sum(links) - right)
    assert score.missed == sum(row[0] == 1 for row in rows) - right
    p, r = score.precision, score.recall
    if right:
        assert score.f() == pytest.approx(2 * p * r / (p + r))
        assert score.f(0.5) == pytest.approx(1.25 * p * r / (0.25 * p + r))
        assert min(p, r) - 1e-9 <= score.f(0.5) <= max(p, r) + 1e-9


ASKED = st.builds(Asked, st.sampled_from([-0.12, 0.0, 0.08]), st.sampled_from([0.0, 0.9]), st.sampled_from([0.0, 0.05, NEVER]))


@given(st.lists(st.tuples(PAIR, ASKED), max_size=30), st.floats(0, 1), st.floats(0, 1))
def test_links_are_what_the_rules_grant_and_review_is_what_they_leave_open(rows: list[tuple], at: float, review: float):
    """The slow way: each pair asks for itself, as the engine does."""
    table, chances = made([row for row, _ in rows])
    asks = [each for _, each in rows]
    table = replace(table, **{name: np.array([getattr(each, name) for each in asks]) for name in ("shift", "least", "enough")})
    for i, link in enumerate(scores.linked(table, chances, at)):
        assert link == (table.always[i] or (table.possible[i] and asks[i].grants(float(chances[i]), at)))
    for i, shown in enumerate(scores.reviewed(table, chances, at, review)):
        open_ = table.possible[i] and float(chances[i]) >= max(review, asks[i].least)  # as the engine compares them
        assert shown == (open_ and not table.always[i] and not asks[i].grants(float(chances[i]), at))


@given(st.lists(PAIR, min_size=1, max_size=60), st.integers(2, 5))
def test_what_is_held_out_is_held_out_once_and_its_matter_is_not_learnt_from(rows: list[tuple], count: int):
    table, _ = made(rows)
    fold = scores.folds(table, count)
    times = np.zeros(len(table), dtype=int)
    for held in range(count):
        learn, test = scores.split(fold, held)
        times += test
        seen = set(table.new_group[learn].tolist()) | set(table.old_group[learn].tolist())
        assert seen.isdisjoint(table.new_group[test].tolist())
    assert (times == 1).all()


def test_calibration_error_of_what_is_right_is_small_and_of_what_is_turned_is_large():
    rng = np.random.default_rng(2)
    chances = rng.random(20_000)
    labels = (rng.random(20_000) < chances).astype(np.int8)
    assert scores.calibration_error(labels, chances) < 0.02
    assert scores.calibration_error(labels, 1 - chances) > 0.4
    assert scores.calibration_error(labels[:0], chances[:0]) == 0.0


def test_log_loss_is_that_of_the_books():
    labels, chances = np.array([1, 0, 1], np.int8), np.array([0.8, 0.1, 0.0], np.float32)
    assert scores.losses(labels, chances) == pytest.approx([-np.log(0.8), -np.log(0.9), -np.log(1e-6)], rel=1e-4)


def test_pairs_of_one_matter_are_no_evidence_on_their_own():
    gains = np.tile([0.5, 0.6, 0.4], 40)
    assert scores.surely(np.arange(120), gains, 0.025) > 0.4
    one_matter = np.where(np.arange(120) < 60, 1.0, -0.9)  # sixty pairs say the same thing: that is two matters, not 120
    assert scores.surely(np.arange(120) // 60, one_matter, 0.025) < 0 < scores.surely(np.arange(120), one_matter + 0.4, 0.025)
    assert scores.surely(np.arange(0), np.zeros(0), 0.025) == 0.0


@settings(max_examples=5)
@given(st.integers(0, 1000))
def test_the_lower_bound_is_seldom_above_the_truth(seed: int):
    """One in forty by construction; of forty at most six, or the bound is none (P < 0.0001)."""
    rng = np.random.default_rng(seed)
    above = sum(scores.surely(np.arange(80), rng.normal(0.1, 1, 80), 0.025) > 0.1 for _ in range(40))
    assert above <= 6


def test_enough_counts_only_what_the_model_decides():
    rows = [(n % 2, n, n + 1, False, False, True, 0.5) for n in range(LEAST)]
    table, _ = made(rows)
    assert enough(table).problem == ""
    ruled, _ = made([(1, n, n, False, True, True, 0.5) for n in range(500)] + [(0, n, n + 1, False, False, False, 0.5) for n in range(500)])
    assert "there are 0 (0 confirmed, 0 rejected, 0 matters)" in enough(ruled).problem
    few, _ = made(rows[:-1])
    assert f"there are {LEAST - 1}" in enough(few).problem
    one_sided, _ = made([(1, n, n, False, False, True, 0.5) for n in range(100)])
    assert "0 rejected" in enough(one_sided).problem
    one_matter, _ = made([(n % 2, 0, 1, False, False, True, 0.5) for n in range(100)])
    assert "2 matters" in enough(one_matter).problem
    assert len(joined(few, table)) == 2 * LEAST - 1
