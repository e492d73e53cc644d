"""What is kept of a pair is what the engine says of it, whatever the model; matters hold together what is held out together."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from decided_desk import cases, decisions

from engine.case import Case, Person
from engine.compare import FEATURES
from engine.model import Model, Thresholds
from engine.relate import Known, relate
from engine.verdict import MatterRelation
from service import learning_scores as scores
from service.learning_pairs import SECRET, LabelledPair, Table, matters, neighbours, prepared, table, undecided
from service.model_choice import shipped
from service.progress import Silent
from service.wire import parse_case, read_time

NOW = read_time("2031-06-01T00:00:00")


@cache
def desk() -> dict[str, Case]:
    found = {str(row["case_id"]): parse_case(row, NOW) for row in cases()[:60]}
    found["F00d"] = replace(found["F00a"], case_id="F00d")  # a copy
    found["F00e"] = replace(found["F00a"], case_id="F00e", confidential=True)
    found["F01d"] = replace(found["F01c"], case_id="F01d", petitioner=found["F01a"].petitioner)
    found["F02d"] = replace(found["F02a"], case_id="F02d", text=found["F02a"].text.replace(found["F02a"].text[3:5], "丙辰"))
    found["F03d"] = replace(found["F03a"], case_id="F03d", text="请尽快处理。")
    return found


def pairs() -> list[LabelledPair]:
    known = [LabelledPair(a, b, int(d == "confirm")) for a, b, d in decisions() if a in desk() and b in desk()]
    return [*known, *(LabelledPair(f"F0{n}d", f"F0{n}a", n % 2) for n in range(4)), LabelledPair("F00e", "F00a", 1)]


@cache
def compared() -> Table:
    return table(desk(), pairs(), matters(desk(), pairs(), {}), shipped().model, Silent())


@pytest.mark.parametrize("own", [{}, {"环保": Thresholds(0.01, 0.02, 0.01), "城建": Thresholds(0.99, 0.999, 0.9)}], ids=len)
@pytest.mark.parametrize("limits", [Thresholds(), Thresholds(0.1, 0.2, 0.15), Thresholds(0.9, 0.95, 0.5)], ids=str)
def test_links_are_those_that_the_engine_asserts(limits: Thresholds, own: dict[str, Thresholds]):
    """The slow way: each pair judged alone by `relate`, with these thresholds, in general and for classes."""
    model = replace(shipped().model, thresholds=limits, by_category=own)
    subjects = prepared(desk(), desk(), model, Silent())
    got = compared()
    chances, bounds = model.probability(got.rows), scores.limits(got, model)
    links = scores.linked(got, chances, bounds)
    review = np.array([model.limits(classes, classes).review for classes in got.classes])
    shown = scores.reviewed(got, chances, bounds, review)
    at = 0
    for pair in pairs():
        new, old = sorted((pair.one, pair.other), key=lambda c: (desk()[c].received_at, c), reverse=True)
        found = relate(subjects[new], [Known(desk()[old], subjects[old].prepared)], model)
        if not found:
            assert "F00e" in (new, old)
            continue
        where = [i for i in range(len(got)) if np.array_equal(got.rows[i], found[0].comparison.row)]
        assert where
        assert {bool(links[i]) for i in where} == {found[0].is_same}, (new, old)
        assert {bool(shown[i]) for i in where} == {found[0].matter is MatterRelation.UNDETERMINED}, (new, old)
        at += 1
    assert at == len(got) == len(pairs()) - 1  # who is confidential meets nobody


def test_the_table_holds_pairs_of_each_sort():
    got = compared()
    assert got.rows.shape == (len(got), len(FEATURES))
    assert got.always.any()
    assert got.open.any()
    assert (~got.possible).any()
    assert got.same_person.any()
    assert not got.same_person.all()
    assert len(set(got.shift[got.open].tolist())) >= 2  # the rules ask less of one than of another
    assert {name for each in got.classes for name in each} >= {"城建", "环保"}
    assert set(got.labels.tolist()) == {0, 1}


def test_persons_are_compared_without_the_deployments_key():
    case = Case("x", "松涛苑的路灯不亮。", NOW.at, petitioner=Person(phone="13900006001", name="高禾"))
    found = prepared({"x": case}, ["x"], shipped().model, Silent())["x"]
    assert found.prepared.persons.petitioner is not None
    assert len(SECRET) >= 16


def test_matters_join_what_is_confirmed_and_what_the_store_holds_together():
    said = [LabelledPair("a", "b", 1), LabelledPair("b", "c", 0), LabelledPair("d", "e", -1)]
    found = matters("abcdef", said, {"c": "m-1", "f": "m-1", "a": ""})
    assert found["a"] == found["b"] != found["c"] == found["f"]
    assert found["d"] != found["e"]
    assert len(set(found.values())) == 4


def test_neighbours_are_earlier_nearest_first_and_never_too_many():
    subjects = list(prepared(desk(), desk(), shipped().model, Silent()).values())
    found = list(neighbours(subjects, 3))
    assert all(old < new for new, old in found)
    counts = np.bincount([new for new, _ in found])
    assert counts.max() == 3
    names = [s.case.case_id for s in subjects]
    best = dict(reversed(found))
    assert best[names.index("F00d")] == names.index("F00a")
    assert list(neighbours([], 3)) == []


def test_undecided_pairs_are_of_two_matters_and_not_decided():
    matter_of = matters(desk(), pairs(), {})
    found = undecided(desk(), pairs(), matter_of, shipped().model, Silent())
    decided = {frozenset((p.one, p.other)) for p in pairs()}
    assert found
    for pair in found:
        assert pair.label == -1
        assert frozenset((pair.one, pair.other)) not in decided
        assert matter_of[pair.one] != matter_of[pair.other]


def test_a_model_with_a_class_of_its_own_judges_that_class_by_it():
    model: Model = replace(shipped().model, by_category={"环保": Thresholds(0.01, 0.02, 0.01)})
    got = compared()
    at = scores.limits(got, model)
    mine = np.array(["环保" in each for each in got.classes])
    assert set(at[mine & ~got.same_person].tolist()) == {0.02}
    assert set(at[~mine & ~got.same_person].tolist()) == {model.thresholds.other_person}
