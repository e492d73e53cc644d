"""How do handlers hear of a new case? Server-Sent Events, one stream for each reader. (GET /v1/stream)

    retry: 1873                            how long to wait before coming back, in milliseconds
    id: 41                                 the position: send it as Last-Event-ID to go on behind it
    event: case | assigned | hello | resync
    data: {…}                              one line of JSON

`case`: a case was registered. `assigned`: a registered one has come to this unit. `hello`: the stream is open, at this
position. `resync`: the position that was sent is not kept any more (or never was); read GET /v1/cases, the stream goes on
from now. A comment every 15 s shows that the line is alive. Not for: where events come from (`service.push`).
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from starlette.types import Message, Receive, Scope, Send

from service.http_io import Service, service_of
from service.openapi import query_of, stream_answers
from service.push import Expired
from service.push_events import frame
from service.push_reader import Reader
from service.wire_fields import Reading

router = APIRouter(prefix="/v1", tags=["push"])

RETRY_MS = (1_000, 3_000)  # spread, so that those whom a restart sent away do not come back all at once
HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "X-Accel-Buffering": "no",  # nginx would collect events until its buffer is full
}
MAX_NUMBER_DIGITS = 18


@router.get(
    "/stream",
    response_class=Response,
    responses=stream_answers(),
    openapi_extra=query_of(unit={"type": "string"}, last_event_id={"type": "string"}),
)
async def stream(request: Request) -> Response:
    """New cases with their verdicts and precedents, as they are registered; ?unit= for those of one handling unit.

    Goes on behind the header Last-Event-ID, or ?last_event_id= where a header cannot be sent.
    """
    unit = _unit(request.query_params)
    wanted = request.headers.get("last-event-id") or request.query_params.get("last_event_id") or ""
    return EventStream(service_of(request), unit, wanted)


def _unit(query: Mapping[str, str]) -> str | None:
    reading = Reading()
    unit = reading.short("unit", query.get("unit"))
    reading.finish()
    return unit or None


class EventStream(Response):
    """One open stream. It joins when the answer begins, so that what cannot be answered becomes a problem document."""

    def __init__(self, service: Service, unit: str | None, wanted: str) -> None:
        super().__init__(headers=HEADERS)
        del self.headers["content-length"]
        self._service = service
        self._unit = unit
        self._wanted = wanted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        reader, opening = await self._join()
        leaving = asyncio.create_task(_until_gone(receive, reader))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            await send(_part(opening))
            while part := await reader.next():
                await send(_part(part))
                self._service.metrics.pushed.inc(reader.take_sent())
            await send(_part(b"", more=False))
        finally:
            leaving.cancel()
            self._service.push.leave(reader)

    async def _join(self) -> tuple[Reader, bytes]:
        """The reader and what it is told first."""
        push = self._service.push
        opening = b"retry: %d\n\n" % random.randint(*RETRY_MS)
        if not self._wanted:
            reader = await push.join(self._unit, None)
            return reader, opening + frame("hello", {"unit": self._unit, "position": reader.cursor}, reader.cursor)
        number = _number(self._wanted)
        try:
            if number is None:
                raise Expired
            return await push.join(self._unit, number), opening
        except Expired:
            reader = await push.join(self._unit, None)
            facts = {"unit": self._unit, "position": reader.cursor, "asked": number}
            return reader, opening + frame("resync", facts, reader.cursor)


def _number(text: str) -> int | None:
    """The position that a client sent, None where it is none of ours."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_NUMBER_DIGITS else None


def _part(body: bytes, *, more: bool = True) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": more}


async def _until_gone(receive: Receive, reader: Reader) -> None:
    """End the reader when its client hangs up."""
    while (await receive())["type"] != "http.disconnect":
        pass
    reader.end()
