"""How is one query ranked against all settled cases, and what is said of each case shown?

Pure reading of a `View`: scores of the four views as shares of the query's own score, z-scores added, filters, the order,
one case of each matter, and the parts of the likeness. Only `index.precedents` calls this.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from engine.advice import Likeness, PrecedentFilters
from index import lsa
from index.bm25 import Counts, Query, Statistics, prepare_cosine, prepare_query
from index.lsa import LatentSpace
from index.precedent_columns import Column, CountedText
from index.sentences import SentenceSpace

WEIGHTS = {"words": 1.0, "pairs": 1.0, "title": 0.3, "latent": 1.0, "sense": 0.7}
"""Shares of the z-scores. Plain ones, not fitted: nDCG@10 stays within 0.02 for 0.7-1.3 each (title 0.2-0.5, sense 0.3-1)."""
TYPICAL_SPREAD = {"words": 0.02, "pairs": 0.0075, "title": 0.02, "latent": 0.07, "sense": 0.08}
"""Standard deviation over an archive of a view's scores, as shares of the query's score against itself."""
PRIOR_CASES = 50
"""The typical spread counts as if this many cases had shown it: an archive of three has no spread of its own."""
FIRST_SORTED = 1_000
"""Places that are put in order at once."""
SCALE = 3.3
"""Sum of the weights that `HALF` and the grades are made for: the four views that need no extra."""
MOST_WHY = 8
HALF, SPREAD = 31.0, 9.2
"""Logistic curve from the fused score to `score`: the share of cases that were read as true 类案 (grade 2 or better). Fitted on
the ten best of 76 queries; cross-fitted by query, the expected error fell from 0.23 (x / (x + 22)) to 0.06."""
_GRADE_1, _GRADE_2 = 14.0, 24.0
_SAME_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class Ranked:
    """A settled case and its likeness to the query."""

    seq: int
    likeness: Likeness


MatterOf = Callable[[Sequence[int]], Mapping[int, str]]
"""The present matter of each case that has one."""


@dataclass(frozen=True, slots=True)
class View:
    """What a query reads: never changed, only replaced. `learned` is the number of cases when `space` was learned."""

    columns: tuple[Column, ...] = ()
    space: LatentSpace | None = None
    learned: int = 0
    sentences: SentenceSpace | None = None

    def __len__(self) -> int:
        return sum(int(each.live.sum()) for each in self.columns)


class Ranking:
    """One query against one view. A place is a position in all columns laid end to end."""

    def __init__(self, view: View, counted: CountedText, vector: NDArray[np.float32] | None = None) -> None:
        self._columns = view.columns
        self._spelled = {crc32(word.encode("utf-8", "surrogatepass")): word for word in counted.spelled}
        self._live = _joined([each.live for each in self._columns], np.dtype(bool))
        self._seqs = _joined([each.seqs for each in self._columns], np.dtype(np.int64))
        self._starts = np.cumsum([0, *map(len, self._columns)])
        self._queries = {name: self._query(name, getattr(counted, name)) for name in ("words", "pairs", "title")}
        self._reply = self._query("reply", counted.words)
        self._shares = {name: self._share(name, query) for name, query in self._queries.items()}
        if view.space is not None:
            keys, counts = counted.words
            text = lsa.Texts(keys, counts.astype(np.float32), np.array([0, len(keys)], dtype=np.int64))
            own = view.space.project(text)[0]
            # einsum and not @: BLAS spreads so small a product over all cores, and on busy ones waits for the slowest
            likeness = [np.einsum("nd,d->n", each.latent, own) for each in self._columns if each.latent is not None]
            self._shares["latent"] = _joined(likeness, np.dtype(np.float64))
        if view.sentences is not None and vector is not None:
            own = view.sentences.project([vector])[0]
            sense = [np.einsum("nd,d->n", each.sense, own) for each in self._columns if each.sense is not None]
            self._shares["sense"] = _joined(sense, np.dtype(np.float64))
        self.fused = self._fuse()

    def seq(self, place: int) -> int:
        return int(self._seqs[place])

    def order(self, excluded: Collection[int], filters: PrecedentFilters) -> Iterator[int]:
        """Places from the best down, as far as they have anything in common with the query."""
        shown = _joined([each.accepted(filters) for each in self._columns], np.dtype(bool))
        shown &= (self.fused > 0) | (self._shares["words"] > 0)
        if excluded:
            shown &= ~np.isin(self._seqs, np.fromiter(excluded, dtype=np.int64))
        places = np.flatnonzero(shown)
        if len(places) > 2 * FIRST_SORTED:
            # Sorting them all costs more than all the rest, and hardly anybody reads on behind the first.
            last = np.partition(self.fused[places], -FIRST_SORTED)[-FIRST_SORTED]
            first = self.fused[places] >= last
            yield from self._sorted(places[first])
            places = places[~first]
        yield from self._sorted(places)

    def _sorted(self, places: NDArray[np.int64]) -> list[int]:
        found: list[int] = places[np.lexsort((-self._seqs[places], -self.fused[places]))].tolist()
        return found

    def ranked(self, places: Sequence[int]) -> list[Ranked]:
        """These places with the parts of their rank, each in [0, 1]."""
        found: dict[int, Ranked] = {}
        of_place = np.array(places, dtype=np.int64)
        number = np.searchsorted(self._starts, of_place, side="right") - 1
        for i in np.unique(number).tolist():
            here = of_place[number == i]
            rows = here - self._starts[i]
            words = self._columns[i].words.parts(self._queries["words"], rows)
            basis = self._columns[i].reply.parts(self._reply, rows).sum(axis=1) / max(self._reply.own, 1e-9)
            for place, parts, covered in zip(here.tolist(), words, basis.tolist(), strict=True):
                found[place] = Ranked(self.seq(place), self._likeness(place, self._why(parts), covered))
        return [found[place] for place in places]

    def _likeness(self, place: int, why: tuple[str, ...], basis: float) -> Likeness:
        share = {name: min(max(float(scores[place]), 0.0), 1.0) for name, scores in self._shares.items()}
        fused = float(self.fused[place])
        return Likeness(
            score=min(round(1 / (1 + math.exp((HALF - max(min(fused, 200.0), 0.0)) / SPREAD)), 4), 0.9999),
            grade=_grade(fused, share["words"]),
            facts=round(max(share["words"], share.get("latent", 0.0)), 4),
            demand=round(share["title"], 4),
            basis=round(min(basis, 1.0), 4),
            why=why,
        )

    def _query(self, name: str, counted: Counts) -> Query:
        fields = [each.field(name) for each in self._columns]
        prepare = prepare_cosine if name == "pairs" else prepare_query
        return prepare(counted, fields, Statistics.of(fields))

    def _share(self, name: str, query: Query) -> NDArray[np.float64]:
        """BM25 (pairs: cosine) of every place as a share of the query's own."""
        fields = [each.field(name) for each in self._columns]
        parts = [field.cosines(query) if name == "pairs" else field.scores(query) for field in fields]
        scores = _joined(parts, np.dtype(np.float64))
        return scores / max(query.own, 1e-9)

    def _fuse(self) -> NDArray[np.float64]:
        total, size = np.zeros(len(self._seqs)), int(self._live.sum())
        for name, scores in self._shares.items():
            seen = scores[self._live]
            mean = float(seen.sum()) / (size + PRIOR_CASES)
            variance = float(np.square(seen - mean).sum()) + PRIOR_CASES * TYPICAL_SPREAD[name] ** 2
            total += WEIGHTS[name] * (scores - mean) / np.sqrt(variance / (size + PRIOR_CASES))
        # the same scale whichever views there are
        return total * (SCALE / max(sum(WEIGHTS[name] for name in self._shares), 1e-9))

    def _why(self, parts: NDArray[np.float64]) -> tuple[str, ...]:
        """The shared words that weigh most, without those inside longer ones."""
        keys = self._queries["words"].keys
        chosen: list[str] = []
        for i in np.argsort(-parts, kind="stable"):
            if parts[i] <= 0 or len(chosen) == MOST_WHY:
                break
            word = self._spelled[int(keys[i])]
            if not any(word in other for other in chosen):
                chosen = [other for other in chosen if other not in word] + [word]
        return tuple(chosen)


def _grade(fused: float, words: float) -> int:
    if fused >= _GRADE_2:
        return 3 if words >= _SAME_WORDS else 2
    return 1 if fused >= _GRADE_1 else 0


def _joined(parts: Sequence[NDArray[Any]], dtype: np.dtype[Any]) -> NDArray[Any]:
    return np.concatenate(parts).astype(dtype, copy=False) if parts else np.zeros(0, dtype)


def one_per_matter(
    places: Iterator[int], ranking: Ranking, matter_of: MatterOf, excluded: frozenset[str], k: int
) -> Iterator[int]:
    """Only the best case of each matter; matters are asked for in batches of 4 k."""
    seen = set(excluded)
    while batch := [place for place, _ in zip(places, range(4 * k), strict=False)]:
        matters = matter_of([ranking.seq(place) for place in batch])
        for place in batch:
            matter = matters.get(ranking.seq(place), "")
            if not matter or matter not in seen:
                seen.add(matter)
                yield place
