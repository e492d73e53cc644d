"""How right would the whole system be on matters that it was not fitted on?

    python -m benchmarks.crossfit [--eval ../shared/eval] [--show]

Five folds by matter. The stream runs once through the desk; before each case the desk is given the model that was fitted
without all cases of its fold. Judging depends on two cases and the model alone, so that this is the same as five runs of which
only the held-out cases are scored. Prints each fold and the total, then how far the probabilities can be believed.
"""

from __future__ import annotations

import argparse
import collections
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.fit import FOLDS, SECRET, first_board, fit_without
from benchmarks.labelled import Gold, Pairs, folds, read_cases
from benchmarks.quality import driver, empty_desk, read_rows, register
from engine.compare import FEATURES
from engine.model import Model, Thresholds
from engine.prepare import Tools
from service.learning import to_trees

Row = dict[str, Any]
EDGES = (0.0, 0.02, 0.1, 0.2, 0.35, 0.55, 0.72, 0.9, 0.97, 1.0)
"""Bounds of the reliability table; the thresholds of the rules are among them."""


def stream(rows: Sequence[Row], models: Sequence[Model], of_case: NDArray[np.int32]) -> dict[str, Row]:
    """Each case registered in order of arrival under the model of its fold."""
    answers = {}
    with empty_desk() as desk:
        for row, fold in zip(rows, of_case.tolist(), strict=True):
            desk.library.model = models[fold]
            answers[row["case_id"]] = register(desk, row)
    return answers


def scored(drive: Any, ids: Sequence[str], answers: dict[str, Row], gold: Row) -> str:
    """One line of figures for the cases `ids`, which hold all or nothing of each matter."""
    s = drive.score_stream(ids, answers, gold)
    return (
        f"F1 {s['f1']:.3f} at precision {s['precision']:.3f}, recall {s['recall']:.3f} "
        f"({s['wrong']} wrong, {s['missed']} of {s['with_prior']} missed, review {s['needs_review_share']:.1%})"
    )


def best_of_each_case(form: Pairs, chances: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Probability and label of each new case's likeliest pair: what a verdict rests on."""
    edges = np.searchsorted(form.new, np.arange(len(form.cases) + 1))
    best = [s + int(np.argmax(chances[s:e])) for s, e in pairwise(edges) if e > s]
    return chances[best], form.labels[best]


def reliability(chances: NDArray[np.float64], labels: NDArray[np.int8]) -> tuple[float, list[str]]:
    """Expected calibration error over EDGES, and the table's lines: bounds, pairs, mean probability, share that is the same."""
    known = labels >= 0
    p, y = chances[known], labels[known]
    error, lines = 0.0, []
    for low, high in pairwise(EDGES):
        inside = (p >= low) & ((p < high) | (high == 1.0))
        if inside.any():
            error += abs(float(p[inside].mean() - y[inside].mean())) * float(inside.mean())
            lines.append(f"| {low:.2f}–{high:.2f} | {inside.sum()} | {p[inside].mean():.3f} | {y[inside].mean():.3f} |")
    return error, lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, default=Path("../shared/eval"))
    parser.add_argument("--model", type=Path, default=Path("service/data/model.npz"), help="whose frequencies are used")
    parser.add_argument("--show", action="store_true", help="name the cases that went wrong")
    args = parser.parse_args()
    reference = Model.from_bytes(args.model.read_bytes(), FEATURES).reference
    tools = Tools(reference, SECRET)
    gold, cases = Gold.read(args.eval / "matters_dev.json"), read_cases(args.eval / "intake_dev.jsonl")
    forms, of_case = first_board(cases, gold, tools), folds(cases, gold, FOLDS, 0)
    models, chances = [], np.zeros(len(forms[0].labels))
    for fold in range(FOLDS):
        model = Model(FEATURES, to_trees(fit_without(forms, of_case, fold)), Thresholds(), reference)
        test = of_case[forms[0].new] == fold
        chances[test] = model.probability(forms[0].rows[test])
        models.append(model)
    rows, drive = read_rows(args.eval / "intake_dev.jsonl"), driver(args.eval)
    truth = json.loads((args.eval / "matters_dev.json").read_text(encoding="utf-8"))
    answers = stream(rows, models, of_case)
    for fold in range(FOLDS):
        held_out = [row["case_id"] for row, f in zip(rows, of_case, strict=True) if f == fold]
        print(f"fold {fold + 1}: {scored(drive, held_out, answers, truth)}", flush=True)
    print(f"total:  {scored(drive, [row['case_id'] for row in rows], answers, truth)}")
    error, lines = reliability(*best_of_each_case(forms[0], chances))
    print(
        f"calibration error {error:.3f} over each case's likeliest pair, {reliability(chances, forms[0].labels)[0]:.4f} over all"
    )
    print("| probability | pairs | mean | same |", "|---|---|---|---|", *lines, sep="\n")
    if args.show:
        print(*wrong(rows, answers, gold), sep="\n")


def wrong(rows: Sequence[Row], answers: dict[str, Row], gold: Gold) -> list[str]:
    """Wrong links and missed ones by id."""
    found, seen = [], collections.Counter[int]()
    for row in rows:
        own = row["case_id"]
        matched, matter = answers[own]["matched"], gold.matter.get(own)
        if matched and gold.label(own, matched[0]) == 0:
            found.append(f"wrong {own} {matched[0]} {answers[own]['confidence']}")
        if matter is not None and seen[matter] and not any(gold.matter.get(m) == matter for m in matched):
            found.append(f"missed {own} {answers[own]['verdict']}")
        if matter is not None:
            seen[matter] += 1
    return found


if __name__ == "__main__":
    main()
