"""What does an auditor ask? Who was shown a confidential case, who changed, decided or erased what, with which key."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from service.audit_trail import write_audit
from service.http_io import encode, json_response, service_of
from service.openapi import answers, query_of
from service.wire_lists import read_page

router = APIRouter(prefix="/v1", tags=["operation"])
A_PAGE = 100


@router.get(
    "/audit",
    responses=answers("AuditTrail", 422),
    openapi_extra=query_of(limit={"type": "integer", "default": A_PAGE}, cursor={"type": "string"}),
)
async def audit(request: Request) -> Response:
    """The audit trail, oldest entry first; ?cursor= of the page before. For keys of the roles auditor and admin."""
    limit, after = read_page(request.query_params, default=A_PAGE)
    return json_response(
        await service_of(request).read(lambda desk: encode(write_audit(desk.audit(after or 0, limit), limit)))
    )
