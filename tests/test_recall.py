"""The recall of keys is counted as one would count by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from benchmarks.labelled import Gold
from benchmarks.recall import Stream, formula_recall, keys_of, measure, only, row
from engine.case import Case, Person
from engine.keys import Kind
from engine.prepare import Tools
from service.model_choice import shipped

AT = datetime(2031, 5, 1, tzinfo=UTC)
TEXTS = {
    "a1": "青萝渡口的浮桥栏杆断了，过往行人很危险，请派人修理浮桥栏杆。",
    "b1": "想问一下老年优待证在哪里办，需要什么材料。",
    "a2": "青萝渡口浮桥的栏杆断裂，行人过桥危险，盼修理。",
    "b2": "鹿鸣幼儿园门前早晚堵车，请安排交警疏导。",
    "a3": "浮桥栏杆还没有人修，青萝渡口每天那么多人走，危险。",
}
PERSONS = {"b1": "one", "b2": "one"}


@pytest.fixture(scope="module")
def stream() -> Stream:
    tools = Tools(shipped().model.reference, b"a secret of this test")
    cases = [
        Case(name, text, AT + timedelta(days=n), petitioner=Person(account=PERSONS.get(name, name)))
        for n, (name, text) in enumerate(TEXTS.items())
    ]
    earlier = keys_of([Case(f"e{n}", f"某处第{n}盏路灯不亮，请维修。", AT) for n in range(6)], tools)
    return Stream(earlier, cases, keys_of(cases, tools), Gold({"a1": 0, "a2": 0, "a3": 0, "b1": 1, "b2": 1}, set()))


def test_words_find_the_matter_and_persons_find_theirs(stream: Stream):
    words = measure(stream, frozenset({Kind.WORD}))
    assert (words.pairs, words.cases) == (4, 3)  # a2-a1, a3-a1, a3-a2, b2-b1
    assert (words.pairs_found, words.cases_found) == (3, 2)
    assert words.share_recall == pytest.approx(2 / 3)
    persons = measure(stream, frozenset({Kind.PERSON}))
    assert (persons.pairs_found, persons.cases_found) == (1, 1)
    both = measure(stream, frozenset({Kind.WORD, Kind.PERSON}))
    assert (both.pair_recall, both.case_recall) == (1.0, 1.0)
    assert both.key_count == words.key_count + persons.key_count
    assert len(both.took) == len(TEXTS)


def test_fewer_places_find_less_and_the_same_persons_come_on_top(stream: Stream):
    everything = frozenset(Kind)
    assert measure(stream, everything, limit=1).pairs_found == 3  # a3 has two earlier mates and one place
    assert measure(stream, frozenset({Kind.PERSON}), limit=0).pairs_found == 0
    assert measure(stream, frozenset({Kind.PERSON}), limit=0, same_persons=True).pairs_found == 1


def test_kinds_part_the_keys(stream: Stream):
    for found in stream.keys:
        parts = [only(found, frozenset({kind})) for kind in Kind]
        assert np.array_equal(np.sort(np.concatenate([p.values for p in parts])), np.sort(found.values))
        assert sum(len(p.must) for p in parts) == len(found.must)
    line = row("all", *[measure(stream, frozenset(Kind))] * 2)
    assert line.count("|") == 10
    assert "1.000" in line


def test_the_slow_scoring_finds_what_the_index_finds(stream: Stream):
    slow, fast = formula_recall(stream, 1.0, 0.0), measure(stream, frozenset(Kind))
    assert (slow.pairs, slow.pairs_found, slow.cases, slow.cases_found) == (fast.pairs, fast.pairs_found, fast.cases, fast.cases_found)
    assert slow.share_recall == fast.share_recall
