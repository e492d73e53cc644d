"""What would a MAP.toml for this file look like?

Proposes one from the header and the first rows, to be read and mended by a person: known names first, then what the cells
look like (numbers that never repeat, long texts, dates). Nothing of a cell's content is printed but words of closed lists
that nobody knows yet, so that the proposal can be mailed around.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from service.column_names import OWN_NAMES
from service.columns import case_reader, iso_time, proposed_columns
from service.errors import LeianError, WrongFields
from service.files import FileProblem, open_table
from service.wire import SHANGHAI, parse_case

ROWS = 300  # looked at
CODED = ("channel", "case_type", "status")
"""Fields that take words of a list; a word that is not in it is listed under [values]."""
MOST_WORDS = 30
LONG_TEXT = 15  # characters on average, from which a column may be the text
PROBE = datetime(2000, 1, 1, tzinfo=SHANGHAI)

_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}")
_ID_NO = re.compile(r"\d{17}[\dXx]")
_CODE = re.compile(r"[A-Za-z0-9〔〕\[\]()（）_./-]{1,64}")


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    cells: Sequence[str]  # those that are filled

    def share(self, test: Callable[[str], object]) -> float:
        return sum(bool(test(cell)) for cell in self.cells) / max(1, len(self.cells))


def guess_map(path: Path) -> str:
    """A proposal for `path` as TOML, with comments. Raises FileProblem for what cannot be read or holds no row."""
    with open_table(path) as table:
        rows = [row.fields for row in islice((row for row in table if not row.problem), ROWS)]
        named = dict.fromkeys(name for row in rows for name in row)
        # JSON objects that use the contract's own names need no map for these.
        header = table.header or tuple(name for name in named if name not in OWN_NAMES)
        encoding = table.encoding
    if not named:
        raise FileProblem(f"{path}: no row with columns was found")
    by_name = proposed_columns(header)
    columns = [_Column(name, _filled(rows, name)) for name in header if name]
    by_content = _by_content([column for column in columns if column.name not in by_name], set(by_name.values()))
    plan = {**by_name, **by_content}
    lines = [f"# Proposed for {path.name} from its header and {len(rows)} rows; check it before use.", "", "[columns]"]
    for column in columns:
        target = plan.get(column.name, "")
        remark = "  # by its content, not its name" if column.name in by_content else ""
        remark = remark or ("" if target else "  # kept as it is, in extra")
        lines.append(f"{_quoted(column.name)} = {_quoted(target)}{remark}")
    found = {*plan.values(), *named}
    missing = [name for name in ("case_id", "text") if name not in found]
    lines += [f'# needed and not found: {name}; write "the column" = "{name}"' for name in missing]
    lines += _values(columns, plan)
    if encoding in ("gb18030", "utf-16"):
        lines[1:1] = [f"encoding = {_quoted(encoding)}"]
    return "\n".join(lines) + "\n"


def _filled(rows: Sequence[Mapping[str, object]], name: str) -> list[str]:
    return [str(row[name]).strip() for row in rows if row.get(name) not in (None, "")]


def _by_content(columns: Sequence[_Column], taken: set[str]) -> dict[str, str]:
    """Fields that nothing in the header named: the surest first, each once."""
    found: dict[str, str] = {}

    def claim(target: str, worth: Callable[[_Column], float]) -> None:
        left = [column for column in columns if column.name not in found and column.cells]
        best = max(left, key=worth, default=None)
        if target not in taken and best is not None and worth(best) > 0:
            found[best.name] = target

    claim("petitioner.id_no", lambda column: column.share(_ID_NO.fullmatch) > 0.8)
    claim("petitioner.phone", lambda column: column.share(_PHONE.fullmatch) > 0.8)
    claim("received_at", lambda column: column.share(lambda cell: iso_time(cell) != cell or "T" in cell) > 0.8)
    claim("case_id", lambda column: _looks_like_ids(column))
    claim("text", lambda column: max(0.0, sum(map(len, column.cells)) / len(column.cells) - LONG_TEXT))
    return found


def _looks_like_ids(column: _Column) -> bool:
    return len(set(column.cells)) == len(column.cells) and column.share(_CODE.fullmatch) == 1.0


def _values(columns: Sequence[_Column], plan: Mapping[str, str]) -> list[str]:
    """A [values.FIELD] for each coded field with words that are not understood, most frequent first."""
    lines: list[str] = []
    for column in columns:
        field = plan.get(column.name, "")
        if field not in CODED:
            continue
        unknown = [word for word, _ in Counter(column.cells).most_common(MOST_WORDS) if not _accepted(field, word)]
        if unknown:
            lines += ["", f"[values.{field}]  # write the contract's word behind each"]
            lines += [f'{_quoted(word)} = ""' for word in unknown]
    return lines


def _accepted(field: str, word: str) -> bool:
    row = case_reader(("case_id", "text", field))({"case_id": "1", "text": "x", field: word})
    try:
        parse_case(row, PROBE)
    except WrongFields as error:
        return not any(each.field == field for each in error.errors)
    except LeianError:
        return False
    return True


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are valid there."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
