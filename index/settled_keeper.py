"""Who makes the sentence vectors, and who notices that it is time to learn?

One thread, which waits for what is put down. It encodes in a process of its own (`index.sentence_process`) and learns in another
(`index.precedent_learner`), so that it takes next to nothing of the interpreter of those who ask.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

from index.precedent_columns import SettledCase
from index.precedents import PrecedentIndex
from index.sentence_process import SentenceProcess, behind
from index.sentences import Encoder

BEHIND = 16
"""Cases that may wait for their sentence vectors."""
QUIET = 0.5
"""Seconds without a new case after which what is there is learned from, though it be little more than at the last time."""
GROWTH_WHEN_QUIET = 1.01
"""How much more it must be all the same."""


class Keeper:
    """One per index. `case_of` gives a settled case by its seq, None where it is gone."""

    def __init__(self, index: PrecedentIndex, encoder: Encoder | None, case_of: Callable[[int], SettledCase | None]) -> None:
        self._index, self._case_of = index, case_of
        self._behind = behind(encoder) if encoder is not None else None
        self._waiting: SimpleQueue[int | None] = SimpleQueue()
        self._closing = False
        self.made = 0
        """Vectors so far."""
        for seq in index.without_vector() if encoder is not None else ():
            self._waiting.put(seq)
        self._thread = threading.Thread(target=self._run, name="precedents-keep", daemon=True)
        self._thread.start()

    def put_down(self, case: SettledCase) -> None:
        """A case came into the index. Who brings more than the thread can encode does it himself, 2 to 11 ms each, so that an
        archive that is being loaded is never far ahead of its vectors."""
        if self._behind is None or self._waiting.qsize() < BEHIND:
            self._waiting.put(case.seq)
        else:
            self.made += self._index.sense(case)

    def close(self) -> None:
        """Wait for the vector that is being made."""
        self._closing = True
        self._waiting.put(None)
        if isinstance(self._behind, SentenceProcess):
            self._behind.close()
        self._thread.join()

    def _run(self) -> None:
        while not self._closing:
            try:
                seq = self._waiting.get(timeout=QUIET if self._index.due(GROWTH_WHEN_QUIET) else None)
            except Empty:
                self._index.learn_when_due(GROWTH_WHEN_QUIET)
                continue
            if seq is None:
                return
            if self._behind is not None and (case := self._case_of(seq)) is not None:
                self.made += self._index.sense(case, self._behind)
            self._index.learn_when_due()
