"""Many new cases in one call are surveyed as each would be alone, and what is dismissed could be nothing but alike."""

from __future__ import annotations

import numpy as np
import pytest
from docket import case, model, person, tools
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.compare import Survey, survey
from engine.persons import share_a_key
from engine.prepare import Subject, prepare_subject
from engine.prepared import VERSION, PreparedVersionError
from engine.prospects import lowest_limits, similar
from engine.stack import Stack, stack
from engine.survey_block import NONE_SIMILAR, OPEN, SOME_SIMILAR, Asked, BlockSurvey, survey_block

PLACES = ("柳荫里小区3号楼", "柳荫里小区5号楼", "石榴巷8号", "云岫花园", "望江台路与青石路路口", "金穗路幼儿园", "")
TROUBLES = (
    "电梯停了三天没有人修，老人下不了楼，请物业尽快派人来修理电梯",
    "外墙瓷砖脱落砸到行人",
    "夜里施工到两点吵得睡不着，请管一管夜间施工",
    "污水从井盖冒出来流到路面上，气味难闻",
    "路灯坏了一个月，晚上漆黑一片，请修一修",
)
WHO = (None, person("林小禾", "13900001111"), person("周远", "13900002222"), person("周远"))
CASES = st.tuples(st.sampled_from(PLACES), st.sampled_from(TROUBLES), st.sampled_from(("", *TROUBLES)), st.sampled_from(WHO))


def subjects(drawn: list[tuple]) -> list[Subject]:
    return [prepare_subject(case(f"c{i}", f"{p}{t}。{more}", who=who), tools()) for i, (p, t, more, who) in enumerate(drawn)]


def every_pair(count: int) -> Asked:
    """Each case against all before it."""
    olds = np.concatenate([np.empty(0, np.int64), *(np.arange(i) for i in range(count))])
    return Asked(np.arange(count), olds, np.concatenate([[0], np.cumsum(np.arange(count))]))


def surveyed(records: Stack, asked: Asked, *, whole: bool) -> BlockSurvey:
    return survey_block(asked, records, model().reference, np.full(len(asked.news), whole), model().thresholds.similar)


def equal(one: Survey, other: Survey) -> bool:
    names = ("rows", "vetoed", "exact", "ties", "same_person", "told")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)


@given(st.lists(CASES, min_size=2, max_size=12))
@settings(max_examples=50, deadline=None)
def test_each_pair_is_surveyed_as_alone(drawn: list[tuple]) -> None:
    made = subjects(drawn)
    asked = every_pair(len(made))
    found = surveyed(stack([s.prepared.record for s in made]), asked, whole=True)
    assert found.asked.olds.tolist() == asked.olds.tolist()
    for i, new in enumerate(made):
        alone = survey(new.prepared, new.profile, stack([s.prepared.record for s in made[:i]]))
        assert equal(found.seen[asked.firsts[i] : asked.firsts[i + 1]], alone)


@given(st.lists(CASES, min_size=2, max_size=12))
@settings(max_examples=60, deadline=None)
def test_what_is_dismissed_is_vetoed_and_by_others(drawn: list[tuple]) -> None:
    made = subjects(drawn)
    records, asked = stack([s.prepared.record for s in made]), every_pair(len(made))
    every, found = surveyed(records, asked, whole=True), surveyed(records, asked, whole=False)
    assert (every.beside == NONE_SIMILAR).all()
    left = {(o, p): at for at, (o, p) in enumerate(zip(found.asked.owners.tolist(), found.asked.olds.tolist(), strict=True))}
    alike = similar(every.seen.rows, np.ones_like(every.seen.vetoed), lowest_limits(model()))  # by their words
    dismissed: dict[int, list[int]] = {}
    for at, (owner, place) in enumerate(zip(asked.owners.tolist(), asked.olds.tolist(), strict=True)):
        if (owner, place) in left:
            here = left[owner, place]
            assert equal(found.seen[here : here + 1], every.seen[at : at + 1])
        else:
            assert every.seen.vetoed[at]
            assert not share_a_key(made[owner].prepared.persons, made[place].prepared.persons)
            dismissed.setdefault(owner, []).append(at)
    for i in range(len(made)):
        kept = [at for at in range(asked.firsts[i], asked.firsts[i + 1]) if at not in dismissed.get(i, [])]
        if i not in dismissed:
            assert found.beside[i] == NONE_SIMILAR
        elif alike[kept].any():
            assert found.beside[i] == OPEN
        else:
            assert found.beside[i] == (SOME_SIMILAR if alike[dismissed[i]].any() else NONE_SIMILAR)


def test_a_place_in_conflict_is_dismissed_unless_the_person_is_the_same() -> None:
    ours, theirs = (PLACES[0], TROUBLES[0], "", WHO[1]), (PLACES[1], TROUBLES[0], "", WHO[2])
    for other, expected in ((theirs, 0), ((*theirs[:3], WHO[1]), 1)):
        made = subjects([other, ours])
        found = surveyed(stack([s.prepared.record for s in made]), every_pair(2), whole=False)
        assert len(found.asked.olds) == expected
        assert found.beside[1] == (NONE_SIMILAR if expected else SOME_SIMILAR)


def test_a_record_of_another_version_is_named() -> None:
    made = subjects([(PLACES[2], TROUBLES[0], "", None), (PLACES[2], TROUBLES[1], "", None)])
    old = bytearray(made[0].prepared.record)
    old[0] = VERSION - 1
    with pytest.raises(PreparedVersionError):
        surveyed(stack([bytes(old), made[1].prepared.record]), every_pair(2), whole=False)
