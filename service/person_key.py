"""Which key are this deployment's persons hashed with, and where does it lie?

Beside the data directory, never in it: who carries the data away must not be able to try all ID numbers. A lost key loses
nothing but time: the cases are kept as they were received, and another key means preparing each of them anew
(`index.library` does that by itself when it sees one). Not for: access keys (`service.access`).
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

KEY_BYTES = 32


def key_file(data: Path) -> Path:
    """Where the key of a data directory lies: `leian-data` → `leian-data.key` beside it."""
    resolved = data.resolve()
    return resolved.with_name(f"{resolved.name}.key")


def person_key(path: Path) -> bytes:
    """The key, made at the first start; 32 bytes, readable by its owner alone."""
    with suppress(FileNotFoundError):
        return path.read_bytes()
    put_key(path, secrets.token_bytes(KEY_BYTES))
    return path.read_bytes()


def put_key(path: Path, key: bytes) -> None:
    """Write a key where there is none; one that is there stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(key)
    with suppress(FileExistsError):  # another process was first: its key counts
        path.hardlink_to(fresh)
    fresh.unlink()
