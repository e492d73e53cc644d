"""index.lsa: the strongest directions of an archive, the same each time, fewer than texts."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lsa import LEAST_TEXTS, Texts, _right_singular_vectors, fit

TOPICS = [[100 * topic + i for i in range(12)] for topic in range(30)]


def archive(size: int, seed: int = 5) -> tuple[Texts, list[int]]:
    """Texts of one topic each, every one with half of the topic's words; and the topics."""
    rng = np.random.default_rng(seed)
    topics = rng.integers(0, len(TOPICS), size).tolist()
    return texts([sorted(rng.choice(TOPICS[topic], 6, replace=False).tolist()) for topic in topics]), topics


def texts(words: list[list[int]]) -> Texts:
    keys = np.array([key for each in words for key in each], dtype=np.uint32)
    offsets = np.cumsum([0, *map(len, words)]).astype(np.int64)
    return Texts(keys, np.ones(len(keys), dtype=np.float32), offsets)


def test_texts_of_one_topic_come_close_without_a_common_word() -> None:
    learned, _ = archive(600)
    space = fit(learned, dimensions=30)
    assert space is not None
    first, second, other = space.project(texts([TOPICS[3][:6], TOPICS[3][6:], TOPICS[4][6:]]))
    assert first @ second > 0.8
    assert abs(first @ other) < 0.2


def test_vectors_have_length_one_or_none() -> None:
    space = fit(archive(400)[0], dimensions=20)
    assert space is not None
    known, unknown, empty = space.project(texts([TOPICS[0][:3], [999_999], []]))
    assert np.isclose(np.linalg.norm(known), 1)
    assert not unknown.any()
    assert not empty.any()


def test_fitting_twice_gives_the_same_bytes() -> None:
    learned, _ = archive(300)
    once, again = fit(learned, dimensions=10), fit(learned, dimensions=10)
    assert once is not None
    assert again is not None
    assert once.basis.tobytes() == again.basis.tobytes()


def test_too_little_to_learn_from() -> None:
    assert fit(archive(LEAST_TEXTS - 1)[0], dimensions=5) is None
    assert fit(texts([[1, 2]] * 300), dimensions=5) is None, "every word is in every text"
    assert fit(texts([[]] * 300), dimensions=5) is None


@settings(max_examples=20)
@given(st.integers(0, 1000))
def test_directions_are_those_of_an_exact_decomposition(seed: int) -> None:
    rng = np.random.default_rng(seed)
    strong = rng.standard_normal((60, 4)) * [9, 7, 5, 4] @ rng.standard_normal((4, 40))
    matrix = sparse.csr_matrix((strong + 0.01 * rng.standard_normal((60, 40))).astype(np.float32))
    basis = _right_singular_vectors(matrix, 4, seed=1)
    exact = np.linalg.svd(matrix.toarray())[2][:4].T
    assert np.allclose(basis @ basis.T, exact @ exact.T, atol=1e-3)
    assert np.allclose(basis.T @ basis, np.eye(4), atol=1e-3)


def test_a_question_is_projected_as_it_would_be_among_others() -> None:
    space = fit(archive(400)[0], dimensions=20)
    assert space is not None
    words = [TOPICS[3][:6], [999_999], [], [*TOPICS[5][2:5], 999_999]]
    together = space.project(texts(words))
    for own, row in zip(words, together, strict=True):
        assert np.allclose(space.project(texts([own]))[0], row, atol=1e-6)
