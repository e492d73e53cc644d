"""A real process on a real socket: it opens early, is ready later, answers, and stops when told."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys, threading, time
sys.path.insert(0, sys.argv[1])
from fake_desk import FakeDesk
from service.errors import LeianError
from service.server import run
from service.settings import SettingsError, load_settings

class SlowDesk(FakeDesk):
    def __init__(self):
        super().__init__()
        self.ready = False
    def warm(self):
        time.sleep(float(sys.argv[2]))
        self.ready = True
    def check(self, case):
        if case.case_id == "HANG":
            time.sleep(60)
        if case.case_id == "SLOW":
            time.sleep(1)
        return super().check(case)
    def close(self):
        sys.stderr.write("the desk is closed\\n")

def broken():
    raise RuntimeError("a name that nobody may read")

try:
    import os
    run(load_settings(None, os.environ), broken if sys.argv[2] == "broken" else SlowDesk)
except SettingsError as error:
    sys.exit((sys.stderr.write(f"{error}\\n"), 2)[1])
except (LeianError, OSError) as error:
    sys.exit((sys.stderr.write(f"{error}\\n"), 1)[1])
"""


class Running:
    def __init__(self, warm: str, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", PROGRAM, str(Path(__file__).parent), warm],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "LEIAN_PORT": "0", **environment},
        )  # fmt: skip

    def address(self) -> tuple[str, int]:
        assert self.process.stdout is not None
        self.greeting = self.process.stdout.readline()
        where = self.greeting.split("http://")[1].split()[0]
        host, port = where.rsplit(":", 1)
        self.at = (host, int(port))
        return self.at

    def call(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        connection = http.client.HTTPConnection(*self.at, timeout=20)
        try:
            connection.request(method, path, None if body is None else json.dumps(body))
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def until_ready(self) -> list[int]:
        seen = []
        for _ in range(200):
            seen.append(self.call("GET", "/readyz")[0])
            if seen[-1] == 200:
                return seen
            time.sleep(0.05)
        raise AssertionError(seen)

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, float, str]:
        started = time.monotonic()
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=20)
        return self.process.returncode, time.monotonic() - started, errors


@pytest.fixture
def start() -> Iterator[Callable[..., Running]]:
    made: list[Running] = []

    def begin(warm: str = "0", **environment: str) -> Running:
        made.append(Running(warm, environment))
        return made[-1]

    yield begin
    for each in made:
        if each.process.poll() is None:
            each.process.kill()
        each.process.communicate()


def test_from_start_to_stop(start: Callable[..., Running]) -> None:
    service = start("0.7")
    service.address()
    assert "this machine only: no access key" in service.greeting
    assert service.call("GET", "/healthz")[0] == 200
    assert service.call("POST", "/v1/check", {"case_id": "K1", "text": "石溪路"})[0] == 503
    seen = service.until_ready()
    assert (seen[0], seen[-1]) == (503, 200)
    assert service.call("POST", "/v1/cases", {"case_id": "K1", "text": "石溪路"})[0] == 201
    status, verdict = service.call("POST", "/v1/check", {"case_id": "K2", "text": "石溪路"})
    assert (status, verdict["matched"]) == (200, ["K1"])
    code, seconds, errors = service.stop()
    assert (code, seconds < 5) == (0, True)
    assert "the desk is closed" in errors
    lines = [json.loads(line) for line in errors.splitlines() if line.startswith("{")]
    assert lines[-1]["event"] == "stopped"
    assert {line["route"] for line in lines if line["event"] == "request"} >= {"/readyz", "/v1/check", "/v1/cases"}
    assert "石溪路" not in errors


def test_a_body_that_is_too_large_is_answered_before_it_is_sent(start: Callable[..., Running]) -> None:
    service = start()
    host, port = service.address()
    service.until_ready()
    with socket.create_connection((host, port), timeout=10) as raw:
        raw.sendall(b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999\r\n\r\n{")
        answer = raw.recv(4096)
    assert answer.startswith(b"HTTP/1.1 413")
    # A client that sends all of it before it reads gets the same answer, and not a broken connection.
    connection = http.client.HTTPConnection(host, port, timeout=20)
    connection.request("POST", "/v1/check", b"x" * 5_000_000)
    assert connection.getresponse().status == 413
    connection.close()
    assert service.call("GET", "/healthz")[0] == 200


@pytest.mark.parametrize("sent", [b"nonsense\r\n\r\n", b"GET /v1/cases HTTP/9.9\r\n\r\n", "钱一一 13000000001\r\n\r\n".encode(), b"\x16\x03\x01\x02\x00"])
def test_what_is_no_request_gets_a_problem_document_too(start: Callable[..., Running], sent: bytes) -> None:
    service = start()
    host, port = service.address()
    with socket.create_connection((host, port), timeout=10) as raw:
        raw.sendall(sent)
        answer = b"".join(iter(lambda: raw.recv(4096), b""))  # and hangs up
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"content-type: application/problem+json" in head.lower()
    assert f"content-length: {len(body)}".encode() in head.lower()
    assert json.loads(body)["type"] == "urn:leian:problem:bad-request"
    _, _, errors = service.stop()
    assert "13000000001" not in errors


def test_running_calls_are_finished_and_hanging_ones_are_not_waited_for(start: Callable[..., Running]) -> None:
    service = start(LEIAN_STOP_SECONDS="4")
    host, port = service.address()
    service.until_ready()
    slow, hanging = (http.client.HTTPConnection(host, port, timeout=20) for _ in range(2))
    slow.request("POST", "/v1/check", json.dumps({"case_id": "SLOW", "text": ""}))
    hanging.request("POST", "/v1/check", json.dumps({"case_id": "HANG", "text": ""}))
    time.sleep(0.3)
    started = time.monotonic()
    service.process.send_signal(signal.SIGTERM)
    assert slow.getresponse().status == 200
    service.process.communicate(timeout=20)
    assert time.monotonic() - started < 5
    slow.close()
    hanging.close()


def test_ctrl_c_is_a_clean_stop(start: Callable[..., Running]) -> None:
    service = start()
    service.address()
    service.until_ready()
    code, _, errors = service.stop(signal.SIGINT)
    assert code == 0
    assert "Traceback" not in errors


def test_no_key_no_other_address(start: Callable[..., Running]) -> None:
    for host in ("0.0.0.0", "::", "example.invalid"):  # noqa: S104
        service = start(LEIAN_HOST=host)
        _, errors = service.process.communicate(timeout=20)
        assert service.process.returncode == 2
        assert "without an access key" in errors


def test_a_taken_port_is_said(start: Callable[..., Running]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        service = start(LEIAN_PORT=str(port))
        _, errors = service.process.communicate(timeout=20)
    assert service.process.returncode == 1
    assert str(port) in errors
    assert "Traceback" not in errors


def test_a_desk_that_cannot_open_ends_the_service(start: Callable[..., Running]) -> None:
    service = start("broken")
    output, errors = service.process.communicate(timeout=20)
    assert service.process.returncode == 1
    assert "RuntimeError" in errors
    assert "nobody may read" not in output + errors
