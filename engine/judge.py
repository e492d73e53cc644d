"""Is the new case one that is already being handled, and what should the desk know?

Rolls the relations of all candidates up into one of the twelve verdicts (rules R6–R14), with everything that a handler needs
beside it. Pure: two calls with the same arguments give equal verdicts. Nothing is dropped, closed or merged by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from engine.answer import GROUP, MAX_SIMILAR, verdict_of
from engine.findings import Choice, Findings
from engine.intent import Intent
from engine.letters import by_demand, contained, something_else, told_inside
from engine.model import Model
from engine.prepare import Subject, Tools
from engine.relate import Known, Measured, Relation, relate
from engine.verdict import Code, MatterRelation, PersonRelation, Verdict

__all__ = ["GROUP", "choose", "judge"]

TWICE_WITHIN = timedelta(minutes=10)
"""R6: the same text by the same person within this time was submitted twice."""
SHORT_CONTENT = 12
"""R7: with fewer letters of its own a text says nothing of the matter."""
NAMED = 4.0
"""Summed weights of common words and pairs from which a short text names one of several open cases: any rare word does."""
CLEARLY = 3.0
"""… and so many times the next one's sum it must have to mean that case alone."""
RARE = 6.0
"""Weight (ln of the inverse share of texts) of a word that fewer than one text in 400 has: names have it, "楼上" does not."""
SHORT_LETTERS = 60
"""Letters up to which a text that withdraws, or asks after an earlier one, is about nothing else."""
_SPEAKS_OF_A_CASE = Intent.URGE | Intent.WITHDRAW | Intent.SUPPLEMENT
_ASKS_AFTER_ONE = Intent.REFERS_BACK | Intent.WITHDRAW


def judge(
    new: Subject,
    known: Sequence[Known],
    model: Model,
    tools: Tools,
    *,
    rejected: frozenset[str] = frozenset(),
    capped: bool = False,
    measured: Measured | None = None,
) -> Verdict:
    """The verdict on `new` against the earlier cases `known`.

    `rejected`: case ids that a person has said are not the same matter; they are never proposed again. `capped`: whether the
    search for candidates had to leave some out (flag CANDIDATES_CAPPED). `measured`: as for `engine.relate.relate`.
    """
    return verdict_of(*weigh(new, known, model, tools, rejected=rejected, measured=measured), capped=capped)


def weigh(
    new: Subject,
    known: Sequence[Known],
    model: Model,
    tools: Tools,
    *,
    rejected: frozenset[str] = frozenset(),
    measured: Measured | None = None,
) -> tuple[Findings, Choice]:
    """What `judge` writes its verdict from; arguments as there."""
    relations = tuple(r for r in relate(new, known, model, measured) if r.case_id not in rejected)
    return choose(Findings(new, relations, known, model, tools, rejected))


def choose(f: Findings) -> tuple[Findings, Choice]:
    """The rules in their order; the first that applies decides. The findings come back with what was found on the way."""
    choice = _about_the_file(f) or by_demand(f)
    if choice is None:
        f = told_inside(f)
        choice = _same_matter(f) if f.same else _nothing_same(f)
    return f, choice


def _nothing_same(f: Findings) -> Choice:
    """R11 to R14."""
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
    """R7: a text without content of its own that urges, supplements or withdraws.

    A short one with some content that asks after an earlier case or withdraws it is read in the same way, as long as it is not
    plainly the SAME matter as some case of the person and names one that is open.
    """
    intent, prepared = f.new.prepared.intent, f.new.prepared
    if not intent & _SPEAKS_OF_A_CASE:
        return None
    empty = prepared.own_content <= SHORT_CONTENT and (f.open_history or prepared.letters <= 2 * SHORT_CONTENT)
    if not empty and not _asks_after(f):
        return None
    wanted = f.open_history if len(f.open_history) == 1 and (empty or intent & Intent.WITHDRAW) else _named(f.open_history)
    compatible = tuple(r for r in wanted if not r.vetoes)
    if len(compatible) == 1:
        return _follow_up(f, compatible)
    if not empty:
        return None
    listed = f.open_history or f.history or f.same
    listed = listed or tuple(r for r in f.relations if r.matter is not MatterRelation.DIFFERENT)
    reason = "同一信访人有多件在办，无法确定所指。" if f.open_history else "未找到同一信访人的在办件，无法确定所指。"
    return Choice(Code.NEEDS_REVIEW, suspected=listed[:MAX_SIMILAR], rules=("R7",), reason=reason)


def _asks_after(f: Findings) -> bool:
    if f.new.prepared.letters > SHORT_LETTERS or any(r.person.relation.is_same for r in f.same):
        return False
    return bool(f.new.prepared.intent & _ASKS_AFTER_ONE)


def _follow_up(f: Findings, meant: tuple[Relation, ...]) -> Choice:
    """Which of the three it is, once it is known which case is meant."""
    intent = f.new.prepared.intent
    if intent & Intent.WITHDRAW:
        return Choice(Code.WITHDRAWAL, matched=meant, rules=("R7",))
    facts = f.facts(meant)
    news = facts or (intent & Intent.SUPPLEMENT and not intent & Intent.URGE)
    code = Code.FOLLOW_UP_SUPPLEMENT if news else Code.FOLLOW_UP_URGE
    return Choice(code, matched=meant, rules=("R7",), facts=facts)


def _named(open_history: Sequence[Relation]) -> tuple[Relation, ...]:
    """Those of the person's open cases that a short text names: the one that shares clearly more with it than all others."""
    shared = sorted(((_common(r), r) for r in open_history), key=lambda pair: (-pair[0], pair[1].case_id))
    clear = [r for common, r in shared if common >= NAMED and CLEARLY * common >= shared[0][0]]
    return tuple(clear)


def _common(relation: Relation) -> float:
    return relation.comparison["words_sum"] + relation.comparison["pairs_sum"]


def _same_matter(f: Findings) -> Choice:
    """R6, R8, R9, R10: somebody has raised this matter before."""
    best = f.same[0]
    if best.matter is MatterRelation.PART:
        return contained(f, best)
    more = something_else(f, best)
    if more is not None:
        return more
    persons = {r.person.relation for r in f.same}
    if best.person.relation.is_same:
        return _same_person(f, best)
    unfounded = _unfounded(f, best)
    if unfounded:
        return Choice(Code.NEEDS_REVIEW, suspected=f.same[:MAX_SIMILAR], rules=("R13",), reason=unfounded)
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


def _unfounded(f: Findings, best: Relation) -> str:
    """R4, R13: why a brief text of another person is not asserted to be the same matter; empty where it may be.

    Without a place, and without any rare word in common that could be a name, "楼上半夜拖桌子" is said in every house, and what is
    nothing but formulas in every letter.
    """
    c = best.comparison
    placed = c["objects_agree"] or not c["neither_names_objects"] or c["words_top1"] >= RARE
    if placed or f.new.prepared.letters > SHORT_LETTERS:
        return ""
    return "事项相近，但双方均未写明地点或对象，无法确认是否同一事项。"


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
    if intent & Intent.WITHDRAW and new.prepared.letters <= SHORT_LETTERS:
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
