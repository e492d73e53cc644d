"""How does somebody who waits see that it goes on?

On a terminal: one rich bar. In a pipe or a log: a plain line now and then, so that a night's log stays short.
Everything goes to standard error; standard output belongs to the results.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO

FIRST_LINE = 2.0  # seconds until the first plain line: a short job prints none
LINE_EVERY = 10.0  # seconds between plain lines


class Progress(Protocol):
    """What a long job reports to. `done` and `total` are in `unit`s; a total of 0 means unknown."""

    def report(self, done: int, total: int, note: str = "") -> None: ...


class Silent:
    """For callers that do not want to see anything."""

    def report(self, done: int, total: int, note: str = "") -> None:
        """Do nothing."""


@contextmanager
def show_progress(label: str, stream: TextIO | None = None) -> Iterator[Progress]:
    """A progress for one job: a bar where `stream` (standard error) is a terminal, plain lines elsewhere."""
    out = stream or sys.stderr
    if out.isatty():
        with _bar(label, out) as bar:
            yield bar
    else:
        yield PlainLines(label, out)


class PlainLines:
    """ "load archive.csv: 42 %, 12,345 loaded" as a line, first after two seconds and then every ten."""

    def __init__(self, label: str, out: TextIO) -> None:
        self._label = label
        self._out = out
        self._next = time.monotonic() + FIRST_LINE

    def report(self, done: int, total: int, note: str = "") -> None:
        """Write a line if it is time for one."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + LINE_EVERY
        share = f"{100 * done // total} %" if total else f"{done:,}"
        self._out.write(f"{self._label}: {share}{', ' + note if note else ''}\n")
        self._out.flush()


class _Bar:
    def __init__(self, bar: object, task: object) -> None:
        self._bar = bar
        self._task = task

    def report(self, done: int, total: int, note: str = "") -> None:
        self._bar.update(self._task, completed=done, total=total or None, note=note)  # type: ignore[attr-defined]


@contextmanager
def _bar(label: str, out: TextIO) -> Iterator[Progress]:
    from rich import progress as rich_progress
    from rich.console import Console

    columns = (
        rich_progress.TextColumn("{task.description}", markup=False),
        rich_progress.BarColumn(),
        rich_progress.TaskProgressColumn(),
        rich_progress.TextColumn("{task.fields[note]}", markup=False),
        rich_progress.TimeRemainingColumn(),
    )
    with rich_progress.Progress(*columns, console=Console(file=out), transient=True) as bar:
        yield _Bar(bar, bar.add_task(label, total=None, note=""))
