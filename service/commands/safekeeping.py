"""How is a backup made and brought back from the shell?"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from service.commands.common import FAILED, open_desk, reporting, say
from service.progress import show_progress

if TYPE_CHECKING:
    from service.flows import Desk


def run_backup(target: Path, data: Path | None, config: Path | None, with_key: bool) -> None:
    """Make a backup and say what is in it."""
    from service.backup import make_backup
    from service.person_key import key_file
    from service.settings import load_settings

    with reporting(lambda: "No backup was made."):
        settings = load_settings(config, os.environ, {"data": data})
        with show_progress("backup") as progress:
            made = make_backup(settings, target, progress, with_key=with_key)
    size = sum(part.bytes for part in made.files.values())
    typer.echo(f"{target}: {made.cases:,} cases, {size:,} bytes, model {made.model}, checked")
    if with_key:
        say(f"{target} holds the key of the persons' hashes: keep it as you keep the key itself")
    else:
        say(f"the key of the persons' hashes is not in it; keep a copy of {key_file(Path(settings.data))} elsewhere")


def run_restore(source: Path, data: Path, key: Path | None, new_key: bool, erased: Path | None) -> None:
    """Bring a backup back, erase again what was erased since, and compare index and store."""
    from service.restore import KeyChoice, restore

    with reporting(lambda: f"If {data} is there, its store is whole; `leian rebuild` finishes the rest."):
        with show_progress("restore") as progress:
            found = restore(source, data, KeyChoice(key, new_key), progress)
        typer.echo(f"{data}: {found.cases:,} cases as of {found.made_at}")
        with show_progress("index") as progress, open_desk(data, progress=progress) as desk:
            gone = _erase_again(desk, data, erased)
            report = desk.verify(progress)
    if erased is not None:
        typer.echo(f"erased again: {gone:,}")
    typer.echo(f"cases {report.cases:,}, postings {report.postings:,}, differences {len(report.differences):,}")
    if report.differences:
        say("the index does not equal the store; `leian rebuild` makes it anew")
        raise typer.Exit(FAILED)


def _erase_again(desk: Desk, data: Path, erased: Path | None) -> int:
    from service.person_key import key_file, person_key
    from service.restore import erased_since

    if erased is None:
        return 0
    named = erased_since(data, erased, person_key(key_file(data)))
    for case_id in named:
        desk.erase(case_id)
    return len(named)
