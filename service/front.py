"""What happens to every request before and after its route?

It gets a number, its right to be here is checked, errors become problem documents, and one line and two figures are kept.
Plain ASGI: costs some ten microseconds a request. Not for: what one address answers (`service.routes_*`).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from time import perf_counter
from urllib.parse import unquote

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service import problems
from service.access import Access
from service.cors import Cors, Headers
from service.errors import NotReady
from service.limits import Limits
from service.logs import Log, fault
from service.metrics import Metrics
from service.roles import NOBODY

NO_ROUTE = "(none)"  # the label of what no route answers: the address itself could be anything
KNOWN_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})  # a client can invent others
PRINCIPAL = "leian.principal"  # in the scope: who calls
CLIENT_WENT = 499  # nobody is left to read an answer; only the log and the figures see this number

# A case_id may contain "/". It comes encoded (%2F), and must not be taken for a separator when the path is decoded:
# this character stands in for it on the way to the route. No case_id contains it, because it is not printable.
ENCODED_SLASH = "\x1f"


Admit = Callable[[str, str], None]
"""Raises Overloaded for a method and path whose lane is full: before the route is looked for and the body read."""


class Front:
    """The one middleware."""

    def __init__(self, app: ASGIApp, *, access: Access, limits: Limits, admit: Admit, metrics: Metrics, log: Log) -> None:
        self._app = app
        self._access = access
        self._cors = Cors(access.origins)
        self._limits = limits
        self._admit = admit
        self._metrics = metrics
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = perf_counter()
        headers = _headers(scope)
        origin = headers.get("origin")
        answer = _Answer(
            send, secrets.token_hex(8), scope["path"].startswith("/v1/"), also=self._cors.headers(origin)
        )
        problem: Exception | None = None
        principal = NOBODY
        try:
            _keep_encoded_slashes(scope)
            if origin is not None and self._cors.is_preflight(scope["method"], headers):
                await answer.empty(self._cors.preflight(origin))
            else:
                principal = self._access.check(scope["method"], scope["path"], headers)
                if scope["path"].startswith("/v1/"):
                    self._limits.take(principal.name)
                    self._admit(scope["method"], scope["path"])
                scope[PRINCIPAL] = principal
                await self._app(scope, receive, answer.send)
        except ClientDisconnect:
            answer.status = CLIENT_WENT
        except Exception as error:  # noqa: BLE001 - the last line: no error may leave as a traceback
            problem = error
            await answer.problem(error, scope, receive)
        method = scope["method"] if scope["method"] in KNOWN_METHODS else "OTHER"
        route = _template(scope)
        seconds = perf_counter() - started
        self._metrics.answered(method, route, answer.status, seconds)
        facts: dict[str, object] = {
            "request_id": answer.request_id,
            "method": method,
            "route": route,
            "status": answer.status,
            "ms": round(seconds * 1000, 2),
        }
        if self._access.keys:
            facts["key"] = principal.name
        if problem is not None and not problems.is_expected(problem):
            self._log.error("fault", **facts, **fault(problem))
        elif answer.status >= 500 and not isinstance(problem, NotReady):
            self._log.warning("request", **facts)
        else:
            self._log.info("request", **facts)


class _Answer:
    """Sends the answer, and remembers its status."""

    def __init__(self, send: Send, request_id: str, personal: bool, also: Headers) -> None:
        self.status = 0
        self.request_id = request_id
        self._send = send
        self._headers = [(b"x-request-id", request_id.encode()), (b"x-content-type-options", b"nosniff"), *also]
        if personal:
            self._headers.append((b"cache-control", b"no-store"))

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message.get("headers", ()), *self._headers]
        await self._send(message)

    async def empty(self, headers: Headers) -> None:
        """Answer with headers alone."""
        self._headers = [each for each in self._headers if each not in headers]
        await self.send({"type": "http.response.start", "status": 204, "headers": headers})
        await self.send({"type": "http.response.body", "body": b""})

    async def problem(self, error: Exception, scope: Scope, receive: Receive) -> None:
        """Answer with what `error` is, unless the answer is on its way already."""
        if self.status:
            return
        # Browsers ask their user for a key where a page demands Basic; programs know that Bearer is meant.
        challenge = "Bearer" if scope["path"].startswith("/v1/") else 'Basic realm="leian", charset="UTF-8"'
        found = problems.problem_for(error, challenge=challenge)
        await problems.response(found, self.request_id)(scope, receive, self.send)


def _keep_encoded_slashes(scope: Scope) -> None:
    raw: bytes = scope.get("raw_path") or b""
    if b"%2F" in raw or b"%2f" in raw:
        marked = raw.replace(b"%2F", b"%1F").replace(b"%2f", b"%1F")
        scope["path"] = unquote(marked.decode("latin-1"))


def _headers(scope: Scope) -> dict[str, str]:
    return {
        name.decode("latin-1"): value.decode("latin-1")
        for name, value in scope["headers"]
        if name in (b"host", b"origin", b"authorization", b"access-control-request-method")
    }


def _template(scope: Scope) -> str:
    """The address as its route writes it: /v1/cases/{case_id}."""
    return str(getattr(scope.get("route"), "path", NO_ROUTE))
