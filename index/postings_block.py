"""Which earlier cases share keys with those of one block, where no process holds the whole index?

A batch that is spread over machines cuts its cases, in order of arrival, into blocks. A block knows its own cases; of each of
their keys it is told how many cases before the block have it, and which, as far as `candidates` may ask for them. All
that lies in one `index.postings_delta.Delta`, and the same compiled answer reads it (`index.postings_query`): what comes back
is what `index.postings.Postings` gives to a case that arrives after all before it, to the last bit. Not for: cases that
change or go; a batch has none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engine.kernels import read_only
from index.arrays import F32, I64, U8, U32, U64
from index.postings import MUST_CAP
from index.postings_delta import Delta
from index.postings_query import Moment, Picture, View, Workspace, answer, ask
from index.postings_sorting import mix

CROWD = -1
"""Place of the stand-in for all cases that no list names."""
_NOWHERE = 1e-30
"""Its load: it comes before all others where it is met at all, and then a list is missing."""
_NOTHING_HIDDEN: U8 = np.empty(0, dtype=np.uint8)
_NONE_GROWS: tuple[I64, U32] = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.uint32))


@dataclass(frozen=True, slots=True)
class Earlier:
    """Of one key: `before` cases ahead of the block have it; `places` (ascending) are all of them, or the newest, or none.

    A negative `before`: more places of a key, whose number another one tells (none where the block has the first).
    """

    key: int
    before: int
    places: I64


class Block:
    """Make one with `block`. Cases are asked about in order of their places, each at most once."""

    def __init__(self, delta: Delta, coming: Sequence[tuple[int, U64, float]]) -> None:
        """`delta` holds what is before the block; `coming` are its cases: place, mixed keys, load."""
        self._delta = delta
        self._coming = deque(coming)
        self._space = Workspace()

    def candidates(
        self, place: int, keys: U64, weights: F32, *, limit: int, cap: int, must: U64, must_cap: int = MUST_CAP
    ) -> tuple[I64, F32, bool]:
        """As `Postings.candidates`, for the case at `place`, with places for seqs.

        Raises ValueError where cases are asked for that the block was not told of, or for a place that is past.
        """
        delta = self._delta
        while self._coming and self._coming[0][0] < place:
            delta.add(self._coming[0][0], self._coming[0][1], 0, self._coming[0][2])
            self._coming.popleft()
        if not self._coming or self._coming[0][0] != place:
            raise ValueError(f"place {place} is not in this block or is past")
        picture = Picture([View(delta, len(delta), _NOTHING_HIDDEN, 0)])
        beyond = place - len(delta)  # the stand-in is one of the crowd; -1 where all are listed
        question = ask(keys, weights, limit=limit, cap=cap, must=must, must_cap=must_cap)
        seqs, scores, capped = answer(question, Moment(picture, *_NONE_GROWS, beyond), self._space)
        if CROWD in seqs:
            raise ValueError("cases of a key were asked for that the block was not told of")
        return seqs, scores, capped


def block(places: I64, keys: Sequence[U64], earlier: Sequence[Earlier], loads_of: F32) -> Block:
    """A block of the cases at `places` (ascending) with these keys; `loads_of[place]` for every place that occurs.

    Several of `earlier` may be of one key: all their places count, without those inside the block.
    """
    told, listed = _listed(earlier, int(places[0]) if len(places) else 0)
    own = [read_only(mix(each), np.uint64) for each in keys]
    numbers, counts = np.unique(told, return_counts=True)
    before = {each.key: each.before for each in earlier if each.before > 0}
    named = dict(zip(numbers.tolist(), counts.tolist(), strict=True))
    unlisted = {key: many - named.get(key, 0) for key, many in before.items() if many > named.get(key, 0)}
    seqs, begins = np.unique(listed, return_index=True)
    delta = Delta(len(unlisted) + len(told) + sum(map(len, own)), 1 + len(seqs) + len(own))
    crowd = read_only(mix(np.array(list(unlisted), dtype=np.uint64)), np.uint64)
    delta.stand_in(CROWD, crowd, np.array(list(unlisted.values()), dtype=np.int64), _NOWHERE)
    mixed = read_only(mix(told), np.uint64)
    for place, (begin, end) in zip(seqs.tolist(), pairwise([*begins.tolist(), len(mixed)]), strict=True):
        delta.add(place, mixed[begin:end], 0, float(loads_of[place]))
    return Block(delta, [(at, each, float(loads_of[at])) for at, each in zip(places.tolist(), own, strict=True)])


def _listed(earlier: Sequence[Earlier], start: int) -> tuple[U64, I64]:
    """Distinct pairs of a key and a place before `start`, by place."""
    sizes = [len(each.places) for each in earlier]
    keys = np.repeat(np.array([each.key for each in earlier], dtype=np.uint64), sizes)
    places = np.concatenate([np.empty(0, np.int64), *(each.places for each in earlier)])
    keys, places = keys[places < start], places[places < start]
    order = np.lexsort((keys, places))
    keys, places = keys[order], places[order]
    first = np.ones(len(keys), dtype=bool)
    first[1:] = (keys[1:] != keys[:-1]) | (places[1:] != places[:-1])
    return keys[first], places[first]
