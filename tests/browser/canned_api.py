"""A service that answers the workbench from memory: 120 cases, one of them with everything, and every text a hazard.

Each field that a person can fill holds a payload that would set `window.fired`, were it ever read as markup.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from service.pages import router

PAYLOAD = "<img src=x onerror=\"window.fired='{0}'\"><script>window.fired='{0}'</script>{0}"
TROUBLED = 7  # the number of the case that has matches
FIRST, SECOND = "C-119", "C-118"  # its two matches
NEW_TEXT = "😀😀 云栖里小区3号楼电梯坏了，请尽快修好。" + PAYLOAD.format("text")
OLD_TEXT = "反映云栖里小区5号楼电梯坏了，请尽快修好。" + PAYLOAD.format("other")


def hazard(field: str) -> str:
    return PAYLOAD.format(field)


def case(number: int) -> dict[str, Any]:
    """Case `number` of 120, as GET /v1/cases/{id} answers; 120 is the newest."""
    new = number == 121 - TROUBLED
    return {
        "case_id": f"C-{number}", "seq": number, "channel": "PHONE", "transcript": False, "case_type": "APPEAL",
        "received_at": f"2026-10-{number % 28 + 1:02}T08:00:00+08:00", "title": hazard("title") if new else f"第{number}件",
        "text": NEW_TEXT if new else OLD_TEXT, "status": "PROCESSING", "due_at": None, "closed_at": None,
        "petitioner": {"name": hazard("name"), "phone": "13900001234", "account": hazard("account"), "anonymous": False},
        "co_petitioners": [{"name": hazard("co")}], "represented": {"name": hazard("represented")},
        "accused": {"name": hazard("accused"), "unit": hazard("accused_unit")}, "address": hazard("address"),
        "locality": hazard("locality"), "target_party": hazard("target"), "category": [hazard("category")],
        "handling_unit": hazard("unit") if new else f"第{number % 3}局",
        "official_reply": {"text": hazard("reply"), "unit": hazard("reply_unit"), "replied_at": None, "outcome": "", "legal_basis": []},
        "matter_id": "m-1" if new else None, "verdict": verdict(f"C-{number}") if new else plain(f"C-{number}"),
    }  # fmt: skip


def plain(case_id: str) -> dict[str, Any]:
    return {
        "case_id": case_id, "verdict": "NEW", "confidence": 0.9, "matched": [], "suspected": [], "matches": [],
        "demands": [], "new_facts": [], "flags": [], "rules": ["R14"], "law": [], "advice": "按初件登记。",
        "first_or_repeat": "FIRST", "repeat_count": 0, "petitioner_count": 1, "person_basis": "", "matter_id": None,
    }  # fmt: skip


def verdict(case_id: str) -> dict[str, Any]:
    """A verdict with two matches and all parts. The spans count code points: the text starts with two beyond 16 bits."""
    evidence = [
        {"kind": "community", "verdict": "agree", "new": "云栖里小区", "old": "云栖里小区", "new_span": [3, 8], "old_span": [2, 7], "rule": "R4"},
        {"kind": "building", "verdict": "conflict", "new": "3号楼", "old": "5号楼", "new_span": [8, 11], "old_span": [7, 10], "rule": "R2"},
        {"kind": hazard("kind"), "verdict": "missing", "new": hazard("value"), "old": "", "new_span": [14, 15], "old_span": [], "rule": hazard("rule")},
        {"kind": "wording", "verdict": "agree", "new": "80%", "old": "70%", "new_span": [], "old_span": [], "rule": "R4"},
        {"kind": "person", "verdict": "conflict", "new": "", "old": "", "new_span": [], "old_span": [], "rule": "R1"},
    ]  # fmt: skip
    matches = [
        {
            "case_id": other, "relation": "NEEDS_REVIEW", "person": "DIFFERENT", "matter": "UNDETERMINED", "score": 0.61,
            "evidence": evidence, "status": "ACCEPTED", "handling_unit": hazard("match_unit"), "due_at": None,
            "days_left": 5, "days_since_close": None, "explanation": hazard("explanation"),
        }
        for other in (FIRST, SECOND)
    ]  # fmt: skip
    demands = [
        {"idx": number, "text": hazard(f"demand{number}"), "span": [0, 4], "verdict": "NEW", "matched": [FIRST]}
        for number in (1, 2)
    ]
    return {
        **plain(case_id), "verdict": "NEEDS_REVIEW", "confidence": 0.61, "suspected": [FIRST, SECOND], "matches": matches,
        "demands": demands, "new_facts": [hazard("fact")], "flags": ["URGENCY_UP", hazard("flag")],
        "rules": ["R2", hazard("rule")], "law": [hazard("law")], "advice": hazard("advice"), "person_basis": hazard("basis"),
        "matter_id": "m-1",
    }  # fmt: skip


def precedent() -> dict[str, Any]:
    return {
        "case_id": "C-3", "title": hazard("precedent"), "score": 0.8, "grade": 2, "why": [hazard("why")],
        "snippet": hazard("snippet"), "official_reply": {"text": hazard("precedent_reply")}, "outcome": hazard("outcome"),
        "handling_unit": hazard("precedent_unit"), "closed_at": "2026-01-05T00:00:00+08:00", "days_to_close": 9,
        "matter_id": None, "matter_size": 2,
    }  # fmt: skip


def support() -> dict[str, Any]:
    """What precedents support: units split, the outcome agreed."""
    counted = [{"value": hazard("supported"), "count": 3, "case_ids": ["C-3"]}]
    choice = {"standing": "split", "value": "", "share": 0.5, "of": 6, "counted": counted}
    agreed = {
        "standing": "agreed",
        "value": "NOT_SUPPORTED",
        "share": 1.0,
        "of": 3,
        "counted": [{**counted[0], "value": "NOT_SUPPORTED"}],
    }
    few = {"standing": "few", "value": "", "share": 0.0, "of": 0, "counted": []}
    days = {
        "standing": "agreed",
        "median": 8.0,
        "lower_quartile": 6.0,
        "upper_quartile": 11.0,
        "least": 5,
        "most": 12,
        "of": 3,
        "case_ids": [],
    }
    return {
        "of": 6,
        "case_ids": [],
        "unit": choice,
        "outcome": agreed,
        "leaning": few,
        "days": days,
        "legal_basis": counted,
    }


class Canned:
    """The application, what was asked of it, and paths that shall fail."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any]] = []
        self.failing: set[str] = set()
        self.empty = self.supported = False
        self.decided: dict[str, str] = {}
        self.opened: list[str] = []  # the position that each stream was opened with
        self.newest = 120
        self._streams: list[tuple[asyncio.AbstractEventLoop, asyncio.Queue[bytes]]] = []
        self.app = FastAPI()
        self.app.include_router(router)
        self.app.middleware("http")(self._watch)
        self.app.get("/v1/cases")(self.list_cases)
        self.app.get("/v1/stream")(self.stream)
        self.app.get("/v1/cases/{case_id}")(self.get_case)
        self.app.get("/v1/cases/{case_id}/history")(self.history)
        self.app.get("/v1/cases/{case_id}/decisions")(self.decisions_of)
        self.app.get("/v1/cases/{case_id}/compare/{other}")(self.compare)
        self.app.get("/v1/matters/{matter_id}")(self.matter)
        for path in ("check", "decisions", "precedents", "search"):
            self.app.post(f"/v1/{path}")(getattr(self, path))
        self.app.post("/v1/replies/compare")(self.review)

    def posted(self, path: str) -> list[Any]:
        return [body for method, asked, body in self.asked if method == "POST" and asked == path]

    async def _watch(self, request: Request, go: Any) -> Response:
        body = await request.json() if request.method == "POST" else dict(request.query_params)
        self.asked.append((request.method, request.url.path, body))
        if any(request.url.path.startswith(path) for path in self.failing):
            return JSONResponse({"title": hazard("problem"), "status": 503}, 503, media_type="application/problem+json")
        answer: Response = await go(request)
        return answer

    def push(self, *numbers: int, event: str = "case", **fields: Any) -> None:
        """Register cases: every open stream hears of them. Called from another thread than the service's."""
        for number in numbers:
            self.newest = max(self.newest, number)
            data = json.dumps({**case(number), "text": None, **fields})
            self._tell(f"id: {number}\nevent: {event}\ndata: {data}\n\n".encode())

    def hang_up(self) -> None:
        """End all streams, as a restart does."""
        self._tell(b"")

    def reset(self) -> None:
        self.asked.clear()
        self.failing.clear()
        self.opened.clear()
        self.decided.clear()
        self.empty, self.supported, self.newest = False, False, 120
        self.hang_up()

    def _tell(self, part: bytes) -> None:
        for loop, queue in list(self._streams):
            loop.call_soon_threadsafe(queue.put_nowait, part)

    async def stream(self, request: Request, last_event_id: str = "") -> Response:
        position = request.headers.get("last-event-id") or last_event_id
        mine = (asyncio.get_running_loop(), asyncio.Queue[bytes]())
        self._streams.append(mine)
        self.opened.append(position)

        async def parts() -> AsyncIterator[bytes]:
            try:
                yield b"retry: 200\n\n"
                if not position:
                    yield f"id: {self.newest}\nevent: hello\ndata: {{}}\n\n".encode()
                for number in range(int(position or self.newest) + 1, self.newest + 1):
                    yield f"id: {number}\nevent: case\ndata: {json.dumps(case(number))}\n\n".encode()
                while part := await mine[1].get():
                    yield part
            finally:
                self._streams.remove(mine)

        return StreamingResponse(parts(), media_type="text/event-stream")

    async def list_cases(self, limit: int = 50, cursor: int = 0) -> dict[str, Any]:
        cursor = cursor or self.newest + 1
        numbers = [] if self.empty else list(range(cursor - 1, max(0, cursor - 1 - limit), -1))
        more = bool(numbers) and numbers[-1] > 1
        return {"cases": [case(number) for number in numbers], "cursor": str(numbers[-1]) if more else None}

    async def get_case(self, case_id: str) -> Any:
        number = case_id.removeprefix("C-")
        if not number.isdecimal() or not 1 <= int(number) <= self.newest:
            return JSONResponse({"title": "not found", "status": 404}, 404)
        return case(int(number))

    async def history(self, case_id: str) -> dict[str, Any]:
        return {"case_id": case_id, "cases": [case(2)]}

    async def compare(self, case_id: str, other: str) -> dict[str, Any]:
        # "3号楼" against "5号楼" is all that differs besides the start and the payload's end.
        ops = [
            {"op": "delete", "span": [0, 3], "other_span": [0, 0]},
            {"op": "insert", "span": [3, 3], "other_span": [0, 2]},
            {"op": "equal", "span": [3, 8], "other_span": [2, 7]},
            {"op": "replace", "span": [8, 9], "other_span": [7, 8]},
            {"op": "equal", "span": [9, 60], "other_span": [8, 59]},
        ]
        return {"case_id": case_id, "other_case_id": other, "text": NEW_TEXT, "other_text": OLD_TEXT, "ops": ops}

    async def matter(self, matter_id: str) -> dict[str, Any]:
        return {
            "matter_id": matter_id, "size": 2, "open": 1, "units": [{"unit": hazard("matter_unit"), "count": 2}],
            "first_received_at": "2026-10-01", "last_received_at": "2026-10-08", "replies": [],
            "cases": [case(121 - TROUBLED), {**case(1), "title": hazard("member")}],
        }  # fmt: skip

    async def review(self, request: Request) -> dict[str, Any]:
        asked = await request.json()
        case_id, draft = asked["case_id"], asked["draft"]
        other = {"case_id": FIRST, "part": "reply", "span": [0, 4], "text": hazard("other_reply")}
        finding = {"case_id": case_id, "title": "结论不一致", "message": hazard("finding"), "text": "", "other": None}
        at = draft.find("不予恢复")
        found = [
            {**finding, "kind": "OUTCOME", "severity": "error", "span": [at, at + 4], "other": other},
            {**finding, "kind": "DEMAND", "severity": "warn", "span": None},
        ]  # fmt: skip
        return {
            "case_id": case_id, "findings": found if at >= 0 else [], "compared": [other] if at >= 0 else [], "precedents": ["C-3"],
            "counts": {"error": int(at >= 0), "warn": int(at >= 0), "info": 0}, "support": support(), "truncated": False,
        }  # fmt: skip

    async def check(self, request: Request) -> dict[str, Any]:
        return verdict((await request.json())["case_id"])

    async def decisions(self, request: Request) -> Any:
        order = await request.json()
        if order["decision"] != "undo":
            self.decided[order["other_case_id"]] = order["decision"]
        else:
            self.decided.pop(order["other_case_id"], None)
        return order

    async def decisions_of(self, case_id: str) -> dict[str, Any]:
        lines = [
            {"case_id": case_id, "other_case_id": other, "decision": decision, "by": "乙", "reason": "", "at": "", "counts": True}
            for other, decision in self.decided.items()
        ]
        return {"case_id": case_id, "decisions": lines}

    async def precedents(self) -> dict[str, Any]:
        counted = [{"value": hazard("counted"), "count": 1, "case_ids": ["C-3"]}]
        return {
            "precedents": [precedent()],
            "advice": {"units": counted, "outcomes": counted, "legal_basis": counted, "days_to_close": {}},
            "support": support() if self.supported else None,
        }

    async def search(self) -> dict[str, Any]:
        # What the service does: everything escaped, and <mark> around what was found.
        snippet = "见 <mark>电梯</mark> &lt;img src=x onerror=&quot;window.fired=&#x27;hit&#x27;&quot;&gt; &amp;lt;"
        hit = {
            "case_id": FIRST,
            "title": snippet,
            "snippet": snippet + "<b>raw</b>",
            "score": 1.0,
            "status": "CLOSED",
            "handling_unit": "",
        }
        return {"hits": [hit], "total": 1, "cursor": None}  # fmt: skip
