"""After an erasure, is there a byte left of what was erased?"""

from __future__ import annotations

import random
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.case import Case, Person
from engine.verdict import Code, Evidence, Match, MatterRelation, PersonRelation, Verdict
from index import store_erasure
from index.records import pack_verdict, unpack_verdict
from index.store import Store, Transaction
from index.store_erasure import PIECE_BYTES, found_in, pieces_of

AT = datetime(2026, 5, 1, tzinfo=UTC)
SECRETS = ["栖霞坞三幢的暗渠", "祝青禾", "13900002468", "ERASE-ME-77"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "leian.db", busy_timeout=0.5) as opened:
        yield opened


def secret_case() -> Case:
    person = Person("祝青禾", phone="13900002468")
    return Case("ERASE-ME-77", "栖霞坞三幢的暗渠堵了" * 40, AT, petitioner=person)


def plain(number: int, size: int = 60) -> Case:
    return Case(f"N-{number:05d}", f"第{number}件：" + "路面坑洼" * size, AT)


def quoting(case_id: str) -> Verdict:
    """Another case's verdict that quotes the erased one in every way a verdict can."""
    place = Evidence("place", "agree", "暗渠", "栖霞坞三幢的暗渠", (0, 2), (0, 8), "R4")
    match = Match("ERASE-ME-77", Code.REPEAT_PETITION, PersonRelation.SAME, MatterRelation.SAME, 0.9, (place,))
    other = Match("N-00001", Code.SIMILAR_CASE, PersonRelation.DIFFERENT, MatterRelation.SIMILAR, 0.4)
    return Verdict(
        case_id,
        Code.REPEAT_PETITION,
        0.9,
        matched=("ERASE-ME-77",),
        similar=("N-00001",),
        history=("ERASE-ME-77",),
        matches=(match, other),
        advice="与 ERASE-ME-77 并办",
    )


def write_everywhere(tx: Transaction) -> int:
    """The secret case, and everything else in the store that speaks of it."""
    own = pack_verdict(Verdict("ERASE-ME-77", Code.NEW, 0.5, new_facts=("栖霞坞三幢的暗渠",)))
    seq = tx.insert(secret_case(), "栖霞坞三幢的暗渠 prepared".encode() * 50, b"print", own)
    tx.insert(plain(1), b"prepared", b"print", pack_verdict(quoting("N-00001")))
    tx.add_decision("N-00001", "ERASE-ME-77", "reject", "王", "祝青禾说不是一件")
    tx.add_decision("ERASE-ME-77", "N-00001", "confirm", "王", "祝青禾来电")
    tx.add_outbox("case", "甲", "ERASE-ME-77 栖霞坞三幢的暗渠".encode(), seq)
    tx.add_outbox("case", "乙", "N-00001 像 ERASE-ME-77: 栖霞坞三幢的暗渠".encode(), seq + 1)
    tx.add_outbox("case", "乙", b"N-00001", seq + 1)
    tx.audit("read", "ERASE-ME-77 by 王", seq)
    tx.audit("read", "N-00001 by 王", seq + 1)
    return seq


def left_over(directory: Path) -> set[str]:
    """A grep for the secrets over every file of the directory."""
    content = b"".join(file.read_bytes() for file in directory.iterdir())
    return {secret for secret in SECRETS if secret.encode() in content}


@pytest.mark.parametrize("how", ["store.erase", "transaction.delete"])
def test_nothing_is_left_of_an_erased_case(store: Store, tmp_path: Path, how: str) -> None:
    store.write(lambda tx: [tx.insert(plain(i), b"p" * 900, b"", None) for i in range(100, 200)])
    seq = store.write(write_everywhere)
    store.write(lambda tx: tx.update(seq, replace(secret_case(), title="栖霞坞三幢的暗渠"), "祝青禾".encode() * 700))
    assert left_over(tmp_path) == set(SECRETS), "the search itself works"
    receipt = store.erase(seq) if how == "store.erase" else store.write(lambda tx: tx.delete(seq))
    assert left_over(tmp_path) == set()
    assert receipt.proven == (how == "store.erase")
    assert not store.erasure_pending
    assert store.problems() == []


def test_what_others_said_of_it_is_cut_out_and_the_rest_stays(store: Store) -> None:
    seq = store.write(write_everywhere)
    receipt = store.erase(seq)
    mark = f"[{receipt.case_id_hash[:8]}]"
    with store.read() as reader:
        assert reader.get("ERASE-ME-77") is None
        other = reader.get("N-00001")
        assert other is not None
        assert other.verdict is not None
        verdict = unpack_verdict(other.verdict)
        assert [m.case_id for m in verdict.matches] == ["N-00001"]
        assert (verdict.matched, verdict.history, verdict.advice) == ((), (), f"与 {mark} 并办")
        assert reader.decisions_for("N-00001") == []
        assert [(o.payload, o.seq) for o in reader.outbox_after(0, 9)] == [(b"", seq + 1), (b"N-00001", seq + 1)]
        trail = [(e.action, e.detail) for e in reader.audit_after(0, 9)]
        assert trail == [("read", f"{mark} by 王"), ("read", "N-00001 by 王"), ("erase", receipt.case_id_hash)]
        assert [(c.kind, c.seq) for c in reader.changes(2, 9)] == [("verdict", seq + 1), ("delete", seq)]


def test_a_receipt_can_be_checked_by_who_has_the_key(tmp_path: Path) -> None:
    hashes = set()
    for key in (b"", b"k1", b"k2"):
        with Store.open(tmp_path / key.hex() / "leian.db", receipt_key=key) as store:
            seq = store.write(write_everywhere)
            receipt = store.erase(seq)
            assert receipt.case_id == "ERASE-ME-77"
            assert receipt.case_id_hash == store.write(lambda tx: tx.hash_of("ERASE-ME-77"))
            hashes.add(receipt.case_id_hash)
    assert len(hashes) == 3


def test_a_verdict_written_while_the_others_were_searched_is_cleaned_too(store: Store) -> None:
    seq = store.write(write_everywhere)
    with store.read() as reader:
        seen = reader.last_change()
    late = store.write(lambda tx: tx.insert(plain(2), b"", b"", pack_verdict(quoting("N-00002"))))
    again = store.write(lambda tx: tx.insert(plain(3), b"", b"", None))
    store.write(lambda tx: tx.set_verdict(again, pack_verdict(quoting("N-00003"))))
    assert store.write(lambda tx: tx.verdicts_since(seen)) == [late, again]
    store.write(lambda tx: tx.delete(seq, {seq + 1, *tx.verdicts_since(seen)}))
    with store.read() as reader:
        assert reader.verdicts_naming("ERASE-ME-77") == []


def test_the_same_letter_of_somebody_else_stays(store: Store) -> None:
    text = "请求修缮栖霞坞三幢的暗渠，理由如下：" * 20
    one, two = store.write(lambda tx: [tx.insert(Case(i, text, AT), b"x" * 99, b"", None) for i in ("T1", "T2")])
    assert store.erase(one).proven
    with store.read() as reader:
        kept = reader.get("T2")
    assert kept is not None
    assert (kept.seq, kept.case.text) == (two, text)


def test_an_erased_id_may_come_again(store: Store) -> None:
    first = store.write(lambda tx: tx.insert(plain(1), b"", b"", None))
    assert store.erase(first).proven
    second = store.write(lambda tx: tx.insert(plain(1), b"", b"", None))
    assert second > first


def test_a_busy_reader_delays_the_proof_but_not_the_erasure(store: Store, tmp_path: Path) -> None:
    seq = store.write(write_everywhere)
    with store.read() as reader:
        assert reader.count() == 2
        receipt = store.erase(seq)
        assert not receipt.proven
        assert store.erasure_pending
        assert reader.get("ERASE-ME-77") is not None, "the snapshot is from before"
    with store.read() as reader:
        assert reader.get("ERASE-ME-77") is None
    waited = threading.Event()
    for _ in range(100):
        if not store.erasure_pending or waited.wait(0.05):
            break
    assert not store.erasure_pending
    assert left_over(tmp_path) == set()


def churn(store: Store, count: int, generator: random.Random) -> list[int]:
    """Inserts with ids in random order and updates of many sizes: what makes SQLite move rows between pages."""
    seqs: list[int] = []

    def step(tx: Transaction, number: int) -> None:
        name = f"{generator.getrandbits(64):016x}"
        body = f"{name}路灯" * generator.randint(1, 60)
        seqs.append(tx.insert(Case(name, body, AT), f"{name}P".encode() * generator.randint(2, 120), b"", None))
        if number % 3 == 0:
            old = next(iter(tx.get_many([generator.choice(seqs)]).values()))
            text = f"{old.case.case_id}路灯" * generator.randint(1, 120)
            blob = f"{old.case.case_id}P".encode() * generator.randint(2, 150)
            tx.update(old.seq, replace(old.case, text=text), blob)

    for start in range(0, count, 100):
        store.write(lambda tx, start=start: [step(tx, n) for n in range(start, start + 100)])
    return seqs


def test_a_copy_in_a_gap_is_found_and_removed(store: Store, tmp_path: Path) -> None:
    generator = random.Random(3)  # a seed for which SQLite alone leaves ids behind
    seqs = churn(store, 3000, generator)
    doomed = generator.sample(seqs, 400)
    with store.read() as reader:
        names = {seq: stored.case.case_id.encode() for seq, stored in reader.get_many(doomed).items()}
    copy = tmp_path / "copy"
    copy.mkdir()
    with sqlite3.connect(tmp_path / "leian.db") as source, sqlite3.connect(copy / "leian.db") as target:
        source.backup(target)
    source.close()
    target.close()

    with Store.open(copy / "leian.db") as naive:
        naive.write(lambda tx: [tx.delete(seq, ()) for seq in doomed])
        content = (copy / "leian.db").read_bytes()
        left = [seq for seq, name in names.items() if name in content]
        assert left, "SQLite leaves none here any more: take another seed, or drop the search if no seed does"

    store.write(lambda tx: [tx.delete(seq, ()) for seq in doomed if seq not in left])
    for seq in left:
        assert store.erase(seq).proven
    content = b"".join(file.read_bytes() for file in tmp_path.glob("leian.db*"))
    assert [name for name in names.values() if name in content] == []
    assert store.problems() == []


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30), st.integers(1, 2**40))
def test_the_id_is_looked_for_as_sqlite_writes_it(case_id: str, seq: int) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE cases (seq INTEGER PRIMARY KEY, case_id TEXT UNIQUE, source TEXT)")
    connection.execute("INSERT INTO cases VALUES (?, ?, 'web')", (seq, case_id.replace("\0", "")))
    content = connection.serialize()
    connection.close()
    for piece in pieces_of(case_id.replace("\0", ""), "web", seq, ()):
        assert piece in content


@given(st.binary(min_size=12, max_size=500))
def test_pieces_of_a_blob_lie_in_it(blob: bytes) -> None:
    pieces = pieces_of("A", "default", 5, [blob])[2:]
    assert pieces
    assert all(piece in blob and len(piece) == min(PIECE_BYTES, len(blob)) for piece in pieces)


def test_found_in_reads_every_file(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "one").write_bytes(b"x" * 5000 + b"needle 1")
    (tmp_path / "two").write_bytes(b"needle 2" + b"x" * 5000)
    files = sorted(tmp_path.iterdir())
    assert found_in(files, [b"needle 2", b"needle 1", b"needle 3"]) == (b"needle 1", b"needle 2")


@given(st.binary(max_size=300), st.lists(st.binary(min_size=1, max_size=9), max_size=5), st.integers(1, 20))
def test_a_piece_across_windows_is_found(content: bytes, pieces: list[bytes], window: int) -> None:
    pieces += [content[i : i + 7] for i in range(0, len(content), 31)]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_erasure, "WINDOW_BYTES", window)
        file = Path(folder) / "file"
        file.write_bytes(content)
        assert set(found_in([file], pieces)) == {piece for piece in pieces if piece in content}


def test_compacting_keeps_everything(store: Store, tmp_path: Path) -> None:
    store.write(lambda tx: [tx.insert(plain(i), b"p" * 900, b"", None) for i in range(300)])
    store.write(lambda tx: [tx.delete(seq, ()) for seq in range(1, 280)])
    before = (tmp_path / "leian.db").stat().st_size
    store.compact()
    assert (tmp_path / "leian.db").stat().st_size < before / 2
    assert (tmp_path / "leian.db-wal").stat().st_size == 0
    with store.read() as reader:
        assert [c.seq for c in reader.iterate()] == list(range(280, 301))
        assert reader.last_change() == 579
    assert store.write(lambda tx: tx.insert(plain(999), b"", b"", None)) == 301


def test_an_erasure_counts_from_the_past_even_if_time_stands_still(store: Store) -> None:
    """Receipts are numbered by the audit trail, so two of the same microsecond are still two."""
    seqs = store.write(lambda tx: [tx.insert(plain(i), b"", b"", None) for i in range(2)])
    first, second = store.write(lambda tx: [tx.delete(seq, ()) for seq in seqs])
    assert second.number == first.number + 1
    assert second.erased_at - first.erased_at < timedelta(minutes=1)
