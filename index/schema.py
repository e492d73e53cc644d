"""Which tables does the store have, and which revision of them does this program expect?

The tables are SQLAlchemy Core objects, so that another database stays a matter of dialect. Statements are compiled to
text once, when `index.store_read` and `index.store_write` are imported, and run on the driver directly: compiling or
executing through SQLAlchemy costs more per call than SQLite does.

A new revision is a file under `migrations/versions`, one more entry in REVISIONS, and the same change here; a test
holds the two ways to a schema (created at head, migrated from 0001) against each other.
"""

from __future__ import annotations

import re

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, String, Table, Text, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql.expression import ClauseElement
from sqlalchemy.sql.selectable import Select

REVISIONS = ("0001", "0002", "0003")
HEAD = REVISIONS[-1]

DIALECT = sqlite.dialect(paramstyle="named")

metadata = MetaData()

# Times are integers: microseconds since 1970-01-01 UTC. Text that is unknown is "", never NULL.

cases = Table(
    "cases",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("case_id", String(128), nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("is_open", Integer, nullable=False),  # 1: before REPLIED
    Column("handling_unit", Text, nullable=False),
    Column("org_id", Text, nullable=False),
    Column("category", Text, nullable=False),  # every class between two unit separators, see store_write
    Column("locality", Text, nullable=False),
    Column("received_at", Integer, nullable=False),
    Column("closed_at", Integer),
    Column("has_reply", Integer, nullable=False),  # 1: an official reply with a text
    Column("outcome", Text, nullable=False),
    Column("confidential", Integer, nullable=False),
    Column("matter_id", Text, nullable=False),  # "" until grouped
    Column("fingerprint", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),  # index.records.pack_case
    # The code of its verdict. It lies behind the body, so it is asked for through an index only.
    Column("verdict", Text, nullable=False, server_default=""),
    sqlite_autoincrement=True,  # a number is never given twice, not even after an erasure: postings rely on it
)
Index("cases_by_unit", cases.c.handling_unit)
Index("cases_by_status", cases.c.status)
Index("cases_by_received", cases.c.received_at)
# All that a list of matters tells: it is summed up from the index alone.
Index("cases_by_matter", cases.c.matter_id, cases.c.received_at, cases.c.confidential, cases.c.is_open, cases.c.verdict)
Index("cases_by_verdict", cases.c.verdict, cases.c.confidential)
# Partial, so that they list a kind of case in the order of its numbers. Queries spell the condition out.
Index("cases_open", cases.c.is_open, sqlite_where=text("is_open = 1"))
Index("cases_open_by_unit", cases.c.handling_unit, sqlite_where=text("is_open = 1"))
Index("cases_replied", cases.c.has_reply, sqlite_where=text("has_reply = 1"))

# Apart from the case rows, so that lists read few pages and prepared cases lie close together.
prepared = Table(
    "prepared", metadata, Column("seq", Integer, primary_key=True), Column("body", LargeBinary, nullable=False)
)
verdicts = Table(
    "verdicts", metadata, Column("seq", Integer, primary_key=True), Column("body", LargeBinary, nullable=False)
)

# The log. It holds numbers only, so an erasure has nothing to remove from it.
changes = Table(
    "changes",
    metadata,
    Column("change_no", Integer, primary_key=True),
    Column("kind", Integer, nullable=False),  # position in store_read.CHANGE_KINDS
    Column("seq", Integer, nullable=False),
    sqlite_autoincrement=True,
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", String(128), nullable=False),
    Column("other_case_id", String(128), nullable=False),
    Column("decision", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Integer, nullable=False),
    sqlite_autoincrement=True,
)
Index("decisions_by_case", decisions.c.case_id)
Index("decisions_by_other", decisions.c.other_case_id)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("change_no", Integer, nullable=False),
    Column("seq", Integer),  # the case it speaks of
    Column("at", Integer),  # when it was queued; NULL before revision 0003
    sqlite_autoincrement=True,  # readers remember the last number they saw: none is given twice
)
Index("outbox_by_seq", outbox.c.seq)
Index("outbox_by_unit", outbox.c.unit)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("action", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("seq", Integer),
    sqlite_autoincrement=True,
)
Index("audit_by_seq", audit.c.seq)

meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

# The table Alembic keeps its revision in, named here so that a store at head is opened without importing Alembic.
alembic_version = Table("alembic_version", metadata, Column("version_num", String(32), primary_key=True))


def sql(statement: ClauseElement) -> str:
    """A Core statement as text with `:name` parameters; numbers that belong to the statement are written into it."""
    compiled = statement.compile(dialect=DIALECT)
    text_ = str(compiled)
    for name, value in compiled.params.items():
        if isinstance(value, int):
            text_ = re.sub(rf":{name}\b", str(value), text_)
    return text_


def sql_and_values(statement: Select[tuple[object, ...]]) -> tuple[str, dict[str, object]]:
    """A statement built for one call (filters, IN lists), with its parameters. Costs about 0.3 ms."""
    compiled = statement.compile(dialect=DIALECT, compile_kwargs={"render_postcompile": True})
    return str(compiled), dict(compiled.params)


def creation() -> list[str]:
    """The statements that make an empty database one at HEAD."""
    statements = []
    for table in metadata.sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=DIALECT)))
        statements += [
            str(CreateIndex(i).compile(dialect=DIALECT)) for i in sorted(table.indexes, key=lambda i: str(i.name))
        ]
    return [*statements, f"INSERT INTO alembic_version (version_num) VALUES ('{HEAD}')"]  # noqa: S608 - a constant
