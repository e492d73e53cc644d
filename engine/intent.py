"""What does the writer want with this text: state a matter, urge, supplement, withdraw, or say that it is back?

Read from the words alone, by closed lists of the phrases that people and operators use. "还是没…" alone is no urging and no
new fact; urging needs an explicit word or a question about progress. The same lists say what raises danger (URGENCY_UP).
"""

from __future__ import annotations

import re
from enum import Flag, auto
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.clues import Openings, clues, table_of
from engine.lexicon import WordList, count_other_letters, word_list
from engine.normalise import code_units
from engine.slot_patterns import alternatives


class Intent(Flag):
    """Several may hold at once ("补充材料，并请催一下")."""

    STATE = 0
    URGE = auto()  # 催
    SUPPLEMENT = auto()  # 补充
    WITHDRAW = auto()  # 撤回
    AGAIN = auto()  # 又发生了, 反弹
    REFERS_BACK = auto()  # 上次反映的, 那个单子
    URGENT = auto()  # danger to people, or someone about to leave


_URGE = re.compile(
    r"催(?!化|产|生|熟|泪|眠|收|债|缴|交|款|租)|(?:帮|给)我?[崔摧](?!毁)|怎么(?:还|都|到现在)[^。!?]{0,6}(?:没|不见)[^。!?]{0,4}(?:人管|人来|处理|解决|回复|答复|动静|结果|消息|联系|下文)"
    r"|有没有(?:结果|进展|回音|下文)|(?:有|出)(?:没有)?(?:结果|进展|回音|下文)(?:了)?(?:没|吗|了吗|没有)|(?:办|处理|进行|进展)(?:得|的)?(?:怎么样|如何|到哪|到什么)"
    r"|(?:整|弄|搞|查|办)(?:明白|清楚|好|完)了?没|什么时候(?:才|能)?[^。!?]{0,6}(?:解决|处理|办好|办完|有结果|答复|回复)"
    r"|(?:进度|进展)[^。!?,]{0,6}(?:如何|怎样|怎么样|查询|怎么)|查(?:询|一下)?(?:工单|单子|办理)?(?:进度|进展)|到底(?:还)?(?:管不管|办不办|处不处理)"
    r"|(?:抓紧|加快)(?:办理|处理)?(?:我|上次|之前)|迟迟(?:没有?|未)(?:人)?(?:回复|答复|处理|解决)"
)
_WITHDRAW = re.compile(
    r"撤(?:回|销|诉|单|掉|件|下)(?!职|登记|[^。,!?]{0,6}(?:处分|决定|许可|批复|证书|合同|备案|婚姻|判决|裁定|资格|学位|站点))|(?:单子?|投诉|诉求)撤了|(?:不用|不必|无需|不需要|用不着)(?:再|你们?|麻烦)*(?:办|管|处理|跟进|来|追究|反映|查)"
    r"|销(?:掉|单|了|案|号)|取消(?:投诉|工单|诉求|反映|举报|这个|我)|(?<![结计核打清换])算了(?![一两二三几多半])|(?:不追究了|不投诉了|不反映了|不告了|不要了)|结(?:单|案)(?:吧|就行|即可|了吧)"
)
_SUPPLEMENT = re.compile(
    r"补充(?!医疗|养老|保险|耕地|协议(?!书?如下)|水|营养)|追加(?:材料|证据|一|反映)|(?:再|另)(?:补|附)(?:一|几|上|交)"
    r"|补(?:交|上|一下|几)(?:材料|证据|照片|截图|视频|地址|门牌|点|句|张)"
)
_AGAIN = re.compile(
    r"(?<!又.)又(?!.又)(?:开始|出现|来了|犯|在|重新|回来|恢复|死灰复燃|占|摆|堆|搭|冒|漏|堵|塌|坏|停|响|吵|排|倒|违|偷|变|有人|轰|打|给|把|烂|断|裂|臭|溢|掉|[^，。、又]{1,6}了)"
    r"|死灰复燃|卷土重来|反弹|故态复萌|老(?:毛病|样子)|复发|再(?:次|度)(?:发生|出现|开始|占|堵|漏|坏)|重新(?:开始|摆|开张|营业)"
    r"|(?:老实|清静|消停|安静|好)了(?:没|不到|还不到|才|大|小|两|几|一|三|半|不)*[^。,!?]{0,6}(?:天|周|月|年|阵|久|礼拜|星期)"
)
_REFERS_BACK = re.compile(
    r"(?:上次|上回|之前|前面|前几天|前些天|早前|上(?:个)?(?:礼拜|星期|周|月)|那天|\d{1,2}月\d{1,2}[日号])[^。,!?]{0,8}(?:反映|投诉|举报|打过?|说|提|报|登记|处理|来信|写信)"
    r"|那(?:个|件|张)(?:事|单|工单|投诉|件|案)|(?:那|这)(?:个)?(?:事|单)(?:儿|子)?[,，]?(?:还|到底|怎么|办|整|弄)|我的(?:那个)?(?:单子|工单|投诉|信访件)|那事"
)
_URGENT = re.compile(
    r"受伤|擦伤|砸(?:伤|中|到|坏|碎|死)|撞(?:伤|死|到人)|摔(?:伤|断|倒|成)|骨折|住院|送医|抢救|死亡|去世|出人命|晕倒|中毒|触电|漏电|起火|着火|火灾|爆炸|燃气泄漏|漏气"
    r"|坍塌|倒塌|垮塌|塌(?:了|方|下)|要(?:塌|倒)|坠落|掉(?:了|下)[^。,]{0,6}(?:一大片|砸|下来)|自杀|跳楼|轻生|寻死|不想活|喝药|威胁|持刀|殴打|打伤|报警"
    r"|跑路|准备(?:走|跑|离开|回老家|搬走|转让)|要(?:跑|走人|搬走|转让)|转让给|卷款|失联|今晚|(?:明天|后天|下周|月底|这两天|马上)(?:就)?(?:要)?(?:拆|走|停|搬|关门|跑|离开|回老家)|(?:在|已|挂牌|急着|打算)转让|转让店|搬空|人去楼空|连夜(?:搬|跑|走|撤)|断(?:水|电|气)|(?:救|人|丧|致|性|送|没|条|害)命|命案"
)
_RULES = (
    (Intent.URGE, _URGE),
    (Intent.SUPPLEMENT, _SUPPLEMENT),
    (Intent.WITHDRAW, _WITHDRAW),
    (Intent.AGAIN, _AGAIN),
    (Intent.REFERS_BACK, _REFERS_BACK),
    (Intent.URGENT, _URGENT),
)
"""What says so."""
_READ = 2_000
"""Characters that are read for an intent: it stands at the beginning or at the end, not in the middle of a long letter."""


def read_intent(text: str, codes: NDArray[np.uint16] | None = None) -> Intent:
    """All intents of canonical `text` (boilerplate may be in it: closing formulas often carry the urging); `codes`: its units."""
    if len(text) > 2 * _READ:
        text, codes = text[:_READ] + "\n" + text[-_READ:], None
    table = _openings()
    hints = clues(code_units(text) if codes is None else codes, table)
    found = Intent.STATE
    for (intent, pattern), ways in zip(_RULES, table.ways, strict=True):
        if hints.any & ways and any(pattern.match(text, place) for place in hints.of(ways)):
            found |= intent
    return found


@lru_cache(maxsize=1)
def _openings() -> Openings:
    return table_of([pattern for _, pattern in _RULES])


def is_urgent(text: str) -> bool:
    """Whether canonical `text` speaks of danger or of someone about to get away."""
    return _URGENT.search(text) is not None


_FILE_WORDS = (
    "催 崔 麻烦 一下 帮 帮忙 给 我 你们 怎么 还 没 没有 人 管 人管 处理 解决 回复 答复 结果 进展 什么 时候 能 能不能 "
    "反映 投诉 上次 上回 之前 上个 礼拜 星期 周 月 天 了 的 那个 那 这个 这 事 单子 单 工单 件 吗 呢 吧 呗 啊 整 "
    "明白 都 一 两 三 几 个 已经 到底 请 谢谢 不用 再 办 销掉 撤回 撤销 撤诉 取消 他们 好了 补充 就 在 是 有 把 也 "
    "快 抓紧 尽快 进度 查 查询 问 一直 电话 打 到 现在 不 不见 影 动静 消息 多久 多 久 过 要 等 来 说"
).split()
_ABOUT_THE_FILE = re.compile(alternatives(_FILE_WORDS))
_NOT_TEXT = re.compile(r"[\W_]+")


def own_content(text: str) -> int:
    """Letters of canonical `text` that speak of anything but the handling of an earlier case (rule R7): 0 for "催一下"."""
    return own_content_of(code_units(text))


def own_content_of(codes: NDArray[np.uint16]) -> int:
    """The same of code units."""
    return count_other_letters(codes, _file_words())


@lru_cache(maxsize=1)
def _file_words() -> WordList:
    return word_list(dict.fromkeys(_FILE_WORDS, 1))


def own_letters(text: str) -> str:
    """Those letters."""
    return _NOT_TEXT.sub("", _ABOUT_THE_FILE.sub("", text))
