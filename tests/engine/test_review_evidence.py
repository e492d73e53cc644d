"""Are clauses of two replies compared by evidence that knows no subject, and is progress weighed as none?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reply_text import Passage, passage
from engine.review_conflicts import READINGS, conflicts
from engine.review_evidence import Evidence, evidence
from engine.review_finding import Kind
from engine.review_statements import MARKS, statements
from engine.review_trees import FEATURES
from engine.review_weighing import Forest, forest, least, packed, unpacked


def reply(text: str) -> Passage:
    return passage(text, "B", unit="云津区城市管理局")


def of(draft: str, earlier: str) -> Evidence:
    return evidence(reply(draft), reply(earlier), READINGS)


def number(found: Evidence, name: str) -> float:
    return float(found.rows[0, 0, found.names.index(name)])


def test_the_trees_read_the_numbers_that_evidence_gives() -> None:
    assert of("经查，该井已填埋。", "经查，该井未填埋。").names == FEATURES
    assert int(forest().feature.max()) < len(FEATURES)


@pytest.mark.parametrize(
    ("draft", "earlier", "name"),
    [
        ("校门口减速带予以保留", "校门口减速带不予保留", "flipped"),
        ("该苗木款由合作社承担", "该苗木款由苗圃公司承担", "other filler"),
        ("签名系本人所写", "签名系他人所写", "opposites"),
        ("该护栏手续合法", "该护栏手续不合法", "judged apart"),
        ("缴费日期为3月", "缴费日期为5月", "other numbers"),
        ("该井盖由物业管护", "该井盖由银行管护", "other parties"),
    ],
)
def test_what_sets_two_clauses_apart_is_seen(draft: str, earlier: str, name: str) -> None:
    assert number(of(draft, earlier), name) > 0.0
    assert number(of(draft, draft), name) == 0.0


def test_a_step_taken_since_and_an_explanation_are_seen() -> None:
    found = of("10月8日已更换为新泵", "水泵故障，正在采购")
    assert number(found, "done since it was open") == 1.0
    assert number(of("原答复有误，现予更正", "水泵正常"), "explained") == 1.0


def test_a_greeting_and_the_head_of_a_finding_are_no_statements() -> None:
    found = statements(reply("闻先生：您好！来信收悉。经现场核查，路灯未亮。"))
    assert [each.text for each in found.clauses] == ["路灯未亮"]
    assert found.marks.shape == (1, len(MARKS))


def test_a_contradiction_told_by_other_facts_is_found_and_progress_is_none() -> None:
    earlier = reply("庾家长：经调取监控，体育课上教师未与学生发生肢体接触，老师没有体罚学生。")
    against = reply("庾家长：您好！经调取监控，体育课上教师用哨绳抽打学生手臂，体罚学生属实，已停课检讨。")
    assert Kind.OUTCOME in {each.kind for each in conflicts(against, earlier)}
    earlier = reply("暴先生：经查，泵房水泵故障属实，正在采购配件，预计10月20日前修复。")
    since = reply("暴先生：您好！泵房水泵已于10月12日更换完毕，经测压恢复正常供水。")
    assert conflicts(since, earlier) == []


def test_more_pairs_must_weigh_more() -> None:
    assert least(10) == least(80) < least(800) < least(8000) < 1.0


def test_trees_are_packed_without_loss_and_walked_like_the_slow_way() -> None:
    feature = np.array([[0, 1, -1, -1, -1], [1, -1, -1, -1, -1]], dtype=np.int16)
    threshold = np.array([[0.5, 0.25, 1.0, -1.0, 0.5], [0.75, 2.0, -2.0, 0.0, 0.0]], dtype=np.float32)
    left = np.array([[1, 3, 0, 0, 0], [1, 0, 0, 0, 0]], dtype=np.int16)
    made = unpacked(packed(feature, threshold, left))
    rows = np.random.default_rng(3).random((50, 2), dtype=np.float32)
    assert np.allclose(made.weigh(rows), [_slowly(made, row) for row in rows])


def _slowly(trees: Forest, row: np.ndarray) -> float:  # type: ignore[type-arg]
    total = 0.0
    for feature, threshold, left in zip(trees.feature, trees.threshold, trees.left, strict=True):
        at = 0
        while feature[at] >= 0:
            at = int(left[at]) + int(row[feature[at]] > threshold[at])
        total += float(threshold[at])
    return 1 / (1 + float(np.exp(-total)))


@given(st.text(max_size=120), st.text(max_size=120))
def test_no_text_makes_it_raise(draft: str, earlier: str) -> None:
    found = evidence(reply(draft), reply(earlier), READINGS)
    assert found.rows.shape[2] == len(FEATURES)
    assert np.isfinite(found.rows).all()
    conflicts(reply(draft), reply(earlier))
