"""Which column of an office's export is which field of a case?

Every intake system names its columns differently; `FIELDS` lists the names met so far, the surest first, and a MAP.toml
says the rest. A column that nobody claims is kept: it ends in the case's `extra`.
Not for: checking that the values make a case (`service.wire` does, with one message per field).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from service import column_names as names

CONTRACT_FIELDS = frozenset(names.FIELDS)

_TIME = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(\d{1,2})[:时点](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?秒?|分)?)?"
)
_COMPACT_TIME = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")
_DAY_NUMBER = re.compile(r"[2-7]\d{4}(?:\.\d+)?")  # days since 1899-12-30; here those of 1954 to 2118
_DAY_ZERO = datetime(1899, 12, 30)  # a spreadsheet knows no zone
_LOST_DIGITS = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")  # rounded by a spreadsheet: 1.38E+10 stands for a million phones
_SEPARATORS = re.compile(r"[、,，;；\n]+")


class MapProblem(Exception):
    """A MAP.toml or a header from which no case can be made; the message says what to write."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What an operator's MAP.toml says.

    `columns`: column → field ("" = keep as extra); `defaults`: field → value where the row has none; `values`: field →
    {word: value}; `encoding` and `delimiter` as Python names them.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None


RowReader = Callable[[Mapping[str, object]], dict[str, object]]
NO_MAP = ColumnMap()
KNOWN_SHAPES = 1000  # different sets of JSON keys whose reading is remembered; real exports have one to five


def read_map(path: Path) -> ColumnMap:
    """Read a MAP.toml. Raises MapProblem for unreadable TOML, unknown settings and unknown fields."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise MapProblem(f"{path}: {error}") from error
    unknown = sorted(set(data) - {"columns", "defaults", "values", "encoding", "delimiter"})
    if unknown:
        known = "columns, defaults, values, encoding, delimiter"
        raise MapProblem(f"{path}: unknown setting {unknown[0]!r}; known: {known}")
    for name in ("columns", "defaults", "values"):
        if not isinstance(data.get(name, {}), dict):
            raise MapProblem(f"{path}: [{name}] must be a table")
    wanted = {*data.get("columns", {}).values(), *data.get("defaults", {}), *data.get("values", {})}
    for target in sorted(map(str, wanted)):
        if target and target not in CONTRACT_FIELDS:
            raise MapProblem(f"{path}: no field {target!r}; fields: {', '.join(sorted(CONTRACT_FIELDS))}")
    return ColumnMap(**data)


def plan_columns(header: Sequence[str], chosen: ColumnMap = NO_MAP) -> dict[str, str]:
    """Column → field for the columns that are fields: the map's word first, then the contract's name, then known ones.

    Two columns never share a field: the surer name has it. Raises MapProblem if `case_id` or `text` has no column.
    """
    plan = _find_fields(header, chosen, frozenset())
    missing = [name for name in ("case_id", "text") if name not in plan.values() and name not in chosen.defaults]
    if missing:
        raise MapProblem(
            f"no column for {' and '.join(missing)} among: {', '.join(header)}; say which it is in a map file: "
            f'[columns] "{header[0] if header else "…"}" = "{missing[0]}"'
        )
    return plan


def proposed_columns(header: Sequence[str]) -> dict[str, str]:
    """Column → field for the known names alone, whether or not they are enough for a case."""
    return _find_fields(header, NO_MAP, frozenset())


def known_columns(header: Sequence[str], chosen: ColumnMap = NO_MAP) -> int:
    """How many of these names are columns of the map or known ones: what makes a row of a sheet its header."""
    return len(_find_fields([name for name in header if name.strip()], chosen, frozenset()))


def case_reader(header: Sequence[str], chosen: ColumnMap = NO_MAP) -> RowReader:
    """The function that makes a row of this file the contract's Case as a plain object: nested, ready for the wire.

    `header` is empty for JSON lines. Cells of a CSV lose their emptiness marks and get dates and words in the
    contract's form; in JSON what stands under the contract's own names passes unchanged, as it would over HTTP.
    Raises MapProblem like `plan_columns`.
    """
    if header:
        plan = plan_columns(header, chosen)
        return lambda cells: _with_defaults(_case_fields(cells, plan, chosen), chosen)
    plans: dict[tuple[str, ...], dict[str, str]] = {}

    def from_object(row: Mapping[str, object]) -> dict[str, object]:
        own = {key: value for key, value in row.items() if key in names.OWN_NAMES and key not in chosen.columns}
        if len(own) == len(row):
            return _with_defaults(own, chosen)
        keys = tuple(row)
        if keys not in plans:
            if len(plans) >= KNOWN_SHAPES:
                plans.clear()
            plans[keys] = _find_fields([key for key in row if key not in own], chosen, frozenset(own))
        plan = plans[keys]
        claimed = {key: row[key] for key in plan}
        rest = {key: value for key, value in row.items() if key not in plan}
        return _with_defaults({**_case_fields(claimed, plan, chosen), **rest}, chosen)

    return from_object


def iso_time(cell: str) -> str:
    """A date or time as offices write it, in ISO 8601; anything else unchanged.

    >>> iso_time("2026/3/1 9:05"), iso_time("2026年3月1日"), iso_time("20260301090500"), iso_time("昨天")
    ('2026-03-01T09:05:00', '2026-03-01', '2026-03-01T09:05:00', '昨天')
    >>> iso_time("46082"), iso_time("46082.5")  # a spreadsheet's day number, from a column without a date format
    ('2026-03-01', '2026-03-01T12:00:00')
    """
    if _DAY_NUMBER.fullmatch(cell.strip()):
        moment = _DAY_ZERO + timedelta(seconds=round(float(cell) * 86_400))
        return moment.isoformat() if "." in cell else moment.date().isoformat()
    found = _TIME.fullmatch(cell.strip()) or _COMPACT_TIME.fullmatch(cell.strip())
    if not found:
        return cell
    year, month, day, hour, minute, second = found.groups()
    date = f"{year}-{int(month):02}-{int(day):02}"
    return f"{date}T{int(hour):02}:{int(minute):02}:{int(second or 0):02}" if hour else date


def _find_fields(header: Sequence[str], chosen: ColumnMap, taken: frozenset[str]) -> dict[str, str]:
    explicit = {_plain(column): target for column, target in chosen.columns.items()}
    plan = {column: explicit[_plain(column)] for column in header if _plain(column) in explicit}
    used = {*plan.values(), *taken}
    left = {_plain(column): column for column in reversed(header) if column not in plan}
    for target, known in names.FIELDS.items():
        for name in (target, *known):
            if name in left and target not in used and target.partition(".")[0] not in taken:
                plan[left.pop(name)] = target
                used.add(target)
    return {column: target for column, target in plan.items() if target}


def _case_fields(cells: Mapping[str, object], plan: Mapping[str, str], chosen: ColumnMap) -> dict[str, object]:
    case: dict[str, object] = {}
    for column, value in cells.items():
        target = plan.get(column)
        if target is None:
            if value not in ("", None):
                case[column] = value
        elif isinstance(value, str):
            _put_cell(case, target, value, chosen)
        else:
            _put(case, target, value)
    return case


def _with_defaults(case: dict[str, object], chosen: ColumnMap) -> dict[str, object]:
    for target, default in chosen.defaults.items():
        outer, _, inner = target.partition(".")
        holder = case.get(outer)
        if holder is None or (inner and isinstance(holder, dict) and inner not in holder):
            _put_cell(case, target, default, chosen)
    return case


def _put_cell(case: dict[str, object], target: str, cell: str, chosen: ColumnMap) -> None:
    words = chosen.values.get(target)
    if words and cell.strip() in words:
        _put(case, target, words[cell.strip()])
        return
    if cell.strip().lower() in names.NOTHING:
        return
    if target.startswith(("petitioner.", "represented.")) and cell.strip() in names.NO_PERSON:
        return
    if target.endswith((".phone", ".id_no")) and _LOST_DIGITS.fullmatch(_spreadsheet_text(cell)):
        case[f"{target} (rounded by a spreadsheet)"] = cell
        return
    convert = _CONVERT.get(target)
    _put(case, target, convert(cell) if convert else cell)


def _spreadsheet_text(cell: str) -> str:
    """A number that someone protected from a spreadsheet ('138…, ="138…", a tab) or that one has made 138….0."""
    bare = cell.strip().removeprefix("'")
    if bare.startswith('="') and bare.endswith('"'):
        bare = bare[2:-1]
    return bare.removesuffix(".0") if re.fullmatch(r"\d+\.0", bare) else bare


def _flag(cell: str) -> object:
    word = cell.strip().lower()
    return True if word in names.TRUE_WORDS else False if word in names.FALSE_WORDS else cell


def _persons(cell: str) -> object:
    return [{"name": name.strip()} for name in _SEPARATORS.split(cell) if name.strip()]


def _list(cell: str) -> object:
    return [part.strip() for part in re.split(r"[;；\n]+", cell) if part.strip()]


_CONVERT: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("case_id", "petitioner.phone", "petitioner.id_no", "represented.phone"), _spreadsheet_text),
    **dict.fromkeys(("received_at", "due_at", "closed_at", "official_reply.replied_at"), iso_time),
    **dict.fromkeys(("confidential", "petitioner.anonymous"), _flag),
    "co_petitioners": _persons,
    "official_reply.legal_basis": _list,
    "category": _list,
    "status": lambda cell: names.STATUS_WORDS.get(cell.strip(), cell.strip()),
    "outcome": lambda cell: names.OUTCOME_WORDS.get(cell.strip(), cell.strip()),
}


def _put(case: dict[str, object], target: str, value: object) -> None:
    outer, _, inner = target.partition(".")
    if not inner:
        case.setdefault(outer, value)
        return
    holder = case.setdefault(outer, {})
    if isinstance(holder, dict):
        holder.setdefault(inner, value)


def _plain(column: str) -> str:
    """A column's name without what differs between exports: width, spaces, a remark in brackets, letter case."""
    folded = unicodedata.normalize("NFKC", column).strip().lower()
    return re.sub(r"\s+|\(.*?\)|[:*]", "", folded) or folded
