"""What does a clause of a reply judge, and which way?

The predicates of official replies are few however many words say them: something is true, lawful, licensed, up to standard,
owed, granted, in a list, somebody's fault, free, done. A `Judgement` is one such predicate read in one clause, its polarity
counted from the negations before it and the refusals after it: "没有经过定价程序", "未经业主大会表决" and "不在名单之内" need no
line of their own. What is repeated from the petition, asked, or said of a case that may arise judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.reply_text import Clause, Passage
from engine.review_concepts import ANY_AXIS, CONCEPTS, JUDGED, Concept

MOST_JUDGEMENTS = 80
"""Of one reply. A page of decisions is compared by its head."""
LONGEST = 60
"""Characters of a clause that judges; longer ones list."""
REACH = 14
"""Characters before a predicate in which its negation stands: 未能按规定的程序办理."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """`polarity` is +1 or -1; [start, end) of the canonical text is the clause, [at, to) the predicate."""

    concept: Concept
    polarity: int
    at: int
    to: int
    clause: Clause
    negated: bool

    @property
    def start(self) -> int:
        return self.clause.start

    @property
    def end(self) -> int:
        return self.clause.end


NEGATOR = re.compile(
    r"不(?!变|动产|锈|仅|断|久|同(?!意)|少|满意|明|论|管|得不|可抗|良|便|日|超过?(?![^,]*规定)|低于|高于|大于|小于|足)|未(?!成年|来|婚)|没有|没(?!收|有)"
    r"|(?<![有])无(?!障碍|人机|线|论|偿|害|证|照|法律)|(?<![除是])非(?!机动|法|常|遗|公|洲|税)|难以|碍难|拒绝|拒不|缺乏|缺少|谈不上|杜绝|防止|避免|免于|停止|停发|暂缓|超出(?=质疑)"
)
_TURN = re.compile(r"但|而是|却|,|并(?![未非不无])")
_REFUSED_AFTER = re.compile(
    r"^[^,]{0,12}(?:的)?(?:诉求|请求|要求|申请|建议|主张|问题|事项|意见)?[^,]{0,10}(?:不予|无法|不能|难以|碍难|暂不|不再|不|没有依据|缺乏|缺少|拒绝|驳回|做不到|办不到|不成立|停止|到期)"
)
_SUPPOSED = re.compile(
    r"如果?(?!实)|若|一旦|逾期|否则|倘|是否|能否|可否|有没有|方可|才能|才可|原则上|的话|[?]|(?<!没)凡|应当(?=[^,]{0,8}(?:提供|携带|符合|具备|取得))|须(?:提供|携带|持|满|符合)"
    r"|(?:可|可以|建议|请)(?:您|你)?(?:先|自行|依法|及时|也)?(?:向|到|(?:凭|持)(?![^,]*(?:放行|补缴|报销|免费|退|减免|享受|提取|补办))|通过|拨打|申请(?!退|补缴)|携|与|和|选择|另|走|找|补|提|按照?|根据)|不是(?:任何|所有|每)|届时|待[^,]{2,16}(?:后|时)|请[^,]{0,10}(?:理解|支持|谅解|监督)|感谢|避免类似|将(?:进一步|尽快|努力|积极|极大|联合|继续|加)"
)
_REPEATED = re.compile(
    r"(?:您|你|来信|来电|信访人|网友|市民|投诉人|群众|您们)[^,]{0,6}(?:反映|要求|请求|诉求|提出|主张|咨询|建议|申请(?!表|材料)|希望|询问|来信|所述)|^\s*(?:关于|针对|对于|就|有关)|^(?!.*(?:存在|发现|确有)).*(?:一事|问题)$|所提[^,]{0,6}$"
    r"|(?:您|你|对方|家属|当事人)(?:们)?[^,]{0,3}(?:不|未|没有?|拒绝?)(?:同意|接受|认可|配合|愿)"
)
_VERDICT = re.compile(
    r"属实|不实|未见|未发现|没有发现|存在|确有|成立|有误|无误|(?<!未)受理(?!$)|不予|予以|符合|不属于|属于|无法|不能|未获|已于|具备"
)
"""What makes a finding of a clause that names what was asked: 您反映的情况属实."""
_CITED = re.compile(r"《[^》]*》|“[^”]{0,24}”")


def judgements(text: Passage) -> list[Judgement]:
    """Everything that a reply judges, in order."""
    found: list[Judgement] = []
    for clause in text.clauses:
        if len(found) >= MOST_JUDGEMENTS:
            break
        if len(clause.text) <= LONGEST and stating(clause):
            found += _in_clause(clause)
    return found[:MOST_JUDGEMENTS]


def stating(clause: Clause) -> bool:
    """Whether a clause states something: it is no question, condition or plan, and not what the petitioner said."""
    if _SUPPOSED.search(clause.text):
        return False
    repeated = _REPEATED.search(clause.text)
    return repeated is None or _VERDICT.search(clause.text, repeated.end()) is not None


def _in_clause(clause: Clause) -> Iterator[Judgement]:
    said = _CITED.sub(lambda hit: "·" * len(hit.group()), clause.text)
    for concept in CONCEPTS if ANY_AXIS.search(said) else JUDGED:
        for sign, pattern in ((-1, concept.no), (1, concept.yes)):
            hit = pattern.search(said)
            if hit is None:
                continue
            flipped = negated(said, hit.start(), hit.end())
            refused = concept.decided and sign > 0 and not flipped and _REFUSED_AFTER.match(said[hit.end() :]) is not None
            polarity = -sign if flipped or refused else sign
            yield Judgement(
                concept, polarity, clause.start + hit.start(), clause.start + hit.end(), clause, flipped or refused
            )
            break


AT_ONCE = 3
"""… and before a verdict on what the clause has told: 裸土未覆盖问题属实 is a yes."""
_VERDICTS = re.compile(r"属实|真实|查实|证实")


def negated(text: str, at: int, to: int) -> bool:
    """Whether an odd number of negations stands before, or inside, the predicate [at, to) of a clause."""
    reach = AT_ONCE if _VERDICTS.match(text, at) else REACH
    before = text[max(0, at - reach) : at]
    turned = [hit.end() for hit in _TURN.finditer(before)]
    count = len(NEGATOR.findall(before[turned[-1] if turned else 0 :] + "。"))
    count += bool(_FALLS_SHORT.search(text, at, min(to, at + 4))) + bool(_NOT_DONE.match(text, to))
    return count % 2 == 1


_NOT_DONE = re.compile(r"(?:工作|事宜|手续)?(?:尚|还|仍)?未(?:完成|到位|开始|启动|结束)")
"""A negation after the verb: 迁移未完成."""
_FALLS_SHORT = re.compile(r"(?<=[达够得办做满查看找])不(?:[到了上成着够起])")
"""A negation inside the verb: 达不到."""
