"""Does the group commit keep works apart, wait for the disk, and tell each caller the truth?

The session here is a list in memory with savepoints; `test_store.py` runs the same thread on a database.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest

from index import writer
from index.errors import FollowUpFailed, StoreClosed, StoreMisused, StoreUnavailable
from index.writer import GroupWriter


class Memory:
    """A transactional list. `break_at` names the methods that fail from now on."""

    def __init__(self) -> None:
        self.rows: list[object] = []
        self.durable: list[object] = []
        self.commits = 0
        self.break_at: set[str] = set()
        self.calls: list[str] = []
        self._open = False
        self._mark = 0

    def _step(self, name: str) -> None:
        self.calls.append(name)
        if name in self.break_at:
            raise StoreUnavailable(f"{name} failed")

    def begin(self) -> None:
        self._step("begin")
        self._open = True

    def savepoint(self) -> None:
        self._mark = len(self.rows)

    def release(self) -> None:
        self._step("release")

    def undo(self) -> None:
        self._step("undo")
        del self.rows[self._mark :]

    def commit(self) -> None:
        time.sleep(0.002)  # so that works gather meanwhile, as they do behind a disk
        self._step("commit")
        self.durable = list(self.rows)
        self.commits += 1
        self._open = False

    def rollback(self) -> None:
        self.rows = list(self.durable)
        self._open = False
        self._step("rollback")

    def lose_everything(self) -> None:
        """What SQLite does on some full-disk errors: the whole transaction is gone."""
        self.rows = list(self.durable)
        self._open = False

    @property
    def in_transaction(self) -> bool:
        return self._open

    def translated(self, error: BaseException) -> BaseException:
        return StoreUnavailable("translated") if isinstance(error, MemoryError) else error


class Hand:
    """What a work is handed."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.on_commit: list[Callable[[], object]] = []
        self.on_rollback: list[Callable[[], object]] = []

    def add(self, row: object) -> object:
        self.memory.rows.append(row)
        return row

    def committed(self) -> None:
        for function in self.on_commit:
            function()

    def undone(self) -> None:
        for function in self.on_rollback:
            function()


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def group(memory: Memory) -> Iterator[GroupWriter[Hand]]:
    made = GroupWriter(memory, lambda: Hand(memory), lambda units: False)
    yield made
    made.close()


def held(group: GroupWriter[Hand]) -> tuple[threading.Event, Future[object]]:
    """Keeps the writer thread inside a work until the event is set, so that what is submitted next is one batch."""
    entered, go = threading.Event(), threading.Event()

    def wait(_: Hand) -> None:
        entered.set()
        assert go.wait(10)

    future: Future[object] = group.submit(wait)
    assert entered.wait(10)
    return go, future


def test_the_result_comes_after_the_commit(group: GroupWriter[Hand], memory: Memory) -> None:
    assert group.write(lambda hand: hand.add("a")) == "a"
    assert memory.durable == ["a"]


def test_waiting_works_share_a_commit(group: GroupWriter[Hand], memory: Memory) -> None:
    go, first = held(group)
    futures = [group.submit(lambda hand, i=i: hand.add(i)) for i in range(50)]
    go.set()
    assert [f.result(10) for f in futures] == list(range(50))
    first.result(10)
    assert memory.durable == list(range(50))
    assert memory.commits == 1


def test_a_batch_is_bounded(group: GroupWriter[Hand], memory: Memory) -> None:
    go, _ = held(group)
    futures = [group.submit(lambda hand: hand.add(1)) for _ in range(2 * writer.MAX_WORKS)]
    go.set()
    for future in futures:
        future.result(10)
    assert memory.commits >= 2


def test_a_slow_work_does_not_hold_up_the_commit_of_those_before(
    group: GroupWriter[Hand], memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MAX_SECONDS", 0.01)
    go, _ = held(group)
    time.sleep(0.02)
    later = group.submit(lambda hand: hand.add("later"))
    go.set()
    later.result(10)
    assert memory.commits == 2


def test_a_poisoned_work_harms_nobody_else(group: GroupWriter[Hand], memory: Memory) -> None:
    def poisoned(hand: Hand) -> None:
        hand.add("half")
        hand.on_rollback.append(lambda: undone.append(True))
        raise ValueError("in the middle")

    undone: list[bool] = []
    go, _ = held(group)
    before = group.submit(lambda hand: hand.add("before"))
    bad = group.submit(poisoned)
    after = group.submit(lambda hand: hand.add("after"))
    go.set()
    with pytest.raises(ValueError, match="in the middle"):
        bad.result(10)
    assert (before.result(10), after.result(10)) == ("before", "after")
    assert memory.durable == ["before", "after"]
    assert memory.commits == 1
    assert undone == [True]


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt, GeneratorExit])
def test_even_a_work_that_wants_to_end_the_thread_ends_only_itself(
    group: GroupWriter[Hand], error: type[BaseException]
) -> None:
    def quits(_: Hand) -> None:
        raise error

    with pytest.raises(error):
        group.write(quits)
    assert group.write(lambda hand: hand.add(1)) == 1


def test_a_failed_commit_is_told_to_all_and_the_next_works(group: GroupWriter[Hand], memory: Memory) -> None:
    order: list[int] = []

    def work(hand: Hand, i: int) -> None:
        hand.add(i)
        hand.on_commit.append(lambda: order.append(-i))
        hand.on_rollback.append(lambda: order.append(i))

    memory.break_at = {"commit"}
    go, _ = held(group)
    futures = [group.submit(lambda hand, i=i: work(hand, i)) for i in (1, 2, 3)]
    go.set()
    errors = [f.exception(10) for f in futures]
    assert all(isinstance(e, StoreUnavailable) and "commit failed" in str(e) for e in errors)
    assert len({id(e) for e in errors}) == 3, "raised in three threads: each needs a traceback of its own"
    assert order == [3, 2, 1], "follow-ups unwind from the latest"
    memory.break_at = set()
    assert group.write(lambda hand: hand.add("next")) == "next"
    assert memory.durable == ["next"]


def test_a_lock_at_begin_is_told_to_all_who_wait(group: GroupWriter[Hand], memory: Memory) -> None:
    go, first = held(group)
    memory.break_at = {"commit", "begin"}
    go.set()
    with pytest.raises(StoreUnavailable):
        first.result(10)
    with pytest.raises(StoreUnavailable, match="begin failed"):
        group.write(lambda hand: hand.add(1))
    memory.break_at = set()
    assert group.write(lambda hand: hand.add(2)) == 2


def test_when_the_database_drops_the_transaction_nobody_is_told_ok(group: GroupWriter[Hand], memory: Memory) -> None:
    def fatal(_: Hand) -> None:
        memory.lose_everything()
        raise MemoryError

    go, held_one = held(group)
    before = group.submit(lambda hand: hand.add("before"))
    bad = group.submit(fatal)
    after = group.submit(lambda hand: hand.add("after"))
    go.set()
    for lost in (held_one, before, bad):
        with pytest.raises(StoreUnavailable):
            lost.result(10)
    assert after.result(10) == "after"
    assert memory.durable == ["after"]


def test_a_savepoint_that_cannot_be_undone_takes_the_batch_with_it(group: GroupWriter[Hand], memory: Memory) -> None:
    def bad(hand: Hand) -> None:
        hand.add("half")
        raise ValueError("bad")

    memory.break_at = {"undo", "rollback"}
    go, first = held(group)
    failing = group.submit(bad)
    go.set()
    with pytest.raises(ValueError, match="bad"):
        failing.result(10)
    with pytest.raises(StoreUnavailable, match="undo failed"):
        first.result(10)
    memory.break_at = set()
    assert group.write(lambda hand: hand.add("next")) == "next"
    assert memory.durable == ["next"]


def test_follow_ups_run_before_the_caller_goes_on(group: GroupWriter[Hand]) -> None:
    seen: list[str] = []

    def work(hand: Hand) -> None:
        hand.on_commit.append(lambda: seen.append(threading.current_thread().name))

    group.write(work)
    assert seen == ["leian-writer"]


def test_a_follow_up_that_raises_is_told_but_undoes_nothing(group: GroupWriter[Hand], memory: Memory) -> None:
    def work(hand: Hand) -> None:
        hand.add("kept")
        hand.on_commit.append(lambda: 1 // 0)

    with pytest.raises(FollowUpFailed, match="committed") as caught:
        group.write(work)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    assert memory.durable == ["kept"]


def test_an_undoing_that_raises_is_noted_on_the_first_error(group: GroupWriter[Hand]) -> None:
    def work(hand: Hand) -> None:
        hand.on_rollback.append(lambda: 1 // 0)
        raise ValueError("first")

    with pytest.raises(ValueError, match="first") as caught:
        group.write(work)
    assert "ZeroDivisionError" in caught.value.__notes__[0]


def test_a_write_inside_a_write_is_refused_at_once(group: GroupWriter[Hand], memory: Memory) -> None:
    with pytest.raises(StoreMisused, match="wait for itself"):
        group.write(lambda hand: group.write(lambda inner: inner.add(1)))
    assert memory.durable == []


def test_a_cancelled_work_is_not_run(group: GroupWriter[Hand], memory: Memory) -> None:
    go, _ = held(group)
    future = group.submit(lambda hand: hand.add("no"))
    assert future.cancel()
    go.set()
    group.write(lambda hand: hand.add("yes"))
    assert memory.durable == ["yes"]


def test_close_finishes_what_is_queued_and_refuses_the_rest(group: GroupWriter[Hand], memory: Memory) -> None:
    go, _ = held(group)
    future = group.submit(lambda hand: hand.add("queued"))
    closing = threading.Thread(target=group.close)
    closing.start()
    go.set()
    closing.join(10)
    assert future.result(0) == "queued"
    assert memory.durable == ["queued"]
    with pytest.raises(StoreClosed):
        group.submit(lambda hand: hand.add("late"))
    group.close()


def test_housekeeping_is_tried_again_until_it_is_done(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "HOUSEKEEPING_SECONDS", 0.005)
    left = [True, True, False]
    units: list[int] = []
    finished = threading.Event()

    def housekeep(hands: object) -> bool:
        units.append(len(hands))  # type: ignore[arg-type]
        again = left.pop(0)
        if not again:
            finished.set()
        return again

    group = GroupWriter(memory, lambda: Hand(memory), housekeep)
    group.write(lambda hand: hand.add(1))
    assert finished.wait(10)
    group.close()
    assert units == [1, 0, 0]


def test_broken_housekeeping_does_not_keep_callers_waiting(
    memory: Memory, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> bool:
        raise OSError("no")

    group = GroupWriter(memory, lambda: Hand(memory), broken)
    assert group.write(lambda hand: hand.add(1)) == 1
    assert group.write(lambda hand: hand.add(2)) == 2
    group.close()
    assert "housekeeping after a commit failed" in caplog.text
