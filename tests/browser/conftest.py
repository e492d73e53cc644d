"""One Chromium and one canned service for all tests of the page; skipped where there is no Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from canned_api import Canned
from served import Elsewhere, Served, hazards, load

if TYPE_CHECKING:
    from visits import Server, Visit

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Ends with the module: as long as it is open its event loop occupies this thread, and other tests want their own."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[Elsewhere]:
    """Another system's pages, on another origin, which `served` allows to call and to frame."""
    running = Elsewhere({})
    yield running
    running.close()


@pytest.fixture(scope="session")
def served(elsewhere: Elsewhere, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One real service for all tests, with the demo archive and the hazards."""
    data = tmp_path_factory.mktemp("served") / "data"
    load(data)
    running = Served(data, LEIAN_ALLOWED_ORIGINS=elsewhere.address, LEIAN_FRAME_ANCESTORS=elsewhere.address)
    for case in hazards():
        running.register(case)
    yield running
    running.stop()


@pytest.fixture
def desk_visit(browser: Any, served: Served) -> Iterator[Visit]:
    """A handler at the real service, at 1280 px."""
    from visits import WIDE, Visit

    made = Visit(browser, served, WIDE)
    yield made
    made.context.close()


@pytest.fixture
def desk_phone(browser: Any, served: Served) -> Iterator[Visit]:
    """The same at 390 px."""
    from visits import NARROW, Visit

    made = Visit(browser, served, NARROW)
    yield made
    made.context.close()
