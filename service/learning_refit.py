"""Is a model re-fitted on an operator's own decisions better than the one in use, and which one is it?

Every recipe is cross-fitted: each decision is judged once by a model that saw nothing of its matter. The candidate is the
recipe with the least held-out loss among those that may be accepted, else among all. It is accepted only if (1) its held-out
log loss is surely lower: the lower end of a 95 % bootstrap interval over matters, shared among the recipes tried, lies above
zero; and (2) with the thresholds in use, its held-out F½ is not lower. Pairs that nobody has decided hold the model in place:
they keep the probability that the prior gives them, at a small weight; else a table that holds only what was proposed would
teach that most pairs are one matter.

The prior is the delivered model, also where an operator's own is in use: decisions add up, and starting from a model that has
learnt from them already would count them twice. The one in use has seen the decisions that it was fitted on, which the new one
must then beat unseen: an error on the safe side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.model import Model
from service import learning_scores as scores
from service.learning import Recipe, adapted
from service.learning_pairs import Table
from service.progress import Progress

LEAST = 30
"""Decided pairs that the model decides; with fewer nothing can be told about a threshold, let alone a model."""
LEAST_OF_EACH = 8
"""… of them confirmed, and rejected."""
LEAST_MATTERS = 10
FOLDS = 5
RECIPES = (Recipe("calibrated"), Recipe("60 trees added", 60), Recipe("200 trees added", 200))
FROM = {"calibrated": LEAST, "60 trees added": 1_000, "200 trees added": 3_000}
"""Decided pairs from which a recipe is tried: with fewer, trees only learn the pairs by heart (measured: docs/training.md)."""
UNDECIDED_WEIGHT = 0.3
ERROR = 0.025
"""Chance, over all recipes tried, that one is called better by luck alone."""


@dataclass(frozen=True, slots=True)
class Enough:
    """Decided pairs that the model decides, and how many of them are of each kind, in how many matters."""

    pairs: int
    confirmed: int
    rejected: int
    matters: int

    @property
    def problem(self) -> str:
        """What is missing, as a sentence; empty where there is enough."""
        if (
            self.pairs >= LEAST
            and min(self.confirmed, self.rejected) >= LEAST_OF_EACH
            and self.matters >= LEAST_MATTERS
        ):
            return ""
        return (
            f"too few decisions to learn from: {LEAST} that the model decides are needed ({LEAST_OF_EACH} confirmed, "
            f"{LEAST_OF_EACH} rejected, {LEAST_MATTERS} matters); there are {self.pairs} ({self.confirmed} confirmed, "
            f"{self.rejected} rejected, {self.matters} matters)"
        )


@dataclass(frozen=True, slots=True)
class Trial:
    """One recipe on the held-out decisions. `sure_gain`: lower bound of the fall in log loss, nats a pair."""

    recipe: Recipe
    fit: scores.Fit
    sure_gain: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """`best` is the candidate, `model` is fitted by its recipe on all decisions. `problem`: why it is refused, empty if accepted.

    moved: undecided pairs that would newly be linked, and no longer be linked, out of `undecided`.
    """

    old: scores.Fit
    trials: Sequence[Trial]
    best: Trial
    model: Model
    problem: str
    undecided: int
    moved: tuple[int, int]


def enough(decided: Table) -> Enough:
    """Counts over the pairs that the rules leave to the model; the others cannot teach it anything."""
    own = decided[decided.open]
    ends = np.concatenate([own.new_group, own.old_group])
    return Enough(len(own), int((own.labels == 1).sum()), int((own.labels == 0).sum()), len(np.unique(ends)))


def refit(old: Model, prior: Model, decided: Table, undecided: Table, progress: Progress) -> Outcome:
    """Try the recipes that this many decisions can bear on `prior`, against `old`, which is in use. Raises LearnerMissing.

    Rows, and so both models, must be of the same reference frequencies. Thresholds stay those in use.
    """
    prior = replace(prior, thresholds=old.thresholds, by_category=old.by_category)
    recipes = [r for r in RECIPES if len(decided) >= FROM[r.name]]
    at = scores.limits(decided, old)
    before = old.probability(decided.rows)
    trials: list[Trial] = []
    for done, recipe in enumerate(recipes):
        progress.report(done, len(recipes) + 1, recipe.name)
        held = held_out(prior, recipe, decided, undecided)
        gains = scores.losses(decided.labels, before) - scores.losses(decided.labels, held)
        sure = scores.surely(decided.new_group[decided.open], gains[decided.open], ERROR / len(recipes))
        trials.append(Trial(recipe, scores.measured(decided, held, at), sure))
    was = scores.measured(decided, before, at)
    best = min([t for t in trials if not _problem(was, t)] or trials, key=lambda trial: trial.fit.loss)
    progress.report(len(recipes), len(recipes) + 1, f"fitting: {best.recipe.name}")
    model = fitted(prior, best.recipe, decided, undecided)
    return Outcome(was, trials, best, model, _problem(was, best), len(undecided), _moved(old, model, undecided))


def held_out(prior: Model, recipe: Recipe, decided: Table, undecided: Table) -> NDArray[np.float32]:
    """P of each decided pair by a model that saw nothing of its matter."""
    chances = np.empty(len(decided), dtype=np.float32)
    everything = scores.folds(joined(decided, undecided), FOLDS)
    mine, rest = everything[: len(decided)], everything[len(decided) :]
    for held in range(FOLDS):
        learn, test = scores.split(mine, held)
        if test.any():
            model = fitted(prior, recipe, decided[learn], undecided[~(rest == held).any(axis=1)])
            chances[test] = model.probability(decided.rows[test])
    return chances


def fitted(prior: Model, recipe: Recipe, decided: Table, undecided: Table) -> Model:
    """`prior` changed by the recipe on decided pairs, and held in place by undecided ones."""
    rows = np.concatenate([decided.rows, undecided.rows])
    shares = np.concatenate(
        [(decided.labels == 1).astype(np.float64), prior.probability(undecided.rows).astype(np.float64)]
    )
    weights = np.concatenate([np.ones(len(decided)), np.full(len(undecided), UNDECIDED_WEIGHT)])
    return adapted(prior, recipe, rows, shares, weights)


def joined(one: Table, other: Table) -> Table:
    """The rows of both."""
    return Table(**{name: np.concatenate([getattr(one, name), getattr(other, name)]) for name in Table.__slots__})


def _problem(was: scores.Fit, best: Trial) -> str:
    if best.sure_gain <= 0:
        return f"its held-out loss is not surely lower (lower bound of the gain {best.sure_gain:+.4f} nats a pair)"
    if best.fit.score.f(0.5) < was.score.f(0.5):
        return f"with the thresholds in use its held-out F½ is lower ({best.fit.score.f(0.5):.3f}, was {was.score.f(0.5):.3f})"
    return ""


def _moved(old: Model, new: Model, undecided: Table) -> tuple[int, int]:
    at = scores.limits(undecided, old)
    before, after = (scores.linked(undecided, m.probability(undecided.rows), at) for m in (old, new))
    return int((after & ~before).sum()), int((before & ~after).sum())
