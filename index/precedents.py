"""Which settled cases are most like this one, and why?

Views of a case are ranked and their z-scores added: its words (BM25), its adjacent characters (cosine), the title's words
against titles, the latent kind of thing it is about (`index.lsa`; the settled side includes the reply, which names the
thing in the office's words) and, with an encoder, its sense (`index.sentences`). Cases come and go at once; the spaces are
learned again in the background when the archive has grown by a twentieth. Derived: `index.precedent_disk` keeps it from
one start to the next, and what is lost is counted again.

A query reads a snapshot that is never changed, only replaced; what takes long (counting, merging, learning) is made beside it
without the lock. Only what everybody may see belongs in here: confidential cases must not be added
(`engine.advice.is_settled`). Not for: deciding sameness (`engine.judge`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from engine.advice import PrecedentFilters
from engine.words import Segmenter
from index import bm25, field_merging, field_rows, lsa, sentences
from index.precedent_columns import Column, CountedCase, SettledCase, column_of, count_text, encode, merge_columns
from index.precedent_learning import Learned, caught_up, learned
from index.precedent_ranking import MatterOf, Ranked, Ranking, View, one_per_matter
from index.sentence_vectors import SentenceVectors, sensed
from index.sentences import Encoder

GROWTH = 1.05
"""Learn the latent space again when the archive is this many times as large as at the last time."""
REST = 3.0
"""… and at least this many times as long ago as learning took, so that it never takes more than a quarter of a core."""
RETRY = 60.0
"""Seconds after which a learner that failed is asked again."""
REACHES = (1, 8, 64)
"""How many times as many cases of a large archive are scored where the best are too few: all of one matter, as a rule."""
FRESH_CASES = 128
"""Cases added one by one are put into a column of their own at this number; columns then merge by doubling."""
COUNTED_AT_ONCE = 8_192
"""Cases of a new index that become a column together: counted cases take twice the memory of a column."""

Learner = Callable[[View, SentenceVectors], Learned | None]
"""Learns from a view, wherever; None where it could not. May have two methods: `stop` makes it return soon, `laid_down` gives a
column back as the same in memory that is not the process's own."""


def _as_it_is(column: Column) -> Column:
    return column


def warm() -> None:
    """Compile or load the kernels; the first query is then as quick as the next."""
    bm25.warm()
    field_merging.warm()
    field_rows.warm()


class PrecedentIndex:
    """Thread-safe. Nobody waits for anything to be merged or learned: not who asks, nor who adds."""

    def __init__(
        self,
        segmenter: Segmenter | None = None,
        *,
        learn_in_background: bool = True,
        encoder: Encoder | None = None,
        learner: Learner = learned,
    ) -> None:
        self._segmenter = segmenter
        self._encoder = encoder
        self._learner = learner
        self._background = learn_in_background
        self._lock = threading.Lock()
        """Held while a reference is read or replaced, and for nothing that takes longer."""
        self._view = View()
        self._vectors = SentenceVectors()
        self._fresh: dict[int, CountedCase] = {}
        self._fresh_column: Column | None = None
        self._fresh_state = 0  # counts the changes of what a fresh column is made of
        self._settling = threading.Lock()
        """Held by whoever puts columns in the place of others."""
        self._held = 0  # the first columns, which the learner reads: they keep their places, so that removals can be carried over
        self._vectors_learned = 0
        self._learning = False
        self._thread: threading.Thread | None = None
        self._not_before = 0.0

    @classmethod
    def build(
        cls,
        cases: Iterable[SettledCase],
        segmenter: Segmenter | None = None,
        *,
        learn_in_background: bool = True,
        encoder: Encoder | None = None,
        learner: Learner = learned,
    ) -> PrecedentIndex:
        """An index of these cases with its latent space learned: 2,800 cases take about 3 s, most of it segmenting.

        Their sentence vectors take ten times as long; they come with `sense`, case by case, and the next `learn`. Where the
        `learner` fails, they are learned from here.
        """
        index = cls(segmenter, learn_in_background=learn_in_background, encoder=encoder, learner=learner)
        index.extend(cases)
        if not index.learn():
            index._learner = learned
            index.learn()
            index._learner = learner
        return index

    @classmethod
    def of(
        cls,
        view: View,
        vectors: SentenceVectors | None = None,
        *,
        encoder: Encoder | None = None,
        learner: Learner = learned,
    ) -> PrecedentIndex:
        """An index that goes on from what was counted, and from the vectors that were made, earlier (`index.precedent_disk`)."""
        index = cls(encoder=encoder, learner=learner)
        index._view, index._vectors = view, vectors or SentenceVectors()
        index._vectors_learned = len(index._vectors) if view.sentences is not None else 0
        return index

    def vectors(self) -> SentenceVectors:
        """The sentence vectors so far."""
        with self._lock:
            return self._vectors.copy()

    def without_vector(self) -> list[int]:
        """The cases that have no sentence vector yet."""
        made, seqs = self.vectors(), np.array(self.seqs(), dtype=np.int64)
        missing: list[int] = seqs[~made.known(seqs)].tolist()
        return missing

    def seqs(self) -> list[int]:
        """Every case that is in."""
        with self._lock:
            columns, fresh = self._view.columns, list(self._fresh)
        return [seq for column in columns for seq in column.seqs[column.live].tolist()] + fresh

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
            self._freshly_changed()
            full = len(self._fresh) >= FRESH_CASES
        if full and self._settling.acquire(blocking=False):
            try:
                self._settle_fresh()
            finally:
                self._settling.release()
        self.learn_when_due()

    def extend(self, cases: Iterable[SettledCase]) -> None:
        """`add` for many, with less work and memory. Found by the next query. Nobody else may change the index meanwhile."""
        lay_down: Callable[[Column], Column] = getattr(self._learner, "laid_down", _as_it_is)
        coming = iter(cases)
        while counted := {case.seq: encode(case, self._segmenter) for case in islice(coming, COUNTED_AT_ONCE)}:
            with self._lock:
                self._take_out_all(counted)
            with self._settling:
                self._append(counted, lay_down)

    def sense(self, case: SettledCase, encoder: Encoder | None = None) -> bool:
        """Make the sentence vector of a case that is in; False without an encoder or where the case is not in.

        A case of the last additions is found by it at once, any other from the next `learn` on. `encoder`: in place of the
        index's own. Takes as long as it does: not for a thread that somebody waits for.
        """
        if self._encoder is None:
            return False
        vector = (encoder or self._encoder).encode(sentences.head(case.title, case.text))
        with self._lock:
            if case.seq in self._fresh:
                self._freshly_changed()
            elif not any((column.live & (column.seqs == case.seq)).any() for column in self._view.columns):
                return False  # erased meanwhile
            self._vectors.put(case.seq, vector)
        return True

    def remove(self, seq: int) -> bool:
        """Take a case out (erased, reopened, made confidential). False where it was not in."""
        with self._lock:
            return self._take_out(seq)

    def remove_all(self, seqs: Collection[int]) -> None:
        """`remove` for many."""
        with self._lock:
            self._take_out_all(seqs)

    def close(self) -> None:
        """Let the learner stop, and wait for it. Nothing else is held."""
        stop = getattr(self._learner, "stop", None)
        if stop is not None:
            stop()
        if self._thread is not None:
            self._thread.join()

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
        self.learn_when_due()
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
        """Merge everything and learn the spaces from it, now. False where another thread is at it or the learner failed."""
        with self._lock:
            if self._learning:
                return False
            self._learning = True
        started, found = time.monotonic(), None
        try:
            with self._settling:
                self._append_fresh()  # the learner merges all columns: done here, it would take the memory of all of them
                with self._lock:
                    before, vectors = self._view, self._vectors.copy()
                    self._held = len(before.columns)
            found = self._learner(before, vectors)
            if found is not None:
                with self._settling:
                    self._go_on_with(found, before, vectors)
        finally:
            with self._lock:
                self._learning, self._held = False, 0
                now = time.monotonic()
                self._not_before = now + (REST * (now - started) if found is not None else RETRY)
        return found is not None

    def due(self, growth: float = GROWTH) -> bool:
        """Whether there are so many times as many cases or vectors as those that were last learned from."""
        with self._lock:
            return self._due(growth)

    def learn_when_due(self, growth: float = GROWTH) -> bool:
        """Learn in the background if it is due and the learner has rested; False where nothing was begun."""
        with self._lock:
            if self._learning or time.monotonic() < self._not_before or not self._due(growth):
                return False
            if self._background:
                if self._thread is not None and self._thread.is_alive():
                    return False
                self._thread = threading.Thread(target=self.learn, name="precedents-learn", daemon=True)
                self._thread.start()
                return True
        return self.learn()

    def _due(self, growth: float) -> bool:
        size = len(self._view) + len(self._fresh)
        more_cases = size >= max(lsa.LEAST_TEXTS, growth * self._view.learned)
        return more_cases or len(self._vectors) >= max(sentences.LEAST_VECTORS, growth * self._vectors_learned)

    def _go_on_with(self, found: Learned, before: View, then: SentenceVectors) -> None:
        """Put what was learned in the place of what it was learned from. Only removals can come in between: then once more."""
        done: dict[int, Column] = {}
        while True:
            with self._lock:
                now, vectors = self._view, self._vectors.copy()
            caught = caught_up(found, before, now, vectors, done)
            with self._lock:
                if self._view is now:
                    self._view = caught
                    self._vectors = self._vectors.rebased(then, found.vectors)
                    self._vectors_learned = len(then)
                    self._freshly_changed()
                    return

    def _current(self) -> View:
        with self._lock:
            view, column, state = self._view, self._fresh_column, self._fresh_state
            if not self._fresh:
                return view
            fresh, vectors = list(self._fresh.values()), self._vectors.copy()
        if column is None:
            column = sensed(column_of(fresh, view.space), view.sentences, vectors)
            with self._lock:
                if state == self._fresh_state:
                    self._fresh_column = column
        return replace(view, columns=(*view.columns, column))

    def _settle_fresh(self) -> None:
        """Fresh cases become a column; the last columns merge while one is less than twice as large as the next.

        For who holds `_settling`.
        """
        self._append_fresh()
        while self._merge_last():
            pass

    def _append_fresh(self) -> None:
        with self._lock:
            taken = dict(self._fresh)
        if taken:
            self._append(taken)

    def _append(self, taken: dict[int, CountedCase], lay_down: Callable[[Column], Column] = _as_it_is) -> None:
        """A column of counted cases, without those that changed meanwhile. What it holds is fresh no more."""
        with self._lock:
            view, vectors = self._view, self._vectors.copy()
            were_fresh = taken.keys() & self._fresh.keys()
        column = lay_down(sensed(column_of(list(taken.values()), view.space), view.sentences, vectors))
        with self._lock:
            stays = [seq not in were_fresh or self._fresh.get(seq) is counted for seq, counted in taken.items()]
            late = [seq for seq in taken if seq in self._vectors and seq not in vectors]
            if late:
                column = sensed(column, view.sentences, self._vectors)
            for seq, counted in taken.items():
                if self._fresh.get(seq) is counted:
                    del self._fresh[seq]
            columns = (*self._view.columns, replace(column, live=np.array(stays, dtype=bool)))
            self._view = replace(self._view, columns=columns)
            self._freshly_changed()

    def _merge_last(self) -> bool:
        """Make one of the last two columns, if they are of a size."""
        with self._lock:
            columns, held = self._view.columns, self._held
        if len(columns) - held < 2 or len(columns[-2]) >= 2 * len(columns[-1]):
            return False
        merged = merge_columns(columns[-2:])
        with self._lock:
            *others, one, other = self._view.columns  # the same, but for what was taken out meanwhile
            live = np.concatenate([one.live[columns[-2].live], other.live[columns[-1].live]])
            self._view = replace(self._view, columns=(*others, replace(merged, live=live)))
        return True

    def _freshly_changed(self) -> None:
        self._fresh_column = None
        self._fresh_state += 1

    def _take_out_all(self, seqs: Collection[int]) -> None:
        """`_take_out` for many; none of them is in the sample of a large archive any more."""
        for seq in seqs:
            self._vectors.drop(seq)
            self._fresh.pop(seq, None)
        wanted = np.fromiter(seqs, dtype=np.int64)
        columns = tuple(_without(column, wanted) for column in self._view.columns)
        sample = self._view.sample
        self._view = replace(self._view, columns=columns, sample=sample if sample is None else _without(sample, wanted))
        self._freshly_changed()

    def _take_out(self, seq: int) -> bool:
        self._vectors.drop(seq)
        if self._fresh.pop(seq, None) is not None:
            self._freshly_changed()
            return True
        columns = list(self._view.columns)
        for i, column in enumerate(columns):
            columns[i] = _without(column, seq)
            if columns[i] is not column:
                sample = self._view.sample
                sample = sample if sample is None else _without(sample, seq)
                self._view = replace(self._view, columns=tuple(columns), sample=sample)
                return True
        return False


def _without(column: Column, seqs: int | NDArray[np.int64]) -> Column:
    """The column without these cases."""
    found = column.live & (np.isin(column.seqs, seqs) if isinstance(seqs, np.ndarray) else column.seqs == seqs)
    return replace(column, live=column.live & ~found) if found.any() else column
