"""What does the service write down about itself? One JSON object a line: time, level, event, and facts about the call.

Never a body, a value, a query or an address with a case's number in it; an unexpected error is written as its type and
the places it passed, because its message may quote a text.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from traceback import extract_tb
from typing import TextIO

import structlog

Log = structlog.typing.FilteringBoundLogger

_PLACES_SHOWN = 12  # the innermost frames; enough to find the fault


def make_log(stream: TextIO | None = None, level: str = "info") -> Log:
    """A logger of JSON lines on `stream` (standard error), for the levels from `level` on."""
    return structlog.wrap_logger(  # type: ignore[no-any-return]
        structlog.WriteLogger(stream or sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            _first_things_first,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )


def fault(error: BaseException) -> dict[str, object]:
    """What may be written about an unexpected error: its type, its causes' types and its places."""
    causes: list[str] = []
    cause = error.__cause__ or error.__context__
    while cause is not None and len(causes) < 5:
        causes.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    frames = extract_tb(error.__traceback__)[-_PLACES_SHOWN:]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__name__, "causes": causes, "places": places}


def bridge_standard_logging(log: Log) -> None:
    """Send what libraries log through the standard module to `log` as well, without their tracebacks."""
    root = logging.getLogger()
    root.handlers[:] = [_Bridge(log)]
    root.setLevel(logging.WARNING)


class _Bridge(logging.Handler):
    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        facts: dict[str, object] = {"logger": record.name}
        if record.exc_info and record.exc_info[1] is not None:
            facts |= fault(record.exc_info[1])
            # The message of an error report may be the error's own.
            message = "an error in a library"
        else:
            message = record.getMessage()
        self._log.log(record.levelno, message, **facts)


def _first_things_first(_logger: object, _name: str, event: MutableMapping[str, object]) -> Mapping[str, object]:
    first = {name: event.pop(name) for name in ("time", "level", "event") if name in event}
    return {**first, **event}
