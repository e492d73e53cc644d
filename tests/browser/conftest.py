"""One Chromium and one canned service for all tests of the page; skipped where there is no Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from canned_api import Canned

if TYPE_CHECKING:
    from visits import Server, Visit

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    from visits import Server

    running = Server()
    yield running
    running.close()


@pytest.fixture
def canned(server: Server) -> Canned:
    server.canned.reset()
    return server.canned


@pytest.fixture
def visit(browser: Any, server: Server, canned: Canned) -> Iterator[Visit]:
    from visits import WIDE, Visit

    made = Visit(browser, server, WIDE)
    yield made
    made.context.close()


@pytest.fixture
def phone(browser: Any, server: Server, canned: Canned) -> Iterator[Visit]:
    from visits import NARROW, Visit

    made = Visit(browser, server, NARROW)
    yield made
    made.context.close()
