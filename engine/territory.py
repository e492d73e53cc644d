"""Under which city, district and town does a text place its matter?

A matter lies in one district, and two letters that name two are hardly ever one matter, whatever their words. Names of cities and
districts are known from a table, those of towns by their suffix; publishers' masks (a7县) count as names. The answer is 64 bits, a
field of them for each level: two texts agree on a level where they share a bit, and conflict where both have bits there and share
none. Far more names than bits: two that fall on one bit hide a conflict and never make one. Names of one city have bits of their
own, for those that the table knows are numbered in its order.

Not for: streets, villages, estates and doors (`engine.slots`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from zlib import crc32

from engine.place_names import CITIES, DISTRICTS

Level = tuple[int, int]
CITY: Final[Level] = (0, 14)
DISTRICT: Final[Level] = (14, 30)
TOWN: Final[Level] = (44, 20)
"""First bit and number of bits of each level."""
LEVELS: Final = (CITY, DISTRICT, TOWN)


def _numbered(table: dict[str, str]) -> dict[str, int]:
    names = (stem + suffix for suffix, stems in table.items() for stem in stems.split())
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


_CITIES: Final = _numbered(CITIES)
_DISTRICTS: Final = _numbered(DISTRICTS)
_KNOWN: Final = _CITIES.keys() | _DISTRICTS.keys()
_SIZES: Final = tuple(sorted(set(map(len, _KNOWN)), reverse=True))
_ENDINGS: Final = frozenset(name[-2:] for name in _KNOWN)
_SUFFIX: Final = re.compile(r"[区县市旗镇乡]|街道")
_MASK: Final = re.compile(r"(?:^|[^a-z0-9])([a-z])([0-9]{0,2})$")
_MASK_SIZE: Final = 4
_MASKING: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_TOWN_SUFFIXES: Final = frozenset(("镇", "乡", "街道"))
_TOWN_SIZE: Final = 2
_NO_TOWN: Final = re.compile(
    r"[^一-鿿]|[各个的了在是我们和与及全本该每从到老下返回家城村集小乡]$|城乡|办事|社区|人民|条街"
)
"""Two characters before 街道, 镇 or 乡 that are no town's name: 老家乡, 城镇, 每个乡, 各街道."""
_DISTRICT_FIELD: Final = re.compile(r"[^省市州盟区县旗]{1,8}?(?:自治[县旗]|[区县旗])")
_NO_DISTRICT: Final = re.compile(r"[小社园校景片城地新]区$")


def territories(text: str, locality: str = "") -> int:
    """The bits of what canonical `text` and the field `locality` (属地) name; 0 where they name nothing.

    >>> bin(territories("西湖区的路灯")).count("1"), territories("本小区的路灯")
    (1, 0)
    """
    found = 0
    for level, number in (*_named(text), *_named(locality), *_unknown_districts(locality)):
        found |= 1 << (level[0] + number % level[1])
    return found


def _named(text: str) -> Iterator[tuple[Level, int]]:
    """Each name as its level and number; a masked district names its city too."""
    for suffix in _SUFFIX.finditer(text):
        start, end = suffix.span()
        if suffix[0] in _TOWN_SUFFIXES:
            stem = text[max(0, start - _TOWN_SIZE) : start]
            if len(stem) == _TOWN_SIZE and not _NO_TOWN.search(stem):
                yield TOWN, _hashed(stem)
        elif text[end - 2 : end] in _ENDINGS:
            if known := _known(text, end):
                yield (CITY, _CITIES[known]) if known in _CITIES else (DISTRICT, _DISTRICTS[known])
        elif start and text[start - 1] in _MASKING and (mask := _MASK.search(text[max(0, start - _MASK_SIZE) : start])):
            yield CITY, ord(mask[1])
            if mask[2]:
                yield DISTRICT, 10 * ord(mask[1]) + int(mask[2])


def _known(text: str, end: int) -> str:
    """The longest known name that ends there; empty where none does."""
    for size in _SIZES:
        if size <= end and text[end - size : end] in _KNOWN:
            return text[end - size : end]
    return ""


def _unknown_districts(locality: str) -> Iterator[tuple[Level, int]]:
    """In a field that holds nothing but names, districts count that no table knows."""
    for part in _DISTRICT_FIELD.findall(locality):
        if not _NO_DISTRICT.search(part) and not _known(part, len(part)):
            yield DISTRICT, _hashed(part)


def _hashed(name: str) -> int:
    return crc32(name.encode("utf-8", "surrogatepass"))
