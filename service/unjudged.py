"""How does `leian load --unjudged` bring an archive in: prepared by all cores, registered by one, judged by nobody?

See `index.unjudged` for what that means. The same answers a case as from `Desk.load`, in the same order; nothing is pushed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from itertools import islice
from typing import NamedTuple, TypeAlias

from engine.case import Case
from engine.prepare import Tools
from index.arrays import U64
from index.library import Library, make_all_ready
from index.records import fingerprint
from index.search import SearchIndex, read_lines
from index.settled import Settled
from index.unjudged import Filed, Shelved
from service.documents import search_document
from service.load_pool import PreparingPool, cores
from service.outcomes import Loaded

STEP = 256
"""Cases that are stored together; some steps share a commit."""
STEPS_UNDER_WAY = 6


class Slip(NamedTuple):
    """What a process sends back for a case: as little as goes into the store, the postings and the search."""

    record: bytes
    values: U64
    load: float
    lines: tuple[str, str]


Fed: TypeAlias = tuple[Case, bytes | None, Slip | None]
"""A case, the fingerprint that was under its id when somebody looked, and what was made of it where there was none."""


def slips_of(cases: Sequence[Case], tools: Tools) -> list[Slip]:
    """Everything about each case that can be made without the store."""
    slips = []
    for subject, found in make_all_ready(cases, tools):
        case = subject.case
        lines = ("", "") if case.confidential else read_lines(search_document(0, case))
        slips.append(Slip(subject.prepared.record, found.values, found.load, lines))
    return slips


class UnjudgedLoader:
    """A desk's other way of loading; see the module."""

    def __init__(self, library: Library, search: SearchIndex, settled: Settled) -> None:
        self._library, self._search, self._settled = library, search, settled

    def load(self, cases: Iterable[Case], *, workers: int | None = None) -> Iterator[Loaded]:
        """As `Desk.load`; `workers` as for `PreparingPool`, None for one a core."""
        waiting: deque[tuple[list[Fed], Future[Shelved]]] = deque()
        with (
            self._library.unjudged() as shelf,
            PreparingPool(self._library.tools, slips_of, cores() if workers is None else workers) as pool,
        ):
            feed = pool.feed(cases, self._fingerprints)
            while step := list(islice(feed, STEP)):
                filed = [Filed(case, fingerprint(case), s.record, s.values, s.load) for case, _, s in step if s is not None]
                waiting.append((step, shelf.put(filed)))
                if len(waiting) >= STEPS_UNDER_WAY:
                    yield from self._answers(*waiting.popleft())
            while waiting:
                yield from self._answers(*waiting.popleft())

    def _fingerprints(self, case_ids: Sequence[str]) -> Mapping[str, bytes]:
        with self._library.store.read() as reader:
            return reader.fingerprints(case_ids)

    def _answers(self, step: Sequence[Fed], future: Future[Shelved]) -> Iterator[Loaded]:
        shelved = future.result()
        results = zip(shelved.seqs, shelved.fingerprints, strict=True)
        for case, present, slip in step:
            seq, under_id = (0, present) if slip is None else next(results)
            if seq and slip is not None:
                if not case.confidential:
                    self._search.add_new(search_document(seq, case), slip.lines, shelved.change)
                self._settled.put(seq, case)
            yield Loaded("loaded" if seq else "known" if under_id == fingerprint(case) else "conflict")
