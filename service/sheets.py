"""How are workbooks and Parquet files read, when any of them may be an attack?

A child process reads (`service.sheet_child`), limited in memory and processor time by what a file of that size may
honestly need; it hands rows over as they come, and its death is a reason, not an accident. Every row of every sheet is a
Row: a sheet with other columns than the first table gives rows with a problem.
Not for: text files, which are read in this process (`service.files`).
"""

from __future__ import annotations

import selectors
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import msgspec

from service.csv_rows import CELL_LIMIT, Row, TooWide, distinct_names

# A spreadsheet's cell takes some 6 bytes zipped and 32 in memory, its texts 3 times what they take zipped, and vectors
# double as they grow: 16 times the file is enough for honest ones. Bombs are small files.
MEMORY_BASE, MEMORY_PER_BYTE = 320 << 20, 16  # bytes
SECONDS_BASE, SECONDS_PER_MB = 20, 3  # of processor time
STALL = 60.0  # seconds without a frame while the child is waited for
FRAME_LIMIT = 64 << 20  # bytes
HEADER_WORTH = 2  # known columns that make a row a header; a title above a table has one cell

ENVIRONMENT = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # the others reserve a gigabyte of addresses, which are what is limited
    "ARROW_IO_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "PYTHONIOENCODING": "utf-8",
}

Line = tuple[int, list[Any]]
Known = Callable[[Sequence[str]], int]


class SheetProblem(Exception):
    """Why the file gives no rows, or no more rows."""


@dataclass(slots=True)
class Sheets:
    """An open workbook or Parquet file. `header` is that of the first table; it is empty where rows are nested."""

    header: tuple[str, ...]
    rows: Iterator[Row]
    share: float = 0.0  # read so far, in [0, 1]


@contextmanager
def open_sheets(path: Path, form: str, known: Known) -> Iterator[Sheets]:
    """Read `path` ("workbook" or "parquet") in a child. `known` counts the columns of a row whose names say something.

    Raises SheetProblem, on opening or while iterating.
    """
    size = path.stat().st_size
    memory, seconds = MEMORY_BASE + MEMORY_PER_BYTE * size, SECONDS_BASE + SECONDS_PER_MB * (size >> 20)
    with _Child.started(path, form, memory, seconds) as child:
        frames = child.frames()
        heads = next(frames, None)
        if heads is None or heads[0] != "heads":
            raise SheetProblem("nothing was read from it")
        if not heads[1]:
            raise SheetProblem("the file is empty; a row with the columns' names is wanted")
        tables = {name: _table(lines, known) for name, lines in heads[1]}
        best = max(tables, key=lambda name: (tables[name].worth >= HEADER_WORTH, tables[name].worth))
        main = tables[best] if tables[best].worth >= HEADER_WORTH else next(iter(tables.values()))
        try:
            header = distinct_names(main.names)
        except TooWide as error:
            raise SheetProblem(str(error)) from None
        sheets = Sheets(header, iter(()))
        sheets.rows = _rows(frames, tables, main, header, sheets)
        yield sheets


@dataclass(frozen=True, slots=True)
class _TableHead:
    row: int  # of the header
    names: list[str]
    worth: int


def _table(lines: Sequence[Line], known: Known) -> _TableHead:
    """The header of a sheet: of its first rows the one with most known columns, else the first with several cells."""
    heads = [_TableHead(row, list(map(str, cells)), known(list(map(str, cells)))) for row, cells in lines]
    best = max(heads, key=lambda head: head.worth)
    if best.worth >= HEADER_WORTH:
        return best
    return next((head for head in heads if sum(map(bool, head.names)) > 1), heads[0])


def _rows(
    frames: Iterator[list[Any]],
    tables: dict[str, _TableHead],
    main: _TableHead,
    header: tuple[str, ...],
    sheets: Sheets,
) -> Iterator[Row]:
    first = next(name for name, table in tables.items() if table is main)
    wanted = sorted(filter(None, (name.strip() for name in main.names)))
    done = 0
    for _, sheet, at, total, lines in frames:
        table = tables[sheet]
        shown = "" if sheet == first else sheet
        same = sorted(filter(None, (name.strip() for name in table.names))) == wanted
        names = header if table is main else distinct_names(table.names) if same else ()
        if at == total:
            done += 1
        sheets.share = min(1.0, (done + (at / total if total and at < total else 0)) / len(tables))
        for number, cells in lines:
            if same and number > table.row:
                yield _row(number, names, cells, shown)
            elif not same:
                yield Row(number, {}, _shown(cells), f"sheet {sheet!r} has other columns than {first!r}", shown)


def _row(number: int, names: tuple[str, ...], cells: list[Any], sheet: str) -> Row:
    if any(isinstance(cell, str) and len(cell) > CELL_LIMIT for cell in cells):
        return Row(number, {}, _shown(cells, 200), f"a cell longer than {CELL_LIMIT:,} characters", sheet)
    if any(cells[len(names) :]):
        filled = max(place for place, cell in enumerate(cells, 1) if cell)
        return Row(number, {}, _shown(cells), f"{filled:,} cells, the header has {len(names)}", sheet)
    clean = [cell.replace("\x00", "") if isinstance(cell, str) else cell for cell in cells[: len(names)]]
    return Row(number, dict(zip(names, clean, strict=False)), _shown(clean), sheet=sheet)


def _shown(cells: Sequence[Any], most: int = CELL_LIMIT) -> tuple[str, ...]:
    return tuple(
        cell[:most] if isinstance(cell, str) else msgspec.json.encode(cell).decode()[:most] for cell in cells
    )


@dataclass(slots=True)
class _Child:
    process: subprocess.Popen[bytes]
    said: IO[bytes]
    memory: int
    seconds: int
    _buffer: bytearray = field(default_factory=bytearray)

    @classmethod
    @contextmanager
    def started(cls, path: Path, form: str, memory: int, seconds: int) -> Iterator[_Child]:
        """The child, killed at the end if it still lives."""
        command = [sys.executable, "-m", "service.sheet_child", form, str(path.resolve())]
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(  # noqa: S603  our own module; the path is one argument, not shell text
                [*command, str(memory), str(seconds), str(CELL_LIMIT)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                env=_environment(),
            )
            try:
                yield cls(process, said, memory, seconds)
            finally:
                process.kill()
                process.wait()
                if process.stdout is not None:
                    process.stdout.close()

    def frames(self) -> Iterator[list[Any]]:
        """The child's frames up to its end. Raises SheetProblem where it fails, dies or stalls."""
        while True:
            size = int.from_bytes(self._read(4), "big")
            if size > FRAME_LIMIT:
                raise SheetProblem(f"a row of more than {FRAME_LIMIT >> 20} MB")
            frame = msgspec.msgpack.decode(self._read(size))
            if frame[0] == "end":
                return
            if frame[0] == "failed":
                raise SheetProblem(frame[1])
            yield frame

    def _read(self, count: int) -> bytes:
        pipe = self.process.stdout
        if pipe is None:
            raise SheetProblem("nothing was read from it")
        with selectors.DefaultSelector() as ready:
            ready.register(pipe, selectors.EVENT_READ)
            while len(self._buffer) < count:
                if not ready.select(STALL):
                    raise SheetProblem(f"nothing could be read from it for {STALL:.0f} seconds")
                block = pipe.read1(1 << 16)  # type: ignore[attr-defined]
                if not block:
                    raise SheetProblem(self._why_dead())
                self._buffer += block
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken

    def _why_dead(self) -> str:
        code = self.process.wait(STALL)
        self.said.seek(0)
        last = self.said.read(1 << 16).decode("utf-8", "replace")
        if code in (-signal.SIGXCPU, -signal.SIGKILL) and "memory" not in last:
            return f"reading it takes more than {self.seconds} seconds of processor time"
        if "memory" in last.lower() or code in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS):
            return f"reading it takes more than {self.memory >> 20} MB: a damaged file, or one made to do harm"
        return f"reading it failed (exit code {code})"


def _environment() -> dict[str, str]:
    import os

    package_root = str(Path(__file__).resolve().parents[1])
    paths = [package_root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, **ENVIRONMENT, "PYTHONPATH": os.pathsep.join(paths)}
