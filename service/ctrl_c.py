"""When does Ctrl-C stop a command? Between two steps of our own, never inside the compiler; and then nothing is taken apart.

Python raises KeyboardInterrupt between any two instructions of the main thread. Between two of Numba's, where a kernel is handed
to LLVM, that leaves an object which both sides free at the end. And an interpreter that ends unmaps kernels in which a thread may
still be. Either is a segmentation fault at exit, of a command that had stopped cleanly.
"""

from __future__ import annotations

import atexit
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOPPED = 130
"""Exit code of what Ctrl-C has stopped."""
_COMPILER = ("numba", "llvmlite")
_AGAIN = 0.05
"""Seconds until it is asked again whether the compiler is done; a kernel takes 0.01 to 3 s."""


@contextmanager
def between_steps() -> Iterator[None]:
    """Until the end of this block, Ctrl-C waits for the compiler. Nothing changes where it does not raise KeyboardInterrupt."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler or not _is_main():
        yield
        return
    before = signal.signal(signal.SIGINT, _take_up)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def leave() -> None:
    """End the process as stopped, when everything is closed: what is registered for the end is done, nothing else."""
    atexit._run_exitfuncs()
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(STOPPED)


def _is_main() -> bool:
    return threading.current_thread() is threading.main_thread()


def _take_up(number: int, frame: FrameType | None) -> None:
    if not _is_compiling(frame):
        raise KeyboardInterrupt
    again = threading.Timer(_AGAIN, signal.pthread_kill, (threading.main_thread().ident, number))
    again.daemon = True
    again.start()


def _is_compiling(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_globals.get("__name__", "").partition(".")[0] in _COMPILER:
            return True
        frame = frame.f_back
    return False
