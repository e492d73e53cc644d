"""What does a reviewer ask: is this reply in order, and what do the settled cases support?

The route finds the case, its matter and its precedents; `engine.review` and `engine.reply_support` do the reading. A
confidential case is compared with confidential ones of its own matter only, and shows up in nobody else's answer (R0).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from fastapi import APIRouter, Request, Response

from engine.case import Case, Reply
from engine.reply_support import support
from engine.reply_text import MAX_REPLY
from engine.review import Finding, compare_replies, review
from index.store_types import StoredCase
from service.desk import Filters
from service.errors import CaseNotFound
from service.http_io import encode, json_response, read_body, service_of
from service.openapi import answers, body_of
from service.window import Window
from service.wire import decode_object
from service.wire_replies import ReplyQuestion, read_reply_question, write_review

router = APIRouter(prefix="/v1/replies", tags=["replies"])

PRECEDENTS = 20
"""Settled cases that are asked what they support."""
NAMED = 10
"""Of these, the cases whose names are looked for in the draft: a handler copies from what the page shows first."""


@router.post("/compare", responses=answers("ReplyReview", 400, 404, 413, 422), openapi_extra=body_of("ReplyQuestion"))
async def compare(request: Request) -> Response:
    """Contradictions and gaps of a draft, of a case's own reply, or of the replies of several cases. Stores nothing."""
    service = service_of(request)
    body = await read_body(request)

    def work(desk: Window) -> bytes:
        question = read_reply_question(decode_object(body))
        if question.case_ids:
            return encode(_compare_cases(desk, question.case_ids))
        return encode(_review_one(desk, question, service.clock()))

    return json_response(await service.read(work))


def _compare_cases(desk: Window, case_ids: Sequence[str]) -> dict[str, object]:
    cases = [desk.get(each).case for each in case_ids]
    findings: dict[str, tuple[Finding, ...]] = {}
    for confidential in (False, True):
        findings |= compare_replies([each for each in cases if each.confidential == confidential])
    compared = [each for each in cases if each.case_id in findings]
    truncated = any(len(_reply(each).text) > MAX_REPLY for each in compared)
    return write_review(None, findings, compared, [], None, truncated=truncated)


def _review_one(desk: Window, question: ReplyQuestion, now: datetime) -> dict[str, object]:
    stored = desk.get(question.case_id)
    case = stored.case
    own = _reply(case)
    draft = own.text if question.draft is None else question.draft
    at = question.at or (own.replied_at if question.draft is None else now)
    found = desk.precedents(None, case.case_id, limit=PRECEDENTS, filters=Filters()).precedents
    matter = _matter(desk, stored)
    named = _cases(desk, [each.case_id for each in found[:NAMED]], {case.case_id, *(each.case_id for each in matter)})
    findings: tuple[Finding, ...] = ()
    if draft.strip():
        findings = review(draft, case, matter=matter, precedents=named, unit=question.unit or own.unit, at=at)
    compared = [each for each in (case, *matter) if _reply(each).text.strip() and _reply(each).text != draft]
    return write_review(
        case.case_id,
        {case.case_id: findings},
        compared,
        [each.case_id for each in named],
        support(found),
        truncated=len(draft) > MAX_REPLY,
    )


def _matter(desk: Window, stored: StoredCase) -> list[Case]:
    """The other cases of the same matter that may be shown beside this one."""
    if not stored.matter_id:
        return []
    others = (each.case for each in desk.matter(stored.matter_id) if each.seq != stored.seq)
    return [each for each in others if each.confidential == stored.case.confidential]


def _cases(desk: Window, case_ids: Sequence[str], without: set[str]) -> list[Case]:
    """The precedents in full; one that is erased at this moment is left out. What they are not, is the matter's own."""
    found = []
    for case_id in case_ids:
        if case_id not in without:
            with suppress(CaseNotFound):
                found.append(desk.get(case_id).case)
    return found


def _reply(case: Case) -> Reply:
    return case.official_reply or Reply()
