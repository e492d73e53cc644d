"""Folding keeps meaning and place; personal numbers vanish and nothing else does."""

from __future__ import annotations

import re
import time
import unicodedata

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.normalise import MAX_CHARACTERS, bare, canonical, mask_personal

ANY_TEXT = st.text(st.characters(), max_size=120)
"""Everything Python calls a string, lone surrogates and unassigned code points too."""
CHINESE = st.text(st.sampled_from("石榴巷12号楼電梯故障３月，。 \u200b\u0301\n𠮷①㎡"), max_size=120)

FOLDED = {
    "full width": ("ＡＢｃ１２３，（１）：！？；", "abc123,(1):!?;"),
    "traditional": ("電梯壞了，業主來信", "电梯坏了,业主来信"),
    "mixed script": ("樂園路與乐园路", "乐园路与乐园路"),
    "letter case": ("KTV和Ktv", "ktv和ktv"),
    "zero width": ("丁\u200b香\u200c里\ufeff七\u2060幢", "丁香里七幢"),
    "soft hyphen": ("沪\u00adA", "沪a"),
    "combining": ("电\u0301梯\u0336\u20dd", "电梯"),
    "ornaments of letters stay where they are one character": ("ǚ", "ǚ"),
    "inside a composite": ("㈶", "(财)"),
    "compatibility ideograph outside the plane": ("\U0002f85f\U0002f894", "奢弢"),
    "compatibility ideograph of one outside": ("\ufa6c", "〓"),
    "control": ("漏\x00水\x07了\x1b", "漏水了"),
    "line ends": ("甲\r乙\u2028丙\u2029丁\n戊", "甲\n乙\n丙\n丁\n戊"),
    "spaces": ("甲\t乙\u3000丙\u00a0丁", "甲 乙 丙 丁"),
    "circled": ("①②⑩", "1210"),
    "units": ("５㎡、３㎞", "5m2、3km"),
    "ligature": ("ﬁre", "fire"),
    "private use": ("甲\ue000乙", "甲乙"),
    "emoji": ("太吵了😡🙏", "太吵了"),
    "mathematical": ("𝐀𝟗", "a9"),
    "rare ideograph": ("𠮷家巷", "〓家巷"),
    "compatibility ideograph": ("\uf9d1", "六"),
    "numerals stay": ("三里坡二零五室", "三里坡二零五室"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("source", "folded"), FOLDED.values(), ids=FOLDED)
def test_spellings_of_one_text_become_the_same(source: str, folded: str):
    assert canonical(source).text == folded


def hex_range(block: range) -> str:
    return f"{block.start:x}-{block.stop:x}"


def fold_alone(char: str) -> str:
    return canonical(char).text


@given(ANY_TEXT | CHINESE)
@example("\ud800\udfff甲")
@example("甲" * 60 + "\u0301")
@example("ﷺ" * 3)
def test_every_character_knows_its_source(source: str):
    found = canonical(source)
    assert len(found.origin) == len(found.text) + 1
    assert found.origin.dtype == np.int32
    assert bool((np.diff(found.origin[:-1]) >= 0).all())
    assert found.origin[-1] == len(source)
    for i, char in enumerate(found.text):
        start, end = found.source_span(i, i + 1)
        assert end == start + 1
        assert char in fold_alone(source[start])


@given(ANY_TEXT | CHINESE)
def test_a_text_folds_as_its_characters_do(source: str):
    assert canonical(source).text == "".join(map(fold_alone, source))


@given(CHINESE)
def test_short_and_long_texts_fold_alike(source: str):
    padding = "甲" * 60  # past the length that takes the short cut
    assert canonical(padding + source).text == padding + canonical(source).text


@given(ANY_TEXT | CHINESE)
@example("İ")
@example("Å𝔸")
def test_folding_twice_changes_nothing(source: str):
    once = canonical(source).text
    assert canonical(once).text == once


@pytest.mark.parametrize("block", [range(0x10000), range(0x1D000, 0x20000), range(0x2F800, 0x2FA20)], ids=hex_range)
def test_every_character_is_folded_for_good(block: range):
    every = "".join(map(chr, block))
    once = canonical(every, 4 * len(every)).text
    assert canonical(once, 4 * len(every)).text == once
    hidden = {"Cc", "Cf", "Mn", "Me", "Co", "Cs", "Cn"}
    assert not [c for c in once if c != "\n" and unicodedata.category(c) in hidden]


@given(ANY_TEXT, st.integers(0, 100))
@example("ﷺ" * 20, 50)
@example("㎡㎡", 3)
def test_no_more_is_read_or_given_than_the_limit(source: str, limit: int):
    found = canonical(source, limit)
    assert len(found.text) <= limit
    assert found.origin[-1] <= min(limit, len(source))
    assert found.truncated or found.text == canonical(source).text
    assert canonical(source).text.startswith(found.text)
    if len(source) > limit:
        assert found.truncated


def test_empty_spans_have_a_place():
    found = canonical("甲\u200b乙")
    assert found.source_span(1, 1) == (2, 2)
    assert found.source_span(2, 2) == (3, 3)
    assert canonical("").source_span(0, 0) == (0, 0)


@pytest.mark.parametrize(
    "source",
    ["甲" + "\u0301" * 100_000, "\ufdfa" * 100_000, "𠮷" * 100_000, "\u200b甲" * 50_000, "a\u0316\u0300" * 33_000],
    ids=["combining marks", "one becomes eighteen", "outside the plane", "zero width", "disordered marks"],
)
def test_hostile_texts_are_folded_in_time_and_space(source: str):
    canonical("")  # the tables are built once
    start = time.process_time()
    found = canonical(source)
    assert time.process_time() - start < 1.0
    assert len(found.text) <= MAX_CHARACTERS
    assert found.truncated


# Numbers that look personal: fictional, the ID number's region and the cards' issuers do not exist or the sums are made up.
CARD = "6200000000000000000"


def luhn(body: str) -> str:
    """`body` with the check digit of ISO/IEC 7812-1."""
    for check in "0123456789":
        digits = [int(d) for d in body + check][::-1]
        if sum(d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(digits)) % 10 == 0:
            return body + check
    raise AssertionError(body)


PERSONAL = {
    "id": "990101199001011234",
    "id with x": "99010119900101123x",
    "mobile": "13900001111",
    "mobile in groups": "139 0000 1111",
    "mobile with hyphens": "139-0000-1111",
    "mobile of the country": "+86 13900001111",
    "mobile without plus": "8613900001111",
    "landline": "0999-5550123",
    "landline of a city": "099-55501234",
    "card of 16": luhn("620000123456789"),
    "card of 19": luhn("620000123456789123"),
    "card in groups": " ".join(re.findall(".{4}", luhn("620000123456789"))),
}


@pytest.mark.parametrize("number", PERSONAL.values(), ids=PERSONAL)
@pytest.mark.parametrize("frame", ["{}", "电话{},请回电", "({})", "我叫王小满{}", "联系:{}。"])
def test_personal_numbers_become_stars_of_the_same_length(number: str, frame: str):
    text = canonical(frame.format(number)).text
    masked = mask_personal(text)
    assert len(masked) == len(text)
    assert not re.search(r"\d", masked)
    assert masked.replace("*", "") == frame.replace("{}", "")


KEPT = [
    "合同编号gf-2031-0012",
    "合同编号202303150012",
    "工单号20310203123456789012",
    "运单sf1390000111122",
    "银行卡" + CARD[:-1] + str((int(luhn(CARD[:-1])[-1]) + 1) % 10),
    "面积12345678901平米",
    "a13900001111",
    "13900001111b",
    "共1390000元",
    "热线12345,日期2031-02-03",
    "12900001111",
]


@pytest.mark.parametrize("text", KEPT)
def test_other_numbers_stay(text: str):
    assert mask_personal(text) == text


@given(
    st.lists(st.sampled_from([*PERSONAL.values(), "石榴巷", ",", "12号", "\n", "合同gf-77", "电话", " ", ";"]), max_size=12)
)
def test_masking_keeps_length_and_place_of_everything_else(parts: list[str]):
    text = "".join(parts)
    masked = mask_personal(text)
    assert len(masked) == len(text)
    assert all(m in (c, "*") for m, c in zip(masked, text, strict=True))
    assert mask_personal(masked) == masked


@given(st.lists(st.sampled_from(list(PERSONAL.values())), min_size=1, max_size=5), st.sampled_from([",", "、", "和", "\n", ";"]))
def test_no_personal_number_of_a_list_is_left(numbers: list[str], between: str):
    assert not re.search(r"\d{7}", mask_personal(between.join(numbers)))


@given(ANY_TEXT)
def test_masking_is_total(text: str):
    assert len(mask_personal(text)) == len(text)


@given(ANY_TEXT)
def test_bare_keeps_letters_and_digits_only(text: str):
    folded = canonical(text).text
    letters = bare(folded)
    assert letters == "".join(c for c in folded if re.match(r"\w", c) and c != "_")
    assert bare(" ,。".join(letters)) == letters


def test_masking_and_baring_long_texts_is_quick():
    start = time.process_time()
    for piece in ("1390000", "6200 ", "990101199001011", "+86", "0123-"):
        mask_personal(piece * (MAX_CHARACTERS // len(piece)))
    bare(",。 " * MAX_CHARACTERS)
    assert time.process_time() - start < 1.0
