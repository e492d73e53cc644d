"""Copies are found, strangers with the same boilerplate are not, and a named conflict keeps groups apart."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.case import Case, Person
from service import near_pool
from service.dedup_near import REACH, NearResult, near_copies, proposed
from service.progress import Silent
from service.spool import CaseSpool
from service.wire import SHANGHAI

START = datetime(2026, 3, 1, 8, 0, tzinfo=SHANGHAI)
STORY = (
    "栖霞苑{}栋电梯上个月开始经常停在半层，老人被困了两次，物业说配件没有到货，维保公司互相推诿，"
    "到现在也没有人来修，孩子上学老人看病都走楼梯，希望住建部门督促物业尽快修好电梯。"
)


def case(number: int, text: str, **more: object) -> Case:
    at = START + timedelta(hours=number)
    return Case(case_id=f"C{number}", text=text, received_at=at, **more)  # type: ignore[arg-type]


def run(*texts: str, workers: int = 1) -> NearResult:
    return near_copies([case(place, text) for place, text in enumerate(texts)], Silent(), workers=workers)


def test_equal_but_for_punctuation_and_width_is_an_exact_copy() -> None:
    found = run(
        STORY.format(3), STORY.format("３").replace("，", " , "), "公交站台没有遮雨棚，下雨天乘客都淋湿了，请加装。"
    )
    assert found.group == (0, 0, 2)
    assert [(edge.a, edge.b, edge.relation, edge.score) for edge in found.edges] == [(0, 1, "EXACT_COPY", 1.0)]


def test_a_small_edit_is_a_near_copy_with_its_exact_score() -> None:
    found = run(STORY.format(3), STORY.format(3).replace("上个月", "上月中旬"))
    assert found.group == (0, 0)
    (edge,) = found.edges
    assert edge.relation == "NEAR_COPY"
    assert 0.8 < edge.score < 1
    assert "3栋" in edge.evidence


def test_another_building_is_no_copy_however_alike_the_words() -> None:
    found = run(STORY.format(3), STORY.format(5))
    assert found.group == (0, 1)
    assert found.edges == ()
    assert found.vetoed == 1


def test_a_text_that_names_no_building_does_not_join_two_that_do() -> None:
    vague = STORY.replace("栖霞苑{}栋", "本栋")
    for order in ((3, 0, 5), (0, 3, 5), (3, 5, 0)):
        found = run(*(STORY.format(number) if number else vague for number in order))
        assert found.group[order.index(3)] != found.group[order.index(5)]


def test_edits_that_spoil_different_names_stay_with_the_original() -> None:
    whole = STORY.replace("{}栋", "望江路和云台路之间的") + "维修费分别是980元和4600元。"
    spoilt = [whole.replace("望江路", "望江鹿"), whole.replace("云台路", "云胎的"), whole.replace("980元", "九块元")]
    assert run(whole, *spoilt).group == (0, 0, 0, 0)
    assert run(*spoilt[::-1], whole).group == (0, 0, 0, 0)


def test_a_letter_on_two_buildings_does_not_join_the_letters_on_each() -> None:
    found = run(STORY.replace("{}栋", "3栋和5栋"), STORY.format(3), STORY.format(5))
    assert found.group[1] != found.group[2]


def test_edges_are_a_sequence() -> None:
    edges = run(STORY.format(3), STORY.format(3), STORY.format(3).replace("上个月", "上月中旬")).edges
    assert [edge.relation for edge in edges] == ["EXACT_COPY", "NEAR_COPY"]
    assert edges[1:] == [edges[1]]
    assert edges == list(edges) != edges[:1]
    assert edges != 3


def test_strangers_with_the_same_formulas_are_no_copies() -> None:
    head = "尊敬的领导：您好！感谢您在百忙之中抽空看我的来信，"
    tail = "以上情况句句属实，恳请领导高度重视，尽快核实处理，给我们一个满意的答复，谢谢！此致敬礼！"
    found = run(head + "柏林湾菜场污水横流。" + tail, head + "三中门口没有斑马线。" + tail)
    assert found.group == (0, 1)


def test_short_equal_texts_are_one_only_for_one_person() -> None:
    one, other = Person(phone="13900001111"), Person(phone="13900002222")
    cases = [case(place, "催一下", petitioner=who) for place, who in enumerate((one, other, None, None, one))]
    assert near_copies(cases, Silent()).group == (0, 1, 2, 3, 0)


def test_what_is_confidential_is_no_copy_of_what_is_not() -> None:
    texts = (STORY.format(3), STORY.format(3), STORY.format(3).replace("上个月", "上月中旬"))
    cases = [case(place, text, confidential=place > 0) for place, text in enumerate(texts)]
    assert near_copies(cases, Silent()).group == (0, 1, 1)


def test_nothing_and_empty_texts_are_no_trouble() -> None:
    assert run().group == ()
    assert run("", "", "。").group == (0, 1, 2)


def test_thousands_of_variants_of_one_letter_are_one_group_with_few_pairs() -> None:
    words = [f"{chr(0x4E00 + place)}{chr(0x5E00 + place)}" for place in range(600)]
    found = run(*(STORY.format(3) + f"本人{word}签名" for word in words))
    assert set(found.group) == {0}
    assert len(found.edges) < 600 * 40


def test_the_number_of_workers_changes_nothing() -> None:
    texts = [STORY.format(place % 7) + "补充" * (place % 3) for place in range(60)]
    assert run(*texts, workers=1) == run(*texts, workers=3)


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), max_size=14))
def test_proposed_pairs_against_a_slow_oracle(rows: list[list[int]]) -> None:
    bands: NDArray[np.uint64] = np.array(rows, dtype=np.uint64).reshape(-1, 2)
    expected = set()
    for band in range(2):
        for value in range(1, 5):
            run_of = [place for place in range(len(rows)) if rows[place][band] == value]
            for at, place in enumerate(run_of):
                expected |= {(other, place) for other in (run_of[:1] + run_of[max(0, at - REACH) :])[: at + 1]}
    expected = {(a, b) for a, b in expected if a < b}
    assert [tuple(pair) for pair in proposed(bands, np.arange(len(bands))).tolist()] == sorted(expected)


def test_worker_processes_give_the_same_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = CaseSpool(tmp_path)
    for number in range(400):
        text = STORY.format(number % 40) if number % 3 else f"第{number % 100}号公交站没有站牌，等车的人不知道车走不走这里。"
        spool.add(case(number, text, confidential=number % 7 == 0))
    cases = spool.settle()
    monkeypatch.setattr(near_pool, "SIGN_CHUNK", 60)
    monkeypatch.setattr(near_pool, "PAIRS_CHUNK", 7)
    alone = near_copies(cases, Silent())
    assert alone == near_copies(list(cases), Silent())
    monkeypatch.setattr(near_pool, "WORTH_PROCESSES", 1)
    assert alone == near_copies(cases, Silent(), workers=2)
    assert len(alone.edges) > 100
