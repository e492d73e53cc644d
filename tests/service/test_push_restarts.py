"""Twenty readers, a slow one among them, and a service that is stopped in between: every event exactly once. (benchmarks.push)"""

from __future__ import annotations

import asyncio

import pytest

from benchmarks.push import main_async, parse


@pytest.mark.slow
def test_every_reader_gets_every_event_once_through_a_restart() -> None:
    asked = "--streams 20 --rate 5 --seconds 10 --restarts 1 --units 4 --everything 2 --slow 2"
    figures = asyncio.run(main_async(parse(asked.split())))
    assert figures["cases"] == 50
    assert figures["deliveries"] == 2 * 50 + 8 * 13 + 10 * 12, "2 readers of all, 8 and 10 of units with 13 and 12 cases"
    assert {name: figures[name] for name in ("lost", "doubled", "of_other_units", "resyncs", "restarts")} == {
        "lost": 0, "doubled": 0, "of_other_units": 0, "resyncs": 0, "restarts": 1,
    }  # fmt: skip
    assert figures["connections"] == 40, "each reader came back once"
