"""What is asked about all cases at once: matters by size, and what topics and signals are counted from?

The part of a Reader (`index.store_read`) that sums up instead of looking up. Times are zone-aware UTC.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal_column, or_, select

from engine.prepared import unpack
from engine.signals import Sighting
from engine.verdict import Code
from index.schema import cases, prepared, sql, sql_and_values
from index.store_types import MatterOrder, MatterSummary, from_micros, micros

REPEATING = (
    Code.SUBMIT_TWICE, Code.REPEAT_PETITION, Code.FOLLOW_UP_URGE, Code.FOLLOW_UP_SUPPLEMENT, Code.RECURRENCE, Code.WITHDRAWAL
)  # fmt: skip
"""Verdicts by which a person came back with a matter."""


class Counts:
    """Needs `_execute`, a connection's own."""

    _execute: Callable[..., sqlite3.Cursor]

    def matters(
        self,
        limit: int,
        sort: MatterOrder = "size",
        after: tuple[int, str] | None = None,
        smallest: int = 2,
        confidential: bool | None = None,
        unit: str | None = None,
        open_only: bool = False,
    ) -> list[MatterSummary]:
        """Matters of at least `smallest` cases: the largest, oldest, last added to or most repeated first.

        `after` is the (`sort_value`, id) of the last matter of the page before. `confidential` as in CaseFilter: the
        others are not counted. Sums up an index: 3 ms for 1,000 cases that belong to a matter. `unit`: matters of which that
        unit handles a case (reads the cases themselves); `open_only`: of which one is open.
        """
        value, falling = _MATTER_ORDERS[sort]
        wanted = _MATTERS.having(smallest <= _SIZE)
        if confidential is not None:
            wanted = wanted.where(cases.c.confidential == int(confidential))
        if unit:
            wanted = wanted.having(func.sum(case((cases.c.handling_unit == unit, 1), else_=0)) > 0)
        if open_only:
            wanted = wanted.having(func.sum(cases.c.is_open) > 0)
        if after is not None:
            beyond = value < after[0] if falling else value > after[0]
            wanted = wanted.having(or_(beyond, and_(value == after[0], cases.c.matter_id > after[1])))
        wanted = wanted.order_by(value.desc() if falling else value, cases.c.matter_id).limit(limit)
        rows = self._execute(*sql_and_values(wanted))
        return [
            MatterSummary(m, size, from_micros(first), from_micros(last), is_open, repeats)
            for m, size, first, last, is_open, repeats in rows
        ]

    def sightings(self, since: datetime, until: datetime) -> Iterator[Sighting]:
        """What is counted of each case received in [since, until), oldest first; confidential ones are left out."""
        for case_id, at, unit, locality, matter_id, body in self._execute(
            _SIGHTINGS, {"since": micros(since), "until": micros(until)}
        ):
            known = unpack(body)
            yield Sighting(case_id, from_micros(at), known.grievances, locality, unit, matter_id, known.persons)


_SIZE = func.count()
_FIRST = func.min(cases.c.received_at)
_LAST = func.max(cases.c.received_at)
_REPEATS = func.sum(cases.c.verdict.in_([literal_column(f"'{code}'") for code in REPEATING]))
_MATTERS = (
    select(cases.c.matter_id, _SIZE, _FIRST, _LAST, func.sum(cases.c.is_open), _REPEATS)
    .where(cases.c.matter_id > "")
    .group_by(cases.c.matter_id)
)
_MATTER_ORDERS: dict[MatterOrder, tuple[ColumnElement[Any], bool]] = {
    "size": (_SIZE, True), "age": (_FIRST, False), "latest": (_LAST, True), "repeat": (_REPEATS, True)
}  # fmt: skip
"""What each order sorts by, and whether the highest comes first."""
_SIGHTINGS = sql(
    select(
        cases.c.case_id, cases.c.received_at, cases.c.handling_unit, cases.c.locality, cases.c.matter_id, prepared.c.body
    )
    .select_from(cases.join(prepared, prepared.c.seq == cases.c.seq))
    .where(cases.c.received_at >= bindparam("since"), cases.c.received_at < bindparam("until"), cases.c.confidential == 0)
    .order_by(cases.c.received_at, cases.c.seq)
)
