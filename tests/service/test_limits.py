"""A key that calls too often is told when to come back; a lane that is too slow turns calls away while others stay quick."""

from __future__ import annotations

import asyncio
import hashlib
import threading
import time
from collections.abc import Callable

import pytest
from conftest import Caller
from fake_desk import FakeDesk
from hypothesis import example, given
from hypothesis import strategies as st

from service.errors import Overloaded, TooMany
from service.lanes import Lane
from service.limits import Limits
from service.metrics import Metrics
from service.settings import Settings

CASE = {"case_id": "K1", "text": "石溪路路灯不亮"}
KEYS = {name: f"a-key-that-is-long-enough-{name}" for name in ("a", "b")}


@given(
    st.integers(1, 50), st.integers(1, 20), st.lists(st.floats(0, 3, allow_nan=False), min_size=1, max_size=80)
)
@example(1, 1, [0.0, 0.7018142030354426, 0.0])
def test_no_window_of_time_holds_more_than_it_may(rate: int, burst: int, pauses: list[float]) -> None:
    """Of the calls let through between any two of them, never more than burst + rate × time; and who waits as told is let in."""
    now = [0.0]
    limits, let_in = Limits(rate, burst, lambda: now[0]), []
    for pause in pauses:
        now[0] += pause
        try:
            limits.take("a")
        except TooMany as error:
            now[0] += error.retry_after
            limits.take("a")
        let_in.append(now[0])
    for first, start in enumerate(let_in):
        for last in range(first, len(let_in)):
            assert last - first + 1 <= burst + rate * (let_in[last] - start) + 1e-3


def test_each_key_has_its_own_share(make_caller: Callable[..., Caller], desk: FakeDesk) -> None:
    lines = tuple(f"sha256:{hashlib.sha256(key.encode()).hexdigest()}:name={name}" for name, key in KEYS.items())
    call = make_caller(desk, Settings(api_keys=lines, rate_limit=1, rate_burst=3))
    answers = [call("POST", "/v1/check", json=CASE, headers={"authorization": f"Bearer {KEYS['a']}"}) for _ in range(5)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429, 429]
    assert answers[-1].json()["type"] == "urn:leian:problem:too-many"
    assert answers[-1].headers["content-type"] == "application/problem+json"
    assert answers[-1].headers["retry-after"] == "1"
    other = {"authorization": f"Bearer {KEYS['b']}"}
    assert call("POST", "/v1/check", json=CASE, headers=other).status_code == 200
    assert call("GET", "/healthz").status_code == 200
    assert call("GET", "/metrics", headers=other).status_code == 200


def test_there_is_no_limit_unless_one_is_set(call: Caller) -> None:
    assert {call("POST", "/v1/check", json=CASE).status_code for _ in range(150)} == {200}


async def crowd(lane: Lane, work: Callable[[], None], callers: int, pause: float) -> list[tuple[bool, float]]:
    """(answered, seconds) of callers who come one after the other, whether or not the lane keeps up."""

    async def one() -> tuple[bool, float]:
        started = time.monotonic()
        try:
            await lane.run(work)
        except Overloaded:
            return False, time.monotonic() - started
        return True, time.monotonic() - started

    tasks = []
    for _ in range(callers):
        tasks.append(asyncio.create_task(one()))
        await asyncio.sleep(pause)
    return await asyncio.gather(*tasks)


def test_at_four_times_what_a_lane_can_do_answers_stay_quick_and_the_rest_is_refused_at_once() -> None:
    """100 calls a second of 40 ms each on one thread: 25 a second can be done. Without patience the last waits three seconds."""
    patient = Lane("patient", 1, 10_000, Metrics())
    hasty = Lane("hasty", 1, 10_000, Metrics(), patience=0.2)
    for lane in (patient, hasty):
        found = asyncio.run(crowd(lane, lambda: time.sleep(0.04), 100, 0.01))
        slowest = max(seconds for answered, seconds in found if answered)
        answered = sum(each for each, _ in found)
        if lane is patient:
            assert (answered, slowest > 2) == (100, True)
        else:
            assert slowest < 0.2 + 0.04 + 0.3  # patience, the call itself, and room for a busy machine
            assert 15 < answered < 60  # it goes on working at its pace all the time
            refused = sorted(seconds for was_answered, seconds in found if not was_answered)
            assert refused[len(refused) // 2] < 0.05
        lane.close()


def test_what_has_waited_too_long_is_not_begun() -> None:
    lane, gate, begun = Lane("stuck", 1, 10, Metrics(), patience=0.1), threading.Event(), []

    async def main() -> None:
        first = asyncio.create_task(lane.run(lambda: gate.wait(5)))
        await asyncio.sleep(0.05)
        second = asyncio.create_task(lane.run(lambda: begun.append(1)))
        await asyncio.sleep(0.3)
        gate.set()
        await first
        with pytest.raises(Overloaded):
            await second

    asyncio.run(main())
    assert begun == []
    lane.close()
