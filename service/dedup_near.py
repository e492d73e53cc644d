"""Which cases of a pile are copies of each other, word for word or nearly so?

Sign all texts (`engine.sketch`), let equal bands propose pairs and measure each pair exactly without its boilerplate, then
join what holds, best first, unless a named place or number speaks against it (`service.dedup_groups`).
Not for: the same matter in other words (tier "matter", `service.dedup_matter`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import overload

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine import sketch
from engine.case import Case
from service.near_pool import NearPool
from service.near_steps import Joined, Pairs, Signed
from service.progress import Progress

REACH = 8  # in a run of equal bands each text is measured against so many before it, and against the first
EQUAL = "equal without spaces and punctuation"
MOST_WAITING = 100_000_000  # proposals kept before equal ones are made one, in the worst case: 0.8 GB
MOST_THREADS = 4  # bands worked on at a time; where all texts are alike each has 72 bytes a text


class Edge(msgspec.Struct, frozen=True, gc=False):
    """Cases `a` < `b` (their places in the pile) are alike: `score` is their exact Jaccard, 1.0 for equal texts.

    `agreed` is what both name, with a semicolon before each; few of a million edges have one of their own.
    """

    a: int
    b: int
    relation: str  # EXACT_COPY | NEAR_COPY
    score: float
    agreed: str = ""

    @property
    def evidence(self) -> str:
        """For people."""
        return EQUAL if self.relation == "EXACT_COPY" else f"4-gram Jaccard {self.score:.4f}{self.agreed}"


class Edges(Sequence[Edge]):
    """Edges in arrays, each made when it is asked for: as objects, those of a million cases take 300 MB."""

    def __init__(
        self, pairs: Pairs, scores: NDArray[np.float64], agreed: NDArray[np.object_], exact: NDArray[np.bool_]
    ) -> None:
        self.pairs, self.scores, self.agreed, self.exact = pairs, scores, agreed, exact

    def __len__(self) -> int:
        return len(self.pairs)

    @overload
    def __getitem__(self, at: int) -> Edge: ...
    @overload
    def __getitem__(self, at: slice) -> Edges: ...
    def __getitem__(self, at: int | slice) -> Edge | Edges:
        if isinstance(at, slice):
            return Edges(self.pairs[at], self.scores[at], self.agreed[at], self.exact[at])
        older, newer = self.pairs[at].tolist()
        return Edge(older, newer, "EXACT_COPY" if self.exact[at] else "NEAR_COPY", float(self.scores[at]), self.agreed[at])

    def __iter__(self) -> Iterator[Edge]:
        return map(self.__getitem__, range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as of every other list


@dataclass(frozen=True, slots=True)
class NearResult:
    """`group[i]` is the place of the first case that case i is a copy of, i itself if none.

    `vetoed` pairs are alike in wording and name things that exclude each other; `short` texts have too few words to be
    compared other than by equality.
    """

    group: tuple[int, ...]
    edges: Edges
    vetoed: int
    short: int = 0


def near_copies(cases: Sequence[Case], progress: Progress, *, workers: int = 1) -> NearResult:
    """Copies among `cases`, in the order given. The same cases give the same answer with any number of workers."""
    total = len(cases)
    with NearPool(cases, workers) as pool:
        signed = pool.sign(lambda done: progress.report(done, 2 * total, "signed"))
        exact, firsts = _equal_texts(signed)
        pairs = proposed(signed.bands, firsts, workers=workers)
        pairs = pairs[signed.secret[pairs[:, 0]] == signed.secret[pairs[:, 1]]]  # R0
        short = int(np.count_nonzero(signed.bands[:, 0] == sketch.NO_BAND))
        del signed
        steps = _Steps(progress, total, 2 * len(pairs))
        scores = pool.verify(pairs, steps.measured)
        held = scores > 0
        return near_groups(total, exact, pool.join(pairs[held], scores[held], steps.joined), short)


def near_groups(total: int, exact: Pairs, joined: Iterable[tuple[NDArray[np.int64], Joined]], short: int) -> NearResult:
    """The groups of `total` cases: `exact` has each repeated text with its first, `joined` the components of the first ones
    with the places of their texts, in any order."""
    group = np.arange(total)
    parts: list[Joined] = []
    for places, part in joined:
        group[places] = part.roots
        parts.append(part)
    group[exact[:, 1]] = group[exact[:, 0]]
    return NearResult(tuple(group.tolist()), _edges(exact, parts), sum(part.vetoed for part in parts), short)


def _edges(exact: Pairs, parts: Sequence[Joined]) -> Edges:
    """All edges by their places."""
    pairs = np.concatenate([exact, *(part.edges for part in parts)])
    scores = np.concatenate([np.ones(len(exact)), *(part.scores for part in parts)])
    agreed = np.full(len(pairs), "", dtype=object)
    agreed[len(exact) :] = [word for part in parts for word in part.agreed]
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    return Edges(pairs[order], scores[order], agreed[order], order < len(exact))


@dataclass(slots=True)
class _Steps:
    """Progress behind the signing, which is the first half."""

    progress: Progress
    total: int
    pairs: int
    done: int = 0

    def measured(self, pairs: int) -> None:
        self._report(pairs, "measured")

    def joined(self, pairs: int) -> None:
        self._report(pairs, "joined")

    def _report(self, pairs: int, note: str) -> None:
        self.done += pairs
        self.progress.report(self.total + self.total * self.done // max(1, self.pairs), 2 * self.total, note)


def _equal_texts(signed: Signed) -> tuple[Pairs, NDArray[np.int64]]:
    """Each repeated text with its first, and the places of the first ones.

    What is confidential is matched only inside itself (R0). "催一下" of two persons is not one matter; of one person it
    may be: short texts are equal only if `signed.person` is.
    """
    columns = (signed.exact[:, 0], signed.exact[:, 1], signed.secret, signed.person)
    order = np.lexsort(columns)  # stable: equal ones stay in the order of the pile
    same = np.zeros(len(order), dtype=bool)
    same[1:] = np.logical_and.reduce([column[order[1:]] == column[order[:-1]] for column in columns])
    begins = np.maximum.accumulate(np.where(same, 0, np.arange(len(order)))) if len(order) else order
    repeated = np.flatnonzero(same)
    return np.stack([order[begins[repeated]], order[repeated]], axis=1), np.sort(order[~same])


def proposed(bands: NDArray[np.uint64], firsts: NDArray[np.int64], *, workers: int = 1) -> Pairs:
    """Distinct pairs (a < b) of `firsts` (ascending), shape (m, 2), sorted, that share a band.

    Linear in the texts even if all are alike: see REACH.
    """
    count = len(bands)
    codes = np.zeros(0, np.int64)
    waiting: list[NDArray[np.int64]] = []
    at_once = min(workers, MOST_THREADS)
    with ThreadPoolExecutor(at_once) as threads:  # sorting lets other threads run
        for start in range(0, bands.shape[1], at_once):
            some = range(start, min(start + at_once, bands.shape[1]))
            waiting += threads.map(lambda band: _of_band(bands[firsts, band], firsts, count), some)
            if sum(map(len, waiting)) > MOST_WAITING:
                codes = _distinct([codes, *waiting])
                waiting.clear()
    codes = _distinct([codes, *waiting])
    return np.stack([codes // count, codes % count], axis=1) if count else np.zeros((0, 2), np.int64)


def _distinct(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """What is in `parts`, sorted, each once. numpy.unique asks a hash table first: 3.9 instead of 0.5 s for 7.5 million."""
    found: NDArray[np.int64] = np.sort(np.concatenate(parts))
    distinct: NDArray[np.bool_] = np.diff(found, prepend=-1) != 0
    return found[distinct]


def _of_band(keys: NDArray[np.uint64], places: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """a·count + b for the pairs of one band: each text with up to REACH before it in its run, and with the run's first."""
    order = _in_runs(keys)
    keys, numbers = keys[order], places[order]
    goes_on = np.zeros(len(keys), dtype=bool)
    goes_on[1:] = (keys[1:] == keys[:-1]) & (keys[1:] != sketch.NO_BAND)
    inside = np.flatnonzero(goes_on)
    heads = np.flatnonzero(~goes_on)
    begun = heads[np.searchsorted(heads, inside) - 1]
    found = []
    for step in range(1, REACH + 1):
        same = inside[inside - step >= begun]
        found.append(numbers[same - step] * count + numbers[same])
    far = inside - begun > REACH
    found.append(numbers[begun[far]] * count + numbers[inside[far]])
    return np.concatenate(found)


def _in_runs(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """An order in which equal keys stand together, each run in the order given.

    The upper bits of a key with its place below them are sorted ten times as fast as keys by their places. Where two keys
    differ only below, which happens once in hundreds of piles of a million, they are sorted in the slow way.
    """
    width = np.uint64(max(1, len(keys) - 1).bit_length())
    low = (np.uint64(1) << width) - np.uint64(1)
    packed = np.sort(keys & ~low | np.arange(len(keys), dtype=np.uint64))
    order = (packed & low).astype(np.int64)
    upper = packed >> width
    if np.any((upper[1:] == upper[:-1]) & (keys[order[1:]] != keys[order[:-1]])):
        return np.argsort(keys, kind="stable")
    return order
