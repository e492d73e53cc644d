"""Which fields does a Case have on the wire? One table for the reader, the OpenAPI document and the tests.

Each field's value is its JSON schema. Not for the answers' schemas: those are derived from the engine's dataclasses
(`service.openapi`).
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.case import CaseType, Channel, Status
from service.wire_fields import MAX_CASE_ID, SHORT, TITLE
from service.wire_words import CASE_TYPE_WORDS, CHANNEL_WORDS, OUTCOMES, STATUS_WORDS

Schema = Mapping[str, object]


def text(description: str, limit: int | None = SHORT) -> Schema:
    """A string or null."""
    size = {} if limit is None else {"maxLength": limit}
    return {"type": ["string", "null"], "description": description, **size}


def moment(description: str) -> Schema:
    """A time or null. Not "format: date-time": a day alone and a time without a zone are accepted too."""
    return {
        "type": ["string", "null"],
        "description": f"{description}. ISO 8601; without a zone Asia/Shanghai",
        "examples": ["2026-11-03T08:30:00+08:00", "2026-11-03"],
    }


def words(description: str, codes: type[Channel] | type[CaseType] | type[Status], also: Mapping[str, object]) -> Schema:
    """A code, or one of the field's words for it."""
    return {
        "type": ["string", "null"],
        "description": f"{description}. {' '.join(codes)} in any case, or {' '.join(also)}",
        "examples": [next(iter(codes))],
    }


def reference(name: str, description: str) -> Schema:
    """Another schema of the document, or null."""
    return {"anyOf": [{"$ref": f"#/components/schemas/{name}"}, {"type": "null"}], "description": description}


CASE_FIELDS: Mapping[str, Schema] = {
    "case_id": {
        "type": "string",
        "minLength": 1,
        "maxLength": MAX_CASE_ID,
        "description": "the intake system's number, printable, unique in this deployment",
    },
    "source": text('which system sent it, default "default"'),
    "channel": words("信/访/网/电/掌上/网格", Channel, CHANNEL_WORDS),
    "transcript": {"type": ["boolean", "null"], "description": "a machine's transcript; 12345-ASR says so too"},
    "case_type": words("检举控告 申诉求决 建议意见 咨询 求助; empty is unknown", CaseType, CASE_TYPE_WORDS),
    "received_at": moment("when it was received, default now"),
    "title": text("标题", TITLE),
    "text": {"type": "string", "description": "the letter or call, at most 256 KB of UTF-8"},
    "petitioner": reference("Petitioner", "信访人; null: none given"),
    "co_petitioners": {
        "type": ["array", "null"],
        "items": {"$ref": "#/components/schemas/Petitioner"},
        "description": "联名人",
    },
    "represented": reference("Petitioner", "被代理人: the person on whose behalf it is filed"),
    "accused": {
        "anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/Accused"}, {"type": "null"}],
        "description": "被举报人",
    },
    "address": text("事发地址: where it happened"),
    "locality": text("属地"),
    "target_party": text("被反映对象"),
    "category": {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}, {"type": "null"}],
        "description": "内容分类",
    },
    "handling_unit": text("承办单位; `dept` is read too"),
    "org_id": text("owner organisation"),
    "status": words("where it stands, default REGISTERED; open is everything before REPLIED", Status, STATUS_WORDS),
    "due_at": moment("when it must be answered; a day alone means its end"),
    "closed_at": moment("when it was closed"),
    "official_reply": {
        "anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/OfficialReply"}, {"type": "null"}],
        "description": "答复意见; `reply` is read too",
    },
    "outcome": text(f"{' '.join(OUTCOMES)}, or the office's own word, kept as it is"),
    "confidential": {"type": ["boolean", "null"], "description": "检举类等保密件"},
}

CASE_SCHEMAS: Mapping[str, Schema] = {
    "Case": {
        "type": "object",
        "title": "Case",
        "description": "One 信访件 or 工单. Fields that are not listed are kept in `extra`.",
        "required": ["case_id", "text"],
        "properties": {
            **CASE_FIELDS,
            "dept": text("the same as handling_unit"),
            "reply": {
                "anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/OfficialReply"}, {"type": "null"}],
                "description": "the same as official_reply",
            },
            "extra": {
                "type": "object",
                "description": "fields that the contract does not know",
                "additionalProperties": True,
            },
        },
        "additionalProperties": True,
    },
    "Petitioner": {
        "type": "object",
        "title": "Petitioner",
        "description": "Every part is optional; an object without content says: none given.",
        "properties": {
            **{part: text(part) for part in ("name", "id_no", "phone", "address", "account")},
            "anonymous": {"type": ["boolean", "null"]},
        },
    },
    "Accused": {
        "type": "object",
        "title": "Accused",
        "properties": {"name": text("被举报人"), "unit": text("所在单位")},
    },
    "OfficialReply": {
        "type": "object",
        "title": "OfficialReply",
        "properties": {
            "text": text("答复意见", None),
            "unit": text("the unit that replied"),
            "replied_at": moment("when"),
            "outcome": text(f"{' '.join(OUTCOMES)}, or the office's own word"),
            "legal_basis": {
                "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}, {"type": "null"}],
            },
        },
    },
}
