"""How does a table leave this program so that opening it cannot do harm?

UTF-8 with its mark, because spreadsheets take everything else for GBK; a cell that a spreadsheet would run as a formula
gets an apostrophe in front. Written beside its place and moved there when whole, so that nobody reads half a table.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

# The wide forms count too: an Excel with a Chinese or Japanese input method reads them as the narrow ones.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutralised(cell: object) -> str:
    """The cell's text, with an apostrophe before what a spreadsheet would take for a formula.

    >>> neutralised("=HYPERLINK(1)"), neutralised(0.5), neutralised(-1)
    ("'=HYPERLINK(1)", '0.5', '-1')
    """
    text = str(cell)
    # A number of ours is no formula; only text can have been written by a stranger.
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA_STARTS) else text


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file in one piece: `\\r\\n` line ends, UTF-8 with its mark, cells neutralised."""
    with whole_file(path) as out:
        writer = csv.writer(out)
        writer.writerow(header)
        writer.writerows([neutralised(cell) for cell in row] for row in rows)


@contextmanager
def whole_file(path: Path, encoding: str = "utf-8-sig") -> Iterator[TextIO]:
    """A file to write that takes `path`'s place at the end, or leaves no trace if the writing fails."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding=encoding, newline="") as out:
            yield out
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def whole_bytes(path: Path) -> Iterator[BinaryIO]:
    """`whole_file` for what is not text."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            yield out
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
