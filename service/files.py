"""Which rows does this file hold, and which of its lines are no rows?

`open_table` finds out how a file is written (CSV in UTF-8, GBK or UTF-16, JSON, a workbook, Parquet, each one also
gzipped) and gives its rows one by one; what cannot be read is a Row with a `problem`, never an exception and never a
silent loss. Not for: what the columns mean (`service.columns`), whether a row is a case (`service.wire`).
"""

from __future__ import annotations

import codecs
import gzip
import io
import stat
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, TextIO

from service.columns import known_columns
from service.csv_rows import CsvRows, Row, TooWide, guess_delimiter
from service.json_rows import NotJson, json_array, json_lines
from service.sheets import SheetProblem, open_sheets

CHUNK = 1 << 20  # bytes looked at a time while the encoding is checked
ENOUGH_UTF8 = 16  # non-ASCII characters read as UTF-8 without a fault: no GBK text does that by chance
NUL_SHARE = 0.2  # of the first bytes; UTF-16 without its mark has 0.3-0.5, an old database's padded export far less
HEAD = 4096  # bytes looked at for marks and NULs
# Deflate reaches 1,000 times; exports reach 5 to 20, the same row over and over some 200.
BOMB_RATIO, BOMB_BYTES = 300, 256 << 20
WORKBOOK_ENDINGS = frozenset({".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et"})
PARQUET_ENDINGS = frozenset({".parquet", ".pq"})
CSV_ENDINGS = frozenset({".csv", ".tsv", ".txt"})
JSONL_ENDINGS = frozenset({".jsonl", ".ndjson"})
JSON_ENDING = ".json"
FORMS = {
    **dict.fromkeys(CSV_ENDINGS, "csv"),
    **dict.fromkeys(JSONL_ENDINGS, "jsonl"),
    JSON_ENDING: "json",
    **dict.fromkeys(WORKBOOK_ENDINGS, "workbook"),
    **dict.fromkeys(PARQUET_ENDINGS, "parquet"),
}
WORKBOOK_STARTS = (b"PK", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")  # zip, OLE2, gzip around either
NESTED = frozenset({"petitioner", "co_petitioners", "represented", "official_reply", "reply", "accused", "category"})
"""Fields that may be structures or lists in Parquet; a table that has one is read as JSON objects are."""


class FileProblem(Exception):
    """The file as a whole cannot be read; the message names the file, the place and the likely cause."""


@dataclass(slots=True)
class Table:
    """An open file. `header` is empty for JSON, where each row names its own fields. Iterate once.

    Iterating raises FileProblem where the file ends in damage that could not be seen before.
    """

    path: Path
    encoding: str
    size: int
    header: tuple[str, ...]
    _rows: Iterator[Row]
    _position: Callable[[], int]

    def __iter__(self) -> Iterator[Row]:
        return self._rows

    def position(self) -> int:
        """Bytes of the file (compressed ones, if it is) taken so far, at most `size`."""
        return min(self._position(), self.size)


def known_ending(path: Path) -> bool:
    """Whether the name promises a table."""
    return _ending(path) in FORMS


@contextmanager
def open_table(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    known: Callable[[Sequence[str]], int] = known_columns,
) -> Iterator[Table]:
    """Open `path` for reading its rows. `encoding` and `delimiter` are found out unless given; `known` counts the
    columns of a workbook's row whose names say something (a header may stand below a title).

    Raises FileProblem: unreadable, no regular file, not text, an unknown format, a damaged byte (with its offset), no
    header, an archive that unfolds to more than it should.
    """
    with ExitStack() as stack:
        with _as_problem(path):
            table = _opened(stack, path, encoding, delimiter, known)
        yield table


def _opened(
    stack: ExitStack, path: Path, encoding: str | None, delimiter: str | None, known: Callable[[Sequence[str]], int]
) -> Table:
    form = _form(path)
    size = path.stat().st_size
    if not stat.S_ISREG(path.stat().st_mode):
        raise FileProblem(f"{path}: not a regular file")
    if form in ("workbook", "parquet"):
        sheets = stack.enter_context(open_sheets(path, form, known))
        nested = form == "parquet" and not NESTED.isdisjoint(sheets.header)
        rows = _named(path, map(_without_nothing if nested else _with_empty, sheets.rows))
        header = () if nested else sheets.header
        return Table(path, form, size, header, rows, lambda: int(sheets.share * size))
    raw = stack.enter_context(path.open("rb"))
    binary = _unzipped(raw, path)
    found = encoding or _encoding(binary, path)
    binary.seek(0)
    text = io.TextIOWrapper(binary, encoding=found, newline="")
    stack.callback(text.detach)
    return _table(path, form, raw, text, found, delimiter)


def _without_nothing(row: Row) -> Row:
    return replace(row, fields={name: value for name, value in row.fields.items() if value is not None})


def _with_empty(row: Row) -> Row:
    if None not in row.fields.values():
        return row
    return replace(row, fields={name: "" if value is None else value for name, value in row.fields.items()})


def _named(path: Path, rows: Iterator[Row]) -> Iterator[Row]:
    with _as_problem(path):
        yield from rows


@contextmanager
def _as_problem(path: Path) -> Iterator[None]:
    """What can go wrong with a file, as a FileProblem that names it."""
    try:
        yield
    except (SheetProblem, TooWide, NotJson, _Bomb) as error:
        raise FileProblem(f"{path}: {error}") from error
    except UnicodeDecodeError as error:
        raise FileProblem(f"{path}: not {error.encoding}: {error.reason} near byte {error.start} of a block") from error
    except (OSError, EOFError, LookupError, zlib.error) as error:
        raise FileProblem(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def _table(path: Path, form: str, raw: BinaryIO, text: TextIO, encoding: str, delimiter: str | None) -> Table:
    size = path.stat().st_size
    if form == "jsonl":
        return Table(path, encoding, size, (), _named(path, json_lines(text)), raw.tell)
    if form == "json":
        return Table(path, encoding, size, (), _named(path, json_array(text)), raw.tell)
    separator = delimiter or ("\t" if _ending(path) == ".tsv" else None)
    rows = CsvRows(text, separator or guess_delimiter)
    if not rows.header:
        raise FileProblem(f"{path}: the file is empty; a first line with the columns' names is wanted")
    return Table(path, encoding, size, rows.header, _named(path, iter(rows)), raw.tell)


def _ending(path: Path) -> str:
    """The name's ending in lower case, that before .gz if it has one."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _form(path: Path) -> str:
    """How to read it: by the name's ending, and for a workbook also by its first bytes."""
    ending = _ending(path)
    if ending not in FORMS:
        known = " ".join(sorted(FORMS))
        raise FileProblem(f"{path}: unknown ending {ending or '(none)'}; known: {known}, each also with .gz")
    if FORMS[ending] != "workbook" or not path.is_file():
        return FORMS[ending]
    with path.open("rb") as file:
        start = file.read(HEAD)
    if start.startswith(WORKBOOK_STARTS) or not start:
        return "workbook"
    if start.lstrip(codecs.BOM_UTF8 + b" \t\r\n").startswith(b"<"):
        raise FileProblem(f"{path}: a web page named {ending}; open it in a spreadsheet and save it as XLSX")
    return "csv"  # intake systems call tab-separated text .xls, because a spreadsheet then opens it


def _unzipped(raw: BinaryIO, path: Path) -> BinaryIO:
    """Gzip is told by its first bytes, not by the name."""
    magic = raw.read(2)
    raw.seek(0)
    if magic == b"\x1f\x8b":
        return _Guarded(raw)  # type: ignore[return-value]
    if path.suffix.lower() == ".gz":
        raise FileProblem(f"{path}: named .gz but not gzipped")
    return raw


class _Bomb(Exception):
    """A gzip file that unfolds beyond reason."""


class _Guarded(gzip.GzipFile):
    """Gzip that stops at a bomb instead of unfolding it for an hour."""

    def __init__(self, raw: BinaryIO) -> None:
        super().__init__(fileobj=raw, mode="rb")
        self._raw = raw

    def read(self, size: int | None = -1) -> bytes:
        return self._weighed(super().read(size))

    def read1(self, size: int = -1) -> bytes:
        return self._weighed(super().read1(size))

    def _weighed(self, data: bytes) -> bytes:
        at = self.tell()
        if at > BOMB_BYTES and at > BOMB_RATIO * self._raw.tell():
            raise _Bomb(f"it unfolds to more than {BOMB_RATIO} times its size: no table does that")
        return data


def _encoding(binary: BinaryIO, path: Path) -> str:
    """utf-16 by its mark, else the first of utf-8-sig and gb18030 that reads the whole file without a fault."""
    head = binary.read(HEAD)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        fault = _first_fault(binary, "utf-16")
        if fault is not None:
            raise FileProblem(f"{path}: begins as UTF-16, but byte {fault.offset:,} is damaged")
        return "utf-16"
    if head.count(0) > NUL_SHARE * max(1, len(head)):
        raise FileProblem(f"{path}: not text, or UTF-16 without its mark; save it as UTF-8")
    utf8 = _first_fault(binary, "utf-8-sig")
    if utf8 is None:
        return "utf-8-sig"
    place = f"byte {utf8.offset:,} (line {utf8.line:,})"
    # Odd as it is, damaged UTF-8 sometimes reads as GBK; a citizen's words would turn into other words without a sign.
    if utf8.non_ascii >= ENOUGH_UTF8:
        raise FileProblem(f"{path}: UTF-8 up to {place}, which is damaged; repair it or name the encoding in the map")
    gbk = _first_fault(binary, "gb18030")
    if gbk is None:
        return "gb18030"
    raise FileProblem(
        f"{path}: neither UTF-8 nor GB18030: UTF-8 fails at {place}, GB18030 at byte {gbk.offset:,} (line {gbk.line:,})"
    )


@dataclass(frozen=True, slots=True)
class _Fault:
    offset: int  # bytes from the start
    line: int  # from 1
    non_ascii: int  # characters above U+007F read before it


def _first_fault(binary: BinaryIO, encoding: str) -> _Fault | None:
    binary.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    before = lines = non_ascii = 0
    while True:
        chunk = binary.read(CHUNK)
        pending = decoder.getstate()[0]
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            good = (pending + chunk)[: error.start]
            wide = sum(byte >= 0xC0 for byte in good)  # each lead byte is one character
            return _Fault(before - len(pending) + error.start, lines + good.count(b"\n") + 1, non_ascii + wide)
        if not chunk:
            return None
        before += len(chunk)
        lines += chunk.count(b"\n")
        if non_ascii < ENOUGH_UTF8 and not text.isascii():
            non_ascii += sum(char > "\x7f" for char in text)
