"""What is in the folder of the postings, and which of it counts?

    manifest.json        the segments that count, their dead, the last change contained; renamed into place last
    segment-000012/      see `index.segments`
    dead-000013.npy      ordinals (uint32) of one segment that no longer count

Every name carries a number that is used once. What the manifest does not name is the rest of a crash, or waits to be
swept. Only the holder of the maintenance lock of `index.postings` writes here.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index import postings_files as files
from index import segments
from index.arrays import I64
from index.durable import sync
from index.errors import PostingsDamaged
from index.postings_parts import DeadFile, Part
from index.segments import EMPTY, Segment, SegmentMeta

Kept: TypeAlias = NDArray[np.bool_]

MAX_DEAD = 0.25
"""Share of dead cases from which a segment is rewritten on its own."""
GROWTH = 2
"""Each segment has at least so many times the cases of the next smaller: log2(n) segments, as many merges a case."""


class Disk:
    """The folder. `applied` is the last change that the manifest contains."""

    def __init__(self, folder: Path) -> None:
        """Read the manifest; an empty or missing folder gets its first one. Raises PostingsDamaged."""
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        if not any(folder.iterdir()):
            files.write_manifest(folder, _manifest([], 0, 1))
        content = files.read_manifest(folder)
        self._entries: list[dict[str, Any]] = content["segments"]
        self._next: int = content["next"]
        self.applied: int = content["applied"]
        self._unsure = False
        """A commit failed, maybe after its rename: the manifest on disk may name more than we think it does."""

    def load(self) -> list[Part]:
        """Map and check all that the manifest names. Raises PostingsDamaged."""
        return [self._load(SegmentMeta.from_dict(entry), entry["dead"]) for entry in self._entries]

    def _load(self, meta: SegmentMeta, dead: dict[str, Any] | None) -> Part:
        part = Part(segments.load(self._folder / meta.name, meta), meta)
        if dead is not None:
            file = DeadFile(**dead)
            ordinals = files.load_array(self._folder / file.name, np.uint32, file.count, file.crcs)
            if len(ordinals) and int(ordinals.max()) >= len(part):
                raise PostingsDamaged(self._folder / file.name, "names a case that its segment does not have")
            part.restore_dead(ordinals.astype(np.int64), file)
        return part

    def sweep(self) -> None:
        """Remove what the manifest does not name."""
        if self._unsure:
            return
        named = {files.MANIFEST}
        for entry in self._entries:
            named |= {entry["name"], *([entry["dead"]["name"]] if entry["dead"] else [])}
        for path in self._folder.iterdir():
            if path.name not in named:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def write_segment(self, segment: Segment) -> Part:
        """Write a new segment and map it; nothing counts before `commit`."""
        name = self._new_name("segment-{:06d}")
        return self._load(segments.write(self._folder / name, name, segment), None)

    def write_merged(self, a: Segment, kept_a: Kept, b: Segment, kept_b: Kept) -> Part:
        """The same for what is kept of two."""
        name = self._new_name("segment-{:06d}")
        return self._load(segments.write_merged(self._folder / name, name, a, kept_a, b, kept_b), None)

    def write_dead(self, ordinals: I64) -> DeadFile:
        """Write the dead of one segment."""
        name = self._new_name("dead-{:06d}.npy")
        return DeadFile(name, len(ordinals), files.save_array(self._folder / name, ordinals.astype(np.uint32)))

    def _new_name(self, pattern: str) -> str:
        name = pattern.format(self._next)
        self._next += 1
        return name

    def commit(self, contents: Sequence[tuple[SegmentMeta, DeadFile | None]], applied: int) -> None:
        """From here on these segments count, and they contain the changes up to `applied`."""
        entries = [
            {**meta.as_dict(), "dead": dead and {"name": dead.name, "count": dead.count, "crcs": dead.crcs}}
            for meta, dead in contents
        ]
        self._unsure = True
        sync(self._folder)
        files.write_manifest(self._folder, _manifest(entries, applied, self._next))
        self._unsure = False
        self._entries, self.applied = entries, applied


def _manifest(entries: list[dict[str, Any]], applied: int, following: int) -> dict[str, Any]:
    return {
        "format": files.FORMAT, "version": files.VERSION, "applied": applied, "next": following, "segments": entries,
    }  # fmt: skip


def next_merge(parts: Sequence[Part], *, everything: bool = False) -> tuple[Part, Part] | None:
    """The two segments to be merged next, the smallest first, or one and EMPTY to drop its dead; None: all is well.

    With `everything`, until no dead and no two segments that fit together are left.
    """
    ordered = sorted(parts, key=len)
    for part in ordered:
        saved = part.dead_count - len(part.pending)
        if saved > (0 if everything else MAX_DEAD * len(part)):
            return part, Part(EMPTY)
    for small, large in pairwise(ordered):
        if not isinstance(small.body, Segment) or not isinstance(large.body, Segment):
            continue
        if segments.can_merge(small.body, large.body) and (everything or len(large) < GROWTH * len(small)):
            return small, large
    return None
