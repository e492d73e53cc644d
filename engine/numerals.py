"""Which number does a Chinese, financial, Arabic or mixed numeral write?

For numerals inside slots only, when the slot has said what is counted: 三里屯 and 五一路 are names, and whoever
runs these functions over running text will break them. Total: no text makes them raise; what is no numeral reads as
None. Linear time.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

DIGITS = "0123456789"
CHINESE = "零〇一二三四五六七八九十百千两廿卅壹贰叁肆伍陆柒捌玖拾佰仟俩"
"""Numeral characters that may stand in a house, building or room number, in simplified form."""

LARGE = "万亿"
STEMS = "甲乙丙丁戊己"
MAX_LENGTH = 24
"""Characters. Longer runs are no counts but keyboards; reading stops being worth its time (and int() its limit)."""

REMEMBERED = 1 << 13
"""Numerals whose reading is kept: petitions count to thirty over and over."""

_DIGIT = {char: i for i, char in enumerate("零一二三四五六七八九")}
_DIGIT |= {char: i for i, char in enumerate("〇壹贰叁肆伍陆柒捌玖")}
_DIGIT |= {char: i for i, char in enumerate(DIGITS)}
_DIGIT |= {"两": 2, "俩": 2}
_UNIT = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卅": 30}
_LARGE = {"万": 10_000, "亿": 100_000_000}


def read_integer(numeral: str) -> int | None:
    """The whole number written, None where there is none.

    >>> [read_integer(n) for n in ("十二", "一百五十六", "一零二", "捌佰贰拾", "廿三", "1460", "三万八", "两")]
    [12, 156, 102, 820, 23, 1460, 38000, 2]
    """
    return _integer(numeral.replace(",", "")[: MAX_LENGTH + 1])


@lru_cache(maxsize=REMEMBERED)
def _integer(numeral: str) -> int | None:
    value = _read(numeral)
    if value is None or value != value.to_integral_value():
        return None
    return int(value)


def read_amount(numeral: str) -> Decimal | None:
    """The number written, which may have decimals: 12.5万 is 125000, 1万2 is 12000.

    >>> [str(read_amount(n)) for n in ("12.5万", "1万2", "540.78", "三百五", "三百零五", "1,200", "二十万零三千")]
    ['125000', '12000', '540.78', '350', '305', '1200', '203000']
    """
    return _read(numeral.replace(",", "")[: MAX_LENGTH + 1])


@lru_cache(maxsize=REMEMBERED)
def _read(numeral: str) -> Decimal | None:
    if not numeral or len(numeral) > MAX_LENGTH:
        return None
    if numeral.isascii():
        return _decimal(numeral)
    if not any(char in _UNIT or char in _LARGE or char in _TENS for char in numeral):
        return _positional(numeral)
    return _with_units(numeral)


def number_name(numeral: str) -> str:
    """The canonical spelling of a number that names something (栋, 单元, 路): Arabic without leading zeros.

    Letters and 甲乙丙 stay; what cannot be read stays as it is.

    >>> [number_name(n) for n in ("十二", "012", "甲", "c", "b12", "贰")]
    ['12', '12', '甲', 'c', 'b12', '2']
    """
    return _name(numeral) if len(numeral) <= MAX_LENGTH else numeral


@lru_cache(maxsize=REMEMBERED)
def _name(numeral: str) -> str:
    value = read_integer(numeral)
    return numeral if value is None else str(value)


def _decimal(numeral: str) -> Decimal | None:
    whole, point, part = numeral.partition(".")
    if not whole.isdecimal() or (point and not part.isdecimal()):
        return None
    return Decimal(numeral)


def _positional(numeral: str) -> Decimal | None:
    """一零二, 二〇一九: digits by position."""
    digits = [_DIGIT.get(char) for char in numeral]
    if None in digits:
        return None
    return Decimal("".join(map(str, digits)))


def _with_units(numeral: str) -> Decimal | None:
    """三万八, 二十万零三千, 12.5万. `last` is the unit that a bare closing digit belongs under: 三百五 is 350."""
    total = section = Decimal(0)
    run = ""
    last = 0
    zero = False
    for char in numeral:
        if char in _DIGIT or char == ".":
            zero = zero or char in "零〇"
            run += "." if char == "." else str(_DIGIT[char])
        elif char in _TENS:
            section, run, last, zero = section + _TENS[char], "", 10, False
        elif char in _UNIT:
            count = _run_value(run)
            if count is None:
                return None
            section += (count or 1) * _UNIT[char]
            run, last, zero = "", _UNIT[char], False
        elif char in _LARGE:
            count = _run_value(run)
            if count is None:
                return None
            if char == "亿":
                section, total = total + section, Decimal(0)
            total += (section + count or Decimal(1)) * _LARGE[char]
            section, run, last, zero = Decimal(0), "", _LARGE[char], False
        else:
            return None
    tail = _run_value(run)
    if tail is None:
        return None
    if len(run) == 1 and last >= 100 and not zero:
        tail *= last // 10
    return (total + section + tail).normalize() + 0


def _run_value(run: str) -> Decimal | None:
    return Decimal(0) if not run else _decimal(run.lstrip("0") or "0")
