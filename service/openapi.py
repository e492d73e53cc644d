"""What does the OpenAPI document say, so that a client can be generated from it?

The routes read and write bytes themselves, so their schemas are named here: requests from `service.wire_schema`, answers
derived from the engine's dataclasses. `answers` and `body_of` are what a route puts into its decorator.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from engine.verdict import Verdict
from service.desk import Filters
from service.errors import FieldError
from service.problems import MEDIA_TYPE
from service.schema_signals import SIGNAL_SCHEMAS
from service.wire_answers import DECISIONS, MAX_QUERY, MAX_REASON, MAX_RESULTS
from service.wire_case import CHANGEABLE
from service.wire_fields import MAX_CASE_ID
from service.wire_replies import REPLY_SCHEMAS
from service.wire_schema import CASE_FIELDS, CASE_SCHEMAS, Schema, moment, text

_REFERENCE = "#/components/schemas/{name}"
_DECISION: Mapping[str, Schema] = {
    name: {"type": "string"} for name in ("case_id", "other_case_id", "decision", "by", "reason", "at")
}
_ALWAYS = (401, 403, 429, 503)  # what any call of the service may answer


def answers(schema: str | None, *problems: int, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """A route's `responses`: its schema, and the problems that it may answer beside 401, 403, 429 and 503."""
    found: dict[int | str, dict[str, Any]] = {}
    if schema is not None:
        content = {"application/json": {"schema": reference(schema)}}
        found[status] = {"description": HTTPStatus(status).phrase, "content": content}
    problem = {MEDIA_TYPE: {"schema": reference("Problem")}}
    for each in sorted({*problems, *_ALWAYS}):
        found[each] = {"description": HTTPStatus(each).phrase, "content": problem}
    return found


def stream_answers() -> dict[int | str, dict[str, Any]]:
    """A stream's `responses`: Server-Sent Events, whose data is the schema Pushed."""
    events = {"text/event-stream": {"schema": {"type": "string", "description": "events whose data is a Pushed"}}}
    return {200: {"description": "An open stream", "content": events}, **answers(None, 422)}


def table_answers(*problems: int) -> dict[int | str, dict[str, Any]]:
    """An export's `responses`: a CSV table in UTF-8."""
    table = {"text/csv": {"schema": {"type": "string"}}}
    return {200: {"description": "A table", "content": table}, **answers(None, *problems)}


def body_of(schema: str) -> dict[str, Any]:
    """A route's `openapi_extra`: its body."""
    content = {"application/json": {"schema": reference(schema)}}
    return {"requestBody": {"required": True, "content": content}}


def query_of(**parameters: Schema) -> dict[str, Any]:
    """A route's `openapi_extra`: what may stand behind the ?."""
    return {
        "parameters": [
            {"name": name, "in": "query", "required": False, "schema": dict(schema)}
            for name, schema in parameters.items()
        ]
    }


def reference(name: str) -> dict[str, str]:
    """A reference to a schema of the document."""
    return {"$ref": _REFERENCE.format(name=name)}


def operation_id(route: APIRoute) -> str:
    """The name of a call in clients that are made from the document: cases_check, replies_compare, exports_matters."""
    return "_".join((*map(str, route.tags[:1]), route.name))


def install(app: FastAPI) -> None:
    """Let `app` show the complete document, made once when it is first asked for."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
            )
            components = made.setdefault("components", {})
            components["schemas"] = {**components.get("schemas", {}), **schemas()}
            components["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
            made["security"] = [{"key": []}]
            app.openapi_schema = made
        return app.openapi_schema

    # FastAPI's own way to extend the document.
    app.openapi = document  # type: ignore[method-assign]


def schemas() -> dict[str, Any]:
    """All schemas of the document, by name."""
    _, derived = msgspec.json.schema_components((Verdict, Filters, FieldError), ref_template=_REFERENCE)
    derived = {name: _common(schema) for name, schema in derived.items()}
    return {**derived, **_plain(CASE_SCHEMAS), **_plain(REPLY_SCHEMAS), **_plain(SIGNAL_SCHEMAS), **_plain(_others())}


def _common(schema: Any) -> Any:
    """`schema` as every generator reads it: a pair is an array of two, not `prefixItems` and `items: false` (2020-12)."""
    if isinstance(schema, list):
        return [_common(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _common(value) for name, value in schema.items()}
    pair = found.pop("prefixItems", None)
    if pair is not None:
        found["items"] = pair[0] if all(each == pair[0] for each in pair) else {"anyOf": pair}
    elif found.get("items") is False:
        found["items"] = {}
    return found


def _plain(found: Mapping[str, Schema]) -> dict[str, Any]:
    return {name: dict(schema) for name, schema in found.items()}


def _case_id(description: str) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": MAX_CASE_ID, "description": description}


def _limit(default: int) -> Schema:
    return {"type": ["integer", "null"], "minimum": 1, "maximum": MAX_RESULTS, "default": default}


def _object(properties: Mapping[str, Any], description: str, required: tuple[str, ...] | None = None) -> Schema:
    """An object; without `required`, as an answer always has them, all properties are."""
    return {
        "type": "object",
        "description": description,
        "properties": dict(properties),
        "required": list(properties if required is None else required),
    }


def _list_of(schema: Mapping[str, Any]) -> Schema:
    return {"type": "array", "items": dict(schema)}


def _or_null(kind: str) -> Schema:
    return {"type": [kind, "null"]}


def _others() -> dict[str, Schema]:
    return {**_requests(), **_case_answers(), **_found_answers(), **_pushed()}


def _requests() -> dict[str, Schema]:
    changes = {name: CASE_FIELDS[name] for name in (*CHANGEABLE, "outcome")}
    return {
        "CaseChanges": {**_object(changes, "What a PATCH may change; null empties a field.", ()), "minProperties": 0},
        "PrecedentQuery": _object(
            {
                "case": reference("Case"),
                "case_id": _case_id("a registered case; either this or `case`"),
                "limit": _limit(10),
                "filters": reference(Filters.__name__),
            },
            "For which case are precedents wanted?",
            (),
        ),
        "SearchQuery": _object(
            {
                "q": {"type": "string", "minLength": 1, "maxLength": MAX_QUERY, "description": 'words and "phrases"'},
                "filters": reference(Filters.__name__),
                "limit": _limit(20),
                "cursor": _or_null("string"),
            },
            "What is looked for?",
            ("q",),
        ),
        "DecisionOrder": _object(
            {
                "case_id": _case_id("the one"),
                "other_case_id": _case_id("the other"),
                "decision": {"type": "string", "enum": list(DECISIONS)},
                "by": {"type": "string", "minLength": 1, "description": "who decided"},
                "reason": text("why", MAX_REASON),
            },
            "What a person decided about a pair",
            ("case_id", "other_case_id", "decision", "by"),
        ),
        "Problem": _object(
            {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "detail": {"type": "string"},
                "errors": _list_of(reference("FieldError")),
                "request_id": {"type": "string", "description": "as in the service's log"},
            },
            "RFC 9457 problem details; values in `errors` are cut and masked",
            ("type", "title", "status", "detail", "errors"),
        ),
    }


def _case_answers() -> dict[str, Schema]:
    verdict = {"anyOf": [reference("Verdict"), {"type": "null"}]}
    kept = _object({"seq": {"type": "integer"}, "matter_id": _or_null("string"), "verdict": verdict}, "its place")
    stored = _list_of(reference("StoredCase"))
    return {
        "Registered": _object(
            {"case_id": _case_id("as sent"), "seq": {"type": "integer"}, "verdict": reference("Verdict")},
            "The case is registered.",
        ),
        "StoredCase": {"description": "A Case as it is kept", "allOf": [reference("Case"), dict(kept)]},
        "CaseList": _object(
            {"cases": _list_of({"anyOf": [reference("StoredCase"), reference("BriefCase")]}), "cursor": _or_null("string")},
            "One page, newest first; with ?brief=true BriefCases",
        ),
        "BriefCase": _object(
            {
                "case_id": _case_id("of the case"),
                "seq": {"type": "integer"},
                **{name: _or_null("string") for name in ("title", "channel", "status", "handling_unit", "matter_id")},
                "received_at": moment("of the case"),
                "verdict": {"type": ["object", "null"], "description": "verdict and confidence"},
            },
            "What a queue shows of a case",
        ),
        "AuditTrail": _object(
            {"entries": _list_of({"type": "object"}), "cursor": _or_null("string")},
            "Entries have number, at, action (read, change, decide, erase), key, case_id or case_id_hash, and what was done",
        ),
        "Receipt": _object(
            {
                "case_id": _case_id("erased"),
                "case_id_hash": {"type": "string", "description": "all that the audit keeps of it"},
                "erased_at": {"type": "string"},
                "receipt": {"type": "integer"},
                "proven": {"type": "boolean", "description": "the files were searched, and nothing of it was found"},
            },
            "Proof of an erasure",
        ),
        "History": _object({"case_id": _case_id("as asked"), "cases": stored}, "Earlier cases of the same persons"),
        "Comparison": _object(
            {
                **{name: _case_id("as asked") for name in ("case_id", "other_case_id")},
                **{name: {"type": "string"} for name in ("text", "other_text")},
                "ops": _list_of(
                    _object(
                        {
                            "op": {"type": "string", "enum": ["equal", "replace", "insert", "delete"]},
                            "span": _list_of({"type": "integer"}),
                            "other_span": _list_of({"type": "integer"}),
                        },
                        "[start, end) code points",
                    )
                ),
            },
            "Two texts side by side",
        ),
        "Matter": _object(
            {
                "matter_id": {"type": "string"},
                "size": {"type": "integer"},
                "open": {"type": "integer"},
                "first_received_at": moment("of its first case"),
                "last_received_at": moment("of its last case"),
                "units": _list_of(_object({"unit": {"type": "string"}, "count": {"type": "integer"}}, "a unit")),
                "replies": _list_of({"type": "object"}),
                "cases": stored,
            },
            "A same-matter group, oldest case first",
        ),
        "MatterList": _object(
            {"matters": _list_of(_matter_line()), "cursor": _or_null("string")}, "One page of matters"
        ),
        "Decision": _object(_DECISION, "A decision as kept"),
        "Decisions": _object(
            {
                "case_id": _case_id("as asked"),
                "decisions": _list_of(
                    _object({**_DECISION, "counts": {"type": "boolean"}}, "`counts`: it holds about its pair now")
                ),
            },
            "All that people decided about a case, oldest first",
        ),
    }


def _matter_line() -> Schema:
    count = {"type": "integer", "minimum": 0}
    return _object(
        {
            "matter_id": {"type": "string"},
            "title": {"type": "string", "description": "of its first case"},
            **dict.fromkeys(("size", "open", "persons", "repeats", "replies"), count),
            "first_received_at": moment("of its first case"),
            "last_received_at": moment("of its last case"),
            "units": _list_of(_object({"unit": {"type": "string"}, "count": count}, "a unit")),
        },
        "A same-matter group",
    )


def _pushed() -> dict[str, Schema]:
    """The data of the events `case` and `assigned`."""
    verdict = {
        "anyOf": [{"type": "object", "description": "a Verdict without evidence and sentences"}, {"type": "null"}]
    }
    found = _list_of({"type": "object", "description": "a Precedent without its words"})
    return {
        "Pushed": _object(
            {
                "case_id": _case_id("registered, or come to another unit"),
                "seq": {"type": "integer"},
                "unit": {"type": "string", "description": "whose stream this is"},
                **{name: _or_null("string") for name in ("handling_unit", "title", "channel", "case_type", "status")},
                "received_at": moment("of the case"),
                "queued_at": moment("when it was committed"),
                "matter_id": _or_null("string"),
                "verdict": verdict,
                "counts": {"type": ["object", "null"], "description": "lengths of the verdict's lists"},
                "precedents": {"anyOf": [found, {"type": "null"}], "description": "null: not looked up, ask for them"},
            },
            "A new case for a handler",
        )
    }


def _found_answers() -> dict[str, Schema]:
    """Precedents and hits; they may gain fields without a new version."""
    precedent = {
        "case_id": {"type": "string"},
        "title": {"type": "string"},
        "score": {"type": "number", "minimum": 0, "maximum": 1},
        "grade": {"type": ["string", "integer"]},
        "why": _list_of({"type": "string"}),
        "snippet": {"type": "string"},
        "official_reply": {"type": ["string", "object", "null"]},
        "outcome": _or_null("string"),
        "handling_unit": _or_null("string"),
        "closed_at": _or_null("string"),
        "days_to_close": _or_null("integer"),
        "matter_id": _or_null("string"),
        "matter_size": _or_null("integer"),
    }
    hit = {
        "case_id": {"type": "string"},
        "title": {"type": "string"},
        "snippet": {"type": "string"},
        "score": {"type": "number"},
    }
    return {
        "Precedent": _object(precedent, "A settled case like this one"),
        "PrecedentAnswer": _object(
            {
                "precedents": _list_of(reference("Precedent")),
                **{name: {"type": "object"} for name in ("advice", "support")},
            },
            "The best first; advice counts units, outcomes, days and legal bases with the cases behind each; support says "
            "what those of grade 2 and better agree on",
        ),
        "Hit": _object(hit, "One case found"),
        "SearchAnswer": _object(
            {"hits": _list_of(reference("Hit")), "total": {"type": "integer"}, "cursor": _or_null("string")},
            "The best first",
        ),
    }
