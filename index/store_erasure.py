"""Are the bytes of an erased case really gone from the files?

SQLite overwrites rows that it deletes (secure_delete), but when it rebuilds a page while moving rows to a neighbour,
old copies may stay behind in the page's gap: measured, 1 id in 1,500 erasures, after many inserts in random order. So
`Store.erase` takes pieces of what it erases and looks for them in the files. Knows bytes and files, not SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

PIECE_BYTES = 32  # long enough to be nobody else's by chance, short enough to survive in part of a row
WINDOW_BYTES = 2**20  # stays in the processor's cache while every piece is looked for in it
SHORTEST = 12  # a shorter blob says nothing about whose it is


def pieces_of(case_id: str, source: str, seq: int, blobs: Iterable[bytes]) -> tuple[bytes, ...]:
    """What to look for: the id as it stands in the index and in its row, and three pieces of each blob.

    A row of an index or a table is its values side by side, after their types. A number has type 1 to 6, for the fewest
    of 1, 2, 3, 4, 6 or 8 bytes that hold it, big-endian; but the number 1 has type 9 and no bytes at all.
    """
    kind, width = next((k, n) for k, n in enumerate((1, 2, 3, 4, 6, 8), start=1) if seq < 1 << (8 * n - 1))
    kind, number = (9, b"") if seq == 1 else (kind, seq.to_bytes(width, "big"))
    name = case_id.encode()
    found = [bytes((kind,)) + name + number, name + source.encode()]
    for blob in blobs:
        if len(blob) < SHORTEST:
            continue
        last = max(len(blob) - PIECE_BYTES, 0)
        found += [blob[start : start + PIECE_BYTES] for start in sorted({last // 4, last // 2, last})]
    return tuple(dict.fromkeys(found))


def found_in(files: Sequence[Path], pieces: Iterable[bytes]) -> tuple[bytes, ...]:
    """Those of the pieces that occur in one of the files. A dozen pieces: about 4 s a GB.

    Window by window: a search through a whole mapped file would hold up every other thread until its end.
    """
    wanted = set(pieces)
    found: set[bytes] = set()
    overlap = max(map(len, wanted), default=1) - 1
    for path in files:
        with path.open("rb") as handle:
            kept = b""
            while fresh := handle.read(WINDOW_BYTES):
                window = kept + fresh
                found |= {piece for piece in wanted - found if piece in window}
                kept = window[-overlap:] if overlap else b""
    return tuple(sorted(found))
