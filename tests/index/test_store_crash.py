"""If the program is killed at any moment, is every acknowledged case there afterwards?"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.store import Store

ROUNDS = 20

# A nursery loads the program once and forks a writer for each round. Four threads of the writer insert, and print each id
# only after `write` has returned; one write(2) a line is never torn by the kill.
NURSERY = """
import os, sys, threading
from datetime import UTC, datetime
from pathlib import Path
from engine.case import Case
from index.store import Store

def insert(store, round_name, thread):
    number = 0
    while True:
        name = f"{round_name}-{thread}-{number}"
        case = Case(name, f"{name}：井盖缺失" * 30, datetime(2026, 5, 1, tzinfo=UTC))

        def work(tx):
            seq = tx.insert(case, name.encode() * 100, b"print", None)
            tx.set_matter([seq], "m-" + name)
            tx.add_outbox("case", "unit", name.encode(), seq)
            if number % 5 == 4:
                tx.delete(tx.seq_of([f"{round_name}-{thread}-{number - 2}"]).popitem()[1], ())

        store.write(work)
        os.write(1, (name + "\\n").encode())
        number += 1

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        store = Store.open(Path(sys.argv[1]))
        for thread in range(4):
            threading.Thread(target=insert, args=(store, line.strip(), thread)).start()
        threading.Event().wait()
    os.write(1, f"pid {child}\\n".encode())
    _, status = os.waitpid(child, 0)
    os.write(1, f"ended {os.WTERMSIG(status)}\\n".encode())
"""


class Nursery:
    def __init__(self, path: Path) -> None:
        command = [sys.executable, "-c", NURSERY, str(path)]
        root = Path(__file__).parents[2]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root)

    def run_and_kill(self, name: str, seconds: float) -> list[str]:
        """Starts a writer, kills it `seconds` after its first acknowledgement, and returns what it acknowledged."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        lines: list[str] = []
        child = 0
        while not child or not any(line.startswith(name) for line in lines):
            lines.append(self._process.stdout.readline())
            assert lines[-1], "the nursery ended"
            if lines[-1].startswith("pid "):
                child = int(lines[-1].split()[1])
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        while not lines[-1].startswith("ended"):
            lines.append(self._process.stdout.readline())
            assert lines[-1], "the nursery ended"
        assert lines[-1].split()[1] == str(int(signal.SIGKILL)), "the writer had ended by itself"
        return [line.strip() for line in lines if line.startswith(name)]

    def close(self) -> None:
        self._process.communicate()  # the end of its input ends it


def lost(store: Store, acknowledged: list[str]) -> list[str]:
    """Acknowledged cases that are not there, apart from those whose acknowledged successor erased them."""
    erased = set()
    for name in acknowledged:
        prefix, number = name.rsplit("-", 1)
        if int(number) % 5 == 2:
            erased.add(f"{prefix}-{number}")
    with store.read() as reader:
        found = reader.seq_of(acknowledged)
        for name, seq in found.items():
            assert reader.matter_of(seq) == f"m-{name}"
            assert reader.prepared_many([seq]) == {seq: name.encode() * 100}
    return [name for name in acknowledged if name not in found and name not in erased]


@pytest.mark.slow
def test_no_acknowledged_case_is_lost_by_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "leian.db"
    generator = random.Random(20261125)
    acknowledged: list[str] = []
    nursery = Nursery(path)
    try:
        for number in range(ROUNDS):
            latest = nursery.run_and_kill(f"R{number}", generator.uniform(0.0, 0.15))
            acknowledged += latest
            with Store.open(path) as store:
                assert lost(store, latest) == []
                assert store.problems() == []
    finally:
        nursery.close()
    assert len(acknowledged) > 10 * ROUNDS, "the children hardly got anything done: this proves nothing"
    with Store.open(path) as store, store.read() as reader:
        assert lost(store, acknowledged) == []
        alive = {c.seq for c in reader.iterate()}
        logged: set[int] = set()
        for change in reader.changes(0, 10**7):
            if change.kind == "insert":
                logged.add(change.seq)
            elif change.kind == "delete":
                logged.discard(change.seq)
        assert logged == alive, "the log and the cases are cut off at the same work"
        assert {o.seq for o in reader.outbox_after(0, 10**7)} == alive
