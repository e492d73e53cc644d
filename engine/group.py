"""Which matter does a judged case belong to, and how many persons stand behind it?

Folds verdicts into matters, the same way online and in batch: a new case joins the matter of the best case it is the SAME as,
and brings in those matched cases that stand alone. Two matters are never made one by a newcomer: that is a person's decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from engine.judge import GROUP
from engine.persons import Persons, count_persons
from engine.verdict import Code, Flag, Verdict

JOINING = frozenset(
    {Code.SUBMIT_TWICE, Code.REPEAT_PETITION, Code.FOLLOW_UP_URGE, Code.FOLLOW_UP_SUPPLEMENT, Code.RECURRENCE,
     Code.SAME_MATTER_OTHER_PERSON, Code.WITHDRAWAL}
)  # fmt: skip
"""Verdicts that put a case into the matter of its match; PARTIAL_OVERLAP does not, since the letter is about more."""


@dataclass(frozen=True, slots=True)
class Joining:
    """`matter_id` of the new case, and the matched cases that so far stood alone and now belong to it."""

    matter_id: str
    newcomers: tuple[str, ...]


def join(verdict: Verdict, matter_of: Mapping[str, str]) -> Joining | None:
    """The matter that the judged case joins; None where it stands alone. `matter_of`: case id → matter id or ""."""
    if verdict.verdict not in JOINING or not verdict.matched:
        return None
    existing = next((matter_of[c] for c in verdict.matched if matter_of.get(c)), "")
    matter_id = existing or new_matter_id(verdict.matched[0])
    return Joining(matter_id, tuple(c for c in verdict.matched if not matter_of.get(c)))


def new_matter_id(first_case_id: str) -> str:
    """The name of a matter that begins with this case: stable, and telling nothing."""
    return "m-" + blake2b(first_case_id.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def with_matter(verdict: Verdict, matter_id: str, members: Sequence[tuple[str, Persons]], own: Persons) -> Verdict:
    """The verdict with its matter's members (in order of arrival, without the new case) and their persons counted."""
    persons = count_persons([own, *(persons for _, persons in members)])
    flags = verdict.flags
    if persons >= GROUP and Flag.GROUP_5PLUS not in flags:
        flags = (*flags, Flag.GROUP_5PLUS)
    case_ids = (*dict.fromkeys(case_id for case_id, _ in members if case_id != verdict.case_id), verdict.case_id)
    return replace(verdict, matter_id=matter_id, matter_cases=case_ids, petitioner_count=max(1, persons), flags=flags)
