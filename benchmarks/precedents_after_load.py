"""Does anybody wait for what the precedents learn, who asks as soon as an archive has been loaded?

    python -m benchmarks.precedents_after_load [--runs 3] [--asked 200] [--data ../shared/eval]

A service of its own is sent an archive case by case over HTTP and asked for precedents at once, in the same connection, while it
still learns and makes sentence vectors; with the extra `semantic` and without. Wall time, for that is what a stall is; `floor` is
what the same connection takes for GET /healthz meanwhile, which needs nothing of the precedents. Exit code 1 where the median run's
p99 is above P99 more than its floor's.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
P99 = 60.0
"""Milliseconds."""
PATIENCE = 180.0
Row = dict[str, Any]


@contextmanager
def served(semantic: str) -> Iterator[HTTPConnection]:
    """A connection to an empty service."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        command = [sys.executable, "-m", "service.cli", "serve", "--data", f"{folder}/data", "--port", str(port)]
        environment = {**os.environ, "LEIAN_SEMANTIC": semantic}
        with Path(folder, "log").open("wb") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
            try:
                connection = HTTPConnection("127.0.0.1", port, timeout=60)
                wait_until_ready(connection)
                yield connection
            finally:
                process.terminate()
                process.wait(60)


def wait_until_ready(connection: HTTPConnection) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            if call(connection, "GET", "/readyz")[1] == 200:
                return
        except OSError:
            connection.close()
        if time.monotonic() > end:
            raise SystemExit("the service is not ready in time")
        time.sleep(0.1)


def call(connection: HTTPConnection, method: str, path: str, body: Any = None) -> tuple[float, int]:
    """Milliseconds and status of one call."""
    sent = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    started = time.perf_counter()
    connection.request(method, path, sent, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    return (time.perf_counter() - started) * 1000, answer.status


def run(semantic: str, archive: Sequence[Row], asked: Sequence[Row]) -> tuple[float, float]:
    """One service: p99 of a question and of the floor, in milliseconds."""
    with served(semantic) as connection:
        started = time.monotonic()
        for case in archive:
            if call(connection, "POST", "/v1/cases", case)[1] != 201:
                raise SystemExit(f"{case['case_id']} was not registered")
        loaded = time.monotonic() - started
        took, floor = [], []
        for case in asked:
            took.append(call(connection, "POST", "/v1/precedents", {"case": case, "limit": 10})[0])
            floor.append(call(connection, "GET", "/healthz")[0])
    p50, p99 = np.percentile(took, [50, 99])
    low50, low99 = np.percentile(floor, [50, 99])
    told = f"p50 {p50:.1f}, p99 {p99:.1f}, most {max(took):.1f} ms; floor {low50:.1f}, {low99:.1f}, {max(floor):.1f} ms"
    print(f"semantic {semantic}: {len(archive):,} cases in {loaded:.0f} s, then {told}", flush=True)
    return float(p99), float(low99)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--asked", type=int, default=200)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "eval")
    chosen = parser.parse_args()
    archive = read(chosen.data / "archive.jsonl")
    asked = [*read(chosen.data / "queries_dev.jsonl"), *read(chosen.data / "background.jsonl")][: chosen.asked]
    good = True
    for semantic in ("off", "auto"):
        runs = sorted(run(semantic, archive, asked) for _ in range(chosen.runs))
        p99, floor = runs[len(runs) // 2]
        good = good and p99 <= P99 + floor
    return 0 if good else 1


def read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    sys.exit(main())
