"""What each role may do, call by call, and that a key says which one it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import pytest
from conftest import Caller
from fake_desk import FakeDesk

from service.access import read_access
from service.roles import ROLES, Right, needed
from service.settings import Settings

CASE = {"case_id": "K1", "text": "石溪路路灯不亮"}
PAIR = {"case_id": "K1", "other_case_id": "K2", "decision": "reject", "by": "乙"}
CALLS: dict[Right, list[tuple[str, str, object]]] = {
    Right.READ: [
        ("POST", "/v1/check", CASE), ("GET", "/v1/cases/K1", None), ("GET", "/v1/cases", None), ("GET", "/v1/matters", None),
        ("POST", "/v1/search", {"q": "灯"}), ("POST", "/v1/precedents", {"case": CASE}),
        ("GET", "/v1/cases/K1/history", None), ("GET", "/v1/hotspots", None), ("GET", "/", None),
    ],
    Right.REGISTER: [("POST", "/v1/cases", CASE)],
    Right.CHANGE: [("PATCH", "/v1/cases/K1", {"status": "CLOSED"})],
    Right.DECIDE: [("POST", "/v1/decisions", PAIR)],
    Right.ERASE: [("DELETE", "/v1/cases/K2", None)],
    Right.AUDIT: [("GET", "/v1/audit", None)],
    Right.METRICS: [("GET", "/metrics", None)],
}  # fmt: skip


def key_of(role: str) -> str:
    return f"a-key-of-the-role-{role:-<12}"


def line(role: str, *words: str) -> str:
    return ":".join(("sha256:" + hashlib.sha256(key_of(role).encode()).hexdigest(), role, *words))


def bearer(role: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key_of(role)}"}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_its_calls_and_no_other(make_caller: Callable[..., Caller], desk: FakeDesk, role: str) -> None:
    call = make_caller(desk, Settings(api_keys=tuple(map(line, ROLES))))
    for case_id in ("K1", "K2"):
        assert call("POST", "/v1/cases", json={**CASE, "case_id": case_id}, headers=bearer("admin")).status_code == 201
    for right, calls in CALLS.items():
        for method, path, body in calls:
            answer = call(method, path, json=body, headers=bearer(role))
            if right in ROLES[role]:
                assert answer.status_code in (200, 201), (method, path, answer.text)
            else:
                assert (answer.status_code, answer.json()["type"]) == (403, "urn:leian:problem:not-allowed"), (method, path)
                assert str(right) in answer.json()["detail"]


def test_what_nobody_thought_of_wants_an_admin() -> None:
    for method, path in (("POST", "/v1/unheard-of"), ("PUT", "/v1/cases/K1"), ("DELETE", "/v1/matters/m-1"), ("BREW", "/")):
        assert needed(method, path) is Right.ERASE
    assert [role for role, rights in ROLES.items() if Right.ERASE in rights] == ["admin"]


def test_no_role_sees_confidential_cases_by_itself() -> None:
    assert not any({Right.CONFIDENTIAL, Right.HIDDEN_MATCH} & rights for rights in ROLES.values())
    keys = read_access(Settings(api_keys=(line("handler", "confidential", "name=纪检-1"), line("read")))).keys
    assert [key.principal.may(Right.CONFIDENTIAL) for key in keys] == [True, False]
    assert [key.principal.name for key in keys] == ["纪检-1", f"key-{hashlib.sha256(key_of('read').encode()).hexdigest()[:8]}"]


def test_the_log_names_the_key_and_never_is_one(make_caller: Callable[..., Caller], desk: FakeDesk) -> None:
    call = make_caller(desk, Settings(api_keys=(line("intake", "name=hotline"),)))
    call("POST", "/v1/cases", json=CASE, headers=bearer("intake"))
    call("POST", "/v1/cases", json=CASE)
    assert [json.loads(each)["key"] for each in call.logged.splitlines()] == ["hotline", "nobody"]
    assert key_of("intake") not in call.logged


def test_the_audit_trail_is_read_page_by_page(call: Caller) -> None:
    first = call("GET", "/v1/audit?limit=1").json()
    assert first["entries"] == [
        {"number": 1, "at": "2026-11-03T08:00:00+08:00", "action": "read", "key": "desk", "case_id": "K1"}
    ]
    second = call("GET", f"/v1/audit?limit=9&cursor={first['cursor']}").json()
    assert [each["number"] for each in second["entries"]] == [2]
    assert second["cursor"] is None
