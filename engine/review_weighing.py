"""Do the evidences on two clauses add up to a contradiction?

Each pair of clauses (`engine.review_evidence`) is weighed by small boosted trees (`engine.review_trees`, made by
`benchmarks/replies_fit.py` from fictional drafts beside earlier replies, contradicting or not, and from real pairs of replies
to one matter as silence). A draft contradicts an earlier reply where one pair weighs LEAST or more; then the other pairs of
half that weight are told too: who gives another account seldom does so in one clause.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.reply_text import Passage
from engine.review_evidence import Reading, evidence, meet, other_span
from engine.review_finding import Finding, Severity
from engine.review_opposites import opposite
from engine.review_statements import Floats
from engine.review_trees import TREES

LEAST = 0.225
"""Weight in [0, 1] from which two replies contradict each other; the figures are in docs/replies.md."""
USUAL = 80
"""Pairs of clauses of two short replies. Beside more of them one pair must weigh more, as one of many is likelier to by chance:
its odds as many times more as the square root of their number is more than that of USUAL."""
ALSO = 0.5
"""Share of LEAST from which a further pair of the same two replies is told."""
SURE = 0.7
"""Weight from which a finding is an error."""
MOST_WEIGHED = 100
"""Pairs of two replies that are weighed, the most alike first."""


def least(pairs: int) -> float:
    """The weight from which one of so many pairs tells of a contradiction.

    >>> round(least(40), 3), round(least(900), 3)
    (0.225, 0.493)
    """
    odds = LEAST / (1 - LEAST) * float(max(1.0, pairs / USUAL) ** 0.5)
    return odds / (1 + odds)


@dataclass(frozen=True, slots=True)
class Forest:
    """t trees of equal size: int16 `feature` (t, k), -1 for a leaf, float32 `threshold` (of a leaf its value) and int16
    `left` (t, k), the right child being the node after it."""

    feature: NDArray[np.int16]
    threshold: Floats
    left: NDArray[np.int16]

    def weigh(self, rows: Floats) -> Floats:
        """Weight in [0, 1] of each row (n, f); float32 (n,)."""
        trees = np.arange(len(self.feature))[None, :]
        at = np.zeros((len(rows), len(self.feature)), dtype=np.int64)
        row = np.arange(len(rows))[:, None]
        while True:
            feature = self.feature[trees, at]
            inner = feature >= 0
            if not inner.any():
                break
            goes_left = rows[row, np.maximum(feature, 0)] <= self.threshold[trees, at]
            at = np.where(inner, self.left[trees, at] + ~goes_left, at)
        summed = self.threshold[trees, at].sum(axis=1)
        return np.asarray(1.0 / (1.0 + np.exp(-summed)), dtype=np.float32)


@lru_cache(maxsize=1)
def forest() -> Forest:
    """The trees of `engine.review_trees`."""
    return unpacked(TREES)


def packed(feature: NDArray[np.int16], threshold: Floats, left: NDArray[np.int16]) -> str:
    """Trees as text."""
    shape = np.array(feature.shape, dtype="<i4").tobytes()
    raw = shape + feature.astype("<i2").tobytes() + left.astype("<i2").tobytes() + threshold.astype("<f4").tobytes()
    return base64.b85encode(zlib.compress(raw, 9)).decode("ascii")


def unpacked(text: str) -> Forest:
    """Trees from text.

    >>> one = packed(np.array([[0, -1, -1]], "<i2"), np.array([[0.5, -2, 2]], "<f4"), np.array([[1, 0, 0]], "<i2"))
    >>> unpacked(one).weigh(np.array([[0.0], [1.0]], dtype=np.float32)).round(2).tolist()
    [0.11999999731779099, 0.8799999952316284]
    """
    raw = zlib.decompress(base64.b85decode(text))
    trees, nodes = np.frombuffer(raw, "<i4", 2)
    count = int(trees) * int(nodes)
    feature = np.frombuffer(raw, "<i2", count, 8).reshape(trees, nodes)
    left = np.frombuffer(raw, "<i2", count, 8 + 2 * count).reshape(trees, nodes)
    threshold = np.frombuffer(raw, "<f4", count, 8 + 4 * count).reshape(trees, nodes)
    return Forest(feature.astype(np.int16), threshold.astype(np.float32), left.astype(np.int16))


def contradictions(draft: Passage, earlier: Passage, readings: Sequence[Reading]) -> Iterator[Finding]:
    """For each clause of the draft that contradicts the earlier reply the clause that it contradicts most, the weightiest first."""
    pairs = evidence(draft, earlier, readings)
    rows = pairs.rows
    if not rows.size:
        return
    alike = rows[:, :, pairs.names.index("likeness")] + rows[:, :, pairs.names.index("a reading here")]
    flat = np.argsort(-alike, axis=None, kind="stable")[:MOST_WEIGHED]
    weight = np.zeros(rows.shape[:2], dtype=np.float32)
    weight.ravel()[flat] = forest().weigh(rows.reshape(-1, rows.shape[2])[flat])
    needed = least(weight.size)
    if float(weight.max()) < needed:
        return
    best = weight.argmax(axis=1)
    for row in np.argsort(-weight.max(axis=1), kind="stable").tolist():
        found = float(weight[row, best[row]])
        if found < needed * ALSO:
            return
        new, old = pairs.ours.clauses[row], pairs.theirs.clauses[int(best[row])]
        severity = Severity.ERROR if found >= SURE else Severity.WARN
        whole = opposite(draft, earlier, (new.start, new.end), (old.start, old.end), severity)
        yield _to_the_word(whole, pairs.found)


def _to_the_word(whole: Finding, found: Sequence[Finding]) -> Finding:
    """What a reading of listed states says of the same two places, as it names the very words; else the two clauses."""
    for each in found:
        same = meet(each.span, whole.span) and meet(other_span(each), other_span(whole))
        if same and each.severity is Severity.ERROR:
            return each
    return whole
