"""What is written down about a fault names places and types, never what somebody wrote."""

from __future__ import annotations

import io
import json
import logging

import pytest

from service.logs import bridge_standard_logging, fault, make_log


def failing() -> None:
    try:
        int("钱一一")
    except ValueError as error:
        raise RuntimeError("13000000001") from error


def test_a_fault_is_types_and_places() -> None:
    with pytest.raises(RuntimeError) as caught:
        failing()
    found = fault(caught.value)
    assert (found["error"], found["causes"]) == ("RuntimeError", ["ValueError"])
    assert any(str(place).startswith("test_logs.py:") and str(place).endswith(" failing") for place in found["places"])  # type: ignore[attr-defined]
    assert "13000000001" not in str(found)


def test_lines_below_the_level_are_not_written() -> None:
    stream = io.StringIO()
    log = make_log(stream, "warning")
    log.info("quiet")
    log.warning("loud", n=1)
    line = json.loads(stream.getvalue())
    assert list(line) == ["time", "level", "event", "n"]
    assert (line["level"], line["event"]) == ("warning", "loud")


def test_libraries_write_the_same_lines_without_their_tracebacks() -> None:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    try:
        bridge_standard_logging(make_log(stream))
        logging.getLogger("some.library").warning("slow by %s", "half")
        logging.getLogger("some.library").info("chatter")
        try:
            failing()
        except RuntimeError:
            logging.getLogger("some.library").exception("failed on 13000000001")
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    slow, failed = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert (slow["event"], slow["logger"], slow["level"]) == ("slow by half", "some.library", "warning")
    assert (failed["error"], failed["level"]) == ("RuntimeError", "error")
    assert "13000000001" not in stream.getvalue()
