"""Fits what `engine.review_weighing` weighs with, and says by cross-validation what to expect of it.

    python -m benchmarks.replies_fit [--write]

Rows are pairs of clauses of fictional drafts (tests/data/replies*.jsonl) and their earlier replies; a pair is a contradiction where
both clauses are the two places of a planted OUTCOME. Pairs of real replies to nearly the same petition in ../shared/eval, the
later beside the earlier, count as silence. The readings were mended for parts 1 to 19, where they look better than they are: there
their columns are left blank, so that their say is learned from drafts that nobody mended them for. A draft and all that belongs to
it is in one fold. `--write` makes engine/review_trees.py.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from benchmarks.replies_quality import ARCHIVE, DATA, read_rows
from engine.reply_text import Passage, passage
from engine.review_conflicts import READINGS
from engine.review_evidence import evidence, meet
from engine.review_finding import Kind
from engine.review_weighing import ALSO, USUAL, packed

TUNED = range(1, 20)
"""Parts that the readings were mended for."""
FOLDS = 5
HONEST, PLAIN, CLEAN, REAL = 4.0, 1.0, 2.5, 1.0
"""Weight of a row of a part that nothing was mended for, of another, how much more one of a clean draft has, of a real one."""
DRAWN, HARD = 2500, 2500
"""Real pairs of clauses drawn at random, and the weightiest wrong ones that are put to them."""
NEAR, LEAST_GRAMS, HEAD = 0.5, 20, 80
"""Share of three-character strings that two real petitions have in common; replies with the same head are copies and left out."""
SETTINGS: dict[str, Any] = {
    "n_estimators": 200, "num_leaves": 16, "min_child_samples": 12, "learning_rate": 0.03, "subsample": 0.7, "subsample_freq": 1,
    "colsample_bytree": 0.3, "reg_lambda": 5, "random_state": 1, "n_jobs": 1, "verbose": -1, "deterministic": True,
}  # fmt: skip
"""Many small steps over a third of the columns each: 0.77 of the honest outcomes at 20 % of their clean drafts; 160 trees of 8
leaves with steps twice as long found 0.72."""
GREATEST = 3e38
"""Within float32."""
TARGET = Path(__file__).parents[1] / "engine" / "review_trees.py"
CONTRADICTING = (Kind.OUTCOME, Kind.AMOUNT, Kind.DEADLINE, Kind.UNIT)
Row = dict[str, Any]


@dataclass
class Table:
    """n pairs of clauses: float32 rows (n, f), label 1 contradicts, 0 does not, -1 unknown, and whose they are."""

    rows: NDArray[np.float32]
    label: NDArray[np.int8]
    owner: NDArray[np.int32]
    span: list[tuple[int, int]]


def _label(row: Row, reply: str, new: tuple[int, int], old: tuple[int, int]) -> int:
    """1 where both clauses are the places of one planted outcome; unknown at another place of a fault."""
    told = [each for each in row["faults"] if "span" in each and each["kind"] in CONTRADICTING and meet(new, each["span"])]
    for each in told:
        at = reply.find(each.get("other", "\0"))
        if each["kind"] == Kind.OUTCOME and at >= 0 and meet(old, (at, at + len(each["other"]))):
            return 1
    return -1 if told or any(meet(new, place) for place in row.get("also", ())) else 0


def table(drafts: list[Row]) -> tuple[Table, list[str]]:
    """The pairs of clauses of all drafts that have an earlier reply."""
    blocks, labels, owners, spans, names = [], [], [], [], []
    for number, row in enumerate(drafts):
        draft = passage(row["draft"])
        for each in row["earlier"]:
            earlier = passage(each["reply"])
            pairs = evidence(draft, earlier, READINGS)
            rows, names = pairs.rows, list(pairs.names)
            if row["part"] in TUNED:
                rows[:, :, [at for at, name in enumerate(names) if name.startswith(("reading", "a reading"))]] = np.nan
            blocks.append(rows.reshape(-1, rows.shape[2]))
            for new in (draft.span(clause.start, clause.end) for clause in pairs.ours.clauses):
                for old in (earlier.span(clause.start, clause.end) for clause in pairs.theirs.clauses):
                    labels.append(_label(row, each["reply"], new, old))
                    owners.append(number)
                    spans.append(new)
    return Table(np.concatenate(blocks), np.array(labels, np.int8), np.array(owners, np.int32), spans), names


def real_pairs(path: Path) -> list[tuple[Passage, Passage]]:
    """Real replies to nearly the same petition: the later as the draft, the earlier."""
    rows = read_rows(path)
    grams = [frozenset(text[i : i + 3] for i in range(len(text) - 2)) for text in (each["title"] + each["text"] for each in rows)]
    having: dict[str, list[int]] = defaultdict(list)
    for number, mine in enumerate(grams):
        for gram in mine:
            having[gram].append(number)
    near = {pair for found in having.values() if len(found) < 200 for pair in combinations(found, 2)}
    found = []
    for one, other in sorted(near):
        least = min(len(grams[one]), len(grams[other]))
        replies = sorted((rows[each]["official_reply"] for each in (one, other)), key=lambda each: each.get("replied_at") or "")
        earlier, later = (each["text"] for each in replies)
        if least >= LEAST_GRAMS and len(grams[one] & grams[other]) >= NEAR * least and earlier[:HEAD] != later[:HEAD]:
            found.append((passage(later), passage(earlier)))
    return found


def real_table(pairs: list[tuple[Passage, Passage]]) -> Table:
    blocks, owners = [], []
    for number, (later, earlier) in enumerate(pairs):
        rows = evidence(later, earlier, READINGS).rows
        blocks.append(rows.reshape(-1, rows.shape[2]))
        owners += [number] * len(blocks[-1])
    if not blocks:
        return Table(np.empty((0, 0), np.float32), np.empty(0, np.int8), np.empty(0, np.int32), [])
    return Table(np.concatenate(blocks), np.zeros(len(owners), np.int8), np.array(owners, np.int32), [])


def _fit(rows: NDArray[np.float32], label: NDArray[np.int8], weight: NDArray[np.float64], real: NDArray[np.float32]) -> Any:
    """Fitted twice: the second time with the real pairs that the first took for contradictions."""
    random = np.random.default_rng(0)
    drawn = random.choice(len(real), min(DRAWN, len(real)), replace=False) if len(real) else np.empty(0, int)
    for again in (False, True):
        put = real[drawn] if len(real) else np.empty((0, rows.shape[1]), np.float32)
        model = lightgbm.LGBMClassifier(**SETTINGS)
        model.fit(
            np.concatenate([rows, put]), np.concatenate([label == 1, np.zeros(len(put), bool)]),
            sample_weight=np.concatenate([weight, np.full(len(put), REAL)]),
        )  # fmt: skip
        if not again and len(real):
            drawn = np.unique(np.concatenate([drawn, np.argsort(-_weigh(model, real))[:HARD]]))
    return model


def _weigh(model: Any, rows: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(model.predict_proba(rows)[:, 1]) if len(rows) else np.empty(0)


def _row_weights(drafts: list[Row], owner: NDArray[np.int32]) -> NDArray[np.float64]:
    each = [(PLAIN if row["part"] in TUNED else HONEST) * (1.0 if row["faults"] else CLEAN) for row in drafts]
    return np.array(each)[owner]


def _fold(row: Row) -> int:
    return int(hashlib.md5(f"{row['part']}{row['id']}".encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def cross_validate(drafts: list[Row], made: Table, real: Table) -> None:
    """What is found and what is alarmed by trees that have not seen the draft, at several thresholds."""
    folds = np.array([_fold(row) for row in drafts])[made.owner]
    weight, known = _row_weights(drafts, made.owner), made.label >= 0
    score, real_score = np.zeros(len(folds)), np.zeros(len(real.owner))
    for fold in range(FOLDS):
        fitted, aside = (folds != fold) & known, real.owner % FOLDS == fold
        model = _fit(made.rows[fitted], made.label[fitted], weight[fitted], real.rows[~aside])
        score[folds == fold] = _weigh(model, made.rows[folds == fold])
        real_score[aside] = _weigh(model, real.rows[aside])
    groups = {"parts 1 to 19": TUNED, "pairs": range(1), "parts from 20": range(20, 99)}
    score, real_score = _corrected(score, made.owner), _corrected(real_score, real.owner)
    for least in (0.1, 0.125, 0.15, 0.175, 0.2, 0.225, 0.25, 0.3, 0.4):
        told = [f"{name} {_told(drafts, made, score, parts, least)}" for name, parts in groups.items()]
        alarmed = {int(owner) for owner in real.owner[real_score >= least]}
        print(f"from {least:.2f}: {'; '.join(told)}; real {len(alarmed)} of {len(set(real.owner.tolist()))} alarmed")


def _corrected(score: NDArray[np.float64], owner: NDArray[np.int32]) -> NDArray[np.float64]:
    """Weights as if each draft had USUAL pairs: what `engine.review_weighing.least` does to the threshold, turned round."""
    many = np.maximum(1.0, np.bincount(owner)[owner] / USUAL) ** 0.5 if len(owner) else 1.0
    odds = score / (1 - score) / many
    return np.asarray(odds / (1 + odds))


def _told(drafts: list[Row], made: Table, score: NDArray[np.float64], parts: range, least: float) -> str:
    found = planted = alarmed = clean = 0
    for number, row in enumerate(drafts):
        if row["part"] not in parts:
            continue
        mine = np.flatnonzero(made.owner == number)
        loud = len(mine) > 0 and score[mine].max() >= least
        if not row["faults"]:
            clean, alarmed = clean + 1, alarmed + loud
        for fault in row["faults"]:
            if fault["kind"] == Kind.OUTCOME:
                planted += 1
                found += loud and any(score[at] >= ALSO * least and meet(made.span[at], fault["span"]) for at in mine)
    return f"{found} of {planted} outcomes found, {alarmed} of {clean} clean alarmed"


def _arrays(model: Any) -> str:
    """The trees in the form that `engine.review_weighing` reads: children side by side, behind their parent."""
    trees = [each["tree_structure"] for each in model.booster_.dump_model()["tree_info"]]
    size = 2 * SETTINGS["num_leaves"] - 1
    feature = np.full((len(trees), size), -1, np.int16)
    threshold, left = np.zeros((len(trees), size), np.float32), np.zeros((len(trees), size), np.int16)
    for number, root in enumerate(trees):
        nodes = [root]
        for at, node in enumerate(nodes):
            if "split_feature" not in node:
                threshold[number, at] = node["leaf_value"]
                continue
            feature[number, at], left[number, at] = node["split_feature"], len(nodes)
            threshold[number, at] = min(node["threshold"], GREATEST)  # a split of the blanks from all else
            nodes += [node["left_child"], node["right_child"]]
    return packed(feature, threshold, left)


def write(model: Any, names: list[str]) -> None:
    text = _arrays(model)
    lines = [text[at : at + 120] for at in range(0, len(text), 120)]
    body = "\n".join(f"    {json.dumps(line)}" for line in lines)
    columns = "\n".join(f"    {json.dumps(name, ensure_ascii=False)}," for name in names)
    TARGET.write_text(
        '"""Which trees weigh the evidence on two clauses, and which columns do they read? Made by benchmarks/replies_fit.py."""'
        "\n\n"
        f"FEATURES = (\n{columns}\n)\nTREES = (\n{body}\n)\n",
        encoding="utf-8",
    )
    print(f"{TARGET.name}: {len(text)} characters")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="make engine/review_trees.py")
    options = parser.parse_args()
    drafts = [row for path in sorted(DATA.glob("replies*.jsonl")) for row in read_rows(path) if row["earlier"]]
    made, names = table(drafts)
    real = real_table(real_pairs(ARCHIVE) if ARCHIVE.exists() else [])
    contradicting = int((made.label == 1).sum())
    print(f"{len(drafts)} drafts, {len(made.owner)} pairs of clauses, {contradicting} contradict; {len(real.owner)} real ones")
    cross_validate(drafts, made, real)
    if options.write:
        known = made.label >= 0
        model = _fit(made.rows[known], made.label[known], _row_weights(drafts, made.owner)[known], real.rows)
        write(model, names)
        ranked = sorted(zip(model.feature_importances_, names, strict=True), reverse=True)
        print("; ".join(f"{name} {int(often)}" for often, name in ranked[:30]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
