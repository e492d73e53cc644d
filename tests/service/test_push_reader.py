"""One stream's place in the outbox: nothing lost, nothing doubled, nothing kept, in whatever order things happen."""

from __future__ import annotations

import asyncio
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.push_events import Pushed
from service.push_outbox import Page
from service.push_reader import BEAT, MOST_WAITING, Reader


def event(number: int, *, confidential: bool = False) -> Pushed:
    return Pushed(number, 1000 + number, "甲", f"{number};".encode(), confidential)


class Ledger:
    """An outbox in memory. `pages` counts how often it was read."""

    def __init__(self) -> None:
        self.events: list[Pushed] = []
        self.last = 0
        self.pages = 0
        self.withdrawn: set[int] = set()

    def add(self, number: int) -> Pushed:
        self.events.append(event(number))
        self.last = number
        return self.events[-1]

    async def page(self, after: int, unit: str | None, limit: int = 8) -> Page:
        self.pages += 1
        snapshot, last = [each for each in self.events if each.number > after][:limit], self.last
        await asyncio.sleep(0)
        more = len(snapshot) == limit
        return Page(tuple(snapshot), snapshot[-1].number if more else max(last, after), more)

    def reader(self, cursor: int = 0, *, behind: bool = False, sees_confidential: bool = False) -> Reader:
        made = Reader(
            None, cursor, behind=behind, catch_up=self.page, is_withdrawn=lambda seq: seq in self.withdrawn,
            sees_confidential=sees_confidential,
        )  # fmt: skip
        made.reached(self.last)
        return made


def numbers(part: bytes) -> list[int]:
    return [int(each) for each in part.decode().split(";") if each]


def test_one_that_keeps_up_never_reads_the_outbox() -> None:
    async def main() -> None:
        ledger = Ledger()
        reader = ledger.reader()
        for number in (1, 3, 4):
            reader.offer(ledger.add(number))
        assert numbers(await reader.next()) == [1, 3, 4]
        reader.offer(ledger.add(9))
        assert numbers(await reader.next()) == [9]
        assert (ledger.pages, reader.cursor, reader.take_sent(), reader.take_sent()) == (0, 9, 4, 0)

    asyncio.run(main())


def test_a_slow_one_keeps_a_bounded_queue_and_catches_up_from_the_outbox() -> None:
    async def main() -> None:
        ledger = Ledger()
        reader = ledger.reader()
        for number in range(1, 10_001):
            reader.offer(ledger.add(number))
            reader.reached(number)
            assert len(reader._waiting) <= MOST_WAITING
        got: list[int] = []
        while len(got) < 10_000:
            part = numbers(await reader.next())
            assert len(part) <= 8
            got += part
        assert got == list(range(1, 10_001))
        pages = ledger.pages
        reader.offer(ledger.add(10_001))
        assert numbers(await reader.next()) == [10_001]
        assert ledger.pages == pages, "once at the end, the queue serves again"

    asyncio.run(main())


@given(seed=st.integers(0, 2**32), total=st.integers(1, 400), start=st.integers(0, 50))
@settings(max_examples=150, deadline=None)
def test_every_event_comes_once_and_in_order_whatever_the_pace(seed: int, total: int, start: int) -> None:
    """Events come in rounds, with gaps in their numbers; the reader pauses at random; reads see more than was offered."""

    async def main() -> None:
        chance = random.Random(seed)
        ledger = Ledger()
        number = 0
        for _ in range(start):
            number += chance.randint(1, 3)
            ledger.add(number)
        cursor = chance.randint(0, number)
        reader = ledger.reader(cursor, behind=cursor < ledger.last)
        got: list[int] = []

        async def read() -> None:
            while part := await reader.next():
                got.extend(numbers(part))
                for _ in range(chance.choice((0, 0, 1, 40))):
                    await asyncio.sleep(0)

        reading = asyncio.create_task(read())
        unpublished: list[Pushed] = []
        for _ in range(total):
            number += chance.randint(1, 3)
            unpublished.append(ledger.add(number))
            if chance.random() < 0.3:
                for each in unpublished:
                    reader.offer(each)
                reader.reached(number)
                unpublished.clear()
            if chance.random() < 0.2:
                await asyncio.sleep(0)
        for each in unpublished:
            reader.offer(each)
        reader.reached(number)
        for _ in range(20_000):
            if got and got[-1] == number:
                break
            await asyncio.sleep(0)
        reader.end()
        await reading
        assert got == [each.number for each in ledger.events if each.number > cursor]

    asyncio.run(main())


def test_what_is_confidential_or_withdrawn_is_not_sent() -> None:
    async def main() -> None:
        ledger = Ledger()
        reader, trusted = ledger.reader(), ledger.reader(sees_confidential=True)
        for each in (reader, trusted):
            for number in (1, 2, 3):
                each.offer(event(number, confidential=number == 2))
        ledger.withdrawn.add(1003)
        assert numbers(await reader.next()) == [1]
        assert numbers(await trusted.next()) == [1, 2]

    asyncio.run(main())


@pytest.mark.parametrize(("offered_to_others", "expected"), [(0, BEAT), (7, b"id: 7\n" + BEAT)])
def test_a_beat_moves_the_position_of_a_quiet_stream_on(offered_to_others: int, expected: bytes) -> None:
    async def main() -> None:
        reader = Ledger().reader()
        reader.reached(offered_to_others)
        reader.beat()
        assert await reader.next() == expected
        reader.beat()
        assert await reader.next() == BEAT
        reader.beat()
        reader.offer(event(8))
        assert await reader.next() == b"8;", "an event is a sign of life as well"
        reader.end()
        assert await reader.next() == b""

    asyncio.run(main())


def test_a_beat_claims_no_position_that_the_reader_has_not_reached() -> None:
    """A page may see further than what was offered so far: the client's position must not fall back behind it."""

    async def main() -> None:
        ledger = Ledger()
        ledger.add(5)
        reader = Reader(None, 1, behind=True, catch_up=ledger.page, is_withdrawn=lambda _: False)
        reader.reached(3)
        assert await reader.next() == b"5;"
        reader.beat()
        assert await reader.next() == BEAT

    asyncio.run(main())
