"""What a decision does to the matters, and that taking it back puts them as they were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.case import Case
from service.errors import WrongFields
from service.flows import Desk
from service.learning_sources import from_store

START = datetime(2031, 4, 1, tzinfo=UTC)
TEXTS = {
    "A": "云麓苑3号楼电梯停运三天，老人下不了楼，请物业修好。",
    "B": "望溪路路口红绿灯整晚不亮，车辆乱行，请交管部门处理。",
    "C": "松涛里菜场收摊后满地烂菜叶无人清扫，气味难闻。",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk.open(tmp_path / "data")
    for number, (case_id, text) in enumerate(TEXTS.items()):
        opened.register(Case(case_id, text, START + timedelta(days=number)))
    yield opened
    opened.close()


def matters(desk: Desk) -> list[str]:
    return [desk.get(case_id).matter_id for case_id in TEXTS]


def decide(desk: Desk, one: str, other: str, decision: str) -> None:
    desk.decide(one, other, decision, "工号17", "")


def test_an_undone_confirmation_parts_the_cases_again(desk: Desk) -> None:
    before = matters(desk)
    decide(desk, "B", "A", "confirm")
    assert matters(desk)[0] == matters(desk)[1] != ""
    decide(desk, "A", "B", "undo")  # whoever is named first
    assert matters(desk) == before
    assert [each.decision for each in desk.decisions("B")] == ["confirm", "undo"]


def test_an_undone_rejection_is_proposed_and_grouped_again(desk: Desk) -> None:
    decide(desk, "B", "A", "confirm")
    together = matters(desk)
    decide(desk, "B", "A", "reject")
    assert matters(desk)[1] == ""
    with desk.library.store.read() as reader:
        assert reader.rejected_pairs("A") == {"B"}
    decide(desk, "B", "A", "undo")
    assert matters(desk) == together
    with desk.library.store.read() as reader:
        assert reader.rejected_pairs("A") == set()
    decide(desk, "B", "A", "undo")  # now the confirmation
    assert matters(desk)[1] == ""


def test_a_split_takes_out_one_case_and_comes_back(desk: Desk) -> None:
    decide(desk, "B", "A", "confirm")
    decide(desk, "C", "A", "confirm")
    assert len(set(matters(desk))) == 1
    decide(desk, "C", "A", "split")
    assert matters(desk)[2] == ""
    assert matters(desk)[0] == matters(desk)[1] != ""
    decide(desk, "C", "A", "undo")
    assert len(set(matters(desk))) == 1


def test_what_somebody_moved_since_stays_there(desk: Desk) -> None:
    decide(desk, "B", "A", "confirm")
    decide(desk, "B", "C", "confirm")
    moved = matters(desk)
    assert moved[1] == moved[2]
    desk.library.store.write(lambda tx: desk.library.set_matter(tx, [desk.get("B").seq], "m-other"))
    decide(desk, "B", "A", "undo")
    assert matters(desk)[1] == "m-other"


def test_nothing_to_take_back_is_said(desk: Desk) -> None:
    with pytest.raises(WrongFields, match="nothing to take back"):
        decide(desk, "A", "B", "undo")
    decide(desk, "A", "B", "reject")
    decide(desk, "A", "B", "undo")
    with pytest.raises(WrongFields):
        decide(desk, "A", "B", "undo")


def test_what_was_undone_teaches_nothing(desk: Desk, tmp_path: Path) -> None:
    decide(desk, "B", "A", "confirm")
    decide(desk, "C", "A", "reject")
    decide(desk, "C", "A", "confirm")
    decide(desk, "B", "A", "undo")
    decide(desk, "C", "A", "undo")
    assert [(each.one, each.other, each.label) for each in from_store(tmp_path / "data").pairs] == [("C", "A", 0)]
