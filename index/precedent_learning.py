"""What do the settled cases teach about themselves: the latent space, the sentence space, how scores spread?

`learned` makes one column of all live cases and projects it into the spaces learned from them; `caught_up` carries over what
changed meanwhile. Pure: what is read is never changed, so that it can run in another thread or process
(`index.precedent_learner`) while others ask.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, replace

import numpy as np

from index import lsa, sentences
from index.field_merging import latent_texts
from index.precedent_columns import Column, merge_columns
from index.precedent_ranking import EXHAUSTIVE, SAMPLE, View
from index.sentence_vectors import SentenceVectors, sensed

SEED = 20_240_601
"""Of the lot by which a sample is drawn: the same column, the same sample."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A view, and the vectors of its cases that it was learned from."""

    view: View
    vectors: SentenceVectors


def learned(view: View, vectors: SentenceVectors) -> Learned:
    """One column of all live cases, projected into the spaces learned from them."""
    if not view.columns:
        return Learned(view, vectors)
    column = merge_columns(view.columns)
    texts = latent_texts([column.words, column.reply])
    space = lsa.fit(texts)
    latent = space.project(texts) if space else None
    known = np.sort(column.seqs[vectors.known(column.seqs)])
    sense = sentences.fit(vectors.of(_drawn(known)))
    column = sensed(replace(column, latent=latent), sense, vectors)
    return Learned(View((column,), space, len(column), sense, _sample(column)), vectors)


def projected(column: Column, view: View, vectors: SentenceVectors) -> Column:
    """A column in the spaces of `view`."""
    latent = view.space.project(latent_texts([column.words, column.reply])) if view.space else None
    return sensed(replace(column, latent=latent), view.sentences, vectors)


def caught_up(
    found: Learned, before: View, now: View, vectors: SentenceVectors, done: MutableMapping[int, Column]
) -> View:
    """Carry over what changed while learning: removals from the columns of then, and the columns that came since.

    `done` keeps what was projected, by the first seq of its column, for who has to ask again.
    """
    since = []
    for each in now.columns[len(before.columns) :]:
        first = int(each.seqs[0]) if len(each) else -1
        if first not in done or len(done[first]) != len(each):
            done[first] = projected(each, found.view, vectors)
        since.append(replace(each, latent=done[first].latent, sense=done[first].sense))
    if not before.columns:
        return replace(found.view, columns=tuple(since))
    pairs = zip(before.columns, now.columns[: len(before.columns)], strict=True)
    still = np.concatenate([new.live[old.live] for old, new in pairs])
    whole = replace(found.view.columns[0], live=still)
    return replace(found.view, columns=(whole, *since), sample=_without(found.view.sample, whole))


def _drawn(seqs: np.ndarray[tuple[int], np.dtype[np.int64]]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    if len(seqs) <= sentences.MOST_VECTORS:
        return seqs
    return seqs[np.linspace(0, len(seqs) - 1, sentences.MOST_VECTORS).astype(np.int64)]


def _sample(column: Column) -> Column | None:
    """A part of a large column, drawn by lot: at even steps it might meet one kind of case alone, where kinds come by turns."""
    if len(column) <= EXHAUSTIVE:
        return None
    drawn = np.zeros(len(column), dtype=bool)
    drawn[np.random.default_rng(SEED).choice(len(column), SAMPLE, replace=False)] = True
    return merge_columns([replace(column, live=drawn)])


def _without(sample: Column | None, column: Column) -> Column | None:
    """The sample without the cases that were taken out of the column."""
    if sample is None:
        return None
    return replace(sample, live=sample.live & np.isin(sample.seqs, column.seqs[column.live]))
