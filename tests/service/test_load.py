"""Every row read is loaded, already there, or rejected with its line and the reason; a second load changes nothing."""

from __future__ import annotations

import csv
import gzip
import json
import stat
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

import pytest

from engine.case import Case
from engine.prepare import Subject, Tools, prepare_many
from service.columns import ColumnMap, MapProblem
from service.files import FileProblem
from service.flows import Desk
from service.load import Counts, file_time, load_file, rejects_path
from service.progress import Silent
from service.wire import SHANGHAI

CSV = "工单编号,内容,状态\nA1,路灯不亮,办结\nA2,井盖松动,办结\n"


@dataclass(frozen=True)
class Answer:
    state: str


class Shelf:
    """A loader that keeps cases in a dictionary and answers a batch late, as the desk does."""

    def __init__(self, batch: int = 3) -> None:
        self.cases: dict[str, Case] = {}
        self.batch = batch
        self.stop_after: int | None = None

    def load(self, cases: Iterable[Case]) -> Iterator[Answer]:
        feed = iter(cases)
        while batch := list(islice(feed, self.batch)):
            if self.stop_after is not None and len(self.cases) >= self.stop_after:
                raise KeyboardInterrupt
            for case in batch:
                known = self.cases.setdefault(case.case_id, case)
                yield Answer("loaded" if known is case else "known" if known == case else "conflict")


def load(path: Path, shelf: Shelf, chosen: ColumnMap | None = None) -> Counts:
    counts = Counts()
    load_file(path, shelf, counts, Silent(), chosen or ColumnMap())
    return counts


def rejects(path: Path) -> list[list[str]]:
    with rejects_path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_clean_file_loads_and_leaves_no_list_of_rejects(tmp_path: Path, encoding: str) -> None:
    path, shelf = tmp_path / "a.csv", Shelf()
    path.write_bytes(CSV.encode(encoding))
    assert str(load(path, shelf)) == "read 2 = loaded 2 + already there 0 + rejected 0"
    assert [case.text for case in shelf.cases.values()] == ["路灯不亮", "井盖松动"]
    assert not rejects_path(path).exists()


def test_the_second_load_meets_the_same_cases_though_none_says_when(tmp_path: Path) -> None:
    path, shelf = tmp_path / "a.csv", Shelf()
    path.write_bytes(CSV.encode())
    load(path, shelf)
    assert load(path, shelf) == Counts(read=2, known=2)
    assert shelf.cases["A1"].received_at == file_time(path)


def test_rejects_name_line_reason_and_row_and_cannot_run_as_formulas(tmp_path: Path) -> None:
    path, shelf = tmp_path / "a.csv", Shelf()
    path.write_text(CSV + 'A3\nA4,,办结\nA1,别的内容,办结\n"=1+1",@x,飞走\nA5,井盖,办结\n', encoding="utf-8")
    counts = load(path, shelf)
    assert counts == Counts(read=7, loaded=3, rejected=4)
    assert counts.balanced
    header, *rows = rejects(path)
    assert header == ["line", "reason", "工单编号", "内容", "状态"]
    assert [row[0] for row in sorted(rows)] == ["4", "5", "6", "7"]
    by_line = {row[0]: row for row in rows}
    assert "1 cells" in by_line["4"][1]
    assert "text" in by_line["5"][1]
    assert "other content" in by_line["6"][1]
    assert "status" in by_line["7"][1]
    assert by_line["7"][2:4] == ["'=1+1", "'@x"]
    assert stat.S_IMODE(rejects_path(path).stat().st_mode) == 0o600


def test_an_old_list_of_rejects_goes_when_the_file_is_repaired(tmp_path: Path) -> None:
    path, shelf = tmp_path / "a.csv", Shelf()
    path.write_text(CSV + "A3\n", encoding="utf-8")
    assert load(path, shelf).rejected == 1
    path.write_text(CSV, encoding="utf-8")
    load(path, shelf)
    assert not rejects_path(path).exists()


def test_json_lines_with_bad_ones_between(tmp_path: Path) -> None:
    path, shelf = tmp_path / "a.jsonl", Shelf()
    good = [json.dumps({"case_id": f"B{place}", "text": "停水"}) for place in range(5)]
    path.write_text("\n".join([good[0], "{", good[1], "[]", *good[2:], good[0], ""]), encoding="utf-8")
    assert load(path, shelf) == Counts(read=8, loaded=5, known=1, rejected=2)
    assert [row[0] for row in rejects(path)] == ["line", "2", "4"]


@pytest.mark.parametrize("stop_after", [0, 3, 6])
def test_a_stopped_load_counts_only_what_was_decided_and_goes_on_later(tmp_path: Path, stop_after: int) -> None:
    path, shelf = tmp_path / "a.jsonl", Shelf()
    lines = [json.dumps({"case_id": f"B{place}", "text": "停水"}) for place in range(8)]
    path.write_text("\n".join(["{", *lines]), encoding="utf-8")
    shelf.stop_after = stop_after
    counts = Counts()
    with pytest.raises(KeyboardInterrupt):
        load_file(path, shelf, counts, Silent())
    assert (counts.loaded, counts.balanced) == (stop_after, True)
    shelf.stop_after = None
    assert load(path, shelf) == Counts(read=9, loaded=8 - stop_after, known=stop_after, rejected=1)


def test_nothing_is_loaded_where_the_file_or_the_header_is_wrong(tmp_path: Path) -> None:
    path, shelf = tmp_path / "a.csv", Shelf()
    path.write_bytes(CSV.encode() * 10 + b"\xff\xff\xff\n")
    with pytest.raises(FileProblem):
        load(path, shelf)
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(MapProblem):
        load(path, shelf)
    assert shelf.cases == {}
    chosen = ColumnMap(columns={"甲": "case_id", "乙": "text"})
    assert load(path, shelf, chosen) == Counts(read=1, loaded=1)


def test_a_file_that_breaks_off_is_loaded_and_counted_up_to_there(tmp_path: Path) -> None:
    path, shelf, counts = tmp_path / "a.jsonl.gz", Shelf(), Counts()
    with gzip.open(path, "wb", compresslevel=0) as out:
        out.writelines(json.dumps({"case_id": f"B{place}", "text": "停水"}).encode() + b"\n" for place in range(5000))
    path.write_bytes(path.read_bytes()[:-9_000])
    with pytest.raises(FileProblem):
        load_file(path, shelf, counts, Silent(), ColumnMap(encoding="utf-8"))
    assert counts.balanced
    assert 4000 < counts.loaded == len(shelf.cases) < 5000


def streets(numbers: Iterable[int]) -> list[Case]:
    when = datetime(2031, 5, 1, 9, 0, tzinfo=SHANGHAI)
    return [Case(f"L{n}", f"云栈镇柳浦路{n}号门口的路灯不亮。", when) for n in numbers]


def test_a_load_goes_on_after_a_stop_and_prepares_nothing_that_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared: list[str] = []

    def counting(cases: Iterable[Case], tools: Tools) -> Iterator[Subject]:
        for subject in prepare_many(cases, tools):
            prepared.append(subject.case.case_id)
            yield subject

    def counting_one(case: Case, tools: Tools) -> Subject:
        return next(counting([case], tools))

    monkeypatch.setattr("service.flows.LOAD_WINDOW", 8)
    monkeypatch.setattr("service.load_pool.BATCH", 8)
    monkeypatch.setattr("index.library.prepare_many", counting)
    monkeypatch.setattr("index.library.prepare_subject", counting_one)
    desk = Desk.open(tmp_path / "data")
    first = desk.load(streets(range(30)))
    assert {next(first).state for _ in range(12)} == {"loaded"}
    desk.close()  # and nobody asks for the other answers
    with closing(Desk.open(tmp_path / "data")) as desk:
        with desk.library.store.read() as reader:
            kept = {stored.case.case_id for stored in reader.iterate()}
        assert 12 <= len(kept) < 30
        prepared.clear()
        cases = streets([*range(30), 3, 29])
        cases[5] = replace(cases[5], text="路灯修好了。")
        states = [answer.state for answer in desk.load(cases)]
        assert states == ["conflict" if n == 5 else "known" if f"L{n}" in kept else "loaded" for n in range(30)] + ["known"] * 2
        new = [f"L{n}" for n in range(30) if f"L{n}" not in kept]
        assert prepared == [*new, "L29"]  # whose first copy was on its way, not there: that is for the writer to see
        assert desk.verify().differences == []
