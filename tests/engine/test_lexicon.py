"""A tree in a table finds what an expression of all words, the longest first, finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import grievance, intent
from engine.lexicon import count_other_letters, lexicon, values_in, word_list
from engine.normalise import code_units
from engine.slot_patterns import alternatives

ALPHABET = "请求处理的了一 ,a"
WORDS = st.dictionaries(st.text(ALPHABET.replace(",", ""), min_size=1, max_size=4), st.integers(0, 40), min_size=1, max_size=12)


def slow_count(text: str, words: list[str]) -> int:
    return len(re.sub(r"[\W_]+", "", re.sub(alternatives(words), "", text)))


def slow_values(text: str, values: dict[str, int]) -> int:
    found = 0
    for word in re.findall(alternatives(values), text):
        found |= values[word]
    return found


@given(WORDS, st.text(ALPHABET, max_size=30))
@settings(max_examples=300)
def test_any_list_is_read_as_an_expression_reads_it(words: dict[str, int], text: str):
    values = {word: 1 << bit for word, bit in words.items()}
    table = word_list(values)
    assert count_other_letters(code_units(text), table) == slow_count(text, list(words))
    assert values_in(code_units(text), table) == slow_values(text, values)


@given(st.lists(st.sampled_from([*intent._FILE_WORDS, "电梯", "。", " ", "能不", "楼"]), max_size=20).map("".join))
def test_what_speaks_of_a_file_is_taken_out(text: str):
    assert intent.own_content(text) == slow_count(text, intent._FILE_WORDS) == len(intent.own_letters(text))


@given(st.lists(st.sampled_from([*grievance._WORDS, "夜里三点施工", "夜里", "施工", "的", "业主", "大", "供"]), max_size=12).map("".join))
def test_kinds_of_trouble_are_read_as_an_expression_reads_them(text: str):
    expected = slow_values(text, {word: grievance._BIT[kind] for word, kind in grievance._WORDS.items()})
    for match in grievance._PHRASE.finditer(text):
        expected |= grievance._BIT[str(match.lastgroup)]
    assert grievance.grievance_bits(text) == expected


def test_every_phrase_begins_as_is_said():
    assert all(phrase.startswith(grievance._PHRASE_OPENING) for phrases in grievance._PHRASES.values() for phrase in phrases)


def test_a_list_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="16 bits"):
        lexicon({f"{chr(0x4E00 + i)}{chr(0x4E00 + j)}": 1 for i in range(260) for j in range(260)})
