"""Do two texts name the same things?

Agreements and conflicts of two slot lists, kind by kind, for the veto R2. A kind conflicts only where both sides
have slots of it that are not the petitioner's own and no value in common; what belongs to something larger (unit →
building → community, number → road) is compared only where the larger thing does not conflict. Pure; knows nothing
of scores. `engine.slot_kernel` answers the same for stored records by the same RULES, many at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import IntEnum
from typing import Final, Literal, NamedTuple

import msgspec

from engine.slot_alias import same_name
from engine.slot_patterns import Slot

Verdict = Literal["agree", "conflict"]
Same = Callable[[str, str], bool]

MAX_VALUES: Final = 24
"""Distinct values of a kind that are compared; a text that names more lists things, and its head decides."""


class SlotVerdict(msgspec.Struct, frozen=True, gc=False):
    """`verdict` is "agree" or "conflict"; a slot that only one side has has none (the caller says "missing")."""

    kind: str
    verdict: str
    new: Slot
    old: Slot


Groups = dict[str, list[Slot]]


def compare_slots(new: Sequence[Slot], old: Sequence[Slot]) -> tuple[SlotVerdict, ...]:
    """Agreements and conflicts between two texts' slots, at most one conflict per kind; order follows KINDS.

    Swapping the arguments swaps `new` and `old` in each verdict and changes nothing else. A text compared with
    itself has no conflict. A slot that is own on one side or both never conflicts.
    """
    return compare_groups(group_slots(new), group_slots(old))


def compare_groups(left: Groups, right: Groups) -> tuple[SlotVerdict, ...]:
    """`compare_slots` for slots that are grouped already, as when one case is compared with fifty."""
    found: list[SlotVerdict] = []
    states: dict[str, str] = {}
    shared = [kind for kind in left if kind in right]
    if len(shared) > 1:
        shared.sort(key=RANK.__getitem__)
    for kind in shared:
        state, verdicts = compare_kind(left[kind], right[kind], _BY_KIND[kind][1])
        if state == "conflict" and not conflict_counts(kind, states, left, right):
            state, verdicts = "", []
        states[kind] = state
        found += verdicts
    return tuple(found)


def told_slots(left: Groups, right: Groups, agree: int, conflict: int) -> tuple[SlotVerdict, ...]:
    """`compare_groups` where `engine.slot_kernel` has said which kinds agree and which conflict: a bit each, at its RANK."""
    found: list[SlotVerdict] = []
    left_over = agree | conflict
    while left_over:
        bit = left_over & -left_over
        left_over ^= bit
        rule, same = _BY_RANK[bit.bit_length() - 1]
        ours, theirs = left[rule.kind], right[rule.kind]
        if agree & bit:
            found += compare_kind(ours, theirs, same)[1]
        else:
            found.append(SlotVerdict(rule.kind, "conflict", _first_of_others(ours), _first_of_others(theirs)))
    return tuple(found)


def _first_of_others(slots: list[Slot]) -> Slot:
    """The first that is not the petitioner's own."""
    return next(slot for slot in slots if not slot.own)


def compare_kind(new: list[Slot], old: list[Slot], same: Same | None = None) -> tuple[str, list[SlotVerdict]]:
    """"agree", "conflict" or "" for the slots of one kind, whatever the other kinds say, with the verdicts behind it."""
    if same is None:
        same = _BY_KIND[new[0].kind][1]
    if len(new) == 1 == len(old):  # nearly always: no lists need to be made
        one, two = new[0], old[0]
        if one.own or two.own:
            return "", []
        agrees = one.value == two.value or (same is not _equal and same(one.value, two.value))
        state = "agree" if agrees else "conflict"
        return state, [SlotVerdict(one.kind, state, one, two)]
    ours = [slot for slot in new if not slot.own]
    theirs = [slot for slot in old if not slot.own]
    if not ours or not theirs:
        return "", []
    agreed: list[SlotVerdict] = []
    for a in ours:
        value = a.value
        for b in theirs:
            other = b.value
            if value == other or (same is not _equal and same(value, other)):
                agreed.append(SlotVerdict(a.kind, "agree", a, b))
    if agreed:
        return "agree", agreed
    return "conflict", [SlotVerdict(ours[0].kind, "conflict", ours[0], theirs[0])]


def conflict_counts(kind: str, states: Mapping[str, str], new: Groups, old: Groups) -> bool:
    """Whether a conflict of this kind counts, after what the kinds before it, in the order of RANK, have shown."""
    rule = _BY_KIND[kind][0]
    kinds = rule.kinds
    match rule.need:
        case Need.ALWAYS:
            return True
        case Need.NEVER:
            return False
        case Need.UNLESS:
            return "agree" not in map(states.get, kinds)
        case Need.NOT_BESIDE:
            return "conflict" not in map(states.get, kinds)
        case Need.WITHIN:
            return all(states.get(kind) == "agree" or (kind not in new and kind not in old) for kind in kinds)
        case Need.SAME_PARENT:
            parents = [{slot.value.partition("|")[0] for slot in side[rule.kind] if not slot.own} for side in (new, old)]
            return any(a == b or same_name(a, b) for a in parents[0] for b in parents[1])
        case Need.ONE_STOP:
            return "agree" not in map(states.get, kinds) and len(new["stop"]) == 1 == len(old["stop"])
        case Need.FULL_DATES:
            return all(len(side["date"]) == 1 and is_full_date(side["date"][0].value) for side in (new, old))


def agreements(verdicts: Iterable[SlotVerdict]) -> Counter[str]:
    """How many values agree, per kind."""
    return Counter(verdict.kind for verdict in verdicts if verdict.verdict == "agree")


def conflicts(verdicts: Iterable[SlotVerdict]) -> Counter[str]:
    """How many conflicts there are, per kind (0 or 1)."""
    return Counter(verdict.kind for verdict in verdicts if verdict.verdict == "conflict")


def group_slots(slots: Sequence[Slot]) -> Groups:
    """First mention of each value, per kind; at most MAX_VALUES of a kind. Half the cost of a comparison: keep it."""
    groups: Groups = {}
    seen: set[tuple[str, str, bool]] = set()
    for slot in slots:
        kind = slot.kind
        mention = (kind, slot.value, slot.own)
        if mention in seen:
            continue
        seen.add(mention)
        group = groups.get(kind)
        if group is None:
            groups[kind] = [slot]
        elif len(group) < MAX_VALUES:
            group.append(slot)
    return groups


def _equal(left: str, right: str) -> bool:
    return left == right


def _same_tail(left: str, right: str) -> bool:
    """A contract or waybill number, possibly masked: equal, or one ends or begins with the other."""
    if left == right:
        return True
    short, long = sorted((left, right), key=len)
    return len(short) >= 6 and (long.startswith(short) or long.endswith(short))


def _same_road(left: str, right: str) -> bool:
    """路 and 大道 are used for each other by those who live there; 路 and 巷 are not."""
    return same_name(left, right) or left.replace("大道", "路") == right.replace("大道", "路")


def _same_junction(left: str, right: str) -> bool:
    a, b = left.split("×", 1), right.split("×", 1)
    if len(a) != 2 or len(b) != 2:
        return left == right
    return (_same_road(a[0], b[0]) and _same_road(a[1], b[1])) or (_same_road(a[0], b[1]) and _same_road(a[1], b[0]))


def _same_part(left: str, right: str) -> bool:
    """'parent|part' with alias parents and equal parts."""
    a, b = left.partition("|"), right.partition("|")
    return a[2] == b[2] and (a[0] == b[0] or same_name(a[0], b[0]))


def _same_date(left: str, right: str) -> bool:
    """Equal where both say; a year that is not written fits any."""
    if left[-1:] != right[-1:] and "-" in left:
        return False
    a, b = left.split("-"), right.split("-")
    if len(a) != len(b):
        return False
    return a[1:] == b[1:] and (a[0] == b[0] or "*" in (a[0], b[0]))


def _same_amount(left: str, right: str) -> bool:
    """Equal, or within a factor of two where one of them is a rough one: 十多万 fits 十二万."""
    if left == right:
        return True
    if left[:1] != "约" != right[:1]:
        return False
    low, high = sorted((Decimal(left.lstrip("约")), Decimal(right.lstrip("约"))))
    return high <= 2 * low


def _same_season(left: str, right: str) -> bool:
    """春季 fits 2024春季; 2023 and 2024 do not fit."""
    if left == right:
        return True
    short, long = sorted((left, right), key=len)
    return long.endswith(short) and len(long) - len(short) == 4


def _same_direction(left: str, right: str) -> bool:
    return left == right or (len(left) > 2 < len(right) and same_name(left, right))


class Need(IntEnum):
    """On what the conflict of a kind depends, besides the values; `kinds` are those that the rule names."""

    ALWAYS = 0
    NEVER = 1
    UNLESS = 2
    """It counts unless one of `kinds` agrees."""
    WITHIN = 3
    """It counts where each of `kinds` agrees or is named by neither side."""
    NOT_BESIDE = 4
    """It counts unless one of `kinds` conflicts already."""
    SAME_PARENT = 5
    """'parent|part': it counts only where both sides speak of one parent."""
    ONE_STOP = 6
    """Stops are mentioned as landmarks: a single one on either side can conflict, and none of `kinds` may agree."""
    FULL_DATES = 7
    """Both sides give a single month and day: a text with several dates tells a history."""


class Way(IntEnum):
    """How two values of a kind are told to be the same."""

    EQUAL = 0
    NAME = 1
    ROAD = 2
    JUNCTION = 3
    DIRECTION = 4
    PART = 5
    TAIL = 6
    DATE = 7
    AMOUNT = 8
    SEASON = 9


SAME: Final[Mapping[Way, Same]] = {
    Way.EQUAL: _equal,
    Way.NAME: same_name,
    Way.ROAD: _same_road,
    Way.JUNCTION: _same_junction,
    Way.DIRECTION: _same_direction,
    Way.PART: _same_part,
    Way.TAIL: _same_tail,
    Way.DATE: _same_date,
    Way.AMOUNT: _same_amount,
    Way.SEASON: _same_season,
}


class Rule(NamedTuple):
    """How one kind is compared."""

    kind: str
    way: Way
    need: Need = Need.ALWAYS
    kinds: tuple[str, ...] = ()


RULES: Final = (
    Rule("community", Way.NAME),
    Rule("phase", Way.EQUAL, Need.NOT_BESIDE, ("community",)),
    Rule("village", Way.NAME, Need.UNLESS, ("community",)),
    Rule("group", Way.PART, Need.SAME_PARENT),
    Rule("school", Way.NAME, Need.UNLESS, ("community",)),
    Rule("company", Way.NAME, Need.UNLESS, ("community", "village")),
    Rule("branch", Way.NAME, Need.NOT_BESIDE, ("company", "school")),
    Rule("junction", Way.JUNCTION),
    Rule("road", Way.ROAD, Need.UNLESS, ("community", "village", "school", "company", "junction")),
    Rule("section", Way.PART, Need.SAME_PARENT),
    Rule("house_number", Way.PART, Need.SAME_PARENT),
    Rule("building", Way.EQUAL, Need.NOT_BESIDE, ("community",)),
    Rule("unit", Way.EQUAL, Need.WITHIN, ("building",)),
    Rule("room", Way.EQUAL, Need.WITHIN, ("building", "unit")),
    Rule("floor", Way.EQUAL, Need.NEVER),
    Rule("line", Way.EQUAL),  # 33路 and 33路区间 are not the same; k33路 and 33路 neither
    Rule("direction", Way.DIRECTION, Need.NOT_BESIDE, ("line", "road")),
    Rule("stop", Way.NAME, Need.ONE_STOP, ("community", "road", "junction", "village")),
    Rule("exit", Way.EQUAL, Need.NOT_BESIDE, ("stop",)),
    Rule("plate", Way.EQUAL),
    Rule("contract", Way.TAIL),
    Rule("waybill", Way.TAIL),
    Rule("document", Way.EQUAL, Need.NEVER),
    Rule("amount", Way.AMOUNT),
    Rule("date", Way.DATE, Need.FULL_DATES),
    Rule("deadline", Way.DATE, Need.NEVER),
    Rule("season", Way.SEASON),
    Rule("year", Way.EQUAL, Need.NEVER),
)
"""In the order in which kinds are compared: a rule may ask about kinds that stand before its own."""

RANK: Final = {rule.kind: rank for rank, rule in enumerate(RULES)}
_BY_RANK: Final = [(rule, SAME[rule.way]) for rule in RULES]
_BY_KIND: Final = {rule.kind: (rule, same) for rule, same in _BY_RANK}


def is_full_date(value: str) -> bool:
    """Whether a date says a day, be it without a year."""
    return value.count("-") == 2
