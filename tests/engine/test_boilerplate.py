"""What would stand in any petition is stripped, what is one's own is kept."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import boilerplate
from engine.boilerplate import REPLY_CLUES, boilerplate_spans, formula_spans
from engine.normalise import MAX_CHARACTERS, canonical
from engine.prepare import content_spans


def kept(text: str) -> str:
    """Canonical text without its boilerplate."""
    return strip(canonical(text).text)


def strip(folded: str) -> str:
    parts, at = [], 0
    for start, end in [*boilerplate_spans(folded), (len(folded), len(folded))]:
        parts.append(folded[at:start])
        at = end
    return "".join(parts)


EMPTY = [
    "尊敬的市长：您好！",
    "尊敬的各位领导，你们好！",
    "敬爱的书记您好。",
    "领导您好！",
    "您好。",
    "你们好，",
    "此致 敬礼！",
    "此致\n敬礼",
    "以上情况句句属实，如有虚假愿负法律责任。",
    "上述内容完全属实。",
    "请有关部门尽快处理。",
    "请领导高度重视，依法依规严肃查处。",
    "希望相关部门能给我们一个满意的答复。",
    "恳请政府为民做主。",
    "请在规定时限内回复。",
    "感谢您在百忙之中抽空处理，祝工作顺利，身体健康！",
    "谢谢！",
    "万分感谢。",
    "烦请核实情况并及时反馈处理结果，谢谢。",
    "诉求人要求相关部门核实处理并回复。",
    "来电人对此表示不满，要求尽快解决。",
    "市民来电咨询，请相关单位回复。",
    "话务员解释后，市民仍坚持反映。",
    "【12345热线工单】",
    "我们老百姓盼望政府早日解决这件事。",
    "强烈要求有关部门立即查处！",
    "麻烦您帮忙过问一下，拜托了。",
    "请予以关注。",
    "望回复为盼。",
]


@pytest.mark.parametrize("text", EMPTY)
def test_formulas_say_nothing(text: str):
    assert kept(text).strip(" ,.。!") == ""


OWN = [
    "石榴巷八号楼电梯停了三天。",
    "请把柳荫里门口的路灯修好。",
    "请问公租房怎么申请？",
    "希望给云岫小学门前加一道斑马线。",
    "市民反映楼下烧烤店油烟扰民。",
    "来电人称工资被拖欠四个月。",
    "建议在望江台增设公交站。",
    "领导，我家水管爆了。",
    "业主群里都在说物业费又涨价了。",
    "感谢信都写了，车位还是没退款。",
    "我要举报万顺砂石厂夜间偷排泥浆。",
    "政府补贴的暖气费一直没到账。",
    "部门之间互相推诿，宅基地证拖了六年。",
    "处理结果是让我自己找开发商，可是开发商已注销。",
    "电话打不通，窗口没人。",
    "您好，热力管道漏水。",
    "催一下青苗补偿款。",
    "孩子在幼儿园被老师打了。",
    "天天半夜打桩。",
    "不通公交。",
    "我家停水。",
    "老师们的绩效工资没发。",
    "信访局门口的井盖丢了。",
    "电话诈骗,钱追不回。",
    "垃圾堆在门口发臭。",
]


@pytest.mark.parametrize("text", OWN)
def test_what_is_ones_own_is_kept(text: str):
    folded = canonical(text).text
    bare_start = folded.removeprefix("您好,").removeprefix("市民反映").removeprefix("来电人称")
    assert bare_start.rstrip("。?!") in kept(text)


FRAMED = {
    "salutation and closing": ("尊敬的市长：您好！柳荫里三幢外墙瓷砖脱落。请尽快处理，谢谢！此致敬礼！", "柳荫里三幢外墙瓷砖脱落。"),
    "greeting with a name of office": ("尊敬的住建局领导，你们好：柳荫里三幢漏雨。", "柳荫里三幢漏雨。"),
    "empty clauses at the end": ("柳荫里烧烤油烟很大，请有关部门尽快处理。", "柳荫里烧烤油烟很大,"),
    "operator's frame": ("来电人反映：柳荫里三幢漏雨。诉求人要求相关部门核实处理并回复。", "柳荫里三幢漏雨。"),
    "pasted reply": ("网友您好！您的留言收悉。现就三幢漏雨答复如下：已派人修。感谢您对我们工作的支持！但是昨天又漏了。", "但是昨天又漏了。"),
    "pasted reply between": ("三幢漏雨。您的来信已收悉，经查屋面老化，特此回复。到今天没人来。", "三幢漏雨。到今天没人来。"),
    "truth sworn": ("厂里排黑水。以上情况句句属实，愿负法律责任。", "厂里排黑水。"),
}


@pytest.mark.parametrize(("text", "own"), FRAMED.values(), ids=FRAMED)
def test_the_frame_is_taken_off_the_picture(text: str, own: str):
    assert kept(text) == own


def test_half_a_reply_is_no_reply():
    assert "经查屋面老化" in kept("您的来信已收悉，经查屋面老化。到今天没人来。")
    assert "屋面老化" in kept("经查屋面老化，特此回复。")


def test_a_text_of_formulas_only_is_judged_as_it_stands():
    folded = canonical("尊敬的领导：您好！请尽快处理，谢谢！").text
    assert strip(folded) == ""
    assert content_spans(folded) == [(0, len(folded))]


PIECES = st.lists(st.sampled_from([*EMPTY, *OWN, "来电人诉称", "群众咨询如下：", "亲爱的", "上述属实", "您", "好", "尊敬的", "各位", "领导", "此致", "，", "。", "\n", "特此回复。", "您的来信收悉", "【"]), max_size=14).map("".join)  # fmt: skip


@given(PIECES | st.text(st.characters(), max_size=200))
def test_spans_are_in_order_apart_and_inside(text: str):
    folded = canonical(text).text
    spans = boilerplate_spans(folded)
    edges = [0, *(edge for span in spans for edge in span), len(folded)]
    assert edges == sorted(edges)
    assert all(start < end for start, end in spans)
    assert all(before[1] < after[0] for before, after in pairwise(spans))


@given(PIECES)
def test_formulas_are_found_as_by_the_whole_pattern_and_clues_stand_in_every_reply(text: str):
    folded = canonical(text).text
    formulas = [found.span() for found in boilerplate._FORMULAS.finditer(folded)]
    replies = list(boilerplate._pasted_replies(folded))
    assert formula_spans(folded) == [*formulas, *replies]
    assert all(any(clue in folded[start:end] for clue in REPLY_CLUES) for start, end in replies)


@given(st.lists(st.sampled_from(OWN), max_size=6), st.lists(st.sampled_from(OWN), max_size=6))
def test_own_sentences_are_kept_wherever_they_stand(before: list[str], after: list[str]):
    own = "电梯停了三天。"
    assert own in kept("".join([*before, own, *after]))


HOSTILE = ["您", "好", "尊敬的", "各位领导", "此致 ", "来电人", "请", ",", "。", "\n", "【", "您的来信", "现就", "感谢您对", "以上属实", "a1", "领导您好", "尊敬的领", "市民您", "网友好", "请处理,", "感谢您对的支持", "您的留言收悉"]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_repetition_costs_no_more_than_half_a_second(piece: str):
    text = piece * (MAX_CHARACTERS // len(piece))
    start = time.process_time()
    boilerplate_spans(text)
    boilerplate_spans("领导您好" + text)  # the greeting that is only looked for where there is one
    assert time.process_time() - start < 2 * 0.5
