"""engine.fulltext: what a query asks for, and where it stands in a text."""

from __future__ import annotations

import doctest
import html
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine.fulltext
from engine.fulltext import MAX_UNITS, Asked, Unit, find_spans, highlight, holds, parse_query, token_line
from engine.normalise import canonical

LETTERS = '电梯停运楼3号a 、，“”"<&>\n'


def answers(query: str, text: str, title: str = "") -> bool:
    return holds(parse_query(query), [token_line(canonical(part).text) for part in (title, text)])


def test_examples_in_the_docstrings() -> None:
    assert doctest.testmod(engine.fulltext).failed == 0


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ('"梯停"', "电梯停运三天", True),  # across the words 电梯 and 停运
        ('"梯停"', "电梯，停运三天", False),
        ("电梯 停运", "停运的是电梯", True),
        ("电梯 停运", "电梯坏了", False),
        ("“电梯停运”", "电梯停运", True),
        ("「电梯停运", "电梯停运", True),
        ("電梯", "电梯坏了", True),
        ("ＷＩＦＩ６", "wifi6很慢", True),
        ("wifi", "wifi6很慢", True),
        ("wif", "wifi6很慢", False),
        ('"3号楼"', "13号楼漏水", False),
        ('"3号楼"', "住在 3 号楼", True),
        ("电梯停运物业不管找谁", "电梯停运，物业推诿", True),  # a spoken question has words to spare
        ("请问", "请问找谁", True),  # nothing but a stop word
        ("", "电梯", False),
        ("，。！", "电梯，。！", False),
    ],
)
def test_what_answers(query: str, text: str, found: bool) -> None:
    assert answers(query, text) is found
    assert answers(query, "", title=text) is found


@given(st.text(alphabet=LETTERS + "_bc12Aé。", max_size=300) | st.text(max_size=60))
def test_a_line_is_what_one_token_after_the_other_gives(text: str) -> None:
    line = [""]
    for match in engine.fulltext._TOKEN.finditer(text):
        if match.lastgroup != "gap":
            line.append(match.group())
        elif line[-1] != engine.fulltext.GAP:
            line.append(engine.fulltext.GAP)
    assert token_line(text) == " ".join([*line, ""])


@given(st.text(alphabet=LETTERS, max_size=40), st.integers(0, 40), st.integers(1, 6))
def test_any_stretch_of_a_text_is_found_as_a_phrase(text: str, start: int, length: int) -> None:
    piece = text[start : start + length]
    if re.fullmatch(r"[电梯停运楼号]+", piece):
        assert answers(f'"{piece}"', text)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_query_and_no_text_makes_it_raise(query: str, text: str) -> None:
    asked = parse_query(query)
    assert len(asked.units) <= MAX_UNITS
    highlight(asked, text)
    holds(asked, [token_line(canonical(text).text)])


@given(st.lists(st.sampled_from(["电梯", "停运", "3", "a"]), min_size=1, max_size=3), st.text(LETTERS, max_size=60))
def test_what_is_marked_is_what_is_found(phrase: list[str], text: str) -> None:
    unit = Unit(tuple(token for part in phrase for token in token_line(part).split()), needed=True)
    asked = Asked((unit,))
    spans = find_spans(asked, text)
    assert bool(spans) == holds(asked, [token_line(canonical(text).text)])
    assert all(start < end for start, end in spans)
    assert all(left[1] < right[0] for left, right in pairwise(spans))


@given(st.text(alphabet=LETTERS, max_size=300))
def test_highlighted_text_is_the_text_escaped(text: str) -> None:
    shown = highlight(parse_query("电梯 停运"), text, length=None)
    assert set(re.findall(r"</?[a-z]+>", shown)) <= {"<mark>", "</mark>"}
    plain = html.unescape(re.sub(r"</?mark>", "", shown))
    assert "".join(plain.split()) == "".join(text.split())


@given(st.text(alphabet="电梯停运的楼，", max_size=400), st.integers(20, 200))
def test_snippets_are_short_and_show_the_words(text: str, length: int) -> None:
    shown = highlight(parse_query("电梯"), text, length=length)
    assert len(re.sub(r"</?mark>", "", shown)) <= length + 2
    assert ("<mark>" in shown) == ("电梯" in text)


def test_a_word_in_traditional_characters_is_marked_as_received() -> None:
    assert highlight(parse_query("电梯"), "這部電梯壞了") == "這部<mark>電梯</mark>壞了"
