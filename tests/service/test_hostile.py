"""Can one text hold the desk up? Each of these once did in some part of some system; here each stays within its time.

Bounds are four times what is allowed on a quiet machine, in processor time of the one thread that checks.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from engine.case import Case, Person
from engine.prepare import prepare
from engine.prepared import pack
from engine.verdict import Verdict
from index.store import Transaction
from service.flows import Desk

ALLOWED = 0.25
"""Seconds for any text, on a quiet machine."""
NOISE = 4
START = datetime.fromisoformat("2026-03-01T08:00:00+08:00")
SIZE = 256 * 1024
"""Bytes of UTF-8: what the door lets in."""
LETTER = (
    "我家住在松鹤里小区{n}号楼2单元，楼下的棋牌室每晚营业到凌晨两点，划拳声吵得老人孩子睡不着。"
    "我们找过物业和社区，社区答应去谈，{n}天过去没有下文。3月{n}日晚上民警来过一次，走后照旧。"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    opened = Desk.open(tmp_path_factory.mktemp("hostile") / "data")
    opened.warm()
    yield opened
    opened.close()


def checked(desk: Desk, text: str, *, case_id: str = "H1") -> tuple[Verdict, float]:
    """The verdict and the seconds of processor time that it took."""
    case = Case(case_id, text, START, petitioner=Person(name="过路人", phone="13900001111"))
    started = time.thread_time()
    return desk.check(case), time.thread_time() - started


def filled(unit: str) -> str:
    return unit * (SIZE // len(unit.encode()))


@pytest.mark.parametrize("char", ["中", "路", "号", "1", "一", "a", "的", "。", " ", "\n", "好", "催", "*", "#"])
def test_one_character_over_and_over(desk: Desk, char: str) -> None:
    desk.register(Case(f"R{ord(char)}", filled(char), START))
    _, took = checked(desk, filled(char))
    assert took < NOISE * ALLOWED


@pytest.mark.parametrize(
    "unit", ["1号", "3号楼", "领导好", "东路西路", "1-", "昨天摔伤，", "我是", "第一，", "您好 ", "A1座"]
)
def test_a_few_characters_over_and_over(desk: Desk, unit: str) -> None:
    _, took = checked(desk, filled(unit))
    assert took < NOISE * ALLOWED


def test_a_very_long_letter(desk: Desk) -> None:
    text = "".join(LETTER.format(n=n) for n in range(2_000)).encode()[:SIZE].decode(errors="ignore")
    desk.register(Case("L1", text, START))
    verdict, took = checked(desk, text + "另补充一点。")
    assert "L1" in {match.case_id for match in verdict.matches}
    assert took < NOISE * ALLOWED


def test_combining_marks(desk: Desk) -> None:
    """Unicode's own normalisation takes eight seconds for this one."""
    _, took = checked(desk, "a" + "\u0301\u0323" * 50_000)
    assert took < NOISE * ALLOWED


def test_one_more_template_letter(tmp_path: Path) -> None:
    """Five thousand persons have sent the same letter; the next one is found to be one of them, in time."""
    count = 5_000
    desk = Desk.open(tmp_path / "data")
    desk.warm()
    library = desk.library

    def letter(n: int) -> Case:
        text = f"我是松鹤里小区{n % 30 + 1}号楼的业主，开发商承诺的地铁口至今没有开，请住建局查处虚假宣传并督促整改。"
        return Case(f"T{n}", text, START + timedelta(minutes=n), petitioner=Person(f"业主{n}", phone=f"139{n:08d}"))

    def work(transaction: Transaction) -> None:
        for n in range(count):
            transaction.insert(letter(n), pack(prepare(letter(n), library.tools)), b"", None)

    library.store.write(work)
    library.rebuild()
    started = time.thread_time()
    verdict = desk.check(letter(count))
    took = time.thread_time() - started
    desk.close()
    assert verdict.matches
    assert took < NOISE * ALLOWED
