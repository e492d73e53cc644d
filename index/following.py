"""How do the postings follow the store's log?

Much at a time, as segments on disk, where much has changed; singly and in memory where it is little. Used by `index.library`, when
it opens and after it has built the postings anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from engine.keys import keys
from engine.prepared import unpack
from index.arrays import U64
from index.postings import Postings
from index.store import Reader, Store

MUCH = 2_000
"""Changes from which it is much."""

T = TypeVar("T")
Report = Callable[[int, int, str], None]
"""Told how much is done, of how much, and what it is."""


def entry(seq: int, record: bytes, confidential: bool) -> tuple[int, U64, float]:
    """A case as `Postings.bulk` takes it; the arguments are those of `Reader.records`."""
    found = keys(unpack(record), confidential=confidential)
    return seq, found.values, found.load


def counted(items: Iterable[T], total: int, report: Report) -> Iterator[T]:
    """The same, and every now and then it is told how many of them are through."""
    done = 0
    for done, item in enumerate(items, 1):
        yield item
        if done % 1000 == 0:
            report(done, total, "indexing")
    report(done, total, "indexing")


def replay(store: Store, postings: Postings, last: int, report: Report) -> None:
    """Take from the log what came after the postings' last change, up to `last` at least."""
    if last - postings.applied >= MUCH:
        with store.read() as reader:
            _replay_much(reader, postings, report)
    while postings.applied < last:
        with store.read() as reader:
            changes = reader.changes(postings.applied, MUCH)
            records = {seq: (record, hidden) for seq, record, hidden in reader.records_many(sorted({c.seq for c in changes}))}
        for change in changes:
            if change.seq not in records:
                postings.remove(change.seq, change.change_no)
            else:
                _, values, load = entry(change.seq, *records[change.seq])
                postings.add(change.seq, values, change.change_no, load)
        if not changes:
            break
        report(changes[-1].change_no, last, "catching up")


def _replay_much(reader: Reader, postings: Postings, report: Report) -> None:
    """Each changed case once. Until the end the postings on disk say that they contain nothing of it: a stop loses no change."""
    last, since = reader.last_change(), reader.changed_since(postings.applied)
    for seq in since.gone:
        postings.remove(seq, postings.applied)
    found = (entry(*record) for record in reader.records_many(since.there))
    postings.bulk(counted(found, len(since.there), report), last)
