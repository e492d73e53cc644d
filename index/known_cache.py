"""Which earlier cases were read a moment ago?

A bounded memory of decoded cases, so that a candidate met again costs nothing. Only committed content may stay: whatever is
changed is forgotten, and what a reader loaded before a change is not put back after it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence

from engine.relate import Known

CAPACITY = 20_000
"""Cases kept; about 4 KB each."""


class KnownCache:
    """Least recently used cases go first. Thread-safe."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._cases: OrderedDict[int, Known] = OrderedDict()
        self._lock = threading.Lock()
        self._version = 0

    @property
    def version(self) -> int:
        """Grows with every `forget` and `clear`; take it before reading what is to be put."""
        return self._version

    def get_many(self, seqs: Iterable[int]) -> dict[int, Known]:
        """Those of `seqs` that are here."""
        with self._lock:
            found = {seq: self._cases[seq] for seq in seqs if seq in self._cases}
            for seq in found:
                self._cases.move_to_end(seq)
        return found

    def put_many(self, cases: Mapping[int, Known], version: int) -> None:
        """Remember what was read at `version`; nothing where something was forgotten meanwhile."""
        with self._lock:
            if version != self._version:
                return
            self._cases.update(cases)
            while len(self._cases) > self._capacity:
                self._cases.popitem(last=False)

    def forget(self, seqs: Sequence[int]) -> None:
        """These have changed or are about to."""
        with self._lock:
            self._version += 1
            for seq in seqs:
                self._cases.pop(seq, None)

    def clear(self) -> None:
        with self._lock:
            self._version += 1
            self._cases.clear()
