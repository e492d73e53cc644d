"""Do two texts name the same things?

Agreements and conflicts of two slot lists, kind by kind, for the veto R2. A kind conflicts only where both sides
have slots of it that are not the petitioner's own and no value in common; what belongs to something larger (unit →
building → community, number → road) is compared only where the larger thing does not conflict. Pure; knows nothing
of scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Final, Literal

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
        shared.sort(key=_RANK.__getitem__)
    for kind in shared:
        same, needs = _RULES[kind]
        state, verdicts = _compare_kind(left[kind], right[kind], same)
        if state == "conflict" and not needs(states, left, right):
            state, verdicts = "", []
        states[kind] = state
        found += verdicts
    return tuple(found)


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


def _compare_kind(new: list[Slot], old: list[Slot], same: Same) -> tuple[str, list[SlotVerdict]]:
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


def _equal(left: str, right: str) -> bool:
    return left == right


def _same_line(left: str, right: str) -> bool:
    """33路 and 33路区间 are not the same; k33路 and 33路 neither."""
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


States = dict[str, str]
Needs = Callable[[States, Groups, Groups], bool]


def _unless(*kinds: str) -> Needs:
    """The conflict counts unless one of `kinds` agrees."""
    return lambda states, _new, _old: "agree" not in map(states.get, kinds)


def _within(*kinds: str) -> Needs:
    """The conflict counts where each of `kinds` agrees or is named by neither side."""
    return lambda states, new, old: all(
        states.get(kind) == "agree" or (kind not in new and kind not in old) for kind in kinds
    )


def _not_beside(*kinds: str) -> Needs:
    """The conflict counts unless one of `kinds` conflicts already."""
    return lambda states, _new, _old: "conflict" not in map(states.get, kinds)


def _same_parent(kind: str) -> Needs:
    """'parent|part': the conflict counts only where both sides speak of one parent."""

    def needs(_states: States, new: Groups, old: Groups) -> bool:
        parents = [{slot.value.partition("|")[0] for slot in side[kind] if not slot.own} for side in (new, old)]
        return any(a == b or same_name(a, b) for a in parents[0] for b in parents[1])

    return needs


def _one_stop_each(states: States, new: Groups, old: Groups) -> bool:
    """Stops are mentioned as landmarks: a single one on either side can conflict, and no place may agree."""
    elsewhere = not any(states.get(kind) == "agree" for kind in ("community", "road", "junction", "village"))
    return elsewhere and len(new["stop"]) == 1 == len(old["stop"])


def _full_dates(_states: States, new: Groups, old: Groups) -> bool:
    """Both sides give a single month and day: a text with several dates tells a history."""
    return all(len(side["date"]) == 1 and side["date"][0].value.count("-") == 2 for side in (new, old))


def _never(_states: States, _new: Groups, _old: Groups) -> bool:
    return False


def _always(_states: States, _new: Groups, _old: Groups) -> bool:
    return True


_ORDER: Final[tuple[tuple[str, Same, Needs], ...]] = (
    ("community", same_name, _always),
    ("phase", _equal, _not_beside("community")),
    ("village", same_name, _unless("community")),
    ("group", _same_part, _same_parent("group")),
    ("school", same_name, _unless("community")),
    ("company", same_name, _unless("community", "village")),
    ("branch", same_name, _not_beside("company", "school")),
    ("junction", _same_junction, _always),
    ("road", _same_road, _unless("community", "village", "school", "company", "junction")),
    ("section", _same_part, _same_parent("section")),
    ("house_number", _same_part, _same_parent("house_number")),
    ("building", _equal, _not_beside("community")),
    ("unit", _equal, _within("building")),
    ("room", _equal, _within("building", "unit")),
    ("floor", _equal, _never),
    ("line", _same_line, _always),
    ("direction", _same_direction, _not_beside("line", "road")),
    ("stop", same_name, _one_stop_each),
    ("exit", _equal, _not_beside("stop")),
    ("plate", _equal, _always),
    ("contract", _same_tail, _always),
    ("waybill", _same_tail, _always),
    ("document", _equal, _never),
    ("amount", _same_amount, _always),
    ("date", _same_date, _full_dates),
    ("deadline", _same_date, _never),
    ("season", _same_season, _always),
    ("year", _equal, _never),
)

_RANK: Final = {kind: rank for rank, (kind, _, _) in enumerate(_ORDER)}
_RULES: Final = {kind: (same, needs) for kind, same, needs in _ORDER}
