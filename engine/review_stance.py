"""Do two replies to one matter judge one thing in opposite ways, in whatever words?

Judgements (`engine.review_judgements`) are compared concept by concept: where each reply judges a concept one way only, and
the other way than the other reply, a slight likeness of what they speak of is enough; where a reply judges several things,
the clauses must be about one. Beyond the concepts: a thing that one reply has done and the other has not begun, another
cause of the same trouble, another grade, and a denial of what the other reply tells. Progress is no contradiction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.reply_text import Clause, Passage, once, pairs
from engine.review_finding import Finding, Severity
from engine.review_judgements import NEGATOR, Judgement, judgements, stating
from engine.review_opposites import opposite

SEVERAL = 0.14
"""Likeness of two clauses from which they are about one thing, where a reply judges more than one: the pair must then also
be nearer than any two that agree."""

_FORMAL = frozenset(
    """
申请 请求 诉求 要求 事项 办理 情况 经审 审查 审核 研究 核实 条件 相关 有关 规定 政策 依据 根据 我局 问题 反映 调查 现场 处理
工作 人员 部门 单位 进行 答复 回复 如下 您好 感谢 理解 支持 监督 关心 目前 经查 同时 以及 完成 中心 管理 服务 组织 安排 要求
项目 小区 公司 标准 办法 条例 第十 实施 执法 检查 经核 核查 依法 属于 没有 可以 已经 予以 存在 发现 责令 年度 范围
""".split()
)
"""Pairs that stand in any reply, whatever it is about."""


_SAME_WORDS = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        ("公布|公示|张榜|公告", "公开"),
        ("退款|退回|返还|退费|退钱", "退还"),
        ("赔付|补偿|理赔", "赔偿"),
        ("维修|修缮|检修|修好|返修", "修复"),
        ("动工", "开工"),
        ("竣工|建成|完成施工", "完工"),
        ("加装|装设|增设", "安装"),
        ("噪音", "噪声"),
        ("住宅|房产|不动产|住房", "房屋"),
        ("薪酬|薪资|劳务费|报酬", "工资"),
        ("医药费|医疗费", "药费"),
        ("打入|拨付|支付|到账|兑付|打卡", "发放"),
        ("操作手机|使用手机|看手机|玩手机|刷手机", "玩手机"),
        ("视频|录像", "监控"),
        ("收取|收钱|要钱", "收费"),
        ("签收|接收", "收到"),
        ("捡到|拾到|拾得", "找到"),
        ("播放|播发", "广播"),
        ("合并|并入|归并", "合一"),
        ("确定由|选定|明确由", "指定"),
    )
)
"""Words for one thing, each read as the last."""


def content(text: str) -> frozenset[str]:
    """The pairs of a text that say what it is about, other words for one thing read as one."""
    return pairs(one_wording(text)) - _FORMAL


def one_wording(text: str) -> str:
    for pattern, word in _SAME_WORDS:
        text = pattern.sub(word, text)
    return text


def likeness(draft: Passage, earlier: Passage, new: Clause, old: Clause) -> float:
    """Of two clauses or of their sentences: the share of the smaller side's content that both have, in [0, 1].

    Single characters count half: 多收费用 and 重复收取监护费 share no pair.
    """
    return max(
        _shared(content(new.text), content(old.text), 3),
        0.8 * _shared(content(draft.sentence(new.sentence)), content(earlier.sentence(old.sentence)), 3),
        0.5 * _shared(_characters(new.text), _characters(old.text), 5),
    )


def _shared(left: frozenset[str], right: frozenset[str], least: int) -> float:
    common = len(left & right)
    return common / max(least, min(len(left), len(right))) if common else 0.0


_COMMON = frozenset(
    "的了在和与及由于为对将已经您我局等其该此本并且也都就又再请可应予以不未无"
    "是有按自起前后内至到年月日行现情况发个一"
)


def _characters(text: str) -> frozenset[str]:
    return frozenset(char for char in text if "一" <= char <= "鿿") - _COMMON


_AKIN = ({"情况是否属实", "是否发现问题"}, {"是否符合条件", "是否属于范围"}, {"责任和原因", "是否属于范围"})
"""What is not found is not true; who is not among those meant does not fulfil the conditions."""


def opposed_judgements(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    """Concepts that the two replies judge in opposite ways."""
    ours, theirs = once(draft, judgements), once(earlier, judgements)
    for concept in dict.fromkeys(each.concept for each in ours):
        mine = [each for each in ours if each.concept is concept]
        other = [each for each in theirs if each.concept is concept] or [
            each for each in theirs if {each.concept.name, concept.name} in _AKIN
        ]
        pair = _opposed(draft, earlier, mine, other)
        if pair is not None:
            new, old = pair
            yield opposite(draft, earlier, (new.start, new.end), (old.start, old.end), Severity.WARN)


def _opposed(
    draft: Passage, earlier: Passage, mine: Sequence[Judgement], other: Sequence[Judgement]
) -> tuple[Judgement, Judgement] | None:
    """The most alike pair of opposite judgements on one thing; None where there is none."""
    one_sided = len({each.polarity for each in mine}) == 1 == len({each.polarity for each in other})
    nearness = {
        (id(new), id(old)): likeness(draft, earlier, new.clause, old.clause) for new in mine for old in other
    }
    best: tuple[float, Judgement, Judgement] | None = None
    for new in mine:
        for old in other:
            if new.polarity == old.polarity or progressed(new, old):
                continue
            found = nearness[id(new), id(old)]
            enough = new.concept.alone if one_sided else max(new.concept.alone, SEVERAL)
            if found < enough or _recalled(old, mine, draft, earlier):
                continue
            agreed = max((nearness[id(new), id(each)] for each in other if each.polarity == new.polarity), default=0.0)
            agreed = max(agreed, *(nearness[id(each), id(old)] for each in mine if each.polarity == old.polarity), 0.0)
            if (agreed < found or (one_sided and not agreed)) and (best is None or found > best[0]):
                best = found, new, old
    return best and (best[1], best[2])


_OPEN = re.compile(r"尚未|还未|仍未|尚不|暂|还没|目前|正在|将|拟|待|未能")
_SINCE = re.compile(r"已(?!有|知)|现|完成|补|今|正在|\d月\d+日|起")


def progressed(new: Judgement, old: Judgement) -> bool:
    """Whether what was open at the time of the earlier reply has come about since."""
    return bool(_OPEN.search(old.clause.text)) and old.negated and bool(_SINCE.search(new.clause.text))


RECALLED = 0.3
"""Likeness from which the draft speaks of what the earlier reply said."""
_BEFORE = re.compile(r"此前|之前|原[先来]?(?!则|因|址|状|有|件)|前期|曾|当时|上次|首次|初次|变更|重新|复[核查检议]")


def _recalled(old: Judgement, mine: Sequence[Judgement], draft: Passage, earlier: Passage) -> bool:
    """Whether the draft itself tells of what the other reply said, as of something before."""
    return any(
        each.polarity == old.polarity
        and _BEFORE.search(draft.sentence(each.clause.sentence))
        and likeness(draft, earlier, each.clause, old.clause) >= RECALLED
        for each in mine
    )


_STAGES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:尚未|还未|仍未|还没|未)(?:[^,]{0,4})(?:开工|动工|启动|建设|实施|办理|立案|受理|进场|安排|落实|开始|申报|签订|发放|支付|拨付|到账|退还|赔付|修复|更换|安装|交付)",
        r"(?:已|正在|现)[^,]{0,8}(?:开工|动工|启动|施工|进场|立案|受理|签订|申报|建设(?!局|厅|部|单位)|实施|封顶|过半)|主体[^,]{0,4}封顶|正在[^,]{0,8}(?:建|施工|办理)",
        r"(?:已|现已|均已|全部)[^,]{0,12}(?:完工|竣工|完成|建成|修复|修好|办结|付清|结清|投用|通车|打入|发放|支付|拨付|到账|退还|拆除|清理完毕|验收|交付|更换|安装|整改)|完成[^,]{0,8}(?:封顶|验收|施工|改造|建设|拆除|修复)",
    )
)
"""Not begun, begun, done. A later reply may be further; it cannot be behind."""
_NEGATED_HEAD = re.compile(r"(?:尚未|还未|仍未|未能|没有|未|不)[^,]{0,6}$")


PARITY = 0.45
"""Likeness of two clauses of which one denies and the other does not, from which they speak of one thing."""
LEAST_PARITY = 2
"""Pairs that they have in common at least, unless most of what is denied stands in the other."""


def denied_otherwise(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    """Two clauses on one thing of which one has a negation and the other none, whatever the verb."""
    ours, theirs = once(draft, _stating), once(earlier, _stating)
    for new, no in ours:
        for old, was_no in theirs:
            denied = no or was_no or ""
            if (no is None) == (was_no is None) or (was_no and _OPEN.search(old.text)):
                continue
            close = _one_thing(new.text, old.text, denied)
            if close < PARITY or (was_no and _UNDONE.search(old.text) and _SINCE.search(new.text)):
                continue
            if _said_alike(new, no, theirs, denied, close) or _said_alike(old, was_no, ours, denied, close):
                continue
            yield opposite(draft, earlier, (new.start, new.end), (old.start, old.end), Severity.WARN)
            return


def _said_alike(
    clause: Clause, no: str | None, others: Sequence[tuple[Clause, str | None]], denied: str, close: float
) -> bool:
    """Whether the other reply says the same of the same thing in another clause."""
    thing = content(denied[:6])
    return any(
        (was is None) == (no is None) and thing & content(each.text) and near(clause.text, each.text) >= close
        for each, was in others
    )


_UNDONE = re.compile(r"未|没")


def near(one: str, other: str) -> float:
    """Likeness of two clauses by their pairs or their characters, in [0, 1]."""
    return max(_shared(content(one), content(other), 3), 0.8 * _shared(_characters(one), _characters(other), 4))


_LIGHT = re.compile(
    r"^(?:涉及|存在|属于?|构成|予以|予|进行|能够?|会|再|得|可|须|需要?|用|曾|有|具备|符合|达到|办理|提供|发现|见到?|被|给|经|将|为|是|列入|纳入|允许|准许|同意|支持|批准)+"
)
"""Verbs that say nothing by themselves between a negation and what it denies."""
HEAD = 0.5
"""Likeness that is granted where the other clause ends with the very first word of what is denied: 不涉及合并, 完成合并."""
SHORT_DENIAL = 8
"""Characters after a negation up to which its verb may stand at their end: 未进入病房巡视 …"""
LEAST_SHARED = 3
"""… if the two clauses share as many characters."""
PREDICATE = 6
"""Characters at the end of a clause in which its predicate stands."""


def _one_thing(new: str, old: str, denied: str) -> float:
    """Likeness of two clauses that share something of what is `denied`; 0.0 where they share too little."""
    stating = old if denied in new else new
    said = content(stating)
    if not content(denied[:10]) & said:
        return 0.0
    head = _LIGHT.sub("", denied)[:3]
    end = content(one_wording(stating)[-PREDICATE:])
    last = content(one_wording(denied)[-3:]) if len(denied) <= SHORT_DENIAL else frozenset()
    both = _characters(new) & _characters(old)
    first = HEAD if content(head) & end or (last & end and len(both) >= LEAST_SHARED) else 0.0
    scope = 0.6 * _shared(_characters(denied[:8]), _characters(stating), 3) if content(denied[:5]) & said else 0.0
    return max(first, scope, near(new, old) if len(content(new) & content(old)) >= LEAST_PARITY else 0.0)


_NOT_A_DENIAL = re.compile(
    r"^[一二三四五六七八九]是|[不未]超过|^但?(?:须|应当?|必须)|确保|加强|努力|进一步|^(?:因|由于|鉴于)|因[^,]{2,10}[不未]|不足|低于|少于|不变|其[他它]|唯一|不(?:一样|同)|并非"
)


def _stating(text: Passage) -> list[tuple[Clause, str | None]]:
    """The clauses that state something, and what they deny; None where they deny nothing."""
    found: list[tuple[Clause, str | None]] = []
    for clause in text.clauses[:MOST_STATED]:
        if 3 <= len(clause.text) <= LONGEST_PARITY and stating(clause) and not _NOT_A_DENIAL.search(clause.text):
            hits = [hit for hit in NEGATOR.finditer(clause.text) if hit.group()[0] in "不未没无非难"]
            if len(hits) < 2:
                found.append((clause, clause.text[hits[0].end() : hits[0].end() + 12] if hits else None))
    return found


MOST_STATED = 60
LONGEST_PARITY = 32
"""Characters of such a clause: longer ones say more than one thing."""


def set_back(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    """The draft is behind what the earlier reply says of the same work: 主体封顶, then 尚未开工."""
    for new, now in once(draft, _staged):
        for old, then in once(earlier, _staged):
            if now == 0 and then > now and likeness(draft, earlier, new, old) >= SET_BACK:
                yield opposite(draft, earlier, (new.start, new.end), (old.start, old.end), Severity.WARN)
                return


SET_BACK = 0.1
"""Likeness of two clauses from which they speak of the same work."""


def _staged(text: Passage) -> list[tuple[Clause, int]]:
    """Clauses that say how far a work has come."""
    found = []
    for clause in text.clauses:
        for stage, pattern in enumerate(_STAGES):
            hit = pattern.search(clause.text)
            if hit and not (stage and _NEGATED_HEAD.search(clause.text[: hit.start()])):
                found.append((clause, stage))
                break
    return found


_GRADED = re.compile(
    r"(?P<what>[一-鿿]{0,6})(?P<grade>[一二三四五六七八九十\da-d甲乙丙丁]{1,2})(?:su|u)?(?P<unit>级|等|类|档|型)(?![一-鿿]{0,2}(?:以上|医院|甲等|公路|干线|政府|部门|单位))"
)


def grades(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    """One thing graded in two ways: 残疾二级 and 残疾三级, c级 and d级危房."""
    ours, theirs = once(draft, _graded), once(earlier, _graded)
    for new, (grade, unit, what) in ours:
        if any(mark[0] == grade for _, mark in theirs):
            continue
        for old, (other, other_unit, other_what) in theirs:
            told = any(mark[0] == other for _, mark in ours)
            if unit == other_unit and not told and set(what) & set(other_what) - _COMMON:
                yield opposite(draft, earlier, new, old, Severity.WARN)
                return


def _graded(text: Passage) -> list[tuple[tuple[int, int], tuple[str, str, str]]]:
    return [
        ((hit.start(), hit.end()), (hit["grade"], hit["unit"], hit["what"] + text.text[hit.end() : hit.end() + 4]))
        for hit in _GRADED.finditer(text.text)
    ]


_CAUSE = re.compile(
    r"[裂断障故损塌坏黄臭漏水亡因停灾]系(?P<why3>[^,。;]{3,28})(?<!所致)(?<!造成)(?<!引起)(?=[,。;])|(?:系|是|因|由于?|源于|缘于)(?P<why>[^,。;]{3,28}?)(?:所致|造成|引起|导致|引发|形成)|(?:(?:原因|来源|起因|源头)(?:是|为|系|在于)|来自|源自|出自|系因|是因为|源于|缘于)(?P<why2>[^,。;]{3,28})"
)
"""What a reply says that the trouble comes from."""


def causes(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    """Another cause of the same trouble, where each reply gives one."""
    ours, theirs = list(_CAUSE.finditer(draft.text)), list(_CAUSE.finditer(earlier.text))
    if len(ours) != 1 or len(theirs) != 1:
        return
    new, old = ours[0], theirs[0]
    one, other = (_characters(each["why"] or each["why2"] or each["why3"]) for each in (new, old))
    if len(one & other) / max(3, min(len(one), len(other))) <= OTHER_CAUSE:
        yield opposite(draft, earlier, new.span(), old.span(), Severity.WARN)


OTHER_CAUSE = 0.25
"""Share of characters that two tellings of one cause have in common at least."""


APART = 2
"""Difference of two replies' sums from which they lean apart: of 287 fictional pairs 73 of 145 with a contradicted outcome do,
and none of 142 without."""


def leaning_apart(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    """One reply is on the whole for the petitioner and the other against, where nothing else tells them apart."""
    ours, theirs = _leaning(draft), _leaning(earlier)
    now, then = sum(way for way, _ in ours), sum(way for way, _ in theirs)
    if now * then >= 0 or abs(now - then) < APART:
        return
    mine = [each for way, each in ours if way * now > 0]
    found = [
        (likeness(draft, earlier, new.clause, old.clause), -number, new, old)
        for number, new in enumerate(mine)
        for way, old in theirs
        if way * then > 0 and not progressed(new, old)
    ]
    if found:
        _, _, new, old = max(found, key=lambda each: each[:2])
        said = [each for each in mine if each.clause.sentence == new.clause.sentence]
        span = (min(said[0].start, new.start), max(said[-1].end, new.end))
        yield opposite(draft, earlier, span, (old.start, old.end), Severity.WARN)


_OWN = re.compile(r"您|你|贵")
_MEANT = re.compile(r"补|保障|改造|安装|救助|援助|招生|计划|名单|危改|列入|纳入")


def _leaning(text: Passage) -> list[tuple[int, Judgement]]:
    """What a reply judges for (+1) or against (-1) the petitioner."""
    found = []
    for each in once(text, judgements):
        way = each.concept.favours
        if each.concept.name == "是否经过许可或程序" and not _OWN.search(each.clause.text):
            way = -1  # whom the petition complains of
        elif each.concept.name == "是否属于范围" and _MEANT.search(each.clause.text):
            way = 1
        if way:
            found.append((each.polarity * way, each))
    return found
