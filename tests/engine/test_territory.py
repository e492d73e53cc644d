"""Names of cities, districts and towns are found, and what only looks like one is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.territory import CITY, DISTRICT, LEVELS, TOWN, Level, territories


def on(level: Level, bits: int) -> int:
    first, count = level
    return bits >> first & ((1 << count) - 1)


NAMED = {
    "a district": ("西湖区的路灯坏了", DISTRICT),
    "behind its city": ("杭州市西湖区的路灯坏了", DISTRICT),
    "a county": ("安吉县的路灯坏了", DISTRICT),
    "an autonomous county": ("景宁畲族自治县的路灯坏了", DISTRICT),
    "a city": ("杭州市的路灯坏了", CITY),
    "a masked district": ("反映a7县的路灯", DISTRICT),
    "a masked city": ("反映k市的路灯", CITY),
    "a masked district's city": ("反映a7县的路灯", CITY),
    "a town": ("云岫镇的路灯坏了", TOWN),
    "a street office": ("石榴街道的路灯坏了", TOWN),
    "a township": ("柳荫乡的路灯坏了", TOWN),
}


@pytest.mark.parametrize(("text", "level"), NAMED.values(), ids=NAMED)
def test_what_is_named_is_found_on_its_level(text: str, level: Level):
    assert on(level, territories(text)).bit_count() == 1


@pytest.mark.parametrize(
    "text",
    ["", "本小区的路灯", "石榴社区", "新城区", "高新园区", "超市门口", "菜市场", "全市", "我们镇", "城镇和乡村", "每个乡", "各街道", "回老家乡下", "a12栋", "区", "市", "镇"],
)  # fmt: skip
def test_common_nouns_are_no_names(text: str):
    assert territories(text) == 0


def test_a_mask_and_a_name_are_not_mixed():
    assert territories("a3区") == territories("位于a3区") != territories("a7县")
    assert on(CITY, territories("a3区")) == on(CITY, territories("a7县")) == on(CITY, territories("a市"))
    assert on(CITY, territories("c市")) != on(CITY, territories("a市"))
    assert territories("wifi3区") == 0


def test_in_the_field_for_places_unknown_districts_count_too():
    assert territories("路灯", "云岫区") == territories("路灯", "石榴市云岫区") != 0
    assert territories("云岫区的路灯") == 0
    assert territories("路灯", "西湖区") == territories("西湖区的路灯")
    assert territories("路灯", "云岫小区") == territories("路灯", "") == 0


@given(st.text(st.sampled_from("西湖区杭州市a7县石榴镇街道乡自治旗小社，\n") | st.characters(), max_size=60), st.text(max_size=12))
def test_any_text_gives_64_bits_of_the_levels(text: str, locality: str):
    bits = territories(text, locality)
    assert 0 <= bits < 1 << 64
    assert bits == sum(on(level, bits) << level[0] for level in LEVELS)
    assert bits & territories(text) == territories(text)


def test_levels_share_no_bit():
    ends = [first + count for first, count in LEVELS]
    assert [first for first, _ in LEVELS] == [0, *ends[:-1]]
    assert ends[-1] == 64
