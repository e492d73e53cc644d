"""Folding a whole chunk gives, text by text, what folding one text gives."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.normalise import MAX_CHARACTERS, bare, canonical
from engine.prepare import content_spans
from service.near_fold import canonical_texts, cores, exact_hashes, folded, strings

ANY = st.text(st.characters() | st.sampled_from("℃㎡…①ﬁ樓號𠮷😀\u0301\u200b\ud800，。 _a中"), max_size=40)


def unfolded(texts: list[str]) -> list[str]:
    buffer, offsets = folded(texts)
    pieces = [buffer[start:end] for start, end in pairwise(offsets)]
    return ["".join(map(chr, piece)) for piece in pieces]


@given(st.lists(ANY, max_size=6))
def test_a_chunk_is_folded_as_its_texts(texts: list[str]) -> None:
    assert unfolded(texts) == [bare(canonical(text).text) for text in texts]


@given(st.lists(ANY, max_size=6))
def test_a_chunk_is_made_canonical_as_its_texts(texts: list[str]) -> None:
    assert strings(*canonical_texts(texts)) == [canonical(text).text for text in texts]


LETTERS = st.lists(
    st.sampled_from("您好！|尊敬的领导：|此致敬礼|请尽快处理，谢谢！|电梯坏了|，|。|\n|3号楼漏水|感谢您对我们工作的支持|您的来信已收悉|一\u200b二|℃".split("|")),
    max_size=9,
).map("".join)  # fmt: skip


@given(st.lists(LETTERS | ANY, max_size=5))
def test_cores_are_the_letters_of_what_is_no_boilerplate(texts: list[str]) -> None:
    expected = []
    for text in texts:
        whole = canonical(text).text
        expected.append(bare("".join(whole[start:end] for start, end in content_spans(whole))))
    assert strings(*cores(*canonical_texts(texts))) == expected


def test_every_character_of_the_plane_by_itself() -> None:
    texts = [chr(code) for code in range(0x10000)]
    assert unfolded(texts) == [bare(canonical(text).text) for text in texts]


def test_long_texts_are_cut_where_they_are_cut_elsewhere() -> None:
    text = "中" * (MAX_CHARACTERS + 5)
    assert unfolded([text, "短"]) == [bare(canonical(text).text), "短"]


@given(st.lists(st.text(alphabet="ab中", max_size=5), max_size=12))
def test_hashes_are_equal_exactly_for_equal_texts(texts: list[str]) -> None:
    hashes = exact_hashes(*folded(texts))
    for i, one in enumerate(texts):
        for j, other in enumerate(texts):
            assert (one == other) == bool(np.array_equal(hashes[i], hashes[j]))
