"""How does an archive come in quickly, of which nobody asks what each case would have been told at the time?

Cases are stored and can be found, but none is judged: no verdict, no matter. A new case that belongs to one of them is told so
all the same, and the two become a matter then. One transaction takes many cases, and the postings take them as a rebuild does,
a segment of several ten thousand at a time, in the background. What a crash leaves out of the postings is in the store's log
and comes from there at the next start.

Nobody else may register in the meantime: a segment is written with all that is in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from engine.case import Case
from index.arrays import U64
from index.errors import StoreClosed
from index.postings import BULK_POSTINGS, Postings
from index.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Shelved:
    """Of the cases of one step: the seq of each, 0 where its id was there before, the fingerprint that stands under the id, and the
    last change."""

    seqs: Sequence[int]
    fingerprints: Sequence[bytes]
    change: int


@dataclass(frozen=True, slots=True)
class Filed:
    """A case as it goes into the store and the postings: `record` as `Prepared.record`, `values` and `load` as `Keys`."""

    case: Case
    fingerprint: bytes
    record: bytes
    values: U64
    load: float


class Unjudged:
    """Use as a context: at its end everything is in the postings and on disk. Not thread-safe."""

    def __init__(self, store: Store, postings: Postings, *, bulk_postings: int = BULK_POSTINGS) -> None:
        self._store, self._postings, self._bulk_postings = store, postings, bulk_postings
        self._chunk: list[tuple[int, U64, float]] = []
        self._size = self._applied = 0
        self._building: Future[None] | None = None
        self._builder = ThreadPoolExecutor(1, "leian-bulk")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self._builder, suppress(StoreClosed):  # whoever closed the store first takes the rest from its log
            self._store.write(lambda transaction: transaction.on_commit(self._build))  # behind all that was put
            if self._building is not None:
                self._building.result()

    def put(self, cases: Sequence[Filed]) -> Future[Shelved]:
        """Store those whose id is not there, in one step; done once it is durable."""

        def work(transaction: Transaction) -> Shelved:
            there = transaction.fingerprints([each.case.case_id for each in cases])
            fresh: dict[str, Filed] = {}
            for each in cases:
                if each.case.case_id not in there:
                    fresh.setdefault(each.case.case_id, each)
            new = list(fresh.values())
            seqs = transaction.insert_unjudged([(each.case, each.record, each.fingerprint) for each in new])
            change = transaction.last_change()
            transaction.on_commit(lambda: self._take(seqs, new, change))
            seq_of = dict(zip(map(id, new), seqs, strict=True))
            there.update((case_id, each.fingerprint) for case_id, each in fresh.items())
            return Shelved(
                [seq_of.get(id(each), 0) for each in cases], [there[each.case.case_id] for each in cases], change
            )

        return self._store.submit(work)

    # In the writer's thread, in the order of the commits.

    def _take(self, seqs: Sequence[int], cases: Sequence[Filed], applied: int) -> None:
        self._chunk += [(seq, each.values, each.load) for seq, each in zip(seqs, cases, strict=True)]
        self._size += sum(len(each.values) for each in cases)
        self._applied = applied
        if self._size >= self._bulk_postings:
            self._build()

    def _build(self) -> None:
        """Begin to make a segment of what has come together; waits where the one before is not done."""
        if self._building is not None:
            self._building.result()
        if self._chunk:
            chunk, applied = self._chunk, self._applied
            self._chunk, self._size = [], 0
            self._building = self._builder.submit(self._postings.bulk, chunk, applied)
