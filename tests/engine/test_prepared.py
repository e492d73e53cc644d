"""What is stored is what was prepared: same value back, small, and never read by another version."""

from __future__ import annotations

from dataclasses import fields

import msgspec
import numpy as np
import pytest
from docket import case, person, tools
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.case import Case, CaseType, Person
from engine.features import lexical
from engine.intent import Intent
from engine.normalise import MAX_CHARACTERS
from engine.prepare import prepare, prepare_subject
from engine.prepared import VERSION, Prepared, PreparedVersionError, pack, unpack

SENTENCES = [
    "尊敬的领导您好！", "石榴巷8号楼2单元电梯停了三天，", "柳荫里三幢外墙脱落。", "万顺砂石厂拖欠工资3万元。", "我是云岫花园业主，购买5栋1203室。",
    "33路公交不停望江台站。", "又开始漏水了", "请帮我催一下", "合同编号yf-2031-0012", "12月3日", "\u200b", "𠮷家巷", "電梯", "，", "\n",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(SENTENCES), max_size=10).map("".join) | st.text(st.characters(), max_size=80)
WHO = st.none() | st.builds(Person, *[st.sampled_from(["", "林小禾", "13900001111", "石榴巷8号"])] * 5)
CASES = st.builds(
    lambda text, title, address, target, who, others, accused, transcript: case(
        "c", text, title=title, address=address, target_party=target, who=who, co_petitioners=tuple(o for o in others if o),
        represented=who, accused=accused, case_type=CaseType.ACCUSATION if accused else None, transcript=transcript,
    ),
    TEXT, st.sampled_from(["", " ", "石榴巷8号楼电梯", "再次反映"]) | TEXT, st.sampled_from(["", "石榴巷8号", "柳荫里3幢2单元"]),
    st.sampled_from(["", "万顺砂石厂"]), WHO, st.lists(WHO, max_size=3), st.sampled_from(["", "甲局长"]), st.booleans(),
)  # fmt: skip


def assert_same(a: Prepared, b: Prepared) -> None:
    for field in fields(Prepared):
        ours, theirs = getattr(a, field.name), getattr(b, field.name)
        if isinstance(ours, np.ndarray):
            assert ours.dtype == theirs.dtype, field.name
            assert ours.tolist() == theirs.tolist(), field.name
        else:
            assert ours == theirs, field.name


@given(CASES)
@settings(max_examples=60)
def test_what_is_packed_is_unpacked(new: Case):
    prepared = prepare(new, tools())
    back = unpack(pack(prepared))
    assert_same(prepared, back)
    assert pack(back) == pack(prepared)
    assert (back.slots, back.groups, back.headed_groups) == (prepared.slots, prepared.groups, prepared.headed_groups)
    assert back.core == prepared.core


@given(CASES, CASES)
@settings(max_examples=30)
def test_a_stored_case_compares_as_a_fresh_one(new: Case, old: Case):
    subject, fresh = prepare_subject(new, tools()), prepare(old, tools())
    rows = lexical(subject.prepared, subject.profile, [fresh, unpack(pack(fresh))])
    assert rows[0].tolist() == rows[1].tolist()


@pytest.mark.parametrize("version", [*[v for v in range(256) if v != VERSION][:4], 255])
def test_another_versions_bytes_are_refused(version: int):
    blob = pack(prepare(case("c", "石榴巷的路灯坏了"), tools()))
    with pytest.raises(PreparedVersionError, match=f"version {version}, this engine reads {VERSION}"):
        unpack(bytes([version]) + blob[1:])


def test_no_bytes_are_refused():
    with pytest.raises(PreparedVersionError, match="none"):
        unpack(b"")


@given(st.binary(max_size=60) | st.integers(1, 200).map(lambda n: pack(prepare(case("c", "石榴巷"), tools()))[1:-n]))
@settings(max_examples=60)
def test_damaged_bytes_raise_and_give_nothing(body: bytes):
    with pytest.raises((msgspec.MsgspecError, ValueError)):
        unpack(bytes([VERSION]) + body)


LETTER = (
    "石榴巷8号楼2单元的电梯从上月起每隔几天就停一次，老人买菜看病都要爬楼，孩子上学也常迟到。物业每回都说配件在路上，"
    "可是换了三拨维修工，没有一次修过两周。维修基金账上明明有钱，业委会开会时也都同意动用。"
)


def test_a_case_takes_little_more_than_its_text():
    for copies in (1, 4, 40):
        text = "".join(f"第{i}封。{LETTER}" for i in range(copies))
        size = len(pack(prepare(case("c", text, who=person("林小禾", "13900001111"), address="石榴巷8号楼"), tools())))
        assert size <= 450 + 6 * len(text)


def test_the_longest_case_is_bounded():
    blob = pack(prepare(case("c", "石榴巷8号楼。" * 20_000, title="灯" * 5_000, address="石榴巷8号" * 5_000), tools()))
    back = unpack(blob)
    assert len(blob) < 12 * MAX_CHARACTERS
    assert back.truncated
    assert len(back.codes) == len(back.slotted) <= MAX_CHARACTERS + 401


def test_nothing_personal_is_stored_in_the_clear():
    who = Person("林小禾", "990101199001011234", "13900001111", "梧桐坡77号", "account-17")
    text = "我叫王大妈，身份证990101199001011234，电话13900001111，固话0999-5550123。石榴巷路灯坏了。"
    blob = pack(prepare(case("c", text, who=who, co_petitioners=(who,), represented=who), tools()))
    for part in ("林小禾", "梧桐坡", "account-17", "990101199001011234", "13900001111", "5550123"):
        for coding in ("utf-8", "utf-16-le"):
            assert part.encode(coding) not in blob


def test_intents_are_kept_by_number():
    assert {i.name: i.value for i in Intent} == {"URGE": 1, "SUPPLEMENT": 2, "WITHDRAW": 4, "AGAIN": 8, "REFERS_BACK": 16, "URGENT": 32}
