"""What should be looked at before this draft reply goes out?

`review` compares a draft with its petition, with the replies that others have given to the same matter, and with its
precedents. Pure: finding the matter and the precedents is the service's work. The findings are advice to the handler who
signs the reply; none of them says which of two texts is right, and none speaks of a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from engine.case import Case
from engine.normalise import canonical
from engine.reply_text import Passage, passage, reply_passage
from engine.review_conflicts import conflicts
from engine.review_demands import asked_for, unanswered
from engine.review_finding import Finding, Kind, Severity, in_order
from engine.review_form import empty, no_basis, no_deadline, passed_deadline, placeholders
from engine.review_names import foreign_names, foreign_persons, own_words, read_precedent, salutation

__all__ = ["MOST_REPLIES", "Finding", "Kind", "Severity", "compare_replies", "review"]

MOST_REPLIES = 40
"""Earlier replies to one matter that a draft is compared with, the latest first. A template letter has thousands."""


def review(
    draft: str,
    case: Case,
    *,
    matter: Sequence[Case] = (),
    precedents: Sequence[Case] = (),
    unit: str = "",
    at: datetime | None = None,
) -> tuple[Finding, ...]:
    """The findings on `draft` as a reply to `case`, the gravest first. Total: no text makes it raise.

    `matter` are the other cases of the same matter, `precedents` settled cases of other matters. A reply that `case`
    itself has already counts as an earlier one, unless it is the draft. `unit` writes the draft; `at` is its day.
    """
    text = passage(draft, case.case_id, unit=unit or case.handling_unit)
    petition = canonical(f"{case.title}\n{case.text}").text
    nothing = list(empty(text, petition))
    wanted = asked_for(passage(f"{case.title}。{case.text}"))
    found = [*nothing, *placeholders(text, petition), *no_basis(text, wanted), *no_deadline(text)]
    if at is not None:
        found += passed_deadline(text, at)
    if not nothing:
        found += unanswered(text, case.text, case.case_id)
    for earlier in _earlier(case, matter, draft):
        found += conflicts(text, earlier)
    known = own_words([case, *matter])
    others = [read_precedent(each) for each in precedents]
    found += salutation(text, case, others)
    found += foreign_persons(text, known, others)
    found += foreign_names(text, known, others)
    return in_order(found)


def _earlier(case: Case, matter: Sequence[Case], draft: str) -> list[Passage]:
    """The replies already given, the latest first."""
    answered = [
        each for each in (case, *matter) if each.official_reply and each.official_reply.text.strip() != draft.strip()
    ]
    answered.sort(key=_replied, reverse=True)
    return [found for each in answered[:MOST_REPLIES] if (found := reply_passage(each)) is not None]


def _replied(case: Case) -> datetime:
    reply = case.official_reply
    return (reply.replied_at if reply else None) or case.closed_at or case.received_at


def compare_replies(cases: Sequence[Case]) -> dict[str, tuple[Finding, ...]]:
    """By case_id, the findings on the reply of each case that has one, compared with the replies before it in `cases`.

    A contradiction is told once, at the later of the two replies.
    """
    answered = sorted((each for each in cases if reply_passage(each) is not None), key=_replied)
    return {
        case.case_id: review(case.official_reply.text if case.official_reply else "", case, matter=answered[:number])
        for number, case in enumerate(answered)
    }
