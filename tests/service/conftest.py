from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from typing import Any

import anyio
import httpx
import pytest
from fake_desk import FakeDesk

from service.app import create_app
from service.desk import Desk
from service.logs import make_log
from service.settings import Settings
from service.wire import SHANGHAI

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=SHANGHAI)


class Caller:
    """Calls an application in memory, one event loop per call: `caller("POST", "/v1/check", json={…})`."""

    def __init__(self, app: Any, log: io.StringIO) -> None:
        self.app = app
        self.log = log

    def __call__(self, method: str, path: str, **request: Any) -> httpx.Response:
        return self.together([(method, path, request)])[0]

    def together(self, calls: list[tuple[str, str, dict[str, Any]]]) -> list[httpx.Response]:
        """Make the calls at the same time."""
        answers: list[Any] = [None] * len(calls)

        async def main() -> None:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=True)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as client:

                async def one(number: int) -> None:
                    method, path, request = calls[number]
                    answers[number] = await client.request(method, path, **request)

                async with anyio.create_task_group() as group:
                    for number in range(len(calls)):
                        group.start_soon(one, number)

        anyio.run(main)
        return answers

    @property
    def logged(self) -> str:
        return self.log.getvalue()


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def make_caller() -> Iterator[Callable[..., Caller]]:
    made: list[Caller] = []

    def make(desk: Any, settings: Settings | None = None) -> Caller:
        log = io.StringIO()
        app = create_app(desk, settings or Settings(), log=make_log(log), clock=lambda: NOON)
        made.append(Caller(app, log))
        return made[-1]

    yield make
    for each in made:
        each.app.state.service.close()


@pytest.fixture
def call(desk: FakeDesk, make_caller: Callable[..., Caller]) -> Caller:
    checked: Desk = desk  # the fake one is a Desk, as mypy sees it
    return make_caller(checked)


def pieces(body: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    """A body in pieces, as a chunked request sends it."""

    async def stream() -> AsyncIterator[bytes]:
        for start in range(0, len(body), size):
            yield body[start : start + size]

    return stream()
