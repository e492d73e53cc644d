"""How does a call get to its endpoint when there is nothing to look for and nothing to unpack?

The framework tries one route after the other and reads parameters, dependencies and models that most endpoints here do not have:
twice as long as what the endpoint does besides its work. A call whose whole address is a route's goes there at once; every other
one takes the framework's way, whose answer would be the same. Stands directly behind the front, which turns errors into answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from inspect import iscoroutinefunction, signature

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send


class Shortcut:
    """`routes`: the application's; of those the ones are known here that have no parameters (`is_plain`)."""

    def __init__(self, app: ASGIApp, *, routes: Iterable[BaseRoute]) -> None:
        self._app = app
        plain = [route for route in routes if isinstance(route, APIRoute) and is_plain(route)]
        self._routes = {(method, route.path): route for route in plain for method in route.methods or ()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        known = self._routes.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if known is None:
            await self._app(scope, receive, send)
            return
        scope["route"] = known
        response = await known.endpoint(Request(scope, receive))
        await response(scope, receive, send)


def is_plain(route: APIRoute) -> bool:
    """Whether a route has one address, and an endpoint that takes the request alone and answers with a Response."""
    asks = signature(route.endpoint)
    return (
        "{" not in route.path
        and not route.dependencies
        and iscoroutinefunction(route.endpoint)
        and list(asks.parameters) == ["request"]
        and str(asks.return_annotation) == "Response"
    )
