"""What do those ask who look at the whole? The same-matter groups, the largest, oldest or most repeated first."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from service.http_io import encode, json_response, service_of
from service.matters import SORTS
from service.openapi import answers, query_of
from service.window import Window
from service.wire_matters import MATTERS_A_PAGE, read_matters_query, write_matters

router = APIRouter(prefix="/v1", tags=["matters"])


@router.get(
    "/matters",
    responses=answers("MatterList", 422),
    openapi_extra=query_of(
        sort={"type": "string", "enum": list(SORTS), "default": SORTS[0]},
        limit={"type": "integer", "default": MATTERS_A_PAGE},
        cursor={"type": "string"},
        unit={"type": "string"},
        open={"type": "boolean", "default": False},
    ),
)
async def list_matters(request: Request) -> Response:
    """Matters of at least two cases; ?sort=size (the largest first), age (the oldest) or repeat (the most repeated)."""
    limit, sort, after, wanted = read_matters_query(request.query_params)

    def work(desk: Window) -> bytes:
        return encode(write_matters(*desk.matters(limit, sort, after, wanted)))

    return json_response(await service_of(request).read(work))
