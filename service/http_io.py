"""What does every route need: the request's bytes, the desk behind a lane, and a way to answer?

`Service` is what one application holds; routes get it with `service_of(request)`. Not for: error answers
(`service.problems`, raised as exceptions).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from service.door import Door
from service.errors import TooLarge
from service.front import ENCODED_SLASH, PRINCIPAL
from service.lanes import Lane
from service.logs import Log
from service.metrics import Metrics
from service.push import Push
from service.roles import NOBODY, WRITING, Principal, needed
from service.settings import Settings
from service.window import Window

MAX_BODY_BYTES = 1024 * 1024  # the whole request; a text of 256 KB escaped as \uXXXX still fits

Answer = TypeVar("Answer")
_encode = msgspec.json.Encoder(enc_hook=str).encode


@dataclass(frozen=True, slots=True)
class Service:
    """One application's parts, as one caller meets them. `clock` gives the time now, zone-aware."""

    door: Door
    settings: Settings
    reading: Lane
    writing: Lane
    push: Push
    metrics: Metrics
    log: Log
    clock: Callable[[], datetime]
    principal: Principal = NOBODY

    async def read(self, call: Callable[[Window], Answer]) -> Answer:
        """What `call` makes of what the caller sees of the desk, in a thread of the reading lane. Raises NotReady, Overloaded."""
        window = Window(self.door.desk(), self.principal)
        return await self.reading.run(lambda: call(window))

    async def write(self, call: Callable[[Window], Answer]) -> Answer:
        """As `read`, in the writing lane."""
        window = Window(self.door.desk(), self.principal)
        return await self.writing.run(lambda: call(window))

    def admit(self, method: str, path: str) -> None:
        """Raises Overloaded where this call would be turned away for want of a thread. A stream needs none."""
        if path != "/v1/stream":
            (self.writing if needed(method, path) in WRITING else self.reading).admit()

    def close(self) -> None:
        """Take no more calls, end all streams."""
        self.push.close()
        self.reading.close()
        self.writing.close()


def service_of(request: Request) -> Service:
    """The application's parts, for who calls."""
    found: Service = request.app.state.service
    return replace(found, principal=request.scope[PRINCIPAL])


async def read_body(request: Request, limit: int = MAX_BODY_BYTES) -> bytes:
    """The request's body. Raises TooLarge as soon as it is known to be longer than `limit`, without reading the rest."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise TooLarge("(the body)", limit)
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise TooLarge("(the body)", limit)
        parts.append(part)
    return b"".join(parts)


def path_part(value: str) -> str:
    """A part of the path as it was meant, with its own slashes."""
    return value.replace(ENCODED_SLASH, "/")


def encode(answer: object) -> bytes:
    """JSON in UTF-8 of dataclasses, mappings, lists and plain values."""
    return _encode(answer)


def json_response(body: bytes, status: int = 200) -> Response:
    """`body` is JSON already: it is made in the thread that made the answer."""
    return Response(body, status_code=status, media_type="application/json")
