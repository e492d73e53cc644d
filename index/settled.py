"""Which settled cases are most like a new one, as of now?

Keeps the precedent index in step with the store: counted in one pass or read from disk, then changed case by case. Confidential
cases never enter. What takes long is done by processes: learning, and with an encoder making the sentence vectors
(`index.settled_keeper`). Nobody who asks waits for either.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path

from engine.advice import Likeness, PrecedentFilters, is_settled
from engine.case import Case
from index import precedent_disk, precedents
from index.errors import PrecedentsDamaged
from index.precedent_columns import Facets, SettledCase
from index.precedent_disk import ReadAhead
from index.precedent_learner import LearningProcess
from index.precedent_learning import learned
from index.precedents import Learner, PrecedentIndex
from index.sentences import Encoder
from index.settled_keeper import Keeper
from index.store import CaseFilter, Reader, Store, StoredCase

UNSAVED = 500
"""Changed cases from which closing writes all to disk; fewer are taken from the store again at the next start, 1 ms each."""
AT_ONCE = 500


class Settled:
    """One per store. `build` must have run before `nearest` answers; changes that come before are not lost.

    `folder`: where the counted cases are kept from one start to the next, so that a large archive is not counted at each; None to
    count them every time. `ahead`: of that folder, where somebody has begun to read it.
    """

    def __init__(
        self, store: Store, folder: Path | None = None, encoder: Encoder | None = None, ahead: ReadAhead | None = None
    ) -> None:
        self._store, self._folder, self._encoder = store, folder, encoder
        self._ahead = ahead
        self._keeper: Keeper | None = None
        self._loading: threading.Thread | None = None
        self._learning: LearningProcess | None = None
        self._index: PrecedentIndex | None = None
        self._lock = threading.Lock()
        self._unsaved = 0

    def build(self) -> PrecedentIndex:
        """The index, read or counted at the first call."""
        with self._lock:
            if self._index is None:
                if self._folder is not None:
                    self._folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                    self._learning = LearningProcess(self._folder.parent)
                self._index = self._read() or self._count()
                precedents.warm()
                self._loading = _loading(self._encoder)
                self._keeper = Keeper(self._index, self._encoder, self._case)
            return self._index

    def _case(self, seq: int) -> SettledCase | None:
        with self._store.read() as reader:
            stored = reader.get_many([seq]).get(seq)
        return _settled_case(seq, stored.case) if stored is not None and is_settled(stored.case) else None

    def _read(self) -> PrecedentIndex | None:
        """What is on disk, brought to the store's last change; None where there is nothing that can be used."""
        found = None
        if self._folder is not None:
            with suppress(PrecedentsDamaged):
                ahead, self._ahead = self._ahead, None
                found = ahead.take() if ahead is not None else precedent_disk.read_view(self._folder)
        if found is None:
            return None
        index = PrecedentIndex.of(found.view, found.vectors, encoder=self._encoder, learner=self._learner())
        with self._store.read() as reader:
            if found.applied > reader.last_change():
                return None  # of another store
            since = reader.changed_since(found.applied)
            if sum(map(index.remove, since.gone)):  # erased just before everything stopped
                self._leave_disk()
            if len(since.there) > UNSAVED:
                self._follow_many(index, reader, since.there)
            else:
                stored = reader.get_many(since.there)
                self._unsaved += sum(_follow(index, seq, stored[seq].case) for seq in stored)
        return index

    def _follow_many(self, index: PrecedentIndex, reader: Reader, seqs: Sequence[int]) -> None:
        """Bring the present form of each of these cases in or out."""
        parts = (reader.get_many(seqs[start : start + AT_ONCE]).values() for start in range(0, len(seqs), AT_ONCE))
        settled_now: set[int] = set()

        def coming() -> Iterator[SettledCase]:
            for each in chain.from_iterable(parts):
                if is_settled(each.case):
                    settled_now.add(each.seq)
                    yield _settled_case(each.seq, each.case)

        index.extend(coming())
        index.remove_all(set(seqs) - settled_now)
        self._unsaved += len(seqs)

    def _count(self) -> PrecedentIndex:
        with self._store.read() as reader:
            last = reader.last_change()
            everybody = CaseFilter(confidential=False)
            cases = _settled(reader.closed_with_reply(everybody))
            index = PrecedentIndex.build(cases, encoder=self._encoder, learner=self._learner())
        self._save(index, last)
        return index

    def _learner(self) -> Learner:
        return self._learning or learned

    def _save(self, index: PrecedentIndex, applied: int) -> None:
        """Put everything on disk, and go on with what is mapped there: an archive then costs no memory of its own.

        Where the disk does not take it, what was written before stays, and the next start counts what is missing there.
        """
        if self._folder is None:
            return
        view = index.view()
        with suppress(OSError, PrecedentsDamaged):
            precedent_disk.write_view(self._folder, view, index.vectors(), applied)
            self._unsaved = 0
            if (written := precedent_disk.read_view(self._folder)) is not None:
                index.exchange(view, written.view)
                if self._learning is not None:
                    self._learning.forget()  # the same, and it would lie there twice

    def put(self, seq: int, case: Case) -> None:
        """A case was registered or changed. Nothing to do before `build`, which reads the store."""
        if self._index is not None:
            self._unsaved += _follow(self._index, seq, case)
            if self._keeper is not None and is_settled(case):
                self._keeper.put_down(_settled_case(seq, case))

    def remove(self, seq: int) -> None:
        """A case was erased."""
        self._leave_disk()
        if self._index is not None:
            self._index.remove(seq)

    def _leave_disk(self) -> None:
        """What was counted of an erased case leaves the disk, with all else, until that is written again at the end."""
        if self._folder is not None:
            precedent_disk.drop(self._folder)
            self._unsaved = UNSAVED
        if self._learning is not None:
            self._learning.forget()

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

    def forget(self) -> None:
        """Nothing of what was counted is used again: the next `build` counts everything."""
        with self._lock:
            if self._folder is not None:
                precedent_disk.drop(self._folder)
            self._stop()
            self._index, self._unsaved = None, 0

    def differences(self) -> list[str]:
        """What the index has too much or too little of, as sentences."""
        have = set(self.build().seqs())
        with self._store.read() as reader:
            wanted = {case.seq for case in _settled(reader.closed_with_reply(CaseFilter(confidential=False)))}
        missing = [f"case number {seq} is settled and not among the precedents" for seq in sorted(wanted - have)]
        return missing + [f"case number {seq} is among the precedents and not settled" for seq in sorted(have - wanted)]

    def close(self) -> None:
        """Wait for the learner and for the vector that is being made, and write down what has changed if it is much.

        Nobody may change a case any more.
        """
        self._stop()
        if self._index is None:
            return
        if self._unsaved >= UNSAVED:
            with self._store.read() as reader:
                last = reader.last_change()
            self._save(self._index, last)

    def _stop(self) -> None:
        if self._loading is not None:
            self._loading.join()
        if self._keeper is not None:
            self._keeper.close()
            self._unsaved += self._keeper.made
            self._keeper = None
        if self._index is not None:
            self._index.close()
        if self._learning is not None:
            self._learning.forget()


def _loading(encoder: Encoder | None) -> threading.Thread | None:
    """Load the encoder, 0.7 s, while the service is ready already: a question for precedents within that second waits for it."""
    if encoder is None:
        return None
    thread = threading.Thread(target=encoder.encode, args=("路灯不亮",), name="precedents-encoder", daemon=True)
    thread.start()
    return thread


def _follow(index: PrecedentIndex, seq: int, case: Case | None) -> bool:
    """Bring one case in or out; whether the index has changed by it."""
    if case is None or not is_settled(case):
        return index.remove(seq)
    index.add(_settled_case(seq, case))
    return True


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
