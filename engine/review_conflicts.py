"""Where does a draft say the opposite of an earlier reply to the same matter?

Claims are paired by what they are about: the same topic or measure or event, and clauses that share their nouns. Where
each reply says only one thing on a topic, that is enough. Progress is no contradiction (尚未修复, then 已修复), nor is a
figure that the draft itself sets beside the old one (原定11月底,现调整为12月底). Which of two is right is not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from engine.reply_claims import Claim, claims
from engine.reply_text import Clause, Passage, alike, once
from engine.review_evidence import meet, other_span
from engine.review_figures import figure_conflicts
from engine.review_finding import Finding, Severity
from engine.review_opposites import classes, decisions, denials, negations, opposite
from engine.review_stance import causes, denied_otherwise, grades, leaning_apart, opposed_judgements, set_back
from engine.review_weighing import contradictions

ALIKE = 0.34
"""Share of common pairs from which two clauses are about one thing. Written replies keep a third of a clause's nouns."""
MOST_CLAIMS = 12
"""Of one topic in one reply: a list of forty names "已列入" is compared by its head."""
_FLEETING = frozenset(
    "valid allowed liable covered free 调整 办理 登记 设置 清理 整改 提高 降低 通过 实施 建设 改造 公开 开放".split()
)
"""Verbs that mean many things in one reply: only clauses that share their nouns are compared."""

def conflicts(draft: Passage, earlier: Passage) -> list[Finding]:
    """What the draft says otherwise than `earlier`, a reply to the same matter."""
    figures = figure_conflicts(draft, earlier)
    outcomes = [each for each in contradictions(draft, earlier, READINGS) if not _told_by_figure(each, figures)]
    return [*_each_once(draft, outcomes), *figures]


def _told_by_figure(outcome: Finding, figures: Iterable[Finding]) -> bool:
    """Whether two clauses that are weighed as opposite differ in the figure that is told anyway."""
    if outcome.severity is Severity.ERROR:
        return False
    return any(meet(outcome.span, each.span) and meet(other_span(outcome), other_span(each)) for each in figures)


def _each_once(draft: Passage, findings: Iterable[Finding]) -> list[Finding]:
    """One finding for a place of either text: what several readings find in one sentence of the draft is one contradiction."""
    kept: list[Finding] = []
    for each in findings:
        if any(meet(each.span, known.span) for known in kept):
            continue
        again = next((known for known in kept if _one_place(each, known)), None)
        if again is not None:
            kept[kept.index(again)] = _joined(draft, again, each.span or (0, 0))
        elif not any(each.other and known.other and meet(each.other.span, known.other.span) for known in kept):
            kept.append(each)
    return kept


ONE_PLACE = 80
"""Characters between two places of a draft that contradict the same words, up to which they are shown as one."""
BESIDE = 3
"""Characters between two clauses that stand side by side."""


def _one_place(each: Finding, known: Finding) -> bool:
    """Whether two findings are one contradiction: side by side in the draft, or near and against the same words."""
    if each.span is None or known.span is None or each.other is None or known.other is None:
        return False
    gap = max(each.span[0] - known.span[1], known.span[0] - each.span[1])
    return gap <= BESIDE or (gap <= ONE_PLACE and meet(each.other.span, known.other.span))


def _joined(draft: Passage, finding: Finding, span: tuple[int, int]) -> Finding:
    """The finding with a place that reaches over `span` too."""
    start, end = finding.span or span
    both = min(start, span[0]), max(end, span[1])
    text = draft.source[both[0] : both[1]]
    return replace(finding, span=both, text=text, message=finding.message.replace(finding.text.strip(), text.strip(), 1))


def _outcomes(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    ours, theirs = once(draft, claims), once(earlier, claims)
    for topic in dict.fromkeys(each.topic for each in ours):
        mine = [each for each in ours if each.topic == topic][:MOST_CLAIMS]
        other = [each for each in theirs if each.topic == topic][:MOST_CLAIMS]
        pair = _opposed(draft, earlier, mine, other)
        if pair is None:
            continue
        new, old = pair
        yield opposite(draft, earlier, (new.start, new.end), (old.start, old.end), Severity.ERROR)


def _opposed(draft: Passage, earlier: Passage, mine: list[Claim], other: list[Claim]) -> tuple[Claim, Claim] | None:
    """The first pair of opposite claims on one thing, None where there is none or it is progress."""
    one_sided = len({each.polarity for each in mine}) == 1 == len({each.polarity for each in other})
    for new in mine:
        for old in other:
            if new.polarity == old.polarity or _agreed(new, mine, other, draft, earlier):
                continue
            if _told_of(old, mine, draft, earlier):
                continue
            likeness = _likeness(draft, earlier, new.clause, old.clause)
            enough = 0.0 if one_sided and new.topic not in _FLEETING else ALIKE
            if likeness >= enough:
                return new, old
    return None


def _agreed(new: Claim, mine: list[Claim], other: list[Claim], draft: Passage, earlier: Passage) -> bool:
    """Whether the other reply says the same about the same thing elsewhere: then both only tell several things apart."""
    return len(mine) + len(other) > 2 and any(
        old.polarity == new.polarity and _likeness(draft, earlier, new.clause, old.clause) >= ALIKE for old in other
    )


_BEFORE = re.compile(r"此前|之前|原[先来]?|前期|曾|当时|上次|首次")


def _told_of(old: Claim, mine: list[Claim], draft: Passage, earlier: Passage) -> bool:
    """Whether the draft itself tells of what the other reply said, as of something before."""
    return any(
        each.polarity == old.polarity and _BEFORE.search(draft.sentence(each.clause.sentence))
        for each in mine
    )


def _likeness(draft: Passage, earlier: Passage, new: Clause, old: Clause) -> float:
    """Of two clauses, or of their sentences where a clause alone says too little ("情况属实")."""
    near = alike(new.text, old.text)
    return max(near, alike(draft.sentence(new.sentence), earlier.sentence(old.sentence)))


READINGS = (
    _outcomes,
    opposed_judgements,
    set_back,
    grades,
    decisions,
    denials,
    classes,
    negations,
    causes,
    denied_otherwise,
    leaning_apart,
)
"""What may find two places opposite; `engine.review_weighing` has the last word."""
