"""How is the work of looking for copies spread over the cores?

The steps of `service.near_steps`, each over parts of the pile. Cases in a spool are read by the worker processes themselves,
so that no text passes through this one; other sequences are worked on here. The answer does not depend on which.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import pairwise
from types import TracebackType
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine import sketch
from engine.case import Case
from service.near_steps import Joined, Pairs, Signed, components, join, sign, verify
from service.spool import SpooledCases, View, view_of

SIGN_CHUNK = 5_000  # texts: 5 MB of code points, a few times over, and 3 MB of signatures
PAIRS_CHUNK = 4_000  # pairs to measure or to join at a time: some 1,500 texts, a tenth of a second
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
        """`near_steps.verify` over these pairs; those of one component stand together, so that each text is folded once."""
        order = np.argsort(_labels(pairs), kind="stable")
        scores = np.zeros(len(pairs))
        chunks = [order[at : at + PAIRS_CHUNK] for at in range(0, len(order), PAIRS_CHUNK)]
        for chunk, part in zip(chunks, self._each(_verify, (pairs[chunk] for chunk in chunks)), strict=True):
            scores[chunk] = part
            report(len(part))
        return scores

    def join(self, pairs: Pairs, scores: NDArray[np.float64], report: Report) -> Iterator[tuple[NDArray[np.int64], Joined]]:
        """`near_steps.join` over the components of these pairs, many small ones at a time; with the places of its texts."""
        chunks = whole_components(pairs)
        work = ((pairs[chunk], scores[chunk]) for chunk in chunks)
        for chunk, part in zip(chunks, self._each(_join, work), strict=True):
            report(len(chunk))
            yield np.unique(pairs[chunk]), part

    def _each(self, work: Work[P, T], parts: Iterable[P]) -> Iterator[T]:
        if self._pool:
            return self._pool.map(partial(_there, work), parts)
        return map(partial(work, self._cases), parts)


def whole_components(pairs: Pairs) -> list[NDArray[np.int64]]:
    """The numbers of these pairs in parts of PAIRS_CHUNK or a little more, no component in two of them."""
    labels = _labels(pairs)
    order = np.argsort(labels, kind="stable")
    begins = np.flatnonzero(np.diff(labels[order], prepend=-1))
    return [order[start:end] for start, end in pairwise(_cut(begins, len(order)))]


def _labels(pairs: Pairs) -> NDArray[np.int64]:
    """The component of each pair."""
    involved = np.unique(pairs)
    inside = np.searchsorted(involved, pairs)
    return components(inside, len(involved))[inside[:, 0]]


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
    gc.freeze()
    gc.set_threshold(200_000)  # the steps make hardly a cycle; looking for some at every 700th slot took a fifth of the time
    _opened.append(cases)


def _there(work: Work[P, T], part: P) -> T:
    return work(_opened[0], part)


def _sign(cases: Sequence[Case], part: tuple[int, int]) -> Signed:
    places = np.arange(*part)
    return sign(_views(cases, places), places)


def _verify(cases: Sequence[Case], pairs: Pairs) -> NDArray[np.float64]:
    places = np.unique(pairs)
    return verify([view.text for view in _views(cases, places)], np.searchsorted(places, pairs))


def _join(cases: Sequence[Case], part: tuple[Pairs, NDArray[np.float64]]) -> Joined:
    places = np.unique(part[0])
    return join(_views(cases, places), places, *part)


def _views(cases: Sequence[Case], places: NDArray[np.int64]) -> list[View]:
    if isinstance(cases, SpooledCases):
        return cases.views(places)
    return [view_of(cases[place]) for place in places.tolist()]
