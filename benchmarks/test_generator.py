"""Does the generator keep up with what it feeds?"""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

from benchmarks.corpus import generate
from benchmarks.gates import Ledger

CASES = 10_000


def test_generate(benchmark: Any, ledger: Ledger) -> None:
    endless = generate(10**9, seed=5)
    ledger.measure("generated cases", benchmark, lambda: sum(1 for _ in islice(endless, CASES)), items=CASES)


def test_write_as_json(benchmark: Any, ledger: Ledger) -> None:
    made = list(generate(CASES, seed=5))
    ledger.measure(
        "json.dumps", benchmark, lambda: [json.dumps(case, ensure_ascii=False) for case in made], items=CASES
    )


def test_gate_generator(ledger: Ledger) -> None:
    """A fence: making a case may cost as much as writing it as JSON ten times (measured: three times)."""
    ledger.ratio("generated cases", "json.dumps", at_least=0.1)
