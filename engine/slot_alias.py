"""Are two different spellings the same name?

Yes: one is contained in the other (银杏公馆, 榆岭银杏公馆), they sound alike (柳溪, 柳西; 电机厂, 电鸡厂), or two
neighbours changed places (朱良桥, 朱桥良). No: a character that distinguishes differs (南山御景, 南山御园; 鑫达,
鑫福). Sounds come from `engine.sounds`. A masked name (好*家物业) is every name that fits.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from engine.sounds import syllables

DISTINGUISHING: Final = frozenset("东西南北中新老旧前后上下大小内外左右一二三四五六七八九十0123456789")
"""A single one of these at either end makes another thing: 新金桥路, 银杏公馆北."""

REMEMBERED: Final = 1 << 15
"""Pairs of names whose answer is kept: a title names again what its text names, and the next case the same streets."""

_NUMERALS: Final = frozenset("一二三四五六七八九十0123456789")


def transposed(left: str, right: str) -> bool:
    """True where two neighbouring characters changed places."""
    if len(left) != len(right):
        return False
    at = [i for i, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
    if len(at) != 2 or at[1] != at[0] + 1:
        return False
    i, j = at
    return left[i] == right[j] and left[j] == right[i]


def contained(short: str, long: str) -> bool:
    """True where `short` is `long` without noise or a city's name at one end, or an abbreviation in the same order."""
    if len(short) < 2 or len(short) >= len(long):
        return False
    at = long.find(short)
    if at >= 0:
        rest = long[:at] + long[at + len(short) :]
        return not (len(rest) == 1 and rest in DISTINGUISHING)
    if len(short) < 4:
        return False
    remaining = iter(long)
    return all(char in remaining for char in short) and not (set(long) - set(short)) & DISTINGUISHING


@lru_cache(maxsize=REMEMBERED)
def same_name(left: str, right: str) -> bool:
    """True where two names of one kind are one name or aliases of one."""
    if left == right:
        return True
    if not left or not right:
        return False
    if "*" in left or "*" in right:
        return _fits_mask(left, right)
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    if short[0] not in long and short[1:2] not in long:
        return len(left) == len(right) and _only_sounds_differ(left, right)
    if contained(short, long):
        return True
    if not any(char >= "\u4e00" for char in short):
        return False
    if len(left) == len(right):
        return (len(left) >= 3 and transposed(left, right)) or _only_sounds_differ(left, right)
    return len(short) >= 3 and _only_sounds_differ(short, long[-len(short) :]) and len(long) - len(short) >= 2


def _only_sounds_differ(left: str, right: str) -> bool:
    """Sound alike, but not where the difference is a numeral (三路, 山路). Most pairs part at their first character."""
    table = _sounds()
    for a, b in zip(left, right, strict=True):
        if a != b:
            sound = table[ord(a)]
            if not sound or sound != table[ord(b)] or a in _NUMERALS or b in _NUMERALS:
                return False
    return True


@lru_cache(maxsize=1)
def _sounds() -> tuple[int, ...]:
    """`syllables` for one character at a time: a tuple answers in a quarter of an array's time."""
    return tuple(syllables().tolist())


def _fits_mask(left: str, right: str) -> bool:
    """Do two names agree in all that a mask has left of them? 好*家物业 fits 好管家物业 and 管家物业."""
    for masked, plain in ((left, right), (right, left)):
        parts = [part for part in masked.split("*") if part]
        if "*" not in masked or not parts:
            continue
        longest = max(parts, key=len)
        if len(longest) >= 3 and longest in plain:
            return True
        if sum(map(len, parts)) >= 2 and re.search(".{0,3}".join(map(re.escape, parts)), plain):
            return True
    return False
