"""How does a table of compared pairs become an engine.model.Model, and how does an operator's table change the delivered one?

`fit` grows trees from nothing; `adapted` starts from a prior model: it stretches and shifts the prior's log odds (a calibration,
which needs no learner and holds from some thirty pairs on) and, where there are enough pairs, lets a few further small trees
correct what is left. Both keep every constraint: a conflict never helps, an agreement never hurts (invariant 3), because a
stretched and shifted monotone sum is monotone, and so is a sum of two. The result is plain arrays; nobody who judges needs a
learner. LightGBM (MIT) is wanted for growing trees only: `pip install 'leian[train]'`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.compare import FEATURES
from engine.meanings import LIKENESS
from engine.model import Model, Trees
from service.errors import LeianError

Rows = NDArray[np.float32]
Numbers = NDArray[np.float64]

FALLING = (
    "objects_conflict", "precise_conflict", "dated_conflict", "amount_conflict", "title_objects_conflict", "district_conflict",
    "town_conflict",
)  # fmt: skip
RISING = (
    "objects_agree", "precise_agree", "points_agree", "title_objects_agree", "pairs_min", "pairs_max", "triples_min", "triples_max",
    "words_min", "words_max", "sounds_min", "sounds_max", "titles_min", "titles_max", "title_words_min", "title_words_max",
    "rest_characters_min", "rest_characters_max", "rest_pairs_min", "rest_pairs_max", "rest_words_min", "rest_words_max",
    "title_in_text_min", "title_in_text_max", "title_in_text_least", "title_in_text_most",
    "recent", "town_agree", *LIKENESS,
)  # fmt: skip
"""A conflict never helps and an agreement never hurts."""
PARAMETERS: Mapping[str, Any] = {
    "objective": "binary", "learning_rate": 0.04, "num_leaves": 15, "min_data_in_leaf": 30, "feature_fraction": 0.3,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "verbose": -1, "seed": 1, "deterministic": True,
    "num_threads": 2, "force_row_wise": True,
}  # fmt: skip
CAUTIOUS: Mapping[str, Any] = {
    "objective": "cross_entropy", "learning_rate": 0.05, "num_leaves": 7, "min_data_in_leaf": 20, "lambda_l2": 10.0,
}  # fmt: skip
"""For trees that correct a prior on few pairs, some of them with no label but the prior's own probability."""
HOLD = 10.0
"""Strength of the pull of shift and stretch towards (0, 1), in squared log odds: as if some ten pairs spoke for the prior."""
_MOST_LOGIT = 14.0  # a probability of 0.999999: beyond it float32 says 1


class LearnerMissing(LeianError):
    """Growing trees needs the optional learner."""

    def __init__(self) -> None:
        super().__init__("training needs LightGBM, which only training needs: pip install 'leian[train]'")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How far a prior may be changed: its log odds stretched and shifted, and so many trees added."""

    name: str
    rounds: int = 0


def learner() -> Any:
    """The lightgbm module. Raises LearnerMissing."""
    try:
        import lightgbm
    except ImportError:
        raise LearnerMissing from None
    return lightgbm


def constraints(features: Sequence[str] = FEATURES) -> list[int]:
    """-1 for columns of which more never helps, 1 for those of which more never hurts, 0 for the others."""
    return [-1 if name in FALLING else 1 if name in RISING else 0 for name in features]


def fit(
    rows: Rows, shares: NDArray[Any], *, weights: Numbers | None = None, start: Numbers | None = None, rounds: int,
    parameters: Mapping[str, Any] = PARAMETERS,
) -> Any:  # fmt: skip
    """A booster on rows of FEATURES. `shares` in [0, 1]: labels, or how sure one is; `start`: log odds that are known already."""
    lightgbm = learner()
    settings = {**parameters, "monotone_constraints": constraints()}
    if start is not None:
        settings["boost_from_average"] = False
    data = lightgbm.Dataset(rows, shares.astype(np.float64), weight=weights, init_score=start)
    return lightgbm.train(settings, data, rounds)


def to_trees(booster: Any) -> Trees:
    """LightGBM's trees as the flat arrays that the engine reads: the same answers to float32's precision."""
    nodes: list[tuple[int, float, int, int, float]] = []

    def add(node: Mapping[str, Any]) -> int:
        at = len(nodes)
        nodes.append((-1, 0.0, 0, 0, float(node.get("leaf_value", 0.0))))
        if "split_feature" in node:
            left, right = add(node["left_child"]), add(node["right_child"])
            # float32 at or below the float64 threshold, so that rows of float32 go the same way
            threshold = np.float32(node["threshold"])
            if float(threshold) > float(node["threshold"]):
                threshold = np.nextafter(threshold, np.float32(-np.inf))
            nodes[at] = (int(node["split_feature"]), float(threshold), left, right, 0.0)
        return at

    roots = [add(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    feature, threshold, left, right, value = zip(*nodes, strict=True)
    return Trees(
        np.array(feature, np.int16), np.array(threshold, np.float32), np.array(left, np.int32), np.array(right, np.int32),
        np.array(value, np.float32), np.array(roots, np.int32), 0.0,
    )  # fmt: skip


def scaled(trees: Trees, stretch: float, shift: float) -> Trees:
    """Trees whose log odds are `shift + stretch * log odds`; stretch > 0."""
    return replace(
        trees, value=(trees.value * np.float32(stretch)).astype(np.float32), bias=shift + stretch * trees.bias
    )


def joined(one: Trees, other: Trees) -> Trees:
    """Trees whose log odds are the sum of both."""
    offset = np.int32(len(one.feature))
    arrays = {
        name: np.concatenate([getattr(one, name), getattr(other, name) + move])
        for name, move in (
            ("feature", np.int16(0)), ("threshold", np.float32(0)), ("left", offset), ("right", offset),
            ("value", np.float32(0)), ("roots", offset),
        )
    }  # fmt: skip
    return Trees(**arrays, bias=one.bias + other.bias)


def log_odds(chances: NDArray[np.floating[Any]]) -> Numbers:
    """ln(p / (1 - p)), at most ±14."""
    p = np.clip(chances.astype(np.float64), 1e-9, 1 - 1e-9)
    odds: Numbers = np.clip(np.log(p) - np.log1p(-p), -_MOST_LOGIT, _MOST_LOGIT)
    return odds


def calibration(odds: Numbers, shares: Numbers, weights: Numbers) -> tuple[float, float]:
    """(shift, stretch) of least log loss, held towards (0, 1) (Platt 1999, with a prior); stretch within [1/4, 4]."""
    from scipy.optimize import minimize

    def loss(at: Numbers) -> float:
        z = at[0] + at[1] * odds
        missed = float((weights * (np.logaddexp(0.0, z) - shares * z)).sum())
        return missed + HOLD * float(at[0] ** 2 + (at[1] - 1.0) ** 2)

    found = minimize(loss, np.array([0.0, 1.0]), method="L-BFGS-B", bounds=[(-4.0, 4.0), (0.25, 4.0)])
    return float(found.x[0]), float(found.x[1])


def adapted(prior: Model, recipe: Recipe, rows: Rows, shares: Numbers, weights: Numbers) -> Model:
    """`prior` changed by what these pairs say; thresholds and reference frequencies stay. Raises LearnerMissing."""
    odds = log_odds(prior.probability(rows))
    shift, stretch = calibration(odds, shares, weights)
    trees = scaled(prior.trees, stretch, shift)
    if recipe.rounds:
        start = shift + stretch * odds
        grown = fit(
            rows, shares, weights=weights, start=start, rounds=recipe.rounds, parameters={**PARAMETERS, **CAUTIOUS}
        )
        trees = joined(trees, to_trees(grown))
    return replace(prior, trees=trees)
