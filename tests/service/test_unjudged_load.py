"""`leian load --unjudged`: the same answers a row as a judged load, nothing pushed, and a desk that finds what came in."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.case import Case
from service import load_pool
from service.cli import app
from service.desk import Filters
from service.flows import Desk
from service.load_pool import PreparingPool
from service.wire import SHANGHAI

WHEN = datetime(2031, 5, 1, 9, 0, tzinfo=SHANGHAI)


def streets(numbers: range) -> list[Case]:
    return [
        Case(f"L{n}", f"云栈镇柳浦路{n}号门口的路灯不亮。", WHEN + timedelta(hours=n), confidential=n % 9 == 4) for n in numbers
    ]


@pytest.mark.parametrize("workers", [0, 1])
def test_every_case_has_its_answer_and_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    monkeypatch.setattr("service.unjudged.STEP", 4)
    monkeypatch.setattr(load_pool, "WORTH", 1)
    monkeypatch.setattr(load_pool, "BATCH", 8)
    if workers:
        monkeypatch.setattr(PreparingPool, "_is_up", lambda self: self._up is not None and self._up.result() is None)
    cases = streets(range(30))
    with closing(Desk.open(tmp_path / "data")) as desk:
        told = [answer.state for answer in desk.unjudged().load(cases[:20], workers=workers)]
        assert told == ["loaded"] * 20
        changed = [replace(cases[0], text="路灯修好了。"), *cases[1:], cases[29]]
        told = [answer.state for answer in desk.unjudged().load(changed, workers=workers)]
        assert told == ["conflict", *["known"] * 19, *["loaded"] * 10, "known"]
        assert desk.verify().differences == []
        assert desk.check(replace(cases[7], case_id="Q")).suspected == ("L7",)  # by nobody: who it was is for a person to see
        assert [hit.case_id for hit in desk.search("柳浦路7号", filters=Filters(), limit=3, cursor=None).hits][:1] == ["L7"]
        assert desk.search("柳浦路4号", filters=Filters(), limit=3, cursor=None).hits == ()  # which is confidential
        with desk.library.store.read() as reader:
            assert reader.outbox_span().last == 0


def test_a_stop_leaves_what_was_answered_and_the_rest_comes_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.unjudged.STEP", 4)
    cases = streets(range(50))
    with closing(Desk.open(tmp_path / "data")) as desk:
        answers = desk.unjudged().load(cases, workers=0)
        for _ in range(9):
            next(answers)
        answers.close()  # type: ignore[attr-defined]
        with desk.library.store.read() as reader:
            assert 9 <= reader.count() < 50
        assert desk.library.verify() == []
    with closing(Desk.open(tmp_path / "data")) as desk:
        assert {answer.state for answer in desk.unjudged().load(cases, workers=0)} == {"loaded", "known"}
        assert desk.verify().differences == []


def test_the_command_loads_unjudged(tmp_path: Path) -> None:
    rows = [{"case_id": case.case_id, "text": case.text} for case in streets(range(6))]
    file = tmp_path / "a.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    done = CliRunner().invoke(app, ["load", str(file), "--unjudged", "--data", str(tmp_path / "data")])
    assert "read 6 = loaded 6 + already there 0 + rejected 0" in done.stdout
    with closing(Desk.open(tmp_path / "data")) as desk, desk.library.store.read() as reader:
        assert [stored.verdict for stored in reader.iterate()] == [None] * 6
