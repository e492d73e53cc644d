"""The short way to an endpoint answers what the framework's way answers, right and wrong calls alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import Caller
from fake_desk import FakeDesk
from fastapi import APIRouter, Depends, Request, Response
from fastapi.routing import APIRoute

from service import app as application
from service.app import ROUTES
from service.shortcut import Shortcut, is_plain

PLAIN = sorted(Shortcut(None, routes=[route for routes in ROUTES for route in routes.router.routes])._routes)  # type: ignore[arg-type]
ENDLESS = ("/v1/stream", "/metrics")
"""One has no end, the other is never the same twice."""


class _LongWay(Shortcut):
    def __init__(self, app: Any, **_: object) -> None:
        super().__init__(app, routes=[])


@pytest.fixture
def both(make_caller: Callable[..., Caller], monkeypatch: pytest.MonkeyPatch) -> tuple[Caller, Caller]:
    short = make_caller(FakeDesk())
    short("GET", "/healthz")  # the middlewares are put together with the first call
    monkeypatch.setattr(application, "Shortcut", _LongWay)
    return short, make_caller(FakeDesk())


def told(answer: Any) -> tuple[object, ...]:
    body = answer.content.replace(answer.headers["x-request-id"].encode(), b"")
    headers = {name: value for name, value in answer.headers.items() if name not in ("x-request-id", "content-length")}
    return answer.status_code, headers, body.partition(b'"elapsed_ms"')[0]


@pytest.mark.parametrize(("method", "path"), [each for each in PLAIN if each[1] not in ENDLESS])
@pytest.mark.parametrize("body", [b"", b"{", b'{"case_id":"K1","text":"a","q":"b","case":{"case_id":"K1","text":"a"}}'])
def test_both_ways_lead_to_one_answer(both: tuple[Caller, Caller], method: str, path: str, body: bytes) -> None:
    short, long = both
    for query in ("", "?limit=3", "?limit=no"):
        assert told(short(method, path + query, content=body)) == told(long(method, path + query, content=body))


def test_the_figures_know_the_route(both: tuple[Caller, Caller]) -> None:
    for call in both:
        call("POST", "/v1/check", content=b'{"case_id":"K1","text":"a"}')
        call("POST", "/v1/check/", content=b"{}")
        figures = call("GET", "/metrics").text
        assert 'leian_requests_total{method="POST",route="/v1/check",status="200"} 1.0' in figures
        assert 'route="(none)",status="404"' in figures
        assert '"route": "/v1/check"' in call.logged


def test_what_is_called_most_takes_the_short_way() -> None:
    assert {("POST", "/v1/check"), ("POST", "/v1/cases"), ("POST", "/v1/precedents"), ("POST", "/v1/search")} <= set(PLAIN)


def test_a_route_that_asks_for_more_takes_the_long_way() -> None:
    router = APIRouter()

    @router.get("/a/{b}")
    async def named(request: Request) -> Response: ...

    @router.get("/b")
    async def asking(request: Request, limit: int = 3) -> Response: ...

    @router.get("/c")
    async def written(request: Request) -> dict[str, int]: ...

    @router.get("/d", dependencies=[Depends(asking)])
    async def depending(request: Request) -> Response: ...

    @router.get("/e")
    def in_a_thread(request: Request) -> Response: ...

    assert not any(is_plain(route) for route in router.routes if isinstance(route, APIRoute))
