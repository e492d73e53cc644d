"""Cases prepared by another process are what they are when prepared here, in order, also where that process dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.case import Case, Person
from engine.prepare import Tools
from index.library import Ready, make_ready
from service import load_pool
from service.flows import Desk
from service.load_pool import PreparingPool, ready_to_judge
from service.model_choice import shipped

WHEN = datetime(2026, 3, 1, tzinfo=UTC)
TOOLS = Tools(shipped().model.reference, b"the persons' key of this test")


def letters(count: int) -> list[Case]:
    """Calls from six streets, every second one of a person who has called before, one in seven confidential."""
    return [
        Case(
            f"P{n}",
            f"云栈镇柳浦路{n % 6}号门口的路灯第{n}次不亮了，请派人维修。",
            WHEN + timedelta(hours=n),
            petitioner=Person(name=f"程{n % 4}", phone=f"1380000{n % 8:04d}"),
            confidential=n % 7 == 0,
        )
        for n in range(count)
    ]


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[PreparingPool[Ready]]:
    """One process, which is waited for as soon as anything is given."""
    monkeypatch.setattr(load_pool, "WORTH", 1)
    monkeypatch.setattr(load_pool, "BATCH", 5)
    with PreparingPool(TOOLS, ready_to_judge, 1) as opened:
        list(opened.feed(letters(1), lambda ids: {}))
        assert opened._up is not None
        opened._up.result()
        yield opened


def test_what_another_process_prepares_is_the_same(pool: PreparingPool[Ready]):
    cases = letters(17)
    known = {"P3": b"x", "P16": b"y"}
    fed = list(pool.feed(cases, lambda ids: {i: known[i] for i in ids if i in known}))
    assert [case for case, _, _ in fed] == cases
    assert [print_ for _, print_, _ in fed] == [known.get(case.case_id) for case in cases]
    for case, present, ready in fed:
        assert (ready is None) == (present is not None)
        if ready is None:
            continue
        subject, found = make_ready(case, TOOLS)
        assert ready[0].case == case
        assert ready[0].prepared.record == subject.prepared.record
        assert ready[0].folded.text == subject.folded.text
        for name in ("keys", "weights", "places", "sums"):
            assert (getattr(ready[0].profile, name) == getattr(subject.profile, name)).all()
        assert (ready[1].values == found.values).all()
        assert (ready[1].must == found.must).all()
        assert ready[1].load == found.load


def test_a_process_that_dies_is_done_without(pool: PreparingPool[Ready]):
    assert pool._pool is not None
    for process in list(pool._pool._processes):
        os.kill(process, signal.SIGKILL)
    fed = list(pool.feed(letters(23), lambda ids: {}))
    assert [ready[1].values.tolist() for _, _, ready in fed if ready] == [
        make_ready(case, TOOLS)[1].values.tolist() for case in letters(23)
    ]


def test_a_short_load_starts_no_process():
    with PreparingPool(TOOLS, ready_to_judge, 2) as pool:
        assert len(list(pool.feed(letters(30), lambda ids: {}))) == 30
        assert pool._pool is None


def test_a_load_through_processes_gives_the_same_verdicts_and_matters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    found = []
    for workers in (0, 1):
        monkeypatch.setattr(load_pool, "WORTH", 1)
        monkeypatch.setattr(load_pool, "BATCH", 8)
        secret = tmp_path / "key"
        with closing(Desk.open(tmp_path / f"data{workers}", secret_file=secret)) as desk:
            monkeypatch.setattr(PreparingPool, "_is_up", lambda self: self._up is not None and self._up.result() is None)
            assert {answer.state for answer in desk.load(letters(60), workers=workers)} == {"loaded"}
            with desk.library.store.read() as reader:
                found.append([(s.seq, s.prepared, s.verdict, s.matter_id) for s in reader.iterate()])
    assert found[0] == found[1]
    assert len({matter for *_, matter in found[0]}) > 1
