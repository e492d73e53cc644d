"""The engine's arrays say what the learner's trees say; changing a prior keeps what it must; the learner may be missing."""

from __future__ import annotations

import builtins
import sys
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.compare import FEATURES
from engine.model import Model
from service import learning
from service.learning import FALLING, RISING, Recipe, adapted, calibration, fit, joined, log_odds, scaled, to_trees
from service.model_choice import shipped


@cache
def prior() -> Model:
    return shipped().model


def rows_of(seed: int, count: int = 400) -> np.ndarray:
    """Rows around the thresholds of the delivered trees, so that every branch is taken."""
    rng = np.random.default_rng(seed)
    rows = np.zeros((count, len(FEATURES)), dtype=np.float32)
    for column in range(len(FEATURES)):
        cuts = prior().trees.threshold[prior().trees.feature == column]
        rows[:, column] = (rng.choice(cuts, count) if len(cuts) else 0) + rng.choice([-0.01, 0, 0.01], count)
    return rows


def labels_of(rows: np.ndarray, seed: int) -> np.ndarray:
    """Something that can be learnt: common words without a conflict."""
    rng = np.random.default_rng(seed)
    odds = 8 * (rows[:, FEATURES.index("rest_words_max")] - 0.4) - 2 * rows[:, FEATURES.index("objects_conflict")]
    return (odds + rng.normal(0, 1, len(rows)) > 0).astype(np.float64)


def odds_by(trees: object, rows: np.ndarray) -> np.ndarray:
    return log_odds(Model(FEATURES, trees, prior().thresholds, prior().reference).probability(rows))  # type: ignore[arg-type]


@given(st.integers(0, 10_000), st.integers(1, 25))
@settings(max_examples=8)
def test_the_arrays_say_what_the_learner_says(seed: int, rounds: int):
    rows = rows_of(seed)
    booster = fit(rows, labels_of(rows, seed), rounds=rounds)
    asked = rows_of(seed + 1)
    model = Model(FEATURES, to_trees(booster), prior().thresholds, prior().reference)
    assert model.probability(asked) == pytest.approx(booster.predict(asked), abs=2e-6)


@given(st.integers(0, 10_000))
@settings(max_examples=5)
def test_trees_added_to_a_prior_say_what_the_learner_says_from_its_start(seed: int):
    rows = rows_of(seed)
    start = log_odds(prior().probability(rows))
    settings_ = {**learning.PARAMETERS, **learning.CAUTIOUS}
    grown = fit(rows, labels_of(rows, seed), start=start, rounds=20, parameters=settings_)
    asked = rows_of(seed + 1)
    expected = log_odds(prior().probability(asked)) + grown.predict(asked, raw_score=True)
    assert odds_by(joined(prior().trees, to_trees(grown)), asked) == pytest.approx(expected, abs=2e-3)


@given(st.floats(0.25, 4), st.floats(-3, 3))
@settings(max_examples=10)
def test_stretching_and_shifting_act_on_log_odds(stretch: float, shift: float):
    rows = rows_of(3, 50)
    before = log_odds(prior().probability(rows))
    expected = np.clip(shift + stretch * before, -7, 7)  # beyond, float32 probabilities tell little apart
    assert np.clip(odds_by(scaled(prior().trees, stretch, shift), rows), -7, 7) == pytest.approx(expected, abs=0.02)


def test_a_calibration_is_found_again_and_held_back_where_there_is_little():
    rng = np.random.default_rng(5)
    odds = rng.normal(0, 3, 20_000)
    true = (rng.random(20_000) < 1 / (1 + np.exp(-(0.7 + 0.5 * odds)))).astype(np.float64)
    shift, stretch = calibration(odds, true, np.ones(len(odds)))
    assert (shift, stretch) == pytest.approx((0.7, 0.5), abs=0.05)
    few = calibration(odds[:10], true[:10], np.ones(10))
    assert abs(few[0]) < 0.4
    assert 0.7 < few[1] < 1.2
    assert calibration(odds[:0], true[:0], np.ones(0)) == pytest.approx((0.0, 1.0))


@pytest.mark.parametrize("recipe", [Recipe("calibrated"), Recipe("trees", 40)], ids=lambda r: r.name)
def test_an_adapted_model_learns_and_keeps_invariant_three(recipe: Recipe):
    rows = rows_of(7, 1_500)
    shares = labels_of(rows, 7)
    model = adapted(prior(), recipe, rows, shares, np.ones(len(rows)))
    asked = rows_of(8)
    true = labels_of(asked, 8)

    def loss(of: Model) -> float:
        p = np.clip(of.probability(asked), 1e-6, 1 - 1e-6)
        return float(-(true * np.log(p) + (1 - true) * np.log1p(-p)).mean())

    assert loss(model) < loss(prior())
    assert model.reference is prior().reference
    assert model.thresholds == prior().thresholds
    before = model.probability(asked)
    for name in (*FALLING, *RISING):
        more = asked.copy()
        more[:, FEATURES.index(name)] += np.float32(0.3)
        change = model.probability(more) - before
        assert (change <= 1e-6).all() if name in FALLING else (change >= -1e-6).all(), name


def test_every_named_constraint_is_a_column():
    assert set(FALLING) | set(RISING) <= set(FEATURES)
    assert sorted(learning.constraints()).count(-1) == len(FALLING)
    assert set(FALLING) == {name for name in FEATURES if name.endswith("_conflict")}


def test_without_the_learner_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    real = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name == "lightgbm":
            raise ImportError(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.delitem(sys.modules, "lightgbm", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(learning.LearnerMissing, match=r"pip install 'leian\[train\]'"):
        learning.learner()
