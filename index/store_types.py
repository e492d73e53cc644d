"""What does the store hand out, and how does one say which cases are wanted?

Plain values without a connection behind them, so that every layer may keep and pass them. All times are zone-aware;
what comes from the store is in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from engine.case import Case

MatterOrder = Literal["size", "age", "latest", "repeat"]
ChangeKind = Literal["insert", "update", "delete", "matter", "verdict"]
# The log stores positions in this tuple: append only. Keys of a case change with the first three alone.
CHANGE_KINDS: tuple[ChangeKind, ...] = ("insert", "update", "delete", "matter", "verdict")

APART = ("reject", "split")  # decisions after which a pair is never proposed again, unless a later one says otherwise
UNDO = "undo"  # takes back the latest decision about a pair that still counts

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case as the store has it. `verdict` is packed (`unpack_verdict`); `matter_id` is "" until grouped."""

    seq: int
    case: Case
    prepared: bytes
    matter_id: str
    fingerprint: bytes
    verdict: bytes | None


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the log. Kinds "matter" and "verdict" leave the case and what was prepared from it as they were."""

    change_no: int
    kind: ChangeKind
    seq: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said about a pair of cases. The latest one about a pair counts, whichever case it names first."""

    case_id: str
    other_case_id: str
    decision: str
    by: str
    reason: str
    at: datetime
    number: int = 0


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """Something to push. An empty `payload` with a `seq` means: build it from that case as it is now.

    `at` is when it was queued; None for what was queued before revision 0003 of the schema.
    """

    number: int
    kind: str
    unit: str
    payload: bytes
    change_no: int
    seq: int | None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OutboxSpan:
    """What the outbox knows of its numbers: `last` is the highest ever given, those up to `expired` were removed."""

    expired: int
    last: int


@dataclass(frozen=True, slots=True)
class AuditEntry:
    number: int
    at: datetime
    action: str
    detail: str
    seq: int | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a case was erased. `number` and `erased_at` are those of its audit entry, which knows only the hash.

    `proven` is True once the files were searched for what was erased and nothing was found.
    """

    number: int
    erased_at: datetime
    case_id: str
    case_id_hash: str
    proven: bool = False


class Member(NamedTuple):
    """A case of a matter; `received_at` in microseconds."""

    seq: int
    case_id: str
    received_at: int


@dataclass(frozen=True, slots=True)
class MatterSummary:
    """A matter of at least two cases. `repeats`: its cases that the same person had raised before."""

    matter_id: str
    size: int
    first_received: datetime
    last_received: datetime
    open: int = 0
    repeats: int = 0

    def sort_value(self, order: MatterOrder) -> int:
        """What this order sorts by, as `Reader.matters` takes it back to begin behind this matter."""
        values = {"size": self.size, "age": micros(self.first_received), "latest": micros(self.last_received)}
        return values.get(order, self.repeats)


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases a list is about; an empty field asks for nothing. Times are `since` ≤ t < `until`.

    `locality` is a prefix (a district names its streets too); `category` is one class in full. `confidential`: None
    both, False only what everybody may know of, True only the confidential ones.
    """

    unit: str | None = None
    org_id: str | None = None
    source: str | None = None
    category: str | None = None
    locality: str | None = None
    outcome: str | None = None
    status: str | None = None
    verdict: str | None = None
    open_only: bool = False
    since: datetime | None = None
    until: datetime | None = None
    confidential: bool | None = None


EVERYTHING = CaseFilter()


def standing(decisions: Iterable[Decision]) -> dict[frozenset[str], Decision]:
    """The decision that counts about each pair: the latest one that nobody took back. `decisions` come oldest first."""
    kept: dict[frozenset[str], list[Decision]] = {}
    for each in decisions:
        about = kept.setdefault(frozenset((each.case_id, each.other_case_id)), [])
        if each.decision != UNDO:
            about.append(each)
        elif about:
            about.pop()
    return {pair: about[-1] for pair, about in kept.items() if about}


def micros(time: datetime) -> int:
    """Microseconds since 1970-01-01 UTC; exact, unlike `timestamp()`. Raises TypeError for a time without a zone."""
    return (time - _EPOCH) // _MICROSECOND


def from_micros(value: int) -> datetime:
    return _EPOCH + value * _MICROSECOND
