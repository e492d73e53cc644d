"""index.bm25: the vectorised scores equal the formula written out; merging columns changes nothing."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bm25 import (
    K1,
    MOST_QUERY_KEYS,
    B,
    Statistics,
    add_counts,
    count_pairs,
    count_words,
    field_of,
    prepare_cosine,
    prepare_query,
    warm,
)
from index.field_merging import merge_fields


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    warm()


word = st.sampled_from(["噪音", "油烟", "公交", "电梯", "物业", "停水", "学位", "路灯"])
text = st.lists(word, max_size=8)
archive = st.lists(text, min_size=1, max_size=7)


def slow_bm25(query: list[str], texts: list[list[str]]) -> list[float]:
    average = sum(map(len, texts)) / len(texts) or 1.0
    scores = []
    for each in texts:
        total = 0.0
        for asked, times in Counter(query).items():
            holding = sum(asked in other for other in texts)
            idf = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
            count = each.count(asked)
            total += times * idf * count * (K1 + 1) / (count + K1 * (1 - B + B * len(each) / average))
        scores.append(total)
    return scores


@given(text, archive)
def test_scores_are_the_formula(query: list[str], texts: list[list[str]]) -> None:
    field = field_of([count_words(each) for each in texts])
    asked = prepare_query(count_words(query), [field], Statistics.of([field]))
    assert field.scores(asked) == pytest.approx(slow_bm25(query, texts))
    rows = np.arange(len(texts))
    assert field.parts(asked, rows).sum(axis=1) == pytest.approx(field.scores(asked))


@given(text, archive)
def test_own_is_what_the_query_itself_would_get(query: list[str], texts: list[list[str]]) -> None:
    field = field_of([count_words(each) for each in [*texts, query]])
    asked = prepare_query(count_words(query), [field], Statistics.of([field]))
    assert field.scores(asked)[-1] == pytest.approx(asked.own)


@given(text, archive, archive, st.data())
def test_two_columns_score_like_the_merged_one(
    query: list[str], first: list[list[str]], second: list[list[str]], data: st.DataObject
) -> None:
    columns = [field_of([count_words(each) for each in texts]) for texts in (first, second)]
    apart = prepare_query(count_words(query), columns, Statistics.of(columns))
    kept = [np.array(data.draw(st.lists(st.booleans(), min_size=len(t), max_size=len(t)))) for t in (first, second)]
    merged = merge_fields(columns, [np.ones(len(first), bool), np.ones(len(second), bool)])
    together = prepare_query(count_words(query), [merged], Statistics.of([merged]))
    expected = np.concatenate([column.scores(apart) for column in columns])
    assert merged.scores(together) == pytest.approx(expected)
    thinned = merge_fields(columns, kept)
    rest = [each for each, keep in zip([*first, *second], np.concatenate(kept), strict=True) if keep]
    directly = field_of([count_words(each) for each in rest])
    assert all(
        np.array_equal(getattr(thinned, name), getattr(directly, name))
        for name in ("keys", "offsets", "texts", "counts", "lengths", "norms")
    )


@given(st.text(alphabet="中文字a1，。 ", max_size=12))
def test_pairs_are_all_adjacent_characters(text: str) -> None:
    slow = Counter(a + b for a, b in pairwise(text))
    keys, counts = count_pairs(text)
    assert {chr(key >> 16) + chr(key & 0xFFFF): int(n) for key, n in zip(keys.tolist(), counts, strict=True)} == slow


def slow_cosines(query: list[str], texts: list[list[str]]) -> list[float]:
    scores = []
    for each in texts:
        norm = math.sqrt(sum((1 + math.log(times)) ** 2 for times in Counter(each).values())) or 1.0
        total = 0.0
        for asked, times in Counter(query).items():
            holding = sum(asked in other for other in texts)
            if asked in each:
                idf = 1 + math.log((len(texts) + 1) / (holding + 1))
                total += (1 + math.log(times)) * idf**2 * (1 + math.log(each.count(asked)))
        scores.append(total / norm)
    return scores


@given(text, archive)
def test_cosines_are_the_formula(query: list[str], texts: list[list[str]]) -> None:
    field = field_of([count_words(each) for each in texts])
    asked = prepare_cosine(count_words(query), [field], Statistics.of([field]))
    assert field.cosines(asked) == pytest.approx(slow_cosines(query, texts))


@given(text, archive)
def test_own_is_the_cosine_of_the_query_itself(query: list[str], texts: list[list[str]]) -> None:
    field = field_of([count_words(each) for each in [*texts, query]])
    asked = prepare_cosine(count_words(query), [field], Statistics.of([field]))
    assert field.cosines(asked)[-1] == pytest.approx(asked.own)


def test_counts_add_up_and_stop_at_255() -> None:
    keys, counts = add_counts([(count_words(["噪音"] * 100), 2), (count_words(["噪音"] * 100 + ["油烟"]), 1)])
    assert dict(zip(keys.tolist(), counts.tolist(), strict=True)) == {
        int(count_words(["噪音"])[0][0]): 255,
        int(count_words(["油烟"])[0][0]): 1,
    }


def test_a_long_query_keeps_its_heaviest_keys() -> None:
    common, rare = [f"w{i}" for i in range(900)], [f"r{i}" for i in range(50)]
    field = field_of([count_words(common)] * 20 + [count_words(rare)])
    asked = prepare_query(count_words(common + rare), [field], Statistics.of([field]))
    assert len(asked.keys) <= MOST_QUERY_KEYS
    assert set(count_words(rare)[0].tolist()) <= set(asked.keys.tolist())
