"""How are verdicts and settled cases asked for from the shell?"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import typer

from engine.case import Case
from service.columns import NO_MAP, ColumnMap, case_reader
from service.commands.common import FAILED, chosen_columns, open_desk, reporting
from service.csv_rows import Row
from service.desk import Filters
from service.errors import BadJson, LeianError
from service.files import CSV_ENDINGS, JSON_ENDING, JSONL_ENDINGS
from service.json_rows import json_line
from service.load import ParsedRow, open_chosen, parsed_rows
from service.wire import SHANGHAI, parse_case, verdict_json

QUERY_ID = "(query)"  # stands for a text that is no case; no intake system numbers one like this
COLUMNS = ("case_id", "score", "grade", "title", "handling_unit", "outcome", "closed_at", "days_to_close")


def run_check(file: str, data: Path, map_file: Path | None) -> None:
    """Print a verdict, or a problem object, for each row. Exit 1 at the end if there was a problem."""
    failed = False
    with reporting():
        chosen = chosen_columns(map_file)
        rows = _piped(chosen) if file == "-" else _of_file(Path(file), chosen)
        with open_desk(data) as desk:
            for parsed in rows:
                if parsed.case is None:
                    failed = True
                    typer.echo(_problem_line(parsed))
                else:
                    typer.echo(verdict_json(desk.check(parsed.case)))
    if failed:
        raise typer.Exit(FAILED)


def run_similar(query: str, data: Path, limit: int) -> None:
    """Print the precedents of a text or of every case in a file."""
    with reporting(), open_desk(data) as desk:
        for case in _queries(query):
            answer = desk.precedents(case, None, limit=limit, filters=Filters())
            rows = [[_cell(getattr(found, name, "")) for name in COLUMNS] for found in answer.precedents]
            _print_table(case.case_id, rows)


def _now() -> datetime:
    return datetime.now(SHANGHAI)


def _of_file(path: Path, chosen: ColumnMap) -> Iterator[ParsedRow]:
    with open_chosen(path, chosen) as table:
        yield from parsed_rows(table, chosen, _now())


def _piped(chosen: ColumnMap) -> Iterator[ParsedRow]:
    """JSON lines from standard input, answered one by one: the other program may wait for each answer."""
    read = case_reader((), chosen)
    for number, line in enumerate(iter(sys.stdin.buffer.readline, b""), 1):
        if not line.strip():
            continue
        try:
            row = json_line(line.decode("utf-8-sig"), number)
        except UnicodeDecodeError as error:
            row = Row(number, {}, (), f"not UTF-8: byte {error.start} of the line")
        if row.problem:
            yield ParsedRow(row, None, row.problem, BadJson(row.problem))
            continue
        try:
            yield ParsedRow(row, parse_case(read(row.fields), _now()))
        except LeianError as error:
            yield ParsedRow(row, None, str(error), error)


def _problem_line(parsed: ParsedRow) -> bytes:
    """The problem document that the service would answer with, and the line it is about."""
    from service.problems import problem_for, response

    error = parsed.error or BadJson(parsed.reason)
    document = json.loads(bytes(response(problem_for(error)).body))
    case_id = parsed.row.fields.get("case_id")
    named = {"case_id": case_id} if isinstance(case_id, str) else {}
    return json.dumps({**document, "line": parsed.row.line, **named}, ensure_ascii=False).encode()


def _queries(query: str) -> Iterator[Case]:
    path = Path(query)
    if not _is_file(path):
        yield _text_case(query)
        return
    endings = {suffix.lower() for suffix in path.suffixes}
    if endings & ({JSON_ENDING, *JSONL_ENDINGS, *CSV_ENDINGS} - {".txt"}):
        for parsed in _of_file(path, NO_MAP):
            if parsed.case is None:
                raise parsed.error or BadJson(f"line {parsed.row.line}: {parsed.reason}")
            yield parsed.case
    else:
        yield _text_case(path.read_text(encoding="utf-8-sig"))


def _text_case(text: str) -> Case:
    return parse_case({"case_id": QUERY_ID, "text": text}, _now())


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a whole letter is no name: too long, or with a NUL in it
        return False


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(SHANGHAI):%Y-%m-%d}"
    if isinstance(value, float):
        return f"{value:.3f}"
    return "" if value is None else " ".join(str(value).split())


def _print_table(case_id: str, rows: Sequence[Sequence[str]]) -> None:
    if not sys.stdout.isatty():
        typer.echo("\t".join(("query", *COLUMNS)))
        for row in rows:
            typer.echo("\t".join((case_id, *row)))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("编号", "相似度", "级别", "标题", "承办单位", "结果", "办结", "用时（天）")
    for row in rows:
        table.add_row(*map(Text, row))  # as it stands: a title may hold what rich takes for markup
    Console().print(table if rows else "没有已答复的类案")
