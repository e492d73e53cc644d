"""How is the judging of a pile spread over the cores?

The steps of `service.matter_steps` and `service.matter_block`, chunk by chunk, in processes of their own where the pile lies in a
spool and is large; what is done already is not done again. No case passes through this process, and no answer depends on how many
there are.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from types import TracebackType
from typing import Self

import numpy as np

from engine.case import Case
from service.matter_block import Ground
from service.matter_steps import (
    Folder,
    merge_range,
    prepare_chunk,
    range_bases,
    ranges,
    settle_prepared,
    tools_of,
    write_judged,
)
from service.model_choice import shipped
from service.spool import SpooledCases
from service.worker import settle

WORTH_PROCESSES = 4_000
"""Cases; starting a worker takes as long as judging a thousand."""

Report = Callable[[int], None]
Step = Callable[["Worker", int], int]


class Worker:
    """One process's view of a run."""

    def __init__(self, folder: Folder, cases: Sequence[Case]) -> None:
        self.folder, self.cases = folder, cases
        self.model = shipped().model
        self.tools = tools_of(self.model)
        self._ground: Ground | None = None

    @property
    def ground(self) -> Ground:
        if self._ground is None:
            self._ground = Ground(self.folder, self.cases, self.model, self.tools)
        return self._ground


class MatterPool:
    """Use as a context; `workers` processes where that is worth it."""

    def __init__(self, folder: Folder, cases: Sequence[Case], workers: int) -> None:
        self._folder = folder
        self._here = Worker(folder, cases)
        self._pool: ProcessPoolExecutor | None = None
        if isinstance(cases, SpooledCases) and workers > 1 and len(cases) >= WORTH_PROCESSES:
            context = multiprocessing.get_context("spawn")  # a fork would take threads' locks along
            self._pool = ProcessPoolExecutor(workers, context, initializer=_open, initargs=(folder, cases))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def prepare(self, report: Report) -> None:
        """All chunks, then their records in one file."""
        folder = self._folder
        if not folder.heads.exists():
            missing = [n for n in range(folder.chunks) if not folder.prepared(n).exists()]
            self._all(_prepare, missing, report)
            settle_prepared(folder)

    def merge(self) -> None:
        """The lists of all keys."""
        folder = self._folder
        parts = ranges(np.load(folder.heads))
        missing = [part for part in range(parts) if not folder.lists(part).exists()]
        if missing:
            bases = range_bases(folder, parts).tolist()
            if not folder.places.exists():
                with folder.places.open("wb") as file:
                    file.truncate(bases[-1] * np.dtype(np.uint32).itemsize)
            self._all(partial(_merge, parts, bases), missing, lambda done: None)

    def judge(self, report: Report) -> None:
        """All chunks."""
        missing = [n for n in range(self._folder.chunks) if not self._folder.judged(n).exists()]
        self._all(_judge, missing, report)

    def _all(self, step: Step, numbers: Sequence[int], report: Report) -> None:
        """`report` is told how many of the numbers are left."""
        for done, _ in enumerate(self._each(step, numbers), 1):
            report(len(numbers) - done)

    def _each(self, step: Step, numbers: Sequence[int]) -> Iterator[int]:
        if self._pool:
            return self._pool.map(partial(_there, step), numbers)
        return map(partial(step, self._here), numbers)


def _prepare(worker: Worker, number: int) -> int:
    prepare_chunk(worker.folder, number, worker.cases, worker.tools)
    return number


def _merge(parts: int, bases: Sequence[int], worker: Worker, part: int) -> int:
    merge_range(worker.folder, part, parts, bases[part])
    return part


def _judge(worker: Worker, number: int) -> int:
    write_judged(worker.folder, number, worker.ground.judge_chunk(number))
    return number


_opened: list[Worker] = []
"""Of a worker process; filled once, when it starts."""


def _open(folder: Folder, cases: SpooledCases) -> None:
    settle()
    _opened.append(Worker(folder, cases))


def _there(step: Step, number: int) -> int:
    return step(_opened[0], number)
