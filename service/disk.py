"""How is a file written so that it is whole and on the disc, or not there?"""

from __future__ import annotations

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Flush a file, or a directory's entries, to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_private(path: Path, content: bytes) -> None:
    """A new file that only its owner can read, on the disc when this returns."""
    path.touch(mode=0o600)
    path.write_bytes(content)
    sync(path)
