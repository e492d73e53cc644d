"""The kernel finds what regular expressions find, sentence by sentence and clause by clause."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.boilerplate import procedural_words
from engine.boilerplate_kernel import FOREIGN, MAX_LEFT, MAX_LEFT_SHARE, empty_spans, vocabulary

WORDS = ["请", "请求", "有关部门", "部门", "尽快", "处理", "高度重视", "谢谢", "的"]
SENTENCE = re.compile(r"[^。!?;\n]+[。!?;\n]*")
MARK = re.compile(r"[,:、。!?;\n]")
LONGEST_FIRST = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))
TEXTS = st.lists(st.sampled_from([*WORDS, *",:、。!?;\n", " ", "电梯", "坏", "部", "a", "3", "有关"]), max_size=24).map("".join)


def slow_spans(text: str) -> list[tuple[int, int]]:
    ends = [0, *(mark.end() for mark in MARK.finditer(text))]
    spans = []
    for sentence in SENTENCE.finditer(text):
        start, end = sentence.span()
        if says_nothing(text[start:end]):
            spans.append((start, end))
            continue
        first = end
        while (clause := last_clause(text, ends, start, first)) > start and says_nothing(text[clause:first]):
            first = clause
        if first < end:
            spans.append((first, end))
    return spans


def last_clause(text: str, ends: list[int], start: int, end: int) -> int:
    while end > start and MARK.match(text[end - 1]):
        end -= 1
    return max(start, ends[bisect_right(ends, end) - 1])


def says_nothing(part: str) -> bool:
    letters = re.sub(r"[\W_]+", "", part)
    left, size = len(LONGEST_FIRST.sub("", letters)), len(letters)
    return bool(size) and (left <= MAX_LEFT_SHARE * size or (left <= MAX_LEFT and 3 * left <= size and size > 8))


def kernel_spans(texts: list[str]) -> list[list[tuple[int, int]]]:
    kinds = procedural_words().kinds.copy()
    kinds[kinds > 0] = FOREIGN
    kinds[[ord(char) for char in set("".join(WORDS))]] = 1
    codes = np.frombuffer("".join(texts).encode("utf-16-le"), dtype=np.uint16)
    offsets = np.cumsum([0, *map(len, texts)])
    spans, counts = empty_spans(codes, offsets, vocabulary(WORDS, kinds))
    parts = [spans[start:end] - begin for (start, end), begin in zip(pairwise(counts), offsets, strict=False)]
    return [[(int(start), int(end)) for start, end in part] for part in parts]


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=5))
def test_spans_against_regular_expressions(texts: list[str]) -> None:
    assert kernel_spans(texts) == [slow_spans(text) for text in texts]


def test_the_longest_word_counts_and_a_sentence_may_be_half_empty() -> None:
    assert kernel_spans(["请有关部门尽快处理。电梯坏了三天,请尽快处理!", "电梯坏了", ""]) == [[(0, 10), (17, 23)], [], []]


def test_a_vocabulary_that_does_not_fit_is_refused() -> None:
    words = [f"{chr(0x4E00 + number)}字" for number in range(2000)]
    with pytest.raises(ValueError, match="too many for a table"):
        vocabulary(words, np.zeros(0x10000, np.int8))
