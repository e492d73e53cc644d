"""How is a file written so that it is whole and on the disc, or not there?"""

from __future__ import annotations

from pathlib import Path

from index.durable import sync


def write_private(path: Path, content: bytes) -> None:
    """A new file that only its owner can read, on the disc when this returns."""
    path.touch(mode=0o600)
    path.write_bytes(content)
    sync(path)
