"""A batch that is killed again and again comes to the same tables, and does no finished part twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from service.dedup_pile import WORK, read_pile, work_folder
from service.progress import Silent
from service.spool import CaseSpool

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("栖霞苑", "揽月里", "望江台", "松涛里", "听雨轩", "云帆城", "碧桐园")
TROUBLES = ("的电梯停运一周，物业说等配件，老人下不来楼", "门口的路灯坏了半个月，晚上漆黑一片", "垃圾桶满了三天没有人收，气味难闻")


def archive(path: Path, count: int) -> Path:
    rows = [
        {
            "case_id": f"K{number}",
            "received_at": f"2026-03-{1 + number % 28:02d}T08:00:00",
            "text": f"{PLACES[number % 7]}{1 + number % 9}号楼{TROUBLES[number % 3]}，请派人处理。",
            "petitioner": {"name": f"居民{number % 31}", "phone": f"1390000{number % 31:04d}"},
        }
        for number in range(count)
    ]
    rows.insert(count // 2, {"case_id": "", "text": "没有编号"})
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def run(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", "from service.cli import main; main()", *map(str, arguments)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def killed_when(process: subprocess.Popen[str], reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while process.poll() is None and not reached():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()


def files_of(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


@pytest.mark.slow
def test_matter_tier_killed_several_times_gives_the_same_tables(tmp_path: Path) -> None:
    path, whole, broken = archive(tmp_path / "a.jsonl", 240), tmp_path / "whole", tmp_path / "broken"
    undisturbed = run("dedup", path, "--out", whole, "--tier", "matter")
    _, said = undisturbed.communicate()
    assert undisturbed.returncode == 0, said
    reached: list[int] = []
    for _ in range(3):
        enough = done(broken) + 2
        killed_when(run("dedup", path, "--out", broken, "--tier", "matter"), lambda: done(broken) >= enough)  # noqa: B023
        assert not (broken / "clusters.csv").exists()
        reached.append(done(broken))
    assert reached == sorted(set(reached))
    assert reached[-1] < len(("prepared", "judged")) * 5  # chunks of 50
    last = run("dedup", path, "--out", broken, "--tier", "matter")
    said, _ = last.communicate()
    assert last.returncode == 0
    assert "read 241 = cases 240 + repeated rows 0 + rejected 1" in said
    assert files_of(broken) == files_of(whole)
    assert not (broken / WORK).exists()


def done(out: Path) -> int:
    """Chunks that a run which was killed, or is running, has prepared and judged."""
    folders = (out / WORK / "matter" / name for name in ("prepared", "judged"))
    return sum(not path.name.startswith(".") for folder in folders if folder.exists() for path in folder.iterdir())


def test_reading_is_taken_up_where_it_was_committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [archive(tmp_path / "a.jsonl", 90), archive(tmp_path / "b.jsonl", 90)]
    monkeypatch.setattr("service.dedup_pile.COMMIT_EVERY", 25)
    work, added = tmp_path / "work", []
    real = CaseSpool.add

    def stopping(spool: CaseSpool, case: object) -> str:
        added.append(case)
        if len(added) in (60, 110):
            raise KeyboardInterrupt
        return real(spool, case)  # type: ignore[arg-type]

    monkeypatch.setattr(CaseSpool, "add", stopping)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            read_pile(paths, Silent(), work)
    pile = read_pile(paths, Silent(), work)
    assert str(pile) == "read 182 = cases 90 + repeated rows 90 + rejected 2"
    assert pile.balanced
    assert len(list(pile.rejects)) == 2
    assert len(added) < 180 + 2 * 25 + 2  # what was committed was not read into cases again


def test_another_run_begins_anew_and_a_failed_one_keeps_its_work(tmp_path: Path) -> None:
    path, out = archive(tmp_path / "a.jsonl", 3), tmp_path / "out"
    def failing(first: bool) -> None:
        with work_folder(out, [path], "near") as work:
            assert (work / "done").exists() != first
            (work / "done").touch()
            raise RuntimeError

    for first in (True, False):
        with pytest.raises(RuntimeError):
            failing(first)
    os.utime(path, (1, 1))
    with work_folder(out, [path], "near") as work:
        assert not (work / "done").exists()
    assert not work.exists()
