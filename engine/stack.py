"""How do stored records stand side by side, so that one call of a kernel reads them all?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.prepared import unpack


@dataclass(frozen=True, slots=True)
class Stack:
    """Records one after the other in `joined`, each from one of `edges` (int64, one more than records) to the next."""

    joined: bytes | memoryview
    edges: NDArray[np.int64]

    def __getitem__(self, at: int) -> bytes:
        return bytes(self.joined[self.edges[at] : self.edges[at + 1]])

    def __len__(self) -> int:
        return len(self.edges) - 1


def stack(records: Sequence[bytes]) -> Stack:
    """Records as `engine.prepared.pack` wrote them, for kernels to read. Raises as `engine.prepared.unpack` where one has no whole
    number of words: none was written like that."""
    edges = np.zeros(len(records) + 1, dtype=np.int64)
    np.cumsum([len(record) for record in records], out=edges[1:])
    if (edges & 7).any():
        for record in records:
            unpack(record)
    return Stack(b"".join(records), edges)
