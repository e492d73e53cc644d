"""The outbox: numbers that are never given twice, expiry, and what an erasure leaves; the codes of verdicts beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.case import Case
from engine.verdict import Code, Verdict
from index import store_sqlite
from index.records import pack_verdict, verdict_code
from index.store import CaseFilter, OutboxSpan, Store, Transaction

START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "leian.db") as opened:
        yield opened


def add(
    store: Store, case_id: str, code: Code = Code.NEW, matter_id: str = "", *, minute: int = 0, **fields: object
) -> int:
    """One case with a verdict and its line in the outbox."""
    case = Case(case_id, "石溪路的路灯不亮", START + timedelta(minutes=minute), **fields)  # type: ignore[arg-type]

    def work(tx: Transaction) -> int:
        seq = tx.insert(case, b"p", b"f", pack_verdict(Verdict(case_id, code, 0.9)), matter_id)
        tx.add_outbox("case", case.handling_unit, b"", seq)
        return seq

    return store.write(work)


def numbers(store: Store) -> list[int]:
    with store.read() as reader:
        return [item.number for item in reader.outbox_after(0, 100)]


def span(store: Store) -> OutboxSpan:
    with store.read() as reader:
        return reader.outbox_span()


def test_an_empty_outbox_has_given_no_number(store: Store) -> None:
    assert span(store) == OutboxSpan(0, 0)
    assert store.write(lambda tx: tx.expire_outbox(datetime.now(UTC), 100)) == 0


def test_what_is_undone_takes_its_number_back(store: Store) -> None:
    add(store, "A")

    def fails(tx: Transaction) -> None:
        tx.add_outbox("case", "", b"")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write(fails)
    assert span(store) == OutboxSpan(0, 1)
    add(store, "B")
    assert numbers(store) == [1, 2]


def test_an_erased_last_line_keeps_its_number_for_ever(store: Store, tmp_path: Path) -> None:
    add(store, "A")
    told: list[str] = []
    store.erase(add(store, "B"), gone=lambda: told.append("gone"))
    assert told == ["gone"]
    assert numbers(store) == [1]
    assert span(store) == OutboxSpan(0, 2)
    store.compact()
    store.backup(tmp_path / "copy" / "leian.db")
    with Store.open(tmp_path / "copy" / "leian.db") as copy:
        assert span(copy) == OutboxSpan(0, 2)
    add(store, "C")
    assert numbers(store) == [1, 3]


def test_expiry_takes_the_oldest_and_remembers_it(store: Store) -> None:
    before = datetime.now(UTC)
    for n in range(5):
        add(store, f"A{n}")
    with store.read() as reader:
        queued = [item.at for item in reader.outbox_after(0, 9)]
    assert all(at is not None and before - timedelta(seconds=1) < at <= datetime.now(UTC) for at in queued)
    assert store.write(lambda tx: tx.expire_outbox(before - timedelta(hours=1), 100)) == 0
    later = datetime.now(UTC) + timedelta(hours=1)
    assert store.write(lambda tx: tx.expire_outbox(later, 2)) == 2
    assert (numbers(store), span(store)) == ([3, 4, 5], OutboxSpan(2, 5))
    assert store.write(lambda tx: tx.expire_outbox(later, 100)) == 3
    assert (numbers(store), span(store)) == ([], OutboxSpan(5, 5))
    assert store.write(lambda tx: tx.expire_outbox(later, 100)) == 0
    add(store, "B")
    assert (numbers(store), span(store)) == ([6], OutboxSpan(5, 6))


def test_the_code_of_a_verdict_can_be_asked_for(store: Store) -> None:
    add(store, "A", Code.NEW, handling_unit="甲")
    repeat = add(store, "B", Code.REPEAT_PETITION, handling_unit="甲")
    add(store, "C", Code.REPEAT_PETITION, handling_unit="乙")
    add(store, "D", Code.REPEAT_PETITION, handling_unit="甲", confidential=True)

    def found(**wanted: object) -> list[str]:
        with store.read() as reader:
            return [s.case.case_id for s in reader.newest(9, filters=CaseFilter(**wanted))]  # type: ignore[arg-type]

    assert found(verdict="REPEAT_PETITION") == ["D", "C", "B"]
    assert found(verdict="REPEAT_PETITION", unit="甲", confidential=False) == ["B"]
    store.write(lambda tx: tx.update(repeat, Case("B", "改过", START, handling_unit="甲"), b"p"))
    assert found(verdict="REPEAT_PETITION", unit="甲", confidential=False) == ["B"]
    store.write(lambda tx: tx.set_verdict(repeat, pack_verdict(Verdict("B", Code.WITHDRAWAL, 0.5))))
    assert (found(verdict="WITHDRAWAL"), found(verdict="REPEAT_PETITION", unit="甲")) == (["B"], ["D"])
    store.write(lambda tx: tx.set_verdict(repeat, None))
    assert found(verdict="WITHDRAWAL") == []
    assert all(verdict_code(pack_verdict(Verdict("X", code, 0.5))) == code for code in Code)


def test_matters_are_paged_by_value_and_count_who_came_back(store: Store) -> None:
    for n, (matter, code) in enumerate(
        [("m-1", Code.NEW), ("m-1", Code.REPEAT_PETITION), ("m-2", Code.NEW), ("m-2", Code.SAME_MATTER_OTHER_PERSON),
         ("m-2", Code.SAME_MATTER_OTHER_PERSON), ("m-3", Code.NEW), ("m-3", Code.REPEAT_PETITION), ("", Code.NEW)]
    ):  # fmt: skip
        add(store, f"A{n}", code, matter, minute=n)
    add(store, "secret", Code.REPEAT_PETITION, "m-3", minute=99, confidential=True)
    with store.read() as reader:
        assert [(m.matter_id, m.size, m.open, m.repeats) for m in reader.matters(9, confidential=False)] == [
            ("m-2", 3, 3, 0), ("m-1", 2, 2, 1), ("m-3", 2, 2, 1)
        ]  # fmt: skip
        assert [m.matter_id for m in reader.matters(9, "repeat", confidential=False)] == ["m-1", "m-3", "m-2"]
        assert [m.matter_id for m in reader.matters(1, "repeat", after=(1, "m-1"), confidential=False)] == ["m-3"]
        assert [m.matter_id for m in reader.matters(9, after=(2, "m-1"), confidential=False)] == ["m-3"]
        assert [m.size for m in reader.matters(9)] == [3, 3, 2], "nobody asked to leave the confidential one out"


def test_an_older_store_learns_its_verdicts_codes(tmp_path: Path) -> None:
    from index.migrations import upgrade

    path = tmp_path / "old.db"
    store_sqlite.create_file(path)
    upgrade(lambda: store_sqlite.connect(path, "write", 1.0), store_sqlite.BEGIN, "0002")
    connection = sqlite3.connect(path)
    for seq, code in enumerate(Code, start=1):
        connection.execute(
            "INSERT INTO cases VALUES (?, ?, 'default', 'REGISTERED', 1, '', '', '', '', 5, NULL, 0, '', 0, '', x'00', x'00')",
            (seq, f"A{seq}"),
        )
        connection.execute("INSERT INTO verdicts VALUES (?, ?)", (seq, pack_verdict(Verdict(f"A{seq}", code, 0.5))))
    connection.execute("INSERT INTO outbox VALUES (1, '甲', 'case', x'', 3, 1)")
    connection.commit()
    connection.close()
    with Store.open(path) as store:
        connection = sqlite3.connect(path)
        assert connection.execute("SELECT verdict FROM cases ORDER BY seq").fetchall() == [
            (str(code),) for code in Code
        ]
        connection.close()
        assert store.write(lambda tx: tx.expire_outbox(START, 10)) == 1, (
            "what was queued before has no time and goes first"
        )
