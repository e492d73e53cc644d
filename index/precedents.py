"""Which settled cases are most like this one, and why?

Four views of a case are ranked and their z-scores added: its words and its adjacent letters (BM25), the title's words
against titles, and the latent kind of thing it is about (`index.lsa`; the settled side includes the reply, which names
the thing in the office's words). Cases come and go at once; the latent space is learned again in the background when
the archive has grown by a fifth. All in memory and derived: rebuild it from the store.

Only what everybody may see belongs in here: confidential cases must not be added (`engine.advice.is_settled`). Not for:
deciding sameness (`engine.judge`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from engine.advice import Likeness, PrecedentFilters
from engine.words import Segmenter
from index import lsa
from index.bm25 import Counts, Query, Statistics, prepare_query
from index.lsa import LatentSpace
from index.precedent_columns import (
    Column,
    CountedCase,
    CountedText,
    SettledCase,
    column_of,
    count_text,
    encode,
    latent_texts,
    merge_columns,
)

WEIGHTS = {"words": 1.0, "pairs": 1.0, "title": 0.3, "latent": 1.0}
"""Shares of the z-scores. Plain ones, not fitted: nDCG@10 stays within 0.015 for 0.7-1.4 each (title 0.15-0.5)."""
TYPICAL_SPREAD = {"words": 0.02, "pairs": 0.012, "title": 0.02, "latent": 0.07}
"""Standard deviation over an archive of a view's scores, as shares of the query's score against itself."""
PRIOR_CASES = 50
"""The typical spread counts as if this many cases had shown it: an archive of three has no spread of its own."""
GROWTH = 1.2
"""Learn the latent space again when the archive is this many times as large as at the last time."""
REST = 10.0
"""… and at least this many times as long ago as learning took, so that it never takes more than a tenth of a core."""
FRESH_CASES = 128
"""Cases added one by one are put into a column of their own at this number; columns then merge by doubling."""
MOST_WHY = 8


@dataclass(frozen=True, slots=True)
class Ranked:
    """A settled case and its likeness to the query."""

    seq: int
    likeness: Likeness


MatterOf = Callable[[Sequence[int]], Mapping[int, str]]
"""The present matter of each case that has one."""


@dataclass(frozen=True, slots=True)
class _View:
    """What a query reads: never changed, only replaced. `learned` is the number of cases when `space` was learned."""

    columns: tuple[Column, ...] = ()
    space: LatentSpace | None = None
    learned: int = 0

    def __len__(self) -> int:
        return sum(int(each.live.sum()) for each in self.columns)


class PrecedentIndex:
    """Thread-safe. Queries never wait for the latent space to be learned, and a writer waits for at most one merge."""

    def __init__(self, segmenter: Segmenter | None = None, *, learn_in_background: bool = True) -> None:
        self._segmenter = segmenter
        self._background = learn_in_background
        self._lock = threading.Lock()
        self._view = _View()
        self._fresh: dict[int, CountedCase] = {}
        self._fresh_column: Column | None = None
        self._learner: threading.Thread | None = None
        self._learning = False
        self._not_before = 0.0

    @classmethod
    def build(
        cls, cases: Iterable[SettledCase], segmenter: Segmenter | None = None, *, learn_in_background: bool = True
    ) -> PrecedentIndex:
        """An index of these cases with its latent space learned: 2,800 cases take about 3 s, most of it segmenting."""
        index = cls(segmenter, learn_in_background=learn_in_background)
        counted = {case.seq: encode(case, segmenter) for case in cases}
        index._view = _View((column_of(list(counted.values()), None),)) if counted else _View()
        index.learn()
        return index

    def __len__(self) -> int:
        with self._lock:
            return len(self._view) + len(self._fresh)

    def add(self, case: SettledCase) -> None:
        """Take in a settled case, or the new form of one; found by the next query."""
        counted = encode(case, self._segmenter)
        with self._lock:
            self._take_out(case.seq)
            self._fresh[case.seq] = counted
            self._fresh_column = None
            if len(self._fresh) >= FRESH_CASES:
                self._settle_fresh()
        self._learn_when_due()

    def remove(self, seq: int) -> bool:
        """Take a case out (erased, reopened, made confidential). False where it was not in."""
        with self._lock:
            return self._take_out(seq)

    def close(self) -> None:
        """Wait for the learner. Nothing else is held."""
        if self._learner is not None:
            self._learner.join()

    def query(
        self,
        title: str,
        text: str,
        k: int = 10,
        *,
        excluded: Collection[int] = (),
        filters: PrecedentFilters | None = None,
        matter_of: MatterOf | None = None,
        excluded_matters: Collection[str] = (),
    ) -> list[Ranked]:
        """The `k` best, best first; equally good ones newest first. Total: no text makes it raise.

        With `matter_of`, one case of each matter, and none of `excluded_matters`. Filters choose what is shown; they do
        not change a score.
        """
        self._learn_when_due()
        view = self._current()
        counted = count_text(title, text, self._segmenter, spell=True)
        ranking = _Ranking(view, counted)
        places = ranking.order(excluded, filters or PrecedentFilters())
        if matter_of is not None:
            places = _one_per_matter(places, ranking, matter_of, frozenset(excluded_matters), k)
        chosen = [place for place, _ in zip(places, range(k), strict=False)]
        return ranking.ranked(chosen)

    def learn(self) -> bool:
        """Merge everything and learn the latent space from it, now. False where another thread is at it."""
        with self._lock:
            if self._learning:
                return False
            self._learning = True
            self._settle_fresh()
            before = self._view
        started = time.monotonic()
        learned: _View | None = None
        try:
            learned = _learned(before)
        finally:
            with self._lock:
                self._learning = False
                self._not_before = time.monotonic() + REST * (time.monotonic() - started)
                if learned is not None:
                    self._view = _caught_up(learned, before, self._view)
                    self._fresh_column = None
        return True

    def _learn_when_due(self) -> None:
        with self._lock:
            size = len(self._view) + len(self._fresh)
            due = size >= max(lsa.LEAST_TEXTS, GROWTH * self._view.learned)
            if not due or self._learning or time.monotonic() < self._not_before:
                return
            if self._background:
                if self._learner is not None and self._learner.is_alive():
                    return
                self._learner = threading.Thread(target=self.learn, name="precedents-learn", daemon=True)
                self._learner.start()
                return
        self.learn()

    def _current(self) -> _View:
        with self._lock:
            if not self._fresh:
                return self._view
            if self._fresh_column is None:
                self._fresh_column = column_of(list(self._fresh.values()), self._view.space)
            return replace(self._view, columns=(*self._view.columns, self._fresh_column))

    def _settle_fresh(self) -> None:
        """Fresh cases become a column; the last columns merge while one is less than twice as large as the next."""
        if not self._fresh:
            return
        columns = [*self._view.columns, self._fresh_column or column_of(list(self._fresh.values()), self._view.space)]
        self._fresh, self._fresh_column = {}, None
        # While the learner reads the columns they keep their places, so that removals can be carried over.
        while not self._learning and len(columns) > 1 and len(columns[-2]) < 2 * len(columns[-1]):
            columns[-2:] = [merge_columns(columns[-2:])]
        self._view = replace(self._view, columns=tuple(columns))

    def _take_out(self, seq: int) -> bool:
        if self._fresh.pop(seq, None) is not None:
            self._fresh_column = None
            return True
        columns = list(self._view.columns)
        for i, column in enumerate(columns):
            found = column.live & (column.seqs == seq)
            if found.any():
                columns[i] = replace(column, live=column.live & ~found)
                self._view = replace(self._view, columns=tuple(columns))
                return True
        return False


def _learned(view: _View) -> _View:
    """One column of all live cases, projected into the space learned from them."""
    if not view.columns:
        return view
    column = merge_columns(view.columns)
    texts = latent_texts([column.words, column.reply])
    space = lsa.fit(texts)
    latent = space.project(texts) if space else None
    return _View((replace(column, latent=latent),), space, len(column))


def _caught_up(learned: _View, before: _View, now: _View) -> _View:
    """Carry over what changed while learning: removals from the columns of then, and the columns that came since."""
    if not before.columns:
        return _View(tuple(_projected(each, learned.space) for each in now.columns), learned.space, learned.learned)
    still = np.concatenate(
        [new.live[old.live] for old, new in zip(before.columns, now.columns[: len(before.columns)], strict=True)]
    )
    since = [_projected(each, learned.space) for each in now.columns[len(before.columns) :]]
    return replace(learned, columns=(replace(learned.columns[0], live=still), *since))


def _projected(column: Column, space: LatentSpace | None) -> Column:
    latent = space.project(latent_texts([column.words, column.reply])) if space else None
    return replace(column, latent=latent)


class _Ranking:
    """One query against one view. A place is a position in all columns laid end to end."""

    def __init__(self, view: _View, counted: CountedText) -> None:
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
            vectors = [each.latent if each.latent is not None else np.zeros((len(each), len(own)), np.float32)
                       for each in self._columns]  # fmt: skip
            self._shares["latent"] = _joined([each @ own for each in vectors], np.dtype(np.float64))
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
        yield from places[np.lexsort((-self._seqs[places], -self.fused[places]))].tolist()

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
            score=round(max(fused, 0.0) / (max(fused, 0.0) + HALF), 4),
            grade=_grade(fused, share["words"]),
            facts=round(max(share["words"], share.get("latent", 0.0)), 4),
            demand=round(share["title"], 4),
            basis=round(min(basis, 1.0), 4),
            why=why,
        )

    def _query(self, name: str, counted: Counts) -> Query:
        fields = [each.field(name) for each in self._columns]
        return prepare_query(counted, fields, Statistics.of(fields))

    def _share(self, name: str, query: Query) -> NDArray[np.float64]:
        """BM25 of every place as a share of the query's own."""
        scores = _joined([each.field(name).scores(query) for each in self._columns], np.dtype(np.float64))
        return scores / max(query.own, 1e-9)

    def _fuse(self) -> NDArray[np.float64]:
        total, size = np.zeros(len(self._seqs)), int(self._live.sum())
        for name, scores in self._shares.items():
            seen = scores[self._live]
            mean = float(seen.sum()) / (size + PRIOR_CASES)
            variance = float(np.square(seen - mean).sum()) + PRIOR_CASES * TYPICAL_SPREAD[name] ** 2
            total += WEIGHTS[name] * (scores - mean) / np.sqrt(variance / (size + PRIOR_CASES))
        if "latent" not in self._shares:  # the same scale with three views as with four
            total *= sum(WEIGHTS.values()) / (sum(WEIGHTS.values()) - WEIGHTS["latent"])
        return total

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


HALF = 22.0
"""Fused score at which `score` is 0.5: there, about two in five cases were read as true 类案."""
_GRADE_1, _GRADE_2 = 14.0, 24.0
_SAME_WORDS = 0.5


def _grade(fused: float, words: float) -> int:
    if fused >= _GRADE_2:
        return 3 if words >= _SAME_WORDS else 2
    return 1 if fused >= _GRADE_1 else 0


def _joined(parts: Sequence[NDArray[Any]], dtype: np.dtype[Any]) -> NDArray[Any]:
    return np.concatenate(parts).astype(dtype, copy=False) if parts else np.zeros(0, dtype)


def _one_per_matter(
    places: Iterator[int], ranking: _Ranking, matter_of: MatterOf, excluded: frozenset[str], k: int
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
