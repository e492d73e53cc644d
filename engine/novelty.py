"""What does the new text say that neither the old one nor any formula says (新情况、新理由)?

A new fact is a clause that carries a mark of something having happened or being handed in, and whose wording is not in the old
text. Saying the old thing in other words, that it is still so, what might happen, and what one is not given, is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Sequence
from dataclasses import dataclass

from engine.boilerplate import boilerplate_spans
from engine.intent import own_content, own_letters
from engine.normalise import Canonical, canonical, mask_personal
from engine.once import once

_CLAUSE = re.compile(r"[^,，。!?;；！？\n]+")
_TIME = (
    r"今天|今早|今晨|今晚|昨天|昨日|昨晚|昨夜|前天|前晚|刚才|刚刚|上午|下午|这两天|这几天|本周|这周"
    r"|(?:上|这)(?:个)?(?:周|礼拜|星期)[一二三四五六日天](?!直)"
)
_EVENT = (
    r"已经?报警|报了警|受伤|擦伤|烫伤|咬伤|刮伤|划伤|砸|撞|摔|倒塌|坍塌|垮塌|塌了|塌下|塌方|住院|住进|骨折|缝了?[一二三四五六七八九十\d]+针|起火|着火|失火|爆炸|爆裂|爆管|漏电|漏气|触电|溺水|中暑|流产|被困"
    r"|转让|跑路|搬走|搬空|人去楼空|回老家|注销|失联|拉黑|停水|停电|停气|断水|断电|断供|威胁|恐吓|殴打|打人|打伤|打架|被打|死亡|去世|死了|晕倒|昏倒|中毒|感染|确诊|恶化|加剧|越来越|更加?(?:严重|厉害)|扩大|蔓延|开裂|断裂"
    r"|法院|判决|立案|起诉|开庭|仲裁|律师函|通知书|挖断|第[二三四五六七八九两\d]+(?:辆|个|名|次|户|位|起|人|只)|又新增|又有[一二两三四五六七八九十\d]+(?:人|户|家|名|位|辆|处|只)"
)
_PAPER = (
    r"合同(?:编)?号|合同编号|协议(?:编)?号|编号|发票|收据|欠条|借条|证据|照片|视频|录音|录像|截图|聊天记录|转账记录|流水|检测报告|鉴定(?:书|报告|意见)?|监测数据|公证|诊断|病历|证明"
    r"|第[一二三四五六七八九十百0-9]+条(?:写|约定|规定|载明|明确)?|补充(?:材料|说明|一下|如下)"
)
_MARK = re.compile(f"(?P<time>{_TIME})|(?P<event>{_EVENT})|(?P<paper>{_PAPER})")
_NOT_TEXT = re.compile(r"[\W_]+")
_STILL = re.compile(r"^(?:至今|到现在|现在|目前)?(?:还是|仍然|依然|依旧|仍|还)(?:没|未|不)")
_PERHAPS = re.compile(
    r"怕|担心|万一|如果|要是|一旦|可能|容易|随时|会不会|以防|避免|防止|以免|免得|隐患|早晚|迟早|幸亏|幸好|险些|差点被|假如|倘若|难免|恐|要求|希望|请|建议|应当|应该|必须|能否|能不能|尽快|督促|责令"
)
"""Before an event: it has not happened, or is asked for. "差点爆炸" has come near enough to count."""
_BEFORE = re.compile(r"曾|以前|之前|从前|当年|去年|前年|历年|早年|过去")
_WITHHELD = re.compile(
    r"(?:不|没|未|拒绝|拒不|无法|不肯|不愿|没法)(?:有|能|予|曾|肯|让|许|准|给|开|看|出|提供|出具|公开|公示|查|调|收到|见到|拿到|交|补|退){1,3}|索要|拿不出|开不出|要求(?:提供|出具|公开|公示|开具|补开)"
)
"""A paper that one asks for or is not given is not handed in."""
_ABOUT_TIME = re.compile(f"(?:{_TIME})|已经|刚|就|又")
MIN_LETTERS = 4
MIN_SAID = 2
"""Letters of a clause besides its time and the words of handling a file: "昨天打过电话" says nothing of the matter."""
OLD_SHARE = 0.5
"""A clause of whose character pairs at least this share stands in the old text says nothing new."""
KNOWN_SHARE = 0.6
"""… and so large a share of its letters, where what it tells of is an event that the old text tells of too."""
SEARCHED = 6_000
"""Characters of old texts up to which searching each pair in them costs less than listing all of theirs."""
MAX_MARKED = 400
"""Clauses with a mark that are looked at; a text with more is a table."""
MAX_FACTS = 8
MAX_FACT = 60
"""Characters; of a longer clause, as machine transcripts have them, so many are given around its mark."""
BEFORE_MARK = 20
"""… beginning so many characters before it."""
MIN_REPEATED = 4
"""Letters at the head of a clause, standing so in the old text, that are left out of the fact."""


@dataclass(frozen=True)  # without slots: `once` keeps what it found in the instance's __dict__
class _Old:
    """What is asked of all old texts together; canonical, without personal data."""

    texts: Sequence[str]

    @once
    def joined(self) -> str:
        return "\0".join(self.texts)

    @once
    def pairs(self) -> Container[str]:
        """What can be asked whether a pair of letters stands in an old text: the texts themselves, or all pairs of long ones."""
        if len(self.joined) <= SEARCHED:
            return self.joined
        return {pair for text in self.texts for pair in _pairs(text)}

    @once
    def letters(self) -> frozenset[str]:
        return frozenset(self.joined)


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
    marked = [clause for clause in _marked(core) if _may_be_fact(clause)][:MAX_MARKED]
    if not marked:
        return []
    old = _Old(old_texts)
    text = mask_personal(folded.text)
    found: list[tuple[int, int]] = []
    at = 0
    for clause in marked:
        start = text.find(clause, at)
        if start < 0:
            continue
        at = start + len(clause)
        if _is_new(clause, old):
            head, tail = _short(clause, old)
            found.append(folded.source_span(start + head, start + tail))
            if len(found) == MAX_FACTS:
                break
    return found


def _marked(core: str) -> list[str]:
    """The clauses in which a mark stands. One search for all of them: no mark reaches over punctuation."""
    marks = [mark.start() for mark in _MARK.finditer(core)]
    return [clause[0] for clause in _CLAUSE.finditer(core) if _is_between(marks, *clause.span())] if marks else []


def _is_between(places: Sequence[int], start: int, end: int) -> bool:
    """Whether one of `places`, ascending, lies in [start, end)."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _may_be_fact(clause: str) -> bool:
    mark = _MARK.search(clause)
    if mark is None or _STILL.search(clause) or len(_NOT_TEXT.sub("", clause)) < MIN_LETTERS:
        return False
    if mark.lastgroup == "time":
        return own_content(_ABOUT_TIME.sub("", clause)) >= MIN_SAID
    if mark.lastgroup == "event":
        return not _PERHAPS.search(clause, 0, mark.start())
    return not _WITHHELD.search(clause)


def _is_new(clause: str, old: _Old) -> bool:
    # What its head repeats of the old text is left out: the same place, and then something else.
    letters = _NOT_TEXT.sub("", clause[_repeated(clause, old) :])
    pairs = _pairs(letters)
    if sum(pair in old.pairs for pair in pairs) >= OLD_SHARE * len(pairs):
        return False
    marks = list(_MARK.finditer(clause))
    if any(mark.lastgroup == "time" for mark in marks):
        return True
    if not all(mark.group() in old.joined for mark in marks):
        return True
    # An event that the old text tells of as well is another one only if it is told in other letters, and not as long past.
    own = own_letters(clause)
    known = sum(letter in old.letters for letter in own)
    return known < KNOWN_SHARE * len(own) and not _BEFORE.search(clause)


def _short(clause: str, old: _Old) -> tuple[int, int]:
    """[start, end) of what is given of a clause: without what its head repeats of the old text, and around its mark."""
    at, head = _mark_at(clause), _repeated(clause, old)
    if len(clause) - head > MAX_FACT:
        head = max(head, at - BEFORE_MARK)
    return head, min(len(clause), head + MAX_FACT)


def _mark_at(clause: str) -> int:
    mark = _MARK.search(clause)
    return mark.start() if mark else 0


def _repeated(clause: str, old: _Old) -> int:
    """How many characters before the mark stand so in the old text."""
    at = _mark_at(clause)
    head = next((n for n in range(min(at, MAX_FACT), MIN_REPEATED - 1, -1) if clause[:n] in old.joined), 0)
    while 0 < head < at and clause[head] in "的了在,":
        head += 1
    return head if len(clause) - head >= MIN_LETTERS else 0


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]
