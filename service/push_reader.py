"""What does one open stream still have to send? A cursor, a short queue, and the outbox for everything else.

A reader that keeps up takes events from its queue. One that does not overflows it, and from then on reads the outbox
page by page, at its own pace, until it has reached the end again. So a slow reader costs a page of memory, whatever it
has missed. No event is sent twice or left out: the cursor only rises, and the switch back to the queue happens without
a pause at a moment when everything offered lies at or below it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from service.push_events import Pushed
from service.push_outbox import Page

MOST_WAITING = 64  # events; about what one write to a socket holds
BEAT = b": beat\n\n"

CatchUp = Callable[[int, str | None], Awaitable[Page]]
IsWithdrawn = Callable[[int], bool]


class Reader:
    """One stream's place in the outbox. Used from the event loop alone.

    `unit` None: of all units. `cursor`: the last number sent, or all there was when the stream began. `behind`: events
    between `cursor` and the end have to be fetched first.
    """

    def __init__(
        self,
        unit: str | None,
        cursor: int,
        *,
        behind: bool,
        catch_up: CatchUp,
        is_withdrawn: IsWithdrawn,
        sees_confidential: bool = False,
    ) -> None:
        self.unit = unit
        self.cursor = cursor
        self.behind = behind
        self._sent = 0  # events since `take_sent`
        self._told = cursor  # the last number that the client knows
        self._end = cursor  # everything up to here was offered
        self._catch_up = catch_up
        self._is_withdrawn = is_withdrawn
        self._sees_confidential = sees_confidential
        self._waiting: deque[Pushed] = deque()
        self._wake = asyncio.Event()
        self._beat_due = False
        self._ended = False

    def offer(self, event: Pushed) -> None:
        """Queue an event of this reader's unit. Called in the order of the numbers."""
        if self.behind or event.number <= self.cursor:
            return
        if len(self._waiting) >= MOST_WAITING:
            self.behind = True  # the cursor stays where it is: all of these are in the outbox
            self._waiting.clear()
        else:
            self._waiting.append(event)
        self._wake.set()

    def reached(self, end: int) -> None:
        """Everything up to `end` has been offered, to this reader or to others."""
        self._end = end

    def beat(self) -> None:
        """Let the client hear something, unless there is an event to send anyway."""
        self._beat_due = True
        self._wake.set()

    def end(self) -> None:
        """`next` returns nothing from now on."""
        self._ended = True
        self._wake.set()

    def take_sent(self) -> int:
        """Events that `next` returned since the last time."""
        sent, self._sent = self._sent, 0
        return sent

    async def next(self) -> bytes:
        """What to send now, waiting for it; empty when the stream has ended."""
        while not self._ended:
            self._wake.clear()
            if self.behind:
                page = await self._catch_up(self.cursor, self.unit)
                found = self._frames(page.events)
                self.cursor = max(self.cursor, page.reached)
                if self.cursor >= self._end:
                    self.behind = False
            else:
                found = self._frames(self._waiting)
                self.cursor = max(self.cursor, self._waiting[-1].number) if self._waiting else self.cursor
                self._waiting.clear()
            if found:
                return found
            if self.behind:
                continue
            if self._beat_due:
                return self._beat()
            await self._wake.wait()
        return b""

    def _frames(self, events: deque[Pushed] | tuple[Pushed, ...]) -> bytes:
        shown = [
            event
            for event in events
            if (self._sees_confidential or not event.confidential) and not self._is_withdrawn(event.seq)
        ]
        if not shown:
            return b""
        self._sent += len(shown)
        self._told = shown[-1].number
        self._beat_due = False
        return b"".join([event.frame for event in shown])

    def _beat(self) -> bytes:
        """A sign of life. Where others got events meanwhile it moves the client's position on, so that it does not age."""
        self._beat_due = False
        if self._end <= self._told or self._end < self.cursor:
            return BEAT
        self._told = self.cursor = self._end
        return b"id: %d\n%s" % (self._end, BEAT)
