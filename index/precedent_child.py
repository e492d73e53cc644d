"""What does the process do that learns for the precedents? It maps what was handed over, learns, writes, and ends.

Started by `index.precedent_learner`; nothing else imports this. It ends at once where the service has ended.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from index.child_process import step_back
from index.precedent_disk import write_view
from index.precedent_learner import RESULT, taken_over
from index.precedent_learning import learned


def main(scratch: Path) -> None:
    """Learn from what lies in `scratch`."""
    step_back()
    threading.Thread(target=_watch, daemon=True).start()
    found = learned(*taken_over(scratch))
    # Nobody needs it after a power cut, and forcing it to disk would hold up the commits of the store.
    write_view(scratch / RESULT, found.view, found.vectors, 0, durable=False)


def _watch() -> None:
    """The input ends when the parent does. Not by way of `sys.stdin`: its lock would be held when this process ends."""
    os.read(0, 1)
    os._exit(2)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
