"""Every row of a badly written file is read or named, never lost and never merged with its neighbour."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.csv_rows import CELL_LIMIT, LINE_LIMIT, CsvRows, Row
from service.files import FileProblem, open_table

HEADER = "工单编号,标题,内容\n"
ROWS = "A1,路灯不亮,梧桐里南口路灯三晚不亮\nA2,噪声,夜间施工噪声扰民\n"


def rows_of(path: Path, content: bytes) -> list[Row]:
    path.write_bytes(content)
    with open_table(path) as table:
        return list(table)


def texts(rows: list[Row]) -> list[object]:
    return [row.fields.get("内容") for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_encodings_are_found_out(tmp_path: Path, encoding: str) -> None:
    rows = rows_of(tmp_path / "a.csv", (HEADER + ROWS).encode(encoding))
    assert [dict(row.fields) for row in rows] == [
        {"工单编号": "A1", "标题": "路灯不亮", "内容": "梧桐里南口路灯三晚不亮"},
        {"工单编号": "A2", "标题": "噪声", "内容": "夜间施工噪声扰民"},
    ]
    assert [row.line for row in rows] == [2, 3]


def test_gzip_is_told_by_its_bytes(tmp_path: Path) -> None:
    packed = gzip.compress((HEADER + ROWS).encode("gbk"))
    assert len(rows_of(tmp_path / "a.csv.gz", packed)) == 2
    assert len(rows_of(tmp_path / "b.csv", packed)) == 2
    with pytest.raises(FileProblem, match="not gzipped"):
        rows_of(tmp_path / "c.csv.gz", ROWS.encode())


def test_damaged_gzip_is_a_problem_of_the_file(tmp_path: Path) -> None:
    packed = gzip.compress((HEADER + ROWS * 500).encode())
    with pytest.raises(FileProblem):
        rows_of(tmp_path / "a.csv.gz", packed[: len(packed) // 2])


@pytest.mark.parametrize("chunks", [0, 1])
def test_damaged_utf8_is_named_by_its_byte_and_not_read_as_gbk(tmp_path: Path, chunks: int) -> None:
    good = (HEADER + ROWS).encode()
    good *= 1 + chunks * (1 << 20) // len(good)  # also beyond the first block
    with pytest.raises(FileProblem, match=rf"byte {len(good):,} \(line {good.count(10) + 1:,}\)"):
        rows_of(tmp_path / "a.csv", good + b"\xff\xff,x,y\n")


def test_neither_utf8_nor_gb18030_names_both_places(tmp_path: Path) -> None:
    content = "编号,内容\n".encode("gbk") + b"1,\xff\n"
    with pytest.raises(FileProblem, match=rf"UTF-8 fails at byte 0 .*GB18030 at byte {len(content) - 2} "):
        rows_of(tmp_path / "a.csv", content)


def test_utf16_without_mark_and_binary_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="UTF-16 without its mark"):
        rows_of(tmp_path / "a.csv", ("id,text\n" * 9).encode("utf-16-le"))


@pytest.mark.parametrize(("name", "message"), [("a.doc", "unknown ending"), ("a.csv", "empty"), ("b.csv", "empty")])
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(FileProblem, match=message):
        rows_of(tmp_path / name, b"\n\n" if name == "b.csv" else b"")


def test_missing_file_is_a_file_problem(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="No such file"), open_table(tmp_path / "a.csv"):
        pass


def test_a_quote_that_is_never_closed_costs_one_line(tmp_path: Path) -> None:
    rows = rows_of(tmp_path / "a.csv", (HEADER + 'A0,标题,"没有结束\n' + ROWS).encode())
    assert texts(rows) == ['"没有结束', "梧桐里南口路灯三晚不亮", "夜间施工噪声扰民"]
    rows = rows_of(tmp_path / "a.csv", (HEADER + 'A0,"标题,没有结束\n' + ROWS).encode())
    assert texts(rows) == ["没有结束", "梧桐里南口路灯三晚不亮", "夜间施工噪声扰民"]
    rows = rows_of(tmp_path / "a.csv", (HEADER + '"A0,标题没有结束\n' + ROWS).encode())
    assert "2 cells" in rows[0].problem
    assert texts(rows[1:]) == ["梧桐里南口路灯三晚不亮", "夜间施工噪声扰民"]


def test_a_stray_quote_does_not_swallow_the_row_whose_quote_closes_it(tmp_path: Path) -> None:
    rows = rows_of(tmp_path / "a.csv", (HEADER + 'A0,"标题,内容\nA1,"标题","内容一"\nA2,标题,内容二\n').encode())
    assert [row.fields["工单编号"] for row in rows] == ["A0", "A1", "A2"]
    assert texts(rows) == ["内容", "内容一", "内容二"]


def test_quotes_inside_a_sentence_stay(tmp_path: Path) -> None:
    rows = rows_of(
        tmp_path / "a.csv", (HEADER + 'A1,标题,"有人说"没事"就走了\nA2,他说"好",内容\nA3,"""引""",内容\n').encode()
    )
    assert texts(rows) == ['"有人说"没事"就走了', "内容", "内容"]
    assert [row.fields["标题"] for row in rows] == ["标题", '他说"好"', '"引"']


def test_line_ends_may_be_mixed_and_cells_may_have_several_lines(tmp_path: Path) -> None:
    content = HEADER.replace("\n", "\r\n") + 'A1,标题,"第一行\n第二行\r\n第三行"\rA2,标题,内容\n\nA3,标题,内容\r\n'
    rows = rows_of(tmp_path / "a.csv", content.encode())
    assert [(row.line, row.fields["工单编号"]) for row in rows] == [(2, "A1"), (5, "A2"), (7, "A3")]
    assert texts(rows)[0] == "第一行\n第二行\r\n第三行"


def test_nuls_are_taken_out(tmp_path: Path) -> None:
    rows = rows_of(tmp_path / "a.csv", (HEADER + "A1,标\0题,内容\0\0\n").encode())
    assert [row.cells for row in rows] == [("A1", "标题", "内容")]


def test_too_large_cells_and_lines_are_refused_and_the_next_row_is_read(tmp_path: Path) -> None:
    cell = "字" * (CELL_LIMIT + 1)
    rows = rows_of(
        tmp_path / "a.csv", (HEADER + f"A1,标题,{cell}\n" + f"A2,标题,{'字' * CELL_LIMIT}\n" + ROWS).encode()
    )
    assert ["cell longer" in row.problem for row in rows] == [True, False, False, False]
    line = "x" * (LINE_LIMIT + 5)
    rows = rows_of(tmp_path / "b.csv", (HEADER + f"A1,标题,{line}\n" + ROWS).encode())
    assert ["line longer" in row.problem for row in rows] == [True, False, False]
    rows = rows_of(tmp_path / "c.jsonl", f'{{"text": "{line}"}}\n{{"text": "后"}}\n'.encode())
    assert ["line longer" in row.problem for row in rows] == [True, False]
    assert len(rows[0].cells[0]) < 1000


@pytest.mark.parametrize(
    ("line", "problem"),
    [("A1,标题", "2 cells"), ("A1,标题,内容,多", "4 cells"), ("A1,标题,内容,,", ""), ("A1,,", "")],
)
def test_rows_of_another_width(tmp_path: Path, line: str, problem: str) -> None:
    (row,) = rows_of(tmp_path / "a.csv", (HEADER + line + "\n").encode())
    assert problem in row.problem if problem else not row.problem


@pytest.mark.parametrize("mark", ["\t", ";", "|"])
def test_other_delimiters(tmp_path: Path, mark: str) -> None:
    rows = rows_of(tmp_path / "a.csv", (HEADER + ROWS).replace(",", mark).encode())
    assert texts(rows) == ["梧桐里南口路灯三晚不亮", "夜间施工噪声扰民"]


def test_equal_column_names_are_made_distinct(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path / "a.csv", b"id,text,text,,\n1,a,b,,\n")
    assert row.fields == {"id": "1", "text": "a", "text (2)": "b"}


def test_json_lines(tmp_path: Path) -> None:
    content = '\ufeff{"case_id": "A1"}\n\n[1]\n{"case_id": NaN}\n{"a": \n"\\ud800"\n{"case_id": "A2"}'
    rows = rows_of(tmp_path / "a.jsonl", content.encode())
    assert [row.line for row in rows] == [1, 3, 4, 5, 6, 7]
    assert [bool(row.problem) for row in rows] == [False, True, True, True, True, False]
    deep = rows_of(tmp_path / "b.jsonl", b"[" * 200_000 + b"\n" + b'{"case_id": "A"}')
    assert [bool(row.problem) for row in deep] == [True, False]


def test_a_json_file_is_one_object_or_an_array_of_them(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path / "a.json", b'{\n "case_id": "A1"\n}\n')
    assert row.fields == {"case_id": "A1"}
    rows = rows_of(tmp_path / "b.json", b'[{"case_id": "A1"}, 7]')
    assert [(row.line, bool(row.problem)) for row in rows] == [(1, False), (2, True)]
    rows = rows_of(tmp_path / "c.json", b'{"case_id": "A1"}\n{"case_id": "A2"} x')
    assert [row.fields.get("case_id") for row in rows] == ["A1", "A2", None]
    assert "after object 2" in rows[2].problem
    with pytest.raises(FileProblem, match="not valid JSON"):
        rows_of(tmp_path / "d.json", b'"A1"')


CELLS = st.text(alphabet='ab字,"\n\r \t', max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8))
def test_what_a_csv_writer_wrote_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["a", "b", "c"])
    writer.writerows(rows)
    read = list(CsvRows(io.StringIO(out.getvalue(), newline=""), ","))
    assert [row.cells for row in read] == [row for row in rows if any(row)]
    assert not any(row.problem for row in read)


@given(st.text(alphabet='ab,"\n', max_size=60))
def test_any_text_is_read_to_its_end(body: str) -> None:
    """No exception, and every line with anything on it is in the cells of some row."""
    marked = "".join(char if char != "b" else f"b{place}." for place, char in enumerate(body))
    read = list(CsvRows(io.StringIO("a,b\n" + marked, newline=""), ","))
    everything = "\n".join("\n".join(row.cells) for row in read)
    for place, char in enumerate(body):
        assert char != "b" or f"b{place}." in everything
    assert [row.line for row in read] == sorted({row.line for row in read})
