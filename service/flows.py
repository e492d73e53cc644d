"""What happens to a case at the desk? Read this first: check, register, precedents, search, each a screenful.

`Desk` ties one data directory together: the library (store and postings), the search index, the precedents. Everything else
in `service` is translation. All calls block and may come from many threads.
"""

from __future__ import annotations

import gc
import hashlib
import secrets
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

from rapidfuzz.distance import Indel

from engine import compare, contributions, features, sketch, slot_kernel
from engine import keys as keys_module
from engine import model as model_module
from engine.advice import Advice, Precedent, PrecedentAnswer, advise, precedent_of
from engine.case import Case
from engine.fulltext import highlight
from engine.group import new_matter_id
from engine.prepare import Tools
from engine.verdict import Verdict
from index import postings
from index.library import AfterInsert, Library, OtherContent, Progress, Registration
from index.records import pack_case, unpack_verdict
from index.search import SearchIndex
from index.search_disk import SearchFilters
from index.sentences import Encoder, installed
from index.settled import Settled
from index.store import CaseFilter, Decision, MatterOrder, Receipt, StoredCase, Transaction
from service.desk import Filters
from service.documents import open_search, search_document
from service.errors import CaseConflict, CaseNotFound
from service.matters import MatterLine, MatterPlace, matter_page
from service.model_choice import SHIPPED_FILE, chosen
from service.push_outbox import DEFAULT_AGE, Outbox
from service.signals import Alerts, Hotspots, Period, alerts, hotspots

MODEL_FILE = SHIPPED_FILE
LOAD_WINDOW = 256
"""Cases on their way into the store at once while loading; they share commits, and one look whether they are there already."""
PUSHED_PRECEDENTS = 3
"""Settled cases that go out with a new one; the others are a call away."""
DIFF_CHARACTERS = 20_000
"""Of each text, compared side by side; Indel is quadratic in what differs."""


@dataclass(frozen=True, slots=True)
class Registered:
    """`created` is False where the same case was registered before; `verdict` is then the first answer."""

    seq: int
    verdict: Verdict
    created: bool


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one loaded case: "loaded", "known" (the same is there) or "conflict" (other content is)."""

    state: str


@dataclass(frozen=True, slots=True)
class SearchHit:
    """`snippet` and `title` are HTML-escaped with <mark> around what was found."""

    case_id: str
    title: str
    snippet: str
    score: float
    status: str
    handling_unit: str


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    hits: tuple[SearchHit, ...]
    total: int
    cursor: str | None


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """`differences` between store and index, as sentences."""

    cases: int
    postings: int
    differences: list[str]


class Desk:
    """One per process and data directory. Make one with `open`, end it with `close`."""

    def __init__(
        self,
        library: Library,
        search: SearchIndex,
        outbox_age: timedelta = DEFAULT_AGE,
        encoder: Encoder | None = None,
    ) -> None:
        self.library, self._search = library, search
        self._settled = Settled(library.store, encoder)
        self.outbox = Outbox(library.store, self._for_push, outbox_age)
        self._warm = threading.Event()
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
        semantic: bool = False,
    ) -> Desk:
        """Open or create the data directory. The persons' key lies outside it, in `<data>.key` unless given.

        `model` names a file; the directory's own or the delivered one judges unless given (`service.model_choice`).
        `semantic` lets precedents be ranked by sentence vectors too, where that extra is installed.
        """
        choice = chosen(data, model)
        secret = _secret(secret_file or data.resolve().with_name(data.resolve().name + ".key"))
        tools = Tools(choice.model.reference, secret)
        library = Library.open(data, choice.model, tools, stamp=choice.stamp, progress=progress)
        try:
            encoder = installed() if semantic else None
            desk = cls(library, open_search(data / "search", library), timedelta(days=outbox_days), encoder)
        except BaseException:
            library.close()
            raise
        desk.model_problem = choice.problem
        return desk

    def close(self) -> None:
        """Write out what is derived and let go of the directory."""
        self._settled.close()
        self._search.close()
        self.library.close()

    @property
    def ready(self) -> bool:
        return self._warm.is_set()

    def warm(self) -> None:
        """Compile or load every kernel and judge one made-up case, so that no request pays for it."""
        for module in (compare, contributions, features, keys_module, model_module, sketch, slot_kernel, postings):
            module.warm()
        now = datetime.fromisoformat("2026-01-01T00:00:00+08:00")
        self.check(Case("warm-up", "暖机：某路某号路灯不亮，请维修。", now))
        self._settled.build()
        calm_collector()
        self._warm.set()

    # ---- the case on its way ----

    def check(self, case: Case) -> Verdict:
        """The verdict on a case; stores nothing."""
        return self.library.check(case)

    def register(self, case: Case) -> Registered:
        """Check and register in one durable step. Raises CaseConflict (same id, other content)."""
        try:
            done = self.library.register(case, fingerprint(case), after=self._queue_push(case))
        except OtherContent:
            raise CaseConflict(case.case_id) from None
        return self._registered(case, done)

    def load(self, cases: Iterable[Case]) -> Iterator[Loaded]:
        """Register many, in order; one answer for each, in order. What is there already is not prepared again."""
        waiting: deque[Callable[[], Loaded]] = deque()
        feed = iter(cases)
        while coming := list(islice(feed, LOAD_WINDOW)):
            with self.library.store.read() as reader:
                present = reader.fingerprints([case.case_id for case in coming])
            for case in coming:
                waiting.append(self._loading(case, present.get(case.case_id)))
                if len(waiting) >= LOAD_WINDOW:
                    yield waiting.popleft()()
        while waiting:
            yield waiting.popleft()()

    def _loading(self, case: Case, present: bytes | None) -> Callable[[], Loaded]:
        """Sends a case on its way; the result waits for the answer. `present`: the fingerprint under its id, if there is one."""
        sent = fingerprint(case)
        if present is None:  # what comes in meanwhile is seen by the writer
            return partial(self._loaded, case, self.library.submit(case, sent))
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
        self._search.add(search_document(seq, case), self._last_change())
        self._settled.put(seq, case)

    def _last_change(self) -> int:
        with self.library.store.read() as reader:
            return reader.last_change()

    # ---- one case ----

    def get(self, case_id: str) -> StoredCase:
        """The case as kept. Raises CaseNotFound."""
        with self.library.store.read() as reader:
            stored = reader.get(case_id)
        if stored is None:
            raise CaseNotFound(case_id)
        return stored

    def update(self, case_id: str, changes: Mapping[str, object]) -> StoredCase:
        """Change fields of a registered case. Raises CaseNotFound."""
        stored = self.get(case_id)
        changed = replace(stored.case, **changes)  # type: ignore[arg-type]

        def after(transaction: Transaction) -> None:
            self.outbox.changed(transaction, stored.seq, stored.case, changed)

        self.library.update(stored.seq, changed, after=after)
        self._derive(stored.seq, changed)
        return self.get(case_id)

    def erase(self, case_id: str) -> Receipt:
        """Erase a case everywhere. Raises CaseNotFound."""
        seq = self.get(case_id).seq
        receipt = self.library.store.erase(seq, gone=lambda: self.outbox.withdraw(seq))
        self.library.forget(seq)
        self._settled.remove(seq)
        self._search.remove(seq, self._last_change())
        self._search.commit()
        with self.library.store.read() as reader:
            self._search.rewrite(search_document(s.seq, s.case) for s in reader.iterate())
        return receipt

    def history(self, case_id: str) -> list[StoredCase]:
        """All earlier cases of this case's persons, oldest first. Raises CaseNotFound."""
        return self.library.history(self.get(case_id).case)

    def matter(self, matter_id: str) -> list[StoredCase]:
        """The cases of one matter, in order of registration; none where there is no such matter."""
        with self.library.store.read() as reader:
            return list(reader.get_many(reader.matter_members(matter_id)).values())

    def matters(
        self, limit: int, sort: MatterOrder, after: MatterPlace | None
    ) -> tuple[list[MatterLine], MatterPlace | None]:
        """One page of matters, and where the next one begins."""
        return matter_page(self.library.store, limit, sort, after)

    def hotspots(self, period: Period, limit: int) -> Hotspots:
        """What most persons complain of in a period."""
        return hotspots(self.library.store, period, limit)

    def alerts(self, period: Period, limit: int) -> Alerts:
        """What rose in a period, and which matters many persons raised."""
        return alerts(self.library.store, period, limit)

    def newest(self, limit: int, before_seq: int | None, wanted: CaseFilter) -> list[StoredCase]:
        """The last registered cases of those wanted, newest first, below `before_seq`; confidential ones are not listed."""
        with self.library.store.read() as reader:
            return reader.newest(limit, before_seq, filters=replace(wanted, confidential=False))

    def decide(self, case_id: str, other_case_id: str, decision: str, by: str, reason: str) -> Decision:
        """Keep what a person decided about two cases, and let the matters follow. Raises CaseNotFound."""
        one, other = self.get(case_id), self.get(other_case_id)

        def work(transaction: Transaction) -> Decision:
            kept = transaction.add_decision(case_id, other_case_id, decision, by, reason)
            if decision == "confirm":
                matter_id = other.matter_id or one.matter_id or new_matter_id(other_case_id)
                self.library.set_matter(transaction, [one.seq, other.seq], matter_id)
            elif one.matter_id and one.matter_id == other.matter_id:
                self.library.set_matter(transaction, [one.seq], "")
            return kept

        return self.library.store.write(work)

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
            count = reader.count()
        if len(self._search) != count:
            differences.append(f"the search index holds {len(self._search):,} cases, the store {count:,}")
        return VerifyReport(count, self.library.stats()["cases"], differences)

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make everything derived anew from the store."""
        self.library.rebuild_all(progress)
        with self.library.store.read() as reader:
            self._search.rewrite(search_document(s.seq, s.case) for s in reader.iterate())


def calm_collector() -> None:
    """Keep the garbage collector from walking through the kernels and the cached cases at every other check.

    Nothing on the way of a case makes cycles. Measured: a check takes 7.6 ms of processor time instead of 11.7.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def fingerprint(case: Case) -> bytes:
    """What two registrations of one case have in common: 16 bytes of hash over everything that was sent."""
    return hashlib.blake2b(pack_case(case), digest_size=16).digest()


def _answer(shown: Sequence[Precedent]) -> PrecedentAnswer:
    advice: Advice = advise(shown)
    return PrecedentAnswer(tuple(shown), advice)


def _secret(path: Path) -> bytes:
    """The deployment's key, made at the first start; 32 bytes, readable by its owner alone."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(secrets.token_bytes(32))
    with suppress(FileExistsError):  # another process was first: its key counts
        path.hardlink_to(fresh)
    fresh.unlink()
    return path.read_bytes()
