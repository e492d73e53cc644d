"""What does re-fitting on an operator's decisions bring, and from how many on? `python -m benchmarks.refit --eval ../shared/eval`

The delivered model meets a labelled board as an operator's desk: of two thirds of its matters, so many of the pairs that the desk
would have shown (probability ≥ 0.05) are decided as the labels say; `service.learning_refit` accepts a new model or refuses it; old
and new are then scored on all pairs of the other third. Three thirds, so three answers a line. On the second board nothing of the
delivered model was fitted; on the first all of it was, so that there it can hardly be bettered and a new model should be refused.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from engine.model import Model
from service import learning_scores as scores
from service.learning_pairs import Table, matters, table
from service.learning_refit import enough, refit
from service.learning_sources import from_labelled
from service.model_choice import shipped
from service.progress import Silent

SHOWN = 0.05
"""Probability from which a pair is taken as shown to a person, be it as a similar case."""
COUNTS = (30, 100, 300, 1_000, 3_000)
THIRDS = 3
MOST_UNDECIDED = 20_000


def read(folder: Path, name: str, model: Model) -> Table:
    """All near pairs of a labelled board."""
    source = from_labelled(folder / f"intake_{name}.jsonl", folder / f"matters_{name}.json", model, Silent())
    matter_of = matters(source.cases, source.pairs, source.matter)
    return table(source.cases, source.pairs, matter_of, model, Silent())


def trial(board: Table, model: Model, learn: np.ndarray, test: np.ndarray, count: int, seed: int) -> str | None:
    """One line: figures before and after on the held-out third; None where there are not so many decisions."""
    rng = np.random.default_rng(seed)
    shown = learn[(model.probability(board.rows[learn]) >= SHOWN) & board.open[learn]]
    if len(shown) < count:
        return None
    drawn = rng.permutation(shown)[:count]
    rest = rng.permutation(np.setdiff1d(learn, drawn))[: min(MOST_UNDECIDED, max(500, 8 * count))]
    decided = board[drawn]
    if enough(decided).problem:
        return None
    outcome = refit(model, model, decided, board[rest], Silent())
    held = board[test]
    at = scores.limits(held, model)
    old, new = (scores.measured(held, m.probability(held.rows), at) for m in (model, outcome.model))
    return (
        f"| {count:,} | {outcome.best.recipe.name} | {'refused' if outcome.problem else 'accepted'} "
        f"| {old.score.precision:.3f} → {new.score.precision:.3f} | {old.score.recall:.3f} → {new.score.recall:.3f} "
        f"| {old.score.f(0.5):.3f} → {new.score.f(0.5):.3f} | {old.loss:.4f} → {new.loss:.4f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, default=Path("../shared/eval"))
    parser.add_argument("--board", choices=("dev", "board_dev"), nargs="*", default=("board_dev", "dev"))
    args = parser.parse_args()
    model = shipped().model
    for name in args.board:
        board = read(args.eval, name, model)
        print(f"\n{name}: {len(board):,} pairs, {int((board.labels == 1).sum()):,} of one matter")
        print("| decisions | recipe | | precision | recall | F½ | loss |\n|---|---|---|---|---|---|---|")
        fold = scores.folds(board, THIRDS)
        for count in COUNTS:
            for held in range(THIRDS):
                learn, test = scores.split(fold, held)
                line = trial(board, model, np.flatnonzero(learn), np.flatnonzero(test), count, held)
                if line:
                    print(line, flush=True)


if __name__ == "__main__":
    main()
