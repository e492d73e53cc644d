"""Thresholds: the best of those that are right often enough, judged on what they were not chosen on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_learning_scores import PAIR, made

from engine.compare import FEATURES
from engine.model import Model, Thresholds
from service import learning_limits as limits
from service import learning_scores as scores
from service.learning_pairs import Table
from service.model_choice import shipped


@given(st.lists(PAIR, max_size=25), st.sampled_from([0.5, 0.8, 1.0]))
def test_the_chosen_threshold_is_the_best_there_is(rows: list[tuple], precision: float):
    table, chances = made(rows)
    tried = [(scores.counted(table.labels, scores.linked(table, chances, at)), at) for at in limits.GRID]
    right = [(score.f(0.5), -at) for score, at in tried if score.precision >= precision and score.right]
    assert limits.best_threshold(table, chances, precision) == (-max(right)[1] if right else None)


def spread(cut: float, *, classes: str = "", noise: float = 0.03, seed: int = 1, count: int = 400) -> tuple[Table, np.ndarray]:
    """Pairs of one matter each, which are the same nearly always above `cut` and nearly never below."""
    rng = np.random.default_rng(seed)
    chances = rng.random(count).astype(np.float32)
    labels = (chances > cut) ^ (rng.random(count) < noise)
    table, _ = made([(int(same), n, n + 1_000, False, False, True, 0.0) for n, same in enumerate(labels)])
    named = np.empty(count, dtype=object)
    named[:] = [frozenset({classes} if classes else ())] * count
    return replace(table, classes=named), chances


def model(**thresholds: float) -> Model:
    return replace(shipped().model, thresholds=replace(Thresholds(0.35, 0.9, 0.55), **thresholds))


def other(suggestions: list[limits.Suggestion], category: str = "") -> limits.Suggestion:
    return next(s for s in suggestions if not s.same_person and s.category == category)


def test_a_better_threshold_is_suggested_and_kept():
    table, chances = spread(0.4)
    found = limits.suggest(table, chances, model(), 0.9)
    best = other(found)
    assert best.problem == ""
    assert best.suggested == pytest.approx(0.4, abs=0.05)
    assert best.after.f(0.5) > best.before.f(0.5)
    new = limits.changed(model(), found, table, chances)
    assert new.thresholds.other_person == best.suggested
    assert new.thresholds.same_person <= new.thresholds.other_person
    assert new.thresholds.review <= new.thresholds.other_person
    assert np.array_equal(new.trees.value, model().trees.value)


def test_a_setting_that_is_as_good_is_not_overwritten():
    table, chances = spread(0.4)
    present = limits.best_threshold(table, chances, 0.9)
    assert present is not None
    found = limits.suggest(table, chances, model(other_person=present), 0.9)
    assert "F½ is" in other(found).problem
    assert limits.changed(model(other_person=present), found, table, chances).thresholds.other_person == present


def test_too_few_pairs_and_an_unreachable_precision_are_told():
    table, chances = spread(0.4, count=25)
    assert "are too few" in other(limits.suggest(table, chances, model(), 0.9)).problem
    table, chances = spread(0.4, noise=0.5)
    assert "no threshold reaches a precision of 0.99" in other(limits.suggest(table, chances, model(), 0.99)).problem


def test_a_class_gets_its_own_threshold_and_the_file_keeps_it():
    (one, one_p), (two, two_p) = spread(0.4, classes="环保"), spread(0.7, classes="城建", seed=2)
    table = Table(**{n: np.concatenate([getattr(one, n), getattr(two, n)]) for n in Table.__slots__})
    table = replace(table, new_group=np.arange(800), old_group=np.arange(800) + 1_000)
    chances = np.concatenate([one_p, two_p])
    found = limits.suggest(table, chances, model(), 0.9)
    assert [s.category for s in found] == ["", "", "城建", "环保"]  # of the same person there is no pair
    assert other(found, "环保").suggested == pytest.approx(0.4, abs=0.05)
    assert other(found, "城建").suggested == pytest.approx(0.7, abs=0.05)
    new = limits.changed(model(), found, table, chances)
    assert new.limits(["环保", "x"], ["环保"]).other_person == other(found, "环保").suggested
    assert new.limits(["环保"], ["城建"]) == new.limits() == new.thresholds
    back = Model.from_bytes(new.to_bytes(), FEATURES)
    assert back.by_category == new.by_category
    assert back.limits(["城建"], ["城建"]) == new.limits(["城建"], ["城建"])
    assert new.limits(["城建", "环保"], ["环保", "城建"]) == new.limits(["环保", "城建"], ["城建", "环保"])


def test_the_review_band_is_worth_looking_at_and_not_too_wide():
    table, chances = spread(0.5, noise=0.0)
    table = replace(table, labels=((chances > 0.6) | ((chances > 0.4) & (np.arange(400) % 2 == 0))).astype(np.int8))
    found = limits.review_from(table, chances, Thresholds(0.35, 0.6, 0.55))
    band = (chances >= found) & (chances < 0.6)
    assert 0.2 < found < 0.55
    assert (table.labels[band] == 1).mean() >= limits.WORTH
    assert band.sum() <= limits.MOST_REVIEWED * (chances >= 0.6).sum()
    nothing = replace(table, labels=(chances > 0.6).astype(np.int8))
    assert limits.review_from(nothing, chances, Thresholds(0.35, 0.6, 0.55)) == 0.6  # below it nobody need look
    few = table[np.arange(20)]
    assert limits.review_from(few, chances[:20], Thresholds(0.35, 0.6, 0.55)) == 0.55
