"""engine.words: where words stand, whatever the segmenter, in bounded time."""

from __future__ import annotations

import doctest
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine.words
from engine.words import (
    MAX_RUN,
    STOP_WORDS,
    DictionaryError,
    DictionaryWord,
    JiebaSegmenter,
    RjiebaSegmenter,
    default_segmenter,
    dictionary_words,
    topic_words,
    words,
)

CHINESE = "龙门路夜市摊位占道经营油烟扰民城管支队回复称将加强巡查但三个月没有变化"


def test_examples_in_the_docstrings() -> None:
    assert doctest.testmod(engine.words).failed == 0


@given(st.text(alphabet=CHINESE + "ab9，。 .\n_-é́😀", max_size=80))
def test_every_word_stands_where_it_is_said_to_stand(text: str) -> None:
    end = 0
    for word, start in words(text):
        assert text[start : start + len(word)] == word
        assert start >= end
        end = start + len(word)


@given(st.text(max_size=60))
def test_nothing_but_punctuation_and_marks_is_left_out(text: str) -> None:
    covered = {i for word, start in words(text) for i in range(start, start + len(word))}
    left = "".join(char for i, char in enumerate(text) if i not in covered)
    assert not re.search(r"[0-9A-Za-z\u4e00-\u9fff]", left)


@given(st.text(alphabet=CHINESE + "4s店A市k10 wifi,", max_size=60))
def test_ascii_runs_are_words_of_their_own(text: str) -> None:
    for word, _ in words(text):
        assert word.isascii() or not re.search(r"[0-9A-Za-z]", word)


@given(st.lists(st.sampled_from(CHINESE), min_size=1, max_size=40).map("".join))
def test_topic_words_are_substrings_without_stop_words(text: str) -> None:
    for word in topic_words(text):
        assert word in text
        assert len(word) > 1
        assert word not in STOP_WORDS


def test_numbers_and_plates_say_nothing_about_the_kind() -> None:
    assert not [word for word in topic_words("京k12345占用3号楼2单元通道wifi差") if re.search(r"\d", word)]
    assert "wifi" in topic_words("京k12345占用3号楼2单元通道wifi差")


@pytest.mark.parametrize("text", ["中" * 100_000, "a1" * 50_000, "1中" * 50_000, "\u0301" * 100_000, "😀" * 100_000])
def test_hostile_texts_take_less_than_a_second(text: str) -> None:
    started = time.process_time()
    words(text)
    assert time.process_time() - started < 1.0


def test_a_run_longer_than_the_limit_loses_no_character() -> None:
    text = CHINESE * (3 * MAX_RUN // len(CHINESE))
    assert "".join(word for word, _ in words(text)) == text


def test_a_dictionary_keeps_a_local_name_whole() -> None:
    name = "溪畔云庐里"
    assert (name, 2) not in words("我在溪畔云庐里买房", default_segmenter())
    learned = RjiebaSegmenter(dictionary_words([f"{name} 20000 ns"]))
    assert (name, 2) in words("我在溪畔云庐里买房", learned)


def test_dictionary_lines() -> None:
    found = dictionary_words(["\ufeff云庐 5 ns", "", "# note", "澜湾 n", "望江台", "九号院 7"])
    assert found == [
        DictionaryWord("云庐", 5, "ns"),
        DictionaryWord("澜湾", None, "n"),
        DictionaryWord("望江台"),
        DictionaryWord("九号院", 7),
    ]


@pytest.mark.parametrize("line", ["云庐 -3 ns", "云庐 5 ns more", "云庐 3.5", "云庐 n 5"])
def test_a_wrong_dictionary_line_is_named(line: str) -> None:
    with pytest.raises(DictionaryError, match="line 2"):
        dictionary_words(["望江台", line])


def test_jieba_is_an_alternative_with_a_cache_of_its_own(tmp_path: Path) -> None:
    name = "溪畔云庐里"
    segmenter = JiebaSegmenter(tmp_path, dictionary_words([f"{name} 20000 ns"]))
    assert (name, 2) in words("我在溪畔云庐里买房", segmenter)
    assert "人力资源" in topic_words("人力资源局", segmenter)
    assert list(tmp_path.iterdir()), "the cache is written where we said"
