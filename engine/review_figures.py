"""Where does a draft give another figure than an earlier reply to the same matter: how much, by when, by whom?

Figures are paired by what they are of: the same measure and the same part (赔偿, 罚款, 欠付 …), the same event, the same kind of
work. A figure that both replies give is known to both and drops out; of what is left, a figure that is the only one of its kind
on each side is paired even where no noun says so. A draft that gives both values tells of a change and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

from engine.reply_figures import ANY_ACT, ANY_EVENT, ONCE, Dated, Duty, Quantity, Term, dates, duties, quantities, terms
from engine.reply_text import Clause, Passage, alike, once, pairs
from engine.reply_units import same_unit
from engine.review_finding import Finding, Kind, Severity
from engine.review_opposites import SAME_CLAUSE, named

ALIKE = 0.34
"""Share of common pairs from which two clauses are about one thing."""
ALIKE_NUMBERS = 0.45
"""The same for what stands around two numbers, which is shorter and less telling."""
ALIKE_BY_NOUN = 0.2
"""The same where the word before the two numbers is one ("预算")."""
ALIKE_DUTY = 0.5
"""The same for what a body is to do, where only the words say what."""
MOST_NUMBERS = 60
"""Numbers, dates and duties of one reply that are compared."""

_Said = TypeVar("_Said", Quantity, Dated, Duty, Term)


def figure_conflicts(draft: Passage, earlier: Passage) -> list[Finding]:
    """The figures of the draft that `earlier`, a reply to the same matter, gives otherwise."""
    return [
        *_amounts(draft, earlier),
        *_terms(draft, earlier),
        *_deadlines(draft, earlier),
        *_past_dates(draft, earlier),
        *_units(draft, earlier),
    ]


def _likeness(draft: Passage, earlier: Passage, new: Clause, old: Clause) -> float:
    """Of two clauses, or of their sentences where a clause alone says too little."""
    near = alike(new.text, old.text)
    return max(near, alike(draft.sentence(new.sentence), earlier.sentence(old.sentence)))


def _amounts(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    ours, theirs = once(draft, quantities), once(earlier, quantities)
    new_only, old_only = _unmatched(ours, theirs, _amount), _unmatched(theirs, ours, _amount)

    def surely(new: Quantity, old: Quantity) -> bool:
        if new.value == old.value or not _one_measure(new.measure, old.measure):
            return False
        if new.passing or old.passing:
            return new.noun == old.noun and _mistyped(new.value, old.value)
        if "每" in new.measure and _lone(new, ours) and _lone(old, theirs):
            return True  # a price that each reply gives once
        return (
            _lone(new, new_only, by_role=True) and _lone(old, old_only, by_role=True) and _of_one_thing(new, old)
        )

    def perhaps(new: Quantity, old: Quantity) -> bool:
        if new.value == old.value or not _one_measure(new.measure, old.measure) or new.passing or old.passing:
            return False
        alone = _lone(new, new_only) and _lone(old, old_only) and (not new.role or not old.role)
        if alone and new.measure in _TELLING:
            return _likeness(draft, earlier, new.clause, old.clause) > 0.0
        if new.role and old.role and new.role != old.role:
            return False
        if len(new.noun) < 2 or new.noun[-2:] != old.noun[-2:]:
            if _lone(old, theirs) and len(old.noun) >= 2 and new.noun[-1:] == old.noun[-1:] and _han(new.noun[-1:]):
                return True  # 存栏绵羊 and 实有羊
            return alike(new.label, old.label) >= ALIKE_NUMBERS
        return max(alike(new.label, old.label), _likeness(draft, earlier, new.clause, old.clause)) >= ALIKE_BY_NOUN

    for new, old in _differing(ours, theirs, (surely, perhaps), _amount):
        yield _figure(draft, earlier, new, old, Kind.AMOUNT, Severity.ERROR, "同一数额")


def _mistyped(new: Decimal, old: Decimal) -> bool:
    """Whether two numbers have the same digits in another order: 63 and 36, which no other day's count explains.

    >>> _mistyped(Decimal(63), Decimal(36)), _mistyped(Decimal(11), Decimal(12))
    (True, False)
    """
    return new != old and len(str(new)) > 1 and sorted(str(new)) == sorted(str(old))


def _one_measure(new: str, old: str) -> bool:
    """Whether two measures are one: 每年 and 每人每年 are, 每月 and 每年 are not."""
    if new == old:
        return True
    a, b = _each(new), _each(old)
    return new[-1] == old[-1] and bool(a & b) and (a <= b or b <= a)


def _each(measure: str) -> set[str]:
    return set(measure[:-1].split("每")) - {""}


def _amount(each: Quantity) -> tuple[str, Decimal]:
    return each.measure[-2:], each.value


def _unmatched(ones: Sequence[_Said], others: Sequence[_Said], value: Callable[[_Said], object]) -> list[_Said]:
    known = {value(each) for each in others}
    return [each for each in ones if value(each) not in known]


def _lone(one: Quantity, all_of_them: Sequence[Quantity], *, by_role: bool = False) -> bool:
    """Whether no other number with another value is of its measure (and of its part, where that is told)."""
    others = [
        each for each in all_of_them if each.measure == one.measure and (not by_role or _part(each.role) == _part(one.role))
    ]
    return len({each.value for each in others}) == 1


_TELLING = frozenset(("元", "%", "分"))
"""Measures of which a reply to one matter seldom has two of different things."""
_COUNTED_ALONE = frozenset("第位 第名".split())
"""Measures that say enough: a place in a queue."""


_PAID_OUT = frozenset("赔偿 补贴 救助 支付".split())
"""Words for what an office or a wrongdoer pays, which replies to one matter exchange: 补偿款, 应补, 支付."""


def _part(role: str) -> str:
    return "给付" if role in _PAID_OUT else role


def _of_one_thing(new: Quantity, old: Quantity) -> bool:
    """Whether two lone numbers of one measure are of one thing: the same part, or a noun with a character in common."""
    if new.measure in _COUNTED_ALONE:
        return True
    if new.role or old.role:
        return _part(new.role) == _part(old.role)
    if new.measure in _TELLING:
        return False
    return bool(set(new.noun) & set(old.noun) & set(_han(new.noun)))


def _han(text: str) -> str:
    return "".join(char for char in text if "一" <= char <= "鿿" and char not in "的了为有共约是在人大个")


def _figure(
    draft: Passage, earlier: Passage, new: _Said, old: _Said, kind: Kind, severity: Severity, what: str
) -> Finding:
    said, before = draft.quote(new.start, new.end), earlier.quote(old.start, old.end)
    message = f"{what}，本稿为“{said}”，同一事项的答复{named(earlier)}为“{before}”，请核对或说明变化的原因。"
    return Finding(kind, severity, message, draft.span(new.start, new.end), said, earlier.other(old.start, old.end))


def _terms(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    """Times within which something is done: 15个工作日内 and 30日内."""
    ours, theirs = once(draft, terms), once(earlier, terms)
    new_only, old_only = _unmatched(ours, theirs, _length), _unmatched(theirs, ours, _length)

    def same(new: Term, old: Term) -> bool:
        alone = len(new_only) == 1 == len(old_only)
        return alone or _likeness(draft, earlier, new.clause, old.clause) >= ALIKE

    for new, old in _differing(ours, theirs, (same,), _length):
        yield _figure(draft, earlier, new, old, Kind.DEADLINE, Severity.WARN, "办理时限")


def _length(each: Term) -> tuple[Decimal, bool]:
    return each.days, each.working


_DAY = re.compile(r"(?:(?P<y>(?:19|20)\d\d)年)?(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号]|(?!\d))(?![底初末前上中下份]|之前|以前)")
_EACH_TIME = re.compile(
    r"现场|检查|走访|联系|电话|回访|接到|收到|收悉|调查|约谈|会|来信|来电|反映|留言|答复|核实|核查|勘|检测|监测|上午|下午|复查|测|抽"
    r"|网友|您好|谢|信箱|办公室|回复|派|组织|再次|将|拟|预计|计划|前完成|底前|停"
)
"""What an office does on another day each time, and what is yet to come."""
_SAYS_WHEN = re.compile(r"[为是于在自]\s*$")
BESIDE = 6
"""Characters beside a date that say of what it is."""


def _past_dates(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    """Another day for what happened once, whatever it was: 于5月16日受理 and 于6月16日受理."""
    ours, theirs = once(draft, _happened), once(earlier, _happened)
    known = {value for value, _, _, _ in theirs}
    told = {value for value, _, _, _ in ours}
    for value, said, start, end in ours:
        for old, was, at, to in theirs:
            apart = value not in known and old not in told and not may_be_one(value, old)
            if apart and said and was and (said[0] & was[0] or said[1] & was[1]):
                now, then = draft.quote(start, end), earlier.quote(at, to)
                message = f"同一件事的日期，本稿为“{now}”，同一事项的答复{named(earlier)}为“{then}”，请核对或说明变化的原因。"
                span = draft.span(start, end)
                yield Finding(Kind.DEADLINE, Severity.WARN, message, span, now, earlier.other(at, to))
                return


_Beside = tuple[frozenset[str], frozenset[str]]


def _happened(text: Passage) -> list[tuple[str, _Beside, int, int]]:
    """Dates of what is over, with the pairs of characters right before and right behind each."""
    found = []
    for clause in text.clauses:
        if _EACH_TIME.search(clause.text):
            continue
        for hit in list(_DAY.finditer(clause.text))[:1]:
            if hit.end() == len(clause.text.rstrip()) and not _SAYS_WHEN.search(clause.text, 0, hit.start()):
                continue  # the day under a letter
            value = f"{hit['y'] or '*'}-{int(hit['m']):02}" + (f"-{int(hit['d']):02}" if hit["d"] else "")
            behind = pairs(clause.text[hit.end() : hit.end() + BESIDE])
            before = pairs(clause.text[max(0, hit.start() - BESIDE) : hit.start()])
            found.append((value, (before, behind), clause.start + hit.start(), clause.start + hit.end()))
    return found[:MOST_NUMBERS]


_FINISHED = frozenset("完工 启用 维修 安装 交付 整改 拆除 搬迁 办证".split())
"""Events that are the end of one work, in the words of its trade: 竣工, 投运, 恢复."""


def _deadlines(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    ours, theirs = once(draft, dates), once(earlier, dates)

    explained = _DELAYED.search(draft.text) is not None

    def known(old: Dated) -> bool:
        return any(may_be_one(each.value, old.value) for each in ours)

    new_only = [each for each in ours if not any(may_be_one(each.value, old.value) for old in theirs)]
    old_only = [each for each in theirs if not known(each)]

    def same(new: Dated, old: Dated) -> bool:
        if known(old) or explained:
            return False  # the draft gives the old date too or why it was missed, and so tells of the change
        if (old.is_plan and not new.is_plan) or _met(new, old) or (old.is_plan and any(_met(each, old) for each in ours)):
            return False
        near = _likeness(draft, earlier, new.clause, old.clause)
        one_event = new.event == old.event or {new.event, old.event} <= _FINISHED
        alone = _alone(new, new_only) and _alone(old, old_only)
        if (new.is_plan or _later(new.value, old.value)) and old.is_plan and alone:
            if new.is_plan and len([e for e in new_only if e.is_plan]) == 1 == len([e for e in old_only if e.is_plan]):
                return one_event or (new.event == "开工" and old.event in _FINISHED and _later(new.value, old.value))
            return one_event or (
                ANY_EVENT in (new.event, old.event) and alike(new.clause.text, old.clause.text) >= ALIKE_BY_NOUN
            )
        if new.is_plan != old.is_plan and alike(new.clause.text, old.clause.text) < SAME_CLAUSE:
            return False
        if new.event != old.event or new.event == ANY_EVENT:
            return ANY_EVENT in (new.event, old.event) and alike(new.clause.text, old.clause.text) >= ALIKE
        single = sum(each.event == new.event for each in ours) == 1 == sum(each.event == old.event for each in theirs)
        if not new.is_plan and new.event not in ONCE and not single:
            return False
        return (single and new.is_plan) or near >= ALIKE

    for new, old in _differing(ours, theirs, (same,), lambda each: each.value):
        what = "的期限" if new.is_plan else "的日期"
        name = "同一安排" if new.event == ANY_EVENT else f"“{new.event}”"
        yield _figure(draft, earlier, new, old, Kind.DEADLINE, Severity.WARN, f"{name}{what}")


_DELAYED = re.compile(r"推迟|延后|延期至|延长至|顺延|逾期未|未按期|未能按期|未如期|原定|原计划|提前")
"""A draft that says itself why another date holds."""
SOON = 46
"""Days before a deadline within which what is done by then fulfils it."""


def _met(new: Dated, old: Dated) -> bool:
    """Whether what has been done, or a nearer date of the same month, keeps the deadline `old`."""
    a, b = _days(new.value), _days(old.value)
    years = not (a[0].isdecimal() and b[0].isdecimal() and a[0] != b[0]) and "明" not in (a[0], b[0])
    one_event = new.event == old.event or {new.event, old.event} <= _FINISHED
    if not (years and one_event and old.is_plan):
        return False
    same_month = (b[2] - 1) // 31 == (a[2] - 1) // 31
    return 0 <= b[2] - a[2] <= (SOON if not new.is_plan else 31 * same_month)


def _alone(one: Dated, all_of_them: Sequence[Dated]) -> bool:
    """Whether it is the only unmatched date of its event, or of the end of the work."""
    group = _FINISHED if one.event in _FINISHED else {one.event}
    return sum(each.event in group for each in all_of_them) == 1


_PARTS = {"底": (21, 31), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "初": (1, 10)}
_SEASONS = {"底": (12, 12), "上半年": (1, 6), "下半年": (7, 12), "内": (1, 12)}
_SEASONS |= {f"{name}季度": (3 * i + 1, 3 * i + 3) for i, name in enumerate("一二三四")}


def _days(value: str) -> tuple[str, int, int]:
    """Year as written, and first and last day counted from the year's first with 31 days a month."""
    year, _, rest = value.partition("-")
    if rest in _SEASONS:
        first, last = _SEASONS[rest]
        return year, 31 * (first - 1) + 1, 31 * last
    month, part = int(rest[:2]) if rest[:2].isdecimal() else 12, rest[2:].lstrip("-")
    start, end = (int(part), int(part)) if part.isdecimal() else _PARTS.get(part, (1, 31))
    return year, 31 * (month - 1) + start, 31 * (month - 1) + end


def may_be_one(new: str, old: str) -> bool:
    """Whether two dates can be one: a year that is not written fits any but next year, and a month fits its days.

    >>> may_be_one("2026-11底", "*-11-25"), may_be_one("*-11底", "*-10-20"), may_be_one("明-一季度", "*-03")
    (True, False, False)
    """
    a, b = _days(new), _days(old)
    years = a[0] == b[0] or ("明" not in (a[0], b[0]) and not (a[0].isdecimal() and b[0].isdecimal()))
    years = years or ("明" in (a[0], b[0]) and (a[0].isdecimal() or b[0].isdecimal()))
    return years and a[1] <= b[2] and b[1] <= a[2]


def _later(new: str, old: str) -> bool:
    """Whether one date is surely after another; a year that is not written is taken to be the same."""
    a, b = _days(new), _days(old)
    if a[0].isdecimal() and b[0].isdecimal() and a[0] != b[0]:
        return a[0] > b[0]
    return (a[0] == "明") > (b[0] == "明") or a[1] > b[2]


_WORK = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("为", r"^所为"),
        ("钱", r"承担|责任|拨付|支付|赔|出资|补偿|退还|发放|垫付|费用"),
        ("做", r"施工|实施|修|建|改造|安装|更换|养护|维护|管护|整治|清运|清理|加固|组织"),
        ("管", r"管理|管辖|监管|查处|督促|处理|监督|验收|负责"),
    )
)


def _kind_of_work(duty: Duty) -> str:
    """Paying, doing or watching over it; "" where no word says."""
    said = f"{duty.act}{duty.rest[-16:]}"
    return next((name for name, pattern in _WORK if pattern.search(said)), "")


def _units(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    ours, theirs = once(draft, duties), once(earlier, duties)

    def alone(duty: Duty, all_of_them: Sequence[Duty]) -> bool:
        return sum(_kind_of_work(each) == _kind_of_work(duty) for each in all_of_them) == 1

    def same(new: Duty, old: Duty) -> bool:
        if same_unit(new.unit, old.unit, draft.unit, earlier.unit):
            return False
        near = alike(draft.sentence(new.clause.sentence), earlier.sentence(old.clause.sentence))
        if _kind_of_work(new) == _kind_of_work(old) and alone(new, ours) and alone(old, theirs):
            return bool(_kind_of_work(new)) or near >= ALIKE_BY_NOUN
        if new.act != old.act:
            return False
        if new.act == ANY_ACT:
            return alike(new.rest, old.rest) >= ALIKE_DUTY or (new.rest == old.rest and near >= ALIKE_BY_NOUN)
        if alike(new.rest, old.rest) >= ALIKE or (bool(new.rest) and new.rest == old.rest):
            return True
        single = sum(each.act == new.act for each in ours) == 1 == sum(each.act == old.act for each in theirs)
        return single and bool(pairs(new.rest) & pairs(old.rest))

    for new, old in _differing(ours, theirs, (same,), lambda each: each.unit):
        yield _figure(draft, earlier, new, old, Kind.UNIT, Severity.ERROR, "同一工作的责任单位")


def _differing(
    ours: Sequence[_Said],
    theirs: Sequence[_Said],
    tests: Sequence[Callable[[_Said, _Said], bool]],
    value: Callable[[_Said], object],
) -> Iterator[tuple[_Said, _Said]]:
    """Pairs about one thing with different values, by the surest test first, each value of either side once.

    A value that both replies give somewhere is known to both: it is then the other number of the pair that is meant
    elsewhere, or the draft sets the two side by side.
    """
    ours, theirs = ours[:MOST_NUMBERS], theirs[:MOST_NUMBERS]
    said, known = {value(each) for each in ours}, {value(each) for each in theirs}
    told: list[object] = []
    answered: list[object] = []
    for same in tests:
        for new in ours:
            if value(new) in known or value(new) in told:
                continue
            left = (each for each in theirs if value(each) not in said and value(each) not in answered)
            old = next((each for each in left if same(new, each)), None)
            if old is not None:
                told.append(value(new))
                answered.append(value(old))
                yield new, old
