"""Whatever a file does, the reader lives, stays small and quick, and says why (files: `hostile_files`)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_files import FILES, OK

from service.sources import find_sources

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="measures memory as Linux tells it")

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 512 << 20  # bytes, reader and its child together
SECONDS = 60  # of processor time
READER = """
import json, resource, sys
from pathlib import Path
from service.files import FileProblem, open_table
good, reasons = 0, []
try:
    with open_table(Path(sys.argv[1])) as table:
        for row in table:
            good += not row.problem
            if row.problem and len(reasons) < 5:
                reasons.append(row.problem)
except FileProblem as problem:
    reasons.append(str(problem))
usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
# Not ru_maxrss of this process: that begins with what its parent had before exec.
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([good, reasons, (own + usage[1].ru_maxrss) << 10, sum(u.ru_utime + u.ru_stime for u in usage)]))
"""


def test_there_are_forty_of_them() -> None:
    assert len(FILES) >= 40


@pytest.mark.parametrize("name", FILES)
def test_the_reader_lives_and_says_why(tmp_path: Path, name: str) -> None:
    make, reason = FILES[name]
    path = tmp_path / name
    make(path)
    done = subprocess.run([sys.executable, "-c", READER, str(path)], cwd=ROOT, capture_output=True, text=True, check=False)
    path.unlink()
    assert done.returncode == 0, done.stderr[-2000:]
    good, reasons, memory, seconds = json.loads(done.stdout)
    assert memory < MEMORY
    assert seconds < SECONDS
    if reason == OK:
        assert good > 0
    else:
        assert any(reason in said for said in reasons), reasons
    assert not any("Traceback" in said for said in reasons)


def test_a_folder_that_holds_itself(tmp_path: Path) -> None:
    inner = tmp_path / "a"
    for _ in range(100):
        inner = inner / "a"
    inner.mkdir(parents=True)
    (inner / "deep.csv").write_text("x", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "b.csv").symlink_to("b.csv")
    (tmp_path / "c.csv").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "d.csv")
    (tmp_path / "e.csv").write_text("id,text\n", encoding="utf-8")
    sources = find_sources([tmp_path])
    assert sources.files == [tmp_path / "e.csv"]
    reasons = " ".join(reason for _, reason in sources.passed_over)
    for part in ("folders deep", "read already", "not a regular file", "Too many levels"):
        assert part in reasons
