"""Sketches against a slow oracle written from the documented scheme alone, and against datasketch."""

from __future__ import annotations

import doctest
import hashlib
import math
import random
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine import sketch
from engine.kernels import compiled_signatures
from engine.sketch import (
    BANDS,
    MIN_SHINGLES,
    NO_BAND,
    NUM_PERM,
    ROWS,
    SEED,
    THRESHOLD,
    SchemeMismatchError,
    SignatureScheme,
    bands,
    code_points,
    containment,
    estimate_jaccard,
    found_probability,
    is_empty,
    jaccard,
    near_duplicate_score,
    shingle_hashes,
    signatures,
)

MASK32, MASK64 = 2**32 - 1, 2**64 - 1
ALPHABET = "路灯不亮请尽快维修小区物业电梯停水噪音施工abc12 😀\ud800"
texts = st.lists(st.one_of(st.text(ALPHABET, max_size=60), st.text(max_size=40)), max_size=6)


# ---- the slow oracle: Python integers, no NumPy, written from the module's docstring ----


def slow_numbers(count: int) -> list[int]:
    state, out = SEED, []
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & MASK64
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK64
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK64
        out.append(z ^ (z >> 31))
    return out


NUMBERS = slow_numbers(4 + 2 * 128)
PERMUTATIONS = [((a >> 32) | 1, b >> 32) for a, b in zip(NUMBERS[4:132], NUMBERS[132:], strict=True)]


def slow_hash(gram: str) -> int:
    h = (sum(ord(c) * (n | 1) for c, n in zip(gram, NUMBERS[:4], strict=True)) & MASK64) >> 32
    h = ((h ^ h >> 16) * 0x85EBCA6B) & MASK32
    h = ((h ^ h >> 13) * 0xC2B2AE35) & MASK32
    return h ^ h >> 16


def slow_shingles(text: str) -> set[int]:
    return {slow_hash(text[i : i + 4]) for i in range(len(text) - 3)}


def slow_signature(text: str) -> list[int]:
    hashes = slow_shingles(text)
    if len(hashes) < 8:
        return [MASK32] * 128
    return [min((h * a + b) & MASK32 for h in hashes) for a, b in PERMUTATIONS]


def slow_bands(signature: list[int], b: int, r: int) -> list[int]:
    if signature[0] == MASK32:
        return [0] * b
    keys = []
    for band in range(b):
        key = ((band + 1) * 0x9E3779B97F4A7C15) & MASK64
        for number in signature[band * r : band * r + r]:
            key = ((key ^ number) * 0xBF58476D1CE4E5B9) & MASK64
            key ^= key >> 29
        keys.append(key or 1)
    return keys


def exact_jaccard(a: set[object], b: set[object]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def random_text(rng: random.Random, length: int) -> str:
    return "".join(chr(rng.randint(0x4E00, 0x9FA5)) for _ in range(length))


def pairs_over_all_likenesses(count: int) -> list[tuple[str, str]]:
    """Pairs that share 0 to 100 % of a text of 300 characters: J from 0 to 1."""
    rng = random.Random(7)
    made = []
    for number in range(count):
        shared = random_text(rng, 300 * number // count)
        made.append((shared + random_text(rng, 300 - len(shared)), shared + random_text(rng, 300 - len(shared))))
    return made


# ---- signatures ----


@settings(max_examples=150, deadline=None)
@given(texts)
@example([])
@example(["", "", ""])
@example(["路灯不亮" * 30, "一二三四五六七八九十甲", "一二三四五六七八九十"])
def test_signatures_equal_the_slow_oracle(batch: list[str]) -> None:
    signed = signatures(*code_points(batch))
    assert signed.dtype == np.uint32
    assert signed.shape == (len(batch), NUM_PERM)
    assert signed.tolist() == [slow_signature(text) for text in batch]


@pytest.mark.parametrize("length", [11, 34, 35, 36, 1026, 1027, 1028, 2051, 2052, 5000])
def test_signatures_at_the_edges_of_lanes_and_tiles(length: int) -> None:
    text = random_text(random.Random(length), length)
    assert signatures(*code_points(["前", text, ""]))[1].tolist() == slow_signature(text)


def test_a_signature_never_changes() -> None:
    """Saved signatures of this SCHEME exist: if this fails, the scheme needs a new name, not the test a new value."""
    text = "云栈镇柳浦路与桐花街口的路灯连续三个晚上不亮，老人出行摔倒，请尽快安排人员检修。"
    digest = hashlib.sha256(signatures(*code_points([text])).astype("<u4").tobytes()).hexdigest()
    keys = hashlib.sha256(bands(signatures(*code_points([text]))).astype("<u8").tobytes()).hexdigest()
    assert (digest[:16], keys[:16]) == ("66018d4d370a3bcc", "33a021054a5d6f7d")


@pytest.mark.parametrize("text", ["", "短", "哈" * 500, "路灯不亮" * 100, "一二三四五六七八九十"])
def test_too_few_shingles_give_the_empty_signature(text: str) -> None:
    signed = signatures(*code_points([text, random_text(random.Random(1), 50)]))
    assert is_empty(signed).tolist() == [True, False]
    assert bands(signed)[0].tolist() == [NO_BAND] * BANDS
    assert estimate_jaccard(signed[0], signed[0]) == 0.0


def test_the_smallest_text_with_a_signature() -> None:
    text = "一二三四五六七八九十甲"  # 11 characters, 8 grams
    assert len(slow_shingles(text)) == MIN_SHINGLES
    assert not is_empty(signatures(*code_points([text])))[0]


def test_order_and_neighbours_do_not_matter() -> None:
    batch = [a for pair in pairs_over_all_likenesses(20) for a in pair]
    together = signatures(*code_points(batch))
    backwards = signatures(*code_points(batch[::-1]))
    assert np.array_equal(together, backwards[::-1])
    assert np.array_equal(together[7], signatures(*code_points([batch[7]]))[0])


def test_threads_get_the_same_signatures() -> None:
    laid_out = code_points([a for a, _ in pairs_over_all_likenesses(200)])
    expected = signatures(*laid_out)
    with ThreadPoolExecutor(4) as pool:
        for signed in pool.map(lambda _: signatures(*laid_out), range(8)):
            assert np.array_equal(signed, expected)


@pytest.mark.parametrize(
    "offsets", [[], [1, 4], [0, 3], [0, 5], [0, 3, 2, 4], [[0, 4]], [-1, 4]], ids=lambda offsets: str(offsets)
)
def test_offsets_that_do_not_describe_the_buffer_are_refused(offsets: list[int]) -> None:
    buffer, _ = code_points(["四个字符"])
    with pytest.raises(ValueError, match="offsets must"):
        signatures(buffer, np.array(offsets, dtype=np.int64))


@settings(max_examples=60, deadline=None)
@given(texts)
def test_code_points_lay_out_every_text(batch: list[str]) -> None:
    buffer, offsets = code_points(batch)
    laid_out = [buffer[start:end].tolist() for start, end in pairwise(offsets)]
    assert laid_out == [[ord(c) for c in text] for text in batch]


# ---- estimates ----


def test_estimates_keep_the_error_bound_of_128_permutations() -> None:
    pairs = pairs_over_all_likenesses(600)
    signed = signatures(*code_points([text for pair in pairs for text in pair]))
    deviations = []
    for number, (a, b) in enumerate(pairs):
        truth = exact_jaccard({a[i : i + 4] for i in range(297)}, {b[i : i + 4] for i in range(297)})
        estimate = estimate_jaccard(signed[2 * number], signed[2 * number + 1])
        deviations.append((estimate - truth) / max(math.sqrt(truth * (1 - truth) / NUM_PERM), 1 / NUM_PERM))
    # In units of the standard error: no bias (600 draws: ±3/sqrt(600) = 0.12), the right spread, no outlier.
    assert abs(np.mean(deviations)) < 0.15
    assert 0.8 < np.std(deviations) < 1.15
    assert np.max(np.abs(deviations)) < 5


def test_estimates_agree_with_datasketch_on_the_same_sets() -> None:
    from datasketch import MinHash

    ours, theirs = [], []
    for a, b in pairs_over_all_likenesses(120):
        sets = [{text[i : i + 4] for i in range(297)} for text in (a, b)]
        truth = exact_jaccard(*sets)
        left, right = MinHash.bulk([[gram.encode() for gram in grams] for grams in sets], num_perm=NUM_PERM)
        signed = signatures(*code_points([a, b]))
        ours.append(estimate_jaccard(signed[0], signed[1]) - truth)
        theirs.append(left.jaccard(right) - truth)
        # Two independent estimates of one number differ by at most 5·sqrt(2) standard errors.
        assert abs(ours[-1] - theirs[-1]) <= 5 * math.sqrt(2 * truth * (1 - truth) / NUM_PERM) + 2 / NUM_PERM
    assert np.std(ours) < 1.35 * np.std(theirs)


def test_estimates_of_different_lengths_are_refused() -> None:
    with pytest.raises(SchemeMismatchError, match="of 128 and of 64"):
        estimate_jaccard(np.zeros(128, np.uint32), np.zeros(64, np.uint32))


# ---- bands ----


@settings(max_examples=60, deadline=None)
@given(texts, st.sampled_from([(BANDS, ROWS), (32, 4), (1, 128), (128, 1)]))
def test_bands_equal_the_slow_oracle(batch: list[str], shape: tuple[int, int]) -> None:
    keys = bands(signatures(*code_points(batch)), *shape)
    assert keys.dtype == np.uint64
    assert keys.tolist() == [slow_bands(slow_signature(text), *shape) for text in batch]


def test_a_band_key_tells_exactly_its_own_rows() -> None:
    signed = signatures(*code_points([random_text(random.Random(3), 80)]))
    before = bands(signed)[0]
    for row in range(BANDS * ROWS):
        changed = signed.copy()
        changed[0, row] ^= 1
        assert np.flatnonzero(bands(changed)[0] != before).tolist() == [row // ROWS]


def test_equal_numbers_in_different_bands_give_different_keys() -> None:
    keys = bands(np.full((1, NUM_PERM), 77, dtype=np.uint32))[0]
    assert len(set(keys.tolist())) == BANDS


@pytest.mark.parametrize("shape", [(26, 5), (0, 5), (25, 0), (-1, 5)])
def test_impossible_bands_are_refused(shape: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="do not fit into signatures of 128"):
        bands(np.zeros((1, NUM_PERM), dtype=np.uint32), *shape)


def test_bands_and_rows_are_the_optimum_that_datasketch_finds() -> None:
    from datasketch import MinHashLSH

    best = MinHashLSH(threshold=THRESHOLD, num_perm=NUM_PERM)
    assert (best.b, best.r) == (BANDS, ROWS)


def test_pairs_are_found_as_often_as_the_formula_says() -> None:
    rng = random.Random(11)
    for kept, trials in ((120, 600), (200, 600), (250, 400)):
        batch, chances = [], []
        for _ in range(trials):
            shared = random_text(rng, kept)
            a, b = shared + random_text(rng, 300 - kept), shared + random_text(rng, 300 - kept)
            batch += [a, b]
            chances.append(found_probability(exact_jaccard(slow_grams(a), slow_grams(b))))
        keys = bands(signatures(*code_points(batch)))
        found = sum(bool(np.any(keys[i] == keys[i + 1])) for i in range(0, len(batch), 2))
        spread = math.sqrt(sum(p * (1 - p) for p in chances))
        assert abs(found - sum(chances)) < 4 * spread + 2, (kept, found, sum(chances))


def slow_grams(text: str) -> set[object]:
    return {text[i : i + 4] for i in range(len(text) - 3)}


# ---- exact sets ----


@settings(max_examples=100, deadline=None)
@given(texts)
@example([])
@example(["短", "", "路灯不亮" * 300])
def test_shingle_hashes_equal_the_slow_oracle(batch: list[str]) -> None:
    hashes, offsets = shingle_hashes(*code_points(batch))
    sets = [hashes[start:end].tolist() for start, end in pairwise(offsets)]
    assert sets == [sorted(slow_shingles(text)) for text in batch]


hash_sets = st.sets(st.one_of(st.integers(0, 40), st.integers(0, MASK32)), max_size=50)


@settings(max_examples=200, deadline=None)
@given(hash_sets, hash_sets, st.floats(0, 1))
@example({0, MASK32}, {MASK32}, 0.5)
def test_jaccard_and_containment_equal_python_sets(a: set[int], b: set[int], cutoff: float) -> None:
    left, right = (np.array(sorted(numbers), dtype=np.uint32) for numbers in (a, b))
    likeness = len(a & b) / len(a | b) if a | b else 0.0
    part = len(a & b) / len(a) if a else 0.0
    assert jaccard(left, right) == jaccard(right, left) == likeness
    assert containment(left, right) == part
    assert jaccard(left, right, score_cutoff=cutoff) == (likeness if likeness >= cutoff else 0.0)
    assert containment(left, right, score_cutoff=cutoff) == (part if part >= cutoff else 0.0)


@settings(max_examples=60, deadline=None)
@given(st.lists(hash_sets, min_size=1, max_size=6), st.floats(0, 1), st.randoms(use_true_random=False))
def test_many_pairs_score_like_one_at_a_time(sets: list[set[int]], cutoff: float, rng: random.Random) -> None:
    arrays = [np.array(sorted(numbers), dtype=np.uint32) for numbers in sets]
    offsets = np.cumsum([0, *map(len, arrays)])
    pairs = np.array([[rng.randrange(len(sets)), rng.randrange(len(sets))] for _ in range(12)])
    scores = near_duplicate_score(np.concatenate(arrays), offsets, pairs, score_cutoff=cutoff)
    assert scores.tolist() == [jaccard(arrays[i], arrays[j], score_cutoff=cutoff) for i, j in pairs]


@pytest.mark.parametrize("pair", [(0, 2), (-1, 0)])
def test_pairs_of_texts_that_are_not_there_are_refused(pair: tuple[int, int]) -> None:
    hashes, offsets = shingle_hashes(*code_points(["路灯不亮请维修", "电梯停运三天了"]))
    with pytest.raises(ValueError, match="texts 0 to 1"):
        near_duplicate_score(hashes, offsets, np.array([pair]))
    assert near_duplicate_score(hashes, offsets, np.empty((0, 2), np.int64)).size == 0


# ---- scheme, compilation, examples ----


@pytest.mark.parametrize(
    "saved", [SignatureScheme(seed=1), SignatureScheme(num_perm=64), SignatureScheme(scheme="leian-0")], ids=str
)
def test_signatures_of_another_scheme_are_refused(saved: SignatureScheme) -> None:
    SignatureScheme().check(SignatureScheme())
    with pytest.raises(SchemeMismatchError, match="rebuild them from the store"):
        SignatureScheme().check(saved)


def test_after_warm_nothing_is_compiled_any_more() -> None:
    sketch.warm()
    kernels = [value for value in vars(sketch).values() if hasattr(value, "py_func")]
    before = [compiled_signatures(kernel) for kernel in kernels]
    assert len(kernels) >= 7
    assert max(before) <= 2  # one from here, one within the kernel of `engine.keys`; and 0 for those that only other kernels call, once these come from the cache
    assert sum(before) >= 5
    buffer, offsets = code_points([random_text(random.Random(2), 100), "短"])
    for laid_out in (buffer, buffer.copy(), buffer.astype(np.int64), np.repeat(buffer, 2)[::2]):
        for places in (offsets, offsets.astype(np.int32), offsets.tolist()):
            signed = signatures(laid_out, np.asarray(places))
            bands(signed)
            bands(signed[0])
            bands(signed, 32, 4)
            hashes, sets = shingle_hashes(laid_out, np.asarray(places))
            jaccard(hashes[:50], hashes[::2])
            containment(hashes, hashes.copy())
            near_duplicate_score(hashes, sets, np.array([[0, 1]], dtype=np.int32), score_cutoff=1)
    assert [compiled_signatures(kernel) for kernel in kernels] == before


def test_the_examples_in_the_docstrings_are_true() -> None:
    result = doctest.testmod(sketch)
    assert result.attempted >= 1
    assert result.failed == 0
