"""An export's columns become the contract's fields; what nobody claims is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.column_names import FIELDS, STATUS_WORDS
from service.columns import ColumnMap, MapProblem, case_reader, iso_time, plan_columns, read_map
from service.wire_words import STATUS_WORDS as PROCEDURE_WORDS


def one_row(**cells: str) -> dict[str, object]:
    return case_reader(tuple(cells))(cells)


def test_a_hotline_export_becomes_a_case() -> None:
    case = one_row(
        工单编号="GD-1", 标题="路灯", 内容="路灯不亮", 留言时间="2026/3/1 9:05", 来电人="高禾", 联系电话="13900001111",
        承办单位="城管局", 答复意见="已修复", 答复时间="2026年3月4日", 办结时间="20260305101500", 工单状态="已归档",
        是否保密="否", 联名人="甲某、乙某", 办理结果="予以支持", 坐席="17",
    )  # fmt: skip
    assert case == {
        "case_id": "GD-1",
        "title": "路灯",
        "text": "路灯不亮",
        "received_at": "2026-03-01T09:05:00",
        "petitioner": {"name": "高禾", "phone": "13900001111"},
        "handling_unit": "城管局",
        "official_reply": {"text": "已修复", "replied_at": "2026-03-04"},
        "closed_at": "2026-03-05T10:15:00",
        "status": "CLOSED",
        "confidential": False,
        "co_petitioners": [{"name": "甲某"}, {"name": "乙某"}],
        "outcome": "SUPPORTED",
        "坐席": "17",
    }


def test_the_surer_name_has_the_field_and_the_other_is_kept() -> None:
    plan = plan_columns(("编号", "工单编号", "内容", "诉求内容"))
    assert plan == {"工单编号": "case_id", "诉求内容": "text"}
    assert one_row(编号="7", 工单编号="A", 内容="附", 诉求内容="正") == {
        "编号": "7",
        "case_id": "A",
        "内容": "附",
        "text": "正",
    }


@pytest.mark.parametrize("column", ["工单编号（必填）", " 工单 编号 ", "工单编号：", "CASE_ID", "ｃａｓｅ_ｉｄ"])
def test_names_are_compared_without_their_ornaments(column: str) -> None:
    assert plan_columns((column, "text"))[column] == "case_id"


def test_no_name_stands_for_two_fields() -> None:
    known = [name for names in FIELDS.values() for name in names]
    assert sorted(known) == sorted(set(known))
    assert not set(STATUS_WORDS) & set(PROCEDURE_WORDS)


def test_without_id_or_text_the_error_shows_the_header_and_what_to_write() -> None:
    with pytest.raises(MapProblem, match=r"case_id and text among: 甲, 乙.*\"甲\" = \"case_id\""):
        plan_columns(("甲", "乙"))


@pytest.mark.parametrize("cell", ["无", "NULL", "", "-", "\\N", "不详"])
def test_emptiness_is_no_person(cell: str) -> None:
    assert one_row(id="1", 内容="文", 来电人=cell, 联系电话=cell) == {"case_id": "1", "text": "文"}


@pytest.mark.parametrize("cell", ["'13900001111", "13900001111.0", '="13900001111"', " 13900001111\t"])
def test_spreadsheet_tricks_around_a_number_are_undone(cell: str) -> None:
    assert one_row(id="1", 内容="文", 电话=cell)["petitioner"] == {"phone": "13900001111"}


def test_a_rounded_number_is_no_person_but_is_kept() -> None:
    case = one_row(id="1", 内容="文", 电话="1.39E+10", 身份证="4.3E+17")
    assert "petitioner" not in case
    assert "1.39E+10" in case.values()
    assert "4.3E+17" in case.values()


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("2026-03-01", "2026-03-01"),
        ("2026/3/1 9:05:07.000", "2026-03-01T09:05:07"),
        ("2026年3月1日 9时5分", "2026-03-01T09:05:00"),
        ("2026.3.1", "2026-03-01"),
        ("202603010905", "2026-03-01T09:05:00"),
        ("2026-03-01T09:05:00+08:00", "2026-03-01T09:05:00+08:00"),
        ("上周", "上周"),
    ],
)
def test_times(cell: str, time: str) -> None:
    assert iso_time(cell) == time


def test_json_under_the_contracts_names_passes_unchanged() -> None:
    row: dict[str, object] = {
        "case_id": "1",
        "text": "-",
        "petitioner": None,
        "reply": {"text": "好"},
        "co_petitioners": [],
        "dept": "",
        "status": "结案",
        "x": None,
    }
    assert case_reader(())(row) == row


def test_json_under_an_exports_names_is_read_like_csv() -> None:
    read = case_reader(())
    assert read({"工单编号": "1", "内容": "文", "联系电话": "13900001111", "x": None}) == {
        "case_id": "1",
        "text": "文",
        "petitioner": {"phone": "13900001111"},
        "x": None,
    }
    assert read({"case_id": "2", "工单编号": "3", "text": "文"}) == {"case_id": "2", "工单编号": "3", "text": "文"}
    assert read({"case_id": "2", "petitioner": {"name": "甲"}, "电话": "1", "text": "文"})["petitioner"] == {
        "name": "甲"
    }


def test_a_map_counts_more_than_the_known_names(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(
        'encoding = "gb18030"\n[columns]\n"甲" = "text"\n"标题" = ""\n"内容" = "title"\n'
        '[defaults]\nsource = "12345"\n"petitioner.anonymous" = "是"\n[values.status]\n"挂起" = "PROCESSING"\n',
        encoding="utf-8",
    )
    chosen = read_map(path)
    header = ("编号", "甲", "标题", "内容", "状态", "姓名")
    case = case_reader(header, chosen)(dict(zip(header, ("1", "正文", "备注", "题", "挂起", "高禾"), strict=True)))
    assert case == {
        "case_id": "1",
        "text": "正文",
        "标题": "备注",
        "title": "题",
        "status": "PROCESSING",
        "source": "12345",
        "petitioner": {"name": "高禾", "anonymous": True},
    }
    assert chosen.encoding == "gb18030"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[colums]\n", "unknown setting 'colums'"),
        ('[columns]\n"甲" = "txt"\n', "no field 'txt'"),
        ("columns = 3\n", "must be a table"),
        ("[columns", "map.toml"),
    ],
)
def test_a_wrong_map_says_what_is_wrong(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(MapProblem, match=message):
        read_map(path)


def test_defaults_stand_in_only_where_the_row_has_nothing() -> None:
    read = case_reader((), ColumnMap(defaults={"source": "web"}))
    assert read({"case_id": "1", "text": "文"})["source"] == "web"
    assert read({"case_id": "1", "text": "文", "source": "12345"})["source"] == "12345"
