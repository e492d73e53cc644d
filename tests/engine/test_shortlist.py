"""Nothing that a full comparison would call the same may be missing from the shortlist, and not much else may be on it."""

from __future__ import annotations

import pytest
from docket import case, model, person, tools
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.compare import slotless
from engine.features import survey
from engine.persons import share_a_key
from engine.prepare import Subject, prepare_subject
from engine.prepared import VERSION, PreparedVersionError
from engine.relate import Known, relate
from engine.shortlist import APART, FIRST_FOUND, LIKELIEST, SIMILAR, shortlist
from engine.verdict import MatterRelation

PLACES = ("柳荫里小区", "石榴巷8号", "云岫花园", "望江台路口", "万顺砂石厂", "")
TROUBLES = ("电梯停了三天没有人修", "外墙瓷砖脱落砸到行人", "夜里施工吵得睡不着", "污水从井盖冒出来", "路灯坏了一个月", "拖欠工资")
WHO = (None, person("林小禾", "13900001111"), person("周远", "13900002222"))
CASES = st.tuples(st.sampled_from(PLACES), st.sampled_from(TROUBLES), st.sampled_from(TROUBLES), st.sampled_from(WHO))


def subject(place: str, trouble: str, more: str = "", who: object = None, name: str = "new") -> Subject:
    return prepare_subject(case(name, f"{place}{trouble},{more}", who=who), tools())  # type: ignore[arg-type]


def asked(new: Subject, found: list[Subject]) -> list[int]:
    return shortlist(new, [s.prepared.record for s in found], model())[0]


@given(CASES, st.lists(CASES, max_size=30))
@settings(max_examples=60, deadline=None)
def test_what_would_be_the_same_is_kept(new: tuple, others: list[tuple]):
    one = subject(*new)
    found = [subject(*other, name=f"c{i}") for i, other in enumerate(others)]
    chosen = asked(one, found)
    assert chosen == sorted(set(chosen))
    relations = {r.case_id: r for r in relate(one, [Known(s.case, s.prepared) for s in found], model())}
    same = [i for i in range(len(found)) if relations[f"c{i}"].matter is MatterRelation.SAME]
    assert set(same) <= set(chosen) or len(same) > LIKELIEST
    mine = [i for i, s in enumerate(found) if share_a_key(one.prepared.persons, s.prepared.persons)]
    assert set(mine) <= set(chosen)
    assert len(chosen) <= LIKELIEST + APART + SIMILAR + FIRST_FOUND + len(mine)


@given(CASES, CASES)
@settings(max_examples=60, deadline=None)
def test_names_in_common_are_counted(new: tuple, old: tuple):
    one, two = subject(*new), subject(*old)
    seen = survey(one.prepared, one.profile, [two.prepared.record])
    ours, theirs = set(one.prepared.ties.tolist()), set(two.prepared.ties.tolist())
    expected = len(ours & theirs) if ours & theirs or not (ours and theirs) else -1
    assert seen.ties.tolist() == [expected]
    assert seen.same_person.tolist() == [share_a_key(one.prepared.persons, two.prepared.persons)]


def test_strangers_with_other_troubles_are_left_out():
    new = subject("柳荫里小区", "电梯停了三天没有人修")
    strangers = [subject("", "菜价这个月涨得太快", f"第{i}回") for i in range(20)]
    rows = survey(new.prepared, new.profile, [s.prepared.record for s in strangers]).rows
    assert model().probability(slotless(rows)).max() < 0.02
    assert asked(new, strangers) == []
    assert asked(new, [*strangers, subject("柳荫里小区", "电梯停了三天没有人修")]) == [20]


def test_a_name_in_common_is_enough_for_the_first():
    new = subject("柳荫里小区", "电梯停了三天没有人修")
    found = [subject("柳荫里小区", "垃圾没有人收") if i in (2, 30) else subject("", "菜价涨得太快") for i in range(31)]
    assert 2 in asked(new, found)


def test_nothing_found_gives_nothing():
    assert asked(subject("柳荫里小区", "路灯坏了"), []) == []


@pytest.mark.parametrize("size", [0, 1, 60, 120])
def test_damaged_records_are_refused_and_never_read_beyond(size: int):
    new = subject("柳荫里小区", "路灯坏了")
    whole = new.prepared.record
    with pytest.raises(ValueError, match=r"record|version"):
        shortlist(new, [whole, whole[:size]], model())


def test_another_version_is_refused():
    new = subject("柳荫里小区", "路灯坏了")
    other = bytes([VERSION + 1]) + new.prepared.record[1:]
    with pytest.raises(PreparedVersionError):
        shortlist(new, [new.prepared.record, other], model())
