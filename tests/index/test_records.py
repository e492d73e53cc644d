"""Do cases and verdicts come back from their bytes unchanged, and are foreign bytes refused?"""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.case import Case, CaseType, Channel, Person, Reply, Status
from engine.verdict import Code, DemandVerdict, Evidence, Flag, Match, MatterRelation, PersonRelation, Verdict
from index import records
from index.errors import RecordDamaged, RecordUnstorable, RecordVersionError

SHANGHAI = timezone(timedelta(hours=8))
RECEIVED = datetime(2026, 10, 3, 8, 5, tzinfo=SHANGHAI)
SMALL = Case("A1", "楼道灯坏了", RECEIVED)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
# Naive bounds: one day inside what a datetime can hold in every zone.
times = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(SHANGHAI) | st.just(UTC))
persons = st.builds(Person, name=words, id_no=words, phone=words, address=words, account=words, anonymous=st.booleans())
replies = st.builds(
    Reply,
    text=words,
    unit=words,
    replied_at=st.none() | times,
    outcome=words,
    legal_basis=st.lists(words, max_size=2).map(tuple),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
cases = st.builds(
    Case,
    case_id=words,
    text=words,
    received_at=times,
    title=words,
    source=words,
    channel=st.none() | st.sampled_from(Channel),
    transcript=st.booleans(),
    case_type=st.none() | st.sampled_from(CaseType),
    has_clock=st.booleans(),
    petitioner=st.none() | persons,
    co_petitioners=st.lists(persons, max_size=2).map(tuple),
    represented=st.none() | persons,
    accused=words,
    accused_unit=words,
    address=words,
    locality=words,
    target_party=words,
    category=st.lists(words, max_size=2).map(tuple),
    handling_unit=words,
    org_id=words,
    status=st.sampled_from(Status),
    due_at=st.none() | times,
    closed_at=st.none() | times,
    official_reply=st.none() | replies,
    confidential=st.booleans(),
    extra=st.dictionaries(words, json_values, max_size=3),
)


def verdict_about(old: str, **changes: object) -> Verdict:
    """A verdict on N1 that names `old` wherever a verdict can name a case."""
    match = Match(
        old,
        Code.REPEAT_PETITION,
        PersonRelation.SAME,
        MatterRelation.SAME,
        0.97,
        evidence=(Evidence("place", "agree", "枫桥里", "枫桥里小区", (0, 3), (2, 7), "R4"),),
        explanation=f"与 {old} 为同一事项",
    )
    full = Verdict(
        "N1",
        Code.REPEAT_PETITION,
        0.97,
        matched=(old,),
        suspected=(old, "B2"),
        similar=("C3",),
        matter_id="m-7",
        matter_cases=(old, "N1"),
        history=(old,),
        matches=(match, dataclasses.replace(match, case_id="B2", explanation="")),
        demands=(DemandVerdict(1, "修灯", (0, 2), Code.REPEAT_PETITION, (old, "B2")),),
        flags=(Flag.WITHIN_PERIOD,),
        rules=("R1", "R4"),
        advice=f"并入 {old} 办理",
        elapsed_ms=2.5,
    )
    return dataclasses.replace(full, **changes)  # type: ignore[arg-type]


@given(cases)
def test_case_comes_back(case: Case) -> None:
    back = records.unpack_case(records.pack_case(case))
    assert back == case
    assert back.received_at.utcoffset() == case.received_at.utcoffset()
    # Equality alone would take 1 for 1.0 and for True.
    assert repr(back.extra) == repr(case.extra)


def test_the_strategy_covers_every_field() -> None:
    built = cases.wrapped_strategy if hasattr(cases, "wrapped_strategy") else cases
    assert set(built.kwargs) == {f.name for f in dataclasses.fields(Case)}


def test_verdict_comes_back() -> None:
    verdict = verdict_about("A1")
    back = records.unpack_verdict(records.pack_verdict(verdict))
    assert back == verdict
    assert back.elapsed_ms == 2.5  # not part of equality


def test_defaults_take_no_space() -> None:
    assert len(records.pack_case(SMALL)) < 90
    assert records.unpack_case(records.pack_case(SMALL)) == SMALL


def test_a_record_may_lack_later_fields_and_hold_unknown_ones() -> None:
    body = {"case_id": "A1", "text": "t", "received_at": RECEIVED.isoformat(), "of_a_later_program": 5}
    assert records.unpack_case(b"\x01" + msgspec.msgpack.encode(body)) == Case("A1", "t", RECEIVED)


def test_a_read_only_mapping_is_stored_like_a_dict() -> None:
    case = dataclasses.replace(SMALL, extra=MappingProxyType({"窗口": 3}))
    assert records.unpack_case(records.pack_case(case)).extra == {"窗口": 3}


@pytest.mark.parametrize("data", [b"", b"\x00", b"\x02\x80", b"\xff" + records.pack_case(SMALL)[1:]])
def test_unknown_version_is_refused(data: bytes) -> None:
    with pytest.raises(RecordVersionError, match="reads version 1"):
        records.unpack_case(data)
    with pytest.raises(RecordVersionError, match="verdict record"):
        records.unpack_verdict(data)


@given(st.binary(max_size=200), st.integers(0, 70))
def test_damaged_records_are_refused_or_read_but_never_crash(noise: bytes, cut: int) -> None:
    for data in (b"\x01" + noise, records.pack_case(SMALL)[: 1 + cut] + noise):
        try:
            found = records.unpack_case(data)
        except RecordDamaged:
            continue
        assert isinstance(found, Case)


@pytest.mark.parametrize(
    "extra",
    [{"k": "\ud800"}, {"k": object()}, {"k": [[{"deep": {1, 2}}, object()]]}],
    ids=["surrogate", "object", "deep"],
)
def test_what_has_no_faithful_form_is_refused_without_quoting_it(extra: dict[str, object]) -> None:
    case = dataclasses.replace(SMALL, text="甲乙丙", extra=extra)
    with pytest.raises(RecordUnstorable) as caught:
        records.pack_case(case)
    assert "甲乙丙" not in str(caught.value)


def test_a_verdict_forgets_an_erased_case() -> None:
    kept = records.without_case(verdict_about("A1"), "A1", "[gone]")
    packed = records.pack_verdict(kept)
    assert b"A1" not in packed
    assert kept.matches[0].case_id == "B2"
    assert kept.suspected == ("B2",)
    assert kept.matter_cases == ("N1",)
    assert kept.advice == "并入 [gone] 办理"
    assert kept.demands[0].matched == ("B2",)
    assert (kept.verdict, kept.confidence, kept.rules) == (Code.REPEAT_PETITION, 0.97, ("R1", "R4"))


def test_a_verdict_that_does_not_name_the_case_stays_as_it_is() -> None:
    verdict = verdict_about("A1")
    assert records.without_case(verdict, "Z9", "[gone]") == verdict


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("见 1 号件", "见 # 号件"),
        ("2021年11月1日", "2021年11月#日"),
        ("A1、1、1B", "A1、#、1B"),
        ("", ""),
    ],
)
def test_only_whole_ids_are_masked(text: str, expected: str) -> None:
    assert records.mask_id(text, "1", "#") == expected


def test_ids_are_not_patterns_and_marks_are_not_templates() -> None:
    assert records.mask_id("见 A.1(x", "A.1(x", r"\1") == r"见 \1"
    assert records.mask_id("见 AB1", "A.1", "#") == "见 AB1"
