"""May this program use that data directory, and is the schema in it the right one?

Used by `Store.open` alone.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index import store_sqlite
from index.errors import StoreLocked, StoreUnavailable, StoreVersionError
from index.schema import HEAD, REVISIONS, creation


@contextmanager
def translating(path: Path) -> Iterator[None]:
    """The driver's errors leave this block as the store's own."""
    try:
        yield
    except sqlite3.Error as error:
        raise (store_sqlite.translate(error, path) or error) from error


def take_lock(directory: Path) -> int:
    """The open lock file; closing it gives up the lock, as does the end of the process.

    Raises StoreLocked where another Store has it, StoreUnavailable where the directory cannot be used.
    """
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(directory / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise StoreUnavailable(f"{directory}: cannot be used as a data directory ({error.strerror})") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        owner = os.pread(handle, 20, 0).decode(errors="replace").strip() or "unknown"
        os.close(handle)
        raise StoreLocked(
            f"{directory} is in use by process {owner}: one service owns a data directory; stop it, or use another"
        ) from error
    os.ftruncate(handle, 0)
    os.pwrite(handle, str(os.getpid()).encode(), 0)
    return handle


def bring_to_head(path: Path, busy_timeout: float, read_only: bool) -> None:
    """Creates or migrates the schema; with `read_only` it only checks. Raises StoreVersionError."""
    connection = store_sqlite.connect(path, "look" if read_only else "write", busy_timeout)
    try:
        revision = _revision(connection, path)
        if revision is None and not read_only:
            connection.execute(store_sqlite.BEGIN)
            for statement in creation():
                connection.execute(statement)
            connection.execute("COMMIT")
            revision = HEAD
    finally:
        connection.close()
    if revision == HEAD:
        return
    if read_only:
        found = revision or "none"
        raise StoreVersionError(f"{path} has schema {found}, this program needs {HEAD}: start the service once")
    from index.migrations import upgrade  # half a second, wanted only here

    upgrade(lambda: store_sqlite.connect(path, "write", busy_timeout), store_sqlite.BEGIN)


def _revision(connection: sqlite3.Connection, path: Path) -> str | None:
    """The schema's revision, None for an empty database. Raises StoreVersionError for what this program cannot use."""
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not names:
        return None
    if "alembic_version" not in names:
        raise StoreVersionError(f"{path} is a database, but not one of leian's")
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone() or ("none",)
    if row[0] not in REVISIONS:
        raise StoreVersionError(f"{path} has schema {row[0]}, this program knows up to {HEAD}: use the newer program")
    return str(row[0])
