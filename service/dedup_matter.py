"""Which cases of a pile are one matter, by the verdicts that a service would have given them one after the other?

Every case is judged against those before it in the order of arrival, by the same engine and the same search as in the service,
hence with the same verdict (`service.matter_pool`; a test holds it to a desk of its own). Then the verdicts' links are folded into
groups in which no two cases name things that exclude each other (rule R2): a service asks the newcomer's best match only, a batch
sees all of them.
"""

from __future__ import annotations

import math
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from engine.brief import Brief, Link
from engine.compare import vetoes
from engine.group import JOINING, new_matter_id
from engine.prepared import VERSION, Prepared, unpack
from engine.slot_compare import SlotVerdict
from engine.slots import Slot
from service.dedup_groups import Naming, VetoGroups, naming
from service.dedup_pile import Pile, notes
from service.dedup_result import Member, Pair, Result
from service.dedup_words import masked
from service.matter_pool import MatterPool
from service.matter_steps import Folder, read_judged, records_of
from service.model_choice import shipped
from service.progress import Progress
from service.spool import case_ids

EVIDENCE = 200  # characters of evidence a pair
FORMAT = 1  # of the files of a run


def matter_result(pile: Pile, progress: Progress, work: Path, *, workers: int = 1) -> Result:
    """Tier matter. What lies in `work` of the same pile is not done again; the answer is the same with any number of workers."""
    total = len(pile.cases)
    folder = Folder(_run_folder(work, total), total)
    with MatterPool(folder, pile.cases, workers) as pool:
        pool.prepare(lambda left: progress.report(total - left * folder.chunk, 2 * total, "prepared"))
        pool.merge()
        pool.judge(lambda left: progress.report(2 * total - left * folder.chunk, 2 * total, "judged"))
    records = records_of(folder)
    return verdict_result(pile, read_judged(folder), lambda place: naming(*named_slots(unpack(records[place]))))


def _run_folder(work: Path, total: int) -> Path:
    """Where the files of the run lie; emptied of what another engine or model has left."""
    path, name = work / "matter", f"{FORMAT} {VERSION} {shipped().stamp} {total}"
    stamp = path / "run"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != name:
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(mode=0o700, parents=True)
        stamp.write_text(name, encoding="utf-8")
    return path


def verdict_result(pile: Pile, judged: Iterable[Brief], named: Callable[[int], Naming]) -> Result:
    """A result from the cases as judged, in the order of the pile; `named(i)` is what case i names.

    A group's representative is its first case: the one that a handling unit had first (首接).
    """
    groups = VetoGroups(named, forbids=_vetoed, closed=False)
    ids = case_ids(pile.cases)
    place_of: dict[str, int] = {}
    said: list[tuple[str, tuple[str, ...]]] = []
    pairs: list[Pair] = []
    apart = 0
    for place, (case_id, brief) in enumerate(zip(ids, judged, strict=True)):
        place_of[case_id] = place
        said.append((brief.code.value, tuple(flag.value for flag in brief.flags)))
        pairs += [_pair(link, case_id) for link in brief.links]
        if brief.code in JOINING:
            apart += _joined(groups, place, [place_of[each] for each in brief.matched if each in place_of])
    roots = [groups.find(place) for place in range(len(ids))]
    sizes = Counter(roots)
    members = [
        Member(case_id, new_matter_id(ids[root]) if sizes[root] > 1 else "", root == place, relation, flagged)
        for place, (case_id, root, (relation, flagged)) in enumerate(zip(ids, roots, said, strict=True))
    ]
    return Result("matter", pile.cases, members, pairs, notes(pile) | {"joins_with_conflict": apart})


def _joined(groups: VetoGroups, place: int, matched: Sequence[int]) -> int:
    """Let a case into the first group of its matches that nothing forbids, then those who stood alone; returns refusals.

    As online (`engine.group.join`): a matter that is there comes before a case alone, and a newcomer never makes two
    matters one.
    """
    refused = 0
    for best in sorted(matched, key=groups.alone):  # stable: within each kind the best match first
        if groups.join(best, place):
            break
        refused += 1
    else:
        return refused
    return refused + sum(not groups.join(place, each) for each in matched if groups.alone(each))


def _vetoed(found: Sequence[SlotVerdict], letters: float) -> bool:
    return bool(vetoes(found, letters=letters, verbatim=0.0))


def named_slots(prepared: Prepared) -> tuple[list[Slot], float]:
    """What the naming of a case is made of, for `verdict_result`: its slots and ln(1 + letters)."""
    return [each for group in prepared.groups.values() for each in group], math.log1p(prepared.letters)


def _pair(link: Link, case_id: str) -> Pair:
    said = "; ".join(f"{kind}: {text}" for kind, text in link.agreed)
    return Pair(link.case_id, case_id, link.relation.value, link.score, masked(said)[:EVIDENCE])
