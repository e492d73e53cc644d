"""A desk with an encoder makes sentence vectors behind everybody's back and then ranks by them too."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.case import Case, Reply, Status
from service.desk import Filters
from service.flows import Desk

AT = datetime(2026, 10, 12, tzinfo=UTC)
WORDS = ("吵闹", "漆黑", "积水", "欠薪")


class Senses:
    """噪声 is as 吵闹; everything else is only its own characters."""

    def encode(self, text: str) -> NDArray[np.float32]:
        vector = np.full(16, 0.3, dtype=np.float32)
        for char in text.replace("噪声", "吵闹"):
            vector[ord(char) % 16] += 1
        return vector / np.float32(np.linalg.norm(vector))


def settled(number: int) -> Case:
    word = WORDS[number % 4]
    return Case(
        f"A{number}", f"{word}{word}第{number}号楼{word}", AT, title=f"第{number}件", status=Status.CLOSED,
        official_reply=Reply("已办。"),
    )  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr("service.flows.installed", Senses)
    monkeypatch.setattr("index.sentences.LEAST_VECTORS", 8)
    with closing(Desk.open(tmp_path / "data", semantic=True)) as opened:
        assert len(list(opened.load(settled(i) for i in range(16)))) == 16
        yield opened


def found(desk: Desk) -> list[str]:
    asked = Case("N", "噪声噪声噪声", AT, title="反映")
    return [each.case_id for each in desk.precedents(asked, None, limit=3, filters=Filters()).precedents]


def until(desk: Desk, wanted: bool) -> list[str]:
    """What is found, once something or nothing is found as wanted; at most ten seconds."""
    for _ in range(200):
        answer = found(desk)
        if bool(answer) == wanted:
            break
        time.sleep(0.05)
    return answer


def test_what_shares_no_word_is_found_by_its_sense(desk: Desk) -> None:
    answer = until(desk, wanted=True)
    assert answer
    assert {int(each[1:]) % 4 for each in answer} == {0}


def test_a_case_that_is_reopened_or_erased_is_found_no_more(desk: Desk) -> None:
    first = until(desk, wanted=True)[0]
    desk.erase(first)
    assert first not in found(desk)
    second = found(desk)[0]
    desk.update(second, {"status": Status.PROCESSING})
    assert second not in found(desk)


def test_without_the_extra_or_the_setting_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.flows.installed", lambda: None)
    for semantic in (True, False):
        with closing(Desk.open(tmp_path / f"data{semantic}", semantic=semantic)) as desk:
            for _ in desk.load(replace(settled(i)) for i in range(4)):
                pass
            assert found(desk) == []
            assert desk._settled.build().without_vector()
