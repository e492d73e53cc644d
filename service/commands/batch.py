"""How is a pile of files de-duplicated from the shell?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from service.commands.common import chosen_columns, reporting, sources_of
from service.dedup import matter_result, near_result, read_pile, write_result
from service.progress import show_progress


def run_dedup(named: Sequence[Path], out: Path, tier: str, workers: int, map_file: Path | None) -> None:
    """Read, group, write. A run that is stopped leaves no file behind and nothing to clean up."""
    with reporting(lambda: f"Nothing was written to {out}; run the same command again."):
        chosen = chosen_columns(map_file)
        files = sources_of(named)
        with show_progress("read") as progress:
            pile = read_pile(files, progress, chosen)
        with show_progress(f"dedup {tier}") as progress:
            result = near_result(pile, progress, workers=workers) if tier == "near" else matter_result(pile, progress)
        write_result(result, pile, files, out)
        summary = result.summary()
        typer.echo(
            f"{summary['cases']:,} cases: {summary['groups']:,} groups of two or more with "
            f"{summary['cases_in_groups']:,} cases, {summary['duplicates']:,} repeat an earlier one; "
            f"{len(pile.rejects):,} of {pile.read:,} rows rejected. See {out / 'report.html'}"
        )
