"""Folding a whole chunk gives, text by text, what folding one text gives."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.normalise import MAX_CHARACTERS, bare, canonical
from service.near_fold import exact_hashes, folded

ANY = st.text(st.characters() | st.sampled_from("℃㎡…①ﬁ樓號𠮷😀\u0301\u200b\ud800，。 _a中"), max_size=40)


def unfolded(texts: list[str]) -> list[str]:
    buffer, offsets = folded(texts)
    pieces = [buffer[start:end] for start, end in pairwise(offsets)]
    return ["".join(map(chr, piece)) for piece in pieces]


@given(st.lists(ANY, max_size=6))
def test_a_chunk_is_folded_as_its_texts(texts: list[str]) -> None:
    assert unfolded(texts) == [bare(canonical(text).text) for text in texts]


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
