"""Where do the workbench's page and files come from, and under which browser rules do they run?

GET / is the shell, GET /embed/case/{id} that of a frame for other systems' pages, GET /assets/{name} one of a closed list of
files read once. Every answer carries a content security policy under which a text that somebody sent can be shown but never
run.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from fastapi import APIRouter, Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from starlette.exceptions import HTTPException

from engine.verdict import Code
from service.http_io import service_of
from service.pages.words import CHANNELS, STATUSES, VERDICTS

router = APIRouter(include_in_schema=False)

MEDIA_TYPES = MappingProxyType({"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"})

# What main.js imports before it runs: named in the shell, they come at once and not one after the other.
PRELOADED = ("api.js", "dom.js", "list.js", "live.js", "memory.js", "stage.js", "words.js")

# What list.js asks for first, where no unit is remembered: on its way before there is a script to ask.
FIRST_LIST = "/v1/cases?limit=50&brief=true"

# Scripts and styles only from our own files. Trusted types make the browser refuse innerHTML and its relatives
# altogether, so that a slip in a script cannot turn a petition into markup.
_RULES = (
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
)
SECURITY_POLICY = "; ".join((*_RULES, "frame-ancestors 'none'"))
HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": SECURITY_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Cache-Control": "no-cache",  # asked for each time, answered with 304 as long as nothing changed
    }
)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it goes out, plain and packed (gzip). `etag` changes with its content."""

    body: bytes
    packed: bytes
    media_type: str
    etag: str


@router.api_route("/", methods=["GET", "HEAD"])
async def workbench(request: Request) -> Response:
    """The shell of the workbench."""
    return _answer(request, page())


@router.api_route("/embed/case/{case_id}", methods=["GET", "HEAD"])
async def embedded(request: Request, case_id: str) -> Response:
    """The shell of a frame for other systems' pages; its script reads the case's number from the address."""
    del case_id
    return _answer(request, frame(), frame_ancestors=service_of(request).settings.frame_ancestors)


@router.api_route("/assets/{name}", methods=["GET", "HEAD"])
async def asset(request: Request, name: str) -> Response:
    """A script, style or picture of the workbench."""
    found = assets().get(name)
    if found is None:
        raise HTTPException(404)
    return _answer(request, found)


@lru_cache(maxsize=1)
def page() -> Asset:
    """The rendered shell; it holds nothing that differs between two visitors."""
    html = _template("workbench.html.j2").render(
        verdicts=[(code.value, VERDICTS[code]) for code in Code],
        statuses=list(STATUSES.items()),
        channels=CHANNELS,
        preloaded=PRELOADED,
        first_list=FIRST_LIST,
    )
    return _asset(html.encode(), "text/html")


@lru_cache(maxsize=1)
def frame() -> Asset:
    """The rendered shell of a frame; nothing in it knows of a case."""
    return _asset(_template("embed.html.j2").render().encode(), "text/html")


def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader("service.pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template(name)


@lru_cache(maxsize=1)
def assets() -> Mapping[str, Asset]:
    """Every file of the static folder by name."""
    found = {}
    for entry in files("service.pages").joinpath("static").iterdir():
        media_type = MEDIA_TYPES.get(entry.name.rpartition(".")[2])
        if media_type is not None:
            found[entry.name] = _asset(entry.read_bytes(), media_type)
    return MappingProxyType(found)


def _asset(body: bytes, media_type: str) -> Asset:
    packed = gzip.compress(body, compresslevel=9, mtime=0)
    return Asset(body, packed, media_type, hashlib.blake2b(body, digest_size=12).hexdigest())


def _answer(request: Request, found: Asset, frame_ancestors: Sequence[str] | None = None) -> Response:
    """`frame_ancestors`: who may frame it besides ourselves; None for nobody at all."""
    # Nothing secret is in these files, so their size under compression tells nothing; what /v1 answers is never packed.
    is_packed = "gzip" in request.headers.get("accept-encoding", "")
    tag = f'"{found.etag}{"-gz" if is_packed else ""}"'
    headers = {**HEADERS, "ETag": tag, "Vary": "Accept-Encoding"}
    if is_packed:
        headers["Content-Encoding"] = "gzip"
    if frame_ancestors is not None:
        allowed = " ".join(("'self'", *frame_ancestors))
        headers["Content-Security-Policy"] = "; ".join((*_RULES, f"frame-ancestors {allowed}"))
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(found.packed if is_packed else found.body, media_type=f"{found.media_type}; charset=utf-8", headers=headers)
