"""Which earlier cases share keys with those of one block, where no process holds the whole index?

A batch that is spread over machines cuts its cases, in order of arrival, into blocks. A block knows its own cases; of each of
their keys it is told how many cases before the block have it, and which, as far as `candidates` may ask for them. The
answers are those that `index.postings.Postings` gives to a case that arrives after all before it, to the last bit: the
same `index.postings_query` makes them. Not for: cases that change or go; a batch has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.kernels import kernel, read_only
from index.postings import MUST_CAP
from index.postings_query import Moment, View, Workspace, answer, ask
from index.postings_sorting import mix

U8: TypeAlias = NDArray[np.uint8]
U32: TypeAlias = NDArray[np.uint32]
U64: TypeAlias = NDArray[np.uint64]
I64: TypeAlias = NDArray[np.int64]
F32: TypeAlias = NDArray[np.float32]

_NOTHING_HIDDEN: U8 = np.empty(0, dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Earlier:
    """Of one key: `before` cases ahead of the block have it; `places` (ascending) are all of them, or the newest, or none.

    A negative `before`: more places of a key, whose number another one tells (none where the block has the first).
    """

    key: int
    before: int
    places: I64


@dataclass(frozen=True, slots=True, eq=False)
class _Lists:
    """Ordinals of the cases of each mixed key, ascending: those of keys[k] stand at edges[k] … edges[k + 1] of `ids`.

    unlisted[k] older cases have the key as well and are not there.
    """

    keys: U64
    edges: I64
    ids: U32
    unlisted: I64


@dataclass(slots=True, eq=False)
class Block:
    """`seqs`: the places (0 for the first case of all) of all cases in the lists, ascending; `loads` are theirs."""

    seqs: I64
    loads: F32
    _lists: _Lists
    _space: Workspace = field(default_factory=Workspace)

    def candidates(
        self, place: int, keys: U64, weights: F32, *, limit: int, cap: int, must: U64, must_cap: int = MUST_CAP
    ) -> tuple[I64, F32, bool]:
        """As `Postings.candidates`, for the case at `place`, with places for seqs.

        Raises ValueError where cases are asked for that the block was not told of.
        """
        question = ask(keys, weights, limit=limit, cap=cap, must=must, must_cap=must_cap)
        size = int(np.searchsorted(self.seqs, place))
        counts = np.zeros((1, len(question.wanted)), dtype=np.int64)
        found = np.zeros((1, len(question.wanted)), dtype=np.uint32)
        lists = self._lists
        _find(lists.keys, lists.edges, lists.ids, lists.unlisted, question.wanted, size, counts[0], found[0])
        view = View(self, size, _NOTHING_HIDDEN, 0)
        return answer(question, Moment([view], counts, found, beyond=place - size), self._space)

    def find(self, wanted: U64, counts: I64, found: U32) -> None:
        """As `Segment.find`, after the last case."""
        lists = self._lists
        _find(lists.keys, lists.edges, lists.ids, lists.unlisted, wanted, len(self.seqs), counts, found)

    def read(
        self, counts: I64, found: U32, take: I64, hidden: U8, base: int, out: U32, at: int, starts: I64, lengths: I64
    ) -> int:
        """As `Segment.read`; nothing is hidden here."""
        lists = self._lists
        end: int = _read(
            lists.edges, lists.ids, lists.unlisted, counts, found, take, base, out, at, starts, lengths
        )
        if end < 0:
            raise ValueError("cases of a key were asked for that the block was not told of")
        return end


def block(places: I64, keys: Sequence[U64], earlier: Sequence[Earlier], loads_of: F32) -> Block:
    """A block of the cases at `places` (ascending) with these keys; `loads_of[place]` for every place that occurs.

    Several of `earlier` may be of one key: all their places count, without those inside the block.
    """
    own = mix(np.concatenate([np.empty(0, np.uint64), *keys]))
    owners = np.repeat(places, [len(each) for each in keys])
    told = mix(np.array([each.key for each in earlier], dtype=np.uint64))
    sizes = [len(each.places) for each in earlier]
    all_keys = np.concatenate([np.repeat(told, sizes), own])
    all_places = np.concatenate([np.empty(0, np.int64), *(each.places for each in earlier), owners])
    order = np.lexsort((all_places, all_keys))
    all_keys, all_places = all_keys[order], all_places[order]
    first = np.ones(len(all_keys), dtype=bool)
    first[1:] = (all_keys[1:] != all_keys[:-1]) | (all_places[1:] != all_places[:-1])
    all_keys, all_places = all_keys[first], all_places[first]
    seqs = np.unique(all_places)
    distinct, begins = np.unique(all_keys, return_index=True)
    edges = np.append(begins, len(all_keys)).astype(np.int64)
    counted = {key: each.before for key, each in zip(told.tolist(), earlier, strict=True) if each.before >= 0}
    before = np.array([counted.get(key, 0) for key in distinct.tolist()], dtype=np.int64)
    start = places[0] if len(places) else 0
    listed = np.add.reduceat((all_places < start).astype(np.int64), begins) if len(begins) else before
    lists = _Lists(
        read_only(distinct, np.uint64), read_only(edges, np.int64),
        read_only(np.searchsorted(seqs, all_places), np.uint32), read_only(before - listed, np.int64),
    )  # fmt: skip
    return Block(seqs, read_only(loads_of[seqs], np.float32), lists)


@kernel
def _find(keys: U64, edges: I64, ids: U32, unlisted: I64, wanted: U64, limit: int, counts: I64, found: U32) -> None:
    """For each wanted key how many cases before ordinal `limit` have it, and which of `keys` it is."""
    for k in range(wanted.size):
        at = np.searchsorted(keys, wanted[k])
        counts[k] = 0
        if at == keys.size or keys[at] != wanted[k]:
            continue
        low, high = edges[at], edges[at + 1]
        while low < high:
            middle = (low + high) // 2
            if ids[middle] < limit:
                low = middle + 1
            else:
                high = middle
        counts[k] = unlisted[at] + low - edges[at]
        found[k] = at


@kernel
def _read(
    edges: I64, ids: U32, unlisted: I64, counts: I64, found: U32, take: I64, base: int, out: U32, at: int, starts: I64,
    lengths: I64,
) -> int:  # fmt: skip
    """`index.postings_coding.read_lists`; -1 where a list does not reach as far back as is asked for."""
    for k in range(counts.size):
        starts[k] = at
        lengths[k] = 0
        wanted = min(take[k], counts[k])
        if wanted == 0:
            continue
        key = np.int64(found[k])
        end = edges[key] + counts[k] - unlisted[key]
        if end - wanted < edges[key]:
            return -1
        for i in range(wanted):
            out[at] = base + ids[end - 1 - i]
            at += 1
        lengths[k] = wanted
    return at
