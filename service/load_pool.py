"""Who prepares the cases of a long load, while the desk registers those before them?

Preparing needs nothing of the store, so processes of their own do it: the one that registers keeps its interpreter for
what only it can do. A short load is prepared where it is registered, and so is all of it where a process dies.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from types import TracebackType
from typing import Any, Generic, Self, TypeAlias, TypeVar

from engine.case import Case
from engine.prepare import Tools
from index.library import Ready, make_all_ready
from service.worker import leave_with_parent

WORTH = 2_000
"""Cases of one load from which processes are started: they take seconds to come up."""
BATCH = 64
"""Cases that are prepared together; they share one look whether they are there already."""
MOST_WORKERS = 2
"""One prepares as fast as two cases are judged; a third would wait."""


T = TypeVar("T")


def ready_to_judge(cases: Sequence[Case], tools: Tools) -> list[Ready]:
    """What `Library.submit` begins with, of each case."""
    ready = list(make_all_ready(cases, tools))
    for subject, _ in ready:
        _ = subject.prepared.record  # made here, and not by the process that registers
    return ready


Make: TypeAlias = Callable[[Sequence[Case], Tools], list[T]]
"""Makes of each case what is wanted, in their order."""


class PreparingPool(Generic[T]):
    """Use as a context. Not thread-safe."""

    def __init__(self, tools: Tools, make: Make[T], workers: int | None = None) -> None:
        """`make` is a function of a module. `workers`: processes to be used once a load is long;
        None leaves one core to whoever registers, 0 starts none."""
        self._tools, self._make = tools, make
        self._workers = spare_cores() if workers is None else workers
        self._pool: ProcessPoolExecutor | None = None
        self._up: Future[None] | None = None
        self._given = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def feed(
        self, cases: Iterable[Case], fingerprints: Callable[[Sequence[str]], Mapping[str, bytes]]
    ) -> Iterator[tuple[Case, bytes | None, T | None]]:
        """Every case in order, with the fingerprint under its id (None: it is not there) and what is made of it if not."""
        feed = iter(cases)
        ahead: deque[tuple[list[Case], Mapping[str, bytes], Batch[T]]] = deque()
        while True:
            while len(ahead) < (4 * self._workers if self._is_up() else 1) and (coming := list(islice(feed, BATCH))):
                present = fingerprints([case.case_id for case in coming])
                fresh = [case for case in coming if case.case_id not in present]
                ahead.append((coming, present, self._begin(fresh)))
            if not ahead:
                return
            coming, present, batch = ahead.popleft()
            made = iter(batch.made())
            for case in coming:
                known = present.get(case.case_id)
                yield case, known, None if known is not None else next(made)

    def _begin(self, cases: Sequence[Case]) -> Batch[T]:
        self._given += len(cases)
        if self._workers and self._pool is None and self._given >= WORTH:
            # a fork would take threads' locks along, and the store's connections
            self._pool = ProcessPoolExecutor(
                self._workers, multiprocessing.get_context("spawn"), initializer=_equip, initargs=(self._tools, self._make)
            )
            self._up = self._pool.submit(_nothing)
        pool = self._pool if self._is_up() and cases else None
        return Batch(cases, self._tools, self._make, _sent(pool, cases))

    def _is_up(self) -> bool:
        return self._up is not None and self._up.done() and self._up.exception() is None


class Batch(Generic[T]):
    """Cases on their way through a process, or to be prepared here."""

    def __init__(
        self, cases: Sequence[Case], tools: Tools, make: Make[T], future: Future[list[T]] | None
    ) -> None:
        self.cases, self._tools, self._make, self._future = cases, tools, make, future

    def made(self) -> list[T]:
        """All of them, in their order."""
        if self._future is not None:
            try:
                return self._future.result()
            except BrokenProcessPool:  # out of memory, or somebody's kill: it is done here
                pass
        return self._make(self.cases, self._tools)


def cores() -> int:
    """Of this machine, those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spare_cores() -> int:
    """Processes worth starting on this machine beside one that judges."""
    return max(0, min(MOST_WORKERS, cores() - 1))


def _sent(pool: ProcessPoolExecutor | None, cases: Sequence[Case]) -> Future[list[Any]] | None:
    try:
        return None if pool is None else pool.submit(_there, list(cases))
    except BrokenProcessPool:
        return None


_equipment: list[tuple[Tools, Make[Any]]] = []
"""Of a worker process; filled once, when it starts."""


def _equip(tools: Tools, make: Make[Any]) -> None:
    _equipment.append((tools, make))
    leave_with_parent()


def _nothing() -> None:
    """What tells that a process is up."""


def _there(cases: list[Case]) -> list[Any]:
    tools, make = _equipment[0]
    return make(cases, tools)
