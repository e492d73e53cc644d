"""Which cases of a pile are copies of each other, word for word or nearly so?

Sign all texts (`engine.sketch`), let equal bands propose pairs and measure each pair exactly without its boilerplate, then
join what holds, best first, unless a named place or number speaks against it (`service.dedup_groups`).
Not for: the same matter in other words (tier "matter", `service.dedup_matter`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from engine import sketch
from engine.case import Case
from engine.slot_compare import compare_groups
from service.dedup_groups import Naming, VetoGroups
from service.near_pool import Examined, NearPool, Signed
from service.progress import Progress

REACH = 8  # in a run of equal bands each text is measured against so many before it, and against the first
EQUAL = "equal without spaces and punctuation"
MOST_WAITING = 100_000_000  # proposals kept before equal ones are made one, in the worst case: 0.8 GB
MOST_REMEMBERED = 1 << 20  # comparisons of what two texts name


@dataclass(frozen=True, slots=True)
class Edge:
    """Cases `a` < `b` (their places in the pile) are alike: `score` is their exact Jaccard, 1.0 for equal texts."""

    a: int
    b: int
    relation: str  # EXACT_COPY | NEAR_COPY
    score: float
    evidence: str


@dataclass(frozen=True, slots=True)
class NearResult:
    """`group[i]` is the place of the first case that case i is a copy of, i itself if none.

    `vetoed` pairs are alike in wording and name things that exclude each other; `short` texts have too few words to be
    compared other than by equality.
    """

    group: tuple[int, ...]
    edges: tuple[Edge, ...]
    vetoed: int
    short: int = 0


def near_copies(cases: Sequence[Case], progress: Progress, *, workers: int = 1) -> NearResult:
    """Copies among `cases`, in the order given. The same cases give the same answer with any number of workers."""
    total = len(cases)
    with NearPool(cases, workers) as pool:
        signed = pool.sign(lambda done: progress.report(done, 2 * total, "signed"))
        exact, firsts = _equal_texts(signed)
        pairs = firsts[_proposed(signed.bands[firsts])]
        pairs = pairs[signed.secret[pairs[:, 0]] == signed.secret[pairs[:, 1]]]  # R0
        short = int(np.count_nonzero(signed.bands[:, 0] == sketch.NO_BAND))
        del signed
        involved = np.unique(pairs)
        examined = pool.examine(involved, lambda done: progress.report(total + done, total + len(involved), "compared"))
    scores = sketch.near_duplicate_score(
        examined.hashes, examined.offsets, np.searchsorted(involved, pairs), score_cutoff=sketch.THRESHOLD
    )
    return near_groups(total, exact, Held(pairs, scores, involved, examined), short)


@dataclass(frozen=True, slots=True)
class Held:
    """Measured `pairs` (m, 2) with their `scores`, 0 for none; `examined` is about the places `involved` (ascending)."""

    pairs: NDArray[np.int64]
    scores: NDArray[np.float64]
    involved: NDArray[np.int64]
    examined: Examined


def near_groups(total: int, exact: Sequence[Edge], held: Held, short: int) -> NearResult:
    """Groups among `total` cases from what was found of them: the part that one process does, whichever engine found it."""
    near, vetoed, joined = _joined(held.pairs, held.scores, held.involved, held.examined)
    first_of = {edge.b: edge.a for edge in exact}
    group = tuple(joined.find(first_of.get(place, place)) for place in range(total))
    edges = tuple(sorted(chain(exact, near), key=lambda edge: (edge.a, edge.b)))
    return NearResult(group, edges, vetoed, short)


def equal_edge(first: int, again: int) -> Edge:
    """The link from a repeated text to its first."""
    return Edge(first, again, "EXACT_COPY", 1.0, EQUAL)


def _equal_texts(signed: Signed) -> tuple[list[Edge], NDArray[np.int64]]:
    """Edges from each repeated text to its first, and the places of the first ones.

    What is confidential is matched only inside itself (R0). "催一下" of two persons is not one matter; of one person it
    may be: short texts are equal only if `signed.person` is.
    """
    columns = (signed.exact[:, 0], signed.exact[:, 1], signed.secret, signed.person)
    order = np.lexsort(columns)  # stable: equal ones stay in the order of the pile
    same = np.zeros(len(order), dtype=bool)
    same[1:] = np.logical_and.reduce([column[order[1:]] == column[order[:-1]] for column in columns])
    begins = np.maximum.accumulate(np.where(same, 0, np.arange(len(order)))) if len(order) else order
    repeated = np.flatnonzero(same)
    edges = [
        equal_edge(a, b) for a, b in zip(order[begins[repeated]].tolist(), order[repeated].tolist(), strict=True)
    ]
    return edges, np.sort(order[~same])


def _proposed(bands: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Distinct pairs (a < b), shape (m, 2), sorted, that share a band. Linear in the texts even if all are alike."""
    count = len(bands)
    if not count:
        return np.zeros((0, 2), np.int64)
    codes = np.zeros(0, np.int64)
    waiting: list[NDArray[np.int64]] = []
    for band in range(bands.shape[1]):
        waiting += _of_band(np.ascontiguousarray(bands[:, band]))
        if len(waiting) * count > MOST_WAITING or band == bands.shape[1] - 1:
            codes = np.unique(np.concatenate([codes, *waiting]))
            waiting.clear()
    return np.stack([codes // count, codes % count], axis=1).astype(np.int64)


def _of_band(column: NDArray[np.uint64]) -> list[NDArray[np.int64]]:
    """a·n + b for the pairs of one band: each text with up to REACH before it in its run, and with the run's first."""
    count = len(column)
    order = np.argsort(column, kind="stable")
    keys = column[order]
    goes_on = np.zeros(count, dtype=bool)
    goes_on[1:] = (keys[1:] == keys[:-1]) & (keys[1:] != sketch.NO_BAND)
    places = np.arange(count)
    begins = np.maximum.accumulate(np.where(goes_on, 0, places))
    inside = np.flatnonzero(goes_on)
    begun = begins[inside]
    found = []
    for step in range(1, REACH + 1):
        same = inside[inside - step >= begun]
        found.append(order[same - step] * count + order[same])
    far = inside[inside - begun > REACH]
    found.append(order[begins[far]] * count + order[far])
    return found


def _joined(
    pairs: NDArray[np.int64], scores: NDArray[np.float64], involved: NDArray[np.int64], examined: Examined
) -> tuple[list[Edge], int, VetoGroups]:
    """Join the pairs that hold, best first; the number of pairs that a conflict forbade."""
    held = np.flatnonzero(scores > 0)
    order = held[np.lexsort((pairs[held, 1], pairs[held, 0], -scores[held]))]
    numbers = examined.named
    at = np.searchsorted(involved, pairs[order])
    groups = VetoGroups(lambda place: examined.namings[numbers[int(np.searchsorted(involved, place))]])
    agreed = _Agreement(examined.namings)
    edges, vetoed = [], 0
    for (a, b), (i, j), score in zip(pairs[order].tolist(), at.tolist(), scores[order].tolist(), strict=True):
        evidence = agreed.between(numbers[i], numbers[j])
        if evidence is None or not groups.join(a, b):
            vetoed += 1
            continue
        shown = f"4-gram Jaccard {score:.4f}"
        edges.append(Edge(a, b, "NEAR_COPY", score, f"{shown}; {evidence}" if evidence else shown))
    return edges, vetoed, groups


@dataclass(slots=True)
class _Agreement:
    """What two namings have in common, in words; None if something in them excludes the other. Each pair once."""

    namings: Sequence[Naming]
    known: dict[tuple[int, int], str | None] = field(default_factory=dict)

    def between(self, older: int, newer: int) -> str | None:
        pair = (older, newer)
        if pair not in self.known:
            if len(self.known) >= MOST_REMEMBERED:
                self.known.clear()
            found = compare_groups(self.namings[newer].slots, self.namings[older].slots)
            conflict = any(verdict.verdict == "conflict" for verdict in found)
            words = dict.fromkeys(f"{verdict.kind} {verdict.new.text}" for verdict in found)
            self.known[pair] = None if conflict else "; ".join(words)
        return self.known[pair]
