"""How do bytes from outside become plain Python objects, without trusting them?

`decode_object` accepts what RFC 8259 calls JSON and nothing more: UTF-8, no NaN or Infinity, no lone surrogates, no
more than `MAX_DEPTH` levels. Duplicate names: the last one counts. Not for: what the fields mean (`service.wire_case`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import msgspec

from service.errors import BadJson, FieldError, WrongFields

MAX_DEPTH = 64  # levels; a Case needs 4, and what is kept in `extra` must be writable again
_SURROGATE = re.compile(r"[\ud800-\udfff]")

_decode = msgspec.json.Decoder().decode


def decode_object(body: bytes) -> dict[str, object]:
    """The JSON object in `body`. Raises BadJson (400), or WrongFields where a string is not Unicode text (422)."""
    found = decode(body)
    if not isinstance(found, dict):
        raise BadJson("the body must be one JSON object: {…}")
    return found


def decode(body: bytes) -> object:
    """Any JSON value. Raises as `decode_object`."""
    if not body.strip():
        raise BadJson("the body is empty; a JSON object is expected")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadJson(f"the body is not UTF-8 (byte {error.start}); GBK must be converted first") from None
    try:
        found = _decode(text)
    except msgspec.DecodeError:
        # Rare and slower: the standard parser says line and column, and lets lone surrogates and large numbers through.
        found = _decode_slowly(text)
    except RecursionError:
        raise BadJson(_too_deep()) from None
    # Without so many brackets nothing is so deep, and counting them costs a tenth of looking.
    if text.count("[") + text.count("{") > MAX_DEPTH and _depth_exceeds(found, MAX_DEPTH):
        raise BadJson(_too_deep())
    return found


def _too_deep() -> str:
    return f"the body is nested more than {MAX_DEPTH} levels deep"


def _decode_slowly(text: str) -> object:
    try:
        found: object = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise BadJson(f"not valid JSON: {error.msg} (line {error.lineno}, column {error.colno})") from None
    except ValueError:
        raise BadJson("not valid JSON: a number has too many digits") from None
    except RecursionError:
        raise BadJson(_too_deep()) from None
    if _depth_exceeds(found, MAX_DEPTH):
        raise BadJson(_too_deep())
    wrong = [
        FieldError(path, "�", "Unicode text", "a lone surrogate such as \\ud800 is half a character: send both halves")
        for path in _surrogates(found, "")
    ]
    if wrong:
        raise WrongFields(wrong)
    return found


def _refuse_constant(name: str) -> object:
    raise BadJson(f"not valid JSON: {name} is not a JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise BadJson("not valid JSON: a number is too large")
    return number


def _depth_exceeds(value: object, limit: int) -> bool:
    """Breadth first and without recursion, so that the check itself cannot be blown up; plain strings cost nothing."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(limit):
        if not level:
            return False
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
    return bool(level)


def _surrogates(value: object, path: str) -> Iterator[str]:
    if isinstance(value, str):
        if _SURROGATE.search(value):
            yield path or "(the body)"
    elif isinstance(value, dict):
        for name, each in value.items():
            if _SURROGATE.search(name):
                yield f"{path}.(a field's name)".lstrip(".")
            else:
                yield from _surrogates(each, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _surrogates(each, f"{path}[{number}]")
