"""Does the hundred-thousandth template letter cost more than the hundredth, and is any of its likes lost to the cap?

    python -m benchmarks.templates [--letters 20000] [--others 20000] [--source FILE]

Letters of one template by as many persons, of which two thirds are about one estate and the rest about seven others
(`benchmarks.hostile`), arrive among so many other cases, in an archive each of 100, 1,000 and all of the letters. Asked are further
letters and further other cases, in processor time. Found: among the 40 best of a further letter, how many are letters, how many of
them about the same estate, and which share of the letters find none of it; with the desk's cap and without one. The exit code is 1
where a letter finds none of its estate, where letters find less than RECALL of those of it that they find without a cap, or where
one costs more than TIMES a normal case at p99.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

import numpy as np

from benchmarks.archive import SECRET, cases
from benchmarks.contestants import scratch
from benchmarks.hostile import template_letter
from engine.keys import Keys, keys
from engine.prepare import Tools, prepare
from index import postings as postings_module
from index.library import CAP, LIMIT
from index.postings import Postings
from service.model_choice import shipped

TIMES = 2.0
RECALL = 0.99
FAR = 9_000_000
ASKED = 300
ENDLESS = 1 << 30


@dataclass(frozen=True)
class Found:
    """What further letters find: milliseconds, and per letter the likes among the best."""

    half: float
    late: float
    letters: float
    same: float
    none: float


def estate(n: int) -> int:
    """Which estate letter `n` is about."""
    return 0 if n % 3 else 1 + n // 3 % 7


def filled(folder: Path, letters: Sequence[Keys], others: Sequence[Keys]) -> tuple[Postings, dict[int, int]]:
    """Both in turns; and which letter has which seq."""
    postings = Postings.open(folder)
    of_seq: dict[int, int] = {}
    mixed: list[tuple[int, Keys]] = []
    waiting = iter(enumerate(letters))
    numbers = count(1)
    for place, other in enumerate(others):
        mixed.append((next(numbers), other))
        for number, one in islice(waiting, len(letters) * (place + 1) // len(others) - len(of_seq)):
            mixed.append((next(numbers), one))
            of_seq[mixed[-1][0]] = number
    postings.bulk(((seq, found.values, found.load) for seq, found in mixed), len(mixed))
    return postings, of_seq


def ask(postings: Postings, asked: Sequence[Keys], of_seq: dict[int, int], cap: int) -> Found:
    took, among, same = [], [], []
    for n, one in enumerate(asked, FAR):
        started = time.thread_time()
        seqs, _, _ = postings.candidates(one.values, one.weights, limit=LIMIT, cap=cap, must=one.must)
        took.append((time.thread_time() - started) * 1e3)
        met = [of_seq[seq] for seq in seqs.tolist() if seq in of_seq]
        among.append(len(met))
        same.append(sum(estate(letter) == estate(n) for letter in met))
    half, late = np.percentile(took, [50, 99])
    none = float(np.mean(np.array(same) == 0))
    return Found(float(half), float(late), float(np.mean(among)), float(np.mean(same)), none)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--letters", type=int, default=20_000)
    parser.add_argument("--others", type=int, default=20_000)
    parser.add_argument("--source", type=Path, help="JSONL of real texts to re-mix for the others; without it the grammar")
    chosen = parser.parse_args()
    tools = Tools(shipped().model.reference, SECRET)
    postings_module.warm()
    letters = [keys(prepare(template_letter(n), tools)) for n in range(chosen.letters)]
    others = [keys(prepare(case, tools)) for case in cases(chosen.others, 51, chosen.source)]
    further = [keys(prepare(template_letter(FAR + n), tools)) for n in range(ASKED)]
    normal = [keys(prepare(case, tools)) for case in cases(ASKED, 52, chosen.source)]
    print("| letters | cap | letter p50 / p99 ms | normal p50 / p99 ms | letters among 40 | same estate | with none |")
    print("|---|---|---|---|---|---|---|")
    missed = []
    for size in sorted({100, 1_000, chosen.letters}):
        with scratch() as folder:
            postings, of_seq = filled(Path(folder) / "postings", letters[:size], others)
            same = {}
            for cap in (CAP, ENDLESS):
                ask(postings, further, of_seq, cap)
                found, usual = ask(postings, further, of_seq, cap), ask(postings, normal, {}, cap)
                times = f"{found.half:.2f} / {found.late:.2f} | {usual.half:.2f} / {usual.late:.2f}"
                same[cap] = found.same
                figures = f"{found.letters:.1f} | {found.same:.1f} | {found.none:.3f}"
                print(f"| {size:,} | {cap if cap < ENDLESS else 'none'} | {times} | {figures} |", flush=True)
                if cap == CAP and (found.none > 0 or found.late > TIMES * usual.late):
                    missed.append(f"{size:,} letters: {found}, a normal case {usual.late:.2f} ms at p99")
            if same[CAP] < RECALL * same[ENDLESS]:
                missed.append(f"{size:,} letters: {same[CAP]:.2f} of the same estate, {same[ENDLESS]:.2f} without a cap")
    if missed:
        sys.exit("\n".join(missed))


if __name__ == "__main__":
    main()
