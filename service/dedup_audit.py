"""How does a person check what a batch decided? Two texts side by side, what differs marked, and boxes to tick on paper."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from rapidfuzz.distance import Indel

from engine.case import Case
from service.dedup_result import Pair
from service.dedup_words import RELATIONS, masked

SHOWN = 700  # characters of each text


def decision(number: int, pair: Pair, one: Case, other: Case) -> str:
    """One decision as HTML."""
    left, right = side_by_side(_text(one), _text(other))
    return (
        f'<section class="pair"><h3>{number}. {RELATIONS.get(pair.relation, escape(pair.relation))}'
        f' <span class="note">得分 {pair.score:.2f}；{escape(pair.evidence) or "无"}</span></h3>'
        f"<table><tr>{_head(one)}{_head(other)}</tr><tr><td>{left}</td><td>{right}</td></tr></table>"
        '<p class="tick">□ 同一事项　□ 不是同一事项　□ 说不清　　核对人：＿＿＿＿＿＿</p></section>'
    )


def side_by_side(one: str, other: str) -> tuple[str, str]:
    """Both texts as HTML; what only one of them has stands in <mark>."""
    left: list[str] = []
    right: list[str] = []
    for step in Indel.opcodes(one, other):
        here, there = one[step.src_start : step.src_end], other[step.dest_start : step.dest_end]
        same = step.tag == "equal"
        left.append(escape(here) if same or not here else f"<mark>{escape(here)}</mark>")
        right.append(escape(there) if same or not there else f"<mark>{escape(there)}</mark>")
    return "".join(left), "".join(right)


def _head(case: Case) -> str:
    facts: Sequence[str] = [case.case_id, f"{case.received_at:%Y-%m-%d}", case.handling_unit]
    return f"<th>{'　'.join(escape(fact) for fact in facts if fact)}</th>"


def _text(case: Case) -> str:
    whole = masked(f"{case.title}\n{case.text}".strip())
    return whole if len(whole) <= SHOWN else whole[: SHOWN - 1] + "…"
