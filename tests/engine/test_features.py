"""The kernels against sets and dictionaries: every column, every sum."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from docket import case, tools
from hypothesis import given
from hypothesis import strategies as st

from engine.features import LEXICAL, lexical
from engine.grams import IDF_OFFSET, IDF_STEP, SUMS, TABLE_BITS, Reference, gram_hashes, profile
from engine.hashing import CHARACTER, KINDS, PAIR, SOUND, TRIPLE, WORD
from engine.intent import Intent
from engine.persons import Persons
from engine.prepare import prepare_subject
from engine.prepared import MEANING, Prepared, pack_places
from engine.sounds import syllables

IDF = np.random.default_rng(7).integers(0, 256, sum(1 << bits for bits in TABLE_BITS), dtype=np.uint8)
REFERENCE = Reference(IDF)
COLUMN = {name: i for i, name in enumerate(LEXICAL)}
ONE_SIDED = ("run_weight", "run_size")
"""Measured along the candidate; all other columns are the same whichever text is the new one."""

NO_TIES = np.zeros(0, dtype=np.uint64)
NO_MEANING = np.zeros(MEANING, dtype=np.int8)
Gram = tuple[int, tuple[int, ...]]


def made(text: str, title_size: int = 0, slotted: str = "", words: tuple[tuple[int, int], ...] = ()) -> Prepared:
    """A Prepared straight from its parts; `slotted` has an x where a slot stands."""
    codes = np.frombuffer(text.encode("utf-16-le"), dtype="<u2")
    mask = np.array([mark == "x" for mark in slotted.ljust(len(text))[: len(text)]], dtype=np.uint8)
    starts = np.array([start for start, _ in words], dtype=np.uint16)
    sizes = np.array([size for _, size in words], dtype=np.uint8)
    sums = profile(codes, mask, title_size, starts, sizes, REFERENCE).sums
    letters = sum(c.isalnum() for c in text)
    return Prepared(codes, mask, title_size, starts, sizes, sums, letters, 0.0, 0, pack_places(()), NO_TIES, NO_MEANING, Persons(), Intent.STATE, 0)


def row(new: Prepared, *candidates: Prepared) -> np.ndarray:
    table = profile(new.codes, new.slotted, new.title_size, new.word_starts, new.word_sizes, REFERENCE)
    return lexical(new, table, candidates)


# The oracle: a gram is its kind and its characters (or syllables), a text is a dictionary of grams.


def is_letter(code: int) -> bool:
    return 0x4E00 <= code < 0xA000 or chr(code) in "abcdefghijklmnopqrstuvwxyz0123456789"


def places(p: Prepared, kind: int) -> Iterator[tuple[int, int, Gram | None]]:
    """(start, size, gram) for each place of `kind`; None where punctuation or the end is inside."""
    codes = p.codes.tolist()
    if kind == WORD:
        for start, size in zip(p.word_starts.tolist(), p.word_sizes.tolist(), strict=True):
            yield start, size, (kind, tuple(codes[start : start + size]))
        return
    size = {CHARACTER: 1, PAIR: 2, TRIPLE: 3, SOUND: 3}[kind]
    table = syllables()
    for start in range(len(codes)):
        part = codes[start : start + size]
        if len(part) < size or not all(map(is_letter, part)):
            yield start, size, None
        elif kind == SOUND:
            heard = tuple(int(table[code]) for code in part)
            yield start, size, (kind, heard) if all(heard) else None
        else:
            yield start, size, (kind, tuple(part))


def hashed(gram: Gram) -> int:
    """FNV's prime over the characters, MurmurHash3's finaliser, the lower 32 bits."""
    kind, characters = gram
    value, every = kind + 1, (1 << 64) - 1
    for code in characters:
        value = (value * 0x100000001B3 + code) & every
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        value ^= value >> 33
        value = value * factor & every
    return max((value ^ value >> 33) & 0xFFFFFFFF, 1)


def weight(gram: Gram) -> float:
    kind = gram[0]
    offset = sum(1 << bits for bits in TABLE_BITS[:kind])
    bucket = offset + hashed(gram) % (1 << TABLE_BITS[kind])
    return max(0.0, int(IDF[bucket]) * IDF_STEP - IDF_OFFSET)


@dataclass
class Grams:
    """The distinct grams of one text: all, those whose first place is in the title, those with a place outside all slots."""

    all: set[Gram]
    titled: set[Gram]
    outside: set[Gram]

    @classmethod
    def of(cls, p: Prepared) -> Grams:
        found = cls(set(), set(), set())
        for kind in range(KINDS):
            for start, size, gram in places(p, kind):
                if gram is None:
                    continue
                if gram not in found.all and start < p.title_size:
                    found.titled.add(gram)
                found.all.add(gram)
                if not p.slotted[start : start + size].any():
                    found.outside.add(gram)
        return found


def total(grams: set[Gram], kind: int) -> float:
    return sum(weight(gram) for gram in grams if gram[0] == kind)


def slow_sums(p: Prepared) -> list[float]:
    g = Grams.of(p)
    return [
        *(total(g.all, kind) for kind in range(KINDS)),
        *(total(g.titled, kind) for kind in (PAIR, WORD)),
        *(total(g.outside, kind) for kind in (CHARACTER, PAIR, WORD)),
    ]


def slow_row(new: Prepared, old: Prepared) -> dict[str, float]:
    a, b = Grams.of(new), Grams.of(old)
    common, titles, outside = a.all & b.all, a.titled & b.titled, a.outside & b.outside
    shared = [
        *(total(common, kind) for kind in range(KINDS)),
        *(total(titles, kind) for kind in (PAIR, WORD)),
        *(total(outside, kind) for kind in (CHARACTER, PAIR, WORD)),
    ]
    names = ("characters", "pairs", "triples", "words", "sounds", "titles", "title_words", "rest_characters", "rest_pairs", "rest_words")
    out: dict[str, float] = {}
    for name, part, ours, theirs in zip(names, shared, slow_sums(new), slow_sums(old), strict=True):
        both = part / (ours + 4), part / (theirs + 4)
        out[f"{name}_min"], out[f"{name}_max"] = min(both), max(both)
    in_title = [total(a.titled & b.all, PAIR), total(b.titled & a.all, PAIR)]
    both = in_title[0] / (total(a.titled, PAIR) + 4), in_title[1] / (total(b.titled, PAIR) + 4)
    out["title_in_text_min"], out["title_in_text_max"] = min(both), max(both)
    out["title_in_text_least"], out["title_in_text_most"] = min(in_title), max(in_title)
    for name, kind in (("pairs", PAIR), ("triples", TRIPLE), ("words", WORD)):
        out[f"{name}_sum"] = total(common, kind)
    for name, kind in (("pairs", PAIR), ("words", WORD)):
        top = sorted((weight(g) for g in common if g[0] == kind), reverse=True)
        for i in range(3):
            out[f"{name}_top{i + 1}"] = top[i] if i < len(top) else 0.0
    out["title_words_top1"] = max((weight(g) for g in titles if g[0] == WORD), default=0.0)
    out["rest_pairs_sum"], out["rest_words_sum"] = total(outside, PAIR), total(outside, WORD)
    out["run_weight"], out["run_size"] = longest_run(a.all, old)
    sizes = sorted(math.log(1 + p.letters) for p in (new, old))
    out["letters_min"], out["letters_max"], out["letters_gap"] = *sizes, sizes[1] - sizes[0]
    return out


def longest_run(known: set[Gram], old: Prepared) -> tuple[float, float]:
    """Weight of the heaviest, and ln(1 + pairs) of the longest stretch of the old text that is made of known pairs."""
    runs: list[list[float]] = [[]]
    for _, _, gram in places(old, PAIR):
        if gram in known:
            runs[-1].append(weight(gram))
        else:
            runs.append([])
    return max(map(sum, runs)), math.log(1 + max(map(len, runs)))


TEXT = st.text(st.sampled_from("石榴巷柳荫里灯灯坏坏了a1，。\n十石"), max_size=28)
"""Few characters, so that grams repeat and are shared; 十 and 石 sound alike."""


@st.composite
def texts(draw: st.DrawFn) -> Prepared:
    text = draw(TEXT)
    places = st.integers(0, max(0, len(text) - 1))
    words = sorted(draw(st.sets(st.tuples(places, st.integers(2, 4)), max_size=8))) if text else []
    return made(text, draw(st.integers(0, len(text))), draw(st.text(st.sampled_from("x  "), max_size=28)), tuple(words))


@given(texts())
def test_sums_are_those_of_the_oracle(p: Prepared):
    assert len(slow_sums(p)) == len(SUMS)
    assert p.sums == pytest.approx(slow_sums(p), rel=1e-4, abs=1e-4)


@given(texts(), texts())
def test_every_column_is_that_of_the_oracle(new: Prepared, old: Prepared):
    expected = slow_row(new, old)
    assert sorted(expected) == sorted(LEXICAL)
    found = dict(zip(LEXICAL, row(new, old)[0].tolist(), strict=True))
    assert found == pytest.approx(expected, rel=1e-4, abs=1e-4)


@given(texts(), texts())
def test_columns_do_not_ask_which_text_is_the_new_one(a: Prepared, b: Prepared):
    there, back = row(a, b)[0], row(b, a)[0]
    for name in LEXICAL:
        if name not in ONE_SIDED:
            assert there[COLUMN[name]] == pytest.approx(back[COLUMN[name]], rel=1e-4, abs=1e-4), name


@given(texts(), st.lists(texts(), max_size=6))
def test_a_candidate_alone_and_in_company_gets_the_same_row(new: Prepared, candidates: list[Prepared]):
    together = row(new, *candidates)
    assert together.shape == (len(candidates), len(LEXICAL))
    assert together.dtype == np.float32
    for candidate, found in zip(candidates, together, strict=True):
        assert row(new, candidate)[0].tolist() == found.tolist()


@given(texts(), texts())
def test_containments_are_shares(new: Prepared, old: Prepared):
    found = row(new, old)[0]
    for name in LEXICAL:
        if name.endswith(("_min", "_max")) and not name.startswith("letters"):
            assert 0 <= found[COLUMN[name]] <= 1, name
        assert found[COLUMN[name]] >= 0
        if name.endswith("_min"):
            assert found[COLUMN[name]] <= found[COLUMN[name[:-3] + "max"]], name


@given(texts())
def test_a_text_contains_itself(p: Prepared):
    found = row(p, p)[0]
    for k, name in enumerate(("characters", "pairs", "triples", "words", "sounds")):
        expected = p.sums[k] / (p.sums[k] + 4)
        assert found[COLUMN[f"{name}_min"]] == found[COLUMN[f"{name}_max"]] == pytest.approx(expected, rel=1e-5)


@given(texts())
def test_hashes_are_those_of_the_oracle_in_order(p: Prepared):
    for kind in range(KINDS):
        expected = [hashed(gram) for _, _, gram in places(p, kind) if gram is not None]
        assert gram_hashes(p, kind).tolist() == expected


@given(texts())
def test_the_table_holds_each_gram_once_at_its_place(p: Prepared):
    table = profile(p.codes, p.slotted, p.title_size, p.word_starts, p.word_sizes, REFERENCE)
    grams = Grams.of(p)
    held = {int(key): (float(w), int(place)) for key, w, place in zip(table.keys, table.weights, table.places, strict=True) if key}
    assert len(table.keys) & (len(table.keys) - 1) == 0
    assert 2 * len(held) <= len(table.keys)
    assert np.count_nonzero(table.keys) == len(held) == len(grams.all)
    for gram in grams.all:
        w, place = held[hashed(gram)]
        assert w == pytest.approx(weight(gram), abs=1e-5)
        assert place & 1 == (gram in grams.titled)
        if gram[0] in (CHARACTER, PAIR, WORD):
            assert (place & 2 == 2) == (gram in grams.outside)


def test_unlike_texts_share_nothing_and_no_text_shares_with_none():
    lamp, wage, empty = made("石榴巷路灯坏"), made("拖欠四个月工钱"), made("")
    for a, b in ((lamp, wage), (lamp, empty), (empty, lamp), (empty, empty)):
        assert not [n for n in LEXICAL if not n.startswith("letters") and row(a, b)[0, COLUMN[n]]]
    assert row(lamp).shape == (0, len(LEXICAL))


def test_a_name_in_a_slot_is_not_part_of_the_rest():
    one, other = made("石榴巷路灯坏", slotted="xxx"), made("石榴巷漏水", slotted="xxx")
    found = row(one, other)[0]
    assert found[COLUMN["pairs_min"]] > 0
    assert found[COLUMN["rest_pairs_min"]] == found[COLUMN["rest_pairs_sum"]] == 0


@pytest.mark.parametrize("idf", [np.zeros(3, np.uint8), IDF.astype(np.uint16), IDF[:-1]])
def test_frequencies_of_another_shape_are_refused(idf: np.ndarray):
    with pytest.raises(ValueError, match="reference frequencies"):
        Reference(idf)


def test_the_longest_texts_are_measured():
    long = "".join(chr(0x4E00 + (i * i) % 20_000) for i in range(31_000))
    a = prepare_subject(case("a", long), tools())
    b = prepare_subject(case("b", long[:200]), tools()).prepared
    found = lexical(a.prepared, a.profile, [b, a.prepared])
    assert np.isfinite(found).all()
    assert found[1, COLUMN["triples_min"]] > 0.99
    assert found[0, COLUMN["triples_max"]] > 0.9
