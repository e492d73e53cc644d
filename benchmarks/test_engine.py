"""What does one case cost on its way to its verdict, beside what others would do with the same text?

The archive is 5,000 generated cases; what is asked are cases it does not hold. The steps are measured one by one and then the
whole check as the service runs it. Peers do less (none of them judges): they are there because their price is known.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import jieba
import numpy as np
import pytest
from datasketch import MinHash, MinHashLSH
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.archive import REFERENCE, cases, fill, open_library, reference_work
from benchmarks.gates import Ledger
from engine.case import Case
from engine.judge import judge
from engine.keys import Keys, keys
from engine.prepare import Subject, prepare_many, prepare_subject
from engine.relate import Known
from engine.shortlist import shortlist
from engine.sketch import BANDS, NUM_PERM, ROWS
from index.library import LIMIT, Library

ARCHIVE = 5_000
ASKED = 200
SEED, OTHER_SEED = 21, 22
WRITERS = 16


@pytest.fixture(scope="module")
def archive() -> list[Case]:
    return list(cases(ARCHIVE, SEED))


@pytest.fixture(scope="module")
def asked() -> list[Case]:
    return list(cases(ASKED, OTHER_SEED))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, archive: list[Case]) -> Iterator[Library]:
    opened = open_library(tmp_path_factory.mktemp("engine") / "data")
    fill(opened, archive)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def subjects(library: Library, asked: list[Case]) -> list[Subject]:
    return [prepare_subject(case, library.tools) for case in asked]


@pytest.fixture(scope="module")
def asked_keys(subjects: list[Subject]) -> list[Keys]:
    return [keys(subject.prepared) for subject in subjects]


def each(work: Callable[[Any], object], items: Sequence[Any]) -> Callable[[], list[object]]:
    """All items, one after the other, as requests come."""
    return lambda: [work(item) for item in items]


# ---- prepare ----


def test_prepare(benchmark: Any, ledger: Ledger, library: Library, asked: list[Case]) -> None:
    work = each(lambda case: prepare_subject(case, library.tools), asked)
    ledger.measure("prepare", benchmark, work, items=ASKED)


def test_prepare_many(benchmark: Any, ledger: Ledger, library: Library, asked: list[Case]) -> None:
    """As loads and batches come."""
    ledger.measure("prepare many", benchmark, lambda: list(prepare_many(asked, library.tools)), items=ASKED)


def test_segmentation_by_jieba(benchmark: Any, ledger: Ledger, asked: list[Case]) -> None:
    """The words alone, by the segmenter that most projects use."""
    jieba.initialize()
    ledger.measure("words by jieba", benchmark, each(lambda case: jieba.lcut(case.text), asked), items=ASKED, rounds=5)


def test_gate_prepare(ledger: Ledger) -> None:
    """Slots, persons, intent, boilerplate and words together for the price of one segmentation; one at a time a fence."""
    ledger.ratio("prepare", "words by jieba", at_least=0.8)
    ledger.ratio("prepare many", "words by jieba", at_least=1.1)


# ---- keys and candidates ----


def minhash(text: str) -> MinHash:
    """datasketch with a hash that is cheaper than its default SHA-1."""
    made = MinHash(num_perm=NUM_PERM, hashfunc=crc32)
    made.update_batch([text[i : i + 4].encode() for i in range(len(text) - 3)])
    return made


def test_keys(benchmark: Any, ledger: Ledger, subjects: list[Subject]) -> None:
    ledger.measure("keys", benchmark, each(lambda s: keys(s.prepared), subjects), items=ASKED)


def test_signature_of_datasketch(benchmark: Any, ledger: Ledger, asked: list[Case]) -> None:
    """One text at a time, as a request brings it."""
    ledger.measure("one signature of datasketch", benchmark, each(lambda c: minhash(c.text), asked), items=ASKED)


def test_gate_keys(ledger: Ledger) -> None:
    """All eight kinds of keys, a 128-permutation signature among them, for the price of the peer's signature."""
    ledger.ratio("keys", "one signature of datasketch", at_least=1)


def test_candidates(benchmark: Any, ledger: Ledger, library: Library, asked_keys: list[Keys]) -> None:
    find = library._postings.candidates
    work = each(lambda k: find(k.values, k.weights, limit=LIMIT, must=k.must), asked_keys)
    ledger.measure("candidates", benchmark, work, items=ASKED)


def test_candidates_by_tfidf(benchmark: Any, ledger: Ledger, archive: list[Case], asked: list[Case]) -> None:
    """scikit-learn: cosine over pairs and triples of characters, all cases looked at, the best as many taken."""
    made = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True)
    matrix = made.fit_transform([case.text for case in archive]).T.tocsr()

    def best(case: Case) -> np.ndarray:
        scores = (made.transform([case.text]) @ matrix).toarray()[0]
        return np.argpartition(-scores, LIMIT)[:LIMIT]

    ledger.measure("candidates by TF-IDF", benchmark, each(best, asked), items=ASKED, rounds=2)


def test_gate_candidates(ledger: Ledger) -> None:
    """At 5,000 cases. The peer's time grows with the archive, ours does not."""
    ledger.ratio("candidates", "candidates by TF-IDF", at_least=1.5)


# ---- judge ----


@dataclass(frozen=True)
class Docket:
    """A case, the stored records of its candidates, best first, and the candidates themselves."""

    subject: Subject
    records: list[bytes]
    known: list[Known]


@pytest.fixture(scope="module")
def dockets(library: Library, subjects: list[Subject], asked_keys: list[Keys]) -> list[Docket]:
    made = []
    with library.store.read() as reader:
        for subject, found in zip(subjects, asked_keys, strict=True):
            seqs, _, _ = library._postings.candidates(found.values, found.weights, limit=LIMIT, must=found.must)
            records = reader.prepared_many(seqs.tolist())
            made.append(Docket(subject, list(records.values()), list(library._load(reader, records, 0).values())))
    return made


def test_judge(benchmark: Any, ledger: Ledger, library: Library, dockets: list[Docket]) -> None:
    """From stored records to a verdict with its evidence; the cases that are judged in full are decoded already."""

    def work(docket: Docket) -> object:
        chosen, measured = shortlist(docket.subject, docket.records, library.model)
        known = [docket.known[at] for at in chosen]
        return judge(docket.subject, known, library.model, library.tools, measured=measured)

    ledger.measure("judge all candidates", benchmark, each(work, dockets), items=ASKED, rounds=3)


def test_opcodes_of_rapidfuzz(benchmark: Any, ledger: Ledger, dockets: list[Docket]) -> None:
    """What differs between the text and each of the same candidates: the fastest diff there is, and it decides nothing."""

    def work(docket: Docket) -> object:
        return [Indel.opcodes(docket.subject.case.text, other.case.text) for other in docket.known]

    ledger.measure("diff with all candidates by rapidfuzz", benchmark, each(work, dockets), items=ASKED, rounds=3)


def test_gate_judge(ledger: Ledger) -> None:
    """A fence: a verdict over all candidates, evidence included, beside a bare diff with each of them."""
    ledger.ratio("judge all candidates", "diff with all candidates by rapidfuzz", at_least=0.1)


# ---- the whole check ----


@pytest.fixture(scope="module")
def checked(library: Library, asked: list[Case]) -> tuple[np.ndarray, float]:
    """Milliseconds of processor time of each check, and how much slower than REFERENCE this machine is meanwhile."""
    for case in asked[:50]:
        library.check(case)
    library._known.clear()
    took, beside = [], []
    for case in asked:
        beside.append(reference_work())
        started = time.thread_time()
        library.check(case)
        took.append((time.thread_time() - started) * 1e3)
    return np.array(took), float(np.median(beside)) / REFERENCE


def test_check(benchmark: Any, ledger: Ledger, library: Library, asked: list[Case]) -> None:
    ledger.measure("check", benchmark, each(library.check, asked), items=ASKED, rounds=3)


def test_scan_by_rapidfuzz(benchmark: Any, ledger: Ledger, archive: list[Case], asked: list[Case]) -> None:
    """Every text of the archive compared with the new one, in one call."""
    texts = [case.text for case in archive]
    some = asked[:40]
    work = each(lambda case: cdist([case.text], texts, workers=1), some)
    ledger.measure("scan by rapidfuzz", benchmark, work, items=len(some), rounds=2)


def test_query_of_datasketch(benchmark: Any, ledger: Ledger, archive: list[Case], asked: list[Case]) -> None:
    """From text to the near-verbatim ones, which is a part of what is asked."""
    index = MinHashLSH(num_perm=NUM_PERM, params=(BANDS, ROWS))
    for case in archive:
        index.insert(case.case_id, minhash(case.text), check_duplication=False)
    ledger.measure("query of datasketch", benchmark, each(lambda c: index.query(minhash(c.text)), asked), items=ASKED)


def test_gate_check(ledger: Ledger) -> None:
    """A verdict with its evidence, against one number for each case of a small archive."""
    ledger.ratio("check", "scan by rapidfuzz", at_least=1)
    ledger.ratio("check", "query of datasketch", at_least=0.03)


def test_gate_check_p99(ledger: Ledger, checked: tuple[np.ndarray, float]) -> None:
    """Absolute, but scaled by what a fixed piece of work takes in the same minute on the same machine."""
    took, slowness = checked
    p50, p99 = np.percentile(took, [50, 99]) / slowness
    ledger.lines.append(f"      check: p50 {p50:.2f} ms, p99 {p99:.2f} ms (machine {slowness:.2f}× slower than quiet)")
    ledger.least("limit of 7 ms : p50 of a check", 7 / p50, at_least=1, unit="×")
    ledger.least("limit of 12 ms : p99 of a check", 12 / p99, at_least=1, unit="×")


# ---- register ----


def test_gate_register(ledger: Ledger, tmp_path: Path) -> None:
    """Short texts, durable, each judged against what all others have registered before it."""
    library = open_library(tmp_path / "data")
    wanted = [
        Case(case.case_id, case.text[:60], case.received_at, petitioner=case.petitioner) for case in cases(600, SEED)
    ]
    slow = np.median([reference_work() for _ in range(30)]) / REFERENCE
    started = time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda case: library.register(case, case.case_id.encode()), wanted))
    rate = len(wanted) / (time.perf_counter() - started)
    library.close()
    ledger.lines.append(f"      registered by {WRITERS} threads as measured: {rate:.0f}/s, machine {slow:.2f}× slower")
    ledger.least(f"registered by {WRITERS} threads, scaled", rate * slow, at_least=80, unit="/s")
