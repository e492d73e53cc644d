"""The stretch of a letter in which an earlier case is told is found, whole clauses of it, at its place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.normalise import MAX_CHARACTERS
from engine.passages import densest

OLD = "落霞岭采石场的运料车每天夜里从梅溪村中间穿过,路面压出半米深的坑,灰尘落满菜地。"
AROUND = "我今年六十八岁,种过田,也教过书,子女都在外地打工。村子背靠青山,前面一条小河。"


@pytest.mark.parametrize("before", [0, 1, 5, 40])
def test_a_letter_that_holds_the_old_text_is_cut_where_it_begins(before: int):
    text = AROUND * before + OLD + AROUND * 7
    start, end = densest(OLD, text)
    assert text[start:end] == OLD


def test_reworded_it_is_found_as_well():
    told = "采石场运料的大车夜夜穿过我们梅溪村,把路压出半米深的大坑,菜地里落满了灰尘。"
    text = AROUND * 6 + told + AROUND * 6
    start, end = densest(OLD, text)
    assert text[start:end] == told


def test_nothing_is_found_where_nothing_is_common():
    assert densest(OLD, "请问公积金怎么提取?") == (0, 0)
    assert densest("", AROUND) == densest(OLD, "") == (0, 0)


@given(st.text(max_size=80), st.text(max_size=200))
def test_it_is_total_and_stays_inside(old: str, text: str):
    start, end = densest(old, text)
    assert 0 <= start <= end <= len(text)


@given(st.lists(st.sampled_from([OLD, AROUND, "，", "\n"]), min_size=1, max_size=6))
def test_a_text_that_holds_it_gives_at_least_one_pair_of_it(parts: list[str]):
    text = "".join(parts)
    start, end = densest(OLD, text)
    assert (end > start) == (OLD in parts) or AROUND in parts


@given(
    st.text("落霞岭村路面的,。a1", max_size=30), st.text("落霞岭村路面的坑,。a1\U00020000_", max_size=60)
)
def test_it_is_the_heaviest_run_of_letters(old: str, text: str):
    places = [at for at, char in enumerate(text) if char.isalnum()]
    letters = "".join(text[at] for at in places)
    known = "".join(char for char in old if char.isalnum())
    worth = [
        (0 if letters[i : i + 2] not in known else 20 + 20 * (len(letters) > i + 2 and letters[i : i + 3] in known)) or -9
        for i in range(len(letters) - 1)
    ]
    runs = {(a, b): sum(worth[a:b]) for a in range(len(worth)) for b in range(a + 1, len(worth) + 1)}
    start, end = densest(old, text)
    best = max(runs.values(), default=0)
    assert (end > start) == (best > 0)
    if best > 0:
        assert any(start <= places[a] and places[b] < end for (a, b), total in runs.items() if total == best)


@pytest.mark.parametrize("piece", ["落", "落霞", "。", "灰尘落满菜地", "甲乙丙"])
def test_time_is_linear(piece: str):
    started = time.process_time()
    densest(OLD, piece * (MAX_CHARACTERS // len(piece)))
    densest(piece * (MAX_CHARACTERS // len(piece)), OLD)
    assert time.process_time() - started < 0.4
