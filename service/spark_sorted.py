"""How does Spark hold rows that are sorted over all partitions, each of which knows what goes on from the one before?

`service.spark_runs` in DataFrames: range partitions by key and place (a common key is cut into as many as it fills), kept on
the workers' disks, because they are read more than once and must be cut the same way each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from service.spark_cases import Batches, numbers_of
from service.spark_runs import Carry, Run, Standing, beginning, carried, run_of, standing
from service.spark_session import SparkProblem

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ROWS = 2_000_000
"""Of a partition, about: 50 MB of numbers in one Python worker."""
_STANDING = "first array<long>, place long, whole boolean, key array<long>, count long, head array<long>, tail array<long>"

RunWork = Callable[[Run, pa.Table], Iterator[pa.RecordBatch]]


@dataclass(frozen=True, slots=True)
class SortedRuns:
    """Rows by `keys` and place; `carries` is broadcast to the workers."""

    frame: DataFrame
    keys: tuple[str, ...]
    carries: Any

    def each(self, work: RunWork, schema: str) -> DataFrame:
        """What `work` makes of each partition that has rows."""
        return self.frame.mapInArrow(partial(_each, work, self.keys, self.carries), schema)

    def release(self) -> None:
        """Let the workers' disks go."""
        self.frame.unpersist()


def sorted_runs(frame: DataFrame, keys: Sequence[str], rows: int, *, head: int, tail: int) -> SortedRuns:
    """`frame` (about so many rows, columns `keys` and place, all long) as sorted runs; it is computed now."""
    session = frame.sparkSession
    parts = partitions_for(session, rows, ROWS)
    kept = on_disk(frame.repartitionByRange(parts, *keys, "place").sortWithinPartitions(*keys, "place"))
    told = kept.mapInArrow(partial(_tell, tuple(keys), head, tail), _STANDING).toArrow().to_pylist()
    standings = [
        Standing(tuple(each["first"]), each["place"], each["whole"], _carry(each["key"], each["count"], each["head"], each["tail"]))
        for each in told
    ]
    return SortedRuns(kept, tuple(keys), session.sparkContext.broadcast(carried(standings, head, tail)))


def partitions_for(session: SparkSession, rows: int, most: int) -> int:
    """How many partitions keep all cores busy and none beyond `most` rows."""
    return max(session.sparkContext.defaultParallelism, -(-rows // most))


def on_disk(frame: DataFrame) -> DataFrame:
    """Keep what is computed on the workers' disks; the second use does not compute it again."""
    from pyspark import StorageLevel

    return frame.persist(StorageLevel.DISK_ONLY)


def _carry(key: Sequence[int], count: int, head: Sequence[int], tail: Sequence[int]) -> Carry:
    import numpy as np

    return Carry(tuple(key), count, np.array(head, dtype=np.int64), np.array(tail, dtype=np.int64))


def _tell(keys: Sequence[str], head: int, tail: int, batches: Batches) -> Iterator[pa.RecordBatch]:
    table = _table(batches)
    if table is not None:
        told = standing(_columns(table, keys), numbers_of(table, "place"), head, tail)
        last = told.last
        row = {
            "first": list(told.first), "place": told.place, "whole": told.whole, "key": list(last.key), "count": last.count,
            "head": last.head.tolist(), "tail": last.tail.tolist(),
        }  # fmt: skip
        yield pa.RecordBatch.from_pylist([row])


def _each(work: RunWork, keys: Sequence[str], carries: Any, batches: Batches) -> Iterator[pa.RecordBatch]:
    table = _table(batches)
    if table is None:
        return
    columns, places = _columns(table, keys), numbers_of(table, "place")
    carry = carries.value.get(beginning(columns, places))
    if carry is None:
        raise SparkProblem("partitions were cut anew after a machine was lost; run again")
    yield from work(run_of(columns, places, carry), table)


def _table(batches: Batches) -> pa.Table | None:
    parts = [batch for batch in batches if batch.num_rows]
    return pa.Table.from_batches(parts).combine_chunks() if parts else None


def _columns(table: pa.Table, keys: Sequence[str]) -> list[Any]:
    return [numbers_of(table, key) for key in keys]
