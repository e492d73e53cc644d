"""The index against a dictionary: whatever is added, removed, rolled back, flushed, merged or reopened, in any order."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from engine.kernels import compiled_signatures
from index import postings as postings_module
from index import postings_coding, postings_delta, postings_files, postings_ranking, postings_sorting
from index.postings import Postings, digest
from index.postings_query import FALLBACK_KEYS
from index.postings_sorting import mix

Cases = dict[int, frozenset[int]]


@pytest.fixture(autouse=True)
def _no_fsync() -> Iterator[None]:
    """Nobody cuts the power here; a forced write takes milliseconds."""
    with mock.patch.object(postings_files.os, "fsync"):
        yield


def array(values: object) -> np.ndarray:
    return np.array(sorted(values), dtype=np.uint64)  # type: ignore[call-overload]


def oracle(
    cases: Cases, stored: dict[int, int], dead: int, weighted: dict[int, float], *, limit: int, cap: int,
    exclude: set[int], must: set[int], must_cap: int,
) -> tuple[list[int], list[float], bool]:  # fmt: skip
    """What `candidates` says it answers, by reading everything. `stored` is the df, the `dead` included."""
    seen = {seq: keys for seq, keys in cases.items() if seq not in exclude}
    readable = cap + min(dead + len(cases) - len(seen), cap)
    having = {key: sorted(seq for seq, keys in seen.items() if key in keys) for key in {*weighted, *must}}
    order = sorted((key for key, weight in weighted.items() if weight > 0), key=lambda key: mix(array([key]))[0])
    used = [key for key in order if stored[key] <= readable and 0 < len(having[key]) <= cap]
    hot = [key for key in order if stored[key] > readable or len(having[key]) > cap]
    hot = sorted(hot, key=lambda key: stored[key])[: max(FALLBACK_KEYS - len(used), 0)]
    scores: dict[int, float] = {}
    for key in used:
        for seq in having[key]:
            scores[seq] = scores.get(seq, 0.0) + weighted[key] * np.log1p(len(seen) / len(having[key]))
    for key in hot:
        for seq in having[key][::-1][:cap]:
            scores[seq] = scores.get(seq, 0.0) + weighted[key] * np.log1p(len(seen) / stored[key])
    best = sorted(scores, key=lambda seq: (-np.float32(scores[seq]), seq))[:limit]
    always = {seq for key in must for seq in having[key][::-1][:must_cap]}
    found = sorted({*best, *always}, key=lambda seq: (-np.float32(scores.get(seq, 0.0)), seq))
    return found, [scores.get(seq, 0.0) for seq in found], bool(hot) or any(stored[key] > must_cap for key in must)


def assert_same_answers(postings: Postings, cases: Cases, weighted: dict[int, float], **options: object) -> None:
    """Same seqs in the same order, same scores to 1e-5 of each."""
    keys = sorted({*weighted, *options["must"]})  # type: ignore[misc]
    stored = dict(zip(keys, postings.df(array(keys)).tolist(), strict=True))
    dead = postings.stats()["dead"]
    seqs, scores, capped = oracle(cases, stored, dead, weighted, **options)  # type: ignore[arg-type]
    got = postings.candidates(
        np.array(list(weighted), dtype=np.uint64), np.array(list(weighted.values()), dtype=np.float32),
        **options | {"exclude": np.array(list(options["exclude"]), dtype=np.int64), "must": array(options["must"])},  # type: ignore[arg-type,call-overload]
    )  # fmt: skip
    assert got[0].tolist() == seqs
    assert got[1].tolist() == pytest.approx(scores, rel=1e-5)
    assert got[2] == capped
    assert got[0].dtype == np.int64
    assert got[1].dtype == np.float32


keys_strategy = st.frozensets(st.integers(0, 14), max_size=8)
seqs_strategy = st.one_of(st.integers(1, 25), st.integers(0, 1 << 60))


class PostingsMachine(RuleBasedStateMachine):
    """The store is a list of changes, of which the last ones may not be committed yet."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.fsync = mock.patch.object(postings_files.os, "fsync")
        self.fsync.start()
        self.postings = Postings.open(self.folder / "p", delta_postings=40)
        self.committed: list[tuple[int, frozenset[int] | None]] = []
        self.open_changes: list[tuple[int, frozenset[int] | None]] = []

    def teardown(self) -> None:
        self.fsync.stop()
        shutil.rmtree(self.folder)

    def cases(self) -> Cases:
        state: Cases = {}
        for seq, keys in self.committed + self.open_changes:
            state.pop(seq, None)
            if keys is not None:
                state[seq] = keys
        return state

    def next_change(self) -> int:
        return len(self.committed) + len(self.open_changes) + 1

    @rule(seq=seqs_strategy, keys=keys_strategy, twice=st.booleans())
    def add(self, seq: int, keys: frozenset[int], twice: bool) -> None:
        listed = array([*keys, *(keys if twice else ())])
        self.postings.add(seq, listed, self.next_change())
        self.open_changes.append((seq, keys))

    @precondition(lambda self: self.cases())
    @rule(data=st.data())
    def replace(self, data: st.DataObject) -> None:
        self.add(data.draw(st.sampled_from(sorted(self.cases()))), data.draw(keys_strategy), False)

    @precondition(lambda self: self.cases())
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        seq = data.draw(st.sampled_from(sorted(self.cases())))
        self.postings.remove(seq, self.next_change())
        self.open_changes.append((seq, None))

    @rule()
    def remove_what_is_not_there(self) -> None:
        self.postings.remove(1 << 61, 0)

    @precondition(lambda self: self.open_changes)
    @rule(everything=st.booleans())
    def roll_back(self, everything: bool) -> None:
        for _ in range(len(self.open_changes) if everything else 1):
            assert self.postings.discard(self.open_changes.pop()[0])

    @rule()
    def commit(self) -> None:
        self.committed += self.open_changes
        self.open_changes = []

    @rule()
    def flush(self) -> None:
        self.postings.flush(len(self.committed))

    @rule()
    def commit_and_flush(self) -> None:
        self.commit()
        self.postings.flush()
        assert not self.postings.discard(self.committed[-1][0] if self.committed else 1)

    @rule()
    def compact(self) -> None:
        self.commit()
        self.postings.compact()
        stats = self.postings.stats()
        assert (stats["dead"], stats["segments"]) == (0, min(len(self.cases()), 1))
        keys = list(range(15))
        having = [sum(key in own for own in self.cases().values()) for key in keys]
        assert self.postings.df(array(keys)).tolist() == having

    @precondition(lambda self: self.committed)
    @rule(data=st.data())
    def bulk(self, data: st.DataObject) -> None:
        """A second load of some of the archive, in several chunks."""
        self.commit()
        cases = self.cases()
        some = data.draw(st.lists(st.sampled_from(sorted(cases)), max_size=10)) if cases else []
        with mock.patch.object(postings_module, "BULK_POSTINGS", 12):
            self.postings.bulk(((seq, array(cases[seq])) for seq in some), len(self.committed))

    @rule()
    def crash_and_reopen(self) -> None:
        self.postings = Postings.open(self.folder / "p", delta_postings=40)
        self.open_changes = []
        assert self.postings.applied <= len(self.committed)
        for number in range(self.postings.applied + 1, len(self.committed) + 1):
            seq, keys = self.committed[number - 1]
            if keys is None:
                self.postings.remove(seq, number)
            else:
                self.postings.add(seq, array(keys), number)

    @invariant()
    def contains_the_changes(self) -> None:
        cases = self.cases()
        assert self.postings.applied == len(self.committed) + len(self.open_changes)
        assert len(self.postings) == len(cases)
        seqs, sums = self.postings.digests()
        assert seqs.tolist() == sorted(cases)
        assert sums.tolist() == [digest(array(cases[seq])) for seq in sorted(cases)]
        assert all(seq in self.postings for seq in cases)

    @invariant()
    def answers(self) -> None:
        cases = self.cases()
        everything = {key: 1.0 + key % 3 for key in range(16)}
        plain = {"limit": 100, "cap": 2000, "exclude": set(), "must": set(), "must_cap": 10}
        assert_same_answers(self.postings, cases, everything, **plain)

    @rule(
        weighted=st.dictionaries(st.integers(0, 16), st.sampled_from([0.0, 0.5, 1.0, 4.0]), max_size=14),
        limit=st.integers(0, 8), cap=st.integers(0, 6), must=st.sets(st.integers(0, 16), max_size=3),
        must_cap=st.integers(0, 4), data=st.data(),
    )  # fmt: skip
    def ask(
        self, weighted: dict[int, float], limit: int, cap: int, must: set[int], must_cap: int, data: st.DataObject
    ) -> None:
        known = sorted(self.cases())
        exclude = data.draw(st.sets(st.sampled_from(known), max_size=6)) if known else set()
        options = {"limit": limit, "cap": cap, "exclude": exclude | {1 << 61}, "must": must, "must_cap": must_cap}
        assert_same_answers(self.postings, self.cases(), weighted, **options)


TestPostings = PostingsMachine.TestCase
TestPostings.settings = settings(max_examples=50, stateful_step_count=25, deadline=None)


# At a size where lists are long, windows many and merges real ------------------------------------------------------------


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
        for key in wanted.tolist():
            own = owners[np.searchsorted(flat, key) : np.searchsorted(flat, key, side="right")].tolist()
            if 0 < len(own) <= cap:
                for one in own:
                    scores[one] = scores.get(one, 0.0) + np.log1p(len(listed) / len(own))
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
    for seq in range(1, 51):
        postings.add(seq, np.append(letter, np.uint64(seq)), seq)
    seqs, _, capped = postings.candidates(
        np.append(letter, np.uint64(3)), np.ones(31, dtype=np.float32), limit=12, cap=10
    )
    assert capped
    assert sorted(seqs.tolist()) == [3, *range(41, 51)]  # its own rare key, and the newest ten of the letter
    seqs, _, capped = postings.candidates(letter, np.ones(30, dtype=np.float32), limit=60, cap=50)
    assert not capped
    assert len(seqs) == 50


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
    kernels = [
        function
        for module in (postings_coding, postings_delta, postings_ranking, postings_sorting)
        for function in vars(module).values()
        if hasattr(function, "signatures")
    ]
    postings_module.warm()
    before = [compiled_signatures(function) for function in kernels]
    test_bulk_is_the_same_as_adding(tmp_path / "x", pytest.MonkeyPatch())
    test_all_cases_of_a_person_come_back(tmp_path / "y")
    test_a_segment_with_many_dead_is_rewritten(tmp_path / "z")
    assert [compiled_signatures(function) for function in kernels] == before
    assert max(before) == 1  # a second one would be a second of silence after "ready"


# Threads ---------------------------------------------------------------------------------------------------------------


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
