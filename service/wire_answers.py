"""How are the bodies of the other calls read, and how do stored cases and answers go out?

Precedents, search, decisions, lists. Cases and verdicts have their own modules (`service.wire_case`, `wire_verdict`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.advice import PrecedentAnswer
from engine.case import Case
from engine.reply_support import support
from engine.verdict import Verdict
from index.records import unpack_verdict
from index.store_types import UNDO, Decision, Receipt, StoredCase, standing
from service.desk import Filters, SearchAnswer
from service.errors import WrongFields
from service.wire_case import parse_case, write_case, write_reply
from service.wire_fields import Reading
from service.wire_time import write_time
from service.wire_words import outcome_word

MAX_RESULTS = 100  # of one page of anything
MAX_QUERY = 500  # characters
MAX_CURSOR = 1_000  # characters
MAX_REASON = 2_000  # characters
MAX_MATTER_CASES = 1_000  # cases written out for one matter; its size counts all of them
DECISIONS = ("confirm", "reject", "split", UNDO)


@dataclass(frozen=True, slots=True)
class PrecedentQuery:
    """Either `case` or `case_id` is given."""

    case: Case | None
    case_id: str | None
    limit: int
    filters: Filters


@dataclass(frozen=True, slots=True)
class SearchQuery:
    q: str
    filters: Filters
    limit: int
    cursor: str | None


@dataclass(frozen=True, slots=True)
class DecisionOrder:
    case_id: str
    other_case_id: str
    decision: str
    by: str
    reason: str


def read_precedent_query(found: Mapping[str, object], now: datetime) -> PrecedentQuery:
    """The body of POST /v1/precedents. Raises WrongFields, TooLarge."""
    reading = Reading()
    members = reading.members("case", found.get("case"), personal=True)
    case = None
    if members is not None:
        try:
            case = parse_case(members, now)
        except WrongFields as error:
            reading.errors += [replace(each, field=f"case.{each.field}") for each in error.errors]
    elif found.get("case_id") is None and not reading.errors:
        reading.wrong("case", None, 'either "case" or "case_id"', "for which case are precedents wanted?")
    case_id = None if found.get("case_id") is None else reading.case_id("case_id", found["case_id"])
    query = PrecedentQuery(
        case=case,
        case_id=None if case is not None else case_id,
        limit=reading.whole("limit", found.get("limit"), least=1, most=MAX_RESULTS, default=10),
        filters=_filters(reading, found.get("filters")),
    )
    reading.finish()
    return query


def read_search_query(found: Mapping[str, object]) -> SearchQuery:
    """The body of POST /v1/search. Raises WrongFields."""
    reading = Reading()
    q = reading.short("q", found.get("q"), limit=MAX_QUERY, personal=True)
    if not q and not reading.errors:
        reading.wrong("q", found.get("q"), f'1 to {MAX_QUERY} characters: words and "phrases"', "what is looked for?")
    query = SearchQuery(
        q=q,
        filters=_filters(reading, found.get("filters")),
        limit=reading.whole("limit", found.get("limit"), least=1, most=MAX_RESULTS, default=20),
        cursor=reading.short("cursor", found.get("cursor"), limit=MAX_CURSOR) or None,
    )
    reading.finish()
    return query


def read_decision(found: Mapping[str, object]) -> DecisionOrder:
    """The body of POST /v1/decisions. Raises WrongFields."""
    reading = Reading()
    order = DecisionOrder(
        case_id=reading.case_id("case_id", found.get("case_id")),
        other_case_id=reading.case_id("other_case_id", found.get("other_case_id")),
        decision=reading.choice("decision", found.get("decision"), DECISIONS, "what was decided about the two cases?"),
        by=reading.short("by", found.get("by"), personal=True),
        reason=reading.short("reason", found.get("reason"), limit=MAX_REASON, personal=True),
    )
    if not order.by and not any(each.field == "by" for each in reading.errors):
        reading.wrong("by", found.get("by"), "a name or number of staff", "a decision is somebody's", personal=True)
    if order.case_id and order.case_id == order.other_case_id:
        reading.wrong("other_case_id", order.other_case_id, "another case than case_id", "a pair has two cases")
    reading.finish()
    return order


def read_limit(reading: Reading, limit: str | None, default: int) -> int:
    """A ?limit= of 1 to MAX_RESULTS."""
    number = int(limit) if limit is not None and limit.isdecimal() and len(limit) < 10 else limit
    return reading.whole("limit", number, least=1, most=MAX_RESULTS, default=default)


def write_stored(stored: StoredCase) -> dict[str, object]:
    """A kept case: the contract's Case, its place, its matter and the verdict it got. A confidential one without its reporter."""
    return {
        **write_case(without_reporter(stored.case)),
        "seq": stored.seq,
        "matter_id": stored.matter_id or None,
        "verdict": None if stored.verdict is None else unpack_verdict(stored.verdict),
    }


def without_reporter(case: Case) -> Case:
    """The case as it may be shown: who reported a confidential one stays with the intake system that sent it (R0).

    Fields that the contract does not know go, too: they may hold a name or a number.
    """
    if not case.confidential:
        return case
    return replace(case, petitioner=None, co_petitioners=(), represented=None, extra={})


def write_registered(case_id: str, seq: int, verdict: Verdict) -> dict[str, object]:
    """The answer of POST /v1/cases."""
    return {"case_id": case_id, "seq": seq, "verdict": verdict}


def write_receipt(receipt: Receipt) -> dict[str, object]:
    """The answer of DELETE: the proof that may be filed."""
    return {
        "case_id": receipt.case_id,
        "case_id_hash": receipt.case_id_hash,
        "erased_at": write_time(receipt.erased_at),
        "receipt": receipt.number,
        "proven": receipt.proven,
    }


def write_decision(decision: Decision) -> dict[str, object]:
    """The answer of POST /v1/decisions."""
    return {
        "case_id": decision.case_id,
        "other_case_id": decision.other_case_id,
        "decision": decision.decision,
        "by": decision.by,
        "reason": decision.reason,
        "at": write_time(decision.at),
    }


def write_decisions(case_id: str, decisions: Sequence[Decision]) -> dict[str, object]:
    """All that people decided about a case, oldest first; `counts` where it is what holds about its pair now."""
    counting = {each.number for each in standing(decisions).values()}
    lines = [{**write_decision(each), "counts": each.number in counting} for each in decisions]
    return {"case_id": case_id, "decisions": lines}


def write_precedents(answer: PrecedentAnswer) -> dict[str, object]:
    """The answer of POST /v1/precedents: `advice` counts over all of them, `support` over true 类案 alone."""
    return {"precedents": answer.precedents, "advice": answer.advice, "support": support(answer.precedents)}


def write_hits(answer: SearchAnswer) -> dict[str, object]:
    """The answer of POST /v1/search."""
    return {"hits": answer.hits, "total": answer.total, "cursor": answer.cursor or None}


def write_matter(matter_id: str, cases: Sequence[StoredCase]) -> dict[str, object]:
    """One same-matter group, oldest case first."""
    ordered = sorted(cases, key=lambda each: (each.case.received_at, each.seq))
    replies = [each.case for each in ordered if each.case.official_reply is not None]
    return {
        "matter_id": matter_id,
        "size": len(ordered),
        "open": sum(each.case.status.is_open for each in ordered),
        "first_received_at": write_time(ordered[0].case.received_at) if ordered else None,
        "last_received_at": write_time(ordered[-1].case.received_at) if ordered else None,
        "units": _counts(each.case.handling_unit for each in ordered),
        "replies": [
            {"case_id": case.case_id, "handling_unit": case.handling_unit, **(write_reply(case.official_reply) or {})}
            for case in replies[:MAX_MATTER_CASES]
        ],
        "cases": [write_stored(each) for each in ordered[:MAX_MATTER_CASES]],
    }


def write_comparison(old: Case, new: Case, ops: Iterable[Sequence[object]]) -> dict[str, object]:
    """Two texts side by side. Spans are [start, end) code points: `span` in `text`, `other_span` in `other_text`."""
    return {
        "case_id": old.case_id,
        "other_case_id": new.case_id,
        "text": old.text,
        "other_text": new.text,
        "ops": [{"op": op[0], "span": [op[1], op[2]], "other_span": [op[3], op[4]]} for op in map(tuple, ops)],
    }


def _filters(reading: Reading, value: object) -> Filters:
    given = reading.members("filters", value) or {}
    known = ("unit", "category", "locality", "since", "until", "outcome")
    for name in given:
        if name not in known:
            # A misspelt filter that is ignored would show what was to be left out.
            reading.wrong("filters", "an unknown field", "fields: " + " ".join(known), "check the spelling")
    return Filters(
        unit=reading.short("filters.unit", given.get("unit")),
        category=reading.short("filters.category", given.get("category")),
        locality=reading.short("filters.locality", given.get("locality")),
        since=reading.time("filters.since", given.get("since")),
        until=reading.time("filters.until", given.get("until"), end_of_day=True),
        outcome=outcome_word(reading.short("filters.outcome", given.get("outcome"))),
    )


def _counts(words: Iterable[str]) -> list[dict[str, object]]:
    """[{unit, count}], the most frequent first."""
    return [{"unit": word, "count": count} for word, count in Counter(filter(None, words)).most_common()]
