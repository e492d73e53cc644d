"""Which rows does a file of JSON hold, one object a line or one array of them?

Both are read piece by piece: a line, or one element of the array, is all that is held at a time, however large the file
is. A piece that is no object, or too long, is a Row with a problem, and the next one is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from service.csv_rows import LINE_LIMIT, Row
from service.errors import LeianError
from service.wire_json import decode_object

BLOCK = 1 << 16  # characters read at a time from an array
SHOWN = 200  # characters of a piece that is too long, for the list of rejects
_SPACE = " \t\r\n\ufeff"
_MARK = re.compile(r'["\\{}\[\],]')


class NotJson(Exception):
    """The file as a whole is neither an object nor an array; the message says what was found."""


def json_line(line: str, number: int) -> Row:
    """One piece of JSON as a Row; a problem unless it is an object."""
    raw = line.strip().lstrip("\ufeff")
    try:
        return Row(number, decode_object(raw.encode("utf-8", "surrogatepass")), (raw,))
    except LeianError as error:
        return Row(number, {}, (raw,), str(error))


def json_lines(text: TextIO) -> Iterator[Row]:
    """The rows of JSON lines; `line` is the line's number."""
    number = 0
    while line := text.readline(LINE_LIMIT):
        number += 1
        if len(line) >= LINE_LIMIT and not line.endswith(("\n", "\r")):
            start = line[:SHOWN]
            while (rest := text.readline(LINE_LIMIT)) and not rest.endswith(("\n", "\r")):
                pass
            yield Row(number, {}, (start,), f"line longer than {LINE_LIMIT:,} characters")
        elif line.strip("\ufeff \t\r\n"):
            yield json_line(line, number)


def json_array(text: TextIO) -> Iterator[Row]:
    """The rows of an array of objects, or of objects one behind the other; `line` is the place, from 1.

    What follows a damaged place is one Row with a problem. Raises NotJson where the file begins as neither.
    """
    pieces = _Pieces(text)
    opened = pieces.next_mark()
    if opened == "[":
        yield from _elements(pieces)
        return
    if opened != "{":
        raise NotJson("the file is empty" if not opened else f"not valid JSON: it begins with {opened!r}")
    number = 0
    while opened == "{":
        number += 1
        yield _row(number, pieces.element(opened))
        opened = pieces.next_mark()
    if opened:
        yield Row(number + 1, {}, (), f"not valid JSON: {opened!r} after object {number:,}; what follows is not read")


def _elements(pieces: _Pieces) -> Iterator[Row]:
    number = 0
    mark = pieces.next_mark()
    while mark and mark != "]":
        number += 1
        yield _row(number, pieces.element(mark))
        mark = pieces.next_mark()
        if mark == ",":
            mark = pieces.next_mark()
        elif mark != "]":
            break
    if mark != "]":
        yield Row(number + 1, {}, (), f"the array is not closed after element {number:,}; the file is cut or damaged")
    elif after := pieces.next_mark():
        yield Row(number + 1, {}, (), f"not valid JSON: {after!r} after the array; what follows is not read")


def _row(number: int, piece: str | None) -> Row:
    if piece is None:
        return Row(number, {}, (), f"element longer than {LINE_LIMIT:,} characters")
    return json_line(piece, number)


class _Pieces:
    """A text cut at the commas between an array's elements, without understanding more than strings and brackets."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._block = ""
        self._at = 0

    def next_mark(self) -> str:
        """The next character that is no space; empty at the end."""
        while self._more():
            char = self._block[self._at]
            self._at += 1
            if char not in _SPACE:
                return char
        return ""

    def element(self, first: str) -> str | None:
        """The element that begins with `first`, up to the comma or bracket behind it; None if it is too long to hold."""
        parts, length, depth, quoted = [first], 1, int(first in "{["), first == '"'
        ended = False
        while not ended and self._more():
            end, depth, quoted, ended = self._scan(depth, quoted)
            if length <= LINE_LIMIT:
                parts.append(self._block[self._at : end])
            length += end - self._at
            self._at = end
        return "".join(parts) if length <= LINE_LIMIT else None

    def _scan(self, depth: int, quoted: bool) -> tuple[int, int, bool, bool]:
        """How far the element goes in this block, the state there, and whether that is its end."""
        at = self._at
        while found := _MARK.search(self._block, at):
            mark, at = found.group(), found.end()
            if mark == "\\":
                if quoted:
                    at = self._escaped(at)
            elif mark == '"':
                quoted = not quoted
            elif quoted:
                continue
            elif mark in "{[":
                depth += 1
            elif depth == 0:
                return found.start(), depth, quoted, True
            elif mark in "}]":
                depth -= 1
                if depth == 0:
                    return found.end(), depth, quoted, True
        return len(self._block), depth, quoted, False

    def _escaped(self, at: int) -> int:
        """Past the character behind a backslash, which may stand in the next block."""
        if at >= len(self._block):
            self._block += self._text.read(BLOCK)
        return at + 1

    def _more(self) -> bool:
        if self._at >= len(self._block):
            self._block, self._at = self._text.read(BLOCK), 0
        return bool(self._block)
