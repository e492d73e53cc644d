"""What can be changed in the store, and what does each change leave in the log?

A Transaction is handed to the function given to `Store.write`; it must not be used after that function has returned.
It sees its own changes and those of the works before it in the same commit. Every change of a case, its verdict or its
matter adds a line to the log (`Reader.changes`).
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from engine.case import Case
from index.errors import DuplicateCaseId, NoSuchCase
from index.records import mask_id, pack_case, pack_verdict, unpack_verdict, verdict_code, without_case
from index.schema import audit, cases, changes, decisions, meta, outbox, prepared, sql, verdicts
from index.store_erasure import pieces_of
from index.store_read import CLASS_SEPARATOR, OUTBOX_EXPIRED, Reader
from index.store_types import CHANGE_KINDS, ChangeKind, Decision, Receipt, micros

ERASED = "erase"  # the audit action of a receipt


class Transaction(Reader):
    """One work's view of the store, and its changes. Errors undo this work alone."""

    def __init__(self, connection: sqlite3.Connection, receipt_key: bytes = b"") -> None:
        super().__init__(connection)
        self._receipt_key = receipt_key
        self._on_commit: list[Callable[[], None]] = []
        self._on_rollback: list[Callable[[], None]] = []
        self.erased_pieces: tuple[bytes, ...] = ()  # what must not be found in the files any more

    def insert(
        self, case: Case, prepared: bytes, fingerprint: bytes, verdict: bytes | None, matter_id: str = ""
    ) -> int:
        """Adds a case and returns its sequence number, higher than any given before. Raises DuplicateCaseId."""
        row = _columns(case) | {"fingerprint": fingerprint, "matter_id": matter_id, "verdict": _code(verdict)}
        try:
            seq = self._insert(_INSERT_CASE, row)
        except sqlite3.IntegrityError as error:
            raise DuplicateCaseId(case.case_id) from error
        self._execute(_INSERT_PREPARED, {"seq": seq, "body": prepared})
        if verdict is not None:
            self._execute(_INSERT_VERDICT, {"seq": seq, "body": verdict})
        self._log("insert", seq)
        return seq

    def insert_unjudged(self, rows: Sequence[tuple[Case, bytes, bytes]]) -> range:
        """Adds many cases without a verdict, each with its prepared form and its fingerprint; their sequence numbers.

        As `insert` for each, in a third of the time. Raises DuplicateCaseId where any of them is there already.
        """
        first = int(self._execute(_NEXT_SEQ).fetchone()[0])
        seqs = range(first, first + len(rows))
        try:
            self._execute_many(
                _INSERT_CASE_AS,
                (
                    _columns(case) | {"seq": seq, "fingerprint": fingerprint, "matter_id": "", "verdict": ""}
                    for seq, (case, _, fingerprint) in zip(seqs, rows, strict=True)
                ),
            )
        except sqlite3.IntegrityError as error:
            raise DuplicateCaseId(f"one of {len(rows)} cases") from error
        self._execute_many(_INSERT_PREPARED, ({"seq": seq, "body": row[1]} for seq, row in zip(seqs, rows, strict=True)))
        kind = CHANGE_KINDS.index("insert")
        self._execute_many(_INSERT_CHANGE, ({"kind": kind, "seq": seq} for seq in seqs))
        return seqs

    def update(self, seq: int, case: Case, prepared: bytes) -> None:
        """Replaces a case's content. Its fingerprint stays that of the first content, which is what may be sent again.

        Raises NoSuchCase, and DuplicateCaseId where the new case_id belongs to another case.
        """
        try:
            self._change(_UPDATE_CASE, seq, _columns(case))
        except sqlite3.IntegrityError as error:
            raise DuplicateCaseId(case.case_id) from error
        self._execute(_UPDATE_PREPARED, {"at_seq": seq, "body": prepared})
        self._log("update", seq)

    def set_verdict(self, seq: int, verdict: bytes | None) -> None:
        """Replaces a case's verdict; None removes it. Raises NoSuchCase."""
        self._change(_SET_CODE, seq, {"verdict": _code(verdict)})
        self._execute(_DELETE_VERDICT, {"at_seq": seq})
        if verdict is not None:
            self._execute(_INSERT_VERDICT, {"seq": seq, "body": verdict})
        self._log("verdict", seq)

    def set_matter(self, seqs: Iterable[int], matter_id: str) -> None:
        """Puts the cases into a matter; "" takes them out of any. Raises NoSuchCase."""
        for seq in seqs:
            self._change(_SET_MATTER, seq, {"matter_id": matter_id})
            self._log("matter", seq)

    def delete(self, seq: int, named_in: Iterable[int] | None = None, by: str = "") -> Receipt:
        """Erases a case: its row, what was prepared from it, decisions on it, and what others' records quote from it.

        Verdicts of other cases lose their matches with it; outbox items that quote it lose their payload and are left
        to be built again; audit entries keep a hash of the id. `named_in` are the cases whose verdict may name this
        one, where the caller knows them (`Store.erase` does); otherwise all verdicts are searched, about 1 s a GB.
        `by` names the key that ordered it.
        Raises NoSuchCase.
        """
        case_id = self._require(seq)
        self.erased_pieces += self._pieces(seq, case_id)
        hashed = self.hash_of(case_id)
        self._forget_in_verdicts(case_id, hashed, self.verdicts_naming(case_id) if named_in is None else named_in)
        self._forget_in_outbox(case_id, seq)
        self._forget_in_audit(case_id, hashed)
        self._execute(_DELETE_DECISIONS, {"case_id": case_id})
        for statement in (_DELETE_VERDICT, _DELETE_PREPARED, _DELETE_CASE):
            self._execute(statement, {"at_seq": seq})
        self._log("delete", seq)
        now = datetime.now(UTC)
        detail = f"{hashed}\nkey={by}" if by else hashed
        number = self._insert(_INSERT_AUDIT, {"at": micros(now), "action": ERASED, "detail": detail, "seq": seq})
        return Receipt(number, now, case_id, hashed)

    def forget_quotes(self, seq: int, named_in: Iterable[int]) -> None:
        """Takes out of others' verdicts (`named_in`, as for `delete`) what they quote from this case. Raises NoSuchCase."""
        case_id = self._require(seq)
        self._forget_in_verdicts(case_id, self.hash_of(case_id), named_in)

    def add_decision(
        self, case_id: str, other_case_id: str, decision: str, by: str, reason: str = "", at: datetime | None = None
    ) -> Decision:
        """Records what a person said about a pair; `at` is now unless given. Earlier decisions stay on record."""
        at = at or datetime.now(UTC)
        row = {"case_id": case_id, "other_case_id": other_case_id, "decision": decision, "by": by, "reason": reason}
        number = self._insert(_INSERT_DECISION, {**row, "at": micros(at)})
        return Decision(case_id, other_case_id, decision, by, reason, at, number)

    def add_outbox(self, kind: str, unit: str, payload: bytes, seq: int | None = None) -> int:
        """Queues something to push and returns its number; gone again if this work is undone.

        `seq` is the case it speaks of. In the payload, case ids stand as plain UTF-8, so that an erasure finds them.
        """
        row = {"kind": kind, "unit": unit, "payload": payload, "change_no": self.last_change(), "seq": seq}
        return self._insert(_INSERT_OUTBOX, {**row, "at": micros(datetime.now(UTC))})

    def prune_outbox(self, up_to: int) -> int:
        """Removes the items up to that number and remembers that they are gone. Returns how many."""
        removed = self._execute(_PRUNE_OUTBOX, {"up_to": up_to}).rowcount
        if removed:
            self.set_meta(OUTBOX_EXPIRED, str(max(up_to, self.outbox_span().expired)))
        return removed

    def expire_outbox(self, before: datetime, limit: int) -> int:
        """Removes what was queued before that time, the oldest first, at most `limit` items. Returns how many."""
        (up_to,) = self._execute(_EXPIRED, {"before": micros(before), "most": limit}).fetchone()
        return self.prune_outbox(up_to) if up_to else 0

    def audit(self, action: str, detail: str, seq: int | None = None) -> int:
        """Adds an entry to the audit trail. `detail` names cases by id and holds no person's data."""
        return self._insert(
            _INSERT_AUDIT, {"at": micros(datetime.now(UTC)), "action": action, "detail": detail, "seq": seq}
        )

    def set_meta(self, key: str, value: str) -> None:
        self._execute(_SET_META, {"key": key, "value": value})

    def on_commit(self, function: Callable[[], None]) -> None:
        """Called in the writer thread once the work is durable, before `write` returns."""
        self._on_commit.append(function)

    def on_rollback(self, function: Callable[[], None]) -> None:
        """Called in the writer thread if this work or its whole batch is not committed; the latest added first."""
        self._on_rollback.append(function)

    def committed(self) -> None:
        """For the writer: the work is durable. Runs every follow-up, then raises the first error any of them raised."""
        _run_all(self._on_commit)

    def undone(self) -> None:
        """For the writer: the work left no trace."""
        _run_all(self._on_rollback[::-1])

    def hash_of(self, case_id: str) -> str:
        """What a receipt knows of the id."""
        return receipt_hash(case_id, self._receipt_key)

    def _forget_in_verdicts(self, case_id: str, hashed: str, seqs: Iterable[int]) -> None:
        for seq in seqs:
            packed = self.verdict_of(seq)
            if packed is None:
                continue
            verdict = unpack_verdict(packed)
            if verdict.case_id != case_id and (kept := without_case(verdict, case_id, _mark(hashed))) != verdict:
                self.set_verdict(seq, pack_verdict(kept))

    def _forget_in_outbox(self, case_id: str, seq: int) -> None:
        self._execute(_DELETE_OUTBOX, {"at_seq": seq})
        self._execute(_EMPTY_OUTBOX, {"needle": case_id.encode(), "nothing": b""})

    def _forget_in_audit(self, case_id: str, hashed: str) -> None:
        for number, detail in self._execute(_AUDIT_NAMING, {"needle": case_id}).fetchall():
            self._execute(_SET_DETAIL, {"number": number, "new_detail": mask_id(detail, case_id, _mark(hashed))})

    def _pieces(self, seq: int, case_id: str) -> tuple[bytes, ...]:
        (source, body) = self._execute(_SOURCE_AND_BODY, {"seq": seq}).fetchone()
        blobs = [body, *self.prepared_many([seq]).values(), self.verdict_of(seq) or b""]
        blobs += [d.reason.encode() for d in self.decisions_for(case_id)]
        blobs += [payload for (payload,) in self._execute(_PAYLOADS, {"seq": seq})]
        return pieces_of(case_id, source, seq, blobs)

    def _require(self, seq: int) -> str:
        row = self._execute(_ID_OF, {"seq": seq}).fetchone()
        if row is None:
            raise NoSuchCase(seq)
        return str(row[0])

    def _change(self, statement: str, seq: int, values: dict[str, Any]) -> None:
        if self._execute(statement, {**values, "at_seq": seq}).rowcount == 0:
            raise NoSuchCase(seq)

    def _execute_many(self, statement: str, rows: Iterable[dict[str, Any]]) -> None:
        self._connection.executemany(statement, rows)

    def _insert(self, statement: str, row: dict[str, Any]) -> int:
        number = self._execute(statement, row).lastrowid
        return int(number or 0)

    def _log(self, kind: ChangeKind, seq: int) -> None:
        self._execute(_INSERT_CHANGE, {"kind": CHANGE_KINDS.index(kind), "seq": seq})


def receipt_hash(case_id: str, key: bytes) -> str:
    """BLAKE2b-128 of the id under the operator's key, 32 hexadecimal digits."""
    return hashlib.blake2b(case_id.encode(), key=key, digest_size=16).hexdigest()


def _code(verdict: bytes | None) -> str:
    return "" if verdict is None else verdict_code(verdict)


def _mark(hashed: str) -> str:
    return f"[{hashed[:8]}]"


def _run_all(functions: Iterable[Callable[[], None]]) -> None:
    first: Exception | None = None
    for function in functions:
        try:
            function()
        except Exception as error:  # noqa: BLE001 - the others must still run; the first is raised below
            first = first or error
    if first is not None:
        raise first


def _columns(case: Case) -> dict[str, Any]:
    """The case's row: what lists and filters ask for, and the packed case."""
    reply = case.official_reply
    return {
        "case_id": case.case_id,
        "source": case.source,
        "status": str(case.status),
        "is_open": int(case.status.is_open),
        "handling_unit": case.handling_unit,
        "org_id": case.org_id,
        "category": "".join(f"{CLASS_SEPARATOR}{c}" for c in case.category) + CLASS_SEPARATOR if case.category else "",
        "locality": case.locality,
        "received_at": micros(case.received_at),
        "closed_at": None if case.closed_at is None else micros(case.closed_at),
        "has_reply": int(reply is not None and bool(reply.text.strip())),
        "outcome": "" if reply is None else reply.outcome,
        "confidential": int(case.confidential),
        "body": pack_case(case),
    }


def _insert_into(table: Table, given_by_database: str = "") -> str:
    names = [c.name for c in table.columns if c.name != given_by_database]
    return sql(insert(table).values({name: bindparam(name) for name in names}))


def _delete_at(table: Table) -> str:
    return sql(delete(table).where(table.c.seq == bindparam("at_seq")))


_CONTENT = [c.name for c in cases.columns if c.name not in ("seq", "matter_id", "fingerprint", "verdict")]
_INSERT_CASE = _insert_into(cases, "seq")
_INSERT_CASE_AS = _insert_into(cases)
_NEXT_SEQ = "SELECT COALESCE(MAX(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'cases'"
_INSERT_PREPARED = _insert_into(prepared)
_INSERT_VERDICT = _insert_into(verdicts)
_INSERT_CHANGE = _insert_into(changes, "change_no")
_INSERT_DECISION = _insert_into(decisions, "id")
_INSERT_OUTBOX = _insert_into(outbox, "id")
_INSERT_AUDIT = _insert_into(audit, "id")
_UPDATE_CASE = sql(update(cases).where(cases.c.seq == bindparam("at_seq")).values({n: bindparam(n) for n in _CONTENT}))
_UPDATE_PREPARED = sql(update(prepared).where(prepared.c.seq == bindparam("at_seq")).values(body=bindparam("body")))
_SET_CODE = sql(update(cases).where(cases.c.seq == bindparam("at_seq")).values(verdict=bindparam("verdict")))
_SET_MATTER = sql(update(cases).where(cases.c.seq == bindparam("at_seq")).values(matter_id=bindparam("matter_id")))
_DELETE_CASE = _delete_at(cases)
_DELETE_PREPARED = _delete_at(prepared)
_DELETE_VERDICT = _delete_at(verdicts)
_DELETE_OUTBOX = _delete_at(outbox)
_DELETE_DECISIONS = sql(
    delete(decisions).where(
        or_(decisions.c.case_id == bindparam("case_id"), decisions.c.other_case_id == bindparam("case_id"))
    )
)
_EMPTY_OUTBOX = sql(
    update(outbox).where(func.instr(outbox.c.payload, bindparam("needle")) > 0).values(payload=bindparam("nothing"))
)
_PRUNE_OUTBOX = sql(delete(outbox).where(outbox.c.id <= bindparam("up_to")))
_oldest = select(outbox.c.id, outbox.c.at).order_by(outbox.c.id).limit(bindparam("most")).subquery()
_EXPIRED = sql(
    select(func.coalesce(func.max(_oldest.c.id), 0)).where(func.coalesce(_oldest.c.at, 0) < bindparam("before"))
)
_AUDIT_NAMING = sql(select(audit.c.id, audit.c.detail).where(func.instr(audit.c.detail, bindparam("needle")) > 0))
_SET_DETAIL = sql(update(audit).where(audit.c.id == bindparam("number")).values(detail=bindparam("new_detail")))
_ID_OF = sql(select(cases.c.case_id).where(cases.c.seq == bindparam("seq")))
_SOURCE_AND_BODY = sql(select(cases.c.source, cases.c.body).where(cases.c.seq == bindparam("seq")))
_PAYLOADS = sql(select(outbox.c.payload).where(outbox.c.seq == bindparam("seq")))
_SET_META = sql(
    upsert(meta)
    .values(key=bindparam("key"), value=bindparam("value"))
    .on_conflict_do_update(index_elements=["key"], set_={"value": bindparam("value")})
)
