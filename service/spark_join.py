"""How are the links between copies joined into groups, when the pile is worked on by a cluster?

What holds comes to the driver as numbers, which finds the components and writes them beside the spool. The workers read their
texts and join each component as the local engine does (`near_steps.join`): what texts name is looked for nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from service.near_pool import whole_components
from service.near_steps import Joined, join
from service.spark_cases import Batches, by_chunk, chunk_places, numbers_of, views_at

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LINKS, SCORES = "links", "scores"
"""Beside the spool's files: int64 (m, 2) and float64 (m), component by component."""
_JOINED = "chunk long, edges binary, scores binary, agreed array<binary>, vetoed long, roots binary"
_ENCODING = ("utf-8", "surrogatepass")


def joined_components(session: SparkSession, links: pa.Table, folder: Path) -> Iterator[tuple[NDArray[np.int64], Joined]]:
    """What became of the `links` (a, b, score), with the places of their texts; as `service.near_pool.NearPool.join`."""
    pairs = np.stack([numbers_of(links, "a"), numbers_of(links, "b")], axis=1)
    chunks = whole_components(pairs)
    order = np.concatenate([np.empty(0, dtype=np.int64), *chunks])
    pairs[order].tofile(folder / LINKS)
    links.column("score").to_numpy()[order].tofile(folder / SCORES)
    edges = [0, *accumulate(map(len, chunks))]
    found = by_chunk(session, len(chunks), 1, partial(_join, folder, edges), _JOINED).toArrow()
    for batch in found.to_batches():
        for row in batch.to_pylist():
            yield np.unique(pairs[chunks[row["chunk"]]]), _read(row)


def _join(folder: Path, edges: list[int], batches: Batches) -> Iterator[pa.RecordBatch]:
    for numbers in chunk_places(batches, 1, len(edges) - 1):
        chunk = int(numbers[0])
        start, end = edges[chunk], edges[chunk + 1]
        pairs = np.fromfile(folder / LINKS, np.int64, 2 * (end - start), offset=16 * start).reshape(-1, 2)
        scores = np.fromfile(folder / SCORES, np.float64, end - start, offset=8 * start)
        places = np.unique(pairs)
        found = join(views_at(folder, places), places, pairs, scores)
        edge, score, root = (pa.array([each.tobytes()], pa.binary()) for each in (found.edges, found.scores, found.roots))
        agreed = pa.array([[each.encode(*_ENCODING) for each in found.agreed]], pa.list_(pa.binary()))
        arrays = [pa.array([chunk]), edge, score, agreed, pa.array([found.vetoed]), root]
        yield pa.record_batch(arrays, names=["chunk", "edges", "scores", "agreed", "vetoed", "roots"])


def _read(row: dict[str, Any]) -> Joined:
    pairs = np.frombuffer(row["edges"], dtype=np.int64).reshape(-1, 2)
    agreed = [each.decode(*_ENCODING) for each in row["agreed"]]
    roots = np.frombuffer(row["roots"], dtype=np.int64)
    return Joined(pairs, np.frombuffer(row["scores"], dtype=np.float64), agreed, row["vetoed"], roots)
