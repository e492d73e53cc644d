"""Months and windows as they are asked for, over a real store."""

from __future__ import annotations

from datetime import datetime

import pytest

from engine.case import Case, CaseType, Person
from service.errors import WrongFields
from service.flows import Desk
from service.signals import days_until, month_of
from service.wire_signals import read_alerts_query, read_hotspots_query, write_alerts, write_hotspots
from service.wire_time import SHANGHAI

NOW = datetime(2026, 11, 3, 9, tzinfo=SHANGHAI)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory):
    desk = Desk.open(tmp_path_factory.mktemp("signals") / "data")
    number = 0

    def register(text: str, when: str, who: int, **fields: object) -> None:
        nonlocal number
        number += 1
        person = Person(name=f"周远{who}", phone=f"139{who:08d}")
        desk.register(Case(f"s{number:03d}", text, at(when), petitioner=person, locality="临溪区", **fields))  # type: ignore[arg-type]

    for n in range(6):
        register(f"柳荫里小区{n + 1}号楼电梯总是晃，{n + 2}天没有人修", f"2026-10-{28 + n % 3}T10:00:00", n)
    register("石榴巷夜间施工噪音扰民", "2026-10-31T23:59:59", 50)
    register("石榴巷夜间施工噪音扰民，十一月还在施工", "2026-11-01T00:00:00", 51)
    register("云岫花园电梯坏了", "2026-09-30T08:00:00", 60)
    register("想问一下开放时间", "2026-10-02T08:00:00", 61)
    register("举报某人在电梯招标中收钱", "2026-10-30T08:00:00", 70, case_type=CaseType.ACCUSATION, confidential=True)
    yield desk
    desk.close()


def test_a_month_is_counted_from_its_first_to_its_last_second(desk: Desk):
    answer = write_hotspots(desk.hotspots(month_of(2026, 10, NOW), 10))
    topics = {topic["topic"]: topic for topic in answer["topics"]}  # type: ignore[attr-defined]
    assert answer["month"] == "2026-10"
    assert (answer["cases"], answer["persons"], answer["unsorted"]) == (8, 8, 1)
    assert (topics["lift"]["persons"], topics["lift"]["persons_before"], topics["lift"]["change"]) == (6, 1, 6.0)
    assert topics["noise"]["cases"] == 1
    assert topics["lift"]["localities"] == [{"locality": "临溪区", "count": 6}]


def test_a_confidential_case_is_never_counted(desk: Desk):
    found = desk.hotspots(month_of(2026, 10, NOW), 10)
    assert not any("s011" in topic.examples for topic in found.topics)


def test_a_rise_of_the_last_week_is_told(desk: Desk):
    answer = write_alerts(desk.alerts(days_until(at("2026-11-01T00:00:00"), 7), 10))
    assert [(a["kind"], a["topic"], a["persons"]) for a in answer["alerts"]][:1] == [("rise", "lift", 6)]  # type: ignore[attr-defined]
    assert answer["since"] == "2026-10-25T00:00:00+08:00"
    assert write_alerts(desk.alerts(days_until(at("2026-08-01T00:00:00"), 7), 10))["alerts"] == []


def test_what_is_not_given_is_the_present():
    limit, period = read_hotspots_query({}, NOW)
    assert (limit, period.since, period.until, period.before) == (20, at("2026-11-01"), at("2026-12-01"), at("2026-10-01"))
    _, january = read_hotspots_query({"month": "2026-01"}, NOW)
    assert january.before == at("2025-12-01")
    _, week = read_alerts_query({"until": "2026-11-02"}, NOW)
    assert (week.since, week.until) == (at("2026-10-26T23:59:59"), at("2026-11-02T23:59:59"))


@pytest.mark.parametrize(
    ("read", "query", "field"),
    [
        (read_hotspots_query, {"month": "2026-13"}, "month"),
        (read_hotspots_query, {"month": "十月"}, "month"),
        (read_hotspots_query, {"month": "0001-01"}, "month"),
        (read_hotspots_query, {"month": "9999-12"}, "month"),
        (read_hotspots_query, {"limit": "0"}, "limit"),
        (read_alerts_query, {"days": "0"}, "days"),
        (read_alerts_query, {"days": "93"}, "days"),
        (read_alerts_query, {"days": "7x"}, "days"),
        (read_alerts_query, {"days": "9" * 5000}, "days"),
        (read_alerts_query, {"until": "gestern"}, "until"),
    ],
)
def test_what_cannot_be_meant_is_refused(read, query: dict[str, str], field: str):
    with pytest.raises(WrongFields) as refused:
        read(query, NOW)
    assert [each.field for each in refused.value.errors] == [field]


