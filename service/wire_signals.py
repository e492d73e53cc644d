"""How are hotspots and early signals asked for, and how do they go out? (GET /v1/hotspots, GET /v1/alerts)"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from engine.signals import Signal, Topic
from service.signals import Alerts, Hotspots, Period, days_until, month_of
from service.wire_answers import read_limit
from service.wire_fields import Reading
from service.wire_time import EARLIEST_YEAR, SHANGHAI, read_time, write_time

LISTED = 20
DAYS = 7
MOST_DAYS = 92
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


def read_hotspots_query(query: Mapping[str, str], now: datetime) -> tuple[int, Period]:
    """(limit, the month) from ?limit= and ?month=, which is the present one unless given. Raises WrongFields."""
    reading, here = Reading(), now.astimezone(SHANGHAI)
    limit, asked = read_limit(reading, query.get("limit"), LISTED), query.get("month") or ""
    year, month = here.year, here.month
    if asked:
        found = _MONTH.fullmatch(asked)
        if found is None or not EARLIEST_YEAR < int(found[1]) < 9999:
            reading.wrong("month", asked, "YYYY-MM", "for example 2026-10")
        else:
            year, month = int(found[1]), int(found[2])
    reading.finish()
    return limit, month_of(year, month, here)


def read_alerts_query(query: Mapping[str, str], now: datetime) -> tuple[int, Period]:
    """(limit, the days looked at) from ?limit=, ?days= and ?until=, which is now unless given. Raises WrongFields."""
    reading = Reading()
    limit, days, until = read_limit(reading, query.get("limit"), LISTED), query.get("days") or str(DAYS), query.get("until") or ""
    if not (days.isascii() and days.isdigit() and 1 <= int(days[:4]) <= MOST_DAYS and len(days) <= 4):
        reading.wrong("days", days, f"1 to {MOST_DAYS}", f"leave it out for {DAYS}")
    end = read_time(until, end_of_day=True) if until else None
    if until and end is None:
        reading.wrong("until", until, "a day or a time of ISO 8601", "for example 2026-11-03; leave it out for now")
    reading.finish()
    return limit, days_until(now.astimezone(SHANGHAI) if end is None else end.at, int(days))


def write_hotspots(found: Hotspots) -> dict[str, object]:
    """The answer of GET /v1/hotspots."""
    return {
        "month": found.period.since.strftime("%Y-%m"),
        "cases": found.cases,
        "persons": found.persons,
        "unsorted": found.unsorted,
        "topics": [_topic(each) for each in found.topics],
    }


def write_alerts(found: Alerts) -> dict[str, object]:
    """The answer of GET /v1/alerts."""
    return {
        "since": write_time(found.period.since),
        "until": write_time(found.period.until),
        "compared_since": write_time(found.period.before),
        "cases": found.cases,
        "alerts": [_signal(each) for each in found.signals],
    }


def _topic(topic: Topic) -> dict[str, object]:
    return {
        "topic": topic.kind,
        "name": topic.name,
        "persons": topic.persons,
        "cases": topic.cases,
        "matters": topic.matters,
        "persons_before": topic.before,
        "change": topic.change,
        "units": _counted("unit", topic.units),
        "localities": _counted("locality", topic.localities),
        "case_ids": list(topic.examples),
    }


def _signal(signal: Signal) -> dict[str, object]:
    return {
        "kind": signal.what,
        "topic": signal.kind,
        "name": signal.name,
        "locality": signal.locality,
        "persons": signal.persons,
        "cases": signal.cases,
        "expected_persons": signal.expected,
        "p": None if signal.p is None else float(f"{signal.p:.3g}"),
        "matter_id": signal.matter_id or None,
        "units": _counted("unit", signal.units),
        "case_ids": list(signal.examples),
    }


def _counted(name: str, pairs: Iterable[tuple[str, int]]) -> list[dict[str, object]]:
    return [{name: word, "count": count} for word, count in pairs]
