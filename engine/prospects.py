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
from engine.kernels import kernel, read_only
from engine.model import Model
from engine.relate import BRIEF, CONTAINED, FLOOR, MIN_LETTERS, NEAR_VERBATIM, SAME_TROUBLE

_AT = {name: i for i, name in enumerate(FEATURES)}
_TOO_SHORT = np.float32(np.log(0.5 + MIN_LETTERS))
_BRIEF = np.float32(np.log(0.5 + BRIEF))
"""ln(1 + letters) between two numbers of letters, so that rounding decides nothing."""
_VERBATIM, _INSIDE, _FLOOR = np.float32(NEAR_VERBATIM), np.float32(CONTAINED), np.float32(FLOOR)
_TRIPLES_MIN, _TRIPLES_MAX, _SOUNDS_MIN, _REST_WORDS, _REST_PAIRS, _LETTERS_MIN, _LETTERS_MAX = (
    FEATURES.index(name)
    for name in (
        "triples_min", "triples_max", "sounds_min", "rest_words_max", "rest_pairs_max", "letters_min", "letters_max",
    )
)  # fmt: skip
_POINTS, _OBJECTS, _BOTH_NAME, _NEITHER_NAMES = (
    FEATURES.index(name) for name in ("points_agree", "objects_agree", "both_name_objects", "neither_names_objects")
)


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
    found = np.empty(len(rows), dtype=np.bool_)
    likely = np.float32(min(limits.review, limits.other_person - SAME_TROUBLE))
    _hopeful(
        read_only(rows, np.float32), read_only(chances, np.float32), read_only(vetoed, np.bool_), read_only(exact, np.bool_),
        likely, found,
    )  # fmt: skip
    return found


def similar(rows: NDArray[np.float32], vetoed: NDArray[np.bool_], limits: Limits) -> NDArray[np.bool_]:
    """Which pairs may be SIMILAR: as alike as R12 asks, and vetoed, here or for their other objects, or long enough and placed for
    R4 to get so far."""
    found = np.empty(len(rows), dtype=np.bool_)
    least = np.float32(limits.similar) * np.float32(0.999999)
    _similar(read_only(rows, np.float32), read_only(vetoed, np.bool_), least, found)
    return found


def column(rows: NDArray[np.float32], feature: str) -> NDArray[np.float32]:
    """One of FEATURES."""
    return rows[:, _AT[feature]]


def warm() -> None:
    """Compile every kernel of this module."""
    rows, none, limits = np.zeros((0, len(FEATURES)), np.float32), np.zeros(0, np.bool_), Limits(1.0, 1.0, 1.0)
    hopeful(rows, np.zeros(0, np.float32), none, none, limits)
    similar(rows, none, limits)


@kernel
def _hopeful(rows, chances, vetoed, exact, likely, found):  # type: ignore[no-untyped-def]
    for r in range(len(rows)):
        row, chance = rows[r], chances[r]
        verbatim = row[_TRIPLES_MIN] >= _VERBATIM or row[_SOUNDS_MIN] >= _VERBATIM
        one_place = row[_POINTS] > 0 or (row[_OBJECTS] > 0 and chance >= _FLOOR)
        inside = row[_TRIPLES_MAX] >= _INSIDE
        found[r] = not vetoed[r] and (chance >= likely or verbatim or one_place or inside or exact[r])


@kernel
def _similar(rows, vetoed, least, found):  # type: ignore[no-untyped-def]
    for r in range(len(rows)):
        row = rows[r]
        alike = row[_REST_WORDS] >= least and row[_REST_PAIRS] >= least
        placed = row[_OBJECTS] > 0
        short = row[_LETTERS_MIN] < _TOO_SHORT and not placed
        named = placed or row[_BOTH_NAME] > 0 or row[_NEITHER_NAMES] > 0
        unplaced = not named and row[_LETTERS_MAX] < _BRIEF
        apart = row[_BOTH_NAME] > 0 and not placed and row[_LETTERS_MAX] < _BRIEF  # `relate` vetoes: other objects
        found[r] = alike and (vetoed[r] or apart or not (short or unplaced))
