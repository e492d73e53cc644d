"""What could a pair be at most, seen from its row of features alone?

`engine.relate` reads both cases; this knows a row, whether slots veto and whether the texts are equal, and says of many pairs at
once which of them no rule can make more than DIFFERENT or SIMILAR. It may err on the side of hope only: a pair without prospect is
never SAME, PART or UNDETERMINED. The constants are those of the rules themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.compare import FEATURES
from engine.model import Model
from engine.relate import BRIEF, CONTAINED, FLOOR, MIN_LETTERS, NEAR_VERBATIM, SAME_TROUBLE

_AT = {name: i for i, name in enumerate(FEATURES)}
_TOO_SHORT = np.float32(np.log(0.5 + MIN_LETTERS))
_BRIEF = np.float32(np.log(0.5 + BRIEF))
"""ln(1 + letters) between two numbers of letters, so that rounding decides nothing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The lowest thresholds that any two classes of cases have."""

    other_person: float
    review: float
    similar: float


def lowest_limits(model: Model) -> Limits:
    """Over the thresholds for all and those of single classes."""
    every = (model.thresholds, *model.by_category.values())
    return Limits(*(min(getattr(t, name) for t in every) for name in ("other_person", "review", "similar")))


def hopeful(
    rows: NDArray[np.float32],
    chances: NDArray[np.float32],
    vetoed: NDArray[np.bool_],
    exact: NDArray[np.bool_],
    limits: Limits,
) -> NDArray[np.bool_]:
    """Which pairs of different or unknown persons may be SAME, PART or UNDETERMINED. rows: (n, len(FEATURES)), the rest (n,)."""
    likely = chances >= min(limits.review, limits.other_person - SAME_TROUBLE)
    verbatim = (column(rows, "triples_min") >= NEAR_VERBATIM) | (column(rows, "sounds_min") >= NEAR_VERBATIM)
    one_place = (column(rows, "points_agree") > 0) | ((column(rows, "objects_agree") > 0) & (chances >= FLOOR))
    inside = column(rows, "triples_max") >= CONTAINED
    return ~vetoed & (likely | verbatim | one_place | inside | exact)


def similar(rows: NDArray[np.float32], vetoed: NDArray[np.bool_], limits: Limits) -> NDArray[np.bool_]:
    """Which pairs may be SIMILAR: as alike as R12 asks, and vetoed, or long enough and placed for R4 to get so far."""
    least = np.float32(limits.similar) * np.float32(0.999999)
    alike = (column(rows, "rest_words_max") >= least) & (column(rows, "rest_pairs_max") >= least)
    placed = column(rows, "objects_agree") > 0
    short = (column(rows, "letters_min") < _TOO_SHORT) & ~placed
    named = placed | (column(rows, "both_name_objects") > 0) | (column(rows, "neither_names_objects") > 0)
    unplaced = ~named & (column(rows, "letters_max") < _BRIEF)
    return alike & (vetoed | ~(short | unplaced))


def column(rows: NDArray[np.float32], feature: str) -> NDArray[np.float32]:
    """One of FEATURES."""
    return rows[:, _AT[feature]]
