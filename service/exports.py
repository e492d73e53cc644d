"""Which columns has a list that leaves as a table, and how is it written so that Excel reads it and runs nothing?

CSV in UTF-8 with its mark, `\\r\\n`, Chinese headings; cells as `service.safe_cells` makes them, and a number of more than fifteen
digits with an apostrophe in front, because a spreadsheet would round it. No table names a petitioner: what is exported
lies about on desks. Not for: which cases are in a list (the routes), or files of a batch (`service.dedup`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from engine.advice import Precedent
from engine.signals import Signal, Topic
from index.records import unpack_verdict
from index.store_types import StoredCase
from service.matters import MatterLine
from service.pages.words import CHANNEL_NAMES, OUTCOMES, STATUSES, VERDICTS
from service.safe_cells import neutralised
from service.signals import Alerts, Hotspots
from service.wire_time import write_time

MARK = "\ufeff".encode()
MOST_EXACT_DIGITS = 15
"""Digits that a spreadsheet keeps of a number."""
SHOWN_IDS = 20

Row = Sequence[object]

CASES = ("编号", "收到", "标题", "渠道", "属地", "承办单位", "状态", "期限", "办结", "研判结论", "把握", "事项", "内容分类")
MATTERS = ("事项", "标题", "件数", "人数", "未办结", "重复", "最早", "最近", "承办单位", "答复数")
HITS = ("编号", "标题", "摘录", "状态", "承办单位")
TOPICS = ("月份", "类别", "人数", "件数", "事项数", "上月人数", "人数之比", "承办单位", "属地", "近例")
SIGNALS = ("自", "至", "种类", "类别", "属地", "人数", "件数", "按以往应有人数", "偶然的概率", "事项", "承办单位", "例")
PRECEDENTS = ("编号", "标题", "相近", "承办单位", "办理结果", "办结", "用时（天）", "共同要点", "答复意见")


def table(rows: Iterable[Row]) -> bytes:
    """The rows as lines of CSV, without the mark."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_cell(each) for each in row] for row in rows)
    return out.getvalue().encode("utf-8", "replace")


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = neutralised(value)
    is_long = isinstance(value, str) and len(value) > MOST_EXACT_DIGITS and value.isascii() and value.isdigit()
    return f"'{text}" if is_long else text


def case_row(stored: StoredCase) -> Row:
    case = stored.case
    verdict = None if stored.verdict is None else unpack_verdict(stored.verdict)
    return (
        case.case_id,
        write_time(case.received_at, has_clock=case.has_clock),
        case.title or case.text[:60],
        CHANNEL_NAMES.get(case.channel, "") if case.channel else "",
        case.locality,
        case.handling_unit,
        STATUSES[case.status],
        write_time(case.due_at) if case.due_at else "",
        write_time(case.closed_at) if case.closed_at else "",
        VERDICTS[verdict.verdict] if verdict else "",
        verdict.confidence if verdict else "",
        stored.matter_id,
        "、".join(case.category),
    )


def matter_row(line: MatterLine) -> Row:
    summary = line.summary
    return (
        summary.matter_id,
        line.title,
        summary.size,
        line.persons,
        summary.open,
        summary.repeats,
        write_time(summary.first_received),
        write_time(summary.last_received),
        _counted(line.units),
        line.replies,
    )


def hit_row(hit: Mapping[str, object], title: str, snippet: str) -> Row:
    """`title` and `snippet` as plain text."""
    status = str(hit.get("status") or "")
    return hit["case_id"], title, snippet, STATUSES.get(status, status), hit.get("handling_unit")


def topic_row(found: Hotspots, topic: Topic) -> Row:
    return (
        found.period.since.strftime("%Y-%m"),
        topic.name,
        topic.persons,
        topic.cases,
        topic.matters,
        topic.before,
        "" if topic.change is None else round(topic.change, 2),
        _counted(topic.units),
        _counted(topic.localities),
        _ids(topic.examples),
    )


def signal_row(found: Alerts, signal: Signal) -> Row:
    return (
        write_time(found.period.since),
        write_time(found.period.until),
        "上升" if signal.what == "rise" else "五人以上同一事项",
        signal.name,
        signal.locality,
        signal.persons,
        signal.cases,
        "" if signal.expected is None else round(signal.expected, 2),
        "" if signal.p is None else f"{signal.p:.3g}",
        signal.matter_id,
        _counted(signal.units),
        _ids(signal.examples),
    )


def precedent_row(found: Precedent) -> Row:
    return (
        found.case_id,
        found.title,
        found.score,
        found.handling_unit,
        OUTCOMES.get(found.outcome, found.outcome),
        write_time(found.closed_at) if found.closed_at else "",
        found.days_to_close,
        "、".join(found.why),
        found.official_reply.text,
    )


def _counted(pairs: Iterable[tuple[str, int]]) -> str:
    return "；".join(f"{word} {count}" for word, count in pairs)


def _ids(case_ids: Sequence[str]) -> str:
    return "；".join(case_ids[:SHOWN_IDS])
