"""Are the precedents useful? nDCG@10, P@5 and MRR@10 against cases graded by reading, with and without each view.

Reads the archive, queries and grades of ../shared/eval (or --data). Fails below nDCG@10 0.72, or below 0.74 with sentence
vectors where the extra `semantic` is installed. The weights of the views are plain numbers, but they and the views were
settled in sight of these queries; `--crossfit` therefore also chooses weights on four fifths of the queries and scores the
other fifth by them, twenty times over.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from index import precedent_ranking as ranking
from index import sentences
from index.precedents import MatterOf, PrecedentIndex, SettledCase, warm
from index.sentences import Encoder

LEAST, LEAST_WITH_VECTORS = 0.72, 0.74
Grades = dict[str, dict[str, int]]
Figures = dict[str, float]


def score(answers: dict[str, list[str]], grades: Grades) -> Figures:
    """Gain 2^g - 1; unjudged cases count as 0; queries without a grade of 2 or better are left out."""
    rows = by_query(answers, grades)
    return dict(zip(("ndcg10", "p5", "mrr10", "unjudged10"), np.mean(rows, axis=0).round(4).tolist(), strict=True))


def by_query(answers: dict[str, list[str]], grades: Grades) -> np.ndarray:
    """The four figures of each query that has a grade of 2 or better (n, 4)."""
    rows = []
    discount = 1 / np.log2(np.arange(2, 12))
    for query, judged in grades.items():
        if max(judged.values()) < 2:
            continue
        given = np.array([judged.get(case, 0) for case in answers.get(query, [])[:10]] or [0])
        ideal = np.array(sorted(judged.values(), reverse=True)[:10])
        gain = ((2.0**given - 1) * discount[: len(given)]).sum() / ((2.0**ideal - 1) * discount[: len(ideal)]).sum()
        good = np.flatnonzero(given >= 2)
        unjudged = sum(case not in judged for case in answers.get(query, [])[:10]) / 10
        rows.append((gain, (given[:5] >= 2).sum() / 5, 1 / (good[0] + 1) if len(good) else 0.0, unjudged))
    return np.array(rows)


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def settled(number: int, case: dict[str, Any]) -> SettledCase:
    return SettledCase(
        seq=number,
        title=case.get("title", ""),
        text=case["text"],
        reply=case["official_reply"]["text"],
        closed_at=datetime.fromisoformat(case["closed_at"]),
    )


def ask(
    index: PrecedentIndex, queries: list[dict[str, Any]], ids: list[str], matter_of: MatterOf | None = None
) -> tuple[dict[str, list[str]], list[float], list[tuple[str, str, Any]]]:
    """Answers by query, milliseconds of processor time of each, and all that was ranked."""
    answers, took, seen = {}, [], []
    for query in queries:
        started = time.thread_time()  # of the processor: others' work on the machine does not count
        ranked = index.query(query.get("title", ""), query["text"], 10, matter_of=matter_of)
        took.append((time.thread_time() - started) * 1000)
        answers[query["case_id"]] = [ids[each.seq] for each in ranked]
        seen += [(query["case_id"], ids[each.seq], each.likeness) for each in ranked]
    return answers, took, seen


def crossfit(run: Callable[[], np.ndarray], views: Sequence[str], repeats: int = 20, folds: int = 5) -> np.ndarray:
    """nDCG@10 and P@5 where each fifth of the queries is ranked with the weights that are best for the others.

    Every view but the words, which set the scale, is given 0.6, 1 or 1.5 times its weight.
    """
    tables = []
    for factors in itertools.product(*[(1.0,) if view == "words" else (0.6, 1.0, 1.5) for view in views]):
        weights = {view: ranking.WEIGHTS[view] * factor for view, factor in zip(views, factors, strict=True)}
        with patch.object(ranking, "WEIGHTS", weights | {view: 0.0 for view in ranking.WEIGHTS if view not in weights}):
            tables.append(run()[:, :2])
    table, figures = np.stack(tables), []
    for seed in range(repeats):
        order = np.random.default_rng(seed).permutation(table.shape[1])
        for held in np.array_split(order, folds):
            best = table[:, np.setdiff1d(order, held), 0].mean(axis=1).argmax()
            figures.append(table[best, held])
    return np.concatenate(figures).mean(axis=0)


class Remembered:
    """An encoder that makes each vector once."""

    def __init__(self, encoder: Encoder) -> None:
        self.encode = lru_cache(maxsize=None)(encoder.encode)


def ablations(run: Callable[[], Figures], views: Sequence[str]) -> list[tuple[str, Figures]]:
    """Each view left out, and each alone."""
    whole = {name: weight for name, weight in ranking.WEIGHTS.items() if name in views}
    trials = {f"without {name}": {**whole, name: 0.0} for name in whole}
    trials |= {f"{name} alone": {**dict.fromkeys(whole, 0.0), name: 1.0} for name in whole}
    rows = []
    for name, weights in trials.items():
        with patch.object(ranking, "WEIGHTS", weights):
            rows.append((name, run()))
    return rows


def grade_table(seen: list[tuple[str, str, Any]], grades: Grades) -> None:
    """What the grades given mean, over what was judged."""
    by_grade: dict[int, list[int]] = defaultdict(list)
    for query, case, likeness in seen:
        if case in grades.get(query, {}):
            by_grade[likeness.grade].append(grades[query][case])
    for grade, read_as in sorted(by_grade.items()):
        array = np.array(read_as)
        good, related = np.mean(array >= 2), np.mean(array >= 1)
        print(f"grade {grade}: {len(array):4d} judged, read as 2 or better {good:.2f}, 1 or better {related:.2f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).parent.parent.parent / "shared" / "eval")
    parser.add_argument("--crossfit", action="store_true", help="choose weights without the queries that they are scored on")
    options = parser.parse_args()
    data = options.data
    archive, queries = read(data / "archive.jsonl"), read(data / "queries_dev.jsonl")
    grades: Grades = defaultdict(dict)
    for line in (data / "qrels_dev.tsv").read_text(encoding="utf-8").splitlines():
        query, case, grade = line.split()
        grades[query][case] = int(grade)
    ids = [case["case_id"] for case in archive]
    cases = [settled(number, case) for number, case in enumerate(archive)]

    warm()
    started = time.perf_counter()
    encoder = sentences.installed()
    index = PrecedentIndex.build(cases, encoder=Remembered(encoder) if encoder else None)
    built = time.perf_counter() - started
    answers, took, seen = ask(index, queries, ids)
    whole = score(answers, grades)
    print(f"built in {built:.2f} s; p50 {np.percentile(took, 50):.1f} ms, p99 {np.percentile(took, 99):.1f} ms", whole)
    grade_table(seen, grades)
    good = whole["ndcg10"] >= LEAST
    views = [view for view in ranking.WEIGHTS if view != "sense"]
    if encoder:
        started = time.perf_counter()
        for case in cases:
            index.sense(case)
        index.learn()
        made = time.perf_counter() - started
        answers, took, seen = ask(index, queries, ids)
        with_vectors, views = score(answers, grades), [*views, "sense"]
        print(f"with sentence vectors, made in {made:.0f} s; p99 {np.percentile(took, 99):.1f} ms", with_vectors)
        grade_table(seen, grades)
        good = good and with_vectors["ndcg10"] >= LEAST_WITH_VECTORS
    for name, figures in ablations(lambda: score(ask(index, queries, ids)[0], grades), views):
        print(f"{name:16s}", figures)
    if options.crossfit:
        for chosen in (views, [view for view in views if view != "sense"]):
            figures = crossfit(lambda: by_query(ask(index, queries, ids)[0], grades), chosen).round(4).tolist()
            print(f"cross-fitted over {' '.join(chosen)}: nDCG@10 and P@5", figures)

    groups = json.loads((data / "matters_dev.json").read_text(encoding="utf-8"))["matters"]
    matter = {case: f"m{number}" for number, group in enumerate(groups) for case in group}
    of_seq = {number: matter[case] for number, case in enumerate(ids) if case in matter}
    collapsed = ask(index, queries, ids, lambda seqs: {seq: of_seq[seq] for seq in seqs if seq in of_seq})
    print(f"one per matter (as read; {len(of_seq)} of the archive's cases have one)", score(collapsed[0], grades))

    grown = PrecedentIndex.build(cases[:2400], learn_in_background=False)
    for case in cases[2400:]:
        grown.add(case)
    print("last 15 % folded in", score(ask(grown, queries, ids)[0], grades))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
