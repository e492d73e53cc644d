"""How does a work-order system written in Python talk to a desk?

    with Client("http://127.0.0.1:8080", key="…") as desk:
        verdict = desk.register({"case_id": "N1", "text": "…"}).verdict
        for event in desk.stream(unit="城管局"): …

A thin, typed layer over the calls of the contract. Verdicts come back as `engine.verdict.Verdict`, everything else as the JSON that
the service sent. What may be repeated without harm is repeated: after 503 and 429 when the service says so (Retry-After), and once
after a connection that broke. Registering may be: the same case again gets its first answer. Needs nothing but the standard library
and msgspec. A Client may be shared by threads. Not for: deciding anything.
"""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from engine.verdict import Verdict

Json = dict[str, Any]
CaseJson = Mapping[str, Any]
"""The contract's Case; `case_id` and `text` are required."""
LONGEST_WAIT = 30.0
"""Seconds of a Retry-After that are waited at most."""


@dataclass(eq=False)
class Problem(Exception):
    """What the service refused, as RFC 9457 tells it. status 0: no answer came at all."""

    status: int
    type: str = ""
    title: str = ""
    detail: str = ""
    errors: list[Json] = field(default_factory=list)
    retry_after: float | None = None

    def __str__(self) -> str:
        fields = "; ".join(f"{each.get('field')}: {each.get('limit')}" for each in self.errors)
        return " – ".join(part for part in (f"{self.status} {self.title}".strip(), self.detail, fields) if part)


@dataclass(frozen=True, slots=True)
class Registered:
    """`created` is False where the same case was registered before: `verdict` is the first answer."""

    case_id: str
    seq: int
    verdict: Verdict
    created: bool


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a stream; `number` is what `last_event_id` takes to go on behind it, empty for an event without one."""

    kind: str
    data: Json
    number: str


class Client:
    """One desk. `timeout`: seconds for an answer. `tries`: times that a call is made which the service was too busy for."""

    def __init__(self, address: str, *, key: str = "", timeout: float = 10.0, tries: int = 3) -> None:
        """Raises ValueError for an address that is no http or https URL. Connects with the first call."""
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"{address!r} is no http:// or https:// address")
        self._open = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._host, self._port, self._base = parts.hostname, parts.port, parts.path.rstrip("/")
        self._headers = {"Accept": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
        self._timeout, self._tries = timeout, max(1, tries)
        self._idle: list[http.client.HTTPConnection] = []
        self._lock = threading.Lock()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections that no call is using; another call opens a new one."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    # ---- cases ----

    def check(self, case: CaseJson) -> Verdict:
        """Is this case already being handled? Stores nothing. Raises Problem, as all calls do."""
        return msgspec.convert(self._json("POST", "/v1/check", case), Verdict)

    def register(self, case: CaseJson) -> Registered:
        """Check and register in one durable step. Problem 409: the id is taken by a case with other content."""
        status, answer = self._call("POST", "/v1/cases", case)
        verdict = msgspec.convert(answer["verdict"], Verdict)
        return Registered(answer["case_id"], answer["seq"], verdict, created=status == 201)

    def case(self, case_id: str) -> Json:
        """A registered case with its verdict and matter. Problem 404: there is none."""
        return self._json("GET", _path("cases", case_id))

    def cases(self, *, unit: str = "", verdict: str = "", page: int = 50, confidential: bool = False) -> Iterator[Json]:
        """Registered cases, the newest first, read page by page as they are asked for; or the confidential ones alone."""
        asked = {"unit": unit, "verdict": verdict, "limit": page, "confidential": "true" if confidential else ""}
        return self._pages("/v1/cases", "cases", asked)

    def change(self, case_id: str, **changes: Any) -> Json:
        """Change where a case stands: status, due_at, closed_at, official_reply, handling_unit …; None empties a field."""
        return self._json("PATCH", _path("cases", case_id), changes)

    def erase(self, case_id: str) -> Json:
        """Erase a case everywhere; the receipt."""
        return self._json("DELETE", _path("cases", case_id))

    def history(self, case_id: str) -> list[Json]:
        """All earlier cases of this case's persons."""
        return list(self._json("GET", _path("cases", case_id, "history"))["cases"])

    def decisions(self, case_id: str) -> list[Json]:
        """What people decided about a case, oldest first; `counts` where it holds now."""
        return list(self._json("GET", _path("cases", case_id, "decisions"))["decisions"])

    def compare(self, case_id: str, other_case_id: str) -> Json:
        """Two texts and the operations that turn the first into the second."""
        return self._json("GET", _path("cases", case_id, "compare", other_case_id))

    # ---- precedents, replies, search ----

    def precedents(self, case: CaseJson | str, *, limit: int = 10, filters: Mapping[str, Any] | None = None) -> Json:
        """Settled cases most like one, given whole or by its id, and the advice that they support."""
        asked = {"case_id": case} if isinstance(case, str) else {"case": case}
        return self._json("POST", "/v1/precedents", {**asked, "limit": limit, "filters": filters})

    def compare_replies(self, case_ids: Sequence[str]) -> Json:
        """Where the replies to some cases contradict each other."""
        return self._json("POST", "/v1/replies/compare", {"case_ids": list(case_ids)})

    def review_reply(self, case_id: str, draft: str) -> Json:
        """What is wrong with a draft reply."""
        return self._json("POST", "/v1/replies/compare", {"case_id": case_id, "draft": draft})

    def search(self, q: str, *, limit: int = 20, cursor: str | None = None, filters: Mapping[str, Any] | None = None) -> Json:
        """Full text: words and "phrases"."""
        return self._json("POST", "/v1/search", {"q": q, "limit": limit, "cursor": cursor, "filters": filters})

    # ---- matters, and all cases at once ----

    def decide(self, case_id: str, other_case_id: str, decision: str, *, by: str, reason: str = "") -> Json:
        """Keep what a person decided about two cases: "confirm", "reject", "split" or "undo"."""
        order = {"case_id": case_id, "other_case_id": other_case_id, "decision": decision, "by": by, "reason": reason}
        return self._json("POST", "/v1/decisions", order)

    def matter(self, matter_id: str) -> Json:
        """One same-matter group with its cases, units and replies."""
        return self._json("GET", _path("matters", matter_id))

    def matters(self, *, sort: str = "size", page: int = 20) -> Iterator[Json]:
        """Same-matter groups by "size", "age" or "repeat", read page by page."""
        return self._pages("/v1/matters", "matters", {"sort": sort, "limit": page})

    def hotspots(self, month: str = "", *, limit: int = 20) -> Json:
        """The topics of a month ("2026-10") by distinct persons; without one, of the present month."""
        return self._json("GET", f"/v1/hotspots?{_query({'month': month, 'limit': limit})}")

    def alerts(self, *, days: int = 7, until: str = "", limit: int = 20) -> Json:
        """What rose beyond chance, and matters of many persons."""
        return self._json("GET", f"/v1/alerts?{_query({'days': days, 'until': until, 'limit': limit})}")

    def audit(self, *, page: int = 100) -> Iterator[Json]:
        """Who was shown a confidential case, changed, decided or erased what; oldest first. For the roles auditor and admin."""
        return self._pages("/v1/audit", "entries", {"limit": page})

    def is_ready(self) -> bool:
        """Whether the desk answers checks: its kernels are compiled and its archive is open."""
        try:
            self._once("GET", "/readyz", None)
        except Problem:
            return False
        return True

    # ---- the stream ----

    def stream(self, *, unit: str = "", last_event_id: str = "", quiet: float = 60.0) -> Iterator[Event]:
        """Events of a handling unit (of all without one) as they come, until the line breaks: then a Problem of status 0.

        Open again with the number of the last event: nothing is lost or doubled. `quiet`: seconds without a sign of life (the
        service gives one every 15) after which the line counts as broken. Close the iterator to hang up.
        """
        connection = self._open(self._host, self._port, timeout=quiet)
        headers = {**self._headers, "Accept": "text/event-stream"}
        if last_event_id:
            headers["Last-Event-ID"] = last_event_id
        try:
            connection.request("GET", f"{self._base}/v1/stream?{_query({'unit': unit})}", headers=headers)
            answer = connection.getresponse()
            if answer.status != 200:
                raise _problem(answer.status, answer.getheader("Retry-After"), answer.read())
            yield from _events(iter(answer.readline, b""))
        except (OSError, http.client.HTTPException) as error:
            raise Problem(0, detail=f"the stream broke: {type(error).__name__}") from error
        finally:
            connection.close()
        raise Problem(0, detail="the service closed the stream")

    # ---- calling ----

    def _json(self, method: str, path: str, body: object = None) -> Json:
        return self._call(method, path, body)[1]

    def _call(self, method: str, path: str, body: object = None) -> tuple[int, Json]:
        sent = None if body is None else msgspec.json.encode(body)
        for left in range(self._tries - 1, -1, -1):
            try:
                return self._once(method, path, sent)
            except Problem as problem:
                if not left or problem.status not in {429, 503} or problem.retry_after is None:
                    raise
                time.sleep(min(problem.retry_after, LONGEST_WAIT))
        raise AssertionError("unreachable")

    def _once(self, method: str, path: str, sent: bytes | None) -> tuple[int, Json]:
        """One call. A connection that had been open may have been closed by the other side meanwhile: then a new one."""
        with self._lock:
            used = self._idle.pop() if self._idle else None
        try:
            status, wait, content = self._ask(used or self._fresh(), method, path, sent)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            if used is None:
                raise Problem(0, detail=f"no answer: {type(error).__name__}") from error
            return self._once(method, path, sent)
        if status >= 300:
            raise _problem(status, wait, content)
        try:
            return status, msgspec.json.decode(content, type=Json)
        except msgspec.DecodeError as error:
            raise Problem(status, detail="the answer is no JSON object") from error

    def _fresh(self) -> http.client.HTTPConnection:
        return self._open(self._host, self._port, timeout=self._timeout)

    def _ask(
        self, connection: http.client.HTTPConnection, method: str, path: str, sent: bytes | None
    ) -> tuple[int, str | None, bytes]:
        """Status, Retry-After and body. Keeps the connection for the next call, or closes it after an error."""
        headers = self._headers if sent is None else {**self._headers, "Content-Type": "application/json"}
        try:
            connection.request(method, f"{self._base}{path}", sent, headers)
            answer = connection.getresponse()
            found = answer.status, answer.getheader("Retry-After"), answer.read()
        except BaseException:
            connection.close()
            raise
        with self._lock:
            self._idle.append(connection)
        return found

    def _pages(self, path: str, listed: str, query: Mapping[str, object]) -> Iterator[Json]:
        cursor: str | None = ""
        while cursor is not None:
            answer = self._json("GET", f"{path}?{_query({**query, 'cursor': cursor})}")
            yield from answer[listed]
            cursor = answer["cursor"]


def _path(*parts: str) -> str:
    return "/".join(("/v1", *(quote(part, safe="") for part in parts)))


def _query(values: Mapping[str, object]) -> str:
    return urlencode({name: value for name, value in values.items() if value not in ("", None)})


def _problem(status: int, retry_after: str | None, content: bytes) -> Problem:
    try:
        told = msgspec.json.decode(content, type=Json)
    except msgspec.DecodeError:
        told = {}
    wait = float(retry_after) if retry_after and retry_after.isdecimal() else None
    kind, title, detail = (str(told.get(name, "")) for name in ("type", "title", "detail"))
    return Problem(status, kind, title, detail, list(told.get("errors") or []), wait)


def _events(lines: Iterator[bytes]) -> Iterator[Event]:
    """Server-Sent Events as the WHATWG defines them, as far as this service sends them: event, data, id, comments."""
    kind, number, data = "message", "", list[str]()
    for line in lines:
        text = line.decode("utf-8").rstrip("\r\n")
        if not text:
            if data:
                yield Event(kind, msgspec.json.decode("\n".join(data).encode(), type=Json), number)
            kind, data = "message", []
            continue
        name, _, value = text.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            kind = value
        elif name == "data":
            data.append(value)
        elif name == "id":
            number = value
