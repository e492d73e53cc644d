"""A real `leian serve` for the browser: the demo archive, and cases whose every field would run, were it ever read as markup."""

from __future__ import annotations

import http.client
import http.server
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).parents[2]
ARCHIVE = ROOT / "service" / "demo" / "archive.jsonl"
PATIENCE = 180.0  # seconds; the first start on a machine compiles the kernels


def payload(field: str) -> str:
    """Every way that we know to make text run; `window.fired` would say which field did it."""
    fire = f"window.fired='{field}'"
    return (
        f"\"'><img src=x onerror=\"{fire}\"><script>{fire}</script><svg onload={fire}></svg>"
        f"<a href=\"javascript:{fire}\">x</a>{{{{{fire}}}}}${{{fire}}}<!--{field}-->"
    )


def hazards() -> list[dict[str, Any]]:
    """Three cases about one thing, two of one person, the first settled with a reply; every text field holds a payload."""
    who = {part: payload(f"person_{part}") for part in ("name", "address", "account")}
    found = []
    for number, status in enumerate(("CLOSED", "PROCESSING", "REGISTERED"), start=1):
        text = f"湖滨苑9号楼电梯第{number}次停运，老人下不了楼，请物业修好。" + payload(f"text{number}")
        found.append(
            {
                "case_id": f"X{number}'\"><img src=x onerror=window.fired='id'>/{number}", "title": f"湖滨苑电梯停运 {payload('title')}", "text": text,
                "received_at": f"2025-11-2{number}T08:00:00", "channel": "WEB", "case_type": "APPEAL",
                "petitioner": {**who, "phone": "13900007777", "id_no": payload("id_no")},
                "co_petitioners": [{"name": payload("co")}], "represented": {"name": payload("represented")},
                "accused": {"name": payload("accused"), "unit": payload("accused_unit")}, "address": payload("address"),
                "locality": payload("locality"), "target_party": payload("target"), "category": [payload("category")],
                "handling_unit": payload("unit"), "org_id": payload("org"), "source": payload("source"), "status": status,
                "unheard_of": payload("extra"),
                **(
                    {
                        "closed_at": "2025-11-22T08:00:00",
                        "official_reply": {
                            "text": "电梯已于2025年11月22日修好。" + payload("reply"), "unit": payload("reply_unit"),
                            "replied_at": "2025-11-22T08:00:00", "outcome": payload("outcome"), "legal_basis": [payload("law")],
                        },
                    }
                    if number == 1
                    else {}
                ),
            }
        )  # fmt: skip
    return found


class Served:
    """The service as an operator starts it, on a free port with a data directory of its own."""

    @staticmethod
    def _environment(chosen: Mapping[str, str]) -> dict[str, str]:
        # Sentence vectors come in the background: with them the order of precedents would depend on when it is asked for.
        return {**os.environ, "LEIAN_SEMANTIC": "off", **chosen}

    def __init__(self, data: Path, **environment: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._log = (data.parent / f"serve-{self.port}.log").open("ab")
        command = [sys.executable, "-c", "from service.cli import main; main()", "serve", "--data", str(data), "--port", str(self.port)]
        self._process = subprocess.Popen(command, stdout=self._log, stderr=self._log, env=self._environment(environment), cwd=ROOT)
        self._wait()

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON of a successful answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            raw = answer.read()
            assert answer.status in (200, 201), (answer.status, raw[:500])
            return json.loads(raw)
        finally:
            connection.close()

    def register(self, case: dict[str, Any]) -> Any:
        return self.call("POST", "/v1/cases", case)["verdict"]

    def read(self, case_id: str) -> Any:
        return self.call("GET", f"/v1/cases/{quote(case_id, safe='')}")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)
        self._log.close()

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self.call("GET", "/readyz")
                return
            except (OSError, AssertionError, http.client.HTTPException):
                assert self._process.poll() is None, Path(self._log.name).read_text()[-2000:]
                assert time.monotonic() < end, "the service was not ready in time"
                time.sleep(0.1)


def load(data: Path) -> None:
    """The demo archive, as `leian load` loads it."""
    command = [sys.executable, "-c", "from service.cli import main; main()", "load", str(ARCHIVE), "--data", str(data)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, timeout=PATIENCE)


class Elsewhere:
    """Pages of another origin: {"/": html}. `port` may be chosen before, so that a service can be told to allow it."""

    def __init__(self, pages: dict[str, str], port: int = 0) -> None:
        self.pages = pages
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = "" if self.path == "/favicon.ico" else outer.pages.get(self.path)
                body = (found or "").encode()
                self.send_response(200 if found is not None else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
