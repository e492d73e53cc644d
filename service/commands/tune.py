"""How does an operator choose the thresholds, and see what each would do?

Without --write nothing changes. With it, thresholds that held-out pairs agree with go into a new numbered model file; where none
is better than the present one, nothing is written and the exit code is 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from service.commands.common import FAILED, WRONG_USAGE, existing, reporting, say
from service.progress import show_progress

if TYPE_CHECKING:
    from engine.model import Model
    from service.learning_limits import Point, Suggestion
    from service.learning_pairs import Table
    from service.model_choice import Choice


def run_tune(
    labels: Sequence[Path], data: Path, cases: Path | None, gold: Path | None, precision: float, write: bool
) -> None:
    """Curves, suggestions and, with `write`, a model file with those that are better."""
    if (cases is None) != (gold is None) or (cases is not None and labels):
        say("--cases and --gold belong together, and instead of files of decisions")
        raise typer.Exit(WRONG_USAGE)
    if cases is None or write:
        existing(data)
    with reporting(lambda: "Nothing was written; the thresholds in use stay."):
        _tune(labels, data, cases, gold, precision, write)


def _tune(
    labels: Sequence[Path], data: Path, cases: Path | None, gold: Path | None, precision: float, write: bool
) -> None:
    from service import learning_limits, model_choice

    choice = model_choice.chosen(data)
    if choice.problem:
        say(choice.problem)
    table = _table(labels, data, cases, gold, choice)
    chances = choice.model.probability(table.rows)
    typer.echo(
        f"{len(table):,} decided pairs, {int(table.open.sum()):,} of them decided by the model; model {choice.name}"
    )
    for same in (True, False):
        which = table.same_person == same
        if not which.any():
            typer.echo(f"\n{_relation(same)}: no pairs")
            continue
        _print_curve(same, learning_limits.curve(table[which], chances[which]), int(which.sum()))
    suggestions = learning_limits.suggest(table, chances, choice.model, precision)
    report = _report(suggestions, precision)
    new = learning_limits.changed(choice.model, suggestions, table, chances)
    report += f"\nNEEDS_REVIEW from {choice.model.thresholds.review:.2f} now; suggested: {new.thresholds.review:.2f}"
    typer.echo(report)
    if write:
        _write(data, choice, new, suggestions, report)


def _table(labels: Sequence[Path], data: Path, cases: Path | None, gold: Path | None, choice: Choice) -> Table:
    from service import learning_pairs, learning_sources

    with show_progress("tune") as progress:
        if cases is not None and gold is not None:
            source = learning_sources.from_labelled(cases, gold, choice.model, progress)
        else:
            source = learning_sources.from_store(data, labels)
        if source.unknown:
            say(f"{source.unknown:,} decisions name cases that are not here")
        matter_of = learning_pairs.matters(source.cases, source.pairs, source.matter)
        return learning_pairs.table(source.cases, source.pairs, matter_of, choice.model, progress)


def _write(data: Path, choice: Choice, new: Model, suggestions: Sequence[Suggestion], report: str) -> None:
    from service import model_choice

    if all(s.problem for s in suggestions):
        say(f"refused: no suggestion is better on held-out pairs. The thresholds of the model {choice.name} stay")
        raise typer.Exit(FAILED)
    name = model_choice.add(data, new, f"{datetime.now().astimezone():%Y-%m-%d %H:%M %z}\n{report}\n")
    typer.echo(
        f"written as {data / model_choice.FOLDER / name}.npz; it judges from the next start of the service on. "
        f"Back to the old one: leian train --use {choice.name} --data {data}"
    )


def _print_curve(same: bool, points: Sequence[Point], pairs: int) -> None:
    typer.echo(f"\n{_relation(same)}: {pairs:,} pairs\nthreshold precision  recall     F1     F½")
    for point in points:
        s = point.score
        typer.echo(f"{point.threshold:9.2f} {s.precision:9.3f} {s.recall:7.3f} {s.f():6.3f} {s.f(0.5):6.3f}")


def _report(suggestions: Sequence[Suggestion], precision: float) -> str:
    lines = [
        f"\nthresholds for a precision of {precision:g}, chosen on four fifths of the matters and judged on the fifth:",
        f"{'person':14} {'class':16} now  suggested  pairs  F½ now  held out  precision now  held out",
    ]
    for s in suggestions:
        verdict = s.problem or "better"
        lines.append(
            f"{_relation(s.same_person):14} {s.category or 'all':16} {s.present:.2f} {s.suggested:9.2f} {s.pairs:6,} "
            f"{s.before.f(0.5):7.3f} {s.after.f(0.5):9.3f} {s.before.precision:13.3f} {s.after.precision:9.3f}  {verdict}"
        )
    return "\n".join(lines)


def _relation(same: bool) -> str:
    return "same person" if same else "another person"
