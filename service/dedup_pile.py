"""How do years of files become one pile of cases, every row accounted for, and how is a stopped reading taken up?

Rows stream from the files into a spool (`service.spool`); after each step what was read is committed, and a run that was
killed goes on from there. A run is known by its files (path, size, time of change) and its map: others begin anew.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from engine.case import Case
from index.errors import LeianIndexError
from service.columns import NO_MAP, ColumnMap
from service.files import FileProblem
from service.load import ParsedRow, open_chosen, parsed_rows
from service.progress import Progress
from service.spool import CaseSpool, Reject, SpooledCases
from service.wire import SHANGHAI

WORK = ".leian-dedup"  # inside the folder of results, while a run is not finished
FORMAT = 3  # of what lies in the work folder
NO_TIME = datetime(2000, 1, 1, 0, 0, 1, tzinfo=SHANGHAI)  # for cases without `received_at`: the clock would change the answer
COMMIT_EVERY = 20_000  # rows; two seconds of reading
REPORT_EVERY = 1_000  # rows
OTHER_CONTENT = "case_id stands earlier with other content"


@dataclass(slots=True)
class Pile:
    """The cases of all files in order of arrival, and the rows that are none.

    `repeated` rows are in the pile already, word for word; `broken` names files that could not be read to their end.
    """

    cases: Sequence[Case] = ()
    rejects: Iterable[Reject] = ()
    read: int = 0
    repeated: int = 0
    rejected: int = 0
    broken: list[tuple[str, str]] = field(default_factory=list)

    @property
    def balanced(self) -> bool:
        """Every row read is a case, one more copy of it, or rejected."""
        return self.read == len(self.cases) + self.repeated + self.rejected

    def __str__(self) -> str:
        return (
            f"read {self.read:,} = cases {len(self.cases):,} + repeated rows {self.repeated:,} "
            f"+ rejected {self.rejected:,}"
        )


def notes(pile: Pile) -> dict[str, int]:
    """The pile's figures for the summary."""
    return {"rows_read": pile.read, "rows_repeated": pile.repeated, "rows_rejected": pile.rejected}


@contextmanager
def work_folder(out: Path, paths: Sequence[Path], tier: str, chosen: ColumnMap = NO_MAP) -> Iterator[Path]:
    """The folder where this run keeps what it has done; emptied where another run left it, gone when the run is done."""
    work = out / WORK
    name = _run_name(paths, tier, chosen)
    known = work / "run"
    found = ""
    with suppress(OSError):
        found = known.read_text(encoding="utf-8")
    if found != name:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True, mode=0o700)
        known.write_text(name, encoding="utf-8")
    yield work
    shutil.rmtree(work)  # only when nothing was raised: a stopped run is taken up


def read_pile(paths: Sequence[Path], progress: Progress, work: Path, chosen: ColumnMap = NO_MAP) -> Pile:
    """Read all files, or the rest of them. A case_id that returns with other content is a reject, with the same content
    it counts once. A file that cannot be read is named in `broken`.

    Raises MapProblem; FileProblem where not one file could be read.
    """
    with closing(CaseSpool(work / "spool")) as spool:
        mark = spool.mark
        while mark.file < len(paths):
            path = paths[mark.file]
            try:
                _read_file(path, spool, progress, chosen)
            except FileProblem as problem:
                mark.broken.append((path.name, str(problem)))
            mark.file, mark.row = mark.file + 1, 0
            spool.commit()
        cases = spool.settle()
    if len(mark.broken) == len(paths) and not mark.read:
        raise FileProblem(mark.broken[0][1])
    return Pile(cases, _Rejects(cases), mark.read, mark.repeated, mark.rejected, mark.broken)


def _read_file(path: Path, spool: CaseSpool, progress: Progress, chosen: ColumnMap) -> None:
    mark = spool.mark
    with open_chosen(path, chosen) as table:
        for parsed in parsed_rows(table, chosen, NO_TIME, skip=mark.row):
            _take(path, parsed, spool)
            mark.row += 1
            mark.read += 1
            if mark.row % COMMIT_EVERY == 0:
                spool.commit()
            if mark.row % REPORT_EVERY == 0:
                progress.report(table.position(), table.size, f"{path.name} {len(spool):,} cases")


def _take(path: Path, parsed: ParsedRow, spool: CaseSpool) -> None:
    reason = parsed.reason
    if parsed.case is not None:
        try:
            became = spool.add(parsed.case)
        except LeianIndexError as error:  # what no record can hold, the store could not hold either
            became, reason = "", str(error)
        if became == "same":
            spool.mark.repeated += 1
        elif became == "other":
            reason = OTHER_CONTENT
    if reason:
        spool.reject((path.name, parsed.row.place, reason, " | ".join(parsed.row.cells)))


class _Rejects:
    """The rejects of a pile, as often as they are asked for."""

    def __init__(self, cases: SpooledCases) -> None:
        self._cases = cases

    def __iter__(self) -> Iterator[Reject]:
        return self._cases.rejects()


def _run_name(paths: Sequence[Path], tier: str, chosen: ColumnMap) -> str:
    files = [[str(path.resolve()), (found := path.stat()).st_size, found.st_mtime_ns] for path in paths]
    said = json.dumps([FORMAT, tier, files, asdict(chosen)], default=str, sort_keys=True)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
