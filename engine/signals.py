"""What do many people complain of this month, and what is suddenly more than it was (每月一题, 苗头性信号)?

Counts kinds of trouble (`engine.grievance`) and matters by distinct persons, because one who writes every day is no wave. Pure:
the cases of a period come in, and nothing is said of a person. A rise is told from chance by the exact conditional test of two
Poisson rates (Przyborowski and Wilenski 1940: given the total, what is recent is binomial), with the level shared among all
that is tested (Bonferroni), so that a hundred districts do not give an alert a week by themselves.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from typing import Final, Literal, NamedTuple, TypeVar

import msgspec

from engine.grievance import KINDS
from engine.persons import Persons, number_persons

K = TypeVar("K")

TOPICS: Final[Mapping[str, str]] = {
    "noise": "噪声扰民", "smell": "油烟异味", "parking": "停车管理", "stalls": "占道经营", "obstruction": "占用通道",
    "water": "供水", "power": "供电", "gas": "燃气", "heating": "供暖", "lift": "电梯",
    "quality": "房屋质量", "handover": "逾期交房、停工", "title": "不动产登记", "fees": "收费价格", "accounts": "公共收益与账目",
    "council": "业委会与物业选聘", "force": "强制、捆绑", "broken": "设施损坏", "building": "违法建设", "green": "绿化",
    "cleaning": "环境卫生", "roads": "道路", "signals": "交通设施", "transit": "公共交通", "school": "入学学区",
    "lessons": "课业与兴趣班", "wages": "欠薪", "money": "退费、诈骗", "sewer": "排水", "land": "土地",
    "dogs": "犬类管理", "charging": "电动车充电", "pension": "社保医保", "demolition": "征收安置",
}  # fmt: skip
"""What the kinds of trouble are called in a report."""
EXAMPLES = 5
"""Case ids given for each topic or signal, the latest first."""
LEAST_PERSONS = 5
"""Distinct persons from which anything is a signal: what the field calls a group."""
LEVEL = 0.05
"""Probability of any false alert among all that one answer tests, were all rates as before."""


class Sighting(msgspec.Struct, frozen=True, gc=False):
    """One case as it is counted. kinds: bits in the order of `engine.grievance.KINDS`. matter_id: empty where it stands alone."""

    case_id: str
    received_at: datetime
    kinds: int
    locality: str
    unit: str
    matter_id: str
    persons: Persons


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of trouble in a period. persons: distinct ones; cases without a person count one each.

    matters: distinct ones, a case alone counting as one. before: distinct persons in the period before. change: persons now over
    `before`, None where nobody was. units, localities: with counts of cases, the busiest first.
    """

    kind: str
    name: str
    persons: int
    cases: int
    matters: int
    before: int
    change: float | None
    units: tuple[tuple[str, int], ...]
    localities: tuple[tuple[str, int], ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signal:
    """`what`: "rise" (a kind of trouble at one place has more persons than it had) or "group" (one matter, many persons).

    expected: persons to be expected from the time before; p: chance of so many. Both None for a group. matter_id: of a group.
    """

    what: Literal["rise", "group"]
    kind: str
    name: str
    locality: str
    persons: int
    cases: int
    expected: float | None
    p: float | None
    matter_id: str
    units: tuple[tuple[str, int], ...]
    examples: tuple[str, ...]


class _Seen(NamedTuple):
    """A case, the numbers of its persons and the names of its kinds."""

    case: Sighting
    who: tuple[int, ...]
    kinds: tuple[str, ...]


def topics(now: Sequence[Sighting], before: Sequence[Sighting], limit: int) -> tuple[list[Topic], int]:
    """The kinds of trouble with the most distinct persons first, and how many persons there are in all.

    A case that names nobody counts as one person.
    """
    earlier = {kind: _distinct(found) for kind, found in _by(_numbered(before), _kinds).items()}
    numbered = _numbered(now)
    found = [_topic(kind, cases, earlier.get(kind, 0)) for kind, cases in _by(numbered, _kinds).items()]
    return sorted(found, key=lambda topic: (-topic.persons, -topic.cases, topic.kind))[:limit], _distinct(numbered)


def signals(recent: Sequence[Sighting], before: Sequence[Sighting], share: float, limit: int) -> list[Signal]:
    """Rises, the most surprising first, then groups, the largest first.

    share: length of the recent period over that of both, in (0, 1). Raises ValueError for another.
    """
    if not 0.0 < share < 1.0:
        raise ValueError(f"share is {share}, it must lie between 0 and 1")
    now = _numbered(recent)
    return [*_rises(now, _numbered(before), share), *_groups(now)][:limit]


def rise_p(recent: int, before: int, share: float) -> float:
    """P(at least `recent` of all fall into the recent period) were the rate the same: a binomial tail, exact, in [0, 1]."""
    total = recent + before
    terms = (
        math.exp(
            math.lgamma(total + 1) - math.lgamma(k + 1) - math.lgamma(total - k + 1)
            + k * math.log(share) + (total - k) * math.log1p(-share)
        )
        for k in range(recent, total + 1)
    )  # fmt: skip
    return min(1.0, math.fsum(terms))


def _numbered(cases: Sequence[Sighting]) -> list[_Seen]:
    names: dict[int, tuple[str, ...]] = {}
    for case in cases:
        if case.kinds not in names:
            names[case.kinds] = tuple(kind for place, kind in enumerate(KINDS) if case.kinds >> place & 1)
    who = number_persons([case.persons for case in cases])
    return [_Seen(case, own, names[case.kinds]) for case, own in zip(cases, who, strict=True)]


def _distinct(cases: Iterable[_Seen]) -> int:
    return len({number for seen in cases for number in seen.who})


def _rises(recent: Sequence[_Seen], before: Sequence[_Seen], share: float) -> list[Signal]:
    now, then = _by(recent, _places), _by(before, _places)
    tested = {place: (_distinct(cases), _distinct(then.get(place, ()))) for place, cases in now.items()}
    level = LEVEL / max(1, len(tested))
    found = []
    for (kind, locality), (many, few) in tested.items():
        p = rise_p(many, few, share)
        if many < LEAST_PERSONS or p > level:
            continue
        cases = now[kind, locality]
        expected = round(few * share / (1.0 - share), 2)
        found.append(_signal("rise", cases, many, kind=kind, locality=locality, expected=expected, p=p))
    return sorted(found, key=lambda signal: (signal.p, -signal.persons, signal.kind, signal.locality))


def _groups(recent: Sequence[_Seen]) -> list[Signal]:
    found = []
    for matter_id, cases in _by(recent, lambda seen: (seen.case.matter_id,) if seen.case.matter_id else ()).items():
        many = _distinct(cases)
        if many >= LEAST_PERSONS:
            kind = _commonest(kind for seen in cases for kind in seen.kinds)
            locality = _commonest(seen.case.locality for seen in cases)
            found.append(_signal("group", cases, many, kind=kind, locality=locality, matter_id=matter_id))
    return sorted(found, key=lambda signal: (-signal.persons, -signal.cases, signal.matter_id))


def _signal(
    what: Literal["rise", "group"],
    cases: Sequence[_Seen],
    many: int,
    *,
    kind: str,
    locality: str,
    expected: float | None = None,
    p: float | None = None,
    matter_id: str = "",
) -> Signal:
    units = _counts(seen.case.unit for seen in cases)
    return Signal(what, kind, TOPICS.get(kind, ""), locality, many, len(cases), expected, p, matter_id, units, _latest(cases))


def _topic(kind: str, cases: Sequence[_Seen], before: int) -> Topic:
    many = _distinct(cases)
    matters = len({seen.case.matter_id or f"\0{seen.case.case_id}" for seen in cases})
    change = round(many / before, 3) if before else None
    units, localities = _counts(seen.case.unit for seen in cases), _counts(seen.case.locality for seen in cases)
    return Topic(kind, TOPICS[kind], many, len(cases), matters, before, change, units, localities, _latest(cases))


def _by(cases: Iterable[_Seen], keys: Callable[[_Seen], Iterable[K]]) -> dict[K, list[_Seen]]:
    found: defaultdict[K, list[_Seen]] = defaultdict(list)
    for seen in cases:
        for key in keys(seen):
            found[key].append(seen)
    return dict(found)


def _kinds(seen: _Seen) -> tuple[str, ...]:
    return seen.kinds


def _places(seen: _Seen) -> list[tuple[str, str]]:
    return [(kind, seen.case.locality) for kind in seen.kinds]


def _counts(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counted = Counter(word for word in words if word)
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:EXAMPLES])


def _commonest(words: Iterable[str]) -> str:
    return next((word for word, _ in _counts(words)), "")


def _latest(cases: Sequence[_Seen]) -> tuple[str, ...]:
    newest = nlargest(EXAMPLES, cases, key=lambda seen: (seen.case.received_at, seen.case.case_id))
    return tuple(seen.case.case_id for seen in newest)
