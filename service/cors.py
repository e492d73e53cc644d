"""What is a browser told that asks on behalf of another system's page?

Only the origins in `allowed_origins` are answered (https://fetch.spec.whatwg.org/#http-cors-protocol). No credentials of the
browser's own are accepted across origins: such a page shows its access key itself. Not for: whether the call may be made at
all (`service.access`, which refuses every other origin).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MAX_AGE = b"600"
"""Seconds that a browser need not ask again."""
_METHODS = b"GET, HEAD, POST, PATCH, DELETE"
_HEADERS = b"authorization, content-type, last-event-id"
_EXPOSED = b"retry-after, x-request-id"

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Cors:
    """The rule of one deployment."""

    origins: frozenset[str]

    def is_preflight(self, method: str, headers: Mapping[str, str]) -> bool:
        """Whether a browser asks if one of the allowed origins may call."""
        return method == "OPTIONS" and "access-control-request-method" in headers and headers.get("origin") in self.origins

    def preflight(self, origin: str) -> Headers:
        """The headers of the answer to it."""
        return [
            *self.headers(origin),
            (b"access-control-allow-methods", _METHODS),
            (b"access-control-allow-headers", _HEADERS),
            (b"access-control-max-age", MAX_AGE),
        ]

    def headers(self, origin: str | None) -> Headers:
        """What every answer to a page of `origin` carries; where nobody is allowed, nothing."""
        if not self.origins:
            return []
        vary = (b"vary", b"origin")
        if origin not in self.origins or origin is None:
            return [vary]
        return [vary, (b"access-control-allow-origin", origin.encode("latin-1")), (b"access-control-expose-headers", _EXPOSED)]
