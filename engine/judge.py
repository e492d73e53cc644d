"""Is the new case one that is already being handled, and what should the desk know?

Rolls the relations of all candidates up into one of the twelve verdicts (rules R6–R14), with everything that a handler needs
beside it. Pure: two calls with the same arguments give equal verdicts. Nothing is dropped, closed or merged by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from engine.answer import GROUP, MAX_SIMILAR, verdict_of
from engine.case import CaseType
from engine.demands import split_demands
from engine.findings import Choice, Findings, Piece
from engine.intent import Intent
from engine.model import Model
from engine.normalise import mask_personal
from engine.prepare import Subject, Tools, prepare_subject
from engine.relate import Known, Relation, relate
from engine.verdict import Code, DemandVerdict, MatterRelation, PersonRelation, Verdict

__all__ = ["GROUP", "choose", "judge"]

TWICE_WITHIN = timedelta(minutes=10)
"""R6: the same text by the same person within this time was submitted twice."""
SHORT_CONTENT = 12
"""R7: with fewer letters of its own a text says nothing of the matter."""
SUGGESTS = re.compile(r"建议|希望能?(?:增加|加密|增设|延长|开通|改为)")


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
    return verdict_of(findings, choose(findings, known, model, tools, rejected), capped=capped)


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
    facts = f.facts(f.same)
    if is_open and intent & Intent.URGE and not facts:
        return Choice(Code.FOLLOW_UP_URGE, matched=f.same, rules=("R6",), facts=facts)
    if is_open and (facts or intent & Intent.SUPPLEMENT):
        return Choice(Code.FOLLOW_UP_SUPPLEMENT, matched=f.same, rules=("R6",), facts=facts)
    if not is_open and intent & Intent.AGAIN and _closed_at(old) <= new.case.received_at:
        return Choice(Code.RECURRENCE, matched=f.same, rules=("R6",), facts=facts)
    return Choice(Code.REPEAT_PETITION, matched=f.same, rules=("R6",), facts=facts)


def _closed_at(known: Known) -> datetime:
    case = known.case
    replied = case.official_reply.replied_at if case.official_reply else None
    return case.closed_at or replied or case.received_at


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
    if len(split_demands(f.core)) < 2:
        return None
    folded = f.folded
    text = mask_personal(folded.text)
    spans = split_demands(text)
    if len(spans) < 2:
        return None
    judged: list[DemandVerdict] = []
    matched: dict[str, Relation] = {}
    pieces: dict[str, Piece] = {}
    for idx, (start, end) in enumerate(spans, 1):
        source = folded.source_span(start, end)
        written = f.new.case.text[source[0] : source[1]]
        piece = written.strip()
        part = prepare_subject(replace(f.new.case, text=piece, title="", address=""), tools)
        found = [r for r in relate(part, known, model) if r.is_same and r.case_id not in rejected]
        for relation in found:
            if relation.case_id not in matched:
                matched[relation.case_id] = relation
                pieces[relation.case_id] = Piece(part.prepared, source[0] + len(written) - len(written.lstrip()))
        code = _repeat_code(found[0]) if found else Code.NEW
        kind = CaseType.SUGGESTION.value if SUGGESTS.search(piece) else ""
        judged.append(DemandVerdict(idx, piece, source, code, tuple(r.case_id for r in found), kind))
    old = [d for d in judged if d.matched]
    if not old:
        return None
    if len(old) == len(judged) and len({d.matched[:1] for d in judged}) == 1:
        return None
    return Choice(Code.PARTIAL_OVERLAP, matched=tuple(matched.values()), rules=("R10",), demands=tuple(judged), pieces=pieces)
