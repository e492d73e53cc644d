"""What can be asked of the store?

A Reader answers from one snapshot of the database. It belongs to one thread at a time; `Store.read` hands one out, and
a Transaction (`index.store_write`) is a Reader that also sees what it has written so far. Times are zone-aware UTC.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    LargeBinary,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)

from engine.case import Case
from index.records import unpack_case
from index.schema import audit, cases, decisions, meta, outbox, prepared, sql, sql_and_values, verdicts
from index.store_counts import Counts
from index.store_log import Log
from index.store_types import (
    APART,
    EVERYTHING,
    AuditEntry,
    CaseFilter,
    Decision,
    Member,
    OutboxItem,
    OutboxSpan,
    StoredCase,
    from_micros,
    micros,
    standing,
)

CLASS_SEPARATOR = "\x1f"  # around every class in the category column
OUTBOX_EXPIRED = "outbox_expired"  # in meta: the highest outbox number that was removed for its age
BATCH = 500  # rows a query when iterating: bounds memory, not results
IN_LIST = 256  # longest IN list; SQLite would take 250,000, but keeps one compiled statement for each length


class Reader(Counts, Log):
    """One snapshot. The hot path is `prepared_many`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._execute = connection.execute

    def get(self, case_id: str, *, confidential: bool | None = None) -> StoredCase | None:
        """The case; with `confidential` as in CaseFilter. One that is left out is not read at all: it takes as long as none."""
        wanted = _GET if confidential is None else _GET_OF_KIND
        row = self._execute(wanted, {"case_id": case_id, "confidential": int(bool(confidential))}).fetchone()
        return _stored(row) if row else None

    def get_many(self, seqs: Sequence[int]) -> dict[int, StoredCase]:
        """The cases that are there; no entry for the others."""
        return {row[0]: _stored(row) for row in self._in_lists(_stored_in, seqs)}

    def cases_many(self, seqs: Sequence[int]) -> dict[int, tuple[Case, str]]:
        """The cases that are there, each with its matter's id; a third of the work of `get_many`."""
        return {seq: (unpack_case(body), matter_id) for seq, body, matter_id in self._in_lists(_cases_in, seqs)}

    def prepared_many(self, seqs: Sequence[int]) -> dict[int, bytes]:
        """The prepared blobs that are there. 40 blobs of 2 KB among 100 k: about 0.16 ms when the pages are cached."""
        return dict(self._in_lists(_prepared_in, seqs))

    def seq_of(self, case_ids: Iterable[str]) -> dict[str, int]:
        """The sequence numbers of the ids that are there."""
        return dict(self._in_lists(_seqs_in, list(case_ids)))

    def fingerprints(self, case_ids: Iterable[str]) -> dict[str, bytes]:
        """The fingerprints of the ids that are there."""
        return dict(self._in_lists(_fingerprints_in, list(case_ids)))

    def case_ids(self) -> Iterator[str]:
        """Every case's id, in no particular order."""
        return (case_id for (case_id,) in self._execute(_IDS))

    def count(self, confidential: bool | None = None) -> int:
        """How many cases there are; `confidential` as in CaseFilter."""
        wanted = _COUNT if confidential is None else _COUNT_OF_KIND
        return int(self._execute(wanted, {"confidential": int(bool(confidential))}).fetchone()[0])

    def iterate(self, after_seq: int = 0, batch: int = BATCH) -> Iterator[StoredCase]:
        """Every case with a higher sequence number, in their order; `batch` rows are in memory at a time."""
        return self._paged(_STORED, after_seq, batch)

    def records(self, after_seq: int = 0, batch: int = BATCH) -> Iterator[tuple[int, bytes, bool]]:
        """Of every case with a higher sequence number: that number, its prepared blob, and whether it is confidential."""
        while rows := self._execute(_RECORDS, {"after_seq": after_seq, "batch": batch}).fetchall():
            yield from ((seq, blob, bool(confidential)) for seq, blob, confidential in rows)
            after_seq = rows[-1][0]

    def records_many(self, seqs: Sequence[int]) -> Iterator[tuple[int, bytes, bool]]:
        """As `records`, of the cases that are there among `seqs`, in their order if that is ascending."""
        for seq, blob, confidential in self._in_lists(_records_in, seqs):
            yield seq, blob, bool(confidential)

    def newest(
        self,
        limit: int,
        before_seq: int | None = None,
        unit: str | None = None,
        status: str | None = None,
        filters: CaseFilter = EVERYTHING,
    ) -> list[StoredCase]:
        """The latest cases first, below `before_seq`. `since` and `until` of the filter speak of `received_at`."""
        conditions = _conditions(filters, cases.c.received_at)
        conditions += _conditions(CaseFilter(unit=unit, status=status), cases.c.received_at)
        if before_seq is not None:
            conditions.append(cases.c.seq < before_seq)
        # Numbers first: should the answer need sorting, it is numbers that are sorted, not whole cases.
        wanted = select(cases.c.seq).where(*conditions).order_by(cases.c.seq.desc()).limit(limit)
        seqs = [seq for (seq,) in self._execute(*sql_and_values(wanted))]
        found = self.get_many(seqs)
        return [found[seq] for seq in seqs]

    def find_by_unit(
        self, unit: str, limit: int = 100, before_seq: int | None = None, open_only: bool = False
    ) -> list[StoredCase]:
        """A handling unit's cases, the latest first."""
        return self.newest(limit, before_seq, filters=CaseFilter(unit=unit, open_only=open_only))

    def closed_with_reply(
        self, filters: CaseFilter = EVERYTHING, after_seq: int = 0, batch: int = BATCH
    ) -> Iterator[StoredCase]:
        """Cases that are no longer open and have an official reply, in the order of their sequence numbers.

        `since` and `until` speak of `closed_at`, or of `received_at` where the closing was not recorded.
        """
        when = func.coalesce(cases.c.closed_at, cases.c.received_at)
        return self._paged(
            _STORED.where(_HAS_REPLY, cases.c.is_open == 0, *_conditions(filters, when)), after_seq, batch
        )

    def received_between(
        self, since: datetime, until: datetime, filters: CaseFilter = EVERYTHING, batch: int = BATCH
    ) -> Iterator[StoredCase]:
        """Cases received in [since, until), the earliest first."""
        key = tuple_(cases.c.received_at, cases.c.seq)
        page = (
            _STORED.where(cases.c.received_at >= micros(since), cases.c.received_at < micros(until))
            .where(*_conditions(filters, cases.c.received_at))
            .where(key > tuple_(bindparam("after_time", 0), bindparam("after_seq", 0)))
            .order_by(cases.c.received_at, cases.c.seq)
            .limit(bindparam("batch", batch))
        )
        statement, values = sql_and_values(page)
        values |= {"after_time": micros(since), "after_seq": 0, "batch": batch}
        while found := [_stored(row) for row in self._execute(statement, values)]:
            yield from found
            values |= {"after_time": micros(found[-1].case.received_at), "after_seq": found[-1].seq}

    def matter_members(self, matter_id: str) -> list[int]:
        """The sequence numbers of a matter's cases, oldest first; empty for "" (not grouped is no matter)."""
        return [seq for (seq,) in self._execute(_MEMBERS, {"matter_id": matter_id})] if matter_id else []

    def oldest_members(self, matter_id: str, most: int) -> list[Member]:
        """The `most` cases that were registered first of a matter, in the order of their arrival; reads no case."""
        rows = self._execute(_OLDEST, {"matter_id": matter_id, "most": most})
        return sorted((Member(*row) for row in rows), key=lambda m: (m.received_at, m.case_id))

    def matter_of(self, seq: int) -> str:
        """The matter's id; "" where the case is not grouped or not there."""
        row = self._execute(_MATTER_OF, {"seq": seq}).fetchone()
        return str(row[0]) if row else ""

    def decisions_for(self, case_id: str) -> list[Decision]:
        """All decisions that name the case on either side, oldest first."""
        rows = self._execute(_DECISIONS, {"case_id": case_id})
        return [Decision(a, b, what, by, why, from_micros(at), n) for n, a, b, what, by, why, at in rows]

    def decisions_after(self, number: int, limit: int) -> list[Decision]:
        """What people decided after decision `number`, oldest first."""
        rows = self._execute(_DECISIONS_AFTER, {"after": number, "most": limit})
        return [Decision(a, b, what, by, why, from_micros(at), n) for n, a, b, what, by, why, at in rows]

    def rejected_pairs(self, case_id: str) -> set[str]:
        """The cases that a person took apart from this one, and nobody put together again since."""
        counts = standing(self.decisions_for(case_id)).values()
        return {d.other_case_id if d.case_id == case_id else d.case_id for d in counts if d.decision in APART}

    def outbox_after(self, number: int, limit: int, unit: str | None = None) -> list[OutboxItem]:
        """What was put into the outbox after item `number`, oldest first."""
        wanted = _OUTBOX if unit is None else _OUTBOX_OF_UNIT
        rows = self._execute(wanted, {"after": number, "most": limit, "unit": unit})
        return [
            OutboxItem(n, kind, to, payload, change, seq, None if at is None else from_micros(at))
            for n, kind, to, payload, change, seq, at in rows
        ]

    def outbox_span(self) -> OutboxSpan:
        """Which numbers the outbox has given and which of them are gone. An erased item counts as given."""
        return OutboxSpan(int(self.get_meta(OUTBOX_EXPIRED) or 0), int(self._execute(_OUTBOX_LAST).fetchone()[0]))

    def audit_after(self, number: int, limit: int) -> list[AuditEntry]:
        """The audit trail after entry `number`, oldest first."""
        rows = self._execute(_AUDIT, {"after": number, "most": limit})
        return [AuditEntry(n, from_micros(at), action, detail, seq) for n, at, action, detail, seq in rows]

    def get_meta(self, key: str) -> str | None:
        row = self._execute(_META, {"key": key}).fetchone()
        return row[0] if row else None

    def verdicts_naming(self, case_id: str) -> list[int]:
        """The cases whose stored verdict may quote `case_id`. Reads every verdict: about 1 s a GB."""
        return [seq for (seq,) in self._execute(_NAMING, {"needle": case_id.encode()})]

    def naming(self, seq: int) -> list[int]:
        """As `verdicts_naming`, for the case with that number; empty where it is not there."""
        row = self._execute(_ID_OF, {"seq": seq}).fetchone()
        return self.verdicts_naming(row[0]) if row else []

    def still_stored(self, piece: bytes) -> bool:
        """True where some row holds these bytes, as far as an erasure looks for them. Reads everything."""
        return any(self._execute(search, {"piece": piece}).fetchone() for search in _SEARCHES)

    def problems(self) -> list[str]:
        """What the database's own check finds; empty when all is well. Reads everything."""
        return [str(line) for (line,) in self._execute("PRAGMA integrity_check") if line != "ok"]

    def verdict_of(self, seq: int) -> bytes | None:
        row = self._execute(_VERDICT_OF, {"seq": seq}).fetchone()
        return row[0] if row else None

    def _in_lists(self, statement: Any, values: Sequence[int] | Sequence[str]) -> Iterator[tuple[Any, ...]]:
        for start in range(0, len(values), IN_LIST):
            part = list(values[start : start + IN_LIST])
            # Padded to a power of two, so that a handful of compiled statements serves every length.
            width = 1 << (len(part) - 1).bit_length()
            yield from self._execute(statement(width), part + part[-1:] * (width - len(part))).fetchall()

    def _paged(self, wanted: Select[Any], after_seq: int, batch: int) -> Iterator[StoredCase]:
        page = (
            wanted.where(cases.c.seq > bindparam("after_seq", 0)).order_by(cases.c.seq).limit(bindparam("batch", batch))
        )
        statement, values = sql_and_values(page)
        while rows := self._execute(statement, {**values, "after_seq": after_seq, "batch": batch}).fetchall():
            yield from map(_stored, rows)
            after_seq = rows[-1][0]


# Literal numbers, not parameters: otherwise SQLite cannot know that an index of the open or the replied cases will do.
_IS_OPEN: ColumnElement[bool] = literal_column("cases.is_open = 1", Boolean)
_HAS_REPLY: ColumnElement[bool] = literal_column("cases.has_reply = 1", Boolean)


def _conditions(wanted: CaseFilter, when: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    """The filter as SQL; `when` is the time that `since` and `until` speak of."""
    equal = {"handling_unit": wanted.unit, "org_id": wanted.org_id, "source": wanted.source}
    equal |= {"outcome": wanted.outcome, "status": wanted.status, "verdict": wanted.verdict}
    found: list[ColumnElement[bool]] = [cases.c[name] == value for name, value in equal.items() if value]
    if wanted.category:
        between = f"{CLASS_SEPARATOR}{wanted.category}{CLASS_SEPARATOR}"
        found.append(cases.c.category.contains(between, autoescape=True))
    if wanted.locality:
        found.append(cases.c.locality.startswith(wanted.locality, autoescape=True))
    if wanted.open_only:
        found.append(_IS_OPEN)
    if wanted.since is not None:
        found.append(when >= micros(wanted.since))
    if wanted.until is not None:
        found.append(when < micros(wanted.until))
    if wanted.confidential is not None:
        found.append(cases.c.confidential == int(wanted.confidential))
    return found


def _stored(row: tuple[Any, ...]) -> StoredCase:
    seq, body, blob, matter_id, fingerprint, verdict = row
    return StoredCase(seq, unpack_case(body), blob, matter_id, fingerprint, verdict)


def _holding(column: ColumnElement[Any]) -> Select[Any]:
    return select(literal_column("1")).where(func.instr(cast(column, LargeBinary), bindparam("piece")) > 0).limit(1)


_STORED = select(
    cases.c.seq, cases.c.body, prepared.c.body, cases.c.matter_id, cases.c.fingerprint, verdicts.c.body
).select_from(cases.join(prepared, prepared.c.seq == cases.c.seq).outerjoin(verdicts, verdicts.c.seq == cases.c.seq))


def _in_list(wanted: Select[Any], column: str, width: int) -> str:
    # Positional marks: a compiled Core IN list has one name a value, and building that dictionary costs more than
    # the query. `wanted` has no parameters of its own.
    return f"{sql(wanted)} WHERE {column} IN ({','.join('?' * width)})"


@lru_cache(maxsize=16)
def _prepared_in(width: int) -> str:
    return _in_list(select(prepared.c.seq, prepared.c.body), "prepared.seq", width)


@lru_cache(maxsize=16)
def _cases_in(width: int) -> str:
    return _in_list(select(cases.c.seq, cases.c.body, cases.c.matter_id), "cases.seq", width)


@lru_cache(maxsize=16)
def _stored_in(width: int) -> str:
    return _in_list(_STORED, "cases.seq", width)


@lru_cache(maxsize=16)
def _seqs_in(width: int) -> str:
    return _in_list(select(cases.c.case_id, cases.c.seq), "cases.case_id", width)


@lru_cache(maxsize=16)
def _fingerprints_in(width: int) -> str:
    return _in_list(select(cases.c.case_id, cases.c.fingerprint), "cases.case_id", width)


_RECORD = select(cases.c.seq, prepared.c.body, cases.c.confidential).select_from(
    cases.join(prepared, prepared.c.seq == cases.c.seq)
)


@lru_cache(maxsize=16)
def _records_in(width: int) -> str:
    return _in_list(_RECORD, "cases.seq", width)


_RECORDS = sql(
    _RECORD.where(cases.c.seq > bindparam("after_seq"))
    .order_by(cases.c.seq)
    .limit(bindparam("batch"))
)
_GET = sql(_STORED.where(cases.c.case_id == bindparam("case_id")))
_IDS = sql(select(cases.c.case_id))
_GET_OF_KIND = sql(
    _STORED.where(cases.c.case_id == bindparam("case_id"), cases.c.confidential == bindparam("confidential"))
)
_COUNT = sql(select(func.count()).select_from(cases))
_COUNT_OF_KIND = sql(select(func.count()).select_from(cases).where(cases.c.confidential == bindparam("confidential")))
_MEMBERS = sql(select(cases.c.seq).where(cases.c.matter_id == bindparam("matter_id")).order_by(cases.c.seq))
_OLDEST = sql(
    select(cases.c.seq, cases.c.case_id, cases.c.received_at)
    .where(cases.c.matter_id == bindparam("matter_id"))
    .order_by(cases.c.seq)
    .limit(bindparam("most"))
)
_MATTER_OF = sql(select(cases.c.matter_id).where(cases.c.seq == bindparam("seq")))
_DECISIONS = sql(
    select(*decisions.c["id", "case_id", "other_case_id", "decision", "by", "reason", "at"])
    .where(or_(decisions.c.case_id == bindparam("case_id"), decisions.c.other_case_id == bindparam("case_id")))
    .order_by(decisions.c.id)
)
_DECISIONS_AFTER = sql(
    select(*decisions.c["id", "case_id", "other_case_id", "decision", "by", "reason", "at"])
    .where(decisions.c.id > bindparam("after"))
    .order_by(decisions.c.id)
    .limit(bindparam("most"))
)
_outbox = (
    select(*outbox.c["id", "kind", "unit", "payload", "change_no", "seq", "at"])
    .where(outbox.c.id > bindparam("after"))
    .order_by(outbox.c.id)
    .limit(bindparam("most"))
)
_OUTBOX = sql(_outbox)
_OUTBOX_OF_UNIT = sql(_outbox.where(outbox.c.unit == bindparam("unit")))
# Not the highest number that is there: the last item may have been erased, and readers remember its number.
_OUTBOX_LAST = "SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'outbox'"
_AUDIT = sql(
    select(*audit.c["id", "at", "action", "detail", "seq"])
    .where(audit.c.id > bindparam("after"))
    .order_by(audit.c.id)
    .limit(bindparam("most"))
)
_META = sql(select(meta.c.value).where(meta.c.key == bindparam("key")))
_NAMING = sql(select(verdicts.c.seq).where(func.instr(verdicts.c.body, bindparam("needle")) > 0))
_ID_OF = sql(select(cases.c.case_id).where(cases.c.seq == bindparam("seq")))
_VERDICT_OF = sql(select(verdicts.c.body).where(verdicts.c.seq == bindparam("seq")))
_SEARCHES = [
    sql(_holding(column))
    for table in (cases, prepared, verdicts, decisions, outbox, audit)
    for column in table.columns
    if isinstance(column.type, LargeBinary | String)
]
_SEARCHES.append(sql(_holding(cases.c.case_id.concat(cases.c.source))))
