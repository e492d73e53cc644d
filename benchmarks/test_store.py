"""How long do the store's hot reads take, and what does a durable insert cost when many threads write?"""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks.gates import Ledger
from engine.case import Case, Reply, Status
from engine.verdict import Code, Verdict
from index.records import pack_verdict
from index.store import CaseFilter, Store, Transaction

CASES = 100_000
PREPARED_BYTES = 2000
CANDIDATES = 40  # what one check reads
READS = 50  # per measured round
WRITERS = 16
INSERTS = 800  # per measured round
START = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = "望江区枫桥里小区三幢电梯反复停运，物业称无钱更换。" * 10

VERDICT = pack_verdict(Verdict("x", Code.NEW, 0.5, advice="按初件登记。" * 50))
"""About 900 bytes, as a verdict with its evidence takes."""


def case(number: int, prefix: str = "C") -> Case:
    closed = number % 3 == 0
    return Case(
        f"{prefix}{number}",
        TEXT,
        START + timedelta(minutes=number),
        handling_unit=f"单位{number % 40}",
        status=Status.CLOSED if closed else Status.ACCEPTED,
        official_reply=Reply("已更换", outcome="SUPPORTED") if closed else None,
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    generator = random.Random(7)
    with Store.open(tmp_path_factory.mktemp("filled") / "leian.db") as store:

        def fill(tx: Transaction, start: int) -> None:
            for number in range(start, start + 5000):
                tx.insert(case(number), generator.randbytes(PREPARED_BYTES), b"f" * 16, None, f"m-{number // 4}")

        for start in range(0, CASES, 5000):
            store.write(lambda tx, start=start: fill(tx, start))
        yield store


@pytest.fixture
def candidates() -> list[list[int]]:
    generator = random.Random(11)
    return [generator.sample(range(1, CASES + 1), CANDIDATES) for _ in range(READS)]


def test_prepared_of_forty_candidates(
    benchmark: Any, filled: Store, candidates: list[list[int]], ledger: Ledger
) -> None:
    def read() -> int:
        found = 0
        for seqs in candidates:
            with filled.read() as reader:
                found += len(reader.prepared_many(seqs))
        return found

    name = "prepared of 40 candidates"
    assert ledger.measure(name, benchmark, read, items=READS, rounds=15) == READS * CANDIDATES
    if name in ledger.seconds:
        # 0.15 to 0.2 ms on a quiet machine; the gate leaves room for a busy one.
        ledger.least(f"{name}, a second", 1 / ledger.seconds[name], at_least=1000)


def test_forty_single_reads(benchmark: Any, filled: Store, candidates: list[list[int]], ledger: Ledger) -> None:
    """The plain way to do the same: one statement a row on a bare connection."""
    connection = sqlite3.connect(filled.path, isolation_level=None)

    def read() -> int:
        query = "SELECT body FROM prepared WHERE seq = ?"
        return sum(len([connection.execute(query, (s,)).fetchone() for s in seqs]) for seqs in candidates)

    ledger.measure("40 single reads", benchmark, read, items=READS)
    connection.close()
    ledger.ratio("prepared of 40 candidates", "40 single reads", at_least=1.3)


def test_forty_cases(benchmark: Any, filled: Store, candidates: list[list[int]], ledger: Ledger) -> None:
    def read() -> int:
        with filled.read() as reader:
            return sum(len(reader.get_many(seqs)) for seqs in candidates)

    assert ledger.measure("40 cases", benchmark, read, items=READS) == READS * CANDIDATES


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("newest 50", CaseFilter()),
        ("newest 50 of a unit", CaseFilter(unit="单位7")),
        ("newest 50 open of a unit", CaseFilter(unit="单位7", open_only=True)),
        ("newest 50 open", CaseFilter(open_only=True)),
        ("newest 50 of a rare status", CaseFilter(status="REVIEW")),
        ("newest 50 of a day", CaseFilter(since=START + timedelta(days=9), until=START + timedelta(days=10))),
    ],
)
def test_lists_do_not_grow_with_the_store(
    benchmark: Any, filled: Store, ledger: Ledger, name: str, wanted: CaseFilter
) -> None:
    def read() -> int:
        with filled.read() as reader:
            return len(reader.newest(50, filters=wanted))

    ledger.measure(name, benchmark, read, items=1)
    if name in ledger.seconds:
        ledger.least(f"{name}, a second", 1 / ledger.seconds[name], at_least=20)


def test_all_settled_cases(benchmark: Any, filled: Store, ledger: Ledger) -> None:
    def read() -> int:
        with filled.read() as reader:
            return sum(1 for _ in reader.closed_with_reply())

    settled = len(range(0, CASES, 3))
    assert ledger.measure("settled cases read", benchmark, read, items=settled, rounds=2) == settled


def test_largest_matters(benchmark: Any, filled: Store, ledger: Ledger) -> None:
    def read() -> int:
        with filled.read() as reader:
            return len(reader.matters(20))

    assert ledger.measure("20 largest of 25 k matters", benchmark, read, items=1) == 20


@pytest.mark.parametrize("writers", [1, WRITERS])
def test_durable_inserts(benchmark: Any, tmp_path: Path, ledger: Ledger, writers: int) -> None:
    prepared = b"p" * PREPARED_BYTES
    rounds = iter(range(10**6))

    with Store.open(tmp_path / "leian.db") as store:

        def insert(prefix: str, count: int) -> None:
            for number in range(count):
                new = case(number, prefix)
                store.write(lambda tx, new=new: tx.insert(new, prepared, b"f" * 16, VERDICT))

        def run() -> None:
            number = next(rounds)
            count = INSERTS // WRITERS
            threads = [threading.Thread(target=insert, args=(f"{number}-{w}-", count)) for w in range(writers)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        items = INSERTS // WRITERS * writers
        ledger.measure(f"durable inserts, {writers} threads", benchmark, run, items=items, rounds=5)
    if writers == WRITERS and "durable inserts, 1 threads" in ledger.seconds:
        ledger.ratio(f"durable inserts, {WRITERS} threads", "durable inserts, 1 threads", at_least=2)
        ledger.least(
            "durable inserts a second", 1 / ledger.seconds[f"durable inserts, {WRITERS} threads"], at_least=300
        )
