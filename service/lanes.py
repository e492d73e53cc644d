"""How do blocking calls of the desk run without blocking the event loop, and what happens when too many come?

Two lanes of threads: calls that read are bound by the processor and want few threads, calls that write wait for one
shared commit and want many. A lane turns a call away at once when its queue is full or when it would wait for longer than
`patience`, by the pace of the last calls; and what has waited that long nonetheless is not begun: whoever sent it has given up,
or will. An answer of 503 now is worth more than a late one, and everybody else's answer stays quick. `admit` is asked before
anything is done for a call: refusing must cost little, or the refused ones make the others wait.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import TypeVar

from service.errors import Overloaded
from service.metrics import Metrics

PACE_SHARE = 0.1
"""Weight of the latest call in the mean time of a call: about the last twenty count."""

Answer = TypeVar("Answer")


class Lane:
    """A pool of `threads` with at most `queue_limit` waiting callers, for `patience` seconds each. Used from one event loop."""

    def __init__(
        self, name: str, threads: int, queue_limit: int, metrics: Metrics, *, patience: float = math.inf
    ) -> None:
        self._threads = threads
        self._limit = threads + queue_limit
        self._patience = patience
        self._pace = 0.0  # seconds that a call takes in its thread, without waiting
        self._callers = 0
        self._gauge = metrics.waiting.labels(name)
        self._refused = metrics.refused.labels(name)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=f"leian-{name}")

    def admit(self) -> None:
        """Raises Overloaded where a call would be turned away now: asked before anything is done for it."""
        wait = max(0, self._callers + 1 - self._threads) * self._pace / self._threads
        if self._callers >= self._limit or wait > self._patience:
            raise self._overloaded(wait)

    async def run(self, call: Callable[[], Answer]) -> Answer:
        """The result of `call`, made in a thread. Raises Overloaded, or what `call` raises."""
        self.admit()
        self._callers += 1
        self._gauge.set(self._callers)
        came = monotonic()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: self._begin(call, came))
        finally:
            self._callers -= 1
            self._gauge.set(self._callers)

    def close(self) -> None:
        """Take no more calls; running ones end by themselves."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _begin(self, call: Callable[[], Answer], came: float) -> Answer:
        """In a thread of the pool."""
        started = monotonic()
        if started - came > self._patience:
            raise self._overloaded(started - came)
        try:
            return call()
        finally:
            self._pace += PACE_SHARE * (monotonic() - started - self._pace)

    def _overloaded(self, wait: float) -> Overloaded:
        self._refused.inc()
        return Overloaded(retry_after=max(1, math.ceil(wait)))
