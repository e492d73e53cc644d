"""Who may call: without a key only this machine, with keys only who shows one."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Caller
from fake_desk import FakeDesk

from service.access import LEAST_KEY_LENGTH, read_access
from service.roles import ROLES
from service.settings import Settings, SettingsError

KEY = "k-3f9a7c51e2d84b06-writer"
READER = "k-91b2c6d4e8f70a35-reader"
CASE = {"case_id": "K1", "text": "石溪路路灯不亮"}


def digest(key: str) -> str:
    return "sha256:" + hashlib.sha256(key.encode()).hexdigest()


def bearer(key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"}


@pytest.fixture
def keyed(make_caller: Callable[..., Caller], desk: FakeDesk) -> Caller:
    return make_caller(desk, Settings(host="0.0.0.0", api_keys=(digest(KEY), digest(READER) + ":read")))  # noqa: S104


def test_without_a_key_only_names_of_this_machine_are_answered(call: Caller) -> None:
    for host in ("127.0.0.1:8080", "localhost", "LOCALHOST:1", "[::1]:8080", "127.8.8.8"):
        assert call("GET", "/v1/cases", headers={"host": host}).status_code == 200
    for host in ("desk.example", "10.0.0.1:8080", "127.0.0.1.evil.example", "localhost.evil.example", "", "[::2]"):
        answer = call("GET", "/v1/cases", headers={"host": host})
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:leian:problem:not-allowed")


def test_pages_of_other_sites_may_not_call(call: Caller) -> None:
    assert call("POST", "/v1/check", json=CASE, headers={"origin": "http://127.0.0.1:8080"}).status_code == 200
    for origin in ("http://evil.example", "null", "http://127.0.0.1:9999", ""):
        assert call("POST", "/v1/check", json=CASE, headers={"origin": origin}).status_code == 403


def test_a_named_origin_may_call(make_caller: Callable[..., Caller], desk: FakeDesk) -> None:
    call = make_caller(desk, Settings(allowed_origins=("https://desk.example",)))
    assert call("POST", "/v1/check", json=CASE, headers={"origin": "https://desk.example"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{}, bearer("wrong"), bearer(""), {"authorization": KEY}, {"authorization": "Basic !!!"}, bearer(digest(KEY)),
     {"authorization": "Bearer"}, {"authorization": b"Bearer \xff\xfe"}],
)  # fmt: skip
def test_no_key_no_answer(keyed: Caller, headers: dict[str, Any]) -> None:
    for method, path in (("POST", "/v1/check"), ("GET", "/v1/cases/K1"), ("GET", "/metrics"), ("GET", "/nothing")):
        answer = keyed(method, path, json=CASE, headers=headers)
        assert answer.status_code == 401
        assert answer.json()["type"] == "urn:leian:problem:no-key"
        assert answer.headers["www-authenticate"].startswith("Bearer" if path.startswith("/v1") else "Basic")
        assert KEY not in answer.text


def test_health_needs_no_key(keyed: Caller) -> None:
    assert keyed("GET", "/healthz").status_code == 200
    assert keyed("GET", "/readyz").status_code == 200


def test_a_key_opens_and_any_host_name_will_do(keyed: Caller) -> None:
    headers = {**bearer(KEY), "host": "desk.example"}
    assert keyed("POST", "/v1/cases", json=CASE, headers=headers).status_code == 201
    password = base64.b64encode(f"anybody:{KEY}".encode()).decode()
    assert keyed("GET", "/v1/cases/K1", headers={"authorization": f"Basic {password}"}).status_code == 200


def test_a_reading_key_changes_nothing(keyed: Caller) -> None:
    for path in ("/v1/check", "/v1/search", "/v1/precedents"):
        assert keyed("POST", path, json={**CASE, "q": "灯", "case": CASE}, headers=bearer(READER)).status_code == 200
    assert keyed("GET", "/v1/cases", headers=bearer(READER)).status_code == 200
    for method, path in (
        ("POST", "/v1/cases"),
        ("PATCH", "/v1/cases/K1"),
        ("DELETE", "/v1/cases/K1"),
        ("POST", "/v1/decisions"),
    ):
        answer = keyed(method, path, json=CASE, headers=bearer(READER))
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:leian:problem:not-allowed")


def test_keys_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(
        f"# keys\n{KEY}   # the intake system\n\n{READER} read\n{digest('x' * 30)}:read\n", encoding="utf-8"
    )
    access = read_access(Settings(api_keys_file=str(file)))
    assert [sorted(key.principal.rights) for key in access.keys] == [sorted(ROLES[role]) for role in ("admin", "read", "read")]
    access.check("POST", "/v1/cases", {"host": "x", **bearer(KEY)})


@pytest.mark.parametrize(
    "content",
    ["", "# nothing\n", "short\n", "x" * (LEAST_KEY_LENGTH - 1), f"{KEY} write", "sha256:12", f"{KEY} read admin",
     f"{KEY} name=a/b", f"{KEY} {KEY}", digest(KEY) + ":secret", digest(KEY) + "read"],
)
def test_key_files_that_are_none(tmp_path: Path, content: str) -> None:
    file = tmp_path / "keys"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_access(Settings(api_keys_file=str(file)))
    assert KEY not in str(caught.value)


def test_a_missing_key_file_is_no_open_door(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        read_access(Settings(api_keys_file=str(tmp_path / "none")))
    with pytest.raises(SettingsError):
        read_access(Settings(api_keys=("plain-key-that-is-long-enough",)))
