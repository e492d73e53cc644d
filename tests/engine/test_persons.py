"""The person axis: key order, what is no key, who counts, and that nothing but keyed hashes is kept."""

from __future__ import annotations

import time
from dataclasses import fields, replace
from itertools import chain, product

import pytest
from docket import SECRET, case
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import astuple

from engine import persons
from engine.case import Case, CaseType, Person
from engine.persons import (
    PersonAxis,
    PersonKeys,
    Persons,
    count_persons,
    is_accusation,
    person_keys,
    plain_name,
    plain_phone,
    relate_person,
    relate_persons,
    share_a_key,
    tokens,
    valid_id_no,
)
from engine.verdict import PersonRelation as R

WEIGHTS = [2 ** (17 - i) % 11 for i in range(17)]
"""The formula behind the checksum's table (GB 11643-1999)."""


def id_no(body: str) -> str:
    """The 17 digits of `body` with their check character; region 99 does not exist."""
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


ID_A, ID_B = id_no("99010119900101123"), id_no("99010119850505456")
WRONG_ID = ID_A[:-1] + ("1" if ID_A[-1] != "1" else "2")
PHONE, OTHER_PHONE = "13900001111", "13900002222"


def keys_of(**parts: str) -> PersonKeys:
    found = person_keys(case("c", "…", who=Person(**parts)), SECRET).petitioner
    return found or PersonKeys()


PAIRS = {
    "id decides over everything else": ({"id_no": ID_A, "name": "林小禾", "phone": PHONE}, {"id_no": ID_A, "name": "林小禾", "phone": OTHER_PHONE}, R.SAME, "id_no"),
    "id without names": ({"id_no": ID_A}, {"id_no": ID_A, "name": "林小禾"}, R.SAME, "id_no"),
    "id under two names is no key": ({"id_no": ID_A, "name": "林小禾"}, {"id_no": ID_A, "name": "周大川"}, R.UNKNOWN, ""),
    "other id, same phone and name": ({"id_no": ID_A, "name": "林小禾", "phone": PHONE}, {"id_no": ID_B, "name": "林小禾", "phone": PHONE}, R.DIFFERENT, ""),
    "failed checksum is no key": ({"id_no": WRONG_ID}, {"id_no": WRONG_ID}, R.UNKNOWN, ""),
    "failed checksum, phone decides": ({"id_no": WRONG_ID, "name": "林小禾", "phone": PHONE}, {"id_no": ID_A, "name": "林小禾", "phone": PHONE}, R.SAME, "phone_name"),
    "phone and name": ({"name": "林小禾", "phone": PHONE}, {"name": "林小禾", "phone": PHONE}, R.SAME, "phone_name"),
    "phone and name, traditional": ({"name": "張麗華", "phone": PHONE}, {"name": "张丽华", "phone": PHONE}, R.SAME, "phone_name"),
    "phone with country code and hyphens": ({"name": "林小禾", "phone": "+86 139-0000-1111"}, {"name": "林 小禾", "phone": PHONE}, R.SAME, "phone_name"),
    "phone alone on one side": ({"phone": PHONE}, {"name": "林小禾", "phone": PHONE}, R.SAME, "phone"),
    "phone alone": ({"phone": PHONE}, {"phone": PHONE}, R.SAME, "phone"),
    "shared phone under two names": ({"name": "林小禾", "phone": PHONE}, {"name": "周大川", "phone": PHONE}, R.UNKNOWN, ""),
    "title instead of a name does not hinder": ({"name": "林女士", "phone": PHONE}, {"name": "林小禾", "phone": PHONE}, R.SAME, "phone"),
    "same name, other phone": ({"name": "林小禾", "phone": PHONE}, {"name": "林小禾", "phone": OTHER_PHONE}, R.DIFFERENT, ""),
    "same name and address, other phone": ({"name": "林小禾", "phone": PHONE, "address": "石榴巷8号"}, {"name": "林小禾", "phone": OTHER_PHONE, "address": "石榴巷8号"}, R.DIFFERENT, ""),
    "same name, one without phone": ({"name": "林小禾", "phone": PHONE}, {"name": "林小禾"}, R.UNKNOWN, ""),
    "name alone": ({"name": "林小禾"}, {"name": "林小禾"}, R.UNKNOWN, ""),
    "name and address": ({"name": "林小禾", "address": "石榴巷8号"}, {"name": "林小禾", "address": "石榴巷 8号"}, R.SAME, "name_address"),
    "name and other address": ({"name": "林小禾", "address": "石榴巷8号"}, {"name": "林小禾", "address": "石榴巷9号"}, R.UNKNOWN, ""),
    "address alone": ({"address": "石榴巷8号"}, {"address": "石榴巷8号"}, R.UNKNOWN, ""),
    "account": ({"account": "u-17"}, {"account": "u-17"}, R.SAME, "account"),
    "account with names that differ": ({"account": "u-17", "name": "林小禾"}, {"account": "u-17", "name": "周大川"}, R.UNKNOWN, ""),
    "other account": ({"account": "u-17"}, {"account": "u-18"}, R.DIFFERENT, ""),
    "other account, same phone": ({"account": "u-17", "phone": PHONE}, {"account": "u-18", "phone": PHONE}, R.SAME, "phone"),
    "other name": ({"name": "林小禾"}, {"name": "周大川"}, R.DIFFERENT, ""),
    "other phone": ({"phone": PHONE}, {"phone": OTHER_PHONE}, R.DIFFERENT, ""),
    "nothing comparable": ({"name": "林小禾"}, {"phone": PHONE}, R.UNKNOWN, ""),
    "masked phone": ({"phone": "139****1111"}, {"phone": "139****1111"}, R.UNKNOWN, ""),
    "anonymous twice": ({"name": "匿名"}, {"name": "匿名"}, R.UNKNOWN, ""),
    "nobody": ({}, {}, R.UNKNOWN, ""),
}  # fmt: skip


@pytest.mark.parametrize(("a", "b", "relation", "basis"), PAIRS.values(), ids=PAIRS)
def test_two_persons(a: dict[str, str], b: dict[str, str], relation: R, basis: str):
    assert relate_person(keys_of(**a), keys_of(**b)) == PersonAxis(relation, basis)
    assert relate_person(keys_of(**b), keys_of(**a)) == PersonAxis(relation, basis)


def test_id_numbers_are_kept_by_their_checksum():
    assert valid_id_no(ID_A) == ID_A.lower()
    assert valid_id_no(f" {ID_A[:6]} {ID_A[6:]} ") == ID_A.lower()
    assert valid_id_no("".join(chr(ord(c) + 0xFEE0) for c in ID_B)) == ID_B.lower()
    with_x = next(n for i in range(99) if (n := id_no(f"990101199001010{i:02}")).endswith("X"))
    assert valid_id_no(with_x) == valid_id_no(with_x.lower()) == with_x.lower()
    assert [valid_id_no(bad) for bad in ("", "9", WRONG_ID, ID_A[:17], ID_A + "0", ID_A[:10] + "****" + ID_A[14:])] == [""] * 6


@given(st.text(st.sampled_from("0123456789"), min_size=17, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_no_id_number(body: str, at: int, by: int):
    right = id_no(body)
    assert valid_id_no(right) == right.lower()
    wrong = right[:at] + str((int(right[at]) + by) % 10) + right[at + 1 :]
    assert valid_id_no(wrong) == ""


PHONES = {
    "13900001111": "13900001111",
    "+86-139 0000 1111": "13900001111",
    "8613900001111": "13900001111",
    "１３９００００１１１１": "13900001111",
    "0999-5550123": "09995550123",
    "5550123": "5550123",
    "12345": "",
    "139****1111": "",
    "无": "",
    "": "",
}


@pytest.mark.parametrize(("written", "plain"), PHONES.items())
def test_phones_lose_their_ornaments(written: str, plain: str):
    assert plain_phone(written) == plain


NAMES = {"林小禾": "林小禾", "林 小 禾": "林小禾", "歐陽明": "欧阳明", "买买提·阿里": "买买提阿里", "匿名": "", "王先生": "", "李女士": "", "市民": "", "群众": "", "张某某": "", "某女": "", "不详": "", "": ""}  # fmt: skip


@pytest.mark.parametrize(("written", "plain"), NAMES.items())
def test_names_that_name_nobody_are_none(written: str, plain: str):
    assert plain_name(written) == plain


LIN, ZHOU, SU = (Person(name=n, phone=f"1390000{i}") for n, i in (("林小禾", "1111"), ("周大川", "2222"), ("苏一帆", "3333")))
AGENT = Person(name="代理人甲", phone="13900009999")

CASES = {
    "one person twice": ({"who": LIN}, {"who": LIN}, R.SAME, "phone_name"),
    "two persons": ({"who": LIN}, {"who": ZHOU}, R.DIFFERENT, ""),
    "joint letters that share one": ({"who": LIN, "co_petitioners": (ZHOU,)}, {"who": SU, "co_petitioners": (ZHOU,)}, R.OVERLAP, "phone_name"),
    "the co-petitioner comes alone": ({"who": ZHOU}, {"who": LIN, "co_petitioners": (ZHOU,)}, R.OVERLAP, "phone_name"),
    "joint letters without a common person": ({"who": LIN, "co_petitioners": (ZHOU,)}, {"who": SU}, R.DIFFERENT, ""),
    "joint letter with one unknown": ({"who": LIN, "co_petitioners": (Person(name="苏一帆"),)}, {"who": SU}, R.UNKNOWN, ""),
    "the represented one counts": ({"who": AGENT, "represented": LIN}, {"who": LIN}, R.REPRESENTED, "represented_person"),
    "another agent for the same one": ({"who": AGENT, "represented": LIN}, {"who": SU, "represented": LIN}, R.REPRESENTED, "represented_person"),
    "the agent does not count": ({"who": AGENT, "represented": LIN}, {"who": AGENT, "represented": ZHOU}, R.DIFFERENT, ""),
    "the agent's own matter": ({"who": AGENT, "represented": LIN}, {"who": AGENT}, R.DIFFERENT, ""),
    "nobody on one side": ({"who": LIN}, {}, R.UNKNOWN, ""),
    "nobody on both": ({}, {}, R.UNKNOWN, ""),
    "anonymous accusations of one": ({"case_type": CaseType.ACCUSATION, "accused": "甲局长", "accused_unit": "乙局"}, {"case_type": CaseType.ACCUSATION, "accused": "甲 局长", "accused_unit": "乙局"}, R.ACCUSED_SAME, "accused_person"),
    "one of them signed": ({"who": LIN, "case_type": CaseType.ACCUSATION, "accused": "甲局长"}, {"category": ("检举控告",), "accused": "甲局长"}, R.ACCUSED_SAME, "accused_person"),
    "both signed by different persons": ({"who": LIN, "case_type": CaseType.ACCUSATION, "accused": "甲局长"}, {"who": ZHOU, "case_type": CaseType.ACCUSATION, "accused": "甲局长"}, R.DIFFERENT, ""),
    "both signed by the same one": ({"who": LIN, "case_type": CaseType.ACCUSATION, "accused": "甲局长"}, {"who": LIN, "case_type": CaseType.ACCUSATION, "accused": "甲局长"}, R.SAME, "phone_name"),
    "others accused": ({"case_type": CaseType.ACCUSATION, "accused": "甲局长"}, {"case_type": CaseType.ACCUSATION, "accused": "丙局长"}, R.UNKNOWN, ""),
    "accused outside an accusation": ({"accused": "甲局长"}, {"accused": "甲局长"}, R.UNKNOWN, ""),
    "accounts of two sources": ({"who": Person(account="7"), "source": "a"}, {"who": Person(account="7"), "source": "b"}, R.DIFFERENT, ""),
}  # fmt: skip


@pytest.mark.parametrize(("a", "b", "relation", "basis"), CASES.values(), ids=CASES)
def test_two_cases(a: dict, b: dict, relation: R, basis: str):
    one, other = (person_keys(case("c", "…", **fields), SECRET) for fields in (a, b))
    assert relate_persons(one, other) == PersonAxis(relation, basis)
    assert relate_persons(other, one) == PersonAxis(relation, basis)


def test_accusations_are_known_by_type_or_category():
    assert is_accusation(case("c", "…", case_type=CaseType.ACCUSATION))
    assert is_accusation(case("c", "…", category=("纪检", "违纪违法")))
    assert not is_accusation(case("c", "举报噪声", case_type=CaseType.HELP, category=("城管", "噪声")))


NUMBER = st.sampled_from((0, 1, 2))
PERSON_KEYS = st.builds(PersonKeys, *[NUMBER] * 5)
MAYBE = st.none() | PERSON_KEYS.filter(lambda k: not k.is_empty)
PERSONS = st.builds(Persons, MAYBE, st.lists(PERSON_KEYS, max_size=3).map(tuple), MAYBE, NUMBER)


@given(PERSON_KEYS, PERSON_KEYS)
def test_two_persons_are_symmetric(a: PersonKeys, b: PersonKeys):
    assert relate_person(a, b) == relate_person(b, a)


@given(PERSONS, PERSONS)
@example(
    Persons(None, (PersonKeys(id_no=1), PersonKeys(phone=1))),
    Persons(None, (PersonKeys(id_no=1),), represented=PersonKeys(phone=1)),
)
@example(
    Persons(PersonKeys(id_no=1), (PersonKeys(account=1),)),
    Persons(PersonKeys(account=1), (PersonKeys(id_no=1),)),
)
def test_the_relation_of_two_cases_is_symmetric(a: Persons, b: Persons):
    assert relate_persons(a, b) == relate_persons(b, a)


def by_the_book(a: PersonKeys, b: PersonKeys) -> R:
    """The key order of the field, key by key: the first that both have decides, unless it stands under two names."""
    two_names = 0 not in (a.name, b.name) and a.name != b.name
    if a.id_no and b.id_no:
        if a.id_no != b.id_no:
            return R.DIFFERENT
        return R.UNKNOWN if two_names else R.SAME
    for key in ("phone", "account"):
        if getattr(a, key) and getattr(a, key) == getattr(b, key):
            return R.UNKNOWN if two_names else R.SAME
    one_name = a.name != 0 and a.name == b.name
    if one_name and 0 in (a.phone, b.phone):
        return R.SAME if a.address and a.address == b.address else R.UNKNOWN
    told = any(getattr(a, key) and getattr(b, key) for key in ("name", "phone", "account"))
    return R.DIFFERENT if told else R.UNKNOWN


@given(PERSON_KEYS, PERSON_KEYS)
def test_two_persons_follow_the_key_order(a: PersonKeys, b: PersonKeys):
    assert relate_person(a, b).relation is by_the_book(a, b)


@given(PERSONS, PERSONS)
def test_a_key_is_named_exactly_where_somebody_is_the_same(a: Persons, b: Persons):
    axis = relate_persons(a, b)
    assert bool(axis.basis) == axis.relation.is_same


@given(PERSONS, PERSONS)
def test_whoever_is_the_same_is_found_by_a_token(a: Persons, b: Persons):
    if relate_persons(a, b).relation.is_same:
        assert set(tokens(a)) & set(tokens(b))


@given(PERSONS, PERSONS)
def test_without_a_common_key_nobody_is_the_same(a: Persons, b: Persons):
    assert share_a_key(a, b) == share_a_key(b, a)
    assert share_a_key(a, b) or not relate_persons(a, b).relation.is_same


SOME = st.lists(PERSON_KEYS.filter(lambda k: not k.is_empty), min_size=2, max_size=5).map(tuple)


@given(st.builds(Persons, MAYBE, SOME, MAYBE, NUMBER), st.builds(Persons, MAYBE, SOME, MAYBE, NUMBER))
def test_long_lists_of_signatures_are_related_as_short_ones(a: Persons, b: Persons):
    expected = relate_persons(a, b)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(persons, "FEW_PAIRS", 0)
        assert relate_persons(a, b) == expected


def test_two_letters_of_five_thousand_signatures_are_related_in_no_time():
    def signed(first: int, phone: int, name: int = 0) -> Persons:
        people = (PersonKeys(phone=phone or 10_000 + n, name=name or 90_000 + n) for n in range(first, first + 5_000))
        return Persons(None, tuple(people))

    started = time.process_time()
    assert relate_persons(signed(0, 0), signed(4_999, 0)).basis == "phone_name"
    assert relate_persons(signed(0, 0), signed(5_000, 0)).relation is R.DIFFERENT
    assert relate_persons(signed(0, 0, name=7), signed(5_000, 0, name=7)).relation is R.DIFFERENT
    assert relate_persons(signed(0, 7), signed(5_000, 7)).relation is R.UNKNOWN
    assert count_persons([signed(0, 7), signed(0, 7), signed(4_000, 7)]) == 9_000
    assert time.process_time() - started < 2.0


@given(st.lists(PERSONS, max_size=6))
def test_people_are_counted_as_they_come(cases: list[Persons]):
    counted: list[PersonKeys] = []
    for person in (p for c in cases for p in c.principals):
        if not any(relate_person(person, other).relation is R.SAME for other in counted):
            counted.append(person)
    assert count_persons(cases) == len(counted)


@given(st.lists(PERSONS, max_size=6))
def test_counting_persons(cases: list[Persons]):
    principals = [p for c in cases for p in c.principals]
    count = count_persons(cases)
    assert bool(principals) <= count <= len(principals)
    assert count_persons([*cases, *cases]) >= count
    different = [
        (i, j) for i, a in enumerate(principals) for j, b in enumerate(principals[:i]) if relate_person(a, b).relation is R.SAME
    ]
    if not different:
        assert count == len(principals)


def test_a_crowd_is_counted_by_heads():
    letters = [
        {"who": LIN},
        {"who": LIN, "co_petitioners": (ZHOU, SU)},
        {"who": AGENT, "represented": ZHOU},
        {},
        {"who": Person(account="u-1")},
        {"who": Person(account="u-2")},
    ]
    assert count_persons([person_keys(case("c", "…", **fields), SECRET) for fields in letters]) == 5


FULL = Person("林小禾", ID_A, PHONE, "石榴巷8号", "u-17")


def numbers(persons: Persons) -> list[int]:
    """All that is kept of them, in one row."""
    people = [p for p in (persons.petitioner, *persons.co_petitioners, persons.represented) if p]
    return [n for n in (*chain.from_iterable(map(astuple, people)), persons.accused) if n]


def full_case() -> Case:
    return case("c", "…", who=FULL, co_petitioners=(LIN,), represented=FULL, accused="甲局长", case_type=CaseType.ACCUSATION)


def test_nothing_of_a_person_is_kept_in_the_clear():
    persons = person_keys(full_case(), SECRET)
    kept = numbers(persons)
    assert len(kept) == 5 + 2 + 5 + 1
    assert all(isinstance(n, int) and 0 < n < 2**64 for n in kept)
    shown = repr(persons)
    for part in (*(getattr(FULL, f.name) for f in fields(FULL) if f.name != "anonymous"), LIN.name, LIN.phone, "甲局长"):
        assert part not in shown
        assert not part.isdigit() or int(part) not in kept


def test_another_secret_gives_other_keys_of_everything():
    a, b = (person_keys(full_case(), secret) for secret in (SECRET, b"another secret, just as long"))
    assert set(numbers(a)).isdisjoint(numbers(b))
    assert person_keys(full_case(), SECRET) == a


def test_equal_words_of_different_kind_have_different_keys():
    same = keys_of(name="石榴", address="石榴", account="石榴")
    assert len({same.name, same.address, same.account}) == 3


@pytest.mark.parametrize(("one", "other"), list(product([{"who": LIN}, {"who": FULL}], [{}, {"who": ZHOU}])))
def test_tokens_of_strangers_do_not_meet(one: dict, other: dict):
    a, b = (set(tokens(person_keys(case("c", "…", **fields), SECRET))) for fields in (one, other))
    assert a.isdisjoint(b)
    assert 0 not in a | b


@given(st.builds(Person, *[st.text(st.characters(), max_size=20)] * 5), st.text(st.characters(), max_size=20))
def test_no_person_makes_it_raise(who: Person, accused: str):
    new = replace(full_case(), petitioner=who, co_petitioners=(who,), represented=None, accused=accused)
    persons = person_keys(new, SECRET)
    assert relate_persons(persons, persons).relation in R
    assert person_keys(new, SECRET) == persons


@given(st.lists(st.lists(st.builds(PersonKeys, phone=st.integers(0, 3), name=st.integers(0, 2)), max_size=3), max_size=8))
def test_numbered_persons_are_as_many_as_are_counted(people: list[list[PersonKeys]]):
    cases = [Persons(None, tuple(p for p in some if not p.is_empty)) for some in people]
    numbers = persons.number_persons(cases)
    assert len({n for own in numbers for n in own if n >= 0}) == count_persons(cases)
    assert len({n for own in numbers for n in own if n < 0}) == sum(not case.principals for case in cases)
