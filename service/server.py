"""How does the service start, listen and stop?

`run` opens the socket first and the desk behind it, so that whoever waits gets "not ready" (503) and not a refused
connection. It stops within `settings.stop_seconds` of SIGTERM. Not for: what is answered (`service.app`).
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TextIO

import uvicorn

from service.app import create_app
from service.desk import Desk
from service.door import Door
from service.errors import LeianError
from service.http_protocol import Protocol
from service.logs import Log, bridge_standard_logging, fault, make_log
from service.settings import Settings, SettingsError

BACKLOG = 1024  # connections that the kernel holds while the process is busy
KEEP_ALIVE_SECONDS = 75  # longer than proxies keep theirs (60 s), so that none sends into a closing connection
# The event loop shares the interpreter with the judging threads; at the default of 5 ms it would wait up to that long
# for its turn, and a request crosses threads twice. Seconds.
SWITCH_INTERVAL = 0.0005


class ServiceFailed(LeianError):
    """The service could not start or had to end; the message says as much as may be shown."""


def run(settings: Settings, desk_factory: Callable[[], Desk] | None = None, *, out: TextIO | None = None) -> None:
    """Serve until SIGTERM or Ctrl-C, then return. Prints the address to `out` (standard output) once it listens.

    Raises SettingsError where the settings cannot be used, ServiceFailed where the address cannot be listened on, and
    whatever kept the desk from opening (ServiceFailed where that was nothing we know).
    """
    if not settings.has_key and not settings.loopback_only:
        raise SettingsError(
            f"leian does not listen on {settings.host} without an access key: anybody there could read every case. "
            "Set api_keys_file to a file with a key, or listen on 127.0.0.1"
        )
    log = make_log(level=settings.log_level)
    door = Door(desk_factory or (lambda: _open_desk(settings, log)))
    app = create_app(door, settings, log=log)
    try:
        listener = _listen(settings)
    except OSError as error:
        where = f"{settings.host} port {settings.port}"
        raise ServiceFailed(f"leian cannot listen on {where}: {error.strerror or error}") from None
    bridge_standard_logging(log)
    _say(out or sys.stdout, _greeting(settings, listener))
    server = _Server(_config(app, settings), settings.stop_seconds, log, on_stop=app.state.service.push.close)
    failures: list[BaseException] = []

    def on_failure(error: BaseException) -> None:
        failures.append(error)
        server.should_exit = True

    sys.setswitchinterval(SWITCH_INTERVAL)
    door.start(on_failure)
    server.run(sockets=[listener])
    app.state.service.close()
    closed = door.close(timeout=1.0)
    log.info("stopped", desk_closed=closed)
    if failures:
        raise _as_known(failures[0], log)


def _open_desk(settings: Settings, log: Log) -> Desk:
    """Reading what is on disk waits for the engine to be imported as little as that for reading."""
    from index.precedent_disk import (  # the engine takes a second to import; the socket opens before that
        FOLDER,
        ReadAhead,
    )

    data = Path(settings.data)
    ahead = ReadAhead(data / FOLDER)
    from service.flows import Desk as Flows
    from service.flows import warm_kernels

    with ThreadPoolExecutor(1, "leian-warm") as beside:
        beside.submit(warm_kernels)  # what goes wrong there goes wrong again in `Desk.warm`, and is told
        desk = Flows.open(
            data, outbox_days=settings.outbox_days, model=settings.model, answer_days=settings.answer_days,
            semantic=settings.semantic == "auto", ahead=ahead,
        )  # fmt: skip
    if desk.model_problem:
        log.warning("the operator's model is not used", problem=desk.model_problem)
    for damage in desk.library.repaired:
        log.warning("an index was damaged and is made anew", problem=damage)
    return desk


def _as_known(error: BaseException, log: Log) -> BaseException:
    """`error` if its message was written by us or the system, else one that says less: others may quote anything."""
    log.error("the desk cannot be opened", **fault(error))
    if isinstance(error, OSError) or type(error).__module__.partition(".")[0] in ("engine", "index", "service"):
        return error
    return ServiceFailed(f"the desk cannot be opened ({type(error).__name__}); the log has its places")


class _Server(uvicorn.Server):
    """Uvicorn, with an end to its patience: threads that never return must not keep a stopped service alive."""

    def __init__(
        self, config: uvicorn.Config, stop_seconds: float, log: Log, on_stop: Callable[[], None] | None = None
    ) -> None:
        super().__init__(config)
        self._stop_seconds = stop_seconds
        self._on_stop = on_stop
        self._log = log

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's, but what would never end by itself is ended first."""
        if self._on_stop is not None:
            self._on_stop()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn's, but a signal is not raised again at the end: the desk is still to be closed then."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {each: signal.signal(each, self.handle_exit) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if not self.should_exit:
            timer = threading.Timer(max(0.5, self._stop_seconds - 0.25), self._end)
            timer.daemon = True
            timer.start()
        super().handle_exit(sig, frame)

    def _end(self) -> None:
        # What was acknowledged is on the disc; what was not will be sent again.
        self._log.warning("stopped hard", reason="calls were still running at the end of stop_seconds")
        os._exit(0)


def _config(app: object, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        http=Protocol,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        # The rest of the time is for the desk to close.
        timeout_graceful_shutdown=max(1, settings.stop_seconds - 2),
        ws="none",
    )


def _listen(settings: Settings) -> socket.socket:
    """A listening socket. Raises OSError where the address is taken or not ours."""
    host = settings.host.strip("[]")
    family, _, _, _, address = socket.getaddrinfo(
        host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    listener.set_inheritable(False)
    return listener


def _greeting(settings: Settings, listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    line = f"leian listens on http://{shown}:{port}"
    if not settings.has_key:
        line += " (this machine only: no access key is configured)"
    return line


def _say(stream: TextIO, line: str) -> None:
    stream.write(line + "\n")
    stream.flush()
