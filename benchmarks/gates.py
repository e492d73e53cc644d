"""Is this still as much faster than that as we say it is?

Absolute figures move by half from one minute to the next on a shared machine; the ratio of two medians that were measured
in one run moves little. So every measurement goes into a ledger, and a gate compares two of its entries. A gate whose
entries were not measured (another -k, --benchmark-disable) is skipped, never passed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest


@dataclass
class Ledger:
    """Seconds per item of each measurement of this run, and the lines to print at its end."""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def measure(self, name: str, benchmark: Any, work: Callable[[], object], *, items: int, rounds: int = 7) -> object:
        """Run `work`, which handles `items` of something, once to warm up and `rounds` times with the clock running.

        Returns what the last run returned; the median goes into the ledger and, with its rate, onto the last page.
        """
        result = benchmark.pedantic(work, rounds=rounds, warmup_rounds=1)
        if benchmark.stats is None:  # --benchmark-disable: run once, not timed
            return result
        self.seconds[name] = benchmark.stats.stats.median / items
        benchmark.extra_info["items_per_second"] = round(1 / self.seconds[name])
        self.lines.append(f"      {name}: {_short(1 / self.seconds[name])}/s")
        return result

    def ratio(self, ours: str, theirs: str, *, at_least: float) -> None:
        """Fail unless `ours` takes at most 1 / `at_least` of the time an item that `theirs` takes."""
        missing = [name for name in (ours, theirs) if name not in self.seconds]
        if missing:
            pytest.skip(f"not measured in this run: {', '.join(missing)}")
        self.least(f"{ours} : {theirs}", self.seconds[theirs] / self.seconds[ours], at_least=at_least, unit="×")

    def least(self, what: str, value: float, *, at_least: float, unit: str = "") -> None:
        """Fail unless `value` reaches `at_least`; either way the figure is printed."""
        passed = value >= at_least
        self.lines.append(f"{'pass' if passed else 'FAIL'}  {what} = {value:.3g}{unit} (gate {at_least:g}{unit})")
        assert passed, self.lines[-1]


def _short(value: float) -> str:
    """Three digits and a unit: 448 k, 2.11 M."""
    for limit, unit in ((1e6, " M"), (1e3, " k")):
        if value >= limit:
            return f"{value / limit:.3g}{unit}"
    return f"{value:.3g}"
