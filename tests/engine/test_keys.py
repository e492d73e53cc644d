"""What may tie two cases: the same ties for the same text, apart by kind, and two realms that never meet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from docket import SECRET, case, person, tools
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.case import Case, CaseType, Person
from engine.compare import OBJECTS, POINTS
from engine.grams import gram_hashes
from engine.hashing import PAIR, TRIPLE, WORD
from engine.keys import SAMPLED, SHORT, WEIGHTS, Keys, Kind, keys
from engine.persons import person_keys, relate_persons
from engine.persons import tokens as person_tokens
from engine.prepare import TIES, prepare
from engine.prepared import Prepared

LIN = person("林小禾", "13900001111")
SENTENCES = ["石榴巷8号楼电梯停了三天，", "柳荫里三幢外墙瓷砖脱落。", "万顺砂石厂拖欠工资三万元。", "33路公交不停望江台站。", "又开始漏水了，", "老人下不了楼，孩子上学迟到，物业推来推去，"]  # fmt: skip
TEXT = st.lists(st.sampled_from(SENTENCES), max_size=8).map("".join) | st.text(st.characters(), max_size=60)


def prepared(text: str, who: Person | None = None, **fields: object) -> Prepared:
    return prepare(case("c", text, who=who, **fields), tools())


def keys_of(text: str, who: Person | None = None, **fields: object) -> Keys:
    return keys(prepared(text, who, **fields))


def kinds(found: Keys) -> set[Kind]:
    return {Kind(int(value) >> 56) for value in found.values}


def of_kind(found: Keys, kind: Kind) -> set[int]:
    return {int(value) for value in found.values if int(value) >> 56 == kind}


@given(TEXT, st.none() | st.just(LIN))
@settings(max_examples=60)
@example("", None)
@example("", LIN)
@example("\ud800灯", None)
def test_keys_are_distinct_typed_and_weighted(text: str, who: Person | None):
    for confidential in (False, True):
        found = keys(prepared(text, who), confidential=confidential)
        assert (found.values.dtype, found.weights.dtype, found.must.dtype) == (np.uint64, np.float32, np.uint64)
        assert len(found.values) == len(found.weights) == len(set(found.values.tolist()))
        assert found.values.tolist() == sorted(found.values.tolist())
        for value, weight in zip(found.values.tolist(), found.weights.tolist(), strict=True):
            assert weight == pytest.approx(WEIGHTS[Kind(value >> 56 & 0x7F)])
        assert set(found.must.tolist()) <= set(found.values.tolist())
        assert {value >> 56 & 0x7F for value in found.must.tolist()} <= {Kind.PERSON}


@given(TEXT)
@settings(max_examples=40)
def test_the_same_text_has_the_same_keys(text: str):
    one, other = keys_of(text), keys(prepare(replace(case("d", text, at="2031-01-01")), tools()))
    assert one.values.tolist() == other.values.tolist()
    assert one.weights.tolist() == other.weights.tolist()


@given(TEXT, TEXT, st.none() | st.just(LIN))
@settings(max_examples=60)
def test_the_confidential_realm_meets_no_other(a: str, b: str, who: Person | None):
    open_keys, hidden = keys(prepared(a, who)), keys(prepared(b, who), confidential=True)
    assert not set(open_keys.values.tolist()) & set(hidden.values.tolist())
    assert not set(open_keys.must.tolist()) & set(hidden.values.tolist())


@given(TEXT)
@settings(max_examples=30)
def test_inside_the_confidential_realm_ties_are_the_same(text: str):
    open_keys, hidden = keys(prepared(text, LIN)), keys(prepared(text, LIN), confidential=True)
    top = 1 << 63
    assert [value ^ top for value in hidden.values.tolist()] == open_keys.values.tolist()
    assert [value ^ top for value in hidden.must.tolist()] == open_keys.must.tolist()
    assert hidden.weights.tolist() == open_keys.weights.tolist()


def test_every_kind_is_there_and_kept_apart():
    assert kinds(keys_of("石榴巷8号楼电梯停了三天", LIN)) == set(Kind)
    assert Kind.PAIR not in kinds(keys_of("".join(SENTENCES) * 2, LIN))
    assert kinds(keys_of("", LIN)) == {Kind.PERSON}
    assert keys_of("").values.tolist() == []


def test_short_texts_give_all_their_grams_and_long_ones_a_sample():
    short, long = prepared("石榴巷电梯停了三天老人下不了楼"), prepared("".join(SENTENCES) * 2)
    assert short.letters <= SHORT < long.letters
    for p, kind, gram in ((short, Kind.PAIR, PAIR), (short, Kind.TRIPLE, TRIPLE), (long, Kind.TRIPLE, TRIPLE)):
        tails = {value & 0xFFFFFFFF for value in of_kind(keys(p), kind)}
        every = set(gram_hashes(p, gram).tolist())
        assert tails == (every if p is short else {g for g in every if g % SAMPLED == 0})
    assert {v & 0xFFFFFFFF for v in of_kind(keys(long), Kind.WORD)} == set(gram_hashes(long, WORD).tolist())


TIED = {
    "one word in common": ("石榴巷路灯坏了半个月没人修，天黑看不见路", "石榴巷井盖丢失，已有人摔倒，请尽快补上", Kind.WORD),
    "a road": ("石榴巷路灯坏了", "今天石榴巷积水", Kind.SLOT),
    "a house number in the address": ("漏水", "油烟", Kind.SLOT),
    "written by ear": ("朱粮桥的噪音太大", "朱良乔的噪音太大", Kind.SOUND),
    "the same letters": ("路灯，坏了！", "路灯坏了", Kind.EXACT),
    "copied with a change": ("".join(SENTENCES), "".join(SENTENCES) + "谢谢", Kind.BAND),
    "a pair of characters": ("小区噪声", "那个噪声", Kind.PAIR),
}


@pytest.mark.parametrize(("a", "b", "kind"), TIED.values(), ids=TIED)
def test_a_tie_is_a_common_key(a: str, b: str, kind: Kind):
    address = "石榴巷8号" if a == "漏水" else ""
    assert of_kind(keys_of(a, address=address), kind) & of_kind(keys_of(b, address=address), kind)


def test_strangers_share_nothing():
    a, b = keys_of("石榴巷路灯坏了", LIN), keys_of("万顺厂欠薪", person("周大川", "13900002222"))
    assert not set(a.values.tolist()) & set(b.values.tolist())


PEOPLE = [
    {"who": LIN},
    {"who": person("林小禾")},
    {"who": person("", "13900001111")},
    {"who": person("林小禾", address="石榴巷8号")},
    {"who": Person(account="u-17")},
    {"who": person("周大川", "13900002222"), "co_petitioners": (LIN,)},
    {"who": person("代理人"), "represented": LIN},
    {"accused": "甲局长", "case_type": CaseType.ACCUSATION},
]


@pytest.mark.parametrize("one", PEOPLE)
@pytest.mark.parametrize("other", PEOPLE)
def test_persons_who_may_be_the_same_are_always_candidates(one: dict, other: dict):
    cases: list[Case] = [case("c", "", **fields) for fields in (one, other)]
    axis = relate_persons(*(person_keys(c, SECRET) for c in cases))
    shared = set(keys(prepare(cases[0], tools())).must.tolist()) & set(keys(prepare(cases[1], tools())).values.tolist())
    if axis.relation.is_same:
        assert shared


def test_person_keys_are_the_persons_tokens():
    found = keys_of("石榴巷", LIN)
    mask = (1 << 56) - 1
    assert {v & mask for v in found.must.tolist()} == {t & mask for t in person_tokens(prepared("石榴巷", LIN).persons)}


def test_ties_are_kinds_that_name_something():
    assert TIES >= OBJECTS
    assert POINTS - {"room"} <= TIES  # a room's number names nothing without its house
    assert set(WEIGHTS) == set(Kind)
    assert all(0 < kind < 128 for kind in Kind)  # the highest bit is the confidential realm's
