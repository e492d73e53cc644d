"""One pass over a text leaves every place at which one of many patterns matches."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import intent, slot_codes
from engine.clues import clues, opened, table_of
from engine.normalise import code_units

PATTERNS = [*(pattern for _, pattern in intent._RULES), *slot_codes._OPENS.values()]
TABLE = table_of(PATTERNS[:8])
REST = table_of(PATTERNS[8:])
TEXTS = st.lists(
    st.sampled_from(["催", "催化", "又", "又开始", "上次", "反映", "3月5日", "2024", "年", "月", "不用", "再办", "漏电", "要", "跑", "季", "学期", "由东往西", "方向", "a12345", "合同编号ab123", "[2003]56号", "。", "的", "9", "2024.3.5"]),
    max_size=16,
).map("".join) | st.text(max_size=20)  # fmt: skip


@pytest.mark.parametrize(("table", "patterns"), [(TABLE, PATTERNS[:8]), (REST, PATTERNS[8:])], ids=["first", "rest"])
def test_no_match_begins_anywhere_else(table, patterns: list[re.Pattern[str]]):
    @given(TEXTS)
    @settings(max_examples=300, deadline=None)
    def holds(text: str):
        codes = code_units(text)
        found = clues(codes, table)
        seen = opened(codes, table)
        assert seen == found.any
        assert found.places == sorted(set(found.places))
        for pattern, ways in zip(patterns, table.ways, strict=True):
            places = list(found.of(ways))
            assert bool(places) == bool(seen & ways)
            matching = [at for at in range(len(text)) if pattern.match(text, at) and pattern.match(text, at).end() > at]
            assert set(matching) <= set(places)

    holds()


def test_an_empty_text_opens_nothing():
    nothing = np.zeros(0, dtype=np.uint16)
    assert clues(nothing, TABLE).places == []
    assert opened(nothing, TABLE) == 0


def test_more_ways_than_bits_are_refused():
    with pytest.raises(ValueError, match="more than 64"):
        table_of([re.compile(f"{chr(0x4E00 + n)}|[0-9]") for n in range(65)])
