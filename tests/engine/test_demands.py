"""One letter, several matters: split only where the text itself says so."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.demands import MAX_DEMANDS, MIN_DEMAND, split_demands
from engine.normalise import MAX_CHARACTERS, bare, canonical


def demands(text: str) -> list[str]:
    folded = canonical(text).text
    return [folded[start:end].strip(" ,。;:\n") for start, end in split_demands(folded)]


LAMP, OIL, WAGE = "石榴巷的路灯坏了半个月", "柳荫里烧烤店油烟熏人", "万顺砂石厂拖欠我四个月工资"

SEVERAL = {
    "two things": (f"反映两件事。一是{LAMP}；二是{OIL}。", [LAMP, OIL]),
    "three things": (f"我要反映三件事：一、{LAMP}。二、{OIL}。三、{WAGE}。", [LAMP, OIL, WAGE]),
    "two problems": (f"反映两个问题：1、{LAMP}；2、{OIL}", [LAMP, OIL]),
    "the following": (f"反映以下问题：1.{LAMP}。2.{OIL}。", [LAMP, OIL]),
    "the following few": (f"以下几个问题：（1）{LAMP}；（2）{OIL}。", [LAMP, OIL]),
    "ordinals": (f"有两件事情。第一件事，{LAMP}。第二件事，{OIL}。", [LAMP, OIL]),
    "ordinals with 是": (f"我说两件事，第一是{LAMP}，第二是{OIL}", [LAMP, OIL]),
    "in lines": (f"反映下列三个情况：\n1、{LAMP}\n2、{OIL}\n3、{WAGE}", [LAMP, OIL, WAGE]),
    "digits announced": (f"反映2个问题：1、{LAMP}。2、{OIL}。", [LAMP, OIL]),
    "some things": (f"提几个问题：一是{LAMP}。二是{OIL}。", [LAMP, OIL]),
    "two points": (f"反映两点情况：一、{LAMP}；二、{OIL}", [LAMP, OIL]),
    "two aspects": (f"反映以下两方面的问题：一是{LAMP}，二是{OIL}", [LAMP, OIL]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), SEVERAL.values(), ids=SEVERAL)
def test_announced_matters_are_split(text: str, parts: list[str]):
    assert demands(text) == [canonical(part).text for part in parts]


ADDED = [
    f"{LAMP}。另外还想反映一个问题：{OIL}。",
    f"{LAMP}。我还要反映一件事，{OIL}。",
    f"{LAMP}。除了这件事，我还想反映一个新的情况：{OIL}。",
    f"{LAMP}。同时反映一下，{OIL}。",
    f"{LAMP}。顺便投诉一个事：{OIL}。",
    f"{LAMP}。还想投诉另一家店，{OIL}。",
    f"{LAMP}。再反映一个问题，{OIL}。",
    f"{LAMP}。另外要举报一个事情，{OIL}。",
    f"{LAMP}。此外，我要投诉{OIL}。",
    f"{LAMP}。另外，反映{OIL}。",
    f"{LAMP}。还有一件事，反映{OIL}。",
    f"{LAMP}。其次，投诉{OIL}。",
]


@pytest.mark.parametrize("text", ADDED)
def test_a_second_matter_that_is_opened_is_split_off(text: str):
    found = demands(text)
    assert len(found) == 2
    assert found[0] == canonical(LAMP).text
    assert found[1].endswith(canonical(OIL).text)


ONE = [
    f"我有两个诉求：1、{LAMP}。2、{OIL}。",
    LAMP,
    f"{LAMP}。请求：1、尽快修好；2、赔偿损失；3、公开道歉。",
    f"{OIL}。诉求：一、立即停业。二、清洗烟道。三、书面答复。",
    f"{OIL}。要求：1.停止排放。2.加装净化器。",
    f"{WAGE}。希望政府：（1）督促支付；（2）查处老板。",
    f"{WAGE}。恳请：一是尽快支付工资；二是列入黑名单。",
    "电梯停了三天，一是老人下不了楼，二是孩子上学迟到。",
    "小区有两个问题楼栋，开发商不管。",
    "此事反映了三次，没有回音。",
    "我家住一单元，二单元也漏水。",
    "第一次来人看了，第二次没来，第三次说没钱。",
    "路灯坏了。另外，灯杆也歪了。",
    "路灯坏了，还有电线垂下来。",
    "1、2、3号楼都停水。",
    "从3月1日到5月2日，四次停电，每次2小时。",
    "价格分别是1.5元、2.5元和3.5元。",
    "公交1路、2路、3路都绕行。",
    "第一，我没有违约。第二，合同写得清楚。",
    "一、二层商铺油烟直排。",
    "两件事都办完了，谢谢。",
    "反映两件事，都是路灯不亮的事。",
    "我还想说一句，处理得太慢了。",
    "同时要求赔偿两万元。",
    "其次才是赔偿。",
    "",
]


@pytest.mark.parametrize("text", ONE)
def test_one_matter_stays_whole(text: str):
    folded = canonical(text).text
    assert split_demands(folded) == [(0, len(folded))]


def test_a_wish_list_inside_an_announced_matter_is_no_matter():
    text = f"反映两件事。一是{LAMP}。二是{OIL}，要求：1、停业；2、道歉。"
    assert len(demands(text)) == 2
    assert demands(text)[1].endswith("道歉")


def test_headings_are_no_demands():
    assert len(demands(f"反映三件事：一、路灯。二、{OIL}。三、{WAGE}。")) == 2


PIECES = st.lists(st.sampled_from([LAMP, OIL, WAGE, "反映两件事。", "反映以下问题:", "一是", "二是", "。二、", "1、", "\n2、", ";3.", "请求:", "另外还想反映一个问题:", "此外,", "投诉", "。", ",", "\n"]), max_size=16).map("".join)  # fmt: skip


@given(PIECES | st.text(st.characters(), max_size=200))
def test_demands_are_in_order_apart_and_worth_the_name(text: str):
    spans = split_demands(text)
    assert 1 <= len(spans) <= MAX_DEMANDS
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    if len(spans) > 1:
        assert all(len(bare(text[start:end])) >= MIN_DEMAND for start, end in spans)
    else:
        assert spans == [(0, len(text))]


@pytest.mark.parametrize("piece", ["反映两件事", "一是", "。一、", "。1、", "1.", "另外,", "我还", "还想反映", "请", "请求", "第一", " ", "。 ", "另外还想反映一个", "以下", "(1)", "除了这", "\n"])  # fmt: skip
def test_repetition_costs_no_more_than_half_a_second(piece: str):
    text = "反映两件事。一是" + piece * (MAX_CHARACTERS // len(piece))
    start = time.process_time()
    split_demands(text)
    split_demands(text + "反映")
    assert time.process_time() - start < 2 * 0.5
