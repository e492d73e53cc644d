"""The reply review over HTTP: what is asked, what is found, what is refused, and what stays hidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from conftest import Caller
from fake_desk import FakeDesk

from engine.advice import Likeness, PrecedentAnswer, advise, precedent_of
from engine.case import Case
from engine.reply_text import MAX_REPLY
from service.desk import Filters


class Desk(FakeDesk):
    """A fake desk whose cases of one matter are those that say so, and whose precedents are named."""

    def __init__(self) -> None:
        super().__init__()
        self.precedent_ids: list[str] = []

    def join(self, matter_id: str, *case_ids: str) -> None:
        for case_id in case_ids:
            self._cases[case_id] = replace(self.get(case_id), matter_id=matter_id)

    def precedents(self, case: Case | None, case_id: str | None, *, limit: int = 10, filters: Filters) -> PrecedentAnswer:
        self.asked.append((case_id, limit, filters))
        shown = [precedent_of(self.get(each).case, Likeness(0.5, 2, 0.5, 0.5, 0.5, ())) for each in self.precedent_ids]
        return PrecedentAnswer(tuple(shown), advise(shown))


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def call(desk: Desk, make_caller: Callable[..., Caller]) -> Caller:
    return make_caller(desk)


def put(call: Caller, case_id: str, text: str = "青石路路灯不亮，请修复。", reply: str = "", **fields: Any) -> None:
    settled = {"status": "CLOSED", "closed_at": "2026-10-20", "official_reply": {"text": reply, "unit": "云津区城管局"}} if reply else {}
    answer = call("POST", "/v1/cases", json={"case_id": case_id, "text": text, "received_at": "2026-10-12", **settled, **fields})
    assert answer.status_code == 201


def ask(call: Caller, **body: Any) -> dict[str, Any]:
    answer = call("POST", "/v1/replies/compare", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_draft_against_the_matter(call: Caller, desk: Desk) -> None:
    put(call, "K1")
    put(call, "K2", "青石路没有路灯", "经查，您反映的情况属实。")
    put(call, "K3", "别的路", "经查，您反映的情况属实。")
    desk.join("m-1", "K1", "K2")
    found = ask(call, case_id="K1", draft="😀经查，您反映的情况不属实。")
    assert [(each["kind"], each["severity"], each["span"], each["text"]) for each in found["findings"]] == [("OUTCOME", "error", [10, 13], "不属实")]
    assert found["findings"][0]["other"] == {"case_id": "K2", "part": "reply", "span": [9, 11], "text": "属实"}
    assert found["findings"][0]["title"] == "结论不一致"
    assert found["counts"] == {"error": 1, "warn": 0, "info": 0}
    assert [each["case_id"] for each in found["compared"]] == ["K2"]
    assert found["compared"][0]["unit"] == "云津区城管局"
    assert found["compared"][0]["replied_at"].startswith("2026-10-20")
    assert (found["case_id"], found["truncated"]) == ("K1", False)
    assert desk.get("K1").case.official_reply is None  # nothing is stored


def test_names_of_a_precedent_and_what_the_precedents_support(call: Caller, desk: Desk) -> None:
    put(call, "K1")
    for number in range(3):
        put(call, f"P{number}", "梧桐巷路灯不亮", "梧桐巷路灯已于10月8日修好，情况属实，依据《城市照明管理规定》第八条。", outcome="SUPPORTED", handling_unit="云津区城管局")
    desk.precedent_ids = ["P0", "P1", "P2"]
    found = ask(call, case_id="K1", draft="梧桐巷路灯已于10月8日修好。")
    assert [(each["kind"], each["text"]) for each in found["findings"]] == [("FOREIGN_NAME", "梧桐巷")]
    assert found["precedents"] == ["P0", "P1", "P2"]
    support = found["support"]
    assert (support["outcome"]["standing"], support["outcome"]["value"], support["outcome"]["of"]) == ("agreed", "SUPPORTED", 3)
    assert support["unit"]["counted"] == [{"value": "云津区城管局", "count": 3, "case_ids": ["P0", "P1", "P2"]}]
    assert support["legal_basis"][0]["value"] == "《城市照明管理规定》第八条"
    assert support["days"]["median"] == 8


def test_a_precedent_of_the_same_matter_is_no_stranger(call: Caller, desk: Desk) -> None:
    put(call, "K1")
    put(call, "P1", "梧桐巷路灯不亮", "梧桐巷路灯已于10月8日修好。")
    desk.join("m-1", "K1", "P1")
    desk.precedent_ids = ["P1"]
    assert ask(call, case_id="K1", draft="梧桐巷路灯已于10月8日修好。")["findings"] == []


def test_the_own_reply_is_reviewed_where_no_draft_is_given(call: Caller) -> None:
    put(call, "K1", reply="您的来信收悉，我局高度重视，感谢您的支持。")
    found = ask(call, case_id="K1")
    assert [each["kind"] for each in found["findings"]] == ["EMPTY"]
    assert found["compared"] == []
    put(call, "K2", text="另一件")
    assert ask(call, case_id="K2")["findings"] == []


def test_a_draft_as_an_object_brings_its_day_and_unit(call: Caller) -> None:
    put(call, "K1")
    text = "路灯将于2026年12月20日前修复。"
    assert ask(call, case_id="K1", draft=text)["findings"] == []
    late = ask(call, case_id="K1", draft={"text": text, "unit": "云津区城管局", "replied_at": "2027-02-01"})
    assert [each["kind"] for each in late["findings"]] == ["DEADLINE"]


def test_the_replies_of_several_cases(call: Caller) -> None:
    put(call, "K1", reply="经查，您反映的情况属实。")
    put(call, "K2", reply="经查，您反映的情况不属实。", closed_at="2026-10-25")
    put(call, "K3", text="没有答复")
    found = ask(call, case_ids=["K2", "K1", "K3", "K1"])
    assert [(each["case_id"], each["kind"], each["other"]["case_id"]) for each in found["findings"]] == [("K2", "OUTCOME", "K1")]
    assert {each["case_id"] for each in found["compared"]} == {"K1", "K2"}
    assert (found["case_id"], found["support"]) == (None, None)


def test_confidential_replies_are_not_shown_beside_open_ones(call: Caller, desk: Desk) -> None:
    put(call, "K1")
    put(call, "S1", reply="经查，举报的情况属实。", confidential=True)
    put(call, "S2", reply="经查，举报的情况不属实。", confidential=True, closed_at="2026-10-25")
    desk.join("m-1", "K1", "S1")
    found = ask(call, case_id="K1", draft="经查，您反映的情况不属实。")
    assert (found["findings"], found["compared"]) == ([], [])
    put(call, "K2", reply="经查，您反映的情况不属实。", closed_at="2026-10-26")
    both = ask(call, case_ids=["K2", "S1", "S2"])
    assert [(each["case_id"], each["other"]["case_id"]) for each in both["findings"]] == [("S2", "S1")]


def test_a_long_draft_is_cut_and_says_so(call: Caller) -> None:
    put(call, "K1")
    assert ask(call, case_id="K1", draft="路灯已修好。" * (MAX_REPLY // 5))["truncated"] is True


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "case_id"),
        ({"case_id": ""}, "case_id"),
        ({"case_id": "K1", "draft": 7}, "draft"),
        ({"case_id": "K1", "draft": {"text": None}}, "draft.text"),
        ({"case_id": "K1", "draft": {"text": "好", "replied_at": "soon"}}, "draft.replied_at"),
        ({"case_ids": "K1"}, "case_ids"),
        ({"case_ids": ["K1"]}, "case_ids"),
        ({"case_ids": ["K1"] * 51}, "case_ids"),
        ({"case_ids": ["K1", 7]}, "case_ids[1]"),
    ],
)
def test_wrong_questions_are_named(call: Caller, body: dict[str, Any], field: str) -> None:
    answer = call("POST", "/v1/replies/compare", json=body)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [field]


def test_what_is_not_there_and_what_is_too_large(call: Caller) -> None:
    for body in ({"case_id": "none", "draft": "好"}, {"case_ids": ["none", "K1"]}):
        assert call("POST", "/v1/replies/compare", json=body).status_code == 404
    put(call, "K1")
    assert call("POST", "/v1/replies/compare", json={"case_id": "K1", "draft": "长" * 100_000}).status_code == 413
    assert call("POST", "/v1/replies/compare", content=b"{").status_code == 400


def test_neither_draft_nor_names_reach_the_log(call: Caller) -> None:
    put(call, "K1", petitioner={"name": "何秀兰"})
    ask(call, case_id="K1", draft="丁玉梅女士：您好！路灯已于10月8日修好。")
    assert "丁玉梅" not in call.logged
    assert "何秀兰" not in call.logged


def test_the_document_describes_the_answer(call: Caller) -> None:
    document = call("GET", "/openapi.json").json()
    route = document["paths"]["/v1/replies/compare"]["post"]
    assert route["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("/ReplyQuestion")
    required = set(document["components"]["schemas"]["ReplyReview"]["required"])
    put(call, "K1")
    found = ask(call, case_id="K1", draft="丁玉梅女士：您好！")
    assert set(found) == required
    assert all(set(each) == set(document["components"]["schemas"]["ReplyFinding"]["required"]) for each in found["findings"])
