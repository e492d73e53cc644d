"""engine.advice: what settled cases teach, with the cases behind every figure."""

from __future__ import annotations

import doctest
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine.advice
from engine.advice import Likeness, Precedent, advise, days_to_close, is_settled, legal_bases, precedent_of, snippet_of
from engine.case import Case, Reply, Status

ZONE = timezone(timedelta(hours=8))
START = datetime(2024, 3, 1, 9, tzinfo=ZONE)
LIKENESS = Likeness(0.7, 2, 0.6, 0.5, 0.4, ("停水",))


def case(number: int, days: int | None, **reply: str) -> Case:
    end = None if days is None else START + timedelta(days=days)
    answer = Reply(text=reply.get("text", "已抢修"), unit=reply.get("unit", ""), outcome=reply.get("outcome", ""))
    return Case(
        f"T{number}", "小区停水三天。", START, status=Status.CLOSED, closed_at=end, official_reply=answer,
        handling_unit=reply.get("handling_unit", ""),
    )  # fmt: skip


def shown(*cases: Case) -> list[Precedent]:
    return [precedent_of(each, LIKENESS) for each in cases]


def test_examples_in_the_docstrings() -> None:
    assert doctest.testmod(engine.advice).failed == 0


def test_every_figure_names_its_cases() -> None:
    advice = advise(
        shown(
            case(1, 4, handling_unit="水务局", outcome="SUPPORTED", text="依据《城镇供水条例》第九条。"),
            case(2, 10, unit="水务局", outcome="EXPLAINED", text="见《城镇供水条例》第9条、第九条"),
            case(3, None, handling_unit="住建局"),
        )
    )
    assert [(each.value, each.count, each.case_ids) for each in advice.units] == [
        ("水务局", 2, ("T1", "T2")),
        ("住建局", 1, ("T3",)),
    ]
    assert [each.value for each in advice.outcomes] == ["SUPPORTED", "EXPLAINED"]
    assert [(each.value, each.case_ids) for each in advice.legal_basis] == [("《城镇供水条例》第九条", ("T1", "T2"))]
    days = advice.days_to_close
    assert (days.lower_quartile, days.median, days.upper_quartile) == (5.5, 7.0, 8.5)
    assert (days.count, days.case_ids) == (2, ("T1", "T2"))


def test_no_precedents_no_advice() -> None:
    advice = advise([])
    assert advice.units == advice.outcomes == advice.legal_basis == ()
    assert advice.days_to_close.median is None


def test_a_given_legal_basis_counts_once_with_the_one_in_the_text() -> None:
    reply = Reply(text="按《城镇供水条例》第九条办理", legal_basis=("《城镇供水条例》第九条", "市供水承诺"))
    one = Case("T1", "停水", START, status=Status.REPLIED, official_reply=reply)
    assert [each.value for each in advise(shown(one)).legal_basis] == ["《城镇供水条例》第九条", "市供水承诺"]


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("《中华人民共和国物权法》", ["《物权法》"]),
        ("《物业管理条例》(国务院令第504号)第十二条第三款", ["《物业管理条例》第十二条"]),
        ("《刑法》第133条之一", ["《刑法》第一百三十三条之一"]),
        ("《民法典》第1024条和第二十条", ["《民法典》第一千零二十四条", "《民法典》第二十条"]),
        ("请看《望江楼的故事》和《云庐日报》", []),
        ("《关于夜市摊位的通知》(城管〔2021〕8号)", ["《关于夜市摊位的通知》"]),
        ("《" * 500, []),
    ],
)
def test_cited_law(text: str, bases: list[str]) -> None:
    assert legal_bases(text) == bases


@given(st.text(alphabet="《》第一二12条、之(款项法", max_size=40))
def test_any_text_can_be_asked_for_law(text: str) -> None:
    assert all(base.startswith("《") and "》" in base for base in legal_bases(text))


@given(st.text(alphabet="停水三天，。 \n没有人管", max_size=400), st.integers(20, 120))
def test_snippets_fit(text: str, length: int) -> None:
    snippet = snippet_of(text, ["停水", "没有"], length=length)
    assert len(snippet) <= length + 2
    assert "\n" not in snippet
    assert snippet.strip("… ") in " ".join(text.split()) or not text.strip()


def test_a_snippet_shows_the_shared_words() -> None:
    text = "开头的话。" * 60 + "这里的水箱已经浑浊了半年。" + "后来的话。" * 60
    assert "水箱" in snippet_of(text, ["水箱", "浑浊"])


def test_days_to_close() -> None:
    assert days_to_close(case(1, 4)) == 4
    assert days_to_close(case(1, None)) is None
    assert days_to_close(case(1, -3)) is None, "closed before it was received"
    replied = Reply(text="好", replied_at=START + timedelta(days=2, hours=3))
    assert days_to_close(Case("T1", "停水", START, official_reply=replied)) == 2


@pytest.mark.parametrize(
    ("changes", "settled"),
    [
        ({}, True),
        ({"status": Status.ACCEPTED}, False),
        ({"official_reply": None}, False),
        ({"official_reply": Reply(text=" ")}, False),
        ({"confidential": True}, False),
    ],
)
def test_what_may_stand_as_a_precedent(changes: dict[str, object], settled: bool) -> None:
    fields: dict[str, object] = {"status": Status.CLOSED, "official_reply": Reply(text="已抢修"), **changes}
    assert is_settled(Case("T1", "停水", START, **fields)) is settled  # type: ignore[arg-type]
