"""How is a consistent copy of the database made while the service goes on writing?

`VACUUM INTO` reads one snapshot and writes a new file without gaps: what was erased is not in it. It tells nothing while it
works, so its file is watched growing. Used by `index.store` alone.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

from index import store_sqlite
from index.durable import sync

LOOK_SECONDS = 0.2

Report = Callable[[int, int], None]
"""(bytes written, bytes expected); the copy is smaller than expected where the database has gaps."""


def copy_database(path: Path, target: Path, busy_timeout: float, report: Report) -> None:
    """Copy the database `path` to the new file `target`, flushed to disk. Ctrl-C ends it; `target` is then incomplete.

    Raises what the driver raises.
    """
    store_sqlite.create_file(target)
    connection = store_sqlite.connect(path, "copy", busy_timeout)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            connection.execute("VACUUM INTO ?", (str(target),))
        except sqlite3.Error as error:
            failures.append(error)

    worker = threading.Thread(target=work, name="leian-copy")
    worker.start()
    try:
        while worker.is_alive():
            worker.join(LOOK_SECONDS)
            report(target.stat().st_size, path.stat().st_size)
    except BaseException:
        connection.interrupt()
        worker.join()
        raise
    finally:
        connection.close()
    if failures:
        raise failures[0]
    sync(target)
