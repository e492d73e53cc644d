"""The calls of intake systems, over the application in memory."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Caller
from fake_desk import FakeDesk

from service.matters import EVERY_MATTER, MatterPlace

LAMP = {"case_id": "K1", "text": "石溪路路灯不亮", "petitioner": {"name": "钱一", "phone": "13000000001"}}


def test_check_stores_nothing(call: Caller) -> None:
    answer = call("POST", "/v1/check", json=LAMP)
    assert (answer.status_code, answer.json()["verdict"]) == (200, "NEW")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert 0 < answer.json()["elapsed_ms"] < 10_000
    assert call("GET", "/v1/cases/K1").status_code == 404


def test_register_answers_201_then_200_then_409(call: Caller) -> None:
    first = call("POST", "/v1/cases", json=LAMP)
    assert first.status_code == 201
    assert first.json()["case_id"] == "K1"
    assert first.json()["seq"] == 1
    assert first.json()["verdict"]["verdict"] == "NEW"
    again = call("POST", "/v1/cases", json=LAMP)
    assert (again.status_code, again.json()) == (200, first.json())
    other = call("POST", "/v1/cases", json={**LAMP, "text": "别的事"})
    assert (other.status_code, other.json()["type"]) == (409, "urn:leian:problem:conflict")


def test_the_same_case_without_a_time_is_the_same_later_on(call: Caller, desk: FakeDesk) -> None:
    from datetime import timedelta

    from conftest import NOON

    assert call("POST", "/v1/cases", json=LAMP).status_code == 201
    service = call.app.state.service
    later = [NOON + timedelta(minutes=5)]
    object.__setattr__(service, "clock", lambda: later[0])
    assert call("POST", "/v1/cases", json=LAMP).status_code == 200
    assert call("POST", "/v1/cases", json={**LAMP, "text": "别的事"}).status_code == 409
    assert call("POST", "/v1/cases", json={**LAMP, "received_at": "2026-11-03T13:00"}).status_code == 409
    assert desk.get("K1").case.received_at == NOON


def test_a_later_case_with_the_same_text_is_linked(call: Caller) -> None:
    call("POST", "/v1/cases", json=LAMP)
    verdict = call("POST", "/v1/check", json={**LAMP, "case_id": "K2"}).json()
    assert (verdict["verdict"], verdict["matched"]) == ("REPEAT_PETITION", ["K1"])
    assert verdict["matches"][0]["evidence"][0]["new_span"] == [0, 3]


def test_read_gives_the_case_its_place_and_its_verdict(call: Caller) -> None:
    call("POST", "/v1/cases", json={**LAMP, "received_at": "2026-11-01", "级别": "急"})
    kept = call("GET", "/v1/cases/K1").json()
    assert kept["petitioner"]["phone"] == "13000000001"
    assert (kept["received_at"], kept["seq"], kept["verdict"]["verdict"]) == ("2026-11-01", 1, "NEW")
    assert kept["extra"] == {"级别": "急"}


@pytest.mark.parametrize("number", ["a/b", "信访〔2026〕12号", "a b?c#d", "%2F", "100%"])
def test_any_printable_number_has_an_address(call: Caller, number: str) -> None:
    from urllib.parse import quote

    assert call("POST", "/v1/cases", json={**LAMP, "case_id": number}).status_code == 201
    answer = call("GET", "/v1/cases/" + quote(number, safe=""))
    assert (answer.status_code, answer.json()["case_id"]) == (200, number)
    assert call("GET", f"/v1/cases/{quote(number, safe='')}/history").json()["case_id"] == number


def test_change(call: Caller) -> None:
    call("POST", "/v1/cases", json=LAMP)
    answer = call(
        "PATCH",
        "/v1/cases/K1",
        json={"status": "closed", "closed_at": "2026-11-05", "reply": "已修复", "dept": "市政处"},
    )
    kept = answer.json()
    assert (answer.status_code, kept["status"], kept["handling_unit"]) == (200, "CLOSED", "市政处")
    assert kept["official_reply"]["text"] == "已修复"
    assert call("GET", "/v1/cases/K1").json() == kept
    assert call("PATCH", "/v1/cases/K1", json={}).json() == kept
    refused = call("PATCH", "/v1/cases/K1", json={"text": "别的", "status": "weg"})
    assert [each["field"] for each in refused.json()["errors"]] == ["text", "status"]
    assert call("PATCH", "/v1/cases/K9", json={"status": "closed"}).status_code == 404


def test_erase_gives_a_receipt(call: Caller) -> None:
    call("POST", "/v1/cases", json=LAMP)
    answer = call("DELETE", "/v1/cases/K1")
    assert (answer.status_code, answer.json()["receipt"], answer.json()["proven"]) == (200, 7, True)
    assert answer.json()["erased_at"] == "2026-11-03T08:00:00+08:00"
    assert call("GET", "/v1/cases/K1").status_code == 404
    assert call("DELETE", "/v1/cases/K1").json()["type"] == "urn:leian:problem:not-found"


def test_the_newest_cases_page_by_page(call: Caller) -> None:
    for number in range(1, 6):
        call("POST", "/v1/cases", json={"case_id": f"K{number}", "text": f"事{number}"})
    seen: list[str] = []
    cursor = None
    for _ in range(4):
        page = call("GET", "/v1/cases", params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        seen += [each["case_id"] for each in page["cases"]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert seen == ["K5", "K4", "K3", "K2", "K1"]
    assert call("GET", "/v1/cases").json()["cases"][0]["verdict"]["verdict"] == "NEW"


def test_the_list_is_filtered_by_unit_and_verdict(call: Caller) -> None:
    for number, unit in enumerate(("甲", "乙", "甲")):
        call("POST", "/v1/cases", json={"case_id": f"K{number}", "text": "路灯不亮", "handling_unit": unit})

    def listed(**query: str) -> list[str]:
        return [each["case_id"] for each in call("GET", "/v1/cases", params=query).json()["cases"]]

    assert listed(unit="甲") == ["K2", "K0"]
    assert listed(verdict="REPEAT_PETITION") == ["K2", "K1"]
    assert listed(verdict="REPEAT_PETITION", unit="乙") == ["K1"]
    assert listed(unit="", verdict="") == ["K2", "K1", "K0"]
    refused = call("GET", "/v1/cases", params={"verdict": "MAYBE"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "verdict")


def test_matters_are_listed_page_by_page(call: Caller, desk: FakeDesk) -> None:
    page = call("GET", "/v1/matters").json()
    (matter,) = page["matters"]
    assert {name: matter[name] for name in ("matter_id", "title", "size", "open", "persons", "repeats", "replies")} == {
        "matter_id": "m-1", "title": "路灯", "size": 3, "open": 2, "persons": 2, "repeats": 1, "replies": 1,
    }  # fmt: skip
    assert matter["units"] == [{"unit": "甲", "count": 3}]
    assert call("GET", "/v1/matters", params={"cursor": page["cursor"], "limit": "7"}).json()["cursor"] is None
    assert desk.asked == [(20, "size", None, EVERY_MATTER), (7, "size", MatterPlace("size", 3, "m-1"), EVERY_MATTER)]
    for wrong, field in (
        ({"sort": "colour"}, "sort"), ({"limit": "0"}, "limit"), ({"cursor": "x"}, "cursor"), ({"cursor": "é"}, "cursor"),
        ({"cursor": page["cursor"], "sort": "age"}, "cursor"), ({"cursor": "c2l6ZTrCsjptLTE="}, "cursor"),
    ):  # fmt: skip
        refused = call("GET", "/v1/matters", params=wrong)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field), wrong


@pytest.mark.parametrize(
    ("query", "field"),
    [("limit=0", "limit"), ("limit=101", "limit"), ("limit=x", "limit"), ("limit=" + "9" * 5000, "limit"),
     ("cursor=x", "cursor"), ("cursor=-1", "cursor"), ("cursor=" + "9" * 40, "cursor"), ("limit=²", "limit")],
)  # fmt: skip
def test_pages_that_are_none(call: Caller, query: str, field: str) -> None:
    answer = call("GET", "/v1/cases?" + query)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_history_matter_and_comparison(call: Caller) -> None:
    call("POST", "/v1/cases", json=LAMP)
    call("POST", "/v1/cases", json={**LAMP, "case_id": "K2", "dept": "市政处", "reply": "已修复"})
    history = call("GET", "/v1/cases/K2/history").json()
    assert [each["case_id"] for each in history["cases"]] == ["K1"]
    matter = call("GET", "/v1/matters/m-1").json()
    assert (matter["size"], matter["open"], matter["units"]) == (1, 1, [{"unit": "市政处", "count": 1}])
    assert matter["replies"][0]["text"] == "已修复"
    assert call("GET", "/v1/matters/m-9").status_code == 404
    call("POST", "/v1/cases", json={**LAMP, "case_id": "K3", "text": "石溪路路灯又不亮"})
    both = call("GET", "/v1/cases/K1/compare/K3").json()
    assert both["other_text"] == "石溪路路灯又不亮"
    assert [(op["op"], op["span"], op["other_span"]) for op in both["ops"]] == [
        ("equal", [0, 5], [0, 5]),
        ("insert", [5, 5], [5, 6]),
        ("equal", [5, 7], [6, 8]),
    ]
    for path in ("/v1/cases/K9/history", "/v1/cases/K1/compare/K9", "/v1/cases/K9/compare/K1"):
        assert call("GET", path).status_code == 404


def test_decisions(call: Caller) -> None:
    for number in ("K1", "K2"):
        call("POST", "/v1/cases", json={**LAMP, "case_id": number})
    order = {"case_id": "K1", "other_case_id": "K2", "decision": "reject", "by": "7号席", "reason": "两处路灯"}
    answer = call("POST", "/v1/decisions", json=order)
    assert (answer.status_code, answer.json()) == (200, {**order, "at": "2026-11-03T09:00:00+08:00"})
    assert call("POST", "/v1/decisions", json={**order, "other_case_id": "K9"}).status_code == 404


@pytest.mark.parametrize(
    ("change", "fields"),
    [({"decision": "maybe"}, ["decision"]), ({"by": " "}, ["by"]), ({"by": None, "case_id": 1}, ["case_id", "by"]),
     ({"other_case_id": "K1"}, ["other_case_id"]), ({"reason": "x" * 2001}, ["reason"])],
)  # fmt: skip
def test_decisions_that_are_none(call: Caller, change: dict[str, Any], fields: list[str]) -> None:
    order = {"case_id": "K1", "other_case_id": "K2", "decision": "reject", "by": "7号席", "reason": ""}
    answer = call("POST", "/v1/decisions", json={**order, **change})
    assert (answer.status_code, [each["field"] for each in answer.json()["errors"]]) == (422, fields)


def test_precedents_for_a_case_or_a_number(call: Caller, desk: FakeDesk) -> None:
    call("POST", "/v1/cases", json=LAMP)
    answer = call("POST", "/v1/precedents", json={"case_id": "K1"})
    assert (answer.status_code, answer.json()["precedents"]) == (200, [])
    assert set(answer.json()["advice"]) == {"units", "outcomes", "days_to_close", "legal_basis"}
    assert desk.asked[-1][1:3] == ("K1", 10)  # type: ignore[index]
    filters = {"unit": "市政处", "since": "2026-01-01", "until": "2026-06-30", "outcome": "supported"}
    assert call("POST", "/v1/precedents", json={"case": LAMP, "limit": 3, "filters": filters}).status_code == 200
    case, number, limit, asked = desk.asked[-1]  # type: ignore[misc]
    assert (case.case_id, number, limit) == ("K1", None, 3)
    assert (asked.unit, asked.outcome, asked.until.hour) == ("市政处", "SUPPORTED", 23)
    assert call("POST", "/v1/precedents", json={"case_id": "K9"}).status_code == 404


@pytest.mark.parametrize(
    ("body", "fields"),
    [({}, ["case"]), ({"case": 1}, ["case"]), ({"case": {"text": 1}, "limit": 0}, ["case.case_id", "case.text", "limit"]),
     ({"case_id": "K1", "filters": {"unti": "x"}}, ["filters"]), ({"case_id": "K1", "filters": {"since": 1}}, ["filters.since"]),
     ({"case_id": "K1", "filters": []}, ["filters"]), ({"case_id": 7}, ["case_id"])],
)  # fmt: skip
def test_precedent_queries_that_are_none(call: Caller, body: dict[str, Any], fields: list[str]) -> None:
    answer = call("POST", "/v1/precedents", json=body)
    assert (answer.status_code, [each["field"] for each in answer.json()["errors"]]) == (422, fields)


def test_search(call: Caller, desk: FakeDesk) -> None:
    call("POST", "/v1/cases", json=LAMP)
    answer = call("POST", "/v1/search", json={"q": "路灯", "limit": 5, "filters": {"locality": "临溪"}})
    assert (answer.json()["total"], answer.json()["hits"][0]["case_id"], answer.json()["cursor"]) == (1, "K1", None)
    assert desk.asked[-1][0] == "路灯"  # type: ignore[index]
    for body, field in (
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": 1}, "q"),
        ({"q": "x" * 501}, "q"),
        ({"q": "x", "cursor": 1}, "cursor"),
    ):
        refused = call("POST", "/v1/search", json=body)
        assert [each["field"] for each in refused.json()["errors"]] == [field]


def test_hotspots_and_alerts(call: Caller, desk: FakeDesk) -> None:
    found = call("GET", "/v1/hotspots?month=2026-10&limit=3").json()
    assert (found["month"], found["topics"][0]["name"], found["topics"][0]["change"]) == ("2026-10", "电梯", 1.5)
    assert desk.asked[-1][1] == 3  # type: ignore[index]
    told = call("GET", "/v1/alerts?days=14").json()
    assert (told["alerts"][0]["kind"], told["alerts"][0]["p"], told["alerts"][0]["matter_id"]) == ("rise", 1.23e-05, None)
    for path, field in (("/v1/hotspots?month=10", "month"), ("/v1/alerts?days=-1", "days")):
        refused = call("GET", path)
        assert (refused.status_code, [each["field"] for each in refused.json()["errors"]]) == (422, [field])
