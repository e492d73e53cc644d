"""Tier near beside datasketch, from texts to groups, and which copies and traps it groups; tier matter beside a desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from benchmarks.corpus import generate, split_truth
from benchmarks.dedup_peers import datasketch, found_shares
from benchmarks.gates import Ledger
from engine.case import Case
from service.dedup_matter import matter_result
from service.dedup_near import near_copies
from service.dedup_pile import Pile
from service.flows import Desk
from service.progress import Silent
from service.wire import SHANGHAI
from service.wire_case import parse_case

CASES = 4000
CROWDED = {"new": 0.08, "edit10": 0.84, "other_place": 0.08}  # a dozen of each original, as in a pile of a million
MATTER = 1000
NOW = datetime(2026, 1, 1, tzinfo=SHANGHAI)


@pytest.fixture(scope="module")
def generated() -> list[dict[str, Any]]:
    return list(generate(CASES, seed=11))


@pytest.fixture(scope="module")
def cases(generated: list[dict[str, Any]]) -> list[Case]:
    return [parse_case(split_truth(case)[0], NOW) for case in generated]


def test_near(benchmark: Any, ledger: Ledger, cases: list[Case]) -> None:
    """Slots, vetoes and evidence included."""
    ledger.measure("near copies", benchmark, lambda: near_copies(cases, Silent()), items=CASES)


def test_near_of_datasketch(benchmark: Any, ledger: Ledger, cases: list[Case]) -> None:
    texts = [case.text for case in cases]
    ledger.measure("near copies of datasketch", benchmark, lambda: datasketch(texts, 1), items=CASES, rounds=3)


def by_batch(cases: Sequence[Case]) -> None:
    with TemporaryDirectory() as folder:
        matter_result(Pile(cases, read=len(cases)), Silent(), Path(folder))


def by_desk(cases: Sequence[Case]) -> None:
    with TemporaryDirectory() as folder:
        desk = Desk.open(Path(folder) / "data")
        try:
            for _ in desk.load(cases, workers=0):
                pass
        finally:
            desk.close()


def test_matter(benchmark: Any, ledger: Ledger, cases: list[Case]) -> None:
    """In one process, as is the next: verdicts, evidence and groups."""
    ledger.measure("matters of a pile", benchmark, lambda: by_batch(cases[:MATTER]), items=MATTER, rounds=3)


def test_matter_of_a_desk(benchmark: Any, ledger: Ledger, cases: list[Case]) -> None:
    """The same verdicts, by registering one case after the other."""
    ledger.measure("cases registered", benchmark, lambda: by_desk(cases[:MATTER]), items=MATTER, rounds=3)


def test_gate_matter(ledger: Ledger) -> None:
    ledger.ratio("matters of a pile", "cases registered", at_least=1.8)


def test_gate_near(ledger: Ledger) -> None:
    ledger.ratio("near copies", "near copies of datasketch", at_least=4)


def test_gate_what_near_groups(ledger: Ledger, generated: list[dict[str, Any]], cases: list[Case]) -> None:
    shares = found_shares(generated, near_copies(cases, Silent()).group)
    ledger.least("copies grouped", shares["copy"], at_least=1.0)
    ledger.least("10 % edits grouped", shares["edit10"], at_least=0.9)
    ledger.least("traps kept apart", 1 - shares["other_place"], at_least=0.95)


def test_gate_what_near_groups_where_an_original_has_a_dozen_derived_ones(ledger: Ledger) -> None:
    generated = list(generate(CASES, seed=11, mix=CROWDED))
    cases = [parse_case(split_truth(case)[0], NOW) for case in generated]
    shares = found_shares(generated, near_copies(cases, Silent()).group)
    ledger.least("10 % edits grouped, a dozen of each", shares["edit10"], at_least=0.88)
    ledger.least("traps kept apart, a dozen edits beside them", 1 - shares["other_place"], at_least=0.94)
