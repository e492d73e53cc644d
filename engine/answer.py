"""A code is chosen: what does the desk read around it?

Writes the Verdict: the matches with their evidence, persons counted, flags, rules, law and advice. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from engine.case import Case
from engine.contributions import contributions
from engine.explain import ADVICE, Side, brief_evidence, evidence, law, sentence, side_of
from engine.findings import Choice, Findings
from engine.intent import is_urgent
from engine.normalise import canonical
from engine.persons import count_persons
from engine.relate import Relation
from engine.replies import inconsistent
from engine.verdict import Code, Contribution, Flag, Match, MatterRelation, Verdict

GROUP = 5
"""R8: distinct persons from which a matter is a group's."""
TEMPLATE_PERSONS = 3
TEMPLATE_WORDING = 0.6
"""Smaller containment of triples from which two persons' letters are one template."""
MAX_MATCHES = 20
MAX_SIMILAR = 5
MAX_EXPLAINED = 8
"""Matched or suspected cases, best first, whose score is taken apart: it costs as much as all their evidence."""


def verdict_of(f: Findings, choice: Choice, *, capped: bool) -> Verdict:
    """Everything around the code that was chosen."""
    matched = distinct(choice.matched)
    similar = tuple(r for r in f.relations if r.matter is MatterRelation.SIMILAR)[:MAX_SIMILAR]
    shown = distinct((*matched, *choice.suspected, *similar, *f.history))[:MAX_MATCHES]
    facts = _facts(f, choice, matched)
    persons = _persons(f, matched)
    flags = _flags(f, matched, facts, persons, capped)
    repeats = [r for r in matched if r.person.relation.is_same]
    basis = next((r.person.basis for r in (*matched, *f.history) if r.person.relation.is_same), "")
    rules = dict.fromkeys(("R0", "R1") if f.new.case.confidential else ("R1",))
    rules.update(dict.fromkeys(rule for r in shown[:1] for rule in r.rules))
    rules.update(dict.fromkeys(choice.rules))
    return Verdict(
        case_id=f.new.case.case_id,
        verdict=choice.code,
        confidence=_confidence(choice, f),
        matched=tuple(r.case_id for r in matched),
        suspected=tuple(r.case_id for r in choice.suspected),
        similar=tuple(r.case_id for r in similar if all(r is not other for other in matched)),
        petitioner_count=max(1, persons),
        first_or_repeat="REPEAT" if repeats else "FIRST",
        repeat_count=len(repeats),
        person_basis=basis,
        history=tuple(r.case_id for r in sorted(f.history, key=lambda r: (r.known.case.received_at, r.case_id))),
        matches=_matches(f, choice, shown, similar),
        demands=choice.demands,
        new_facts=facts,
        flags=flags,
        rules=tuple(rules),
        law=law(choice.code, flags),
        advice=" ".join(part for part in (choice.reason, ADVICE[choice.code]) if part),
    )


def _facts(f: Findings, choice: Choice, matched: Sequence[Relation]) -> tuple[str, ...]:
    if choice.code in (Code.SUBMIT_TWICE, Code.WITHDRAWAL):
        return ()
    return f.facts(matched) if choice.facts is None else choice.facts


def _persons(f: Findings, relations: Sequence[Relation]) -> int:
    return count_persons([f.new.prepared.persons, *(r.known.prepared.persons for r in relations)])


def distinct(relations: Sequence[Relation]) -> tuple[Relation, ...]:
    first: dict[str, Relation] = {}
    for relation in relations:
        first.setdefault(relation.case_id, relation)
    return tuple(first.values())


def _confidence(choice: Choice, f: Findings) -> float:
    """How sure the engine is of its code, in [0, 1]."""
    if choice.matched:
        return round(max(r.probability for r in choice.matched), 4)
    strongest = max((r.probability for r in f.relations if not r.vetoes), default=0.0)
    return round(1.0 - strongest if choice.code is not Code.NEEDS_REVIEW else strongest, 4)


def _matches(
    f: Findings, choice: Choice, shown: Sequence[Relation], similar: Sequence[Relation]
) -> tuple[Match, ...]:
    """What is shown of each pair; of a case that is history only, no more than who and how alike."""
    asserted = {r.case_id for r in choice.matched}
    doubtful = {r.case_id for r in choice.suspected}
    full = asserted | doubtful | {r.case_id for r in similar}
    whole = side_of(f.new.prepared, f.new.case.text)
    added = _added(f, [r for r in shown if r.case_id in asserted | doubtful][:MAX_EXPLAINED])
    found = []
    for relation in shown:
        case_id = relation.case_id
        if case_id in asserted:
            code = asserted_code(relation, choice)
        elif case_id in doubtful:
            code = Code.NEEDS_REVIEW
        else:
            code = _other_code(relation)
        piece = choice.pieces.get(case_id)
        own = side_of(piece.prepared, f.new.case.text, piece.start) if piece else whole
        found.append(_match(relation, f, code, own if case_id in full else None, added.get(case_id, ())))
    return tuple(found)


def _added(f: Findings, relations: Sequence[Relation]) -> dict[str, tuple[Contribution, ...]]:
    """By case id, what made the score."""
    if not relations:
        return {}
    rows = np.stack([r.comparison.row for r in relations])
    return dict(zip((r.case_id for r in relations), contributions(f.model, rows), strict=True))


def _match(
    relation: Relation, f: Findings, code: Code, own: Side | None, added: tuple[Contribution, ...]
) -> Match:
    case = relation.known.case
    arrived = f.new.case.received_at
    is_open = case.is_open_at(arrived)
    closed = None if is_open else case.closed_at or (case.official_reply.replied_at if case.official_reply else None)
    return Match(
        case_id=relation.case_id,
        relation=code,
        person=relation.person.relation,
        matter=relation.matter,
        score=round(relation.probability, 4),
        evidence=brief_evidence(relation) if own is None else evidence(relation, own),
        status=case.status.value,
        handling_unit=case.handling_unit,
        due_at=case.due_at.isoformat() if case.due_at else None,
        days_left=_days_left(case, arrived, f.tools.answer_days) if is_open else None,
        days_since_close=(arrived - closed).days if closed else None,
        explanation=sentence(relation),
        rules=relation.rules,
        law=law(code, ()),
        contributions=added,
    )


def _days_left(case: Case, arrived: datetime, answer_days: int) -> int | None:
    """Until the case's own term, or the one that cases without a term have here."""
    if case.due_at is not None:
        return (case.due_at - arrived).days
    return answer_days - (arrived - case.received_at).days if answer_days else None


def asserted_code(relation: Relation, choice: Choice) -> Code:
    if choice.code is Code.PARTIAL_OVERLAP:
        return Code.PARTIAL_OVERLAP
    return choice.code if relation.person.relation.is_same else Code.SAME_MATTER_OTHER_PERSON


def _other_code(relation: Relation) -> Code:
    """What a pair is that the verdict does not rest on, in the words of the twelve codes."""
    if relation.matter is MatterRelation.SIMILAR:
        return Code.SIMILAR_CASE
    return Code.SAME_PERSON_NEW_MATTER if relation.person.relation.is_same else Code.NEW


def is_template(f: Findings, matched: Sequence[Relation]) -> bool:
    """R8: nearly the same words from TEMPLATE_PERSONS persons or more."""
    verbatim = [r for r in matched if r.comparison["triples_min"] >= TEMPLATE_WORDING]
    return len(verbatim) >= TEMPLATE_PERSONS - 1 and _persons(f, verbatim) >= TEMPLATE_PERSONS


def _flags(
    f: Findings, matched: Sequence[Relation], facts: Sequence[str], persons: int, capped: bool
) -> tuple[Flag, ...]:
    cases = [r.known.case for r in matched]
    arrived = f.new.case.received_at
    open_cases = [c for c in cases if c.is_open_at(arrived)]
    holds = {
        Flag.TEMPLATE_TEXT: is_template(f, matched),
        Flag.GROUP_5PLUS: bool(matched) and persons >= GROUP,
        Flag.INCONSISTENT_REPLIES: inconsistent([c.official_reply for c in cases if c.official_reply]),
        Flag.WITHIN_PERIOD: any(c.due_at and c.due_at >= arrived for c in open_cases),
        Flag.TERMINATED: any(c.status.value == "TERMINATED" for c in cases),
        Flag.MULTI_HANDLING: len({c.handling_unit for c in open_cases if c.handling_unit}) >= 2,
        Flag.URGENCY_UP: any(is_urgent(canonical(fact).text) for fact in facts),
        Flag.NOISY_ASR: f.new.prepared.noisy or any(r.by_ear for r in matched),
        Flag.CONFIDENTIAL: f.new.case.confidential,
        Flag.TEXT_TRUNCATED: f.new.prepared.truncated,
        Flag.CANDIDATES_CAPPED: capped,
    }
    return tuple(flag for flag, true in holds.items() if true)
