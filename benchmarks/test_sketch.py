"""Signatures and LSH beside datasketch, on the same texts in the same run; and what MinHash finds at all."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pytest
from datasketch import MinHash, MinHashLSH

from benchmarks.corpus import generate
from benchmarks.gates import Ledger
from engine import sketch
from engine.normalise import bare, canonical
from engine.sketch import BANDS, NUM_PERM, ROWS, bands, code_points, near_duplicate_score, shingle_hashes, signatures
from index.postings import Postings

TEXTS = 2000
LSH_TEXTS = 5000
QUERIES = 500
Case = dict[str, Any]


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    sketch.warm()
    return list(generate(LSH_TEXTS, seed=11))


@pytest.fixture(scope="module")
def texts(cases: list[Case]) -> list[str]:
    return [case["text"] for case in cases]


@pytest.fixture(scope="module")
def signed(texts: list[str]) -> np.ndarray:
    return signatures(*code_points(texts))


@pytest.fixture(scope="module")
def peer_signed(texts: list[str]) -> list[MinHash]:
    return peer_signatures(texts)


def peer_signatures(texts: list[str]) -> list[MinHash]:
    """datasketch at its best: in bulk, with a hash that is cheaper than its default SHA-1."""
    shingles = [{text[i : i + 4].encode() for i in range(len(text) - 3)} for text in texts]
    return MinHash.bulk(shingles, num_perm=NUM_PERM, hashfunc=crc32)


# ---- from text to signature, shingling included ----


def test_signatures(benchmark: Any, ledger: Ledger, texts: list[str]) -> None:
    some = texts[:TEXTS]
    ledger.measure("signatures", benchmark, lambda: signatures(*code_points(some)), items=TEXTS, rounds=25)


def test_signatures_of_datasketch(benchmark: Any, ledger: Ledger, texts: list[str]) -> None:
    some = texts[:TEXTS]
    ledger.measure("signatures of datasketch", benchmark, lambda: peer_signatures(some), items=TEXTS, rounds=3)


def test_gate_signatures(ledger: Ledger) -> None:
    ledger.ratio("signatures", "signatures of datasketch", at_least=10)


# ---- exact sets ----


def test_exact_jaccard(benchmark: Any, ledger: Ledger, texts: list[str]) -> None:
    hashes, offsets = shingle_hashes(*code_points(texts))
    pairs = np.random.default_rng(1).integers(0, len(texts), (20_000, 2))
    ledger.measure(
        "exact Jaccard, pairs", benchmark, lambda: near_duplicate_score(hashes, offsets, pairs), items=20_000
    )


def test_exact_jaccard_of_python_sets(benchmark: Any, ledger: Ledger, texts: list[str]) -> None:
    hashes, offsets = shingle_hashes(*code_points(texts))
    sets = [frozenset(hashes[start:end].tolist()) for start, end in pairwise(offsets)]
    pairs = np.random.default_rng(1).integers(0, len(texts), (20_000, 2)).tolist()

    def work() -> list[float]:
        return [(both := len(sets[i] & sets[j])) / (len(sets[i]) + len(sets[j]) - both) for i, j in pairs]

    ledger.measure("exact Jaccard of Python sets, pairs", benchmark, work, items=20_000)


def test_gate_exact_jaccard(ledger: Ledger) -> None:
    ledger.ratio("exact Jaccard, pairs", "exact Jaccard of Python sets, pairs", at_least=2)


# ---- an LSH index: build, then ask ----


def build(signed: np.ndarray, folder: Path) -> Postings:
    found = Postings.fresh(folder)
    found.bulk(enumerate(bands(signed)), 1)
    return found


def peer_build(peer_signed: list[MinHash]) -> MinHashLSH:
    found = MinHashLSH(num_perm=NUM_PERM, params=(BANDS, ROWS))
    for number, one in enumerate(peer_signed):
        found.insert(number, one, check_duplication=False)
    return found


def ask(found: Postings, signed: np.ndarray) -> list[set[int]]:
    ones = np.ones(BANDS, dtype=np.float32)
    return [set(found.candidates(keys, ones, limit=50)[0].tolist()) for keys in bands(signed[-QUERIES:])]


def test_lsh_build(benchmark: Any, ledger: Ledger, signed: np.ndarray, tmp_path: Path) -> None:
    """To disk, synchronised."""
    ledger.measure("LSH build", benchmark, lambda: build(signed, tmp_path / "postings"), items=LSH_TEXTS)


def test_lsh_build_of_datasketch(benchmark: Any, ledger: Ledger, peer_signed: list[MinHash]) -> None:
    """In memory; it cannot be saved."""
    ledger.measure("LSH build of datasketch", benchmark, lambda: peer_build(peer_signed), items=LSH_TEXTS, rounds=3)


def test_gate_lsh_build(ledger: Ledger) -> None:
    ledger.ratio("LSH build", "LSH build of datasketch", at_least=2)


def test_lsh_query(benchmark: Any, ledger: Ledger, signed: np.ndarray, tmp_path: Path) -> None:
    found = build(signed, tmp_path / "postings")
    ledger.measure("LSH query", benchmark, lambda: ask(found, signed), items=QUERIES)


def test_lsh_query_of_datasketch(benchmark: Any, ledger: Ledger, peer_signed: list[MinHash]) -> None:
    found = peer_build(peer_signed)
    asked = peer_signed[-QUERIES:]
    ledger.measure("LSH query of datasketch", benchmark, lambda: [found.query(one) for one in asked], items=QUERIES)


def test_gate_lsh_query(ledger: Ledger) -> None:
    """A fence, not a victory: datasketch unites 25 sets of a dict, Postings reads a file format, ranks and caps.

    Its fixed cost of ~0.15 ms is what a check pays once, for all kinds of keys together.
    """
    ledger.ratio("LSH query", "LSH query of datasketch", at_least=0.15)


def test_lsh_answers_agree(signed: np.ndarray, peer_signed: list[MinHash], tmp_path: Path) -> None:
    """Both find the near-verbatim texts; they differ by chance where J is near the threshold."""
    ours = ask(build(signed, tmp_path / "postings"), signed)
    found = peer_build(peer_signed)
    theirs = [set(found.query(one)) for one in peer_signed[-QUERIES:]]
    sure = [
        {other for other in mine | his if _estimate(signed, LSH_TEXTS - QUERIES + number, other) > 0.85}
        for number, (mine, his) in enumerate(zip(ours, theirs, strict=True))
    ]
    assert sum(map(len, sure)) > QUERIES
    for certain, mine, his in zip(sure, ours, theirs, strict=True):
        assert certain <= mine
        assert certain <= his


def _estimate(signed: np.ndarray, one: int, other: int) -> float:
    return sketch.estimate_jaccard(signed[one], signed[other])


# ---- what MinHash finds: the figures behind "not for deciding sameness" ----


def test_gate_recall_of_bands(ledger: Ledger, cases: list[Case]) -> None:
    """On texts as the engine signs them: canonical, without spaces and punctuation."""
    core = [bare(canonical(case["text"]).text) for case in cases]
    keys = dict(zip([case["case_id"] for case in cases], bands(signatures(*code_points(core))), strict=True))
    found: dict[str, list[bool]] = defaultdict(list)
    for case in cases:
        if case["of"]:
            found[case["kind"]].append(bool(np.any(keys[case["case_id"]] == keys[case["of"]])))
    recall = {kind: float(np.mean(hits)) for kind, hits in found.items()}
    for kind in sorted(recall, key=recall.__getitem__, reverse=True):
        ledger.lines.append(f"      bands find {kind}: {recall[kind]:.2f} of {len(found[kind])}")
    ledger.least("recall of copies by bands", recall["copy"], at_least=0.99)
    ledger.least("recall of 10 % edits by bands", recall["edit10"], at_least=0.85)
