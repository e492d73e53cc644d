"""What does a workbook or Parquet file hold, asked in a process that may die of the answer?

`python -m service.sheet_child FORM PATH MEMORY SECONDS` limits itself, reads, and writes frames to standard output; the
parent (`service.sheets`) lives on whatever happens here: a 159 KB workbook can ask for 10 GB, and then the library
aborts the process. Frames: 4 bytes of length, then MessagePack. ["heads", [[sheet, [[row, cells], …]], …]] · ["rows",
sheet, done, total, [[row, cells], …]] · ["failed", reason] · ["end"].
Not for: what the columns mean, or which row is the header.
"""

from __future__ import annotations

import gzip
import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

HEAD_ROWS = 12  # rows with anything in them that are shown of each sheet, for finding the header
FRAME_ROWS = 256
FRAME_BYTES = 1 << 20  # a frame is sent once it holds so much, so that rows of large cells do not pile up
SHEET_LIMIT = 256  # sheets of one workbook
UNZIPPED_LIMIT = 256 << 20  # bytes of a gzipped workbook, which must be held whole
EXACT = 1e15  # numbers from here on have lost digits in a spreadsheet's 15
CUT = 40  # characters of a library's message

Line = tuple[int, list[Any]]


class Unreadable(Exception):
    """The reason why a file gives no rows."""


def cell_text(value: object, limit: int) -> str:
    """A cell as a CSV export would write it. Whole numbers lose their ".0"; those of 16 digits and more show that they
    are rounded; midnight is a date.
    """
    if isinstance(value, str):
        # One character more than is allowed is enough for the parent to refuse the row.
        return value if len(value) <= limit else value[: limit + 1]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if abs(value) >= EXACT:
            return f"{value:.14e}"
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time() and value.tzinfo is None
        return value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def workbook(file: BinaryIO, limit: int) -> None:
    """Send the heads of all sheets, then their rows."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(file)
        names = book.sheet_names
        if len(names) > SHEET_LIMIT:
            raise Unreadable(f"{len(names):,} sheets; at most {SHEET_LIMIT} are read")
        only = None
        heads: list[tuple[str, list[Any]]] = []
        for name in names:
            sheet = book.get_sheet_by_name(name)
            lines = ([row, _texts(cells, limit)] for row, cells in _numbered(sheet) if _filled(cells))
            heads.append((name, list(islice(lines, HEAD_ROWS))))
            only = sheet if len(names) == 1 else None
        send(["heads", [head for head in heads if head[1]]])
        for name, head in heads:
            if head:
                sheet = only or book.get_sheet_by_name(name)
                start = (sheet.start or (0, 0))[0]
                _send_rows(name, start + sheet.height, _numbered(sheet), limit)
    except calamine.PasswordError:
        raise Unreadable("it is protected by a password; save it without one") from None
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError, ValueError) as error:
        raise Unreadable(f"it is damaged or no workbook: {_short(error)}") from None


def _numbered(sheet: Any) -> Iterator[Line]:
    """Rows with their numbers as the spreadsheet shows them; columns left of the first used one do not count."""
    first = (sheet.start or (0, 0))[0] + 1
    for place, cells in enumerate(sheet.iter_rows()):
        yield first + place, cells


def parquet(file: BinaryIO, limit: int) -> None:
    """Send the columns' names as the head, then the rows; what is nested stays nested."""
    import pyarrow as pa
    from pyarrow import parquet as pq

    try:
        table = pq.ParquetFile(file, thrift_string_size_limit=16 << 20, thrift_container_size_limit=1 << 20)
        names = list(table.schema_arrow.names)
        send(["heads", [["", [[0, names]]]]])
        _send_rows("", table.metadata.num_rows, _records(table), limit, keep=True)
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        if isinstance(error, MemoryError):
            raise
        raise Unreadable(f"it is damaged or no Parquet file: {_short(error)}") from None


def _records(table: Any) -> Iterator[Line]:
    number = 0
    for batch in table.iter_batches(batch_size=FRAME_ROWS, use_threads=False):
        columns = [column.to_pylist() for column in batch.columns]
        for cells in zip(*columns, strict=True) if columns else ():
            number += 1
            yield number, list(cells)


def _send_rows(sheet: str, total: int, lines: Iterable[Line], limit: int, *, keep: bool = False) -> None:
    frame: list[Any] = []
    size = 0
    for number, cells in lines:
        if not _filled(cells):
            continue
        texts = [_kept(cell, limit) for cell in cells] if keep else _texts(cells, limit)
        frame.append([number, texts])
        size += sum(len(text) for text in texts if isinstance(text, str))
        if len(frame) >= FRAME_ROWS or size >= FRAME_BYTES:
            send(["rows", sheet, number, total, frame])
            frame, size = [], 0
    send(["rows", sheet, total, total, frame])


def _texts(cells: Sequence[object], limit: int) -> list[str]:
    return [cell_text(cell, limit) for cell in cells]


def _kept(cell: object, limit: int) -> object:
    """Lists and structures stay what they are; everything else is text."""
    if isinstance(cell, dict):
        return {str(name): _kept(value, limit) for name, value in cell.items()}
    if isinstance(cell, list):
        return [_kept(value, limit) for value in cell]
    return cell if cell is None or isinstance(cell, bool) else cell_text(cell, limit)


def _filled(cells: Sequence[object]) -> bool:
    return any(cell not in ("", None) for cell in cells)


def _short(error: Exception) -> str:
    """The library's message without the file's content: its first line, cut."""
    said = str(error).splitlines()
    return f"{type(error).__name__}: {said[0][:CUT] if said else ''}".rstrip(": ")


def send(frame: list[Any]) -> None:
    """One frame to standard output."""
    body = msgspec.msgpack.encode(frame)
    sys.stdout.buffer.write(len(body).to_bytes(4, "big") + body)
    sys.stdout.buffer.flush()


def confine(memory: int, seconds: int) -> None:
    """No more than `memory` bytes beyond what is mapped now, `seconds` of processor time, no core file, no large file."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit
        return
    statm = Path("/proc/self/statm")
    mapped = int(statm.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE") if statm.exists() else 0
    for kind, value in (
        (resource.RLIMIT_AS, mapped + memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 1 << 20),
    ):
        _, hard = resource.getrlimit(kind)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))


def _opened(path: Path) -> BinaryIO:
    file = path.open("rb")
    if file.read(2) != b"\x1f\x8b":
        file.seek(0)
        return file
    file.seek(0)
    with gzip.GzipFile(fileobj=file) as unzipped:
        content = unzipped.read(UNZIPPED_LIMIT + 1)
    if len(content) > UNZIPPED_LIMIT:
        raise Unreadable(f"unzipped it has more than {UNZIPPED_LIMIT >> 20} MB; unzip it yourself")
    return io.BytesIO(content)


def main(form: str, path: str, memory: int, seconds: int, limit: int) -> None:
    """Read one file under limits and send what is in it."""
    if form == "parquet":
        import pyarrow.parquet  # noqa: F401  mapped before the limit is set
    else:
        import python_calamine  # noqa: F401
    confine(memory, seconds)
    try:
        with _opened(Path(path)) as file:
            (parquet if form == "parquet" else workbook)(file, limit)
        send(["end"])
    except Unreadable as problem:
        send(["failed", str(problem)])
    except (OSError, EOFError) as error:
        send(["failed", f"it cannot be read: {_short(error)}"])
    except MemoryError:
        send(["failed", f"reading it takes more than {memory >> 20} MB"])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6]))
