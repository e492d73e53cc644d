"""How near do two cases lie in time and in the administration's map?

Columns that no wording gives: how few days lie between the two (one affair brings its letters within weeks; after a year a case is
neither nearer nor farther), and whether they name one city, district or town or none in common (`engine.territory`). Read from the
heads of stored records: two numbers a case. Where a time is not known a pair counts as two months apart, which says nothing; where
no place is named there is neither agreement nor conflict. Closeness is evidence and no window: nothing is ruled out by its age.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.case import Case
from engine.kernels import kernel
from engine.prepared import WORD32_MOMENT, WORD64_TERRITORY, Prepared
from engine.stack import Stack, stack
from engine.territory import LEVELS, TOWN

CIRCUMSTANCES = ("recent", "district_conflict", "town_agree", "town_conflict")
"""recent: 1 for the same moment, falling with the logarithm of the days to 0 after FAR days, UNKNOWN without a time; the others 0
or 1. A city in conflict counts as a district."""
FAR: Final = 365
"""Days from which two cases are far apart, whatever lies beyond."""
_DAY: Final = 86_400.0
_LOG_FAR: Final = float(np.log1p(FAR))
UNKNOWN: Final = 1.0 - float(np.log1p(60)) / _LOG_FAR
"""`recent` of 60 days: there a model that knew no days expected as many pairs to be one matter as there were (docs/quality.md)."""
MASKS: Final = np.array([((1 << count) - 1) << first for first, count in LEVELS], dtype=np.uint64)
_TOWN: Final = LEVELS.index(TOWN)
_MOST: Final = (1 << 32) - 2
_EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def moment_of(case: Case) -> int:
    """Seconds since 1970 as 32 bits: odd where the case was received at a time of day, even where only the day is known, as at
    midnight; 0 for times that 32 bits cannot say."""
    at = case.received_at
    seconds = int((at - _EPOCH).total_seconds())
    if not 0 < seconds < _MOST:
        return 0
    return seconds | 1 if case.has_clock and (at.hour or at.minute or at.second) else seconds & ~1


def circumstances(new: Prepared, records: Stack) -> NDArray[np.float32]:
    """float32 (n, len(CIRCUMSTANCES)) of `new` against stored records, whose versions were looked at (`features.read_words`)."""
    out = np.zeros((len(records), len(CIRCUMSTANCES)), dtype=np.float32)
    joined = records.joined
    compare_heads(
        np.int64(new.moment), np.uint64(new.territory), np.frombuffer(joined, "<u4"), np.frombuffer(joined, "<u8"),
        records.edges[:-1], MASKS, out,
    )  # fmt: skip
    return out


def warm() -> None:
    """Compile every kernel of this module."""
    none, out = np.zeros(1, dtype=np.int64)[:-1], np.zeros((0, len(CIRCUMSTANCES)), dtype=np.float32)
    empty = stack([]).joined
    compare_heads(np.int64(0), np.uint64(0), np.frombuffer(empty, "<u4"), np.frombuffer(empty, "<u8"), none, MASKS, out)


@kernel
def compare_heads(moment, territory, r32, r64, starts, masks, out):  # type: ignore[no-untyped-def]
    """A row of `out` for each record that begins at one of `starts` (bytes)."""
    for c in range(len(starts)):
        start = starts[c]
        other = np.int64(r32[(start >> 2) + WORD32_MOMENT])
        # Two moments of a clock that are one: the time of a file, or of a load, that stands in for what nobody noted.
        out[c, 0] = UNKNOWN
        if moment != 0 and other != 0 and (moment != other or moment & 1 == 0):
            days = abs(moment - other) / _DAY
            out[c, 0] = max(0.0, 1.0 - np.log1p(days) / _LOG_FAR)
        theirs = r64[(start >> 3) + WORD64_TERRITORY]
        for level in range(len(masks)):
            one, two = territory & masks[level], theirs & masks[level]
            if one == 0 or two == 0:
                continue
            if one & two == 0:
                out[c, 3 if level == _TOWN else 1] = 1.0
            elif level == _TOWN:
                out[c, 2] = 1.0
