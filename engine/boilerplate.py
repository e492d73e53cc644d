"""Which parts of a text would stand in any petition: salutations, closing formulas, the hotline's own sentences?

Whole sentences are found, never words inside one: a sentence is boilerplate when a known formula covers it, or when nothing
but procedural vocabulary is in it. What is found is left out before anything is scored (rule R3); the text itself stays as
received. Pasted official replies are found by their opening and closing formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from engine.boilerplate_kernel import ENDER, FOREIGN, MARK, PROCEDURAL, Vocabulary, empty_spans, vocabulary

MIN_LETTERS_LEFT = 4
"""With fewer letters left after stripping, the boilerplate is all there is: it is judged as it stands."""

_ENDERS = "。!?;\n"
"""What ends a sentence."""
_MARKS = ",:、" + _ENDERS
"""What ends a clause."""

_FORMULA = (
    r"【[^】]{0,12}(?:工单|记录|热线|来电|来信)[^】]{0,8}】"
    r"|(?:来电人|诉求人|市民|群众|网民|来访人|投诉人|反映人)(?:来电)?(?:反映|表示|称|反应|诉称|咨询|投诉)(?:如下|称)?[:,]?"
    r"|(?:尊敬|敬爱|亲爱)的[^,:!。\n]{0,24}[,:!。\n]"
    "%s"
    r"|(?:您们?|你们?)好[,:!。\n]+"
    r"|此致\s*敬礼[!。]?"
    r"|(?:以上|上述)(?:情况|内容)?(?:句句|完全|全部)?属实[^。!\n]{0,30}[。!\n]?"
)
_GREETED = r"(?:领导|同志|书记|市长|县长|区长|厅长|局长|主任|老师)们?[,:]?\s*(?:您们?|你们?|大家)好"
_GREETING = re.compile(_GREETED)
_FORMULAS = re.compile(_FORMULA % rf"|(?:各位|几位)?[^,:!。\n]{{0,12}}{_GREETED}[,:!。\n]*")
_FORMULA_FIRST = "【来诉市群网投反尊敬亲您你此以上"
_FORMULAS_BUT_GREETINGS = re.compile(rf"[{_FORMULA_FIRST}](?<=(?=(?P<all>{_FORMULA % ''}))[{_FORMULA_FIRST}])")
"""A greeting may begin with anything, so that it is tried at every character: only up to the last one there is. All others begin
with one of a few characters: the match itself is that one and `all` the formula, as in `engine.slot_patterns` ANCHOR (7 → 1.7 µs
for 250 characters)."""

_PROCEDURAL = (
    "尊敬的 敬爱的 各位 领导 书记 市长 县长 区长 镇长 局长 厅长 主任 部长 同志 老师 政府 部门 相关部门 有关部门 "
    "有关单位 相关单位 主管部门 职能部门 承办单位 单位 上级 市委 县委 区委 省委 热线 平台 网站 政务 百忙之中 抽空 "
    "抽时间 打扰 麻烦 辛苦 劳烦 烦请 恳请 请求 请 望 希望 期望 期待 盼望 盼 敬请 恳求 强烈 要求 诉求 建议 重视 "
    "高度重视 关注 关心 核实 查实 调查 查处 处理 处置 解决 落实 督促 协调 督办 回复 答复 反馈 回应 告知 结果 "
    "办理结果 处理结果 办理 时限 规定时限 规定 期限 按照 依法 依规 依法依规 严肃 严厉 及时 尽快 尽早 早日 立即 马上 "
    "给予 予以 给 一个 合理 满意 明确 说法 交代 交待 谢谢 感谢 多谢 致谢 拜托 万分感谢 非常感谢 十分感谢 衷心 祝 "
    "工作顺利 工作愉快 身体健康 万事如意 为盼 为谢 为感 此致 敬礼 您好 你好 你们好 您们好 大家好 领导好 我 我们 "
    "我们的 本人 您 您们 你们 你 他们 大家 来电人 诉求人 市民 群众 老百姓 百姓 居民 业主 村民 投诉 反映 反应 举报 "
    "咨询 求助 情况 问题 事情 事 这件事 此事 该问题 以上 上述 如下 具体 详细 属实 真实 有效 对此 表示 不满 认可 "
    "无异议 知晓 知悉 同意 解释 解释后 经 话务员 坐席 工作人员 仍 坚持 首接 负责制 联系 联系电话 电话 手机 来电 来信 "
    "来访 工单 本单 内容 已 已经 与 和 并 且 将 把 于 在 内 由 为 对 向 的 了 吧 呢 啊 吗 呀 着 地 得 能 能够 可以 "
    "可否 能否 是否 应 应该 有 没有 不 是 这 那 此 该 一下 一并 再次 再 都 也 就 还 到 来 去 说 讲 听 看 想 让 使 帮 "
    "帮忙 帮助 支持 理解 配合 为民做主 做主 为民 做好 百姓办实事 办实事 信访 网友 网民 留言 收悉 已收悉 现 回复如下 "
    "特此 特 核对 无误 五个 工作日 个 日 天 小时 二十四小时 白天 上班 接 接得慢 多响两声 打通 留 口音 说话 听明白 "
    "哪里 要是 再问 这么个 为难 哪个 就是 找 人 管管 管一管 过问 出面 主持公道 公道 酌情 妥善 圆满 切实 认真 积极 "
    "主动 保障 维护 合法权益 权益 利益 民生 实际 困难 之急 所想 所急 心声 呼声 见谅 原谅 担待 费心 费神 操心 "
    "见字如面 冒昧 写信 写下 这封信 此信 信 如有 半点 虚假 不实 愿 负 法律责任 承担 句句 以便 后续 跟进 进展 "
    "第一时间 收到 早 晚 好"
).split()
_NOT_TEXT = re.compile(r"[\W_]+")

_REPLY_OPENING = re.compile(
    r"(?:网友|市民|来信人|群众)[^。\n]{0,24}(?:您|你)好|(?:您|你)的?(?:留言|来信|信件|反映的?问题)[^。\n]{0,20}(?:收悉|收到)"
    r"|现(?:就|将)[^。\n]{0,30}(?:答复|回复)如下"
)
_REPLY_CLOSING = re.compile(
    r"感谢(?:您|你)对[^。!\n]{0,30}(?:支持|关注|关心|监督)[^。!\n]{0,20}[。!]?|特此(?:回复|答复)[。!]?"
)

_GREETINGS = ("您好", "你好", "们好", "家好")
REPLY_CLUES = ("谢您对", "谢你对", "此回复", "此答复")
"""One of these stands in every closing formula of a reply: a text without any needs no pattern."""


def boilerplate_spans(text: str) -> list[tuple[int, int]]:
    """Disjoint [start, end) spans of canonical `text` that say nothing about the matter, in order."""
    found = sorted([*formula_spans(text), *map(tuple, _empty_sentences(text))])
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def formula_spans(text: str) -> list[tuple[int, int]]:
    """[start, end) of the formulas and pasted replies in canonical `text`: all boilerplate but the empty sentences."""
    spans = list(_formulas(text))
    if _any_of(REPLY_CLUES, text):
        spans += _pasted_replies(text)
    return spans


def _formulas(text: str) -> Iterator[tuple[int, int]]:
    last_greeting = -1
    if "好" in text and _any_of(_GREETINGS, text):
        for greeting in _GREETING.finditer(text):
            last_greeting = greeting.start()
    at = 0
    while at <= last_greeting and (found := _FORMULAS.search(text, at)):
        yield found.span()
        at = found.end()
    while found := _FORMULAS_BUT_GREETINGS.search(text, at):
        yield found.span("all")
        at = found.end("all")


def _any_of(clues: Sequence[str], text: str) -> bool:
    for clue in clues:  # noqa: SIM110  half the time of any() over a generator
        if clue in text:
            return True
    return False


def _empty_sentences(text: str) -> list[list[int]]:
    """Empty sentences, and empty clauses at the end of one that has content before them ("…油烟很大,请尽快处理。")."""
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    spans: list[list[int]] = empty_spans(codes, np.array((0, len(codes))), procedural_words())[0].tolist()
    return spans


@lru_cache(maxsize=1)
def procedural_words() -> Vocabulary:
    """The procedural vocabulary, for `engine.boilerplate_kernel`."""
    letters = set("".join(_PROCEDURAL))
    kinds = np.zeros(0x10000, dtype=np.int8)
    for code in range(0x10000):
        char = chr(code)
        if not _NOT_TEXT.match(char):
            kinds[code] = PROCEDURAL if char in letters else FOREIGN
    kinds[[ord(mark) for mark in _MARKS]] = MARK
    kinds[[ord(mark) for mark in _ENDERS]] = ENDER
    return vocabulary(_PROCEDURAL, kinds)


def _pasted_replies(text: str) -> Iterator[tuple[int, int]]:
    """From an official reply's opening formula to its closing one; nothing where only one of them is there."""
    at = 0
    for opening in _REPLY_OPENING.finditer(text):
        if opening.start() < at:
            continue
        closing = _REPLY_CLOSING.search(text, opening.end())
        if closing is None:
            return  # a later opening has none either; looking again for each would take quadratic time
        at = closing.end()
        yield opening.start(), at
