"""The index against a dictionary: whatever is added, removed, rolled back, flushed, merged or reopened, in any order."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from index import postings as postings_module
from index import postings_files
from index.postings import Postings, digest
from index.postings_query import EVERYBODYS, FALLBACK_KEYS, WHOLE
from index.postings_sorting import mix

Cases = dict[int, frozenset[int]]


def array(values: object) -> np.ndarray:
    return np.array(sorted(values), dtype=np.uint64)  # type: ignore[call-overload]


def load_of(seq: int) -> float:
    """What a case's scores are divided by here."""
    return 1.0 + seq % 5


def oracle(
    cases: Cases, stored: dict[int, int], dead: int, weighted: dict[int, float], *, limit: int, cap: int,
    exclude: set[int], must: set[int], must_cap: int,
) -> tuple[list[int], list[float], bool]:  # fmt: skip
    """What `candidates` says it answers, by reading everything. `stored` is the df, the `dead` included."""
    seen = {seq: keys for seq, keys in cases.items() if seq not in exclude}
    readable = cap + min(dead + len(cases) - len(seen), cap)
    having = {key: sorted(seq for seq, keys in seen.items() if key in keys) for key in {*weighted, *must}}
    order = sorted((key for key, weight in weighted.items() if weight > 0), key=lambda key: mix(array([key]))[0])
    gain = {key: weighted[key] * np.log1p(len(seen) / max(stored[key], 1)) ** 2 for key in order}
    above = sorted((key for key in order if stored[key] > cap), key=lambda key: -gain[key])
    whole, left = set(), WHOLE * cap
    for key in above:
        if readable < stored[key] <= min(left, len(seen) // EVERYBODYS):
            whole.add(key)
            left -= stored[key]
    hot = [key for key in above if key not in whole and (stored[key] > readable or len(having[key]) > cap)]
    used = [key for key in order if key not in hot and having[key]]
    capped = bool(hot) and len(used) < FALLBACK_KEYS
    hot = hot[:FALLBACK_KEYS]
    scores: dict[int, float] = {}
    for key in used:
        for seq in having[key]:
            scores[seq] = scores.get(seq, 0.0) + weighted[key] * np.log1p(len(seen) / len(having[key])) ** 2
    for key in hot:
        for seq in having[key][::-1][:cap]:
            scores[seq] = scores.get(seq, 0.0) + gain[key]
    scores = {seq: float(np.float32(score) / np.float32(load_of(seq))) for seq, score in scores.items()}
    best = sorted(scores, key=lambda seq: (-np.float32(scores[seq]), seq))[:limit]
    always = {seq for key in must for seq in having[key][::-1][:must_cap]}
    found = sorted({*best, *always}, key=lambda seq: (-np.float32(scores.get(seq, 0.0)), seq))
    return found, [scores.get(seq, 0.0) for seq in found], capped or any(stored[key] > must_cap for key in must)


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
        self.postings.add(seq, listed, self.next_change(), load_of(seq))
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

    @rule(bounded=st.booleans(), crash=st.booleans())
    def commit_and_flush(self, bounded: bool, crash: bool) -> None:
        self.commit()
        self.postings.flush(len(self.committed) if bounded else None)
        assert not self.postings.discard(self.committed[-1][0] if self.committed else 1)
        if crash:
            self.crash_and_reopen()

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
            self.postings.bulk(((seq, array(cases[seq]), load_of(seq)) for seq in some), len(self.committed))

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
                self.postings.add(seq, array(keys), number, load_of(seq))

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
