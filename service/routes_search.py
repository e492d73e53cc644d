"""What do handlers look for? Settled cases like theirs, and words in all cases."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from service.http_io import encode, json_response, read_body, service_of
from service.openapi import answers, body_of
from service.window import Window
from service.wire import decode_object
from service.wire_answers import read_precedent_query, read_search_query, write_hits, write_precedents

router = APIRouter(prefix="/v1", tags=["search"])


@router.post(
    "/precedents", responses=answers("PrecedentAnswer", 400, 404, 413, 422), openapi_extra=body_of("PrecedentQuery")
)
async def precedents(request: Request) -> Response:
    """Closed cases with replies that are most like this one: one per matter, never the case itself."""
    service = service_of(request)
    body = await read_body(request)

    def work(desk: Window) -> bytes:
        query = read_precedent_query(decode_object(body), service.clock())
        found = desk.precedents(query.case, query.case_id, limit=query.limit, filters=query.filters)
        return encode(write_precedents(found))

    return json_response(await service.read(work))


@router.post("/search", responses=answers("SearchAnswer", 400, 413, 422), openapi_extra=body_of("SearchQuery"))
async def search(request: Request) -> Response:
    """Full text: words and "phrases"."""
    body = await read_body(request)

    def work(desk: Window) -> bytes:
        query = read_search_query(decode_object(body))
        found = desk.search(query.q, filters=query.filters, limit=query.limit, cursor=query.cursor)
        return encode(write_hits(found))

    return json_response(await service_of(request).read(work))
