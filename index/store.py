"""Where is a case kept, and how is it never lost? (The only truth; everything else in the index can be made again.)

Start here, then `store_types` (what comes out), `store_read` (what can be asked), `store_write` (what can be changed).
Invariant: SQL lives in `index/store*.py`, `index/schema.py` and `index/migrations/`, and nothing outside imports any of
them but this module. The store is also the log: every change has a number (`Reader.changes`), and whatever is derived
from the store remembers the last number it has seen.

Durable means: when `write` has returned, the work survives a power cut (write-ahead log, flushed at each commit; many
writers share a flush, see `index.writer`). Erased means: the bytes are gone from the files (`Store.erase`).

A Store must not be carried over a fork.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from index import store_sqlite
from index.durable import sync
from index.errors import (
    FollowUpFailed,
    StoreClosed,
    StoreMisused,
    StoreUnavailable,
)
from index.schema import HEAD, REVISIONS
from index.store_copy import Report, copy_database
from index.store_erasure import found_in
from index.store_opening import bring_to_head, take_lock, translating
from index.store_read import Reader
from index.store_sqlite import WriteSession
from index.store_types import (
    EVERYTHING,
    AuditEntry,
    CaseFilter,
    Change,
    ChangeKind,
    Decision,
    MatterOrder,
    MatterSummary,
    OutboxItem,
    OutboxSpan,
    Receipt,
    StoredCase,
)
from index.store_write import Transaction, receipt_hash
from index.writer import GroupWriter

__all__ = [
    "EVERYTHING",
    "KNOWN_SCHEMAS",
    "SCHEMA",
    "AuditEntry",
    "CaseFilter",
    "Change",
    "ChangeKind",
    "Decision",
    "MatterOrder",
    "MatterSummary",
    "OutboxItem",
    "OutboxSpan",
    "Reader",
    "Receipt",
    "Store",
    "StoredCase",
    "Transaction",
]

T = TypeVar("T")

SCHEMA, KNOWN_SCHEMAS = HEAD, REVISIONS  # what a store has that this program opened, and all that it can bring to it
BUSY_SECONDS = 5.0  # how long to wait for another program's lock
IDLE_READERS = 8  # connections kept open between reads; more are opened when more threads read at once


class Store:
    """The cases of one data directory. Thread-safe."""

    def __init__(
        self, path: Path, *, read_only: bool, busy_timeout: float, receipt_key: bytes, lock: int | None
    ) -> None:
        """Use `Store.open`."""
        self.path = path
        self.read_only = read_only
        self._busy_timeout = busy_timeout
        self._receipt_key = receipt_key
        self._lock = lock
        self._idle: deque[sqlite3.Connection] = deque()
        self._closed = False
        self._session: WriteSession | None = None
        self._writer: GroupWriter[Transaction] | None = None
        self._log_holds_erased = False
        if not read_only:
            connection = store_sqlite.connect(path, "write", busy_timeout)
            self._session = WriteSession(connection, path)
            self._writer = GroupWriter(self._session, self._transaction, self._housekeep)

    @classmethod
    def open(
        cls, path: Path, *, read_only: bool = False, busy_timeout: float = BUSY_SECONDS, receipt_key: bytes = b""
    ) -> Self:
        """Opens the database file `path`, creating it and bringing its schema to this program's.

        One Store owns a data directory: it holds `lock` beside the file until it is closed. `read_only` takes no lock
        and changes nothing, for looking at a store that a running service owns. `busy_timeout` is in seconds.
        `receipt_key` (up to 64 bytes) keys the hashes in receipts, so that they cannot be guessed from known ids.

        Raises StoreLocked, StoreVersionError, StoreDamaged, StoreUnavailable.
        """
        lock = None if read_only else take_lock(path.parent)
        try:
            with translating(path):
                if not read_only:
                    store_sqlite.create_file(path)
                bring_to_head(path, busy_timeout, read_only)
                return cls(path, read_only=read_only, busy_timeout=busy_timeout, receipt_key=receipt_key, lock=lock)
        except BaseException:
            if lock is not None:
                os.close(lock)
            raise

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Runs `work` in the writer thread and returns its result once it is durable.

        Whatever `work` checks stays true until it is committed: works run one after the other. If it raises, nothing of
        it remains and the error is raised here. StoreUnavailable: nothing was committed, for a reason outside.
        """
        return self._open_writer().write(work)

    def submit(self, work: Callable[[Transaction], T]) -> Future[T]:
        """As `write`, without waiting."""
        return self._open_writer().submit(work)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A snapshot of what is committed. Leave it soon: while it is open, the log cannot be cut back."""
        connection = self._take_reader()
        try:
            with translating(self.path):
                connection.execute("BEGIN")
                yield Reader(connection)
        finally:
            self._give_back(connection)

    def erase(self, seq: int, *, by: str = "", gone: Callable[[], None] | None = None) -> Receipt:
        """Erases a case everywhere and sees to it that its bytes are gone from the files. Raises NoSuchCase.

        What the rows held is overwritten at once; then the files are searched for what may have stayed in gaps, and
        written anew in the rare case that something did. Other writers wait for the deletion, not for the search,
        which takes about 5 s a GB. The receipt says `proven=False` where a reader or a full disk kept that from being
        finished. `by` names the key that ordered it. `gone` is called as soon as the rows are deleted, for what the caller
        keeps of them in memory.
        """
        with self.read() as reader:
            # Searching all verdicts takes long: do it before the deletion, which then looks at the later ones only.
            named_in, seen = reader.naming(seq), reader.last_change()
        pieces: list[bytes] = []

        def work(transaction: Transaction) -> Receipt:
            receipt = transaction.delete(seq, {*named_in, *transaction.verdicts_since(seen)}, by)
            pieces.extend(transaction.erased_pieces)
            if gone is not None:
                transaction.on_commit(gone)
            return receipt

        receipt = self.write(work)
        return replace(receipt, proven=self._prove_gone(pieces))

    def compact(self) -> None:
        """Writes the database anew, without gaps. Writers wait meanwhile. Raises StoreUnavailable (disk full)."""
        session = self._session
        if session is None:
            raise StoreMisused(f"{self.path} was opened for reading only")

        def work(transaction: Transaction) -> None:
            transaction.erased_pieces = (b"",)  # the log will hold the whole database: cut it back
            transaction.on_commit(session.vacuum)  # after the commit, in the writer thread: outside any transaction

        try:
            self.write(work)
        except FollowUpFailed as failure:
            raise failure.__cause__ or failure from None

    def backup(self, target: Path, report: Report = lambda done, total: None) -> None:
        """A consistent copy of the database as it is now, while the service goes on. Replaces `target` at the end.

        `report` hears how many bytes are written, of how many. Raises StoreUnavailable, StoreDamaged.
        """
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        part.unlink(missing_ok=True)
        try:
            with translating(self.path):
                copy_database(self.path, part, self._busy_timeout, report)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        sync(target.parent)

    def receipt_hash(self, case_id: str) -> str:
        """What a receipt of this case's erasure knows of its id."""
        return receipt_hash(case_id, self._receipt_key)

    def problems(self) -> list[str]:
        """What the database's own check finds wrong; empty when all is well. Reads the whole file."""
        with self.read() as reader:
            return reader.problems()

    @property
    def erasure_pending(self) -> bool:
        """True while a copy of something erased may still lie in the log, kept there by a reader open since before."""
        return self._log_holds_erased

    def close(self) -> None:
        """Commits what is queued, cuts back the log and gives up the directory. Further calls do nothing."""
        if self._closed:
            return
        self._closed = True
        if self._writer is not None:
            self._writer.close()
        self._close_idle()
        if self._session is not None:
            self._session.connection.close()
        if self._lock is not None:
            os.close(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _open_writer(self) -> GroupWriter[Transaction]:
        if self._writer is None:
            raise StoreMisused(f"{self.path} was opened for reading only")
        return self._writer

    def _transaction(self) -> Transaction:
        if self._session is None:
            raise StoreMisused(f"{self.path} was opened for reading only")
        return Transaction(self._session.connection, self._receipt_key)

    def _housekeep(self, units: Sequence[Transaction]) -> bool:
        """After a commit: what was erased must not live on in the log. True: a reader is in the way, try again."""
        if any(unit.erased_pieces for unit in units):
            self._log_holds_erased = True
        if self._log_holds_erased and self._session is not None:
            self._log_holds_erased = not self._session.truncate_log()
        return self._log_holds_erased

    def _prove_gone(self, pieces: Sequence[bytes]) -> bool:
        deadline = time.monotonic() + self._busy_timeout
        while self._log_holds_erased and time.monotonic() < deadline:
            time.sleep(0.01)
        stale = self._stale(pieces)
        if stale:
            try:
                self.compact()
            except StoreUnavailable:
                return False
            stale = self._stale(stale)
        return not stale and not self._log_holds_erased

    def _stale(self, pieces: Sequence[bytes]) -> list[bytes]:
        """The pieces that are in the files though no row holds them (a copied letter may be in another case too)."""
        found = found_in(store_sqlite.files_of(self.path), pieces)
        if not found:
            return []
        with self.read() as reader:
            return [piece for piece in found if not reader.still_stored(piece)]

    def _take_reader(self) -> sqlite3.Connection:
        if self._closed:
            raise StoreClosed(f"{self.path} was closed")
        try:
            return self._idle.pop()
        except IndexError:
            with translating(self.path):
                return store_sqlite.connect(self.path, "look" if self.read_only else "read", self._busy_timeout)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if len(self._idle) < IDLE_READERS:
            self._idle.append(connection)
        else:
            connection.close()
        if self._closed:
            self._close_idle()

    def _close_idle(self) -> None:
        while True:
            try:
                self._idle.pop().close()
            except IndexError:
                return
