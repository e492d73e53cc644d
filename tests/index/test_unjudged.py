"""What comes in unjudged is stored and found like what was registered, also after a stop in between; nothing is twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.case import Case, Person
from engine.compare import FEATURES
from engine.model import Model
from engine.prepare import Tools
from index.library import Library, make_ready
from index.records import fingerprint
from index.unjudged import Filed, Unjudged
from service.flows import MODEL_FILE

MODEL = Model.from_bytes((Path(__file__).parents[2] / "service" / MODEL_FILE).read_bytes(), FEATURES)
TOOLS = Tools(MODEL.reference, b"a secret of the tests")
START = datetime(2026, 3, 1, tzinfo=UTC)


def lamps(numbers: range, text: str = "云杉里小区{n}号楼门口的路灯坏了半个月，夜里老人摔倒过，请尽快维修。") -> list[Case]:
    return [
        Case(f"U{n}", text.format(n=n), START + timedelta(hours=n), petitioner=Person(name=f"程{n}", phone=f"1380001{n:04d}"))
        for n in numbers
    ]


def filed(case: Case) -> Filed:
    subject, found = make_ready(case, TOOLS)
    return Filed(case, fingerprint(case), subject.prepared.record, found.values, found.load)


def open_library(folder: Path) -> Library:
    return Library.open(folder, MODEL, TOOLS, stamp="one")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with closing(open_library(tmp_path / "data")) as opened:
        yield opened


def contents(library: Library) -> list[tuple[int, Case, bytes, bytes, bytes | None, str]]:
    with library.store.read() as reader:
        return [(s.seq, s.case, s.prepared, s.fingerprint, s.verdict, s.matter_id) for s in reader.iterate()]


def test_all_is_as_after_registering_but_for_verdicts_and_matters(library: Library, tmp_path: Path) -> None:
    cases = lamps(range(12))
    with library.unjudged() as shelf:
        steps = [shelf.put([filed(case) for case in cases[start : start + 5]]) for start in range(0, 12, 5)]
    assert [seq for step in steps for seq in step.result().seqs] == list(range(1, 13))
    assert [step.result().change for step in steps] == [5, 10, 12]
    with closing(open_library(tmp_path / "other")) as other:
        for case in cases:
            other.register(case, fingerprint(case))
        registered = contents(other)
        again = lamps(range(3, 4))[0]
        verdicts = [each.check(Case("Q", again.text, START + timedelta(days=9), petitioner=again.petitioner)) for each in (library, other)]
    assert [row[:4] for row in contents(library)] == [row[:4] for row in registered]
    assert {row[4:] for row in contents(library)} == {(None, "")}
    assert library.verify() == []
    assert verdicts[0].verdict == verdicts[1].verdict
    assert verdicts[0].matched == verdicts[1].matched == ("U3",)


def test_what_is_there_is_told_and_not_stored_again(library: Library) -> None:
    first, second = lamps(range(2))
    other = lamps(range(1), "春溪路的窨井盖丢了，晚上有人骑车摔伤。")[0]
    library.register(first, fingerprint(first))
    with library.unjudged() as shelf:
        step = shelf.put([filed(each) for each in (other, second, second)]).result()
        late = shelf.put([filed(second)]).result()
    assert (list(step.seqs), list(late.seqs)) == ([0, 2, 0], [0])
    assert list(step.fingerprints) == [fingerprint(first), fingerprint(second), fingerprint(second)]
    assert [row[1] for row in contents(library)] == [first, second]
    assert library.verify() == []


def test_segments_are_made_on_the_way_and_a_stop_loses_nothing(library: Library, tmp_path: Path) -> None:
    cases = [filed(case) for case in lamps(range(40))]
    of_twelve = sum(len(each.values) for each in cases[:12])
    with ExitStack() as stack:
        shelf = stack.enter_context(Unjudged(library.store, library._postings, bulk_postings=of_twelve - 8))
        for start in range(0, 40, 4):
            shelf.put(cases[start : start + 4]).result()
        library.store.write(lambda _: shelf._building.result() if shelf._building else None)
        assert 0 < library._postings.applied < 40
        shutil.copytree(tmp_path / "data", tmp_path / "pulled", ignore=shutil.ignore_patterns("lock"))  # the power fails here
    assert library.verify() == []
    assert library.stats()["cases"] == 40
    with closing(open_library(tmp_path / "pulled")) as later:
        assert later.repaired == []
        assert later.verify() == []
        assert later.stats()["cases"] == 40


def test_a_number_is_never_given_twice(library: Library) -> None:
    cases = lamps(range(3))
    with library.unjudged() as shelf:
        shelf.put([filed(case) for case in cases[:2]]).result()
        library.store.erase(2)
        library.forget(2)
        assert list(shelf.put([filed(cases[2])]).result().seqs) == [3]
    assert library.register(lamps(range(9, 10))[0], b"x").seq == 4
