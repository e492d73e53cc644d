"""Numerals inside slots: every way of writing a number reads as that number, and no text makes the reader raise."""

from __future__ import annotations

import doctest
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import numerals
from engine.numerals import number_name, read_amount, read_integer

UNITS = [(1000, "千", "仟"), (100, "百", "佰"), (10, "十", "拾")]
PLAIN, FINANCIAL = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"


def write_below_ten_thousand(number: int, *, financial: bool = False) -> str:
    """The slow obvious oracle: school rules for 1..9999, 一十二 without its 一."""
    digits = FINANCIAL if financial else PLAIN
    written, gap = "", False
    for size, unit, financial_unit in UNITS:
        digit, number = divmod(number, size)
        if digit:
            written += ("零" if gap and written else "") + digits[digit] + (financial_unit if financial else unit)
            gap = False
        else:
            gap = True
    if number:
        written += ("零" if gap and written else "") + digits[number]
    return written[1:] if written.startswith("一十") else written


def write(number: int) -> str:
    head, tail = divmod(number, 10_000)
    if not head:
        return write_below_ten_thousand(tail)
    return (
        write_below_ten_thousand(head)
        + "万"
        + ("零" if 0 < tail < 1000 else "")
        + (
            write_below_ten_thousand(tail).replace("十", "一十", 1)
            if 10 <= tail < 20
            else write_below_ten_thousand(tail)
            if tail
            else ""
        )
    )


@given(st.integers(1, 9999))
def test_reads_what_the_school_rules_write(number: int) -> None:
    assert read_integer(write_below_ten_thousand(number)) == number
    assert read_integer(write_below_ten_thousand(number, financial=True)) == number


@given(st.integers(1, 99_999_999))
def test_reads_large_numbers(number: int) -> None:
    assert read_integer(write(number)) == number


@given(st.integers(0, 10**15))
def test_reads_arabic_and_positional(number: int) -> None:
    assert read_integer(str(number)) == number
    assert read_integer("".join(PLAIN[int(digit)] for digit in str(number))) == number


@given(st.text(alphabet="零〇一二两三十廿百千万亿壹拾0123456789.,年 a中", max_size=40))
def test_is_total(text: str) -> None:
    value = read_amount(text)
    assert value is None or value >= 0
    assert isinstance(number_name(text), str)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("三万八", "38000"),
        ("两千三", "2300"),
        ("1万2", "12000"),
        ("12.5万", "125000"),
        ("三百五", "350"),
        ("三百零五", "305"),
        ("捌佰贰拾", "820"),
        ("廿九", "29"),
        ("一零二", "102"),
        ("两亿三千万", "230000000"),
        ("540.78", "540.78"),
    ],
)
def test_reads(written: str, value: str) -> None:
    assert read_amount(written) == Decimal(value)


@pytest.mark.parametrize("written", ["", ".", "3.", "1.2.3", "屯", "十a", "9" * 40])
def test_what_is_no_numeral_reads_as_none(written: str) -> None:
    assert read_amount(written) is None
    assert number_name(written) == written


def test_long_runs_are_no_numerals_and_cost_nothing() -> None:
    start = time.process_time()
    for char in "1一十万.":
        assert read_amount(char * 32_000) is None
    assert time.process_time() - start < 0.05


def test_examples() -> None:
    assert doctest.testmod(numerals).failed == 0
