"""Which cases of these files are one matter, and which of each group should be kept?

Tier "near" joins copies (`service.dedup_near`). Tier "matter" lets every case arrive, in order, at a desk of its own on
an empty temporary directory: the same engine and the same code as the service, hence the same verdicts.
Nothing is removed: the tables say what a person may consolidate.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from engine.case import Case
from engine.group import new_matter_id
from engine.verdict import Match, Verdict
from index.store_types import StoredCase
from service.columns import NO_MAP, ColumnMap
from service.dedup_near import near_copies
from service.dedup_report import masked, render_report
from service.dedup_result import Member, Pair, Result
from service.load import open_chosen, parsed_rows
from service.progress import Progress
from service.safe_cells import whole_file, write_table
from service.wire import SHANGHAI

TIERS = ("near", "matter")
NO_TIME = datetime(2000, 1, 1, tzinfo=SHANGHAI)  # for cases without `received_at`: the clock would change the answer
EVIDENCE = 200  # characters of evidence a pair


@dataclass(slots=True)
class Pile:
    """The cases of all files in order of arrival, and the rows that are none: (file, line, reason, cells)."""

    cases: list[Case] = field(default_factory=list)
    rejects: list[tuple[str, int, str, str]] = field(default_factory=list)
    read: int = 0
    repeated: int = 0  # rows that are in the pile already, word for word


def read_pile(paths: Sequence[Path], progress: Progress, chosen: ColumnMap = NO_MAP) -> Pile:
    """Read all files. A case_id that returns with other content is a reject, with the same content it counts once.

    Raises FileProblem, MapProblem.
    """
    pile = Pile()
    seen: dict[str, Case] = {}
    for path in paths:
        with open_chosen(path, chosen) as table:
            for parsed in parsed_rows(table, chosen, NO_TIME):
                pile.read += 1
                reason = parsed.reason
                if parsed.case is not None:
                    first = seen.setdefault(parsed.case.case_id, parsed.case)
                    reason = "" if first == parsed.case else "case_id stands earlier with other content"
                    pile.repeated += first is not parsed.case and not reason
                if reason:
                    pile.rejects.append((path.name, parsed.row.line, reason, " | ".join(parsed.row.cells)))
                if pile.read % 1000 == 0:
                    progress.report(table.position(), table.size, f"{path.name} {len(seen):,} cases")
    # Stable: cases of the same moment, or without any, stay in the order of the files.
    pile.cases = sorted(seen.values(), key=lambda case: case.received_at)
    return pile


def near_result(pile: Pile, progress: Progress, *, workers: int = 1) -> Result:
    """Tier near: groups of copies."""
    cases = pile.cases
    found = near_copies(cases, progress, workers=workers)
    sizes = Counter(found.group)
    exact = {edge.b for edge in found.edges if edge.relation == "EXACT_COPY"}
    members = []
    for place, (case, root) in enumerate(zip(cases, found.group, strict=True)):
        relation = "" if root == place else "EXACT_COPY" if place in exact else "NEAR_COPY"
        matter = new_matter_id(cases[root].case_id) if sizes[root] > 1 else ""
        members.append(Member(case.case_id, matter, root == place, relation))
    pairs = [
        Pair(cases[edge.a].case_id, cases[edge.b].case_id, edge.relation, edge.score, masked(edge.evidence))
        for edge in found.edges
    ]
    return Result("near", cases, members, pairs, _notes(pile) | {"pairs_with_conflict": found.vetoed})


def matter_result(pile: Pile, progress: Progress) -> Result:
    """Tier matter: what a service would have answered, had the cases come to it one after the other."""
    from service.flows import Desk

    with tempfile.TemporaryDirectory(prefix="leian-dedup-") as place:
        # The persons' key of a deployment is random; this one lives no longer than the run and must not change it.
        secret = Path(place) / "key"
        secret.write_bytes(bytes(32))
        desk = Desk.open(Path(place) / "data", secret_file=secret)
        try:
            for done, _ in enumerate(desk.load(pile.cases), 1):
                if done % 100 == 0:
                    progress.report(done, len(pile.cases), f"{done:,} judged")
            with desk.library.store.read() as reader:
                return verdict_result(pile, _kept(reader.iterate()))
        finally:
            desk.close()


def verdict_result(pile: Pile, kept: Iterable[tuple[str, str, Verdict]]) -> Result:
    """A result from (case_id, matter_id, verdict at arrival), in any order, one for each case of the pile."""
    by_id = {case_id: (matter, verdict) for case_id, matter, verdict in kept}
    sizes = Counter(matter for matter, _ in by_id.values() if matter)
    begun: set[str] = set()
    members, pairs = [], []
    for case in pile.cases:
        matter, verdict = by_id[case.case_id]
        shared = matter if sizes[matter] > 1 else ""
        members.append(Member(case.case_id, shared, not shared or shared not in begun, verdict.verdict.value))
        begun.add(shared)
        asserted = set(verdict.matched)
        pairs += [_pair(match, case.case_id) for match in verdict.matches if match.case_id in asserted]
    return Result("matter", pile.cases, members, pairs, _notes(pile))


def write_result(result: Result, pile: Pile, sources: Sequence[Path], out: Path) -> None:
    """The contract's four files in `out`, and rejects.csv if a row was no case. The same pile gives the same bytes."""
    out.mkdir(parents=True, exist_ok=True)
    write_table(
        out / "clusters.csv",
        ("case_id", "matter_id", "keep", "relation"),
        ((member.case_id, member.matter_id, int(member.keep), member.relation) for member in result.members),
    )
    write_table(
        out / "pairs.csv",
        ("a", "b", "relation", "score", "evidence"),
        ((pair.a, pair.b, pair.relation, f"{pair.score:.4f}", pair.evidence) for pair in result.pairs),
    )
    if pile.rejects:
        write_table(out / "rejects.csv", ("file", "line", "reason", "row"), pile.rejects)
    else:
        (out / "rejects.csv").unlink(missing_ok=True)
    summary = {**result.summary(), "files": [{"name": path.name, "sha256": _sha256(path)} for path in sources]}
    with whole_file(out / "summary.json", "utf-8") as file:
        file.write(json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
    with whole_file(out / "report.html", "utf-8") as file:
        file.write(render_report(result, [path.name for path in sources]))


def _kept(all_stored: Iterable[StoredCase]) -> Iterator[tuple[str, str, Verdict]]:
    from index.records import unpack_verdict

    for stored in all_stored:
        if stored.verdict is not None:
            yield stored.case.case_id, stored.matter_id, unpack_verdict(stored.verdict)


def _pair(match: Match, case_id: str) -> Pair:
    said = [f"{each.kind}: {each.new or each.old}" for each in match.evidence if each.verdict == "agree"]
    return Pair(match.case_id, case_id, match.relation.value, match.score, masked("; ".join(said))[:EVIDENCE])


def _notes(pile: Pile) -> dict[str, int]:
    return {"rows_read": pile.read, "rows_repeated": pile.repeated, "rows_rejected": len(pile.rejects)}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
