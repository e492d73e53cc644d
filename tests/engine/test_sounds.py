"""Characters that sound alike share a number; all others do not."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from engine.sounds import sound_alike, syllables

ALIKE = ["良粮", "桥乔", "殷因", "亿义", "壹一", "崔催", "摧催", "在再", "张章", "李里", "石时", "玖九", "巷向"]
CONFUSED = ["知资", "吃词", "诗思", "林灵", "真争", "山三", "船传", "陈成", "新星", "半棒", "身生", "宾冰"]
"""zh/z, ch/c, sh/s and -n/-ng: what southern speakers and speech recognisers mix up."""
DIFFERENT = ["南蓝", "湖福", "树路", "桃李", "东西", "楼流", "一二", "石榴", "牛流"]


@pytest.mark.parametrize("pair", [*ALIKE, *CONFUSED])
def test_what_sounds_alike_is_alike(pair: str):
    assert sound_alike(pair[0], pair[1])
    assert sound_alike(f"石{pair[0]}路", f"石{pair[1]}路")


@pytest.mark.parametrize("pair", DIFFERENT)
def test_what_does_not_is_not(pair: str):
    assert not sound_alike(pair[0], pair[1])


def spoken(char: str) -> str:
    """The folded syllable by pypinyin's own front door."""
    plain = pinyin(char, style=Style.NORMAL, heteronym=False, v_to_u=True)[0][0].replace("ü", "u:")
    for written, heard in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        plain = plain.replace(written, heard)
    return plain.removesuffix("g") if plain.endswith("ng") else plain


COMMON = "石榴巷楼电梯坏了停三天请来修路灯油烟噪音垃圾物业水管漏雨工资拖欠学校食堂公交站台桥粮良乔张章李里林灵知资诗思"


@given(st.sampled_from(COMMON), st.sampled_from(COMMON))
def test_characters_are_alike_where_their_commonest_readings_are(a: str, b: str):
    assert sound_alike(a, b) == (spoken(a) == spoken(b))


def test_length_and_other_characters_count_as_they_stand():
    assert sound_alike("", "")
    assert not sound_alike("石榴", "石")
    assert sound_alike("8号", "8号")
    assert not sound_alike("8号", "9号")
    assert not sound_alike("a路", "b路")
    assert not sound_alike("。", ",")


@given(st.text(st.sampled_from("石榴巷向良粮a8。,"), max_size=6), st.text(st.sampled_from("石榴巷向良粮a8。,"), max_size=6))
def test_it_is_symmetric_and_equal_texts_are_alike(a: str, b: str):
    assert sound_alike(a, a)
    assert sound_alike(a, b) == sound_alike(b, a)


def test_the_table_covers_the_plane_and_cannot_be_written():
    table = syllables()
    assert table.shape == (0x10000,)
    assert table.dtype == np.uint16
    assert not table.flags.writeable
    assert table is syllables()
    assert not table[:0x2E80].any()  # letters, digits and marks have no syllable
    assert (table[0x4E00:0x9FA6] > 0).mean() > 0.98
    assert 200 < len(np.unique(table)) < 1_500


def test_three_characters_that_sound_alike_in_pairs_do_so_all():
    for a, b, c in product("知资张章", repeat=3):
        assert not (sound_alike(a, b) and sound_alike(b, c)) or sound_alike(a, c)
