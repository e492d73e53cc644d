"""What of a verdict do the tables of a batch need?

The code, the cases that are asserted to be the same matter, what each pair agrees in and three flags: a tenth of what a verdict
costs, for no sentence, law, advice, conflict, similar case or taking apart of scores is written. What is decided is decided by the
same rules in the same order (`engine.judge.weigh`); `brief_of` says the same of a whole verdict.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from engine.answer import MAX_MATCHES, asserted_code, distinct, is_template
from engine.explain import person_evidence, wording
from engine.findings import Choice, Findings
from engine.judge import weigh
from engine.model import Model
from engine.prepare import Subject, Tools
from engine.relate import Known, Measured, Relation
from engine.verdict import Code, Flag, Verdict

TOLD = (Flag.TEMPLATE_TEXT, Flag.TEXT_TRUNCATED, Flag.CANDIDATES_CAPPED)
"""The flags that a batch reports."""


class Link(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One asserted pair; `agreed`: kind and text of what agrees, in the order of the evidence."""

    case_id: str
    relation: Code
    score: float
    agreed: tuple[tuple[str, str], ...]


class Brief(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """`matched` as in Verdict; `links` are those of it that a verdict would show; `flags` are of TOLD."""

    code: Code
    flags: tuple[Flag, ...] = ()
    matched: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


def judge_briefly(
    new: Subject, known: Sequence[Known], model: Model, tools: Tools, *, capped: bool = False, measured: Measured | None = None
) -> Brief:
    """What `brief_of` says of `engine.judge.judge` with these arguments."""
    findings, choice = weigh(new, known, model, tools, measured=measured)
    return _written(findings, choice, capped)


def brief_of(verdict: Verdict) -> Brief:
    """The same of a verdict."""
    asserted = set(verdict.matched)
    links = tuple(
        Link(
            match.case_id,
            match.relation,
            match.score,
            tuple((each.kind, each.new or each.old) for each in match.evidence if each.verdict == "agree"),
        )
        for match in verdict.matches
        if match.case_id in asserted
    )
    return Brief(verdict.verdict, _told(set(verdict.flags)), verdict.matched, links)


def _written(f: Findings, choice: Choice, capped: bool) -> Brief:
    matched = distinct(choice.matched)
    holds = {
        Flag.TEXT_TRUNCATED: f.new.prepared.truncated,
        Flag.CANDIDATES_CAPPED: capped,
        Flag.TEMPLATE_TEXT: is_template(f, matched),
    }
    links = tuple(
        Link(r.case_id, asserted_code(r, choice), round(r.probability, 4), _agreed(r)) for r in matched[:MAX_MATCHES]
    )
    flags = _told({flag for flag, true in holds.items() if true})
    return Brief(choice.code, flags, tuple(r.case_id for r in matched), links)


def _told(flags: set[Flag]) -> tuple[Flag, ...]:
    return tuple(flag for flag in TOLD if flag in flags)


def _agreed(relation: Relation) -> tuple[tuple[str, str], ...]:
    """What agrees of `engine.explain.evidence`."""
    slots = [(v.kind, v.new.text or v.old.text) for v in relation.comparison.slots if v.verdict == "agree"]
    more = [each for each in (wording(relation), person_evidence(relation)) if each.verdict == "agree"]
    return (*slots, *((each.kind, each.new or each.old) for each in more))
