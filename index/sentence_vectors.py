"""Which settled case has which sentence vector?

A mapped base, as the disk or the last learning left it, and what came or went since: a million vectors cost no object each.
Not thread-safe; whoever hands it on hands on a `copy`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.precedent_columns import Column
from index.sentences import SentenceSpace

AT_ONCE = 16_384
"""Cases whose vectors are read together."""


class SentenceVectors:
    """`seqs` int64 (n,) ascending, `rows` float32 (n, d): the base, never changed."""

    def __init__(self, seqs: NDArray[np.int64] | None = None, rows: NDArray[np.float32] | None = None) -> None:
        self.seqs = np.zeros(0, dtype=np.int64) if seqs is None else seqs
        self.rows = np.zeros((0, 0), dtype=np.float32) if rows is None else rows
        self.newer: dict[int, NDArray[np.float32]] = {}
        self.gone: set[int] = set()

    def copy(self) -> SentenceVectors:
        """The same, which later changes do not reach."""
        found = SentenceVectors(self.seqs, self.rows)
        found.newer, found.gone = dict(self.newer), set(self.gone)
        return found

    def __len__(self) -> int:
        """At most so many: those that came anew count twice."""
        return len(self.seqs) + len(self.newer)

    def __contains__(self, seq: int) -> bool:
        return seq in self.newer or (seq not in self.gone and self._in_base(seq))

    def put(self, seq: int, vector: NDArray[np.float32]) -> None:
        """The vector of a case, in place of an older one."""
        self.newer[seq] = vector

    def drop(self, seq: int) -> None:
        """The case has none any more."""
        if self.newer.pop(seq, None) is not None or self._in_base(seq):
            self.gone.add(seq)

    def known(self, seqs: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of these cases have a vector (n,)."""
        place = np.searchsorted(self.seqs, seqs)
        place[place == len(self.seqs)] = 0
        found = self.seqs[place] == seqs if len(self.seqs) else np.zeros(len(seqs), dtype=bool)
        if self.gone:
            found &= ~np.isin(seqs, np.fromiter(self.gone, dtype=np.int64))
        if self.newer:
            found |= np.isin(seqs, np.fromiter(self.newer, dtype=np.int64))
        return np.asarray(found, dtype=bool)

    def of(self, seqs: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of cases that all have one (n, d)."""
        if not len(seqs):
            return np.zeros((0, self.rows.shape[1]), dtype=np.float32)
        newer = [(i, self.newer[seq]) for i, seq in enumerate(seqs.tolist()) if seq in self.newer]
        width = len(newer[0][1]) if newer else self.rows.shape[1]
        found = np.zeros((len(seqs), width), dtype=np.float32)
        place = np.searchsorted(self.seqs, seqs)
        place[place == len(self.seqs)] = 0
        based = self.seqs[place] == seqs if len(self.seqs) else np.zeros(len(seqs), dtype=bool)
        if based.any():
            found[based] = self.rows[place[based]]
        for i, vector in newer:
            found[i] = vector
        return found

    def parts(self, seqs: NDArray[np.int64]) -> Iterator[NDArray[np.float32]]:
        """As `of`, some thousands at a time."""
        for start in range(0, len(seqs), AT_ONCE):
            yield self.of(seqs[start : start + AT_ONCE])

    def rebased(self, then: SentenceVectors, base: SentenceVectors) -> SentenceVectors:
        """These on a new base, which was made of `then`, an earlier copy of these; `then` itself is none."""
        if base is then:
            return self
        found = SentenceVectors(base.seqs, base.rows)
        for seq in self.gone - then.gone:
            found.drop(seq)
        for seq, vector in self.newer.items():
            if then.newer.get(seq) is not vector:
                found.put(seq, vector)
        return found

    def _in_base(self, seq: int) -> bool:
        place = int(np.searchsorted(self.seqs, seq))
        return place < len(self.seqs) and int(self.seqs[place]) == seq


def sensed(column: Column, space: SentenceSpace | None, vectors: SentenceVectors) -> Column:
    """The column with its vectors turned into the space; a case that has none yet is like nothing there."""
    if space is None:
        return replace(column, sense=None)
    sense = np.zeros((len(column), space.turn.shape[1]), dtype=np.float32)
    rows = np.flatnonzero(vectors.known(column.seqs))
    for start in range(0, len(rows), AT_ONCE):
        here = rows[start : start + AT_ONCE]
        sense[here] = space.project(vectors.of(column.seqs[here]))
    return replace(column, sense=sense)
