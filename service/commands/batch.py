"""How is a pile of files de-duplicated from the shell?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from service.commands.common import FAILED, chosen_columns, reporting, say, sources_of
from service.dedup import REJECTS, near_result, write_result
from service.dedup_matter import matter_result
from service.dedup_pile import WORK, Pile, read_pile, work_folder
from service.dedup_result import Result
from service.progress import Progress, show_progress
from service.spark_session import require_spark


@dataclass(frozen=True, slots=True)
class Computing:
    """Where a batch is computed: by so many workers here, or on Spark at this master ("" for what is configured)."""

    workers: int
    spark: bool = False
    master: str = ""


def run_dedup(named: Sequence[Path], out: Path, tier: str, computing: Computing, map_file: Path | None) -> None:
    """Read, group, write. A run that is stopped or killed is taken up by the same command."""
    with reporting(lambda: f"What is done stays in {out / WORK}; the same command again goes on from there."):
        if computing.spark:
            require_spark(computing.master)  # before hours of reading
        chosen = chosen_columns(map_file)
        files = sources_of(named)
        with work_folder(out, files, tier, chosen) as work:
            with show_progress("read") as progress:
                pile = read_pile(files, progress, work, chosen)
            with show_progress(f"dedup {tier}") as progress:
                result = _result(pile, tier, computing, progress, work)
            write_result(result, pile, files, out)
        _tell(result, pile, out)
    if pile.broken or not pile.balanced:
        raise typer.Exit(FAILED)


def _result(pile: Pile, tier: str, computing: Computing, progress: Progress, work: Path) -> Result:
    if computing.spark:
        from service.dedup_spark import spark_result

        return spark_result(pile, tier, progress, computing.master)
    if tier == "near":
        return near_result(pile, progress, workers=computing.workers)
    return matter_result(pile, progress, work, workers=computing.workers)


def _tell(result: Result, pile: Pile, out: Path) -> None:
    typer.echo(f"{pile}{f'; see {out / REJECTS}' if pile.rejected else ''}")
    for _, reason in pile.broken:
        say(reason)
    if not pile.balanced:
        say("the rows do not add up; some were lost. Please keep the files and report it.")
    summary = result.summary()
    typer.echo(
        f"{summary['cases']:,} cases: {summary['groups']:,} groups of two or more with "
        f"{summary['cases_in_groups']:,} cases, {summary['duplicates']:,} repeat an earlier one. "
        f"See {out / 'report.html'}"
    )
