"""A table that leaves the program runs nothing and is whole or not there."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from service.safe_cells import FORMULA_STARTS, neutralised, whole_file, write_table


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(start: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_table(path, ("a", "b"), [(f"{start}1+1", "x" + start)])
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1] == [f"'{start}1+1", "x" + start]


def test_numbers_of_ours_stay_numbers() -> None:
    assert neutralised(-0.5) == "-0.5"


def test_a_failed_write_keeps_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError), whole_file(path) as out:
        out.write("half" * 100_000 + "\ud800")
    assert path.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]
