"""Where may a hit of any of many patterns begin, found in one pass over a text?

A table says for each character which patterns it can open, which it can stand second and third in (`engine.openings`); a kernel
ands the three and hands back the few places that are left. There the patterns themselves are tried, in the order of the text, so
that what is found is what searching would have found. One pass costs a nanosecond a character, whatever the number of patterns;
a search by `re` some five for each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.kernels import kernel, read_only
from engine.openings import PLACES, openings

_UNITS = 0x10000
_MOST_WAYS = 64


@dataclass(frozen=True, slots=True)
class Openings:
    """`classes` (uint16) gives each code unit a class, the last entry stands for the end of the text; `masks` (uint64, class by
    place) has a bit for each way to begin. `ways[i]` are the bits of pattern i."""

    classes: NDArray[np.uint16]
    masks: NDArray[np.uint64]
    ways: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Clues:
    """Places in ascending order where one of the patterns may begin, and which: bits of `Openings.ways`."""

    places: list[int]
    masks: list[int]
    any: int

    def of(self, way: int) -> Iterator[int]:
        """The places at which a pattern may begin that has the bits `way`."""
        return (place for place, mask in zip(self.places, self.masks, strict=True) if mask & way)


def table_of(patterns: Sequence[re.Pattern[str]]) -> Openings:
    """The table of `patterns`. Raises ValueError for more than have room in 64 bits."""
    masks = np.zeros((_UNITS + 1, PLACES), dtype=np.uint64)
    ways, used = [], 0
    for pattern in patterns:
        found = openings(pattern)
        if used + len(found) > _MOST_WAYS:
            raise ValueError(f"{used + len(found)} ways to begin are more than {_MOST_WAYS}")
        for number, way in enumerate(found, used):
            for place, characters in enumerate(way):
                units = slice(None) if characters is None else [ord(char) for char in characters if ord(char) < _UNITS]
                masks[units, place] |= np.uint64(1 << number)
        ways.append((1 << used + len(found)) - (1 << used))
        used += len(found)
    masks[_UNITS, 0] = 0  # nothing begins behind the end
    different, classes = np.unique(masks, axis=0, return_inverse=True)
    return Openings(read_only(classes.reshape(-1), np.uint16), read_only(different, np.uint64), tuple(ways))


def clues(codes: NDArray[np.uint16], table: Openings) -> Clues:
    """Where in the code units of a canonical text the patterns of `table` may begin."""
    places, masks, found = _seek(codes, table.classes, table.masks)
    return Clues(places.tolist(), masks.tolist(), found) if found else _NONE


def opened(codes: NDArray[np.uint16], table: Openings) -> int:
    """Which patterns may begin anywhere in it: bits of `Openings.ways`."""
    return int(_opened(codes, table.classes, table.masks))


_NONE = Clues([], [], 0)


@kernel
def _opened(codes, classes, masks):  # type: ignore[no-untyped-def]
    end = np.int64(classes[_UNITS])
    size = codes.size
    seen = np.uint64(0)
    first = np.int64(classes[codes[0]]) if size > 0 else end
    second = np.int64(classes[codes[1]]) if size > 1 else end
    for at in range(size):
        third = np.int64(classes[codes[at + 2]]) if at + 2 < size else end
        seen |= masks[first, 0] & masks[second, 1] & masks[third, 2]
        first, second = second, third
    return seen


@kernel
def _seek(codes, classes, masks):  # type: ignore[no-untyped-def]
    end = np.int64(classes[_UNITS])
    size = codes.size
    places, found = np.empty(size + 1, dtype=np.int32), np.empty(size + 1, dtype=np.uint64)
    used, seen = 0, np.uint64(0)
    first = np.int64(classes[codes[0]]) if size > 0 else end
    second = np.int64(classes[codes[1]]) if size > 1 else end
    for at in range(size):  # every place is written down and most are written over, which costs less than asking
        third = np.int64(classes[codes[at + 2]]) if at + 2 < size else end
        mask = masks[first, 0] & masks[second, 1] & masks[third, 2]
        places[used], found[used] = at, mask
        seen |= mask
        used += mask != np.uint64(0)
        first, second = second, third
    return places[:used], found[:used], seen
