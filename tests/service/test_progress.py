"""A pipe gets few plain lines, a terminal a bar, and standard output nothing."""

from __future__ import annotations

import io

import pytest

from service import progress
from service.progress import FIRST_LINE, LINE_EVERY, PlainLines, show_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    out = io.StringIO()
    with show_progress("load a.csv", out) as shown:
        assert isinstance(shown, PlainLines)
        for step in range(301):
            now[0] = 100 + step / 10
            shown.report(step, 600, f"{step} loaded")
    lines = out.getvalue().splitlines()
    assert lines == [f"load a.csv: {share} %, {step} loaded" for share, step in ((3, 20), (20, 120), (36, 220))]
    assert (FIRST_LINE, LINE_EVERY) == (2.0, 10.0)


def test_an_unknown_total_shows_the_count(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    out = io.StringIO()
    lines = PlainLines("verify", out)
    now[0] = 3.0
    lines.report(1234, 0)
    assert out.getvalue() == "verify: 1,234\n"


def test_a_terminal_gets_a_bar(capsys: pytest.CaptureFixture[str]) -> None:
    out = Terminal()
    with show_progress("load [a].csv", out) as shown:
        shown.report(5, 10, "[b]5 loaded")
    assert "load [a].csv" in out.getvalue()
    assert "50%" in out.getvalue()
    assert "[b]5 loaded" in out.getvalue()
    assert capsys.readouterr().out == ""
