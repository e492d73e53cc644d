"""How is a leian run and kept in order from the shell?"""

from __future__ import annotations

import os
from pathlib import Path

import typer

from service.commands.common import FAILED, existing, open_desk, reporting, say
from service.progress import show_progress
from service.wire import write_time

MOST_SHOWN = 50  # differences printed; a damaged index has one for every case


def run_serve(data: Path | None, host: str | None, port: int | None, config: Path | None) -> None:
    """Run the service until it is told to stop."""
    from service.server import run
    from service.settings import load_settings

    with reporting():
        run(load_settings(config, os.environ, {"data": data, "host": host, "port": port}))


def run_verify(data: Path) -> None:
    """Print counts and differences; exit 1 if there are any."""
    with reporting(), open_desk(existing(data)) as desk, show_progress("verify") as progress:
        report = desk.verify(progress)
    typer.echo(f"cases {report.cases:,}, postings {report.postings:,}, differences {len(report.differences):,}")
    for difference in report.differences[:MOST_SHOWN]:
        typer.echo(difference)
    if report.differences:
        say("the index does not equal the store; `leian rebuild` makes it anew")
        raise typer.Exit(FAILED)


def run_rebuild(data: Path) -> None:
    """Make the index anew."""
    with reporting(lambda: "The store is untouched; run the same command again."), open_desk(existing(data)) as desk:
        with show_progress("rebuild") as progress:
            desk.rebuild(progress)
        typer.echo("the index is made anew from the store")


def run_erase(case_id: str, data: Path) -> None:
    """Erase, and print the receipt."""
    with reporting(), open_desk(existing(data)) as desk:
        receipt = desk.erase(case_id)
    typer.echo(f"erased {receipt.case_id}, receipt {receipt.number}, {write_time(receipt.erased_at)}")
