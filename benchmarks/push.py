"""Does every reader get every event exactly once, how soon, and what if the service is restarted in between?

    python -m benchmarks.push [--streams 500] [--rate 50] [--seconds 60] [--restarts 3] [--units 25] [--everything 5]
                              [--slow 5] [--limit-ms 300] [--out run.json]

Starts the service on a data directory of its own, opens the streams (each for one of the units, `everything` of them for all
units, `slow` of them by readers that pause for seconds), registers cases at a steady rate and stops the service in between:
SIGTERM and SIGKILL by turns. Readers come back with the id of the last event that they got, after the pause the service asked
for; a registration is repeated until it is acknowledged. Exit code 1: an event was lost or doubled, or the p99 of `push_ms` is
above the limit. Cases count where nothing was stopped and nobody was on the way back while they were under way:

    register_ms    from the moment a case is due to its answer; grows without end where the machine is too slow for the rate
    push_ms        from being queued in its transaction (`queued_at`), before the commit, to being read by a client on this machine
    whole_ms       from the moment it is due to being read
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.corpus import generate, split_truth

READY_SECONDS = 180.0
SETTLE_SECONDS = 90.0  # after the last registration: until every reader must have everything
CALM_MARGIN = 1.0  # seconds around a restart that do not count as calm
SLOW_PAUSE = 3.0
PAUSE = 1.0  # before a registration is repeated, as Retry-After says
CONNECTIONS = 32  # of the intake systems


@dataclass
class Run:
    """What was sent, when, and who got it when. Times in seconds of `time.monotonic`."""

    due: dict[str, float] = field(default_factory=dict)  # when the open loop wanted to send it
    sent: dict[str, float] = field(default_factory=dict)  # when it was sent for the first time
    answered: dict[str, float] = field(default_factory=dict)
    acknowledged: dict[str, str] = field(default_factory=dict)  # case id → unit
    repeated: int = 0
    troubled: list[tuple[float, float]] = field(default_factory=list)  # spans around restarts

    def is_troubled(self, start: float, end: float) -> bool:
        """True where anything of [start, end] fell into a restart or its aftermath."""
        return any(start <= after and end >= before for before, after in self.troubled)


class Service:
    """`leian serve` in a process of its own, always on the same port."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.data = data
        self.process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        command = [sys.executable, "-c", "from service.cli import main; main()", "serve", "--data", str(self.data)]
        with (self.data.parent / "serve.log").open("ab") as log:
            self.process = subprocess.Popen([*command, "--port", str(self.port)], stdout=log, stderr=log)
        end = time.monotonic() + READY_SECONDS
        while await self._status() != 200:
            if self.process.poll() is not None or time.monotonic() > end:
                raise SystemExit((self.data.parent / "serve.log").read_text()[-2000:])
            await asyncio.sleep(0.05)

    async def stop(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)
            while self.process.poll() is None:
                await asyncio.sleep(0.02)

    def resident_mb(self) -> float:
        """Memory of the process, in MiB."""
        pid = self.process.pid if self.process else 0
        fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        return round(int(fields["VmRSS"].split()[0]) / 1024, 1)

    def processor_seconds(self) -> float:
        stat = Path(f"/proc/{self.process.pid if self.process else 0}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / 100

    async def _status(self) -> int:
        client = Client(self.port)
        try:
            return (await client.call("GET", "/readyz"))[0]
        except (OSError, EOFError, ValueError):
            return 0
        finally:
            client.close()


class Client:
    """Requests one after the other on one connection, made anew when it breaks."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._pair: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def call(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        """Status and body. Raises OSError, EOFError or ValueError where there was no whole answer."""
        try:
            if self._pair is None:
                self._pair = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._pair
            head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            status, *headers = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
            length = next(int(line.partition(b":")[2]) for line in headers if line.startswith(b"content-length:"))
            answer = await reader.readexactly(length)
            if b"connection: close" in headers:
                self.close()
            return int(status.split()[1]), answer
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._pair is not None:
            self._pair[1].close()
        self._pair = None


class Stream(asyncio.Protocol):
    """One reader: what it got and when, through as many connections as it takes."""

    def __init__(self, port: int, unit: str | None, *, slow: bool = False) -> None:
        self.port, self.unit, self.slow = port, unit, slow
        self.got: list[tuple[str, float, float]] = []  # case, read at, seconds since it was queued
        self.others: Counter[str] = Counter()
        self.last_id = ""
        self.retry = 1.0
        self.connections = 0
        self.open = asyncio.Event()
        self._rest = b""
        self._lost = asyncio.Event()
        self._transport: asyncio.Transport | None = None

    async def run(self) -> None:
        while True:
            self._lost.clear()
            try:
                await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", self.port)
                await self._lost.wait()
            except OSError:
                pass
            self.open.clear()
            await asyncio.sleep(self.retry)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._rest, self._transport = b"", transport
        query = f"?unit={quote(self.unit)}" if self.unit else ""
        position = f"Last-Event-ID: {self.last_id}\r\n" if self.last_id else ""
        transport.write(f"GET /v1/stream{query} HTTP/1.1\r\nHost: 127.0.0.1\r\n{position}\r\n".encode())

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        refused = data.startswith(b"HTTP/1.1 ") and not data.startswith(b"HTTP/1.1 200")
        if refused and not self._rest and self._transport is not None:
            self._transport.close()  # not ready yet: come back later
            return
        *events, self._rest = (self._rest + data).split(b"\n\n")
        for each in events:
            self._take(each, now)
        if self.slow and events and self._transport is not None and len(self.got) % 7 == 0:
            self._transport.pause_reading()
            asyncio.get_running_loop().call_later(SLOW_PAUSE, self._resume, self._transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._lost.set()

    def _resume(self, transport: asyncio.Transport) -> None:
        if not transport.is_closing():
            transport.resume_reading()

    def _take(self, block: bytes, now: float) -> None:
        """Chunk sizes and headers lie between the events; no line of them looks like one of an event."""
        fields = dict(line.partition(b": ")[::2] for line in block.split(b"\n") if b": " in line[:8])
        if b"retry" in fields:
            self.connections += 1
            self.retry = int(fields[b"retry"]) / 1000
            self.open.set()
        if b"id" in fields:
            self.last_id = fields[b"id"].decode()
        kind = fields.get(b"event", b"").decode()
        if kind == "case":
            data = json.loads(fields[b"data"])
            since = time.time() - datetime.fromisoformat(data["queued_at"]).timestamp()
            self.got.append((data["case_id"], now, since))
        elif kind:
            self.others[kind] += 1


async def intake(client: Client, run: Run, waiting: asyncio.Queue[dict[str, Any]]) -> None:
    """An intake system: one case after the other, each until it is acknowledged."""
    try:
        while True:
            case = await waiting.get()
            await register(client, run, case)
            waiting.task_done()
    finally:
        client.close()


async def register(client: Client, run: Run, case: dict[str, Any]) -> None:
    body = json.dumps(case).encode()
    run.sent[case["case_id"]] = time.monotonic()
    while True:
        try:
            status, answer = await client.call("POST", "/v1/cases", body)
        except (OSError, EOFError, ValueError):
            status, answer = 0, b""
        if status in (200, 201):
            run.acknowledged[case["case_id"]] = case["handling_unit"]
            run.answered[case["case_id"]] = time.monotonic()
            return
        if 200 <= status < 500:
            raise SystemExit(f"registering was answered {status}: {answer[:300]!r}")
        run.repeated += 1
        await asyncio.sleep(PAUSE)


async def restart(
    service: Service, run: Run, streams: list[Stream], waiting: asyncio.Queue[dict[str, Any]], number: int
) -> None:
    """Stop and start; over when every reader is back and what was held up meanwhile is registered."""
    began = time.monotonic()
    await service.stop(number)
    await service.start()
    for each in streams:
        await each.open.wait()
    while waiting.qsize():
        await asyncio.sleep(0.05)
    run.troubled.append((began - CALM_MARGIN, time.monotonic() + CALM_MARGIN))


async def measure(service: Service, options: argparse.Namespace) -> dict[str, Any]:
    """Drive the service; returns the figures."""
    run = Run()
    units = [f"第{n + 1}承办局" for n in range(options.units)]
    streams = [
        Stream(service.port, None if n < options.everything else units[n % len(units)], slow=n >= options.streams - options.slow)
        for n in range(options.streams)
    ]  # fmt: skip
    reading = [asyncio.create_task(each.run()) for each in streams]
    for each in streams:
        await each.open.wait()
    total = int(options.rate * options.seconds)
    cases = [split_truth(row)[0] for row in generate(total, options.seed)]
    stops = {int(total * (n + 1) / (options.restarts + 1)): n for n in range(options.restarts)}
    waiting: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    sending = [asyncio.create_task(intake(Client(service.port), run, waiting)) for _ in range(CONNECTIONS)]
    began, stopping = time.monotonic(), None
    for n, case in enumerate(cases):
        await asyncio.sleep(max(0.0, began + n / options.rate - time.monotonic()))
        run.due[case["case_id"]] = time.monotonic()
        waiting.put_nowait({**case, "handling_unit": units[n % len(units)]})
        if n in stops:
            if stopping is not None:
                await stopping
            number = signal.SIGKILL if stops[n] % 2 else signal.SIGTERM
            stopping = asyncio.create_task(restart(service, run, streams, waiting, number))
    await waiting.join()
    if stopping is not None:
        await stopping
    await settle(run, streams)
    figures = result(run, streams, options.limit_ms)
    figures |= {"service_mb": service.resident_mb(), "service_cpu_s": service.processor_seconds()}
    for task in (*reading, *sending):
        task.cancel()
    for each in streams:
        each.close()
    await asyncio.sleep(0.2)  # for the transports to end
    return figures


def owed(run: Run, stream: Stream) -> set[str]:
    return {case_id for case_id, unit in run.acknowledged.items() if stream.unit in (None, unit)}


async def settle(run: Run, streams: list[Stream]) -> None:
    """Wait until everybody has everything, or has had the time to; and a moment more, for what is doubled."""
    end = time.monotonic() + SETTLE_SECONDS
    waiting = streams
    while waiting and time.monotonic() < end:
        waiting = [each for each in waiting if not owed(run, each) <= {case_id for case_id, _, _ in each.got}]
        await asyncio.sleep(0.5)
    await asyncio.sleep(1.0)


def result(run: Run, streams: list[Stream], limit_ms: float) -> dict[str, Any]:
    lost = doubled = strange = deliveries = 0
    whole: list[float] = []
    push: list[float] = []
    for each in streams:
        counts, wanted = Counter(case_id for case_id, _, _ in each.got), owed(run, each)
        deliveries += len(each.got)
        lost += len(wanted - set(counts))
        strange += len(set(counts) - wanted)
        doubled += sum(count - 1 for count in counts.values())
        for case_id, at, since in each.got:
            if not each.slow and not run.is_troubled(run.due[case_id], at):
                whole.append((at - run.due[case_id]) * 1000)
                push.append(since * 1000)
    registered = [(at - run.due[c]) * 1000 for c, at in run.answered.items() if not run.is_troubled(run.due[c], at)]
    figures = {
        "streams": len(streams),
        "cases": len(run.acknowledged),
        "deliveries": deliveries,
        "restarts": len(run.troubled),
        "connections": sum(each.connections for each in streams),
        "registrations_repeated": run.repeated,
        "lost": lost,
        "doubled": doubled,
        "of_other_units": strange,
        "resyncs": sum(each.others["resync"] for each in streams),
        "register_ms": quantiles(registered),
        "push_ms": quantiles(push),
        "whole_ms": quantiles(whole),
    }
    passed = not (lost or doubled or strange or figures["resyncs"]) and figures["push_ms"].get("p99", 0) <= limit_ms
    return {**figures, "passed": passed}


def quantiles(values: list[float]) -> dict[str, float]:
    """p50, p99 and the longest, in milliseconds; none of nothing."""
    ordered = sorted(values)
    if not ordered:
        return {}
    at = {"p50": 0.5, "p99": 0.99, "max": 1.0}
    return {name: round(ordered[min(len(ordered) - 1, int(len(ordered) * q))], 1) for name, q in at.items()}


async def main_async(options: argparse.Namespace) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        service = Service(Path(folder) / "data")
        await service.start()
        try:
            return await measure(service, options)
        finally:
            await service.stop(signal.SIGTERM)


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--streams", type=int, default=500)
    parser.add_argument("--rate", type=float, default=50.0, help="registrations a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--restarts", type=int, default=3)
    parser.add_argument("--units", type=int, default=25)
    parser.add_argument("--everything", type=int, default=5, help="streams without a unit")
    parser.add_argument("--slow", type=int, default=5, help="streams whose readers pause")
    parser.add_argument("--limit-ms", type=float, default=300.0)
    parser.add_argument("--seed", type=int, default=21)
    parser.add_argument("--out", type=Path)
    return parser.parse_args(arguments)


def main() -> None:
    options = parse()
    figures = asyncio.run(main_async(options))
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    print(text)
    if options.out is not None:
        options.out.write_text(text + "\n", encoding="utf-8")
    raise SystemExit(0 if figures["passed"] else 1)


if __name__ == "__main__":
    main()
