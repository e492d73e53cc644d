"""What does the new text say that neither the old one nor any formula says (新情况、新理由)?

A new fact is a clause that carries a mark of something having happened or being handed in, and whose wording is not in the old
text. Saying the old thing in other words, or that it is still so, is none.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from engine.boilerplate import boilerplate_spans
from engine.normalise import Canonical, canonical, mask_personal

_CLAUSE = re.compile(r"[^,，。!?;；！？\n]+")
_EVENT = (
    r"今天|今早|今晨|今晚|昨天|昨晚|昨夜|前天|刚才|刚刚|上午|下午|这两天|这几天|本周|这周|已经?报警|报了警|受伤|擦伤|砸|撞|摔|倒塌|坍塌|塌了|住院|骨折|起火|着火|爆炸|漏电"
    r"|转让|跑路|搬走|回老家|注销|失联|拉黑|停水|停电|断水|断电|威胁|殴打|打人|打伤|死亡|去世|晕倒|中毒|恶化|扩大|蔓延|开裂|断裂|法院|判决|立案|仲裁|鉴定"
)
_PAPER = (
    r"合同(?:编)?号|合同编号|协议(?:编)?号|编号|发票|收据|欠条|借条|证据|照片|视频|录音|录像|截图|聊天记录|转账记录|流水|检测报告|鉴定(?:书|报告|意见)|监测数据|公证|诊断|病历|证明"
    r"|第[一二三四五六七八九十百0-9]+条(?:写|约定|规定|载明|明确)?|补充(?:材料|说明|一下|如下)"
)
_MARK = re.compile(f"{_EVENT}|{_PAPER}")
_NOT_TEXT = re.compile(r"[\W_]+")
_STILL = re.compile(r"^(?:至今|到现在|现在|目前)?(?:还是|仍然|依然|依旧|仍|还)(?:没|未|不)")
MIN_LETTERS = 4
OLD_SHARE = 0.5
"""A clause of whose character pairs at least this share stands in the old text says nothing new."""
SEARCHED = 6_000
"""Characters of old texts up to which searching each pair in them costs less than listing all of theirs."""
MAX_FACTS = 8
MAX_FACT = 60
"""Characters; a longer clause is cut."""


def new_facts(new_text: str, old_texts: Sequence[str]) -> list[tuple[int, int]]:
    """[start, end) spans in `new_text` (as received) of its new facts against all `old_texts`, in order, at most MAX_FACTS."""
    folded = canonical(new_text)
    text = mask_personal(folded.text)
    cuts = [0, *(edge for span in boilerplate_spans(text) for edge in span), len(text)]
    core = "\n".join(text[start:end] for start, end in zip(cuts[::2], cuts[1::2], strict=True))
    return facts_of(folded, core, [mask_personal(canonical(old).text) for old in old_texts])


def may_tell_facts(text: str) -> bool:
    """Whether canonical `text` carries any mark at all: without one `facts_of` finds nothing in it."""
    return _MARK.search(text) is not None


def facts_of(folded: Canonical, core: str, old_texts: Sequence[str]) -> list[tuple[int, int]]:
    """`new_facts` where everything is prepared: `folded` is the new text, `core` what it holds beside boilerplate, and the old
    ones are canonical without personal data.
    """
    # Few clauses carry a mark: the old texts are only looked at when one does.
    marked = [clause for clause in _CLAUSE.findall(core) if _has_mark(clause)]
    if not marked:
        return []
    known = _wording(old_texts)
    text = mask_personal(folded.text)
    found: list[tuple[int, int]] = []
    at = 0
    for clause in marked:
        start = text.find(clause, at)
        if start < 0:
            continue
        at = start + len(clause)
        if _is_new(clause, known):
            found.append(folded.source_span(start, min(at, start + MAX_FACT)))
            if len(found) == MAX_FACTS:
                break
    return found


def _has_mark(clause: str) -> bool:
    if not _MARK.search(clause):
        return False
    return len(_NOT_TEXT.sub("", clause)) >= MIN_LETTERS and not _STILL.search(clause)


def _is_new(clause: str, known: Container[str]) -> bool:
    pairs = _pairs(_NOT_TEXT.sub("", clause))
    return sum(pair in known for pair in pairs) < OLD_SHARE * len(pairs)


def _wording(olds: Sequence[str]) -> Container[str]:
    """What can be asked whether a pair of letters stands in an old text: the texts themselves, or all pairs of long ones."""
    if sum(map(len, olds)) <= SEARCHED:
        return "\0".join(olds)
    return {pair for old in olds for pair in _pairs(old)}


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]
