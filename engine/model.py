"""With what probability are two cases one matter, given how they compare?

Gradient-boosted trees as plain arrays: no learning library is needed to judge. One versioned file holds the trees, the
reference frequencies and the thresholds; `benchmarks/fit.py` makes it from labelled pairs. Judging reads that file and the
two cases, nothing else.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from engine.grams import TABLE_BITS, Reference
from engine.kernels import kernel, read_only
from engine.meanings import Meanings

FORMAT = 1
_FIELDS = ("format", "features", "feature", "threshold", "left", "right", "value", "roots", "bias", "thresholds", "idf")

_OPTIONAL = ("categories", "category_thresholds", "meaning_keys", "meaning_rows")


class ModelFormatError(ValueError):
    """A model file that this engine cannot read; the message says what differs."""


@dataclass(frozen=True, slots=True)
class Trees:
    """`feature[i] < 0` marks a leaf with `value[i]`; else go `left` where row[feature] <= threshold, `right` otherwise.

    int16 feature, float32 threshold and value, int32 left, right and roots, all node arrays of one length.
    """

    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    roots: NDArray[np.int32]
    bias: float


@dataclass(frozen=True, slots=True)
class Walks:
    """Trees as they are walked: level by level, so that the two children of a node stand side by side, and few bytes a node. A leaf
    leads back to itself, so that every row takes `depths` steps through a tree and no branch has to be foreseen.

    ways: uint32, the number of the left child times 2^FEATURE_BITS and the feature that is asked; threshold: float32, infinite at a
    leaf; value: float32. roots, depths: int64, one a tree. expected: float64, of each node the value that is to be expected where
    one knows no more than that it was reached, both ways of a split counted alike.
    """

    ways: NDArray[np.uint32]
    threshold: NDArray[np.float32]
    value: NDArray[np.float32]
    roots: NDArray[np.int64]
    depths: NDArray[np.int64]
    expected: NDArray[np.float64]


FEATURE_BITS = 8


def _walks(trees: Trees) -> Walks:
    """Raises ModelFormatError where a child does not stand behind its parent, for no walk would end, and where trees are too many
    or join."""
    leaf, inner = trees.feature < 0, trees.feature >= 0
    children = np.stack([trees.left, trees.right])[:, inner]
    if (children <= np.flatnonzero(inner)).any() or (children >= len(leaf)).any():
        raise ModelFormatError("a tree whose nodes are out of order")
    order, roots, depths = _by_level(trees, leaf)
    if len(order) > min(len(leaf), 1 << (32 - FEATURE_BITS)) or (trees.feature >> FEATURE_BITS > 0).any():
        raise ModelFormatError(f"trees that join, more than {1 << (32 - FEATURE_BITS)} nodes, or than {1 << FEATURE_BITS} features")
    nodes = np.array(order, dtype=np.int64)
    here = np.arange(len(nodes), dtype=np.int64)
    is_leaf = leaf[nodes]
    first = here.copy()  # where a node's left child stands; every node but the roots is the child of one
    first[~is_leaf] = np.setdiff1d(here, roots)[::2]
    expected = trees.value[nodes].astype(np.float64)
    for node in here[~is_leaf][::-1].tolist():  # children stand behind their parents
        expected[node] = 0.5 * (expected[first[node]] + expected[first[node] + 1])
    ways = (first << FEATURE_BITS) | np.where(is_leaf, 0, trees.feature[nodes])
    threshold = np.where(is_leaf, np.float32(np.inf), trees.threshold[nodes])
    return Walks(
        read_only(ways, np.uint32), read_only(threshold, np.float32), read_only(trees.value[nodes], np.float32),
        read_only(np.array(roots), np.int64), read_only(np.array(depths), np.int64), read_only(expected, np.float64),
    )  # fmt: skip


def _by_level(trees: Trees, leaf: NDArray[np.bool_]) -> tuple[list[int], list[int], list[int]]:
    """The nodes of each tree level by level, siblings side by side; where each tree begins, and how many steps lead through it."""
    left, right, ends = trees.left.tolist(), trees.right.tolist(), leaf.tolist()
    order: list[int] = []
    roots, depths = [], []
    for root in trees.roots.tolist():
        roots.append(len(order))
        level, steps = [root], -1
        while level and len(order) <= len(ends):  # more than all nodes: they join
            order += level
            level = [child for node in level if not ends[node] for child in (left[node], right[node])]
            steps += 1
        depths.append(steps)
    return order, roots, depths


@dataclass(frozen=True, slots=True)
class Thresholds:
    """P(same matter) from which a pair is SAME, by person axis, and where doubt begins. All in [0, 1].

    same_person < other_person: the same person writing of nearly the same thing seldom means another. review: from here on,
    below the threshold, a person should look. similar: weighted word containment from which a case is of the same kind.
    """

    same_person: float = 0.40
    other_person: float = 0.86
    review: float = 0.65
    similar: float = 0.3


@dataclass(frozen=True, slots=True)
class Model:
    """The file's content. `features` are the names of the columns that the trees were fitted on, in order.

    by_category: thresholds of their own for pairs that share a content class; empty unless an operator has tuned them.
    """

    features: tuple[str, ...]
    trees: Trees
    thresholds: Thresholds
    reference: Reference
    by_category: Mapping[str, Thresholds] = field(default_factory=dict)
    walks: Walks = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "walks", _walks(self.trees))

    def limits(self, ours: Collection[str] = (), theirs: Collection[str] = ()) -> Thresholds:
        """The thresholds for two cases of these classes: those of a class that both have (of several the first by name)."""
        if not self.by_category:
            return self.thresholds
        shared = sorted(name for name in ours if name in theirs and name in self.by_category)
        return self.by_category[shared[0]] if shared else self.thresholds

    def probability(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """P(same matter) of each row of features; float32 (n,)."""
        w = self.walks
        out = np.empty(len(rows), dtype=np.float32)
        _predict(read_only(rows, np.float32), w.ways, w.threshold, w.value, w.roots, w.depths, self.trees.bias, out)
        return out

    def to_bytes(self) -> bytes:
        """The file: a compressed .npz of plain arrays."""
        t = self.trees
        arrays: dict[str, NDArray[np.generic]] = {
            "format": np.array([FORMAT], dtype=np.int64),
            "features": np.frombuffer("\n".join(self.features).encode(), dtype=np.uint8),
            "feature": t.feature, "threshold": t.threshold, "left": t.left, "right": t.right, "value": t.value,
            "roots": t.roots, "bias": np.array([t.bias], dtype=np.float64),
            "thresholds": np.array(_numbers(self.thresholds), dtype=np.float64),
            "idf": self.reference.idf,
        }  # fmt: skip
        if self.by_category:  # a file without any has the bytes that it always had
            names = sorted(self.by_category)
            arrays["categories"] = np.frombuffer("\n".join(names).encode(), dtype=np.uint8)
            arrays["category_thresholds"] = np.array([_numbers(self.by_category[name]) for name in names], dtype=np.float64)
        if self.reference.meanings:
            arrays["meaning_keys"], arrays["meaning_rows"] = self.reference.meanings.keys, self.reference.meanings.rows
        buffer = io.BytesIO()
        np.savez_compressed(buffer, allow_pickle=False, **arrays)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes, expected_features: tuple[str, ...]) -> Model:
        """Read what `to_bytes` wrote. Raises ModelFormatError where version or features are not this engine's."""
        arrays = _read_arrays(data)
        if int(arrays["format"][0]) != FORMAT:
            raise ModelFormatError(f"model format {int(arrays['format'][0])}, this engine reads {FORMAT}")
        features = tuple(arrays["features"].tobytes().decode().split("\n"))
        if features != expected_features:
            odd = sorted(set(features) ^ set(expected_features))[:5]
            raise ModelFormatError(f"the model was fitted on other features (first that differ: {odd}); fit it again")
        names = ("feature", "threshold", "left", "right", "value", "roots")
        trees = Trees(**{name: arrays[name] for name in names}, bias=float(arrays["bias"][0]))
        thresholds = Thresholds(*(float(value) for value in arrays["thresholds"]))
        try:
            table = Meanings(arrays["meaning_keys"], arrays["meaning_rows"]) if "meaning_keys" in arrays else None
            reference = Reference(arrays["idf"], meanings=table)
        except (KeyError, ValueError) as error:
            raise ModelFormatError(str(error)) from error
        return cls(features, trees, thresholds, reference, _categories(arrays))


def _numbers(thresholds: Thresholds) -> list[float]:
    return [getattr(thresholds, name) for name in THRESHOLD_NAMES]


def _categories(arrays: Mapping[str, NDArray[Any]]) -> dict[str, Thresholds]:
    """Thresholds by class; a file written before there were any has none."""
    if "categories" not in arrays or "category_thresholds" not in arrays:
        return {}
    names = arrays["categories"].tobytes().decode().split("\n")
    rows = arrays["category_thresholds"].reshape(-1, len(THRESHOLD_NAMES)).tolist()
    if len(names) != len(rows):
        raise ModelFormatError(f"{len(names)} classes with thresholds for {len(rows)}")
    return {name: Thresholds(*row) for name, row in zip(names, rows, strict=True)}


def _read_arrays(data: bytes) -> dict[str, NDArray[Any]]:
    """The arrays of an .npz. Raises ModelFormatError where it is empty, cut off, damaged, pickled or something else."""
    try:
        file = np.load(io.BytesIO(data), allow_pickle=False)
        if not isinstance(file, np.lib.npyio.NpzFile):
            raise ModelFormatError("not a model file: a single array")
        with file:
            return {name: file[name] for name in (*_FIELDS, *(name for name in _OPTIONAL if name in file))}
    except (ValueError, KeyError, OSError, EOFError, BadZipFile, zlib.error) as error:
        raise ModelFormatError(f"not a model file: {error}") from error


THRESHOLD_NAMES = ("same_person", "other_person", "review", "similar")


def warm() -> None:
    """Compile the kernel."""
    leaf = Trees(
        np.array([-1], np.int16), np.zeros(1, np.float32), np.zeros(1, np.int32), np.zeros(1, np.int32),
        np.zeros(1, np.float32), np.zeros(1, np.int32), 0.0,
    )  # fmt: skip
    none = Reference(np.zeros(sum(1 << bits for bits in TABLE_BITS), dtype=np.uint8))
    Model(("",), leaf, Thresholds(), none).probability(np.zeros((1, 1), dtype=np.float32))


@kernel
def _predict(rows, ways, threshold, value, roots, depths, bias, out):  # type: ignore[no-untyped-def]
    # Tree by tree and level by level, so that its nodes are in the cache and the rows wait for none of each other.
    totals = np.full(len(rows), bias, dtype=np.float64)
    at = np.empty(len(rows), dtype=np.uint32)
    for tree in range(len(roots)):
        at[:] = roots[tree]
        for _ in range(depths[tree]):
            for r in range(len(rows)):
                at[r] = next_node(rows[r], ways, threshold, at[r])
        for r in range(len(rows)):
            totals[r] += value[at[r]]
    for r in range(len(rows)):
        out[r] = 1.0 / (1.0 + np.exp(-totals[r]))


@kernel
def next_node(row, ways, threshold, node):  # type: ignore[no-untyped-def]
    """Where a row goes on from a node of Walks."""
    way = ways[node]
    goes_left = row[way & np.uint32((1 << FEATURE_BITS) - 1)] <= threshold[node]
    return np.uint32((way >> np.uint32(FEATURE_BITS)) + (np.uint32(0) if goes_left else np.uint32(1)))
