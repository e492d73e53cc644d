"""What the writer wants: phrases that must be read as an intent, and their neighbours that must not."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import intent
from engine.intent import Intent, is_urgent, own_content, read_intent
from engine.normalise import MAX_CHARACTERS, bare, canonical

HOLDS = {
    Intent.URGE: [
        "催一下我家电梯的事", "帮我催催", "已经催了三遍", "麻烦催办", "给我崔一下", "帮摧一下进度", "怎么还没人管", "怎么到现在都没有处理",
        "有结果了吗", "有没有进展", "出结果没", "办得怎么样了", "处理到哪一步了", "什么时候才能解决", "什么时候能有结果", "查询工单进度",
        "查一下进展", "进度如何", "到底管不管", "到底处不处理", "加快处理我的单子", "迟迟没有回复", "迟迟未解决", "弄好了没", "办完了没",
    ],
    Intent.WITHDRAW: [
        "我要撤回投诉", "申请撤销工单", "撤诉", "把单子撤了", "撤掉吧", "撤单", "不用再处理了", "不用办了", "不需要你们跟进", "无需处理", "不必来了",
        "用不着再查", "把单销掉", "销单", "销案", "取消投诉", "取消工单", "取消这个反映", "算了", "不追究了", "不投诉了", "不反映了", "结案吧", "结单即可",
        "问题已解决，可以结单了吧",
    ],
    Intent.SUPPLEMENT: [
        "补充一下", "补充材料", "补充说明昨天的情况", "再补充两点", "补充：门牌是八号", "追加材料", "追加证据", "追加一张照片", "再补一张照片", "另附几份合同",
        "再补交收据", "补交证据", "补上照片", "补一下地址", "补几点", "现补充如下", "有情况要补充",
        "补充电话号码", "另补几句", "补充反映", "补充投诉内容",
    ],
    Intent.AGAIN: [
        "又开始施工了", "又出现异味", "油烟又来了", "又犯了老毛病", "又在半夜打桩", "又重新摆摊", "又回来占道", "死灰复燃", "卷土重来", "反弹了", "故态复萌",
        "老毛病", "还是老样子", "再次发生渗漏", "再次出现", "再度开始", "又占了盲道", "又堆满垃圾", "又漏水了", "又堵了", "又塌了", "又停水了", "又响了一夜",
        "又排黑水", "又倒垃圾", "重新开张", "安静了没几天", "好了三天又臭了", "消停了一阵",
    ],
    Intent.REFERS_BACK: [
        "上次反映的路灯", "上回投诉过", "之前登记的", "前面打过电话", "前几天反映", "前些天投诉的", "早前举报过", "上个月反映", "上周投诉的", "上个星期打过电话",
        "那天反映的事", "3月5日反映的", "5月3号投诉", "那个工单", "那件事", "那张单子", "那个投诉", "我的单子", "我的工单", "我的那个单子", "我的投诉",
        "这事儿还没完", "那事到底怎样", "那个案", "那事",
    ],
    Intent.URGENT: [
        "有人受伤", "砸伤行人", "砸到车", "撞伤小孩", "摔断腿", "老人摔倒", "骨折", "住院了", "送医抢救", "有人死亡", "快出人命了", "晕倒", "食物中毒", "触电",
        "电线漏电", "起火", "着火", "燃气泄漏", "围墙坍塌", "屋顶塌了", "墙要倒", "瓷砖坠落", "要跳楼", "不想活了", "持刀威胁", "被殴打", "老板准备跑路", "店铺要转让",
        "老板失联", "明天就要拆", "卷款", "停电断水", "快出人命", "救命", "出了命案",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("intent", "text"), [(i, t) for i, texts in HOLDS.items() for t in texts], ids=lambda v: v if isinstance(v, str) else v.name
)
def test_phrases_are_read(intent: Intent, text: str):
    assert intent in read_intent(canonical(text).text)


HOLDS_NOT = {
    Intent.URGE: [
        "还是没人来修", "请抓紧办理", "银行天天催收", "物业上门催缴", "路灯坏了", "催化剂厂排放废气", "石榴巷电梯故障", "我想知道办证要什么材料", "请查询社保缴费记录", "房屋被摧毁", "崔家庄的路坏了",
        "结果他们不承认", "进展顺利", "处理得很好", "弄堂里积水", "整条街停电", "他怎么还骂人", "加快发展", "抓紧时间上学", "一直没有热水", "到现在漏水",
        "工单上写错地址", "什么时候供暖", "什么时候开学", "怎么办理居住证", "如何申请低保", "有没有地铁规划", "管道破裂",
    ],
    Intent.WITHDRAW: [
        "被撤职的干部", "申请撤销处分", "请求撤销登记", "店家不给退货", "不需要押金", "电梯取消了停靠", "取消了一趟公交", "超市结算了两次", "促销活动骗人", "销售人员骗我",
        "推销电话", "农村撤点并校", "撤离通道被堵", "不用密码", "算了一下多收三百", "注销营业执照", "报销不了医药费", "我要投诉", "不办证", "结婚证", "案件不立案",
        "公交撤站", "路口的红绿灯被取消", "不管居民死活", "取消学区",
    ],
    Intent.SUPPLEMENT: [
        "补充医疗保险", "窗口让我补材料", "补充养老金", "补充保险没交", "补充耕地", "补水", "补偿款没发", "补贴没到账", "补课收费", "候补车票", "补办身份证", "补习班跑路", "补考费",
        "轮胎修补", "追加罚款", "修补路面", "补充水源", "补充营养", "弥补损失", "添补", "增补名单", "补助", "补发工资", "再补偿", "补缴社保", "互补",
    ],
    Intent.AGAIN: [
        "又脏又臭", "楼上又吵又闹", "又小又黑", "又要交钱", "又不给退款", "路灯坏了", "再次感谢", "老样板房", "重新规划", "重新装修", "又说没有", "好了，谢谢", "天气好了",
        "电梯修好了", "再次反映", "再次投诉", "再次请求", "又名石榴巷", "安静的小区", "又贵", "又没有", "既没人又不", "又高", "反对", "弹性上班", "复查",
    ],
    Intent.REFERS_BACK: [
        "路灯坏了", "上车投诉", "之前这里是菜地", "前面有坑", "那天下雨", "3月5日停电", "那个人骂我", "那家店", "我的房子", "我的押金", "上个月停水", "这个小区",
        "上次台风", "之前交的钱", "前几天下雨", "那条路", "我的车", "上周开始", "那边", "那年", "我的工资", "前面的楼", "上回", "早前", "那天",
    ],
    Intent.URGENT: [
        "路灯坏了", "电梯停运", "物业费太高", "停车难", "噪音", "油烟扰民", "垃圾没人收", "要求退款", "宠物扰民", "占道经营", "公交太少", "网络慢", "学位不足", "证件办理",
        "楼道堆物", "广场舞太吵", "树枝遮光", "墙皮发霉", "地砖松动", "下水道堵", "菜价高", "排队久", "态度差", "不开发票", "暖气不热", "使命感", "命名为石榴巷",
        "任命书", "革命公园", "生命科学馆", "拼命加班", "抽水马桶",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("intent", "text"), [(i, t) for i, texts in HOLDS_NOT.items() for t in texts], ids=lambda v: v if isinstance(v, str) else v.name
)
def test_neighbouring_phrases_are_not(intent: Intent, text: str):
    assert intent not in read_intent(canonical(text).text)


@given(st.text(st.characters(), max_size=200))
def test_reading_is_total(text: str):
    found = read_intent(text)
    assert found in ~Intent.STATE
    assert is_urgent(text) == (Intent.URGENT in found)


@given(st.lists(st.sampled_from([t for texts in HOLDS.values() for t in texts]), max_size=6))
def test_an_intent_is_not_lost_among_others(texts: list[str]):
    letter = "。".join(texts)
    for text in texts:
        assert read_intent(canonical(text).text) in read_intent(canonical(letter).text)


def test_several_intents_hold_at_once():
    assert read_intent("补充材料,并请催一下") == Intent.SUPPLEMENT | Intent.URGE
    assert read_intent("石榴巷八号楼电梯停了") is Intent.STATE


def test_a_long_letter_is_read_at_both_ends():
    middle = "石榴巷的树很高。" * 1_000
    assert Intent.URGE in read_intent(middle + "请帮我催一下")
    assert Intent.WITHDRAW in read_intent("我要撤回投诉。" + middle)
    assert Intent.URGE not in read_intent(middle + "请帮我催一下" + middle)


WITHOUT_CONTENT = ["催一下", "怎么还没人管", "麻烦帮我催一下上次反映的事", "那个单子怎么还没处理", "上个礼拜投诉的,到现在没动静", "不用再办了,谢谢", "把单子销掉吧", "取消投诉", ""]  # fmt: skip
WITH_CONTENT = {"催一下石榴巷的路灯": 4, "上次反映的油烟怎么还没人管": 2, "我的电梯单子有结果吗": 2, "电梯坏了": 3}


@pytest.mark.parametrize("text", WITHOUT_CONTENT)
def test_words_about_the_file_are_no_content(text: str):
    assert own_content(text) == 0


@pytest.mark.parametrize(("text", "least"), WITH_CONTENT.items())
def test_words_about_the_matter_are(text: str, least: int):
    assert own_content(text) >= least


@given(st.text(st.characters(), max_size=100))
def test_content_is_never_more_than_the_letters(text: str):
    assert 0 <= own_content(text) <= len(bare(text))


@pytest.mark.parametrize("piece", ["催", "又", "又好了", "安静了", "上次", "怎么还", "不用", "补", "那", "上个月", "3月", "要跑", "掉了", "撤", "查", "有结果", "什么时候", "好了没", "1", "。", "到底", "迟迟"])  # fmt: skip
def test_repetition_costs_no_more_than_half_a_second(piece: str):
    text = piece * (MAX_CHARACTERS // len(piece))
    start = time.process_time()
    read_intent(text)
    own_content(text)
    is_urgent(text)
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(("kind", "pattern"), intent._RULES, ids=lambda part: str(part)[:30])
def test_what_is_tried_where_it_may_begin_is_what_is_found_anywhere(kind: Intent, pattern: re.Pattern[str]):
    @settings(max_examples=400, deadline=None)
    @given(st.from_regex(pattern), st.text("又的,。催上次没", max_size=4))
    def holds(said: str, before: str):
        text = "".join(char for char in before + said if char <= "\uffff")  # as all canonical text is
        assert bool(intent.read_intent(text) & kind) == bool(pattern.search(text))

    holds()
