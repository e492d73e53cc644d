"""What comes in is read as the contract says, and what goes out can be read again."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.case import Case, CaseType, Channel, Person, Reply, Status
from engine.verdict import Code, DemandVerdict, Evidence, Flag, Match, MatterRelation, PersonRelation, Verdict
from index.records import pack_case, unpack_case
from service.errors import BadJson, FieldError, TooLarge, WrongFields
from service.masking import SHOWN_LENGTH, shown
from service.wire import (
    SHANGHAI,
    parse_case,
    parse_changes,
    read_case,
    read_time,
    read_verdict,
    verdict_json,
    write_case,
)
from service.wire_case import ALIASES, CHANGEABLE
from service.wire_fields import MAX_CASE_ID, MAX_ERRORS, MAX_TEXT_BYTES
from service.wire_json import MAX_DEPTH, decode_object
from service.wire_schema import CASE_FIELDS

NOW = datetime(2026, 11, 3, 12, 0, tzinfo=SHANGHAI)
LEAST = {"case_id": "K1", "text": "石溪路路灯不亮"}


def case_of(**fields: object) -> Case:
    return parse_case({**LEAST, **fields}, NOW)


def wrong(found: dict[str, Any]) -> dict[str, FieldError]:
    with pytest.raises(WrongFields) as caught:
        parse_case(found, NOW)
    return {each.field: each for each in caught.value.errors}


def json_wrong(**fields: object) -> dict[str, FieldError]:
    return wrong({**LEAST, **fields})


def test_only_number_and_text_are_needed() -> None:
    assert case_of() == Case("K1", "石溪路路灯不亮", NOW)


def test_every_field_of_a_case_has_its_place_on_the_wire() -> None:
    fields = {each.name for each in dataclasses.fields(Case)}
    assert fields - {"has_clock", "accused_unit", "extra"} == set(CASE_FIELDS) - {"outcome"}
    assert set(write_case(case_of())) == set(CASE_FIELDS) | {"extra"}
    assert set(ALIASES.values()) <= set(CASE_FIELDS)
    assert set(CHANGEABLE) <= fields


@pytest.mark.parametrize(
    ("word", "channel"),
    [
        ("LETTER", Channel.LETTER), ("letter", Channel.LETTER), ("信", Channel.LETTER), ("来信", Channel.LETTER),
        ("访", Channel.VISIT), ("来访", Channel.VISIT), ("网", Channel.WEB), ("网信", Channel.WEB), ("电", Channel.PHONE),
        ("电话", Channel.PHONE), ("12345", Channel.PHONE), ("12345-asr", Channel.PHONE), ("手机", Channel.APP),
        ("掌上", Channel.APP), ("app", Channel.APP), ("网格", Channel.GRID), (" 来信 ", Channel.LETTER), (None, None), ("", None),
    ],
)  # fmt: skip
def test_channels(word: str | None, channel: Channel | None) -> None:
    case = case_of(channel=word)
    assert (case.channel, case.transcript) == (channel, word == "12345-asr")


@pytest.mark.parametrize(
    ("word", "status"),
    [("processing", Status.PROCESSING), ("RE_REVIEW", Status.RE_REVIEW), ("re-review", Status.RE_REVIEW),
     ("办结", Status.CLOSED), ("已答复", Status.REPLIED), (None, Status.REGISTERED)],
)  # fmt: skip
def test_statuses(word: str | None, status: Status) -> None:
    assert case_of(status=word).status is status


@pytest.mark.parametrize(
    ("word", "kind"),
    [("检举控告", CaseType.ACCUSATION), ("申诉求决", CaseType.APPEAL), ("建议意见", CaseType.SUGGESTION),
     ("咨询", CaseType.INQUIRY), ("求助", CaseType.HELP), ("help", CaseType.HELP), ("", None)],
)  # fmt: skip
def test_case_types(word: str, kind: CaseType | None) -> None:
    assert case_of(case_type=word).case_type is kind


def test_aliases_are_read_and_the_own_name_counts_more() -> None:
    assert case_of(dept="城管局").handling_unit == "城管局"
    assert case_of(dept="城管局", handling_unit=None).handling_unit == "城管局"
    both = case_of(dept="住建局", handling_unit="城管局")
    assert (both.handling_unit, both.extra) == ("城管局", {"dept": "住建局"})
    assert case_of(reply="已修复").official_reply == Reply(text="已修复")


def test_reply_as_text_or_object_with_the_outcome_beside_or_inside() -> None:
    assert case_of(official_reply="已修复", outcome="supported").official_reply == Reply("已修复", outcome="SUPPORTED")
    inside = case_of(
        official_reply={
            "text": "已修复", "unit": "市政处", "replied_at": "2026-10-01", "outcome": "基本满意", "legal_basis": ["第十条"],
        },
        outcome="不满意",
    ).official_reply  # fmt: skip
    assert inside == Reply("已修复", "市政处", datetime(2026, 10, 1, tzinfo=SHANGHAI), "基本满意", ("第十条",))
    assert case_of(outcome="满意").official_reply == Reply(outcome="满意")
    for nothing in (None, "", {}, {"text": None, "legal_basis": []}):
        assert case_of(official_reply=nothing).official_reply is None


def test_persons_without_any_part_are_none_given() -> None:
    for nothing in (None, {}, {"name": None, "phone": "", "anonymous": False}):
        assert case_of(petitioner=nothing, represented=nothing, co_petitioners=[nothing]) == case_of()
    assert case_of(petitioner={"anonymous": True}).petitioner == Person(anonymous=True)
    assert case_of(co_petitioners=[{"name": "钱一"}, None, {"name": "孙二"}]).co_petitioners == (
        Person("钱一"),
        Person("孙二"),
    )


def test_accused_and_category_come_in_two_shapes() -> None:
    assert (case_of(accused="周某").accused, case_of(accused="周某").accused_unit) == ("周某", "")
    assert case_of(accused={"name": "周某", "unit": "某局"}).accused_unit == "某局"
    assert case_of(category="物业").category == ("物业",)
    assert case_of(category=["物业", "", "停车"]).category == ("物业", "停车")


def test_unknown_fields_are_kept() -> None:
    case = case_of(工单等级="急", n=2**70, petitioner={"name": "钱一", "性别": "女"}, extra={"old": [1, {"a": None}]})
    assert case.extra == {"工单等级": "急", "n": 2**70, "petitioner.性别": "女", "old": [1, {"a": None}]}
    assert unpack_case(pack_case(case)) == case


def test_control_characters_stay_in_texts_and_out_of_names() -> None:
    case = case_of(text="一\x00二\x1b三\n", petitioner={"name": "钱\x00一\n", "phone": "\t1300\r\n"}, title="灯\n坏")
    assert case.text == "一\x00二\x1b三\n"
    assert case.petitioner == Person("钱 一", phone="1300")
    assert case.title == "灯 坏"


@pytest.mark.parametrize("text", ["", " ", "　\n"])
def test_a_text_without_content_is_a_text(text: str) -> None:
    assert case_of(text=text).text == text


# ---- times


@pytest.mark.parametrize(
    ("written", "at", "has_clock"),
    [
        ("2026-11-03T08:30:00+08:00", datetime(2026, 11, 3, 0, 30, tzinfo=UTC), True),
        ("2026-11-03T00:30:00Z", datetime(2026, 11, 3, 0, 30, tzinfo=UTC), True),
        ("2026-11-03T08:30", datetime(2026, 11, 3, 0, 30, tzinfo=UTC), True),
        ("2026-11-03 08:30:00", datetime(2026, 11, 3, 0, 30, tzinfo=UTC), True),
        ("2026-11-03T08:30:00.123456", datetime(2026, 11, 3, 0, 30, 0, 123456, tzinfo=UTC), True),
        ("2026-11-02T19:30:00-05:00", datetime(2026, 11, 3, 0, 30, tzinfo=UTC), True),
        ("2026-11-03", datetime(2026, 11, 2, 16, 0, tzinfo=UTC), False),
        ("20261103", datetime(2026, 11, 2, 16, 0, tzinfo=UTC), False),
        ("2026/11/3 8:30", datetime(2026, 11, 3, 0, 30, tzinfo=UTC), True),
        ("2026/11/3", datetime(2026, 11, 2, 16, 0, tzinfo=UTC), False),
        ("2026年11月3日", datetime(2026, 11, 2, 16, 0, tzinfo=UTC), False),
        ("2026年11月3日 8时30分", datetime(2026, 11, 3, 0, 30, tzinfo=UTC), True),
    ],
)
def test_times(written: str, at: datetime, has_clock: bool) -> None:
    case = case_of(received_at=written)
    assert (case.received_at, case.has_clock) == (at, has_clock)


@pytest.mark.parametrize(
    "written",
    ["yesterday", "2026-13-01", "2026-02-30", "1899-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z",
     "2026-11-03T25:00", "2026-11-03T08:30:61", "1" * 50, 1762130000, True, ["2026-11-03"]],
)  # fmt: skip
def test_times_that_are_none(written: object) -> None:
    assert set(json_wrong(received_at=written, due_at=written)) == {"received_at", "due_at"}


def test_a_term_named_by_its_day_runs_to_the_end_of_it() -> None:
    assert case_of(due_at="2026-11-20").due_at == datetime(2026, 11, 20, 23, 59, 59, tzinfo=SHANGHAI)
    assert case_of(closed_at="2026-11-20").closed_at == datetime(2026, 11, 20, tzinfo=SHANGHAI)


@given(st.text(max_size=45))
def test_reading_a_time_never_fails(text: str) -> None:
    found = read_time(text)
    assert found is None or found.at.tzinfo is not None


# ---- errors


def test_all_wrong_fields_at_once() -> None:
    errors = wrong(
        {
            "case_id": 5, "text": None, "channel": "鸽子", "status": 3, "case_type": [], "received_at": "gestern",
            "title": {}, "petitioner": "钱一", "co_petitioners": [{"phone": 13800000001}, 7], "represented": [],
            "accused": 1, "address": 2, "category": [1], "confidential": "yes", "official_reply": 4, "due_at": {},
        }
    )  # fmt: skip
    assert set(errors) == {
        "case_id", "text", "channel", "status", "case_type", "received_at", "title", "petitioner",
        "co_petitioners[0].phone", "co_petitioners[1]", "represented", "accused", "address", "category[0]",
        "confidential", "official_reply", "due_at",
    }  # fmt: skip
    assert all(each.limit and each.hint for each in errors.values())


def test_the_number_of_errors_shown_is_bounded() -> None:
    with pytest.raises(WrongFields) as caught:
        case_of(co_petitioners=[1] * 500)
    assert len(caught.value.errors) == MAX_ERRORS


@pytest.mark.parametrize(
    "number", ["", " ", "\n", "K\x00", "K\u200b1", "K" * (MAX_CASE_ID + 1), None, 7, ["K1"], True, "\u3000"]
)
def test_case_ids_that_are_none(number: object) -> None:
    assert set(wrong({"case_id": number, "text": "字"})) == {"case_id"}


@pytest.mark.parametrize("number", ["K" * MAX_CASE_ID, "信访〔2026〕12号", "a/b c", "…"])
def test_case_ids(number: str) -> None:
    assert parse_case({"case_id": number, "text": "字"}, NOW).case_id == number


def test_texts_up_to_256_kb_of_utf8() -> None:
    assert MAX_TEXT_BYTES == 262_144
    longest = "字" * (MAX_TEXT_BYTES // 3) + "a"
    assert case_of(text=longest).text == longest
    for text in (longest + "a", "😀" * (MAX_TEXT_BYTES // 4 + 1), "a" * (MAX_TEXT_BYTES + 1)):
        with pytest.raises(TooLarge):
            case_of(text=text)
        with pytest.raises(TooLarge):
            case_of(official_reply={"text": text})


def test_no_citizens_data_in_an_error() -> None:
    errors = wrong(
        {
            "case_id": "13800000001" * 20, "text": {"电话": "13800000001"}, "title": ["钱一一"],
            "petitioner": {"name": ["钱一一"], "phone": 13800000001, "id_no": 110101199003070000, "address": {"a": "石溪路"}},
            "represented": "钱一一", "accused": [{"name": "钱一一"}], "status": "13800000001", "channel": "１３８００００００01",
            "due_at": "138-0000-0001", "source": {"x": "钱一一"}, "category": ["好", 110101199003070000],
        }
    )  # fmt: skip
    assert len(errors) == 14
    shown_all = json.dumps([dataclasses.asdict(each) for each in errors.values()], ensure_ascii=False)
    for secret in ("138", "0001", "钱一", "1101", "石溪"):
        assert secret not in shown_all
    assert errors["petitioner.phone"].value == "*" * 11


def test_what_a_petitioner_is_called_is_shown_nowhere() -> None:
    errors = json_wrong(petitioner={"name": "钱一一", "phone": "1300"}, status="钱一一催办", channel="1300")
    assert "钱一一" not in errors["status"].value
    assert "1300" not in errors["channel"].value
    assert json_wrong(status="钱一一")["status"].value == "***"
    assert json_wrong(status="Zhang San", petitioner={"name": "Zhang San"})["status"].value == "*" * 9
    assert json_wrong(status="archived")["status"].value == "archived"


@given(st.one_of(st.text(max_size=300), st.integers(), st.floats(), st.none(), st.booleans(), st.lists(st.text())))
def test_shown_values_are_short_and_writable(value: object) -> None:
    for personal in (False, True):
        text = shown(value, personal=personal)
        assert len(text) <= SHOWN_LENGTH
        text.encode("utf-8")
        assert text.isprintable() or "\n" not in text


# ---- bytes


@pytest.mark.parametrize(
    "body",
    [b"", b"  ", b"{", b"[]", b'"x"', b"null", b"{}x", b'{"a":NaN}', b'{"a":Infinity}', b'{"a":-Infinity}', b'{"a":1e999}',
     b'{"a":' + b"9" * 5000 + b"}", b"[" * 10_000, b'{"a":' * 10_000, b"[" * 10_000 + b"]" * 10_000,
     b'{"a":' + b"[" * 100 + b"]" * 100 + b"}", b'{"case_id":"K1","text":"\xc4\xe3"}', b'{"a":"\xed\xa0\x80"}', b"{'a':1}",
     b'{"a":"\x01"}', b'\xff\xfe{\x00}\x00', b'{"a":"\\ud800' + b"[" * 9000],
)  # fmt: skip
def test_bytes_that_are_no_json_object(body: bytes) -> None:
    with pytest.raises(BadJson) as caught:
        decode_object(body)
    assert "\\x" not in str(caught.value)


def test_depth_is_counted_exactly() -> None:
    inner = "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert decode_object(f'{{"a":{inner}}}'.encode())
    with pytest.raises(BadJson, match="deep"):
        decode_object(f'{{"a":[{inner}]}}'.encode())


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (rb'{"case_id":"K1","text":"\ud800"}', "text"),
        (rb'{"case_id":"K1","text":"a","petitioner":{"name":"\udfff\ud800"}}', "petitioner.name"),
        (rb'{"case_id":"K1","text":"a","more":[1,"\ud800\u0041"]}', "more[1]"),
        (rb'{"case_id":"K1","text":"a","\ud800":1}', "(a field's name)"),
    ],
)
def test_half_characters_are_named(body: bytes, field: str) -> None:
    with pytest.raises(WrongFields) as caught:
        read_case(body, NOW)
    assert [each.field for each in caught.value.errors] == [field]
    assert "surrogate" in caught.value.errors[0].hint


def test_what_json_allows_is_read() -> None:
    assert read_case('\ufeff{"case_id":"K0","case_id":"K1","text":"😀\\ud83d\\ude00\\u0000"}'.encode(), NOW) == Case(
        "K1", "😀😀\x00", NOW
    )
    assert read_case(b'{"case_id":"K1","text":"a","n":123456789012345678901234567890}', NOW).extra == {
        "n": 123456789012345678901234567890
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from([*CASE_FIELDS, *ALIASES, "extra", "text", "case_id", "petitioner"])


@given(st.dictionaries(NAMES | st.text(max_size=5), JSON, max_size=8))
def test_any_json_object_is_a_case_or_named_errors(found: dict[str, Any]) -> None:
    try:
        case = read_case(json.dumps(found).encode(), NOW)
    except WrongFields as error:
        msgspec.json.encode(error.errors)
    else:
        assert parse_case(write_case(case), NOW) == case
        assert unpack_case(pack_case(case)) == case


@given(st.binary(max_size=200) | st.text(alphabet='{}[]",:\\u0019dDnulltrue', max_size=60).map(str.encode))
def test_any_bytes_are_an_object_or_a_named_error(body: bytes) -> None:
    try:
        found: object = decode_object(body)
    except (BadJson, WrongFields) as error:
        found = error
    assert isinstance(found, dict) or str(found)


# ---- out and in again

LINE = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12).map(str.strip)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ZONES = st.sampled_from([UTC, SHANGHAI, timezone(timedelta(hours=-5))])
TIMES = st.datetimes(datetime(1901, 1, 1), datetime(2199, 1, 1), timezones=ZONES)
PERSONS = st.builds(Person, LINE, LINE, LINE, LINE, LINE, st.booleans())
REPLIES = st.builds(
    Reply, TEXT, LINE, st.none() | TIMES, LINE.filter(str.isprintable), st.lists(LINE.filter(bool)).map(tuple)
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Cases as `parse_case` makes them: nothing is an empty object."""
    some = st.none() | PERSONS.filter(lambda person: person != Person())
    received = draw(TIMES)
    has_clock = draw(st.booleans())
    if not has_clock:
        received = received.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    return Case(
        draw(st.text("ABC-12号/", min_size=1, max_size=9)), draw(TEXT), received, draw(LINE), draw(LINE) or "default",
        draw(st.none() | st.sampled_from(Channel)), draw(st.booleans()), draw(st.none() | st.sampled_from(CaseType)),
        has_clock, draw(some), tuple(draw(st.lists(PERSONS.filter(lambda p: p != Person()), max_size=2))), draw(some),
        draw(LINE), draw(LINE), draw(LINE), draw(LINE), draw(LINE), tuple(draw(st.lists(LINE.filter(bool), max_size=2))),
        draw(LINE), draw(LINE), draw(st.sampled_from(Status)), draw(st.none() | TIMES), draw(st.none() | TIMES),
        draw(st.none() | REPLIES.filter(lambda reply: reply != Reply() and reply.outcome.upper() == reply.outcome)),
        draw(st.booleans()), {},
    )  # fmt: skip


@given(cases())
def test_a_case_comes_back_as_it_went_out(case: Case) -> None:
    body = msgspec.json.encode(write_case(case))
    assert read_case(body, NOW) == case
    assert write_case(read_case(body, NOW)) == write_case(case)


def test_a_verdict_has_the_contracts_shape() -> None:
    verdict = Verdict(
        "N1", Code.REPEAT_PETITION, 0.97, matched=("A1",), matter_id="m-1", flags=(Flag.TEMPLATE_TEXT,),
        matches=(
            Match("A1", Code.REPEAT_PETITION, PersonRelation.SAME, MatterRelation.SAME, 0.97,
                  (Evidence("place", "agree", "石溪路", "石溪路", (0, 3), (2, 5), "R4"),), status="ACCEPTED"),
        ),
        demands=(DemandVerdict(1, "修灯", (0, 2), Code.REPEAT_PETITION, ("A1",), "APPEAL"),), elapsed_ms=3.1,
    )  # fmt: skip
    shape = json.loads(verdict_json(verdict))
    assert set(shape) == {
        "case_id", "verdict", "confidence", "matched", "suspected", "similar", "matter_id", "petitioner_count",
        "matter_cases", "first_or_repeat", "repeat_count", "person_basis", "history", "matches", "demands", "new_facts",
        "flags", "rules", "law", "advice", "elapsed_ms",
    }  # fmt: skip
    assert shape["matches"][0]["evidence"][0] == {
        "kind": "place", "verdict": "agree", "new": "石溪路", "old": "石溪路", "new_span": [0, 3], "old_span": [2, 5],
        "rule": "R4",
    }  # fmt: skip
    assert {"case_id", "relation", "person", "matter", "score", "evidence", "status", "handling_unit", "due_at",
            "days_left", "days_since_close"} <= set(shape["matches"][0])  # fmt: skip
    assert shape["demands"] == [
        {
            "idx": 1,
            "text": "修灯",
            "span": [0, 2],
            "verdict": "REPEAT_PETITION",
            "matched": ["A1"],
            "case_type": "APPEAL",
        }
    ]
    assert read_verdict(verdict_json(verdict)) == verdict
    with pytest.raises(BadJson):
        read_verdict(b'{"case_id": 1}')


# ---- changes


def test_changes_are_read_like_a_case() -> None:
    old = case_of(handling_unit="城管局", official_reply={"text": "已修复"})
    changes = parse_changes({"status": "办结", "dept": "住建局", "due_at": None, "category": "物业"}, old)
    assert changes == {"status": Status.CLOSED, "handling_unit": "住建局", "due_at": None, "category": ("物业",)}
    assert parse_changes({"outcome": "mediated"}, old) == {"official_reply": Reply("已修复", outcome="MEDIATED")}
    assert parse_changes({"reply": "重新答复", "outcome": "满意"}, old) == {
        "official_reply": Reply("重新答复", outcome="满意")
    }
    assert parse_changes({"case_id": "K1"}, old) == {}


@pytest.mark.parametrize(
    ("found", "field"),
    [
        ({"text": "别的"}, "text"), ({"case_id": "K2"}, "case_id"), ({"petitioner": None}, "petitioner"),
        ({"received_at": "2026-01-01"}, "received_at"), ({"statsu": "CLOSED"}, "statsu"), ({"status": None}, "status"),
        ({"status": "weg"}, "status"), ({"钱一 13800000001": 1}, "(an unknown field)"), ({"outcome": 1}, "outcome"),
    ],
)  # fmt: skip
def test_changes_that_are_refused(found: dict[str, object], field: str) -> None:
    with pytest.raises(WrongFields) as caught:
        parse_changes(found, case_of())
    assert [each.field for each in caught.value.errors] == [field]
