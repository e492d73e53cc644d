"""What is each family of features, and each reading beside the model, worth?

    python -m benchmarks.ablation [--eval ../shared/eval] [--out FILE.jsonl] [NAME ...]

Each is left out by itself: a family's columns are blank while the trees are fitted, so that no tree asks for them; what rules read
is switched off where they read it. Then the first board runs through the desk as in `benchmarks.crossfit` (five folds by matter,
each under a model that saw nothing of it), the second board and the traps under a model fitted on the whole first board. About four
minutes a line; lines that stand in --out already are not made again.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from benchmarks.crossfit import stream
from benchmarks.fit import FOLDS, SECRET, first_board, fit_without, grown
from benchmarks.labelled import Gold, Pairs, folds, read_cases
from benchmarks.quality import driver, read_rows, traps
from benchmarks.quality import stream as plain_stream
from engine import compare, relate, slot_compare
from engine.compare import FEATURES, Survey
from engine.contributions import FAMILIES, family_of
from engine.model import Model, Thresholds
from engine.persons import PersonAxis
from engine.prepare import Tools
from engine.verdict import PersonRelation
from service import flows
from service.learning import to_trees
from service.model_choice import Choice

Row = dict[str, Any]


@dataclass(frozen=True)
class Left:
    """What is left out: columns of the model, or what `without` patches while cases are judged."""

    columns: Callable[[str], bool] = lambda _: False
    without: Callable[[], Any] | None = None


def _no_vetoes(survey: Callable[..., Survey]) -> Callable[..., Survey]:
    def blind(*args: Any) -> Survey:
        seen = survey(*args)
        return replace(seen, vetoed=np.zeros_like(seen.vetoed))

    return blind


@contextmanager
def no_vetoes() -> Iterator[None]:
    """R2 switched off: conflicts of slots are columns of the model and nothing else."""
    blind = _no_vetoes(compare.survey)
    with (
        patch.object(compare.Comparison, "vetoes", ()),
        patch("engine.shortlist.survey", blind),
        patch.object(relate, "survey", blind),
        patch.object(relate, "_other_objects", lambda *_: ()),
        patch.object(relate, "_other_numbers", lambda *_: ()),
        patch.object(relate, "_own_transaction", lambda *_: ()),
    ):
        yield


def nobody() -> Any:
    """No two cases are known to be by one person, or by two."""
    return patch.object(relate, "relate_persons", lambda *_: PersonAxis(PersonRelation.UNKNOWN))


def no_aliases() -> Any:
    """Names are one only where they are written alike."""
    same = {way: (lambda a, b: a == b) for way in slot_compare.SAME}
    rules = {rule.kind: (rule, same[rule.way]) for rule in slot_compare.RULES}
    return patch.multiple(slot_compare, _BY_KIND=rules, same_name=lambda a, b: a == b)


LEFT_OUT = {
    "nothing": Left(),
    **{family: Left(columns=lambda name, family=family: family_of(name) == family) for family in FAMILIES},  # type: ignore[misc]
    "syllables": Left(columns=lambda name: name.startswith("sounds")),
    "rarest words and pairs": Left(columns=lambda name: "_top" in name or name.endswith("_sum") or name.startswith("run_")),
    "vetoes (R2)": Left(without=no_vetoes),
    "aliases of names": Left(without=no_aliases),
    "kinds of trouble": Left(without=lambda: patch.object(relate, "_common_trouble", lambda *_: None)),
    "evidence without the model (R4)": Left(without=lambda: patch.object(relate, "_enough", lambda *_: relate.NEVER)),
    "own files (R8)": Left(without=lambda: patch.object(relate, "_own_files", lambda *_: None)),
    "persons": Left(without=nobody),
}


@dataclass(frozen=True)
class Bench:
    """What every line needs, read once."""

    folder: Path
    drive: Any
    forms: Sequence[Pairs]
    of_case: NDArray[np.int32]
    shipped: Model

    @classmethod
    def read(cls, folder: Path, model: Path) -> Bench:
        shipped = Model.from_bytes(model.read_bytes(), FEATURES)
        gold, cases = Gold.read(folder / "matters_dev.json"), read_cases(folder / "intake_dev.jsonl")
        forms = first_board(cases, gold, Tools(shipped.reference, SECRET))
        return cls(folder, driver(folder), forms, folds(cases, gold, FOLDS, 0), shipped)

    def models(self, blank: Callable[[str], bool]) -> list[Model]:
        """One for each fold, then one fitted on all; none asks for a column that is `blank`."""
        kept = np.array([not blank(name) for name in FEATURES], dtype=np.float32)
        forms = [replace(form, rows=form.rows * kept) for form in self.forms]
        boosters = [fit_without(forms, self.of_case, fold) for fold in range(FOLDS)]
        boosters.append(grown(np.concatenate([f.rows for f in forms]), np.concatenate([f.labels for f in forms])))
        return [Model(FEATURES, to_trees(booster), Thresholds(), self.shipped.reference) for booster in boosters]

    def line(self, left: Left) -> Row:
        """Figures with something left out."""
        models = self.models(left.columns)
        rows = read_rows(self.folder / "intake_dev.jsonl")
        with left.without() if left.without else _nothing():
            answers = stream(rows, models, self.of_case)
            with patch.object(flows, "chosen", lambda *_: Choice(models[-1], "ablation")):
                board = plain_stream(self.drive, read_rows(self.folder / "intake_board_dev.jsonl"), self._gold("board_dev"))
                told = traps(read_rows(self.folder / "traps_dev.jsonl"), show=False)
        first = self.drive.score_stream([row["case_id"] for row in rows], answers, self._gold("dev"))
        return {"first": first, "second": board, "traps": told}

    def _gold(self, name: str) -> Row:
        found: Row = json.loads((self.folder / f"matters_{name}.json").read_text(encoding="utf-8"))
        return found


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def written(name: str, line: Row) -> str:
    """A row of the table in docs/quality.md."""
    one, two, told = line["first"], line["second"], line["traps"]
    return (
        f"| {name} | {one['f1']:.3f} at {one['precision']:.3f} (recall {one['recall']:.3f}) | {one['needs_review_share']:.1%} "
        f"| {two['f1']:.3f} at {two['precision']:.3f} (recall {two['recall']:.3f}) "
        f"| {round(told['wrong_link_share'] * told['traps'])} of {told['traps']} "
        f"| {round(told['found_share'] * told['links'])} of {told['links']} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(LEFT_OUT))
    parser.add_argument("--eval", type=Path, default=Path("../shared/eval"))
    parser.add_argument("--model", type=Path, default=Path("service/data/model.npz"), help="whose frequencies are used")
    parser.add_argument("--out", type=Path, help="JSON lines; what stands there is not made again")
    args = parser.parse_args()
    if unknown := set(args.names) - set(LEFT_OUT):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    known = args.out.read_text(encoding="utf-8").splitlines() if args.out and args.out.exists() else []
    made = {line["left"]: line for line in map(json.loads, known)}
    bench = None
    print("| left out | first board, cross-fitted | review | second board | traps wrongly linked | found |")
    print("|---|---|---|---|---|---|")
    for name in args.names or LEFT_OUT:
        if name not in made:
            bench = bench or Bench.read(args.eval, args.model)
            made[name] = {"left": name, **bench.line(LEFT_OUT[name])}
            if args.out:
                with args.out.open("a", encoding="utf-8") as lines:
                    lines.write(json.dumps(made[name]) + "\n")
        print(written(name, made[name]), flush=True)


if __name__ == "__main__":
    main()
