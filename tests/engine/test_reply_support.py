"""Do the precedents support something only where they agree and are enough?"""

from __future__ import annotations

from collections import Counter
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.advice import Precedent
from engine.case import Reply
from engine.reply_support import LEAST_CASES, LEAST_SHARE, Standing, support

_number = count()


def settled(
    outcome: str = "", unit: str = "", days: int | None = None, reply: str = "", grade: int = 2, case_id: str = ""
) -> Precedent:
    return Precedent(
        case_id or f"P{next(_number)}", "", 0.5, grade, (), "", Reply(reply), outcome, unit, None, days, None, 1, 0.5, 0.5, 0.5,
    )  # fmt: skip


def test_nothing_supports_nothing() -> None:
    found = support([])
    assert (found.of, found.unit.standing, found.outcome.value, found.days.of, found.legal_basis) == (
        0,
        Standing.FEW,
        "",
        0,
        (),
    )


@pytest.mark.parametrize(
    ("outcomes", "standing", "value", "share"),
    [
        (["SUPPORTED"] * 2, Standing.FEW, "", 1.0),
        (["SUPPORTED"] * 3, Standing.AGREED, "SUPPORTED", 1.0),
        (["SUPPORTED"] * 2 + ["EXPLAINED"], Standing.AGREED, "SUPPORTED", 0.6667),
        (["SUPPORTED"] * 2 + ["EXPLAINED"] * 2, Standing.SPLIT, "", 0.5),
        (["", "", "", "SUPPORTED"], Standing.FEW, "", 1.0),
    ],
)
def test_outcomes(outcomes: list[str], standing: Standing, value: str, share: float) -> None:
    found = support(settled(each) for each in outcomes).outcome
    assert (found.standing, found.value, found.share, found.of) == (standing, value, share, sum(map(bool, outcomes)))


@given(st.lists(st.sampled_from(["SUPPORTED", "EXPLAINED", "MEDIATED", ""]), max_size=12))
def test_choices_against_plain_counting(outcomes: list[str]) -> None:
    found = support(settled(each, case_id=f"P{number}") for number, each in enumerate(outcomes)).outcome
    plain = Counter(filter(None, outcomes))
    assert {each.value: each.count for each in found.counted} == plain
    assert all(outcomes[int(case_id[1:])] == each.value for each in found.counted for case_id in each.case_ids)
    most = max(plain.values(), default=0)
    agrees = plain.total() >= LEAST_CASES and most >= LEAST_SHARE * plain.total()
    assert (found.standing is Standing.AGREED) == agrees == bool(found.value)


def test_loosely_related_cases_do_not_vote() -> None:
    found = support([settled("SUPPORTED", grade=1)] * 5 + [settled("EXPLAINED", grade=2)])
    assert (found.of, found.outcome.standing, [each.value for each in found.outcome.counted]) == (
        1,
        Standing.FEW,
        ["EXPLAINED"],
    )


def test_units_of_two_places_are_one_kind() -> None:
    found = support(
        [
            settled(unit="云津区城市管理局"),
            settled(unit="临溪市城管局"),
            settled(unit="青槐区城市管理局"),
            settled(unit="新桥区教育局"),
        ]
    ).unit
    assert (found.standing, found.value, found.share) == (Standing.AGREED, "城管局", 0.75)
    assert [(each.value, each.count) for each in found.counted] == [("城管局", 3), ("新桥区教育局", 1)]


def test_days_that_spread_too_far_have_no_single_figure() -> None:
    near, far = (
        support(settled(days=each) for each in (5, 6, 8, 9)).days,
        support(settled(days=each) for each in (2, 3, 60, 90)).days,
    )
    assert (near.standing, near.median, near.least, near.most, near.of) == (Standing.AGREED, 7.0, 5, 9, 4)
    assert (far.standing, far.median, far.least, far.most) == (Standing.SPLIT, None, 2, 90)
    few = support([settled(days=4), settled(days=None)]).days
    assert (few.standing, few.median, few.least, few.of, len(few.case_ids)) == (Standing.FEW, None, 4, 1, 1)


def test_rules_that_two_replies_share() -> None:
    replies = ["依据《物业管理条例》第十二条。", "根据《物业管理条例》第12条和《民法典》第九百四十二条。", "无"]
    found = support(settled(reply=each) for each in replies).legal_basis
    assert [(each.value, each.count) for each in found] == [("《物业管理条例》第十二条", 2)]


def test_leanings_are_read_from_the_replies() -> None:
    replies = ["情况属实，已责令整改。"] * 3 + ["不予支持。"]
    found = support(settled(reply=each) for each in replies).leaning
    assert (found.value, found.of, [each.count for each in found.counted]) == ("FOR", 4, [3, 1])
