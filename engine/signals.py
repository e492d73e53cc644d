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
from typing import Final, Literal, TypeVar

import msgspec

from engine.grievance import KINDS
from engine.persons import Persons, count_persons

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


def topics(now: Sequence[Sighting], before: Sequence[Sighting], limit: int) -> list[Topic]:
    """The kinds of trouble with the most distinct persons first."""
    earlier = {kind: persons(found) for kind, found in _by(before, _kinds).items()}
    found = [_topic(kind, cases, earlier.get(kind, 0)) for kind, cases in _by(now, _kinds).items()]
    return sorted(found, key=lambda topic: (-topic.persons, -topic.cases, topic.kind))[:limit]


def signals(recent: Sequence[Sighting], before: Sequence[Sighting], share: float, limit: int) -> list[Signal]:
    """Rises, the most surprising first, then groups, the largest first.

    share: length of the recent period over that of both, in (0, 1). Raises ValueError for another.
    """
    if not 0.0 < share < 1.0:
        raise ValueError(f"share is {share}, it must lie between 0 and 1")
    return [*_rises(recent, before, share), *_groups(recent)][:limit]


def persons(cases: Iterable[Sighting]) -> int:
    """Distinct persons; a case that names nobody counts as one."""
    named = [case.persons for case in cases]
    return count_persons(named) + sum(not each.principals for each in named)


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


def _rises(recent: Sequence[Sighting], before: Sequence[Sighting], share: float) -> list[Signal]:
    now, then = _by(recent, _places), _by(before, _places)
    tested = {place: (persons(cases), persons(then.get(place, ()))) for place, cases in now.items()}
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


def _groups(recent: Sequence[Sighting]) -> list[Signal]:
    found = []
    for matter_id, cases in _by(recent, lambda case: (case.matter_id,) if case.matter_id else ()).items():
        many = persons(cases)
        if many >= LEAST_PERSONS:
            kind = _commonest(kind for case in cases for kind in _kinds(case))
            locality = _commonest(case.locality for case in cases)
            found.append(_signal("group", cases, many, kind=kind, locality=locality, matter_id=matter_id))
    return sorted(found, key=lambda signal: (-signal.persons, -signal.cases, signal.matter_id))


def _signal(
    what: Literal["rise", "group"],
    cases: Sequence[Sighting],
    many: int,
    *,
    kind: str,
    locality: str,
    expected: float | None = None,
    p: float | None = None,
    matter_id: str = "",
) -> Signal:
    units = _counts(case.unit for case in cases)
    return Signal(what, kind, TOPICS.get(kind, ""), locality, many, len(cases), expected, p, matter_id, units, _latest(cases))


def _topic(kind: str, cases: Sequence[Sighting], before: int) -> Topic:
    many = persons(cases)
    matters = len({case.matter_id or f"\0{case.case_id}" for case in cases})
    change = round(many / before, 3) if before else None
    units, localities = _counts(case.unit for case in cases), _counts(case.locality for case in cases)
    return Topic(kind, TOPICS[kind], many, len(cases), matters, before, change, units, localities, _latest(cases))


def _by(cases: Iterable[Sighting], keys: Callable[[Sighting], Iterable[K]]) -> dict[K, list[Sighting]]:
    found: defaultdict[K, list[Sighting]] = defaultdict(list)
    for case in cases:
        for key in keys(case):
            found[key].append(case)
    return dict(found)


def _kinds(case: Sighting) -> list[str]:
    return [kind for place, kind in enumerate(KINDS) if case.kinds >> place & 1]


def _places(case: Sighting) -> list[tuple[str, str]]:
    return [(kind, case.locality) for kind in _kinds(case)]


def _counts(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counted = Counter(word for word in words if word)
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:EXAMPLES])


def _commonest(words: Iterable[str]) -> str:
    return next((word for word, _ in _counts(words)), "")


def _latest(cases: Sequence[Sighting]) -> tuple[str, ...]:
    newest = sorted(cases, key=lambda case: (case.received_at, case.case_id), reverse=True)
    return tuple(case.case_id for case in newest[:EXAMPLES])
