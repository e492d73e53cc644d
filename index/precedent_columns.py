"""How is a settled case kept for ranking, and how do many of them become columns?

A case is counted once (`encode`): words, adjacent letters, the title's words, the reply's words. `Column` holds n
counted cases side by side, immutable; columns merge without segmenting any text again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from engine.advice import PrecedentFilters
from engine.normalise import canonical
from engine.words import Segmenter, topic_words
from index.bm25 import Counts, Field, add_counts, count_pairs, count_words, field_of
from index.field_merging import latent_texts, merge_fields
from index.lsa import LatentSpace

TITLE_WEIGHT = 2
"""A title's words count this many times: it says the matter in one line. nDCG@10 was flat from 1 to 3."""
FIELDS = ("words", "pairs", "title", "reply")
_ALWAYS = np.iinfo(np.int64).min  # closed at an unknown time


@dataclass(frozen=True, slots=True)
class Facets:
    """What filters ask of a case."""

    unit: str = ""
    category: tuple[str, ...] = ()
    locality: str = ""
    outcome: str = ""

    def accepted(self, filters: PrecedentFilters) -> bool:
        return (
            (not filters.unit or filters.unit == self.unit)
            and (not filters.category or filters.category in self.category)
            and (not filters.locality or filters.locality == self.locality)
            and (not filters.outcome or filters.outcome == self.outcome)
        )


@dataclass(frozen=True, slots=True)
class SettledCase:
    """A closed case with its official reply, texts as received. `seq` ≥ 0 is the store's number."""

    seq: int
    title: str
    text: str
    reply: str
    facets: Facets = Facets()
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CountedText:
    """A title with its text, counted. `spelled`: the words themselves, of queries only."""

    words: Counts
    pairs: Counts
    title: Counts
    spelled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CountedCase:
    seq: int
    text: CountedText
    reply: Counts
    facets: Facets
    closed: int


def count_text(title: str, text: str, segmenter: Segmenter | None = None, *, spell: bool = False) -> CountedText:
    """Fold and count; `spell` keeps the words in clear."""
    title, text = canonical(title).text, canonical(text).text
    title_words, text_words = topic_words(title, segmenter), topic_words(text, segmenter)
    in_title = count_words(title_words)
    return CountedText(
        words=add_counts([(in_title, TITLE_WEIGHT), (count_words(text_words), 1)]),
        pairs=add_counts([(count_pairs(title), TITLE_WEIGHT), (count_pairs(text), 1)]),
        title=in_title,
        spelled=tuple(dict.fromkeys(title_words + text_words)) if spell else (),
    )


def encode(case: SettledCase, segmenter: Segmenter | None = None) -> CountedCase:
    return CountedCase(
        seq=case.seq,
        text=count_text(case.title, case.text, segmenter),
        reply=count_words(topic_words(canonical(case.reply).text, segmenter)),
        facets=case.facets,
        closed=seconds(case.closed_at, _ALWAYS),
    )


def seconds(time: datetime | None, otherwise: int) -> int:
    """Whole seconds since 1970."""
    return otherwise if time is None else int(time.timestamp())


@dataclass(frozen=True, slots=True)
class Column:
    """n cases. `seqs` and `closed` int64 (n,), `facet` int32 (n,) into `facets`; `live` is False for those taken out.

    `latent` float32 (n, d) and `sense` float32 (n, k), None as long as there is no latent or sentence space.
    """

    seqs: NDArray[np.int64]
    closed: NDArray[np.int64]
    facet: NDArray[np.int32]
    facets: tuple[Facets, ...]
    words: Field
    pairs: Field
    title: Field
    reply: Field
    live: NDArray[np.bool_]
    latent: NDArray[np.float32] | None
    sense: NDArray[np.float32] | None = None

    def __len__(self) -> int:
        return len(self.seqs)

    def field(self, name: str) -> Field:
        """One of FIELDS."""
        found: Field = getattr(self, name)
        return found

    def accepted(self, filters: PrecedentFilters) -> NDArray[np.bool_]:
        """Which live cases the filters let through (n,). A case closed at an unknown time passes no bound of time."""
        if filters == PrecedentFilters():
            return self.live
        by_facet = np.array([each.accepted(filters) for each in self.facets], dtype=bool)
        passed = self.live & by_facet[self.facet] if len(self) else self.live
        if filters.since is not None:
            passed = passed & (self.closed >= seconds(filters.since, 0))
        if filters.until is not None:
            passed = passed & (self.closed <= seconds(filters.until, 0)) & (self.closed != _ALWAYS)
        return passed


def column_of(cases: Sequence[CountedCase], space: LatentSpace | None) -> Column:
    """Put these cases side by side."""
    words, reply = field_of([each.text.words for each in cases]), field_of([each.reply for each in cases])
    facets = list(dict.fromkeys(each.facets for each in cases))
    number = {each: i for i, each in enumerate(facets)}
    return Column(
        seqs=np.array([each.seq for each in cases], dtype=np.int64),
        closed=np.array([each.closed for each in cases], dtype=np.int64),
        facet=np.array([number[each.facets] for each in cases], dtype=np.int32),
        facets=tuple(facets),
        words=words,
        pairs=field_of([each.text.pairs for each in cases]),
        title=field_of([each.text.title for each in cases]),
        reply=reply,
        live=np.ones(len(cases), dtype=bool),
        latent=space.project(latent_texts([words, reply])) if space else None,
    )


def merge_columns(columns: Sequence[Column]) -> Column:
    """The live cases of all, in order; what was taken out is gone for good."""
    kept = [each.live for each in columns]
    facets = list(dict.fromkeys(facets for each in columns for facets in each.facets))
    number = {each: i for i, each in enumerate(facets)}
    facet = [
        np.array([number[f] for f in each.facets], dtype=np.int32)[each.facet[each.live]]
        for each in columns
        if len(each)
    ]
    latent = [each.latent[each.live] for each in columns if each.latent is not None]
    sense = [each.sense[each.live] for each in columns if each.sense is not None]
    merged = {name: merge_fields([each.field(name) for each in columns], kept) for name in FIELDS}
    return Column(
        seqs=np.concatenate([each.seqs[each.live] for each in columns]),
        closed=np.concatenate([each.closed[each.live] for each in columns]),
        facet=np.concatenate(facet) if facet else np.zeros(0, dtype=np.int32),
        facets=tuple(facets),
        live=np.ones(sum(int(live.sum()) for live in kept), dtype=bool),
        latent=np.concatenate(latent) if len(latent) == len(columns) else None,
        sense=np.concatenate(sense) if len(sense) == len(columns) else None,
        **merged,
    )
