"""What is done to a chunk of cases on the way to its verdicts, and what is left on disk of it?

The steps of `index.library.Library.check` over a pile that is all there: prepare each chunk, sort the keys of all into lists, judge
each chunk against whatever stands before it. Each step reads files of the steps before and makes one folder or file of its own,
whole or not at all: a run that was killed goes on with what is missing. The answer depends on nothing but the pile.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.brief import Brief
from engine.case import Case
from engine.keys import keys
from engine.model import Model
from engine.prepare import Tools, prepare_many
from engine.shortlist import raises_several
from engine.stack import Stack
from index.arrays import U32
from index.durable import sync
from index.postings_pile import Lists, Sorted, cut, merged, sorted_keys

MOST_CHUNK, LEAST_CHUNK, CHUNKS = 2_000, 50, 32
"""Cases of one chunk at most (2 s of work, 3 MB of records, 6 MB of keys) and at least; chunks wanted, so that cores share them."""
RANGE_PAIRS = 1 << 22
"""Pairs of a key and a case in one range of keys at most, on average: 80 MB while they are sorted."""
HEAD = np.dtype([("size", "<u4"), ("load", "<f4"), ("keys", "<u4"), ("several", "?")])
"""Of each case: bytes of its record, what its scores are divided by, how many keys it has, whether it raises several matters."""


class Folder:
    """Where the files of one run lie."""

    def __init__(self, path: Path, total: int) -> None:
        """A pile of `total` cases, in chunks."""
        self.path, self.total = path, total
        self.chunk = min(MOST_CHUNK, max(LEAST_CHUNK, total // CHUNKS))
        self.chunks = -(-total // self.chunk)

    def span(self, number: int) -> tuple[int, int]:
        """First place of a chunk, and the one behind its last."""
        return number * self.chunk, min((number + 1) * self.chunk, self.total)

    def prepared(self, number: int) -> Path:
        return self.path / "prepared" / f"{number:06}"

    def lists(self, part: int) -> Path:
        return self.path / "lists" / f"{part:04}"

    def judged(self, number: int) -> Path:
        return self.path / "judged" / f"{number:06}"

    @property
    def records(self) -> Path:
        """All records, one behind the other."""
        return self.path / "records"

    @property
    def heads(self) -> Path:
        """HEAD of all cases."""
        return self.path / "heads.npy"

    @property
    def places(self) -> Path:
        """The places of all lists, uint32."""
        return self.path / "places"


def prepare_chunk(folder: Folder, number: int, cases: Sequence[Case], tools: Tools) -> None:
    """Records, heads and sorted keys of one chunk of `cases`."""
    first, last = folder.span(number)
    with whole_folder(folder.prepared(number)) as out:
        heads = np.zeros(last - first, dtype=HEAD)
        values = []
        with (out / "records").open("wb") as records:
            for at, subject in enumerate(prepare_many((cases[place] for place in range(first, last)), tools)):
                prepared = subject.prepared
                found = keys(prepared, confidential=subject.case.confidential)
                values.append(found.values)
                heads[at] = records.write(prepared.record), found.load, len(found.values), raises_several(prepared)
        own = sorted_keys(np.arange(first, last), values)
        for name, array in (("heads", heads), ("keys", own.keys), ("places", own.places), ("kinds", own.kinds)):
            np.save(out / name, array)


def settle_prepared(folder: Folder) -> None:
    """Once all chunks are prepared: their records in one file, and their heads in another."""
    if folder.heads.exists():
        return
    with whole_file(folder.records) as out, out.open("wb") as records:
        for number in range(folder.chunks):
            with (folder.prepared(number) / "records").open("rb") as part:
                shutil.copyfileobj(part, records, 1 << 22)
            (folder.prepared(number) / "records").unlink()
    heads = [np.load(folder.prepared(number) / "heads.npy") for number in range(folder.chunks)]
    with whole_file(folder.heads) as out, out.open("wb") as file:
        np.save(file, np.concatenate([np.zeros(0, HEAD), *heads]))


def records_of(folder: Folder) -> Stack:
    """All records, mapped."""
    edges = np.concatenate([[0], np.cumsum(np.load(folder.heads)["size"], dtype=np.int64)]).astype(np.int64)
    if not edges[-1]:
        return Stack(b"", edges)
    with folder.records.open("rb") as file:
        return Stack(memoryview(mmap(file.fileno(), 0, access=ACCESS_READ)), edges)


def ranges(heads: NDArray[Any]) -> int:
    """Into how many ranges the keys of all cases are cut: a power of two."""
    return 1 << max(0, int(heads["keys"].sum(dtype=np.int64) - 1) // RANGE_PAIRS).bit_length()


def range_bases(folder: Folder, parts: int) -> NDArray[np.int64]:
    """Where the places of each range begin among those of all; one more for the end."""
    sizes = np.zeros(parts, dtype=np.int64)
    for number in range(folder.chunks):
        sizes += np.diff(cut(_keys(folder, number), parts))
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def merge_range(folder: Folder, part: int, parts: int, base: int) -> None:
    """The lists of one range of keys; their places go into the file of all places, from `base` on."""
    own_keys, own_places = [], []
    for number in reversed(range(folder.chunks)):
        keys_of, places_of = _keys(folder, number), np.load(folder.prepared(number) / "places.npy", mmap_mode="r")
        start, end = cut(keys_of, parts)[part : part + 2]
        own_keys.append(np.array(keys_of[start:end]))
        own_places.append(np.array(places_of[start:end]))
    lists, places = merged(own_keys, own_places, base)
    with folder.places.open("r+b") as file:
        file.seek(base * places.itemsize)
        file.write(places.tobytes())
        file.flush()
        os.fsync(file.fileno())
    with whole_folder(folder.lists(part)) as out:
        for name, array in (("keys", lists.keys), ("begins", lists.begins), ("ends", lists.ends)):
            np.save(out / name, array)


def lists_of(folder: Folder, part: int) -> Lists:
    """What `merge_range` made, mapped."""
    path = folder.lists(part)
    return Lists(*(np.load(path / f"{name}.npy", mmap_mode="r") for name in ("keys", "begins", "ends")))


def places_of(folder: Folder) -> U32:
    """The places of all lists, mapped."""
    if not folder.places.stat().st_size:
        return np.empty(0, np.uint32)
    return np.memmap(folder.places, dtype=np.uint32, mode="r")


def keys_of(folder: Folder, number: int) -> Sorted:
    """The keys of a chunk."""
    path = folder.prepared(number)
    return Sorted(*(np.load(path / f"{name}.npy") for name in ("keys", "places", "kinds")))


def write_judged(folder: Folder, number: int, briefs: Sequence[Brief]) -> None:
    """What was said of a chunk."""
    with whole_file(folder.judged(number)) as out:
        out.write_bytes(_encode(briefs))


def read_judged(folder: Folder) -> Iterator[Brief]:
    """What was said of all cases, in order."""
    for number in range(folder.chunks):
        yield from _decode(folder.judged(number).read_bytes())


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A folder that is there with all its files or not at all. Who makes it a second time keeps the first."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True, mode=0o700)
    yield part
    for file in part.iterdir():
        sync(file)
    if path.exists():
        shutil.rmtree(part)
    else:
        part.rename(path)
        sync(path.parent)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """The same of a file, which a second one replaces."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    yield part
    sync(part)
    part.replace(path)
    sync(path.parent)


def _keys(folder: Folder, number: int) -> NDArray[np.uint64]:
    found: NDArray[np.uint64] = np.load(folder.prepared(number) / "keys.npy", mmap_mode="r")
    return found


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Brief]).decode


def tools_of(model: Model) -> Tools:
    """Persons' hashes are keyed with zeros: they live no longer than the run and must not change it."""
    return Tools(model.reference, bytes(32))
