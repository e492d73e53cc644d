"""What does every worker process do first? It goes with its parent, and looks for cycles less often than a process at leisure."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading

CYCLES_AFTER = 200_000
"""New objects between two looks for cycles: on the way of a case hardly one is made, and looking at every 700th slot took a fifth
of the time."""


def settle() -> None:
    """For a process that does nothing but cases."""
    gc.freeze()
    gc.set_threshold(CYCLES_AFTER)
    leave_with_parent()


def leave_with_parent() -> None:
    """End this process when its parent was killed: it would wait for work for ever."""
    threading.Thread(target=_leave, name="leian-parent", daemon=True).start()


def _leave() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
