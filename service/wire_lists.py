"""How is a list of cases asked for, and how does it go out? (GET /v1/cases, and its exports)

A list in full holds whole cases with their verdicts, some kilobytes each; a brief one what a queue shows of them, as the
stream's events do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.case import Status
from engine.verdict import Code
from index.records import unpack_verdict
from index.store_types import CaseFilter, StoredCase
from service.wire_answers import read_limit, write_stored
from service.wire_fields import Reading
from service.wire_time import write_time

OPEN = "OPEN"
"""?status= of every case that is not answered yet."""
STATUSES = (OPEN, *(each.value for each in Status))
BRIEF_TITLE = 60
"""Characters of a title in a brief list; a case without one is named by its text."""


def read_page(query: Mapping[str, str], *, default: int = 50) -> tuple[int, int | None]:
    """(limit, sequence number to stay below) from ?limit= and ?cursor=. Raises WrongFields."""
    reading = Reading()
    size, cursor = read_limit(reading, query.get("limit"), default), query.get("cursor")
    before = None
    if cursor:
        if cursor.isdecimal() and cursor.isascii() and len(cursor) < 19:
            before = int(cursor)
        else:
            reading.wrong("cursor", cursor, "a cursor of an earlier answer", "leave it out for the first page")
    reading.finish()
    return size, before


def read_list_filter(query: Mapping[str, str]) -> CaseFilter:
    """The cases that ?unit=, ?verdict=, ?status=, ?locality=, ?category=, ?since= and ?until= ask for, and
    ?confidential=true alone. Raises WrongFields."""
    reading = Reading()
    verdict, status = query.get("verdict") or None, query.get("status") or None
    if verdict is not None:
        verdict = reading.choice("verdict", verdict, tuple(Code), "the code of a verdict")
    if status is not None:
        status = reading.choice("status", status, STATUSES, f"the code of a status, or {OPEN}")
    only = reading.choice("confidential", query.get("confidential") or "false", ("false", "true"), "true lists them alone")
    found = CaseFilter(
        confidential=only == "true",
        unit=reading.short("unit", query.get("unit")) or None,
        locality=reading.short("locality", query.get("locality")) or None,
        category=reading.short("category", query.get("category")) or None,
        verdict=verdict,
        status=None if status == OPEN else status,
        open_only=status == OPEN,
        since=reading.time("since", query.get("since")),
        until=reading.time("until", query.get("until"), end_of_day=True),
    )
    reading.finish()
    return found


def read_brief(query: Mapping[str, str]) -> bool:
    """?brief=true asks for what a queue shows. Raises WrongFields."""
    reading = Reading()
    brief = reading.choice("brief", query.get("brief") or "false", ("false", "true"), "true for what a queue shows")
    reading.finish()
    return brief == "true"


def write_list(cases: Sequence[StoredCase], limit: int, *, brief: bool = False) -> dict[str, object]:
    """One page, newest first. `cursor` asks for the next one; null after the last."""
    more = len(cases) >= limit and bool(cases)
    write = _brief if brief else write_stored
    return {"cases": [write(each) for each in cases], "cursor": str(cases[-1].seq) if more else None}


def _brief(stored: StoredCase) -> dict[str, object]:
    case = stored.case
    verdict = None if stored.verdict is None else unpack_verdict(stored.verdict)
    return {
        "case_id": case.case_id,
        "seq": stored.seq,
        "title": (case.title or case.text)[:BRIEF_TITLE],
        "received_at": write_time(case.received_at, has_clock=case.has_clock),
        "channel": case.channel.value if case.channel else None,
        "status": case.status.value,
        "handling_unit": case.handling_unit,
        "matter_id": stored.matter_id or None,
        "verdict": None if verdict is None else {"verdict": verdict.verdict, "confidence": verdict.confidence},
    }
