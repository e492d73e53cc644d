"""index.sentence_process and its child: the same vectors as here, also when the child is lost."""

from __future__ import annotations

import numpy as np
import pytest

from index import sentences
from index.sentence_process import SentenceProcess, behind


class Ones:
    def encode(self, text: str) -> np.ndarray:
        return np.ones(len(text), dtype=np.float32)


def test_without_a_child_the_encoder_at_hand_is_asked() -> None:
    for module in ("index.no_such_module", "index.errors"):  # one fails, the other ends at once
        process = SentenceProcess(Ones(), module)
        assert process.encode("路灯").tolist() == [1, 1]
        assert process.encode("路").tolist() == [1]
        process.close()
        assert process.encode("灯").tolist() == [1]


def test_only_the_extra_gets_a_process() -> None:
    encoder = Ones()
    assert behind(encoder) is encoder
    assert isinstance(behind(sentences.Bundled()), SentenceProcess)


@pytest.mark.skipif(sentences.installed() is None, reason="the extra is not installed")
def test_a_child_makes_the_same_vectors_and_may_be_lost() -> None:
    encoder = sentences.installed()
    assert encoder is not None
    process = SentenceProcess(encoder)
    texts = ["路灯不亮", "", "\ud800半个字", "夜里施工太吵睡不着" * 30]
    made = [process.encode(text) for text in texts]
    assert process._process is not None
    assert process._process.poll() is None
    for text, vector in zip(texts, made, strict=True):
        assert np.allclose(vector, encoder.encode(text), atol=1e-5)
    process._process.kill()
    assert np.allclose(process.encode("路灯不亮"), made[0], atol=1e-5)
    process.close()
    assert process._process.poll() is not None
