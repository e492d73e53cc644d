"""What happens to a case at the desk? Read this first: check, register, precedents, search, each a screenful.

`Desk` ties one data directory together: the library (store and postings), the search index, the precedents. Everything else
in `service` is translation. All calls block and may come from many threads.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from rapidfuzz.distance import Indel

from engine import circumstances, compare, contributions, features, meanings, prospects, sketch, slot_kernel
from engine import keys as keys_module
from engine import model as model_module
from engine.advice import Advice, Precedent, PrecedentAnswer, advise, precedent_of
from engine.case import Case
from engine.fulltext import highlight
from engine.prepare import Tools
from engine.verdict import Verdict
from index import postings
from index.library import AfterInsert, Library, OtherContent, Progress, Ready, Registration
from index.precedent_disk import FOLDER, ReadAhead
from index.records import fingerprint, unpack_verdict
from index.search import SearchIndex
from index.search_disk import SearchFilters
from index.sentences import installed
from index.settled import Settled
from index.store import AuditEntry, CaseFilter, Decision, MatterOrder, Receipt, StoredCase, Transaction
from service.audit_trail import CHANGE, READ, detail, trail
from service.calm import calm_collector
from service.decisions import decide
from service.desk import Filters
from service.documents import open_search, search_document, searchable
from service.errors import CaseConflict, CaseNotFound
from service.load_pool import PreparingPool, ready_to_judge
from service.matters import EVERY_MATTER, MatterFilter, MatterLine, MatterPlace, matter_page
from service.model_choice import SHIPPED_FILE, chosen
from service.outcomes import Loaded, Registered, SearchAnswer, SearchHit, VerifyReport
from service.person_key import key_file, person_key
from service.push_outbox import DEFAULT_AGE, Outbox
from service.realms import crossing
from service.settings import Settings
from service.signals import Alerts, Hotspots, Period, alerts, hotspots
from service.unjudged import UnjudgedLoader

MODEL_FILE = SHIPPED_FILE
LOAD_WINDOW = 256
"""Cases on their way into the store at once while loading; they share commits, and one look whether they are there already."""
ANSWER_DAYS = Settings().answer_days
PUSHED_PRECEDENTS = 3
"""Settled cases that go out with a new one; the others are a call away."""
DIFF_CHARACTERS = 20_000
"""Of each text, compared side by side; Indel is quadratic in what differs."""


def warm_kernels() -> None:
    """Compile or load every kernel that a check runs."""
    for module in (
        postings, circumstances, compare, contributions, features, keys_module, meanings, model_module, prospects, sketch,
        slot_kernel,
    ):  # fmt: skip
        module.warm()


class Desk:
    """One per process and data directory. Make one with `open`, end it with `close`."""

    def __init__(self, library: Library, search: SearchIndex, settled: Settled, outbox_age: timedelta = DEFAULT_AGE) -> None:
        self.library, self._search = library, search
        self._settled = settled
        self.outbox = Outbox(library.store, self._for_push, outbox_age)
        self._warm = threading.Event()
        self._deriving = threading.Lock()  # what is made of a case's change is made of its latest one
        self.model_problem = ""
        """Why the operator's model does not judge although it is chosen; empty where all is well."""

    @classmethod
    def open(
        cls,
        data: Path,
        *,
        progress: Progress | None = None,
        secret_file: Path | None = None,
        outbox_days: int = DEFAULT_AGE.days,
        model: str = "",
        answer_days: int = ANSWER_DAYS,
        semantic: bool = False,
        ahead: ReadAhead | None = None,
    ) -> Desk:
        """Open or create the data directory. The persons' key lies outside it, in `<data>.key` unless given.

        `model` names a file; the directory's own or the delivered one judges unless given (`service.model_choice`). `answer_days`:
        see the settings. `semantic` lets precedents be ranked by sentence vectors too, where that extra is installed.
        `ahead`: the precedents, which somebody has begun to read.
        """
        choice = chosen(data, model)
        secret = person_key(secret_file or key_file(data))
        tools = Tools(choice.model.reference, secret, answer_days=answer_days)
        library = Library.open(data, choice.model, tools, stamp=choice.stamp, progress=progress)
        try:
            settled = Settled(library.store, data / FOLDER, installed() if semantic else None, ahead)
            desk = cls(library, open_search(data / "search", library), settled, timedelta(days=outbox_days))
        except BaseException:
            library.close()
            raise
        desk.model_problem = choice.problem
        return desk

    def close(self) -> None:
        """Write out what is derived and let go of the directory."""
        with closing(self.library), closing(self._search):  # these also where the one before cannot: their threads must end
            self._settled.close()

    @property
    def ready(self) -> bool:
        return self._warm.is_set()

    def warm(self) -> None:
        """Compile or load every kernel and judge one made-up case, so that no request pays for it."""
        warm_kernels()
        now = datetime.fromisoformat("2026-01-01T00:00:00+08:00")
        text = "暖机：某路某号路灯不亮，夜里行人看不清台阶，已有两位老人在此处绊倒，请尽快派人维修并告知结果，谢谢。"
        self.check(Case("warm-up", text, now))  # long enough to be folded as arrays
        self._settled.build()
        calm_collector()
        self._warm.set()

    # ---- the case on its way ----

    def check(self, case: Case) -> Verdict:
        """The verdict on a case; stores nothing."""
        return self.library.check(case)

    def check_alone(self, case: Case) -> Verdict:
        """The verdict as if no other case were registered."""
        return self.library.check_alone(case)

    def meets_hidden(self, case: Case) -> bool:
        """Whether a confidential case would match this one, were it confidential itself."""
        found = self.library.check(replace(case, confidential=True))
        return bool(found.matched or found.suspected)

    def register(self, case: Case) -> Registered:
        """Check and register in one durable step. Raises CaseConflict (same id, other content)."""
        try:
            done = self.library.register(case, fingerprint(case), after=self._queue_push(case))
        except OtherContent:
            raise CaseConflict(case.case_id) from None
        return self._registered(case, done)

    def load(self, cases: Iterable[Case], *, workers: int | None = None) -> Iterator[Loaded]:
        """Register many, in order; one answer for each, in order. What is there already is not prepared again.

        `workers` as for `service.load_pool.PreparingPool`.
        """
        waiting: deque[Callable[[], Loaded]] = deque()
        with PreparingPool(self.library.tools, ready_to_judge, workers) as pool:
            for case, present, ready in pool.feed(cases, self._fingerprints):
                waiting.append(self._loading(case, present, ready))
                if len(waiting) >= LOAD_WINDOW:
                    yield waiting.popleft()()
            while waiting:
                yield waiting.popleft()()

    def unjudged(self) -> UnjudgedLoader:
        """Another way to load: nothing is judged, see `service.unjudged`."""
        return UnjudgedLoader(self.library, self._search, self._settled)

    def _fingerprints(self, case_ids: Sequence[str]) -> Mapping[str, bytes]:
        with self.library.store.read() as reader:
            return reader.fingerprints(case_ids)

    def _loading(self, case: Case, present: bytes | None, ready: Ready | None) -> Callable[[], Loaded]:
        """Sends a case on its way; the result waits for the answer. `present`: the fingerprint under its id, if there is one."""
        sent = fingerprint(case)
        if present is None:  # what comes in meanwhile is seen by the writer
            return partial(self._loaded, case, self.library.submit(case, sent, ready=ready))
        return partial(Loaded, "known" if present == sent else "conflict")

    def _loaded(self, case: Case, future: Future[Registration]) -> Loaded:
        try:
            done = future.result()
        except OtherContent:
            return Loaded("conflict")
        self._registered(case, done)
        return Loaded("loaded" if done.created else "known")

    def _registered(self, case: Case, done: Registration) -> Registered:
        if not done.created or done.verdict is None:
            first = done.stored.verdict if done.stored else None
            return Registered(done.seq, unpack_verdict(first) if first else self.check(case), created=False)
        self._derive(done.seq, case)
        return Registered(done.seq, done.verdict, created=True)

    def _queue_push(self, case: Case) -> AfterInsert:
        """Adds the outbox line of a new case to its transaction: what is registered will be pushed."""

        def after(transaction: Transaction, seq: int, verdict: Verdict) -> None:
            self.outbox.queue(transaction, seq, case)

        return after

    def _derive(self, seq: int, case: Case) -> None:
        """Make a changed case known to the search and, once settled, to the precedents."""
        if case.confidential:
            self._search.remove(seq, self._last_change())
        else:
            self._search.add(search_document(seq, case), self._last_change())
        self._settled.put(seq, case)

    def _last_change(self) -> int:
        with self.library.store.read() as reader:
            return reader.last_change()

    # ---- one case ----

    def get(self, case_id: str, *, confidential: bool | None = None) -> StoredCase:
        """The case as kept; `confidential` as in CaseFilter. Raises CaseNotFound."""
        with self.library.store.read() as reader:
            stored = reader.get(case_id, confidential=confidential)
        if stored is None:
            raise CaseNotFound(case_id)
        return stored

    def update(self, case_id: str, changes: Mapping[str, object], *, by: str = "") -> StoredCase:
        """Change fields of a registered case; `by` is the key's name. Raises CaseNotFound."""
        while not self._changed(stored := self.get(case_id), replace(stored.case, **changes), sorted(changes), by):  # type: ignore[arg-type]
            pass  # somebody else changed it meanwhile: the same changes again, on what he made of it
        with self._deriving:
            now = self.get(case_id)
            self._derive(now.seq, now.case)
        return now

    def _changed(self, stored: StoredCase, changed: Case, fields: Sequence[str], by: str) -> bool:
        """Put `changed` in the place of `stored`; False where it is not what is stored any more."""
        cross = crossing(self.library, stored, changed)

        def before(transaction: Transaction) -> None:
            present = transaction.get(stored.case.case_id)
            if present is None:
                raise CaseNotFound(stored.case.case_id)
            if present.case != stored.case:
                raise OtherContent(stored.case.case_id)
            self.outbox.changed(transaction, stored.seq, stored.case, changed)
            cross(transaction)
            transaction.audit(CHANGE, detail(by, changed.case_id, fields=" ".join(fields)), stored.seq)

        try:
            self.library.update(stored.seq, changed, before=before)
        except OtherContent:
            return False
        return True

    def erase(self, case_id: str, *, by: str = "") -> Receipt:
        """Erase a case everywhere; `by` is the key's name. Raises CaseNotFound."""
        seq = self.get(case_id).seq
        receipt = self.library.store.erase(seq, by=by, gone=lambda: self.outbox.withdraw(seq))
        self.library.forget(seq)
        with self._deriving:  # a change of the case that is under way ends before, or finds nothing
            self._settled.remove(seq)
            self._search.remove(seq, self._last_change())
            self._search.commit()
        with self.library.store.read() as reader:
            self._search.rewrite(searchable(reader))
        return receipt

    def history(self, case_id: str) -> list[StoredCase]:
        """All earlier cases of this case's persons, oldest first. Raises CaseNotFound."""
        return self.library.history(self.get(case_id).case)

    def matter(self, matter_id: str) -> list[StoredCase]:
        """The cases of one matter, in order of registration; none where there is no such matter."""
        with self.library.store.read() as reader:
            return list(reader.get_many(reader.matter_members(matter_id)).values())

    def matters(
        self, limit: int, sort: MatterOrder, after: MatterPlace | None, wanted: MatterFilter = EVERY_MATTER
    ) -> tuple[list[MatterLine], MatterPlace | None]:
        """One page of matters, and where the next one begins."""
        return matter_page(self.library.store, limit, sort, after, wanted)

    def hotspots(self, period: Period, limit: int) -> Hotspots:
        """What most persons complain of in a period."""
        return hotspots(self.library.store, period, limit)

    def alerts(self, period: Period, limit: int) -> Alerts:
        """What rose in a period, and which matters many persons raised."""
        return alerts(self.library.store, period, limit)

    def newest(self, limit: int, before_seq: int | None, wanted: CaseFilter) -> list[StoredCase]:
        """The last registered cases of those wanted, newest first, below `before_seq`; confidential ones only by themselves."""
        with self.library.store.read() as reader:
            return reader.newest(limit, before_seq, filters=replace(wanted, confidential=bool(wanted.confidential)))

    def note_read(self, cases: Sequence[StoredCase], *, by: str) -> None:
        """Put into the audit trail that these cases were shown to the key named `by`."""

        def work(transaction: Transaction) -> None:
            for each in cases:
                transaction.audit(READ, detail(by, each.case.case_id), each.seq)

        self.library.store.write(work)

    def audit_trail(self, after: int, limit: int, *, confidential: bool) -> list[AuditEntry]:
        """The audit trail after an entry, with or without what was done with confidential cases."""
        return trail(self.library.store, after, limit, confidential=confidential)

    def decide(
        self, case_id: str, other_case_id: str, decision: str, by: str, reason: str, *, key: str = ""
    ) -> Decision:
        """Keep what a person decided about two cases, and let the matters follow; `key` is the name of the caller's.

        Raises CaseNotFound, WrongFields.
        """
        return decide(self.library, self.get(case_id), self.get(other_case_id), decision, by, reason, key=key)

    def decisions(self, case_id: str) -> list[Decision]:
        """What people decided about this case and others, oldest first. Raises CaseNotFound."""
        self.get(case_id)
        with self.library.store.read() as reader:
            return reader.decisions_for(case_id)

    def compare_texts(self, case_id: str, other_id: str) -> list[tuple[str, int, int, int, int]]:
        """(equal | insert | delete | replace, start, end, other start, other end) that turn the first text into the other."""
        one, other = self.get(case_id).case.text[:DIFF_CHARACTERS], self.get(other_id).case.text[:DIFF_CHARACTERS]
        return [(op.tag, op.src_start, op.src_end, op.dest_start, op.dest_end) for op in Indel.opcodes(one, other)]

    # ---- finding ----

    def precedents(
        self, case: Case | None, case_id: str | None, *, limit: int = 10, filters: Filters
    ) -> PrecedentAnswer:
        """Settled cases most like this one, one per matter, never the case itself, with what follows from them."""
        excluded: list[int] = []
        matters: list[str] = []
        if case is None:
            stored = self.get(case_id or "")
            case, excluded, matters = stored.case, [stored.seq], [stored.matter_id] if stored.matter_id else []
        else:
            with self.library.store.read() as reader:
                excluded = list(reader.seq_of([case.case_id]).values())
        return _answer(self._nearest(case, limit, filters, excluded, matters))

    def _nearest(
        self, case: Case, limit: int, filters: Filters, excluded: list[int], matters: list[str]
    ) -> list[Precedent]:
        return [
            precedent_of(s.case, likeness, matter_id=s.matter_id, matter_size=size)
            for s, likeness, size in self._settled.nearest(case, limit, filters, excluded, matters)
        ]

    def _for_push(self, stored: StoredCase) -> list[Precedent]:
        """The few settled cases that go out with a new one."""
        matters = [stored.matter_id] if stored.matter_id else []
        return self._nearest(stored.case, PUSHED_PRECEDENTS, Filters(), [stored.seq], matters)

    def search(self, q: str, *, filters: Filters, limit: int, cursor: str | None) -> SearchAnswer:
        """Full text over all cases that everybody may see."""
        wanted = SearchFilters(
            **{name: getattr(filters, name) for name in ("unit", "category", "locality", "since", "until", "outcome")}
        )
        found = self._search.search(q, wanted, limit=limit, cursor=cursor or "")
        with self.library.store.read() as reader:
            stored = reader.get_many([hit.seq for hit in found.hits])
        hits = tuple(
            SearchHit(
                s.case.case_id, highlight(found.asked, s.case.title, length=None), highlight(found.asked, s.case.text),
                round(hit.score, 4), s.case.status.value, s.case.handling_unit,
            )
            for hit in found.hits
            if (s := stored.get(hit.seq)) is not None
        )  # fmt: skip
        return SearchAnswer(hits, found.total, found.cursor or None)

    # ---- upkeep ----

    def verify(self, progress: Progress | None = None) -> VerifyReport:
        """Compare everything derived with the store."""
        differences = self.library.verify(progress)
        with self.library.store.read() as reader:
            count, open_cases = reader.count(), reader.count(confidential=False)
        if len(self._search) != open_cases:
            differences.append(f"the search index holds {len(self._search):,} cases, the store {open_cases:,} for it")
        differences += self._settled.differences()
        return VerifyReport(count, self.library.stats()["cases"], differences, list(self.library.repaired))

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make everything derived anew from the store."""
        self.library.rebuild_all(progress)
        self._settled.forget()
        with self.library.store.read() as reader:
            self._search.rewrite(searchable(reader))


def _answer(shown: Sequence[Precedent]) -> PrecedentAnswer:
    advice: Advice = advise(shown)
    return PrecedentAnswer(tuple(shown), advice)

