"""Is the new case one that is already being handled, and what should the desk know?

Rolls the relations of all candidates up into one of the twelve verdicts (rules R6–R14), with everything that a handler needs
beside it. Pure: two calls with the same arguments give equal verdicts. Nothing is dropped, closed or merged by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.case import CaseType
from engine.demands import split_demands
from engine.explain import ADVICE, evidence, law, sentence
from engine.intent import Intent, is_urgent
from engine.model import Model
from engine.normalise import canonical, mask_personal
from engine.novelty import new_facts
from engine.persons import count_persons
from engine.prepare import Subject, Tools, prepare_subject
from engine.relate import Known, Relation, relate
from engine.replies import inconsistent
from engine.verdict import Code, DemandVerdict, Flag, Match, MatterRelation, PersonRelation, Verdict

TWICE_WITHIN = timedelta(minutes=10)
"""R6: the same text by the same person within this time was submitted twice."""
SHORT_CONTENT = 12
"""R7: with fewer letters of its own a text says nothing of the matter."""
GROUP = 5
TEMPLATE_PERSONS = 3
TEMPLATE_WORDING = 0.6
"""Smaller containment of triples from which two persons' letters are one template."""
MAX_MATCHES = 20
MAX_SIMILAR = 5
SUGGESTS = re.compile(r"建议|希望能?(?:增加|加密|增设|延长|开通|改为)")


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that was found about the new case, before a code is chosen."""

    new: Subject
    relations: tuple[Relation, ...]
    same: tuple[Relation, ...]
    history: tuple[Relation, ...]

    @property
    def open_history(self) -> tuple[Relation, ...]:
        return tuple(r for r in self.history if r.known.case.is_open_at(self.new.case.received_at))


@dataclass(frozen=True, slots=True)
class Choice:
    """A verdict code with the relations behind it."""

    code: Code
    matched: tuple[Relation, ...] = ()
    suspected: tuple[Relation, ...] = ()
    rules: tuple[str, ...] = ()
    reason: str = ""
    demands: tuple[DemandVerdict, ...] = ()


def judge(
    new: Subject,
    known: Sequence[Known],
    model: Model,
    tools: Tools,
    *,
    rejected: frozenset[str] = frozenset(),
    capped: bool = False,
) -> Verdict:
    """The verdict on `new` against the earlier cases `known`.

    `rejected`: case ids that a person has said are not the same matter; they are never proposed again. `capped`: whether the
    search for candidates had to leave some out (flag CANDIDATES_CAPPED).
    """
    relations = tuple(r for r in relate(new, known, model) if r.case_id not in rejected)
    same = tuple(r for r in relations if r.is_same)
    history = tuple(r for r in relations if r.person.relation.is_same)
    findings = Findings(new, relations, _one_matter_first(same), history)
    return _verdict(findings, choose(findings, known, model, tools, rejected), capped)


def _one_matter_first(same: tuple[Relation, ...]) -> tuple[Relation, ...]:
    """SAME relations with those of the best one's person first among near equals, order otherwise kept."""
    return tuple(
        sorted(
            same,
            key=lambda r: (r.matter is MatterRelation.PART, not r.person.relation.is_same, -r.probability, r.case_id),
        )
    )


def choose(f: Findings, known: Sequence[Known], model: Model, tools: Tools, rejected: frozenset[str]) -> Choice:
    """The rules in their order; the first that applies decides."""
    about_file = _about_the_file(f)
    if about_file is not None:
        return about_file
    parts = _by_demand(f, known, model, tools, rejected)
    if parts is not None:
        return parts
    if f.same:
        return _same_matter(f)
    doubtful = tuple(r for r in f.relations if r.matter is MatterRelation.UNDETERMINED)
    if doubtful:
        return Choice(
            Code.NEEDS_REVIEW,
            suspected=doubtful[:MAX_SIMILAR],
            rules=("R13",),
            reason="最相近的原件证据不足，需人工核对。",
        )
    if f.history:
        return Choice(Code.SAME_PERSON_NEW_MATTER, rules=("R11",))
    if any(r.matter is MatterRelation.SIMILAR for r in f.relations):
        return Choice(Code.SIMILAR_CASE, rules=("R12",))
    return Choice(Code.NEW, rules=("R14",))


def _about_the_file(f: Findings) -> Choice | None:
    """R7: a text without content of its own that urges or withdraws."""
    intent, prepared = f.new.prepared.intent, f.new.prepared
    if not intent & (Intent.URGE | Intent.WITHDRAW) or prepared.own_content > SHORT_CONTENT:
        return None
    if not f.open_history and prepared.letters > 2 * SHORT_CONTENT:
        return None
    code = Code.WITHDRAWAL if intent & Intent.WITHDRAW else Code.FOLLOW_UP_URGE
    # A text that names one of several open cases means that one.
    named = [r for r in f.open_history if r.is_same or r.comparison["words_sum"] > 0 or r.comparison["pairs_sum"] > 0]
    wanted = f.open_history if len(f.open_history) == 1 else tuple(named)
    compatible = tuple(r for r in wanted if not r.vetoes)
    if len(compatible) == 1:
        return Choice(code, matched=compatible, rules=("R7",))
    listed = f.open_history or f.same or f.relations[:MAX_SIMILAR]
    reason = "同一信访人有多件在办，无法确定所指。" if f.open_history else "未找到同一信访人的在办件，无法确定所指。"
    return Choice(Code.NEEDS_REVIEW, suspected=tuple(listed[:MAX_SIMILAR]), rules=("R7",), reason=reason)


def _same_matter(f: Findings) -> Choice:
    """R6, R8, R9, R10: somebody has raised this matter before."""
    best = f.same[0]
    if best.matter is MatterRelation.PART:
        return _contained(f, best)
    persons = {r.person.relation for r in f.same}
    if best.person.relation.is_same:
        return _same_person(f, best)
    if best.person.relation is PersonRelation.UNKNOWN and PersonRelation.DIFFERENT not in persons:
        nobody = not f.new.prepared.persons.principals
        weak = (
            nobody
            or not best.known.prepared.persons.principals
            or _same_name(f, best)
            or not best.comparison["objects_agree"]
        )
        if weak:
            return Choice(
                Code.NEEDS_REVIEW,
                suspected=f.same[:MAX_SIMILAR],
                rules=("R9",),
                reason="事项一致，但信访人无法确认是否同一人。",
            )
    return Choice(Code.SAME_MATTER_OTHER_PERSON, matched=f.same, rules=("R8",))


def _same_name(f: Findings, best: Relation) -> bool:
    names = {p.name for p in f.new.prepared.persons.principals if p.name}
    return bool(names & {p.name for p in best.known.prepared.persons.principals})


def _same_person(f: Findings, best: Relation) -> Choice:
    """R6, in its order."""
    new, old = f.new, best.known
    twice = new.prepared.exact == old.prepared.exact and new.case.has_clock and old.case.has_clock
    if twice and abs(new.case.received_at - old.case.received_at) <= TWICE_WITHIN:
        return Choice(Code.SUBMIT_TWICE, matched=f.same, rules=("R6",))
    intent = new.prepared.intent
    if intent & Intent.WITHDRAW and new.prepared.letters < 60:
        return Choice(Code.WITHDRAWAL, matched=f.same, rules=("R6",))
    is_open = old.case.is_open_at(new.case.received_at)
    facts = _facts(f, f.same)
    if is_open and intent & Intent.URGE and not facts:
        return Choice(Code.FOLLOW_UP_URGE, matched=f.same, rules=("R6",))
    if is_open and (facts or intent & Intent.SUPPLEMENT):
        return Choice(Code.FOLLOW_UP_SUPPLEMENT, matched=f.same, rules=("R6",))
    if not is_open and intent & Intent.AGAIN and _closed_at(old) <= new.case.received_at:
        return Choice(Code.RECURRENCE, matched=f.same, rules=("R6",))
    return Choice(Code.REPEAT_PETITION, matched=f.same, rules=("R6",))


def _closed_at(known: Known) -> datetime:
    case = known.case
    replied = case.official_reply.replied_at if case.official_reply else None
    return case.closed_at or replied or case.received_at


def _facts(f: Findings, same: Sequence[Relation]) -> tuple[str, ...]:
    text = f.new.case.text
    old = [r.known.case.text for r in same] + [r.known.case.title for r in same]
    return tuple(text[start:end] for start, end in new_facts(text, old))


def _contained(f: Findings, best: Relation) -> Choice:
    """R5, R10: the letter holds an earlier one whole."""
    inner = _repeat_code(best)
    piece = DemandVerdict(1, f.new.case.text[:200], (0, len(f.new.case.text)), inner, (best.case_id,))
    return Choice(Code.PARTIAL_OVERLAP, matched=f.same, rules=("R5", "R10"), demands=(piece,))


def _repeat_code(relation: Relation) -> Code:
    return Code.REPEAT_PETITION if relation.person.relation.is_same else Code.SAME_MATTER_OTHER_PERSON


def _by_demand(
    f: Findings, known: Sequence[Known], model: Model, tools: Tools, rejected: frozenset[str]
) -> Choice | None:
    """R10: the demands of a letter one by one; None where it has one demand, or where its demands do not differ."""
    if len(split_demands(f.new.prepared.core)) < 2:
        return None
    folded = canonical(f.new.case.text)
    text = mask_personal(folded.text)
    spans = split_demands(text)
    if len(spans) < 2:
        return None
    judged: list[DemandVerdict] = []
    matched: dict[str, Relation] = {}
    for idx, (start, end) in enumerate(spans, 1):
        source = folded.source_span(start, end)
        piece = f.new.case.text[source[0] : source[1]].strip()
        found = _piece_relations(f, piece, known, model, tools, rejected)
        for relation in found:
            matched.setdefault(relation.case_id, relation)
        code = _repeat_code(found[0]) if found else Code.NEW
        kind = CaseType.SUGGESTION.value if SUGGESTS.search(piece) else ""
        judged.append(DemandVerdict(idx, piece, source, code, tuple(r.case_id for r in found), kind))
    old = [d for d in judged if d.matched]
    if not old:
        return None
    if len(old) == len(judged) and len({d.matched[:1] for d in judged}) == 1:
        return None
    return Choice(Code.PARTIAL_OVERLAP, matched=tuple(matched.values()), rules=("R10",), demands=tuple(judged))


def _piece_relations(
    f: Findings, piece: str, known: Sequence[Known], model: Model, tools: Tools, rejected: frozenset[str]
) -> list[Relation]:
    part = prepare_subject(replace(f.new.case, text=piece, title="", address=""), tools)
    return [r for r in relate(part, known, model) if r.is_same and r.case_id not in rejected]


def _verdict(f: Findings, choice: Choice, capped: bool) -> Verdict:
    """Everything around the code that was chosen."""
    matched = _distinct(choice.matched)
    similar = tuple(r for r in f.relations if r.matter is MatterRelation.SIMILAR)[:MAX_SIMILAR]
    shown = _distinct((*matched, *choice.suspected, *similar, *f.history))[:MAX_MATCHES]
    facts = _facts(f, matched) if matched and choice.code not in (Code.SUBMIT_TWICE, Code.WITHDRAWAL) else ()
    flags = _flags(f, choice, matched, facts, capped)
    persons = count_persons([f.new.prepared.persons, *(r.known.prepared.persons for r in matched)])
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
        similar=tuple(r.case_id for r in similar if r not in matched),
        petitioner_count=max(1, persons),
        first_or_repeat="REPEAT" if repeats else "FIRST",
        repeat_count=len(repeats),
        person_basis=basis,
        history=tuple(r.case_id for r in sorted(f.history, key=lambda r: (r.known.case.received_at, r.case_id))),
        matches=tuple(_match(r, f.new, choice) for r in shown),
        demands=choice.demands,
        new_facts=facts,
        flags=flags,
        rules=tuple(rules),
        law=law(choice.code, flags),
        advice=" ".join(part for part in (choice.reason, ADVICE[choice.code]) if part),
    )


def _distinct(relations: Sequence[Relation]) -> tuple[Relation, ...]:
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


def _match(relation: Relation, new: Subject, choice: Choice) -> Match:
    case = relation.known.case
    arrived = new.case.received_at
    is_open = case.is_open_at(arrived)
    closed = None if is_open else case.closed_at or (case.official_reply.replied_at if case.official_reply else None)
    return Match(
        case_id=relation.case_id,
        relation=_relation_code(relation, choice),
        person=relation.person.relation,
        matter=relation.matter,
        score=round(relation.probability, 4),
        evidence=evidence(relation, new.prepared),
        status=case.status.value,
        handling_unit=case.handling_unit,
        due_at=case.due_at.isoformat() if case.due_at else None,
        days_left=(case.due_at - arrived).days if case.due_at and is_open else None,
        days_since_close=(arrived - closed).days if closed else None,
        explanation=sentence(relation),
    )


def _relation_code(relation: Relation, choice: Choice) -> Code:
    """What this one pair is, in the words of the twelve codes."""
    if any(r.case_id == relation.case_id for r in choice.matched):
        same = relation.person.relation.is_same
        if choice.code is Code.PARTIAL_OVERLAP:
            return Code.PARTIAL_OVERLAP
        return choice.code if same else Code.SAME_MATTER_OTHER_PERSON
    if any(r.case_id == relation.case_id for r in choice.suspected):
        return Code.NEEDS_REVIEW
    if relation.matter is MatterRelation.SIMILAR:
        return Code.SIMILAR_CASE
    return Code.SAME_PERSON_NEW_MATTER if relation.person.relation.is_same else Code.NEW


def _flags(
    f: Findings, choice: Choice, matched: Sequence[Relation], facts: Sequence[str], capped: bool
) -> tuple[Flag, ...]:
    cases = [r.known.case for r in matched]
    verbatim = [r for r in matched if r.comparison["triples_min"] >= TEMPLATE_WORDING]
    template = count_persons([f.new.prepared.persons, *(r.known.prepared.persons for r in verbatim)])
    crowd = count_persons([f.new.prepared.persons, *(r.known.prepared.persons for r in matched)])
    arrived = f.new.case.received_at
    units = {c.handling_unit for c in cases if c.handling_unit and c.is_open_at(arrived)}
    holds = {
        Flag.TEMPLATE_TEXT: bool(verbatim) and template >= TEMPLATE_PERSONS,
        Flag.GROUP_5PLUS: bool(matched) and crowd >= GROUP,
        Flag.INCONSISTENT_REPLIES: inconsistent([c.official_reply for c in cases if c.official_reply]),
        Flag.WITHIN_PERIOD: any(c.is_open_at(arrived) and c.due_at and c.due_at >= arrived for c in cases),
        Flag.TERMINATED: any(c.status.value == "TERMINATED" for c in cases),
        Flag.MULTI_HANDLING: len(units) >= 2,
        Flag.URGENCY_UP: any(is_urgent(canonical(fact).text) for fact in facts),
        Flag.NOISY_ASR: f.new.prepared.noisy or any(r.by_ear for r in matched),
        Flag.CONFIDENTIAL: f.new.case.confidential,
        Flag.TEXT_TRUNCATED: f.new.prepared.truncated,
        Flag.CANDIDATES_CAPPED: capped,
    }
    return tuple(flag for flag, true in holds.items() if true)
