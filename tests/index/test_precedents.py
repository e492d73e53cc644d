"""index.precedents: the best settled cases first, one per matter, whatever came and went meanwhile."""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.advice import PrecedentFilters
from index import lsa, precedent_learning, precedent_ranking, precedents
from index.precedent_columns import Column, Facets, SettledCase
from index.precedents import FRESH_CASES, PrecedentIndex

SHARED = Path(__file__).parents[3] / "shared" / "eval"
KINDS = {
    "夜市油烟": "烧烤摊 油烟 呛人 凌晨 营业 占道 摊位 城管 食客 喧哗",
    "电梯停运": "电梯 停运 困人 维修基金 物业 维保 高层 老人 爬楼 年检",
    "学位分派": "小学 学位 招生 学区 划片 入学 教育局 摇号 户籍 随迁子女",
    "拖欠工资": "拖欠 工资 农民工 包工头 工地 欠条 劳动监察 工程款 讨薪 年底",
    "公交改线": "公交 线路 班次 候车 首末班 站台 改道 通勤 等车 加密",
    "停水": "停水 自来水 水压 浑浊 水厂 管网 抢修 二次供水 水箱 水质",
}


def case(seq: int, kind: str, *, seed: int | None = None, **facets: str) -> SettledCase:
    """A settled case of a kind: six of the kind's words, twice."""
    words = random.Random(seq if seed is None else seed).sample(KINDS[kind].split(), 6)
    text = "，".join(words) + "。" + "，".join(reversed(words))
    known = Facets(unit=facets.get("unit", ""), locality=facets.get("locality", ""), outcome=facets.get("outcome", ""))
    return SettledCase(
        seq, f"关于{kind}的信", text, f"已核实{words[0]}", known, datetime(2024, 1, 1 + seq % 28, tzinfo=UTC)
    )


def archive(size: int) -> list[SettledCase]:
    kinds = list(KINDS)
    return [case(seq, kinds[seq % len(kinds)]) for seq in range(size)]


def kind_of(seq: int) -> str:
    return list(KINDS)[seq % len(KINDS)]


@pytest.fixture(scope="module")
def large() -> PrecedentIndex:
    return PrecedentIndex.build(archive(360))


def test_who_reads_on_finds_the_same_order_however_much_is_sorted_at_once(
    large: PrecedentIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [("电梯", "电梯停运，高层老人爬楼"), ("", "油烟呛人，凌晨还在营业"), ("停水", "水压低，水质浑浊")]
    whole = [[each.seq for each in large.query(title, text, 360)] for title, text in asked]
    monkeypatch.setattr(precedent_ranking, "FIRST_SORTED", 7)
    assert [[each.seq for each in large.query(title, text, 360)] for title, text in asked] == whole
    assert min(map(len, whole)) > 50


def test_the_kind_asked_for_comes_first(large: PrecedentIndex) -> None:
    for kind, words in KINDS.items():
        found = large.query(kind, words.replace(" ", "，"), 10)
        assert [kind_of(each.seq) for each in found] == [kind] * 10
        scores = [each.likeness.score for each in found]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score < 1 for score in scores)


def test_likeness_is_between_nought_and_one_and_names_shared_words(large: PrecedentIndex) -> None:
    for each in large.query("电梯停运", KINDS["电梯停运"], 20):
        parts = each.likeness.facts, each.likeness.demand, each.likeness.basis
        assert all(0 <= part <= 1 for part in parts)
        assert each.likeness.grade in range(4)
        assert each.likeness.why
        assert not {"烧烤摊", "学位"} & set(each.likeness.why)


def test_the_case_itself_is_left_out_when_excluded(large: PrecedentIndex) -> None:
    one = case(8, kind_of(8))
    assert large.query(one.title, one.text, 1)[0].seq == 8
    found = large.query(one.title, one.text, 60, excluded={8, 14})
    assert not {8, 14} & {each.seq for each in found}


def test_one_case_of_each_matter_and_the_best_one(large: PrecedentIndex) -> None:
    plain = large.query("停水", KINDS["停水"], 60)
    matter = {each.seq: f"m{each.seq % 4}" for each in plain}
    found = large.query("停水", KINDS["停水"], 60, matter_of=lambda seqs: {s: matter[s] for s in seqs if s in matter})
    shown = [matter[each.seq] for each in found if each.seq in matter]
    assert len(shown) == len(set(shown)) == len(set(matter.values()))
    best = {}
    for each in plain:
        best.setdefault(matter[each.seq], each.seq)
    assert set(best.values()) <= {each.seq for each in found}
    without = large.query(
        "停水", KINDS["停水"], 60, matter_of=lambda s: dict.fromkeys(s, "m1"), excluded_matters={"m1"}
    )
    assert without == []


def test_filters_choose_and_do_not_score() -> None:
    units = ["城管局", "水务局"]
    index = PrecedentIndex.build(case(seq, kind_of(seq), unit=units[seq % 2], outcome="EXPLAINED") for seq in range(60))
    everything = {each.seq: each.likeness for each in index.query("停水", KINDS["停水"], 60)}
    found = index.query("停水", KINDS["停水"], 60, filters=PrecedentFilters(unit="水务局"))
    assert found
    assert all(each.seq % 2 == 1 and each.likeness == everything[each.seq] for each in found)
    since, until = datetime(2024, 1, 10, tzinfo=UTC), datetime(2024, 1, 12, tzinfo=UTC)
    days = index.query("停水", KINDS["停水"], 60, filters=PrecedentFilters(since=since, until=until))
    assert {1 + each.seq % 28 for each in days} <= {10, 11, 12}
    assert index.query("停水", KINDS["停水"], 60, filters=PrecedentFilters(outcome="SUPPORTED")) == []
    assert index.query("停水", KINDS["停水"], 60, filters=PrecedentFilters(category="供水")) == []


def test_an_unknown_time_of_closing_passes_no_bound() -> None:
    index = PrecedentIndex.build([SettledCase(1, "停水", "小区停水三天", "已抢修")])
    assert index.query("停水", "停水", 5)
    for bound in (PrecedentFilters(since=datetime(1990, 1, 1, tzinfo=UTC)), PrecedentFilters(until=datetime.now(UTC))):
        assert index.query("停水", "停水", 5, filters=bound) == []


def test_small_and_empty_archives() -> None:
    index = PrecedentIndex()
    assert index.query("停水", "小区停水三天", 5) == []
    index.add(SettledCase(7, "停水", "小区停水三天", "已抢修"))
    index.add(SettledCase(9, "公交", "公交班次太少", "已加密"))
    assert [each.seq for each in index.query("停水", "我们小区停水", 5)] == [7]
    assert index.query("", "", 5) == []
    assert index.query("", "，。！", 5) == []


@settings(max_examples=30)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_makes_it_raise(title: str, text: str) -> None:
    index = PrecedentIndex.build([SettledCase(1, title, text, text), *archive(6)])
    for each in index.query(text, title, 5):
        assert each.seq >= 0


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=60), st.integers(2, 9))
def test_any_order_of_adding_and_removing_gives_what_building_gives(steps: list[tuple[int, bool]], fresh: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.precedents.FRESH_CASES", fresh)
        index, kept = PrecedentIndex(), {}
        for seq, stays in steps:
            if stays:
                kept[seq] = case(seq, kind_of(seq))
                index.add(kept[seq])
            else:
                assert index.remove(seq) == (kept.pop(seq, None) is not None)
        assert len(index) == len(kept)
        index.learn()
        built = PrecedentIndex.build(kept.values())
        asked = ("电梯停运", KINDS["电梯停运"] + KINDS["停水"], 50)
        assert index.query(*asked) == built.query(*asked)


def test_removed_cases_are_never_found_again() -> None:
    index = PrecedentIndex.build(archive(lsa.LEAST_TEXTS + 40))
    assert index.remove(5)
    assert not index.remove(5)
    for _ in range(2):
        assert 5 not in {each.seq for each in index.query("停水", KINDS["停水"], 300)}
        index.learn()


def test_the_latent_space_is_learned_when_there_is_enough() -> None:
    index = PrecedentIndex(learn_in_background=False)
    for each in archive(lsa.LEAST_TEXTS + FRESH_CASES + 10):
        index.add(each)
    view = index._current()
    assert view.learned >= lsa.LEAST_TEXTS
    assert all(column.latent is not None for column in view.columns), "later cases are folded in"
    assert len(view) == lsa.LEAST_TEXTS + FRESH_CASES + 10


def test_queries_and_changes_while_learning_in_the_background() -> None:
    index = PrecedentIndex.build(archive(300))
    stop, errors = threading.Event(), []

    def ask() -> None:
        try:
            while not stop.is_set():
                found = index.query("停水", KINDS["停水"], 5)
                assert len(found) == 5
        except Exception as error:  # noqa: BLE001 - a thread's error is the test's
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    threads.append(threading.Thread(target=lambda: [index.learn() for _ in range(3)]))
    for thread in threads:
        thread.start()
    for seq in range(300, 460):
        index.add(case(seq, kind_of(seq)))
        index.remove(seq - 300)
    threads[2].join()
    stop.set()
    for thread in threads:
        thread.join()
    index.close()
    index.learn()
    assert errors == []
    assert len(index) == 300
    left = {each.seq for each in index.query("停水", " ".join(KINDS.values()), 1000)}
    assert left == set(range(160, 460))


def test_a_long_letter_is_answered_in_time(large: PrecedentIndex) -> None:
    letter = "".join(chr(0x4E00 + (i * 7919) % 20_000) for i in range(32_000))
    started = time.process_time()
    large.query("停水", letter, 10)
    assert time.process_time() - started < 1.0


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> PrecedentIndex:
    """360 cases as if they were too many to score them all, half of them as a sample."""
    for module in (precedent_ranking, precedent_learning):
        monkeypatch.setattr(module, "EXHAUSTIVE", 100)
    monkeypatch.setattr(precedent_learning, "SAMPLE", 180)
    return PrecedentIndex.build(case(seq, kind_of(seq), unit=f"单位{seq % 9}") for seq in range(360))


def test_of_a_large_archive_the_same_are_found_without_scoring_all(
    chosen: PrecedentIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert chosen.view().sample is not None
    monkeypatch.setattr(precedent_ranking, "CANDIDATES", 120)
    questions = [(kind, words.replace(" ", "，")) for kind, words in KINDS.items()]
    found = [chosen.query(title, text, 40) for title, text in questions]
    monkeypatch.setattr(precedent_ranking, "EXHAUSTIVE", 1_000)
    for few, (title, text) in zip(found, questions, strict=True):
        everything = chosen.query(title, text, 40)
        assert len({each.seq for each in few} & {each.seq for each in everything}) >= 36
        scores = {each.seq: each.likeness for each in everything}
        for each in few:
            if each.seq in scores:
                assert each.likeness.score == pytest.approx(scores[each.seq].score, abs=0.05)
                assert each.likeness.why == scores[each.seq].why


def test_filters_and_matters_reach_as_far_as_they_must(chosen: PrecedentIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precedent_ranking, "CANDIDATES", 5)
    title, text = "停水", KINDS["停水"]
    of_unit = chosen.query(title, text, 4, filters=PrecedentFilters(unit="单位5"))
    assert len(of_unit) == 4
    assert {each.seq % 9 for each in of_unit} == {5}
    matters = {each.seq: "one" for each in chosen.query(title, text, 30)}
    found = chosen.query(title, text, 5, matter_of=lambda seqs: {seq: matters[seq] for seq in seqs if seq in matters})
    assert len(found) == 5, "the first five are all of one matter: more are scored"
    assert found[0].seq in matters
    assert sum(each.seq in matters for each in found) == 1


def test_what_is_taken_out_of_a_large_archive_is_neither_found_nor_in_the_sample(chosen: PrecedentIndex) -> None:
    first = chosen.query("停水", KINDS["停水"], 1)[0].seq
    sampled = chosen.view().sample
    assert sampled is not None
    for seq in {first, int(sampled.seqs[3])}:
        assert chosen.remove(seq)
        assert seq not in {each.seq for each in chosen.query("停水", KINDS["停水"], 300)}
    now = chosen.view().sample
    assert now is not None
    assert not now.live[3]


def test_who_adds_and_asks_waits_for_no_merge(monkeypatch: pytest.MonkeyPatch) -> None:
    """While columns are merged the lock is free."""
    index = PrecedentIndex.build(archive(300))
    index._not_before = float("inf")
    merging, go_on = threading.Event(), threading.Event()
    merge = precedents.merge_columns

    def slow(columns: Sequence[Column]) -> Column:
        merging.set()
        assert go_on.wait(30)
        return merge(columns)

    monkeypatch.setattr(precedents, "merge_columns", slow)
    monkeypatch.setattr(precedents, "FRESH_CASES", 200)
    adding = threading.Thread(target=lambda: [index.add(case(seq, kind_of(seq))) for seq in range(300, 500)])
    adding.start()
    assert merging.wait(30)
    index.add(case(600, "停水"))
    index.remove(301)
    assert 600 in {each.seq for each in index.query("停水", KINDS["停水"], 500)}
    go_on.set()
    adding.join()
    assert set(index.seqs()) == {*range(500), 600} - {301}
    assert 301 not in {each.seq for each in index.query("停水", " ".join(KINDS.values()), 600)}


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="no evaluation data")
def test_graded_queries() -> None:
    sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
    import precedents_quality as quality

    archive_rows, queries = quality.read(SHARED / "archive.jsonl"), quality.read(SHARED / "queries_dev.jsonl")
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (SHARED / "qrels_dev.tsv").read_text(encoding="utf-8").splitlines():
        query, found, grade = line.split()
        grades[query][found] = int(grade)
    index = PrecedentIndex.build(quality.settled(number, row) for number, row in enumerate(archive_rows))
    answers, took, _ = quality.ask(index, queries, [row["case_id"] for row in archive_rows])
    assert quality.score(answers, grades)["ndcg10"] >= quality.LEAST, json.dumps(quality.score(answers, grades))
    assert sorted(took)[len(took) // 2] < 100
