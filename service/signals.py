"""Which period is asked for, and what is it compared with? (GET /v1/hotspots, GET /v1/alerts)

Months and days are those of Asia/Shanghai. What is counted, and how a rise is told from chance, is in `engine.signals`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.signals import Signal, Topic, signals, topics
from index.store import Store

WEEKS_BEFORE = 8
"""Times the length of an alert's window that its past is long: enough to know a rate, short enough to follow the seasons."""


@dataclass(frozen=True, slots=True)
class Period:
    """[since, until) and where the period that it is compared with begins; that one ends at `since`."""

    since: datetime
    until: datetime
    before: datetime


@dataclass(frozen=True, slots=True)
class Hotspots:
    """Topics of a period. cases, persons: all in it; unsorted: cases that name no kind of trouble that is known."""

    period: Period
    topics: tuple[Topic, ...]
    cases: int
    persons: int
    unsorted: int


@dataclass(frozen=True, slots=True)
class Alerts:
    """Signals of a period."""

    period: Period
    signals: tuple[Signal, ...]
    cases: int


def month_of(year: int, month: int, zone: datetime) -> Period:
    """A calendar month and the one before it, in the time zone of `zone`."""
    since = datetime(year, month, 1, tzinfo=zone.tzinfo)
    return Period(since, _next_month(since), _month_before(since))


def days_until(until: datetime, days: int) -> Period:
    """So many days up to `until`, and WEEKS_BEFORE times as many before them."""
    since = until - timedelta(days=days)
    return Period(since, until, since - WEEKS_BEFORE * timedelta(days=days))


def hotspots(store: Store, period: Period, limit: int) -> Hotspots:
    """The topics with the most distinct persons. Reads every case of both periods: two seconds for 100,000."""
    with store.read() as reader:
        now = list(reader.sightings(period.since, period.until))
        before = list(reader.sightings(period.before, period.since))
    found, persons = topics(now, before, limit)
    return Hotspots(period, tuple(found), len(now), persons, sum(not case.kinds for case in now))


def alerts(store: Store, period: Period, limit: int) -> Alerts:
    """What rose, and which matters many persons raised."""
    with store.read() as reader:
        recent = list(reader.sightings(period.since, period.until))
        before = list(reader.sightings(period.before, period.since))
    share = (period.until - period.since) / (period.until - period.before)
    return Alerts(period, tuple(signals(recent, before, share, limit)), len(recent))


def _next_month(first: datetime) -> datetime:
    return (first + timedelta(days=32)).replace(day=1)


def _month_before(first: datetime) -> datetime:
    return (first - timedelta(days=1)).replace(day=1)
