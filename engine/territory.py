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
from functools import lru_cache
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from engine.kernels import kernel, read_only
from engine.normalise import code_units
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
_NUMBERED_SUFFIXES: Final = "区县市旗"
_MASK: Final = re.compile(r"(?:^|[^a-z0-9])([a-z])([0-9]{0,2})$")
_MASK_SIZE: Final = 4
_MASKING: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_TOWN_SUFFIXES: Final = frozenset(("镇", "乡", "街"))
"""街 where 道 follows."""
_TOWN_SIZE: Final = 2
_NO_TOWN_ENDS: Final = "各个的了在是我们和与及全本该每从到老下返回家城村集小乡"
_NO_TOWN: Final = re.compile(rf"[^一-鿿]|[{_NO_TOWN_ENDS}]$|城乡|办事|社区|人民|条街")
"""Two characters before 街道, 镇 or 乡 that are no town's name: 老家乡, 城镇, 每个乡, 各街道."""
_SUFFIX, _TOWN, _HAN, _MASKED, _NO_TOWN_END, _FIRST_BEFORE = (1 << bit for bit in range(2, 8))
"""Bits of `_roles`. The two below number the suffix, and from _FIRST_BEFORE on there is one for each suffix."""
_STREET, _OFFICE = ord("街"), ord("道")
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
    if not text:
        return
    for start in _suffixes(code_units(text), _roles()).tolist():
        end = start + 1
        if text[start] in _TOWN_SUFFIXES:
            stem = text[start - _TOWN_SIZE : start]
            if not _NO_TOWN.search(stem):
                yield TOWN, _hashed(stem)
        elif text[end - 2 : end] in _ENDINGS:
            if known := _known(text, end):
                yield (CITY, _CITIES[known]) if known in _CITIES else (DISTRICT, _DISTRICTS[known])
        elif mask := _MASK.search(text[max(0, start - _MASK_SIZE) : start]):
            yield CITY, ord(mask[1])
            if mask[2]:
                yield DISTRICT, 10 * ord(mask[1]) + int(mask[2])


@lru_cache(maxsize=1)
def _roles() -> NDArray[np.uint16]:
    """What each code unit may be in a name: bits of a suffix, of what stands before one, of what no town's name has."""
    roles = np.zeros(0x10000, dtype=np.uint16)
    roles[0x4E00:0xA000] |= _HAN
    roles[[ord(char) for char in _MASKING]] |= _MASKED
    roles[[ord(char) for char in _NO_TOWN_ENDS]] |= _NO_TOWN_END
    for bit, suffix in enumerate(_NUMBERED_SUFFIXES):
        roles[ord(suffix)] |= _SUFFIX | bit
        roles[[ord(ending[0]) for ending in _ENDINGS if ending[1] == suffix]] |= _FIRST_BEFORE << bit
    for suffix in _TOWN_SUFFIXES:
        roles[ord(suffix)] |= _TOWN
    return read_only(roles, np.uint16)


@kernel
def _suffixes(codes, roles):  # type: ignore[no-untyped-def]
    """Where a suffix stands with something before it that may be a name."""
    found = np.empty(codes.size, dtype=np.int32)
    used = 0
    for at in range(1, codes.size):
        role = roles[codes[at]]
        if role & (_SUFFIX | _TOWN) == 0:
            continue
        before = roles[codes[at - 1]]
        if role & _TOWN:
            named = at > 1 and before & (_HAN | _NO_TOWN_END) == _HAN and roles[codes[at - 2]] & _HAN != 0
            if codes[at] == _STREET and (at + 1 == codes.size or codes[at + 1] != _OFFICE):
                named = False
        else:
            named = before & (_MASKED | (_FIRST_BEFORE << (role & 3))) != 0
        if named:
            found[used] = at
            used += 1
    return found[:used]


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
