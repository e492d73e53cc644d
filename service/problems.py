"""Which answer does an error become? RFC 9457 problem details, one shape for every error of the service.

`problem_for` translates the exception tree of `service.errors`; `response` writes it. Details name fields, limits and
causes, never values of a petitioner, never a traceback.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from index.errors import NoSuchCase, StoreUnavailable, UnknownCursor
from service.errors import (
    BadJson,
    BadRequest,
    CaseConflict,
    CaseNotFound,
    FieldError,
    LeianError,
    NoKey,
    NotAllowed,
    NotReady,
    Overloaded,
    TooLarge,
    TooMany,
    WrongFields,
)
from service.masking import shown

MEDIA_TYPE = "application/problem+json"
_LATER: Mapping[str, str] = {"Retry-After": "5"}  # seconds: a full disc or a lock does not go away at once


@dataclass(frozen=True, slots=True)
class Problem:
    """One error as the outside sees it. `kind` is the last part of its type, stable across versions."""

    status: int
    kind: str
    detail: str
    errors: tuple[FieldError, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def problem_for(error: Exception, *, challenge: str = "Bearer") -> Problem:
    """The problem that `error` is. Anything unknown is a 500 that says nothing about its cause."""
    match error:
        case WrongFields():
            count = len(error.errors)
            return Problem(
                422, "wrong-fields", f"{count} {'field is' if count == 1 else 'fields are'} wrong", error.errors
            )
        case BadRequest():
            personal = error.field not in _HARMLESS_FIELDS
            wrong = FieldError(error.field, shown(error.value, personal=personal), error.limit, error.hint)
            return Problem(422, "wrong-fields", "1 field is wrong", (wrong,))
        case BadJson():
            return Problem(400, "bad-json", error.reason)
        case TooLarge():
            wrong = FieldError(error.what, "", f"at most {error.limit:,} bytes", "send it in parts or cut it")
            return Problem(413, "too-large", str(error), (wrong,))
        case CaseNotFound():
            return Problem(404, "not-found", str(error))
        case CaseConflict():
            return Problem(409, "conflict", f"{error}; change it with PATCH, or use another case_id")
        case Overloaded():
            return Problem(503, "overloaded", str(error), headers={"Retry-After": str(error.retry_after)})
        case TooMany():
            return Problem(429, "too-many", str(error), headers={"Retry-After": str(error.retry_after)})
        case NotReady():
            return Problem(503, "not-ready", str(error), headers={"Retry-After": str(error.retry_after)})
        case NoKey():
            return Problem(401, "no-key", str(error), headers={"WWW-Authenticate": challenge})
        case NotAllowed():
            return Problem(403, "not-allowed", str(error))
        case UnknownCursor():
            return Problem(400, "bad-cursor", "this cursor belongs to no answer to this query; leave it out to begin again")
        case NoSuchCase():
            return Problem(404, "not-found", "there is no case with this case_id")
        case StoreUnavailable():
            return Problem(503, "store-unavailable", "the store cannot be written or read just now", headers=_LATER)
        case HTTPException():
            return _of_framework(error)
        case _:
            return Problem(500, "internal", "the service failed; the log has the request's number")


def response(problem: Problem, request_id: str = "") -> Response:
    """The problem as application/problem+json."""
    body: dict[str, object] = {
        "type": f"urn:leian:problem:{problem.kind}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        "errors": problem.errors,
    }
    if request_id:
        body["request_id"] = request_id
    return Response(
        msgspec.json.encode(body), status_code=problem.status, media_type=MEDIA_TYPE, headers=dict(problem.headers)
    )


def is_expected(error: Exception) -> bool:
    """True for errors that an outside call may cause; all others are faults of the service."""
    return isinstance(error, LeianError | HTTPException | NoSuchCase | UnknownCursor)


# Fields of a BadRequest raised behind the wire (query words, cursors, decisions) that carry no citizen's data.
_HARMLESS_FIELDS = frozenset({"limit", "cursor", "decision", "sort", "month", "since", "until", "outcome", "status"})


def _of_framework(error: HTTPException) -> Problem:
    details = {
        404: ("not-found", "there is nothing at this address"),
        405: ("method-not-allowed", "this address does not answer this method"),
    }
    kind, detail = details.get(error.status_code, ("http", HTTPStatus(error.status_code).phrase))
    return Problem(error.status_code, kind, detail, headers=error.headers or {})
