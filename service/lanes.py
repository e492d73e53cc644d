"""How do blocking calls of the desk run without blocking the event loop, and what happens when too many come?

Two lanes of threads: calls that read are bound by the processor and want few threads, calls that write wait for one
shared commit and want many. A lane that has more callers than threads and queue turns further ones away at once:
an answer of 503 now is worth more than a late one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from service.errors import Overloaded
from service.metrics import Metrics

Answer = TypeVar("Answer")


class Lane:
    """A pool of `threads` with at most `queue_limit` waiting callers. Used from one event loop."""

    def __init__(self, name: str, threads: int, queue_limit: int, metrics: Metrics) -> None:
        self._limit = threads + queue_limit
        self._callers = 0
        self._gauge = metrics.waiting.labels(name)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=f"leian-{name}")

    async def run(self, call: Callable[[], Answer]) -> Answer:
        """The result of `call`, made in a thread. Raises Overloaded, or what `call` raises."""
        if self._callers >= self._limit:
            raise Overloaded
        self._callers += 1
        self._gauge.set(self._callers)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, call)
        finally:
            self._callers -= 1
            self._gauge.set(self._callers)

    def close(self) -> None:
        """Take no more calls; running ones end by themselves."""
        self._pool.shutdown(wait=False, cancel_futures=True)
