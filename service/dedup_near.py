"""Which cases of a pile are copies of each other, word for word or nearly so?

Three pure steps over the whole pile: sign the texts (`engine.sketch`), let equal bands propose pairs and measure each
pair exactly, then join what holds, best first, unless a named place or number speaks against it (`compare_slots`).
A group is never joined across such a conflict, not even by way of a third text that names nothing.
Not for: the same matter in other words (tier "matter", `service.dedup`).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine import sketch
from engine.case import Case
from engine.normalise import bare, canonical
from engine.prepare import content_spans
from engine.slots import Slot, compare_slots, find_slots
from service.progress import Progress

CHUNK = 20_000  # texts signed at a time: 10 MB of signatures, and a step of the progress
REACH = 8  # in a run of equal bands each text is measured against so many before it, and against the first
MOST_NAMED = 64  # different sets of places and numbers in one group (own flats do not count); more is not one thing


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
    """`group[i]` is the place of the first case that case i is a copy of, i itself if none."""

    group: tuple[int, ...]
    edges: tuple[Edge, ...]
    vetoed: int


def near_copies(cases: Sequence[Case], progress: Progress, *, workers: int = 1) -> NearResult:
    """Copies among `cases`, in the order given. The same cases give the same answer with any number of workers."""
    texts = []
    for place, case in enumerate(cases):
        texts.append(bare(canonical(case.text).text))
        if place % 1000 == 0:
            progress.report(place, 2 * len(cases), "read")
    exact, firsts = _equal_texts(cases, texts)
    pairs = _proposed(_band_keys([texts[place] for place in firsts], workers, progress, len(cases)))
    near, vetoed, joined = _joined(cases, firsts, pairs, _scores(cases, firsts, pairs))
    root = {place: joined.find(place) for place in firsts}
    first_of = {edge.b: edge.a for edge in exact}
    group = tuple(root[first_of.get(place, place)] for place in range(len(cases)))
    return NearResult(group, tuple(sorted((*exact, *near), key=lambda edge: (edge.a, edge.b))), vetoed)


def _equal_texts(cases: Sequence[Case], texts: Sequence[str]) -> tuple[list[Edge], list[int]]:
    """Edges from each repeated text to its first, and the places of the first ones."""
    seen: dict[tuple[str, bool, object], int] = {}
    edges, firsts = [], []
    for place, (case, text) in enumerate(zip(cases, texts, strict=True)):
        # "催一下" of two persons is not one matter; of one person it may be. Nobody at all is a person of his own.
        short = len(text) < sketch.MIN_SHINGLES + sketch.SHINGLE - 1
        key = (text, case.confidential, (case.petitioner or place) if short else None)
        first = seen.setdefault(key, place)
        if first == place:
            firsts.append(place)
        else:
            edges.append(Edge(first, place, "EXACT_COPY", 1.0, "equal without spaces and punctuation"))
    return edges, firsts


def _band_keys(texts: Sequence[str], workers: int, progress: Progress, total: int) -> NDArray[np.uint64]:
    """Band keys, shape (n, BANDS). The kernels run without the interpreter's lock."""

    def sign(begin: int) -> NDArray[np.uint64]:
        return sketch.bands(sketch.signatures(*sketch.code_points(texts[begin : begin + CHUNK])))

    parts = [np.zeros((0, sketch.BANDS), np.uint64)]
    with ThreadPoolExecutor(max(1, workers)) as pool:
        for part in pool.map(sign, range(0, len(texts), CHUNK)):
            parts.append(part)
            progress.report(total + min((len(parts) - 1) * CHUNK, total), 2 * total, "signed")
    return np.concatenate(parts)


def _scores(cases: Sequence[Case], firsts: Sequence[int], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """Exact Jaccard of each pair's texts without boilerplate, 0 below the threshold.

    Salutations and pasted replies make strangers look 0.9 alike. Stripping them costs forty times what signing does, so
    that only the texts of a proposed pair are stripped.
    """
    involved, numbered = np.unique(pairs, return_inverse=True)
    cores = [_core(canonical(cases[firsts[place]].text).text) for place in involved]
    hashes, offsets = sketch.shingle_hashes(*sketch.code_points(cores))
    again = numbered.reshape(-1, 2).astype(np.int64)
    return sketch.near_duplicate_score(hashes, offsets, again, score_cutoff=sketch.THRESHOLD)


def _core(folded: str) -> str:
    return bare("".join(folded[start:end] for start, end in content_spans(folded)))


def _proposed(bands: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Distinct pairs (a < b), shape (m, 2), sorted, that share a band. Linear in the texts even if all are alike."""
    count = len(bands)
    found: list[NDArray[np.int64]] = []
    for band in range(bands.shape[1]):
        order = np.argsort(bands[:, band], kind="stable")
        keys = bands[order, band]
        for step in range(1, REACH + 1):
            same = np.flatnonzero((keys[step:] == keys[:-step]) & (keys[step:] != sketch.NO_BAND))
            found.append(order[same] * count + order[same + step])
        begins = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if count else np.zeros(0, np.int64)
        first = np.repeat(begins, np.diff(np.append(begins, count)))
        far = np.flatnonzero((np.arange(count) - first > REACH) & (keys != sketch.NO_BAND))
        found.append(order[first[far]] * count + order[far])
    codes = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
    return np.stack([codes // max(1, count), codes % max(1, count)], axis=1).astype(np.int64)


def _joined(
    cases: Sequence[Case], firsts: Sequence[int], pairs: NDArray[np.int64], scores: NDArray[np.float64]
) -> tuple[list[Edge], int, _Groups]:
    """Join the pairs that hold, best first; the number of pairs that a conflict forbade."""
    held = np.flatnonzero(scores > 0)
    order = held[np.lexsort((pairs[held, 1], pairs[held, 0], -scores[held]))]
    groups = _Groups(cases)
    edges, vetoed = [], 0
    for pair in order:
        a, b = firsts[pairs[pair, 0]], firsts[pairs[pair, 1]]
        if cases[a].confidential != cases[b].confidential:
            continue  # R0: what is confidential is matched only inside itself
        evidence = groups.join(a, b)
        if evidence is None:
            vetoed += 1
        else:
            shown = f"4-gram Jaccard {scores[pair]:.4f}"
            edges.append(Edge(a, b, "NEAR_COPY", float(scores[pair]), "; ".join(filter(None, (shown, evidence)))))
    return edges, vetoed, groups


@dataclass(slots=True)
class _Groups:
    """Union-find whose groups remember what their members name, so that no join brings a conflict into a group."""

    cases: Sequence[Case]
    parent: dict[int, int] = field(default_factory=dict)
    named: dict[int, dict[frozenset[tuple[str, str]], tuple[Slot, ...]]] = field(default_factory=dict)
    slots: dict[int, tuple[Slot, ...]] = field(default_factory=dict)

    def find(self, place: int) -> int:
        """The group's first member; halves the path on its way."""
        while (above := self.parent.get(place, place)) != place:
            self.parent[place] = self.parent.get(above, above)
            place = above
        return place

    def join(self, a: int, b: int) -> str | None:
        """What both texts name, in words, after joining their groups; None if something forbids it."""
        verdicts = compare_slots(self._slots(b), self._slots(a))
        if any(verdict.verdict == "conflict" for verdict in verdicts):
            return None
        first, second = sorted((self.find(a), self.find(b)))
        if first != second:
            mine, theirs = self._named(first), self._named(second)
            if any(_conflict(x, y) for x in mine.values() for y in theirs.values()):
                return None
            merged = {**theirs, **mine}
            if len(merged) > MOST_NAMED:
                return None
            self.named[first] = merged
            self.named.pop(second, None)
            self.parent[second] = first
        return "; ".join(f"{verdict.kind} {verdict.new.text}" for verdict in verdicts)

    def _slots(self, place: int) -> tuple[Slot, ...]:
        if place not in self.slots:
            case = self.cases[place]
            self.slots[place] = find_slots(canonical(case.text).text) + find_slots(canonical(case.address).text)
        return self.slots[place]

    def _named(self, root: int) -> dict[frozenset[tuple[str, str]], tuple[Slot, ...]]:
        if root not in self.named:
            slots = self._slots(root)
            self.named[root] = {frozenset((slot.kind, slot.value) for slot in slots if not slot.own): slots}
        return self.named[root]


def _conflict(new: Sequence[Slot], old: Sequence[Slot]) -> bool:
    return any(verdict.verdict == "conflict" for verdict in compare_slots(new, old))
