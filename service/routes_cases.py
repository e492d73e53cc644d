"""What do intake systems call? Check, register, read, change, erase, and what hangs on one case.

Everything a call does besides moving bytes (reading JSON, judging, writing JSON) happens in one thread of a lane.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from time import perf_counter

from fastapi import APIRouter, Request, Response

from engine.case import Case
from engine.verdict import Code
from service.errors import CaseConflict, CaseNotFound
from service.http_io import encode, json_response, path_part, read_body, service_of
from service.openapi import answers, body_of, query_of
from service.window import Shown, Window
from service.wire import SHANGHAI, decode_object, parse_case, parse_changes, read_case, verdict_json
from service.wire_answers import (
    read_decision,
    write_comparison,
    write_decision,
    write_decisions,
    write_matter,
    write_receipt,
    write_registered,
    write_stored,
)
from service.wire_lists import STATUSES, read_brief, read_list_filter, read_page, write_list

router = APIRouter(prefix="/v1")


@router.post("/check", tags=["cases"], responses=answers("Verdict", 400, 413, 422), openapi_extra=body_of("Case"))
async def check(request: Request) -> Response:
    """Is this case already being handled? Stores nothing."""
    service = service_of(request)
    body = await read_body(request)

    def work(desk: Window) -> bytes:
        started = perf_counter()  # the engine has no clock
        verdict = desk.check(read_case(body, service.clock()))
        service.metrics.judged("check", verdict.verdict)
        return verdict_json(replace(verdict, elapsed_ms=round((perf_counter() - started) * 1000, 2)))

    return json_response(await service.read(work))


@router.post(
    "/cases",
    tags=["cases"],
    status_code=201,
    responses={**answers("Registered", 400, 409, 413, 422, status=201), **answers("Registered")},
    openapi_extra=body_of("Case"),
)
async def register(request: Request) -> Response:
    """Check and register in one step. 201: new. 200: the same case again, with its first answer."""
    service = service_of(request)
    body = await read_body(request)

    def work(desk: Window) -> tuple[bytes, bool]:
        found = decode_object(body)
        case = parse_case(found, service.clock())
        done = _register(desk, case, is_dated=found.get("received_at") not in (None, ""))
        service.metrics.judged("register", done.verdict.verdict)
        return encode(write_registered(case.case_id, done.seq, done.verdict)), done.created

    answer, created = await service.write(work)
    return json_response(answer, 201 if created else 200)


def _register(desk: Window, case: Case, *, is_dated: bool) -> Shown:
    """Register; a case sent again without `received_at` is the same case, although the clock has moved on."""
    try:
        return desk.register(case)
    except CaseConflict:
        if is_dated:
            raise
        first = desk.first_sent(case.case_id)
        received_at = first.received_at.astimezone(SHANGHAI)  # as the wire writes it: the offset is part of the content
        return desk.register(replace(case, received_at=received_at, has_clock=first.has_clock))


@router.get(
    "/cases",
    tags=["cases"],
    responses=answers("CaseList", 422),
    openapi_extra=query_of(
        limit={"type": "integer", "default": 50},
        cursor={"type": "string"},
        unit={"type": "string"},
        verdict={"type": "string", "enum": list(Code)},
        status={"type": "string", "enum": list(STATUSES)},
        locality={"type": "string"},
        category={"type": "string"},
        since={"type": "string"},
        until={"type": "string"},
        confidential={"type": "boolean", "default": False},
        brief={"type": "boolean", "default": False},
    ),
)
async def list_cases(request: Request) -> Response:
    """The newest cases with their verdicts, filtered; ?limit= (50), ?cursor= of the page before, ?brief=true for a queue.

    Confidential ones are listed only by themselves, with ?confidential=true, to who may see them.
    """
    limit, before = read_page(request.query_params)
    wanted, brief = read_list_filter(request.query_params), read_brief(request.query_params)

    def work(desk: Window) -> bytes:
        return encode(write_list(desk.newest(limit, before, wanted), limit, brief=brief))

    return json_response(await service_of(request).read(work))


@router.get("/cases/{case_id}", tags=["cases"], responses=answers("StoredCase", 404))
async def read(request: Request, case_id: str) -> Response:
    """One case as it is kept."""
    wanted = path_part(case_id)
    return json_response(await service_of(request).read(lambda desk: encode(write_stored(desk.get(wanted)))))


@router.patch(
    "/cases/{case_id}",
    tags=["cases"],
    responses=answers("StoredCase", 400, 404, 413, 422),
    openapi_extra=body_of("CaseChanges"),
)
async def change(request: Request, case_id: str) -> Response:
    """Change where a case stands: status, terms, reply, unit. What was received stays as it was received."""
    wanted = path_part(case_id)
    body = await read_body(request)

    def work(desk: Window) -> bytes:
        found: Mapping[str, object] = decode_object(body)
        stored = desk.get(wanted)
        changes = parse_changes(found, stored.case)
        return encode(write_stored(desk.update(wanted, changes) if changes else stored))

    return json_response(await service_of(request).write(work))


@router.delete("/cases/{case_id}", tags=["cases"], responses=answers("Receipt", 404))
async def erase(request: Request, case_id: str) -> Response:
    """Erase a case everywhere; the answer is the receipt."""
    wanted = path_part(case_id)
    return json_response(await service_of(request).write(lambda desk: encode(write_receipt(desk.erase(wanted)))))


@router.get("/cases/{case_id}/history", tags=["cases"], responses=answers("History", 404))
async def history(request: Request, case_id: str) -> Response:
    """All earlier cases of this case's persons."""
    wanted = path_part(case_id)

    def work(desk: Window) -> bytes:
        return encode({"case_id": wanted, "cases": [write_stored(each) for each in desk.history(wanted)]})

    return json_response(await service_of(request).read(work))


@router.get("/cases/{case_id}/decisions", tags=["matters"], responses=answers("Decisions", 404))
async def decisions(request: Request, case_id: str) -> Response:
    """What people decided about this case and others."""
    wanted = path_part(case_id)
    return json_response(
        await service_of(request).read(lambda desk: encode(write_decisions(wanted, desk.decisions(wanted))))
    )


@router.get("/cases/{case_id}/compare/{other_id}", tags=["cases"], responses=answers("Comparison", 404))
async def compare(request: Request, case_id: str, other_id: str) -> Response:
    """Two texts side by side, with the operations that turn the first into the second."""
    one, other = path_part(case_id), path_part(other_id)

    def work(desk: Window) -> bytes:
        return encode(write_comparison(desk.get(one).case, desk.get(other).case, desk.compare_texts(one, other)))

    return json_response(await service_of(request).read(work))


@router.get("/matters/{matter_id}", tags=["matters"], responses=answers("Matter", 404))
async def matter(request: Request, matter_id: str) -> Response:
    """One same-matter group."""
    wanted = path_part(matter_id)

    def work(desk: Window) -> bytes:
        cases = desk.matter(wanted)
        if not cases:
            raise CaseNotFound(wanted)
        return encode(write_matter(wanted, cases))

    return json_response(await service_of(request).read(work))


@router.post(
    "/decisions", tags=["matters"], responses=answers("Decision", 400, 404, 422), openapi_extra=body_of("DecisionOrder")
)
async def decide(request: Request) -> Response:
    """Keep what a person decided about two cases; `undo` takes the latest back. A rejected pair is never proposed again."""
    body = await read_body(request)

    def work(desk: Window) -> bytes:
        order = read_decision(decode_object(body))
        kept = desk.decide(order.case_id, order.other_case_id, order.decision, order.by, order.reason)
        return encode(write_decision(kept))

    return json_response(await service_of(request).write(work))
