"""Where in a long letter does it speak of an earlier case?

Finds the stretch of a text in which the wording of another one is densest. What it means is decided elsewhere. Texts are
canonical; both may be of any length (time is linear in both).
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_LETTER = re.compile(r"[^\W_]")
_SENTENCE_END = "。!?;\n"
_CLAUSE_END = "。!?;\n,:"
GAP = 0.45
"""What a pair of letters that the old text does not have costs against one that it has (1) and a triple (1 more): with it a
stretch may be reworded by half before it falls apart, and stops where chance alone finds common pairs (one in four or fewer)."""
_UNIT = 20
"""Worth is counted in twentieths of a pair: whole numbers add up to the same sum in any order."""
_SHIFT = 21
"""Bits of a code point."""
REACH = 24
"""Characters by which a stretch is widened to the sentence's ends; beyond it, to the clause's."""


def densest(old: str, text: str) -> tuple[int, int]:
    """[start, end) of the stretch of `text` where `old` is told, widened to whole clauses; (0, 0) where there is none."""
    letters, places = _letters(text)
    known, _ = _letters(old)
    if len(letters) < 2 or len(known) < 2:
        return 0, 0
    pairs, known_pairs = letters[:-1] << _SHIFT | letters[1:], known[:-1] << _SHIFT | known[1:]
    found = _standing_in(known_pairs, pairs)
    worth = np.where(found, _UNIT, -round(_UNIT * GAP))
    triples = _standing_in(known_pairs[:-1] << _SHIFT | known[2:], pairs[:-1] << _SHIFT | letters[2:])
    worth[:-1][found[:-1] & triples] += _UNIT
    start, end = _heaviest(worth)
    if end <= start:
        return 0, 0
    return _whole_clauses(text, int(places[start]), int(places[end]) + 1)


def _standing_in(known: NDArray[np.int64], grams: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of `grams` are among `known`; for texts of usual length a tenth of the time of `np.isin`."""
    if not len(known):
        return np.zeros(len(grams), dtype=np.bool_)
    ordered = np.sort(known)
    at = np.minimum(np.searchsorted(ordered, grams), len(ordered) - 1)
    found: NDArray[np.bool_] = ordered[at] == grams
    return found


def _letters(text: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Code points of the letters of `text` and where they stand."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    known = _is_letter()
    kept = known[np.minimum(codes, len(known) - 1)]
    for at in np.flatnonzero(codes >= len(known)).tolist():
        kept[at] = _LETTER.match(text[at]) is not None
    return codes[kept], np.flatnonzero(kept)


@lru_cache(maxsize=1)
def _is_letter() -> NDArray[np.bool_]:
    """For each code point of the BMP."""
    table = np.array([_LETTER.match(chr(code)) is not None for code in range(0x10000)])
    table.flags.writeable = False
    return table


def _heaviest(worth: NDArray[np.int64]) -> tuple[int, int]:
    """[start, end) of the run with the largest sum; the first of equal ones; empty where nothing is worth anything."""
    sums = np.concatenate(([0], np.cumsum(worth)))
    lowest = np.minimum.accumulate(sums[:-1])
    last = int(np.argmax(sums[1:] - lowest))
    if sums[last + 1] <= lowest[last]:
        return 0, 0
    return int(np.flatnonzero(sums[: last + 1] == lowest[last])[-1]), last + 1


def _whole_clauses(text: str, start: int, end: int) -> tuple[int, int]:
    """Widened to the sentence around where that is near, else to the clause."""
    sentence = max(text.rfind(mark, 0, start) for mark in _SENTENCE_END) + 1
    if start - sentence > REACH:
        sentence = max(text.rfind(mark, 0, start) for mark in _CLAUSE_END) + 1
    ends = [at for mark in _SENTENCE_END if 0 <= (at := text.find(mark, end - 1)) < end + REACH]
    if not ends:
        ends = [at for mark in _CLAUSE_END if 0 <= (at := text.find(mark, end - 1)) < end + REACH]
    first = sentence if start - sentence <= REACH else start
    return first, min(ends) + 1 if ends else end
