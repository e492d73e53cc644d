"""How does an archive of years become cases, with every row accounted for?

Rows stream from the file through `service.columns` and `service.wire` into the desk. Each one ends in exactly one of
three places: loaded, already there, or in FILE.rejects.csv with its line and the reason. Running the same load again
goes on where the last run stopped, because what is there is skipped.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Protocol, TextIO

from engine.case import Case
from service.columns import NO_MAP, ColumnMap, case_reader, known_columns
from service.csv_rows import Row
from service.errors import LeianError
from service.files import FileProblem, Table, open_table
from service.progress import Progress
from service.safe_cells import neutralised
from service.wire import SHANGHAI, parse_case

REPORT_EVERY = 200  # rows between two looks at the progress
OTHER_CONTENT = "case_id is already there with other content; change it with PATCH, not by loading"


class Loading(Protocol):
    """What became of one case: `state` is "loaded", "known" (same content there already) or "conflict"."""

    @property
    def state(self) -> str: ...


class Loader(Protocol):
    """The part of the desk that a load needs: one answer per case, in order, committed in batches of its own choice."""

    def load(self, cases: Iterable[Case]) -> Iterator[Loading]: ...


@dataclass(slots=True)
class Counts:
    """Where the rows of one file went."""

    read: int = 0
    loaded: int = 0
    known: int = 0
    rejected: int = 0

    @property
    def balanced(self) -> bool:
        """Every row read is in one of the three places."""
        return self.read == self.loaded + self.known + self.rejected

    def __str__(self) -> str:
        return (
            f"read {self.read:,} = loaded {self.loaded:,} + already there {self.known:,} + rejected {self.rejected:,}"
        )


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A row and the case in it, or the reason why there is none."""

    row: Row
    case: Case | None
    reason: str = ""
    error: LeianError | None = None


def open_chosen(path: Path, chosen: ColumnMap = NO_MAP) -> AbstractContextManager[Table]:
    """`open_table` with what the operator's map says about the file. Raises FileProblem."""
    known = partial(known_columns, chosen=chosen)
    return open_table(path, encoding=chosen.encoding, delimiter=chosen.delimiter, known=known)


def rejects_path(path: Path) -> Path:
    """Where the rows of `path` go that are no cases."""
    return path.with_name(path.name + ".rejects.csv")


def parsed_rows(table: Table, chosen: ColumnMap, now: datetime, *, skip: int = 0) -> Iterator[ParsedRow]:
    """Every row of the table behind the first `skip` as a case or a reason. Raises MapProblem where no row can be one."""
    read = case_reader(table.header, chosen)
    for row in islice(table, skip, None):
        if row.problem:
            yield ParsedRow(row, None, row.problem)
            continue
        try:
            yield ParsedRow(row, parse_case(read(row.fields), now))
        except LeianError as error:
            yield ParsedRow(row, None, str(error), error)


def file_time(path: Path) -> datetime:
    """What stands in for a missing `received_at`: the file's own time, so that a second load meets the same cases."""
    return datetime.fromtimestamp(int(path.stat().st_mtime), SHANGHAI)


def load_file(path: Path, desk: Loader, counts: Counts, progress: Progress, chosen: ColumnMap = NO_MAP) -> None:
    """Load one file and count into `counts`, which is right at every moment, also after Ctrl-C.

    Raises FileProblem, MapProblem before anything is loaded; FileProblem also where the file turns out to be damaged
    further on, after the rows before that place were loaded and counted.
    """
    with (
        open_chosen(path, chosen) as table,
        _rejects(path, table.header) as rejects,
    ):
        waiting: deque[Row] = deque()
        broken: list[FileProblem] = []

        def cases() -> Iterator[Case]:
            for parsed in _until_broken(parsed_rows(table, chosen, file_time(path)), broken):
                counts.read += 1
                if parsed.case is None:
                    rejects.add(parsed.row, parsed.reason)
                    counts.rejected += 1
                else:
                    waiting.append(parsed.row)
                    yield parsed.case
                if counts.read % REPORT_EVERY == 0:
                    progress.report(table.position(), table.size, f"{counts.loaded:,} loaded")

        try:
            for answer in desk.load(cases()):
                row = waiting.popleft()
                if answer.state == "loaded":
                    counts.loaded += 1
                elif answer.state == "known":
                    counts.known += 1
                else:
                    rejects.add(row, OTHER_CONTENT)
                    counts.rejected += 1
        finally:
            if waiting:  # stopped: these were read but nothing was decided about them
                counts.read -= len(waiting)
        if broken:
            raise broken[0]


def _until_broken(rows: Iterator[ParsedRow], broken: list[FileProblem]) -> Iterator[ParsedRow]:
    """The rows up to where the file breaks: what was read before is loaded and counted before anybody is told."""
    try:
        yield from rows
    except FileProblem as problem:
        broken.append(problem)


class _Rejects:
    """The list of rejects, begun with the first of them."""

    def __init__(self, path: Path, header: tuple[str, ...]) -> None:
        self._path = path
        self._header = header
        self.out: TextIO | None = None

    def add(self, row: Row, reason: str) -> None:
        if self.out is None:
            self._path.unlink(missing_ok=True)
            self._path.touch(mode=0o600)  # it holds petitioners' data
            self.out = self._path.open("w", encoding="utf-8-sig", newline="", errors="replace")
            csv.writer(self.out).writerow(["line", "reason", *(self._header or ["row"])])
        csv.writer(self.out).writerow([row.place, neutralised(reason), *map(neutralised, row.cells)])


@contextmanager
def _rejects(path: Path, header: tuple[str, ...]) -> Iterator[_Rejects]:
    target = rejects_path(path)
    rejects = _Rejects(target, header)
    try:
        yield rejects
        if rejects.out is None and target.exists():
            target.unlink()  # a list of an earlier run would speak of rows that are in now
    finally:
        if rejects.out is not None:
            rejects.out.close()
