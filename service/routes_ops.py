"""What does the machine room ask? Is the process alive, may it be sent work, and what are its figures?"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from service.errors import NotReady
from service.http_io import encode, json_response, service_of
from service.metrics import CONTENT_TYPE
from service.openapi import answers

router = APIRouter(tags=["operation"])


@router.get("/healthz", responses=answers(None, status=200))
async def healthz() -> Response:
    """The process is alive."""
    return json_response(encode({"status": "alive"}))


@router.get("/readyz", responses=answers(None, 503))
async def readyz(request: Request) -> Response:
    """The desk is open and warm: 200. Not yet: 503."""
    if not service_of(request).door.ready:
        raise NotReady
    return json_response(encode({"status": "ready"}))


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def metrics(request: Request) -> Response:
    """Figures for Prometheus."""
    service = service_of(request)
    service.metrics.ready.set(1 if service.door.ready else 0)
    return Response(service.metrics.exposition(), headers={"Content-Type": CONTENT_TYPE})
