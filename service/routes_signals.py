"""What do those ask who look ahead? The topics of a month, and early signals of the last days."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from service.http_io import encode, json_response, service_of
from service.openapi import answers, query_of
from service.window import Window
from service.wire_signals import (
    DAYS,
    LISTED,
    MOST_DAYS,
    read_alerts_query,
    read_hotspots_query,
    write_alerts,
    write_hotspots,
)

router = APIRouter(prefix="/v1", tags=["signals"])
_LIMIT = {"type": "integer", "default": LISTED}


@router.get(
    "/hotspots",
    responses=answers("Hotspots", 422),
    openapi_extra=query_of(month={"type": "string", "pattern": r"^\d{4}-\d{2}$"}, limit=_LIMIT),
)
async def hotspots(request: Request) -> Response:
    """The kinds of trouble of ?month=YYYY-MM (the present one) with the most distinct persons, beside the month before."""
    limit, period = read_hotspots_query(request.query_params, service_of(request).clock())

    def work(desk: Window) -> bytes:
        return encode(write_hotspots(desk.hotspots(period, limit)))

    return json_response(await service_of(request).read(work))


@router.get(
    "/alerts",
    responses=answers("Alerts", 422),
    openapi_extra=query_of(
        days={"type": "integer", "default": DAYS, "minimum": 1, "maximum": MOST_DAYS},
        until={"type": "string", "format": "date"},
        limit=_LIMIT,
    ),
)
async def alerts(request: Request) -> Response:
    """What rose in the ?days= before ?until= (now) beyond chance, and matters of five persons and more."""
    limit, period = read_alerts_query(request.query_params, service_of(request).clock())

    def work(desk: Window) -> bytes:
        return encode(write_alerts(desk.alerts(period, limit)))

    return json_response(await service_of(request).read(work))
