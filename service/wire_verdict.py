"""How does a Verdict go out as JSON, and how is one read back?

The engine's dataclasses mirror the contract field for field, so msgspec writes them as they are. Not for cases.
"""

from __future__ import annotations

import msgspec

from engine.verdict import Verdict
from service.errors import BadJson

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Verdict).decode


def verdict_json(verdict: Verdict) -> bytes:
    """The contract's Verdict, UTF-8."""
    return _encode(verdict)


def read_verdict(body: bytes) -> Verdict:
    """A Verdict from JSON, as another leian wrote it. Raises BadJson."""
    try:
        return _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadJson("this is not a Verdict") from None
