"""Which cases of a pile are one matter, by the verdicts that a service would have given them one after the other?

Every case arrives, in order, at a desk of its own in the work folder: the same engine and the same code as the service,
hence the same verdicts. Then the verdicts' links are folded into groups in which no two cases name things that exclude
each other (rule R2): a service asks the newcomer's best match only, a batch sees all of them.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from engine.compare import vetoes
from engine.group import JOINING, new_matter_id
from engine.prepared import Prepared, unpack
from engine.slot_compare import SlotVerdict
from engine.slots import Slot
from engine.verdict import Match, Verdict
from index.records import unpack_verdict
from service.dedup_groups import Naming, VetoGroups, naming
from service.dedup_pile import Pile, notes
from service.dedup_result import Member, Pair, Result
from service.dedup_words import masked
from service.progress import Progress

if TYPE_CHECKING:
    from service.flows import Desk

EVIDENCE = 200  # characters of evidence a pair


Judged = tuple[str, Verdict]
"""A case_id and the verdict at its arrival."""


def matter_result(pile: Pile, progress: Progress, work: Path) -> Result:
    """Tier matter. What the desk in `work` holds already is the beginning of the pile and is not judged again."""
    from service.flows import Desk

    # The persons' key of a deployment is random; this one lives no longer than the run and must not change it.
    secret = work / "key"
    secret.write_bytes(bytes(32))
    desk = Desk.open(work / "data", secret_file=secret)
    try:
        with desk.library.store.read() as reader:
            done = reader.count()
        coming = islice(pile.cases, done, None)
        for place, _ in enumerate(desk.load(coming), done + 1):
            if place % 100 == 0:
                progress.report(place, len(pile.cases), f"{place:,} judged")
        seqs = array("q")
        return verdict_result(pile, _judged(desk, seqs), lambda place: _named(desk, seqs[place]))
    finally:
        desk.close()


def verdict_result(pile: Pile, judged: Iterable[Judged], named: Callable[[int], Naming]) -> Result:
    """A result from the cases as judged, in the order of the pile; `named(i)` is what case i names.

    A group's representative is its first case: the one that a handling unit had first (首接).
    """
    groups = VetoGroups(named, forbids=_vetoed, closed=False)
    place_of: dict[str, int] = {}
    relations: list[str] = []
    flags: list[tuple[str, ...]] = []
    pairs: list[Pair] = []
    apart = 0
    for place, (case_id, verdict) in enumerate(judged):
        place_of[case_id] = place
        relations.append(verdict.verdict.value)
        flags.append(tuple(flag.value for flag in verdict.flags))
        asserted = set(verdict.matched)
        pairs += [_pair(match, case_id) for match in verdict.matches if match.case_id in asserted]
        if verdict.verdict in JOINING:
            apart += _joined(groups, place, [place_of[each] for each in verdict.matched if each in place_of])
    roots = [groups.find(place) for place in range(len(relations))]
    sizes = Counter(roots)
    ids = list(place_of)
    members = [
        Member(case_id, new_matter_id(ids[root]) if sizes[root] > 1 else "", root == place, relation, flagged)
        for place, (case_id, root, relation, flagged) in enumerate(zip(ids, roots, relations, flags, strict=True))
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


def _judged(desk: Desk, seqs: array[int]) -> Iterator[tuple[str, Verdict]]:
    with desk.library.store.read() as reader:
        for stored in reader.iterate():
            if stored.verdict is not None:
                seqs.append(stored.seq)
                yield stored.case.case_id, unpack_verdict(stored.verdict)


def _named(desk: Desk, seq: int) -> Naming:
    with desk.library.store.read() as reader:
        return naming(*named_slots(unpack(reader.prepared_many([seq])[seq])))


def named_slots(prepared: Prepared) -> tuple[list[Slot], float]:
    """What the naming of a case is made of, for `verdict_result`: its slots and ln(1 + letters)."""
    return [each for group in prepared.groups.values() for each in group], math.log1p(prepared.letters)


def _pair(match: Match, case_id: str) -> Pair:
    said = [f"{each.kind}: {each.new or each.old}" for each in match.evidence if each.verdict == "agree"]
    return Pair(match.case_id, case_id, match.relation.value, match.score, masked("; ".join(said))[:EVIDENCE])
