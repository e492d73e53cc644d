"""What is the web application made of?

`create_app(desk, settings)` joins routes, front and document. `desk` is an open Desk, or a Door that opens one in the
background. Nothing here listens on a socket (`service.server`) or decides anything (`service.flows`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException

from service import (
    openapi,
    routes_audit,
    routes_cases,
    routes_export,
    routes_matters,
    routes_ops,
    routes_replies,
    routes_search,
    routes_signals,
    routes_stream,
)
from service.access import read_access
from service.desk import Desk
from service.door import Door
from service.errors import FieldError, WrongFields
from service.front import Front
from service.http_io import Service
from service.lanes import Lane
from service.limits import Limits
from service.logs import Log, make_log
from service.metrics import Metrics
from service.push import Push
from service.settings import Settings
from service.shortcut import Shortcut
from service.wire import SHANGHAI

DESCRIPTION = (
    "Tells an intake desk whether a petition or 12345 call is already being handled, "
    "and finds the settled cases most like it. Errors are RFC 9457 problem details."
)

ROUTES = (
    routes_cases, routes_matters, routes_search, routes_replies, routes_stream, routes_signals, routes_export, routes_audit,
    routes_ops,
)  # fmt: skip


def create_app(
    desk: Desk | Door,
    settings: Settings | None = None,
    *,
    log: Log | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(SHANGHAI),
) -> FastAPI:
    """The ASGI application. `clock` gives the time of a case that brings none. Raises SettingsError."""
    settings = settings or Settings()
    metrics = Metrics()
    log = log or make_log(level=settings.log_level)
    patience = settings.queue_ms / 1000
    limits = Limits(settings.rate_limit, settings.rate_burst)
    door = desk if isinstance(desk, Door) else Door.opened(desk)
    service = Service(
        door=door,
        settings=settings,
        reading=Lane("read", settings.check_threads, settings.queue_limit, metrics, patience=patience),
        writing=Lane("write", settings.write_threads, settings.queue_limit, metrics, patience=patience),
        push=Push(door, settings, metrics, log),
        metrics=metrics,
        log=log,
        clock=clock,
    )
    app: FastAPI = FastAPIOffline(
        title="leian",
        version=_version(),
        description=DESCRIPTION,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=openapi.operation_id,
    )
    app.state.service = service
    for routes in ROUTES:
        app.include_router(routes.router)
    _include_pages(app)
    app.add_exception_handler(HTTPException, _to_front)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_middleware(Shortcut, routes=[route for routes in ROUTES for route in routes.router.routes])
    app.add_middleware(Front, access=read_access(settings), limits=limits, admit=service.admit, metrics=metrics, log=service.log)
    openapi.install(app)
    return app


def _include_pages(app: FastAPI) -> None:
    """The workbench at /, where it is installed."""
    if find_spec("service.pages") is not None:
        pages = import_module("service.pages")
        app.include_router(pages.router, include_in_schema=False)


async def _to_front(_request: Request, error: Exception) -> Response:
    """Let the framework's own errors (404, 405) reach the front, where all errors become one kind of document."""
    raise error


async def _of_validation(_request: Request, error: Exception) -> Response:
    """Words of a query or path that a page's route declared; what was sent is not repeated."""
    found = error.errors() if isinstance(error, RequestValidationError) else []
    raise WrongFields(
        [FieldError(str(each["loc"][-1]), "", str(each["type"]), "see /docs") for each in found]
    ) from None


def _version() -> str:
    try:
        return version("leian")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0+checkout"
