"""Finds and keeps: how does a case meet the earlier ones that may be its like, and how is it registered in one step?

The store is the truth and the log; the postings follow it. `register` runs in the store's writer: search, judge, insert,
commit, acknowledge; what other writers registered in the same moment is already among the candidates. Checks read a
snapshot and wait for nobody. Not for: deciding (`engine.judge`), JSON and HTTP (`service`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np

from engine.case import Case
from engine.group import Joining, join, with_matter
from engine.judge import judge
from engine.keys import Keys, keys
from engine.model import Model
from engine.persons import Persons, key_mark, relate_persons
from engine.prepare import Subject, Tools, prepare_many, prepare_subject
from engine.prepared import VERSION, unpack
from engine.relate import Known, Measured
from engine.shortlist import shortlist
from engine.verdict import Verdict
from index.candidates import read_records
from index.errors import PostingsDamaged
from index.following import counted, entry, replay
from index.known_cache import KnownCache
from index.postings import Postings
from index.prepared_with import PreparedWith
from index.records import pack_verdict
from index.store import Reader, Store, StoredCase, Transaction
from index.store_types import micros
from index.unjudged import Unjudged
from index.verifying import differences

LIMIT = 40
"""Candidates judged for one case, besides those of the same persons. Recall@40 of same-matter pairs: docs/quality.md."""
CAP = 800
"""Cases up to which a key is followed; a word that more have says little, and its list costs much to read."""
FLUSH_EVERY = 5_000
"""Registered cases after which the postings in memory are written to disk in the background."""
MOST_MEMBERS = 500
"""Members of a matter whose persons are counted for a verdict."""
HISTORY = 1_000

T = TypeVar("T")
AfterInsert = Callable[[Transaction, int, Verdict], None]
Ready = tuple[Subject, Keys]
"""A case prepared, and its keys."""


class Progress(Protocol):
    """What a long job reports to; a total of 0 means unknown."""

    def report(self, done: int, total: int, note: str = "") -> None: ...


def make_ready(case: Case, tools: Tools) -> Ready:
    """What searching and judging a case begins with. Needs no library."""
    return _with_keys(prepare_subject(case, tools))


def make_all_ready(cases: Iterable[Case], tools: Tools) -> Iterator[Ready]:
    """The same of many cases, which takes less time for each."""
    return map(_with_keys, prepare_many(cases, tools))


def _with_keys(subject: Subject) -> Ready:
    return subject, keys(subject.prepared, confidential=subject.case.confidential)


@dataclass(frozen=True, slots=True)
class Registration:
    """`created` is False where the same content was registered before: `stored` then holds the first answer."""

    seq: int
    verdict: Verdict | None
    stored: StoredCase | None
    created: bool


class OtherContent(Exception):
    """The case_id is registered with other content."""


class Library:
    """One per process and data directory. Thread-safe."""

    def __init__(self, store: Store, postings: Postings, model: Model, tools: Tools, stamp: str) -> None:
        self.store, self.model, self.tools = store, model, tools
        self._postings = postings
        self.repaired: list[str] = []
        """What was found damaged when this was opened, and is made anew."""
        self._known = KnownCache()
        self._with = PreparedWith(stamp, key_mark(tools.secret))
        self._unflushed = 0
        self._flushing = threading.Lock()

    @classmethod
    def open(
        cls, directory: Path, model: Model, tools: Tools, *, stamp: str, progress: Progress | None = None
    ) -> Library:
        """Open or create the data directory. `stamp` names the model: cases prepared with another are prepared anew.

        Raises the store's errors (locked, newer schema, unavailable). Damaged or missing postings are rebuilt.
        """
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        store = Store.open(directory / "leian.db", receipt_key=tools.secret)
        try:
            opened, damage = _open_postings(directory / "postings")
            library = cls(store, opened, model, tools, f"{VERSION}:{stamp}")
            library.repaired += damage
            library._catch_up(progress or _Silent())
        except BaseException:
            store.close()
            raise
        return library

    def close(self) -> None:
        """Write the postings out and let go of the directory, of this also where that fails."""
        try:
            with self._flushing:
                self._postings.flush()
        finally:
            self.store.close()

    # ---- checking and registering ----

    def check(self, case: Case) -> Verdict:
        """The verdict on `case` as of now; stores nothing."""
        subject, found = make_ready(case, self.tools)
        with self.store.read() as reader:
            return self._judge(reader, subject, found)[0]

    def check_alone(self, case: Case) -> Verdict:
        """The verdict on `case` as if no other case were registered."""
        return judge(prepare_subject(case, self.tools), [], self.model, self.tools)

    def submit(
        self, case: Case, fingerprint: bytes, *, after: AfterInsert | None = None, ready: Ready | None = None
    ) -> Future[Registration]:
        """Check and insert in one step; done once it is durable. `after` adds to the same transaction.

        The future raises OtherContent where the id is taken by a case with another `fingerprint`. `ready`: what was prepared
        of the case elsewhere.
        """
        subject, found = ready or make_ready(case, self.tools)
        blob = subject.prepared.record

        def work(transaction: Transaction) -> Registration:
            present = transaction.get(case.case_id)
            if present is not None:
                if present.fingerprint != fingerprint:
                    raise OtherContent(case.case_id)
                return Registration(present.seq, None, present, created=False)
            verdict, joining = self._judge(transaction, subject, found)
            seq = transaction.insert(
                case, blob, fingerprint, pack_verdict(verdict), joining.matter_id if joining else ""
            )
            self._join(transaction, joining)
            self._postings.add(seq, found.values, transaction.last_change(), found.load)
            transaction.on_rollback(lambda: self._undo(seq))
            transaction.on_commit(self._count_unflushed)
            if after is not None:
                after(transaction, seq, verdict)
            return Registration(seq, verdict, None, created=True)

        return self.store.submit(work)

    def register(self, case: Case, fingerprint: bytes, *, after: AfterInsert | None = None) -> Registration:
        """As `submit`, and wait for it."""
        return self.submit(case, fingerprint, after=after).result()

    def unjudged(self) -> Unjudged:
        """Another way to bring cases in, many at a time and none judged. Nobody else may register meanwhile."""
        return Unjudged(self.store, self._postings)

    def _undo(self, seq: int) -> None:
        self._postings.discard(seq)
        self._known.clear()

    def _join(self, transaction: Transaction, joining: Joining | None) -> None:
        if joining and joining.newcomers:
            seqs = list(transaction.seq_of(joining.newcomers).values())
            self.set_matter(transaction, seqs, joining.matter_id)

    def _judge(self, reader: Reader, subject: Subject, found: Keys) -> tuple[Verdict, Joining | None]:
        version = self._known.version  # before the first read: what changes from now on must not be remembered
        known, measured, capped = self._candidates(reader, subject, found, version)
        rejected = frozenset(reader.rejected_pairs(subject.case.case_id))
        verdict = judge(
            subject, list(known.values()), self.model, self.tools, rejected=rejected, capped=capped, measured=measured
        )
        matter_of = {k.case.case_id: k.matter_id for k in known.values()}
        joining = join(verdict, matter_of)
        if joining is not None:
            members = self._members(reader, joining, known)
            verdict = with_matter(verdict, joining.matter_id, members, subject.prepared.persons)
        return verdict, joining

    def _candidates(
        self, reader: Reader, subject: Subject, found: Keys, version: int
    ) -> tuple[dict[int, Known], Measured, bool]:
        """The earlier cases worth comparing, by seq, what was measured of them, and whether the search had to leave some out."""
        seqs, _, capped = self._postings.candidates(found.values, found.weights, limit=LIMIT, cap=CAP, must=found.must)
        wanted = seqs.tolist()
        records, cut = read_records(reader, self._known, wanted)
        present = list(records)
        chosen, measured = shortlist(subject, list(records.values()), self.model)
        listed = [present[i] for i in chosen]
        loaded = self._load(reader, {seq: records[seq] for seq in listed}, version)
        if len(loaded) < len(listed):
            measured = measured[[seq in loaded for seq in listed]]
        return loaded, measured, cut or (bool(capped) and len(wanted) >= LIMIT)

    def _load(self, reader: Reader, records: Mapping[int, bytes], version: int) -> dict[int, Known]:
        """Known cases by seq, in the order of their `records`; those that are gone meanwhile are left out."""
        cached = self._known.get_many(records)
        missing = [seq for seq in records if seq not in cached]
        if missing:
            found = reader.cases_many(missing)
            loaded = {seq: Known(case, unpack(records[seq]), matter_id) for seq, (case, matter_id) in found.items()}
            self._known.put_many(loaded, version)
            cached.update(loaded)
        return {seq: cached[seq] for seq in records if seq in cached}

    def _members(
        self, reader: Reader, joining: Joining, known: Mapping[int, Known]
    ) -> list[tuple[str, Persons]]:
        """Case id and persons of those in the matter and those about to join it, in order of arrival."""
        members = reader.oldest_members(joining.matter_id, MOST_MEMBERS)
        records = reader.prepared_many([member.seq for member in members])
        found = [
            (received_at, case_id, unpack(records[seq]).persons) for seq, case_id, received_at in members if seq in records
        ]
        by_id = {k.case.case_id: k for k in known.values()}
        for case_id in joining.newcomers:
            newcomer = by_id[case_id]
            found.append((micros(newcomer.case.received_at), case_id, newcomer.prepared.persons))
        found.sort(key=lambda member: member[:2])
        return [(case_id, persons) for _, case_id, persons in found]

    # ---- reading ----

    def history(self, case: Case) -> list[StoredCase]:
        """All earlier cases of the persons of `case` (same, co-petitioner, represented), oldest first."""
        subject, found = make_ready(case, self.tools)
        if not len(found.must):
            return []
        weights = np.ones(len(found.must), dtype=np.float32)
        seqs, _, _ = self._postings.candidates(found.must, weights, limit=0, must=found.must, must_cap=HISTORY)
        with self.store.read() as reader:
            stored = reader.get_many(seqs.tolist())
        own = subject.prepared.persons
        same = [s for s in stored.values() if relate_persons(own, unpack(s.prepared).persons).relation.is_same]
        earlier = [s for s in same if s.case.case_id != case.case_id and s.case.received_at <= case.received_at]
        return sorted(earlier, key=lambda s: (s.case.received_at, s.seq))

    def stats(self) -> dict[str, int]:
        """Figures of the postings, for /metrics."""
        return self._postings.stats()

    # ---- changing ----

    def update(self, seq: int, case: Case, *, before: Callable[[Transaction], None] | None = None) -> None:
        """Replace the content of a registered case; `before` is called first, in the transaction. Raises NoSuchCase."""
        subject, found = make_ready(case, self.tools)

        def work(transaction: Transaction) -> None:
            if before is not None:
                before(transaction)
            transaction.update(seq, case, subject.prepared.record)
            self._known.forget([seq])
            self._postings.add(seq, found.values, transaction.last_change(), found.load)
            transaction.on_rollback(lambda: self._undo(seq))

        self.store.write(work)
        self._known.forget([seq])

    def set_matter(self, transaction: Transaction, seqs: Sequence[int], matter_id: str) -> None:
        """Put cases into a matter (or "" for none) inside a running transaction."""
        transaction.set_matter(seqs, matter_id)
        self._known.forget(seqs)
        transaction.on_commit(lambda: self._known.forget(seqs))

    def forget(self, seq: int) -> None:
        """After an erasure in the store: the case can no longer be found."""
        with self.store.read() as reader:
            self._postings.remove(seq, reader.last_change())
        self._known.clear()

    # ---- following the store ----

    def rebuild(self, progress: Progress | None = None) -> int:
        """Prepare every case anew and build the postings from nothing; returns the number of cases."""
        progress = progress or _Silent()
        with self.store.read() as reader:
            total, last = reader.count(), reader.last_change()
            stale = self._with.differs(reader)
        if stale:
            self._prepare_anew(total, progress)
            with self.store.read() as reader:
                last = reader.last_change()
        with self.store.read() as reader:
            entries = (entry(*record) for record in reader.records())
            self._postings.bulk(counted(entries, total, progress.report), last)
        return total

    def _prepare_anew(self, total: int, progress: Progress) -> None:
        done = 0
        with self.store.read() as reader:
            cases = [(s.seq, s.case) for s in reader.iterate()]
        for start in range(0, len(cases), 500):
            some = cases[start : start + 500]
            made = prepare_many((case for _, case in some), self.tools)
            chunk = [(seq, case, subject.prepared.record) for (seq, case), subject in zip(some, made, strict=True)]

            def work(transaction: Transaction, chunk: list[tuple[int, Case, bytes]] = chunk) -> None:
                for seq, case, blob in chunk:
                    transaction.update(seq, case, blob)

            self.store.write(work)
            done += len(chunk)
            progress.report(done, total, "preparing")
        self.store.write(self._with.note)

    def _catch_up(self, progress: Progress) -> None:
        """Bring the postings to the store's last change; rebuild them where they are from another store or model."""
        with self.store.read() as reader:
            last, count, stale = reader.last_change(), reader.count(), self._with.differs(reader)
            is_noted = self._with.is_noted(reader)
        if not is_noted and not (stale and count):
            self.store.write(self._with.note)
        if (stale and count) or self._postings.applied > last:
            self.rebuild_all(progress)
            return
        if self._postings.applied == 0 and count:
            self.rebuild(progress)
            return
        replay(self.store, self._postings, last, progress.report)

    def rebuild_all(self, progress: Progress | None = None) -> None:
        """Throw the postings away and build them anew. Checks meanwhile find less, never something wrong.

        What was registered, changed or erased while they were built is replayed from the store's log.
        """
        with self._flushing:
            self._postings = Postings.fresh(self.store.path.parent / "postings")
            self.rebuild(progress)
        with self.store.read() as reader:
            last = reader.last_change()
        replay(self.store, self._postings, last, (progress or _Silent()).report)

    def verify(self, progress: Progress | None = None) -> list[str]:
        """Compare the postings with the store, key by key; each difference as a sentence (at most 100), none when equal."""
        return differences(self.store, self._postings, (progress or _Silent()).report)

    def _count_unflushed(self) -> None:
        self._unflushed += 1
        if self._unflushed >= FLUSH_EVERY and self._flushing.acquire(blocking=False):
            self._unflushed = 0
            threading.Thread(target=self._flush, name="leian-flush", daemon=True).start()

    def _flush(self) -> None:
        """In the background, with the lock held: what is committed goes to disk."""
        try:
            with self.store.read() as reader:
                committed = reader.last_change()
            self._postings.flush(committed)
        finally:
            self._flushing.release()


def _open_postings(directory: Path) -> tuple[Postings, list[str]]:
    """The postings, and what was wrong with them if they have to be made anew."""
    try:
        return Postings.open(directory), []
    except PostingsDamaged as damage:
        return Postings.fresh(directory), [str(damage)]


class _Silent:
    def report(self, done: int, total: int, note: str = "") -> None:
        return None
