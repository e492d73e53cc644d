"""Which postings must a block of cases be told of, so that it finds the candidates that the index would have found?

Rows (key, place) in sorted runs. Of each key a block is told how many earlier cases have it; up to the cap, which; of a
commoner one all or the newest `CAP` where `index.postings_query` would read them for a case of the block, or where it is a
person's. Lists above the cap travel in pieces of CAP places, so that no task holds a whole one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.kernels import read_only
from engine.keys import of_persons, weights_of
from index.library import CAP
from index.postings_answer import read_whole, worths
from index.postings_query import FALLBACK_KEYS
from index.postings_sorting import mix
from service.spark_cases import Batches, binary, flat_of
from service.spark_runs import Run
from service.spark_sorted import SortedRuns, sorted_runs

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

KEYS_A_CASE = 180
LISTED = 4_000_000
"""Places in the lists of one batch, about: 32 MB."""
TOLD = "block long, key long, before long, places binary"
PART = -2
"""`before` of a piece of a list; the row of the list itself says how many there are."""
_SIGN = np.uint64(1 << 63)


def posted(keyed: DataFrame, total: int, cap: int = CAP) -> SortedRuns:
    """The postings of `keyed` (place, values) as sorted runs."""
    rows = keyed.select("place", "values").mapInArrow(_postings, "key long, place long")
    return sorted_runs(rows, ("key",), KEYS_A_CASE * total, head=0, tail=cap)


def told(postings: SortedRuns, size: int, cap: int = CAP) -> DataFrame:
    """What blocks of `size` cases must be told; several rows may be of one key (`index.postings_block.block`)."""
    from pyspark.sql import functions as f

    lists = postings.each(partial(_lists, size, cap), TOLD)
    pieces = postings.each(partial(_pieces, cap), "key long, piece long, places binary")
    wanted = _wanted(postings, cap)
    block = f.floor(f.col("place") / size)
    asked = wanted.select(block.alias("block"), "key", f.explode(f.sequence("first", "last")).alias("piece")).distinct()
    part = f.lit(PART).cast("long").alias("before")
    hot = asked.join(pieces, ["key", "piece"]).select("block", "key", part, "places")
    return lists.union(hot)


def _wanted(postings: SortedRuns, cap: int) -> DataFrame:
    """(place, key, first, last): the pieces of lists above the cap that a case reads all the same."""
    hot = postings.each(partial(_hot, cap), "place long, key long, rank long, worth double, mixed long, person boolean")
    order = hot.repartition("place").sortWithinPartitions("place", hot["worth"].desc(), "mixed")
    return order.mapInArrow(partial(_pieces_read, cap), "place long, key long, first long, last long")


def _pieces_read(cap: int, batches: Batches) -> Iterator[pa.RecordBatch]:
    """The rule of `index.postings_query` for what is read of common keys: rows by place, worth and mixed key."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        if not batch.num_rows:
            continue
        held.append(batch)
        if held[0].column("place")[0] != batch.column("place")[-1]:  # a case may go on in the next
            table = pa.Table.from_batches(held).combine_chunks()
            places = table.column("place").to_numpy()
            cut = int(np.searchsorted(places == places[-1], True))
            yield _read_of(table.slice(0, cut), cap)
            held = table.slice(cut).combine_chunks().to_batches()
    if held:
        yield _read_of(pa.Table.from_batches(held).combine_chunks(), cap)


def _read_of(table: pa.Table, cap: int) -> pa.RecordBatch:
    places, ranks = table.column("place").to_numpy(), table.column("rank").to_numpy()
    begins = np.flatnonzero(np.append(True, places[1:] != places[:-1])) if len(places) else np.zeros(0, dtype=np.int64)
    ends = np.append(begins, len(places))
    take = np.zeros(len(ranks), dtype=np.int64)
    earlier = places[begins]  # a place is the number of earlier cases
    read_whole(read_only(ends, np.int64), read_only(earlier, np.int64), read_only(ranks, np.int64), cap, take)
    whole = take > 0
    before = np.append(0, np.cumsum(~whole))
    number = before[:-1] - np.repeat(before[begins], np.diff(ends))  # among those of the case that are not read whole
    read = whole | (number < FALLBACK_KEYS) | table.column("person").to_numpy()
    first = np.where(whole, 0, (ranks - cap) // cap)
    columns = [pa.array(each[read]) for each in (places, table.column("key").to_numpy(), first, (ranks - 1) // cap)]
    return pa.record_batch(columns, names=["place", "key", "first", "last"])


def _postings(batches: Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        flat, ends = flat_of(batch.column("values"), np.int64)
        places = np.repeat(batch.column("place").to_numpy(), np.diff(ends))
        yield pa.record_batch([pa.array(flat), pa.array(places)], names=["key", "place"])


def _hot(cap: int, run: Run, table: pa.Table) -> Iterator[pa.RecordBatch]:
    """The rows above the cap; `worth` and `mixed` sort as the index sorts its keys. A place is the number of earlier cases."""
    above = run.ranks > cap
    keys, places, ranks = table.column("key").to_numpy()[above], run.places[above], run.ranks[above]
    raw = keys.view(np.uint64)
    worth = worths(read_only(weights_of(raw), np.float64), read_only(places, np.int64), read_only(ranks, np.int64))
    mixed = (mix(raw) ^ _SIGN).view(np.int64)
    columns = [places, keys, ranks, worth, mixed, of_persons(raw)]
    yield pa.record_batch([pa.array(each) for each in columns], names=["place", "key", "rank", "worth", "mixed", "person"])


def _pieces(cap: int, run: Run, table: pa.Table) -> Iterator[pa.RecordBatch]:
    """Of each run that is, or may become, longer than the cap: its places by rank, `cap` in a row."""
    keys = table.column("key").to_numpy()
    last = np.append(run.begins[1:] != run.begins[:-1], True)
    longest = np.zeros(len(keys), dtype=np.int64)
    longest[run.begins[last]] = run.ranks[last]
    open_end = run.begins == run.begins[-1]
    kept = np.flatnonzero((longest[run.begins] > cap) | open_end)
    pieces = run.ranks[kept] // cap
    new = np.ones(len(kept), dtype=bool)
    new[1:] = (pieces[1:] != pieces[:-1]) | (run.begins[kept[1:]] != run.begins[kept[:-1]])
    starts = np.flatnonzero(new)
    sizes = np.diff(np.append(starts, len(kept)))
    columns = [pa.array(keys[kept[starts]]), pa.array(pieces[starts]), binary(run.places[kept], sizes)]
    yield pa.record_batch(columns, names=["key", "piece", "places"])


def _lists(size: int, cap: int, run: Run, table: pa.Table) -> Iterator[pa.RecordBatch]:
    """For each key and block: how many cases before the block have it, and these where they are no more than the cap."""
    keys, blocks = table.column("key").to_numpy(), run.places // size
    new = np.ones(len(keys), dtype=bool)
    new[1:] = (blocks[1:] != blocks[:-1]) | (run.begins[1:] != run.begins[:-1])
    if run.carry.count and run.carry.tail[-1] // size == blocks[0]:
        new[0] = False  # the partition before has said it
    rows = np.flatnonzero(new & (run.ranks > 0))
    before = run.ranks[rows]
    sizes = np.where(before <= cap, before, 0)
    reach = run.reach  # the tail holds `cap` places: all of a list up to the cap
    begins = rows + run.ahead - sizes
    ends = np.cumsum(sizes)
    for first, after in _batches(ends):
        some = slice(first, after)
        columns = [pa.array(blocks[rows[some]]), pa.array(keys[rows[some]]), pa.array(before[some])]
        columns.append(binary(reach[_spread(begins[some], sizes[some])], sizes[some]))
        yield pa.record_batch(columns, names=["block", "key", "before", "places"])


def _batches(ends: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Cut rows that end at `ends` so that none but a single row is larger than LISTED."""
    first = 0
    while first < len(ends):
        behind = ends[first - 1] if first else 0
        after = max(first + 1, int(np.searchsorted(ends, behind + LISTED, side="right")))
        yield first, after
        first = after


def _spread(begins: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """begins[0] … begins[0] + sizes[0] - 1, then those of the next."""
    before = np.cumsum(sizes) - sizes
    spread: NDArray[np.int64] = np.repeat(begins - before, sizes) + np.arange(int(sizes.sum()))
    return spread
