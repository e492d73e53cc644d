"""How good are the answers? Runs the evaluation data through the desk without HTTP and prints the scores of its driver.

    python -m benchmarks.quality [stream board scenarios traps precedents] [--eval ../shared/eval] [--show]

The scoring functions are the driver's own, loaded from beside the data, so that the figures are the same by construction.
"""

from __future__ import annotations

import argparse
import collections
import importlib.util
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.labelled import NOW
from service.desk import Filters
from service.flows import Desk
from service.wire import parse_case, verdict_json

Row = dict[str, Any]
KINDS = ("stream", "board", "scenarios", "traps", "precedents")


def read_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def driver(folder: Path) -> ModuleType:
    """The driver beside the data, as a module."""
    spec = importlib.util.spec_from_file_location("evaluation_driver", folder / "drive.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def empty_desk() -> Iterator[Desk]:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk.open(Path(folder) / "data")
        try:
            yield desk
        finally:
            desk.close()


def check(desk: Desk, row: Row) -> Row:
    return json.loads(verdict_json(desk.check(parse_case(row, NOW))))  # type: ignore[no-any-return]


def register(desk: Desk, row: Row) -> Row:
    return json.loads(verdict_json(desk.register(parse_case(row, NOW)).verdict))  # type: ignore[no-any-return]


def stream(drive: ModuleType, cases: list[Row], gold: Row, out: Path | None = None) -> Row:
    """Every case in order of arrival."""
    answers, took = {}, []
    with empty_desk() as desk:
        for row in cases:
            started = time.perf_counter()
            answers[row["case_id"]] = register(desk, row)
            took.append((time.perf_counter() - started) * 1000)
    if out:
        out.write_text("".join(json.dumps(answers[r["case_id"]], ensure_ascii=False) + "\n" for r in cases), encoding="utf-8")
    return {**drive.score_stream([r["case_id"] for r in cases], answers, gold), **drive.quantiles(took)}


def scenarios(drive: ModuleType, rows: list[Row], *, show: bool) -> Row:
    """Each on an empty desk of its own."""
    passed = 0
    for row in rows:
        with empty_desk() as desk:
            for case in row["existing"]:
                register(desk, case)
            bad = drive.fails(row["expect"], check(desk, row["new"]))
        passed += not bad
        if bad and show:
            print(f"  {row['id']} {row['title']}: {'; '.join(bad)}")
    return {"scenarios": len(rows), "passed": passed, "share": round(passed / max(1, len(rows)), 3)}


def traps(rows: list[Row], *, show: bool) -> Row:
    """Pairs that must, or must not, be linked."""
    wrong, missed = [], []
    with empty_desk() as desk:
        for row in {r["a"]["case_id"]: r for r in rows}.values():
            register(desk, row["a"])
        for row in rows:
            linked = row["a"]["case_id"] in check(desk, row["b"])["matched"]
            if linked and not row["link"]:
                wrong.append(row["id"])
            if row["link"] and not linked:
                missed.append(row["id"])
    if show:
        print("  wrongly linked:", *wrong, "\n  missed:", *missed)
    links = sum(r["link"] for r in rows)
    return {
        "traps": len(rows) - links, "wrong_link_share": round(len(wrong) / max(1, len(rows) - links), 4),
        "links": links, "found_share": round(1 - len(missed) / max(1, links), 4),
    }  # fmt: skip


def precedents(drive: ModuleType, folder: Path) -> Row:
    """The archive registered, then its graded queries."""
    qrels: dict[str, dict[str, int]] = collections.defaultdict(dict)
    for line in (folder / "qrels_dev.tsv").read_text(encoding="utf-8").splitlines():
        query, document, grade = line.split()
        qrels[query][document] = int(grade)
    answers: dict[str, list[str]] = {}
    with empty_desk() as desk:
        desk.warm()
        for _ in desk.load(parse_case(row, NOW) for row in read_rows(folder / "archive.jsonl")):
            pass
        for row in read_rows(folder / "queries_dev.jsonl"):
            found = desk.precedents(parse_case(row, NOW), None, limit=10, filters=Filters())
            answers[row["case_id"]] = [p.case_id for p in found.precedents]
    return drive.score_precedents(answers, qrels)  # type: ignore[no-any-return]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", default=KINDS, metavar="KIND", help=" ".join(KINDS))
    parser.add_argument("--eval", type=Path, default=Path("../shared/eval"))
    parser.add_argument("--show", action="store_true", help="name what went wrong")
    parser.add_argument("--out", type=Path, help="verdicts of a stream as JSONL")
    args = parser.parse_args()
    drive = driver(args.eval)
    for kind in args.kinds or KINDS:
        if kind in ("stream", "board"):
            suffix = "dev" if kind == "stream" else "board_dev"
            gold = json.loads((args.eval / f"matters_{suffix}.json").read_text(encoding="utf-8"))
            figures = stream(drive, read_rows(args.eval / f"intake_{suffix}.jsonl"), gold, args.out)
        elif kind == "scenarios":
            figures = scenarios(drive, read_rows(args.eval / "scenarios_dev.jsonl"), show=args.show)
        elif kind == "traps":
            figures = traps(read_rows(args.eval / "traps_dev.jsonl"), show=args.show)
        else:
            figures = precedents(drive, args.eval)
        print(kind, json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
