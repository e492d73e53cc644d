"""How is the work of looking for copies spread over the cores?

Two passes over the texts, each in chunks: `sign` (fold, hash, bands) over all, `examine` (strip boilerplate, find slots)
over those that a band proposed. Cases in a spool are read by the worker processes themselves, so that no text passes
through this one; other sequences are worked on here. The answer does not depend on which.
"""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import NamedTuple, Self, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine import sketch
from engine.case import Case
from engine.normalise import bare, canonical
from engine.prepare import content_spans
from engine.slots import Slot, find_slots
from service.dedup_groups import Naming, naming
from service.near_fold import exact_hashes, folded
from service.spool import SpooledCases, View, view_of

SIGN_CHUNK = 10_000  # texts: 10 MB of code points, 5 MB of signatures
EXAMINE_CHUNK = 1_000  # texts; half a second
WORTH_PROCESSES = 30_000  # cases; starting a worker takes as long as signing so many
SHORT = sketch.MIN_SHINGLES + sketch.SHINGLE - 1  # letters

Report = Callable[[int], None]
T = TypeVar("T")
Work = Callable[[Sequence[View], NDArray[np.int64]], T]


class Signed(NamedTuple):
    """Of each text: band keys, two hashes of its letters, whether it is confidential, and for short texts who wrote it."""

    bands: NDArray[np.uint64]
    exact: NDArray[np.uint64]
    secret: NDArray[np.bool_]
    person: NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Examined:
    """Of each text: its shingles without boilerplate (`sketch.shingle_hashes`), and the number of its naming."""

    hashes: NDArray[np.uint32]
    offsets: NDArray[np.int64]
    named: list[int]
    namings: list[Naming]


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
        """Pass one, over all cases."""
        places = np.arange(len(self._cases))
        parts = [Signed(*_nothing()), *self._each(sign, places, SIGN_CHUNK, report)]
        return Signed(*(np.concatenate([part[column] for part in parts]) for column in range(len(parts[0]))))

    def examine(self, places: NDArray[np.int64], report: Report) -> Examined:
        """Pass two, over these cases."""
        hashes, sizes = [np.zeros(0, np.uint32)], [np.zeros(1, np.int64)]
        named: list[int] = []
        known: dict[bytes, int] = {}
        for part, lengths, slots in self._each(examine, places, EXAMINE_CHUNK, report):
            hashes.append(part)
            sizes.append(lengths)
            named += [known.setdefault(each, len(known)) for each in slots]
        namings = [naming_of(each) for each in known]
        return Examined(np.concatenate(hashes), np.cumsum(np.concatenate(sizes)), named, namings)

    def _each(self, work: Work[T], places: NDArray[np.int64], size: int, report: Report) -> Iterator[T]:
        chunks = [places[at : at + size] for at in range(0, len(places), size)]
        here = partial(_here, self._cases, work)
        done = 0
        for part in self._pool.map(partial(_there, work), chunks) if self._pool else map(here, chunks):
            yield part
            done += size
            report(min(done, len(places)))


_opened: list[SpooledCases] = []
"""The spool of a worker process; filled once, when it starts."""


def _open(cases: SpooledCases) -> None:
    _opened.append(cases)


def _there(work: Work[T], places: NDArray[np.int64]) -> T:
    return _here(_opened[0], work, places)


def _here(cases: Sequence[Case], work: Work[T], places: NDArray[np.int64]) -> T:
    if isinstance(cases, SpooledCases):
        return work([cases.view(place) for place in places.tolist()], places)
    return work([view_of(cases[place]) for place in places.tolist()], places)


def sign(views: Sequence[View], places: NDArray[np.int64]) -> Signed:
    """The keys of these texts; `places` are theirs in the pile. A pure function, as `examine` is: any engine may run it."""
    buffer, offsets = folded([view.text for view in views])
    short = np.diff(offsets) < SHORT
    # Each text is a person of its own where nobody signed it: its place, which no hash equals but by chance.
    person = np.where(short, places.astype(np.uint64) + np.uint64(1), np.uint64(0))
    for at in np.flatnonzero(short).tolist():
        if views[at].person:
            digest = hashlib.blake2b(views[at].person.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            person[at] = int.from_bytes(digest, "little")
    secret = np.array([view.confidential for view in views], dtype=bool)
    return Signed(sketch.bands(sketch.signatures(buffer, offsets)), exact_hashes(buffer, offsets), secret, person)


def examine(
    views: Sequence[View], _places: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.int64], list[bytes]]:
    """Hashes of all texts' shingles, how many of each text, and what each names."""
    texts = [canonical(view.text).text for view in views]
    hashes, offsets = sketch.shingle_hashes(*sketch.code_points([_core(text) for text in texts]))
    addresses = [canonical(view.address).text for view in views]
    named = [_named(find_slots(text) + find_slots(at)) for text, at in zip(texts, addresses, strict=True)]
    return hashes, np.diff(offsets), named


def _core(text: str) -> str:
    """The letters of canonical `text` without its boilerplate: salutations make strangers look 0.9 alike."""
    return bare("".join(text[start:end] for start, end in content_spans(text)))


def _named(slots: Sequence[Slot]) -> bytes:
    """What a text names, the same bytes for texts that name the same: each thing once, the own ones by their kind."""
    seen: dict[tuple[str, str, bool], Slot] = {}
    for slot in slots:
        value, text = ("", "") if slot.own else (slot.value, slot.text)
        seen.setdefault((slot.kind, value, slot.own), Slot(slot.kind, value, text, (0, 0), slot.own))
    return _encode(list(seen.values()))


def naming_of(packed: bytes) -> Naming:
    """What `examine` says that a text names, ready to be compared."""
    return naming(_decode(packed))


def _nothing() -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.bool_], NDArray[np.uint64]]:
    none = np.zeros(0, np.uint64)
    return np.zeros((0, sketch.BANDS), np.uint64), np.zeros((0, 2), np.uint64), np.zeros(0, bool), none


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Slot]).decode
