"""Comparison of slots: one slot that differs is a conflict, another way of writing it is not."""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.slot_alias import contained, same_name, transposed
from engine.slot_compare import SlotVerdict, agreements, compare_groups, compare_slots, conflicts, group_slots
from engine.slots import KINDS, find_slots

HERE = Path(__file__).parents[1]
PAIRS = [json.loads(line) for line in (HERE / "data" / "slot_pairs.jsonl").read_text("utf-8").splitlines()]
SHARED = HERE.parents[1] / "shared" / "eval"

VALUES = [
    "锦绣花园12号楼2单元", "锦绣家园", "学府路29号", "学府路和文昌路路口", "33路公交", "我家住3栋501", "8月5日晚上",
    "156元", "万福物业", "沅江二小", "马家坳村五社", "榆d·5521x", "云峰隧道由东向西", "春季学期", ",", "漏水",
]  # fmt: skip


def conflicting(new: str, old: str) -> list[str]:
    return list(conflicts(compare_slots(find_slots(new), find_slots(old))))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['new']}|{pair['old']}")
def test_hand_written_pairs(pair: Mapping[str, object]) -> None:
    assert conflicting(str(pair["new"]), str(pair["old"])) == pair["conflicts"]


def test_there_are_enough_pairs_of_either_sort() -> None:
    assert len(PAIRS) >= 80
    assert 30 <= sum(bool(pair["conflicts"]) for pair in PAIRS) <= len(PAIRS) - 30


texts = st.lists(st.sampled_from(VALUES), max_size=6).map("".join)


@given(texts)
def test_a_text_does_not_conflict_with_itself(text: str) -> None:
    assert conflicting(text, text) == []


@given(texts, texts)
def test_swapping_the_texts_swaps_the_verdicts(new: str, old: str) -> None:
    forward = compare_slots(find_slots(new), find_slots(old))
    backward = compare_slots(find_slots(old), find_slots(new))
    assert {_key(v) for v in forward} == {_key(SlotVerdict(v.kind, v.verdict, v.old, v.new)) for v in backward}


def _key(verdict: SlotVerdict) -> tuple[str, str, str, str]:
    return verdict.kind, verdict.verdict, verdict.new.value, verdict.old.value


@given(texts, texts)
def test_own_slots_never_conflict_and_a_kind_conflicts_once(new: str, old: str) -> None:
    verdicts = compare_slots(find_slots(new), find_slots(old))
    assert not any(v.new.own or v.old.own for v in verdicts)
    assert all(count == 1 for count in conflicts(verdicts).values())
    assert not agreements(verdicts).keys() & conflicts(verdicts).keys()
    assert verdicts == compare_groups(group_slots(find_slots(new)), group_slots(find_slots(old)))
    assert all(v.kind in KINDS for v in verdicts)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("银杏公馆", "望川银杏公馆", True),
        ("金鹿路", "新金鹿路", False),
        ("电机厂宿舍", "电鸡厂宿舍", True),
        ("柳溪", "柳西", True),
        ("朱良桥", "朱桥良", True),
        ("南山御景", "南山御园", False),
        ("川岳重工", "川汇重工", False),
        ("鑫源家政", "鑫福家政", False),
        ("好*家物业", "好管家物业", True),
        ("*家物业", "彩虹物业", False),
        ("滨湖3路", "滨湖4路", False),
        ("三一重工", "山一重工", False),
        ("金科世界城", "金科世界", True),
        ("经典世贸璀璨天城", "世贸天城", True),
    ],
)
def test_aliases(left: str, right: str, same: bool) -> None:
    assert same_name(left, right) is same
    assert same_name(right, left) is same


@given(st.text(alphabet="东三新柳溪西园家*a1", max_size=6), st.text(alphabet="东三新柳溪西园家*a1", max_size=6))
def test_aliases_are_symmetric(left: str, right: str) -> None:
    assert same_name(left, right) is same_name(right, left)
    assert same_name(left, left)
    assert transposed(left, right) is transposed(right, left)
    assert not (contained(left, right) and contained(right, left))


def test_a_text_that_lists_everything_is_still_quick() -> None:
    text = ",".join(
        f"{a}{b}花园{n}栋" for n, (a, b) in enumerate((a, b) for a in "金银铜铁锡" for b in "山水田林湖草沙石")
    )
    slots = find_slots(text)
    start = time.process_time()
    compare_slots(slots, slots[::-1])
    assert time.process_time() - start < 0.05


# ---- the evaluation data, where it is ----


def _canonical(case: Mapping[str, object]) -> str:
    text = "\n".join(str(case.get(field) or "") for field in ("title", "text", "address"))
    return str(opencc.OpenCC("t2s").convert(unicodedata.normalize("NFKC", text))).lower()


@pytest.mark.shared
def test_traps_are_told_apart() -> None:
    path = SHARED / "traps_dev.jsonl"
    if not path.exists():
        pytest.skip("no evaluation data here")
    right = {True: 0, False: 0}
    for line in path.read_text("utf-8").splitlines():
        trap = json.loads(line)
        found = bool(conflicting(_canonical(trap["b"]), _canonical(trap["a"])))
        right[trap["link"]] += found is not trap["link"]
    assert right[False] >= 28
    assert right[True] >= 28


@pytest.mark.shared
@pytest.mark.parametrize("board", ["", "_board"])
def test_texts_on_one_matter_rarely_conflict(board: str) -> None:
    """Amounts aside (the judge decides when they count), at most 6 % of the pairs on one matter conflict."""
    path = SHARED / f"intake{board}_dev.jsonl"
    if not path.exists():
        pytest.skip("no evaluation data here")
    cases = {case["case_id"]: case for case in map(json.loads, path.read_text("utf-8").splitlines())}
    matters = json.loads((SHARED / f"matters{board}_dev.json").read_text("utf-8"))["matters"]
    vetoed = total = 0
    for matter in matters:
        slots = [find_slots(_canonical(cases[case_id])) for case_id in matter if case_id in cases]
        for i, new in enumerate(slots):
            for old in slots[:i]:
                total += 1
                vetoed += bool(conflicts(compare_slots(new, old)).keys() - {"amount"})
    assert vetoed <= 0.06 * total
