"""How does a batch run on Spark instead of this machine's cores?

The driver reads the files into the spool, as the local engine does; the workers sign, compare and judge; links come back and the
driver groups and writes. Both engines share every pure function on the way, so the tables are the same, byte for byte.
What it takes and what travels: docs/scale.md.
"""

from __future__ import annotations

from service.dedup import near_result, result_of_copies
from service.dedup_groups import Naming
from service.dedup_matter import verdict_result
from service.dedup_pile import Pile
from service.dedup_result import Result
from service.progress import Progress
from service.spark_matter import spark_matter
from service.spark_near import spark_near
from service.spark_session import SparkProblem, spark_session
from service.spool import SpooledCases


def spark_result(pile: Pile, tier: str, progress: Progress, master: str = "") -> Result:
    """The result of tier near or matter. Raises SparkProblem."""
    cases, near = pile.cases, tier == "near"
    if not cases:  # needs no cluster
        nothing: dict[int, Naming] = {}
        return near_result(pile, progress) if near else verdict_result(pile, (), nothing.__getitem__)
    if not isinstance(cases, SpooledCases):
        raise SparkProblem("only cases in a spool can be read by workers")
    with spark_session(master) as session:
        if near:
            return result_of_copies(pile, spark_near(session, cases, progress))
        return spark_matter(session, cases, pile, progress)
