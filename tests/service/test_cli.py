"""The shell's commands do what the service does, say it on the right stream, and end with the right code."""

from __future__ import annotations

import csv
import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from service.columns import NO_MAP
from service.commands.demo import SIGN
from service.files import open_table
from service.flows import Desk
from service.load import parsed_rows
from service.wire import read_time

ROOT = Path(__file__).resolve().parents[2]
LEIAN = (sys.executable, "-c", "from service.cli import main; main()")

REPLY = {"text": "经现场核查，已更换灯具并恢复照明。", "unit": "雁城路灯所", "outcome": "SUPPORTED"}
CASES: list[dict[str, object]] = [
    {
        "case_id": "T1",
        "received_at": "2026-03-01T09:00:00",
        "text": "雁栖坊东门外的揽月路整条路灯坏了半个月，晚上漆黑一片，老人摔了跤，请路灯所派人修好。",
        "petitioner": {"name": "高禾", "phone": "13900006001"},
        "status": "CLOSED",
        "closed_at": "2026-03-06",
        "official_reply": REPLY,
        "handling_unit": "雁城路灯所",
    },
    {
        "case_id": "T2",
        "received_at": "2026-03-02T10:00:00",
        "text": "沁园里3号楼的电梯停运一周，物业说等配件，六楼的老人下不来，请督促物业修理电梯。",
        "petitioner": {"name": "舒岚", "phone": "13900006002"},
    },
    {
        "case_id": "T3",
        "received_at": "2026-03-09T11:00:00",
        "text": "沁园里3号楼的电梯停运一周，物业说等配件，六楼的老人下不来，请督促物业修理电梯。",
        "petitioner": {"name": "舒岚", "phone": "13900006002"},
    },
    {"case_id": "T4", "received_at": "2026-03-10T11:00:00", "text": "请问新生儿医保怎么参保，需要带哪些材料？"},
]


def leian(*arguments: object, given: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments], input=given)


def lines_of(cases: list[dict[str, object]]) -> str:
    return "\n".join(json.dumps(case, ensure_ascii=False) for case in cases) + "\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.jsonl"
    path.write_text(lines_of(CASES), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("cli")
    (place / "archive.jsonl").write_text(lines_of(CASES), encoding="utf-8")
    assert leian("load", place / "archive.jsonl", "--data", place / "data").exit_code == 0
    return place / "data"


def test_help_answers_without_the_engine() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", "import sys, service.cli\nprint(*sys.modules, sep='\\n')"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    heavy = {"numpy", "numba", "scipy", "fastapi", "sqlalchemy", "alembic", "jieba", "opencc", "service.flows", "rich"}
    assert not heavy & set(shown.stdout.split())
    assert all(name in leian("--help").stdout for name in ("serve", "load", "check", "similar", "dedup", "verify"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("load", "gone.csv"),
        ("load",),
        ("fly",),
        ("dedup", __file__, "--out", "x", "--tier", "far"),
        ("dedup", __file__, "--out", "x", "--master", "local[2]"),
        ("dedup", __file__, "--out", "x", "--engine", "spark", "--master", "batch.example:7077"),
        ("serve", "--port", "70000"),
        ("verify", "--data", "gone"),
        ("erase", "T1", "--data", "gone"),
        ("rebuild", "--data", "gone"),
    ],
)
def test_wrong_usage_is_2(arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = leian(*arguments)
    assert result.exit_code == 2
    assert result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_header_without_the_text_is_wrong_usage_and_a_map_helps(tmp_path: Path) -> None:
    path, data = tmp_path / "a.csv", tmp_path / "data"
    path.write_bytes("单号,说的话\nX1,路灯不亮\n".encode("gbk"))
    result = leian("dedup", path, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "case_id and text" in result.stderr
    (tmp_path / "map.toml").write_text('[columns]\n"单号" = "case_id"\n"说的话" = "text"\n', encoding="utf-8")
    assert "loaded 1" in leian("load", path, "--map", tmp_path / "map.toml", "--data", data).stdout


def test_loading_twice_loads_once(archive: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = leian("load", archive, "--data", data)
    assert (first.exit_code, first.stdout) == (
        0,
        "archive.jsonl: read 4 = loaded 4 + already there 0 + rejected 0\n",
    )
    archive.write_text(archive.read_text(encoding="utf-8") + '{"case_id": "T1", "text": "别的"}\n', encoding="utf-8")
    second = leian("load", archive, "--data", data)
    assert "read 5 = loaded 0 + already there 4 + rejected 1; see " in second.stdout
    rows = list(csv.reader((tmp_path / "archive.jsonl.rejects.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1][0] == "5"
    assert "other content" in rows[1][1]


def test_a_file_that_cannot_be_read_does_not_keep_the_others_out(archive: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK")
    result = leian("load", bad, archive, "--data", tmp_path / "data")
    assert result.exit_code == 1
    assert "no workbook" in result.stderr
    assert "loaded 4" in result.stdout


def test_check_answers_each_line_and_stores_nothing(loaded: Path) -> None:
    repeat = {**CASES[1], "case_id": "N1", "received_at": "2026-03-20T08:00:00"}
    result = leian("check", "-", "--data", loaded, given=lines_of([repeat]) + "{\n\n" + '{"text": "停水"}\n')
    verdict, broken, nameless = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 1
    assert (verdict["case_id"], "T2" in verdict["matched"]) == ("N1", True)
    assert (broken["status"], broken["line"]) == (400, 2)
    assert (nameless["status"], nameless["line"], nameless["errors"][0]["field"]) == (422, 4, "case_id")
    assert leian("verify", "--data", loaded).stdout == "cases 4, postings 4, differences 0\n"


def test_check_of_a_file_equals_the_desks_answer(loaded: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    path.write_text(
        f"工单编号,内容,联系电话,来电时间\nN2,{CASES[1]['text']},13900006002,2026/3/20 8:00\n", encoding="utf-8"
    )
    result = leian("check", path, "--data", loaded)
    desk = Desk.open(loaded)
    try:
        with open_table(path) as table:
            (parsed,) = parsed_rows(table, NO_MAP, read_time("2026-03-20").at)  # type: ignore[union-attr]
        assert parsed.case is not None
        expected = desk.check(parsed.case)
    finally:
        desk.close()
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer["verdict"] == expected.verdict.value
    assert tuple(answer["matched"]) == expected.matched


def test_similar_is_tab_separated_in_a_pipe(loaded: Path, tmp_path: Path) -> None:
    text = "小区外面路灯坏了晚上漆黑，请维修路灯"
    header, *rows = [line.split("\t") for line in leian("similar", text, "--data", loaded).stdout.splitlines()]
    assert header[:3] == ["query", "case_id", "score"]
    assert [row[1] for row in rows] == ["T1"]
    assert all(len(row) == len(header) for row in rows)
    path = tmp_path / "letter.txt"
    path.write_text(text, encoding="utf-8")
    assert leian("similar", path, "--data", loaded).stdout.splitlines()[1].split("\t")[1] == "T1"


def test_erase_and_rebuild_leave_index_and_store_equal(archive: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    leian("load", archive, "--data", data)
    assert leian("erase", "T9", "--data", data).exit_code == 1
    erased = leian("erase", "T2", "T9", "T4", "--data", data)
    assert (erased.exit_code, erased.stderr) == (1, "not there: T9\n")
    assert [line.split(",")[0] for line in erased.stdout.splitlines()] == ["erased T2", "erased T4"]
    assert all("nothing is left" in line for line in erased.stdout.splitlines())
    assert leian("rebuild", "--data", data).exit_code == 0
    assert leian("verify", "--data", data).stdout == "cases 2, postings 2, differences 0\n"
    assert leian("erase", "T2", "--data", data).exit_code == 1


def test_verify_tells_of_damage_that_opening_has_repaired(archive: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    leian("load", archive, "--data", data)
    for folder in ("postings", "search"):
        largest = max((each for each in (data / folder).rglob("*") if each.is_file()), key=lambda each: each.stat().st_size)
        largest.write_bytes(b"")
        told = leian("verify", "--data", data)
        assert (told.exit_code, told.stdout) == (1, "cases 4, postings 4, differences 0\n"), folder
        assert "found damaged, and made anew" in told.stderr
        assert str(data / folder) in told.stderr
        assert leian("verify", "--data", data).exit_code == 0


def test_dedup_by_matter_says_what_the_service_says(archive: Path, tmp_path: Path) -> None:
    result = leian("dedup", archive, "--out", tmp_path / "out", "--tier", "matter")
    assert result.exit_code == 0
    with (tmp_path / "out" / "clusters.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    desk = Desk.open(tmp_path / "data")
    try:
        with open_table(archive) as table:
            cases = [parsed.case for parsed in parsed_rows(table, NO_MAP, read_time("2000-01-01").at)]  # type: ignore[union-attr]
        verdicts = {case.case_id: desk.register(case).verdict for case in cases if case}
    finally:
        desk.close()
    assert {row["case_id"]: row["relation"] for row in rows} == {name: v.verdict.value for name, v in verdicts.items()}
    matters = {row["case_id"]: row["matter_id"] for row in rows}
    assert matters["T2"] == matters["T3"] == verdicts["T3"].matter_id
    assert matters["T1"] == matters["T4"] == ""
    assert [row["keep"] for row in rows] == ["1", "1", "0", "1"]


def test_dedup_near_needs_no_data_directory(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = leian("dedup", archive, "--out", "out")
    assert result.exit_code == 0
    assert "4 cases: 1 groups of two or more with 2 cases, 1 repeat an earlier one" in result.stdout
    assert {path.name for path in tmp_path.iterdir()} == {"archive.jsonl", "out"}


@pytest.mark.slow
def test_a_stopped_load_keeps_what_it_has_and_goes_on(tmp_path: Path) -> None:
    path, data = tmp_path / "big.jsonl", tmp_path / "data"
    draw = Random(7)
    words = ["".join(chr(draw.randrange(0x4E00, 0x9FA5)) for _ in range(24)) for _ in range(4_000)]
    many: list[dict[str, object]] = [{"case_id": f"B{n}", "text": word} for n, word in enumerate(words)]
    path.write_text(lines_of(many), encoding="utf-8")
    command = [*LEIAN, "load", str(path), "--data", str(data)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 60
    while time.monotonic() < end and not (data / "leian.db").exists():
        time.sleep(0.05)
    time.sleep(0.5)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "goes on from there" in said
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert f"read {len(many):,} = " in done
    assert "rejected 0" in done
    assert leian("verify", "--data", data).exit_code == 0


@contextmanager
def answering(body: bytes) -> Iterator[int]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(404)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_demo_leaves_a_running_leian_alone(tmp_path: Path) -> None:
    with answering(b'{"type": "' + SIGN + b'not-found"}') as port:
        result = leian("demo", "--data", tmp_path / "data", "--port", port)
    assert result.exit_code == 0
    assert f"http://127.0.0.1:{port}/" in result.stdout
    assert "curl" in result.stdout
    assert not (tmp_path / "data").exists()


def test_demo_names_a_port_that_is_taken(tmp_path: Path) -> None:
    with answering(b"hello") as port:
        result = leian("demo", "--data", tmp_path / "data", "--port", port)
    assert result.exit_code == 1
    assert f"port {port} is taken by another program" in result.stderr
