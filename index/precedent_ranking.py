"""How is one query ranked against all settled cases, and what is said of each case shown?

Pure reading of a `View`: scores of the views as shares of the query's own score, z-scores added, filters, the order, one case
of each matter, and the parts of the likeness. Of a large column only the rows are scored that may be among the best
(`index.field_rows`); how scores spread over the archive is then read off a sample of it. Only `index.precedents` calls
this.
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
from index.field_rows import Asked, promising, scores_of
from index.lsa import LatentSpace
from index.precedent_columns import Column, CountedText
from index.sentences import SentenceSpace

WEIGHTS = {"words": 1.0, "pairs": 1.0, "title": 0.3, "latent": 1.0, "sense": 0.7}
"""Shares of the z-scores. Plain ones, not fitted: nDCG@10 stays within 0.02 for 0.7-1.3 each (title 0.2-0.5, sense 0.3-1)."""
TYPICAL_SPREAD = {"words": 0.02, "pairs": 0.0075, "title": 0.02, "latent": 0.07, "sense": 0.08}
"""Standard deviation over an archive of a view's scores, as shares of the query's score against itself."""
PRIOR_CASES = 50
"""The typical spread counts as if this many cases had shown it: an archive of three has no spread of its own."""
EXHAUSTIVE = 100_000
"""Cases of one column up to which all are scored: as quick up to there as choosing some, 8 ms of processor time."""
CANDIDATES = 1_000
"""Cases of a larger column that are scored, of those that the filters let through. On graded queries 100 of 2,816 were enough."""
BUDGET = 2_000_000
"""Postings of a larger column that are read to choose them, the rarest keys first: 10 ms of processor time. With a quarter of it
recall@10 of a million fell from 0.98 to 0.95."""
SAMPLE = 4_000
"""Cases that tell how the scores of an archive with a larger column spread."""
FIRST_SORTED = 1_000
"""Places that are put in order at once."""
SCALE = 3.3
"""Sum of the weights that `HALF` and the grades are made for: the four views that need no extra."""
SCALE_WITH_SENSE = 3.6
"""The same with sentence vectors. They agree less with the other views than these with one another, so that the mean of the
best falls: with 3.3 the ten best of 76 queries got 0.91 of what they got without, and 1.45 instead of 2.05 a query grade 2."""
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
    """What a query reads: never changed, only replaced. `learned` is the number of cases when `space` was learned, `sample` a
    part of them, drawn by lot, where they were many."""

    columns: tuple[Column, ...] = ()
    space: LatentSpace | None = None
    learned: int = 0
    sentences: SentenceSpace | None = None
    sample: Column | None = None

    def __len__(self) -> int:
        return sum(int(each.live.sum()) for each in self.columns)


class Ranking:
    """One query against one view. A place is a position in the scored rows of all columns laid end to end.

    `complete`: every case that has a word or a pair of letters of the query and passes the filters has a place. Where it is not,
    more of them have one with a larger `reach`.
    """

    def __init__(
        self,
        view: View,
        counted: CountedText,
        vector: NDArray[np.float32] | None = None,
        *,
        filters: PrecedentFilters | None = None,
        reach: int = 1,
    ) -> None:
        self._view, self._filters, self._reach = view, filters or PrecedentFilters(), reach
        self._spelled = {crc32(word.encode("utf-8", "surrogatepass")): word for word in counted.spelled}
        self._queries = {name: self._query(name, getattr(counted, name)) for name in ("words", "pairs", "title")}
        self._reply = self._query("reply", counted.words)
        self._directions = self._own_directions(counted, vector)
        large = [each for each in view.columns if len(each) > EXHAUSTIVE] if view.sample is not None else []
        self._spread = self._spread_of([view.sample]) if large and view.sample is not None else {}
        self.complete = True
        self._rows = [self._chosen(each) if each in large else np.arange(len(each)) for each in view.columns]
        self._live = self._of_rows([each.live for each in view.columns], np.dtype(bool))
        self._seqs = self._of_rows([each.seqs for each in view.columns], np.dtype(np.int64))
        self._starts = np.cumsum([0, *map(len, self._rows)])
        self._shares = self._shares_of(view.columns, self._rows)
        self.fused = self._fuse()

    def seq(self, place: int) -> int:
        return int(self._seqs[place])

    def order(self, excluded: Collection[int]) -> Iterator[int]:
        """Places from the best down, as far as they pass the filters and have anything in common with the query."""
        shown = self._of_rows([each.accepted(self._filters) for each in self._view.columns], np.dtype(bool))
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
            rows = self._rows[i][here - self._starts[i]]
            column = self._view.columns[i]
            words = column.words.parts(self._queries["words"], rows)
            basis = column.reply.parts(self._reply, rows).sum(axis=1) / max(self._reply.own, 1e-9)
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
        fields = [each.field(name) for each in self._view.columns]
        prepare = prepare_cosine if name == "pairs" else prepare_query
        return prepare(counted, fields, Statistics.of(fields))

    def _own_directions(
        self, counted: CountedText, vector: NDArray[np.float32] | None
    ) -> dict[str, NDArray[np.float32]]:
        """The query in each space that there is."""
        found = {}
        if self._view.space is not None:
            keys, counts = counted.words
            text = lsa.Texts(keys, counts.astype(np.float32), np.array([0, len(keys)], dtype=np.int64))
            found["latent"] = self._view.space.project(text)[0]
        if self._view.sentences is not None and vector is not None:
            found["sense"] = self._view.sentences.project(vector[np.newaxis])[0]
        return found

    def _chosen(self, column: Column) -> NDArray[np.int64]:
        """The rows of a large column that are scored."""
        asked = []
        for name, query in self._queries.items():
            weight = WEIGHTS[name] / max(query.own, 1e-9) / self._spread[name][1]
            asked.append(Asked(column.field(name), query, weight, name == "pairs"))
        rows, all_of_them = promising(
            asked, column.accepted(self._filters), CANDIDATES * self._reach, BUDGET * self._reach
        )
        self.complete = self.complete and all_of_them
        return rows

    def _of_rows(self, parts: Sequence[NDArray[Any]], dtype: np.dtype[Any]) -> NDArray[Any]:
        """What columns say, of the scored rows alone."""
        return _joined([part[rows] for part, rows in zip(parts, self._rows, strict=True)], dtype)

    def _shares_of(
        self, columns: Sequence[Column], rows: Sequence[NDArray[np.int64]]
    ) -> dict[str, NDArray[np.float64]]:
        """Each view's score of rows of columns, as a share of the query's own (latent and sense: as they are)."""
        shares = {}
        for name, query in self._queries.items():
            parts = [
                _scores(Asked(c.field(name), query, 1.0, name == "pairs"), r)
                for c, r in zip(columns, rows, strict=True)
            ]
            shares[name] = _joined(parts, np.dtype(np.float64)) / max(query.own, 1e-9)
        for name, own in self._directions.items():
            vectors = [c.latent if name == "latent" else c.sense for c in columns]
            # einsum and not @: BLAS spreads so small a product over all cores, and on busy ones waits for the slowest
            dots = [
                np.einsum("nd,d->n", v if len(v) == len(r) else v[r], own)
                for v, r in zip(vectors, rows, strict=True)
                if v is not None
            ]
            shares[name] = _joined(dots, np.dtype(np.float64))
        return shares

    def _spread_of(self, columns: Sequence[Column]) -> dict[str, tuple[float, float]]:
        """Mean and standard deviation of each view's score over all live cases of some columns."""
        rows = [np.arange(len(each)) for each in columns]
        live = _joined([each.live for each in columns], np.dtype(bool))
        return _spreads(self._shares_of(columns, rows), live)

    def _fuse(self) -> NDArray[np.float64]:
        total = np.zeros(len(self._seqs))
        spread = self._spread or _spreads(self._shares, self._live)
        for name, scores in self._shares.items():
            mean, deviation = spread[name]
            total += WEIGHTS[name] * (scores - mean) / deviation
        # the same scale whichever views there are
        scale = SCALE_WITH_SENSE if "sense" in self._shares else SCALE
        return total * (scale / max(sum(WEIGHTS[name] for name in self._shares), 1e-9))

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


def _scores(asked: Asked, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Of these rows, ascending; of all of a column at once where all are asked for."""
    if len(rows) < len(asked.field.lengths):
        return scores_of(asked, rows)
    return asked.field.cosines(asked.query) if asked.cosine else asked.field.scores(asked.query)


def _spreads(shares: Mapping[str, NDArray[np.float64]], live: NDArray[np.bool_]) -> dict[str, tuple[float, float]]:
    """Mean and standard deviation of each view's scores over the live cases, the typical ones counted among them."""
    found, size = {}, int(live.sum())
    for name, scores in shares.items():
        seen = scores[live]
        mean = float(seen.sum()) / (size + PRIOR_CASES)
        variance = float(np.square(seen - mean).sum()) + PRIOR_CASES * TYPICAL_SPREAD[name] ** 2
        found[name] = mean, math.sqrt(variance / (size + PRIOR_CASES))
    return found


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
