"""What do hotspots and early signals look like in the OpenAPI document? (`service.wire_signals` writes them)"""

from __future__ import annotations

from collections.abc import Mapping

from service.wire_schema import Schema


def _counts_schema(name: str) -> Schema:
    pair = {"type": "object", "properties": {name: {"type": "string"}, "count": {"type": "integer"}}, "required": [name, "count"]}
    return {"type": "array", "items": pair}


def _answer(description: str, listed: str, own: Mapping[str, Schema], items: Mapping[str, Schema]) -> Schema:
    line = {"type": "object", "properties": dict(items), "required": list(items)}
    properties = {**own, listed: {"type": "array", "items": line}}
    return {"type": "object", "description": description, "properties": properties, "required": list(properties)}


_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_SHARED: Mapping[str, Schema] = {"units": _counts_schema("unit"), "case_ids": {"type": "array", "items": _TEXT}}
SIGNAL_SCHEMAS: Mapping[str, Schema] = {
    "Hotspots": _answer(
        "每月一题: kinds of trouble of one month by distinct persons. `change` is persons over those of the month before",
        "topics",
        {"month": _TEXT, "cases": _COUNT, "persons": _COUNT, "unsorted": _COUNT},
        {
            "topic": _TEXT, "name": _TEXT, "persons": _COUNT, "cases": _COUNT, "matters": _COUNT, "persons_before": _COUNT,
            "change": {"type": ["number", "null"]}, "localities": _counts_schema("locality"), **_SHARED,
        },
    ),
    "Alerts": _answer(
        "Early signals: `rise`, more persons than before (`p`: chance of so many), and `group`, one matter of many persons",
        "alerts",
        {"since": _TEXT, "until": _TEXT, "compared_since": _TEXT, "cases": _COUNT},
        {
            "kind": {"type": "string", "enum": ["rise", "group"]}, "topic": _TEXT, "name": _TEXT, "locality": _TEXT,
            "persons": _COUNT, "cases": _COUNT, "expected_persons": {"type": ["number", "null"]},
            "p": {"type": ["number", "null"]}, "matter_id": {"type": ["string", "null"]}, **_SHARED,
        },
    ),
}  # fmt: skip
"""For the OpenAPI document."""
