"""index.field_merging: a column read text by text says what it says key by key (merging itself: test_bm25)."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from index.bm25 import count_words, field_of
from index.field_merging import latent_texts

words = st.lists(st.sampled_from(["噪音", "油烟", "公交", "电梯", "物业"]), max_size=6)


@given(st.lists(st.tuples(words, words), min_size=1, max_size=8))
def test_two_fields_are_added_up_case_by_case(cases: list[tuple[list[str], list[str]]]) -> None:
    fields = [field_of([count_words(case[part]) for case in cases]) for part in (0, 1)]
    texts = latent_texts(fields)
    assert len(texts) == len(cases)
    for number, (text, reply) in enumerate(cases):
        slow: Counter[int] = Counter()
        for part in (text, reply):
            keys, counts = count_words(part)
            slow.update(dict(zip(keys.tolist(), counts.tolist(), strict=True)))
        one = texts.part(number, number + 1)
        assert dict(zip(one.keys.tolist(), one.counts.tolist(), strict=True)) == slow
        assert one.keys.tolist() == sorted(slow)
