"""What is a case, before anybody has looked at it?

The dataclasses here are the contract's Case with the field's own names. They hold what the intake system sent, unchanged;
`engine.prepare` turns a Case into what can be compared. Not for: reading JSON or files (`service.wire` does that).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    """信/访/网/电/掌上/网格: how the case reached the desk."""

    LETTER = "LETTER"
    VISIT = "VISIT"
    WEB = "WEB"
    PHONE = "PHONE"
    APP = "APP"
    GRID = "GRID"


class CaseType(StrEnum):
    """检举控告 · 申诉求决 · 建议意见 · 咨询 · 求助."""

    ACCUSATION = "ACCUSATION"
    APPEAL = "APPEAL"
    SUGGESTION = "SUGGESTION"
    INQUIRY = "INQUIRY"
    HELP = "HELP"


class Status(StrEnum):
    """登记/转送/交办/受理/办理中/告知/已答复/办结/复查/复核/终结, in the order of the procedure."""

    REGISTERED = "REGISTERED"
    FORWARDED = "FORWARDED"
    ASSIGNED = "ASSIGNED"
    ACCEPTED = "ACCEPTED"
    PROCESSING = "PROCESSING"
    NOTIFIED = "NOTIFIED"
    REPLIED = "REPLIED"
    CLOSED = "CLOSED"
    REVIEW = "REVIEW"
    RE_REVIEW = "RE_REVIEW"
    TERMINATED = "TERMINATED"

    @property
    def is_open(self) -> bool:
        """Open is everything before REPLIED."""
        return self in OPEN_STATUSES


OPEN_STATUSES = frozenset(
    {Status.REGISTERED, Status.FORWARDED, Status.ASSIGNED, Status.ACCEPTED, Status.PROCESSING, Status.NOTIFIED}
)


@dataclass(frozen=True, slots=True)
class Person:
    """A petitioner, co-petitioner or represented person; every part may be empty."""

    name: str = ""
    id_no: str = ""
    phone: str = ""
    address: str = ""
    account: str = ""
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """答复意见. `outcome` is SUPPORTED, EXPLAINED, NOT_SUPPORTED, MEDIATED, TRANSFERRED or the office's own word."""

    text: str = ""
    unit: str = ""
    replied_at: datetime | None = None
    outcome: str = ""
    legal_basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One 信访件 or 工单 as received. All times are zone-aware.

    `has_clock` is False where `received_at` was given as a date without a time of day; then nothing can be said to have
    happened "within ten minutes". `transcript` is True for machine transcripts of calls (channel 12345-ASR).
    `extra` keeps the fields that the contract does not know.
    """

    case_id: str
    text: str
    received_at: datetime
    title: str = ""
    source: str = "default"
    channel: Channel | None = None
    transcript: bool = False
    case_type: CaseType | None = None
    has_clock: bool = True
    petitioner: Person | None = None
    co_petitioners: tuple[Person, ...] = ()
    represented: Person | None = None
    accused: str = ""
    accused_unit: str = ""
    address: str = ""
    locality: str = ""
    target_party: str = ""
    category: tuple[str, ...] = ()
    handling_unit: str = ""
    org_id: str = ""
    status: Status = Status.REGISTERED
    due_at: datetime | None = None
    closed_at: datetime | None = None
    official_reply: Reply | None = None
    confidential: bool = False
    extra: Mapping[str, object] = field(default_factory=dict)

    def is_open_at(self, moment: datetime) -> bool:
        """Whether it was still being handled at `moment`: an archive is judged as of the day of each case, not of today."""
        if self.status.is_open:
            return True
        reply = self.official_reply
        ended = self.closed_at or (reply.replied_at if reply else None)
        return ended is not None and ended > moment
