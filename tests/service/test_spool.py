"""What was committed is there again after anything; what was not is gone without a trace."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from engine.case import Case, Person
from service.dedup_pile import NO_TIME
from service.spool import FILES, CaseSpool, SpoolDamaged, SpooledCases, case_ids, view_of


def case(number: int, day: int = 0, text: str = "停水") -> Case:
    return Case(f"C{number}", text, NO_TIME + timedelta(days=day), petitioner=Person(name="高禾"), extra={"备注": number})


def test_cases_come_back_by_arrival_and_equal_times_in_order(tmp_path: Path) -> None:
    spool = CaseSpool(tmp_path)
    days = [3, 1, 2, 1, 3]
    for number, day in enumerate(days):
        assert spool.add(case(number, day)) == "new"
    cases = spool.settle()
    assert [each.case_id for each in cases] == ["C1", "C3", "C2", "C0", "C4"]
    assert cases[0] == case(1, 1)
    assert cases[-1] == case(4, 3)
    assert cases[1:3] == [case(3, 1), case(2, 2)]
    assert cases.views(np.arange(5)) == [view_of(each) for each in cases]
    assert cases.views(np.array([4, 0])) == [view_of(cases[4]), view_of(cases[0])]
    assert cases.views(np.zeros(0, np.int64)) == []
    assert case_ids(cases) == case_ids(list(cases)) == ["C1", "C3", "C2", "C0", "C4"]
    with pytest.raises(IndexError):
        cases[5]


def test_what_was_not_committed_is_cut_off(tmp_path: Path) -> None:
    spool = CaseSpool(tmp_path)
    spool.add(case(0))
    spool.reject(("a.csv", "2", "why", "row"))
    spool.mark.row = 2
    spool.commit()
    spool.add(case(1))
    spool.reject(("a.csv", "3", "why", "row"))
    spool.mark.row = 99
    spool.close()  # written to the files, but no mark says so
    again = CaseSpool(tmp_path)
    assert (len(again), again.mark.row, again.mark.rejected) == (1, 2, 1)
    assert again.add(case(0)) == "same"
    assert again.add(case(0, text="停电")) == "other"
    assert again.add(case(1)) == "new"
    cases = again.settle()
    assert [each.case_id for each in cases] == ["C0", "C1"]
    assert list(cases.rejects()) == [("a.csv", "2", "why", "row")]


def test_a_shortened_file_is_noticed(tmp_path: Path) -> None:
    spool = CaseSpool(tmp_path)
    spool.add(case(0))
    spool.settle()
    os.truncate(tmp_path / FILES[0], 3)
    with pytest.raises(SpoolDamaged, match="were committed"):
        CaseSpool(tmp_path)


def test_an_empty_spool_is_an_empty_pile(tmp_path: Path) -> None:
    assert list(CaseSpool(tmp_path).settle()) == []
    assert len(SpooledCases(tmp_path)) == 0
