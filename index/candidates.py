"""Of the cases that share keys with a new one, whose records are read?

The search gives the best first, and any number of the same persons' behind them. A person may write every day, and letters may be
as long as a book: there is an end to how many are read for one answer. What is left out comes back as `cut`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from index.known_cache import KnownCache

MOST_CANDIDATES = 300
"""Candidates whose records are read, those of the same persons among them."""
MOST_BYTES = 1_000_000
"""… and bytes of them all, after which no more are read: 700 letters of usual length, 8 of 32,000 characters."""
READ_AT_ONCE = 64


class Records(Protocol):
    """Where stored records lie: a reader of the store, or what a batch has at hand."""

    def prepared_many(self, seqs: Sequence[int]) -> Mapping[int, bytes]: ...


def readable(sizes: Sequence[int]) -> int:
    """Of candidates whose records have so many bytes, best first: how many `read_records` reads, the first ones."""
    room = MOST_BYTES
    for count, size in enumerate(sizes[:MOST_CANDIDATES]):
        if room < 0:
            return count
        room -= size
    return min(len(sizes), MOST_CANDIDATES)


def read_records(reader: Records, cache: KnownCache, wanted: Sequence[int]) -> tuple[dict[int, bytes], bool]:
    """The stored records of the first of `wanted` by seq, in that order, and whether some were left out."""
    records: dict[int, bytes] = {}
    room = MOST_BYTES
    for start in range(0, min(len(wanted), MOST_CANDIDATES), READ_AT_ONCE):
        some = wanted[start : min(start + READ_AT_ONCE, MOST_CANDIDATES)]
        found = {seq: known.prepared.record for seq, known in cache.get_many(some).items()}
        found.update(reader.prepared_many([seq for seq in some if seq not in found]))
        for seq in some:
            if seq in found:
                if room < 0:
                    return records, True
                records[seq] = found[seq]
                room -= len(found[seq])
    return records, len(wanted) > MOST_CANDIDATES
