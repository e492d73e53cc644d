"""What does the engine answer, and with what evidence?

The dataclasses mirror the contract's Verdict field for field; `service.wire` writes them as JSON. A verdict is advice:
nothing is dropped, closed or merged by it. The codes are the field's twelve verdicts, flags and rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import msgspec


class Code(StrEnum):
    """The twelve verdicts."""

    SUBMIT_TWICE = "SUBMIT_TWICE"  # 重复提交
    REPEAT_PETITION = "REPEAT_PETITION"  # 重复件
    FOLLOW_UP_URGE = "FOLLOW_UP_URGE"  # 催单
    FOLLOW_UP_SUPPLEMENT = "FOLLOW_UP_SUPPLEMENT"  # 补充
    RECURRENCE = "RECURRENCE"  # 复发
    SAME_MATTER_OTHER_PERSON = "SAME_MATTER_OTHER_PERSON"  # 同事多人
    PARTIAL_OVERLAP = "PARTIAL_OVERLAP"  # 部分重复
    SAME_PERSON_NEW_MATTER = "SAME_PERSON_NEW_MATTER"  # 同人异事
    SIMILAR_CASE = "SIMILAR_CASE"  # 类案
    NEW = "NEW"  # 初件
    NEEDS_REVIEW = "NEEDS_REVIEW"  # 待人工判定
    WITHDRAWAL = "WITHDRAWAL"  # 撤回


class PersonRelation(StrEnum):
    """Axis one: is it the same petitioner?"""

    SAME = "SAME"
    OVERLAP = "OVERLAP"  # at least one common person among petitioner and co-petitioners
    REPRESENTED = "REPRESENTED"  # the represented person counts, not the agent
    ACCUSED_SAME = "ACCUSED_SAME"  # anonymous accusation: the accused counts
    DIFFERENT = "DIFFERENT"
    UNKNOWN = "UNKNOWN"

    @property
    def is_same(self) -> bool:
        """True for every kind of "same person" that the rules R6 and R11 accept."""
        return self in _SAME_PERSON


_SAME_PERSON = frozenset(
    (PersonRelation.SAME, PersonRelation.OVERLAP, PersonRelation.REPRESENTED, PersonRelation.ACCUSED_SAME)
)


class MatterRelation(StrEnum):
    """Axis two: would handling one settle the other?"""

    SAME = "SAME"
    PART = "PART"
    SIMILAR = "SIMILAR"
    DIFFERENT = "DIFFERENT"
    UNDETERMINED = "UNDETERMINED"


class Flag(StrEnum):
    TEMPLATE_TEXT = "TEMPLATE_TEXT"
    GROUP_5PLUS = "GROUP_5PLUS"
    INCONSISTENT_REPLIES = "INCONSISTENT_REPLIES"
    WITHIN_PERIOD = "WITHIN_PERIOD"
    TERMINATED = "TERMINATED"
    MULTI_HANDLING = "MULTI_HANDLING"
    URGENCY_UP = "URGENCY_UP"
    NOISY_ASR = "NOISY_ASR"
    CONFIDENTIAL = "CONFIDENTIAL"
    HIDDEN_MATCH = "HIDDEN_MATCH"
    TEXT_TRUNCATED = "TEXT_TRUNCATED"
    CANDIDATES_CAPPED = "CANDIDATES_CAPPED"


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """One agreement, conflict or gap. Spans are [start, end) code points of the texts as received; empty where there is none.

    A Struct, unlike the rest: a verdict holds a hundred of them, and a frozen dataclass takes ten times as long to make.
    """

    kind: str
    verdict: str  # "agree" | "conflict" | "missing"
    new: str = ""
    old: str = ""
    new_span: tuple[int, ...] = ()
    old_span: tuple[int, ...] = ()
    rule: str = ""


class Contribution(msgspec.Struct, frozen=True):
    """What one family of features added to a match's score, in log-odds: ln(p / (1 - p)) is the sum over all of them.

    `family`: "base" is where every pair starts; then wording, title, demand (words outside names), places, lengths, time, meaning.
    `features`: the single features behind it that moved the score most.
    """

    family: str
    log_odds: float
    features: dict[str, float] = {}


@dataclass(frozen=True, slots=True)
class Match:
    """One earlier case, how it relates to the new one and why. `score` is P(same matter) in [0, 1].

    `rules` decided about this pair, and `law` is what they rest on. `contributions` are given for matched and suspected cases;
    texts that are equal letter by letter score 0.99 or more whatever they say.
    """

    case_id: str
    relation: Code
    person: PersonRelation
    matter: MatterRelation
    score: float
    evidence: tuple[Evidence, ...] = ()
    status: str = ""
    handling_unit: str = ""
    due_at: str | None = None  # ISO 8601
    days_left: int | None = None
    days_since_close: int | None = None
    explanation: str = ""  # one Chinese sentence for the handler
    rules: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    contributions: tuple[Contribution, ...] = ()


@dataclass(frozen=True, slots=True)
class DemandVerdict:
    """The verdict on one demand of the new case; `span` as in Evidence."""

    idx: int
    text: str
    span: tuple[int, int]
    verdict: Code
    matched: tuple[str, ...] = ()
    case_type: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to "is this case already being handled?". See the contract for each field."""

    case_id: str
    verdict: Code
    confidence: float
    matched: tuple[str, ...] = ()
    suspected: tuple[str, ...] = ()
    similar: tuple[str, ...] = ()
    matter_id: str | None = None
    petitioner_count: int = 1
    matter_cases: tuple[str, ...] = ()
    first_or_repeat: str = "FIRST"
    repeat_count: int = 0
    person_basis: str = ""
    history: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
    demands: tuple[DemandVerdict, ...] = ()
    new_facts: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    rules: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    advice: str = ""
    elapsed_ms: float = field(default=0.0, compare=False)
