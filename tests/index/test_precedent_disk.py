"""index.precedent_disk and index.settled: what was counted is not counted again, and follows the store all the same."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from engine.advice import PrecedentFilters
from engine.case import Case, Reply, Status
from index import precedent_disk, precedents, settled, settled_keeper
from index.errors import PrecedentsDamaged
from index.precedent_disk import ReadAhead
from index.precedent_ranking import View
from index.precedents import PrecedentIndex
from index.sentence_vectors import SentenceVectors
from index.settled import Settled
from index.store import Store

START = datetime(2024, 3, 1, tzinfo=UTC)
WORDS = "电梯 停运 困人 油烟 烧烤 呛人 停水 水压 浑浊 学位 招生 划片 工资 拖欠 包工头 公交 改道 候车 违建 加盖 楼顶 噪音 夜间 施工".split()


def settled_case(number: int, seed: int | None = None) -> Case:
    words = random.Random(number if seed is None else seed).sample(WORDS, 8)
    return Case(
        f"A{number}", f"关于{words[0]}{words[1]}的问题，{'，'.join(words[2:])}。", START + timedelta(hours=number), title=words[0],
        status=Status.CLOSED, handling_unit=f"单位{number % 3}", locality="北区" if number % 2 else "南区",
        official_reply=Reply(f"已核实{words[0]}，已处理。", unit=f"单位{number % 3}", outcome="SUPPORTED"),
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "leian.db", receipt_key=b"k" * 32) as opened:
        yield opened


def insert(store: Store, case: Case) -> int:
    return store.write(lambda t: t.insert(case, b"prepared", case.case_id.encode().ljust(16, b"."), None, ""))


def live(view: View) -> set[int]:
    return {seq for column in view.columns for seq in column.seqs[column.live].tolist()}


def answers(found: Settled) -> list[list[tuple[str, float]]]:
    asked = [settled_case(900 + n, seed=n) for n in range(6)]
    return [[(s.case.case_id, like.score) for s, like, _ in found.nearest(case, 8, PrecedentFilters(), [], [])] for case in asked]


def test_what_is_read_answers_as_what_was_counted(store: Store, tmp_path: Path):
    for number in range(260):
        insert(store, settled_case(number))
    first = Settled(store, tmp_path / "precedents")
    first.build()
    expected = answers(first)
    assert all(expected)
    first.close()
    second = Settled(store, tmp_path / "precedents")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PrecedentIndex, "build", None)  # nothing is counted
        second.build()
    assert answers(second) == expected
    assert second.differences() == []


def test_what_changed_meanwhile_is_taken_from_the_log(store: Store, tmp_path: Path):
    seqs = [insert(store, settled_case(number)) for number in range(40)]
    Settled(store, tmp_path / "precedents").build()
    insert(store, settled_case(40))
    insert(store, replace(settled_case(41), status=Status.PROCESSING))
    insert(store, replace(settled_case(42), confidential=True))
    store.write(lambda t: t.update(seqs[3], replace(settled_case(3), status=Status.PROCESSING), b"prepared"))
    store.write(lambda t: t.update(seqs[4], settled_case(4, seed=77), b"prepared"))
    store.erase(seqs[5])
    again = Settled(store, tmp_path / "precedents")
    again.build()
    assert again.differences() == []
    assert live(again.build().view()) == live(Settled(store).build().view()) == {*seqs, seqs[-1] + 1} - {seqs[3], seqs[5]}
    case = settled_case(4, seed=77)
    (found, likeness, _), *_ = again.nearest(case, 1, PrecedentFilters(), [], [])
    assert found.case == case
    assert likeness.facts > 0.9


def test_much_that_is_new_is_written_at_the_end(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(settled, "UNSAVED", 5)
    monkeypatch.setattr(precedents, "FRESH_CASES", 4)
    desk = Settled(store, tmp_path / "precedents")
    desk.build()
    for number in range(13):
        desk.put(insert(store, settled_case(number)), settled_case(number))
    desk.close()
    read = precedent_disk.read_view(tmp_path / "precedents")
    assert read is not None
    assert len(read.view) == 13
    with store.read() as reader:
        assert read.applied == reader.last_change()


def test_what_is_erased_leaves_the_disk(store: Store, tmp_path: Path):
    seqs = [insert(store, settled_case(number)) for number in range(20)]
    desk = Settled(store, tmp_path / "precedents")
    desk.build()
    store.erase(seqs[7])
    desk.remove(seqs[7])
    assert not (tmp_path / "precedents").exists()
    assert "A7" not in {case_id for found in answers(desk) for case_id, _ in found}
    desk.close()
    read = precedent_disk.read_view(tmp_path / "precedents")
    assert read is not None
    assert seqs[7] not in read.view.columns[0].seqs.tolist()


def test_an_erasure_that_a_kill_cut_short_is_made_up_for_at_the_next_start(store: Store, tmp_path: Path):
    seqs = [insert(store, settled_case(number)) for number in range(20)]
    Settled(store, tmp_path / "precedents").build()
    store.erase(seqs[7])  # and then nothing more
    again = Settled(store, tmp_path / "precedents")
    again.build()
    assert not (tmp_path / "precedents").exists()
    again.close()
    read = precedent_disk.read_view(tmp_path / "precedents")
    assert read is not None
    assert live(read.view) == {*seqs} - {seqs[7]}


def test_a_disk_that_takes_nothing_costs_the_next_start_and_no_more(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(*_: object) -> None:
        raise OSError(28, "no space left on device")

    for number in range(10):
        insert(store, settled_case(number))
    monkeypatch.setattr(precedent_disk, "write_view", full)
    monkeypatch.setattr(settled, "UNSAVED", 1)
    desk = Settled(store, tmp_path / "precedents")
    assert len(desk.build()) == 10
    desk.put(insert(store, settled_case(10)), settled_case(10))
    assert len(desk.build()) == 11
    desk.close()


def test_differences_name_the_cases(store: Store, tmp_path: Path):
    seqs = [insert(store, settled_case(number)) for number in range(4)]
    desk = Settled(store)
    desk.build().remove(seqs[1])
    insert(store, settled_case(4))
    assert desk.differences() == [
        f"case number {seq} is settled and not among the precedents" for seq in (seqs[1], seqs[3] + 1)
    ]
    store.erase(seqs[0])
    assert desk.differences()[-1] == f"case number {seqs[0]} is among the precedents and not settled"


def test_damage_is_noticed_and_counted_anew(store: Store, tmp_path: Path):
    for number in range(230):
        insert(store, settled_case(number))
    folder = tmp_path / "precedents"
    desk = Settled(store, folder)
    desk.build()
    expected = answers(desk)
    chance = random.Random(5)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assert len(files) > 20
    for path in files:
        intact = path.read_bytes()
        for damage in range(3):
            broken = bytearray(intact)
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
            path.write_bytes(broken if damage else intact[:-1])
            with pytest.raises(PrecedentsDamaged):
                precedent_disk.read_view(folder)
        path.write_bytes(intact)
    files[-1].unlink()
    again = Settled(store, folder)
    again.build()
    assert answers(again) == expected


def test_a_view_of_another_store_is_not_used(store: Store, tmp_path: Path):
    for number in range(10):
        insert(store, settled_case(number))
    folder = tmp_path / "precedents"
    precedent_disk.write_view(folder, View(), SentenceVectors(), 10_000)
    desk = Settled(store, folder)
    assert len(desk.build()) == 10


class Letters:
    """An encoder that counts letters, and how often it was asked."""

    asked = 0

    def encode(self, text: str) -> np.ndarray:
        self.asked += 1
        return np.bincount([ord(char) % 64 for char in text], minlength=64).astype(np.float32)


def test_sentence_vectors_are_made_once(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(settled, "UNSAVED", 5)
    for number in range(220):
        insert(store, settled_case(number))
    encoder = Letters()
    first = Settled(store, tmp_path / "precedents", encoder)
    index = first.build()
    wait_until(lambda: not index.without_vector() and index.view().sentences is not None)
    asked = answers(first)
    first.close()
    made = encoder.asked
    assert made >= 220
    second = Settled(store, tmp_path / "precedents", encoder)
    again = second.build()
    assert again.without_vector() == []
    assert again.view().sentences is not None
    assert answers(second) == asked
    second.put(insert(store, settled_case(220)), settled_case(220))
    wait_until(lambda: not again.without_vector())
    second.close()
    assert encoder.asked == made + 1 + len(asked) + 1, "warmed once, asked, and one case more"


def test_who_loads_more_than_the_thread_can_encode_encodes_himself(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(settled_keeper, "BEHIND", 0)  # as if the thread were busy with as many as may wait
    desk = Settled(store, tmp_path / "precedents", Letters())
    index = desk.build()
    for number in range(5):
        desk.put(insert(store, settled_case(number)), settled_case(number))
        assert index.without_vector() == []
    desk.close()


def wait_until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_an_empty_archive_is_written_and_read(store: Store, tmp_path: Path):
    Settled(store, tmp_path / "precedents").build()
    read = precedent_disk.read_view(tmp_path / "precedents")
    assert read is not None
    assert (len(read.view), read.applied) == (0, 0)


def test_memory_is_that_of_the_disk(store: Store, tmp_path: Path):
    for number in range(30):
        insert(store, settled_case(number))
    index = Settled(store, tmp_path / "precedents").build()
    words = index.view().columns[0].words
    bases = [array.base for array in (words.keys, words.texts)]
    assert all(isinstance(base, np.ndarray) and not base.flags.writeable for base in bases)


def test_much_that_changed_meanwhile_is_taken_in_together(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    seqs = [insert(store, settled_case(number)) for number in range(40)]
    Settled(store, tmp_path / "precedents").build()
    monkeypatch.setattr(settled, "UNSAVED", 5)
    for number in range(40, 60):
        insert(store, settled_case(number))
    insert(store, replace(settled_case(61), status=Status.PROCESSING))
    store.write(lambda t: t.update(seqs[3], replace(settled_case(3), status=Status.PROCESSING), b"prepared"))
    store.write(lambda t: t.update(seqs[4], settled_case(4, seed=77), b"prepared"))
    store.erase(seqs[5])
    store.erase(seqs[-1] + 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PrecedentIndex, "add", None)  # not case by case
        again = Settled(store, tmp_path / "precedents")
        again.build()
    assert again.differences() == []
    (found, likeness, _), *_ = again.nearest(settled_case(4, seed=77), 1, PrecedentFilters(), [], [])
    assert (found.case, likeness.facts > 0.9) == (settled_case(4, seed=77), True)
    assert len(again.build()) == 57
    again.close()
    assert (kept := precedent_disk.read_view(tmp_path / "precedents")) is not None
    assert live(kept.view) == set(again.build().seqs())


def test_what_is_read_ahead_is_what_is_there_when_it_is_needed(store: Store, tmp_path: Path):
    folder = tmp_path / "precedents"
    assert ReadAhead(folder).take() is None
    for number in range(30):
        insert(store, settled_case(number))
    early = ReadAhead(folder)
    Settled(store, folder).build()
    assert (read := early.take()) is not None, "written meanwhile"
    assert live(read.view) == set(range(1, 31))
    ahead = ReadAhead(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(precedent_disk, "read_view", None)  # not read twice
        desk = Settled(store, folder, ahead=ahead)
        assert set(desk.build().seqs()) == live(read.view)
    ahead = ReadAhead(folder)
    store.erase(4)
    desk.remove(4)
    assert ahead.take() is None, "dropped meanwhile"


def test_damage_that_was_read_ahead_is_damage(store: Store, tmp_path: Path):
    folder = tmp_path / "precedents"
    for number in range(30):
        insert(store, settled_case(number))
    Settled(store, folder).build()
    largest = max(folder.rglob("*.npy"), key=lambda path: path.stat().st_size)
    largest.write_bytes(largest.read_bytes()[:-3] + b"\x01\x02\x03")
    with pytest.raises(PrecedentsDamaged):
        ReadAhead(folder).take()
    again = Settled(store, folder, ahead=ReadAhead(folder))
    assert len(again.build()) == 30
    assert again.differences() == []
