"""How does the service answer at a steady rate from a large archive, and what does it take to be ready and to stay so?

    python -m benchmarks.steady DATA [--rate 150] [--seconds 30] [--warm 20] [--seed 1021] [--out run.json]

Serves a data directory that is there already (`leian load`) and sends checks of cases that are not in it, in an open loop: `rate`
a second, whether or not answers come, each counted from when it was due. Seconds from start to ready are wall time, with all files
read before (`warm up`) or not, as they happen to be; memory is what belongs to the process alone (RssAnon), beside what it maps.
`busy` tells how long a fixed work took meanwhile, 1.0 being undisturbed; the sender shares the machine. Exit code 1 where p50 or
p99 are missed or a call got no answer.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.archive import REFERENCE, reference_work
from benchmarks.corpus import generate, split_truth
from benchmarks.overload import Answered, open_loop
from benchmarks.push import Service

P50_MS, P99_MS = 3.0, 10.0
DIFFERENT = 2_000
"""Cases that are sent, one after the other and again."""


async def measure(data: Path, bodies: Sequence[bytes], rate: float, warm: float, seconds: float) -> dict[str, Any]:
    """Start, warm up, measure, stop."""
    service = Service(data)
    try:
        started = time.monotonic()
        await service.start()
        ready = time.monotonic() - started
        at_rest = memory(service)
        await open_loop(service.port, list(islice(cycle(bodies), 200)), rate, warm)
        before = service.processor_seconds()
        fixed = [reference_work() for _ in range(5)]
        found = await open_loop(service.port, bodies, rate, seconds)
        fixed += [reference_work() for _ in range(5)]
        spent = service.processor_seconds() - before
        told = figures(found) | {
            "rate": rate, "ready_s": round(ready, 2), "at_rest": at_rest, "after": memory(service),
            "processor_ms_a_check": round(1e3 * spent / max(1, len(found)), 2),
            "busy": round(float(np.median(fixed)) / REFERENCE, 2),
        }  # fmt: skip
        await service.stop(signal.SIGTERM)
    finally:
        await service.stop(signal.SIGKILL)
    return told


def figures(found: Sequence[Answered]) -> dict[str, Any]:
    """Counts and milliseconds of the calls that were answered with 200."""
    answered = [1e3 * each.seconds for each in found if each.status == 200]
    p50, p90, p99 = np.percentile(answered, [50, 90, 99]).round(2).tolist() if answered else (0.0, 0.0, 0.0)
    return {"sent": len(found), "answered": len(answered), "p50_ms": p50, "p90_ms": p90, "p99_ms": p99}


def memory(service: Service) -> dict[str, int]:
    """MiB of the process: its own, and of files."""
    pid = service.process.pid if service.process else 0
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines())
    return {name: int(fields[name].split()[0]) >> 10 for name in ("RssAnon", "RssFile")}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--rate", type=float, default=150.0, help="checks a second")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--warm", type=float, default=20.0, help="seconds at the same rate that are not counted")
    parser.add_argument("--seed", type=int, default=1_021, help="of the cases that are sent; another than that of the archive")
    parser.add_argument("--source", type=Path, help="JSONL of real texts to re-mix; without it the built-in grammar")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    made = generate(DIFFERENT, options.seed, options.source)
    bodies = [json.dumps(split_truth(row)[0] | {"case_id": f"Q{n}"}).encode() for n, row in enumerate(made)]
    told = asyncio.run(measure(options.data, bodies, options.rate, options.warm, options.seconds))
    print(json.dumps(told))
    if options.out:
        options.out.write_text(json.dumps(told), encoding="utf-8")
    if told["answered"] < told["sent"] or told["p50_ms"] > P50_MS or told["p99_ms"] > P99_MS:
        raise SystemExit(f"FAIL: wanted p50 {P50_MS:g} ms, p99 {P99_MS:g} ms and every call answered")


if __name__ == "__main__":
    main()
