"""The kernel finds what one regular expression finds, and passes over nothing that leaves a trace."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.anchors import KIND_BITS, LETTER, NAME, NUMBER, TAKEN, anchors
from engine.normalise import canonical, code_units
from engine.slot_chain import Chain
from engine.slot_codes import find_codes
from engine.slot_generic import CUT_CHARS, CUT_WORDS, GENERIC_WHOLE
from engine.slot_names import BEHIND_SHORT, REJECT_AFTER, read_name
from engine.slot_numbers import read_lettered, read_number
from engine.slot_own import find_junctions, mark_own
from engine.slot_patterns import MAX_HITS, NUM, SUFFIX_KIND, TAIL_KIND, Slot, alternatives
from engine.slots import find_slots

ANCHOR = re.compile(
    rf"(?P<n>[{NUM}]{{1,20}}+(?:\.[0-9]{{1,4}}+)?(?:[,-][0-9]{{1,5}}+){{0,2}}(?:[万千百][{NUM}]{{1,4}}+)?)"
    rf"(?:(?P<t>{alternatives(TAIL_KIND)})|(?<=[0-9])|(?<=万[一二三四五六七八九]))"
    rf"|(?P<l>[a-z][0-9]{{0,2}}+|[甲乙丙丁])(?P<lt>座|栋|幢|号楼|单元|区|出口|口)"
    rf"|(?P<s>{alternatives(SUFFIX_KIND)})"
)
PIECES = (
    *SUFFIX_KIND, *TAIL_KIND, *CUT_WORDS, *GENERIC_WHOLE, *REJECT_AFTER, *CUT_CHARS, *BEHIND_SHORT, *NUM, *"0123456789.,-万千百abcz甲乙丙丁座栋幢口店路的·* \n。、",
    "石榴巷", "云杉里小区", "柳荫路", "万顺砂石厂", "一名", "准", "全体", "12", "3.5", "1,200", "2024", "3-2-502", "两万三", "管理有限公司", "出口", "地铁站", "商店", "壹号",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=24).map("".join) | st.lists(
    st.sampled_from(("云杉里", "小区", "路", "3", "栋", "政府", "的", "业主", "村", "中", "院", "里", "举报", "12", "号楼")), max_size=24
).map("".join)


def rows(text: str, taken: bytes | None = None) -> list[list[int]]:
    return anchors(code_units(text), np.frombuffer(taken or bytes(len(text)), np.uint8)) if text else []


def slow_rows(text: str) -> Iterator[tuple[int, int, int, int]]:
    for match in ANCHOR.finditer(text):
        start, end = match.span()
        if match["s"]:
            yield start, end, end, NAME
        elif match["n"]:
            yield start, start + len(match["n"]), end, NUMBER
        else:
            yield start, start + len(match["l"]), end, LETTER


def slow_slots(text: str) -> tuple[Slot, ...]:
    """Every anchor is read, one after the other."""
    codes = find_codes(text, code_units(text))
    taken = bytearray(len(text))
    for code in codes:
        taken[code.span[0] : code.span[1]] = b"\1" * (code.span[1] - code.span[0])
    chain, hits = Chain(text, taken), 0
    for start, middle, end, kind in slow_rows(text):
        if taken[start]:
            chain.end = max(chain.end, end)
        elif start < chain.end:
            continue
        elif kind == NAME:
            read_name(chain, text[start:end], start, end)
        elif kind == NUMBER:
            read_number(chain, text[start:middle], text[middle:end], start, end)
        else:
            read_lettered(chain, text[start:middle], text[middle:end], start, end)
        hits += 1
        if hits == MAX_HITS:
            break
    found = [*codes, *chain.found, *find_junctions(text, chain.found)]
    return tuple(mark_own(text, sorted(found, key=lambda slot: (slot.span, slot.kind))))


@given(TEXTS)
@settings(max_examples=500)
@example("三万二")
@example("3.5千8元")
@example("扣我俩块钱")
def test_all_that_is_left_is_what_the_expression_finds(text: str):
    found = {tuple(row[:3]): row[3] for row in rows(text)}
    expected = {row[:3]: row[3] for row in slow_rows(text)}
    assert found.keys() <= expected.keys()
    assert all(expected[place] == flags & (1 << KIND_BITS) - 1 for place, flags in found.items())


@given(TEXTS)
@settings(max_examples=200)
def test_nothing_inside_a_code_is_dropped(text: str):
    assert [tuple(row[:3]) for row in rows(text, b"\1" * len(text))] == [row[:3] for row in slow_rows(text)]
    assert all(row[3] & (1 << KIND_BITS) - 1 == TAKEN for row in rows(text, b"\1" * len(text)))


@given(TEXTS)
@settings(max_examples=800, deadline=None)
@example("每天小区大量农民工")
@example("一名业主\n业主")
@example("我是云杉里业主，家住3栋2单元，门口的路")
def test_what_is_passed_over_would_have_left_no_trace(text: str):
    folded = canonical(text).text
    assert find_slots(folded) == slow_slots(folded)


@given(st.text(st.characters(), max_size=60))
@settings(max_examples=400)
def test_any_text_is_read_alike(text: str):
    folded = canonical(text).text
    assert find_slots(folded) == slow_slots(folded)


@pytest.mark.parametrize("unit", ["云杉里小区3栋、", "2024年", "12路", "政府", "a区"])
def test_where_too_many_are_read_the_same_ones_are(unit: str):
    text = unit * (2 * MAX_HITS)
    assert find_slots(text) == slow_slots(text)


@pytest.mark.parametrize("unit", ["中", "1", "路", "花", "万1", "1,", "a1", "号", "大"])
def test_time_is_linear(unit: str):
    text = (unit * 32_000)[:32_000]
    rows(text[:10])
    start = time.process_time()
    rows(text)
    assert time.process_time() - start < 0.3
