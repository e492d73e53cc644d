"""Which cases of a segment or delta still count, at this moment and for this asker?

A `Part` is a body (segment or delta, whose content never changes) with a bitmap of its dead ordinals. The bitmap is
replaced, never written to: a reader that holds one has the state of that moment. Deaths that no manifest tells of yet
are `pending`, with the change that caused them, so that they can be undone and written only when they are durable.

An `Exclusion` turns seqs that an asker must not meet into bitmaps of the same kind. No locks here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from engine.kernels import read_only
from index.arrays import I64, U8
from index.postings_delta import Delta
from index.postings_query import View
from index.segments import Segment, SegmentMeta

Mask: TypeAlias = NDArray[np.bool_]

FOR_EVER = -1
"""The change of a death that cannot be undone: of a discarded addition, or of one moved to another part."""
NOBODY: U8 = read_only(np.empty(0, dtype=np.uint8), np.uint8)


@dataclass(frozen=True, slots=True)
class DeadFile:
    """What the manifest says of a file of dead ordinals."""

    name: str
    count: int
    crcs: list[int]


class Part:
    """A body and its dead. `meta` and `dead_file` are what the manifest says of a segment; None for a delta."""

    def __init__(self, body: Segment | Delta, meta: SegmentMeta | None = None) -> None:
        self.body = body
        self._row = body.row
        self.meta = meta
        self.dead_file: DeadFile | None = None
        self.dead: U8 = NOBODY
        self.dead_count = 0
        self.pending: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.body)

    @property
    def row(self) -> list[int]:
        """Of an `index.postings_table`; size and hidden stand in the view."""
        return self._row

    def is_dead(self, ordinal: int) -> bool:
        return len(self.dead) > 0 and bool(self.dead[ordinal >> 3] >> (ordinal & 7) & 1)

    def live_ordinal(self, seq: int) -> int:
        """The ordinal of `seq` if it is here and counts, else -1."""
        ordinal = self.body.ordinal_of(seq)
        return -1 if ordinal >= 0 and self.is_dead(ordinal) else ordinal

    def kill(self, ordinals: I64 | list[int], changes: list[int]) -> None:
        """Mark cases as no longer counting, each with the change that says so."""
        if len(ordinals) == 0:
            return
        self.pending.update(zip(np.asarray(ordinals).tolist(), changes, strict=True))
        self._set(np.asarray(ordinals, dtype=np.int64), dead=True)

    def revive(self, ordinal: int) -> None:
        """Undo a pending death."""
        del self.pending[ordinal]
        self._set(np.array([ordinal], dtype=np.int64), dead=False)

    def restore_dead(self, ordinals: I64, file: DeadFile) -> None:
        """Take over what a file tells."""
        self.dead_file = file
        self._set(ordinals, dead=True)

    def _set(self, ordinals: I64, *, dead: bool) -> None:
        room = self.body.room if isinstance(self.body, Delta) else len(self.body)
        bits = self.dead.copy() if len(self.dead) else np.zeros(room // 8 + 1, dtype=np.uint8)
        flags = np.left_shift(1, ordinals & 7).astype(np.uint8)
        if dead:
            np.bitwise_or.at(bits, ordinals >> 3, flags)
        else:
            np.bitwise_and.at(bits, ordinals >> 3, ~flags)
        self.dead = read_only(bits, np.uint8)
        self.dead_count = int(np.bitwise_count(bits).sum())

    def dead_mask(self) -> Mask:
        """One bool an ordinal."""
        if len(self.dead) == 0:
            return np.zeros(len(self), dtype=bool)
        return np.unpackbits(self.dead, count=len(self), bitorder="little").astype(bool)

    def written_mask(self, bound: int) -> Mask:
        """The ordinals that count once every change up to `bound`, and none later, is taken into account."""
        alive = ~self.dead_mask()
        alive[[ordinal for ordinal, change in self.pending.items() if change > bound]] = True
        return alive


@dataclass(slots=True, eq=False)
class _Excluded:
    """The excluded ordinals among the first `size` of a part, and the bitmap of them and of one state of its dead."""

    size: int
    ordinals: I64
    dead: U8
    hidden: U8
    hidden_count: int


class Exclusion:
    """Seqs that must not be seen. Bitmaps are kept between queries: the same seqs are usually excluded again."""

    def __init__(self, seqs: I64) -> None:
        self.given = np.array(seqs, dtype=np.int64)
        self._seqs = np.unique(self.given)
        self._parts: WeakKeyDictionary[Part, _Excluded] = WeakKeyDictionary()

    def hide(self, view: View) -> View:
        """The view with the dead and the excluded hidden."""
        part = view.part
        if not isinstance(part, Part):
            raise TypeError("only parts of the index have seqs to exclude")
        known = self._parts.get(part)
        if known is None or known.size != view.size or known.dead is not view.hidden:
            known = self._update(part, known, view.size, view.hidden, view.hidden_count)
            self._parts[part] = known
        return View(part, view.size, known.hidden, known.hidden_count)

    def _update(self, part: Part, known: _Excluded | None, size: int, dead: U8, dead_count: int) -> _Excluded:
        if known is None or known.size > size:
            ordinals = self._ordinals(part.body, 0, size)
        else:
            ordinals = np.concatenate((known.ordinals, self._ordinals(part.body, known.size, size)))
        if len(ordinals) == 0:
            return _Excluded(size, ordinals, dead, dead, dead_count)
        bits = dead.copy() if len(dead) else np.zeros(size // 8 + 1, dtype=np.uint8)
        np.bitwise_or.at(bits, ordinals >> 3, np.left_shift(1, ordinals & 7).astype(np.uint8))
        return _Excluded(size, ordinals, dead, read_only(bits, np.uint8), int(np.bitwise_count(bits).sum()))

    def _ordinals(self, body: Segment | Delta, first: int, last: int) -> I64:
        """The excluded among the ordinals [first, last)."""
        if first >= last or len(self._seqs) == 0:
            return np.empty(0, dtype=np.int64)
        seqs = body.seqs[first:last]
        if isinstance(body, Segment):
            at = np.minimum(np.searchsorted(seqs, self._seqs), len(seqs) - 1)
            return first + np.unique(at[seqs[at] == self._seqs])
        return first + np.flatnonzero(np.isin(seqs, self._seqs))
