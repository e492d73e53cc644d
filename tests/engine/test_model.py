"""Trees as arrays: the same answer as recursion, the same bytes back, and no conflict that helps."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.compare import FEATURES
from engine.grams import TABLE_BITS, Reference
from engine.model import THRESHOLD_NAMES, Model, ModelFormatError, Thresholds, Trees, warm

warm()  # compiling takes longer than hypothesis allows an example
NAMES = ("one", "two", "three")
REFERENCE = Reference(np.arange(sum(1 << bits for bits in TABLE_BITS), dtype=np.int64).astype(np.uint8))

Node = float | tuple[int, float, "Node", "Node"]
"""A leaf's value, or (feature, threshold, left, right)."""

LEAF = st.floats(-3, 3, width=32)
CUT = st.sampled_from([-1.0, 0.0, 0.25, 0.5, 1.0])
NODE = st.recursive(LEAF, lambda below: st.tuples(st.integers(0, 2), CUT, below, below), max_leaves=12)
ROWS = st.lists(st.lists(CUT | st.floats(-2, 2, width=32), min_size=3, max_size=3), max_size=6)


def flat(forest: list[Node], bias: float) -> Trees:
    """The forest as arrays, roots first come first."""
    nodes: list[list[float]] = []

    def add(node: Node) -> int:
        at = len(nodes)
        nodes.append([-1, 0.0, 0, 0, 0.0])
        if isinstance(node, tuple):
            nodes[at][:4] = [node[0], node[1], add(node[2]), add(node[3])]
        else:
            nodes[at][4] = node
        return at

    roots = [add(tree) for tree in forest]
    feature, threshold, left, right, value = np.array(nodes, dtype=np.float64).reshape(-1, 5).T
    return Trees(
        feature.astype(np.int16), threshold.astype(np.float32), left.astype(np.int32), right.astype(np.int32),
        value.astype(np.float32), np.array(roots, dtype=np.int32), bias,
    )  # fmt: skip


def made(forest: list[Node], bias: float = 0.0) -> Model:
    return Model(NAMES, flat(forest, bias), Thresholds(), REFERENCE)


def walk(node: Node, row: list[float]) -> float:
    if not isinstance(node, tuple):
        return node
    feature, cut, left, right = node
    return walk(left if row[feature] <= cut else right, row)


@given(st.lists(NODE, max_size=4), st.floats(-2, 2), ROWS)
def test_the_arrays_say_what_the_trees_say(forest: list[Node], bias: float, rows: list[list[float]]):
    found = made(forest, bias).probability(np.array(rows, dtype=np.float32).reshape(-1, 3))
    expected = [1 / (1 + math.exp(-bias - sum(walk(tree, row) for tree in forest))) for row in rows]
    assert found.dtype == np.float32
    assert found.tolist() == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("left", "right"), [(0, 1), (1, 0), (1, 7)])
def test_trees_whose_walk_would_not_end_are_refused(left: int, right: int):
    trees = flat([(0, 0.5, 1.0, 2.0)], 0.0)
    children = np.array([left, 0, 0], np.int32), np.array([right, 0, 0], np.int32)
    with pytest.raises(ModelFormatError, match="order"):
        Model(NAMES, replace(trees, left=children[0], right=children[1]), Thresholds(), REFERENCE)


def test_extreme_sums_are_still_probabilities():
    found = [float(made([value]).probability(np.zeros((1, 3), np.float32))[0]) for value in (-1e4, -50.0, 50.0, 1e4)]
    assert found == sorted(found)
    assert found[0] == 0.0
    assert found[-1] == 1.0


FOREST: list[Node] = [(0, 0.5, -1.0, (2, 0.0, 0.25, 2.0)), 0.125]


@settings(max_examples=25)
@given(st.lists(NODE, min_size=1, max_size=4), st.floats(-2, 2), st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_what_is_written_is_read(forest: list[Node], bias: float, limits: list[float]):
    # Without compression: squeezing the frequencies would take nearly all of the time.
    model = replace(made(forest, bias), thresholds=Thresholds(*limits))
    back = Model.from_bytes(cheap_bytes(model), NAMES)
    assert back.features == NAMES
    assert back.thresholds == model.thresholds
    assert back.trees.bias == bias
    for name in ("feature", "threshold", "left", "right", "value", "roots"):
        ours, theirs = getattr(model.trees, name), getattr(back.trees, name)
        assert ours.dtype == theirs.dtype
        assert ours.tolist() == theirs.tolist()


def cheap_bytes(model: Model, **instead: np.ndarray) -> bytes:
    """`to_bytes` without compression, some arrays replaced (or left out where None)."""
    with np.load(io.BytesIO(WRITTEN)) as file:
        arrays = {name: file[name] for name in file.files if name != "idf"}
    arrays |= {name: getattr(model.trees, name) for name in ("feature", "threshold", "left", "right", "value", "roots")}
    arrays["bias"] = np.array([model.trees.bias])
    arrays["thresholds"] = np.array([getattr(model.thresholds, name) for name in THRESHOLD_NAMES])
    arrays["idf"] = model.reference.idf
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **{k: v for k, v in (arrays | instead).items() if v is not None})
    return buffer.getvalue()


WRITTEN = made(FOREST, 0.5).to_bytes()


def test_the_file_itself_is_read_back_with_its_frequencies():
    model, back = made(FOREST, 0.5), Model.from_bytes(WRITTEN, NAMES)
    rows = np.array([[0, 0, 0], [1, 0, 0], [1, 0, 1]], dtype=np.float32)
    assert back.probability(rows).tolist() == model.probability(rows).tolist()
    assert np.array_equal(back.reference.idf, REFERENCE.idf)
    assert back.thresholds == Thresholds()


def test_the_same_model_has_the_same_bytes():
    assert made(FOREST, 0.5).to_bytes() == WRITTEN


REFUSED = {
    "another format": ({"format": np.array([2])}, NAMES, "model format 2, this engine reads 1"),
    "a feature less": ({}, NAMES[:2], "three"),
    "features in another order": ({}, NAMES[::-1], "other features"),
    "a feature renamed": ({}, ("one", "two", "drei"), r"drei.*three"),
    "an array missing": ({"roots": None}, NAMES, "not a model file"),
    "frequencies of another size": ({"idf": np.zeros(5, np.uint8)}, NAMES, "reference frequencies"),
}  # fmt: skip


@pytest.mark.parametrize(("instead", "expected", "message"), REFUSED.values(), ids=REFUSED)
def test_another_models_file_is_refused(instead: dict, expected: tuple[str, ...], message: str):
    data = cheap_bytes(made(FOREST), **instead)
    with pytest.raises(ModelFormatError, match=message):
        Model.from_bytes(data, expected)


@pytest.mark.parametrize("data", [b"", b"PK", b"no model at all", WRITTEN[: len(WRITTEN) // 2], WRITTEN[:-40]], ids=len)
def test_what_is_no_model_file_is_refused(data: bytes):
    with pytest.raises(ModelFormatError):
        Model.from_bytes(data, NAMES)


def test_a_damaged_byte_is_noticed():
    spoilt = bytearray(WRITTEN)
    spoilt[len(spoilt) // 2] ^= 0xFF
    with pytest.raises(ModelFormatError):
        Model.from_bytes(bytes(spoilt), NAMES)


@pytest.mark.parametrize("content", [np.array([{"a": 1}], dtype=object), np.zeros(3)], ids=["a pickle", "a single array"])
def test_another_kind_of_array_file_is_refused(content: np.ndarray):
    buffer = io.BytesIO()
    np.save(buffer, content, allow_pickle=True)
    with pytest.raises(ModelFormatError):
        Model.from_bytes(buffer.getvalue(), NAMES)


def test_thresholds_are_written_by_name():
    assert tuple(Thresholds.__dataclass_fields__) == THRESHOLD_NAMES


# The model that is delivered.

FALLING = ("objects_conflict", "precise_conflict", "dated_conflict", "amount_conflict", "title_objects_conflict")
RISING = ("objects_agree", "precise_agree", "points_agree", "title_objects_agree", "pairs_min", "triples_max", "words_min", "rest_words_max")


@pytest.fixture(scope="module")
def delivered() -> Model:
    file = files("service").joinpath("data/model.npz")
    if not file.is_file():
        pytest.skip("no model is built")
    return Model.from_bytes(file.read_bytes(), FEATURES)


def random_rows(model: Model, count: int = 3_000) -> np.ndarray:
    """Rows of which each value lies at or beside a threshold of its column: every branch is taken."""
    rng = np.random.default_rng(11)
    rows = np.zeros((count, len(FEATURES)), dtype=np.float32)
    for column in range(len(FEATURES)):
        cuts = model.trees.threshold[model.trees.feature == column]
        rows[:, column] = (rng.choice(cuts, count) if len(cuts) else 0) + rng.choice([-0.01, 0, 0.01], count)
    return rows


@pytest.mark.parametrize("name", [*FALLING, *RISING])
def test_a_conflict_never_helps_and_an_agreement_never_hurts(delivered: Model, name: str):
    rows = random_rows(delivered)
    column = FEATURES.index(name)
    before = delivered.probability(rows)
    for step in (0.02, 0.3, 1.0, 3.0):
        more = rows.copy()
        more[:, column] += np.float32(step)
        change = delivered.probability(more) - before
        assert (change <= 1e-6).all() if name in FALLING else (change >= -1e-6).all()


def test_the_delivered_model_uses_what_it_measures(delivered: Model):
    used = {FEATURES[f] for f in delivered.trees.feature.tolist() if f >= 0}
    assert {"objects_conflict", "precise_conflict", "objects_agree", "words_min", "rest_words_max"} <= used
    t = delivered.thresholds
    assert 0 < t.same_person < t.review < t.other_person < 1
    assert delivered.probability(random_rows(delivered)).std() > 0.02


def test_the_delivered_trees_end(delivered: Model):
    t = delivered.trees
    inner = np.flatnonzero(t.feature >= 0)
    assert (t.left[inner] > inner).all()  # children stand behind their parents: no walk is endless
    assert (t.right[inner] > inner).all()
    assert max(t.left.max(), t.right.max()) < len(t.feature)
    assert t.feature.max() < len(FEATURES)
