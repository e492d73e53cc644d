"""Nothing that a full comparison would call the same may be missing from the shortlist, and not much else may be on it."""

from __future__ import annotations

import pytest
from docket import case, model, person, tools
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.compare import survey
from engine.judge import judge
from engine.persons import share_a_key
from engine.prepare import Subject, prepare_subject
from engine.prepared import VERSION, PreparedVersionError
from engine.relate import Known, relate
from engine.shortlist import LIKELIEST, shortlist
from engine.stack import stack

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
def test_the_verdict_is_that_over_all_candidates(new: tuple, others: list[tuple]):
    one = subject(*new)
    found = [subject(*other, name=f"c{i:02d}") for i, other in enumerate(others)]
    chosen = asked(one, found)
    assert chosen == sorted(set(chosen))
    docket = [Known(s.case, s.prepared) for s in found]
    listed, everything = (judge(one, known, model(), tools()) for known in ([docket[i] for i in chosen], docket))
    likely = sum(r.is_same or r.probability >= 0.5 for r in relate(one, docket, model()))  # so many find no room together
    if likely >= LIKELIEST:
        assert listed.verdict == everything.verdict
        return
    for part in ("verdict", "matched", "suspected", "similar", "history", "demands", "new_facts", "flags"):
        assert getattr(listed, part) == getattr(everything, part)
    mine = [i for i, s in enumerate(found) if share_a_key(one.prepared.persons, s.prepared.persons)]
    assert set(mine) <= set(chosen)


@given(CASES, st.lists(CASES, min_size=1, max_size=30))
@settings(max_examples=40, deadline=None)
def test_what_stands_in_one_of_two_demands_is_kept(new: tuple, others: list[tuple]):
    one = prepare_subject(case("new", f"反映两个问题。一是{new[0]}{new[1]}。二是{others[0][0]}{others[0][1]}。"), tools())
    found = [subject(*other[:3], name=f"c{i:02d}") for i, other in enumerate(others)]
    docket = [Known(s.case, s.prepared) for s in found]
    chosen = asked(one, found)
    everything = judge(one, docket, model(), tools())
    listed = judge(one, [docket[i] for i in chosen], model(), tools())
    assert bool(listed.matched) == bool(everything.matched)
    assert listed.verdict == everything.verdict


@given(CASES, CASES)
@settings(max_examples=60, deadline=None)
def test_names_in_common_are_counted(new: tuple, old: tuple):
    one, two = subject(*new), subject(*old)
    seen = survey(one.prepared, one.profile, stack([two.prepared.record]))
    ours, theirs = set(one.prepared.ties.tolist()), set(two.prepared.ties.tolist())
    expected = len(ours & theirs) if ours & theirs or not (ours and theirs) else -1
    assert seen.ties.tolist() == [expected]
    assert seen.same_person.tolist() == [share_a_key(one.prepared.persons, two.prepared.persons)]


def test_of_strangers_with_other_troubles_the_likeliest_is_left():
    new = subject("柳荫里小区", "电梯停了三天没有人修")
    strangers = [subject("", "菜价这个月涨得太快", f"第{i}回") for i in range(20)]
    assert len(asked(new, strangers)) == 1
    assert 20 in asked(new, [*strangers, subject("柳荫里小区", "电梯停了三天没有人修")])


def test_another_door_is_told_apart_without_decoding_it():
    new = subject("柳荫里小区3栋", "电梯停了三天没有人修")
    found = [subject("", "菜价涨得太快"), *(subject(f"柳荫里小区{i}栋", "路灯坏了一个月") for i in range(4, 30))]
    assert asked(new, found) == [0]


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
