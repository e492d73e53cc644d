"""From which probability on should a pair be called one matter, and from which should a person look at it?

For each person relation, in general and for each content class with enough pairs: the threshold with the highest F½ among those
that reach the wanted precision. It is chosen five times on four fifths of the matters and judged on the fifth; it replaces the
present one only if the held-out F½ is higher in nine of ten bootstrap draws over matters, and held-out precision is not worse than
wanted or, where the present one does not reach that either, than now. The review band begins where a quarter of the pairs that it
catches are one matter (fewer are not worth a person's look), and holds at most half as many pairs as are linked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.model import Model, Thresholds
from service import learning_scores as scores
from service.learning_pairs import Table

LEAST = 30
"""Decided pairs that the model decides, from which a threshold is chosen …"""
LEAST_OF_EACH = 8
"""… of them of each label."""
FOLDS = 5
GRID = scores.steps(0.05, 0.95, 0.01)
WORTH = 0.25
"""Share of one-matter pairs in the review band from which it is worth a person's look."""
MOST_REVIEWED = 0.5
"""Pairs in the review band for each linked one: nobody looks at more."""
DOUBT = 0.1
"""Chance that a threshold is replaced by one that is no better."""

Chances = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """For pairs of one person relation and class ("" for all): present and suggested threshold, both on held-out pairs.

    `problem` says why the present one stays; empty where the suggestion may replace it.
    """

    category: str
    same_person: bool
    present: float
    suggested: float
    pairs: int
    before: scores.Score
    after: scores.Score
    problem: str


@dataclass(frozen=True, slots=True)
class Point:
    """One line of a curve: links at `threshold`, over all decided pairs of a person relation."""

    threshold: float
    score: scores.Score


def curve(table: Table, chances: Chances) -> list[Point]:
    """Precision and recall at each step; what the rules decide alone is counted at every one."""
    return [Point(t, scores.counted(table.labels, scores.linked(table, chances, t))) for t in scores.steps()]


def best_threshold(table: Table, chances: Chances, precision: float) -> float | None:
    """The highest F½ among the steps that reach `precision` (the lowest of equals); None where none does."""
    found: tuple[float, float] | None = None
    for at in GRID:
        score = scores.counted(table.labels, scores.linked(table, chances, at))
        if score.precision >= precision and score.right and (found is None or score.f(0.5) > found[0]):
            found = (score.f(0.5), at)
    return None if found is None else found[1]


def suggest(table: Table, chances: Chances, model: Model, precision: float) -> list[Suggestion]:
    """General thresholds first, then those of each class, by name."""
    found = []
    classes = sorted({name for each in table.classes for name in each if name and "\n" not in name})
    for category in ("", *classes):
        of_class = np.array([not category or category in each for each in table.classes], dtype=np.bool_)
        for same in (True, False):
            which = of_class & (table.same_person == same)
            if not category or _too_few(table[which & table.open]) == "":
                found.append(_suggestion(table[which], chances[which], category, same, model, precision))
    return found


def review_from(table: Table, chances: Chances, thresholds: Thresholds) -> float:
    """Where the review band should begin, at most `other_person`; the present one where too few pairs lie below it."""
    at = np.where(table.same_person, thresholds.same_person, thresholds.other_person)
    links = scores.linked(table, chances, at)
    if int(scores.reviewed(table, chances, at, 0.0).sum()) < LEAST:
        return min(thresholds.review, thresholds.other_person)
    for start in GRID:
        band = scores.reviewed(table, chances, at, start)
        few = band.sum() <= MOST_REVIEWED * links.sum()
        if few and band.any() and float((table.labels[band] == 1).mean()) >= WORTH:
            return min(start, thresholds.other_person)
    return thresholds.other_person


def changed(model: Model, suggestions: Sequence[Suggestion], table: Table, chances: Chances) -> Model:
    """The model with the suggestions that may replace a present threshold."""
    accepted = [s for s in suggestions if not s.problem]
    general = _with(model.thresholds, [s for s in accepted if not s.category])
    general = replace(general, review=review_from(table, chances, general))
    by_category = dict(model.by_category)
    for category in sorted({s.category for s in accepted if s.category}):
        own = _with(by_category.get(category, general), [s for s in accepted if s.category == category])
        by_category[category] = replace(own, review=min(own.review, own.other_person))
    return replace(model, thresholds=general, by_category=by_category)


def _with(thresholds: Thresholds, suggestions: Sequence[Suggestion]) -> Thresholds:
    """Never a higher bar for the same person than for another one."""
    for s in suggestions:
        thresholds = replace(thresholds, **{"same_person" if s.same_person else "other_person": s.suggested})
    return replace(thresholds, same_person=min(thresholds.same_person, thresholds.other_person))


def _suggestion(
    table: Table, chances: Chances, category: str, same: bool, model: Model, precision: float
) -> Suggestion:
    name = "same_person" if same else "other_person"
    present = getattr(model.by_category.get(category, model.thresholds), name)
    before = scores.linked(table, chances, present)
    nothing = scores.counted(table.labels, before)
    own = table[table.open]

    def kept(problem: str) -> Suggestion:
        return Suggestion(category, same, present, present, len(own), nothing, nothing, problem)

    if few := _too_few(own):
        return kept(few)
    suggested = best_threshold(table, chances, precision)
    if suggested is None:
        return kept(f"no threshold reaches a precision of {precision:g} here")
    after = _held_out(table, chances, present, precision)
    score = scores.counted(table.labels, after)
    problem = _not_better(table, before, after, precision)
    return Suggestion(category, same, present, suggested, len(own), nothing, score, problem)


def _too_few(own: Table) -> str:
    same, other = int((own.labels == 1).sum()), int((own.labels == 0).sum())
    if len(own) >= LEAST and min(same, other) >= LEAST_OF_EACH:
        return ""
    return f"{len(own)} pairs ({same} of one matter, {other} not) are too few: {LEAST}, {LEAST_OF_EACH} of each"


def _held_out(table: Table, chances: Chances, present: float, precision: float) -> NDArray[np.bool_]:
    """Links of each pair at the threshold chosen without its matter."""
    links = np.zeros(len(table), dtype=np.bool_)
    fold = scores.folds(table, FOLDS)
    for held in range(FOLDS):
        learn, test = scores.split(fold, held)
        at = best_threshold(table[learn], chances[learn], precision)
        links[test] = scores.linked(table[test], chances[test], present if at is None else at)
    return links


def _not_better(table: Table, before: NDArray[np.bool_], after: NDArray[np.bool_], precision: float) -> str:
    old, new = scores.counted(table.labels, before), scores.counted(table.labels, after)
    if new.precision < min(precision, old.precision):
        return f"held-out precision falls from {old.precision:.3f} to {new.precision:.3f}"
    if new.f(0.5) <= old.f(0.5):
        return f"held-out F½ is not higher ({new.f(0.5):.3f}, now {old.f(0.5):.3f})"
    better = _share_of_draws(table, before, after)
    if better < 1 - DOUBT:
        return f"held-out F½ is higher in only {better:.0%} of draws, {1 - DOUBT:.0%} are asked for"
    return ""


def _share_of_draws(table: Table, before: NDArray[np.bool_], after: NDArray[np.bool_]) -> float:
    """How often F½ is higher when matters are drawn anew."""
    _, places = np.unique(table.new_group, return_inverse=True)
    same = table.labels == 1
    drawn = np.random.default_rng(1).integers(0, places.max() + 1, size=(scores.DRAWS, places.max() + 1))

    def f_half(links: NDArray[np.bool_]) -> NDArray[np.float64]:
        right, wrong, missed = (
            np.bincount(places, weights=mask)[drawn].sum(axis=1)
            for mask in (links & same, links & ~same, ~links & same)
        )
        value: NDArray[np.float64] = 1.25 * right / np.maximum(1.25 * right + 0.25 * missed + wrong, 1e-9)
        return value

    return float((f_half(after) > f_half(before)).mean())
