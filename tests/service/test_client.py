"""Every call of the contract through the client, over a real service; and what it does when the other side fails."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from test_end_to_end import Running, a_case

from engine.verdict import Code, Verdict
from service.client import Client, Problem, _events

WHO = {"name": "林小禾", "phone": "13900001111"}
LIFT = "柳荫里小区7号楼的电梯停了三天，老人上不去楼，请派人修理。"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("client") / "data")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def desk(running: Running) -> Iterator[Client]:
    with Client(f"http://127.0.0.1:{running.port}") as client:
        yield client


@pytest.fixture(scope="module")
def settled(desk: Client) -> list[str]:
    """A closed case with a reply and its repetition."""
    desk.register(a_case("T1", LIFT, petitioner=WHO, handling_unit="住建局", title="电梯停运"))
    desk.change("T1", status="CLOSED", official_reply={"text": "经核实，电梯已于5月3日修复，恢复使用。", "outcome": "SUPPORTED"})
    desk.register(a_case("T2", LIFT + "还没有修。", petitioner=WHO, handling_unit="住建局"))
    return ["T1", "T2"]


def test_checking_and_registering(desk: Client) -> None:
    case = a_case("C1", "石榴巷的路灯整排不亮，晚上看不见路。", petitioner=WHO)
    assert desk.is_ready()
    before = desk.check(case)
    assert isinstance(before, Verdict)
    assert before.verdict is Code.NEW
    first, again = desk.register(case), desk.register(case)
    assert (first.created, again.created, first.seq) == (True, False, again.seq)
    assert first.verdict == again.verdict
    repeated = desk.check(a_case("C2", case["text"], petitioner=WHO))
    assert repeated.matched == ("C1",)
    assert repeated.matches[0].evidence
    with pytest.raises(Problem, match="409") as refused:
        desk.register({**case, "text": "别的内容，别的事情。"})
    assert (refused.value.status, refused.value.title != "") == (409, True)


def test_reading_and_changing(desk: Client, settled: list[str]) -> None:
    assert desk.case("T1")["status"] == "CLOSED"
    assert [case["case_id"] for case in desk.history("T2")] == [c for c in ("C1", "T1") if c in ids(desk)]
    assert desk.compare("T1", "T2")["ops"]
    assert desk.search("电梯", limit=5)["total"] >= 2
    assert [p["case_id"] for p in desk.precedents(a_case("Q", "云杉里小区电梯坏了两天没人修"))["precedents"]] == ["T1"]
    assert "precedents" in desk.precedents("T2", limit=3, filters={"unit": "住建局"})
    assert desk.review_reply("T2", "经查，电梯不予维修。")
    assert desk.compare_replies(settled)


def ids(desk: Client) -> list[str]:
    return [case["case_id"] for case in desk.cases()]


def test_lists_go_on_page_by_page(desk: Client, settled: list[str]) -> None:
    for n in range(5):
        desk.register(a_case(f"L{n}", f"花楸巷{n + 3}号门前的窨井盖不见了，行人掉下去过。"))
    all_at_once = [case["case_id"] for case in desk.cases(page=50)]
    assert [case["case_id"] for case in desk.cases(page=2)] == all_at_once
    assert len(all_at_once) == len(set(all_at_once)) >= 7
    assert {case["case_id"] for case in desk.cases(unit="住建局")} == {"T1", "T2"}


def test_matters_and_decisions(desk: Client, settled: list[str]) -> None:
    matter_id = desk.case("T2")["matter_id"]
    assert {case["case_id"] for case in desk.matter(matter_id)["cases"]} == {"T1", "T2"}
    assert matter_id in [line["matter_id"] for line in desk.matters(page=1)]
    kept = desk.decide("T2", "T1", "confirm", by="值班员")
    assert (kept["decision"], kept["by"]) == ("confirm", "值班员")
    desk.decide("T2", "T1", "undo", by="值班员")
    assert [(each["decision"], each["counts"]) for each in desk.decisions("T1")] == [("confirm", False), ("undo", False)]
    assert desk.case("T2")["matter_id"] == matter_id
    assert desk.hotspots("2026-05")["month"] == "2026-05"
    assert "alerts" in desk.alerts(days=3, until="2026-05-02")


def test_erasing(desk: Client) -> None:
    desk.register(a_case("E1", "望雪路的公交站牌倒了，没有人扶。"))
    assert desk.erase("E1")["case_id"] == "E1"
    with pytest.raises(Problem) as gone:
        desk.case("E1")
    assert gone.value.status == 404


def test_confidential_cases_are_listed_by_themselves_and_leave_a_trail(desk: Client) -> None:
    desk.register(a_case("X1", "举报云杉里村会计虚报工程款。", confidential=True, case_type="ACCUSATION", petitioner=WHO))
    assert [each["case_id"] for each in desk.cases(confidential=True)] == ["X1"]
    assert "X1" not in ids(desk)
    last = list(desk.audit(page=2))[-1]
    assert (last["action"], last["case_id"], last["key"]) == ("read", "X1", "this-machine")


def test_an_id_of_any_characters_is_one_id(desk: Client) -> None:
    odd = "信/2026 年?第1号#&%"
    desk.register(a_case(odd, "槐荫巷的大树枯枝压着电线，刮风就冒火花。"))
    assert desk.case(odd)["case_id"] == odd


def test_wrong_fields_are_named(desk: Client) -> None:
    with pytest.raises(Problem, match="text") as refused:
        desk.check({"case_id": "W1"})
    assert (refused.value.status, refused.value.errors[0]["field"]) == (422, "text")


def test_a_stream_goes_on_behind_its_last_event(running: Running) -> None:
    with Client(f"http://127.0.0.1:{running.port}") as desk:
        seen: list[Any] = []
        stream = desk.stream(unit="河道局", quiet=30)
        hello = next(stream)
        assert hello.kind == "hello"
        desk.register(a_case("S1", "澄江大桥下的河道漂满垃圾。", handling_unit="河道局"))
        seen.append(next(stream))
        stream.close()
        desk.register(a_case("S2", "鹿泉村的水渠堵了，田里进不了水。", handling_unit="河道局"))
        later = desk.stream(unit="河道局", last_event_id=seen[0].number, quiet=30)
        seen.append(next(event for event in later if event.kind == "case"))
        later.close()
    assert [event.data["case_id"] for event in seen] == ["S1", "S2"]


def test_threads_share_a_client(desk: Client) -> None:
    found: list[Code] = []
    threads = [threading.Thread(target=lambda: found.append(desk.check(a_case("X", LIFT)).verdict)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


@contextmanager
def answering(answers: list[tuple[int, dict[str, str], bytes]], *, hang_up: bool = False) -> Iterator[tuple[int, list[str]]]:
    """A server that gives these answers one after the other, and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(self.path)
            status, headers, body = answers[min(len(asked), len(answers)) - 1]
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = hang_up

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, asked
        server.shutdown()


BUSY = (503, {"Retry-After": "0"}, b'{"title": "busy", "detail": "later"}')


def test_a_busy_service_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("service.client.time.sleep", slept.append)
    long = (503, {"Retry-After": "600"}, b"{}")
    with answering([BUSY, long, (200, {}, b'{"case_id": "A"}')]) as (port, asked), Client(f"http://127.0.0.1:{port}") as client:
        assert client.case("A") == {"case_id": "A"}
    assert (len(asked), slept) == (3, [0.0, 30.0])
    with answering([BUSY]) as (port, asked), Client(f"http://127.0.0.1:{port}", tries=2) as client, pytest.raises(
        Problem, match="later"
    ):
        client.case("A")
    assert len(asked) == 2


def test_what_is_wrong_is_not_repeated() -> None:
    with answering([(422, {}, b'{"title": "wrong", "errors": [{"field": "text", "limit": "required"}]}')]) as (port, asked):
        with Client(f"http://127.0.0.1:{port}") as client, pytest.raises(Problem, match="text: required"):
            client.check({})
        assert len(asked) == 1


def test_a_connection_that_was_closed_meanwhile_is_opened_anew() -> None:
    with answering([(200, {}, b"{}")], hang_up=True) as (port, asked):
        with Client(f"http://127.0.0.1:{port}") as client:
            assert [client.case(str(n)) for n in range(3)] == [{}, {}, {}]
        assert len(asked) == 3


def test_nobody_there() -> None:
    with Client("http://127.0.0.1:9", timeout=2) as client:
        assert not client.is_ready()
        with pytest.raises(Problem, match="no answer") as problem:
            client.case("A")
    assert problem.value.status == 0


def test_an_answer_that_is_no_json() -> None:
    with answering([(200, {}, b"<html>")]) as (port, _), Client(f"http://127.0.0.1:{port}") as client, pytest.raises(
        Problem, match="no JSON"
    ):
        client.case("A")


@pytest.mark.parametrize("address", ["", "127.0.0.1:8080", "ftp://host", "http://"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        Client(address)


def test_lines_of_a_stream() -> None:
    lines = [b": beat\n", b"id: 4\n", b"\n", b"event: case\r\n", b'data: {"a":\n', b"data: 1}\n", b"id: 7\n", b"\n", b'data: {"b": 2}\n', b"\n"]
    assert [(e.kind, e.data, e.number) for e in _events(iter(lines))] == [("case", {"a": 1}, "7"), ("message", {"b": 2}, "7")]


def test_the_example_of_the_module_needs_no_other_package() -> None:
    text = (Path(__file__).parents[2] / "service" / "client.py").read_text(encoding="utf-8")
    imported = {line.split()[1].split(".")[0] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= {"__future__", "http", "threading", "time", "collections", "dataclasses", "types", "typing", "urllib", "msgspec", "engine"}
