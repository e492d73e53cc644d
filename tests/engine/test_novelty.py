"""A new fact is something that happened or was handed in, and that the old text does not say."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.normalise import MAX_CHARACTERS
from engine.novelty import MAX_FACT, MAX_FACTS, new_facts

OLD = "石榴巷八号楼外墙瓷砖松动，物业说没钱修，要求尽快维修。"


def facts(new: str, *old: str) -> list[str]:
    return [new[start:end] for start, end in new_facts(new, list(old or [OLD]))]


NEW = [
    "今天早上瓷砖砸到一辆车",
    "昨晚掉下来的砖把老太太擦伤",
    "昨夜又摔了一个送餐员",
    "刚才有人住院",
    "这两天裂缝在扩大",
    "我已经报警",
    "昨天老板准备跑路",
    "商铺正在转让给别人",
    "公司已注销",
    "负责人失联",
    "对方把我拉黑",
    "今天上午开始停水",
    "房东威胁要换锁",
    "保安殴打业主",
    "孩子食物中毒送医",
    "合同编号是样字七号",
    "我找到当年的发票",
    "手里有聊天记录可以提供",
    "转账记录附后",
    "检测报告显示甲醛超标",
    "合同第七条写明由开发商负责",
    "补充说明:梁上有裂纹",
    "法院已经判我胜诉",
    "劳动仲裁已立案",
    "鉴定意见说是危房",
    "本周有三人中毒",
    "监控录像拍到了车牌",
    "围墙昨天倒塌",
]


@pytest.mark.parametrize("fact", NEW)
def test_what_happened_or_is_handed_in_is_new(fact: str):
    assert facts(f"{OLD}{fact}。") == [fact]


NOT_NEW = [
    "石榴巷八号楼外墙瓷砖还是松动",
    "还是没人来修",
    "至今没有人来",
    "到现在还没处理",
    "仍然没有维修",
    "依旧未解决",
    "我非常生气",
    "请尽快维修",
    "请领导重视",
    "希望给个说法",
    "物业说没有钱修",
    "瓷砖松动得厉害",
    "你们到底管不管",
    "业主都不满意",
    "我每月按时交费",
    "这是民生大事",
    "谢谢",
    "邻居们议论纷纷",
    "小区环境很差",
    "外墙是灰色的",
    "楼里住了九十户",
    "我在这里住了六年",
    "多次反映没有结果",
    "两份回复互相矛盾",
    "瓷砖随时可能砸到人",
    "担心哪天砸伤孩子",
    "物业拒绝提供维修资金的流水",
    "一直不给看监控录像",
    "要求出具鉴定报告",
    "请把车棚搬走",
    "希望法院起诉开发商",
    "昨天打过电话催办",
    "一直推来推去",
    "",
]


@pytest.mark.parametrize("text", NOT_NEW)
def test_saying_it_again_is_nothing_new(text: str):
    assert facts(f"{text}。") == []


def test_a_fact_of_any_old_text_is_old():
    fact = "昨晚掉下来的砖把老太太擦伤"
    assert facts(fact) == [fact]
    assert facts(fact, OLD, f"{OLD}{fact}") == []
    assert facts(fact, f"另外,{fact}了腿") == []
    assert facts(fact, "石榴" * 5_000, fact) == []  # long enough to be looked up by pairs


@given(st.lists(st.sampled_from([*NEW, *NOT_NEW]), max_size=12), st.lists(st.sampled_from([*NEW, OLD]), max_size=6))
def test_both_ways_of_looking_up_find_the_same(new: list[str], old: list[str]):
    letter, filler = "。".join(new), "〇" * 7_000  # makes the old texts long without a pair of the new one
    assert facts(letter, "。".join(old)) == facts(letter, "。".join(old), filler)


@given(st.lists(st.sampled_from([*NEW, *NOT_NEW]), max_size=20))
def test_more_old_texts_never_make_more_new_facts(new: list[str]):
    letter = "。".join(new)
    alone, beside = facts(letter), facts(letter, OLD, "昨天老板准备跑路", "围墙昨天倒塌")
    assert len(beside) <= len(alone) or len(alone) == MAX_FACTS
    assert set(beside) <= set(alone) or len(alone) == MAX_FACTS


def test_an_event_that_the_old_text_tells_of_is_not_new_in_other_words():
    old = "锅炉房的烟囱裂了,砖往下掉,砸坏过一辆车。"
    assert facts("曾砸坏车辆", old) == []
    assert facts("以前也砸坏过邻居的棚子", old) == []
    assert facts("昨晚又砸坏一辆车", old) == ["昨晚又砸坏一辆车"]
    assert facts("砸坏了第二辆车", old) == ["砸坏了第二辆车"]
    assert facts("砖块砸中了送奶工的肩膀", old) == ["砖块砸中了送奶工的肩膀"]


def test_the_place_that_the_old_text_names_is_left_out_of_the_fact():
    old = "乐童早教望江店关门,我的课时费没退。"
    assert facts("乐童早教望江店的老板在转让店面", old) == ["老板在转让店面"]


def test_a_transcript_without_punctuation_gives_the_words_around_its_mark():
    fact = facts("那个路口的事我说过很多遍了" * 6 + "昨晚有人受伤了送了医院" + "你们看着办吧" * 9)[0]
    assert "受伤" in fact
    assert len(fact) <= MAX_FACT


def test_nothing_is_new_in_a_text_beside_itself():
    letter = "。".join(NEW)
    assert facts(letter, letter) == []


def test_facts_are_few_short_and_in_order():
    letter = "。".join([*NEW, "昨天" + "围墙边上的老槐树" * 20])
    assert facts(letter) == NEW[:MAX_FACTS]
    assert [len(fact) for fact in facts("昨天" + "围墙边上的老槐树" * 20)] == [MAX_FACT]


def test_spans_count_in_the_text_as_received():
    new = "尊敬的領導：您好！\u200b\u200b今天瓷磚砸傷了人，𠮷。"
    assert facts(new) == ["今天瓷磚砸傷了人"]


def test_formulas_are_no_facts():
    assert facts("以上情况完全属实,证据在握,愿负法律责任。") == []
    assert facts("感谢您今天的处理!") == []


def test_a_new_phone_is_no_fact():
    assert facts("我的电话是13900001111") == []


@given(st.text(st.characters(), max_size=120), st.lists(st.text(st.characters(), max_size=60), max_size=3))
def test_finding_is_total(new: str, old: list[str]):
    spans = new_facts(new, old)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(new) for start, end in spans)


@pytest.mark.parametrize("piece", ["今天", "证据", "今天砸,", "第一条", "第一", "还是没", "补充", "，", "\n", "今天您的来信", "1", "今天石榴巷的树倒塌了。"])  # fmt: skip
def test_repetition_costs_no_more_than_half_a_second(piece: str):
    text = piece * (MAX_CHARACTERS // len(piece))
    start = time.process_time()
    new_facts(text, [OLD])
    new_facts("今天瓷砖砸到一辆车", [text, text])
    assert time.process_time() - start < 2 * 0.5
