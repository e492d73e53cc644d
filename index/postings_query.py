"""Given the parts of the index as they stood at one moment: which cases share most with these keys?

    score(case) = sum over the shared keys of weight(key) * log(1 + N / df(key))²  /  load(case)

N and df count the visible cases only: neither the removed nor the excluded ones leave a trace in the score of a key
that is read whole. A key that more than `cap` cases have says little and costs much, and is skipped, but never the
FALLBACK_KEYS rarest keys of a query: of those above the cap the newest `cap` cases are read, and the df that was stored
counts, the hidden with it. So a template letter, all of whose keys are common, still finds its likes, also when its
sender's own key is rare. `capped` in the answer tells that a list was read only in part.

Confidential cases: exclude them, or where not even the weight of a common key may show them, keep them in a Postings of
their own.

No locks and no files: `index.postings` takes the moment's picture, this reads it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.kernels import read_only
from index import postings_ranking as ranking
from index.postings_sorting import mix

U8: TypeAlias = NDArray[np.uint8]
U32: TypeAlias = NDArray[np.uint32]
U64: TypeAlias = NDArray[np.uint64]
I64: TypeAlias = NDArray[np.int64]
F32: TypeAlias = NDArray[np.float32]
F64: TypeAlias = NDArray[np.float64]

FALLBACK_KEYS = 8
"""Keys that are read however common they are: enough for a letter that is nothing but boilerplate, 8 * cap postings."""
NO_KEYS: U64 = np.empty(0, dtype=np.uint64)
_NO_IDS: U32 = np.empty(0, dtype=np.uint32)
_NO_COLUMNS: I64 = np.empty(0, dtype=np.int64)


class Body(Protocol):
    """What a segment and a delta have in common."""

    @property
    def seqs(self) -> I64: ...

    @property
    def loads(self) -> F32: ...

    def find(self, wanted: U64, counts: I64, found: U32) -> None: ...

    def read(
        self, counts: I64, found: U32, take: I64, hidden: U8, base: int, out: U32, at: int, starts: I64, lengths: I64
    ) -> int: ...


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One part at one moment: its first `size` ordinals, of which `hidden` (a bitmap, empty for none) are not shown."""

    body: Body
    size: int
    hidden: U8
    hidden_count: int


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """The parts at one moment, and for each part s and wanted key k how many cases have it and where they stand.

    `beyond`: visible cases that are in none of the parts; they count in N, and those that have a key, in `counts`.
    """

    views: list[View]
    counts: I64
    found: U32
    beyond: int = 0


@dataclass(slots=True, eq=False)
class Workspace:
    """Memory that queries use one after the other: 0.5 MB, and ids for the longest of them."""

    ids: U32 = field(default_factory=lambda: np.empty(1 << 12, dtype=np.uint32))
    sums: F64 = field(default_factory=lambda: np.zeros(ranking.WINDOW, dtype=np.float64))
    touched: I64 = field(default_factory=lambda: np.empty(ranking.WINDOW + 1, dtype=np.int64))

    def room_for(self, postings: int) -> None:
        """Make sure that so many ids can be held."""
        if postings > len(self.ids):
            self.ids = np.empty(1 << (postings - 1).bit_length(), dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in the form that kernels read. `wanted` holds the mixed keys, ascending, then those of `must`."""

    wanted: U64
    weights: F64
    limit: int
    cap: int
    must_cap: int

    @property
    def scored(self) -> int:
        """How many of `wanted` count towards the score."""
        return len(self.weights)


def ask(keys: U64, weights: F32, *, limit: int, cap: int, must: U64, must_cap: int) -> Question:
    """Check and normalise: a repeated key counts once, with its largest weight. ValueError for what does not fit."""
    if np.shape(keys) != np.shape(weights) or np.ndim(keys) != 1:
        raise ValueError(f"keys of shape {np.shape(keys)} and weights of shape {np.shape(weights)}: expected one each")
    for name, value in (("limit", limit), ("cap", cap), ("must_cap", must_cap)):
        if value < 0:
            raise ValueError(f"{name} is {value}, the least is 0")
    wanted, largest = ranking.normalise(read_only(mix(keys), np.uint64), read_only(weights, np.float64))
    if len(must):
        wanted = np.concatenate((wanted, mix(np.unique(must))))
    return Question(read_only(wanted, np.uint64), read_only(largest, np.float64), limit, cap, must_cap)


def answer(question: Question, moment: Moment, space: Workspace) -> tuple[I64, F32, bool]:
    """Seqs, scores and `capped`; see `index.postings.Postings.candidates`."""
    n = question.scored
    if not moment.views:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32), False
    bases = np.cumsum([0] + [view.size for view in moment.views])
    visible = int(bases[-1]) - sum(view.hidden_count for view in moment.views) + moment.beyond
    runs, hot = _read_rare(question, moment, bases, visible, space)
    cut_hot = len(hot) > 0
    if cut_hot:
        _read_hot(question, moment, bases, visible, space, runs, hot)
    must = n + np.flatnonzero(moment.counts[:, n:].any(axis=0))  # most persons have written nothing before
    must_lists, cut_must = _newest(moment, bases, must, question.must_cap)
    always = np.unique(np.concatenate(must_lists)) if must_lists else _NO_IDS
    best, scores, always_scores = _rank(moment, bases.tolist(), runs, always, question.limit, space)
    seqs, scores = _cut(moment.views, bases, best, scores, always, always_scores, question.limit)
    return seqs, scores, cut_hot or cut_must


def _rank(
    moment: Moment, bases: list[int], runs: _Runs, always: U32, limit: int, space: Workspace
) -> tuple[U32, F32, F32]:
    """The ids with the `limit` best scores, with all that tie with the last of them, and the scores of `always`."""
    room = int(runs.lengths.sum()) if limit else 0
    best, scores = np.empty(room, dtype=np.uint32), np.empty(room, dtype=np.float32)
    always_scores = np.zeros(len(always), dtype=np.float32)
    heap = np.full(limit, -np.inf, dtype=np.float32)
    size = 0
    for s in range(len(moment.views) - 1, -1, -1):
        view = moment.views[s]
        loads = read_only(view.body.loads[: view.size], np.float32)
        size = ranking.rank(
            space.ids, runs.starts, runs.lengths, runs.gains, s, bases[s], bases[s + 1], loads, always, always_scores, space.sums,
            space.touched, heap, best, scores, size,
        )  # fmt: skip
    kept = scores[:size] >= heap[0] if limit else np.zeros(0, dtype=np.bool_)
    return best[:size][kept], scores[:size][kept], always_scores


@dataclass(frozen=True, slots=True)
class _Runs:
    """Where in `Workspace.ids` the cases of each key stand: row s for part s, the last row for keys read in part."""

    starts: I64
    lengths: I64
    gains: F64
    end: int


def _read_rare(question: Question, moment: Moment, bases: I64, visible: int, space: Workspace) -> tuple[_Runs, I64]:
    """Read all keys up to the cap; the runs, and which of the keys above the cap must be read in part."""
    n, cap, parts = question.scored, question.cap, len(moment.views)
    counts = moment.counts[:, :n]
    stored = counts.sum(axis=0)
    # Hidden cases must not push a key over the cap, so those that they might are read and counted. More than `cap` of
    # them is not looked through: then a key that few visible cases have may be skipped until the next merge.
    readable = cap + min(sum(view.hidden_count for view in moment.views), cap)
    take = read_only(np.where(stored <= readable, readable, 0), np.int64)
    space.room_for(int(stored[stored <= readable].sum()))
    starts = np.zeros((parts + 1, n), dtype=np.int64)
    lengths = np.zeros((parts + 1, n), dtype=np.int64)
    at = 0
    for s, view in enumerate(moment.views):
        at = view.body.read(
            counts[s], moment.found[s, :n], take, view.hidden, int(bases[s]), space.ids, at, starts[s], lengths[s]
        )
    df = np.zeros(n, dtype=np.int64)
    gains, used = ranking.weigh(lengths, question.weights, visible, cap, df)
    runs = _Runs(starts, lengths, gains, at)
    if used >= FALLBACK_KEYS:
        return runs, _NO_COLUMNS
    hot = np.flatnonzero((df > cap) | (stored > readable))
    return runs, hot[np.argsort(stored[hot], kind="stable")][: FALLBACK_KEYS - used]


def _read_hot(
    question: Question, moment: Moment, bases: I64, visible: int, space: Workspace, runs: _Runs, hot: I64
) -> None:
    """Add the newest cases of the keys `hot` as the last row of `runs`."""
    lists, _ = _newest(moment, bases, hot, question.cap)
    sizes = np.array([len(own) for own in lists], dtype=np.int64)
    space.ids = np.concatenate((space.ids[: runs.end], *lists))
    runs.starts[-1, hot] = runs.end + np.cumsum(sizes) - sizes
    runs.lengths[-1, hot] = sizes
    runs.gains[hot] = question.weights[hot] * np.log1p(visible / moment.counts[:, hot].sum(axis=0)) ** 2


def _newest(moment: Moment, bases: I64, columns: I64, most: int) -> tuple[list[U32], bool]:
    """For each of the keys in `columns` the ids of its newest `most` visible cases; and whether any key has more."""
    if len(columns) == 0:
        return [], False
    counts, found = moment.counts[:, columns], moment.found[:, columns]
    ids = np.empty(int(counts.sum()) if most else 0, dtype=np.uint32)
    starts = np.zeros(counts.shape, dtype=np.int64)
    lengths = np.zeros(counts.shape, dtype=np.int64)
    take = read_only(np.full(len(columns), most), np.int64)
    at = 0
    for s, view in enumerate(moment.views):
        at = view.body.read(
            counts[s].copy(), found[s].copy(), take, view.hidden, int(bases[s]), ids, at, starts[s], lengths[s]
        )
    lists = []
    for k in range(len(columns)):
        runs = [ids[a : a + size] for a, size in zip(starts[:, k], lengths[:, k], strict=True)]
        own = np.concatenate([_NO_IDS, *runs])
        if len(own) > most:  # every part gave its newest; the newest of all are among them
            own = own[np.argsort(-seqs_of(moment.views, bases, own))[:most]]
        lists.append(np.sort(own)[::-1].copy())
    return lists, bool((counts.sum(axis=0) > most).any())


def _cut(
    views: list[View], bases: I64, best: U32, scores: F32, always: U32, always_scores: F32, limit: int
) -> tuple[I64, F32]:
    """The `limit` best and all of `always`, best first, ties by lower seq."""
    seqs = seqs_of(views, bases, best)
    order = np.lexsort((seqs, -scores))[:limit]
    if len(always) == 0:
        return seqs[order], scores[order]
    more = ~np.isin(always, best[order])
    all_seqs = np.concatenate((seqs[order], seqs_of(views, bases, always[more])))
    all_scores = np.concatenate((scores[order], always_scores[more]))
    order = np.lexsort((all_seqs, -all_scores))
    return all_seqs[order], all_scores[order]


def seqs_of(views: list[View], bases: I64, ids: U32) -> I64:
    """The seq of each id (part's base + ordinal)."""
    if len(views) == 1:
        return views[0].body.seqs[ids]
    seqs = np.empty(len(ids), dtype=np.int64)
    part = np.searchsorted(bases, ids, side="right") - 1
    for s, view in enumerate(views):
        own = np.flatnonzero(part == s)
        if len(own):
            seqs[own] = view.body.seqs[ids[own] - bases[s]]
    return seqs
