"""How does somebody new see leian at work within a minute?"""

from __future__ import annotations

import http.client
import shlex
import threading
import time
from pathlib import Path

import typer

from service.commands.archive import run_load
from service.commands.common import FAILED, reporting, say
from service.settings import load_settings

DEMO = Path(__file__).resolve().parent.parent / "demo"
HOST = "127.0.0.1"
SIGN = b"urn:leian:problem:"  # how leian, and nobody else, answers an address that does not exist
PATIENCE = 120.0  # seconds for the first start, which compiles the kernels


def run_demo(data: Path, port: int) -> None:
    """Load the archive, start the service and say where it is; do nothing where one runs already."""
    found = _who_answers(port)
    if found == "leian":
        say(f"a leian answers on port {port} already")
        _show(port)
        return
    if found:
        say(f"port {port} is taken by another program; stop it, or choose another: leian demo --port 8081")
        raise typer.Exit(FAILED)
    from service.server import run

    run_load([DEMO / "archive.jsonl"], data, None)
    threading.Thread(target=_show_when_ready, args=(port,), daemon=True).start()
    with reporting():
        run(load_settings(None, {}, {"data": data, "host": HOST, "port": port, "log_level": "error"}))


def _who_answers(port: int) -> str:
    """ "leian", "other", or "" where nobody listens."""
    connection = http.client.HTTPConnection(HOST, port, timeout=3)
    try:
        connection.request("GET", "/v1/is-this-leian")
        return "leian" if SIGN in connection.getresponse().read(4096) else "other"
    except ConnectionRefusedError:
        return ""
    except (OSError, http.client.HTTPException):
        return "other"
    finally:
        connection.close()


def _show_when_ready(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if _is_ready(port):
            _show(port)
            return
        time.sleep(0.2)


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=3)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _show(port: int) -> None:
    check = DEMO / "check.json"
    here = Path.cwd()
    shown = check.relative_to(here) if check.is_relative_to(here) else check
    address = f"http://{HOST}:{port}"
    typer.echo(f"\nWorkbench: {address}/\nA check, ready to paste:\n")
    typer.echo(
        f"  curl -s {address}/v1/check -H 'Content-Type: application/json' --data-binary @{shlex.quote(str(shown))}\n"
    )
