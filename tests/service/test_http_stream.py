"""GET /v1/stream as a client meets it: positions, units, refusals, slow readers, and an end."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fake_desk import FakeDesk

from engine.case import Case
from engine.verdict import Code, Verdict
from index.records import pack_verdict
from index.store import Store, Transaction
from service import push
from service.app import create_app
from service.logs import make_log
from service.push_outbox import Outbox
from service.push_reader import MOST_WAITING
from service.settings import Settings

START = datetime(2026, 3, 1, tzinfo=UTC)
KEY = "k" * 30


class StreamDesk(FakeDesk):
    """A desk that is nothing but an outbox on a real store."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.outbox = Outbox(store, lambda _: ())

    def put(self, *case_ids: str, unit: str = "甲", confidential: bool = False) -> None:
        for case_id in case_ids:
            one = Case(case_id, "石溪路的路灯不亮", START, handling_unit=unit, confidential=confidential)

            def work(tx: Transaction, one: Case = one) -> None:
                seq = tx.insert(one, b"p", b"f", pack_verdict(Verdict(one.case_id, Code.NEW, 0.9)))
                self.outbox.queue(tx, seq, one)

            self.store.write(work)


class Client:
    """One open request on the application, read event by event. `go` holds its sends while it is cleared."""

    def __init__(self, app: Any, path: str, headers: dict[str, str]) -> None:
        self._received: asyncio.Queue[bytes] = asyncio.Queue()
        self._rest = b""
        self._gone = asyncio.Event()
        self._begun = False
        self.started: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self.go = asyncio.Event()
        self.go.set()
        path, _, query = path.partition("?")
        raw = [(name.lower().encode(), value.encode()) for name, value in {"host": "127.0.0.1", **headers}.items()]
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": query.encode(), "headers": raw,
            "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1), "root_path": "",
        }  # fmt: skip
        self.task = asyncio.create_task(app(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        if not self._begun:
            self._begun = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        await self.go.wait()
        if message["type"] == "http.response.start":
            self.started.set_result(message)
        else:
            self._received.put_nowait(message.get("body", b""))

    async def status(self) -> int:
        return int((await asyncio.wait_for(self.started, 5))["status"])

    async def event(self) -> dict[str, str]:
        """The fields of the next block; a comment has the name ""."""
        while b"\n\n" not in self._rest:
            self._rest += await asyncio.wait_for(self._received.get(), 5)
        block, _, self._rest = self._rest.partition(b"\n\n")
        return dict(line.split(": ", 1) for line in block.decode().split("\n"))  # type: ignore[misc]

    async def cases(self, count: int) -> list[str]:
        """The ids of the next `count` cases."""
        return [json.loads((await self.event())["data"])["case_id"] for _ in range(count)]

    def hang_up(self) -> None:
        self._gone.set()


Open = Callable[..., Client]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[StreamDesk]:
    with Store.open(tmp_path / "leian.db") as store:
        yield StreamDesk(store)


def run(desk: StreamDesk, story: Callable[[Open, Any], Awaitable[None]], **settings: Any) -> None:
    """Tell a story with a function that opens streams, and with the application's parts."""

    async def main() -> None:
        app = create_app(desk, Settings(**settings), log=make_log(io.StringIO()))
        opened: list[Client] = []

        def open_(path: str = "/v1/stream", headers: dict[str, str] | None = None) -> Client:
            opened.append(Client(app, path, headers or {}))
            return opened[-1]

        try:
            await story(open_, app.state.service)
        finally:
            for each in opened:
                each.go.set()
                each.hang_up()
            await asyncio.gather(*(each.task for each in opened), return_exceptions=True)
            app.state.service.close()

    asyncio.run(main())


async def greeted(client: Client) -> int:
    """Past the greeting; the position."""
    assert await client.status() == 200
    assert 1_000 <= int((await client.event())["retry"]) <= 3_000
    hello = await client.event()
    assert hello["event"] == "hello"
    return int(hello["id"])


def test_a_stream_begins_now_and_says_where_that_is(desk: StreamDesk) -> None:
    async def story(open_: Open, service: Any) -> None:
        desk.put("old", "older")
        client = open_()
        assert await greeted(client) == 2
        head = dict((await client.started)["headers"])
        assert head[b"content-type"] == b"text/event-stream; charset=utf-8"
        assert head[b"cache-control"] == b"no-store"
        assert b"content-length" not in head
        await asyncio.to_thread(desk.put, "A", "B")
        first = await client.event()
        assert (first["id"], first["event"], json.loads(first["data"])["case_id"]) == ("3", "case", "A")
        assert await client.cases(1) == ["B"]
        assert b"leian_streams 1.0" in service.metrics.exposition()

    run(desk, story)


def test_each_unit_hears_of_its_own_cases_and_nobody_of_secret_ones(desk: StreamDesk) -> None:
    async def story(open_: Open, _service: Any) -> None:
        first, second, all_ = open_(f"/v1/stream?unit={quote('甲')}"), open_(f"/v1/stream?unit={quote('乙')}"), open_()
        for each in (first, second, all_):
            await greeted(each)
        await asyncio.to_thread(desk.put, "A")
        await asyncio.to_thread(desk.put, "secret", confidential=True)
        await asyncio.to_thread(desk.put, "B", unit="乙")
        await asyncio.to_thread(desk.put, "C", "D")
        assert await first.cases(3) == ["A", "C", "D"]
        assert await second.cases(1) == ["B"]
        assert await all_.cases(4) == ["A", "B", "C", "D"]
        late = open_(f"/v1/stream?unit={quote('甲')}", {"Last-Event-ID": "0"})
        await late.event()
        assert await late.cases(3) == ["A", "C", "D"]

    run(desk, story)


@pytest.mark.parametrize("how", ["header", "query"])
def test_it_goes_on_behind_the_last_event(desk: StreamDesk, how: str) -> None:
    async def story(open_: Open, _service: Any) -> None:
        desk.put(*(f"A{n}" for n in range(200)))
        client = open_(headers={"Last-Event-ID": "50"}) if how == "header" else open_("/v1/stream?last_event_id=50")
        assert "retry" in await client.event()
        assert await client.cases(150) == [f"A{n}" for n in range(50, 200)]
        await asyncio.to_thread(desk.put, "new")
        assert await client.cases(1) == ["new"]

    run(desk, story)


@pytest.mark.parametrize("position", ["3", "99", "abc", "-1", "１２", "9" * 40])
def test_a_position_that_is_not_kept_says_so_and_goes_on_from_now(desk: StreamDesk, position: str) -> None:
    async def story(open_: Open, _service: Any) -> None:
        desk.put(*(f"A{n}" for n in range(10)))
        desk.store.write(lambda tx: tx.expire_outbox(datetime.now(UTC) + timedelta(hours=1), 5))
        client = open_(f"/v1/stream?last_event_id={quote(position)}")
        await client.event()
        told = await client.event()
        assert (told["event"], told["id"]) == ("resync", "10")
        await asyncio.to_thread(desk.put, "new")
        assert await client.cases(1) == ["new"]
        kept = open_(headers={"Last-Event-ID": "5"})
        await kept.event()
        assert await kept.cases(6) == ["A5", "A6", "A7", "A8", "A9", "new"]

    run(desk, story)


def test_a_reader_that_does_not_read_costs_a_short_queue_and_misses_nothing(desk: StreamDesk) -> None:
    async def story(open_: Open, service: Any) -> None:
        slow, quick = open_(), open_()
        await greeted(slow)
        await greeted(quick)
        slow.go.clear()
        (all_,) = service.push._readers.values()
        for start in range(0, 1_000, 50):
            await asyncio.to_thread(desk.put, *(f"A{n}" for n in range(start, start + 50)))
            assert await quick.cases(50) == [f"A{n}" for n in range(start, start + 50)]
            assert all(len(reader._waiting) <= MOST_WAITING for reader in all_)
        gone = desk.store.write(lambda tx: tx.seq_of(["A999"]))["A999"]
        await asyncio.to_thread(desk.store.erase, gone, gone=lambda: desk.outbox.withdraw(gone))
        slow.go.set()
        assert await slow.cases(999) == [f"A{n}" for n in range(999)]

    run(desk, story)


def test_what_is_erased_is_taken_back_from_the_queue_of_a_slow_reader(desk: StreamDesk) -> None:
    async def story(open_: Open, _service: Any) -> None:
        slow = open_()
        await greeted(slow)
        slow.go.clear()
        await asyncio.to_thread(desk.put, "A", "B")
        await asyncio.sleep(0.1)
        await asyncio.to_thread(desk.put, "C", "D")
        await asyncio.sleep(0.1)
        gone = desk.store.write(lambda tx: tx.seq_of(["C"]))["C"]
        await asyncio.to_thread(desk.store.erase, gone, gone=lambda: desk.outbox.withdraw(gone))
        slow.go.set()
        assert await slow.cases(3) == ["A", "B", "D"]

    run(desk, story)


def test_a_lost_signal_costs_a_second_and_no_event(desk: StreamDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push, "POLL_SECONDS", 0.1)

    async def story(open_: Open, _service: Any) -> None:
        client = open_()
        await greeted(client)
        desk.outbox._watchers = []
        await asyncio.to_thread(desk.put, "A")
        assert await client.cases(1) == ["A"]

    run(desk, story)


def test_a_store_that_cannot_be_read_for_a_moment_costs_no_event(
    desk: StreamDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "POLL_SECONDS", 0.05)

    async def story(open_: Open, _service: Any) -> None:
        client = open_()
        await greeted(client)
        page = desk.outbox.page

        def fails(*_: Any) -> Any:
            raise OSError("disk")

        monkeypatch.setattr(desk.outbox, "page", fails)
        await asyncio.to_thread(desk.put, "A")
        await asyncio.sleep(0.2)
        monkeypatch.setattr(desk.outbox, "page", page)
        assert await client.cases(1) == ["A"]

    run(desk, story)


def test_without_readers_no_event_is_made_and_the_next_one_misses_none(desk: StreamDesk) -> None:
    async def story(open_: Open, _service: Any) -> None:
        client = open_()
        await greeted(client)
        client.hang_up()
        await client.task
        await asyncio.to_thread(desk.put, "A", "B")
        await asyncio.sleep(0.1)
        assert len(desk.outbox._ready) == 0
        again = open_(headers={"Last-Event-ID": "0"})
        await again.event()
        assert await again.cases(2) == ["A", "B"]

    run(desk, story)


def test_too_many_streams_are_refused_and_a_place_becomes_free_again(desk: StreamDesk) -> None:
    async def story(open_: Open, service: Any) -> None:
        first, second = open_(), open_()
        await greeted(first)
        await greeted(second)
        third = open_()
        assert await third.status() == 503
        assert dict((await third.started)["headers"])[b"retry-after"] == b"5"
        first.hang_up()
        await first.task
        await greeted(open_())
        assert b"leian_streams 2.0" in service.metrics.exposition()

    run(desk, story, stream_limit=2)


def test_it_beats_while_nothing_happens(desk: StreamDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push, "BEAT_SECONDS", 0.05)

    async def story(open_: Open, _service: Any) -> None:
        quiet = open_(f"/v1/stream?unit={quote('丙')}")
        await greeted(quiet)
        assert await quiet.event() == {"": "beat"}
        await asyncio.to_thread(desk.put, "A")
        while "id" not in (beat := await quiet.event()):
            pass
        assert beat == {"id": "1", "": "beat"}, "its position does not age while others get events"

    run(desk, story)


def test_the_end_of_the_service_is_the_end_of_its_streams(desk: StreamDesk) -> None:
    async def story(open_: Open, service: Any) -> None:
        client = open_()
        await greeted(client)
        service.push.close()
        await asyncio.wait_for(client.task, 5)
        late = open_()
        assert await late.status() == 503

    run(desk, story)


def test_who_may_not_call_gets_no_stream(desk: StreamDesk) -> None:
    async def story(open_: Open, _service: Any) -> None:
        assert await open_().status() == 401
        assert await open_(headers={"Authorization": "Bearer wrong"}).status() == 401
        await greeted(open_(headers={"Authorization": f"Bearer {KEY}"}))

    from hashlib import sha256

    run(desk, story, api_keys=(f"sha256:{sha256(KEY.encode()).hexdigest()}:read",))


def test_a_desk_that_is_still_opening_is_not_ready(desk: StreamDesk) -> None:
    async def story(open_: Open, _service: Any) -> None:
        assert await open_().status() == 503
        desk.ready = True
        await greeted(open_())

    desk.ready = False
    run(desk, story)


def test_a_unit_that_cannot_be_one_is_named(desk: StreamDesk) -> None:
    async def story(open_: Open, _service: Any) -> None:
        assert await open_(f"/v1/stream?unit={'x' * 5_000}").status() == 422

    run(desk, story)
