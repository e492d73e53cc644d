"""Whatever comes in, the answer is the contract's one shape of error, and tells nobody about a citizen."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from conftest import Caller, pieces
from fake_desk import FakeDesk

from index.errors import NoSuchCase, StoreUnavailable, UnknownCursor
from service.errors import BadRequest, LeianError
from service.http_io import MAX_BODY_BYTES
from service.problems import problem_for
from service.settings import Settings

SECRETS = ("钱一一", "13000000001", "110101199003070000", "石溪路9号")
CASE = {
    "case_id": "K1",
    "text": "石溪路9号路灯不亮，我是钱一一",
    "petitioner": {"name": "钱一一", "phone": "13000000001", "id_no": "110101199003070000", "address": "石溪路9号"},
}


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert {"type", "title", "status", "detail", "errors"} <= set(found)
    assert (found["status"], found["title"]) == (status, HTTPStatus(status).phrase)
    assert found["type"].startswith("urn:leian:problem:")
    assert found["request_id"] == answer.headers["x-request-id"]
    assert all(set(each) == {"field", "value", "limit", "hint"} for each in found["errors"])
    return found


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"{", 400), (b"[]", 400), (b'{"case_id":"K1","text":"\xc4\xe3"}', 400), (b'{"a":NaN}', 400),
        (b"[" * 10_000, 400), (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, 400), (b"{}", 422),
        (rb'{"case_id":"K1","text":"\ud800"}', 422), (b'{"case_id":"K1","text":"' + b"a" * 262_145 + b'"}', 413),
        (b'{"case_id":"K1","text":"a\\u0000b"}', 200), (b'{"case_id":"K1","text":"' + b"a" * 262_144 + b'"}', 200),
        (b'{"case_id":"K0","text":"a","case_id":"K1"}', 200),
    ],
)  # fmt: skip
def test_bodies(call: Caller, body: bytes, status: int) -> None:
    answer = call("POST", "/v1/check", content=body)
    assert answer.status_code == status
    if status != 200:
        problem(answer, status)
    else:
        assert answer.json()["case_id"] == "K1"


def test_any_content_type_is_read_as_json(call: Caller) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "nonsense", "application/json; charset=gbk"):
        answer = call("POST", "/v1/check", content=json.dumps(CASE), headers={"content-type": kind})
        assert answer.status_code == 200


def test_a_body_of_more_than_1_mb_is_refused_without_reading_it_all(call: Caller) -> None:
    body = b'{"case_id":"K1","text":"","x":"' + b"a" * (MAX_BODY_BYTES + 1) + b'"}'
    found = problem(call("POST", "/v1/cases", content=body), 413)
    assert found["errors"][0]["limit"] == "at most 1,048,576 bytes"
    taken = []

    async def endless() -> Any:
        while len(taken) < 10_000:
            taken.append(1)
            yield b"a" * 65_536

    problem(call("POST", "/v1/cases", content=endless()), 413)
    assert len(taken) < 40


def test_a_body_in_pieces_is_one_body(call: Caller) -> None:
    body = json.dumps(CASE).encode()
    assert call("POST", "/v1/check", content=pieces(body, 7)).json()["case_id"] == "K1"


def test_all_wrong_fields_are_named(call: Caller) -> None:
    found = problem(call("POST", "/v1/cases", json={"text": 1, "status": "weg", "due_at": "x"}), 422)
    assert [each["field"] for each in found["errors"]] == ["case_id", "text", "status", "due_at"]
    assert found["errors"][2]["value"] == "weg"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("GET", "/v1/cases/a/b/c", 404), ("PUT", "/v1/check", 405), ("DELETE", "/v1/check", 405),
     ("GET", "/v1/check", 405), ("BREW", "/v1/check", 405), ("GET", "/v1/cases/%ff%fe", 404), ("GET", "//v1/check", 404)],
)  # fmt: skip
def test_addresses_that_are_none(call: Caller, method: str, path: str, status: int) -> None:
    answer = call(method, "http://127.0.0.1:8080" + path)
    found = problem(answer, status)
    assert found["errors"] == []
    if status == 405:
        assert "POST" in answer.headers["allow"]


def test_a_fault_says_nothing_but_its_number(call: Caller, desk: FakeDesk) -> None:
    desk.failure = ValueError(f"cannot parse {CASE['text']} of {SECRETS}")
    for path in ("/v1/check", "/v1/cases"):
        answer = call("POST", path, json=CASE)
        found = problem(answer, 500)
        assert found["request_id"] in call.logged
        assert not any(secret in answer.text + call.logged for secret in SECRETS)
    lines = [json.loads(line) for line in call.logged.splitlines()]
    assert lines[0]["error"] == "ValueError"
    assert any(place.startswith("fake_desk.py:") for place in lines[0]["places"])


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UnknownCursor("damaged"), 400),
        (BadRequest("cursor", "abc", "a cursor of an earlier answer", "leave it out"), 422),
        (BadRequest("q", "钱一一", "words", "…"), 422),
        (NoSuchCase("K1"), 404),
        (StoreUnavailable("disk full"), 503),
        (LeianError("石溪路9号"), 500),
    ],
)
def test_errors_of_the_desk(call: Caller, desk: FakeDesk, error: Exception, status: int) -> None:
    desk.failure = error
    answer = call("POST", "/v1/check", json=CASE)
    problem(answer, status)
    assert not any(secret in answer.text for secret in SECRETS)
    assert ("retry-after" in answer.headers) == (status == 503)


def test_every_kind_of_error_has_an_answer_of_its_own() -> None:
    import service.errors as errors

    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, LeianError)]
    arguments: dict[str, tuple[Any, ...]] = {
        "BadRequest": ("f", 1, "l", "h"), "WrongFields": ([],), "BadJson": ("r",), "TooLarge": ("t", 1),
    }  # fmt: skip
    found = {kind.__name__: problem_for(kind(*arguments.get(kind.__name__, ()))).status for kind in kinds}
    assert found == {
        "LeianError": 500, "BadRequest": 422, "WrongFields": 422, "BadJson": 400, "TooLarge": 413, "CaseNotFound": 404,
        "CaseConflict": 409, "Overloaded": 503, "TooMany": 429, "NotReady": 503, "NoKey": 401, "NotAllowed": 403,
    }  # fmt: skip


def test_too_many_waiting_calls_are_turned_away(make_caller: Callable[..., Caller], desk: FakeDesk) -> None:
    call = make_caller(desk, Settings(check_threads=1, queue_limit=2))
    desk.gate = threading.Event()
    threading.Timer(0.5, desk.gate.set).start()
    answers = call.together([("POST", "/v1/check", {"json": CASE})] * 8)
    assert sorted(each.status_code for each in answers) == [200] * 3 + [503] * 5
    refused = next(each for each in answers if each.status_code == 503)
    assert problem(refused, 503)["type"] == "urn:leian:problem:overloaded"
    assert refused.headers["retry-after"] == "1"
    assert call("POST", "/v1/check", json=CASE).status_code == 200


def test_not_ready_until_the_desk_is(call: Caller, desk: FakeDesk) -> None:
    desk.ready = False
    assert call("GET", "/healthz").status_code == 200
    for method, path in (("GET", "/readyz"), ("POST", "/v1/check"), ("GET", "/v1/cases/K1")):
        answer = call(method, path, json=CASE)
        assert problem(answer, 503)["type"] == "urn:leian:problem:not-ready"
        assert answer.headers["retry-after"] == "1"
    assert "leian_ready 0.0" in call("GET", "/metrics").text
    desk.ready = True
    assert call("GET", "/readyz").status_code == 200


JUNK: list[Any] = [
    None, True, 0, -1, 2**70, 1.5, 1e308, "", " ", "x" * 2000, "\u0000", "钱一一", "13000000001", [], {}, [[]], {"": None},
    ["钱一一"], {"name": "钱一一"}, [{"phone": 13000000001}], "2026-13-45", "2026-11-03", "😀", "\u202e", {"a": {"b": [1, {}]}},
]  # fmt: skip
FIELDS = [
    "case_id", "text", "title", "petitioner", "co_petitioners", "represented", "accused", "received_at", "status", "channel",
    "category", "dept", "reply", "official_reply", "outcome", "due_at", "confidential", "extra", "limit", "filters", "q", "case",
    "other_case_id", "decision", "by", "cursor", "unknown",
]  # fmt: skip
CALLS = [
    ("POST", "/v1/check"), ("POST", "/v1/cases"), ("PATCH", "/v1/cases/K1"), ("POST", "/v1/precedents"),
    ("POST", "/v1/search"), ("POST", "/v1/decisions"),
]  # fmt: skip


def test_200_strange_bodies_never_fail_and_never_tell(call: Caller) -> None:
    call("POST", "/v1/cases", json=CASE)
    chance = random.Random(20261103)
    seen = set()
    for _ in range(200):
        body: dict[str, Any] = dict(CASE) if chance.random() < 0.6 else {}
        for _ in range(chance.randint(1, 4)):
            body[chance.choice(FIELDS)] = chance.choice(JUNK)
        raw = json.dumps(body).encode()
        if chance.random() < 0.15:
            cut = chance.randrange(len(raw))
            raw = raw[:cut] + bytes([chance.randrange(256)]) + raw[cut + chance.randint(0, 2) :]
        method, path = chance.choice(CALLS)
        answer = call(method, path, content=raw)
        seen.add(answer.status_code)
        if answer.status_code >= 400:
            problem(answer, answer.status_code)
            assert not any(secret in answer.text for secret in SECRETS), answer.text
            assert "Traceback" not in answer.text
    assert {200, 400, 422} <= seen
    assert max(seen) < 500
    assert not any(secret in call.logged for secret in SECRETS)
    assert '"level": "error"' not in call.logged
