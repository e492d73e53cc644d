"""index.field_rows: the few texts that are scored get what all get when all are scored, and the best are among them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bm25 import Field, Query, Statistics, count_words, field_of, prepare_cosine, prepare_query
from index.field_rows import Asked, promising, scores_of

word = st.sampled_from([f"词{i}" for i in range(12)])
text = st.lists(word, max_size=9)
archive = st.lists(text, min_size=1, max_size=60)


def asked_of(query: list[str], texts: list[list[str]], *, cosine: bool) -> Asked:
    field = field_of([count_words(each) for each in texts])
    prepare = prepare_cosine if cosine else prepare_query
    return Asked(field, prepare(count_words(query), [field], Statistics.of([field])), 1.0, cosine)


def all_scores(asked: Asked) -> np.ndarray:
    return asked.field.cosines(asked.query) if asked.cosine else asked.field.scores(asked.query)


@given(text, archive, st.booleans(), st.data())
def test_rows_score_what_they_score_among_all(
    query: list[str], texts: list[list[str]], cosine: bool, data: st.DataObject
) -> None:
    asked = asked_of(query, texts, cosine=cosine)
    rows = np.array(sorted(data.draw(st.sets(st.integers(0, len(texts) - 1)))), dtype=np.int64)
    assert scores_of(asked, rows) == pytest.approx(all_scores(asked)[rows])


@given(text, archive, st.booleans(), st.integers(1, 70), st.data())
def test_with_all_lists_read_the_best_are_taken_and_only_allowed_ones(
    query: list[str], texts: list[list[str]], cosine: bool, most: int, data: st.DataObject
) -> None:
    asked = asked_of(query, texts, cosine=cosine)
    allowed = np.array(data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts))))
    rows, complete = promising([asked], allowed, most, 10**9)
    scores = np.where(allowed, all_scores(asked), 0.0)
    assert (np.diff(rows) > 0).all()
    assert (scores[rows] > 0).all()
    assert len(rows) == min(most, int((scores > 0).sum()))
    left = np.delete(scores, rows)
    if len(rows) and len(left):  # up to one step of the histogram and the rounding of a float32
        assert scores[rows].min() >= left.max() - scores.max() / 4095 - 1e-5
    assert complete == (int((scores > 0).sum()) < most)


def large(rare: str) -> Field:
    texts = [["的", "了", rare if number % 100 == 7 else f"词{number}"] for number in range(5_000)]
    return field_of([count_words(each) for each in texts])


def query_of(field: Field, words: list[str]) -> Query:
    return prepare_query(count_words(words), [field], Statistics.of([field]))


def test_the_rarest_lists_are_read_first_and_the_budget_is_kept() -> None:
    field = large("路灯")
    asked = Asked(field, query_of(field, ["的", "了", "路灯"]), 1.0)
    rows, complete = promising([asked], np.ones(5_000, dtype=bool), 5_000, 60)
    assert rows.tolist() == list(range(7, 5_000, 100)), "the list of 50 is read, those of 5,000 are not"
    assert not complete
    rows, complete = promising([asked], np.ones(5_000, dtype=bool), 5_001, 20_000)
    assert len(rows) == 5_000
    assert complete


def test_of_equal_texts_the_newest_are_taken() -> None:
    field = field_of([count_words(["路灯"]) for _ in range(100)])
    asked = Asked(field, query_of(field, ["路灯"]), 1.0)
    assert promising([asked], np.ones(100, dtype=bool), 10, 1_000)[0].tolist() == list(range(90, 100))


def test_a_query_without_a_known_word_has_no_rows() -> None:
    field = large("路灯")
    for words in ([], ["从未见过"]):
        rows, complete = promising([Asked(field, query_of(field, words), 1.0)], np.ones(5_000, dtype=bool), 10, 10)
        assert (rows.tolist(), complete) == ([], True)
