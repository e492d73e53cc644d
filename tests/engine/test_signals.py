"""Counted by distinct persons, compared with the time before; and chance alone hardly ever alarms."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.grievance import KINDS, grievance_bits
from engine.persons import PersonKeys, Persons
from engine.signals import EXAMPLES, LEAST_PERSONS, TOPICS, Sighting, rise_p, signals, topics

DAY = datetime(2026, 10, 1, tzinfo=UTC)
LIFT, NOISE = grievance_bits("电梯"), grievance_bits("噪音")


def seen(n: int, kinds: int = LIFT, who: int | None = None, locality: str = "临溪区", matter: str = "", unit: str = "住建局") -> Sighting:
    keys = Persons(PersonKeys(phone=who)) if who else Persons()
    return Sighting(f"c{n:04d}", DAY + timedelta(hours=n), kinds, locality, unit, matter, keys)


def test_every_kind_has_a_name():
    assert set(TOPICS) == set(KINDS)
    assert len(set(TOPICS.values())) == len(TOPICS)


def test_topics_are_ordered_by_distinct_persons():
    often = [seen(n, LIFT, who=1) for n in range(9)]
    many = [seen(20 + n, NOISE, who=100 + n) for n in range(4)]
    found, everybody = topics([*often, *many], [seen(50, NOISE, who=7), seen(51, NOISE, who=8)], 10)
    assert everybody == 5
    assert [(t.kind, t.persons, t.cases) for t in found] == [("noise", 4, 4), ("lift", 1, 9)]
    assert (found[0].before, found[0].change) == (2, 2.0)
    assert (found[1].before, found[1].change) == (0, None)
    assert len(found[1].examples) == EXAMPLES
    assert found[1].examples[0] == "c0008"
    assert topics(often, [], 0) == ([], 1)


def test_a_case_of_two_kinds_counts_in_both_and_one_of_none_in_neither():
    found, _ = topics([seen(1, LIFT | NOISE, who=1), seen(2, 0, who=2)], [], 10)
    assert [(t.kind, t.cases) for t in found] == [("lift", 1), ("noise", 1)]


def test_cases_of_one_matter_count_as_one_and_those_alone_each():
    found, _ = topics([seen(1, who=1, matter="m"), seen(2, who=2, matter="m"), seen(3, who=3), seen(4, who=4)], [], 10)
    assert found[0].matters == 3
    assert found[0].units == (("住建局", 4),)


def test_who_names_nobody_counts_one_each():
    assert topics([seen(1), seen(2), seen(3, who=5), seen(4, who=5)], [], 5)[1] == 3


@given(st.integers(0, 30), st.integers(0, 60), st.integers(1, 19))
@settings(max_examples=150, deadline=None)
def test_the_chance_of_a_rise_is_the_binomial_tail(recent: int, before: int, twentieths: int):
    total, share = recent + before, Fraction(twentieths, 20)
    exact = sum(comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(recent, total + 1))
    assert rise_p(recent, before, float(share)) == pytest.approx(float(exact), rel=1e-9, abs=1e-15)


def test_a_wave_is_told_and_one_busy_writer_is_none():
    before = [seen(n, LIFT, who=n + 1) for n in range(8)]
    wave = [seen(100 + n, LIFT, who=500 + n) for n in range(12)]
    found = signals(wave, before, 1 / 9, 10)
    assert [(s.what, s.kind, s.locality, s.persons) for s in found] == [("rise", "lift", "临溪区", 12)]
    assert found[0].expected == 1.0
    assert found[0].p is not None
    assert found[0].p < 1e-6
    assert signals([seen(100 + n, LIFT, who=9) for n in range(30)], before, 1 / 9, 10) == []


def test_few_persons_are_no_signal_however_new():
    few = [seen(n, NOISE, who=n + 1) for n in range(LEAST_PERSONS - 1)]
    assert signals(few, [], 1 / 9, 10) == []
    assert len(signals([*few, seen(90, NOISE, who=90)], [], 1 / 9, 10)) == 1


def test_a_matter_of_five_persons_is_a_group():
    group = [seen(n, LIFT, who=n + 1, matter="m1") for n in range(LEAST_PERSONS)]
    usual = [seen(200 + n, LIFT, who=200 + n) for n in range(60)]
    found = signals(group, usual, 1 / 9, 10)
    assert [(s.what, s.matter_id, s.persons, s.p) for s in found] == [("group", "m1", LEAST_PERSONS, None)]
    assert signals(group[1:], usual, 1 / 9, 10) == []


def test_chance_alone_hardly_ever_alarms():
    """Forty districts at one unchanging rate, two hundred times: one false alert in twenty answers, at most a few more."""
    toss = random.Random(5)
    alarms = 0
    for _ in range(200):
        cases = [
            seen(n, LIFT, who=n + 1, locality=f"{place}区")
            for place in range(40)
            for n in range(place * 100, place * 100 + toss.randrange(5, 40))
        ]
        recent = [case for case in cases if toss.random() < 1 / 9]
        before = [case for case in cases if case not in recent] if len(cases) < 300 else _rest(cases, recent)
        alarms += bool([s for s in signals(recent, before, 1 / 9, 50) if s.what == "rise"])
    assert alarms <= 20


def _rest(cases: list[Sighting], recent: list[Sighting]) -> list[Sighting]:
    taken = {case.case_id for case in recent}
    return [case for case in cases if case.case_id not in taken]


@pytest.mark.parametrize("share", [0.0, 1.0, -0.5, float("nan")])
def test_a_share_that_is_none_is_refused(share: float):
    with pytest.raises(ValueError, match="share"):
        signals([], [], share, 5)
