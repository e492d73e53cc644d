"""Where does one row of a CSV file end, when the file is not quite CSV?

Exports of intake systems hold quotes that are never closed, quotes inside a sentence, mixed line ends and NULs.
A strict parser stops there and a lenient one swallows the following rows into one cell without a word. `CsvRows` parses
strictly, and where that fails takes the one line by itself and goes on with the next: at worst one line is rejected.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

CELL_LIMIT = 1_000_000  # characters; a text may have 256 KB: a longer cell is an unclosed quote or an attack
LINE_LIMIT = 4_000_000  # characters of one physical line; what is longer is skipped unread
COLUMN_LIMIT = 2_000  # columns of one table; a real export has 10 to 200
DELIMITERS = ",\t;|"


class TooWide(Exception):
    """The header names more than COLUMN_LIMIT columns."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `line` (from 1) is where it starts; `cells` is what the file says, for the list of rejects.

    Where `problem` is not empty the row could not be read and `fields` is empty. `sheet` is the workbook's sheet where
    it is not the first one read.
    """

    line: int
    fields: Mapping[str, object]
    cells: tuple[str, ...]
    problem: str = ""
    sheet: str = ""

    @property
    def place(self) -> str:
        """Where somebody looks for it: "17", or "Sheet2!17"."""
        return f"{self.sheet}!{self.line}" if self.sheet else str(self.line)


def distinct_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Columns' names as the header has them, the second of two equal ones as "name (2)", without empty ones at the end.

    Raises TooWide.
    """
    names = [cell.strip().lstrip("\ufeff").strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > COLUMN_LIMIT:
        raise TooWide(f"{len(names):,} columns; at most {COLUMN_LIMIT:,} are read")
    taken: dict[str, int] = {}
    for place, name in enumerate(names):
        taken[name] = taken.get(name, 0) + 1
        if name and taken[name] > 1:
            names[place] = f"{name} ({taken[name]})"
    return tuple(names)


def guess_delimiter(first_line: str) -> str:
    """The delimiter that the header has most of; a comma if it has none."""
    bare = re.sub(r'"[^"]*"', "", first_line)
    return max(DELIMITERS, key=lambda mark: (bare.count(mark), mark == ","))


class CsvRows:
    """The rows of a CSV text. `header` holds the columns' names, made distinct; iterating gives Rows in order.

    Raises TooWide.
    """

    def __init__(self, text: TextIO, delimiter: str | Callable[[str], str]) -> None:
        # The module's limit is global to the process; nothing else here reads CSV, so that setting it is no surprise.
        csv.field_size_limit(CELL_LIMIT)
        self._lines = _Lines(text)
        first = self._lines.skip_blank()
        self._delimiter = delimiter(first) if callable(delimiter) else delimiter
        mark = re.escape(self._delimiter)
        self._cell = re.compile(rf'(?:"((?:[^"]|"")*)"(?={mark}|$)|([^{mark}]*))(?:{mark}|$)')
        self._reader = self._new_reader()
        self.header = self._read_header() if first else ()

    def __iter__(self) -> Iterator[Row]:
        while True:
            self._lines.taken.clear()
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._recovered(str(error))
                continue
            taken = self._lines.taken
            if not any(cells):
                continue  # a blank line
            if len(cells) >= len(self.header) and not any(cells[len(self.header) :]):
                yield self._row(taken[0][0], cells)
            elif len(taken) > 1:
                yield self._recovered("a quote in it is closed only some lines further")
            else:
                yield self._wrong_width(taken[0][0], cells)

    def _new_reader(self) -> Iterator[list[str]]:
        return csv.reader(self._lines, delimiter=self._delimiter, strict=True)

    def _read_header(self) -> tuple[str, ...]:
        try:
            cells = next(self._reader)
        except csv.Error:
            first, *rest = self._lines.taken
            self._lines.give_back(rest)
            self._reader = self._new_reader()
            cells = self._literally(first[1])
        return distinct_names(cells)

    def _recovered(self, why: str) -> Row:
        """The first of the lines taken, by itself; the others are given back and read again."""
        (number, line), *rest = self._lines.taken
        self._lines.give_back(rest)
        self._reader = self._new_reader()
        if len(line) >= LINE_LIMIT:
            return Row(number, {}, (line[:200],), why)
        if len(line) > CELL_LIMIT and max(map(len, line.split(self._delimiter))) > CELL_LIMIT:
            return Row(number, {}, (line[:200],), f"a cell longer than {CELL_LIMIT:,} characters")
        cells = self._literally(line)
        if len(cells) == len(self.header):
            return self._row(number, cells)
        width = f"{len(cells)} cells, the header has {len(self.header)}"
        return Row(number, {}, (line.rstrip("\r\n"),), f"stray quote: {why}; taken alone the line has {width}")

    def _literally(self, line: str) -> list[str]:
        """One line in which a quote that is not well placed is a character like any other."""
        bare, cells, at = line.rstrip("\r\n"), [], 0
        while found := self._cell.match(bare, at):
            quoted, plain = found.groups()
            cells.append(plain if quoted is None else quoted.replace('""', '"'))
            at = found.end()
            if at >= len(bare):
                if found.group().endswith(self._delimiter):
                    cells.append("")
                break
        return cells

    def _row(self, number: int, cells: list[str]) -> Row:
        # NULs are padding of old databases, no text; PostgreSQL could not even keep them.
        clean = tuple(cell.replace("\x00", "") if "\x00" in cell else cell for cell in cells[: len(self.header)])
        return Row(number, dict(zip(self.header, clean, strict=True)), clean)

    def _wrong_width(self, number: int, cells: list[str]) -> Row:
        shown = tuple(cells[:COLUMN_LIMIT])
        return Row(number, {}, shown, f"{len(cells):,} cells, the header has {len(self.header)}")


class _Lines:
    """Physical lines with their numbers, remembering those handed out since `taken` was last cleared."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._number = 0
        self._back: deque[tuple[int, str]] = deque()
        self.taken: list[tuple[int, str]] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        numbered = self._back.popleft() if self._back else self._read()
        if not numbered[1]:
            raise StopIteration
        self.taken.append(numbered)
        if len(numbered[1]) >= LINE_LIMIT:
            raise csv.Error(f"line longer than {LINE_LIMIT:,} characters")
        return numbered[1]

    def give_back(self, lines: list[tuple[int, str]]) -> None:
        self._back.extendleft(reversed(lines))

    def skip_blank(self) -> str:
        """The first line with anything on it, left in place; empty at the end of the text."""
        while (numbered := self._read())[1]:
            if numbered[1].strip("\ufeff \t\r\n"):
                self._back.append(numbered)
                return numbered[1]
        return ""

    def _read(self) -> tuple[int, str]:
        line = self._text.readline(LINE_LIMIT)
        self._number += 1
        if len(line) >= LINE_LIMIT and not line.endswith(("\n", "\r")):
            while (rest := self._text.readline(LINE_LIMIT)) and not rest.endswith(("\n", "\r")):
                pass
        return self._number, line
