"""Each step says of a part of the pile what it says of the whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.normalise import bare, canonical
from engine.sketch import SHINGLE, THRESHOLD
from service.near_steps import components, join, sign, verify
from service.spool import View

LIFT = "栖霞苑{}栋电梯上个月开始经常停在半层，老人被困了两次，物业说配件没有到货，维保公司互相推诿，老人孩子每天爬楼梯。"
PAIRS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=14)


def view(text: str, address: str = "") -> View:
    return View(text, address, False, b"")


def grams(text: str) -> set[str]:
    letters = bare(canonical(text).text)
    return {letters[at : at + SHINGLE] for at in range(len(letters) - SHINGLE + 1)}


@given(PAIRS)
def test_components_against_repainting(pairs: list[tuple[int, int]]) -> None:
    painted = list(range(12))
    for _ in pairs:
        for a, b in pairs:
            painted[a] = painted[b] = min(painted[a], painted[b])
    assert components(np.array(pairs, np.int64).reshape(-1, 2), 12).tolist() == painted


def test_components_of_texts_that_are_not_there_are_refused() -> None:
    with pytest.raises(ValueError, match="number texts 0 to 1"):
        components(np.array([[0, 2]]), 2)


def test_verify_is_the_jaccard_of_what_is_no_boilerplate() -> None:
    one, other = LIFT.format(3), LIFT.format(3).replace("上个月", "上月中旬")
    framed = f"尊敬的领导：您好！{other}请尽快处理，谢谢！"
    a, b = grams(one), grams(other)
    scores = verify([one, framed, "公交站台没有遮雨棚，下雨天乘客都淋湿了。"], np.array([[0, 1], [0, 2]]))
    assert scores[0] == pytest.approx(len(a & b) / len(a | b))
    assert scores[0] > THRESHOLD
    assert scores[1] == 0.0


def test_sign_says_of_a_text_what_it_says_among_others() -> None:
    views = [view(LIFT.format(3)), view("催一下"), view(LIFT.format(5)), view("催一下")]
    places = np.array([10, 11, 12, 13])
    whole = sign(views, places)
    for at in range(len(views)):
        alone = sign(views[at : at + 1], places[at : at + 1])
        for column, one in zip(whole, alone, strict=True):
            assert np.array_equal(column[at : at + 1], one)
    assert whole.person.tolist() == [0, 12, 0, 14]


def test_join_of_two_components_is_the_joins_of_each() -> None:
    views = [view(LIFT.format(number)) for number in (3, 3, 5, 5)]
    places = np.array([4, 7, 20, 21])
    pairs, scores = np.array([[4, 7], [20, 21], [7, 20]]), np.array([0.9, 0.8, 0.95])
    both = join(views, places, pairs, scores)
    assert both.edges.tolist() == [[4, 7], [20, 21]]
    assert both.scores.tolist() == [0.9, 0.8]
    assert both.roots.tolist() == [4, 4, 20, 20]
    assert both.vetoed == 1
    first = join(views[:2], places[:2], pairs[:1], scores[:1])
    second = join(views[2:], places[2:], pairs[1:2], scores[1:2])
    assert both.agreed == first.agreed + second.agreed
    assert "3栋" in both.agreed[0]


def test_what_only_the_address_names_speaks_too() -> None:
    text = LIFT.replace("栖霞苑{}栋", "我们这一栋")
    found = join([view(text, "栖霞苑3栋"), view(text, "栖霞苑5栋")], np.arange(2), np.array([[0, 1]]), np.ones(1))
    assert (found.vetoed, found.roots.tolist()) == (1, [0, 1])
