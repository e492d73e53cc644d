"""Which settled cases are most like this one, and why?

Views of a case are ranked and their z-scores added: its words (BM25), its adjacent characters (cosine), the title's words
against titles, the latent kind of thing it is about (`index.lsa`; the settled side includes the reply, which names the
thing in the office's words) and, with an encoder, its sense (`index.sentences`). Cases come and go at once; the spaces are
learned again in the background when the archive has grown by a twentieth. Derived: `index.precedent_disk` keeps it from
one start to the next, and what is lost is counted again.

Only what everybody may see belongs in here: confidential cases must not be added (`engine.advice.is_settled`). Not for:
deciding sameness (`engine.judge`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.advice import PrecedentFilters
from engine.words import Segmenter
from index import bm25, lsa, sentences
from index.precedent_columns import (
    Column,
    CountedCase,
    SettledCase,
    column_of,
    count_text,
    encode,
    merge_columns,
)
from index.field_merging import latent_texts
from index.precedent_ranking import EXHAUSTIVE, SAMPLE, MatterOf, Ranked, Ranking, View, one_per_matter
from index.sentences import Encoder, SentenceSpace

GROWTH = 1.05
"""Learn the latent space again when the archive is this many times as large as at the last time."""
REST = 3.0
"""… and at least this many times as long ago as learning took, so that it never takes more than a quarter of a core."""
REACHES = (1, 8, 64)
"""How many times as many cases of a large archive are scored where the best are too few: all of one matter, as a rule."""
FRESH_CASES = 128
"""Cases added one by one are put into a column of their own at this number; columns then merge by doubling."""


def warm() -> None:
    """Compile or load the kernels; the first query is then as quick as the next."""
    bm25.warm()


class PrecedentIndex:
    """Thread-safe. Queries never wait for the latent space to be learned, and a writer waits for at most one merge."""

    def __init__(
        self, segmenter: Segmenter | None = None, *, learn_in_background: bool = True, encoder: Encoder | None = None
    ) -> None:
        self._segmenter = segmenter
        self._encoder = encoder
        self._vectors: dict[int, NDArray[np.float32]] = {}
        self._background = learn_in_background
        self._lock = threading.Lock()
        self._view = View()
        self._fresh: dict[int, CountedCase] = {}
        self._fresh_column: Column | None = None
        self._learner: threading.Thread | None = None
        self._learning = False
        self._not_before = 0.0

    @classmethod
    def build(
        cls,
        cases: Iterable[SettledCase],
        segmenter: Segmenter | None = None,
        *,
        learn_in_background: bool = True,
        encoder: Encoder | None = None,
    ) -> PrecedentIndex:
        """An index of these cases with its latent space learned: 2,800 cases take about 3 s, most of it segmenting.

        Their sentence vectors take ten times as long; they come with `sense`, case by case, and the next `learn`.
        """
        index = cls(segmenter, learn_in_background=learn_in_background, encoder=encoder)
        counted = {case.seq: encode(case, segmenter) for case in cases}
        index._view = View((column_of(list(counted.values()), None),)) if counted else View()
        index.learn()
        return index

    @classmethod
    def of(
        cls, view: View, vectors: Mapping[int, NDArray[np.float32]], *, encoder: Encoder | None = None
    ) -> PrecedentIndex:
        """An index that goes on from what was counted, and from the vectors that were made, earlier (`index.precedent_disk`)."""
        index = cls(encoder=encoder)
        index._view, index._vectors = view, dict(vectors)
        return index

    def vectors(self) -> dict[int, NDArray[np.float32]]:
        """The sentence vectors so far, by seq."""
        with self._lock:
            return dict(self._vectors)

    def without_vector(self) -> list[int]:
        """The cases that have no sentence vector yet."""
        made = self.vectors()
        return [seq for seq in self.seqs() if seq not in made]

    def seqs(self) -> list[int]:
        """Every case that is in."""
        with self._lock:
            there = [seq for column in self._view.columns for seq in column.seqs[column.live].tolist()]
            return [*there, *self._fresh]

    def view(self) -> View:
        """Everything as of now; never changed, only replaced."""
        return self._current()

    def exchange(self, old: View, new: View) -> None:
        """Go on with `new`, the same in other memory, if nothing has changed since `view` gave `old`."""
        with self._lock:
            if self._view is old and not self._learning:
                self._view = new

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

    def sense(self, case: SettledCase) -> bool:
        """Make the sentence vector of a case that is in; False without an encoder or where the case is not in.

        A case of the last additions is found by it at once, any other from the next `learn` on. Takes as long as the
        encoder: not for a thread that somebody waits for.
        """
        if self._encoder is None:
            return False
        vector = self._encoder.encode(sentences.head(case.title, case.text))
        with self._lock:
            if case.seq in self._fresh:
                self._fresh_column = None
            elif not any((column.live & (column.seqs == case.seq)).any() for column in self._view.columns):
                return False  # erased meanwhile
            self._vectors[case.seq] = vector
        return True

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
        asked = self._encoder if view.sentences else None
        vector = asked.encode(sentences.head(title, text)) if asked else None
        for reach in REACHES:
            ranking = Ranking(view, counted, vector, filters=filters, reach=reach)
            places = ranking.order(excluded)
            if matter_of is not None:
                places = one_per_matter(places, ranking, matter_of, frozenset(excluded_matters), k)
            chosen = [place for place, _ in zip(places, range(k), strict=False)]
            if len(chosen) == k or ranking.complete:
                break
        return ranking.ranked(chosen)

    def learn(self) -> bool:
        """Merge everything and learn the latent space from it, now. False where another thread is at it."""
        with self._lock:
            if self._learning:
                return False
            self._learning = True
            self._settle_fresh()
            before, vectors = self._view, dict(self._vectors)
        started = time.monotonic()
        learned: View | None = None
        try:
            learned = _learned(before, vectors)
        finally:
            with self._lock:
                self._learning = False
                self._not_before = time.monotonic() + REST * (time.monotonic() - started)
                if learned is not None:
                    self._view = _caught_up(learned, before, self._view, self._vectors)
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

    def _current(self) -> View:
        with self._lock:
            if not self._fresh:
                return self._view
            if self._fresh_column is None:
                self._fresh_column = self._fresh_cases()
            return replace(self._view, columns=(*self._view.columns, self._fresh_column))

    def _settle_fresh(self) -> None:
        """Fresh cases become a column; the last columns merge while one is less than twice as large as the next."""
        if not self._fresh:
            return
        columns = [*self._view.columns, self._fresh_column or self._fresh_cases()]
        self._fresh, self._fresh_column = {}, None
        # While the learner reads the columns they keep their places, so that removals can be carried over.
        while not self._learning and len(columns) > 1 and len(columns[-2]) < 2 * len(columns[-1]):
            columns[-2:] = [merge_columns(columns[-2:])]
        self._view = replace(self._view, columns=tuple(columns))

    def _fresh_cases(self) -> Column:
        column = column_of(list(self._fresh.values()), self._view.space)
        return _sensed(column, self._view.sentences, self._vectors)

    def _take_out(self, seq: int) -> bool:
        self._vectors.pop(seq, None)
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


def _learned(view: View, vectors: Mapping[int, NDArray[np.float32]]) -> View:
    """One column of all live cases, projected into the spaces learned from them."""
    if not view.columns:
        return view
    column = merge_columns(view.columns)
    texts = latent_texts([column.words, column.reply])
    space = lsa.fit(texts)
    latent = space.project(texts) if space else None
    known = [vectors[seq] for seq in column.seqs.tolist() if seq in vectors]
    sense = sentences.fit(known)
    column = _sensed(replace(column, latent=latent), sense, vectors)
    return View((column,), space, len(column), sense, _sample(column))


def _sample(column: Column) -> Column | None:
    """An even part of a large column."""
    if len(column) <= EXHAUSTIVE:
        return None
    drawn = np.zeros(len(column), dtype=bool)
    drawn[np.linspace(0, len(column) - 1, SAMPLE).astype(np.int64)] = True
    return merge_columns([replace(column, live=drawn)])


def _caught_up(learned: View, before: View, now: View, vectors: Mapping[int, NDArray[np.float32]]) -> View:
    """Carry over what changed while learning: removals from the columns of then, and the columns that came since."""
    if not before.columns:
        return replace(learned, columns=tuple(_projected(each, learned, vectors) for each in now.columns))
    still = np.concatenate(
        [new.live[old.live] for old, new in zip(before.columns, now.columns[: len(before.columns)], strict=True)]
    )
    since = [_projected(each, learned, vectors) for each in now.columns[len(before.columns) :]]
    return replace(learned, columns=(replace(learned.columns[0], live=still), *since))


def _projected(column: Column, view: View, vectors: Mapping[int, NDArray[np.float32]]) -> Column:
    latent = view.space.project(latent_texts([column.words, column.reply])) if view.space else None
    return _sensed(replace(column, latent=latent), view.sentences, vectors)


def _sensed(column: Column, space: SentenceSpace | None, vectors: Mapping[int, NDArray[np.float32]]) -> Column:
    """The column with its vectors turned into the space; a case that has none yet is like nothing there."""
    sense = space.project([vectors.get(seq) for seq in column.seqs.tolist()]) if space else None
    return replace(column, sense=sense)
