"""How is an archive loaded from the shell, and what is said at the end?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from service.columns import MapProblem
from service.commands.common import FAILED, chosen_columns, open_desk, reporting, say, sources_of
from service.files import FileProblem
from service.guess import guess_map
from service.load import Counts, load_file, rejects_path
from service.progress import show_progress


def run_load(named: Sequence[Path], data: Path, map_file: Path | None, *, judged: bool = True) -> None:
    """Load the files one after the other; a file that cannot be read does not keep the others out."""
    counts = Counts()

    def stopped() -> str:
        return f"{counts}. What is loaded stays; the same command again goes on from there."

    failed = False
    with reporting(stopped):
        chosen = chosen_columns(map_file)
        files = sources_of(named)
        with open_desk(data, to_fill=True) as desk:
            loader = desk if judged else desk.unjudged()
            for path in files:
                counts = Counts()
                try:
                    with show_progress(f"load {path.name}") as progress:
                        load_file(path, loader, counts, progress, chosen)
                except (FileProblem, MapProblem) as problem:
                    say(str(problem))
                    failed = True
                    if not counts.read:
                        continue
                failed |= not _told(path, counts)
    if failed:
        raise typer.Exit(FAILED)


def run_guess(named: Sequence[Path]) -> None:
    """Print a proposal for a MAP.toml, made from the first of the files."""
    with reporting():
        typer.echo(guess_map(sources_of(named)[0]), nl=False)


def _told(path: Path, counts: Counts) -> bool:
    """Say where the rows went; False if they do not add up."""
    where = f"; see {rejects_path(path)}" if counts.rejected else ""
    typer.echo(f"{path.name}: {counts}{where}")
    if not counts.balanced:
        say(f"{path.name}: the counts do not add up; some rows were lost. Run `leian verify`.")
    return counts.balanced
