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
MOST_CHARACTERS = 20_000_000
"""… and characters of their texts, each of which takes about 8 bytes in one form or another: 20,000 letters of 1,000 characters."""


class KnownCache:
    """Least recently used cases go first. Thread-safe."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._cases: OrderedDict[int, Known] = OrderedDict()
        self._characters = 0
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
            for seq, known in cases.items():
                self._drop(seq)
                self._cases[seq] = known
                self._characters += len(known.case.text)
            while len(self._cases) > self._capacity or self._characters > MOST_CHARACTERS:
                self._drop(next(iter(self._cases)))

    def forget(self, seqs: Sequence[int]) -> None:
        """These have changed or are about to."""
        with self._lock:
            self._version += 1
            for seq in seqs:
                self._drop(seq)

    def clear(self) -> None:
        with self._lock:
            self._version += 1
            self._cases.clear()
            self._characters = 0

    def _drop(self, seq: int) -> None:
        known = self._cases.pop(seq, None)
        if known is not None:
            self._characters -= len(known.case.text)
