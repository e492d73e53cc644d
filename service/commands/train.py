"""How does an operator's desk learn from what its own people decided?

Nothing is written unless the new model is better on decisions that it has not seen; the delivered model is never touched, and
any earlier one can be put back with --use.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from service.commands.common import FAILED, WRONG_USAGE, existing, reporting, say
from service.errors import LeianError
from service.progress import show_progress

if TYPE_CHECKING:
    from service.learning_refit import Outcome
    from service.learning_scores import Fit


def run_train(labels: Sequence[Path], data: Path, use: str, dry_run: bool) -> None:
    """Re-fit, compare, and keep the better one. Exit 1 where the old one stays."""
    existing(data)
    if use:
        if labels or dry_run:
            say("--use puts another model in use and does nothing else; give it alone")
            raise typer.Exit(WRONG_USAGE)
        _use(data, use)
        return
    with reporting(lambda: "Nothing was written; the model in use stays."):
        _train(labels, data, dry_run)


def _use(data: Path, name: str) -> None:
    from engine.model import ModelFormatError
    from service import model_choice

    with reporting():
        try:
            model_choice.use(data, name)
        except ModelFormatError as error:
            raise LeianError(f"the model {name} cannot be used: {error}") from error
    typer.echo(f"the model {name} judges from the next start of the service on")


def _train(labels: Sequence[Path], data: Path, dry_run: bool) -> None:
    from service import learning, learning_pairs, learning_refit, learning_sources, model_choice

    learning.learner()
    choice = model_choice.chosen(data)
    if choice.problem:
        say(choice.problem)
    with show_progress("train") as progress:
        source = learning_sources.from_store(data, labels)
        matter_of = learning_pairs.matters(source.cases, source.pairs, source.matter)
        decided = learning_pairs.table(source.cases, source.pairs, matter_of, choice.model, progress)
        _tell_source(len(source.pairs), source.unknown, len(decided), int(decided.open.sum()))
        if problem := learning_refit.enough(decided).problem:
            raise LeianError(f"{problem}. The model {choice.name} stays")
        near = learning_pairs.undecided(source.cases, source.pairs, matter_of, choice.model, progress)
        undecided = learning_pairs.table(source.cases, near, matter_of, choice.model, progress)
        outcome = learning_refit.refit(choice.model, model_choice.prior_of(choice), decided, undecided, progress)
    report = report_of(outcome, choice.name, len(decided))
    typer.echo(report)
    if outcome.problem:
        say(f"refused: {outcome.problem}. The model {choice.name} stays")
        raise typer.Exit(FAILED)
    if dry_run:
        typer.echo("accepted; not written (--dry-run)")
        return
    name = model_choice.add(data, outcome.model, f"{datetime.now().astimezone():%Y-%m-%d %H:%M %z}\n{report}\n")
    typer.echo(
        f"accepted: written as {data / model_choice.FOLDER / name}.npz; it judges from the next start of the service on. "
        f"Back to the old one: leian train --use {choice.name} --data {data}"
    )


def _tell_source(pairs: int, unknown: int, compared: int, depending: int) -> None:
    typer.echo(
        f"{pairs:,} decided pairs, {compared:,} comparable, {depending:,} of them decided by the model and not by the rules alone"
        + (f"; {unknown:,} decisions name cases that are not here" if unknown else "")
    )


def report_of(outcome: Outcome, old_name: str, pairs: int) -> str:
    """The held-out figures of the old model and of each recipe, as lines without any case."""
    lines = [
        f"held out by matter, {pairs:,} decisions, each judged once by a model that saw nothing of its matter:",
        f"{'':24} precision  recall     F1     F½   loss  calibration error  sure gain",
        _line(f"in use: {old_name}", outcome.old, ""),
        *(_line(trial.recipe.name, trial.fit, f"{trial.sure_gain:+10.4f}") for trial in outcome.trials),
        f"candidate: {outcome.best.recipe.name}. Of {outcome.undecided:,} undecided neighbouring pairs it would link "
        f"{outcome.moved[0]:,} more and {outcome.moved[1]:,} no longer.",
    ]
    return "\n".join(lines)


def _line(name: str, fit: Fit, gain: str) -> str:
    s = fit.score
    return (
        f"{name:24} {s.precision:9.3f} {s.recall:7.3f} {s.f():6.3f} {s.f(0.5):6.3f} {fit.loss:6.3f} {fit.calibration:18.3f} {gain}"
    ).rstrip()
