"""Vectors against a slow oracle over Python dictionaries."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.compare import FEATURES, compare
from engine.grams import Reference, gram_hashes
from engine.hashing import PAIR, WORD
from engine.meanings import DIMENSIONS, ENOUGH, LIKENESS, NEUTRAL, PARTS, Meanings, likeness
from engine.model import Model, ModelFormatError, Thresholds
from engine.prepare import Tools, prepare, prepare_subject
from engine.prepared import MEANING, Prepared, unpack
from engine.stack import stack
from tests.engine.docket import case, model, tools

TEXTS = (
    "扫码闸口经常失灵，请物业维修小区大门的门禁。",
    "手机刷卡进不了小区大门，门禁坏了没人修。",
    "路灯不亮，晚上走路看不见。",
    "望江花园3号楼电梯停运，老人下不了楼。",
    "",
)


def table(*texts: str, seed: int = 1) -> Meanings:
    """A row of random numbers for every word and pair of the texts."""
    found = [gram_hashes(prepare(case("x", text), tools()), kind) for text in texts for kind in (WORD, PAIR)]
    keys = np.unique(np.concatenate(found))
    return Meanings(keys, np.random.default_rng(seed).integers(-127, 128, (len(keys), MEANING)).astype(np.int8))


def knowing(meanings: Meanings | None) -> Tools:
    plain = tools()
    return Tools(Reference(plain.reference.idf, meanings=meanings), plain.secret)


def slowly(prepared: Prepared, meanings: Meanings) -> list[int]:
    """The vector as its definition says: each known gram outside all slots once."""
    rows = dict(zip(meanings.keys.tolist(), meanings.rows.astype(np.int64), strict=True))
    codes, slotted, found = prepared.codes, prepared.slotted, set()
    for kind, places in (
        (WORD, zip(prepared.word_starts.tolist(), prepared.word_sizes.tolist(), strict=True)),
        (PAIR, [(i, 2) for i in range(len(codes) - 1)]),
    ):
        for start, size in places:
            alone = prepare_like(prepared, start, size)
            if not slotted[start : start + size].any():
                found |= set(gram_hashes(alone, kind).tolist()) & rows.keys()
    total = sum((rows[gram] for gram in found), np.zeros(MEANING, dtype=np.int64))
    out = []
    for part in np.split(total.astype(np.float64), PARTS):
        length = np.sqrt((part * part).sum())
        out += np.rint(127 * part / length).astype(int).tolist() if length else [0] * DIMENSIONS
    return out


def prepare_like(prepared: Prepared, start: int, size: int) -> Prepared:
    """A text of these characters, all of them one word."""
    made = object.__new__(Prepared)
    made.__dict__.update(
        codes=prepared.codes[start : start + size], word_starts=np.zeros(1, np.uint16), word_sizes=np.array([size], np.uint8)
    )
    return made


@given(st.lists(st.sampled_from("路灯不亮门禁坏了扫码3号楼望江花园，。 a"), max_size=40).map("".join))
def test_a_vector_is_the_sum_of_its_words_and_pairs(text: str):
    known = table(*TEXTS, text or "路灯")
    prepared = prepare(case("n", text or "路灯"), knowing(known))
    assert np.abs(prepared.meaning.astype(int) - slowly(prepared, known)).max() <= 1  # a half may be rounded either way
    assert unpack(prepared.record).meaning.tolist() == prepared.meaning.tolist()


def test_places_have_no_say_and_repeats_add_nothing():
    known = knowing(table(*TEXTS))
    one, other = (prepare(case("n", f"望江花园{n}号楼电梯停运"), known) for n in (3, 5))
    assert one.meaning.any()
    assert one.meaning.tolist() == other.meaning.tolist()
    twice = prepare(case("n", "路灯不亮。路灯不亮。"), known)
    assert twice.meaning.tolist() == prepare(case("n", "路灯不亮。"), known).meaning.tolist()


def test_likeness_is_a_cosine_the_same_both_ways():
    known = knowing(table(*TEXTS))
    made = [prepare(case("n", text * 8), known) for text in TEXTS]
    seen = np.stack([likeness(each, stack([other.record for other in made])) for each in made])
    assert seen.shape == (len(TEXTS), len(TEXTS), len(LIKENESS))
    assert (seen == seen.transpose(1, 0, 2)).all()
    assert (np.abs(seen) <= 1).all()
    assert (np.diagonal(seen[:4, :4]) > 0.99).all()
    assert (seen[4] == np.float32(NEUTRAL)).all()  # a text without words says nothing


def test_the_fewer_letters_the_less_an_unlikeness_says():
    known = knowing(table(*TEXTS))
    other = prepare(case("o", TEXTS[2] * 8), known)
    seen = [likeness(prepare(case("n", TEXTS[0][:size]), known), stack([other.record]))[0] for size in (4, 8, 16)]
    seen.append(likeness(prepare(case("n", TEXTS[0] * 8), known), stack([other.record]))[0])
    assert (seen[-1] < NEUTRAL).all()  # random rows: nothing in common but 。
    assert all((NEUTRAL - near < NEUTRAL - far + 1e-6).all() for near, far in itertools.pairwise(seen[:1] + seen[-1:]))
    same = likeness(prepare(case("n", "门禁坏了"), known), stack([prepare(case("o", "门禁坏了"), known).record]))[0]
    assert (same > 0.99).all()  # a likeness is never made less


def test_without_a_table_every_likeness_is_zero():
    subject = prepare_subject(case("n", TEXTS[0]), knowing(None))
    row = compare(subject.prepared, subject.profile, [prepare(case("o", TEXTS[0]), knowing(None))])[0].row
    letters = subject.prepared.letters
    expected = np.float32((1 - letters / ENOUGH) * NEUTRAL)
    assert row[-len(LIKENESS) :].tolist() == pytest.approx([expected] * len(LIKENESS))
    assert FEATURES[-len(LIKENESS) :] == LIKENESS


@pytest.mark.parametrize(
    ("keys", "rows"),
    [
        (np.array([2, 1], np.uint32), np.zeros((2, MEANING), np.int8)),
        (np.array([0, 1], np.uint32), np.zeros((2, MEANING), np.int8)),
        (np.array([1], np.uint32), np.zeros((1, MEANING - 1), np.int8)),
        (np.array([1], np.int64), np.zeros((1, MEANING), np.int8)),
    ],
)
def test_a_table_that_cannot_be_searched_is_refused(keys: np.ndarray, rows: np.ndarray):
    with pytest.raises(ValueError, match="meanings"):
        Meanings(keys, rows)


def test_the_model_file_carries_the_table():
    known, given = table(*TEXTS), model()
    with_table = Model(FEATURES, given.trees, Thresholds(), Reference(given.reference.idf, meanings=known))
    read = Model.from_bytes(with_table.to_bytes(), FEATURES).reference.meanings
    assert read is not None
    assert (read.keys == known.keys).all()
    assert (read.rows == known.rows).all()
    without = Model(FEATURES, given.trees, Thresholds(), Reference(given.reference.idf))
    assert Model.from_bytes(without.to_bytes(), FEATURES).reference.meanings is None


def test_a_damaged_table_in_a_model_file_is_an_error_of_the_format():
    known, given = table(*TEXTS), model()
    object.__setattr__(known, "keys", known.keys[::-1].copy())
    blob = Model(FEATURES, given.trees, Thresholds(), Reference(given.reference.idf, meanings=known)).to_bytes()
    with pytest.raises(ModelFormatError, match="meanings"):
        Model.from_bytes(blob, FEATURES)
