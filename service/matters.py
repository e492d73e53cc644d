"""Which matters are the largest, the oldest, the most repeated, and who stands behind them? (GET /v1/matters)

Sizes, spans and repeats are summed up by the store; persons, units and replies are counted here, for the matters of one page
alone. Confidential cases are left out before anything is counted. Not for: which case belongs to which matter
(`engine.group`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engine.persons import count_persons
from engine.prepared import unpack
from index.store import MatterOrder, MatterSummary, Reader, Store, StoredCase

SORTS: tuple[MatterOrder, ...] = ("size", "age", "repeat")
MOST_MEMBERS = 200  # of one matter whose persons, units and replies are counted
TITLE_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class MatterLine:
    """A matter in a list. `persons`, `units` and `replies` count its first MOST_MEMBERS cases."""

    summary: MatterSummary
    title: str
    persons: int
    units: tuple[tuple[str, int], ...]
    replies: int


@dataclass(frozen=True, slots=True)
class MatterFilter:
    """Which matters: those of which `unit` handles a case, those of which one is open."""

    unit: str = ""
    open_only: bool = False


@dataclass(frozen=True, slots=True)
class MatterPlace:
    """Where a page begins: behind the matter with this value of the sort, and this id."""

    sort: MatterOrder
    value: int
    matter_id: str


EVERY_MATTER = MatterFilter()


def matter_page(
    store: Store, limit: int, sort: MatterOrder, after: MatterPlace | None, wanted: MatterFilter = EVERY_MATTER
) -> tuple[list[MatterLine], MatterPlace | None]:
    """One page and where the next one begins; None after the last."""
    place = None if after is None else (after.value, after.matter_id)
    with store.read() as reader:
        found = reader.matters(
            limit + 1, sort, after=place, confidential=False, unit=wanted.unit, open_only=wanted.open_only
        )
        lines = [_line(reader, summary) for summary in found[:limit]]
    if len(found) <= limit:
        return lines, None
    last = found[limit - 1]
    return lines, MatterPlace(sort, last.sort_value(sort), last.matter_id)


def _line(reader: Reader, summary: MatterSummary) -> MatterLine:
    seqs = reader.matter_members(summary.matter_id)[:MOST_MEMBERS]
    members = [stored for stored in reader.get_many(seqs).values() if not stored.case.confidential]
    first = min(members, key=lambda each: (each.case.received_at, each.seq), default=None)
    return MatterLine(
        summary,
        "" if first is None else (first.case.title or first.case.text)[:TITLE_CHARACTERS],
        count_persons([unpack(stored.prepared).persons for stored in members]),
        _units(members),
        sum(stored.case.official_reply is not None for stored in members),
    )


def _units(members: Sequence[StoredCase]) -> tuple[tuple[str, int], ...]:
    """The handling units and how many of the cases each has, the busiest first."""
    return tuple(Counter(stored.case.handling_unit for stored in members if stored.case.handling_unit).most_common())
