"""Which matter a judged case joins."""

from __future__ import annotations

from engine.group import Joining, join, new_matter_id, with_matter
from engine.persons import PersonKeys, Persons
from engine.verdict import Code, Flag, Verdict


def verdict(code: Code, *matched: str) -> Verdict:
    return Verdict("N", code, 0.9, matched=matched)


def persons(number: int) -> Persons:
    return Persons(petitioner=PersonKeys(phone=number))


def test_it_joins_the_best_matchs_matter_and_brings_in_those_alone():
    known = {"A1": "", "A2": "m-two", "A3": ""}
    assert join(verdict(Code.REPEAT_PETITION, "A1", "A2", "A3"), known) == Joining("m-two", ("A1", "A3"))


def test_two_cases_found_a_matter_named_after_the_first():
    assert join(verdict(Code.RECURRENCE, "A1"), {"A1": ""}) == Joining(new_matter_id("A1"), ("A1",))
    assert new_matter_id("A1") == new_matter_id("A1") != new_matter_id("A2")
    assert "A1" not in new_matter_id("A1")


def test_two_matters_are_never_made_one_by_a_newcomer():
    joining = join(verdict(Code.SAME_MATTER_OTHER_PERSON, "A1", "A2"), {"A1": "m-one", "A2": "m-two"})
    assert joining == Joining("m-one", ())


def test_what_is_not_the_same_matter_joins_none():
    for code in (Code.NEW, Code.SIMILAR_CASE, Code.NEEDS_REVIEW, Code.SAME_PERSON_NEW_MATTER, Code.PARTIAL_OVERLAP):
        assert join(verdict(code, "A1"), {"A1": "m-one"}) is None


def test_persons_are_counted_once_and_five_are_a_group():
    members = [(f"A{n}", persons(n // 2 + 1)) for n in range(8)]
    found = with_matter(verdict(Code.SAME_MATTER_OTHER_PERSON, "A0"), "m", members, persons(9))
    assert found.petitioner_count == 5
    assert Flag.GROUP_5PLUS in found.flags
    assert found.matter_cases == (*(f"A{n}" for n in range(8)), "N")
    alone = with_matter(verdict(Code.REPEAT_PETITION, "A0"), "m", members[:2], persons(1))
    assert (alone.petitioner_count, alone.flags) == (1, ())
