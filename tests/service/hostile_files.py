"""Forty files made to do harm, each small to make: name → the function that writes it.

Beside each stands what a reader must say: a part of the reason, or OK where the file is odd but honest.
"""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import xlsxwriter
from pyarrow import parquet

OK = ""
MB = 1 << 20
HEADER = "工单编号,内容\n"
ROW = "A1,路灯不亮\n"
SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
TWO = '<row r="1"><c r="A1" t="inlineStr"><is><t>工单编号</t></is></c><c r="B1" t="inlineStr"><is><t>内容</t></is></c></row>'
ONE = '<row r="2"><c r="A2" t="inlineStr"><is><t>A1</t></is></c><c r="B2" t="inlineStr"><is><t>路灯不亮</t></is></c></row>'


def book(path: Path, sheet: str | bytes | None, more: dict[str, str | bytes] | None = None) -> None:
    """A workbook with this XML as its one sheet; `more` adds or replaces parts of the archive."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as out:
        worksheet = out.add_worksheet()
        worksheet.write_row(0, 0, ["工单编号", "内容"])
        worksheet.write_row(1, 0, ["A1", "路灯不亮"])
    parts: dict[str, str | bytes] = {}
    with zipfile.ZipFile(made) as read:
        parts.update((name, read.read(name)) for name in read.namelist())
    if sheet is not None:
        parts["xl/worksheets/sheet1.xml"] = sheet
    parts.update(more or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as write:
        for name, content in parts.items():
            write.writestr(name, content)


def rows(*lines: str, before: str = "", after: str = "") -> str:
    return SHEET.format(f"{before}<sheetData>{''.join(lines)}</sheetData>{after}")


def cell(place: str, text: str) -> str:
    return f'<row r="{place.strip("ABCXFD")}"><c r="{place}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def text(content: str | bytes | Callable[[], str]) -> Callable[[Path], None]:
    """Writes the content; what is large is made only then."""

    def write(path: Path) -> None:
        made = content() if callable(content) else content
        path.write_bytes(made if isinstance(made, bytes) else made.encode())

    return write


def sheet(content: str | Callable[[], str], more: Callable[[], dict[str, str | bytes]] = dict) -> Callable[[Path], None]:
    return lambda path: book(path, content() if callable(content) else content, more())


def zeros(path: Path, megabytes: int, before: bytes = b"", block: bytes = b"\0") -> None:
    with gzip.open(path, "wb", compresslevel=6) as out:
        out.write(before)
        for _ in range(megabytes):
            out.write(block * (MB // len(block)))


def cut(path: Path) -> None:
    book(path, None)
    path.write_bytes(path.read_bytes()[:-400])


def flipped(path: Path) -> None:
    book(path, rows(TWO, ONE, *(cell(f"A{n}", f"第{n}行") for n in range(3, 400))))
    content = bytearray(path.read_bytes())
    for at in range(1500, min(len(content), 3000), 7):
        content[at] ^= 0x55
    path.write_bytes(content)


def many_sheets(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as out:
        for number in range(400):
            out.add_worksheet(f"s{number}").write(0, 0, "x")


def wide_sheet(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as out:
        out.add_worksheet().write_row(0, 0, ["c"] * 16_384)


def formulas(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as out:
        worksheet = out.add_worksheet()
        worksheet.write_row(0, 0, ["工单编号", "内容"])
        worksheet.write_formula(1, 0, '=HYPERLINK("x")', None, "A1")
        worksheet.write_formula(1, 1, "=1+1", None, "=cmd|' /C calc'!A0")


def fake_ole(path: Path) -> None:
    """An XLS whose sector chain points at itself."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[24:36] = struct.pack("<HHHHHH", 0x3E, 3, 0xFFFE, 9, 6, 0)
    header[44:60] = struct.pack("<IIII", 1, 0, 0, 4096)
    header[60:76] = struct.pack("<IIII", 0, 1, 0xFFFFFFFE, 0)
    header[76:80] = struct.pack("<I", 0)
    path.write_bytes(bytes(header) + struct.pack("<I", 0) * 128 + bytes(512))


def parquet_table(path: Path, table: pa.Table, **options: object) -> None:
    parquet.write_table(table, path, **options)


def huge_group(path: Path) -> None:
    """Three million equal long texts in one row group of a few kilobytes: 3.6 TB once unfolded."""
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 3_000_000, pa.int32()), pa.array(["停水" * 200_000]))
    table = pa.table({"case_id": column, "text": column})
    parquet.write_table(table, path, row_group_size=3_000_000, compression="zstd")


def lying_footer(path: Path) -> None:
    """The footer says that it is two gigabytes long."""
    parquet_table(path, pa.table({"case_id": ["1"], "text": ["停水"]}))
    content = path.read_bytes()
    path.write_bytes(content[:-8] + struct.pack("<I", 0x7FFFFFF0) + b"PAR1")


def broken_pages(path: Path) -> None:
    parquet_table(path, pa.table({"case_id": [str(n) for n in range(9000)], "text": ["停水"] * 9000}), compression="none")
    content = bytearray(path.read_bytes())
    content[20:4000] = b"\xff" * 3980
    path.write_bytes(content)


def big_cell(path: Path) -> None:
    parquet_table(path, pa.table({"case_id": ["1", "2"], "text": ["x" * (100 * MB), "停水"]}), compression="zstd")


def quoted_forever(path: Path) -> None:
    path.write_text(HEADER + 'A0,"' + "字" * 50 + "\n" + "A1,一行\n" * 60_000, encoding="utf-8")


def nested_zip(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("0", b"\0" * (50 * MB))
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("inner.zip", inner.getvalue())


def gzip_of_bad_checksum(path: Path) -> None:
    packed = bytearray(gzip.compress((HEADER + ROW * 50).encode()))
    packed[-8:-4] = b"\0\0\0\0"
    path.write_bytes(packed)


def bomb_book(path: Path) -> None:
    """A gigabyte of spaces between two rows of a sheet."""
    book(path, None)
    parts = {}
    with zipfile.ZipFile(path) as read:
        parts = {name: read.read(name) for name in read.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as write:
        for name, content in parts.items():
            if name != "xl/worksheets/sheet1.xml":
                write.writestr(name, content)
        with write.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as out:
            start, end = SHEET.format("\0").split("\0")
            out.write(f"{start}<sheetData>{TWO}".encode())
            for _ in range(600):
                out.write(b'<row r="2"><c r="A2"><v>1</v></c></row>' * (MB // 39))
            out.write(f"</sheetData>{end}".encode())


def strings(count: int, each: str) -> str:
    return f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{f"<si><t>{each}</t></si>" * count}</sst>'


ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{ENTITIES}]>' + rows(TWO, cell("A2", "&a11;")).split("?>")[1]
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + rows(TWO, cell("A2", "&f;")).split("?>")[1]

FILES: dict[str, tuple[Callable[[Path], None], str]] = {
    "empty.csv": (text(""), "the file is empty"),
    "only_a_mark.csv": (text(b"\xef\xbb\xbf"), "the file is empty"),
    "columns.csv": (text(lambda: ",".join(f"c{n}" for n in range(1_000_000)) + "\n" + ROW), "columns; at most"),
    "cells.csv": (text(lambda: HEADER + "A0" + ",x" * 1_500_000 + "\n" + ROW), "cells, the header has 2"),
    "long_cell.csv": (text(lambda: HEADER + "A0," + "x" * (100 * MB) + "\n" + ROW), "line longer than"),
    "long_quoted_cell.csv": (text(lambda: HEADER + 'A0,"' + "x\n" * 2_000_000 + '"\n' + ROW), "cells, the header has 2"),
    "never_closed.csv": (quoted_forever, OK),
    "nuls.csv": (text(HEADER + "A1,路\0灯\0\n"), OK),
    "mostly_nuls.csv": (text(b"a,b\n" + b"\0" * MB), "not text"),
    "mixed.csv": (text((HEADER + ROW * 20).encode() + "A2,井盖\n".encode("gbk")), "damaged"),
    "neither.csv": (text(b"\xff\xff\xff\xff,\x80\n"), "neither UTF-8 nor GB18030"),
    "half_utf16.csv": (text((HEADER + ROW).encode("utf-16") + b"\x00"), "damaged"),
    "line_ends.csv": (text("工单编号,内容\rA1,甲\r\nA2,乙\n\rA3,丙"), OK),
    "zeros.csv.gz": (lambda path: zeros(path, 2000), "not text"),
    "bomb.csv.gz": (lambda path: zeros(path, 1200, HEADER.encode(), b"A1,xxxx\n"), "times its size"),
    "cut.csv.gz": (lambda path: path.write_bytes(gzip.compress((HEADER + ROW * 9).encode())[:-12]) and None, "ended before"),
    "checksum.csv.gz": (gzip_of_bad_checksum, "CRC"),
    "no_gzip.csv.gz": (text(HEADER + ROW), "not gzipped"),
    "zlib.csv": (lambda path: path.write_bytes(zlib.compress(ROW.encode() * 9)) and None, "neither UTF-8"),
    "deep.jsonl": (text(lambda: "[" * MB + "\n" + '{"a":' * 200_000 + "\n"), "nested"),
    "long.jsonl": (text(lambda: '{"text": "' + "x" * (100 * MB) + '"}\n'), "line longer than"),
    "lists.json": (text(lambda: "[" + "[]," * 2_000_000 + "{}]"), "must be one JSON object"),
    "never_closed.json": (text("[" + json.dumps({"case_id": "A1", "text": "停水"}) + ","), "not closed"),
    "nothing.xlsx": (text(""), "no workbook"),
    "noise.xlsx": (text(b"PK\x03\x04" + bytes(range(256)) * 200), "no workbook"),
    "page.xls": (text("<html><table><tr><td>x</td></tr></table></html>"), "a web page"),
    "circle.xls": (fake_ole, "takes more than"),
    "cut.xlsx": (cut, "no workbook"),
    "flipped.xlsx": (flipped, "damaged"),
    "nested.xlsx": (nested_zip, "no workbook"),
    "far_cell.xlsx": (sheet(rows(TWO, ONE, cell("XFD1048576", "x"))), "takes more than"),
    "dimension_small.xlsx": (sheet(rows(TWO, ONE, before='<dimension ref="A1"/>')), OK),
    "dimension_huge.xlsx": (sheet(rows(TWO, ONE, before='<dimension ref="A1:XFD1048576"/>')), OK),
    "bomb.xlsx": (bomb_book, "takes more than"),
    "laughs.xlsx": (sheet(LAUGHS), "damaged"),
    "outside.xlsx": (sheet(OUTSIDE), "damaged"),
    "deep.xlsx": (sheet(lambda: rows(TWO, ONE, before="<x>" * 300_000, after="</x>" * 300_000)), OK),
    "strings.xlsx": (sheet(rows(TWO, ONE), lambda: {"xl/sharedStrings.xml": strings(9_000_000, "x")}), "takes more than"),
    "big_string.xlsx": (sheet(lambda: rows(TWO, cell("A2", "x" * (100 * MB)))), "takes more than"),
    "sheets.xlsx": (many_sheets, "sheets; at most"),
    "wide.xlsx": (wide_sheet, "columns; at most"),
    "formulas.xlsx": (formulas, OK),
    "noise.parquet": (text(b"PAR1" + b"\xff" * 5000 + b"PAR1"), "no Parquet file"),
    "footer.parquet": (lying_footer, "no Parquet file"),
    "pages.parquet": (broken_pages, "damaged"),
    "group.parquet": (huge_group, "takes more than"),
    "cell.parquet": (big_cell, "takes more than"),
}
