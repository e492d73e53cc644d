"""When did it happen, as intake systems write it?

ISO 8601; a time without a zone is Asia/Shanghai. Also read, because exports are full of them: `2026/11/3 8:05` and
`2026年11月3日`. All times come out zone-aware in Asia/Shanghai.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

# A fixed offset and not the zone database: China keeps one time without summer time (since 1992), and small systems
# have no zone database at all.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
EARLIEST_YEAR = 1900  # earlier years are typing errors, and year 1 cannot be converted between zones
END_OF_DAY = time(23, 59, 59)  # a term named by its day runs to the end of that day (《民法典》第二百零三条)

_DATE_ONLY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}")
_LOOSE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})秒?|分)?)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Moment:
    """`at` is zone-aware; `has_clock` is False where only a day was given."""

    at: datetime
    has_clock: bool


def read_time(text: str, *, end_of_day: bool = False) -> Moment | None:
    """The moment that `text` names, or None. A day alone is its midnight, or its last second with `end_of_day`."""
    text = text.strip()
    if not 8 <= len(text) <= 40:
        return None
    try:
        if _DATE_ONLY.fullmatch(text):
            return _at_day(date.fromisoformat(text), end_of_day)
        if text[4] == "-" and text[10:11] in "T ":  # the common form, read by C
            with suppress(ValueError):
                return _moment(datetime.fromisoformat(text))
        loose = _LOOSE.fullmatch(text)
        if loose is None:
            return _moment(datetime.fromisoformat(text))
        year, month, day, hour, minute, second = (None if part is None else int(part) for part in loose.groups())
        found = date(year or 0, month or 0, day or 0)
        if hour is None:
            return _at_day(found, end_of_day)
        return _moment(datetime.combine(found, time(hour, minute or 0, second or 0)))
    except (ValueError, OverflowError):
        return None


def write_time(at: datetime, *, has_clock: bool = True) -> str:
    """ISO 8601 in Asia/Shanghai, or the day alone where nothing but the day is known."""
    local = at.astimezone(SHANGHAI)
    return local.isoformat() if has_clock else local.date().isoformat()


def _moment(at: datetime) -> Moment | None:
    local = at.replace(tzinfo=SHANGHAI) if at.tzinfo is None else at.astimezone(SHANGHAI)
    return Moment(local, True) if local.year >= EARLIEST_YEAR else None


def _at_day(day: date, end_of_day: bool) -> Moment | None:
    if day.year < EARLIEST_YEAR:
        return None
    return Moment(datetime.combine(day, END_OF_DAY if end_of_day else time(), SHANGHAI), False)
