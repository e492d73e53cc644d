"""What was found out about a new case, before and after a code is chosen?

`Findings` is what choosing looks at, `Choice` what it decides; `engine.judge` makes the one from the other and
`engine.answer` writes the verdict from both. Not kept between two calls.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.model import Model
from engine.normalise import Canonical, canonical, mask_personal
from engine.novelty import facts_of, may_tell_facts
from engine.once import once
from engine.prepare import MAX_TITLE, Subject, Tools
from engine.prepared import Prepared
from engine.relate import Known, Relation
from engine.verdict import Code, DemandVerdict, MatterRelation


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the new text that was judged by itself, and where it begins in the text as received."""

    prepared: Prepared
    start: int


@dataclass(frozen=True)  # without slots: `once` keeps what it found in the instance's __dict__
class Findings:
    """The new case and its relation to every earlier one, best first, and what judging a part of it by itself takes.

    `told`: by case id the stretch of a long letter that tells an earlier case, and its span in the folded text.
    """

    new: Subject
    relations: tuple[Relation, ...]
    known: Sequence[Known]
    model: Model
    tools: Tools
    rejected: frozenset[str] = frozenset()
    told: Mapping[str, tuple[Piece, tuple[int, int]]] = field(default_factory=dict)

    @once
    def same(self) -> tuple[Relation, ...]:
        """SAME before PART, those of the same person first, then by probability."""
        found = [r for r in self.relations if r.is_same]
        return tuple(sorted(found, key=_same_person_first))

    @once
    def history(self) -> tuple[Relation, ...]:
        """Whatever the same person raised before."""
        return tuple(r for r in self.relations if r.person.relation.is_same)

    @property
    def folded(self) -> Canonical:
        """The new text as received, folded."""
        return self.new.folded

    @once
    def masked(self) -> str:
        """The folded text without personal data, character by character as `folded`."""
        return mask_personal(self.folded.text)

    @once
    def core(self) -> str:
        """Title and text without boilerplate, as they are compared."""
        return self.new.prepared.core

    @once
    def open_history(self) -> tuple[Relation, ...]:
        return tuple(r for r in self.history if r.known.case.is_open_at(self.new.case.received_at))

    def facts(self, olds: Sequence[Relation]) -> tuple[str, ...]:
        """The new facts against all of `olds`, as they stand in the new text (an old case's title is in its `core`)."""
        if not olds or not may_tell_facts(self.core):
            return ()
        text = self.new.case.text
        title = mask_personal(canonical(self.new.case.title, MAX_TITLE).text)
        core = self.core.removeprefix(f"{title}\n") if title.strip() else self.core
        spans = facts_of(self.folded, core, [r.known.prepared.core for r in olds])
        return tuple(text[start:end] for start, end in spans)


def _same_person_first(relation: Relation) -> tuple[bool, bool, float, str]:
    part, other = relation.matter is MatterRelation.PART, not relation.person.relation.is_same
    return part, other, -relation.probability, relation.case_id


@dataclass(frozen=True, slots=True)
class Choice:
    """A verdict code with the relations behind it.

    `facts`: what is new against all of `matched`, where choosing had to know it. `pieces`: by case id the part of the letter
    that was compared with it, where that was not the whole.
    """

    code: Code
    matched: tuple[Relation, ...] = ()
    suspected: tuple[Relation, ...] = ()
    rules: tuple[str, ...] = ()
    reason: str = ""
    demands: tuple[DemandVerdict, ...] = ()
    facts: tuple[str, ...] | None = None
    pieces: Mapping[str, Piece] = field(default_factory=dict)
