"""Where does a draft say the opposite of an earlier reply to the same matter?

Claims are paired by what they are about: the same topic or measure or event, and clauses that share their nouns. Where
each reply says only one thing on a topic, that is enough. Progress is no contradiction (尚未修复, then 已修复), nor is a
figure that the draft itself sets beside the old one (原定11月底,现调整为12月底). Which of two is right is not said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from engine.reply_claims import (
    ANY_ACT,
    ANY_EVENT,
    ONCE,
    Claim,
    Dated,
    Duty,
    Quantity,
    claims,
    dates,
    duties,
    quantities,
)
from engine.reply_text import Clause, Passage, alike, pairs
from engine.review_finding import Finding, Kind, Severity
from engine.review_opposites import SAME_CLAUSE, classes, decisions, denials, named, negations, opposite
from engine.review_stance import opposed_judgements

ALIKE = 0.34
"""Share of common pairs from which two clauses are about one thing. Written replies keep a third of a clause's nouns."""
ALIKE_NUMBERS = 0.45
"""The same for what stands around two numbers, which is shorter and less telling."""
ALIKE_BY_NOUN = 0.2
"""The same where the word before the two numbers is one ("预算")."""

ALIKE_DUTY = 0.5
"""The same for what a body is to do, where only the words say what."""

MOST_CLAIMS = 12
"""Of one topic in one reply: a list of forty names "已列入" is compared by its head."""
MOST_NUMBERS = 60
"""Numbers, dates and duties of one reply that are compared."""
_FLEETING = frozenset(
    "valid allowed liable covered free 调整 办理 登记 设置 清理 整改 提高 降低 通过 实施 建设 改造 公开 开放".split()
)
"""Verbs that mean many things in one reply: only clauses that share their nouns are compared."""

_Said = TypeVar("_Said", Claim, Quantity, Dated, Duty)


def conflicts(draft: Passage, earlier: Passage) -> list[Finding]:
    """What the draft says otherwise than `earlier`, a reply to the same matter."""
    return [
        *_each_once(draft, _all_outcomes(draft, earlier)),
        *_amounts(draft, earlier),
        *_deadlines(draft, earlier),
        *_units(draft, earlier),
    ]


def _all_outcomes(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    """Opposite outcomes by every reading, the surest first."""
    yield from _outcomes(draft, earlier)
    yield from opposed_judgements(draft, earlier)
    yield from decisions(draft, earlier)
    yield from denials(draft, earlier)
    yield from classes(draft, earlier)
    yield from negations(draft, earlier)


def _each_once(draft: Passage, findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding for a clause of either side: what several readings find in it is one contradiction."""
    told: list[tuple[int, int]] = []
    before: list[tuple[int, int]] = []
    for each in findings:
        span, other = each.span or (0, 0), each.other.span if each.other else (0, 0)
        if not any(_meet(span, known) for known in told) and not any(_meet(other, known) for known in before):
            told.append(span)
            before.append(other)
            yield each


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _outcomes(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    ours, theirs = claims(draft), claims(earlier)
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


def _amounts(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    ours, theirs = quantities(draft), quantities(earlier)

    def same(new: Quantity, old: Quantity) -> bool:
        if new.measure != old.measure or new.passing or old.passing:
            return False
        if _only(new, ours) and _only(old, theirs) and ("每" in new.measure or _both_within(draft, new, earlier, old)):
            return True  # a price or a time that each reply gives once
        if len(new.noun) < 2 or new.noun[-2:] != old.noun[-2:]:
            return alike(new.label, old.label) >= ALIKE_NUMBERS
        return max(alike(new.label, old.label), _likeness(draft, earlier, new.clause, old.clause)) >= ALIKE_BY_NOUN

    for new, old in _differing(ours, theirs, same, lambda each: (each.measure[-2:], each.value)):
        said, before = draft.quote(new.start, new.end), earlier.quote(old.start, old.end)
        in_time = _TIME.match(new.measure) and _WITHIN.match(draft.text, new.end)
        yield Finding(
            Kind.DEADLINE if in_time else Kind.AMOUNT,
            Severity.WARN if in_time else Severity.ERROR,
            f"同一数额，本稿为“{said}”，同一事项的答复{named(earlier)}为“{before}”，请核对。",
            draft.span(new.start, new.end),
            said,
            earlier.other(old.start, old.end),
        )


def _both_within(draft: Passage, new: Quantity, earlier: Passage, old: Quantity) -> bool:
    """Whether both are times within which something is done, and of one thing."""
    ours, theirs = _WITHIN.match(draft.text, new.end), _WITHIN.match(earlier.text, old.end)
    return bool(_TIME.match(new.measure) and ours and theirs) and _likeness(draft, earlier, new.clause, old.clause) >= ALIKE


def _only(one: Quantity, all_of_them: Sequence[Quantity]) -> bool:
    return sum(each.measure == one.measure for each in all_of_them) == 1


_TIME = re.compile(r"天|日|小时|分钟|个月|个工作日|年")
_WITHIN = re.compile(r"[之以]?内|[之以]?后|完成|办结")


def _deadlines(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    ours, theirs = dates(draft), dates(earlier)

    def same(new: Dated, old: Dated) -> bool:
        if new.is_plan != old.is_plan and alike(new.clause.text, old.clause.text) < SAME_CLAUSE:
            return False
        if new.event != old.event and ANY_EVENT not in (new.event, old.event):
            return False
        if any(_fits(each.value, old.value) for each in ours):
            return False  # the draft gives the old date too, and so tells of the change
        single = sum(each.event == new.event for each in ours) == 1 == sum(each.event == old.event for each in theirs)
        known = new.event == old.event != ANY_EVENT
        if not known:
            return alike(new.clause.text, old.clause.text) >= ALIKE
        if not new.is_plan and new.event not in ONCE and not single:
            return False
        return (single and new.is_plan) or _likeness(draft, earlier, new.clause, old.clause) >= ALIKE

    for new, old in _differing(ours, theirs, same, lambda each: each.value):
        said, before = draft.quote(new.start, new.end), earlier.quote(old.start, old.end)
        what = "的期限" if new.is_plan else "的日期"
        said_of = "同一安排" if new.event == ANY_EVENT else f"“{new.event}”"
        yield Finding(
            Kind.DEADLINE,
            Severity.WARN,
            f"{said_of}{what}，本稿为“{said}”，同一事项的答复{named(earlier)}为“{before}”，请核对或说明调整的原因。",
            draft.span(new.start, new.end),
            said,
            earlier.other(old.start, old.end),
        )


def _fits(new: str, old: str) -> bool:
    """Whether two dates can be one: a year that is not written fits any, and a month fits its days."""
    a, b = new.split("-", 1), old.split("-", 1)
    known = {"今", "本", "明", "*"}
    years = a[0] == b[0] or bool(known & {a[0], b[0]})
    return years and (a[1] == b[1] or a[1].startswith(b[1]) or b[1].startswith(a[1]))


def _units(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    def same(new: Duty, old: Duty) -> bool:
        if new.act != old.act or same_unit(new.unit, old.unit, draft.unit, earlier.unit):
            return False
        if new.act == ANY_ACT:
            near = alike(draft.sentence(new.clause.sentence), earlier.sentence(old.clause.sentence)) >= ALIKE_BY_NOUN
            return alike(new.rest, old.rest) >= ALIKE_DUTY or (new.rest == old.rest and near)
        if alike(new.rest, old.rest) >= ALIKE or (bool(new.rest) and new.rest == old.rest):
            return True
        single = sum(each.act == new.act for each in ours) == 1 == sum(each.act == old.act for each in theirs)
        return single and bool(pairs(new.rest) & pairs(old.rest))

    ours, theirs = duties(draft), duties(earlier)
    for new, old in _differing(ours, theirs, same, lambda each: each.unit):
        said, before = draft.quote(new.start, new.end), earlier.quote(old.start, old.end)
        yield Finding(
            Kind.UNIT,
            Severity.ERROR,
            f"同一工作的责任单位，本稿为“{said}”，同一事项的答复{named(earlier)}为“{before}”，请核实由谁负责。",
            draft.span(new.start, new.end),
            said,
            earlier.other(old.start, old.end),
        )


def _differing(
    ours: Sequence[_Said],
    theirs: Sequence[_Said],
    same: Callable[[_Said, _Said], bool],
    value: Callable[[_Said], object],
) -> Iterator[tuple[_Said, _Said]]:
    """Pairs about one thing with different values, one per value of the draft.

    A value that both replies give somewhere is known to both: it is then the other number of the pair that is meant
    elsewhere, or the draft sets the two side by side.
    """
    ours, theirs = ours[:MOST_NUMBERS], theirs[:MOST_NUMBERS]
    said, known = {value(each) for each in ours}, {value(each) for each in theirs}
    told: list[object] = []
    for new in ours:
        if value(new) in known or value(new) in told:
            continue
        old = next((each for each in theirs if value(each) not in said and same(new, each)), None)
        if old is not None:
            told.append(value(new))
            yield new, old


_OWN = re.compile(r"^(?:我|本)(?:局|办|委|中心|镇|乡|街道|大队|支队|公司|单位|院|校|所|处|会)$")
_FULL = (
    ("城市管理和综合执法",
    "城管"),
    ("城市管理综合执法",
    "城管"),
    ("综合行政执法",
    "城管"),
    ("城市管理",
    "城管"),
    ("住房和城乡建设",
    "住建"),
    ("人力资源和社会保障",
    "人社"),
    ("自然资源和规划",
    "自然资源"),
    ("市场监督管理",
    "市监"),
    ("交通运输",
    "交通"),
    ("卫生健康",
    "卫健"),
    ("发展和改革",
    "发改"),
    ("工业和信息化",
    "工信"),
    ("文化广电旅游",
    "文旅"),
    ("公安局交通警察",
    "交警"),
    ("公安局交警",
    "交警"),
    ("人民政府",
    "政府"),
    ("村民委员会",
    "村委会"),
    ("居民委员会",
    "居委会"),
    ("街道办事处",
    "街道"),
    ("有限责任公司",
    "公司"),
    ("有限公司",
    "公司"),
    ("管理委员会",
    "管委会"),
    ("委员会", "委"), ("办公室", "办"),
)  # fmt: skip
_LEVEL = re.compile(r"^(?:[一-鿿]{2,4}?(?:市|区|县))?(?:市|区|县|我|本)?(?=.{2})")


def same_unit(new: str, old: str, own_new: str = "", own_old: str = "") -> bool:
    """Whether two names can be one body: full and short forms, with and without the place, 我局 for the unit that writes.

    >>> same_unit("临溪市城市管理局", "市城管局"), same_unit("石门镇人民政府", "县交通运输局")
    (True, False)
    """
    a = own_new if _OWN.match(new) and own_new else new
    b = own_old if _OWN.match(old) and own_old else old
    short, long = sorted((plain_unit(a), plain_unit(b)), key=len)
    if _OWN.match(a) or _OWN.match(b):
        return True  # nobody knows who writes
    rest = iter(long)
    return all(char in rest for char in short)


def plain_unit(name: str) -> str:
    """A body's name without its place, in the short form of the trade: what kind of body it is.

    >>> plain_unit("临溪市城市管理局"), plain_unit("石门镇人民政府")
    ('城管局', '石门镇政府')
    """
    for full, brief in _FULL:
        name = name.replace(full, brief)
    return _LEVEL.sub("", name)
