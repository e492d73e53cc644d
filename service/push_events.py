"""What does a push say? One line of the outbox and its case become one Server-Sent Event.

The outbox holds numbers only: an event is made from the case as it is when it goes out. What was erased meanwhile is
therefore never sent, and an erasure finds no text to remove. Short on purpose: the queue on a handler's screen needs an
id, a code, counts and a title; whoever opens the case reads the rest with GET /v1/cases/{id}.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from engine.advice import Precedent
from engine.verdict import Verdict
from index.records import unpack_verdict
from index.store_types import OutboxItem, StoredCase
from service.wire_time import write_time

CASE = "case"  # a case was registered
ASSIGNED = "assigned"  # a registered case has come to another handling unit
TITLE_CHARACTERS = 60
MOST_IDS = 10  # of each list of other cases; `counts` has their full numbers

_encode = msgspec.json.Encoder(enc_hook=str).encode


@dataclass(frozen=True, slots=True)
class Pushed:
    """One event, ready to send. A confidential one goes to those alone who may know of it."""

    number: int
    seq: int
    unit: str
    frame: bytes
    confidential: bool = False


def pushed(item: OutboxItem, stored: StoredCase, precedents: Sequence[Precedent] | None) -> Pushed:
    """The event of an outbox line. `precedents` is None where nobody had the time to look for them."""
    case = stored.case
    verdict = None if stored.verdict is None else unpack_verdict(stored.verdict)
    data = {
        "case_id": case.case_id,
        "seq": stored.seq,
        "unit": item.unit,
        "handling_unit": case.handling_unit,
        "title": (case.title or case.text)[:TITLE_CHARACTERS],
        "channel": case.channel,
        "case_type": case.case_type,
        "status": case.status,
        "received_at": write_time(case.received_at, has_clock=case.has_clock),
        "queued_at": None if item.at is None else write_time(item.at),
        "matter_id": stored.matter_id or None,
        "verdict": None if verdict is None else _short(verdict),
        "counts": None if verdict is None else _counts(verdict),
        "precedents": None if precedents is None else [_found(each) for each in precedents],
    }
    return Pushed(item.number, stored.seq, item.unit, frame(item.kind, data, item.number), case.confidential)


def frame(event: str, data: object, number: int | None = None) -> bytes:
    """One Server-Sent Event; JSON has no line breaks, so its data is one line. `number` becomes the reader's position."""
    position = b"" if number is None else b"id: %d\n" % number
    return b"%sevent: %s\ndata: %s\n\n" % (position, event.encode(), _encode(data))


def _short(verdict: Verdict) -> dict[str, object]:
    """The contract's Verdict without evidence, quotations and sentences."""
    return {
        "case_id": verdict.case_id,
        "verdict": verdict.verdict,
        "confidence": verdict.confidence,
        "matched": verdict.matched[:MOST_IDS],
        "suspected": verdict.suspected[:MOST_IDS],
        "similar": verdict.similar[:MOST_IDS],
        "matter_id": verdict.matter_id,
        "petitioner_count": verdict.petitioner_count,
        "first_or_repeat": verdict.first_or_repeat,
        "repeat_count": verdict.repeat_count,
        "flags": verdict.flags,
        "rules": verdict.rules,
    }


def _counts(verdict: Verdict) -> dict[str, int]:
    names = ("matched", "suspected", "similar", "history", "demands", "matter_cases")
    return {name: len(getattr(verdict, name)) for name in names}


def _found(precedent: Precedent) -> dict[str, object]:
    """Which settled case, how like it is and how it ended; its words are a call away."""
    names = ("case_id", "score", "grade", "outcome", "handling_unit", "closed_at", "matter_id", "matter_size")
    return {name: getattr(precedent, name) for name in names}
