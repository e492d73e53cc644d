"""How do the cases reach the machines of a cluster without passing through the driver's memory?

They lie in the spool, on storage that all machines see under one path. Beside it the driver writes where each case stands,
in order of arrival; a task reads its slice of that and of the files, and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine import prepared, sketch
from service.spark_session import SparkProblem
from service.spool import SpooledCases, View, decode_view

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

EXTENTS = "arrival"
"""Beside the spool's files: int64 (n, 4), see `SpooledCases.extents`."""
SCHEMES = f"prepared {prepared.VERSION}, {sketch.SCHEME}"
"""What the workers' engine must agree with the driver's in."""

Batches = Iterable[pa.RecordBatch]
Worker = Callable[[Batches], Iterator[pa.RecordBatch]]


def lay_out(cases: SpooledCases) -> Path:
    """Write where each case stands; the spool's folder."""
    folder = cases.folder.resolve()
    cases.extents().tofile(folder / EXTENTS)
    return folder


def require_workers(session: SparkSession, folder: Path) -> None:
    """Raises SparkProblem where a worker has another engine or does not see the spool."""
    size = (folder / EXTENTS).stat().st_size
    slots = session.sparkContext.defaultParallelism
    asked = session.range(0, slots, 1, slots).mapInArrow(partial(_look, folder, size, SCHEMES), "problem string")
    problems = [each for each in asked.toArrow().column(0).to_pylist() if each]
    if problems:
        raise SparkProblem(problems[0])


def _look(folder: Path, size: int, schemes: str, batches: Batches) -> Iterator[pa.RecordBatch]:
    problem = ""
    if schemes != SCHEMES:
        problem = f"a worker has another version of leian ({SCHEMES}; here: {schemes}); install the same everywhere"
    try:
        if (folder / EXTENTS).stat().st_size != size:
            problem = f"a worker sees another {folder} than this machine"
    except OSError:
        problem = f"a worker does not see {folder}; put --out on storage that all machines have under the same path"
    for _ in batches:
        yield pa.record_batch([pa.array([problem])], names=["problem"])


def by_chunk(session: SparkSession, count: int, chunk: int, work: Worker, schema: str) -> DataFrame:
    """What `work` makes of the numbers of all chunks of `count` cases, in order."""
    chunks = -(-count // chunk)
    slices = max(1, min(chunks, 4 * session.sparkContext.defaultParallelism, 100_000))
    return session.range(0, chunks, 1, slices).mapInArrow(work, schema)


def chunk_places(batches: Batches, chunk: int, count: int) -> Iterator[NDArray[np.int64]]:
    """The places of each chunk that `by_chunk` names."""
    for batch in batches:
        for number in batch.column(0).to_pylist():
            yield np.arange(number * chunk, min((number + 1) * chunk, count))


def views_at(folder: Path, places: NDArray[np.int64]) -> list[View]:
    """What looking for copies needs of these cases."""
    return [decode_view(each) for each in _read(folder, "views", places, 2)]


def packed_at(folder: Path, places: NDArray[np.int64]) -> list[bytes]:
    """The bytes of these cases."""
    return _read(folder, "cases", places, 0)


def _read(folder: Path, name: str, places: NDArray[np.int64], column: int) -> list[bytes]:
    extents = np.memmap(folder / EXTENTS, dtype=np.int64, mode="r").reshape(-1, 4)
    wanted = np.asarray(extents[places, column : column + 2]).tolist()
    with (folder / name).open("rb") as file:
        return [os.pread(file.fileno(), end - start, start) for start, end in wanted]


def numbers_of(batch: pa.RecordBatch, name: str) -> NDArray[np.int64]:
    """A column of numbers without nulls."""
    found: NDArray[np.int64] = batch.column(name).to_numpy(zero_copy_only=False)
    return found


def joined_numbers(batches: Batches, names: Sequence[str]) -> list[NDArray[np.int64]]:
    """The columns of all batches of a partition."""
    parts = [[numbers_of(batch, name) for name in names] for batch in batches if batch.num_rows]
    return [np.concatenate([np.empty(0, np.int64), *(part[n] for part in parts)]) for n in range(len(names))]


def binary(flat: NDArray[Any], sizes: NDArray[np.int64]) -> pa.Array:
    """Byte strings out of one array: the i-th has sizes[i] items."""
    offsets = np.concatenate([[0], np.cumsum(sizes)]) * flat.dtype.itemsize
    if offsets[-1] > np.iinfo(np.int32).max:
        raise ValueError(f"{offsets[-1]:,} bytes in one column of a batch; the limit is 2 GiB")
    return pa.Array.from_buffers(
        pa.binary(), len(sizes), [None, pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(np.ascontiguousarray(flat))]
    )


def flat_of(column: pa.Array, dtype: type[np.generic]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The items of all byte strings of a column without nulls, one after the other, and n + 1 offsets in items."""
    _, ends, data = column.buffers()
    offsets = np.frombuffer(ends, dtype=np.int32, count=len(column) + 1, offset=4 * column.offset).astype(np.int64)
    whole = np.frombuffer(data, dtype=np.uint8)[offsets[0] : offsets[-1]] if data else np.empty(0, np.uint8)
    return np.ascontiguousarray(whole).view(dtype), (offsets - offsets[0]) // np.dtype(dtype).itemsize
