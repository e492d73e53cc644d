"""How are twenty thousand texts folded at once, to what `canonical` and `bare` make of them one by one?

Both look at one character at a time, so that a table of all characters says the same; it is made by asking them.
Texts with a character that becomes several (℃, ㎡) are folded by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine import sketch
from engine.kernels import kernel, read_only
from engine.normalise import MAX_CHARACTERS, bare, canonical

_BMP = 0x10000
_GONE, _SEVERAL = np.uint32(0), np.uint32(1)  # neither code point survives folding

Texts = tuple[NDArray[np.uint32], NDArray[np.int64]]
"""Code points of all texts, and n + 1 offsets (`engine.sketch.code_points`)."""


def folded(texts: Sequence[str]) -> Texts:
    """`bare(canonical(text).text)` of each text, as code points."""
    buffer, offsets = sketch.code_points([text[:MAX_CHARACTERS] for text in texts])
    codes = _table()[np.minimum(buffer, _BMP)]
    slow = np.unique(np.searchsorted(offsets, np.flatnonzero(codes == _SEVERAL), side="right") - 1)
    if not len(slow):
        return _kept(codes, offsets)
    return sketch.code_points(_spliced(texts, slow.tolist(), codes, offsets))


def exact_hashes(buffer: NDArray[np.uint32], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Two 64-bit hashes of each text, shape (n, 2): equal texts have equal ones, others differ but once in 2^100."""
    return _hashes(read_only(buffer, np.uint32), read_only(offsets, np.int64))


def _spliced(
    texts: Sequence[str], slow: Sequence[int], codes: NDArray[np.uint32], offsets: NDArray[np.int64]
) -> list[str]:
    codes = np.where(codes == _SEVERAL, _GONE, codes)
    kept, ends = _kept(codes, offsets)
    whole = kept.tobytes().decode("utf-32-le" if np.little_endian else "utf-32-be", "surrogatepass")
    found = [whole[start:end] for start, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)]
    for place in slow:
        found[place] = bare(canonical(texts[place]).text)
    return found


def _kept(codes: NDArray[np.uint32], offsets: NDArray[np.int64]) -> Texts:
    stays = codes != _GONE
    before = np.concatenate([[0], np.cumsum(stays, dtype=np.int64)])
    return codes[stays], before[offsets]


@lru_cache(maxsize=1)
def _table() -> NDArray[np.uint32]:
    """Code point → what is left of it. The last entry stands for all beyond the BMP."""
    table = np.zeros(_BMP + 1, dtype=np.uint32)
    table[_BMP] = _SEVERAL
    everything = "".join(map(chr, range(_BMP)))
    whole = canonical(everything, limit=8 * _BMP)
    starts = np.searchsorted(whole.origin[:-1], np.arange(_BMP + 1))
    for code in range(_BMP):
        left = bare(whole.text[starts[code] : starts[code + 1]])
        table[code] = (ord(left) if len(left) == 1 else _SEVERAL) if left else _GONE
    return table


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
