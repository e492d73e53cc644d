"""Where in a long letter does it speak of an earlier case?

Finds the stretch of a text in which the wording of another one is densest. What it means is decided elsewhere. Texts are
canonical; both may be of any length (time is linear in both).
"""

from __future__ import annotations

import re

_LETTER = re.compile(r"[^\W_]")
_SENTENCE_END = "。!?;\n"
_CLAUSE_END = "。!?;\n,:"
GAP = 0.45
"""What a pair of letters that the old text does not have costs against one that it has (1) and a triple (1 more): with it a
stretch may be reworded by half before it falls apart, and stops where chance alone finds common pairs (one in four or fewer)."""
REACH = 24
"""Characters by which a stretch is widened to the sentence's ends; beyond it, to the clause's."""


def densest(old: str, text: str) -> tuple[int, int]:
    """[start, end) of the stretch of `text` where `old` is told, widened to whole clauses; (0, 0) where there is none."""
    places = [found.start() for found in _LETTER.finditer(text)]
    letters = "".join(text[place] for place in places)
    known = "".join(_LETTER.findall(old))
    pairs = {known[i : i + 2] for i in range(len(known) - 1)}
    triples = {known[i : i + 3] for i in range(len(known) - 2)}
    worth = [
        (1.0 + (letters[i : i + 3] in triples)) if letters[i : i + 2] in pairs else -GAP for i in range(len(letters) - 1)
    ]
    start, end = _heaviest(worth)
    if end <= start:
        return 0, 0
    return _whole_clauses(text, places[start], places[end] + 1)


def _heaviest(worth: list[float]) -> tuple[int, int]:
    """[start, end) of the run with the largest sum; the first of equal ones; empty where nothing is worth anything."""
    best, run = 0.0, (0, 0)
    total, start = 0.0, 0
    for i, value in enumerate(worth):
        if total <= 0.0:
            total, start = 0.0, i
        total += value
        if total > best:
            best, run = total, (start, i + 1)
    return run


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
