"""Which figures does a report on a pile need? One pass over the cases, then a few looks at the largest groups.

Everything here follows from the result and the cases alone; `service.dedup_report` only writes it down.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.case import Case
from engine.replies import inconsistent, leaning
from service.dedup_result import Pair, Result

MOST_GROUPS = 20  # of the largest ones shown with their timeline
MOST_TEMPLATES, MOST_CONTRADICTIONS = 15, 20
MOST_MEMBERS = 400  # of one group looked at for its replies and persons
TEMPLATE_PERSONS = 3  # as rule R8: near-verbatim from so many persons
SAMPLED = 50  # decisions for auditing
SEED = 20_261_101
MIN_LETTERS = 12  # characters; shorter texts are out of reach for a verdict on wording (R4)

Share = dict[str, tuple[int, int]]
"""Name → (cases, of which repeat an earlier one)."""


@dataclass(frozen=True, slots=True)
class Group:
    """One matter: its cases in order of arrival (of very large ones the first MOST_MEMBERS) and its full size."""

    matter_id: str
    size: int
    cases: Sequence[Case]
    relations: Sequence[str]

    def persons(self) -> int:
        """Distinct petitioners as far as the records tell; nobody counts as nobody."""
        return len({(p.id_no or p.phone or p.account or p.name) for case in self.cases if (p := case.petitioner)} - {""})

    def units(self) -> Counter[str]:
        return Counter(case.handling_unit for case in self.cases if case.handling_unit)

    def outcomes(self) -> set[str]:
        """Official outcomes that say yes or no."""
        said = {case.official_reply.outcome for case in self.cases if case.official_reply}
        return said & {"SUPPORTED", "NOT_SUPPORTED"}

    def contradicts_itself(self) -> bool:
        """Whether two replies to this matter point in opposite directions, by outcome or by their own words."""
        replies = [case.official_reply for case in self.cases if case.official_reply]
        return len(self.outcomes()) > 1 or inconsistent(replies)


@dataclass(slots=True)
class Figures:
    """What the report shows."""

    months: Share = field(default_factory=dict)
    channels: Share = field(default_factory=dict)
    units: Share = field(default_factory=dict)
    relations: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    sizes: Counter[int] = field(default_factory=Counter)
    confidential: int = 0
    without_person: int = 0
    without_unit: int = 0
    brief: int = 0
    replied: int = 0
    largest: list[Group] = field(default_factory=list)
    templates: list[Group] = field(default_factory=list)
    contradictions: list[Group] = field(default_factory=list)
    sampled: list[tuple[Pair, Case, Case]] = field(default_factory=list)


def figures(result: Result) -> Figures:
    """All figures of one run."""
    found = Figures()
    counts: dict[str, dict[str, list[int]]] = {name: defaultdict(lambda: [0, 0]) for name in ("months", "channels", "units")}
    with_reply: set[str] = set()
    for member, case in zip(result.members, result.cases, strict=True):
        named = (f"{case.received_at:%Y-%m}", case.channel.value if case.channel else "", case.handling_unit)
        for group, name in zip(counts.values(), named, strict=True):
            group[name][0] += 1
            group[name][1] += not member.keep
        found.relations[member.relation] += bool(member.relation)
        found.flags.update(member.flags)
        found.confidential += case.confidential
        found.without_person += case.petitioner is None
        found.without_unit += not case.handling_unit
        found.brief += len(case.text) < MIN_LETTERS
        found.replied += case.official_reply is not None
        if case.official_reply and member.matter_id:
            with_reply.add(member.matter_id)
    for name, group in counts.items():
        setattr(found, name, {key: (all_, repeated) for key, (all_, repeated) in sorted(group.items())})
    groups = sorted(result.groups().items(), key=lambda group: -len(group[1]))
    found.sizes.update(len(places) for _, places in groups)
    found.largest = [_group(result, *group) for group in groups[:MOST_GROUPS]]
    found.templates = _templates(result, groups)
    found.contradictions = _contradictions(result, [group for group in groups if group[0] in with_reply])
    found.sampled = _sampled(result)
    return found


def opposed(cases: Sequence[Case]) -> list[Case]:
    """One case on each side of a contradiction: first those that gave in, then those that did not."""
    sides: dict[int, Case] = {}
    for case in cases:
        reply = case.official_reply
        if reply is None:
            continue
        side = {"SUPPORTED": 1, "NOT_SUPPORTED": -1}.get(reply.outcome) or leaning(reply.text)
        if side:
            sides.setdefault(side, case)
    return [sides[side] for side in (1, -1) if side in sides]


def _group(result: Result, matter_id: str, places: Sequence[int]) -> Group:
    shown = places[:MOST_MEMBERS]
    cases = [result.cases[place] for place in shown]
    return Group(matter_id, len(places), cases, [result.members[place].relation for place in shown])


def _templates(result: Result, groups: Sequence[tuple[str, Sequence[int]]]) -> list[Group]:
    """Groups of one letter from several persons: by the verdicts' flag, or, among copies, by counting."""
    flagged = {member.matter_id for member in result.members if "TEMPLATE_TEXT" in member.flags}
    found: list[Group] = []
    for matter_id, places in groups:
        if len(found) == MOST_TEMPLATES or len(places) < TEMPLATE_PERSONS:
            break
        if result.tier == "matter" and matter_id not in flagged:
            continue
        group = _group(result, matter_id, places)
        if group.persons() >= TEMPLATE_PERSONS:
            found.append(group)
    return found


def _contradictions(result: Result, groups: Sequence[tuple[str, Sequence[int]]]) -> list[Group]:
    found: list[Group] = []
    for matter_id, places in groups:
        group = _group(result, matter_id, places)
        if not any(case.confidential for case in group.cases) and group.contradicts_itself():
            found.append(group)
            if len(found) == MOST_CONTRADICTIONS:
                break
    return found


def _sampled(result: Result) -> list[tuple[Pair, Case, Case]]:
    """SAMPLED links to look at, drawn evenly from each kind of relation; the same result draws the same ones.

    Confidential cases are not drawn: the sample is made for being handed around.
    """
    place_of = {member.case_id: place for place, member in enumerate(result.members)} if result.pairs else {}
    by_kind: dict[str, list[int]] = defaultdict(list)
    for number, pair in enumerate(result.pairs):
        by_kind[pair.relation].append(number)
    lots = random.Random(SEED)  # an audit sample, no secret
    for kind in sorted(by_kind):
        lots.shuffle(by_kind[kind])
    found: list[tuple[Pair, Case, Case]] = []
    while len(found) < SAMPLED and any(by_kind.values()):
        for kind in sorted(by_kind):
            if by_kind[kind] and len(found) < SAMPLED:
                pair = result.pairs[by_kind[kind].pop()]
                a, b = result.cases[place_of[pair.a]], result.cases[place_of[pair.b]]
                if not (a.confidential or b.confidential):
                    found.append((pair, a, b))
    return sorted(found, key=lambda each: (each[0].relation, each[0].a, each[0].b))
