"""A browser on the canned service: what the tests of the page share."""

from __future__ import annotations

import socket
import threading
from typing import Any, Protocol

import uvicorn
from canned_api import Canned
from playwright.sync_api import expect

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}


class Listening:
    """An application on a free port, in a thread."""

    def __init__(self, app: Any) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()


class Server(Listening):
    """The canned service."""

    def __init__(self) -> None:
        self.canned = Canned()
        super().__init__(self.canned.app)


class Addressed(Protocol):
    """A service that listens somewhere."""

    address: str


class Visit:
    """One page and what it did: complaints of the browser, and addresses outside the service."""

    def __init__(self, browser: Any, server: Addressed, size: dict[str, int]) -> None:
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self._address = server.address
        self.context = browser.new_context(viewport=size, locale="zh-CN")
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append("a dialog opened"), dialog.dismiss()))
        self.page.on("request", self._asked)

    def open(self, hash_: str = "") -> Any:
        self.page.goto(f"{self._address}/{hash_}")
        expect(self.page.locator(".loading")).to_have_count(0)
        return self.page

    def _heard(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(self._address + "/"):
            self.strangers.append(request.url)
