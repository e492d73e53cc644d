"""How good is a model, or a threshold, on pairs that people have decided, and is one surely better than another?

Links are what the service would assert: the rules' own (`Table.always`), and where they leave it to the model, a probability at
or above the threshold of the person relation and class, moved by what the rules ask more or less of this pair. F½ counts precision
double: a wrong link costs more than a missed one. Differences are judged by drawing matters, not pairs: the pairs of one matter say
the same thing many times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.model import Model
from service.learning_pairs import Table

DRAWS = 2_000
BINS = 10
_LEAST = 1e-6  # smallest probability whose logarithm is taken


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of links over decided pairs; every ratio of nothing is 1 for precision, 0 for recall."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    def f(self, beta: float = 1.0) -> float:
        """F measure in [0, 1]; beta < 1 favours precision (van Rijsbergen 1979)."""
        b = beta * beta
        below = (1 + b) * self.right + b * self.missed + self.wrong
        return (1 + b) * self.right / below if below else 0.0


@dataclass(frozen=True, slots=True)
class Fit:
    """`loss`: mean log loss in nats over the pairs that the model decides. `calibration`: expected calibration error there."""

    score: Score
    loss: float
    calibration: float


def limits(table: Table, model: Model) -> NDArray[np.float64]:
    """The threshold of each pair: by what its two cases have in common of classes, and by person relation."""
    chosen = [model.limits(classes, classes) for classes in table.classes]
    return np.array([t.same_person if s else t.other_person for t, s in zip(chosen, table.same_person, strict=True)])


def linked(table: Table, chances: NDArray[np.floating[Any]], at: NDArray[np.float64] | float) -> NDArray[np.bool_]:
    """Which pairs the service asserts to be one matter."""
    p = chances.astype(np.float64)  # as the engine compares them
    enough = (p >= table.least) & ((p >= at + table.shift) | (p >= table.enough))
    mask: NDArray[np.bool_] = table.always | (table.possible & enough)
    return mask


def reviewed(
    table: Table,
    chances: NDArray[np.floating[Any]],
    at: NDArray[np.float64] | float,
    review: NDArray[np.float64] | float,
) -> NDArray[np.bool_]:
    """Which pairs a person is shown as NEEDS_REVIEW: not linked at `at`, probability at or above `review`, no rule against it."""
    least = np.where(table.possible, table.least, 0.0)
    may = (table.possible | table.doubtful) & (chances >= np.maximum(least, review))
    mask: NDArray[np.bool_] = may & ~linked(table, chances, at)
    return mask


def counted(labels: NDArray[np.int8], links: NDArray[np.bool_]) -> Score:
    same, other = labels == 1, labels == 0
    return Score(int((links & same).sum()), int((links & other).sum()), int((~links & same).sum()))


def losses(labels: NDArray[np.int8], chances: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Log loss of each pair, nats."""
    p = np.clip(chances.astype(np.float64), _LEAST, 1 - _LEAST)
    return np.where(labels == 1, -np.log(p), -np.log1p(-p))


def calibration_error(labels: NDArray[np.int8], chances: NDArray[np.floating[Any]]) -> float:
    """Mean distance of probability and share in BINS equal steps, weighted by their pairs (Naeini 2015); 0 for no pairs."""
    if not len(labels):
        return 0.0
    place = np.minimum((chances * BINS).astype(np.int64), BINS - 1)
    counts = np.bincount(place, minlength=BINS)
    said = np.bincount(place, weights=chances, minlength=BINS)
    true = np.bincount(place, weights=(labels == 1).astype(np.float64), minlength=BINS)
    return float(np.abs(said - true)[counts > 0].sum() / len(labels))


def measured(table: Table, chances: NDArray[np.floating[Any]], at: NDArray[np.float64] | float) -> Fit:
    """All figures of probabilities on decided pairs with these thresholds."""
    mine, own = table.open, chances[table.open]
    loss = float(losses(table.labels[mine], own).mean()) if mine.any() else 0.0
    return Fit(counted(table.labels, linked(table, chances, at)), loss, calibration_error(table.labels[mine], own))


def surely(groups: NDArray[np.int64], gains: NDArray[np.float64], error: float) -> float:
    """Lower bound of the mean gain a pair: below it with probability `error`, by drawing DRAWS times as many groups anew."""
    if not len(gains):
        return 0.0
    _, places = np.unique(groups, return_inverse=True)
    sums = np.bincount(places, weights=gains)
    sizes = np.bincount(places)
    drawn = np.random.default_rng(1).integers(0, len(sums), size=(DRAWS, len(sums)))
    return float(np.quantile(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1), error))


def folds(table: Table, count: int) -> NDArray[np.int64]:
    """(n, 2): the fold of the new and of the old case of each pair; a matter is in one fold. The same for the same groups."""
    ends = np.stack([table.new_group, table.old_group], axis=1)
    groups, places = np.unique(ends, return_inverse=True)
    drawn = np.random.default_rng(1).permutation(len(groups)) % count
    return drawn[places.reshape(ends.shape)]


def split(fold: NDArray[np.int64], held: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(to learn from, held out): whatever touches a held-out matter is not learnt from; each pair is held out once, in its new
    case's fold."""
    return ~(fold == held).any(axis=1), fold[:, 0] == held


def steps(least: float = 0.05, most: float = 0.95, step: float = 0.05) -> Sequence[float]:
    """Thresholds for a curve."""
    return [round(least + i * step, 4) for i in range(round((most - least) / step) + 1)]
