"""What waits to be pushed, and who must be told that something does? The desk's side of /v1/stream.

`queue` and `assign` put a line into the transaction that registers or changes a case: what is committed will be pushed,
what is undone will not. `page` reads the lines as events for everybody who asks: the one reader that follows the end of
the outbox, and those who have fallen behind. All calls block and may come from many threads.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import perf_counter

from engine.advice import Precedent
from engine.case import Case
from index.store import OutboxItem, OutboxSpan, Store, StoredCase, Transaction
from service.push_events import ASSIGNED, CASE, Pushed, pushed

KEPT = (
    4_096  # events kept ready in memory, about 1 KB each: those who reconnect after a short break ask for the same ones
)
# Of the time, a quarter at most is spent on looking up precedents, and 0.03 s in one go: what comes in faster goes out without
# them, but goes out. A lookup costs as much as a check.
LOOKING_SHARE = 0.25
LOOKING_SECONDS = 0.03
FRESH = timedelta(minutes=10)  # for older lines no precedents are looked up: they would be those of today
EXPIRE_EVERY = 200  # queued lines: then twice as many old ones may go, in the same transaction, which takes some 2 ms
DEFAULT_AGE = timedelta(days=7)

Precedents = Callable[[StoredCase], Sequence[Precedent]]
Notify = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Page:
    """Events in order. Everything up to `reached` that was asked for is among them; `more` may follow."""

    events: tuple[Pushed, ...]
    reached: int
    more: bool


class Outbox:
    """One per desk. `precedents` finds what a new case is like; if it fails, the event goes out without.

    Lines older than `age` are removed as new ones come: whoever was away for longer starts anew.
    """

    def __init__(self, store: Store, precedents: Precedents, age: timedelta = DEFAULT_AGE) -> None:
        self._store = store
        self._age = age
        self._queued = 0
        self._looking = LOOKING_SECONDS  # left of it
        self._looked_at = perf_counter()
        self._precedents = precedents
        self._lock = threading.Lock()
        self._ready: OrderedDict[int, Pushed] = OrderedDict()
        self._withdrawn: set[int] = set()
        self._watchers: list[Notify] = []

    # ---- writing ----

    def queue(self, transaction: Transaction, seq: int, case: Case) -> None:
        """Add the line of a new case to its transaction."""
        self._add(transaction, CASE, case.handling_unit, seq)

    def changed(self, transaction: Transaction, seq: int, old: Case, new: Case) -> None:
        """Add what a change of a case means for readers: a unit that gets it, a secret that must not be shown."""
        if new.handling_unit != old.handling_unit and new.handling_unit:
            self._add(transaction, ASSIGNED, new.handling_unit, seq)
        if new.confidential and not old.confidential:
            transaction.on_commit(lambda: self.withdraw(seq))

    def withdraw(self, seq: int) -> None:
        """The case was erased or became confidential: forget its events; what waits for a slow reader is not sent."""
        with self._lock:
            self._withdrawn.add(seq)
            for number in [number for number, each in self._ready.items() if each.seq == seq]:
                del self._ready[number]

    # ---- reading ----

    def watch(self, notify: Notify) -> Callable[[], None]:
        """Call `notify` after each commit that queued something, in the writer's thread. Returns how to end that."""
        with self._lock:
            self._watchers = [*self._watchers, notify]
        return lambda: self._unwatch(notify)

    def span(self) -> OutboxSpan:
        """The numbers given so far and those that are gone."""
        with self._store.read() as reader:
            return reader.outbox_span()

    def page(self, after: int, limit: int, unit: str | None = None) -> Page:
        """The events after that number, of one unit or of all; at most `limit` of them."""
        with self._store.read() as reader:
            last = reader.outbox_span().last
            items = reader.outbox_after(after, limit, unit)
            with self._lock:
                known = {item.number: self._ready[item.number] for item in items if item.number in self._ready}
            missing = [item for item in items if item.number not in known]
            cases = reader.get_many(sorted({item.seq for item in missing if item.seq is not None}))
        made = self._make(missing, cases)
        with self._lock:
            self._ready.update((each.number, each) for each in made if each.seq not in self._withdrawn)
            while len(self._ready) > KEPT:
                self._ready.popitem(last=False)
        known.update((each.number, each) for each in made)
        more = len(items) >= limit
        events = tuple(known[item.number] for item in items if item.number in known)
        return Page(events, items[-1].number if more else max(last, after), more)

    def is_withdrawn(self, seq: int) -> bool:
        """True where the case was erased or became confidential: what was prepared of it must not be sent."""
        return seq in self._withdrawn

    def _add(self, transaction: Transaction, kind: str, unit: str, seq: int) -> None:
        """In the writer's thread, like all work on the store."""
        transaction.add_outbox(kind, unit, b"", seq)
        transaction.on_commit(self._tell)
        self._queued += 1
        if self._queued % EXPIRE_EVERY == 1:
            transaction.expire_outbox(datetime.now(UTC) - self._age, 2 * EXPIRE_EVERY)

    def _make(self, items: Sequence[OutboxItem], cases: dict[int, StoredCase]) -> list[Pushed]:
        fresh = datetime.now(UTC) - FRESH
        made = []
        for item in items:
            stored = None if item.seq is None else cases.get(item.seq)
            if stored is None:  # erased between two statements: its line is going, too
                continue
            looks = item.at is not None and item.at > fresh
            made.append(pushed(item, stored, self._look(stored) if looks else None))
        return made

    def _look(self, stored: StoredCase) -> Sequence[Precedent] | None:
        started = perf_counter()
        self._looking = min(LOOKING_SECONDS, self._looking + LOOKING_SHARE * (started - self._looked_at))
        self._looked_at = started
        if self._looking <= 0:
            return None
        try:
            return self._precedents(stored)
        except Exception:  # noqa: BLE001 - one case that cannot be looked up must not hold up all readers
            return None
        finally:
            self._looking -= perf_counter() - started

    def _tell(self) -> None:
        for notify in self._watchers:
            notify()

    def _unwatch(self, notify: Notify) -> None:
        with self._lock:
            self._watchers = [each for each in self._watchers if each is not notify]
