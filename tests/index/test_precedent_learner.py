"""index.precedent_learner and its child: what a process learns is what is learned here, whatever happens meanwhile."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import child_process, precedent_disk, precedent_learner, precedents
from index.precedent_columns import Column, SettledCase
from index.precedent_learner import LearningProcess, hand_over, taken_over
from index.precedent_learning import learned
from index.precedents import PrecedentIndex
from index.sentence_vectors import SentenceVectors

WORDS = "电梯 停运 困人 油烟 烧烤 呛人 停水 水压 浑浊 学位 招生 划片 工资 拖欠 包工头 公交 改道 候车 违建 加盖 楼顶 噪音 夜间 施工".split()
QUESTIONS = [("电梯", "电梯停运，困人"), ("", "烧烤油烟呛人"), ("工资", "包工头拖欠工资")]


def case(seq: int) -> SettledCase:
    lot = np.random.default_rng(seq)
    words = [WORDS[i] for i in lot.permutation(len(WORDS))[:5]]
    return SettledCase(seq, words[0], "，".join(words), f"已核实{words[1]}")


def vector(seq: int) -> np.ndarray:
    return np.random.default_rng(1_000 + seq).standard_normal(12).astype(np.float32)


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> PrecedentIndex:
    """Two columns and some fresh cases, two taken out, most with a vector."""
    monkeypatch.setattr(precedents, "FRESH_CASES", 40)
    monkeypatch.setattr(precedent_learner, "WORTH", 1)
    found = PrecedentIndex.build(case(seq) for seq in range(210))
    found._not_before = float("inf")  # nothing is learned but what a test asks for
    for seq in range(210, 260):
        found.add(case(seq))
    for seq in range(0, 250):
        found._vectors.put(seq, vector(seq))
    found.remove(7)
    found.remove(230)
    return found


def order(index: PrecedentIndex) -> list[list[int]]:
    return [[each.seq for each in index.query(title, text, 20)] for title, text in QUESTIONS]


def test_what_is_handed_over_is_what_is_taken_over(index: PrecedentIndex, tmp_path: Path) -> None:
    hand_over(tmp_path, index.view(), index.vectors())
    view, vectors = taken_over(tmp_path)
    there = index.view()
    assert len(view.columns) == len(there.columns) > 1
    for one, other in zip(view.columns, there.columns, strict=True):
        assert one.facets == other.facets
        assert np.array_equal(one.live, other.live)
        for name, array in precedent_disk.arrays_of(other).items():
            assert np.array_equal(precedent_disk.arrays_of(one)[name], array), name
    seqs = np.arange(270)
    assert np.array_equal(vectors.known(seqs), index.vectors().known(seqs))


def test_a_child_learns_what_is_learned_here(index: PrecedentIndex, tmp_path: Path) -> None:
    here = learned(index.view(), index.vectors())
    learner = LearningProcess(tmp_path)
    there = learner(index.view(), index.vectors())
    assert there is not None
    for name, array in precedent_disk.arrays_of(here.view.columns[0]).items():
        found = precedent_disk.arrays_of(there.view.columns[0])[name]
        assert np.allclose(found, array, atol=1e-4) if array.dtype == np.float32 else np.array_equal(found, array), name
    assert there.view.columns[0].sense is not None
    # what it wrote is all that is left, and the next child maps it where it lies
    again = learner(there.view, there.vectors)
    assert again is not None
    assert len(list(tmp_path.iterdir())) == 1
    learner.forget()
    assert list(tmp_path.iterdir()) == []
    assert np.array_equal(again.view.columns[0].seqs, here.view.columns[0].seqs), "still mapped"
    assert learner(again.view, again.vectors) is not None, "what lies nowhere is written down again"


def test_what_comes_and_goes_while_a_child_learns_is_carried_over(index: PrecedentIndex, tmp_path: Path) -> None:
    plain = LearningProcess(tmp_path)

    def learner(view: object, vectors: SentenceVectors) -> object:
        found = plain(view, vectors)  # type: ignore[arg-type]
        for seq in range(300, 390):
            index.add(case(seq))
        index.remove(3)
        index.add(case(12))  # again: its vector is gone with its old form
        index._vectors.put(13, vector(99))
        return found

    index._learner = learner  # type: ignore[assignment]
    assert index.learn()
    assert set(index.seqs()) == {*range(260), *range(300, 390)} - {3, 7, 230}
    assert index.view().learned == 258
    assert all(column.latent is not None for column in index.view().columns)
    made = index.vectors()
    assert 3 not in made
    assert 12 not in made
    assert np.array_equal(made.of(np.array([13, 14])), np.stack([vector(99), vector(14)]))
    assert 3 not in {seq for found in order(index) for seq in found}


def test_a_learner_that_fails_leaves_everything_and_is_not_asked_at_once(
    index: PrecedentIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = order(index)
    monkeypatch.setattr(precedent_learner, "CHILD", "index.no_such_module")
    index._learner = LearningProcess(tmp_path)
    assert not index.learn()
    assert not index.learn_when_due(), "it rests"
    assert order(index) == before
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(child_process, "start", lambda *_: (_ for _ in ()).throw(OSError(12, "no memory")))
    assert not index.learn()
    built = PrecedentIndex.build((case(seq) for seq in range(210)), learner=index._learner)
    assert built.view().learned == 210, "a new index learns where it is"


def test_closing_ends_a_child_that_learns(index: PrecedentIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = threading.Event()
    start = child_process.start

    def watched(*arguments: str) -> object:
        process = start("http.server", "0", "--bind", "127.0.0.1")  # a child that would run for ever
        started.set()
        return process

    monkeypatch.setattr(child_process, "start", watched)
    index._learner = LearningProcess(tmp_path)
    thread = threading.Thread(target=index.learn)
    thread.start()
    assert started.wait(30)
    index.close()
    thread.join(30)
    assert not thread.is_alive()
    assert not index.learn(), "and none is started any more"
    assert list(tmp_path.iterdir()) == []


def test_a_large_archive_is_counted_outside_of_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Column by column it is laid down; what is learned from it is the same, and nothing of the scratch stays."""
    monkeypatch.setattr(precedents, "COUNTED_AT_ONCE", 64)
    monkeypatch.setattr(precedent_learner, "WORTH", 32)
    seen: list[bool] = []
    learner = LearningProcess(tmp_path)
    lay_down = learner.laid_down

    def watched(column: Column) -> Column:
        laid = lay_down(column)
        arrays = precedent_disk.arrays_of(laid).values()
        seen.append(all(isinstance(array.base, np.memmap) for array in arrays if array.size))
        return laid

    learner.laid_down = watched  # type: ignore[method-assign]
    built = PrecedentIndex.build((case(seq) for seq in range(330)), learner=learner)
    plain = PrecedentIndex.build(case(seq) for seq in range(330))
    assert seen == [True] * 5 + [False]
    assert order(built) == order(plain)
    assert len(list(tmp_path.iterdir())) == 1
    monkeypatch.setattr(precedent_learner.tempfile, "mkdtemp", lambda **_: (_ for _ in ()).throw(OSError(28, "full")))
    column = plain.view().columns[0]
    assert lay_down(column) is column


def test_many_come_in_as_one_by_one(index: PrecedentIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precedents, "COUNTED_AT_ONCE", 16)
    changed = [replace(case(seq), title="夜间施工", text="夜间施工，噪音") for seq in (3, 12, 215, 259)]
    index.extend([*(case(seq) for seq in range(300, 340)), *changed])
    index.remove_all([4, 230, 301, 999])
    assert set(index.seqs()) == {*range(260), *range(300, 340)} - {4, 7, 230, 301}
    assert len(index) == len(set(index.seqs())), "none is there twice"
    assert {found.seq for found in index.query("夜间施工", "夜间施工，噪音", 4)} == {3, 12, 215, 259}
    assert not index.vectors().known(np.array([3, 4, 12])).any(), "a vector goes with the form that it was made of"
