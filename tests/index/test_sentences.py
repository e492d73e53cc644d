"""index.sentences and the view of precedents that it makes: a small encoder of our own stands in for the extra's."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import sentences
from index.precedent_columns import SettledCase
from index.precedents import PrecedentIndex

DEMO = Path(__file__).parents[2] / "service" / "demo" / "archive.jsonl"
SAME = {"吵": 0, "噪": 0, "闹": 0, "黑": 1, "灯": 1, "暗": 1, "水": 2, "淹": 2, "涝": 2, "钱": 3, "薪": 3, "饷": 3}
"""Characters that the encoder takes for one sense."""


class Senses:
    """A vector of eight: how often each sense occurs, and four that every letter shares."""

    def __init__(self) -> None:
        self.texts = 0

    def encode(self, text: str) -> NDArray[np.float32]:
        self.texts += 1
        vector = np.zeros(8, dtype=np.float32)
        vector[4:] = 3 + np.arange(4)
        for number, char in enumerate(text):
            if char in SAME:
                vector[SAME[char]] += 1
            vector[4 + number % 4] += 0.01 * (ord(char) % 7)
        return vector / np.float32(np.linalg.norm(vector))


def archive(size: int) -> list[SettledCase]:
    words = ["吵", "黑", "水", "钱"]
    return [SettledCase(i, f"第{i}件", words[i % 4] * (1 + i % 3) + f"事由{i * 37 % 101}", "已办") for i in range(size)]


def test_the_head_is_title_and_the_beginning_of_the_text() -> None:
    assert sentences.head("路灯", "不" * 1000) == "路灯。" + "不" * sentences.HEAD


def test_turned_vectors_are_of_length_one_and_what_all_share_is_gone() -> None:
    encoder = Senses()
    raw = np.stack([encoder.encode(case.text) for case in archive(240)])
    space = sentences.fit(raw)
    assert space is not None
    turned = space.project(raw)
    assert np.linalg.norm(turned, axis=1) == pytest.approx(np.ones(240), abs=1e-4)
    # What all share is gone: as they come, any two are alike; turned, other senses are not.
    assert (raw @ raw.T).min() > 0.8
    assert (turned[0] @ turned[1:4].T).max() < 0.3


def test_too_few_vectors_make_no_space_and_equal_ones_neither() -> None:
    encoder = Senses()
    equal = np.stack([encoder.encode("吵")] * sentences.LEAST_VECTORS)
    assert sentences.fit(equal[1:]) is None
    assert sentences.fit(equal) is None


def test_other_words_of_one_sense_are_found_with_vectors_and_not_without() -> None:
    cases = archive(240)
    plain, sensing = PrecedentIndex.build(cases), PrecedentIndex.build(cases, encoder=Senses())
    assert all(sensing.sense(case) for case in cases)
    sensing.learn()
    asked = ("反映", "噪闹噪闹", 12)
    assert not plain.query(*asked), "no letter has a word of it"
    assert {each.seq % 4 for each in sensing.query(*asked)} == {0}


def test_a_case_added_later_has_a_sense_at_once_and_one_taken_out_has_none() -> None:
    cases = archive(240)
    index = PrecedentIndex.build(cases, encoder=Senses())
    for case in cases:
        index.sense(case)
    index.learn()
    late = SettledCase(999, "后来的", "涝淹涝淹", "已办")
    assert not index.sense(late), "not in yet"
    index.add(late)
    assert index.sense(late)
    assert index.query("反映", "涝淹", 1)[0].seq == 999
    index.remove(999)
    assert not index.sense(late)
    assert 999 not in {each.seq for each in index.query("反映", "涝淹", 300)}


def test_without_an_encoder_there_is_no_sense() -> None:
    index = PrecedentIndex.build(archive(8))
    assert not index.sense(archive(1)[0])


@pytest.mark.skipif(sentences.installed() is None, reason="the extra is not installed")
def test_the_extra_puts_one_meaning_above_another_and_may_be_asked_by_many() -> None:
    encoder = sentences.installed()
    assert encoder is not None
    noise, quarrel, pension = (
        encoder.encode(text) for text in ("夜里施工太吵睡不着", "半夜工地噪音扰民", "养老金怎么认证")
    )
    assert noise @ quarrel > noise @ pension + 0.1
    found: list[bool] = []
    threads = [
        threading.Thread(
            target=lambda: found.append(np.allclose(encoder.encode("夜里施工太吵睡不着"), noise, atol=1e-4))
        )
        for _ in range(4)
    ]
    started = time.monotonic()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == [True] * 4
    assert time.monotonic() - started < 30


@pytest.mark.skipif(sentences.installed() is None, reason="the extra is not installed")
@pytest.mark.parametrize(
    "text", ["", " ", "\ud800", "\x00" * 50, "😀", "1" * 300, "。" * 300, "\u202e\u0301" * 40, "é\n\t"]
)
def test_no_text_makes_the_extra_raise(text: str) -> None:
    encoder = sentences.installed()
    assert encoder is not None
    vector = encoder.encode(text)
    assert vector.shape == (512,)
    assert np.isfinite(vector).all()


@pytest.mark.slow
@pytest.mark.skipif(sentences.installed() is None, reason="the extra is not installed")
def test_with_vectors_as_many_precedents_count_as_without() -> None:
    """What decision support rests on, precedents of grade 2, must not become rarer because one more view is asked."""
    rows = [json.loads(line) for line in DEMO.read_text(encoding="utf-8").splitlines()]
    settled = [
        SettledCase(number, row.get("title", ""), row["text"], row["official_reply"]["text"])
        for number, row in enumerate(rows)
        if "official_reply" in row
    ]
    index = PrecedentIndex.build(settled, encoder=sentences.installed(), learn_in_background=False)

    def count() -> int:
        found = [index.query(row.get("title", ""), row["text"]) for row in rows if "official_reply" not in row]
        assert len(found) > 50
        return sum(each.likeness.grade >= 2 for ranked in found for each in ranked)

    without = count()
    for case in settled:
        index.sense(case)
    index.learn()
    assert index.view().sentences is not None
    assert count() == pytest.approx(without, rel=0.15), "before: a quarter fewer"
    assert without > 20
