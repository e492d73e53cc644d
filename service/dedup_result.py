"""What does de-duplicating a pile of cases give?

The dataclasses that both tiers fill in and that the tables, the summary and the report are written from. All are
in order of arrival, and nothing in them depends on the clock or the machine: the same pile gives the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from engine.case import Case


class Member(msgspec.Struct, frozen=True, gc=False):
    """A case and its group. `matter_id` is empty for a case alone; `keep` marks the first of a group and those alone.

    `relation`: tier matter, the verdict given at arrival; tier near, EXACT_COPY, NEAR_COPY or "". `flags` are the
    verdict's. The representative of a group is the first that arrived: its handling unit is the first receiver (首接).
    """

    case_id: str
    matter_id: str
    keep: bool
    relation: str
    flags: tuple[str, ...] = ()


class Pair(msgspec.Struct, frozen=True, gc=False):
    """Case `b` was linked to the earlier case `a`; `score` in [0, 1]; `evidence` is for people."""

    a: str
    b: str
    relation: str
    score: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Result:
    """One run. `members[i]` is about `cases[i]`; `notes` are further figures for the summary."""

    tier: str
    cases: Sequence[Case]
    members: Sequence[Member]
    pairs: Sequence[Pair]
    notes: dict[str, int] = field(default_factory=dict)

    def sizes(self) -> Counter[str]:
        """Cases per group of two or more."""
        return Counter(member.matter_id for member in self.members if member.matter_id)

    def groups(self) -> dict[str, list[int]]:
        """The places of each group's members in order of arrival; groups in the order of their first member."""
        found: dict[str, list[int]] = {}
        for place, member in enumerate(self.members):
            if member.matter_id:
                found.setdefault(member.matter_id, []).append(place)
        return found

    def summary(self) -> dict[str, object]:
        """The figures of summary.json."""
        sizes = self.sizes()
        return {
            "tier": self.tier,
            "cases": len(self.cases),
            "groups": len(sizes),
            "cases_in_groups": sizes.total(),
            "duplicates": sum(not member.keep for member in self.members),
            "largest_group": max(sizes.values(), default=0),
            "pairs": len(self.pairs),
            "relations": dict(sorted(Counter(member.relation for member in self.members if member.relation).items())),
            **self.notes,
        }
