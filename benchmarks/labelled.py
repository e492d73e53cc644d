"""Where do labelled pairs come from? Reads the evaluation data beside the checkout; nothing of its texts is kept.

`pairs` gives, for each case in order of arrival, its nearest earlier cases by shared rare words and character pairs, with the
label: same matter (1), another (0), or open (-1). Folds are drawn by matter, so that no matter is fitted and scored at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from engine.case import Case
from engine.compare import compare
from engine.grams import TABLE_BITS, gram_hashes
from engine.hashing import KINDS, PAIR, WORD
from engine.prepare import Subject, Tools, prepare_subject
from service.wire import parse_case

NOW = datetime.fromisoformat("2026-01-01T00:00:00+08:00")
NEIGHBOURS = 25


def read_cases(path: Path) -> list[Case]:
    """All cases of a JSONL file in its order."""
    with path.open(encoding="utf-8") as lines:
        return [parse_case(json.loads(line), NOW) for line in lines if line.strip()]


@dataclass(frozen=True)
class Gold:
    """`matter` of the cases that share one; `unsure` pairs count neither way."""

    matter: dict[str, int]
    unsure: set[frozenset[str]]

    @classmethod
    def read(cls, path: Path) -> Gold:
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            {c: k for k, group in enumerate(data["matters"]) for c in group}, {frozenset(p) for p in data["unsure"]}
        )

    def label(self, a: str, b: str) -> int:
        if self.matter.get(a, -1) == self.matter.get(b, -2):
            return 1
        return -1 if frozenset((a, b)) in self.unsure else 0


@dataclass(frozen=True)
class Pairs:
    """Feature rows (n, features), labels, and the indices of the new and the old case of each pair."""

    cases: list[Case]
    rows: NDArray[np.float32]
    labels: NDArray[np.int8]
    new: NDArray[np.int32]
    old: NDArray[np.int32]


def untitled(case: Case) -> Case:
    """As a call would be noted: the title is the first sentence."""
    return replace(case, text=f"{case.title}。{case.text}" if case.title else case.text, title="")


def cut_short(case: Case) -> Case:
    """As a board shows it: the first hundred characters."""
    return replace(case, text=case.text[:100])


def cut_short_untitled(case: Case) -> Case:
    """As an operator notes it: no title, the first hundred characters."""
    return replace(case, text=f"{case.title}。{case.text}"[:120], title="")


VARIANTS: tuple[Callable[[Case], Case], ...] = (lambda case: case, untitled, cut_short, cut_short_untitled)
"""The first board always has titles and long texts; other desks have neither. The labels hold for all of these."""


def neighbours(subjects: Sequence[Subject], tools: Tools) -> list[NDArray[np.int64]]:
    """For each case the indices of the NEIGHBOURS most alike earlier ones (cosine of idf-weighted words and pairs)."""
    blocks = []
    for row, subject in enumerate(subjects):
        for kind in (PAIR, WORD):
            grams = np.unique(gram_hashes(subject.prepared, kind))
            weights = np.maximum(idf_of(tools.reference.idf, kind, grams) - 2.0, 0.0)
            blocks.append((np.full(len(grams), row), grams.astype(np.int64) & 0xFFFFFF, weights))
    rows, columns, values = (np.concatenate([b[i] for b in blocks]) for i in range(3))
    matrix = sp.csr_matrix((values, (rows, columns)), shape=(len(subjects), 1 << 24))
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()) + 1e-9
    matrix = (sp.diags(1 / norms) @ matrix).tocsr()
    return list(_nearest(matrix))


def _nearest(matrix: sp.csr_matrix) -> Iterator[NDArray[np.int64]]:
    turned = matrix.T.tocsc()
    for start in range(0, matrix.shape[0], 500):
        block = (matrix[start : start + 500] @ turned).toarray()
        for offset, scores in enumerate(block):
            earlier = scores[: start + offset]
            top = np.argsort(-earlier, kind="stable")[:NEIGHBOURS]
            yield top[earlier[top] > 0]


def idf_of(idf: NDArray[np.uint8], kind: int, grams: NDArray[np.uint32]) -> NDArray[np.float32]:
    """Reference idf of gram hashes."""
    offset = sum(1 << bits for bits in TABLE_BITS[:kind])
    found: NDArray[np.float32] = idf[
        offset + (grams & np.uint32((1 << TABLE_BITS[kind]) - 1)).astype(np.int64)
    ] / np.float32(24)
    return found


def reference_frequencies(cases: Sequence[Case], tools: Tools) -> NDArray[np.uint8]:
    """The idf table of `engine.features.Reference` over `cases` (each id once)."""
    counts = [np.zeros(1 << bits, dtype=np.int32) for bits in TABLE_BITS]
    distinct = {case.case_id: case for case in cases}
    for case in distinct.values():
        prepared = prepare_subject(case, tools).prepared
        for kind in range(KINDS):
            buckets = gram_hashes(prepared, kind) & np.uint32(len(counts[kind]) - 1)
            counts[kind][np.unique(buckets)] += 1
    for kind, count in enumerate(counts):
        if kind != WORD and TABLE_BITS[kind] > 16:
            count[count == 1] = 0  # seen once is as good as never, and the file shrinks to a third
    n = len(distinct)
    parts = [np.clip(np.rint(24 * np.log((n + 1) / (count + 0.5))), 0, 255).astype(np.uint8) for count in counts]
    return np.concatenate(parts)


def pairs(cases: Sequence[Case], gold: Gold, tools: Tools, near: Sequence[NDArray[np.int64]] | None = None) -> Pairs:
    """Each case against its neighbours (computed when not given)."""
    subjects = [prepare_subject(case, tools) for case in cases]
    near = neighbours(subjects, tools) if near is None else near
    rows, labels, new, old = [], [], [], []
    for i, (subject, others) in enumerate(zip(subjects, near, strict=True)):
        if not len(others):
            continue
        compared = compare(subject.prepared, subject.profile, [subjects[j].prepared for j in others])
        rows.append(np.stack([c.row for c in compared]))
        labels += [gold.label(cases[i].case_id, cases[j].case_id) for j in others]
        new += [i] * len(others)
        old += [int(j) for j in others]
    return Pairs(
        list(cases), np.concatenate(rows), np.array(labels, np.int8), np.array(new, np.int32), np.array(old, np.int32)
    )


def folds(cases: Sequence[Case], gold: Gold, count: int, seed: int) -> NDArray[np.int32]:
    """A fold for each case; the cases of one matter share theirs."""
    rng = np.random.default_rng(seed)
    of_matter: dict[int, int] = {}
    drawn = rng.integers(0, count, size=len(cases))
    result = np.empty(len(cases), dtype=np.int32)
    for i, case in enumerate(cases):
        matter = gold.matter.get(case.case_id)
        result[i] = drawn[i] if matter is None else of_matter.setdefault(matter, int(drawn[i]))
    return result
