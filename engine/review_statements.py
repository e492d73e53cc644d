"""What does each clause of a reply say, in a form that clauses of two replies can be compared by?

A `Statements` is a text as a few arrays: which pairs of characters each clause has and whether a negation stands over them,
what it judges, which numbers and parties it names, and by what marks it is a finding, a step taken since, or something still
open. Nothing is compared here (`engine.review_evidence`), and no subject is known: the marks are those of any reply.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.reply_text import Clause, Passage, once
from engine.review_judgements import NEGATOR, judgements, stating
from engine.review_stance import content, one_wording

MOST_STATEMENTS = 60
"""Clauses of one reply that are compared."""
SHORTEST, LONGEST = 3, 60
"""Characters of such a clause."""
SCOPE, CANCELS = 9, 6
"""Characters over which a negation, and a verb of ending, stands."""

Floats = NDArray[np.float32]

_ENDS = re.compile(r"解除|取消|撤销|终止|停止|驳回")
_REFUSED_AT_END = re.compile(r"(?:不予|无法|不能|不再|驳回|不)(?:支持|通过|批准|同意|受理|采纳|认可)?$")

_SAYS_NOTHING = re.compile(
    r"^\W*[^,]{0,10}(?:先生|女士|同志|家长|家属|老师|同学|师傅|大爷|大妈|阿姨|网友|市民|等人|老人家)\W*(?:们?您?好)?\W*$"
    r"|您们?好|^\W*(?:尊敬的|感谢|谢谢|敬请|祝)"
    r"|^\s*经[^,]{0,14}[查核实测验看阅问调研定]$|收悉|回复如下|答复如下"
)
"""A greeting, thanks, and the head of a finding (经核查)."""

MARKS = {
    "finding": (
        r"经[^,]{0,14}(?:[查核测验勘鉴检审阅取看]|调取|调阅|评估|评审|认定)|系|属于?|为|不(?:存在|属|符|构成)|未(?:发现|见)"
        r"|确|认定|鉴定|登记|记载|显示"
    ),
    "verified": r"经[^,]{0,12}[查核调勘测验检审实]|属实|认定|确认|鉴定|结论",
    "done": (
        r"已于|(?:现|目前|均|全部)已|已(?=[^,]{0,10}(?:完成|修复|更换|恢复|支付|退|发放|拨付|拆除|办结|到账|整改|搬|清|受理|立案"
        r"|同意|达成|通过|领取|安装|纳入|寄))|再次|二次|第[二三四]次|两次|复[测检]|补[交充签报]|此次|新[增标]|更换为|降[至为到]"
        r"|提高[至到]|改为|整改后|治理后|调解|达成|由[^,]{1,12}[改降升提调]|自\d{1,2}月|\d月\d{1,2}日[^,]{0,10}(?:批[准复]|完成|支付"
        r"|拨付|转|打入|退|拆除|恢复|复[测航工]|作出|受理|调解|安装|更换|开工|进场|立案)|届时|已按|逾期|未[在于][^,]{0,8}期限|仍|又"
        r"|提前|二审|不服"
    ),
    "open": (
        r"正在|尚未|还未|暂|将|拟|预计|计划|承诺|责令|约谈|通知|待(?!遇)|可(?:补|重新|先|再|向|凭|到|通过|申请|关注|持)|继续|研究"
        r"|已上?报|已安排|督促|等待|审核中|申报|争议|未能达成|愿意|目前|初步"
    ),
    "not yet": r"尚未|还未|仍未|尚不|暂|还没|目前|正在|将|拟|待|未能",
    "since": r"已(?!有|知)|现|完成|补|今|正在|\d月\d+日|起",
    "promise": r"将|计划|拟|预计|力争|下一步",
    "advice": r"请|可(?:向|到|持|凭|携|通)|建议|拨打|如[有您]|感谢|咨询",
    "change": (
        r"更正|更改|变更|调整|原答复|原告知|此前|之前|原定|原计划|经复查|复核后|重新|现改|改为|致歉|有误|新[标政文]|由原|作废"
    ),
    "remedied": (
        r"补[交充签报正缴齐]|整改|治理|复[测检查]|再次|二次|第[二三]次|重新|此次|调解|协商|约谈后|修复后|更换|突击|提供[^,]{0,8}[后,]"
        r"|自20|自\d+月|已满"
    ),
    "lacking": r"未提供|缺[少乏]|不足|未达到|未满|尚未|待|补齐|补充|暂|齐后|可重新|可再次",
    "petitioner": r"您|你|本人|业主|用户|家属|家长",
    "day": r"\d月\d{1,2}日",
}
"""What a clause or its sentence can be marked by; the words are those of any reply, whatever it is about."""
_MARKS = {name: re.compile(pattern) for name, pattern in MARKS.items()}
EXPLAINED = re.compile(
    r"(?:原|前|上次|此前|之前|首次|初次|前次)[^。]{0,24}(?:未能|有误|更正|不准|失实|作废|变更|调整|未[查发])|更正|系首次"
)
"""A draft that says itself what the earlier reply had wrong, or what has changed."""
_OPPOSITES = tuple(
    tuple(pair.split("/"))
    for pair in """
有/无 有/没 已/未 已/尚 增/减 升/降 开/关 开/停 进/退 内/外 公/私 真/假 多/少 高/低 长/短 轻/重 合/违 准/禁 留/拆 存/销
自愿/强制 集体/个人 集体/国有 同意/拒绝 恢复/取消 恢复/停止 恢复/维持 撤销/维持 通过/驳回 支持/驳回 保留/拆除 保留/取消
继续/停止 继续/终止 有效/失效 有效/到期 有效/注销 合格/超标 正常/故障 正常/异常 正常/偏 正确/错误 准确/偏 准确/误 属实/不实
安全/危险 免费/收费 免/收 免/缴 退/收 补发/扣 发放/停发 奖/罚 全额/部分 全额/按 足额/克扣 主动/被 故意/过失 故意/意外
人为/自然 人为/自行 质量/使用 老化/人为 施工/装修 设计/使用 首/二 长期/临时 永久/临时 承重/非承 公共/专有 共有/专有 产权/租赁
已到/未到 已过/内 超/内 超出/在 超过/未 完工/未 完成/停工 开工/停工 在建/停 查封/解除 冻结/解除 受理/不予 立案/不予 一致/不符
相符/不符 齐全/缺 合法/违法 合规/违规 有权/无权 有责/无责 主责/次责 有关/无关 关联/无关 相关/无关 存在/不 存在/没 属于/不属
符合/不符 本人/他人 本人/代 自己/他人 本人/单位 政府/市场 定价/调节 营利/公益 民办/公办 城镇/农村 居民/职工 一次/多次
当场/事后 事前/事后 提前/逾期 提前/延期 按期/逾期 书面/口头 告知/未告 公开/隐瞒 送达/未送 签收/未收 找到/丢失 找到/未 拾得/未
清楚/不清 可/不 应/不 需/无需 须/无须 予以/不予 给予/不予 能/不能 允许/禁止 允许/不得 可以/不得 市政/小区 快/慢 早/晚 新/旧
大/小 前/后 上/下 满/缺 在岗/外出 在岗/脱岗
""".split()
)
"""Words and characters of the common language of which one side denies the other when both are said of one thing."""
_PARTY = re.compile(
    r"我[局院司处校站馆所队镇办]|公司|物业|学校|医院|施工|开发商|商家|企业|政府|村委|社区|银行|平台|司机|教师|老师|驾驶员|店|厂|家属"
    r"|家长|业主|您|住户|房东|系统|第三方|个人|集体|财政|市政|小区|市场|本人|单位|他人|法院|买受人"
)
_FILLED = (
    re.compile(r"(?:系|属于?|为|是)(?P<said>.{2,20})"),
    re.compile(r"(?:由|归)(?P<said>.{2,20})"),
    re.compile(r"(?:因|由于|系)(?P<said>.{3,24}?)(?:所致|造成|引起|导致|$)"),
)
"""What a thing is, whose it is, and what it comes from."""
_NUMBER = re.compile(r"\d[\d.,]*")
_UNSAYING = frozenset(
    "的了在和与及由于为对将已经您我局等其该此本并且也都就又再请可应予以不未无是有按自起前后内至到年月日行现情况发个一"
)


@dataclass(frozen=True, slots=True)
class Statements:
    """n clauses of one text: the pairs of each (`turned`: those over which a negation stands), its single characters, the pairs of
    its sentence, its numbers and parties, what it says that a thing is, whose, and from what, and what it judges (concept, ±1).

    float32: `favour` (n,), the judgements for the petitioner less those against; `negated` (n,), 1.0 for an odd number of
    negations; `marks` and `around` (of the whole sentence) (n, k) in the order of MARKS; `sides` (2, n, p), one word of a pair
    of opposites or the other.
    """

    clauses: tuple[Clause, ...]
    words: tuple[frozenset[str], ...]
    turned: tuple[frozenset[str], ...]
    characters: tuple[frozenset[str], ...]
    sentences: tuple[frozenset[str], ...]
    numbers: tuple[frozenset[str], ...]
    parties: tuple[frozenset[str], ...]
    filled: tuple[tuple[frozenset[str], ...], ...]
    judged: tuple[frozenset[tuple[str, int]], ...]
    favour: Floats
    negated: Floats
    marks: Floats
    around: Floats
    sides: Floats


def statements(text: Passage) -> Statements:
    """The clauses of a reply that say something, read once."""
    clauses = tuple(each for each in text.clauses if SHORTEST <= len(each.text) <= LONGEST and not _SAYS_NOTHING.search(each.text))
    clauses = clauses[:MOST_STATEMENTS]
    said: dict[int, set[tuple[str, int]]] = {}
    favours: dict[int, int] = {}
    for each in once(text, judgements):
        said.setdefault(each.clause.start, set()).add((each.concept.name, each.polarity))
        favours[each.clause.start] = favours.get(each.clause.start, 0) + each.polarity * each.concept.favours
    texts = [one_wording(each.text) for each in clauses]
    words = tuple(content(each.text) for each in clauses)
    sentences = [text.sentence(each.sentence) for each in clauses]
    return Statements(
        clauses,
        words,
        tuple(_turned(each, mine) for each, mine in zip(texts, words, strict=True)),
        tuple(frozenset(char for char in each.text if "一" <= char <= "鿿") - _UNSAYING for each in clauses),
        tuple(content(each) for each in sentences),
        tuple(frozenset(_NUMBER.findall(each.text)) for each in clauses),
        tuple(frozenset(_PARTY.findall(each)) for each in texts),
        tuple(_fillers(each) for each in texts),
        tuple(frozenset(said.get(each.start, ())) for each in clauses),
        np.array([favours.get(each.start, 0) for each in clauses], dtype=np.float32),
        np.array([len(NEGATOR.findall(each + "。")) % 2 for each in texts], dtype=np.float32),
        _marked(texts, clauses),
        _marked(sentences, clauses),
        _sides(texts),
    )


def _marked(texts: Sequence[str], clauses: Sequence[Clause]) -> Floats:
    """Which marks each text bears; a clause that states nothing is marked as advice."""
    told = np.array([[bool(each.search(text)) for each in _MARKS.values()] for text in texts], dtype=np.float32)
    told = told.reshape(len(texts), len(_MARKS))
    advice = list(_MARKS).index("advice")
    for number, clause in enumerate(clauses):
        told[number, advice] = max(told[number, advice], not stating(clause))
    return told


def _sides(texts: Sequence[str]) -> Floats:
    """(2, n, p): whether a clause has the one or the other word of each pair of opposites, and not both."""
    one = np.array([[a in each for a, _ in _OPPOSITES] for each in texts], dtype=bool)
    other = np.array([[b in each for _, b in _OPPOSITES] for each in texts], dtype=bool)
    shape = (len(texts), len(_OPPOSITES))
    one, other = one.reshape(shape), other.reshape(shape)
    return np.stack([one & ~other, other & ~one]).astype(np.float32)


def _fillers(text: str) -> tuple[frozenset[str], ...]:
    found = (pattern.search(text) for pattern in _FILLED)
    return tuple(frozenset(hit["said"]) - _UNSAYING if hit else frozenset() for hit in found)


def _turned(text: str, words: frozenset[str]) -> frozenset[str]:
    """The pairs of a clause over which an odd number of negations stands."""
    odd = [False] * len(text)
    spans = [(hit.end(), hit.end() + SCOPE) for hit in NEGATOR.finditer(text + "。")]
    spans += [(hit.end(), hit.end() + CANCELS) for hit in _ENDS.finditer(text)]
    refused = _REFUSED_AT_END.search(text)
    if refused and refused.start() > SHORTEST:
        spans.append((0, refused.start()))
    for start, end in spans:
        for at in range(start, min(end, len(text))):
            odd[at] = not odd[at]
    first: dict[str, bool] = {}
    for at in range(len(text) - 1):
        if text[at : at + 2] in words:
            first.setdefault(text[at : at + 2], odd[at])
    return frozenset(word for word, turned in first.items() if turned)


def incidence(rows: Sequence[frozenset[str]], number: dict[str, int]) -> Floats:
    """Which of the numbered words each row has, float32 (n, v)."""
    found = np.zeros((len(rows), len(number)), dtype=np.float32)
    for row, words in enumerate(rows):
        found[row, [number[word] for word in words if word in number]] = 1.0
    return found


def numbered(*sides: Sequence[frozenset[str]]) -> dict[str, int]:
    """The words that several texts have, each with a number."""
    words: dict[str, int] = {}
    for rows in sides:
        for row in rows:
            for word in row:
                words.setdefault(word, len(words))
    return words

