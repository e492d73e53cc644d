"""Which calls of the contract does this version not answer yet? They say so with 501, so that clients can tell."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from service.errors import NotBuilt
from service.openapi import answers

router = APIRouter(prefix="/v1", tags=["later"])


@router.get("/alerts", responses=answers(None, 501))
@router.get("/hotspots", responses=answers(None, 501))
async def not_built(request: Request) -> Response:
    """Part of the contract, not of this version."""
    raise NotBuilt(f"{request.url.path} is part of the contract, but not of this version")
