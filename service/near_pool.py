"""How is the work of looking for copies spread over the cores?

The steps of `service.near_steps`, each over parts of the pile. Cases in a spool are read by the worker processes themselves,
so that no text passes through this one; other sequences are worked on here. The answer does not depend on which.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine import sketch
from engine.case import Case
from service.near_sets import NOWHERE, Extents, fetch, forget, keep
from service.near_steps import Joined, Pairs, Signed, components, join, shingles, sign, verify
from service.spool import SpooledCases, View, view_of
from service.worker import settle

SIGN_CHUNK = 5_000  # texts: 5 MB of code points, a few times over, and 3 MB of signatures
HASH_CHUNK = 5_000  # texts: 5 MB of hashes
MEASURE_CHUNK = 20_000  # pairs to measure at a time: up to 8,000 sets of hashes, 8 MB
PAIRS_CHUNK = 4_000  # pairs to join at a time: some 1,500 texts, a tenth of a second
COUNTED_FROM = 30  # numbers a pair: with more of them sorting the pairs is faster than counting all numbers
WORTH_PROCESSES = 30_000  # cases; starting a worker takes as long as signing so many

Report = Callable[[int], None]
P = TypeVar("P")
T = TypeVar("T")
Work = Callable[[Sequence[Case], P], T]


class NearPool:
    """Use as a context; `workers` processes where the cases lie in a spool and are many."""

    def __init__(self, cases: Sequence[Case], workers: int) -> None:
        self._cases = cases
        self._pool: ProcessPoolExecutor | None = None
        if isinstance(cases, SpooledCases) and workers > 1 and len(cases) >= WORTH_PROCESSES:
            context = multiprocessing.get_context("spawn")  # a fork would take threads' locks along
            self._pool = ProcessPoolExecutor(workers, context, initializer=_open, initargs=(cases,))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def sign(self, report: Report) -> Signed:
        """`near_steps.sign` over all cases."""
        total = len(self._cases)
        bands, exact = np.empty((total, sketch.BANDS), np.uint64), np.empty((total, 2), np.uint64)
        whole = Signed(bands, exact, np.empty(total, bool), np.empty(total, np.uint64))
        at = 0
        for part in self._each(_sign, [(at, min(at + SIGN_CHUNK, total)) for at in range(0, total, SIGN_CHUNK)]):
            end = at + len(part.secret)
            for column, values in zip(whole, part, strict=True):
                column[at:end] = values
            report(end)
            at = end
        return whole

    def verify(self, pairs: Pairs, report: Report) -> NDArray[np.float64]:
        """`near_steps.verify` over these pairs; each text is hashed once, and those of one component are compared together."""
        places, inside = renumbered(pairs)
        if not isinstance(self._cases, SpooledCases):
            report(len(pairs))
            return verify([view.text for view in _views(self._cases, places)], inside)
        folder = self._cases.folder
        forget(folder)
        parts = (places[at : at + HASH_CHUNK] for at in range(0, len(places), HASH_CHUNK))
        extents = Extents(*map(np.concatenate, zip(*self._each(_hash, parts), strict=True))) if len(places) else NOWHERE
        order = np.argsort(components(inside, len(places))[inside[:, 0]], kind="stable")
        scores = np.zeros(len(pairs))
        chunks = [order[at : at + MEASURE_CHUNK] for at in range(0, len(order), MEASURE_CHUNK)]
        work = (_placed(extents, inside[chunk]) for chunk in chunks)
        for chunk, part in zip(chunks, self._each(_measure, work), strict=True):
            scores[chunk] = part
            report(len(part))
        forget(folder)
        return scores

    def join(self, pairs: Pairs, scores: NDArray[np.float64], report: Report) -> Iterator[tuple[NDArray[np.int64], Joined]]:
        """`near_steps.join` over the components of these pairs, many small ones at a time; with the places of its texts."""
        chunks = whole_components(pairs)
        work = ((pairs[chunk], scores[chunk]) for chunk in chunks)
        for chunk, part in zip(chunks, self._each(_join, work), strict=True):
            report(len(chunk))
            yield renumbered(pairs[chunk])[0], part

    def _each(self, work: Work[P, T], parts: Iterable[P]) -> Iterator[T]:
        if self._pool:
            return self._pool.map(partial(_there, work), parts)
        return map(partial(work, self._cases), parts)


def whole_components(pairs: Pairs) -> list[NDArray[np.int64]]:
    """The numbers of these pairs in parts of PAIRS_CHUNK or a little more, no component in two of them."""
    places, inside = renumbered(pairs)
    labels = components(inside, len(places))[inside[:, 0]]
    order = np.argsort(labels, kind="stable")
    begins = np.flatnonzero(np.diff(labels[order], prepend=-1))
    return [order[start:end] for start, end in pairwise(_cut(begins, len(order)))]


def renumbered(pairs: Pairs) -> tuple[NDArray[np.int64], Pairs]:
    """The texts in `pairs`, ascending, and the pairs as numbers into them."""
    most = int(pairs.max()) + 1 if len(pairs) else 0
    if most > COUNTED_FROM * len(pairs):
        places, inside = np.unique(pairs, return_inverse=True)
        return places, inside.reshape(-1, 2)
    there = np.zeros(most, dtype=np.int64)
    there[pairs.ravel()] = 1
    return np.flatnonzero(there), (np.cumsum(there) - 1)[pairs]


def _placed(extents: Extents, pairs: Pairs) -> tuple[Extents, Pairs]:
    """The sets that are needed for some pairs, and the pairs as numbers into them."""
    places, inside = renumbered(pairs)
    return extents.of(places), inside


def _cut(begins: NDArray[np.int64], total: int) -> Iterator[int]:
    """Where to cut `total` pairs into parts of PAIRS_CHUNK or a little more: only where a component begins."""
    last = 0
    yield last
    for begin in begins.tolist():
        if begin - last >= PAIRS_CHUNK:
            last = begin
            yield last
    if total:
        yield total


_opened: list[SpooledCases] = []
"""The spool of a worker process; filled once, when it starts."""


def _open(cases: SpooledCases) -> None:
    settle()
    _opened.append(cases)


def _there(work: Work[P, T], part: P) -> T:
    return work(_opened[0], part)


def _sign(cases: Sequence[Case], part: tuple[int, int]) -> Signed:
    places = np.arange(*part)
    return sign(_views(cases, places), places)


def _hash(cases: Sequence[Case], places: NDArray[np.int64]) -> Extents:
    return keep(_folder(cases), *shingles([view.text for view in _views(cases, places)]))


def _measure(cases: Sequence[Case], part: tuple[Extents, Pairs]) -> NDArray[np.float64]:
    extents, pairs = part
    return sketch.near_duplicate_score(*fetch(_folder(cases), extents), pairs, score_cutoff=sketch.THRESHOLD)


def _folder(cases: Sequence[Case]) -> Path:
    if not isinstance(cases, SpooledCases):
        raise TypeError("only cases in a spool have a folder")
    return cases.folder


def _join(cases: Sequence[Case], part: tuple[Pairs, NDArray[np.float64]]) -> Joined:
    places = renumbered(part[0])[0]
    return join(_views(cases, places), places, *part)


def _views(cases: Sequence[Case], places: NDArray[np.int64]) -> list[View]:
    if isinstance(cases, SpooledCases):
        return cases.views(places)
    return [view_of(cases[place]) for place in places.tolist()]
