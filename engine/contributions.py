"""What did each kind of likeness add to a pair's score?

P(same matter) is the logistic function of a sum over trees. On a row's way from the root of a tree to its leaf every split moves
the expected value, and that step is credited to the feature that was asked (path contributions, Saabas 2014). All steps and the
trees' common starting point add up to the row's log-odds. Expected values are taken over both ways of a split alike: the model
file does not tell how many pairs went either way. Not for judging: nothing here decides anything.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.compare import FEATURES
from engine.grams import TABLE_BITS, Reference
from engine.kernels import kernel, read_only
from engine.meanings import LIKENESS
from engine.model import FEATURE_BITS, Model, Thresholds, Trees, next_node
from engine.verdict import Contribution

LEAST = 0.05
"""Log-odds from which a feature is named; a hundredth of probability at most, and less away from the middle."""
MOST_NAMED = 4
"""Features named per family, those that moved the score most."""
DIGITS = 3

FAMILIES = ("wording", "title", "demand", "places", "lengths", "time", "meaning")
_PREFIXES = {
    "title_objects": "places", "title": "title", "rest": "demand", "letters": "lengths", "recent": "time",
    **dict.fromkeys(LIKENESS, "meaning"),
}  # fmt: skip
_PLACES = ("objects", "precise", "points", "dated", "amount", "both_name", "neither_names", "district", "town")


def family_of(feature: str) -> str:
    """Which of FAMILIES a column of the model belongs to; what has no family of its own is wording."""
    for prefix, family in _PREFIXES.items():
        if feature.startswith(prefix):
            return family
    return "places" if feature.startswith(_PLACES) else "wording"


_FAMILY = np.array([FAMILIES.index(family_of(feature)) for feature in FEATURES], dtype=np.int64)


def contributions(model: Model, rows: NDArray[np.float32]) -> list[tuple[Contribution, ...]]:
    """For each row of FEATURES what the families added, in log-odds, beginning with where every pair starts ("base").

    The sums of a row, unrounded, are ln(p / (1 - p)) of `model.probability`. Families that added nothing are there all the same.
    """
    base, steps = path_steps(model, rows)
    sums = np.zeros((len(rows), len(FAMILIES)), dtype=np.float64)
    named = np.full((len(rows), len(FAMILIES), MOST_NAMED), -1, dtype=np.int64)
    _gather(read_only(steps, np.float64), read_only(_FAMILY, np.int64), LEAST, sums, named)
    start = Contribution("base", round(base, DIGITS))
    rounded = steps.round(DIGITS).tolist(), sums.round(DIGITS).tolist()
    return [(start, *_written(*row)) for row in zip(*rounded, named.tolist(), strict=True)]


def _written(row: list[float], sums: list[float], named: list[list[int]]) -> list[Contribution]:
    return [
        Contribution(family, total, {FEATURES[at]: row[at] for at in which if at >= 0})
        for family, total, which in zip(FAMILIES, sums, named, strict=True)
    ]


def path_steps(model: Model, rows: NDArray[np.float32]) -> tuple[float, NDArray[np.float64]]:
    """The common starting point, and (n, features) of steps away from it; both in log-odds."""
    w = model.walks
    steps = np.zeros((len(rows), len(model.features)), dtype=np.float64)
    base = _walk(
        read_only(rows, np.float32), w.ways, w.threshold, w.expected, w.roots, w.depths, model.trees.bias, steps,
    )  # fmt: skip
    return base, steps


def warm() -> None:
    """Compile every kernel of this module."""
    leaf = Trees(
        np.array([-1], np.int16), np.zeros(1, np.float32), np.zeros(1, np.int32), np.zeros(1, np.int32),
        np.zeros(1, np.float32), np.zeros(1, np.int32), 0.0,
    )  # fmt: skip
    flat = Model(FEATURES, leaf, Thresholds(), Reference(np.zeros(sum(1 << bits for bits in TABLE_BITS), np.uint8)))
    contributions(flat, np.zeros((1, len(FEATURES)), np.float32))


@kernel
def _walk(rows, ways, threshold, expected, roots, depths, bias, steps):  # type: ignore[no-untyped-def]
    base = float(bias)
    for tree in range(len(roots)):
        base += expected[roots[tree]]
        for r in range(len(rows)):
            node = np.uint32(roots[tree])
            for _ in range(depths[tree]):
                child = next_node(rows[r], ways, threshold, node)
                if child == node:  # a leaf leads back to itself
                    break
                steps[r, ways[node] & np.uint32((1 << FEATURE_BITS) - 1)] += expected[child] - expected[node]
                node = child
    return base


@kernel
def _gather(steps, family, least, sums, named):  # type: ignore[no-untyped-def]
    """Sums by family, and the features of each that moved the score most, the largest step first."""
    for r in range(len(steps)):
        for at in range(steps.shape[1]):
            size = abs(steps[r, at])
            sums[r, family[at]] += steps[r, at]
            if size < least:
                continue
            top = named[r, family[at]]
            rank = len(top)
            while rank > 0 and (top[rank - 1] < 0 or size > abs(steps[r, top[rank - 1]])):
                rank -= 1
            if rank < len(top):
                top[rank + 1 :] = top[rank:-1].copy()
                top[rank] = at
