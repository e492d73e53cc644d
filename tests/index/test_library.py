"""Finding and keeping together: one atomic step, derived things that follow the store, and nothing lost on the way."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from engine.case import Case, Person, Status
from engine.compare import FEATURES
from engine.model import Model
from engine.prepare import Tools
from engine.verdict import Code
from index.library import Library, OtherContent
from index.records import pack_case
from service.flows import MODEL_FILE

SERVICE = Path(__file__).parents[2] / "service"
MODEL = Model.from_bytes((SERVICE / MODEL_FILE).read_bytes(), FEATURES)
TOOLS = Tools(MODEL.reference, b"a secret of the tests")
START = datetime.fromisoformat("2026-03-01T08:00:00+08:00")
LAMP = "云杉里小区北门的路灯坏了半个月，夜里老人摔倒过，请尽快维修。"


def open_library(folder: Path, stamp: str = "one") -> Library:
    return Library.open(folder, MODEL, TOOLS, stamp=stamp)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = open_library(tmp_path / "data")
    yield opened
    opened.close()


def a_case(case_id: str, text: str = LAMP, minute: int = 0, name: str = "", **fields: object) -> Case:
    who = Person(name=name or f"居民{case_id}", phone=f"1390000{abs(hash(case_id)) % 10000:04d}")
    return Case(case_id, text, START + timedelta(minutes=minute), petitioner=who, **fields)  # type: ignore[arg-type]


def put(library: Library, case: Case):
    return library.register(case, pack_case(case)[:32] + case.text.encode()[:32])


def test_registering_twice_gives_the_first_answer_and_other_content_is_refused(library: Library):
    first = put(library, a_case("A1"))
    again = put(library, a_case("A1"))
    assert (first.created, again.created, again.seq) == (True, False, first.seq)
    with pytest.raises(OtherContent):
        put(library, a_case("A1", "另一件事：春溪路窨井盖丢失。"))


def test_of_many_at_once_exactly_one_finds_nothing(library: Library):
    for turn in range(20):
        text = f"第{turn}号桥头的窨井盖丢了，夜里有人骑车摔伤，请补上。桥名松涧{turn}桥，靠近南侧人行道。"
        barrier = threading.Barrier(16)

        def work(n: int, turn: int = turn, text: str = text, barrier: threading.Barrier = barrier) -> Code:
            barrier.wait()
            verdict = put(library, a_case(f"T{turn}-{n}", text, n)).verdict
            assert verdict is not None
            return verdict.verdict if verdict.matched else Code.NEW

        with ThreadPoolExecutor(16) as pool:
            codes = list(pool.map(work, range(16)))
        assert codes.count(Code.NEW) == 1, codes


def test_what_is_registered_is_found_after_a_restart_with_and_without_postings(tmp_path: Path):
    library = open_library(tmp_path / "data")
    for n in range(30):
        put(library, a_case(f"A{n}", f"云杉里小区{n + 1}号楼电梯故障停运，物业一直没有修好。", n))
    library.close()
    for damage in ("none", "missing", "cut"):
        if damage == "missing":
            shutil.rmtree(tmp_path / "data" / "postings")
        if damage == "cut":
            largest = max((tmp_path / "data" / "postings").rglob("*"), key=lambda p: p.stat().st_size if p.is_file() else 0)
            largest.write_bytes(largest.read_bytes()[:-7])
        library = open_library(tmp_path / "data")
        assert library.verify() == []
        verdict = library.check(a_case("N", "云杉里小区12号楼的电梯坏了停运好多天，物业没修。", 99))
        assert verdict.matched == ("A11",), damage
        library.close()


def test_a_killed_process_leaves_postings_that_catch_up(tmp_path: Path):
    library = open_library(tmp_path / "data")
    put(library, a_case("A1"))
    library.store.close()  # as a crash would: nothing derived was written
    reopened = open_library(tmp_path / "data")
    assert reopened.verify() == []
    assert reopened.check(a_case("N", minute=5)).matched == ("A1",)
    reopened.close()


def test_another_model_prepares_every_case_anew(tmp_path: Path):
    library = open_library(tmp_path / "data")
    put(library, a_case("A1"))
    library.close()
    library = open_library(tmp_path / "data", stamp="two")
    assert library.verify() == []
    assert library.check(a_case("N", minute=5)).matched == ("A1",)
    library.close()


def test_another_key_of_persons_prepares_every_case_anew(tmp_path: Path):
    """A lost key must not make everybody a stranger: the cases are there, and are hashed with the new one."""
    library = open_library(tmp_path / "data")
    put(library, a_case("A1", name="居民甲"))
    library.close()
    for secret in (b"another secret of the tests", TOOLS.secret):
        library = Library.open(tmp_path / "data", MODEL, Tools(MODEL.reference, secret), stamp="one")
        assert library.verify() == []
        verdict = library.check(replace(a_case("A1", minute=90, name="居民甲"), case_id="N"))
        assert (verdict.verdict, verdict.matched) == (Code.REPEAT_PETITION, ("A1",))
        library.close()


def test_a_work_that_fails_leaves_nothing_behind(library: Library):
    def fail(*_: object) -> None:
        raise RuntimeError("the outbox is on fire")

    with pytest.raises(RuntimeError, match="outbox"):
        library.register(a_case("A1"), b"f", after=fail)
    assert library.check(a_case("N")).matched == ()
    assert library.verify() == []
    put(library, a_case("A1"))
    assert library.check(a_case("N")).matched == ("A1",)


def test_an_erased_case_is_never_found_again(library: Library):
    put(library, a_case("A1"))
    put(library, a_case("A2", minute=3))
    with library.store.read() as reader:
        seq = reader.seq_of(["A1"])["A1"]
    library.store.erase(seq)
    library.forget(seq)
    verdict = library.check(a_case("N", minute=9))
    assert verdict.matched == ("A2",)
    assert "A1" not in repr(verdict)
    assert library.verify() == []


def test_a_change_is_seen_by_the_next_check(library: Library):
    put(library, a_case("A1"))
    with library.store.read() as reader:
        stored = reader.get("A1")
    assert stored is not None
    from dataclasses import replace

    library.update(stored.seq, replace(stored.case, status=Status.CLOSED, handling_unit="路灯所"))
    match = library.check(a_case("N", minute=5)).matches[0]
    assert (match.status, match.handling_unit) == ("CLOSED", "路灯所")


def test_history_lists_all_earlier_cases_of_a_person(library: Library):
    for n, text in enumerate((LAMP, "松涧路公交站台积水。", "春溪小学午餐太凉。")):
        who = Person(name="何渡", phone="13900008888")
        case = Case(f"H{n}", text, START + timedelta(days=n), petitioner=who)
        put(library, case)
    found = library.history(Case("N", "新的事", START + timedelta(days=9), petitioner=Person(phone="13900008888")))
    assert [stored.case.case_id for stored in found] == ["H0", "H1", "H2"]


def test_confidential_cases_cannot_be_met_from_outside(library: Library):
    put(library, a_case("S1", confidential=True))
    verdict = library.check(a_case("N"))
    assert (verdict.verdict, verdict.matches, verdict.matter_id) == (Code.NEW, (), None)
    inside = library.check(a_case("M", confidential=True))
    assert inside.matched == ("S1",)
