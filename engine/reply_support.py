"""What do the precedents support: which unit, which outcome, how many days, on which rules?

`engine.advice` counts over everything that was found. Here only true precedents count (a 类案 or nearer), units of
different places are one kind of unit, and each answer says how far the cases agree: with too few cases, or with cases
that disagree, there is no answer, only the counts. Behind every figure are the case ids. Nothing here is a forecast.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import quantiles

from engine.advice import Counted, Precedent, legal_bases
from engine.replies import leaning
from engine.reply_units import plain_unit

LEAST_GRADE = 2
"""The grade from which a settled case is a 类案; what is only loosely related does not vote."""
LEAST_CASES = 3
"""Fewer cases that say something support nothing."""
LEAST_SHARE = 2 / 3
"""Of the cases that say something, from which they agree."""
MOST_SPREAD = 3.0
"""Upper quartile over lower quartile of the days, from which they say too little for a single figure …"""
CLOSE_DAYS = 10
"""… unless the quartiles are no further apart than this."""
MOST_BASES = 10


class Standing(StrEnum):
    """AGREED: there is an answer. SPLIT: the cases disagree. FEW: fewer than LEAST_CASES say anything."""

    AGREED = "agreed"
    SPLIT = "split"
    FEW = "few"


@dataclass(frozen=True, slots=True)
class Choice:
    """`value` is empty unless `standing` is AGREED; `of` cases say something; `counted` is all that they say.

    `share` is that of the most frequent value, in [0, 1].
    """

    standing: Standing
    value: str
    share: float
    of: int
    counted: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """Days from receipt to closing. `median` is None unless AGREED; least and most are None where `of` is 0."""

    standing: Standing
    median: float | None
    lower_quartile: float | None
    upper_quartile: float | None
    least: int | None
    most: int | None
    of: int
    case_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Support:
    """`of` precedents were asked. `leaning` is read from the replies' own words: FOR or AGAINST the petitioner.

    `legal_basis`: the rules that at least two replies stand on, the most frequent first.
    """

    of: int
    case_ids: tuple[str, ...]
    unit: Choice
    outcome: Choice
    leaning: Choice
    days: Days
    legal_basis: tuple[Counted, ...]


def support(precedents: Iterable[Precedent], *, least_grade: int = LEAST_GRADE) -> Support:
    """What the precedents of `least_grade` and better support."""
    asked = [each for each in precedents if each.grade >= least_grade]
    return Support(
        of=len(asked),
        case_ids=tuple(each.case_id for each in asked),
        unit=_units(asked),
        outcome=_choice(_behind(asked, lambda each: [each.outcome])),
        leaning=_choice(_behind(asked, _leaning)),
        days=_days(asked),
        legal_basis=_bases(asked),
    )


def _leaning(precedent: Precedent) -> list[str]:
    found = leaning(precedent.official_reply.text)
    return [{1: "FOR", -1: "AGAINST"}[found]] if found else []


def _behind(asked: Sequence[Precedent], read: Callable[[Precedent], Iterable[str]]) -> dict[str, list[str]]:
    """The case ids behind each value, values in order of their best precedent."""
    behind: dict[str, list[str]] = {}
    for each in asked:
        for value in dict.fromkeys(read(each)):
            if value:
                behind.setdefault(value, []).append(each.case_id)
    return behind


def _choice(behind: dict[str, list[str]], names: dict[str, str] | None = None) -> Choice:
    of = len({case_id for case_ids in behind.values() for case_id in case_ids})
    counted = tuple(
        Counted((names or {}).get(value, value), len(case_ids), tuple(case_ids))
        for value, case_ids in sorted(behind.items(), key=lambda item: -len(item[1]))
    )
    share = counted[0].count / of if of else 0.0
    if of < LEAST_CASES:
        return Choice(Standing.FEW, "", round(share, 4), of, counted)
    if share < LEAST_SHARE:
        return Choice(Standing.SPLIT, "", round(share, 4), of, counted)
    return Choice(Standing.AGREED, counted[0].value, round(share, 4), of, counted)


def _units(asked: Sequence[Precedent]) -> Choice:
    """Kinds of units, each under the full name that is the most frequent where only one has it, else the kind's."""
    full: dict[str, Counter[str]] = {}
    for each in asked:
        if each.handling_unit:
            full.setdefault(plain_unit(each.handling_unit), Counter())[each.handling_unit] += 1
    names = {kind: next(iter(found)) for kind, found in full.items() if len(found) == 1}
    return _choice(_behind(asked, lambda each: [plain_unit(each.handling_unit)] if each.handling_unit else []), names)


def _days(asked: Sequence[Precedent]) -> Days:
    known = [(each.case_id, each.days_to_close) for each in asked if each.days_to_close is not None]
    days = sorted(taken for _, taken in known)
    ids = tuple(case_id for case_id, _ in known)
    if not days:
        return Days(Standing.FEW, None, None, None, None, None, 0, ())
    lower, median, upper = quantiles(days, n=4, method="inclusive") if len(days) > 1 else [float(days[0])] * 3
    if len(days) < LEAST_CASES:
        return Days(Standing.FEW, None, lower, upper, days[0], days[-1], len(days), ids)
    wide = upper - lower > CLOSE_DAYS and upper > MOST_SPREAD * max(lower, 1.0)
    standing = Standing.SPLIT if wide else Standing.AGREED
    return Days(standing, None if wide else median, lower, upper, days[0], days[-1], len(days), ids)


def _bases(asked: Sequence[Precedent]) -> tuple[Counted, ...]:
    def cited(each: Precedent) -> list[str]:
        given = [base for text in each.official_reply.legal_basis for base in legal_bases(text) or [text.strip()]]
        return [*given, *legal_bases(each.official_reply.text)]

    behind = sorted(_behind(asked, cited).items(), key=lambda item: -len(item[1]))
    return tuple(Counted(value, len(ids), tuple(ids)) for value, ids in behind if len(ids) > 1)[:MOST_BASES]
