"""A proposed map is valid, is read back as a map, and shows no petitioner's words."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from service.columns import read_map
from service.files import FileProblem
from service.guess import guess_map
from service.load import open_chosen, parsed_rows
from service.wire import read_time

KNOWN = "标题,内容,留言时间,来电人,工单编号,承办单位,答复内容,答复时间,诉求地址,办理状态,备注\n"
ROW = "路灯,路灯三天不亮,2025/3/1 9:05,高禾,G1,路灯所,已修好,2025/3/5,揽月路,飞走了,密\n"


def proposal(path: Path, content: str, encoding: str = "utf-8") -> dict[str, dict[str, str]]:
    path.write_bytes(content.encode(encoding))
    return tomllib.loads(guess_map(path))


def test_known_headers_are_named(tmp_path: Path) -> None:
    found = proposal(tmp_path / "a.csv", KNOWN + ROW)
    assert found["columns"] == {
        "标题": "title",
        "内容": "text",
        "留言时间": "received_at",
        "来电人": "petitioner.name",
        "工单编号": "case_id",
        "承办单位": "handling_unit",
        "答复内容": "official_reply.text",
        "答复时间": "official_reply.replied_at",
        "诉求地址": "address",
        "办理状态": "status",
        "备注": "",
    }
    assert found["values"] == {"status": {"飞走了": ""}}
    said = guess_map(tmp_path / "a.csv")
    assert not any(word in said for word in ("高禾", "三天", "揽月"))


def test_unknown_headers_are_named_by_what_stands_below(tmp_path: Path) -> None:
    rows = "".join(
        f"Z-{n},市民说第{n}栋楼下的垃圾桶已经满了好几天没有人来收,2025-03-0{n} 10:00,1390000000{n},甲\n" for n in range(1, 9)
    )
    found = proposal(tmp_path / "a.csv", '单号码,"说""的",何时,号,组\n' + rows, "gbk")
    assert found["encoding"] == "gb18030"
    assert found["columns"] == {
        "单号码": "case_id",
        '说"的': "text",
        "何时": "received_at",
        "号": "petitioner.phone",
        "组": "",
    }


def test_what_is_missing_is_said_and_the_proposal_can_be_used(tmp_path: Path) -> None:
    path, chosen = tmp_path / "a.csv", tmp_path / "map.toml"
    path.write_text("甲,内容\n短,停水\n短,停电\n", encoding="utf-8")
    said = guess_map(path)
    assert 'needed and not found: case_id' in said
    chosen.write_text(said.replace('"甲" = ""', '"甲" = "case_id"'), encoding="utf-8")
    with open_chosen(path, read_map(chosen)) as table:
        first, _ = parsed_rows(table, read_map(chosen), read_time("2025-01-01").at)  # type: ignore[union-attr]
    assert first.case is not None
    assert first.case.case_id == "短"


def test_json_with_the_contracts_names_needs_no_map(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"case_id": "1", "text": "停水", "petitioner": {"name": "高禾"}}), encoding="utf-8")
    assert tomllib.loads(guess_map(path)) == {"columns": {}}
    path.write_text("", encoding="utf-8")
    with pytest.raises(FileProblem, match="no row"):
        guess_map(path)
