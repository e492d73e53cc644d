"""Slots: hand-written texts are read right, spans are true, and no text is slow or makes the parser raise."""

from __future__ import annotations

import doctest
import json
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import slot_codes, slot_names
from engine.slot_generic import GENERIC_NAME, GENERIC_WHOLE
from engine.slot_patterns import SUFFIX_KIND, TAIL_KIND
from engine.slots import KINDS, find_slots

LINES = [
    json.loads(line) for line in (Path(__file__).parents[1] / "data" / "slots.jsonl").read_text("utf-8").splitlines()
]

FRAGMENTS = [
    *SUFFIX_KIND, *TAIL_KIND, "解放", "锦绣", "望川", "的", "和", "与", "我是", "家住", "购买", "一", "十二",
    "3", "1203",
    "-", ",", "年", "月", "日", "方向", "往", "由东向西",
    "榆d·5521x", "a", "合同编号", "订单", "*", "(", ")", "\n", " ", "第",
]  # fmt: skip


def pairs(text: str) -> Counter[tuple[str, str]]:
    return Counter((slot.kind, slot.value) for slot in find_slots(text))


def test_hand_written_texts_are_read_right() -> None:
    wrong = [line["text"] for line in LINES if pairs(line["text"]) != Counter(map(tuple, line["slots"]))]
    assert len(LINES) >= 300
    assert len(wrong) <= 0.05 * len(LINES), wrong


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
def test_spans_are_true_for_slot_like_texts(text: str) -> None:
    check_spans(text)


@given(st.text(max_size=200))
def test_spans_are_true_for_any_text(text: str) -> None:
    check_spans(text)


def check_spans(text: str) -> None:
    slots = find_slots(text)
    assert [slot.span for slot in slots] == sorted(slot.span for slot in slots)
    for slot in slots:
        start, end = slot.span
        assert 0 <= start < end <= len(text)
        assert text[start:end] == slot.text
        assert slot.kind in KINDS
        assert slot.value


def test_texts_about_nothing_nameable_have_no_slots() -> None:
    for text in ("", "请尽快处理", "本小区和附近小区都停水,各小区都一样", "某公司不发工资,该公司的银行也不管"):
        assert find_slots(text) == ()


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("我是锦绣花园业主,购买2栋1803室,至今停工", ["2", "1803"]),
        ("我家住1号楼302,物业乱收费", ["1", "302"]),
        ("本人购买了5栋602室,合同编号ht-2023-0456,至今没有交房", ["5", "602"]),
        ("我们是星河名都二期5号栋的业主,至今停工", ["5"]),
        ("锦绣花园12号楼2单元电梯故障", []),
        ("12号楼屋顶漏水", []),
        ("我在锦绣花园5栋楼下看到有人烧烤", []),
    ],
)
def test_own_is_what_the_writer_introduces(text: str, own: list[str]) -> None:
    assert [slot.value for slot in find_slots(text) if slot.own] == own


@pytest.mark.parametrize(
    "unit", ["中", "路", "号", "1", "一", "小区", "花园", "12号楼", "1月1日", "解放路", "1.", "a1", "万1"]
)
def test_time_is_linear(unit: str) -> None:
    """32k characters of one kind take no longer than 50 ms on a quiet machine; three times that is allowed here."""
    text = (unit * 32_000)[:32_000]
    find_slots(unit)
    best = min(_seconds(text) for _ in range(3))
    assert best < 0.15


def _seconds(text: str) -> float:
    start = time.process_time()
    find_slots(text)
    return time.process_time() - start


def test_lists_of_generic_words_do_not_repeat_each_other() -> None:
    assert not any(name + suffix in GENERIC_WHOLE for name in GENERIC_NAME for suffix in ("大厦", "公馆", "庭院"))


def test_examples() -> None:
    assert doctest.testmod(slot_names).failed == 0


@given(st.lists(st.sampled_from([*"123十二九月年日的", "2024", "10", "月份", "二零一九", "号楼"]), max_size=16).map("".join))
def test_dates_are_tried_only_where_they_may_begin(text: str) -> None:
    for pattern, mark, reaches in ((slot_codes._DATE_CHINESE, "月", (2, 1)), (slot_codes._YEAR, "年", (4,))):
        found = [match.span() for match in slot_codes._before(pattern, mark, reaches, text)]
        assert found == [match.span() for match in pattern.finditer(text)]
