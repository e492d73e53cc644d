"""index.sentence_vectors: a base, what came and what went, against a plain dictionary; and turned into a space."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.precedent_columns import SettledCase, column_of, encode
from index.sentence_vectors import SentenceVectors, sensed
from index.sentences import SentenceSpace

step = st.tuples(st.integers(0, 12), st.sampled_from(["put", "drop", "learn", "begin"]))


def vector(number: int) -> np.ndarray:
    return np.array([number, number % 3, 1], dtype=np.float32)


def base_of(vectors: SentenceVectors) -> SentenceVectors:
    """What a learner hands back: everything in arrays."""
    seqs = np.arange(13)[vectors.known(np.arange(13))]
    return SentenceVectors(seqs, vectors.of(seqs))


@given(st.lists(step, max_size=40))
def test_it_is_a_dictionary_whatever_is_learned_meanwhile(steps: list[tuple[int, str]]) -> None:
    vectors, slow, then = SentenceVectors(), {}, None
    for number, (seq, what) in enumerate(steps):
        if what == "put":
            slow[seq] = vector(number)
            vectors.put(seq, slow[seq])
        elif what == "drop":
            slow.pop(seq, None)
            vectors.drop(seq)
        elif what == "begin":
            then = vectors.copy()
        elif then is not None:
            vectors, then = vectors.rebased(then, base_of(then)), None
    seqs = np.arange(13)
    assert seqs[vectors.known(seqs)].tolist() == sorted(slow)
    assert [seq in vectors for seq in range(13)] == [seq in slow for seq in range(13)]
    have = np.array(sorted(slow), dtype=np.int64)
    assert [row.tolist() for row in vectors.of(have)] == [slow[seq].tolist() for seq in sorted(slow)]


def test_what_is_learned_where_it_stands_changes_nothing() -> None:
    vectors = SentenceVectors()
    vectors.put(3, vector(3))
    then = vectors.copy()
    vectors.put(4, vector(4))
    assert vectors.rebased(then, then) is vectors


def test_a_case_without_a_vector_is_like_nothing() -> None:
    column = column_of([encode(SettledCase(seq, "路灯", "路灯不亮", "已修")) for seq in (5, 2, 9)], None)
    vectors = SentenceVectors(np.array([2, 5]), np.stack([vector(2), vector(5)]))
    turned = sensed(column, SentenceSpace(np.zeros(3, np.float32), np.eye(3, 2, dtype=np.float32)), vectors).sense
    assert turned is not None
    assert np.linalg.norm(turned, axis=1).round(4).tolist() == [1, 1, 0]
    assert sensed(column, None, vectors).sense is None
