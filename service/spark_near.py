"""Which cases of a pile are copies of each other, when the pile is worked on by a cluster?

Tier near of `service.dedup_near` in DataFrames: the steps of `service.near_steps` on the workers, the same proposals out of runs of
equal bands, the same scores, and whole components joined at once (`service.spark_join`). Hence the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine import sketch
from service.dedup_near import REACH, NearResult, near_groups
from service.near_pool import SIGN_CHUNK
from service.near_steps import Pairs, shingles, sign
from service.progress import Progress
from service.spark_cases import (
    Batches,
    binary,
    by_chunk,
    chunk_places,
    flat_of,
    joined_numbers,
    lay_out,
    numbers_of,
    require_workers,
    views_at,
)
from service.spark_join import joined_components
from service.spark_runs import Run, near_in_run
from service.spark_sorted import ROWS, SortedRuns, on_disk, partitions_for, sorted_runs
from service.spool import SpooledCases

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

STEPS = 5
SHINGLES_CHUNK = 5_000  # texts
HOT_PAIRS = 10_000
"""Pairs with one case from which they are cut into so many at a time, each with the case's shingles beside it: the first of a
template letter is measured against all others, and no machine shall do that alone."""
_SIGNED = "place long, one long, two long, secret long, person long, bands binary"
_TEXT = ("one", "two", "secret", "person")


def spark_near(session: SparkSession, cases: SpooledCases, progress: Progress) -> NearResult:
    """As `service.dedup_near.near_copies`. Raises SparkProblem."""
    total = len(cases)
    folder = lay_out(cases)
    progress.report(0, STEPS, "waiting for workers")
    require_workers(session, folder)
    session.conf.set("spark.sql.shuffle.partitions", str(partitions_for(session, total, ROWS)))
    signed = on_disk(by_chunk(session, total, SIGN_CHUNK, partial(_sign, folder, total), _SIGNED))
    short = signed.filter("substring(bands, 1, 8) = X'0000000000000000'").count()
    progress.report(1, STEPS, "signed")
    texts = sorted_runs(signed, _TEXT, total, head=1, tail=0)
    copies = texts.each(_copies, "a long, b long").orderBy("a", "b").toArrow()
    progress.report(2, STEPS, "equal texts found")
    pairs = _proposed(texts, total)
    texts.release()
    signed.unpersist()
    progress.report(3, STEPS, "pairs proposed")
    links = _measured(session, pairs, folder)
    progress.report(4, STEPS, "pairs measured")
    return near_groups(total, _two_columns(copies), joined_components(session, links, folder), short)


def _sign(folder: Path, total: int, batches: Batches) -> Iterator[pa.RecordBatch]:
    for places in chunk_places(batches, SIGN_CHUNK, total):
        signed = sign(views_at(folder, places), places)
        whole = np.full(len(places), sketch.BANDS)
        columns = [places, *(_as_long(signed.exact[:, n]) for n in (0, 1)), signed.secret.astype(np.int64), _as_long(signed.person)]
        arrays = [*(pa.array(each) for each in columns), binary(signed.bands.ravel(), whole)]
        yield pa.record_batch(arrays, names=["place", *_TEXT, "bands"])


def _as_long(column: NDArray[np.uint64]) -> NDArray[np.int64]:
    return np.ascontiguousarray(column).view(np.int64)


def _copies(run: Run, table: pa.Table) -> Iterator[pa.RecordBatch]:
    """From each text to the first that equals it."""
    again = run.ranks > 0
    yield pa.record_batch([pa.array(run.firsts()[again]), pa.array(run.places[again])], names=["a", "b"])


def _proposed(texts: SortedRuns, total: int) -> DataFrame:
    """Distinct pairs (a < b) that share a band, kept on disk; of equal texts the first alone stands for them."""
    banded = texts.each(_bands, "band long, key long, place long")
    bands = sorted_runs(banded, ("band", "key"), total * sketch.BANDS, head=1, tail=REACH)
    pairs = on_disk(bands.each(_pairs, "a long, b long").distinct())
    pairs.count()
    bands.release()
    return pairs


def _bands(run: Run, table: pa.Table) -> Iterator[pa.RecordBatch]:
    """One row a band. What is confidential is told by the place's lowest bit, so that places stay in order."""
    first = run.ranks == 0
    flat, _ = flat_of(table.column("bands").combine_chunks(), np.uint64)
    keys = flat.reshape(-1, sketch.BANDS)[first]
    places = 2 * run.places[first] + numbers_of(table, "secret")[first]
    for band in range(sketch.BANDS):
        has = keys[:, band] != sketch.NO_BAND
        columns = [np.full(int(has.sum()), band), _as_long(keys[has, band].astype(np.uint64)), places[has]]
        yield pa.record_batch([pa.array(each) for each in columns], names=["band", "key", "place"])


def _pairs(run: Run, table: pa.Table) -> Iterator[pa.RecordBatch]:
    older, newer = near_in_run(run, REACH)
    same = (older & 1) == (newer & 1)  # R0
    yield pa.record_batch([pa.array(older[same] >> 1), pa.array(newer[same] >> 1)], names=["a", "b"])


def _measured(session: SparkSession, pairs: DataFrame, folder: Path) -> pa.Table:
    """verify: the pairs that hold, with their scores."""
    from pyspark.sql import functions as f

    involved = pairs.select(f.col("a").alias("place")).union(pairs.select("b")).distinct()
    parts = partitions_for(session, involved.count(), 100_000)
    ordered = involved.repartitionByRange(parts, "place").sortWithinPartitions("place")
    read = on_disk(ordered.mapInArrow(partial(_shingles, folder), "place long, shingles binary"))
    hot = pairs.groupBy("a").count().filter(f.col("count") > HOT_PAIRS)
    hot = f.broadcast(hot.select("a", f.ceil(f.col("count") / HOT_PAIRS).alias("shares")).cache())
    shares = f.coalesce(f.col("shares"), f.lit(1))
    ours = pairs.join(hot, "a", "left").select("a", "b", (f.col("b") % shares).alias("share"))
    older = read.select(f.col("place").alias("a"), f.col("shingles").alias("shingles_a")).join(hot, "a", "left")
    older = older.withColumn("share", f.explode(f.sequence(f.lit(0), shares - 1))).drop("shares")
    newer = read.select(f.col("place").alias("b"), f.col("shingles").alias("shingles_b"))
    both = ours.join(older, ["a", "share"]).join(newer, "b").select("a", "b", "shingles_a", "shingles_b")
    return both.mapInArrow(_score, "a long, b long, score double").toArrow()


def _shingles(folder: Path, batches: Batches) -> Iterator[pa.RecordBatch]:
    (places,) = joined_numbers(batches, ["place"])
    for at in range(0, len(places), SHINGLES_CHUNK):
        some = places[at : at + SHINGLES_CHUNK]
        hashes, offsets = shingles([view.text for view in views_at(folder, some)])
        yield pa.record_batch([pa.array(some), binary(hashes, np.diff(offsets))], names=["place", "shingles"])


def _score(batches: Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        count = batch.num_rows
        sides = [flat_of(batch.column(name), np.uint32) for name in ("shingles_a", "shingles_b")]
        hashes = np.concatenate([flat for flat, _ in sides]).astype(np.uint32)
        offsets = np.concatenate([sides[0][1], sides[1][1][1:] + sides[0][1][-1]])
        pairs = np.stack([np.arange(count), np.arange(count) + count], axis=1)
        scores = sketch.near_duplicate_score(hashes, offsets, pairs, score_cutoff=sketch.THRESHOLD)
        kept = pa.array(np.flatnonzero(scores > 0))
        columns = [batch.column("a").take(kept), batch.column("b").take(kept), pa.array(scores).take(kept)]
        yield pa.record_batch(columns, names=["a", "b", "score"])


def _two_columns(pairs: pa.Table) -> Pairs:
    return np.stack([numbers_of(pairs, "a"), numbers_of(pairs, "b")], axis=1)
