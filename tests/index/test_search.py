"""index.search: the same answers from memory and from disk, through commits, crashes and damage."""

from __future__ import annotations

import random
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import tantivy
from hypothesis import given, settings
from hypothesis import strategies as st

import index.search as search_module
from engine.fulltext import holds, parse_query, token_line
from index.errors import SearchDamaged, UnknownCursor
from index.search import SearchDocument, SearchFilters, SearchIndex, fold_and_mask

START = datetime(2024, 5, 1, tzinfo=UTC)
WORDS = ["电梯", "停运", "物业", "夜市", "油烟", "3号楼", "公交", "wifi", "，", "。", "路灯", "不亮"]


@pytest.fixture
def index(tmp_path: Path):  # type: ignore[no-untyped-def]
    with SearchIndex.open(tmp_path / "search") as opened:
        yield opened


def document(seq: int, text: str, title: str = "", **facets: object) -> SearchDocument:
    return SearchDocument(seq, title, text, START + timedelta(days=seq % 300), **facets)  # type: ignore[arg-type]


def seqs(index: SearchIndex, query: str, filters: SearchFilters | None = None) -> list[int]:
    return [hit.seq for hit in index.search(query, filters, limit=100).hits]


def test_found_at_once_and_after_the_commit(index: SearchIndex) -> None:
    index.add(document(1, "小区电梯停运三天", "电梯"), change=5)
    assert seqs(index, "电梯") == [1]
    index.commit()
    assert index.applied == 5
    assert seqs(index, "电梯") == [1]
    assert seqs(index, '"梯停"') == [1]


def test_a_new_form_replaces_the_old_one_and_a_removed_case_is_gone(index: SearchIndex) -> None:
    index.add(document(1, "电梯停运"))
    index.add(document(2, "电梯停运"))
    index.commit()
    index.add(document(1, "路灯不亮"))
    index.remove(2)
    for _ in range(2):
        assert seqs(index, "电梯") == []
        assert seqs(index, "路灯") == [1]
        assert index.search("电梯").total == 0
        index.commit()


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map("".join), min_size=1, max_size=12),
    st.lists(st.sampled_from([*WORDS, " ", '"']), min_size=1, max_size=5).map("".join),
    st.integers(0, 12),
)
def test_memory_and_disk_answer_like_a_scan(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], query: str, on_disk: int
) -> None:
    asked = parse_query(query)
    expected = {seq for seq, text in enumerate(texts) if holds(asked, [token_line(fold_and_mask(text))])}
    with SearchIndex.open(tmp_path_factory.mktemp("scan") / "search") as index:
        for seq, text in enumerate(texts):
            if seq == on_disk:
                index.commit()
            index.add(document(seq, text))
        found = index.search(query, limit=100)
        assert {hit.seq for hit in found.hits} == expected
        assert found.total == len(expected)
        index.commit()
        assert set(seqs(index, query)) == expected


@pytest.mark.parametrize("committed", [True, False])
def test_filters(index: SearchIndex, committed: bool) -> None:
    index.add(document(1, "电梯停运", unit="住建局", category=("住房", "物业"), status="CLOSED", outcome="EXPLAINED"))
    index.add(document(2, "电梯停运", unit="市场监管局", locality="云庐区", status="ACCEPTED"))
    index.add(document(3, "电梯停运", confidential=True))
    if committed:
        index.commit()
    assert set(seqs(index, "电梯")) == {1, 2}
    assert index.search("电梯").total == 2, "nothing tells that there is a third"
    assert set(seqs(index, "电梯", SearchFilters(confidential=True))) == {1, 2, 3}
    for filters, expected in [
        (SearchFilters(unit="住建局"), [1]),
        (SearchFilters(category="物业"), [1]),
        (SearchFilters(locality="云庐区"), [2]),
        (SearchFilters(status="ACCEPTED"), [2]),
        (SearchFilters(outcome="EXPLAINED"), [1]),
        (SearchFilters(since=START + timedelta(days=2)), [2]),
        (SearchFilters(until=START + timedelta(days=1)), [1]),
        (SearchFilters(unit="没有这个单位"), []),
        (SearchFilters(unit="住建局\x00\ud800 OR *"), []),
    ]:
        assert seqs(index, "电梯", filters) == expected


def test_titles_count_more(index: SearchIndex) -> None:
    index.add(document(1, "这里的路灯不亮，还有电梯", "路灯"))
    index.add(document(2, "这里的路灯不亮，还有电梯", "电梯"))
    index.commit()
    assert seqs(index, "电梯") == [2, 1]


def test_pages_show_every_case_once(index: SearchIndex) -> None:
    for seq in range(45):
        index.add(document(seq, "电梯停运" + "路灯" * (seq % 5)))
        if seq == 30:
            index.commit()
    shown: list[int] = []
    cursor = ""
    while True:
        page = index.search("电梯", limit=10, cursor=cursor)
        assert page.total == 45
        shown += [hit.seq for hit in page.hits]
        cursor = page.cursor
        if not cursor:
            break
    assert sorted(shown) == list(range(45))
    first = index.search("电梯", limit=10)
    with pytest.raises(UnknownCursor):
        index.search("路灯", limit=10, cursor=first.cursor)
    for damaged in ("x", "é", "LTUuYWJj", "=" * 50, first.cursor[1:]):
        with pytest.raises(UnknownCursor):
            index.search("电梯", limit=10, cursor=damaged)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40))
def test_no_query_makes_it_raise(tmp_path_factory: pytest.TempPathFactory, query: str) -> None:
    index = _any_index(tmp_path_factory)
    index.search(query)
    index.search(f'"{query}" AND ({query}) OR *:* ~2')


_shared: list[SearchIndex] = []


def _any_index(factory: pytest.TempPathFactory) -> SearchIndex:
    if not _shared:
        _shared.append(SearchIndex.open(factory.mktemp("any") / "search"))
        _shared[0].add(document(1, "电梯停运 and or not"))
        _shared[0].commit()
    return _shared[0]


def test_what_was_committed_is_there_after_a_restart(tmp_path: Path) -> None:
    with SearchIndex.open(tmp_path) as index:
        index.add(document(1, "电梯停运"), change=3)
    with SearchIndex.open(tmp_path) as index:
        assert index.applied == 3
        assert seqs(index, "电梯") == [1]
        assert len(index) == 1


def test_the_background_commits_within_two_seconds(tmp_path: Path) -> None:
    with SearchIndex.open(tmp_path) as index:
        index.add(document(1, "电梯停运"), change=9)
        end = time.monotonic() + 2 * search_module.COMMIT_SECONDS
        while index.applied != 9 and time.monotonic() < end:
            time.sleep(0.02)
        assert index.applied == 9


def test_many_changes_are_committed_without_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "MOST_WAITING", 10)
    with SearchIndex.open(tmp_path) as index:
        for seq in range(12):
            index.add(document(seq, "电梯"), change=seq + 1)
        assert index.applied >= 11


@pytest.mark.parametrize("wound", ["state.json", "half a state", "meta.json", "segments", "version"])
def test_damage_is_told_and_can_be_mended(tmp_path: Path, wound: str) -> None:
    folder = tmp_path / "search"
    with SearchIndex.open(folder) as index:
        index.add(document(1, "电梯停运"))
    generation = folder / "generation-1"
    state = folder / "state.json"
    match wound:
        case "state.json":
            state.unlink()
        case "half a state":
            state.write_bytes(state.read_bytes()[:9])
        case "meta.json":
            (generation / "meta.json").write_text("{}", encoding="utf-8")
        case "segments":
            for file in generation.glob("*.*"):
                if file.name not in ("meta.json", ".managed.json"):
                    file.write_bytes(b"")
        case "version":
            state.write_text('{"format": 99, "generation": 1, "applied": 0}', encoding="utf-8")
    with pytest.raises(SearchDamaged, match="rebuilt from the store"):
        SearchIndex.open(folder).search("电梯")
    SearchIndex.begin_anew(folder)
    with SearchIndex.open(folder) as index:
        assert index.applied == 0
        assert seqs(index, "电梯") == []


def test_a_rewrite_leaves_nothing_of_a_removed_case_on_disk(tmp_path: Path) -> None:
    def texts_with(word: str) -> int:  # those removed but not yet merged away count
        return sum(
            tantivy.Index.open(str(folder)).searcher().doc_freq("text", word)
            for folder in tmp_path.glob("generation-*")
        )

    with SearchIndex.open(tmp_path) as index:
        kept = [document(1, "路灯不亮 lamp"), document(3, "公交改线 bus")]
        for each in [*kept, document(2, "电梯停运 secretword")]:
            index.add(each)
        index.commit()
        index.remove(2, change=4)
        index.commit()
        assert texts_with("secretword") == 1, "this is why a rewrite is needed"
        index.rewrite(kept)
        assert texts_with("secretword") == 0
        assert len(list(tmp_path.glob("generation-*"))) == 1
        assert seqs(index, "lamp") == [1]
        assert index.applied == 4
    with SearchIndex.open(tmp_path) as index:
        assert seqs(index, "bus") == [3]


def test_changes_and_searches_during_a_rewrite(tmp_path: Path) -> None:
    with SearchIndex.open(tmp_path) as index:
        index.add(document(1, "电梯停运"))
        reached, go_on = threading.Event(), threading.Event()

        def slowly():  # type: ignore[no-untyped-def]
            yield document(1, "电梯停运")
            reached.set()
            assert go_on.wait(10)
            yield document(2, "电梯停运")

        rewriting = threading.Thread(target=lambda: index.rewrite(slowly()))
        rewriting.start()
        assert reached.wait(10)
        index.add(document(3, "电梯停运"), change=8)
        index.remove(2, change=9)
        assert set(seqs(index, "电梯")) == {1, 3}
        go_on.set()
        rewriting.join()
        assert set(seqs(index, "电梯")) == {1, 3}
        assert index.applied == 9
        assert set(seqs(index, "电梯")) == {1, 3}


def test_phones_and_id_numbers_are_neither_kept_nor_found(tmp_path: Path) -> None:
    with SearchIndex.open(tmp_path) as index:
        index.add(document(1, "电梯停运，请打13912345678"))
        index.commit()
        assert seqs(index, "13912345678") == []
        assert seqs(index, "电梯") == [1]


def test_threads_together(index: SearchIndex) -> None:
    errors: list[BaseException] = []

    def work(start: int) -> None:
        try:
            for seq in range(start, start + 60):
                index.add(document(seq, random.Random(seq).choice(["电梯", "路灯"])))
                index.search("电梯")
        except BaseException as error:  # noqa: BLE001 - a thread's error is the test's
            errors.append(error)

    threads = [threading.Thread(target=work, args=(1000 * n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(index) == 180
    assert index.search("电梯").total + index.search("路灯").total == 180
