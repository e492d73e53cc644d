"""What can a handler learn from settled cases like the one at hand?

A `Precedent` shows one settled case with its reply and says separately how alike 事实, 诉求 and 依据 are, as the
courts' guidance on 类案 asks. `advise` counts over all of them who handled them, how they ended, how long it took and
on which articles the replies stand; behind every figure are the case ids. Pure: finding them is `index.precedents`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import quantiles

from engine.case import Case, Reply

SNIPPET = 120
"""Characters of the text shown, from the first word that the two cases share."""
MOST_LEGAL_BASES = 20


@dataclass(frozen=True, slots=True)
class PrecedentFilters:
    """Which settled cases may be shown; empty accepts all. `since` and `until` bound the closing, both inclusive."""

    unit: str = ""
    category: str = ""
    locality: str = ""
    since: datetime | None = None
    until: datetime | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Precedent:
    """The contract's fields, then `facts`, `demand` and `basis`: how alike, each in [0, 1].

    `score` in [0, 1] falls with the rank: about the share of cases so ranked that readers called a 类案. `grade`: 3 perhaps
    the same matter, 2 a 类案, 1 loosely related, 0 hardly.
    `why`: words the two share, the most telling first. `days_to_close`: whole days from receipt to closing or reply.
    """

    case_id: str
    title: str
    score: float
    grade: int
    why: tuple[str, ...]
    snippet: str
    official_reply: Reply
    outcome: str
    handling_unit: str
    closed_at: datetime | None
    days_to_close: int | None
    matter_id: str | None
    matter_size: int
    facts: float
    demand: float
    basis: float


@dataclass(frozen=True, slots=True)
class Counted:
    """`count` cases say `value`; `case_ids` are they."""

    value: str
    count: int
    case_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DaysToClose:
    """Days from receipt to closing over `count` cases, None where `count` is 0. Quartiles by the inclusive method."""

    median: float | None
    lower_quartile: float | None
    upper_quartile: float | None
    count: int
    case_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """Decision support. Each list holds the most frequent first."""

    units: tuple[Counted, ...]
    outcomes: tuple[Counted, ...]
    days_to_close: DaysToClose
    legal_basis: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class PrecedentAnswer:
    precedents: tuple[Precedent, ...]
    advice: Advice


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the index found out about one settled case; the fields of the same names in `Precedent`."""

    score: float
    grade: int
    facts: float
    demand: float
    basis: float
    why: tuple[str, ...]


def is_settled(case: Case) -> bool:
    """Whether a case may stand as a precedent: closed or replied to, with an official reply, and not confidential."""
    reply = case.official_reply
    return not case.status.is_open and reply is not None and bool(reply.text.strip()) and not case.confidential


def precedent_of(case: Case, likeness: Likeness, *, matter_id: str | None = None, matter_size: int = 1) -> Precedent:
    """Show a settled `case`."""
    reply = case.official_reply or Reply()
    return Precedent(
        case_id=case.case_id,
        title=case.title,
        score=likeness.score,
        grade=likeness.grade,
        why=likeness.why,
        snippet=snippet_of(case.text, likeness.why),
        official_reply=reply,
        outcome=reply.outcome,
        handling_unit=case.handling_unit or reply.unit,
        closed_at=case.closed_at or reply.replied_at,
        days_to_close=days_to_close(case),
        matter_id=matter_id or None,
        matter_size=max(matter_size, 1),
        facts=likeness.facts,
        demand=likeness.demand,
        basis=likeness.basis,
    )


def days_to_close(case: Case) -> int | None:
    """Whole days from receipt to closing (or to the reply); None where either is unknown or they stand in reverse."""
    reply = case.official_reply
    end = case.closed_at or (reply.replied_at if reply else None)
    if end is None or end < case.received_at:
        return None
    return (end - case.received_at).days


def snippet_of(text: str, words: Sequence[str], *, length: int = SNIPPET) -> str:
    """At most `length` characters of `text` on one line, where most of `words` stand close together."""
    flat = re.sub(r"\s+", " ", text).strip()
    if len(flat) <= length:
        return flat
    starts = sorted({found.start() for word in words for found in re.finditer(re.escape(word), flat, re.IGNORECASE)})
    start = max(starts, key=lambda at: sum(at <= other <= at + length - 8 for other in starts), default=0)
    start = min(_clause_start(flat, start), len(flat) - length)
    shown = flat[start : start + length]
    return ("…" if start else "") + shown + ("…" if start + length < len(flat) else "")


def _clause_start(text: str, at: int) -> int:
    """The beginning of the clause around `at`, if it is near."""
    before = [found.end() for found in re.finditer(r"[,，。;；!！?？:：]\s*", text[max(0, at - 30) : at])]
    return max(0, at - 30) + before[-1] if before else at


def advise(precedents: Iterable[Precedent]) -> Advice:
    """Count over the precedents shown."""
    shown = list(precedents)
    return Advice(
        units=_counted((each.case_id, (each.handling_unit,)) for each in shown),
        outcomes=_counted((each.case_id, (each.outcome,)) for each in shown),
        days_to_close=_days(shown),
        legal_basis=_counted((each.case_id, _bases(each.official_reply)) for each in shown)[:MOST_LEGAL_BASES],
    )


def _bases(reply: Reply) -> list[str]:
    given = [base for text in reply.legal_basis for base in legal_bases(text) or [text.strip()]]
    return list(dict.fromkeys([*given, *legal_bases(reply.text)]))


def _counted(values: Iterable[tuple[str, Iterable[str]]]) -> tuple[Counted, ...]:
    behind: dict[str, list[str]] = {}
    for case_id, found in values:
        for value in dict.fromkeys(found):
            if value:
                behind.setdefault(value, []).append(case_id)
    ordered = sorted(
        behind.items(), key=lambda item: -len(item[1])
    )  # stable: equal counts in order of the best precedent
    return tuple(Counted(value, len(case_ids), tuple(case_ids)) for value, case_ids in ordered)


def _days(shown: Sequence[Precedent]) -> DaysToClose:
    known = [(each.case_id, each.days_to_close) for each in shown if each.days_to_close is not None]
    days = [taken for _, taken in known]
    if not days:
        return DaysToClose(None, None, None, 0, ())
    lower, median, upper = quantiles(days, n=4, method="inclusive") if len(days) > 1 else [float(days[0])] * 3
    return DaysToClose(median, lower, upper, len(days), tuple(case_id for case_id, _ in known))


_LAW = re.compile(
    r"《(?P<name>[^《》\n]{2,60}?)》"
    r"(?:[((][^()()\n]{0,40}[))])?"
    r"(?P<articles>(?:[、和及,,]?\s*第[一二三四五六七八九十百千零〇两\d]+条(?:之[一二三四五六七八九十])?"
    r"(?:第[一二三四五六七八九十\d]+款)?(?:第?[((]?[一二三四五六七八九十\d]+[))]?项)?)+)?"
)
_ARTICLE = re.compile(r"第([一二三四五六七八九十百千零〇两\d]+)条(?:之([一二三四五六七八九十]))?")
_NORMATIVE = re.compile(
    r"(?:法|法典|条例|规定|办法|细则|规则|准则|规范|标准|解释|决定|通知|意见|纲要|章程|目录)(?:[((].{0,20}[))])?$"
)
_COUNTRY = re.compile(r"^中华人民共和国(?=.{2})")


def legal_bases(text: str) -> list[str]:
    """The laws and rules that `text` cites, in order and without repeats: "《物业管理条例》第十二条" for each article.

    A title in 《》 counts when an article follows or when it is named as rules are; 中华人民共和国 before it and the
    numbering (第12条, 第十二条) make no difference.

    >>> legal_bases("根据《中华人民共和国噪声污染防治法》第63条、第八十二条和《夜市管理办法》，见《云庐日报》")
    ['《噪声污染防治法》第六十三条', '《噪声污染防治法》第八十二条', '《夜市管理办法》']
    """
    found: list[str] = []
    for law in _LAW.finditer(text):
        name = _COUNTRY.sub("", law.group("name").strip())
        articles = _ARTICLE.findall(law.group("articles") or "")
        if articles:
            found += [f"《{name}》第{_chinese(number)}条" + (f"之{part}" if part else "") for number, part in articles]
        elif _NORMATIVE.search(name):
            found.append(f"《{name}》")
    return list(dict.fromkeys(found))


def _chinese(number: str) -> str:
    """12 → 十二, as laws number their articles. What is not a plain number under 10,000 stays."""
    if not (number.isascii() and number.isdigit() and len(number) <= 4):
        return number
    digits = "零一二三四五六七八九"
    places: list[str] = []
    for position, digit in enumerate(reversed(str(int(number)))):
        places.append(digits[int(digit)] + ("", "十", "百", "千")[position] if digit != "0" else "零")
    spoken = re.sub("零+", "零", "".join(reversed(places))).strip("零") or "零"
    return re.sub("^一十", "十", spoken)
