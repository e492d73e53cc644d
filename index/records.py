"""How does a case become bytes, and how does it come back unchanged?

One version byte, then MessagePack. A record is a map from field name to value that leaves out what equals the field's
default, so a field may be added without a new version: old records read as its default, and old programs ignore it.
A version is raised only when the meaning of a field changes. Times keep the offset they came with ("+08:00").

Not for: the columns that lists and filters need (`index.store_write` derives those), nor for JSON (`service.wire`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

import msgspec

from engine.case import Case
from engine.verdict import Code, Verdict
from index.errors import RecordDamaged, RecordUnstorable, RecordVersionError

CASE_VERSION = 1
VERDICT_VERSION = 1

_BIG_INT = 1  # MessagePack extension code: an integer beyond 64 bits, as decimal digits

T = TypeVar("T")


def pack_case(case: Case) -> bytes:
    """The bytes of a case. Raises RecordUnstorable for lone surrogates and for objects that are not JSON-like."""
    return _pack("case", CASE_VERSION, case, _CASE_DEFAULTS)


def fingerprint(case: Case) -> bytes:
    """What two registrations of one case have in common: 16 bytes of hash over everything that was sent."""
    return hashlib.blake2b(pack_case(case), digest_size=16).digest()


def unpack_case(data: bytes) -> Case:
    """The case of such bytes. Raises RecordVersionError or RecordDamaged."""
    return _unpack("case", CASE_VERSION, data, _case_decoder.decode)


def pack_verdict(verdict: Verdict) -> bytes:
    """The bytes of a verdict. Raises RecordUnstorable as `pack_case` does."""
    return _pack("verdict", VERDICT_VERSION, verdict, _VERDICT_DEFAULTS)


def unpack_verdict(data: bytes) -> Verdict:
    """The verdict of such bytes. Raises RecordVersionError or RecordDamaged."""
    return _unpack("verdict", VERDICT_VERSION, data, _verdict_decoder.decode)


def verdict_code(data: bytes) -> Code:
    """The verdict's code alone; a tenth of the work of `unpack_verdict`. Raises as that does."""
    return _unpack("verdict", VERDICT_VERSION, data, _code_decoder.decode).verdict


def without_case(verdict: Verdict, case_id: str, mark: str) -> Verdict:
    """The verdict as it may be kept after `case_id` was erased: what was quoted from that case is gone.

    The code, the confidence and the rules stay: they are what the handler was told at the time. Where a sentence names
    the case, `mark` stands in its place.
    """

    def others(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(i for i in ids if i != case_id)

    return replace(
        verdict,
        matched=others(verdict.matched),
        suspected=others(verdict.suspected),
        similar=others(verdict.similar),
        matter_cases=others(verdict.matter_cases),
        history=others(verdict.history),
        matches=tuple(
            replace(m, explanation=mask_id(m.explanation, case_id, mark))
            for m in verdict.matches
            if m.case_id != case_id
        ),
        demands=tuple(replace(d, matched=others(d.matched)) for d in verdict.demands),
        advice=mask_id(verdict.advice, case_id, mark),
    )


def mask_id(text: str, case_id: str, mark: str) -> str:
    """`text` with `mark` for every mention of the id as a word of its own (case "1" is not mentioned in "2021")."""
    if case_id not in text:
        return text
    return re.sub(rf"(?<![0-9A-Za-z]){re.escape(case_id)}(?![0-9A-Za-z])", lambda _: mark, text)


def _pack(kind: str, version: int, value: object, defaults: Mapping[str, object]) -> bytes:
    try:
        fields = msgspec.to_builtins(value, builtin_types=(bytes,), enc_hook=_plain)
        kept = {k: v for k, v in fields.items() if k not in defaults or v != defaults[k]}
        try:
            body = _encoder.encode(kept)
        except OverflowError:
            body = _encoder.encode(_with_big_ints(kept))
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        # ValueError includes UnicodeEncodeError, whose message would quote the text: name the type only.
        raise RecordUnstorable(f"{kind} cannot be written as a record: {type(error).__name__}") from error
    return bytes((version,)) + body


def _unpack(kind: str, version: int, data: bytes, decode: Callable[[memoryview], T]) -> T:
    if not data or data[0] != version:
        raise RecordVersionError(kind, data[0] if data else None, version)
    try:
        return decode(memoryview(data)[1:])
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise RecordDamaged(f"{kind} record of {len(data)} bytes does not decode: {type(error).__name__}") from error


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"objects of type {type(value).__name__} have no record form")


def _with_big_ints(value: object) -> object:
    """JSON allows integers of any length, MessagePack stops at 64 bits; unknown fields must come back as they came."""
    if isinstance(value, dict):
        return {k: _with_big_ints(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_with_big_ints(v) for v in value]
    if isinstance(value, int) and not -(2**63) <= value < 2**64:
        return msgspec.msgpack.Ext(_BIG_INT, str(value).encode())
    return value


def _extension(code: int, data: memoryview) -> object:
    if code == _BIG_INT:
        return int(bytes(data))
    raise ValueError(f"unknown extension {code}")


def _defaults(empty: object, required: tuple[str, ...]) -> dict[str, object]:
    fields = cast("dict[str, Any]", msgspec.to_builtins(empty))
    return {name: value for name, value in fields.items() if name not in required}


class _OnlyCode(msgspec.Struct):
    verdict: Code


_encoder = msgspec.msgpack.Encoder()
_code_decoder = msgspec.msgpack.Decoder(_OnlyCode)
_case_decoder = msgspec.msgpack.Decoder(Case, ext_hook=_extension)
_verdict_decoder = msgspec.msgpack.Decoder(Verdict, ext_hook=_extension)
_CASE_DEFAULTS = _defaults(Case("", "", datetime(1970, 1, 1, tzinfo=UTC)), ("case_id", "text", "received_at"))
_VERDICT_DEFAULTS = _defaults(Verdict("", Code.NEW, 0.0), ("case_id", "verdict", "confidence"))
