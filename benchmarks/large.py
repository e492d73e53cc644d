"""Does finding stay quick and complete as the archive grows, and what do others need for the same?

    python -m benchmarks.large 20000 100000 1000000 [--asked 100] [--peers tantivy,datasketch,rensa,gaoya] [--postgres DSN]
                               [--source FILE] [--out FOLDER]

Generated archives of each size; asked are texts made from cases that are in them: edited by 20 and 30 %, half of the sentences,
and the same body between other boilerplate. Recall: the case a text was made from is among the ten best. Milliseconds are
processor time of the thread that asks (wall time for a server), of the index alone and with making the question from the text.
--out writes the figures as JSON and plots as SVG. The exit code is 1 where ours has a recall below RECALL at the largest size,
or takes more than GROWTH times what it takes at the smallest; both are divided by `busy`.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import plot
from benchmarks.archive import NOW, REFERENCE, SECRET, reference_work
from benchmarks.contestants import PEERS, Contestant, Ours, Postgres, scratch
from benchmarks.corpus import generate, split_truth
from engine.case import Case
from engine.prepare import Tools
from service.model_choice import shipped
from service.wire_case import parse_case

KINDS = ("edit20", "edit30", "excerpt", "boilerplate")
RECALL = 0.97
GROWTH = 4.0
"""Times the smallest size's p50 that the largest may take: as long as lists are shorter than the cap they grow with the archive."""
TAIL = 0.5
"""Cases generated behind the archive, as a share of it, until enough of each kind are found to be asked."""


@dataclass(frozen=True)
class Asked:
    """A text to be found: the kind of its making, and the position of the case that it was made from."""

    case: Case
    kind: str
    origin: int


@dataclass
class Figures:
    """Of one contestant at one size. Seconds and milliseconds; `recall` by kind and over all; bytes on disk or in memory.

    `busy`: how much longer than on a quiet machine a fixed work took that was done beside the asking.
    """

    name: str
    cases: int
    build_seconds: float
    bytes_per_case: float
    index_p50: float
    index_p99: float
    text_p50: float
    text_p99: float
    busy: float
    recall: dict[str, float]


def archive(n: int, asked: int, seed: int, source: Path | None) -> tuple[list[Case], list[Asked]]:
    """The first `n` generated cases, and up to `asked` texts of each kind made from them that are not among them."""
    stored: list[Case] = []
    place: dict[str, int] = {}
    found: dict[str, list[Asked]] = {kind: [] for kind in KINDS}
    for number, row in enumerate(generate(n + max(2_000, round(TAIL * n)), seed, source)):
        sent, truth = split_truth(row)
        if number < n:
            place[sent["case_id"]] = number
            stored.append(parse_case(sent, NOW))
        elif truth["kind"] in found and truth["of"] in place and len(found[truth["kind"]]) < asked:
            found[truth["kind"]].append(Asked(parse_case(sent, NOW), truth["kind"], place[truth["of"]]))
        elif all(len(some) >= asked for some in found.values()):
            break
    return stored, [one for some in found.values() for one in some]


def measure(
    contestant: Contestant, stored: Sequence[Case], asked: Sequence[Asked], folder: Path, *, server: bool = False
) -> Figures:
    """Build, ask, and count."""
    clock = time.perf_counter if server else time.thread_time
    before, started = _anonymous(), time.perf_counter() if server else time.process_time()
    contestant.build(stored, folder)
    built = (time.perf_counter() if server else time.process_time()) - started
    on_disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    size = contestant.nbytes if isinstance(contestant, Postgres) else on_disk or max(0, _anonymous() - before)
    for one in asked[:20]:
        contestant.ask(contestant.question(one.case))
    whole, alone, fixed = [], [], []
    hits: dict[str, list[bool]] = {kind: [] for kind in KINDS}
    gc.collect()
    gc.freeze()
    for number, one in enumerate(asked):
        if number % 10 == 0:
            fixed.append(reference_work())
        first = clock()
        question = contestant.question(one.case)
        second = clock()
        places = contestant.ask(question)
        third = clock()
        alone.append((third - second) * 1e3)
        whole.append((third - first) * 1e3)
        hits[one.kind].append(one.origin in places)
    gc.unfreeze()
    recall = {kind: round(float(np.mean(own)), 3) for kind, own in hits.items() if own}
    recall["all"] = round(float(np.mean([hit for own in hits.values() for hit in own])), 3)
    half, late = np.percentile(alone, [50, 99])
    whole_half, whole_late = np.percentile(whole, [50, 99])
    return Figures(
        contestant.name, len(stored), round(built, 2), round(size / len(stored)), round(half, 3), round(late, 3),
        round(whole_half, 3), round(whole_late, 3), round(float(np.median(fixed)) / REFERENCE, 2), recall,
    )  # fmt: skip


def _anonymous() -> int:
    """Bytes of memory that belong to this process alone; 0 where the system does not tell."""
    try:
        told = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("RssAnon:")), 0)


def table(figures: Sequence[Figures]) -> Iterator[str]:
    """Markdown."""
    columns = ("cases", "index", "build s", "B/case", "index p50 / p99 ms", "from text p50 / p99 ms", "busy", *KINDS, "all")
    yield f"| {' | '.join(columns)} |"
    yield "|---" * len(columns) + "|"
    for f in figures:
        recall = " | ".join(f"{f.recall.get(kind, float('nan')):.2f}" for kind in (*KINDS, "all"))
        yield (
            f"| {f.cases:,} | {f.name} | {f.build_seconds:.1f} | {f.bytes_per_case:,.0f} | {f.index_p50:.2f} / {f.index_p99:.2f} "
            f"| {f.text_p50:.2f} / {f.text_p99:.2f} | {f.busy:.1f} | {recall} |"
        )


def draw(figures: Sequence[Figures], folder: Path) -> None:
    """latency.svg, recall.svg and figures.json in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    names = list(dict.fromkeys(f.name for f in figures))
    series = {}
    for name in names:
        own = [f for f in figures if f.name == name]
        series[f"{name} p50"] = [(float(f.cases), max(f.index_p50, 1e-3)) for f in own]
        series[f"{name} p99"] = [(float(f.cases), max(f.index_p99, 1e-3)) for f in own]
    latency = plot.lines("Ten likest of one text", "cases in the archive", "milliseconds, index alone", series)
    largest = {name: [f for f in figures if f.name == name][-1] for name in names}
    recall = plot.bars(
        "The case it was made from is among the ten", "recall", KINDS,
        {name: [f.recall.get(kind) for kind in KINDS] for name, f in largest.items()},
    )  # fmt: skip
    (folder / "latency.svg").write_text(latency, encoding="utf-8")
    (folder / "recall.svg").write_text(recall, encoding="utf-8")
    (folder / "figures.json").write_text(json.dumps([asdict(f) for f in figures], indent=1), encoding="utf-8")


def contestants(names: Sequence[str], server: str, tools: Tools) -> Iterator[Contestant]:
    """Ours first; one that cannot be made is told of and left out."""
    yield Ours(tools)
    made: list[tuple[str, Any]] = [(name, PEERS[name]) for name in names]
    for name, make in [*made, *([("pg_trgm", lambda: Postgres(server))] if server else [])]:
        try:
            yield make()
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)


def failures(figures: Sequence[Figures]) -> list[str]:
    """What ours misses."""
    ours = [f for f in figures if f.name == Ours.name]
    first, last = ours[0], ours[-1]
    missed = [] if last.recall["all"] >= RECALL else [f"recall {last.recall['all']} at {last.cases:,}, wanted {RECALL}"]
    if last.index_p50 / last.busy > GROWTH * first.index_p50 / first.busy:
        told = f"p50 {last.index_p50} ms at {last.cases:,}, {first.index_p50} at {first.cases:,} (busy {last.busy}, {first.busy})"
        missed.append(f"{told}: more than {GROWTH:g} times")
    return missed


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--asked", type=int, default=100, help="texts of each kind")
    parser.add_argument("--seed", type=int, default=41)
    parser.add_argument("--peers", default=",".join(PEERS), help="comma-separated; empty for none")
    parser.add_argument("--postgres", default="", help="connection string of a server with pg_trgm")
    parser.add_argument("--source", type=Path, help="JSONL of real texts to re-mix; without it the built-in grammar")
    parser.add_argument("--out", type=Path, help="folder for figures.json, latency.svg and recall.svg")
    chosen = parser.parse_args()
    tools = Tools(shipped().model.reference, SECRET)
    names = [name for name in chosen.peers.split(",") if name]
    if unknown := set(names) - set(PEERS):
        parser.error(f"unknown peers {sorted(unknown)}: there are {sorted(PEERS)}")
    figures: list[Figures] = []
    for size in sorted(chosen.sizes):
        stored, asked = archive(size, chosen.asked, chosen.seed, chosen.source)
        for contestant in contestants(names, chosen.postgres, tools):
            try:
                with scratch() as folder:
                    server = isinstance(contestant, Postgres)
                    figures.append(measure(contestant, stored, asked, Path(folder), server=server))
                print(f"{size:,} {contestant.name}: done", file=sys.stderr, flush=True)
            except ImportError as error:
                print(f"{contestant.name} is left out: {error}", file=sys.stderr)
            if isinstance(contestant, Postgres):
                contestant.close()
    print("\n".join(table(figures)))
    if chosen.out:
        draw(figures, chosen.out)
    if missed := failures(figures):
        sys.exit("\n".join(missed))


if __name__ == "__main__":
    main()
