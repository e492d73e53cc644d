"""Does the store keep what it acknowledged, undo what failed, and forget what was erased?"""

from __future__ import annotations

import dataclasses
import os
import resource
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.case import Case, Reply, Status
from engine.verdict import Code, Verdict
from index import schema, store_sqlite
from index.errors import (
    DuplicateCaseId,
    FollowUpFailed,
    NoSuchCase,
    StoreClosed,
    StoreDamaged,
    StoreLocked,
    StoreMisused,
    StoreUnavailable,
    StoreVersionError,
)
from index.records import pack_verdict
from index.store import CaseFilter, Change, Store, StoredCase, Transaction
from index.store_types import standing

SHANGHAI = timezone(timedelta(hours=8))
START = datetime(2026, 3, 1, 9, 0, tzinfo=SHANGHAI)


def case(case_id: str, text: str = "小区东门路灯不亮", **fields: object) -> Case:
    return Case(case_id, text, fields.pop("received_at", START), **fields)  # type: ignore[arg-type]


def add(store: Store, *cases: Case) -> list[int]:
    def work(tx: Transaction) -> list[int]:
        return [tx.insert(c, f"prepared {c.case_id}".encode(), f"print {c.case_id}".encode(), None) for c in cases]

    return store.write(work)


def settled(case_id: str, **fields: object) -> Case:
    reply = Reply("已更换灯泡", "枫桥里街道", START + timedelta(days=3), "SUPPORTED")
    return case(case_id, **{"status": Status.CLOSED, "official_reply": reply, **fields})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "leian.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        yield opened


# What comes out is what went in


def test_a_case_comes_back_by_id_and_by_number(store: Store) -> None:
    one = settled("A1", category=("城管", "路灯"), extra={"窗口": 3})
    verdict = pack_verdict(Verdict("A1", Code.NEW, 0.5))
    seq = store.write(lambda tx: tx.insert(one, b"prepared", b"print", verdict, "m-1"))
    expected = StoredCase(seq, one, b"prepared", "m-1", b"print", verdict)
    with store.read() as reader:
        assert reader.get("A1") == expected
        assert reader.get("A2") is None
        assert reader.get_many([seq, seq + 1]) == {seq: expected}
        assert reader.prepared_many([seq + 1, seq]) == {seq: b"prepared"}
        assert reader.seq_of(["A2", "A1"]) == {"A1": seq}
        assert reader.fingerprints(["A2", "A1"]) == {"A1": b"print"}
        assert (reader.count(), reader.last_change(), reader.matter_of(seq)) == (1, 1, "m-1")


@pytest.mark.parametrize("number", [0, 1, 2, 3, 40, 255, 256, 257, 600])
def test_many_at_once_equal_one_by_one(store: Store, number: int) -> None:
    seqs = add(store, *(case(f"A{i}") for i in range(number)))
    asked = [10**9, *reversed(seqs), -1]
    with store.read() as reader:
        assert reader.prepared_many(asked) == {s: f"prepared A{i}".encode() for i, s in enumerate(seqs)}
        assert {s: c.case.case_id for s, c in reader.get_many(asked).items()} == {
            s: f"A{i}" for i, s in enumerate(seqs)
        }
        assert [c.seq for c in reader.iterate(batch=7)] == seqs
        assert [c.seq for c in reader.iterate(after_seq=seqs[number // 2] if seqs else 0)] == seqs[number // 2 + 1 :]
        whole = [(c.seq, c.prepared, c.case.confidential) for c in reader.iterate()]
        assert list(reader.records(batch=7)) == whole
        assert list(reader.records(after_seq=seqs[number // 2] if seqs else 0)) == whole[number // 2 + 1 :]


def test_records_say_who_is_confidential(store: Store) -> None:
    seqs = add(store, case("A1"), case("A2", confidential=True))
    with store.read() as reader:
        assert [(seq, secret) for seq, _, secret in reader.records()] == [(seqs[0], False), (seqs[1], True)]


def test_an_update_keeps_number_matter_and_fingerprint(store: Store) -> None:
    (seq,) = add(store, case("A1"))
    store.write(lambda tx: tx.set_matter([seq], "m-1"))
    store.write(lambda tx: tx.update(seq, case("A1", "两处路灯不亮", status=Status.ACCEPTED), b"again"))
    with store.read() as reader:
        found = reader.get("A1")
        assert found is not None
        assert found.case.text == "两处路灯不亮"
        assert (found.prepared, found.matter_id, found.fingerprint) == (b"again", "m-1", b"print A1")
        assert [c.seq for c in reader.newest(5, status="ACCEPTED")] == [seq]
        assert reader.newest(5, status="REGISTERED") == []


def test_the_log_names_every_change_once(store: Store) -> None:
    one, two = add(store, case("A1"), case("A2"))
    store.write(lambda tx: tx.update(one, case("A1", "更正"), b"p"))
    store.write(lambda tx: tx.set_verdict(one, pack_verdict(Verdict("A1", Code.NEW, 0.5))))
    store.write(lambda tx: tx.set_matter([one, two], "m-1"))
    store.write(lambda tx: tx.delete(two))
    kinds = ["insert", "insert", "update", "verdict", "matter", "matter", "delete"]
    seqs = [one, two, one, one, one, two, two]
    expected = [Change(i, kind, seq) for i, (kind, seq) in enumerate(zip(kinds, seqs, strict=True), start=1)]  # type: ignore[arg-type]
    with store.read() as reader:
        assert reader.changes(0, 100) == expected
        assert reader.changes(2, 3) == expected[2:5]
        assert reader.last_change() == 7


def test_numbers_are_never_given_twice(store: Store) -> None:
    *_, last = add(store, case("A1"), case("A2"))
    store.write(lambda tx: tx.delete(last))
    assert add(store, case("A3")) == [last + 1]


def test_a_snapshot_does_not_change_under_its_reader(store: Store) -> None:
    add(store, case("A1"))
    with store.read() as reader:
        assert reader.count() == 1
        add(store, case("A2"))
        assert (reader.count(), reader.get("A2")) == (1, None)
    with store.read() as reader:
        assert reader.count() == 2


def test_a_reader_cannot_write(store: Store) -> None:
    with store.read() as reader, pytest.raises(StoreUnavailable, match="not writable"), store.read():
        Transaction(reader._connection).set_meta("k", "v")


def test_many_threads_read_at_once(store: Store) -> None:
    seqs = add(store, *(case(f"A{i}") for i in range(64)))
    barrier = threading.Barrier(24)
    wrong: list[object] = []

    def read() -> None:
        barrier.wait(20)
        for _ in range(20):
            with store.read() as reader:
                if len(reader.prepared_many(seqs)) != 64:
                    wrong.append(seqs)

    threads = [threading.Thread(target=read) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert wrong == []


# Lists and filters


FILTERED = [
    settled("S0", handling_unit="枫桥里街道", category=("城管", "路灯"), locality="望江区枫桥里"),
    settled("S1", handling_unit="望江区城管局", category=("路灯杆",), locality="望江区", closed_at=START),
    settled("S2", org_id="o-2", status=Status.REPLIED, confidential=True, received_at=START + timedelta(days=40)),
    settled("S3", status=Status.PROCESSING, source="12345"),
    settled("S4", official_reply=Reply(" ", outcome="EXPLAINED")),
    case("S5", handling_unit="枫桥里街道", status=Status.ACCEPTED, received_at=START - timedelta(days=40)),
]


@pytest.mark.parametrize(
    ("wanted", "newest", "closed"),
    [
        (CaseFilter(), "543210", "012"),
        (CaseFilter(unit="枫桥里街道"), "50", "0"),
        (CaseFilter(category="路灯"), "0", "0"),
        (CaseFilter(category="路_"), "", ""),
        (CaseFilter(locality="望江区"), "10", "01"),
        (CaseFilter(org_id="o-2"), "2", "2"),
        (CaseFilter(source="12345"), "3", ""),
        (CaseFilter(outcome="SUPPORTED"), "3210", "012"),
        (CaseFilter(status="REPLIED"), "2", "2"),
        (CaseFilter(open_only=True), "53", ""),
        (CaseFilter(confidential=False), "54310", "01"),
        (CaseFilter(confidential=True), "2", "2"),
        (CaseFilter(since=START), "43210", "012"),
        (CaseFilter(since=START, until=START + timedelta(days=40)), "4310", "01"),
        (CaseFilter(until=START), "5", ""),
        (CaseFilter(locality="望江区", category="城管", until=START + timedelta(days=1)), "0", "0"),
    ],
)
def test_filters(store: Store, wanted: CaseFilter, newest: str, closed: str) -> None:
    add(store, *FILTERED)
    with store.read() as reader:
        assert "".join(c.case.case_id[1] for c in reader.newest(10, filters=wanted)) == newest
        assert "".join(c.case.case_id[1] for c in reader.closed_with_reply(wanted, batch=2)) == closed


def test_newest_pages_backwards(store: Store) -> None:
    seqs = add(store, *(case(f"A{i}", handling_unit="甲" if i % 2 else "乙") for i in range(9)))
    with store.read() as reader:
        page = reader.newest(4)
        assert [c.seq for c in page] == seqs[:4:-1]
        assert [c.seq for c in reader.newest(4, before_seq=page[-1].seq)] == seqs[4:0:-1]
        assert [c.seq for c in reader.newest(2, unit="甲", before_seq=seqs[5])] == [seqs[3], seqs[1]]
        assert reader.find_by_unit("甲", 2, before_seq=seqs[5]) == reader.newest(2, unit="甲", before_seq=seqs[5])
        assert reader.find_by_unit("丙") == []


def test_received_between_is_in_order_of_time(store: Store) -> None:
    days = [5, 1, 3, 3, 9, 0]
    add(store, *(case(f"A{i}", received_at=START + timedelta(days=d)) for i, d in enumerate(days)))
    with store.read() as reader:
        found = list(reader.received_between(START + timedelta(days=1), START + timedelta(days=9), batch=1))
    assert [c.case.case_id for c in found] == ["A1", "A2", "A3", "A0"]


def test_matters(store: Store) -> None:
    seqs = add(store, *(case(f"A{i}", received_at=START + timedelta(days=9 - i)) for i in range(6)))
    store.write(lambda tx: tx.set_matter(seqs[:3], "m-big"))
    store.write(lambda tx: tx.set_matter(seqs[3:5], "m-old"))
    store.write(lambda tx: tx.set_matter(seqs[5:], "m-alone"))
    with store.read() as reader:
        assert reader.matter_members("m-big") == seqs[:3]
        assert reader.matter_members("") == reader.matter_members("m-none") == []
        # The later a case was registered here, the earlier it had arrived.
        assert [(m.seq, m.case_id) for m in reader.oldest_members("m-big", 2)] == [(seqs[1], "A1"), (seqs[0], "A0")]
        assert reader.oldest_members("m-none", 2) == []
        assert [(m.matter_id, m.size) for m in reader.matters(10)] == [("m-big", 3), ("m-old", 2)]
        assert [m.matter_id for m in reader.matters(10, sort="age")] == ["m-old", "m-big"]
        assert [m.matter_id for m in reader.matters(10, sort="latest")] == ["m-big", "m-old"]
        assert [m.matter_id for m in reader.matters(1, after=(3, "m-big"))] == ["m-old"]
        (oldest,) = reader.matters(1, sort="age")
        assert (oldest.first_received, oldest.last_received) == (START + timedelta(days=5), START + timedelta(days=6))
    store.write(lambda tx: tx.set_matter(seqs[:2], ""))
    with store.read() as reader:
        assert reader.matter_of(seqs[0]) == ""
        assert [m.matter_id for m in reader.matters(10)] == ["m-old"]


# Decisions, outbox, audit, meta


def test_the_latest_decision_on_a_pair_counts_whoever_is_named_first(store: Store) -> None:
    def decide(a: str, b: str, what: str) -> None:
        store.write(lambda tx: tx.add_decision(a, b, what, "王", "看过原件"))

    decide("A", "B", "reject")
    decide("C", "A", "reject")
    decide("A", "D", "split")
    decide("A", "E", "confirm")
    with store.read() as reader:
        assert reader.rejected_pairs("A") == {"B", "C", "D"}
        assert reader.rejected_pairs("B") == {"A"}
    decide("B", "A", "confirm")
    with store.read() as reader:
        assert reader.rejected_pairs("A") == {"C", "D"}
        assert reader.rejected_pairs("B") == set()
        history = reader.decisions_for("B")
    assert [(d.case_id, d.other_case_id, d.decision, d.by) for d in history] == [
        ("A", "B", "reject", "王"),
        ("B", "A", "confirm", "王"),
    ]
    assert abs(datetime.now(UTC) - history[0].at) < timedelta(minutes=1)


def test_what_was_taken_back_does_not_count_and_what_stood_before_does(store: Store) -> None:
    for a, b, what in (("A", "B", "reject"), ("A", "B", "confirm"), ("B", "A", "undo"), ("A", "C", "split")):
        store.write(lambda tx, a=a, b=b, what=what: tx.add_decision(a, b, what, "王"))
    with store.read() as reader:
        assert reader.rejected_pairs("A") == {"B", "C"}
    for _ in range(2):  # the second one has nothing to take back
        store.write(lambda tx: tx.add_decision("A", "B", "undo", "王"))
    with store.read() as reader:
        assert reader.rejected_pairs("A") == {"C"}
        assert [d.decision for d in standing(reader.decisions_for("A")).values()] == ["split"]


def test_the_outbox_is_read_from_where_one_stopped(store: Store) -> None:
    (seq,) = add(store, case("A1"))
    first = store.write(lambda tx: tx.add_outbox("case", "甲", b"1", seq))
    second = store.write(lambda tx: tx.add_outbox("case", "乙", b"2"))
    with store.read() as reader:
        assert [(o.number, o.unit, o.payload, o.change_no, o.seq) for o in reader.outbox_after(0, 9)] == [
            (first, "甲", b"1", 1, seq),
            (second, "乙", b"2", 1, None),
        ]
        assert [o.number for o in reader.outbox_after(first, 9)] == [second]
        assert [o.number for o in reader.outbox_after(0, 9, unit="乙")] == [second]
    assert store.write(lambda tx: tx.prune_outbox(first)) == 1
    third = store.write(lambda tx: tx.add_outbox("case", "甲", b"3"))
    with store.read() as reader:
        assert [o.number for o in reader.outbox_after(0, 9)] == [second, third]


def test_audit_and_meta(store: Store) -> None:
    store.write(lambda tx: tx.audit("read", "A1 by 王", 7))
    store.write(lambda tx: tx.set_meta("model", "1"))
    store.write(lambda tx: tx.set_meta("model", "2"))
    with store.read() as reader:
        (entry,) = reader.audit_after(0, 9)
        assert (entry.action, entry.detail, entry.seq) == ("read", "A1 by 王", 7)
        assert reader.get_meta("model") == "2"
        assert reader.get_meta("none") is None


# Works: alone or not at all


def test_the_same_id_twice_is_refused_and_leaves_no_trace(store: Store) -> None:
    add(store, case("A1"))
    with pytest.raises(DuplicateCaseId, match="'A1'"):
        add(store, case("A2"), case("A1"))
    with store.read() as reader:
        assert (reader.count(), reader.last_change(), reader.get("A2")) == (1, 1, None)
    (two,) = add(store, case("A2"))
    with pytest.raises(DuplicateCaseId):
        store.write(lambda tx: tx.update(two, case("A1"), b""))


def test_what_is_not_there_cannot_be_changed(store: Store) -> None:
    for work in (
        lambda tx: tx.update(5, case("A1"), b""),
        lambda tx: tx.delete(5),
        lambda tx: tx.set_verdict(5, None),
        lambda tx: tx.set_matter([5], "m"),
    ):
        with pytest.raises(NoSuchCase, match="5"):
            store.write(work)
    with pytest.raises(NoSuchCase):
        store.erase(5)
    with store.read() as reader:
        assert reader.last_change() == 0


def test_a_poisoned_work_harms_nobody_else(store: Store) -> None:
    fate: list[str] = []

    def poisoned(tx: Transaction) -> None:
        tx.insert(case("bad"), b"", b"", None)
        tx.add_outbox("case", "甲", b"")
        tx.on_commit(lambda: fate.append("committed"))
        tx.on_rollback(lambda: fate.append("undone"))
        tx._execute("SELECT no_such_column FROM cases")

    gate = threading.Event()
    futures = [store.submit(lambda _: gate.wait(10))]
    futures += [store.submit(lambda tx, i=i: tx.insert(case(f"A{i}"), b"", b"", None)) for i in range(3)]
    bad = store.submit(poisoned)
    futures += [store.submit(lambda tx, i=i: tx.insert(case(f"A{i}"), b"", b"", None)) for i in range(3, 6)]
    gate.set()
    with pytest.raises(sqlite3.OperationalError, match="no_such_column"):
        bad.result(10)
    assert [f.result(10) for f in futures[1:]] == [1, 2, 3, 4, 5, 6]
    assert fate == ["undone"]
    with store.read() as reader:
        assert [c.case.case_id for c in reader.iterate()] == [f"A{i}" for i in range(6)]
        assert [c.kind for c in reader.changes(0, 99)] == ["insert"] * 6
        assert reader.outbox_after(0, 9) == []


def test_check_then_insert_has_one_first_per_round(store: Store) -> None:
    rounds, threads = 200, 16
    barrier = threading.Barrier(threads)
    firsts: list[int] = []

    def register(tx: Transaction, number: int) -> bool:
        if tx.get(f"R{number}") is not None:
            return False
        tx.insert(case(f"R{number}"), b"", b"", None)
        return True

    def take_part() -> None:
        for number in range(rounds):
            barrier.wait(30)
            if store.write(lambda tx, number=number: register(tx, number)):
                firsts.append(number)

    workers = [threading.Thread(target=take_part) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert firsts == list(range(rounds))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["insert", "update", "delete", "fail"]), st.integers(0, 5)), max_size=30))
def test_any_sequence_leaves_what_a_dictionary_would_hold(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    model: dict[str, str] = {}

    def apply(tx: Transaction, step: str, case_id: str, text: str) -> None:
        if step == "insert":
            tx.insert(case(case_id, text), text.encode(), b"", None)
        elif step == "fail":
            tx.insert(case("extra"), b"", b"", None)
            raise LookupError
        elif step == "update":
            tx.update(tx.seq_of([case_id]).get(case_id, -1), case(case_id, text), text.encode())
        else:
            tx.delete(tx.seq_of([case_id]).get(case_id, -1))

    with Store.open(tmp_path_factory.mktemp("model") / "leian.db") as store:
        for number, (step, which) in enumerate(steps):
            case_id, text = f"C{which}", f"text {number}"
            try:
                store.write(lambda tx, s=step, c=case_id, t=text: apply(tx, s, c, t))
            except (DuplicateCaseId, NoSuchCase, LookupError):
                continue
            if step == "delete":
                del model[case_id]
            else:
                model[case_id] = text
        with store.read() as reader:
            assert {c.case.case_id: c.case.text for c in reader.iterate()} == model
            assert {c.case.case_id: c.prepared.decode() for c in reader.iterate()} == model
            alive: set[int] = set()
            for change in reader.changes(0, 1000):
                (alive.discard if change.kind == "delete" else alive.add)(change.seq)
            assert alive == {c.seq for c in reader.iterate()}, "the log alone tells what is there"


# The outside world


def test_a_lock_held_by_another_program_is_a_clear_error(path: Path) -> None:
    with Store.open(path, busy_timeout=0.05) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="locked by another program"):
            add(store, case("A1"))
        other.execute("ROLLBACK")
        other.close()
        assert add(store, case("A1")) == [1]


def test_a_full_disk_is_a_clear_error_and_passes(store: Store) -> None:
    add(store, case("A1"))
    undone: list[bool] = []
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def big(tx: Transaction) -> None:
        tx.on_rollback(lambda: undone.append(True))
        tx.insert(case("big", "灯" * 80_000), os.urandom(400_000), b"", None)

    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))  # the system refuses to let any file grow past it
    try:
        with pytest.raises(StoreUnavailable, match="nothing was committed"):
            store.write(big)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert undone == [True]
    store.write(big)
    with store.read() as reader:
        assert [c.case.case_id for c in reader.iterate()] == ["A1", "big"]
    assert store.problems() == []


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database at all, " * 300)
    with pytest.raises(StoreDamaged, match="not a database"):
        Store.open(path)
    assert path.read_bytes() == b"no database at all, " * 300


def test_a_directory_that_cannot_be_used_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnavailable, match="cannot be used"):
        Store.open(tmp_path / "file" / "leian.db")


def test_files_are_for_their_owner_only(store: Store, path: Path) -> None:
    add(store, case("A1"))
    for file in path.parent.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file.name
    assert path.parent.stat().st_mode & 0o077 == 0


def test_writes_are_flushed_at_each_commit(store: Store) -> None:
    assert store._session is not None
    pragma = {
        n: store._session.connection.execute(f"PRAGMA {n}").fetchone()[0] for n in ("synchronous", "journal_mode")
    }
    assert pragma == {"synchronous": 2, "journal_mode": "wal"}


# Who may open what


def test_one_store_owns_a_directory(store: Store, path: Path) -> None:
    with pytest.raises(StoreLocked, match=f"process {os.getpid()}"):
        Store.open(path)
    script = f"from pathlib import Path; from index.store import Store; Store.open(Path({str(path)!r}))"
    child = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "StoreLocked" in child.stderr
    store.close()
    Store.open(path).close()


def test_a_failed_opening_gives_the_directory_up(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x" * 5000)
    with pytest.raises(StoreDamaged):
        Store.open(path)
    path.unlink()
    Store.open(path).close()


def test_a_read_only_store_looks_on_beside_a_running_one(store: Store, path: Path) -> None:
    add(store, case("A1"))
    with Store.open(path, read_only=True) as looking:
        add(store, case("A2"))
        with looking.read() as reader:
            assert reader.count() == 2
        assert looking.problems() == []
        for use in (lambda: add(looking, case("A3")), lambda: looking.erase(1), looking.compact):
            with pytest.raises(StoreMisused, match="reading only"):
                use()


def test_a_read_only_store_works_alone_and_creates_nothing(store: Store, path: Path, tmp_path: Path) -> None:
    add(store, case("A1"))
    store.close()
    with Store.open(path, read_only=True) as looking, looking.read() as reader:
        assert reader.count() == 1
    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        Store.open(tmp_path / "none.db", read_only=True)
    assert not (tmp_path / "none.db").exists()


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreClosed):
        add(store, case("A1"))
    with pytest.raises(StoreClosed), store.read():
        pass


def test_a_follow_up_that_raises_is_told_apart(store: Store) -> None:
    def work(tx: Transaction) -> int:
        tx.on_commit(lambda: 1 // 0)  # type: ignore[arg-type,return-value]
        tx.on_commit(lambda: ran.append(True))
        return tx.insert(case("A1"), b"", b"", None)

    ran: list[bool] = []
    with pytest.raises(FollowUpFailed):
        store.write(work)
    assert ran == [True]
    with store.read() as reader:
        assert reader.count() == 1


def test_a_backup_is_a_store_as_of_now(store: Store, tmp_path: Path) -> None:
    add(store, case("A1"))
    target = tmp_path / "copies" / "copy.db"
    store.backup(target)
    add(store, case("A2"))
    store.backup(target)
    add(store, case("A3"))
    with Store.open(target) as copy, copy.read() as reader:
        assert [c.case.case_id for c in reader.iterate()] == ["A1", "A2"]
        assert reader.last_change() == 2
    assert [p.name for p in target.parent.iterdir() if "part" in p.name] == []
    assert target.stat().st_mode & 0o077 == 0


# Schema


def columns_and_indexes(path: Path) -> dict[str, object]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
        shape: dict[str, object] = {}
        for kind, name, table, statement in rows:
            if kind == "table":
                shape[name] = connection.execute(f"PRAGMA table_info({name})").fetchall()
                shape[f"{name} numbers"] = "AUTOINCREMENT" in (statement or "")
            else:
                shape[name] = (
                    table,
                    connection.execute(f"PRAGMA index_xinfo({name})").fetchall(),
                    " WHERE " in (statement or ""),
                )
    connection.close()
    return shape


def migrated(path: Path, revision: str) -> None:
    from index.migrations import upgrade

    store_sqlite.create_file(path)
    upgrade(lambda: store_sqlite.connect(path, "write", 1.0), store_sqlite.BEGIN, revision)


def revision_of(path: Path) -> str:
    connection = sqlite3.connect(path)
    (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    return str(found)


def test_created_and_migrated_schemas_are_the_same(store: Store, path: Path, tmp_path: Path) -> None:
    migrated(tmp_path / "migrated.db", "head")
    assert columns_and_indexes(tmp_path / "migrated.db") == columns_and_indexes(path)
    assert revision_of(path) == revision_of(tmp_path / "migrated.db") == schema.HEAD


def test_the_known_revisions_are_those_with_a_file() -> None:
    from index.migrations import revisions

    assert revisions() == schema.REVISIONS


def test_a_store_of_the_first_revision_is_brought_to_head_with_its_data(path: Path) -> None:
    migrated(path, "0001")
    connection = sqlite3.connect(path)
    body = b"\x01\x83\xa7case_id\xa2A1\xa4text\xa1t\xabreceived_at\xb42026-03-01T01:00:00Z"
    connection.execute(
        "INSERT INTO cases VALUES (7, 'A1', 'default', 'CLOSED', 0, '甲', '', '', '', 5, NULL, 1, '', 0, 'm-1', x'00', ?)",
        (body,),
    )
    connection.execute("INSERT INTO prepared VALUES (7, x'01')")
    connection.execute("INSERT INTO changes VALUES (3, 0, 7)")
    connection.execute("INSERT INTO outbox VALUES (2, '甲', 'case', x'02', 3)")
    connection.execute("INSERT INTO audit VALUES (1, 5, 'read', 'A1')")
    connection.commit()
    connection.close()
    with pytest.raises(StoreVersionError, match="0001"):
        Store.open(path, read_only=True)
    with Store.open(path) as store:
        with store.read() as reader:
            assert [c.case for c in reader.closed_with_reply()] == [Case("A1", "t", START)]
            assert [(o.payload, o.seq) for o in reader.outbox_after(0, 9)] == [(b"\x02", None)]
            assert reader.last_change() == 3
        assert add(store, case("A2")) == [8]
        store.erase(7)
    assert revision_of(path) == schema.HEAD


def test_a_failing_migration_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrated(path, "0001")
    before = columns_and_indexes(path)
    connection = sqlite3.connect(path)
    connection.execute("CREATE INDEX audit_by_seq ON audit (at)")  # stands in the way of the second step of 0002
    connection.commit()
    with pytest.raises(Exception, match="audit_by_seq already exists"):
        Store.open(path)
    connection.execute("DROP INDEX audit_by_seq")
    connection.commit()
    connection.close()
    assert columns_and_indexes(path) == before
    Store.open(path).close()


def test_a_newer_schema_and_a_foreign_database_are_refused_untouched(store: Store, path: Path, tmp_path: Path) -> None:
    store.close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreVersionError, match=r"9999.*newer"):
        Store.open(path)
    assert revision_of(path) == "9999"
    foreign = tmp_path / "foreign.db"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE theirs (x)")
    connection.commit()
    connection.close()
    with pytest.raises(StoreVersionError, match="not one of leian's"):
        Store.open(foreign)


def test_alembic_is_not_imported_for_a_store_at_head(store: Store, path: Path) -> None:
    store.close()
    fresh = path.with_name("fresh.db")
    script = (
        "import sys; from pathlib import Path; from index.store import Store\n"
        f"for p in ({str(path)!r}, {str(fresh)!r}): Store.open(Path(p)).close()\n"
        "assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_only_the_store_knows_the_database() -> None:
    root = Path(__file__).parents[2]
    knowing = {
        str(file.relative_to(root))
        for package in ("engine", "index", "service")
        for file in (root / package).rglob("*.py")
        if any(
            line.lstrip().startswith(("import sqlite3", "from sqlite3", "import sqlalchemy", "from sqlalchemy"))
            for line in file.read_text().splitlines()
        )
    }
    allowed = ("index/store", "index/schema.py", "index/migrations/")
    assert {name for name in knowing if not name.startswith(allowed)} == set()
    assert knowing, "the search itself works"


def test_every_reader_method_can_be_called_inside_a_write(store: Store) -> None:
    """Inside a work one sees one's own changes, as check-then-insert needs."""

    def work(tx: Transaction) -> None:
        seq = tx.insert(case("A1"), b"p", b"f", None, "m")
        assert tx.get("A1") is not None
        assert tx.prepared_many([seq]) == {seq: b"p"}
        assert tx.matter_members("m") == [seq]
        assert dataclasses.asdict(tx.changes(0, 9)[0]) == {"change_no": 1, "kind": "insert", "seq": seq}

    store.write(work)
