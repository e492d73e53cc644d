"""The OpenAPI document is complete enough to make a client from, and its page loads nothing from elsewhere."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from conftest import Caller

from service.wire_schema import CASE_FIELDS

CONTRACT = {
    "/v1/check": {"post"}, "/v1/cases": {"get", "post"}, "/v1/cases/{case_id}": {"get", "patch", "delete"},
    "/v1/cases/{case_id}/history": {"get"}, "/v1/cases/{case_id}/compare/{other_id}": {"get"},
    "/v1/precedents": {"post"}, "/v1/search": {"post"}, "/v1/stream": {"get"}, "/v1/decisions": {"post"},
    "/v1/matters": {"get"}, "/v1/matters/{matter_id}": {"get"}, "/v1/alerts": {"get"}, "/v1/hotspots": {"get"},
    **{f"/v1/export/{name}.csv": {"get"} for name in "cases search matters matter history precedents hotspots alerts".split()},
    "/v1/cases/{case_id}/decisions": {"get"}, "/v1/replies/compare": {"post"}, "/v1/audit": {"get"}, "/healthz": {"get"}, "/readyz": {"get"}, "/metrics": {"get"},
}  # fmt: skip


@pytest.fixture
def document(call: Caller) -> dict[str, Any]:
    found: dict[str, Any] = call("GET", "/openapi.json").json()
    return found


def test_every_call_of_the_contract_is_there(document: dict[str, Any]) -> None:
    assert {path: set(calls) for path, calls in document["paths"].items()} == CONTRACT


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    wanted = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert wanted <= set(document["components"]["schemas"])
    assert {"Case", "Verdict", "Match", "Evidence", "Problem", "Code", "Flag", "StoredCase"} <= wanted


def test_bodies_and_problems_are_described(document: dict[str, Any]) -> None:
    check = document["paths"]["/v1/check"]["post"]
    assert check["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("/Case")
    assert check["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/Verdict")
    for status in ("400", "401", "403", "413", "422", "503"):
        assert "application/problem+json" in check["responses"][status]["content"]
    assert {"200", "201", "409"} <= set(document["paths"]["/v1/cases"]["post"]["responses"])
    schemas = document["components"]["schemas"]
    assert schemas["Case"]["required"] == ["case_id", "text"]
    assert set(CASE_FIELDS) <= set(schemas["Case"]["properties"])
    assert len(schemas["Code"]["enum"]) == 12


def test_names_of_operations_differ(document: dict[str, Any]) -> None:
    names = [each["operationId"] for calls in document["paths"].values() for each in calls.values()]
    assert len(names) == len(set(names))


def test_the_page_loads_from_here(call: Caller) -> None:
    page = call("GET", "/docs")
    assert page.status_code == 200
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert addresses
    for address in addresses:
        assert not address.startswith(("http", "//"))
        assert call("GET", address).status_code == 200


def test_metrics(call: Caller) -> None:
    call("POST", "/v1/check", json={"case_id": "K1", "text": "石溪路路灯"})
    call("GET", "/v1/cases/K-13000000001")
    call("GET", "/石溪路/13000000001")
    answer = call("GET", "/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert 'leian_requests_total{method="POST",route="/v1/check",status="200"} 1.0' in answer.text
    assert 'leian_requests_total{method="GET",route="/v1/cases/{case_id}",status="404"} 1.0' in answer.text
    assert 'leian_verdicts_total{call="check",verdict="NEW"} 1.0' in answer.text
    assert "leian_ready 1.0" in answer.text
    assert "13000000001" not in answer.text + call.logged


def test_one_line_a_request(call: Caller) -> None:
    answer = call("POST", "/v1/cases?name=13000000001", json={"case_id": "K1", "text": "石溪路路灯"})
    lines = [json.loads(line) for line in call.logged.splitlines()]
    assert len(lines) == 1
    assert list(lines[0]) == ["time", "level", "event", "request_id", "method", "route", "status", "ms"]
    assert lines[0]["request_id"] == answer.headers["x-request-id"]
    assert (lines[0]["route"], lines[0]["status"]) == ("/v1/cases", 201)
