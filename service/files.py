"""Which rows does this file hold, and which of its lines are no rows?

`open_table` finds out how a file is written (CSV in UTF-8, GBK or UTF-16, JSON, either one gzipped) and gives its
rows one by one; what cannot be read is a Row with a `problem`, never an exception and never a silent loss.
Not for: what the columns mean (`service.columns`), whether a row is a case (`service.wire`).
"""

from __future__ import annotations

import codecs
import gzip
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from service.csv_rows import LINE_LIMIT, CsvRows, Row, guess_delimiter
from service.errors import LeianError
from service.wire_json import decode, decode_object

CHUNK = 1 << 20  # bytes looked at a time while the encoding is checked
ENOUGH_UTF8 = 16  # non-ASCII characters read as UTF-8 without a fault: no GBK text does that by chance
NUL_SHARE = 0.2  # of the first bytes; UTF-16 without its mark has 0.3-0.5, an old database's padded export far less
HEAD = 4096  # bytes looked at for marks and NULs
LATER_FORMATS = {".xlsx": "XLSX", ".xls": "XLS", ".et": "WPS", ".parquet": "Parquet"}
CSV_ENDINGS = frozenset({".csv", ".tsv", ".txt"})
JSONL_ENDINGS = frozenset({".jsonl", ".ndjson"})
JSON_ENDING = ".json"
JSON_LIMIT = 64 << 20  # characters of a file that is one JSON value and so must be held whole; JSON lines have no limit


class FileProblem(Exception):
    """The file as a whole cannot be read; the message names the file, the place and the likely cause."""


@dataclass(slots=True)
class Table:
    """An open file. `header` is empty for JSON, where each row names its own fields. Iterate once."""

    path: Path
    encoding: str
    size: int
    header: tuple[str, ...]
    _rows: Iterator[Row]
    _raw: BinaryIO

    def __iter__(self) -> Iterator[Row]:
        return self._rows

    def position(self) -> int:
        """Bytes of the file (compressed ones, if it is) taken so far, at most `size`."""
        return min(self._raw.tell(), self.size)


@contextmanager
def open_table(path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> Iterator[Table]:
    """Open `path` for reading its rows. `encoding` and `delimiter` are found out unless given.

    Raises FileProblem: unreadable, not text, an unknown or a later format, a damaged byte (with its offset), no header.
    """
    form = _form(path)
    try:
        with path.open("rb") as raw:
            binary = _unzipped(raw, path)
            found = encoding or _encoding(binary, path)
            binary.seek(0)
            text = io.TextIOWrapper(binary, encoding=found, newline="")
            try:
                yield _table(path, form, raw, text, found, delimiter)
            finally:
                text.detach()
    except UnicodeDecodeError as error:
        raise FileProblem(f"{path}: not {encoding}: {error.reason} near byte {error.start} of a block") from error
    except (OSError, EOFError, gzip.BadGzipFile, LookupError) as error:
        raise FileProblem(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def json_line(line: str, number: int) -> Row:
    """One line of JSON as a Row; a problem unless it is an object."""
    raw = line.strip().lstrip("\ufeff")
    try:
        return Row(number, decode_object(raw.encode("utf-8", "surrogatepass")), (raw,))
    except LeianError as error:
        return Row(number, {}, (raw,), str(error))


def _table(path: Path, form: str, raw: BinaryIO, text: TextIO, encoding: str, delimiter: str | None) -> Table:
    size = path.stat().st_size
    if form == "jsonl":
        return Table(path, encoding, size, (), _json_rows(text), raw)
    if form == "json":
        return Table(path, encoding, size, (), _json_objects(path, text), raw)
    separator = delimiter or ("\t" if path.name.lower().removesuffix(".gz").endswith(".tsv") else None)
    rows = CsvRows(text, separator or guess_delimiter)
    if not rows.header:
        raise FileProblem(f"{path}: the file is empty; a first line with the columns' names is wanted")
    return Table(path, encoding, size, rows.header, iter(rows), raw)


def _json_rows(text: TextIO) -> Iterator[Row]:
    number = 0
    while line := text.readline(LINE_LIMIT):
        number += 1
        if len(line) >= LINE_LIMIT and not line.endswith(("\n", "\r")):
            start = line[:200]
            while (rest := text.readline(LINE_LIMIT)) and not rest.endswith(("\n", "\r")):
                pass
            yield Row(number, {}, (start,), f"line longer than {LINE_LIMIT:,} characters")
        elif line.strip("\ufeff \t\r\n"):
            yield json_line(line, number)


def _json_objects(path: Path, text: TextIO) -> Iterator[Row]:
    """One object, or an array of them; `line` is then the place in the array."""
    content = text.read(JSON_LIMIT + 1)
    if len(content) > JSON_LIMIT:
        raise FileProblem(
            f"{path}: a JSON file of more than {JSON_LIMIT:,} characters; write one object a line (.jsonl)"
        )
    try:
        value = decode(content.encode("utf-8", "surrogatepass"))
    except LeianError as error:
        raise FileProblem(f"{path}: {error}") from error
    for number, each in enumerate(value if isinstance(value, list) else [value], 1):
        shown = (json.dumps(each, ensure_ascii=False),)
        if isinstance(each, dict):
            yield Row(number, each, shown)
        else:
            yield Row(number, {}, shown, "not a JSON object: {…}")


def _form(path: Path) -> str:
    """ "csv", "jsonl" or "json", by the name's ending."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    ending = suffixes[-1] if suffixes else ""
    if ending in LATER_FORMATS:
        raise FileProblem(f"{path}: {LATER_FORMATS[ending]} cannot be read yet; save it as CSV (UTF-8 or GBK)")
    if ending in JSONL_ENDINGS:
        return "jsonl"
    if ending == JSON_ENDING:
        return "json"
    if ending in CSV_ENDINGS:
        return "csv"
    known = ".csv .tsv .txt .jsonl .ndjson .json, each also with .gz"
    raise FileProblem(f"{path}: unknown ending {ending or '(none)'}; known: {known}")


def _unzipped(raw: BinaryIO, path: Path) -> BinaryIO:
    """Gzip is told by its first bytes, not by the name."""
    magic = raw.read(2)
    raw.seek(0)
    if magic == b"\x1f\x8b":
        return gzip.GzipFile(fileobj=raw)  # type: ignore[return-value]
    if path.suffix.lower() == ".gz":
        raise FileProblem(f"{path}: named .gz but not gzipped")
    return raw


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
