"""What is a segment, and how does one come from pairs, from two older ones, or from the disk?

A segment is an immutable set of (case, key) pairs in the arrays described in `index.postings_coding`, plus the sorted
seqs of its cases. It is written once into a folder of its own, forced to disk, mapped into memory, and at some time
merged with another of its size and removed. Which cases of it no longer count is kept outside (`index.postings_parts`).

`write_pairs` and `write_merged` make a segment folder, `load` opens one. Nothing here knows of manifests or locks.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.kernels import read_only
from index import postings_coding as coding
from index import postings_files as files
from index.arrays import F32, I64, U8, U16, U32, U64
from index.durable import sync
from index.errors import PostingsDamaged
from index.postings_sorting import sort_pairs
from index.postings_table import address

Kept: TypeAlias = NDArray[np.bool_]

ARRAYS: dict[str, type[np.generic]] = {
    "seqs": np.int64,
    "loads": np.float32,
    "directory": np.uint32,
    "high": np.uint32,
    "low": np.uint16,
    "places": np.uint32,
    "lists": np.uint8,
}
"""File name (without .npy) → type, in the order of their checksums."""
CHECKSUMS = "checksums.npy"
MAX_LIST_BYTES = coding.INLINE - 1
MAX_CASES = coding.INLINE - 1
_SLICE_KEYS = 1 << 17
"""Keys merged at a time: bounds the memory of a merge to some tens of MB, however large the segments."""
_SLICE_BYTES = 1 << 23
_THREADS_PAY = 1 << 22
"""Entries from which two threads check the files of a segment faster than one: 10 ms of work."""


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """The arrays of a segment, read-only. Ordinal i is the case seqs[i]; seqs ascend. loads[i] is what its score is divided by."""

    seqs: I64
    loads: F32
    directory: U32
    high: U32
    low: U16
    places: U32
    lists: U8
    postings: int

    def __len__(self) -> int:
        return len(self.seqs)

    @property
    def nbytes(self) -> int:
        return sum(int(getattr(self, name).nbytes) for name in ARRAYS)

    def ordinal_of(self, seq: int) -> int:
        """The ordinal of `seq`, -1 if it is not here."""
        if len(self.seqs) == 0 or seq < self.seqs[0] or seq > self.seqs[-1]:
            return -1
        at = int(np.searchsorted(self.seqs, seq))
        return at if self.seqs[at] == seq else -1

    @property
    def row(self) -> list[int]:
        """Its part of an `index.postings_table`, all of it visible."""
        arrays = (self.seqs, self.loads, self.directory, self.high, self.low, self.places, self.lists)
        return [0, len(self), 0, 0, *(address(array) for array in arrays), 0]

    def digests(self) -> U64:
        """Per ordinal the sum of its mixed keys modulo 2^64."""
        sums = np.zeros(len(self), dtype=np.uint64)
        coding.add_digests(_row(self), sums)
        return sums


def _empty() -> Segment:
    arrays: dict[str, NDArray[Any]] = {
        name: read_only(np.empty(0, dtype=kind), kind) for name, kind in ARRAYS.items() if name != "directory"
    }
    directory = read_only(np.zeros(coding.BUCKETS + 1, dtype=np.uint32), np.uint32)
    return Segment(directory=directory, postings=0, **arrays)


EMPTY = _empty()
"""Merging a segment with it rewrites the segment without the cases that are gone."""


def from_pairs(seqs: I64, loads: F32, keys: U64, owners: U32) -> Segment:
    """A segment in memory from (mixed key, ordinal) pairs in any order of keys, ordinals descending for equal keys.

    `seqs` ascend and have no repeats. A pair may be repeated. At most 2^31 - 1 bytes of lists, which 400 M pairs cannot
    exceed: the caller cuts its input below that.
    """
    keys, owners = sort_pairs(read_only(keys, np.uint64), read_only(owners, np.uint32))
    directory = np.empty(coding.BUCKETS + 1, dtype=np.uint32)
    high, places = np.empty(len(keys), dtype=np.uint32), np.empty(len(keys), dtype=np.uint32)
    low = np.empty(len(keys), dtype=np.uint16)
    lists = np.empty(6 * len(keys), dtype=np.uint8)  # 5 a posting, and half a length of 5 bytes at most
    used, size, postings = coding.encode_pairs(
        read_only(keys, np.uint64), read_only(owners, np.uint32), directory, high, low, places, lists
    )
    return Segment(
        seqs=read_only(seqs, np.int64),
        loads=read_only(loads, np.float32),
        directory=read_only(directory, np.uint32),
        high=read_only(high[:used].copy(), np.uint32),
        low=read_only(low[:used].copy(), np.uint16),
        places=read_only(places[:used].copy(), np.uint32),
        lists=read_only(lists[:size].copy(), np.uint8),
        postings=postings,
    )


@dataclass(frozen=True, slots=True)
class SegmentMeta:
    """What the manifest says of a segment: enough to notice any change to its files."""

    name: str
    counts: dict[str, int]
    postings: int
    checksums_crc: list[int]

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.name, "counts": self.counts, "postings": self.postings, "checksums_crc": self.checksums_crc,
        }  # fmt: skip

    @classmethod
    def from_dict(cls, content: dict[str, Any]) -> SegmentMeta:
        return cls(content["name"], content["counts"], content["postings"], content["checksums_crc"])


class _FolderWriter:
    """Writes the files of one segment folder, each front to back."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._stack = ExitStack()
        self._writers = {
            name: self._stack.enter_context(files.ArrayWriter(folder / f"{name}.npy", kind))
            for name, kind in ARRAYS.items()
        }

    def append(self, **arrays: NDArray[Any]) -> None:
        for name, array in arrays.items():
            self._writers[name].append(array)

    def abandon(self) -> None:
        self._stack.close()

    def finish(self, name: str, postings: int) -> SegmentMeta:
        """Force everything to disk, with the checksums."""
        self._stack.close()
        crcs = [crc for writer in self._writers.values() for crc in writer.crcs]
        own = files.save_array(self._folder / CHECKSUMS, np.array(crcs, dtype=np.uint32))
        sync(self._folder)
        return SegmentMeta(name, {key: writer.count for key, writer in self._writers.items()}, postings, own)


def write(folder: Path, name: str, segment: Segment) -> SegmentMeta:
    """Write a segment that is in memory; `folder` must not exist."""
    writer = _FolderWriter(folder)
    try:
        writer.append(**{key: getattr(segment, key) for key in ARRAYS})
    except BaseException:
        writer.abandon()
        raise
    return writer.finish(name, segment.postings)


def write_merged(folder: Path, name: str, a: Segment, kept_a: Kept, b: Segment, kept_b: Kept) -> SegmentMeta:
    """Merge two segments, leaving out the cases that are not kept. ValueError if a seq is kept in both."""
    seqs = np.union1d(a.seqs[kept_a], b.seqs[kept_b])
    if len(seqs) != np.count_nonzero(kept_a) + np.count_nonzero(kept_b):  # the kernel would write out of bounds
        raise ValueError("a case is kept in both segments")
    maps = [_ordinal_map(seqs, segment.seqs, kept) for segment, kept in ((a, kept_a), (b, kept_b))]
    writer = _FolderWriter(folder)
    try:
        directory = np.zeros(coding.BUCKETS + 1, dtype=np.uint32)
        list_bytes = postings = 0
        for first, last in _slices(a, b):
            size, added = _merge_slice(writer, a, b, maps, (first, last), list_bytes, directory)
            list_bytes += size
            postings += added
        loads = np.empty(len(seqs), dtype=np.float32)
        for segment, kept, ordinals in ((a, kept_a, maps[0]), (b, kept_b, maps[1])):
            loads[ordinals[kept]] = segment.loads[kept]
        writer.append(seqs=seqs, loads=loads, directory=np.cumsum(directory, dtype=np.uint32))
    except BaseException:
        writer.abandon()
        raise
    return writer.finish(name, postings)


def _merge_slice(
    writer: _FolderWriter, a: Segment, b: Segment, maps: list[U32], buckets: tuple[int, int], base: int, directory: U32
) -> tuple[int, int]:
    """Merge some buckets through memory of their size; list bytes and postings written."""
    room = _keys_in(a, *buckets) + _keys_in(b, *buckets)
    # Each posting takes at least one byte in its old list, at most five in its new one, and so does each length.
    room_bytes = 5 * (_list_bytes_in(a, *buckets) + _list_bytes_in(b, *buckets) + 2 * room)
    high, places = np.empty(room, dtype=np.uint32), np.empty(room, dtype=np.uint32)
    low = np.empty(room, dtype=np.uint16)
    lists = np.empty(room_bytes, dtype=np.uint8)
    keys, size, postings = coding.merge_buckets(
        _row(a), _row(b), maps[0], maps[1], buckets, base, (directory, high, low, places, lists)
    )
    if base + size > MAX_LIST_BYTES:
        raise ValueError(f"segment lists of {base + size} bytes, the limit is {MAX_LIST_BYTES}: do not merge these")
    writer.append(high=high[:keys], low=low[:keys], places=places[:keys], lists=lists[:size])
    return size, postings


def _row(segment: Segment) -> I64:
    return read_only(np.array(segment.row), np.int64)


def can_merge(a: Segment, b: Segment) -> bool:
    """Whether the result stays within the format's limits: interleaved cases can make a gap of one byte one of two."""
    return 2 * (len(a.lists) + len(b.lists)) <= MAX_LIST_BYTES and len(a) + len(b) <= MAX_CASES


def _ordinal_map(target: I64, seqs: I64, kept: NDArray[np.bool_]) -> U32:
    ordinals = np.searchsorted(target, seqs).astype(np.uint32)
    ordinals[~kept] = coding.GONE
    return read_only(ordinals, np.uint32)


def _keys_in(segment: Segment, first: int, last: int) -> int:
    return int(segment.directory[last]) - int(segment.directory[first])


def _list_start(segment: Segment, bucket: int) -> int:
    """Where the lists of `bucket` and later ones begin."""
    at = int(segment.directory[bucket])
    while at < len(segment.places):
        window = segment.places[at : at + 4096]
        own = np.flatnonzero(window < coding.INLINE)
        if len(own):
            return int(window[own[0]])
        at += len(window)
    return len(segment.lists)


def _list_bytes_in(segment: Segment, first: int, last: int) -> int:
    return _list_start(segment, last) - _list_start(segment, first)


def _slices(a: Segment, b: Segment) -> Iterator[tuple[int, int]]:
    """Ranges of buckets that cover all of them, each of about _SLICE_KEYS keys and _SLICE_BYTES of lists."""
    keys = a.directory.astype(np.int64) + b.directory
    total_bytes = len(a.lists) + len(b.lists)
    parts = max(1, int(keys[-1]) // _SLICE_KEYS, total_bytes // _SLICE_BYTES)
    bounds = np.searchsorted(keys, np.linspace(0, keys[-1], parts + 1)[1:-1])
    edges = np.unique(np.concatenate(([0], bounds, [coding.BUCKETS]))).tolist()
    yield from pairwise(edges)


def load(folder: Path, meta: SegmentMeta) -> Segment:
    """Map a segment after checking all of it (1 GB/s and core). Raises PostingsDamaged."""
    blocks = {name: files.block_count(kind, meta.counts[name]) for name, kind in ARRAYS.items()}
    path = folder / CHECKSUMS
    crcs = files.load_array(path, np.uint32, sum(blocks.values()), meta.checksums_crc).tolist()
    pieces: dict[str, list[int]] = {}
    at = 0
    for name, count in blocks.items():
        pieces[name] = crcs[at : at + count]
        at += count
    names = list(ARRAYS)
    if sum(meta.counts.values()) < _THREADS_PAY:
        loaded = [_load_one(folder, meta, name, pieces[name]) for name in names]
    else:
        with ThreadPoolExecutor(2) as pool:  # CRC and reading release the GIL
            loaded = list(pool.map(lambda name: _load_one(folder, meta, name, pieces[name]), names))
    arrays = dict(zip(names, loaded, strict=True))
    if len(arrays["directory"]) != coding.BUCKETS + 1:
        raise PostingsDamaged(folder, f"directory of {len(arrays['directory'])} entries")
    return Segment(postings=meta.postings, **arrays)


def _load_one(folder: Path, meta: SegmentMeta, name: str, crcs: list[int]) -> NDArray[Any]:
    return read_only(files.load_array(folder / f"{name}.npy", ARRAYS[name], meta.counts[name], crcs), ARRAYS[name])
