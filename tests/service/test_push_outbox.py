"""The desk's side of a push: what is committed goes out, what is undone, erased or secret does not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.advice import Precedent
from engine.case import Case
from engine.verdict import Code, Verdict
from index.records import pack_verdict
from index.store import Store, StoredCase, Transaction
from service import push_outbox
from service.push_outbox import Outbox

START = datetime(2026, 3, 1, tzinfo=UTC)


def nothing(_: StoredCase) -> Sequence[Precedent]:
    return ()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "leian.db") as opened:
        yield opened


def case(case_id: str, **fields: Any) -> Case:
    return Case(case_id, "石溪路的路灯不亮", START, **fields)


def register(outbox: Outbox, store: Store, one: Case) -> int:
    def work(tx: Transaction) -> int:
        verdict = Verdict(
            one.case_id, Code.REPEAT_PETITION, 0.9, matched=tuple(f"M{n}" for n in range(50)), advice="句子"
        )
        seq = tx.insert(one, b"p", b"f", pack_verdict(verdict))
        outbox.queue(tx, seq, one)
        return seq

    return store.write(work)


def change(outbox: Outbox, store: Store, seq: int, old: Case, new: Case) -> None:
    def work(tx: Transaction) -> None:
        tx.update(seq, new, b"p")
        outbox.changed(tx, seq, old, new)

    store.write(work)


def read(frame: bytes) -> tuple[int, str, dict[str, Any]]:
    number, event, data, *rest = frame.decode().split("\n")
    assert rest == ["", ""]
    return int(number.removeprefix("id: ")), event.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def test_an_event_is_short_and_says_who_and_what(store: Store) -> None:
    outbox = Outbox(store, nothing)
    register(outbox, store, case("A", handling_unit="甲", title="标题\n\ndata: 假" + "长" * 100))
    (event,) = outbox.page(0, 9).events
    number, kind, data = read(event.frame)
    assert (number, kind, data["case_id"], data["unit"], data["seq"]) == (1, "case", "A", "甲", 1)
    assert data["title"] == ("标题\n\ndata: 假" + "长" * 100)[:60], "a line break in a title stays inside the JSON"
    assert (data["verdict"]["verdict"], len(data["verdict"]["matched"]), data["counts"]["matched"]) == (
        "REPEAT_PETITION",
        10,
        50,
    )
    assert "advice" not in data["verdict"]
    assert "text" not in data
    assert data["precedents"] == []
    assert len(event.frame) < 2_000


def test_pages_are_of_one_unit_or_of_all_and_say_how_far_they_reach(store: Store) -> None:
    outbox = Outbox(store, nothing)
    for n in range(6):
        register(outbox, store, case(f"A{n}", handling_unit="甲" if n % 2 else "乙"))
    whole = outbox.page(0, 4)
    assert ([e.number for e in whole.events], whole.reached, whole.more) == ([1, 2, 3, 4], 4, True)
    mine = outbox.page(0, 9, "甲")
    assert ([e.number for e in mine.events], mine.reached, mine.more) == ([2, 4, 6], 6, False)
    assert outbox.page(6, 9).events == ()
    quiet = outbox.page(0, 9, "丙")
    assert (quiet.events, quiet.reached) == ((), 6), "nothing of that unit up to here"


def test_whoever_watches_is_told_after_the_commit_and_not_of_what_is_undone(store: Store) -> None:
    outbox = Outbox(store, nothing)
    seen: list[int] = []
    stop = outbox.watch(lambda: seen.append(outbox.span().last))
    register(outbox, store, case("A"))
    assert seen == [1]

    def fails(tx: Transaction) -> None:
        outbox.queue(tx, 1, case("B"))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write(fails)
    assert (seen, outbox.span().last) == ([1], 1)
    stop()
    register(outbox, store, case("C"))
    assert seen == [1]


def test_a_case_that_comes_to_another_unit_is_pushed_there(store: Store) -> None:
    outbox = Outbox(store, nothing)
    old = case("A", handling_unit="甲")
    seq = register(outbox, store, old)
    new = case("A", handling_unit="乙")
    change(outbox, store, seq, old, new)
    change(outbox, store, seq, new, new)
    change(outbox, store, seq, new, case("A", handling_unit=""))
    assert [(read(e.frame)[1], e.unit) for e in outbox.page(0, 9).events] == [("case", "甲"), ("assigned", "乙")]


def test_an_erased_case_leaves_neither_line_nor_event(store: Store, tmp_path: Path) -> None:
    outbox = Outbox(store, nothing)
    seq = register(outbox, store, case("ERASE-ME-77", title="栖霞坞三幢的暗渠"))
    register(outbox, store, case("B"))
    assert "栖霞坞三幢的暗渠" in outbox.page(0, 9).events[0].frame.decode()
    store.erase(seq, gone=lambda: outbox.withdraw(seq))
    assert [e.number for e in outbox.page(0, 9).events] == [2]
    assert outbox.is_withdrawn(seq)
    assert not outbox.is_withdrawn(seq + 1)
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert "栖霞坞".encode() not in kept
    assert b"ERASE-ME-77" not in kept


def test_a_case_that_becomes_confidential_is_withdrawn(store: Store) -> None:
    outbox = Outbox(store, nothing)
    old = case("A")
    seq = register(outbox, store, old)
    register(outbox, store, case("B", confidential=True))
    assert [e.confidential for e in outbox.page(0, 9).events] == [False, True]
    change(outbox, store, seq, old, case("A", confidential=True))
    assert [e.confidential for e in outbox.page(0, 9).events] == [True, True]
    assert outbox.is_withdrawn(seq), "what was prepared before"


def test_old_lines_go_as_new_ones_come(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push_outbox, "EXPIRE_EVERY", 5)
    outbox = Outbox(store, nothing, age=timedelta(0))
    for n in range(20):
        register(outbox, store, case(f"A{n}"))
    span = outbox.span()
    assert (span.last, span.expired) == (20, 16)
    assert [e.number for e in outbox.page(0, 99).events] == [17, 18, 19, 20]
    patient = Outbox(store, nothing, age=timedelta(days=1))
    for n in range(9):
        register(patient, store, case(f"B{n}"))
    assert patient.span().expired == span.expired


def test_a_lookup_that_fails_or_takes_too_long_does_not_hold_up_anybody(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def fails_or_dawdles(stored: StoredCase) -> Sequence[Precedent]:
        asked.append(stored.case.case_id)
        if stored.case.case_id == "bad":
            raise ValueError("no words")
        clock[0] += 10.0
        return ()

    clock = [100.0]
    monkeypatch.setattr(push_outbox, "perf_counter", lambda: clock[0])
    outbox = Outbox(store, fails_or_dawdles)
    for name in ("bad", "slow", "next"):
        register(outbox, store, case(name))
    found = [read(e.frame)[2]["precedents"] for e in outbox.page(0, 9).events]
    assert (asked, found) == (["bad", "slow"], [None, [], None])
    clock[0] += 60.0  # a quarter of the time: the debt is paid off
    register(outbox, store, case("later"))
    assert read(outbox.page(3, 9).events[0].frame)[2]["precedents"] == []
    assert outbox.page(0, 9).events[2].frame, "what went out without stays without"
    assert asked == ["bad", "slow", "later"]


def test_for_old_lines_nothing_is_looked_up(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push_outbox, "FRESH", timedelta(0))
    outbox = Outbox(store, nothing)
    register(outbox, store, case("A"))
    assert read(outbox.page(0, 9).events[0].frame)[2]["precedents"] is None


def test_what_is_kept_ready_is_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push_outbox, "KEPT", 3)
    outbox = Outbox(store, nothing)
    for n in range(9):
        register(outbox, store, case(f"A{n}"))
        outbox.page(n, 9)
    assert len(outbox._ready) == 3
    assert [e.number for e in outbox.page(0, 99).events] == list(range(1, 10))
