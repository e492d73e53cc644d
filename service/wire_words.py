"""Which words do intake systems use for channel, kind and status, and what are they called here?

The contract's codes are accepted in any case, next to the field's Chinese words. Not for: outcomes, where the office's
own word is kept as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from engine.case import CaseType, Channel, Status

Named = TypeVar("Named", bound=StrEnum)

TRANSCRIPT_CHANNEL = "12345-ASR"  # a call read by a machine: PHONE, and `transcript` is set

CHANNEL_WORDS: Mapping[str, Channel] = {
    "信": Channel.LETTER,
    "来信": Channel.LETTER,
    "信件": Channel.LETTER,
    "访": Channel.VISIT,
    "来访": Channel.VISIT,
    "走访": Channel.VISIT,
    "网": Channel.WEB,
    "网信": Channel.WEB,
    "网上": Channel.WEB,
    "网络": Channel.WEB,
    "电": Channel.PHONE,
    "电话": Channel.PHONE,
    "来电": Channel.PHONE,
    "热线": Channel.PHONE,
    "12345": Channel.PHONE,
    TRANSCRIPT_CHANNEL: Channel.PHONE,
    "手机": Channel.APP,
    "掌上": Channel.APP,
    "手机APP": Channel.APP,
    "小程序": Channel.APP,
    "网格": Channel.GRID,
    "网格员": Channel.GRID,
}

CASE_TYPE_WORDS: Mapping[str, CaseType] = {
    "检举控告": CaseType.ACCUSATION,
    "检举": CaseType.ACCUSATION,
    "控告": CaseType.ACCUSATION,
    "举报": CaseType.ACCUSATION,
    "申诉求决": CaseType.APPEAL,
    "申诉": CaseType.APPEAL,
    "求决": CaseType.APPEAL,
    "投诉": CaseType.APPEAL,
    "建议意见": CaseType.SUGGESTION,
    "意见建议": CaseType.SUGGESTION,
    "建议": CaseType.SUGGESTION,
    "意见": CaseType.SUGGESTION,
    "咨询": CaseType.INQUIRY,
    "求助": CaseType.HELP,
}

STATUS_WORDS: Mapping[str, Status] = {
    "登记": Status.REGISTERED,
    "已登记": Status.REGISTERED,
    "转送": Status.FORWARDED,
    "交办": Status.ASSIGNED,
    "受理": Status.ACCEPTED,
    "已受理": Status.ACCEPTED,
    "办理中": Status.PROCESSING,
    "告知": Status.NOTIFIED,
    "已答复": Status.REPLIED,
    "办结": Status.CLOSED,
    "已办结": Status.CLOSED,
    "复查": Status.REVIEW,
    "复核": Status.RE_REVIEW,
    "终结": Status.TERMINATED,
}

OUTCOMES = ("SUPPORTED", "EXPLAINED", "NOT_SUPPORTED", "MEDIATED", "TRANSFERRED")


def code_for(word: str, codes: type[Named], words: Mapping[str, Named]) -> Named | None:
    """The code that `word` names, or None where it names nothing."""
    upper = word.strip().upper()
    found = words.get(upper)
    if found is not None:
        return found
    try:
        return codes(upper.replace("-", "_").replace(" ", "_"))
    except ValueError:
        return None


def outcome_word(word: str) -> str:
    """A known outcome as its code, any other word as the office wrote it."""
    word = word.strip()
    return word.upper() if word.upper() in OUTCOMES else word
