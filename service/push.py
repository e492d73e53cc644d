"""How does a committed case reach 500 screens in a moment? One follower of the outbox, many readers. (/v1/stream)

The writer's thread tells the follower that something was committed; the follower reads it once, makes each event once, and
hands it to the readers of its unit and to those of all units. Should a signal get lost, it looks by itself every second.
Nothing here is kept for anybody: a reader's position is the number of the last event that it got (`service.push_reader`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from service.door import Door
from service.errors import Overloaded
from service.lanes import Lane
from service.logs import Log, fault
from service.metrics import Metrics
from service.push_events import Pushed
from service.push_outbox import Outbox, Page
from service.push_reader import Reader
from service.settings import Settings

PAGE = 64  # events read at once, by the follower and by those who catch up
POLL_SECONDS = 1.0  # between looks without a signal
BEAT_SECONDS = 15.0  # proxies close what is silent for 30 to 60 s
# A breath after each round, longer the more readers it woke: what comes in meanwhile goes out in one write to each of them,
# so that sending never takes more than about half of the event loop's time. Measured: 0.05 ms a reader and write.
BREATH_SECONDS = 0.0001  # a reader
LONGEST_BREATH = 0.1


class Push:
    """One per application. Begins to work when the first stream opens. Used from one event loop."""

    def __init__(self, door: Door, settings: Settings, metrics: Metrics, log: Log) -> None:
        self._door = door
        self._settings = settings
        self._metrics = metrics
        self._log = log
        self._following = Lane("push", 1, 8, metrics)
        self._catching_up = Lane("push-catch-up", 1, settings.stream_limit, metrics)
        self._readers: dict[str | None, set[Reader]] = {}
        self._open = 0
        self._position = 0
        self._tasks: list[asyncio.Task[None]] = []
        self._starting: asyncio.Task[None] | None = None
        self._unwatch: Callable[[], None] | None = None
        self._signal = asyncio.Event()
        self._signalled = False
        self._closed = False

    async def join(self, unit: str | None, last_id: int | None, *, sees_confidential: bool = False) -> Reader:
        """A reader at `last_id`, or at the end where that is None. Raises NotReady, Overloaded, Expired.

        Who joins must `leave`.
        """
        outbox = self._door.desk().outbox
        if self._closed or self._open >= self._settings.stream_limit:
            raise Overloaded(retry_after=5)
        self._open += 1
        try:
            await self._start(outbox)
            cursor = self._position if last_id is None else last_id
            if cursor != self._position:
                span = await self._catching_up.run(outbox.span)
                if not span.expired <= cursor <= span.last:
                    raise Expired
            reader = Reader(
                unit,
                cursor,
                behind=cursor < self._position,
                catch_up=lambda after, of: self._catching_up.run(lambda: outbox.page(after, PAGE, of)),
                is_withdrawn=outbox.is_withdrawn,
                sees_confidential=sees_confidential,
            )
        except BaseException:
            self._open -= 1
            raise
        reader.reached(self._position)
        self._readers.setdefault(unit, set()).add(reader)
        self._metrics.streams.set(self._open)
        return reader

    def leave(self, reader: Reader) -> None:
        """The stream has ended, however it did."""
        group = self._readers.get(reader.unit, set())
        if reader in group:
            group.discard(reader)
            self._open -= 1
            self._metrics.streams.set(self._open)
        if not group:
            self._readers.pop(reader.unit, None)

    def close(self) -> None:
        """End all streams; their clients come back with their position. Call it in the event loop, or after it."""
        self._closed = True
        if self._unwatch is not None:
            self._unwatch()
        for reader in self._all():
            reader.end()
        for task in self._tasks:
            with suppress(RuntimeError):  # the loop is closed already, and its tasks with it
                task.cancel()
        self._following.close()
        self._catching_up.close()

    async def _start(self, outbox: Outbox) -> None:
        """Begin to follow the outbox at its end, once."""
        if self._starting is None or (self._starting.done() and self._starting.exception() is not None):
            self._starting = asyncio.create_task(self._begin(outbox))
        await asyncio.shield(self._starting)

    async def _begin(self, outbox: Outbox) -> None:
        loop = asyncio.get_running_loop()

        def notify() -> None:
            """From the writer's thread; one signal is enough until it is answered."""
            if not self._signalled:
                self._signalled = True
                with suppress(RuntimeError):  # the loop is closed: nobody is left to be told
                    loop.call_soon_threadsafe(self._signal.set)

        self._unwatch = outbox.watch(notify)
        self._position = (await self._following.run(outbox.span)).last
        self._tasks = [asyncio.create_task(each) for each in (self._follow(outbox), self._beat())]

    async def _follow(self, outbox: Outbox) -> None:
        while not self._closed:
            self._signal.clear()
            self._signalled = False
            page: Page | None = None
            try:
                page = await self._read(outbox)
            except Exception as error:  # noqa: BLE001 - whatever it was, the readers wait for the next attempt
                self._log.error("the outbox cannot be read", **fault(error))
            if page is not None:
                woken = self._publish(page)
                if page.more:
                    continue
                await asyncio.sleep(min(woken * BREATH_SECONDS, LONGEST_BREATH))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._signal.wait(), POLL_SECONDS)

    async def _read(self, outbox: Outbox) -> Page:
        """What came since the last round. With nobody to read it no event is made."""
        if not self._readers:
            last = (await self._following.run(outbox.span)).last
            if not self._readers:  # otherwise somebody joined at the old position, and is owed what came since
                return Page((), last, more=False)
        return await self._following.run(lambda: outbox.page(self._position, PAGE))

    def _publish(self, page: Page) -> int:
        """Offer a page to those it concerns. Returns how many readers that were."""
        woken: set[Reader] = set()
        for event in page.events:
            woken |= self._offer(event)
        self._position = max(self._position, page.reached)
        for reader in self._all():
            reader.reached(self._position)
        return len(woken)

    def _offer(self, event: Pushed) -> set[Reader]:
        concerned = self._readers.get(event.unit, set()) | self._readers.get(None, set())
        for reader in concerned:
            reader.offer(event)
        return concerned

    async def _beat(self) -> None:
        while not self._closed:
            await asyncio.sleep(BEAT_SECONDS)
            for reader in self._all():
                reader.beat()

    def _all(self) -> list[Reader]:
        return [reader for group in self._readers.values() for reader in group]


class Expired(Exception):
    """The position is not in the outbox: expired, or never given (another data directory, an older backup)."""
