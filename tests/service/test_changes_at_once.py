"""Two who change one case at the same time: nothing of either is lost, and what is derived is made of the last one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import NOON

from engine.case import Case, Person, Reply, Status
from service.desk import Filters
from service.errors import CaseNotFound
from service.flows import Desk

LAMP = Case("C1", "揽月路整条路灯坏了半个月，晚上漆黑一片，请路灯所派人修好。", NOON, petitioner=Person(phone="13900006009"))
ROUNDS = 12


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk.open(tmp_path / "data")
    opened.register(LAMP)
    yield opened
    opened.close()


def test_changes_of_different_fields_are_all_kept(desk: Desk) -> None:
    fields = ("handling_unit", "org_id", "locality", "address", "target_party")
    start = threading.Barrier(len(fields))

    def change(name: str) -> None:
        start.wait()
        for number in range(ROUNDS):
            assert getattr(desk.update("C1", {name: f"{name} {number}"}).case, name) == f"{name} {number}"

    with ThreadPoolExecutor(len(fields)) as pool:
        list(pool.map(change, fields))
    kept = desk.get("C1").case
    assert [getattr(kept, name) for name in fields] == [f"{name} {ROUNDS - 1}" for name in fields]
    found = desk.search("揽月路", filters=Filters(unit=kept.handling_unit), limit=5, cursor=None)
    assert [hit.case_id for hit in found.hits] == ["C1"]
    assert len(desk.audit_trail(0, 1_000, confidential=True)) == ROUNDS * len(fields)
    assert desk.verify().differences == []


def test_what_is_erased_while_it_is_changed_stays_gone(desk: Desk) -> None:
    for turn in range(6):
        case_id = f"E{turn}"
        desk.register(Case(case_id, f"第{turn}号桥头的窨井盖丢了，请补上。", NOON))
        begun = threading.Event()

        def change(case_id: str = case_id, begun: threading.Event = begun) -> None:
            for number in range(10_000):
                try:
                    desk.update(case_id, {"status": Status.CLOSED, "official_reply": Reply(f"已补，第{number}稿。")})
                except CaseNotFound:
                    return
                begun.set()

        with ThreadPoolExecutor(3) as pool:
            changing = [pool.submit(change) for _ in range(3)]
            assert begun.wait(30)
            desk.erase(case_id)
            for each in changing:
                each.result(60)
        assert desk.search(f"第{turn}号桥头", filters=Filters(), limit=5, cursor=None).total == 0
        assert desk.precedents(Case("N", "桥头的窨井盖丢了，请补上。", NOON), None, filters=Filters()).precedents == ()
    assert desk.verify().differences == []
