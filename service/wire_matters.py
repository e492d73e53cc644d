"""How is a page of matters asked for, and how does it go out? (GET /v1/matters)"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence

from index.store_types import MatterOrder
from service.matters import SORTS, MatterFilter, MatterLine, MatterPlace
from service.wire_answers import read_limit
from service.wire_fields import Reading
from service.wire_time import write_time

MATTERS_A_PAGE = 20


def read_matters_query(query: Mapping[str, str]) -> tuple[int, MatterOrder, MatterPlace | None, MatterFilter]:
    """(limit, sort, where the page begins, which) from ?limit=, ?sort=, ?cursor=, ?unit= and ?open=. Raises WrongFields."""
    reading = Reading()
    limit = read_limit(reading, query.get("limit"), MATTERS_A_PAGE)
    sort = reading.choice("sort", query.get("sort") or SORTS[0], SORTS, "by what are the matters to be sorted?")
    unit = reading.short("unit", query.get("unit"))
    is_open = reading.choice("open", query.get("open") or "false", ("false", "true"), "true for those with an open case")
    cursor = query.get("cursor") or ""
    place = _place(cursor, sort)
    if cursor and place is None:
        reading.wrong(
            "cursor", cursor, "a cursor of an earlier answer with the same sort", "leave it out for the first page"
        )
    reading.finish()
    return limit, sort, place, MatterFilter(unit, is_open == "true")


def write_matters(lines: Sequence[MatterLine], following: MatterPlace | None) -> dict[str, object]:
    """One page. `cursor` asks for the next one; null after the last."""
    return {"matters": [_line(each) for each in lines], "cursor": None if following is None else _cursor(following)}


def _line(line: MatterLine) -> dict[str, object]:
    summary = line.summary
    return {
        "matter_id": summary.matter_id,
        "title": line.title,
        "size": summary.size,
        "open": summary.open,
        "persons": line.persons,
        "repeats": summary.repeats,
        "first_received_at": write_time(summary.first_received),
        "last_received_at": write_time(summary.last_received),
        "units": [{"unit": unit, "count": count} for unit, count in line.units],
        "replies": line.replies,
    }


def _cursor(place: MatterPlace) -> str:
    return base64.urlsafe_b64encode(f"{place.sort}:{place.value}:{place.matter_id}".encode()).decode()


def _place(cursor: str, sort: MatterOrder) -> MatterPlace | None:
    """What `_cursor` wrote for this sort; None for anything else."""
    try:
        found, value, matter_id = (
            base64.b64decode(cursor.encode(), altchars=b"-_", validate=True).decode().split(":", 2)
        )
    except (ValueError, binascii.Error):
        return None
    if found != sort or not (value.isascii() and value.lstrip("-").isdigit() and len(value) < 19):
        return None
    return MatterPlace(sort, int(value), matter_id)
