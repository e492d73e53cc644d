"""Is the demo archive what its docstring promises: legal, ordered, answered, and able to show every verdict?"""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

import service.demo
from engine.case import CaseType, Status
from engine.verdict import Code

FOLDER = Path(service.demo.__file__).parent
FIELDS = {
    "case_id", "source", "channel", "case_type", "received_at", "title", "text", "petitioner", "co_petitioners",
    "represented", "accused", "address", "locality", "target_party", "category", "handling_unit", "org_id", "status",
    "due_at", "closed_at", "official_reply", "confidential",
}  # fmt: skip
PERSON_FIELDS = {"name", "id_no", "phone", "address", "account", "anonymous"}
CHANNELS = {
    "LETTER": "LETTER", "来信": "LETTER", "VISIT": "VISIT", "来访": "VISIT", "WEB": "WEB", "网信": "WEB",
    "PHONE": "PHONE", "电话": "PHONE", "12345": "PHONE", "12345-ASR": "PHONE", "APP": "APP", "掌上": "APP",
    "手机": "APP", "GRID": "GRID", "网格": "GRID",
}  # fmt: skip
OUTCOMES = {"SUPPORTED", "EXPLAINED", "NOT_SUPPORTED", "MEDIATED", "TRANSFERRED"}
SHANGHAI = timezone(timedelta(hours=8))


def when(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def persons_of(case: dict[str, Any]) -> list[dict[str, Any]]:
    named = [case.get("petitioner"), case.get("represented"), *case.get("co_petitioners", [])]
    return [person for person in named if person]


def id_number_is_valid(number: str) -> bool:
    """GB 11643: the weighted sum of the first 17 digits mod 11 gives the check character."""
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], weights, strict=True))
    return number[17] == "10X98765432"[total % 11]


@pytest.fixture(scope="module")
def cases() -> list[dict[str, Any]]:
    lines = (FOLDER / "archive.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def expected() -> dict[str, str]:
    loaded: dict[str, str] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
    return loaded


def test_there_are_enough_cases_and_their_ids_are_unique(cases: list[dict[str, Any]]) -> None:
    assert len(cases) >= 320
    assert len({case["case_id"] for case in cases}) == len(cases)


def test_only_fields_of_the_contract_with_legal_values(cases: list[dict[str, Any]]) -> None:
    for case in cases:
        assert set(case) <= FIELDS, case["case_id"]
        assert case["channel"] in CHANNELS
        assert case["status"] in set(Status)
        assert case.get("case_type", "HELP") in set(CaseType)
        for person in persons_of(case):
            assert set(person) <= PERSON_FIELDS


def test_every_channel_and_case_type_occurs(cases: list[dict[str, Any]]) -> None:
    assert {CHANNELS[case["channel"]] for case in cases} == set(CHANNELS.values())
    assert {case["case_type"] for case in cases if "case_type" in case} == set(CaseType)


def test_cases_stand_in_order_of_arrival(cases: list[dict[str, Any]]) -> None:
    received = [when(case["received_at"]) for case in cases]
    assert received == sorted(received)
    assert (received[0].year, received[0].month) == (2025, 1)
    assert (received[-1].year, received[-1].month) == (2026, 10)


def test_answers_are_complete_and_come_after_the_question(cases: list[dict[str, Any]]) -> None:
    answered = [case for case in cases if "official_reply" in case]
    assert len([case for case in answered if case["status"] == "CLOSED"]) >= 200
    for case in answered:
        reply = case["official_reply"]
        assert when(case["received_at"]) < when(case["closed_at"]) <= when(reply["replied_at"])
        assert reply["outcome"] in OUTCOMES
        assert reply["unit"] == case["handling_unit"]
        assert len(reply["text"]) >= 30
        assert all(basis in reply["text"] or "、" in reply["text"] for basis in reply["legal_basis"])


def test_a_closed_case_has_a_reply_and_an_open_one_has_none(cases: list[dict[str, Any]]) -> None:
    for case in cases:
        assert (case["status"] in {"CLOSED", "REPLIED", "TERMINATED"}) == ("official_reply" in case), case["case_id"]
        if "due_at" in case:
            assert when(case["received_at"]) < when(case["due_at"])


def test_texts_are_diverse(cases: list[dict[str, Any]]) -> None:
    lengths = sorted(len(case["text"]) for case in cases)
    assert lengths[len(lengths) // 2] >= 70
    assert lengths[-1] >= 400
    assert len({case["category"][1] for case in cases}) >= 60
    # One pair is the same text sent twice; nothing else may be a plain copy.
    assert [count for count in Counter(case["text"] for case in cases).values() if count > 1] == [2]


def test_personal_data_cannot_belong_to_anybody(cases: list[dict[str, Any]]) -> None:
    numbers = [person["id_no"] for case in cases for person in persons_of(case) if "id_no" in person]
    assert numbers
    for number in numbers:
        assert number.startswith("990101")
        assert id_number_is_valid(number)
    phones = [person["phone"] for case in cases for person in persons_of(case) if "phone" in person]
    assert all(re.fullmatch(r"1390000\d{4}", phone) for phone in phones)


def test_expected_names_known_cases_and_all_twelve_verdicts(
    cases: list[dict[str, Any]], expected: dict[str, str]
) -> None:
    assert len(expected) >= 40
    assert set(expected) <= {case["case_id"] for case in cases}
    assert set(expected.values()) == set(Code)


def test_the_check_case_is_new_and_its_petitioner_is_known(cases: list[dict[str, Any]]) -> None:
    check = json.loads((FOLDER / "check.json").read_text(encoding="utf-8"))
    assert check["case_id"] not in {case["case_id"] for case in cases}
    assert check["text"] not in {case["text"] for case in cases}
    assert when(check["received_at"]) > when(cases[-1]["received_at"])
    known = [person["phone"] for case in cases for person in persons_of(case) if "phone" in person]
    assert check["petitioner"]["phone"] in known
