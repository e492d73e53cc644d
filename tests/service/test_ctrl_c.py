"""service.ctrl_c: Ctrl-C waits for the compiler and for nothing else, and a stopped command ends without being taken apart."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numba
import pytest

from index.postings import Postings
from index.settled import Settled
from service.ctrl_c import STOPPED, between_steps
from service.flows import Desk

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _as_at_a_terminal() -> Iterator[None]:
    """What a shell starts in the background ignores Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def kernel() -> Callable[[int], int]:
    """One that takes a moment to compile."""

    @numba.njit
    def added(n: int) -> int:
        total = 0
        for i in range(n):
            for j in range(i):
                total += i * j % 7 if i % 3 else i - j
        return total

    return added


def interrupted(work: Callable[[], object], after: float) -> bool:
    """Whether Ctrl-C, `after` seconds into the work, got through, at the latest a second behind both."""
    timer = threading.Timer(after, signal.pthread_kill, (threading.main_thread().ident, signal.SIGINT))
    timer.start()
    try:
        work()
        timer.join()
        time.sleep(1)
    except KeyboardInterrupt:
        return True
    return False


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_kernel_is_compiled_to_its_end(part: float) -> None:
    began = time.monotonic()
    kernel()(5)
    took = time.monotonic() - began
    waiting = kernel()
    with between_steps():
        assert interrupted(lambda: waiting(5), part * took), "LLVM's callbacks would swallow it"
    assert len(waiting.signatures) == 1, "compiled"  # type: ignore[attr-defined]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_nothing_else_is_waited_for() -> None:
    began = time.monotonic()
    with between_steps():
        assert interrupted(lambda: time.sleep(20), 0.1)
    assert time.monotonic() - began < 10


def test_who_ignores_ctrl_c_goes_on_ignoring_it() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with between_steps():
            assert not interrupted(lambda: None, 0.1)
    finally:
        signal.signal(signal.SIGINT, before)


PROGRAM = """
import atexit, sys, tempfile, threading, time
import numba
from service import cli

folder = tempfile.TemporaryDirectory()
print(folder.name)

@numba.njit(nogil=True)
def endless(n):
    total = 0
    while n > 0:
        total += n
    return total

@cli.app.command()
def busy() -> None:
    from service.commands.common import reporting
    with reporting(lambda: "so far so good"):
        endless(0)
        threading.Thread(target=endless, args=(1,), daemon=False).start()
        time.sleep(0.2)
        raise KeyboardInterrupt

sys.argv[1:] = ["busy"]
cli.main()
"""


def test_a_stopped_command_ends_though_a_thread_is_in_a_kernel() -> None:
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=120, cwd=ROOT
    )
    assert (found.returncode, found.stderr) == (STOPPED, "stopped. so far so good\n")
    assert not Path(found.stdout.strip()).exists(), "what is registered for the end is done"


def test_a_desk_that_is_stopped_while_it_closes_lets_go_of_the_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = set(threading.enumerate())
    desk = Desk.open(tmp_path / "data")
    with monkeypatch.context() as patch:
        patch.setattr(Settled, "close", stop)
        patch.setattr(Postings, "flush", stop)
        with pytest.raises(KeyboardInterrupt):
            desk.close()
    assert not {"leian-writer", "search-commit"} & {each.name for each in set(threading.enumerate()) - before}
    Desk.open(tmp_path / "data").close()
