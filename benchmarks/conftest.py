"""The ledger that all benchmarks of a run share, and its page at the end."""

from __future__ import annotations

import pytest

from benchmarks.gates import Ledger

LEDGER = pytest.StashKey[Ledger]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LEDGER] = Ledger()


@pytest.fixture(scope="session")
def ledger(pytestconfig: pytest.Config) -> Ledger:
    return pytestconfig.stash[LEDGER]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    lines = config.stash[LEDGER].lines
    if lines:
        terminalreporter.section("rates and gates of this run")
        for line in lines:
            terminalreporter.write_line(line)
