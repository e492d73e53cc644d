"""Workbooks and Parquet give the rows that a person sees in them; titles, notes and second sheets lose nothing."""

from __future__ import annotations

import gzip
import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet

from service import sheets
from service.columns import NO_MAP
from service.csv_rows import CELL_LIMIT, Row
from service.files import FileProblem, open_table
from service.load import file_time, parsed_rows
from service.sheet_child import cell_text

HEADER = ("工单编号", "内容", "来电时间", "联系电话")


def workbook(path: Path, **tables: Sequence[Sequence[object]]) -> Path:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        stamp = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(row, column, cell, stamp)
                    else:
                        sheet.write(row, column, cell)
    return path


def rows_of(path: Path) -> list[Row]:
    with open_table(path) as table:
        return list(table)


def test_numbers_dates_and_formulas_are_read_as_a_person_sees_them(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        台账=[
            HEADER,
            ["G1", "路灯不亮", datetime(2025, 3, 1, 9, 5), 13900001111],
            ["G2", "=1+1 井盖", datetime(2025, 3, 2), "13900001112"],
            ["G3", "停水", 45717, 110105199001011234],
            [4.5, True, "昨天", ""],
        ],
    )
    with open_table(path) as table:
        cases = list(parsed_rows(table, NO_MAP, file_time(path)))
    assert [case.row.cells for case in cases] == [
        ("G1", "路灯不亮", "2025-03-01T09:05:00", "13900001111"),
        ("G2", "=1+1 井盖", "2025-03-02", "13900001112"),
        ("G3", "停水", "45717", "1.10105199001011e+17"),
        ("4.5", "TRUE", "昨天", ""),
    ]
    first, second, third, last = (parsed.case for parsed in cases)
    assert first is not None
    assert second is not None
    assert third is not None
    assert last is None
    assert (first.has_clock, second.has_clock) == (True, False)
    assert third.received_at.date() == date(2025, 3, 1)
    assert third.petitioner is None  # the number has lost its last digits and is nobody's


def test_the_header_may_stand_below_a_title_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", 台账=[["二〇二五年来电台账"], [], HEADER, ["G1", "停水"], [], ["G2", "停电"]])
    rows = rows_of(path)
    assert [(row.place, row.fields["工单编号"]) for row in rows] == [("4", "G1"), ("6", "G2")]


def test_every_sheet_is_read_or_refused_row_by_row(tmp_path: Path) -> None:
    turned = ("内容", "工单编号", "来电时间", "联系电话")
    path = workbook(
        tmp_path / "a.xlsx",
        说明=[["请勿改动"], ["第二行"]],
        一月=[HEADER, ["G1", "停水"]],
        空=[],
        二月=[turned, ["停电", "G2"]],
    )
    rows = rows_of(path)
    assert [(row.place, row.fields.get("工单编号"), bool(row.problem)) for row in rows] == [
        ("说明!1", None, True),
        ("说明!2", None, True),
        ("2", "G1", False),
        ("二月!2", "G2", False),
    ]
    assert "other columns than '一月'" in rows[0].problem


def test_a_row_wider_than_the_header_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", 台账=[HEADER, ["G1", "停水", "", "", "", "多"], ["G2", "停电"]])
    first, second = rows_of(path)
    assert first.problem == "6 cells, the header has 4"
    assert second.fields["工单编号"] == "G2"


def test_gzip_and_text_under_a_workbooks_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", 台账=[HEADER, ["G1", "停水"]])
    (tmp_path / "b.xlsx.gz").write_bytes(gzip.compress(path.read_bytes()))
    assert len(rows_of(tmp_path / "b.xlsx.gz")) == 1
    (tmp_path / "c.xls").write_bytes("工单编号\t内容\nG1\t停水\n".encode("gbk"))
    assert rows_of(tmp_path / "c.xls")[0].fields == {"工单编号": "G1", "内容": "停水"}
    (tmp_path / "d.xls").write_text("<html><table>", encoding="utf-8")
    with pytest.raises(FileProblem, match="a web page named"):
        rows_of(tmp_path / "d.xls")


def test_parquet_with_flat_columns_is_a_table_and_with_structures_json(tmp_path: Path) -> None:
    moment = datetime(2025, 1, 1, 2, 3)
    flat = pa.table({"工单编号": [1, 2], "内容": ["停水", None], "来电时间": [moment, None]})
    parquet.write_table(flat, tmp_path / "a.parquet")
    with open_table(tmp_path / "a.parquet") as table:
        assert table.header == ("工单编号", "内容", "来电时间")
        assert [dict(row.fields) for row in table] == [
            {"工单编号": "1", "内容": "停水", "来电时间": "2025-01-01T02:03:00"},
            {"工单编号": "2", "内容": "", "来电时间": ""},
        ]
    deep = pa.table({"case_id": ["1", "2"], "text": ["停水", "停电"], "petitioner": [{"name": "高禾", "anonymous": False}, None]})
    parquet.write_table(deep, tmp_path / "b.parquet")
    with open_table(tmp_path / "b.parquet") as table:
        assert table.header == ()
        cases = [parsed.case for parsed in parsed_rows(table, NO_MAP, moment.astimezone())]
    assert [case and case.petitioner and case.petitioner.name for case in cases] == ["高禾", None]


def test_many_rows_stream_and_the_share_grows(tmp_path: Path) -> None:
    out = io.BytesIO()
    parquet.write_table(pa.table({"case_id": [str(n) for n in range(5000)], "text": ["停水"] * 5000}), out)
    (tmp_path / "a.parquet").write_bytes(out.getvalue())
    with open_table(tmp_path / "a.parquet") as table:
        seen = []
        for row in table:
            if row.line % 1000 == 0:
                seen.append(table.position())
    assert seen == sorted(seen)
    assert 0 < seen[0] < seen[-1] <= table.size


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (13800000000.0, "13800000000"),
        (0.5, "0.5"),
        (1.2345678901234567e17, "1.23456789012346e+17"),
        (datetime(2025, 1, 2, 3, 4), "2025-01-02T03:04:00"),
        (datetime(2025, 1, 2), "2025-01-02"),
        (True, "TRUE"),
        (None, ""),
        ("x" * (CELL_LIMIT + 9), "x" * (CELL_LIMIT + 1)),
    ],
)
def test_cells_become_text(cell: object, text: str) -> None:
    assert cell_text(cell, CELL_LIMIT) == text


def test_a_child_that_says_nothing_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "STALL", 0.0)
    path = workbook(tmp_path / "a.xlsx", 台账=[HEADER, ["G1", "停水"]])
    with pytest.raises(FileProblem, match="for 0 seconds"):
        rows_of(path)


def test_a_child_without_memory_dies_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MEMORY_BASE", 1 << 20)
    path = workbook(tmp_path / "a.xlsx", 台账=[HEADER, *([f"G{n}", "停水" * 50] for n in range(20_000))])
    with pytest.raises(FileProblem, match="takes more than"):
        rows_of(path)
