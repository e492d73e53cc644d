"""How is a leian run and kept in order from the shell?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import typer

from service.commands.common import FAILED, existing, open_desk, reporting, say
from service.errors import CaseNotFound
from service.progress import show_progress
from service.wire import write_time

SHELL = "leian-erase"  # stands for the key in the audit trail: who may use the shell needs none
MOST_SHOWN = 50  # differences printed; a damaged index has one for every case


def run_serve(data: Path | None, host: str | None, port: int | None, config: Path | None) -> None:
    """Run the service until it is told to stop."""
    from service.server import run
    from service.settings import load_settings

    with reporting():
        run(load_settings(config, os.environ, {"data": data, "host": host, "port": port}))


def run_verify(data: Path) -> None:
    """Print counts and differences; exit 1 if there are any, or if opening had to make a damaged index anew."""
    with reporting(), open_desk(existing(data)) as desk, show_progress("verify") as progress:
        report = desk.verify(progress)
    typer.echo(f"cases {report.cases:,}, postings {report.postings:,}, differences {len(report.differences):,}")
    for difference in report.differences[:MOST_SHOWN]:
        typer.echo(difference)
    for damage in report.repaired:
        say(f"found damaged, and made anew: {damage}")
    if report.differences:
        say("the index does not equal the store; `leian rebuild` makes it anew")
    if report.differences or report.repaired:
        raise typer.Exit(FAILED)


def run_rebuild(data: Path) -> None:
    """Make the index anew."""
    with reporting(lambda: "The store is untouched; run the same command again."), open_desk(existing(data)) as desk:
        with show_progress("rebuild") as progress:
            desk.rebuild(progress)
        typer.echo("the index is made anew from the store")


def run_erase(case_ids: Sequence[str], data: Path) -> None:
    """Erase one after the other, and print the receipts; one that is not there does not keep the others."""
    missing: list[str] = []
    unproven = False
    with reporting(lambda: "What has a receipt is erased."), open_desk(existing(data)) as desk:
        for case_id in case_ids:
            try:
                receipt = desk.erase(case_id, by=SHELL)
            except CaseNotFound:
                missing.append(case_id)
                continue
            unproven |= not receipt.proven
            proof = "searched for, nothing is left" if receipt.proven else "NOT PROVEN: a copy may be left in the files"
            number = f"{receipt.number} {receipt.case_id_hash}"
            typer.echo(f"erased {receipt.case_id}, receipt {number}, {write_time(receipt.erased_at)}, {proof}")
    if missing:
        say(f"not there: {', '.join(missing)}")
    if unproven:
        say("erase something else, or start the service once: what is left in the log is cleared then")
    if missing or unproven:
        raise typer.Exit(FAILED)
