"""Whatever somebody sends us in thousands, a check stays within reach of a normal one. (benchmarks.hostile, reduced)"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from benchmarks.archive import NOW, cases, open_library
from benchmarks.hostile import CO_PETITIONERS, call, cold_check, prepare_archive, questions, template_letter
from engine.case import Case, Person
from engine.verdict import Code, Flag
from index import candidates
from index.library import MOST_MEMBERS, Library

SIZE = 24 * 1024
"""Bytes of a large letter here; of 8,000 characters."""
SCALE = 0.02
MOST = 40
"""Times a normal check that the worst may cost. At full size it is 60 at most: 250 ms where a normal one takes 4."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = open_library(tmp_path_factory.mktemp("hostile"))
    prepare_archive(opened, SCALE, SIZE, registered=8)
    for case in cases(5, 22):
        opened.check(case)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def normal(library: Library) -> float:
    """Milliseconds of a normal check of normal cases, the middle of many."""
    found = sorted(cold_check(library, case) for case in cases(15, 23))
    return found[len(found) // 2]


@pytest.mark.parametrize("name", questions(SIZE))
def test_no_check_costs_much_more_than_a_normal_one(library: Library, normal: float, name: str):
    case = questions(SIZE)[name]
    took = cold_check(library, case)
    assert took <= MOST * normal, f"{took:.0f} ms, a normal check {normal:.1f} ms"


def test_a_further_letter_joins_the_matter_and_its_members_are_counted(library: Library):
    verdict = library.check(template_letter(9_000_002))
    assert verdict.verdict is Code.SAME_MATTER_OTHER_PERSON
    assert verdict.matter_id in {"m-0", "m-1", "m-2", "m-3"}
    assert Flag.GROUP_5PLUS in verdict.flags
    assert len(verdict.matter_cases) <= MOST_MEMBERS + 40
    assert verdict.matter_cases[-1] == verdict.case_id


def test_of_a_person_who_writes_every_day_some_are_left_out_and_it_is_said(
    library: Library, monkeypatch: pytest.MonkeyPatch
):
    case = call(9_000_000)
    whole = library.check(case)
    monkeypatch.setattr(candidates, "MOST_CANDIDATES", 5)
    short = library.check(case)
    assert len(short.history) <= 5 < len(whole.history)
    assert Flag.CANDIDATES_CAPPED in short.flags
    monkeypatch.setattr(candidates, "MOST_CANDIDATES", 300)
    monkeypatch.setattr(candidates, "MOST_BYTES", 1)
    assert len(library.check(case).history) == 1


def test_a_thousand_signatures_are_compared_with_a_thousand(library: Library, normal: float):
    joint = tuple(Person(name=f"尹签{n}", phone=f"1385{n:07d}") for n in range(10 * CO_PETITIONERS))
    first = Case("joint-1", template_letter(5).text, NOW - timedelta(days=9), petitioner=joint[0], co_petitioners=joint[1:])
    library.register(first, b"joint")
    again = replace(first, case_id="joint-2", received_at=NOW, petitioner=joint[7], co_petitioners=joint[500:])
    assert "joint-1" in library.check(again).history
    assert cold_check(library, again) <= 60 * normal
