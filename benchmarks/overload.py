"""Does the service stay quick when more comes than it can do?

    python -m benchmarks.overload [--times 3] [--seconds 15] [--cases 5000] [--out run.json]

One archive, served twice: as it comes (a call that would wait longer than `queue_ms` is answered 503 at once), and without that
bound. Each time: what it can do at most (16 callers, each sends its next check when it has its answer), then an open loop that
sends `times` as much for `seconds`, whether or not answers come. The sender shares the machine, so the absolute figures are low;
the two runs are compared with each other. Exit code 1 unless, with the bound, the slowest hundredth of the answers came in
QUICK seconds, at least HALF of what it can do was answered, every call was answered, and a refusal was quicker than an answer; and
unless the other run was worse at its p99, for otherwise nothing was shown.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks.corpus import generate, split_truth
from benchmarks.push import Client, Service
from service.settings import Settings

BOUNDS = {"bounded": {}, "unbounded": {"LEIAN_QUEUE_MS": "600000", "LEIAN_QUEUE_LIMIT": "100000"}}
CALLERS = 16
CALM_SECONDS = 5.0
PATIENCE = 120.0  # for the answers that are still to come when nothing is sent any more
# The wait that is allowed, and as much again for the check itself and the way there and back: the sender takes as much of the
# machine as the service, and the event loop hears late of what comes in.
QUICK = Settings().queue_ms / 1000 * 2
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Answered:
    """One call of an open loop: `seconds` from when it was due, so that a sender who lags hides nothing."""

    status: int
    seconds: float


async def at_most(port: int, bodies: Sequence[bytes]) -> float:
    """Checks a second with CALLERS callers."""
    end, done, feed = time.monotonic() + CALM_SECONDS, 0, cycle(bodies)

    async def caller() -> None:
        nonlocal done
        client = Client(port)
        while time.monotonic() < end:
            await client.call("POST", "/v1/check", next(feed))
            done += 1
        client.close()

    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return done / CALM_SECONDS


async def open_loop(port: int, bodies: Sequence[bytes], rate: float, seconds: float) -> list[Answered]:
    """`rate` checks a second, however the service fares. Status 0: no answer."""
    idle: list[Client] = []
    start, feed = time.monotonic(), cycle(bodies)

    async def one(due: float) -> Answered:
        client = idle.pop() if idle else Client(port)
        try:
            status = (await asyncio.wait_for(client.call("POST", "/v1/check", next(feed)), PATIENCE))[0]
        except (OSError, EOFError, ValueError, TimeoutError):
            status = 0
        idle.append(client)
        return Answered(status, time.monotonic() - due)

    tasks = []
    for number in range(int(rate * seconds)):
        due = start + number / rate
        if (pause := due - time.monotonic()) > 0:
            await asyncio.sleep(pause)
        tasks.append(asyncio.create_task(one(due)))
    found = await asyncio.gather(*tasks)
    for client in idle:
        client.close()
    return found


def figures(found: Sequence[Answered], most: float, took: float) -> dict[str, Any]:
    """What the open loop saw, in milliseconds and calls a second; `took` seconds until the last answer."""
    answered, refused = (sorted(each.seconds for each in found if each.status == status) for status in (200, 503))
    return {
        "at_most_s": round(most, 1), "sent": len(found), "answered": len(answered), "refused": len(refused),
        "lost": len(found) - len(answered) - len(refused), "answered_s": round(len(answered) / took, 1),
        "p50_ms": _ms(answered, 0.5), "p99_ms": _ms(answered, 0.99), "refused_p50_ms": _ms(refused, 0.5),
        "refused_p99_ms": _ms(refused, 0.99),
    }  # fmt: skip


def failures(bounded: dict[str, Any], unbounded: dict[str, Any]) -> list[str]:
    """Which gates are not met."""
    gates = {
        f"p99 {bounded['p99_ms']} ms, at most {1000 * QUICK:.0f}": bounded["p99_ms"] <= 1000 * QUICK,
        f"answered {bounded['answered_s']}/s of {bounded['at_most_s']}": bounded["answered_s"] >= HALF * bounded["at_most_s"],
        f"lost {bounded['lost']}": bounded["lost"] == 0,
        "nothing was refused": bounded["refused"] > 0,
        "refusals are slower than answers": bounded["refused_p50_ms"] < bounded["p50_ms"],
        "without the bound it is as quick": unbounded["p99_ms"] > bounded["p99_ms"],
    }
    return [name for name, passed in gates.items() if not passed]


def _ms(seconds: Sequence[float], share: float) -> float:
    return round(1000 * seconds[min(int(len(seconds) * share), len(seconds) - 1)], 1) if seconds else 0.0


async def measure(data: Path, bound: dict[str, str], bodies: Sequence[bytes], times: float, seconds: float) -> dict[str, Any]:
    service = Service(data)
    os.environ.update(bound)
    try:
        await service.start()
        most = await at_most(service.port, bodies)
        started = time.monotonic()
        found = await open_loop(service.port, bodies, times * most, seconds)
        took = time.monotonic() - started
        await service.stop(signal.SIGTERM)
    finally:
        for name in bound:
            del os.environ[name]
        await service.stop(signal.SIGKILL)
    return figures(found, most, took)


def fill(data: Path, cases: Sequence[dict[str, Any]]) -> None:
    """Register the archive that is checked against."""
    from service.flows import Desk
    from service.wire import SHANGHAI, parse_case, read_time

    now = read_time("2026-06-01")
    desk = Desk.open(data)
    try:
        parsed = (parse_case(case, now.at.astimezone(SHANGHAI) if now else None) for case in cases)  # type: ignore[arg-type]
        for _ in desk.load(parsed):
            pass
    finally:
        desk.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--times", type=float, default=3.0, help="as much as it can do")
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--cases", type=int, default=5_000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    made = [split_truth(each)[0] for each in generate(options.cases + 400, seed=20261128)]
    bodies = [json.dumps({**each, "case_id": f"Q{n}"}).encode() for n, each in enumerate(made[options.cases :])]
    with tempfile.TemporaryDirectory(prefix="leian-overload-") as folder:
        data = Path(folder) / "data"
        fill(data, made[: options.cases])
        runs = {
            name: asyncio.run(measure(data, bound, bodies, options.times, options.seconds)) for name, bound in BOUNDS.items()
        }
    for name, run in runs.items():
        print(name, json.dumps(run))
    if options.out:
        options.out.write_text(json.dumps(runs), encoding="utf-8")
    if wrong := failures(runs["bounded"], runs["unbounded"]):
        raise SystemExit("FAIL: " + "; ".join(wrong))
    print("pass")


if __name__ == "__main__":
    main()
