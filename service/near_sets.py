"""Where do the 4-grams of texts wait, once they are hashed, until pairs of texts are measured?

In files beside the spool, one for each process that hashes: of a million cases it is 400 MB. A text is in a dozen pairs that stand
far apart, and hashing it anew wherever one of them is measured takes three times as long. Gone as soon as all pairs are measured.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.spool import SpoolDamaged

PATTERN = "shingles-*"
_ITEM = np.dtype(np.uint32).itemsize


class Extents(NamedTuple):
    """Of each text: the number of the process that hashed it, and in that one's file the first hash and how many there are."""

    process: NDArray[np.int64]
    start: NDArray[np.int64]
    size: NDArray[np.int64]

    def of(self, places: NDArray[np.int64]) -> Extents:
        """Those of some of the texts."""
        return Extents(*(column[places] for column in self))


_NONE = np.empty(0, dtype=np.int64)
NOWHERE = Extents(_NONE, _NONE, _NONE)
"""Of no texts."""


def keep(folder: Path, hashes: NDArray[np.uint32], offsets: NDArray[np.int64]) -> Extents:
    """Add sets, laid out as by `engine.sketch.shingle_hashes`, to this process's file in `folder`."""
    process = os.getpid()
    with _file(folder, process).open("ab") as file:
        begin = file.tell() // _ITEM
        file.write(hashes.tobytes())
    count = len(offsets) - 1
    return Extents(np.full(count, process), begin + offsets[:-1], np.diff(offsets))


def fetch(folder: Path, extents: Extents) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The sets there, in the order of `extents`, and n + 1 offsets; what stands together is read in one go."""
    offsets = np.concatenate([[0], np.cumsum(extents.size)])
    hashes = np.empty(offsets[-1], dtype=np.uint32)
    room = hashes.view(np.uint8)
    apart = (extents.start[1:] != extents.start[:-1] + extents.size[:-1]) | (extents.process[1:] != extents.process[:-1])
    edges = [0, *(np.flatnonzero(apart) + 1).tolist(), len(extents.size)]
    with ExitStack() as stack:
        files = {
            process: stack.enter_context(_file(folder, process).open("rb", buffering=0)).fileno()
            for process in np.unique(extents.process).tolist()
        }
        for first, last in pairwise(edges):
            if first < last:
                into = room[_ITEM * int(offsets[first]) : _ITEM * int(offsets[last])]
                read = os.preadv(files[int(extents.process[first])], [into.data], _ITEM * int(extents.start[first]))
                if read != len(into):
                    raise SpoolDamaged(f"{folder}: {read:,} bytes of hashes where {len(into):,} were written")
    return hashes, offsets


def forget(folder: Path) -> None:
    """Remove all sets in `folder`, also those that a run before left there."""
    for path in folder.glob(PATTERN):
        path.unlink(missing_ok=True)


def _file(folder: Path, process: int) -> Path:
    return folder / PATTERN.replace("*", str(process))
