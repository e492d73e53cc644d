"""Which Chinese words does a report use, and what of a text may stand in it?"""

from __future__ import annotations

import re

TIERS = {"near": "文字重复（逐字或近似）", "matter": "同一事项（判重引擎）"}
RELATIONS = {
    "SUBMIT_TWICE": "重复提交",
    "REPEAT_PETITION": "重复件",
    "FOLLOW_UP_URGE": "催单",
    "FOLLOW_UP_SUPPLEMENT": "补充",
    "RECURRENCE": "复发",
    "SAME_MATTER_OTHER_PERSON": "同事多人",
    "PARTIAL_OVERLAP": "部分重复",
    "SAME_PERSON_NEW_MATTER": "同人异事",
    "SIMILAR_CASE": "类案",
    "NEW": "初件",
    "NEEDS_REVIEW": "待人工判定",
    "WITHDRAWAL": "撤回",
    "EXACT_COPY": "文字相同",
    "NEAR_COPY": "文字近似",
}
CHANNELS = {"LETTER": "信", "VISIT": "访", "WEB": "网", "PHONE": "电", "APP": "掌上", "GRID": "网格", "": "未填"}
OUTCOMES = {
    "SUPPORTED": "支持",
    "EXPLAINED": "解释说明",
    "NOT_SUPPORTED": "不予支持",
    "MEDIATED": "调解",
    "TRANSFERRED": "转送",
}
NO_UNIT = "未填"
CONCEALED = "（保密件，不显示）"
_LONG_NUMBER = re.compile(r"\d(?:[- ]?\d){6,}[\dXx]?")


def masked(text: str) -> str:
    """`text` with every number long enough to name a person or an account as stars.

    >>> masked("电话13900001234，3号楼")
    '电话***********，3号楼'
    """
    return _LONG_NUMBER.sub(lambda found: "*" * len(found.group()), text)


def teaser(text: str, length: int) -> str:
    """The beginning of `text` on one line, masked, at most `length` characters."""
    flat = masked(" ".join(text.split()))
    return flat if len(flat) <= length else flat[: length - 1] + "…"
