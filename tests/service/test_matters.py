"""Which matters are listed, in which order, and what is counted of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.case import Case, Person, Reply
from engine.compare import FEATURES
from engine.model import Model
from engine.prepare import Tools, prepare_subject
from engine.verdict import Code, Verdict
from index.records import pack_verdict
from index.store import Store
from service.matters import SORTS, matter_page
from service.wire_matters import read_matters_query, write_matters

START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def tools() -> Tools:
    blob = (Path(__file__).parents[2] / "service/data/model.npz").read_bytes()
    return Tools(Model.from_bytes(blob, FEATURES).reference, b"a secret of these tests")


@pytest.fixture
def store(tmp_path: Path, tools: Tools) -> Iterator[Store]:
    """m-one: 3 cases of 2 persons; m-two: 2 of 2, the older; m-three: 4 of 1; a confidential one in m-two; one alone."""
    rows: list[tuple[str, str, int, Code, dict[str, Any]]] = [
        ("m-one", "139", 10, Code.NEW, {"handling_unit": "甲"}),
        ("m-one", "139", 11, Code.REPEAT_PETITION, {"handling_unit": "乙", "official_reply": Reply("已修好")}),
        ("m-one", "138", 12, Code.SAME_MATTER_OTHER_PERSON, {"handling_unit": "乙"}),
        ("m-two", "137", 1, Code.NEW, {"title": "最早的一件"}),
        ("m-two", "136", 2, Code.SAME_MATTER_OTHER_PERSON, {}),
        ("m-two", "135", 0, Code.NEW, {"confidential": True, "title": "保密"}),
        *[("m-three", "134", 20 + n, Code.REPEAT_PETITION if n else Code.NEW, {}) for n in range(4)],
        ("", "133", 30, Code.NEW, {}),
    ]
    with Store.open(tmp_path / "leian.db") as opened:
        for n, (matter, phone, day, code, fields) in enumerate(rows):
            who = Person(name=f"市民{phone}", phone=f"{phone}00001234")
            one = Case(f"C{n}", "石溪路的路灯不亮", START + timedelta(days=day), petitioner=who, **fields)
            blob = prepare_subject(one, tools).prepared.record
            verdict = pack_verdict(Verdict(one.case_id, code, 0.9))
            opened.write(lambda tx, o=one, b=blob, v=verdict, m=matter: tx.insert(o, b, b"f", v, m))
        yield opened


def test_what_is_counted(store: Store) -> None:
    lines, following = matter_page(store, 10, "size", None)
    assert following is None
    assert [(e.summary.matter_id, e.summary.size, e.persons, e.summary.repeats, e.replies) for e in lines] == [
        ("m-three", 4, 1, 3, 0), ("m-one", 3, 2, 1, 1), ("m-two", 2, 2, 0, 0)
    ]  # fmt: skip
    assert lines[1].units == (("乙", 2), ("甲", 1))
    assert lines[2].title == "最早的一件", "nothing of the confidential case, which is older"


@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_one_show_every_matter_once_in_order(store: Store, sort: Any) -> None:
    query: dict[str, str] = {"sort": sort, "limit": "1"}
    seen: list[str] = []
    while True:
        page = write_matters(*matter_page(store, *read_matters_query(query)))
        seen += [each["matter_id"] for each in page["matters"]]  # type: ignore[attr-defined]
        if page["cursor"] is None:
            break
        query["cursor"] = str(page["cursor"])
    expected = {"size": ["m-three", "m-one", "m-two"], "age": ["m-two", "m-one", "m-three"]}
    assert seen == expected.get(sort, ["m-three", "m-one", "m-two"])
