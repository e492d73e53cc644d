"""What is read clause by clause is what is read in the whole text."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine import sketch
from engine.normalise import canonical
from engine.slot_clauses import READ_AT_ONCE, Clauses, clause_slots
from engine.slots import Slot, find_slots

# What may reach over a comma or a full stop stands beside plain words, and both kinds of cuts.
PIECES = (
    "。 ； ！ ？ ， ， ， 、 \n 的 - 与 和 3 5栋 12号楼 二单元 1203 3、5 1,200元 约10万元 十多万 我是 业主 家住 购买了 栖霞苑 揽月公馆 小区 二期 "
    "北区 a口 b1 甲 单元 2号出口 口 地铁 坐地铁 公交 X 柳溪 柳溪站 公交站 站 到 望江路 环城大道 路 交叉口 路口 与环城大道 第三中学 二小 福满多超市 "
    "钟楼店 店 渡口路店 门店 建业物业公司 有限公司 河东村 5组 村民 2024年 3月 5日 2024-03-05 起 之前 立案 春季 学期 招生 乘坐 33路 区间 "
    "往东门方向 由东向西 川a12345 合同编号ht2024-001 订单号123456789 〔2003〕56号 长政发 电梯坏了 漏水 没有人管 98元 29号 负 地下 二层 楼 共 两"
).split(" ")  # fmt: skip


def told(slots: tuple[Slot, ...] | list[Slot]) -> list[tuple[str, str, str, bool]]:
    return [(slot.kind, slot.value, slot.text, slot.own) for slot in slots]


def read(texts: list[str]) -> Clauses:
    return clause_slots(*sketch.code_points(texts))


def of_text(found: Clauses, place: int) -> list[tuple[str, str, str, bool]]:
    numbers = found.numbers[found.counts[place] : found.counts[place + 1]].tolist()
    return [each for number in numbers for each in told(found.slots[number])]


@settings(max_examples=600, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), max_size=4))
@example(["5栋12号楼", "12号楼购买了福满多超市2024-03-05。", "路灯坏了。" * 20 + "2024-03-05", "路灯坏了。" * 20 + "2024-03-05。", "，12号楼。2024-03-05"])
@example(["坐地铁，柳溪站停了", "望江路，环城大道路口", "3，5栋漏水", "1，200元", "福满多超市，钟楼店", "福满多超市。钟楼店", "，a口坏了。a口坏了"])
def test_clauses_hold_what_the_text_holds(texts: list[str]) -> None:
    folded = [canonical(text).text for text in texts]
    found = read(folded)
    for place, text in enumerate(folded):
        assert of_text(found, place) == told(find_slots(text))


@given(st.lists(st.text(st.characters() | st.sampled_from("，。站口3a路"), max_size=30), max_size=4))
def test_no_text_makes_it_raise(texts: list[str]) -> None:
    folded = [canonical(text).text for text in texts]
    found = read(folded)
    assert [of_text(found, place) for place in range(len(texts))] == [told(find_slots(text)) for text in folded]


def test_a_clause_is_read_once_wherever_it_stands() -> None:
    found = read(["栖霞苑漏水,没人管。望江路积水", "没人管。栖霞苑漏水!望江路积水,望江路积水"])
    assert len(found.slots) == 3
    assert found.numbers.tolist() == [0, 1, 2, 1, 0, 2, 2]
    assert found.counts.tolist() == [0, 3, 7]


def test_a_long_text_is_read_as_it_stands() -> None:
    text = "栖霞苑12号楼,3月5日漏水。" * (READ_AT_ONCE // 10)
    found = read([text, "没人管", text])
    assert of_text(found, 0) == of_text(found, 2) == told(find_slots(text))
    assert len(found.slots) == 2
