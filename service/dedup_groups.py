"""How do pairs become groups without strangers being chained through a case in the middle?

Union-find whose groups remember what their members name: two groups are joined only if nothing named in one speaks
against anything named in the other. A letter that names no building links two that do to itself, never to each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from engine.slot_compare import Groups as Slots
from engine.slot_compare import SlotVerdict, compare_groups, group_slots
from engine.slots import Slot

MOST_NAMED = 64  # different sets of places and numbers that a group remembers (own flats do not count)

Key = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Naming:
    """What one text names: `key` without what is the petitioner's own; `letters` is ln(1 + letters) of the text."""

    key: Key
    slots: Slots
    letters: float = 0.0


def naming(slots: Sequence[Slot], letters: float = 0.0) -> Naming:
    """The naming of a text with these slots."""
    return Naming(key_of(slots), group_slots(slots), letters)


def key_of(slots: Iterable[Slot]) -> Key:
    """What is not the petitioner's own among these slots."""
    return frozenset((slot.kind, slot.value) for slot in slots if not slot.own)


Forbids = Callable[[Sequence[SlotVerdict], float], bool]
"""Whether verdicts between two namings keep them apart, given the smaller `letters`."""


def any_conflict(found: Sequence[SlotVerdict], letters: float) -> bool:
    """For copies: every conflict counts."""
    return any(verdict.verdict == "conflict" for verdict in found)


@dataclass(slots=True)
class VetoGroups:
    """Groups of numbered cases. `named(i)` is asked once for a case that is to be joined.

    `contradict`, where given, is asked instead of `forbids`, which would be told all verdicts between two namings.
    With `vouches` two members may contradict each other where a third one speaks for both: vouches(third, one, other).
    With `closed` a group that would name more than MOST_NAMED different things takes nobody in; otherwise newcomers
    are held against the first MOST_NAMED.
    """

    named: Callable[[int], Naming]
    forbids: Forbids = any_conflict
    closed: bool = True
    contradict: Callable[[Naming, Naming], bool] | None = None
    vouches: Callable[[Naming, Naming, Naming], bool] | None = None
    parent: dict[int, int] = field(default_factory=dict)
    members: dict[int, dict[Key, Naming]] = field(default_factory=dict)
    apart: dict[tuple[Key, Key], bool] = field(default_factory=dict)

    def find(self, place: int) -> int:
        """The group's smallest member; halves the path on its way."""
        while (above := self.parent.get(place, place)) != place:
            self.parent[place] = self.parent.get(above, above)
            place = above
        return place

    def alone(self, place: int) -> bool:
        """Whether nobody was joined with this case so far."""
        return place not in self.parent

    def join(self, a: int, b: int) -> bool:
        """Make the groups of `a` and `b` one; False, and nothing changes, where something named forbids it."""
        first, second = self.find(a), self.find(b)
        if first == second:
            return True
        if first > second:
            first, second = second, first
        mine, theirs = self._named(first), self._named(second)
        merged = {**theirs, **mine}
        for x in mine.values():
            for y in theirs.values():
                if x.key != y.key and self._apart(x, y) and not self._vouched(x, y, merged.values()):
                    return False
        if len(merged) > MOST_NAMED:
            if self.closed:
                return False
            merged = dict(list(merged.items())[:MOST_NAMED])
        self.members[first] = merged
        self.members.pop(second, None)
        self.parent.setdefault(first, first)
        self.parent[second] = first
        return True

    def _named(self, root: int) -> dict[Key, Naming]:
        if root not in self.members:
            one = self.named(root)
            self.members[root] = {one.key: one}
        return self.members[root]

    def _vouched(self, one: Naming, other: Naming, members: Iterable[Naming]) -> bool:
        return self.vouches is not None and any(self.vouches(member, one, other) for member in members)

    def _apart(self, one: Naming, other: Naming) -> bool:
        if not one.key or not other.key:
            return False  # who names nothing contradicts nobody
        if self.contradict is not None:
            return self.contradict(one, other)
        pair = (one.key, other.key)
        if pair not in self.apart:
            if len(self.apart) > 1 << 20:
                self.apart.clear()
            found = compare_groups(one.slots, other.slots)
            self.apart[pair] = self.forbids(found, min(one.letters, other.letters))
        return self.apart[pair]
