"""How are the questions of the reply review read, and how do its findings go out?

Spans are [start, end) code points: `span` in the draft, `other.span` in the text, title or reply of another case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.case import Case
from engine.reply_support import Support
from engine.reply_text import MAX_REPLY
from engine.review import Finding, Severity
from engine.review_finding import KIND_WORDS, Kind, Part
from service.wire_fields import MAX_CASE_ID, Reading
from service.wire_schema import Schema
from service.wire_time import write_time

MOST_CASES = 50
"""Cases whose replies one call compares."""


@dataclass(frozen=True, slots=True)
class ReplyQuestion:
    """Either `case_ids` are given, or `case_id`; `draft` is None where the case's own reply is asked about.

    `unit` and `at` are the draft's, where it came as an object; `unit` is "" and `at` None otherwise.
    """

    case_ids: tuple[str, ...]
    case_id: str
    draft: str | None
    unit: str
    at: datetime | None


def read_reply_question(found: Mapping[str, object]) -> ReplyQuestion:
    """The body of POST /v1/replies/compare. Raises WrongFields, TooLarge."""
    reading = Reading()
    case_ids: tuple[str, ...] = ()
    case_id, draft, unit, at = "", None, "", None
    if found.get("case_ids") is not None:
        case_ids = _case_ids(reading, found["case_ids"])
    elif found.get("case_id") is None:
        reading.wrong("case_id", None, 'either "case_ids" or "case_id"', "which replies are to be compared?")
    else:
        case_id = reading.case_id("case_id", found["case_id"])
        given = found.get("draft")
        if isinstance(given, dict):
            unit = reading.short("draft.unit", given.get("unit"))
            at = reading.time("draft.replied_at", given.get("replied_at"))
            draft = reading.text("draft.text", given.get("text", ""))
        elif given is not None:
            draft = reading.text("draft", given)
    reading.finish()
    return ReplyQuestion(case_ids, case_id, draft, unit, at)


def _case_ids(reading: Reading, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not 2 <= len(value) <= MOST_CASES:
        reading.wrong("case_ids", value, f"a list of 2 to {MOST_CASES} case ids", "one reply alone: case_id and draft")
        return ()
    return tuple(dict.fromkeys(reading.case_id(f"case_ids[{number}]", each) for number, each in enumerate(value)))


def write_review(
    case_id: str | None,
    findings: Mapping[str, Sequence[Finding]],
    compared: Sequence[Case],
    precedents: Sequence[str],
    support: Support | None,
    *,
    truncated: bool,
) -> dict[str, object]:
    """The answer: `findings` by the case whose reply or draft they are about, the gravest first within a case."""
    counts = Counter(each.severity.value for found in findings.values() for each in found)
    return {
        "case_id": case_id,
        "findings": [write_finding(owner, each) for owner, found in findings.items() for each in found],
        "counts": {severity.value: counts[severity.value] for severity in Severity},
        "compared": [_write_compared(case) for case in compared],
        "precedents": list(precedents),
        "support": support,
        "truncated": truncated,
    }


def write_finding(case_id: str, finding: Finding) -> dict[str, object]:
    """One finding on the reply or draft of `case_id`."""
    return {
        "case_id": case_id,
        "kind": finding.kind,
        "title": KIND_WORDS[finding.kind],
        "severity": finding.severity,
        "message": finding.message,
        "span": list(finding.span) if finding.span else None,
        "text": finding.text,
        "other": finding.other,
    }


def _write_compared(case: Case) -> dict[str, object]:
    reply = case.official_reply
    at = (reply.replied_at if reply else None) or case.closed_at
    unit = (reply.unit if reply else "") or case.handling_unit
    return {"case_id": case.case_id, "unit": unit, "replied_at": write_time(at) if at else None}


_SPAN: Schema = {"type": ["array", "null"], "items": {"type": "integer"}, "description": "[start, end) code points"}
_IDS: Schema = {"type": "array", "items": {"type": "string"}}

REPLY_SCHEMAS: Mapping[str, Schema] = {
    "ReplyQuestion": {
        "type": "object",
        "description": "case_ids: compare their replies. case_id and draft: review a draft. case_id: review its own reply.",
        "properties": {
            "case_ids": {**_IDS, "minItems": 2, "maxItems": MOST_CASES},
            "case_id": {"type": "string", "minLength": 1, "maxLength": MAX_CASE_ID},
            "draft": {"type": ["string", "object", "null"], "description": "the text, or {text, unit, replied_at}"},
        },
    },
    "ReplyFinding": {
        "type": "object",
        "required": ["case_id", "kind", "title", "severity", "message", "span", "text", "other"],
        "properties": {
            "case_id": {"type": "string"},
            "kind": {"type": "string", "enum": [each.value for each in Kind]},
            "title": {"type": "string", "description": "the kind in Chinese"},
            "severity": {"type": "string", "enum": [each.value for each in Severity]},
            "message": {"type": "string", "description": "one Chinese sentence"},
            "span": _SPAN,
            "text": {"type": "string"},
            "other": {
                "type": ["object", "null"],
                "properties": {
                    "case_id": {"type": "string"},
                    "part": {"type": "string", "enum": [each.value for each in Part]},
                    "span": _SPAN,
                    "text": {"type": "string"},
                },
            },
        },
    },
    "ReplyReview": {
        "type": "object",
        "description": f"Advice to whoever signs the reply. The first {MAX_REPLY:,} characters of a text are read.",
        "required": ["case_id", "findings", "counts", "compared", "precedents", "support", "truncated"],
        "properties": {
            "case_id": {"type": ["string", "null"]},
            "findings": {"type": "array", "items": {"$ref": "#/components/schemas/ReplyFinding"}},
            "counts": {"type": "object", "description": "findings by severity"},
            "compared": {"type": "array", "items": {"type": "object"}, "description": "the replies to the same matter"},
            "precedents": _IDS,
            "support": {"type": ["object", "null"], "description": "what the precedents agree on, with their case ids"},
            "truncated": {"type": "boolean"},
        },
    },
}
