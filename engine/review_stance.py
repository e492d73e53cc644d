"""Do two replies to one matter judge one thing in opposite ways, in whatever words?

Judgements (`engine.review_judgements`) are compared concept by concept: where each reply judges a concept one way only, and
the other way than the other reply, a slight likeness of what they speak of is enough; where a reply judges several things,
the clauses must be about one. Beyond the concepts: a thing that one reply has done and the other has not begun, another
cause of the same trouble, another grade, and a denial of what the other reply tells. Progress is no contradiction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.reply_text import Clause, Passage, pairs
from engine.review_finding import Finding, Severity
from engine.review_judgements import Judgement, judgements, negated
from engine.review_opposites import opposite

SEVERAL = 0.3
"""Likeness of two clauses from which they are about one thing, where a reply judges more than one."""
TOLD_ELSEWHERE = 0.5
"""… from which the other reply says the same elsewhere."""

_FORMAL = frozenset(
    """
申请 请求 诉求 要求 事项 办理 情况 经审 审查 审核 研究 核实 条件 相关 有关 规定 政策 依据 根据 我局 问题 反映 调查 现场 处理
工作 人员 部门 单位 进行 答复 回复 如下 您好 感谢 理解 支持 监督 关心 目前 经查 同时 以及 完成 中心 管理 服务 组织 安排 要求
项目 小区 公司 标准 办法 条例 第十 实施 执法 检查 经核 核查 依法 属于 没有 可以 已经 予以 存在 发现 责令 年度 范围
""".split()
)
"""Pairs that stand in any reply, whatever it is about."""


def content(text: str) -> frozenset[str]:
    """The pairs of a text that say what it is about."""
    return pairs(text) - _FORMAL


def likeness(draft: Passage, earlier: Passage, new: Clause, old: Clause) -> float:
    """Of two clauses or of their sentences: the share of the smaller side's content that both have, in [0, 1]."""
    return max(
        _shared(content(new.text), content(old.text)),
        0.8 * _shared(content(draft.sentence(new.sentence)), content(earlier.sentence(old.sentence))),
    )


def _shared(left: frozenset[str], right: frozenset[str]) -> float:
    common = len(left & right)
    return common / max(3, min(len(left), len(right))) if common else 0.0


def opposed_judgements(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    """Concepts that the two replies judge in opposite ways."""
    ours, theirs = judgements(draft), judgements(earlier)
    for concept in dict.fromkeys(each.concept for each in ours):
        mine = [each for each in ours if each.concept is concept]
        other = [each for each in theirs if each.concept is concept]
        pair = _opposed(draft, earlier, mine, other)
        if pair is not None:
            new, old = pair
            yield opposite(draft, earlier, (new.start, new.end), (old.start, old.end), Severity.WARN)


def _opposed(
    draft: Passage, earlier: Passage, mine: Sequence[Judgement], other: Sequence[Judgement]
) -> tuple[Judgement, Judgement] | None:
    """The most alike pair of opposite judgements on one thing; None where there is none."""
    one_sided = len({each.polarity for each in mine}) == 1 == len({each.polarity for each in other})
    best: tuple[float, Judgement, Judgement] | None = None
    for new in mine:
        for old in other:
            if new.polarity == old.polarity or progressed(new, old):
                continue
            near = likeness(draft, earlier, new.clause, old.clause)
            enough = new.concept.alone if one_sided else SEVERAL
            if near < enough or _agreed(new, mine, other, draft, earlier) or _recalled(old, mine, draft, earlier):
                continue
            if best is None or near > best[0]:
                best = near, new, old
    return best and (best[1], best[2])


_OPEN = re.compile(r"尚未|还未|仍未|尚不|暂|还没|目前|正在|将|拟|待|未能")
_SINCE = re.compile(r"已(?!有|知)|现|完成|补|今|正在|\d月\d+日|起")


def progressed(new: Judgement, old: Judgement) -> bool:
    """Whether what was open at the time of the earlier reply has come about since."""
    return bool(_OPEN.search(old.clause.text)) and old.negated and bool(_SINCE.search(new.clause.text))


def _agreed(
    new: Judgement, mine: Sequence[Judgement], other: Sequence[Judgement], draft: Passage, earlier: Passage
) -> bool:
    """Whether the other reply judges the same thing as `new` does elsewhere."""
    return len(mine) + len(other) > 2 and any(
        old.polarity == new.polarity and likeness(draft, earlier, new.clause, old.clause) >= TOLD_ELSEWHERE
        for old in other
    )


_BEFORE = re.compile(r"此前|之前|原[先来]?(?!则|因|址|状|有|件)|前期|曾|当时|上次|首次|初次|变更|重新|复[核查检议]")


def _recalled(old: Judgement, mine: Sequence[Judgement], draft: Passage, earlier: Passage) -> bool:
    """Whether the draft itself tells of what the other reply said, as of something before."""
    return any(
        each.polarity == old.polarity
        and _BEFORE.search(draft.sentence(each.clause.sentence))
        and likeness(draft, earlier, each.clause, old.clause) >= SEVERAL
        for each in mine
    )
