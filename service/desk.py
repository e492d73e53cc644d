"""What do HTTP and the pages ask of a desk?

The calls of `service.flows.Desk` that the outside can reach, written as a protocol so that the routes can be read,
typed and tested without a store. Not for: doing any of it (`service.flows`).
All calls block; the service runs them in threads. Errors: `service.errors`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from engine.advice import PrecedentAnswer
from engine.case import Case
from engine.verdict import Verdict
from index.store_types import Decision, Receipt, StoredCase


@dataclass(frozen=True, slots=True)
class Filters:
    """Which cases a search may return; empty accepts all. `since` and `until` bound the time of closing or arrival."""

    unit: str = ""
    category: str = ""
    locality: str = ""
    since: datetime | None = None
    until: datetime | None = None
    outcome: str = ""


class Registered(Protocol):
    """`created` is False where the same case was registered before; `verdict` is then the first answer."""

    @property
    def seq(self) -> int: ...
    @property
    def verdict(self) -> Verdict: ...
    @property
    def created(self) -> bool: ...


class SearchAnswer(Protocol):
    """Hits are dataclasses with the contract's names; `cursor` is None or empty after the last page."""

    @property
    def hits(self) -> Sequence[object]: ...
    @property
    def total(self) -> int: ...
    @property
    def cursor(self) -> str | None: ...


class Desk(Protocol):
    """One per process and data directory; safe to call from many threads."""

    @property
    def ready(self) -> bool: ...
    def warm(self) -> None: ...
    def close(self) -> None: ...
    def check(self, case: Case) -> Verdict: ...
    def register(self, case: Case) -> Registered: ...
    def get(self, case_id: str) -> StoredCase: ...
    def update(self, case_id: str, changes: Mapping[str, object]) -> StoredCase: ...
    def erase(self, case_id: str) -> Receipt: ...
    def precedents(
        self, case: Case | None, case_id: str | None, *, limit: int = 10, filters: Filters
    ) -> PrecedentAnswer: ...
    def search(self, q: str, *, filters: Filters, limit: int, cursor: str | None) -> SearchAnswer: ...
    def decide(self, case_id: str, other_case_id: str, decision: str, by: str, reason: str) -> Decision: ...
    def history(self, case_id: str) -> Sequence[StoredCase]: ...
    def matter(self, matter_id: str) -> Sequence[StoredCase]: ...
    def newest(self, limit: int, before_seq: int | None) -> Sequence[StoredCase]: ...
    def compare_texts(self, case_id: str, other_id: str) -> Iterable[Sequence[object]]: ...
