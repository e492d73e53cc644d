"""How do many threads write durably when one flush to disk costs milliseconds? (Group commit.)

One thread owns the only connection that writes. It takes whatever waits in its queue, runs each piece of work inside a
savepoint of one transaction, commits once, and only then lets every caller go on: when `write` returns, the work is on
disk. A work that raises is undone alone and only its caller hears of it; when the commit itself fails, every work of
the batch is undone and every caller hears of that.

Since works run one after the other, a work that checks and then inserts cannot be overtaken between the two.
This module knows neither SQL nor cases: `Session` is what it needs of a database.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, Generic, Protocol, TypeVar

from index.errors import FollowUpFailed, StoreClosed, StoreError, StoreMisused, StoreUnavailable

_log = logging.getLogger(__name__)

MAX_WORKS = 512  # in one transaction: bounds what a failed commit takes with it
MAX_SECONDS = 0.05  # of running works before a commit: bounds how long the first of a batch waits for the last
GATHER_SECONDS = 0.0003  # how long to wait for the callers of the last batch to come back with their next work
HOUSEKEEPING_SECONDS = 0.2  # between attempts at what could not be done right after a commit


class Session(Protocol):
    """One connection's transactions. Each method raises a StoreError where the database cannot."""

    def begin(self) -> None: ...
    def savepoint(self) -> None: ...
    def release(self) -> None: ...
    def undo(self) -> None: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    @property
    def in_transaction(self) -> bool: ...
    def translated(self, error: BaseException) -> BaseException: ...


class Unit(Protocol):
    """What a work is handed. It keeps the functions to call when the work's fate is known."""

    def committed(self) -> None: ...
    def undone(self) -> None: ...


U = TypeVar("U", bound=Unit)
T = TypeVar("T")


@dataclass(slots=True)
class _Job:
    work: Callable[[Any], object]
    future: Future[Any]
    unit: Any = None
    result: object = None


class GroupWriter(Generic[U]):
    """The writer thread. `unit()` makes what a work is handed.

    `housekeep(units)` runs in the writer thread after each commit, before the callers go on, and again every
    HOUSEKEEPING_SECONDS (with no units) as long as it returns True: something is left to be done.
    """

    def __init__(self, session: Session, unit: Callable[[], U], housekeep: Callable[[Sequence[U]], bool]) -> None:
        self._session = session
        self._unit = unit
        self._housekeep = housekeep
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._gate = threading.Lock()  # between "is it closed?" and putting into the queue
        self._closed = False
        self._left_over = False
        self._last_size = 0
        self._thread = threading.Thread(target=self._run, name="leian-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[U], T]) -> Future[T]:
        """Queues the work; the future resolves when it is durable or undone. Raises StoreClosed."""
        future: Future[T] = Future()
        with self._gate:
            if self._closed:
                raise StoreClosed("the store was closed; nothing was written")
            self._queue.put(_Job(work, future))
        return future

    def write(self, work: Callable[[U], T]) -> T:
        """Runs the work and returns its result once it is durable. Raises what the work raises, or a StoreError."""
        if threading.current_thread() is self._thread:
            raise StoreMisused(
                "write() inside a work or a follow-up would wait for itself: use the transaction at hand"
            )
        return self.submit(work).result()

    def close(self) -> None:
        """Finishes what is queued and ends the thread. Further calls do nothing."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                job = self._queue.get(timeout=HOUSEKEEPING_SECONDS if self._left_over else None)
            except Empty:
                self._left_over = self._keep_house(())
                continue
            if job is None:
                return
            if self._transact(job):
                return

    def _transact(self, first: _Job) -> bool:
        """One transaction, beginning with `first`. True where the closing mark was met on the way."""
        try:
            self._session.begin()
        except StoreError as error:
            # Everybody who waits would only meet the same lock, one timeout after the other.
            waiting, closing = self._drain()
            self._fail([first, *waiting], error)
            return closing
        done: list[_Job] = []
        closing = False
        deadline = time.monotonic() + MAX_SECONDS
        job: _Job | None = first
        while job is not None:
            if not self._attempt(job, done):
                return closing
            if len(done) >= MAX_WORKS or time.monotonic() > deadline:
                break
            job, closing = self._next(len(done))
        self._commit(done)
        return closing

    def _next(self, taken: int) -> tuple[_Job | None, bool]:
        """The next job if there is one now or, while fewer came than last time, in a moment; and whether to close."""
        try:
            job = self._queue.get_nowait()
        except Empty:
            if taken >= self._last_size:
                return None, False
            try:
                job = self._queue.get(timeout=GATHER_SECONDS)
            except Empty:
                return None, False
        return job, job is None

    def _attempt(self, job: _Job, done: list[_Job]) -> bool:
        """Runs one work inside its savepoint. False where the whole transaction is lost (its jobs have been told)."""
        if not job.future.set_running_or_notify_cancel():
            return True
        job.unit = self._unit()
        try:
            self._session.savepoint()
            job.result = job.work(job.unit)
            self._session.release()
        except BaseException as error:  # noqa: BLE001 - whatever it is, it belongs to the caller, not to this thread
            return self._undo(job, done, error)
        done.append(job)
        return True

    def _undo(self, job: _Job, done: list[_Job], error: BaseException) -> bool:
        lost: BaseException | None = None
        if self._session.in_transaction:
            try:
                self._session.undo()
            except Exception as failure:  # noqa: BLE001 - told to everybody in the batch
                lost = failure
        else:
            lost = error
        _tell_undone(job, self._session.translated(error))
        if lost is None:
            return True
        self._fail(done, lost)
        return False

    def _commit(self, done: list[_Job]) -> None:
        try:
            self._session.commit()
        except Exception as error:  # noqa: BLE001 - told to everybody in the batch
            self._fail(done, error)
            return
        self._last_size = len(done)
        raised = [_follow_up(job) for job in done]
        self._left_over = self._keep_house([job.unit for job in done])
        for job, cause in zip(done, raised, strict=True):
            if cause is None:
                job.future.set_result(job.result)
            else:
                failure = FollowUpFailed("committed, but a follow-up raised")
                failure.__cause__ = cause
                job.future.set_exception(failure)

    def _keep_house(self, units: Sequence[U]) -> bool:
        try:
            return self._housekeep(units)
        except Exception:  # noqa: BLE001 - logged below
            # The works are durable and their callers wait: this thread has to go on, and tries again.
            _log.exception("housekeeping after a commit failed")
            return True

    def _fail(self, jobs: Sequence[_Job], error: BaseException) -> None:
        """Undoes the transaction and tells its jobs, the latest first, so that follow-ups unwind in order."""
        self._last_size = 0
        try:
            self._session.rollback()
        except Exception as failure:  # noqa: BLE001 - the first error is the one worth telling
            error.add_note(f"rolling back failed as well: {failure!r}")
        cause = self._session.translated(error)
        for job in reversed(jobs):
            own = type(cause)(str(cause)) if isinstance(cause, StoreUnavailable) else StoreUnavailable(str(cause))
            own.__cause__ = cause
            _tell_undone(job, own)

    def _drain(self) -> tuple[list[_Job], bool]:
        jobs: list[_Job] = []
        while True:
            try:
                job = self._queue.get_nowait()
            except Empty:
                return jobs, False
            if job is None:
                return jobs, True
            jobs.append(job)


def _follow_up(job: _Job) -> BaseException | None:
    try:
        job.unit.committed()
    except Exception as error:  # noqa: BLE001 - the work is durable all the same; its caller is told both
        return error
    return None


def _tell_undone(job: _Job, error: BaseException) -> None:
    try:
        if job.unit is not None:
            job.unit.undone()
    except Exception as failure:  # noqa: BLE001 - the caller needs the first error; the second is noted on it
        error.add_note(f"an on_rollback function raised as well: {failure!r}")
    if not job.future.done():
        job.future.set_exception(error)
