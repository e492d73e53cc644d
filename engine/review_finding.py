"""What can a review of a draft reply find, and how is one finding shown?

A finding points at the draft and, where there is one, at the other text that it disagrees with. It speaks of texts only:
nothing here says who is right, and nothing is said about a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is wrong, in the order in which findings are shown."""

    OUTCOME = "OUTCOME"
    AMOUNT = "AMOUNT"
    DEADLINE = "DEADLINE"
    UNIT = "UNIT"
    SALUTATION = "SALUTATION"
    FOREIGN_NAME = "FOREIGN_NAME"
    DEMAND = "DEMAND"
    NO_BASIS = "NO_BASIS"
    NO_DEADLINE = "NO_DEADLINE"
    EMPTY = "EMPTY"
    PLACEHOLDER = "PLACEHOLDER"


KIND_WORDS = {
    Kind.OUTCOME: "结论不一致",
    Kind.AMOUNT: "数额不一致",
    Kind.DEADLINE: "日期不一致",
    Kind.UNIT: "责任单位不一致",
    Kind.SALUTATION: "称呼不符",
    Kind.FOREIGN_NAME: "他案名称",
    Kind.DEMAND: "诉求未答",
    Kind.NO_BASIS: "缺少依据",
    Kind.NO_DEADLINE: "缺少时限",
    Kind.EMPTY: "无实质答复",
    Kind.PLACEHOLDER: "模板未填",
}


class Severity(StrEnum):
    """ERROR: settle it before the reply goes out. WARN: look at it. INFO: good to know."""

    ERROR = "error"
    WARN = "warn"
    INFO = "info"


class Part(StrEnum):
    """In which text of another case a span lies."""

    TITLE = "title"
    TEXT = "text"
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Other:
    """[start, end) code points of the `part` of case `case_id`, and what stands there."""

    case_id: str
    part: Part
    span: tuple[int, int]
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """`span` is [start, end) code points of the draft as given, None where something is missing from all of it.

    `text` is what stands at `span`. `message` is one Chinese sentence for the handler.
    """

    kind: Kind
    severity: Severity
    message: str
    span: tuple[int, int] | None = None
    text: str = ""
    other: Other | None = None


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """The gravest first, then by kind and by place; of equal ones the first stays."""
    kept = {
        (each.kind, each.span, each.other and (each.other.case_id, each.other.span)): each for each in findings[::-1]
    }
    severities, kinds = list(Severity), list(Kind)
    return tuple(
        sorted(
            kept.values(),
            key=lambda each: (
                severities.index(each.severity),
                kinds.index(each.kind),
                each.span or (-1, -1),
                each.message,
            ),
        )
    )
