"""What kind of trouble does a text complain of?

A small hand-made list of what petitions ask for, by words that hardly ever stand for another kind. Two letters about one estate
that complain of kinds without anything in common (a gate that is slow, a fee that is raised) are seldom one matter. A text of
which nothing is known here has no kind, and says nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from engine.lexicon import WordList, values_in, word_list
from engine.normalise import code_units

KINDS: Final[dict[str, str]] = {
    "noise": r"噪音|噪声|吵|扰民|轰隆|音响|喇叭|夜间施工|夜里.{0,8}施工|浇筑|浇水泥|浇混凝土|打桩|广场舞",
    "smell": r"油烟|臭|异味|刺鼻|烧烤味|恶臭|排污|污水|粉尘|扬尘|废气|排烟",
    "parking": r"停车|车位|乱停|违停|停放|地锁",
    "stalls": r"摆摊|夜宵摊|占道经营|流动摊|摊贩|摆满",
    "obstruction": r"占了|占用|堵住|堆放|堆到|围挡|消防通道",
    "water": r"停水|断水|没水|没有水|来水|缺水|供水|自来水|水压|二次供水|水质",
    "power": r"停电|断电|没电|跳闸|电压|高压线|电线杆",
    "gas": r"燃气|天然气|煤气",
    "heating": r"供暖|暖气|供热|不热|测温",
    "lift": r"电梯",
    "quality": r"裂缝|开裂|渗水|漏水|漏雨|漏得|返潮|空鼓|外墙|墙皮|掉砖|脱落|质量问题|质量差|偷工减料",
    "handover": r"交房|烂尾|停工|复工|延期交付|逾期交付",
    "title": r"房产证|产权证|不动产证|两证|办证",
    "fees": r"物业费|收费|乱收|涨价|涨了|太贵|价格",
    "accounts": r"公共收益|维修资金|维修基金|公示|账目|财务",
    "council": r"业委会|业主大会|投票|换届|选聘|退场",
    "force": r"强行|强制|强推|霸王条款|捆绑|逼迫|不录脸",
    "broken": r"碎了|坏了|破损|损坏|失灵|故障|反应慢|刷不上|不亮",
    "building": r"违建|违章建筑|私搭|乱搭|加盖|乱建|改建",
    "green": r"绿化|树枝|树木|草坪|毁绿",
    "cleaning": r"垃圾|保洁|环卫|卫生",
    "roads": r"坑洼|修路|路面|铺沥青|通车|断头路|拓宽",
    "signals": r"红绿灯|信号灯|标线|斑马线|人行横道|过街|减速带|摄像头|监控",
    "transit": r"公交线|线路|班次|停运|不停|地铁站|站点|末班",
    "school": r"入学|学位|学区|划片|招生|开园|普惠",
    "lessons": r"补课|兴趣班|社团|作业|班主任",
    "wages": r"工资|欠薪|加班费|农民工",
    "money": r"退款|退费|诈骗|集资|传销|押金|定金",
    "sewer": r"下水道|窨井|井盖|化粪池|冒溢|返水|反水|积水|内涝",
    "land": r"承包款|承包费|流转|租金|林地|耕地|宅基地",
    "dogs": r"养犬|养狗|遛狗|犬吠|狗叫|流浪狗",
    "charging": r"飞线|充电桩|给电动车充电|电瓶车充电",
    "pension": r"养老金|社保|医保|公积金|低保",
    "demolition": r"拆迁|征收|安置|棚改|补偿款",
}  # fmt: skip
_PHRASES: Final = {kind: [w for w in words.split("|") if "{" in w] for kind, words in KINDS.items()}
_WORDS: Final = {w: kind for kind, words in KINDS.items() for w in words.split("|") if "{" not in w}
_PHRASE: Final = re.compile("|".join(f"(?P<{kind}>{'|'.join(words)})" for kind, words in _PHRASES.items() if words))
_PHRASE_OPENING: Final = "夜里"
"""Every phrase begins so."""
_BIT: Final = {kind: 1 << place for place, kind in enumerate(KINDS)}
TOPIC: Final = 60
"""Characters behind a title that still say what a letter is about."""


def grievances(text: str) -> frozenset[str]:
    """The kinds of trouble that canonical `text` names, of KINDS."""
    bits = grievance_bits(text)
    return frozenset(kind for kind, bit in _BIT.items() if bits & bit)


def grievance_bits(text: str) -> int:
    """The same as bits, in the order of KINDS: what is stored of a case."""
    found = values_in(code_units(text), _words())
    if _PHRASE_OPENING in text:
        for match in _PHRASE.finditer(text):
            found |= _BIT[match.lastgroup or ""]
    return found


@lru_cache(maxsize=1)
def _words() -> WordList:
    return word_list({word: _BIT[kind] for word, kind in _WORDS.items()})
