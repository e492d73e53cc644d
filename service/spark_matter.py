"""Which cases of a pile are one matter, when the pile is worked on by a cluster?

Tier matter of `service.dedup_matter` in DataFrames: every case is judged against those that the index would have found at its
arrival, all at once instead of one after the other. That gives the same verdicts, because judging a pair depends on nothing
but the pair, and finding on nothing but which cases came before. Joining into groups is done on the driver, by the same
function.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.library import CAP
from service.dedup_groups import Naming
from service.dedup_matter import verdict_result
from service.dedup_pile import Pile
from service.dedup_result import Result
from service.progress import Progress
from service.spark_cases import by_chunk, lay_out, numbers_of, require_workers
from service.spark_judge import (
    FOUND,
    JUDGED,
    KEYED,
    OWN,
    PREPARE_CHUNK,
    candidates_part,
    judge_part,
    names_of,
    prepare_part,
    read_brief,
)
from service.spark_postings import posted, told
from service.spark_sorted import on_disk, partitions_for
from service.spool import SpooledCases

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

STEPS = 4
BLOCK = 5_000
"""Cases of one block: their postings take some 100 MB in one Python worker. Smaller blocks are told of a key more often."""
JUDGED_AT_ONCE = 20_000
"""Cases of one task of judging: a minute."""


def spark_matter(
    session: SparkSession, cases: SpooledCases, pile: Pile, progress: Progress, *, block: int = BLOCK
) -> Result:
    """As `service.dedup_matter.matter_result`. Raises SparkProblem."""
    total = len(cases)
    folder = lay_out(cases)
    progress.report(0, STEPS, "waiting for workers")
    require_workers(session, folder)
    session.conf.set("spark.sql.shuffle.partitions", str(partitions_for(session, total, JUDGED_AT_ONCE)))
    keyed = on_disk(by_chunk(session, total, PREPARE_CHUNK, partial(prepare_part, folder, total), KEYED))
    loads = _loads(keyed, folder, total)
    progress.report(1, STEPS, "prepared")
    found = on_disk(candidates(keyed, loads, total, block))
    found.count()
    progress.report(2, STEPS, "candidates found")
    judged = _judged(keyed, found, total).orderBy("place").toArrow()
    progress.report(3, STEPS, "judged")
    names: dict[int, Naming] = {}
    for packed in judged.column("names").to_pylist():
        names.update(names_of(packed))
    briefs = (read_brief(packed) for packed in judged.column("brief").to_pylist())
    return verdict_result(pile, briefs, names.__getitem__)


def _loads(keyed: DataFrame, folder: Path, total: int) -> Path:
    """What scores of each case are divided by, float32 by place, in a file beside the spool: 4 bytes a case, which every block
    needs of any other."""
    table = keyed.select("place", "load").toArrow()
    found = np.empty(total, dtype=np.float32)
    found[numbers_of(table, "place")] = table.column("load").to_numpy()
    path = folder / "loads"
    found.tofile(path)
    return path


def candidates(keyed: DataFrame, loads: Path, total: int, size: int, cap: int = CAP) -> DataFrame:
    """What `Postings.candidates` would say of each case of `keyed` (place, values) at its arrival: rows as `FOUND` says.

    `size` cases are a block; `loads` is a file of float32 by place."""
    from pyspark.sql import functions as f

    block = f.floor(f.col("place") / size).alias("block")
    own = keyed.select(block, f.col("place").alias("key"), f.lit(OWN).cast("long").alias("before"), f.col("values").alias("places"))
    rows = own.union(told(posted(keyed, total, cap), size, cap))
    parts = partitions_for(keyed.sparkSession, total, size)
    grouped = rows.repartition(parts, "block").sortWithinPartitions("block")
    return grouped.mapInArrow(partial(candidates_part, loads, cap), FOUND)


def _judged(keyed: DataFrame, found: DataFrame, total: int) -> DataFrame:
    """The verdict on each case; what a candidate is compared by travels to whoever has it as one."""
    from pyspark.sql import functions as f

    columns = ["place", "number", "pick", "capped", "record", "case"]
    picks = found.select("place", f.posexplode("picks").alias("number", "pick"))
    theirs = keyed.select(f.col("place").alias("pick"), "record", "case")
    others = picks.join(theirs, "pick").withColumn("capped", f.lit(False)).select(columns)
    own = keyed.join(found.select("place", "capped"), "place").withColumn("number", f.lit(OWN)).withColumn("pick", f.col("place"))
    rows = own.withColumn("record", f.lit(None).cast("binary")).select(columns).union(others)
    parts = partitions_for(keyed.sparkSession, total, JUDGED_AT_ONCE)
    return rows.repartition(parts, "place").sortWithinPartitions("place", "number").mapInArrow(judge_part, JUDGED)
