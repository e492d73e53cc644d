"""Does one caller ask for more than its share? A token bucket for each key.

A bucket fills at `rate` tokens a second up to `burst`; a call takes one. Who finds none is told when the next one is there. Used
from one event loop. Not for: too much work from all of them together (`service.lanes`).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from service.errors import TooMany

WHOLE = 1 - 1e-6
"""Of a token: who waited exactly as long as he was told must not fail by a rounding of the clock."""


class Limits:
    """Buckets by the key's name. `rate` 0: no limits. There are as many buckets as keys: unknown keys never come here."""

    def __init__(self, rate: int, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._buckets: dict[str, tuple[float, float]] = {}  # tokens, and when that was so

    def take(self, name: str) -> None:
        """Count one call. Raises TooMany, which says in how many seconds the next one is welcome."""
        if not self._rate:
            return
        now = self._clock()
        tokens, at = self._buckets.get(name, (float(self._burst), now))
        tokens = min(float(self._burst), tokens + (now - at) * self._rate)
        if tokens < WHOLE:
            self._buckets[name] = (tokens, now)
            raise TooMany(math.ceil((1 - tokens) / self._rate))
        self._buckets[name] = (tokens - 1, now)
