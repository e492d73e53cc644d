"""What does a batch write, once it is known which cases of a pile are one?

Tier "near" joins copies (`service.dedup_near`), tier "matter" what the service would call one matter
(`service.dedup_matter`). Nothing is removed: the tables say what a person may consolidate.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence, Set
from pathlib import Path
from typing import overload

from engine.group import new_matter_id
from service.dedup_near import Edge, NearResult, near_copies
from service.dedup_pile import Pile, notes
from service.dedup_report import render_report
from service.dedup_result import Member, Pair, Result
from service.dedup_words import masked
from service.progress import Progress
from service.safe_cells import whole_bytes, whole_file, write_table
from service.spool import case_ids

TIERS = ("near", "matter")
REJECTS = "rejects.csv"
CLUSTER_COLUMNS = ("case_id", "matter_id", "keep", "relation")


def near_result(pile: Pile, progress: Progress, *, workers: int = 1) -> Result:
    """Tier near: groups of copies."""
    return result_of_copies(pile, near_copies(pile.cases, progress, workers=workers))


def result_of_copies(pile: Pile, found: NearResult) -> Result:
    """What tier near writes of the copies that were found."""
    cases = pile.cases
    ids = case_ids(cases)
    sizes = Counter(found.group)
    matters = {root: new_matter_id(ids[root]) for root, size in sizes.items() if size > 1}
    exact = set(found.edges.pairs[found.edges.exact, 1].tolist())
    members = [
        Member(ids[place], matters.get(root, ""), root == place, _relation(place, root, exact))
        for place, root in enumerate(found.group)
    ]
    figures = notes(pile) | {"pairs_with_conflict": found.vetoed, "texts_too_short": found.short}
    return Result("near", cases, members, _Pairs(ids, found.edges), figures)


class _Pairs(Sequence[Pair]):
    """The edges as pairs of ids, each made when it is asked for: a million of them need not lie about."""

    def __init__(self, ids: Sequence[str], edges: Sequence[Edge]) -> None:
        self._ids = ids
        self._edges = edges

    def __len__(self) -> int:
        return len(self._edges)

    @overload
    def __getitem__(self, at: int) -> Pair: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Pair]: ...
    def __getitem__(self, at: int | slice) -> Pair | Sequence[Pair]:
        if isinstance(at, slice):
            return _Pairs(self._ids, self._edges[at])
        edge = self._edges[at]
        return Pair(self._ids[edge.a], self._ids[edge.b], edge.relation, edge.score, masked(edge.evidence))


def _relation(place: int, root: int, exact: Set[int]) -> str:
    return "" if root == place else "EXACT_COPY" if place in exact else "NEAR_COPY"


def write_result(result: Result, pile: Pile, sources: Sequence[Path], out: Path) -> None:
    """The contract's four files in `out`, clusters.parquet, and rejects.csv if a row was no case.

    The same pile gives the same bytes.
    """
    out.mkdir(parents=True, exist_ok=True)
    write_table(
        out / "clusters.csv",
        CLUSTER_COLUMNS,
        ((member.case_id, member.matter_id, int(member.keep), member.relation) for member in result.members),
    )
    write_table(
        out / "pairs.csv",
        ("a", "b", "relation", "score", "evidence"),
        ((pair.a, pair.b, pair.relation, f"{pair.score:.4f}", pair.evidence) for pair in result.pairs),
    )
    if pile.rejected:
        write_table(out / REJECTS, ("file", "line", "reason", "row"), pile.rejects)
    else:
        (out / REJECTS).unlink(missing_ok=True)
    summary = {**result.summary(), "files": [{"name": path.name, "sha256": _sha256(path)} for path in sources]}
    with whole_file(out / "summary.json", "utf-8") as file:
        file.write(json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
    with whole_file(out / "report.html", "utf-8") as file:
        file.writelines(render_report(result, pile, [path.name for path in sources]))
    _write_parquet(result, out / "clusters.parquet")


def _write_parquet(result: Result, path: Path) -> None:
    """clusters.csv with types, for whoever goes on computing. Nothing in it is neutralised: no spreadsheet opens it."""
    import pyarrow as pa
    from pyarrow import parquet

    members = result.members
    columns = [pa.array([getattr(member, name) for member in members]) for name in CLUSTER_COLUMNS]
    with whole_bytes(path) as file:
        parquet.write_table(pa.Table.from_arrays(columns, names=CLUSTER_COLUMNS), file, compression="zstd")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
