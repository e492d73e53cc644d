"""With which characters can a hit of a regular expression begin?

A pattern that is searched for costs a look at every character; one that is only tried where it can begin costs almost nothing.
What a hit may begin with is read off the pattern itself, as Python parses it, never written down a second time: for each of
the first PLACES characters the set of those that may stand there. The answer may be too large, never too small, and where a
construct is not known it is "anything". `engine.clues` makes one table of many patterns. Not for matching: `re` does that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any, Final, TypeAlias

PLACES: Final = 3
"""Characters of a hit that are looked at."""
MOST_WAYS: Final = 20_000
"""Ways to begin that are told apart; a pattern with more is tried everywhere."""
MOST_MEMBERS: Final = 2_000
"""Characters that a set is written out for; a wider one is anything."""

FEW: Final = 8
"""Characters that are still few for one place."""

Characters: TypeAlias = frozenset[str] | None
"""None: any character, or none at all because the hit has ended before."""
Way: TypeAlias = tuple[Characters, ...]
"""What may stand at the first places, as many as are known; fewer than PLACES: something may follow."""

_BMP: Final = 0x10000
_DECIMALS: Final = frozenset(char for char in map(chr, range(_BMP)) if char.isdecimal())
_ZERO_WIDTH: Final = frozenset(("AT", "ASSERT", "ASSERT_NOT"))


class _TooManyError(ValueError):
    """More than MOST_WAYS."""


def openings(pattern: re.Pattern[str]) -> tuple[Way, ...]:
    """How a hit of `pattern` may begin: PLACES sets each, of which a hit fits at least one; None stands for any character.

    Ways of one shape (where any character may stand, where one of many, where one of few) are put together: a year must not
    look like a month because both begin with digits.

    >>> [["".join(sorted(chars or "*")) for chars in way] for way in openings(re.compile("催(?!化)|(?:帮|给)我?管|上次"))]
    [['帮给', '我', '管'], ['上帮给', '次管', '*'], ['催', '*', '*']]
    """
    anything: tuple[Way, ...] = ((None,) * PLACES,)
    try:
        parsed = import_module("re._parser").parse(pattern.pattern, pattern.flags)
        ways = _ways(parsed)
    except (ImportError, AttributeError, _TooManyError):  # another Python may parse otherwise; then every place is tried
        return anything
    if not ways or pattern.flags & re.IGNORECASE:
        return anything
    alike: dict[tuple[int, ...], list[Way]] = {}
    for way in ways:
        full = (*way, *(None,) * (PLACES - len(way)))
        shape = tuple(2 if chars is None else int(len(chars) > FEW) for chars in full)
        alike.setdefault(shape, []).append(full)
    return tuple(tuple(_together(way[place] for way in alike[shape]) for place in range(PLACES)) for shape in sorted(alike))


def _together(sets: Iterable[Characters]) -> Characters:
    found: set[str] = set()
    for characters in sets:
        if characters is None:
            return None
        found |= characters
    return frozenset(found)


def _ways(sequence: Iterable[tuple[Any, Any]]) -> set[Way]:
    """All ways in which what `sequence` matches can begin."""
    ways: set[Way] = {()}
    for kind, value in sequence:
        nexts = _ways_of(str(kind), value)
        ways = {way if len(way) >= PLACES else (*way, *more)[:PLACES] for way in ways for more in nexts}
        if len(ways) > MOST_WAYS:
            raise _TooManyError
        if all(len(way) >= PLACES for way in ways):
            break
    return ways


def _ways_of(kind: str, value: Any) -> set[Way]:
    if kind in _ZERO_WIDTH:
        return {()}
    if kind == "LITERAL":
        return {(frozenset((chr(value),)),)}
    if kind == "IN":
        return {(_class(value),)}
    if kind == "SUBPATTERN":
        return _ways(value[-1])
    if kind == "ATOMIC_GROUP":
        return _ways(value)
    if kind == "BRANCH":
        return {way for branch in value[1] for way in _ways(branch)}
    if kind in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        return set(_repeated(*value))
    return {(None,) * PLACES} if kind not in {"ANY", "NOT_LITERAL"} else {(None,)}


def _repeated(least: int, most: int, sequence: Iterable[tuple[Any, Any]]) -> Iterator[Way]:
    once = _ways(sequence)
    ways: set[Way] = {()}
    for count in range(min(int(most), PLACES) + 1):
        if count >= min(least, PLACES):
            yield from ways
        ways = {(*way, *more)[:PLACES] for way in ways for more in once}
        if len(ways) > MOST_WAYS:
            raise _TooManyError


def _class(members: Sequence[tuple[Any, Any]]) -> Characters:
    found: set[str] = set()
    for kind, value in members:
        match str(kind):
            case "LITERAL":
                found.add(chr(value))
            case "RANGE":
                found.update(map(chr, range(value[0], min(value[1], value[0] + MOST_MEMBERS) + 1)))
            case "CATEGORY" if str(value) == "CATEGORY_DIGIT":
                found |= _DECIMALS
            case _:
                return None
    return frozenset(found) if len(found) <= MOST_MEMBERS else None
