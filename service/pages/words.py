"""What are the verdicts and channels called on the page and in its tables?

The browser's own words are in static/words.js; these are the ones that the shell needs for its choices and an export for its cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.case import Channel, Status
from engine.verdict import Code

VERDICTS: Mapping[Code, str] = MappingProxyType(
    {
        Code.SUBMIT_TWICE: "重复提交",
        Code.REPEAT_PETITION: "重复件",
        Code.FOLLOW_UP_URGE: "催单",
        Code.FOLLOW_UP_SUPPLEMENT: "补充",
        Code.RECURRENCE: "复发",
        Code.SAME_MATTER_OTHER_PERSON: "同事多人",
        Code.PARTIAL_OVERLAP: "部分重复",
        Code.SAME_PERSON_NEW_MATTER: "同人异事",
        Code.SIMILAR_CASE: "类案",
        Code.NEW: "初件",
        Code.NEEDS_REVIEW: "待人工判定",
        Code.WITHDRAWAL: "撤回",
    }
)

# What POST /v1/check understands, and what a clerk calls it.
CHANNELS: tuple[tuple[str, str], ...] = (
    ("PHONE", "电话（12345）"),
    ("12345-ASR", "电话（机器转写）"),
    ("WEB", "网信"),
    ("LETTER", "来信"),
    ("VISIT", "来访"),
    ("APP", "掌上"),
    ("GRID", "网格"),
)

CHANNEL_NAMES: Mapping[str, str] = MappingProxyType(
    {
        Channel.LETTER: "来信",
        Channel.VISIT: "来访",
        Channel.WEB: "网信",
        Channel.PHONE: "电话",
        Channel.APP: "掌上",
        Channel.GRID: "网格",
    }
)

STATUSES: Mapping[str, str] = MappingProxyType(
    {
        Status.REGISTERED: "已登记",
        Status.FORWARDED: "已转送",
        Status.ASSIGNED: "已交办",
        Status.ACCEPTED: "已受理",
        Status.PROCESSING: "办理中",
        Status.NOTIFIED: "已告知",
        Status.REPLIED: "已答复",
        Status.CLOSED: "已办结",
        Status.REVIEW: "复查",
        Status.RE_REVIEW: "复核",
        Status.TERMINATED: "已终结",
    }
)

# The contract's own outcomes; an office's other word is shown as it is.
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "SUPPORTED": "支持",
        "EXPLAINED": "解释说明",
        "NOT_SUPPORTED": "不予支持",
        "MEDIATED": "调解",
        "TRANSFERRED": "转办",
    }
)
