"""What an operator does to a running service: keys and roles, limits, a backup meanwhile, and bringing it back after a crash."""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path

from test_end_to_end import PLACES, TROUBLES, Running, a_case, leian

KEYS = {
    "intake-key-of-the-tests-0001": "intake name=hotline",
    "handler-key-of-the-tests-001": "handler name=desk",
    "inspector-key-of-the-tests-1": "admin confidential name=inspectors",
    "reader-key-of-the-tests-0001": "read",
}
INTAKE, HANDLER, INSPECTOR, READER = KEYS
SECRET = a_case(
    "S1", "举报青石村村主任宫某某虚报危房户数套取补助。", confidential=True, case_type="ACCUSATION",
    accused="青石村宫某某", petitioner={"name": "言无名", "phone": "13900088001"},
)  # fmt: skip


def test_keys_roles_and_limits_of_a_real_process(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.write_text("".join(f"{key} {words}\n" for key, words in KEYS.items()), encoding="utf-8")
    service = Running(tmp_path / "data", LEIAN_API_KEYS_FILE=str(keys), LEIAN_RATE_LIMIT="1", LEIAN_RATE_BURST="8")
    try:
        assert service.call("GET", "/v1/cases")[0] == 401
        assert service.call("POST", "/v1/cases", SECRET, INTAKE)[0] == 201
        assert service.call("POST", "/v1/cases", a_case("P1", "花楸巷的路灯整排不亮，请修。"), INTAKE)[0] == 201
        assert service.call("POST", "/v1/cases", a_case("P2", "鹿泉村水管爆了，请修。"), HANDLER)[0] == 403
        assert service.call("PATCH", "/v1/cases/P1", {"status": "ACCEPTED"}, HANDLER)[0] == 200
        assert service.call("PATCH", "/v1/cases/P1", {"status": "ACCEPTED"}, READER)[0] == 403
        hidden, missing = (service.call("GET", f"/v1/cases/{case_id}", None, HANDLER) for case_id in ("S1", "S0"))
        assert (hidden[0], missing[0]) == (404, 404)
        assert {**hidden[1], "request_id": ""} == {**missing[1], "request_id": ""}
        code, shown = service.call("GET", "/v1/cases/S1", None, INSPECTOR)
        assert (code, shown["text"], shown["petitioner"]) == (200, SECRET["text"], None)
        trail = service.call("GET", "/v1/audit", None, INSPECTOR)[1]["entries"]
        assert [(each["action"], each["key"], each["case_id"]) for each in trail] == [
            ("change", "desk", "P1"), ("read", "inspectors", "S1")
        ]  # fmt: skip
        codes = [service.call("POST", "/v1/check", a_case("N", "路灯坏了"), READER)[0] for _ in range(20)]
        assert codes[:8] == [200] * 8  # what it may not do at all was not counted
        assert 429 in codes
        assert service.call("POST", "/v1/check", a_case("N", "路灯坏了"), INTAKE)[0] == 200
    finally:
        service.stop()
    log = (tmp_path / "serve.log").read_text(encoding="utf-8")
    assert '"key": "hotline"' in log
    assert not any(word in log for word in (*KEYS, "S1", "言无名", "13900088001", "宫某某", "Traceback"))


def test_a_backup_of_a_busy_service_brings_back_all_that_was_acknowledged(tmp_path: Path) -> None:
    service = Running(tmp_path / "data")
    acknowledged: list[str] = []
    stop = threading.Event()

    def feed(lane: int) -> None:
        for number in range(10_000):
            if stop.is_set():
                return
            text = f"{PLACES[number % 25]}{TROUBLES[(number + lane) % 8]}，第{number}次反映，编号{lane}。"
            if service.call("POST", "/v1/cases", a_case(f"B{lane}-{number}", text))[0] == 201:
                acknowledged.append(f"B{lane}-{number}")

    lanes = [threading.Thread(target=feed, args=(lane,)) for lane in range(3)]
    for lane in lanes:
        lane.start()
    time.sleep(1.0)
    before = list(acknowledged)
    made = leian("backup", str(tmp_path / "kept.tar.gz"), "--data", str(tmp_path / "data"))
    after = len(acknowledged)
    stop.set()
    for lane in lanes:
        lane.join()
    asked = a_case("N", "松涧桥的路灯整排不亮，晚上黑得看不见人。")
    service.stop(signal.SIGKILL)
    assert made.returncode == 0, made.stderr
    assert 0 < len(before) < after  # it went on meanwhile
    locked = Running(tmp_path / "data")
    assert leian("restore", str(tmp_path / "kept.tar.gz"), "--data", str(tmp_path / "data")).returncode == 2
    expected = locked.call("POST", "/v1/check", asked)[1]["verdict"]
    locked.stop()
    back = leian("restore", str(tmp_path / "kept.tar.gz"), "--data", str(tmp_path / "new"), "--key", str(tmp_path / "data.key"))
    assert back.returncode == 0, back.stderr
    assert back.stdout.splitlines()[-1].endswith("differences 0")
    again = Running(tmp_path / "new")
    try:
        assert [each for each in before if again.status(f"/v1/cases/{each}") != 200] == []
        assert again.call("POST", "/v1/check", asked)[1]["verdict"] == expected
    finally:
        again.stop()
    assert leian("verify", "--data", str(tmp_path / "new")).returncode == 0
