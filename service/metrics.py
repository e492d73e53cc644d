"""What does the service count and time? Prometheus, one registry per application so that two in a process do not mix.

Labels hold address templates and codes only: never a case, a person or a text.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.process_collector import ProcessCollector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# Seconds. The targets (p50 3 ms, p99 10 ms) stand between two bounds each, so that they can be read off.
BUCKETS = (0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """The service's figures. All methods may be called from any thread."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "leian_requests", "Answered requests", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "leian_request_seconds",
            "From the first byte to the answer",
            ("route",),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self._verdicts = Counter("leian_verdicts", "Verdicts given", ("call", "verdict"), registry=self.registry)
        self.waiting = Gauge(
            "leian_waiting_calls", "Calls that run or wait for a thread", ("lane",), registry=self.registry
        )
        self.refused = Counter("leian_refused_calls", "Calls turned away with 503", ("lane",), registry=self.registry)
        self.streams = Gauge("leian_streams", "Open streams of /v1/stream", registry=self.registry)
        self.pushed = Counter("leian_pushed_events", "Events sent to streams", registry=self.registry)
        self.ready = Gauge("leian_ready", "1 when the desk is open and warm", registry=self.registry)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def judged(self, call: str, verdict: str) -> None:
        self._verdicts.labels(call, verdict).inc()

    def exposition(self) -> bytes:
        """The figures in Prometheus' text format."""
        return generate_latest(self.registry)
