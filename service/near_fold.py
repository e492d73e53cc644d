"""How are ten thousand texts folded at once, to what `canonical`, `bare` and `content_spans` make of them one by one?

The first two look at one character at a time, so that a table says the same. Texts with a character that becomes several
(℃, ㎡) are folded by themselves. Of boilerplate the empty sentences are found for all texts together, the formulas by their
patterns, text by text, and only where a clue of one stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine import sketch
from engine.boilerplate import MIN_LETTERS_LEFT, formula_spans, procedural_words
from engine.boilerplate_kernel import empty_spans
from engine.kernels import kernel, read_only
from engine.normalise import GONE, MAX_CHARACTERS, SEVERAL, canonical, fold_table, letter_table

_BMP = np.uint32(0x10000)
_GONE, _SEVERAL = np.uint32(GONE), np.uint32(SEVERAL)
_ENCODING = "utf-32-le" if np.little_endian else "utf-32-be"

Texts = tuple[NDArray[np.uint32], NDArray[np.int64]]
"""Code points of all texts, and n + 1 offsets (`engine.sketch.code_points`)."""


def folded(texts: Sequence[str]) -> Texts:
    """`bare(canonical(text).text)` of each text, as code points."""
    return _letters(*canonical_texts(texts))


def canonical_texts(texts: Sequence[str]) -> Texts:
    """`canonical(text).text` of each text, as code points."""
    buffer, offsets = sketch.code_points([text[:MAX_CHARACTERS] for text in texts])
    codes, ends, slow = _fold(read_only(buffer, np.uint32), read_only(offsets, np.int64), read_only(fold_table(), np.uint32))
    if not slow.any():
        return codes, ends
    found = strings(codes, ends)
    for place in np.flatnonzero(slow).tolist():
        found[place] = canonical(texts[place]).text
    return sketch.code_points(found)


def strings(buffer: NDArray[np.uint32], offsets: NDArray[np.int64]) -> list[str]:
    """The texts as Python strings."""
    whole = buffer.tobytes().decode(_ENCODING, "surrogatepass")
    return [whole[start:end] for start, end in pairwise(offsets.tolist())]


def cores(codes: NDArray[np.uint32], offsets: NDArray[np.int64]) -> Texts:
    """The letters of canonical texts without their boilerplate: salutations make strangers look 0.9 alike.

    Of each text, `bare` of what `engine.prepare.content_spans` keeps.
    """
    empty = np.zeros(len(codes), dtype=bool)
    _mark(empty, empty_spans(codes.astype(np.uint16), offsets, procedural_words())[0])
    for start, text in zip(offsets.tolist(), strings(codes, offsets), strict=False):
        for begin, end in formula_spans(text):
            empty[start + begin : start + end] = True
    return _letters_outside(empty, codes, offsets)


def exact_hashes(buffer: NDArray[np.uint32], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Two 64-bit hashes of each text, shape (n, 2): equal texts have equal ones, others differ but once in 2^100."""
    return _hashes(read_only(buffer, np.uint32), read_only(offsets, np.int64))


def _letters(codes: NDArray[np.uint32], offsets: NDArray[np.int64]) -> Texts:
    return _letters_outside(np.zeros(len(codes), dtype=bool), codes, offsets)


def _letters_outside(empty: NDArray[np.bool_], codes: NDArray[np.uint32], offsets: NDArray[np.int64]) -> Texts:
    found: Texts = _own_letters(
        read_only(codes, np.uint32), read_only(offsets, np.int64), read_only(empty, bool), read_only(letter_table(), bool)
    )
    return found


@kernel
def _fold(buffer, offsets, table):  # type: ignore[no-untyped-def]
    out = np.empty(buffer.size, dtype=np.uint32)
    ends = np.zeros(offsets.size, dtype=np.int64)
    slow = np.zeros(offsets.size - 1, dtype=np.bool_)
    used = 0
    for text in range(offsets.size - 1):
        for at in range(offsets[text], offsets[text + 1]):
            code = table[min(buffer[at], _BMP)]
            if code == _SEVERAL:
                slow[text] = True
            elif code != _GONE:
                out[used] = code
                used += 1
        ends[text + 1] = used
    return out[:used].copy(), ends, slow


@kernel
def _mark(empty, spans):  # type: ignore[no-untyped-def]
    for span in range(spans.shape[0]):
        empty[spans[span, 0] : spans[span, 1]] = True


@kernel
def _own_letters(codes, offsets, empty, is_letter):  # type: ignore[no-untyped-def]
    """The letters outside of what is `empty`; all letters of a text of which that leaves hardly any."""
    out = np.empty(codes.size, dtype=np.uint32)
    ends = np.zeros(offsets.size, dtype=np.int64)
    used = 0
    for text in range(offsets.size - 1):
        begun = used
        for at in range(offsets[text], offsets[text + 1]):
            if is_letter[codes[at]] and not empty[at]:
                out[used] = codes[at]
                used += 1
        if used - begun < MIN_LETTERS_LEFT:
            used = begun
            for at in range(offsets[text], offsets[text + 1]):
                if is_letter[codes[at]]:
                    out[used] = codes[at]
                    used += 1
        ends[text + 1] = used
    return out[:used].copy(), ends


@kernel
def _hashes(buffer: NDArray[np.uint32], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Two multiply-xorshift chains with different odd multipliers, over the code points and the length."""
    out = np.empty((offsets.size - 1, 2), dtype=np.uint64)
    for text in range(offsets.size - 1):
        one = np.uint64(0x9E3779B97F4A7C15)
        two = np.uint64(offsets[text + 1] - offsets[text]) + np.uint64(0xD1B54A32D192ED03)
        for at in range(offsets[text], offsets[text + 1]):
            one = (one ^ np.uint64(buffer[at])) * np.uint64(0xBF58476D1CE4E5B9)
            one ^= one >> np.uint64(29)
            two = (two ^ np.uint64(buffer[at])) * np.uint64(0x94D049BB133111EB)
            two ^= two >> np.uint64(31)
        out[text, 0], out[text, 1] = one, two
    return out
