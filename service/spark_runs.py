"""How is a run of equal keys followed where it goes on from one partition into the next?

Rows sorted by key and place and cut into partitions anywhere: even the commonest key spreads over as many machines as it
needs, and none ever waits for one that got it all. Each partition tells how its last run stands (`standing`), the driver
hands that on (`carried`), and then each partition knows the rank of every row as if all lay in one array (`Run`). Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

I64 = NDArray[np.int64]
Key = tuple[int, ...]
_NONE: I64 = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Carry:
    """What stands of a key before a partition: `count` rows, the first places of them (`head`) and the last (`tail`)."""

    key: Key = ()
    count: int = 0
    head: I64 = field(default_factory=lambda: _NONE)
    tail: I64 = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class Standing:
    """A partition's first key and place, which no other has, and its last run, as far as it lies there; `whole`: there is no
    other run in it."""

    first: Key
    place: int
    whole: bool
    last: Carry


def standing(keys: Sequence[I64], places: I64, head: int, tail: int) -> Standing:
    """How a partition of at least one row stands: of its last run up to `head` and `tail` places."""
    begin = int(run_begins(keys)[-1])
    run = places[begin:]
    key = tuple(int(column[-1]) for column in keys)
    last = Carry(key, len(run), run[:head].copy(), run[len(run) - min(tail, len(run)) :].copy())
    return Standing(*beginning(keys, places), begin == 0, last)


def beginning(keys: Sequence[I64], places: I64) -> tuple[Key, int]:
    """The first key and place of a partition: it is known by them wherever it is computed again."""
    return tuple(int(column[0]) for column in keys), int(places[0])


def carried(standings: Iterable[Standing], head: int, tail: int) -> dict[tuple[Key, int], Carry]:
    """What each partition that has rows, by its `beginning`, must know of the run that goes on in it."""
    found: dict[tuple[Key, int], Carry] = {}
    before = Carry()
    for each in sorted(standings, key=lambda standing: (standing.first, standing.place)):
        goes_on = before.count > 0 and before.key == each.first
        found[each.first, each.place] = before if goes_on else Carry()
        before = _after(before, each.last, head, tail) if goes_on and each.whole else each.last
    return found


def _after(one: Carry, other: Carry, head: int, tail: int) -> Carry:
    first = np.concatenate([one.head, other.head])[:head]
    last = np.concatenate([one.tail, other.tail])
    return Carry(other.key, one.count + other.count, first, last[len(last) - min(tail, len(last)) :])


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A partition whose rows know where they stand: `ranks[i]` rows with its key stand before row i, in all partitions.

    `reach` holds places: what was carried along (the last ones), then the rows'; row i stands at `ahead` + i.
    `begins`: where in this partition the run of each row begins.
    """

    places: I64
    begins: I64
    ranks: I64
    carry: Carry

    @property
    def ahead(self) -> int:
        return len(self.carry.tail)

    @property
    def reach(self) -> I64:
        return np.concatenate([self.carry.tail, self.places])

    def firsts(self) -> I64:
        """The first place of each row's run. Needs a head of at least one."""
        first = self.places[self.begins]
        if self.carry.count:
            first = np.where(self.begins == 0, self.carry.head[0], first)
        return first


def run_of(keys: Sequence[I64], places: I64, carry: Carry) -> Run:
    """The rows of one partition, which begin with the key of `carry` where anything is carried."""
    begins = run_begins(keys)
    ranks = np.arange(len(places)) - begins
    if carry.count:
        ranks = np.where(begins == 0, ranks + carry.count, ranks)
    return Run(places, begins, ranks, carry)


def run_begins(keys: Sequence[I64]) -> I64:
    """For each row where the run of its key begins."""
    count = len(keys[0])
    goes_on = np.zeros(count, dtype=bool)
    goes_on[1:] = np.logical_and.reduce([column[1:] == column[:-1] for column in keys])
    return np.maximum.accumulate(np.where(goes_on, 0, np.arange(count))) if count else np.arange(0)


def near_in_run(run: Run, most: int) -> tuple[I64, I64]:
    """Pairs of places: each row with up to `most` before it in its run, and with the run's first. Needs a tail of `most`."""
    reach, rows = run.reach, np.arange(len(run.places)) + run.ahead
    older, newer = [_NONE], [_NONE]
    for step in range(1, most + 1):
        has = run.ranks >= step
        older.append(reach[rows[has] - step])
        newer.append(run.places[has])
    far = run.ranks > most
    older.append(run.firsts()[far])
    newer.append(run.places[far])
    return np.concatenate(older), np.concatenate(newer)
