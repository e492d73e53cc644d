"""How is the model file made? `python -m benchmarks.fit --eval ../shared/eval --out service/data/model.npz`

Reference frequencies from all texts of the first board (no labels needed), then gradient-boosted trees on its labelled pairs,
each pair in four forms (with and without title, whole and cut short). Cross-fitted by matter for the printed scores; the file
is fitted on all of it. The second board is never fitted on, only scored.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

from benchmarks.labelled import VARIANTS, Gold, Pairs, folds, neighbours, pairs, read_cases, reference_frequencies
from engine.case import Case
from engine.compare import FEATURES
from engine.grams import TABLE_BITS, Reference
from engine.meanings import Meanings
from engine.model import Model, Thresholds
from engine.prepare import Tools, prepare_subject
from service.learning import PARAMETERS, fit, to_trees

SECRET = b"no person is compared here"
ROUNDS = 350
FOLDS = 5
THREADS = {"num_threads": 1}
"""On a busy machine two wait for each other most of the time; the trees are the same."""


def grown(rows: NDArray[np.float32], labels: NDArray[np.int8]) -> lgb.Booster:
    """Trees on the pairs whose label is known."""
    known = labels >= 0
    return fit(rows[known], labels[known], rounds=ROUNDS, parameters={**PARAMETERS, **THREADS})


def fit_without(forms: Sequence[Pairs], of_case: NDArray[np.int32], fold: int) -> lgb.Booster:
    """Trees that saw no pair with a case of `fold`."""
    train = [(of_case[f.new] != fold) & (of_case[f.old] != fold) for f in forms]
    return grown(
        np.concatenate([f.rows[t] for f, t in zip(forms, train, strict=True)]),
        np.concatenate([f.labels[t] for f, t in zip(forms, train, strict=True)]),
    )


def cross_fitted(forms: Sequence[Pairs], of_case: NDArray[np.int32]) -> list[NDArray[np.float64]]:
    """P of each pair of each form by trees that saw nothing of its fold."""
    out = [np.zeros(len(form.labels)) for form in forms]
    for fold in range(FOLDS):
        booster = fit_without(forms, of_case, fold)
        for form, chances in zip(forms, out, strict=True):
            test = of_case[form.new] == fold
            chances[test] = booster.predict(form.rows[test])
    return out


def score(form: Pairs, chances: NDArray[np.float64], gold: Gold, threshold: float) -> tuple[float, float, float]:
    """Precision, recall and F1 as the stream is scored: the best earlier case at or above the threshold, per case."""
    right = wrong = found = prior = 0
    seen: set[int] = set()
    edges = np.searchsorted(form.new, np.arange(len(form.cases) + 1))
    for case, start, end in zip(form.cases, edges, edges[1:], strict=False):
        matter = gold.matter.get(case.case_id)
        linked = chances[start:end] >= threshold
        if linked.any():
            label = form.labels[start + int(np.argmax(chances[start:end]))]
            right, wrong = right + int(label == 1), wrong + int(label == 0)
        if matter is not None and matter in seen:
            prior += 1
            found += bool((form.labels[start:end][linked] == 1).any())
        if matter is not None:
            seen.add(matter)
    precision, recall = right / max(1, right + wrong), found / max(1, prior)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def show(name: str, form: Pairs, chances: NDArray[np.float64], gold: Gold) -> None:
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        p, r, f = score(form, chances, gold, threshold)
        print(f"{name:28} at {threshold:.1f}: precision {p:.3f} recall {r:.3f} F1 {f:.3f}", flush=True)


def read_frequencies(folder: Path) -> NDArray[np.uint8]:
    """Frequencies in all texts of the first city; no label is read."""
    flat = Reference(np.full(sum(1 << bits for bits in TABLE_BITS), 200, np.uint8))
    texts = [c for name in ("background", "archive", "intake_dev") for c in read_cases(folder / f"{name}.jsonl")]
    return reference_frequencies(texts, Tools(flat, SECRET))


def read_meanings(path: Path) -> Meanings:
    """The table of `benchmarks.meanings`, from its own file or out of a model file."""
    with np.load(path, allow_pickle=False) as file:
        return Meanings(file["meaning_keys"], file["meaning_rows"])


def first_board(cases: Sequence[Case], gold: Gold, tools: Tools) -> list[Pairs]:
    """The labelled pairs in all their forms."""
    near = neighbours([prepare_subject(case, tools) for case in cases], tools)
    return [pairs([variant(case) for case in cases], gold, tools, near) for variant in VARIANTS]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, default=Path("../shared/eval"))
    parser.add_argument("--out", type=Path, default=Path("service/data/model.npz"))
    parser.add_argument("--meanings", type=Path, help="file of `benchmarks.meanings`; without it the table in --out is kept")
    parser.add_argument("--no-cross", action="store_true", help="skip the cross-fitted scores")
    args = parser.parse_args()
    reference = Reference(read_frequencies(args.eval), meanings=read_meanings(args.meanings or args.out))
    tools = Tools(reference, SECRET)
    gold, cases = Gold.read(args.eval / "matters_dev.json"), read_cases(args.eval / "intake_dev.jsonl")
    forms = first_board(cases, gold, tools)
    if not args.no_cross:
        for name, form, chances in zip(
            ("as it is", "untitled", "cut short", "cut short, untitled"),
            forms,
            cross_fitted(forms, folds(cases, gold, FOLDS, 0)),
            strict=True,
        ):
            show(f"cross-fitted, {name}", form, chances, gold)
    booster = grown(np.concatenate([f.rows for f in forms]), np.concatenate([f.labels for f in forms]))
    board, board_gold = (
        read_cases(args.eval / "intake_board_dev.jsonl"),
        Gold.read(args.eval / "matters_board_dev.json"),
    )
    other = pairs(board, board_gold, tools)
    show("second board, not fitted", other, booster.predict(other.rows), board_gold)
    model = Model(FEATURES, to_trees(booster), Thresholds(), reference)
    assert np.allclose(model.probability(other.rows), booster.predict(other.rows), atol=1e-5)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_bytes(model.to_bytes())
    print(f"{args.out}: {args.out.stat().st_size:,} bytes, {len(model.trees.feature):,} nodes")


if __name__ == "__main__":
    main()
