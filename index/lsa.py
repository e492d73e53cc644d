"""Which texts are about the same kind of thing although they share few words?

Latent semantic analysis (Deerwester et al. 1990): the word × text matrix of the archive, cut down to its strongest
directions. Words that occur in the same texts (烧烤, 油烟) point the same way, so that texts with either come close.
Fitted on the operator's own archive in about a second per 3,000 texts; needs neither a model file nor a network. Not
for: deciding sameness (one direction holds 3号楼 and 5号楼), or archives of under 200 texts (too few to learn from).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy import sparse  # 0.14 s of every start, and only who learns needs it

DIMENSIONS = 200
"""nDCG@10 of the fused ranking was flat (±0.005) from 200 to 400."""
LEAST_TEXTS = 200
"""Below this the directions are those of single texts."""
TEXTS_PER_DIMENSION = 4
"""… and so they are with more directions than a quarter of the texts or of the words."""
MOST_TEXTS = 20_000
"""Texts that the directions are learned from, drawn evenly by position; all texts are projected."""
AT_ONCE = 16_384
"""Texts that are projected together."""
MOST_WORDS = 60_000
"""Columns kept, the most frequent first: 60,000 × 200 float32 are 48 MB."""
LEAST_FREQUENCY = 2
MOST_SHARE = 0.3
"""A word in more than this share of the texts has no say."""
IDF_POWER = 2.0
"""Exponent of the inverse document frequency. With 1 the strongest directions go to phrases; 1.5-2 was best."""
_OVERSAMPLING = 20
_POWER_STEPS = 3


@dataclass(frozen=True, slots=True)
class LatentSpace:
    """`keys` uint32 (w,) ascending, `weights` float32 (w,), `basis` float32 (w, d): orthonormal columns."""

    keys: NDArray[np.uint32]
    weights: NDArray[np.float32]
    basis: NDArray[np.float32]

    def project(self, texts: Texts) -> NDArray[np.float32]:
        """Unit vectors float32 (n, d); all zeros for a text without a known word."""
        found = np.zeros((len(texts), self.basis.shape[1]), dtype=np.float32)
        if len(texts) == 1:  # a question
            _, column, values = _weights(texts, self.keys, self.weights)
            return _unit(values[np.newaxis] @ self.basis[column])
        for start in range(0, len(texts), AT_ONCE):  # the matrix of a million texts would take gigabytes
            matrix = _weighted(texts.part(start, start + AT_ONCE), self.keys, self.weights)
            found[start : start + AT_ONCE] = _unit(np.asarray(matrix @ self.basis, dtype=np.float32))
        return found


@dataclass(frozen=True, slots=True)
class Texts:
    """Counted words of n texts: `keys` uint32 and `counts` of text i stand at [offsets[i], offsets[i + 1])."""

    keys: NDArray[np.uint32]
    counts: NDArray[np.float32]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def part(self, start: int, end: int) -> Texts:
        """Texts [start, end), as far as there are so many."""
        offsets = self.offsets[start : end + 1]
        return Texts(self.keys[offsets[0] : offsets[-1]], self.counts[offsets[0] : offsets[-1]], offsets - offsets[0])

    def drawn(self, most: int) -> Texts:
        """At most so many, evenly by position."""
        if len(self) <= most:
            return self
        rows = np.linspace(0, len(self) - 1, most).astype(np.int64)
        sizes = self.offsets[rows + 1] - self.offsets[rows]
        ends = np.cumsum(sizes)
        at = np.arange(ends[-1]) + np.repeat(self.offsets[rows] - (ends - sizes), sizes)
        return Texts(self.keys[at], self.counts[at], np.concatenate(([0], ends)).astype(np.int64))


def fit(texts: Texts, *, dimensions: int = DIMENSIONS, seed: int = 20_240_601) -> LatentSpace | None:
    """Learn the directions; None where there is too little to learn from. Deterministic for a seed and a BLAS."""
    if len(texts) < LEAST_TEXTS:
        return None
    keys, frequency = _document_frequencies(texts)
    kept = (frequency >= LEAST_FREQUENCY) & (frequency <= MOST_SHARE * len(texts))
    if kept.sum() > MOST_WORDS:
        rarest_kept = np.partition(frequency[kept], -MOST_WORDS)[-MOST_WORDS]
        kept &= frequency > rarest_kept  # a whole frequency class goes: which words stay must not depend on their order
    keys, frequency = keys[kept], frequency[kept]
    dimensions = min(dimensions, len(texts) // TEXTS_PER_DIMENSION, len(keys) // TEXTS_PER_DIMENSION)
    if dimensions < 1:
        return None
    idf = np.log((len(texts) + 1) / (frequency + 1)) + 1
    weights = (idf**IDF_POWER).astype(np.float32)
    matrix = _weighted(texts.drawn(MOST_TEXTS), keys, weights)
    return LatentSpace(keys, weights, _right_singular_vectors(matrix, dimensions, seed))


def _right_singular_vectors(matrix: sparse.csr_matrix, rank: int, seed: int) -> NDArray[np.float32]:
    """The `rank` strongest, by randomised subspace iteration (Halko, Martinsson and Tropp 2011, algorithm 4.4)."""
    rng = np.random.default_rng(seed)
    width = min(rank + _OVERSAMPLING, *matrix.shape)
    sketch = matrix @ rng.standard_normal((matrix.shape[1], width), dtype=np.float32)
    transposed = matrix.T.tocsr()
    for _ in range(_POWER_STEPS):
        sketch = matrix @ (transposed @ _orthonormal(sketch, width))
    return _orthonormal(transposed @ _orthonormal(sketch, width), rank)


def _orthonormal(columns: NDArray[np.float32], most: int) -> NDArray[np.float32]:
    """The left singular vectors of a tall matrix, strongest first, by way of its Gram matrix.

    10 to 30 times faster than LAPACK's QR or SVD on 10,000 × 220; directions a millionth as strong as the first are
    lost in rounding and left out.
    """
    wide = columns.astype(np.float64)
    squares, turned = np.linalg.eigh(wide.T @ wide)
    order = np.argsort(-squares)[:most]
    order = order[squares[order] > 1e-12 * max(float(squares[-1]), 1e-300)]
    return np.ascontiguousarray(wide @ (turned[:, order] / np.sqrt(squares[order])), dtype=np.float32)


def _weighted(texts: Texts, keys: NDArray[np.uint32], weights: NDArray[np.float32]) -> sparse.csr_matrix:
    """(1 + log count) × weight, rows of length one. Words that are not in `keys` are left out."""
    from scipy import sparse

    row, column, values = _weights(texts, keys, weights)
    matrix = sparse.csr_matrix((values, (row, column)), shape=(len(texts), len(keys)))
    matrix.sort_indices()  # sums run in one order, whatever order the words came in
    return matrix


def _weights(
    texts: Texts, keys: NDArray[np.uint32], weights: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Row, column and value of each entry of that matrix."""
    column = np.searchsorted(keys, texts.keys)
    column[column == len(keys)] = 0
    known = keys[column] == texts.keys if len(keys) else np.zeros(len(column), dtype=bool)
    row = np.repeat(np.arange(len(texts)), np.diff(texts.offsets))[known]
    column = column[known]
    values = (1 + np.log(texts.counts[known])) * weights[column]
    squares = np.bincount(row, weights=values.astype(np.float64) ** 2, minlength=len(texts))
    values = values / np.sqrt(squares[row])
    return row, column, values.astype(np.float32)


def _document_frequencies(texts: Texts) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    keys, frequency = np.unique(texts.keys, return_counts=True)
    return keys, frequency


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9), dtype=np.float32)
