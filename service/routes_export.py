"""How does a list leave the page as a table for Excel? (GET /v1/export/*.csv)

Each takes the words of the list that it exports, reads it page by page, and answers in pieces, so that a long table costs no more
memory than a page. The first page is read before anything is sent: what cannot be answered becomes a problem document. A table ends
after MOST_ROWS lines and says so in its last one.
"""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator, Callable, Iterable, Sequence

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.responses import StreamingResponse

from index.store_types import StoredCase
from service import exports
from service.desk import Filters
from service.errors import CaseNotFound
from service.exports import Row
from service.http_io import service_of
from service.matters import MatterPlace
from service.openapi import query_of, table_answers
from service.window import Window
from service.wire_answers import MAX_QUERY, read_search_query
from service.wire_fields import Reading
from service.wire_lists import read_list_filter
from service.wire_matters import read_matters_query
from service.wire_signals import read_alerts_query, read_hotspots_query

router = APIRouter(prefix="/v1/export", tags=["exports"])

ROWS_A_PAGE = 500
MOST_ROWS = 100_000
MOST_HITS = 2_000
MOST_PRECEDENTS = 50

Page = tuple[Sequence[Row], object]
"""Rows, and where the next page begins: None after the last."""
_TEXT = {"type": "string"}
_MARKS = re.compile("</?mark>")
_ID = {"type": "string", "minLength": 1}


@router.get(
    "/cases.csv",
    response_class=Response,
    responses=table_answers(422),
    openapi_extra=query_of(
        **dict.fromkeys(("unit", "verdict", "status", "locality", "category", "since", "until"), _TEXT)
    ),
)
async def cases(request: Request) -> Response:
    """The cases of GET /v1/cases with the same filters, newest first."""
    wanted = read_list_filter(request.query_params)

    def page(desk: Window, place: object) -> Page:
        found = desk.newest(ROWS_A_PAGE, place if isinstance(place, int) else None, wanted)
        return [exports.case_row(each) for each in found], found[-1].seq if len(found) == ROWS_A_PAGE else None

    return await _table(request, "cases", exports.CASES, page)


@router.get(
    "/search.csv",
    response_class=Response,
    responses=table_answers(400, 422),
    openapi_extra=query_of(
        q={"type": "string", "minLength": 1, "maxLength": MAX_QUERY},
        **dict.fromkeys(("unit", "category", "locality", "since", "until", "outcome"), _TEXT),
    ),
)
async def search(request: Request) -> Response:
    """What POST /v1/search finds, the best first."""
    given = dict(request.query_params)
    wanted = read_search_query({"q": given.pop("q", None), "filters": given})

    def page(desk: Window, place: object) -> Page:
        cursor = place if isinstance(place, str) else None
        found = desk.search(wanted.q, filters=wanted.filters, limit=100, cursor=cursor)
        return [_hit_row(msgspec.to_builtins(each)) for each in found.hits], found.cursor or None

    return await _table(request, "search", exports.HITS, page, most=MOST_HITS)


@router.get(
    "/matters.csv",
    response_class=Response,
    responses=table_answers(422),
    openapi_extra=query_of(sort=_TEXT, unit=_TEXT, open={"type": "boolean"}),
)
async def matters(request: Request) -> Response:
    """The matters of GET /v1/matters with the same filters."""
    _, sort, _, wanted = read_matters_query(request.query_params)

    def page(desk: Window, place: object) -> Page:
        after = place if isinstance(place, MatterPlace) else None
        lines, following = desk.matters(100, sort, after, wanted)
        return [exports.matter_row(each) for each in lines], following

    return await _table(request, "matters", exports.MATTERS, page)


@router.get(
    "/matter.csv", response_class=Response, responses=table_answers(404, 422), openapi_extra=query_of(matter_id=_ID)
)
async def matter(request: Request) -> Response:
    """The cases of one matter, oldest first."""
    wanted = request.query_params.get("matter_id") or ""

    def page(desk: Window, _: object) -> Page:
        found = sorted(_plain(desk.matter(wanted)), key=lambda each: (each.case.received_at, each.seq))
        if not found:
            raise CaseNotFound(wanted)
        return [exports.case_row(each) for each in found], None

    return await _table(request, "matter", exports.CASES, page)


@router.get(
    "/history.csv", response_class=Response, responses=table_answers(404, 422), openapi_extra=query_of(case_id=_ID)
)
async def history(request: Request) -> Response:
    """The earlier cases of a case's persons."""
    wanted = _case_id(request)

    def page(desk: Window, _: object) -> Page:
        return [exports.case_row(each) for each in _plain(desk.history(wanted))], None

    return await _table(request, "history", exports.CASES, page)


@router.get(
    "/precedents.csv", response_class=Response, responses=table_answers(404, 422), openapi_extra=query_of(case_id=_ID)
)
async def precedents(request: Request) -> Response:
    """The settled cases most like one, with their replies in full."""
    wanted = _case_id(request)

    def page(desk: Window, _: object) -> Page:
        found = desk.precedents(None, wanted, limit=MOST_PRECEDENTS, filters=Filters())
        return [exports.precedent_row(each) for each in found.precedents], None

    return await _table(request, "precedents", exports.PRECEDENTS, page)


@router.get(
    "/hotspots.csv", response_class=Response, responses=table_answers(422), openapi_extra=query_of(month=_TEXT)
)
async def hotspots(request: Request) -> Response:
    """The topics of GET /v1/hotspots."""
    limit, period = read_hotspots_query({"limit": "100", **request.query_params}, service_of(request).clock())

    def page(desk: Window, _: object) -> Page:
        found = desk.hotspots(period, limit)
        return [exports.topic_row(found, each) for each in found.topics], None

    return await _table(request, "hotspots", exports.TOPICS, page)


@router.get(
    "/alerts.csv", response_class=Response, responses=table_answers(422), openapi_extra=query_of(days=_TEXT, until=_TEXT)
)
async def alerts(request: Request) -> Response:
    """The signals of GET /v1/alerts."""
    limit, period = read_alerts_query({"limit": "100", **request.query_params}, service_of(request).clock())

    def page(desk: Window, _: object) -> Page:
        found = desk.alerts(period, limit)
        return [exports.signal_row(found, each) for each in found.signals], None

    return await _table(request, "alerts", exports.SIGNALS, page)


async def _table(
    request: Request, name: str, header: Row, page: Callable[[Window, object], Page], *, most: int = MOST_ROWS
) -> Response:
    service = service_of(request)

    async def read(place: object) -> Page:
        return await service.read(lambda desk: page(desk, place))

    first = await read(None)

    async def parts() -> AsyncIterator[bytes]:
        rows, place = first
        sent = 0
        yield exports.MARK + exports.table([header])
        while True:
            yield exports.table(rows[: most - sent])
            sent += len(rows)
            if sent >= most and (place is not None or sent > most):
                yield exports.table([(f"（只导出前 {most:,} 行）",)])
                return
            if place is None:
                return
            rows, place = await read(place)

    day = service.clock().date().isoformat()
    headers = {"Content-Disposition": f'attachment; filename="leian-{name}-{day}.csv"'}
    return StreamingResponse(parts(), media_type="text/csv; charset=utf-8; header=present", headers=headers)


def _plain(cases: Iterable[StoredCase]) -> list[StoredCase]:
    """Without confidential ones: a table lies about on desks."""
    return [each for each in cases if not each.case.confidential]


def _case_id(request: Request) -> str:
    reading = Reading()
    found = reading.case_id("case_id", request.query_params.get("case_id"))
    reading.finish()
    return found


def _hit_row(hit: dict[str, object]) -> Row:
    """Snippets are made for pages: escaped, with marks."""
    title, snippet = (html.unescape(_MARKS.sub("", str(hit.get(name) or ""))) for name in ("title", "snippet"))
    return exports.hit_row(hit, title, snippet)
