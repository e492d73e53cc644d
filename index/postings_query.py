"""Given the parts of the index as they stood at one moment: which cases share most with these keys?

    score(case) = sum over the shared keys of weight(key) * log(1 + N / df(key))²  /  load(case)

N and df count the visible cases only: neither the removed nor the excluded ones leave a trace in the score of a key
that is read whole. A key that more than `cap` cases have says little and costs much. Of such keys, those that would add
most to a score first, those are read whole that no more than one in EVERYBODYS cases has and that fit into WHOLE * cap
postings together; of the first FALLBACK_KEYS of the rest the newest `cap` cases are read, and the df that was stored
counts, the hidden with it; the others are skipped. So a template letter, all of whose keys are common, finds those of
its own estate and house among its likes, and an estate from which thousands have called is not forgotten for a few rare
words. `capped` in the answer tells that fewer than FALLBACK_KEYS keys were read whole: it rests on what was read in part.

Confidential cases: exclude them, or where not even the weight of a common key may show them, keep them in a Postings of
their own.

No locks and no files: `index.postings` takes the moment's picture, `index.postings_answer` reads it in one call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from engine.kernels import read_only
from index import postings_answer as compiled
from index import postings_ranking as ranking
from index.arrays import F32, F64, I64, U8, U16, U32, U64
from index.postings_answer import EVERYBODYS, FALLBACK_KEYS, WHOLE
from index.postings_sorting import distinct
from index.postings_table import HIDDEN, HIDDEN_COUNT, SIZE, WIDTH, address

__all__ = [
    "EVERYBODYS", "FALLBACK_KEYS", "NO_KEYS", "WHOLE",
    "Moment", "Picture", "Question", "Rowed", "View", "Workspace", "answer", "ask",
]  # fmt: skip


NO_KEYS: U64 = np.empty(0, dtype=np.uint64)
_NOTHING: tuple[I64, F32, bool] = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32), False)


class Rowed(Protocol):
    """What a part is to a kernel: a row of `index.postings_table`."""

    @property
    def row(self) -> list[int]: ...


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One part at one moment: its first `size` ordinals, of which `hidden` (a bitmap, empty for none) are not shown."""

    part: Rowed
    size: int
    hidden: U8
    hidden_count: int


class Picture:
    """The parts at one moment. Holds what its `table` points to."""

    __slots__ = ("everybody", "hidden", "table", "views")

    def __init__(self, views: Sequence[View]) -> None:
        self.views = views
        table = np.array([view.part.row for view in views], dtype=np.int64).reshape(-1, WIDTH)
        for s, view in enumerate(views):
            table[s, SIZE] = view.size
            table[s, HIDDEN] = address(view.hidden) if len(view.hidden) else 0
            table[s, HIDDEN_COUNT] = view.hidden_count
        self.table = read_only(table, np.int64)
        self.everybody = sum(view.size for view in views)
        self.hidden = sum(view.hidden_count for view in views)


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """A picture, and what the part that grows holds of each wanted key (empty arrays: none grows).

    `beyond`: visible cases that are in none of the parts and count all the same (`index.postings_block`).
    """

    picture: Picture
    grown_counts: I64
    grown_found: U32
    beyond: int = 0

    def df(self, wanted: U64) -> I64:
        """How many cases have each key, the hidden included."""
        shape = (len(self.picture.views), len(wanted))
        counts, found = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.uint32)
        if self.picture.views:
            compiled.find_all(self.picture.table, wanted, self.grown_counts, self.grown_found, counts, found)
        df: I64 = counts.sum(axis=0)
        return df


@dataclass(slots=True, eq=False)
class Workspace:
    """Memory that queries use one after the other: 0.5 MB, and ids for the longest of them."""

    ids: U32 = field(default_factory=lambda: np.empty(1 << 18, dtype=np.uint32))
    sums: F64 = field(default_factory=lambda: np.zeros(ranking.WINDOW, dtype=np.float64))
    touched: U16 = field(default_factory=lambda: np.empty(ranking.WINDOW + 1, dtype=np.uint16))

    def room_for(self, postings: int) -> None:
        """Make sure that so many ids can be held. What is never written to takes no memory."""
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


def ask(keys: U64, weights: F32, *, limit: int, cap: int, must: U64, must_cap: int) -> Question:
    """Check and normalise: a repeated key counts once, with its largest weight. ValueError for what does not fit."""
    if np.shape(keys) != np.shape(weights) or np.ndim(keys) != 1:
        raise ValueError(f"keys of shape {np.shape(keys)} and weights of shape {np.shape(weights)}: expected one each")
    for name, value in (("limit", limit), ("cap", cap), ("must_cap", must_cap)):
        if value < 0:
            raise ValueError(f"{name} is {value}, the least is 0")
    wanted, largest = distinct(read_only(keys, np.uint64), read_only(weights, np.float32), read_only(must, np.uint64))
    return Question(read_only(wanted, np.uint64), read_only(largest, np.float64), limit, cap, must_cap)


def answer(question: Question, moment: Moment, space: Workspace) -> tuple[I64, F32, bool]:
    """Seqs, scores and `capped`; see `index.postings.Postings.candidates`."""
    picture = moment.picture
    if not picture.views:
        return _NOTHING
    space.room_for(room_for(len(question.weights), picture.everybody, picture.hidden, question.cap))
    return compiled.answer(
        picture.table, question.wanted, question.weights, moment.grown_counts, moment.grown_found,
        moment.beyond, question.limit, question.cap, question.must_cap, space.ids, space.sums, space.touched,
    )  # fmt: skip


def room_for(keys: int, everybody: int, hidden: int, cap: int) -> int:
    """Ids that a question of so many keys may have to hold."""
    return (keys + FALLBACK_KEYS) * min(cap + min(hidden, cap), everybody) + min(WHOLE * cap, keys * everybody) + 1
