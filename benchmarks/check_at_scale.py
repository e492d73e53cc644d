"""How long does a check take when the archive is large, and where does the time go?

    python -m benchmarks.check_at_scale 100000 [--seed 21] [--asked 400] [--data DIR] [--out run.json] [--source FILE]

Fills a data directory with generated cases (kept for the next run where --data names one) and checks held-out cases one after
the other, first with nothing in the cache of decoded cases, then with what these checks have left in it. All times are
processor time of the one thread that checks. `machine` tells how busy the machine was: the same fixed work beside each check.
For the rate of durable registering see `test_engine.py`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.archive import cases, fill, open_library, reference_work
from engine.case import Case
from engine.judge import judge
from engine.keys import Keys, keys
from engine.prepare import Subject, prepare_subject
from engine.shortlist import shortlist
from index.library import CAP, LIMIT, Library
from service.calm import calm_collector

T = TypeVar("T")
QUANTILES = (10, 50, 90, 99)


def measure(library: Library, asked: Sequence[Case]) -> dict[str, list[float]]:
    """Milliseconds of each case's check and of its stages, by stage."""
    took: dict[str, list[float]] = defaultdict(list)

    def timed(stage: str, work: Callable[[], T]) -> T:
        started = time.thread_time()
        result = work()
        took[stage].append((time.thread_time() - started) * 1e3)
        return result

    library._known.clear()
    for case in asked:
        took["machine"].append(reference_work() * 1e3)
        timed("check, cold", lambda case=case: library.check(case))  # type: ignore[misc]
    library._known.clear()
    for case in asked:
        subject = prepare_subject(case, library.tools)
        timed("but preparing", lambda subject=subject: _judged(library, subject))  # type: ignore[misc]
    library._known.clear()
    for case in asked:
        subject = timed("prepare", lambda case=case: prepare_subject(case, library.tools))  # type: ignore[misc]
        found = timed("keys", lambda subject=subject: keys(subject.prepared))  # type: ignore[misc]
        with library.store.read() as reader:
            seqs, _, _ = timed("candidates", lambda found=found: find(library, found))  # type: ignore[misc]
            records = timed("their records", lambda seqs=seqs: reader.prepared_many(seqs.tolist()))  # type: ignore[misc]
            present = [seq for seq in seqs.tolist() if seq in records]
            ordered = [records[seq] for seq in present]
            chosen, measured = timed("shortlist", lambda s=subject, o=ordered: shortlist(s, o, library.model))  # type: ignore[misc]
            wanted = {present[i]: ordered[i] for i in chosen}
            known = timed("read those, cold", lambda wanted=wanted: library._load(reader, wanted, 0))  # type: ignore[misc]
        docket = list(known.values())
        took["shortlisted"].append(len(docket))
        timed("judge", lambda s=subject, d=docket, m=measured: judge(s, d, library.model, library.tools, measured=m))  # type: ignore[misc]
    for case in asked:
        timed("check, warm", lambda case=case: library.check(case))  # type: ignore[misc]
    return took


def _judged(library: Library, subject: Subject) -> None:
    """Candidates, judging and evidence for a case that is prepared: what is left of `Library.check`."""
    with library.store.read() as reader:
        library._judge(reader, subject, keys(subject.prepared))


def find(library: Library, found: Keys) -> tuple[np.ndarray, np.ndarray, bool]:
    return library._postings.candidates(found.values, found.weights, limit=LIMIT, cap=CAP, must=found.must)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("n", type=int)
    parser.add_argument("--seed", type=int, default=21)
    parser.add_argument("--asked", type=int, default=400, help="held-out cases that are checked")
    parser.add_argument("--data", type=Path, help="data directory to fill or use again")
    parser.add_argument("--source", type=Path, help="JSONL of real texts to re-mix; without it the built-in grammar")
    parser.add_argument("--out", type=Path, help="write all figures as JSON")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = chosen.data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        started = time.perf_counter()
        library = open_library(folder)
        stack.callback(library.close)
        print(f"opened in {time.perf_counter() - started:.1f} s: {library.stats()['cases']:,} cases")
        if not library.stats()["cases"]:
            started = time.perf_counter()
            count = fill(library, cases(chosen.n, chosen.seed, chosen.source))
            print(f"filled in {time.perf_counter() - started:.0f} s: {count:,} cases")
        asked = list(cases(chosen.asked, chosen.seed + 1_000, chosen.source))
        for case in asked[:50]:
            library.check(case)
        calm_collector()  # as the service does when it is warm
        took = measure(library, asked)
    table = {stage: np.percentile(values, QUANTILES).round(3).tolist() for stage, values in took.items()}
    print("".join(["ms".ljust(16), *(f"p{q}".rjust(9) for q in QUANTILES)]))
    for stage, row in table.items():
        print("".join([stage.ljust(16), *(f"{value:9.2f}" for value in row)]))
    if chosen.out:
        chosen.out.write_text(
            json.dumps({"asked": chosen.asked, "quantiles": QUANTILES, "ms": table}), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
