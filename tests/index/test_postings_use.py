"""The index in use: at size, merged, asked for persons and template letters, by many threads at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.kernels import compiled_signatures
from index import postings as postings_module
from index import (
    postings_answer,
    postings_coding,
    postings_delta,
    postings_files,
    postings_query,
    postings_ranking,
    postings_sorting,
    postings_table,
)
from index.postings import Postings, digest


@pytest.fixture(autouse=True)
def _no_fsync() -> Iterator[None]:
    """Nobody cuts the power here; a forced write takes milliseconds."""
    with mock.patch.object(postings_files.os, "fsync"):
        yield


def array(values: object) -> np.ndarray:
    return np.array(sorted(values), dtype=np.uint64)  # type: ignore[call-overload]


def zipf_cases(count: int, keys: int, seed: int) -> list[tuple[int, np.ndarray]]:
    """Keys of every frequency: rank r with probability ~ 1 / r among 5 * count; seqs with gaps."""
    rng = np.random.default_rng(seed)
    ranks = np.exp(rng.random((count, keys)) * np.log(5 * count)).astype(np.uint64)
    seqs = np.cumsum(rng.integers(1, 4, count))
    return [(int(seq), np.unique(own)) for seq, own in zip(seqs, ranks, strict=True)]


def test_a_large_index_answers_like_arithmetic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings_module, "BULK_POSTINGS", 200_000)
    listed = zipf_cases(75_000, 12, 3)  # three windows of 32,768
    postings = Postings.open(tmp_path / "p")
    postings.bulk(iter(listed[:70_000]), 70_000)
    for seq, keys in listed[70_000:]:
        postings.add(seq, keys, seq)
    assert postings.stats()["segments"] <= 6
    owners = np.repeat(np.array([seq for seq, _ in listed]), [len(keys) for _, keys in listed])
    flat = np.concatenate([keys for _, keys in listed])
    order = np.argsort(flat, kind="stable")
    owners, flat = owners[order], flat[order]
    cap = 500
    for seq, keys in listed[::7500]:
        wanted = np.concatenate((keys, np.arange(1000, 1030, dtype=np.uint64)))
        wanted = np.unique(wanted)
        scores: dict[int, float] = {}
        having = [owners[np.searchsorted(flat, key) : np.searchsorted(flat, key, side="right")].tolist() for key in wanted.tolist()]
        common = sorted((own for own in having if len(own) > cap), key=len)
        left, read = postings_query.WHOLE * cap, [(own, cap) for own in having if 0 < len(own) <= cap]
        in_part = []
        for own in common:
            if len(own) <= min(left, len(listed) // postings_query.EVERYBODYS):
                read.append((own, len(own)))
                left -= len(own)
            else:
                in_part.append((own, cap))
        read += in_part[: postings_query.FALLBACK_KEYS]
        for own, shown in read:
            for one in own[-shown:]:
                scores[one] = scores.get(one, 0.0) + np.log1p(len(listed) / len(own)) ** 2
        best = sorted(scores, key=lambda one: (-np.float32(scores[one]), one))[:200]
        got, got_scores, _ = postings.candidates(wanted, np.ones(len(wanted), dtype=np.float32), limit=200, cap=cap)
        assert got.tolist() == best
        assert got_scores.tolist() == pytest.approx([scores[one] for one in best], rel=1e-5)
        assert seq in best


def test_bulk_is_the_same_as_adding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings_module, "BULK_POSTINGS", 9_000)
    listed = zipf_cases(3_000, 20, 4)
    at_once, one_by_one = Postings.open(tmp_path / "a"), Postings.open(tmp_path / "b", delta_postings=7_000)
    at_once.bulk(iter(listed), 3_000)
    for number, (seq, keys) in enumerate(listed, 1):
        one_by_one.add(seq, keys, number)
        if number % 400 == 0:
            one_by_one.flush()
    assert at_once.applied == one_by_one.applied == 3_000
    assert all(np.array_equal(a, b) for a, b in zip(at_once.digests(), one_by_one.digests(), strict=True))
    for _, keys in listed[::100]:
        weights = np.linspace(1, 4, len(keys), dtype=np.float32)
        answers = [index.candidates(keys, weights, limit=30, cap=100) for index in (at_once, one_by_one)]
        assert np.array_equal(answers[0][0], answers[1][0])
        assert np.array_equal(answers[0][1], answers[1][1])  # to the bit, however the index came about


def test_what_is_registered_during_a_load_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings_module, "BULK_POSTINGS", 4)
    postings = Postings.open(tmp_path / "p")

    def archive() -> Iterator[tuple[int, np.ndarray]]:
        for seq in range(1, 20):
            if seq == 10:  # already written by the load, still to come, and new
                for number, changed in enumerate((2, 15, 30), 101):
                    postings.add(changed, array([1000 + changed]), number)
            yield seq, array([seq, 7])

    postings.bulk(archive(), 100)
    assert postings.applied == 103
    assert dict(zip(*(part.tolist() for part in postings.digests()), strict=True)) == {
        seq: digest(array([1000 + seq] if seq in {2, 15, 30} else [seq, 7])) for seq in [*range(1, 20), 30]
    }


def test_segments_stay_few(tmp_path: Path) -> None:
    postings = Postings.open(tmp_path / "p")
    for seq in range(1, 130):
        postings.add(seq, array([seq, seq // 2, 7]), seq)
        postings.flush()
        sizes = sorted((len(part) for part in postings._state.segments()), reverse=True)
        assert all(large >= 2 * small for large, small in pairwise(sizes))
    assert len(list((tmp_path / "p").iterdir())) == len(sizes) + 1  # and the manifest: nothing is left behind


def test_a_segment_with_many_dead_is_rewritten(tmp_path: Path) -> None:
    postings = Postings.open(tmp_path / "p")
    postings.bulk(((seq, array([seq, 1])) for seq in range(100)), 100)
    for seq in range(24):
        postings.remove(seq, 101 + seq)
    postings.flush()
    assert postings.stats()["dead"] == 24
    for seq in range(24, 30):
        postings.remove(seq, 101 + seq)
    postings.flush()
    assert postings.stats()["dead"] == 0
    assert postings.df(array([1])).tolist() == [70]


def test_nothing_of_a_removed_case_stays_after_compact(tmp_path: Path) -> None:
    postings = Postings.open(tmp_path / "p")
    removed = 0x1122334455667788
    postings.add(removed, array([11, 12]), 1)
    postings.add(5, array([12]), 2)
    postings.flush()
    assert any(removed.to_bytes(8, "little") in path.read_bytes() for path in (tmp_path / "p").glob("*/seqs.npy"))
    postings.remove(removed, 3)
    postings.compact()
    seq = removed.to_bytes(8, "little")
    assert all(seq not in path.read_bytes() for path in (tmp_path / "p").rglob("*") if path.is_file())
    assert postings.df(array([11, 12])).tolist() == [0, 1]


def test_a_template_letter_is_found_though_every_key_is_common(tmp_path: Path) -> None:
    postings = Postings.open(tmp_path / "p")
    letter = array(range(100, 130))
    for seq in range(1, 1_001):
        estate = [50] if seq <= 60 else []
        postings.add(seq, np.concatenate((letter, array([seq + 1_000, *estate]))), seq)
    asked = np.concatenate((letter, array([1_003])))
    seqs, _, capped = postings.candidates(asked, np.ones(31, dtype=np.float32), limit=12, cap=10)
    assert capped
    assert sorted(seqs.tolist()) == [3, *range(991, 1_001)]  # its own rare key, and the newest ten of the letter
    asked = np.concatenate((letter, array([50])))
    seqs, _, capped = postings.candidates(asked, np.ones(31, dtype=np.float32), limit=80, cap=10)
    assert capped
    assert seqs.tolist() == [*range(1, 61), *range(991, 1_001)]  # all of the estate, though more than ten have it
    seqs, _, capped = postings.candidates(letter, np.ones(30, dtype=np.float32), limit=1_000, cap=1_000)
    assert not capped
    assert len(seqs) == 1_000


def test_all_cases_of_a_person_come_back(tmp_path: Path) -> None:
    postings = Postings.open(tmp_path / "p")
    for seq in range(1, 41):
        postings.add(seq, array([seq % 4, 50]), seq)
    must = np.array([1], dtype=np.uint64)
    weights = np.ones(1, dtype=np.float32)
    seqs, scores, capped = postings.candidates(array([50]), weights, limit=3, must=must, must_cap=10)
    assert set(seqs.tolist()) == {1, 2, 3, *range(1, 41, 4)}
    assert not capped
    assert len(set(scores.tolist())) == 1
    seqs, _, capped = postings.candidates(array([50]), weights, limit=0, must=must, must_cap=4)
    assert seqs.tolist() == [25, 29, 33, 37]
    assert capped


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    postings = Postings.open(tmp_path / "p")
    keys, weights = array([1, 2]), np.ones(2, dtype=np.float32)
    with pytest.raises(ValueError, match="expected one each"):
        postings.candidates(keys, weights[:1], limit=5)
    for name in ("limit", "cap", "must_cap"):
        with pytest.raises(ValueError, match=f"{name} is -1"):
            postings.candidates(keys, weights, **{"limit": 5, name: -1})
    assert [len(part) for part in postings.candidates(keys, weights, limit=5)[:2]] == [0, 0]
    assert postings.candidates(keys[:0], weights[:0], limit=5)[2] is False
    postings.add(1, keys[:0], 1)
    assert postings.candidates(keys, weights, limit=5)[0].tolist() == []


@given(st.lists(st.integers(0, (1 << 64) - 1), max_size=40))
def test_digest_ignores_order_and_repeats(keys: list[int]) -> None:
    assert digest(np.array(keys, dtype=np.uint64)) == digest(np.array([*reversed(keys), *keys], dtype=np.uint64))


def test_a_case_longer_than_a_delta_finds_room(tmp_path: Path) -> None:
    postings = Postings.open(tmp_path / "p", delta_postings=16)
    postings.add(1, array(range(100)), 1)
    postings.add(2, array(range(50, 70)), 2)
    assert postings.candidates(array([60, 99]), np.ones(2, dtype=np.float32), limit=5)[0].tolist() == [1, 2]
    postings.flush()
    assert postings.candidates(array([60, 99]), np.ones(2, dtype=np.float32), limit=5)[0].tolist() == [1, 2]


def test_warm_compiles_everything(tmp_path: Path) -> None:
    """In a process of its own: others of this one use the same kernels otherwise (`index.postings_pile`)."""
    script = f"from pathlib import Path; import test_postings_use as here; here.check_warm(Path(r'{tmp_path}'))"
    folders = os.pathsep.join((str(Path(__file__).parent), str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")))
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": folders}, check=False
    )
    assert done.returncode == 0, done.stderr


def check_warm(folder: Path) -> None:
    """After `warm` nothing is compiled any more, and nothing twice."""
    kernels = [
        function
        for module in (postings_answer, postings_coding, postings_delta, postings_ranking, postings_sorting, postings_table)
        for function in vars(module).values()
        if hasattr(function, "signatures")
    ]
    postings_module.warm()
    before = [compiled_signatures(function) for function in kernels]
    test_bulk_is_the_same_as_adding(folder / "x", pytest.MonkeyPatch())
    test_all_cases_of_a_person_come_back(folder / "y")
    test_a_segment_with_many_dead_is_rewritten(folder / "z")
    assert [compiled_signatures(function) for function in kernels] == before
    assert max(before) == 1  # a second one would be a second of silence after "ready"


# Threads ----


def test_readers_see_whole_states_while_one_writes_and_merges(tmp_path: Path) -> None:
    postings = Postings.open(tmp_path / "p", delta_postings=3_000)
    for seq in range(1, 501):
        postings.add(seq, array([seq, 1000 + seq % 50]), seq)
    stop = threading.Event()
    errors: list[str] = []
    asked = [0, 0]

    def read(me: int) -> None:
        random = Random(me)
        while not stop.is_set():
            seq = random.randrange(1, 501)
            found, scores, _ = postings.candidates(
                array([seq, 1000 + seq % 50]), np.ones(2, dtype=np.float32), limit=50
            )
            # every third case is replaced by itself all the time, but is there at any moment, and only once
            if (
                found[0] != seq
                or len(found) != len(set(found.tolist()))
                or set(found[:10].tolist()) != set(range(seq % 50 or 50, 501, 50))
            ):
                errors.append(f"asked for {seq}, got {found.tolist()} {scores.tolist()}")
                return
            asked[me] += 1

    threads = [threading.Thread(target=read, args=(me,)) for me in range(2)]
    for thread in threads:
        thread.start()
    number = 500
    for turn in range(40):
        for seq in range(1 + turn % 3, 501, 3):
            number += 1
            postings.add(seq, array([seq, 1000 + seq % 50]), number)
        postings.add(1000 + turn, array([5000 + turn]), number)
        if turn % 2:
            postings.flush(number - 30)
        if turn % 10 == 9:
            postings.compact()
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert min(asked) > 20
    assert len(postings) == 540


def test_writers_in_threads_lose_nothing(tmp_path: Path) -> None:
    postings = Postings.open(tmp_path / "p", delta_postings=2_000)

    def write(me: int) -> None:
        for i in range(400):
            postings.add(me * 1000 + i, array([me, i]), me * 1000 + i)
            if i % 100 == 50:
                postings.flush()

    threads = [threading.Thread(target=write, args=(me,)) for me in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    postings.compact()
    assert len(postings) == 1200
    assert postings.df(array([0, 1, 2, 399])).tolist() == [402, 402, 402, 3]
