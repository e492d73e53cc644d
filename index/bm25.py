"""Which texts hold the words of a query, and how much does each word count?

Okapi BM25 (Robertson and Zaragoza 2009) over counted keys: a `Field` is an immutable column of n texts, sorted by key.
A key is 32 bits: the hash of a word, or the code points of two adjacent characters. In memory only, never written down.
`cosines` scores the same column otherwise: log counts on both sides, idf twice, over the root of the text's own counts.
Scores of several fields (an old large one, a fresh small one) are comparable when they share `Statistics`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from engine.kernels import kernel, read_only

K1 = 1.5
"""Saturation of a word's count; nDCG@10 was flat from 0.9 to 2."""
B = 0.75
"""How much a long text is held against its words."""
MOST_QUERY_KEYS = 600
"""Keys of a query that are looked up, heaviest first: bounds the time that a letter of 32,000 characters takes."""

LOG_COUNTS = np.concatenate(([0.0], 1 + np.log(np.arange(1, 256))))
"""1 + log count, by count."""

Counts = tuple[NDArray[np.uint32], NDArray[np.uint8]]
"""Keys ascending and unique, and how often each occurs (at most 255)."""


def count_words(words: Iterable[str]) -> Counts:
    """Words as crc32 of their UTF-8: among 100,000 words, n² / 2³³ ≈ 1 pair is taken for one word."""
    hashes = np.fromiter((crc32(word.encode("utf-8", "surrogatepass")) for word in words), dtype=np.uint32)
    return _counted(hashes)


def count_pairs(text: str) -> Counts:
    """Adjacent characters of canonical `text` (16 bits each) as first << 16 | second, punctuation among them.

    How a clause begins and ends tells kinds of letters apart: with punctuation nDCG@10 was 0.004 to 0.012 higher in 24
    of 24 settings tried.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return _counted((codes[:-1] << np.uint32(16)) | (codes[1:] & np.uint32(0xFFFF)))


def add_counts(parts: Sequence[tuple[Counts, int]]) -> Counts:
    """Several parts of one text, each counted `times`."""
    keys = np.concatenate([counts[0] for counts, _ in parts])
    values = np.concatenate([counts[1].astype(np.int64) * times for counts, times in parts])
    unique, inverse = np.unique(keys, return_inverse=True)
    summed = np.bincount(inverse, weights=values, minlength=len(unique))
    return unique, np.minimum(summed, 255).astype(np.uint8)


def _counted(keys: NDArray[np.uint32]) -> Counts:
    unique, counts = np.unique(keys, return_counts=True)
    return unique, np.minimum(counts, 255).astype(np.uint8)


Add = Callable[..., None]
"""A kernel that adds to `total` what each posting of a query's keys counts: `_add_gains`, `_add_products`."""


@dataclass(frozen=True, slots=True)
class Field:
    """Postings of n texts: keys[i] has texts[offsets[i]:offsets[i + 1]] with their counts. `lengths` float32 (n,).

    `norms` float32 (n,): the root of the sum of (1 + log count)² of a text's keys, 1 for an empty one. Without idf, so
    that it does not change with the other texts.
    """

    keys: NDArray[np.uint32]
    offsets: NDArray[np.int64]
    texts: NDArray[np.int32]
    counts: NDArray[np.uint8]
    lengths: NDArray[np.float32]
    norms: NDArray[np.float32]

    def frequencies(self, keys: NDArray[np.uint32]) -> NDArray[np.int64]:
        """How many texts hold each of `keys`."""
        start, end = self.ranges(keys)
        return end - start

    def ranges(self, keys: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the postings of each of `keys` begin and end; one is empty where no text has the key."""
        if not len(self.keys):
            empty = np.zeros(len(keys), dtype=np.int64)
            return empty, empty.copy()
        position = np.searchsorted(self.keys, keys)
        position[position == len(self.keys)] = 0
        start: NDArray[np.int64] = self.offsets[position]
        return start, np.where(self.keys[position] == keys, self.offsets[position + 1], start)

    def scores(self, query: Query) -> NDArray[np.float64]:
        """BM25 of every text (n,)."""
        return self._summed(_add_gains, query, K1 * (1 - B + B * self.lengths / query.average))

    def cosines(self, query: Query) -> NDArray[np.float64]:
        """Σ (1 + log asked) idf² (1 + log count) / norm of every text (n,), for a query of `prepare_cosine`."""
        return self._summed(_add_products, query, LOG_COUNTS) / self.norms

    def _summed(self, add: Add, query: Query, by: NDArray[np.floating]) -> NDArray[np.float64]:
        """What a kernel adds up for every text (n,)."""
        start, end = self.ranges(query.keys)
        total = np.zeros(len(self.lengths))
        add(
            read_only(start, np.int64), read_only(end, np.int64), read_only(query.weights, np.float64),
            read_only(self.texts, np.int32), read_only(self.counts, np.uint8), read_only(by, np.float64), total,
        )  # fmt: skip
        return total

    def parts(self, query: Query, texts: NDArray[np.int64]) -> NDArray[np.float64]:
        """What each key of the query adds to the BM25 of these texts (len(texts), k). Asks for no other text's postings."""
        start, end = self.ranges(query.keys)
        times = np.zeros((len(texts), len(query.keys)), dtype=np.uint8)
        _look_up(
            read_only(start, np.int64), read_only(end, np.int64), read_only(self.texts, np.int32),
            read_only(self.counts, np.uint8), read_only(texts, np.int64), times,
        )  # fmt: skip
        return query.gain(times, self.lengths[texts][:, np.newaxis], query.weights)


@kernel
def _look_up(
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    texts: NDArray[np.int32],
    counts: NDArray[np.uint8],
    wanted: NDArray[np.int64],
    times: NDArray[np.uint8],
) -> None:
    """How often each of the `wanted` texts has each key; the texts of one key stand in ascending order."""
    for i in range(len(start)):
        for j in range(len(wanted)):
            low, high = start[i], end[i]
            while low < high:
                middle = (low + high) // 2
                if texts[middle] < wanted[j]:
                    low = middle + 1
                else:
                    high = middle
            if low < end[i] and texts[low] == wanted[j]:
                times[j, i] = counts[low]


@kernel
def _add_gains(
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    weights: NDArray[np.float64],
    texts: NDArray[np.int32],
    counts: NDArray[np.uint8],
    damping: NDArray[np.float64],
    total: NDArray[np.float64],
) -> None:
    """Add `Query.gain` of every posting [start[i], end[i]) to its text. Releases the GIL."""
    for i in range(len(start)):
        for j in range(start[i], end[i]):
            text = texts[j]
            times = float(counts[j])
            total[text] += weights[i] * times * (K1 + 1.0) / (times + damping[text])


@kernel
def _add_products(
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    weights: NDArray[np.float64],
    texts: NDArray[np.int32],
    counts: NDArray[np.uint8],
    log_counts: NDArray[np.float64],
    total: NDArray[np.float64],
) -> None:
    """Add weight × (1 + log count) of every posting [start[i], end[i]) to its text. Releases the GIL."""
    for i in range(len(start)):
        for j in range(start[i], end[i]):
            total[texts[j]] += weights[i] * log_counts[counts[j]]


def warm() -> None:
    """Compile or load the kernels."""
    field = field_of([count_words(["a"])])
    query = prepare_query(count_words(["a"]), [field], Statistics.of([field]))
    field.scores(query)
    field.parts(query, np.zeros(1, dtype=np.int64))
    field.cosines(prepare_cosine(count_words(["a"]), [field], Statistics.of([field])))


def field_of(counted: Sequence[Counts]) -> Field:
    """The column of these texts, in this order."""
    empty = (np.zeros(0, np.uint32), np.zeros(0, np.uint8))
    keys = np.concatenate([each[0] for each in counted] or [empty[0]])
    counts = np.concatenate([each[1] for each in counted] or [empty[1]])
    sizes = np.array([len(each[0]) for each in counted], dtype=np.int64)
    texts = np.repeat(np.arange(len(counted), dtype=np.int32), sizes)
    return _sorted_field(keys, texts, counts, len(counted))


def _sorted_field(keys: NDArray[np.uint32], texts: NDArray[np.int32], counts: NDArray[np.uint8], size: int) -> Field:
    order = np.argsort(keys, kind="stable")  # stable: the texts of one key stay ascending
    keys, texts, counts = keys[order], texts[order], counts[order]
    unique, first = np.unique(keys, return_index=True)
    offsets = np.append(first, len(keys)).astype(np.int64)
    lengths = np.bincount(texts, weights=counts, minlength=size).astype(np.float32)
    squares = np.bincount(texts, weights=LOG_COUNTS[counts] ** 2, minlength=size)
    norms = np.where(squares > 0, np.sqrt(squares), 1.0).astype(np.float32)
    return Field(unique, offsets, texts, counts, lengths, norms)


@dataclass(frozen=True, slots=True)
class Statistics:
    """Number of texts and their average length, over all columns of one kind."""

    texts: int
    average: float

    @classmethod
    def of(cls, fields: Iterable[Field]) -> Statistics:
        lengths = [field.lengths for field in fields]
        texts = sum(map(len, lengths))
        return cls(texts, float(sum(each.sum() for each in lengths)) / max(texts, 1) or 1.0)


@dataclass(frozen=True, slots=True)
class Query:
    """Keys with their weights (count × idf), `own`: the BM25 that a text equal to the query would get."""

    keys: NDArray[np.uint32]
    weights: NDArray[np.float64]
    average: float
    own: float

    def gain(
        self, counts: NDArray[np.uint8], lengths: NDArray[np.float32], weights: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """weight × count (k1 + 1) / (count + k1 (1 - b + b length / average)), element by element."""
        times = counts.astype(np.float64)
        gain: NDArray[np.float64] = weights * times * (K1 + 1) / (times + K1 * (1 - B + B * lengths / self.average))
        return gain


def prepare_query(counted: Counts, fields: Sequence[Field], statistics: Statistics) -> Query:
    """Weigh the keys by how rare they are in `fields`; keys that no text has count for `own` only."""
    keys, counts = counted
    frequency = _frequencies(keys, fields)
    idf = np.log(1 + (max(statistics.texts, 1) - frequency + 0.5) / (frequency + 0.5))
    weights = counts * np.maximum(idf, 0.0)
    if len(keys) > MOST_QUERY_KEYS:
        heaviest = np.sort(np.argsort(-weights, kind="stable")[:MOST_QUERY_KEYS])
        keys, counts, weights, frequency = keys[heaviest], counts[heaviest], weights[heaviest], frequency[heaviest]
    query = Query(keys, weights, statistics.average, 0.0)
    length = np.full(len(keys), counts.sum(dtype=np.int64), dtype=np.float32)
    own = float(query.gain(counts, length, weights).sum())
    found = frequency > 0
    return Query(keys[found], weights[found], statistics.average, own)


def prepare_cosine(counted: Counts, fields: Sequence[Field], statistics: Statistics) -> Query:
    """Weigh the keys by (1 + log count) × idf², idf being 1 + log((N + 1) / (df + 1)); `own` is the query's own cosine."""
    keys, counts = counted
    frequency = _frequencies(keys, fields)
    idf = 1 + np.log((statistics.texts + 1) / (frequency + 1))
    log_counts = LOG_COUNTS[counts]
    weights = log_counts * idf**2
    own = float(weights @ log_counts) / max(float(np.sqrt(log_counts @ log_counts)), 1e-9)
    found = np.flatnonzero(frequency > 0)
    if len(found) > MOST_QUERY_KEYS:
        found = np.sort(found[np.argsort(-weights[found], kind="stable")[:MOST_QUERY_KEYS]])
    return Query(keys[found], weights[found], statistics.average, own)


def _frequencies(keys: NDArray[np.uint32], fields: Sequence[Field]) -> NDArray[np.int64]:
    """How many texts of all fields hold each key."""
    frequency = np.zeros(len(keys), dtype=np.int64)
    for field in fields:
        frequency += field.frequencies(keys)
    return frequency
