"""How does long work run beside the service without taking its turn?

In a process of its own: what holds the interpreter there holds nobody up here, it yields the processor to whoever answers
requests, and a matrix product takes one core and not all of them. A child knows its work by its arguments and its pipes; it
neither opens the store nor knows a secret. Not for: work that takes less than a process needs to come up (about a second).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

NICENESS = 10
"""Beside a busy thread of the service a child gets a tenth of a core; where nobody asks for the core, all of it."""
ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
"""Environment of a process whose matrix products are to take one core each. BLAS would spread a product over all cores, and wait
for the slowest of them where others are at work too: questions right after loading took up to 237 ms with it, 88 ms without."""


def start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Run `module`, one of ours, with pipes to its standard input and output. Raises OSError.

    A session of its own: Ctrl-C on a terminal stops the service, and that stops its children.
    """
    root = str(Path(__file__).parents[1])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
    return subprocess.Popen(  # noqa: S603  our own module; no shell
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **ONE_CORE, "PYTHONPATH": path},
        start_new_session=True,
    )


def step_back() -> None:
    """What a child calls first: lower its own priority."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def end(process: subprocess.Popen[bytes]) -> None:
    """Stop a child, whatever it is doing, and forget it."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
