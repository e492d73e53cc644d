"""Bytes in, Case out; Verdict in, bytes out: where does the outside's JSON meet the engine's types?

Everybody outside `service.wire*` imports from here. The parts: `wire_json` (bytes), `wire_case` (Case),
`wire_verdict` (Verdict), `wire_answers` (everything else), `wire_fields` (reading one field), `wire_words`, `wire_time`
and `wire_schema`.
"""

from __future__ import annotations

from datetime import datetime

from engine.case import Case
from service.wire_case import parse_case, parse_changes, write_case, write_reply
from service.wire_json import decode_object
from service.wire_time import SHANGHAI, read_time, write_time
from service.wire_verdict import read_verdict, verdict_json

__all__ = [
    "SHANGHAI",
    "decode_object",
    "parse_case",
    "parse_changes",
    "read_case",
    "read_time",
    "read_verdict",
    "verdict_json",
    "write_case",
    "write_reply",
    "write_time",
]


def read_case(body: bytes, now: datetime) -> Case:
    """A Case from the bytes of one JSON object. `now`, zone-aware, stands in for a missing `received_at`.

    Raises BadJson, WrongFields with every wrong field at once, TooLarge.
    """
    return parse_case(decode_object(body), now)
