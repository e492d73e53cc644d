"""Which way a reply leans, and when two of them contradict each other."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.case import Reply
from engine.normalise import MAX_CHARACTERS
from engine.replies import inconsistent, leaning

FOR = [
    "经查，该项收费无依据，已责令退还。",
    "物业限制充电没有依据。",
    "该做法缺乏依据。",
    "店家行为不合理。",
    "收费不合规，已约谈。",
    "该公司违规施工。",
    "属于违法建设。",
    "已责令整改。",
    "要求其立即整改。",
    "已下达限期整改通知书。",
    "现场已整改到位。",
    "物业应予以退还押金。",
    "应当恢复供水。",
    "应赔偿住户损失。",
    "公司应支付工资。",
    "应补发补贴。",
    "予以恢复通行。",
    "对您的诉求予以支持。",
    "将予以退还。",
    "已予以查处。",
    "依法予以处罚。",
    "该构筑物予以拆除。",
    "夜市摊点予以取缔。",
    "经核实，情况属实。",
    "您的诉求合理。",
    "您的诉求成立。",
]
AGAINST = [
    "物业的做法属合理管理行为。",
    "属于合理收费。",
    "该收费合理。",
    "在合理范围内。",
    "设置符合规定。",
    "噪声符合标准。",
    "符合政策。",
    "符合规划要求。",
    "施工手续合法合规。",
    "对您的诉求不予支持。",
    "不予恢复。",
    "您的申请不予受理。",
    "不予采纳。",
    "定金不予退还。",
    "您反映的问题不属实。",
    "不存在乱收费。",
    "无法支持您的诉求。",
    "因条件所限无法满足。",
    "无法恢复原状。",
    "费用无法退还。",
    "建议您与商家协商。",
    "建议通过法律途径解决。",
    "建议您通过诉讼解决。",
    "您不符合条件。",
    "不符合政策规定。",
    "该处经营依法合规。",
    "处理并无不当。",
]
NEITHER = [
    "",
    "您的来信收悉。",
    "我局已转交相关单位办理。",
    "工作人员已与您电话联系。",
    "正在调查，请耐心等待。",
    "将于下月开工。",
    "感谢您的支持。",
    "道路维修已完工。",
    "请提供详细地址。",
    "已派员到现场查看。",
    "该路段已列入计划。",
    "灯具已更换。",
]
BOTH = ["停车收费不合理，但限速符合规定。", "违规部分已责令整改，其余诉求不予支持。", "情况属实，但费用无法退还。"]


@pytest.mark.parametrize(
    ("text", "leans"),
    [*((t, 1) for t in FOR), *((t, -1) for t in AGAINST), *((t, 0) for t in (*NEITHER, *BOTH))],
)
def test_a_reply_leans_by_its_own_words(text: str, leans: int):
    assert leaning(text) == leans


def test_script_and_width_do_not_matter():
    assert leaning("經查，該項收費無依據") == leaning("经查,该项收费无依据") == 1


@given(st.sampled_from(FOR), st.sampled_from(AGAINST), st.lists(st.sampled_from([*NEITHER, *BOTH]), max_size=3))
def test_opposite_replies_contradict_in_any_order(one: str, other: str, rest: list[str]):
    replies = [Reply(t) for t in (one, *rest, other)]
    assert inconsistent(replies)
    assert inconsistent(replies[::-1])


@given(st.lists(st.sampled_from([*FOR, *NEITHER, *BOTH]), max_size=5) | st.lists(st.sampled_from([*AGAINST, *NEITHER, *BOTH]), max_size=5))
def test_replies_of_one_mind_do_not(texts: list[str]):
    assert not inconsistent([Reply(t) for t in texts])


@given(st.text(st.characters(), max_size=200))
def test_reading_is_total(text: str):
    assert leaning(text) in {-1, 0, 1}


@pytest.mark.parametrize("piece", ["建议", "建议您通过", "合理", "不", "应当", "应", "符合", "无依据", "\n", "。"])
def test_repetition_costs_no_more_than_half_a_second(piece: str):
    text = piece * (MAX_CHARACTERS // len(piece))
    start = time.process_time()
    leaning(text)
    assert time.process_time() - start < 0.5
