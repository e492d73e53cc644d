"""Does a batch on Spark write what the local engine writes, and how much travels between the machines for it?

    python -m benchmarks.spark_batch 100000 [--tier near|matter] [--master local-cluster[2,1,1024]] [--work DIR]

Runs `leian dedup` twice on generated cases, compares all files byte for byte and adds up what Spark's own event log says: bytes
that tasks wrote for others (shuffle), kept on disk for a second use, and spilled. Exit code 1 where a byte differs. The seconds
are for comparing the two runs with each other; on one machine Spark only adds work.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.corpus import generate

SEED = 7
FILES = ("pairs.csv", "clusters.csv", "clusters.parquet", "summary.json", "report.html")


def settings(work: Path) -> Path:
    """A folder for SPARK_CONF_DIR that makes Spark write its events to `work`/events."""
    folder, events = work / "conf", work / "events"
    folder.mkdir(parents=True, exist_ok=True)
    events.mkdir(exist_ok=True)
    lines = {
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": events.as_uri(),
        "spark.eventLog.compress": "false",
        "spark.taskMetrics.trackUpdatedBlockStatuses": "true",
    }
    text = "".join(f"{name} {value}\n" for name, value in lines.items())
    (folder / "spark-defaults.conf").write_text(text, encoding="utf-8")
    return folder


def dedup(source: Path, out: Path, tier: str, *more: str, conf: Path | None = None) -> float:
    """Run the command; its seconds."""
    environment = os.environ | ({"SPARK_CONF_DIR": str(conf)} if conf else {})
    program = [sys.executable, "-c", "from service.cli import main; main()"]
    command = [*program, "dedup", str(source), "--out", str(out), "--tier", tier, *more]
    begun = time.monotonic()
    subprocess.run(command, check=True, env=environment)
    return time.monotonic() - begun


def moved(events: Path) -> Counter[str]:
    """Bytes and records, added up over all finished tasks of the newest event log in `events`."""
    total: Counter[str] = Counter()
    for event in _events(events):
        if event.get("Event") != "SparkListenerTaskEnd":
            continue
        metrics: Mapping[str, Any] = event.get("Task Metrics") or {}
        written = metrics.get("Shuffle Write Metrics", {})
        total["shuffle bytes"] += written.get("Shuffle Bytes Written", 0)
        total["shuffle records"] += written.get("Shuffle Records Written", 0)
        total["spilled bytes"] += metrics.get("Disk Bytes Spilled", 0)
        total["bytes to the driver"] += metrics.get("Result Size", 0)
        total["kept bytes"] += sum(each["Status"]["Disk Size"] for each in metrics.get("Updated Blocks", ()))
        total["tasks"] += 1
    return total


def _events(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(each for each in folder.rglob("*") if each.is_file() and "appstatus" not in each.name):
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("cases", type=int)
    parser.add_argument("--tier", choices=("near", "matter"), default="near")
    parser.add_argument("--master", default="local-cluster[2,1,1024]")
    parser.add_argument("--work", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        work = given.work or Path(scratch)
        work.mkdir(parents=True, exist_ok=True)
        source, conf = work / "cases.jsonl", settings(work)
        with source.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(case, ensure_ascii=False) + "\n" for case in generate(given.cases, SEED))
        local = dedup(source, work / "local", given.tier)
        spark = dedup(source, work / "spark", given.tier, "--engine", "spark", "--master", given.master, conf=conf)
        differ = [name for name in FILES if (work / "local" / name).read_bytes() != (work / "spark" / name).read_bytes()]
        print(f"{given.cases:,} cases, tier {given.tier}: local {local:.1f} s, {given.master} {spark:.1f} s ({spark / local:.1f}×)")
        print(f"files that differ: {', '.join(differ) or 'none of ' + ', '.join(FILES)}")
        for name, total in moved(work / "events").items():
            print(f"{name}: {total:,} ({total / given.cases:,.1f} a case)")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
