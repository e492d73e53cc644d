"""The columns of time and territory, against a slow comparison of the same numbers."""

from __future__ import annotations

import math
from datetime import timedelta

import numpy as np
import pytest
from docket import case, tools
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.case import Case
from engine.circumstances import CIRCUMSTANCES, FAR, UNKNOWN, circumstances, moment_of
from engine.compare import ABOUT, FEATURES, TOLD, compare
from engine.prepare import prepare, prepare_subject
from engine.stack import stack
from engine.territory import LEVELS, TOWN

PLACES = ["西湖区", "滨江区", "萧山区", "杭州市", "宁波市", "云岫镇", "石榴街道", "路灯坏了", "，"]
TEXT = st.lists(st.sampled_from(PLACES), max_size=5).map("".join)
AT = st.sampled_from(["2026-03-01", "2026-03-01T00:00", "2026-03-01T08:30", "2026-03-01T08:31", "2026-03-09", "2027-02-28", "2027-03-01", "2029-03-01"])  # fmt: skip


def columns(new: Case, old: Case) -> dict[str, float]:
    row = circumstances(prepare(new, tools()), stack([prepare(old, tools()).record]))[0]
    return dict(zip(CIRCUMSTANCES, row.tolist(), strict=True))


def slow(new: Case, old: Case) -> dict[str, float]:
    apart = abs(new.received_at - old.received_at)
    stands_in = not apart and new.has_clock and old.has_clock and new.received_at.hour > 0
    near = UNKNOWN if stands_in else max(0.0, 1 - math.log(1 + apart / timedelta(days=1)) / math.log(1 + FAR))
    found = {"recent": near, "district_conflict": 0.0, "town_agree": 0.0, "town_conflict": 0.0}
    one, other = (prepare(c, tools()).territory for c in (new, old))
    for level in LEVELS:
        ours, theirs = (bits >> level[0] & ((1 << level[1]) - 1) for bits in (one, other))
        if ours and theirs and not ours & theirs:
            found["town_conflict" if level == TOWN else "district_conflict"] = 1.0
        elif level == TOWN and ours & theirs:
            found["town_agree"] = 1.0
    return found


@given(TEXT, TEXT, AT, AT)
@settings(max_examples=80)
def test_the_kernel_says_what_the_slow_comparison_says(ours: str, theirs: str, at: str, then: str):
    new, old = case("n", ours, at), case("o", theirs, then)
    assert columns(new, old) == pytest.approx(slow(new, old), abs=1e-4)
    assert columns(new, old) == columns(old, new)


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_farther_is_never_nearer(days: int, more: int):
    first = case("n", "路灯坏了")
    near, far = (columns(first, case("o", "路灯坏了", str((first.received_at + timedelta(days=d)).date())))["recent"] for d in (days, days + more))
    assert 1.0 >= near >= far >= 0.0
    assert days < FAR or near == 0.0


def test_a_clock_that_stands_for_many_says_nothing():
    """A file without times gives all its cases one moment; a day without a time of day is a real one."""
    assert columns(case("n", "路灯", "2026-03-01T08:30"), case("o", "路灯", "2026-03-01T08:30"))["recent"] == pytest.approx(UNKNOWN)
    assert columns(case("n", "路灯", "2026-03-01T08:30"), case("o", "路灯", "2026-03-01T08:40"))["recent"] > 0.99
    assert columns(case("n", "路灯", "2026-03-01"), case("o", "路灯", "2026-03-01"))["recent"] == 1.0


@pytest.mark.parametrize("at", ["1969-12-31", "2200-01-01"])
def test_times_that_32_bits_cannot_say_say_nothing(at: str):
    strange = case("n", "路灯", at)
    assert moment_of(strange) == 0
    assert columns(strange, strange)["recent"] == columns(strange, case("o", "路灯"))["recent"] == pytest.approx(UNKNOWN)


def test_moments_tell_a_clock_from_a_day():
    assert moment_of(case("n", "路灯", "2026-03-01T08:30")) & 1 == 1
    assert moment_of(case("n", "路灯", "2026-03-01")) == moment_of(case("n", "路灯", "2026-03-01T00:00"))
    assert moment_of(case("n", "路灯", "2026-03-01")) & 1 == 0


def test_they_are_columns_of_the_row():
    subject = prepare_subject(case("n", "西湖区云岫镇的路灯坏了"), tools())
    others = [prepare(case("o", text, at), tools()) for text, at in (("滨江区的路灯坏了", "2026-03-05"), ("云岫镇的井盖", "2026-03-01"))]
    rows = np.stack([c.row for c in compare(subject.prepared, subject.profile, others)])
    assert FEATURES[TOLD:ABOUT] == CIRCUMSTANCES
    assert rows[:, TOLD:ABOUT].tolist() == circumstances(subject.prepared, stack([o.record for o in others])).tolist()
    assert rows[0, FEATURES.index("district_conflict")] == 1.0
    assert rows[1, FEATURES.index("town_agree")] == 1.0


def test_nothing_compares_with_nobody():
    assert circumstances(prepare(case("n", "路灯"), tools()), stack([])).shape == (0, len(CIRCUMSTANCES))
