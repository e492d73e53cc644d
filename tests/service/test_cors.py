"""What pages of other origins may ask and frame: nothing, unless it is set."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Caller
from fake_desk import FakeDesk

from service.access import OPEN_PREFIXES
from service.settings import Settings, SettingsError, load_settings

DESK, OTHER = "https://desk.example", "https://other.example"
ASK = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
KEY = "sha256:" + "0" * 64


@pytest.fixture
def allowed(make_caller: Callable[..., Caller], desk: FakeDesk) -> Caller:
    return make_caller(desk, Settings(allowed_origins=(DESK,), frame_ancestors=(DESK, "https://*.gov.example")))


def test_by_default_no_other_origin_is_told_anything(call: Caller) -> None:
    answer = call("GET", "/v1/cases", headers={"Origin": DESK})
    assert answer.status_code == 403
    assert call("OPTIONS", "/v1/check", headers={"Origin": DESK, **ASK}).status_code == 403
    plain = call("GET", "/v1/cases")
    assert not [name for name in (*answer.headers, *plain.headers) if name.startswith("access-control") or name == "vary"]


def test_an_allowed_origin_is_answered_and_no_other(allowed: Caller) -> None:
    answer = allowed("GET", "/v1/cases", headers={"Origin": DESK})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == DESK
    assert answer.headers["vary"] == "origin"
    assert "access-control-allow-credentials" not in answer.headers
    refused = allowed("GET", "/v1/cases", headers={"Origin": OTHER})
    assert refused.status_code == 403
    assert "access-control-allow-origin" not in refused.headers


def test_a_preflight_needs_no_key_and_tells_nothing_else(make_caller: Callable[..., Caller], desk: FakeDesk) -> None:
    caller = make_caller(desk, Settings(allowed_origins=(DESK,), api_keys=(KEY,)))
    answer = caller("OPTIONS", "/v1/check", headers={"Origin": DESK, **ASK})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == DESK
    assert "authorization" in answer.headers["access-control-allow-headers"]
    assert answer.headers.get_list("vary") == ["origin"]
    assert caller("OPTIONS", "/v1/check", headers={"Origin": OTHER, **ASK}).status_code == 403
    assert caller("OPTIONS", "/v1/check", headers={"Origin": DESK}).status_code == 401  # no preflight
    refused = caller("POST", "/v1/check", json={}, headers={"Origin": DESK})
    assert refused.status_code == 401
    assert refused.headers["access-control-allow-origin"] == DESK  # so that the page can say why


def test_the_shell_of_a_frame_knows_no_case_and_names_who_may_frame_it(call: Caller, allowed: Caller) -> None:
    default, named = call("GET", "/embed/case/K1"), allowed("GET", "/embed/case/a%2Fb%22%3E%3Cimg%3E")
    assert default.text == named.text
    assert "frame-ancestors 'self'" in default.headers["content-security-policy"]
    assert default.headers["content-security-policy"].endswith("frame-ancestors 'self'")
    assert named.headers["content-security-policy"].endswith(f"frame-ancestors 'self' {DESK} https://*.gov.example")
    assert "frame-ancestors 'none'" in allowed("GET", "/").headers["content-security-policy"]


def test_shell_and_files_need_no_key_but_cases_do(make_caller: Callable[..., Caller], desk: FakeDesk) -> None:
    caller = make_caller(desk, Settings(api_keys=(KEY,)))
    assert OPEN_PREFIXES == ("/assets/", "/embed/")
    assert caller("GET", "/embed/case/K1").status_code == 200
    assert caller("GET", "/assets/panel.js").status_code == 200
    for path in ("/", "/v1/cases", "/v1/export/cases.csv", "/assets", "/embedded", "/openapi.json"):
        assert caller("GET", path).status_code == 401, path


@pytest.mark.parametrize("origin", ["https://a.example; script-src *", "*", "desk.example", "https://a.example/path", "https://a b"])
def test_what_is_no_origin_is_refused_at_start(origin: str) -> None:
    with pytest.raises(SettingsError, match="frame_ancestors"):
        load_settings(environ={"LEIAN_FRAME_ANCESTORS": origin})
