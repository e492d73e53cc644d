"""Do two replies to one matter say the opposite in the same words, whatever the verb?

Three readings that need no list of verbs: one reply denies that something exists which the other states, two clauses
differ in a negation alone, or one grants what the other declines. Progress is no contradiction. Claims with a topic of
their own are compared by `engine.review_conflicts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from engine.reply_text import Clause, Passage, alike, pairs
from engine.review_finding import Finding, Kind, Severity


def opposite(
    draft: Passage, earlier: Passage, new: tuple[int, int], old: tuple[int, int], severity: Severity
) -> Finding:
    """The finding that the draft says at `new` the opposite of what stands at `old`, canonical spans."""
    said, before = draft.quote(*new), earlier.quote(*old)
    message = f"本稿称“{said.strip()}”，同一事项的答复{named(earlier)}称“{before.strip()}”，请统一口径或说明变化的原因。"
    return Finding(Kind.OUTCOME, severity, message, draft.span(*new), said, earlier.other(*old))


def named(earlier: Passage) -> str:
    return f"（{earlier.case_id}{'，' + earlier.unit if earlier.unit else ''}）" if earlier.case_id else ""


_DENIED = re.compile(r"(?:不存在|未发现|没有发现|并无|并未|查无)(?:您|所|有|任何|反映的?|存在)*(?P<said>[一-鿿]{2,12})")
_NO_BEFORE = re.compile(r"(?:不|未|无|没有|非)[^,。]{0,6}$")


def denials(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    """What one reply says does not exist and the other states: 不存在偷排 and 偷排废水."""
    for ours, theirs, swapped in ((draft, earlier, False), (earlier, draft, True)):
        for clause in ours.clauses:
            hit = _DENIED.search(clause.text)
            stated = hit and _stated(hit["said"], theirs)
            if hit is None or hit["said"].startswith("每") or stated is None:
                continue
            if alike(ours.sentence(clause.sentence), stated[0].text) == 0.0:
                continue
            denied = (clause.start + hit.start(), clause.start + hit.end())
            new, old = (stated[1], denied) if swapped else (denied, stated[1])
            yield opposite(draft, earlier, new, old, Severity.WARN)
            return


MOST_TOLD = 60
"""Clauses of one reply of one sort that are compared: a page of refusals is compared by its head."""
_ANYTHING = re.compile("")
_GRANTS = re.compile(r"(?<!不)(?<!未)(?:同意|准予|批准|予以|给予|支持|可以|可)(?!能|否|向|持|凭|通过|拨打|到|携带|自行)")
_DECLINES = re.compile(
    r"(?:不予|不同意|不批准|不准予?|无法|不支持|不得|不可|不能|暂不|不再|不宜|不便)(?:予以|给予|支持|批准|办理|同意|受理|采纳)?"
)
_FORMAL = frozenset("申请 请求 诉求 要求 事项 办理 情况 经审 审查 审核 研究 核实 条件 相关 有关 规定 政策 依据 根据 我局".split())
"""Pairs that stand in any decision, whatever it is about."""


def decisions(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    """One reply grants what the other declines, whatever it is: 同意续期 and 续期申请不予批准."""
    for ours, theirs in ((_DECLINES, _GRANTS), (_GRANTS, _DECLINES)):
        for new, said in _telling(draft, ours):
            for old, was in _telling(earlier, theirs):
                (declined, no), (granted, yes) = ((new, said), (old, was)) if ours is _DECLINES else ((old, was), (new, said))
                if not _DECLINES.search(granted.text) and _same_object(declined.text, no, granted.text, yes):
                    yield opposite(draft, earlier, (new.start, new.end), (old.start, old.end), Severity.WARN)
                    return


def _telling(text: Passage, pattern: re.Pattern[str]) -> list[tuple[Clause, re.Match[str]]]:
    """The first clauses that state something with the pattern in it, which no question, condition or plan does."""
    found = ((clause, pattern.search(clause.text)) for clause in text.clauses)
    told = ((clause, hit) for clause, hit in found if hit and not _HEDGED.search(clause.text))
    return list(islice(((clause, hit) for clause, hit in told if not _UNSAID.search(clause.text)), MOST_TOLD))


def _same_object(declined: str, no: re.Match[str], granted: str, yes: re.Match[str]) -> bool:
    """Whether what stands beside the two decisions is one thing, the verb being next to them."""
    left = (pairs(declined[: no.start()]) | pairs(declined[no.end() :])) - _FORMAL
    right = (pairs(granted[: yes.start()]) | pairs(granted[yes.end() :])) - _FORMAL
    common = left & right
    return bool(common & pairs(granted[yes.end() : yes.end() + 8])) and len(common) >= SAME_OBJECT * min(len(left), len(right))


SAME_OBJECT = 0.34
"""Share of the shorter clause's pairs, without those of any decision, that two decisions on one thing have in common."""

_NEGATED = re.compile(r"(?:不|未|无|没有|无需|不再|从未|尚未|并未)(?:予|会|能|可|应|再|曾|得)?(?P<said>[一-鿿]{2})")
_OPEN = re.compile(r"尚未|还未|仍未|暂|(?:^|[^从并])未|没有|正在|将|拟")
"""What was open at the time of the earlier reply and may have come about since."""
_UNSAID = re.compile(r"关于|问题|能不能|可不可|是不是|选择|正在|[后方才]再|[的时后]$|逾期|届时|待|原则上")
"""Questions, conditions and plans, which state nothing."""
SAME_CLAUSE = 0.6
"""Share of all pairs that two clauses have in common from which they differ in their negation alone."""
LEAST_PAIRS = 2
LEAST_INSIDE = 3
"""Pairs of a denying clause that all stand in the stating one, which may say more."""


def negations(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    """Two clauses in the same words, of which one denies the verb that the other states, whatever the verb."""
    for new, hit in _telling(draft, _NEGATED):
        for old, _ in _telling(earlier, _ANYTHING):
            if _denied_alone(new.text, hit, old.text):
                yield opposite(draft, earlier, (new.start, new.end), (old.start, old.end), Severity.WARN)
                return
    for old, hit in _telling(earlier, _NEGATED):
        for new, _ in _telling(draft, _ANYTHING) if not _OPEN.search(old.text) else ():
            if _denied_alone(old.text, hit, new.text):
                yield opposite(draft, earlier, (new.start, new.end), (old.start, old.end), Severity.WARN)
                return


def _denied_alone(denying: str, hit: re.Match[str], stating: str) -> bool:
    """Whether `stating` has not the negation `hit` of `denying`, and the two are else the same."""
    at = stating.find(hit["said"])
    if at < 0 or _NEGATED.search(stating) or _NO_BEFORE.search(stating[:at]):
        return False
    plain = pairs(denying[: hit.start()]) | pairs(denying[hit.start("said") :])
    common, every = plain & pairs(stating), plain | pairs(stating)
    inside = len(common) >= LEAST_INSIDE and plain <= common
    return inside or (len(common) >= LEAST_PAIRS and len(common) >= SAME_CLAUSE * len(every))


def _stated(said: str, text: Passage) -> tuple[Clause, tuple[int, int]] | None:
    """The clause of `text` that states what `said` begins with, and where."""
    for length in (4, 3, 2):
        word = said[:length]
        for clause in text.clauses:
            at = clause.text.find(word)
            if (
                at >= 0
                and len(word) == length
                and not _NO_BEFORE.search(clause.text[:at])
                and not _HEDGED.search(clause.text)
            ):
                return clause, (clause.start + at, clause.start + at + length)
    return None


_HEDGED = re.compile(r"反映|投诉|来信|如|若|是否|加强|防止|杜绝|禁止|检查|巡查|排查")


_CLASSED = re.compile(
    r"(?:属于?|系|(?:认|评|鉴|确|判|审)?定为|归为|列为|划为|为(?=[a-z一二三四甲乙丙丁][级类])|[为是](?=[一-鿿]{2,8}(?:[,。;]|$)))"
    r"(?P<what>[^,。;:()“”《》]{2,14})"
)
KIND = 1
"""Last characters of a class that say of what it is one: 一级古树 and 二级古树, 承重墙 and 填充墙."""


_BODY = re.compile(r"(?:局|委|办|公司|集团|镇|乡|街道|中心|部门|村|社区|队|所|站|院|校|处|元|人|日|月|年|内|前|后|致|准|的)$")


SAME_CLASSED = 0.3
"""The same for two things that are put into classes."""


def classes(draft: Passage, earlier: Passage) -> Iterator[Finding]:
    """One thing put into two classes of one kind: 属于一般反应 and 属于异常反应."""
    for new, ours in _telling(draft, _CLASSED):
        for old, theirs in _telling(earlier, _CLASSED):
            one, other = ours["what"], theirs["what"]
            if one[-KIND:] != other[-KIND:] or one in earlier.text or other in draft.text:
                continue
            if _BODY.search(one) or one[-1].isdecimal() or not ("一" <= one[-1] <= "鿿"):
                continue  # who does it is told elsewhere
            if _NEGATED.search(new.text) or _NEGATED.search(old.text):
                continue
            near = max(alike(draft.sentence(new.sentence), earlier.sentence(old.sentence)), alike(new.text, old.text))
            if near >= SAME_CLASSED:
                span = (new.start + ours.start(), new.start + ours.end())
                before = (old.start + theirs.start(), old.start + theirs.end())
                yield opposite(draft, earlier, span, before, Severity.WARN)
                return
