"""To whoever may not see confidential cases they do not exist: each answer is what it would be without them (R0, 第三十条)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from conftest import Caller

from service.flows import Desk
from service.settings import Settings

WORDS = {
    "open": ("admin", "name=open"),
    "sighted": ("admin", "confidential", "name=sighted"),
    "told": ("handler", "hidden-match", "name=told"),
    "intake": ("intake", "name=intake"),
}
BODY = "梧桐镇水利站站长卞某某把河道清淤工程分给自己小舅子做，虚报土方，村民都知道。"
REPORTER = {"name": "宗不言", "phone": "13900077001", "id_no": None}
OPEN_CASES = [
    {"case_id": "O1", "text": "梧桐镇卫生院门前的排水沟堵了，一下雨就淹路，请疏通。", "received_at": "2026-03-01T08:00:00",
     "petitioner": {"name": "林一", "phone": "13900077101"}, "status": "CLOSED", "closed_at": "2026-03-09",
     "reply": "已安排疏通，三月底前完成。", "dept": "梧桐镇政府"},
    {"case_id": "O2", "text": "梧桐镇卫生院门口排水沟堵死，下雨淹路，什么时候疏通？", "received_at": "2026-04-01T08:00:00",
     "petitioner": {"name": "林二", "phone": "13900077102"}, "dept": "梧桐镇政府"},
]  # fmt: skip
HIDDEN_CASES = [
    {"case_id": "H1", "text": BODY, "received_at": "2026-03-02T08:00:00", "petitioner": REPORTER, "confidential": True,
     "case_type": "ACCUSATION", "accused": "梧桐镇水利站卞某某", "dept": "梧桐镇纪委", "tel_of_sender": "13900077001"},
    {"case_id": "H2", "text": "举报" + BODY + "请纪委查处。", "received_at": "2026-04-02T08:00:00", "petitioner": REPORTER,
     "confidential": True, "case_type": "ACCUSATION", "accused": "梧桐镇水利站卞某某", "dept": "梧桐镇纪委"},
]  # fmt: skip
NEW = {"case_id": "N1", "text": BODY, "received_at": "2026-05-02T08:00:00", "petitioner": {"name": "林三", "phone": "13900077103"}}


def key_of(name: str) -> str:
    return f"a-key-that-is-long-enough-{name}"


class Town:
    """A real desk behind the application, called by key."""

    def __init__(self, folder: Path, make_caller: Callable[..., Caller], cases: list[dict[str, Any]]) -> None:
        self.desk = Desk.open(folder / "data", secret_file=folder / "key")
        self.desk.warm()
        lines = (":".join((f"sha256:{hashlib.sha256(key_of(name).encode()).hexdigest()}", *words)) for name, words in WORDS.items())
        self.call = make_caller(self.desk, Settings(api_keys=tuple(lines)))
        for case in cases:
            assert self("sighted", "POST", "/v1/cases", case).status_code == 201
        self.desk._search.commit()  # until then hits have no scores, and when that is differs from run to run

    def __call__(self, who: str, method: str, path: str, body: object = None) -> httpx.Response:
        return self.call(method, path, json=body, headers={"authorization": f"Bearer {key_of(who)}"})

    def trail(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self("sighted", "GET", "/v1/audit").json()["entries"]
        return found


@pytest.fixture
def build(tmp_path: Path, make_caller: Callable[..., Caller]) -> Iterator[Callable[..., Town]]:
    made: list[Town] = []

    def begin(*cases: list[dict[str, Any]]) -> Town:
        made.append(Town(tmp_path / str(len(made)), make_caller, [each for part in cases for each in part]))
        return made[-1]

    yield begin
    for each in made:
        each.desk.close()


def plain(answer: httpx.Response) -> tuple[int, str]:
    """The answer without what differs between two runs: times taken, numbers given, cursors made of them."""
    text = re.sub(r'"(elapsed_ms|seq|request_id|number|cursor)": ?("[^"]*"|[\d.]+)', r'"\1": 0', answer.text)
    return answer.status_code, text


QUESTIONS: list[tuple[str, str, object]] = [
    ("POST", "/v1/check", NEW),
    ("POST", "/v1/check", {**NEW, "petitioner": REPORTER}),
    ("POST", "/v1/check", {**NEW, "petitioner": REPORTER, "confidential": True, "accused": "梧桐镇水利站卞某某", "case_type": "ACCUSATION"}),
    ("POST", "/v1/search", {"q": "梧桐镇"}),
    ("POST", "/v1/search", {"q": "卞某某 清淤工程"}),
    ("POST", "/v1/precedents", {"case": NEW}),
    ("POST", "/v1/precedents", {"case_id": "H1"}),
    ("POST", "/v1/precedents", {"case_id": "O2"}),
    ("POST", "/v1/replies/compare", {"case_ids": ["O1", "H1"]}),
    ("POST", "/v1/replies/compare", {"case_id": "H1", "draft": "已查实。"}),
    ("POST", "/v1/decisions", {"case_id": "O1", "other_case_id": "H1", "decision": "reject", "by": "甲"}),
    ("POST", "/v1/decisions", {"case_id": "H1", "other_case_id": "H2", "decision": "split", "by": "甲"}),
    *(("GET", path, None) for path in (
        "/v1/cases", "/v1/cases?limit=1", "/v1/cases?unit=%E6%A2%A7%E6%A1%90%E9%95%87%E7%BA%AA%E5%A7%94", "/v1/cases?verdict=REPEAT_PETITION",
        "/v1/cases?confidential=true", "/v1/cases/H1", "/v1/cases/H2", "/v1/cases/O1", "/v1/cases/H1/history",
        "/v1/cases/O1/history", "/v1/cases/O1/compare/H1", "/v1/cases/H1/compare/O1", "/v1/matters", "/v1/hotspots?month=2026-03",
        "/v1/alerts?days=366&until=2026-05-01", "/v1/audit",
    )),
    ("PATCH", "/v1/cases/H1", {"status": "CLOSED"}),
    ("PATCH", "/v1/cases/H1", {"confidential": False}),
    ("DELETE", "/v1/cases/H1", None),
]  # fmt: skip


def test_every_answer_is_what_it_would_be_without_confidential_cases(build: Callable[..., Town]) -> None:
    bare, full = build(OPEN_CASES), build(OPEN_CASES[:1], HIDDEN_CASES, OPEN_CASES[1:])
    matters = {each.matter_id for each in full.desk.newest(9, None, _only_confidential())}
    assert len(matters) == 1  # there is something to find: H1 and H2 are one matter
    questions = [*QUESTIONS, *(("GET", f"/v1/matters/{each}", None) for each in matters)]
    for method, path, body in questions:
        expected, got = plain(bare("open", method, path, body)), plain(full("open", method, path, body))
        assert got == expected, (method, path)
        assert "梧桐镇纪委" not in got[1]
        assert "13900077001" not in got[1]
    assert full("sighted", "GET", "/v1/cases/H1").json()["status"] == "REGISTERED"  # and nothing was done to it


def _only_confidential() -> Any:
    from index.store_types import CaseFilter

    return CaseFilter(confidential=True)


def test_who_may_see_them_sees_all_but_the_reporter(build: Callable[..., Town]) -> None:
    town = build(OPEN_CASES, HIDDEN_CASES)
    anew = {**HIDDEN_CASES[1], "case_id": "N9", "received_at": "2026-05-03T08:00:00"}
    verdict = town("sighted", "POST", "/v1/check", anew).json()
    assert (verdict["verdict"], set(verdict["matched"])) == ("REPEAT_PETITION", {"H1", "H2"})
    assert verdict["flags"] == ["CONFIDENTIAL"]
    listed = town("sighted", "GET", "/v1/cases?confidential=true").json()["cases"]
    assert [each["case_id"] for each in listed] == ["H2", "H1"]
    matter = listed[0]["matter_id"]
    for path in ("/v1/cases?confidential=true", "/v1/cases/H1", "/v1/cases/H2/history", f"/v1/matters/{matter}", "/v1/cases/H1/compare/H2"):
        answer = town("sighted", "GET", path)
        assert (answer.status_code, "卞某某" in answer.text) == (200, True)
        assert not any(word in answer.text for word in ("宗不言", "13900077001"))
    one = town("sighted", "GET", "/v1/cases/H1").json()
    assert (one["petitioner"], one["extra"], one["confidential"]) == (None, {}, True)
    assert town("sighted", "PATCH", "/v1/cases/H1", {"status": "CLOSED"}).json()["petitioner"] is None
    again = town("sighted", "POST", "/v1/cases", HIDDEN_CASES[0])
    assert again.status_code == 200  # what is not shown is kept: the same case is still the same


def test_a_hidden_match_is_told_to_those_alone_who_may_know(build: Callable[..., Town]) -> None:
    town = build(OPEN_CASES, HIDDEN_CASES)
    for who in ("open", "sighted", "intake"):
        assert "HIDDEN_MATCH" not in town(who, "POST", "/v1/check", NEW).text
    verdict = town("told", "POST", "/v1/check", NEW).json()
    assert (verdict["verdict"], verdict["flags"]) == ("NEW", ["HIDDEN_MATCH"])
    assert not any(word in json.dumps(verdict, ensure_ascii=False) for word in ("H1", "H2", "纪委"))
    assert town("told", "POST", "/v1/check", {**NEW, "text": "梧桐镇卫生院门前排水沟堵了，请疏通。"}).json()["flags"] == []
    assert town("told", "GET", "/v1/cases/H1").status_code == 404


def test_whoever_registers_one_is_told_nothing_and_loses_nothing(build: Callable[..., Town]) -> None:
    town = build(OPEN_CASES, HIDDEN_CASES)
    sent = {**HIDDEN_CASES[1], "case_id": "H3", "received_at": "2026-05-04T08:00:00"}
    first = town("intake", "POST", "/v1/cases", sent)
    assert first.status_code == 201
    verdict = first.json()["verdict"]
    assert (verdict["verdict"], verdict["matched"], verdict["flags"]) == ("NEW", [], ["CONFIDENTIAL"])
    assert town("intake", "POST", "/v1/cases", sent).json()["verdict"] == verdict
    assert town("intake", "GET", "/v1/cases/H3").status_code == 404
    kept = town("sighted", "GET", "/v1/cases/H3").json()["verdict"]
    assert (kept["verdict"], set(kept["matched"])) == ("REPEAT_PETITION", {"H1", "H2"})


def test_what_becomes_confidential_is_gone_from_what_others_say(build: Callable[..., Town]) -> None:
    town = build(OPEN_CASES)
    assert town("open", "GET", "/v1/cases/O2").json()["verdict"]["matched"] == ["O1"]
    changed = town("open", "PATCH", "/v1/cases/O1", {"confidential": True})
    assert (changed.status_code, changed.json()["petitioner"], changed.json()["matter_id"]) == (200, None, None)
    assert town("open", "GET", "/v1/cases/O1").status_code == 404
    for path in ("/v1/cases/O2", "/v1/cases", "/v1/matters", "/v1/audit"):
        assert '"O1"' not in town("open", "GET", path).text
    assert town("open", "POST", "/v1/search", {"q": "排水沟"}).json()["total"] == 1
    assert town("open", "POST", "/v1/precedents", {"case_id": "O2"}).json()["precedents"] == []
    back = town("sighted", "PATCH", "/v1/cases/O1", {"confidential": False})
    assert back.json()["petitioner"]["name"] == "林一"
    assert town("open", "GET", "/v1/cases/O1").status_code == 200
    assert town.desk.verify().differences == []


def test_what_ceases_to_be_confidential_does_not_tell_of_those_that_are(build: Callable[..., Town]) -> None:
    town = build(OPEN_CASES, HIDDEN_CASES)
    assert "H1" in town("sighted", "GET", "/v1/cases/H2").json()["verdict"]["matched"]
    assert town("sighted", "PATCH", "/v1/cases/H2", {"confidential": False}).status_code == 200
    shown = town("open", "GET", "/v1/cases/H2")
    assert shown.status_code == 200
    assert '"H1"' not in shown.text
    assert (shown.json()["verdict"]["verdict"], shown.json()["matter_id"]) == ("NEW", None)


def test_a_pair_of_both_kinds_is_never_one_matter(build: Callable[..., Town]) -> None:
    town = build(OPEN_CASES, HIDDEN_CASES)
    order = {"case_id": "O1", "other_case_id": "H1", "decision": "confirm", "by": "甲"}
    answer = town("sighted", "POST", "/v1/decisions", order)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "other_case_id")
    assert town("open", "POST", "/v1/decisions", order).status_code == 404


def test_the_trail_says_who_was_shown_what_and_who_did_what(build: Callable[..., Town]) -> None:
    town = build(OPEN_CASES, HIDDEN_CASES)
    town("sighted", "GET", "/v1/cases/H1")
    town("sighted", "GET", "/v1/cases/O1")
    town("open", "GET", "/v1/cases/H1")
    town("open", "PATCH", "/v1/cases/O2", {"status": "CLOSED", "closed_at": "2026-05-01"})
    town("told", "POST", "/v1/decisions", {"case_id": "O1", "other_case_id": "O2", "decision": "confirm", "by": "林主任"})
    receipt = town("open", "DELETE", "/v1/cases/O1").json()
    trail = [{name: each[name] for name in each if name not in ("number", "at")} for each in town.trail()]
    mark = f"[{receipt['case_id_hash'][:8]}]"
    assert trail == [
        {"action": "read", "key": "sighted", "case_id": "H1"},
        {"action": "change", "key": "open", "case_id": "O2", "fields": "closed_at status"},
        {"action": "decide", "key": "told", "case_id": mark, "other_case_id": "O2", "decision": "confirm"},
        {"action": "erase", "key": "open", "case_id_hash": receipt["case_id_hash"]},
    ]
    assert receipt["proven"] is True
    seen_by_others = [each["action"] for each in town("open", "GET", "/v1/audit").json()["entries"]]
    assert seen_by_others == ["change", "decide", "erase"]
