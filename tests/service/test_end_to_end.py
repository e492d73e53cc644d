"""The whole thing as an intake system meets it: a real process, real HTTP, crashes, crowds and nonsense."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

DEMO = Path(__file__).parents[2] / "service" / "demo"
ROUNDS = int(os.environ.get("LEIAN_ROUNDS", "1"))
"""Multiplies the rounds of the crowd and of the crashes: 1 in the suite, 10 and more for an acceptance run."""
CLIENTS = 16


class Running:
    """`leian serve` on a free port with its own data directory."""

    def __init__(self, data: Path, **environment: str) -> None:
        """`environment`: settings, such as LEIAN_API_KEYS_FILE."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.data = data
        self.log = (data.parent / "serve.log").open("ab")
        command = [sys.executable, "-c", "from service.cli import main; main()", "serve", "--data", str(data), "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, env={**os.environ, **environment})
        end = time.monotonic() + 120
        while self.status("/readyz") != 200:
            assert self.process.poll() is None, (data.parent / "serve.log").read_text()[-2000:]
            assert time.monotonic() < end, "not ready within two minutes"
            time.sleep(0.1)

    def status(self, path: str) -> int:
        try:
            return self.call("GET", path)[0]
        except OSError:
            return 0

    def call(self, method: str, path: str, body: Any = None, key: str = "") -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
            headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
            connection.request(method, path, data, headers)
            answer = connection.getresponse()
            raw = answer.read()
            return answer.status, json.loads(raw) if raw.startswith(b"{") else raw
        finally:
            connection.close()

    def stop(self, number: int = signal.SIGTERM) -> None:
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait(30)
        self.log.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def service(data: Path) -> Iterator[Running]:
    running = Running(data)
    yield running
    running.stop()


def leian(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from service.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def a_case(case_id: str, text: str, **fields: Any) -> dict[str, Any]:
    return {"case_id": case_id, "text": text, "received_at": "2026-05-01T08:00:00", **fields}


PLACES = (
    "松涧桥", "望雪路", "青石村", "花楸巷", "南埠市场", "云杉里小区", "竹影大道", "石磨街", "鹿泉村", "白鹭湾小区", "听松路", "槐荫巷",
    "金穗花园", "河湾新村", "春溪小学", "北斗大厦", "橘园街", "凤岭村", "澄江大桥", "银霜公馆", "丁香路", "麦田巷", "星河家园", "雁栖街", "梨树沟村",
)  # fmt: skip
TROUBLES = (
    "的路灯整排不亮，晚上黑得看不见人", "有个窨井盖不见了，电动车陷进去过", "垃圾桶满了三天没人清运，招来很多苍蝇", "大树枯枝压着电线，刮风就冒火花",
    "自来水管爆裂，水流了一整夜", "人行道塌了一个大坑，盲人走不了", "广场舞音响开到夜里十一点，孩子没法写作业", "烧烤店油烟直排，熏得开不了窗",
)  # fmt: skip


def test_of_sixteen_at_once_exactly_one_is_not_linked(service: Running) -> None:
    for turn in range(10 * ROUNDS):
        place, trouble = PLACES[turn % len(PLACES)], TROUBLES[turn // len(PLACES) % len(TROUBLES)]
        text = f"{place}{trouble}，请派人处理。"
        start = threading.Barrier(CLIENTS)

        def register(n: int, turn: int = turn, text: str = text, start: threading.Barrier = start) -> list[str]:
            who = {"name": f"市民{turn}之{n}", "phone": f"139{turn:04d}{n:04d}"}
            start.wait()
            code, body = service.call("POST", "/v1/cases", a_case(f"R{turn}-{n}", text, petitioner=who))
            assert code == 201, body
            return body["verdict"]["matched"]  # type: ignore[no-any-return]

        with ThreadPoolExecutor(CLIENTS) as pool:
            answers = list(pool.map(register, range(CLIENTS)))
        assert sum(not matched for matched in answers) == 1, (turn, answers)


def test_nothing_acknowledged_is_lost_when_the_process_is_killed(data: Path) -> None:
    acknowledged: list[str] = []
    for turn in range(2 * ROUNDS):
        running = Running(data)

        def feed(lane: int, turn: int = turn, running: Running = running) -> None:
            for n in range(10_000):
                case_id = f"K{turn}-{lane}-{n}"
                text = f"{PLACES[n % 25]}{TROUBLES[(n + lane) % 8]}，第{n}次反映，编号{lane}。"
                try:
                    if running.call("POST", "/v1/cases", a_case(case_id, text))[0] == 201:
                        acknowledged.append(case_id)
                except (OSError, http.client.HTTPException):
                    return

        lanes = [threading.Thread(target=feed, args=(lane,)) for lane in range(4)]
        for lane in lanes:
            lane.start()
        time.sleep(1.0 + 0.37 * (turn % 4))
        running.stop(signal.SIGKILL)
        for lane in lanes:
            lane.join()
    assert len(acknowledged) > 10
    verified = leian("verify", "--data", str(data))
    assert verified.returncode == 0, verified.stdout + verified.stderr
    running = Running(data)
    missing = [case_id for case_id in acknowledged if running.status(f"/v1/cases/{case_id}") != 200]
    running.stop()
    assert missing == []


NONSENSE: list[tuple[bytes, int]] = [
    (b"", 400), (b"{", 400), (b"[]", 400), (b"null", 400), (b"\xff\xfe{}", 400), ('{"case_id":"x","text":"'.encode("gb18030") + b'\xd6\xd0"}', 400),
    (b"{}", 422), (b'{"case_id":1,"text":"a"}', 422), (b'{"case_id":"x"}', 422), (b'{"case_id":"x","text":null}', 422),
    (b'{"case_id":"x","text":"a","received_at":"yesterday"}', 422), (b'{"case_id":"x","text":"a","petitioner":"me"}', 422),
    (b'{"case_id":"' + b"i" * 200 + b'","text":"a"}', 422), (b'{"case_id":"x","text":"\\ud800"}', 422), (b"[" * 5000, 400),
    (b'{"case_id":"x","text":' + b'"' + b"a" * 300_000 + b'"}', 413), (b'{"case_id":"x","text":NaN}', 400),
]  # fmt: skip
CALM = ["", " ", "。", "啊", "😀😀😀", "\u0000\u0007", "的" * 60_000, "\u0301a" * 50_000, "路" * 80_000, "1" * 200_000]


def test_bad_input_is_answered_clearly_and_loses_nothing(service: Running) -> None:
    for body, expected in NONSENSE:
        for path in ("/v1/check", "/v1/cases"):
            code, answer = service.call("POST", path, body)
            assert code == expected, (body[:60], code, answer)
            assert answer["status"] == expected
            assert answer["title"]
    for n, text in enumerate(CALM):
        started = time.monotonic()
        code, answer = service.call("POST", "/v1/cases", a_case(f"C{n}", text, unknown_field={"kept": [1, 2]}))
        assert code == 201, (text[:20], answer)
        assert time.monotonic() - started < 10
        code, kept = service.call("GET", f"/v1/cases/C{n}")
        assert (code, kept["text"]) == (200, text)
    again, changed = a_case("C3", "啊", unknown_field={"kept": [1, 2]}), a_case("C3", "啊？另一件事")
    assert service.call("POST", "/v1/cases", again)[0] == 200
    assert service.call("POST", "/v1/cases", changed)[0] == 409
    assert "Traceback" not in (service.data.parent / "serve.log").read_text()


def test_the_demo_archive_is_judged_as_its_author_meant(service: Running) -> None:
    expected = json.loads((DEMO / "expected.json").read_text(encoding="utf-8"))
    wrong: dict[str, str] = {}
    for line in (DEMO / "archive.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        code, body = service.call("POST", "/v1/cases", row)
        assert code == 201, body
        meant = expected.get(row["case_id"])
        if meant and body["verdict"]["verdict"] != meant:
            wrong[row["case_id"]] = f"{body['verdict']['verdict']} instead of {meant}"
    assert len(wrong) <= len(expected) * 0.15, wrong
    code, verdict = service.call("POST", "/v1/check", json.loads((DEMO / "check.json").read_text(encoding="utf-8")))
    assert code == 200
    assert verdict["matched"], verdict["verdict"]
    assert any(e["verdict"] == "agree" and e["new_span"] for e in verdict["matches"][0]["evidence"])
    code, found = service.call("POST", "/v1/precedents", {"case_id": "LC2025-0022"})
    assert code == 200
    assert all(p["official_reply"]["text"] for p in found["precedents"])
    code, hits = service.call("POST", "/v1/search", {"q": "油烟"})
    assert (code, hits["total"] > 0) == (200, True)


def test_a_case_from_its_first_to_its_last_day(service: Running) -> None:
    who = {"name": "纪明澈", "phone": "13900006001"}
    text = "花楸巷12号门口的化粪池堵了，污水漫到街上，请派人疏通。"
    assert service.call("POST", "/v1/cases", a_case("L1", text, petitioner=who, dept="排水所"))[0] == 201
    code, changed = service.call("PATCH", "/v1/cases/L1", {"status": "closed", "closed_at": "2026-05-09", "official_reply": "已疏通。"})
    assert (code, changed["status"]) == (200, "CLOSED")
    other = a_case("L2", "花楸巷12号门前化粪池又堵了，污水又漫出来了。", petitioner=who, received_at="2026-07-01")
    code, registered = service.call("POST", "/v1/cases", other)
    assert (code, registered["verdict"]["verdict"]) == (201, "RECURRENCE")
    code, history = service.call("GET", "/v1/cases/L2/history")
    assert [c["case_id"] for c in history["cases"]] == ["L1"]
    matter = registered["verdict"]["matter_id"]
    assert service.call("GET", f"/v1/matters/{matter}")[1]["size"] == 2
    decision = {"case_id": "L2", "other_case_id": "L1", "decision": "reject", "by": "工号7", "reason": "另一处"}
    assert service.call("POST", "/v1/decisions", decision)[0] == 200
    assert "L1" not in str(service.call("POST", "/v1/check", other)[1]["matched"])
    code, receipt = service.call("DELETE", "/v1/cases/L1")
    assert (code, receipt["case_id"]) == (200, "L1")
    assert service.call("GET", "/v1/cases/L1")[0] == 404
    service.stop()
    left = b"".join(p.read_bytes() for p in service.data.rglob("*") if p.is_file())
    assert "派人疏通".encode() not in left


def test_commands_work_beside_each_other(data: Path, tmp_path: Path) -> None:
    archive = tmp_path / "rows.jsonl"
    shutil.copy(DEMO / "archive.jsonl", archive)
    loaded = leian("load", str(archive), "--data", str(data))
    assert loaded.returncode == 0, loaded.stderr
    checked = leian("check", str(DEMO / "check.json"), "--data", str(data))
    assert checked.returncode == 0, checked.stderr
    assert leian("verify", "--data", str(data)).returncode == 0
