"""Which settled cases are most like a new one, as of now?

Keeps the precedent index in step with the store: built in one pass, then changed case by case. Confidential cases never enter.
With an encoder a thread makes the sentence vectors meanwhile; nobody waits for it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from queue import SimpleQueue

from engine.advice import Likeness, PrecedentFilters, is_settled
from engine.case import Case
from index.precedent_columns import Facets, SettledCase
from index.precedents import GROWTH, PrecedentIndex
from index.sentences import LEAST_VECTORS, Encoder
from index.store import CaseFilter, Store, StoredCase


class Settled:
    """One per store. `build` must have run before `nearest` answers; changes that come before are not lost."""

    def __init__(self, store: Store, encoder: Encoder | None = None) -> None:
        self._store = store
        self._encoder = encoder
        self._waiting: SimpleQueue[int | None] = SimpleQueue()
        self._sensing: threading.Thread | None = None
        self._closing = False
        self._index: PrecedentIndex | None = None
        self._lock = threading.Lock()

    def build(self) -> PrecedentIndex:
        """The index, built from the store at the first call."""
        with self._lock:
            if self._index is None:
                with self._store.read() as reader:
                    everybody = CaseFilter(confidential=False)
                    cases = self._noted(_settled(reader.closed_with_reply(everybody)))
                    self._index = PrecedentIndex.build(cases, encoder=self._encoder)
                if self._encoder is not None:
                    self._sensing = threading.Thread(
                        target=self._sense, args=(self._index,), name="precedents-sense", daemon=True
                    )
                    self._sensing.start()
            return self._index

    def _noted(self, cases: Iterator[SettledCase]) -> Iterator[SettledCase]:
        """The cases as they are, each put down for its sentence vector."""
        for case in cases:
            if self._encoder is not None:
                self._waiting.put(case.seq)
            yield case

    def _sense(self, index: PrecedentIndex) -> None:
        """Make the vectors of the cases put down, one by one; learn when there are a fifth more than at the last time."""
        done = learned = 0
        while (seq := self._waiting.get()) is not None and not self._closing:
            with self._store.read() as reader:
                stored = reader.get_many([seq]).get(seq)
            if stored is not None and is_settled(stored.case):
                done += index.sense(_settled_case(seq, stored.case))
            if self._waiting.empty() and done >= max(LEAST_VECTORS, GROWTH * learned) and index.learn():
                learned = done

    def put(self, seq: int, case: Case) -> None:
        """A case was registered or changed. Nothing to do before `build`, which reads the store."""
        if self._index is None:
            return
        if is_settled(case):
            self._index.add(_settled_case(seq, case))
            if self._encoder is not None:
                self._waiting.put(seq)
        else:
            self._index.remove(seq)

    def remove(self, seq: int) -> None:
        """A case was erased."""
        if self._index is not None:
            self._index.remove(seq)

    def nearest(
        self,
        case: Case,
        limit: int,
        filters: PrecedentFilters,
        excluded: Sequence[int],
        excluded_matters: Sequence[str],
    ) -> list[tuple[StoredCase, Likeness, int]]:
        """The `limit` most like `case`, one per matter, each with its likeness and the size of its matter."""
        index = self.build()
        with self._store.read() as reader:

            def matter_of(seqs: Sequence[int]) -> Mapping[int, str]:
                return {seq: s.matter_id for seq, s in reader.get_many(seqs).items() if s.matter_id}

            ranked = index.query(
                case.title, case.text, limit, excluded=excluded, filters=filters, matter_of=matter_of,
                excluded_matters=excluded_matters,
            )  # fmt: skip
            stored = reader.get_many([r.seq for r in ranked])
            sizes = {s.matter_id: len(reader.matter_members(s.matter_id)) for s in stored.values() if s.matter_id}
        return [(stored[r.seq], r.likeness, sizes.get(stored[r.seq].matter_id, 1)) for r in ranked if r.seq in stored]

    def close(self) -> None:
        """Wait for the learner and for the vector that is being made."""
        self._closing = True
        if self._sensing is not None:
            self._waiting.put(None)
            self._sensing.join()
        if self._index is not None:
            self._index.close()


def _settled(cases: Iterator[StoredCase]) -> Iterator[SettledCase]:
    return (_settled_case(s.seq, s.case) for s in cases if is_settled(s.case))


def _settled_case(seq: int, case: Case) -> SettledCase:
    reply = case.official_reply
    facets = Facets(
        unit=case.handling_unit or (reply.unit if reply else ""),
        category=case.category,
        locality=case.locality,
        outcome=reply.outcome if reply else "",
    )
    return SettledCase(
        seq,
        case.title,
        case.text,
        reply.text if reply else "",
        facets,
        case.closed_at or (reply.replied_at if reply else None),
    )
