"""What does a full-text query ask for, does a text hold it, and where?

Every Chinese character is a token, every run of ASCII letters or of digits is one. A word or "quoted phrase" of a query
is found wherever its tokens follow each other, also across the borders a segmenter would draw; spaces between tokens
do not matter, punctuation separates. Shared by the index on disk and the scan of what is not on disk yet. Not for:
likeness (`index.precedents`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.normalise import canonical
from engine.words import STOP_WORDS, Segmenter, words

MAX_TOKEN = 64
"""Characters of one token; longer runs are cut into several."""
MAX_UNITS = 32
"""Words and phrases of a query that are looked at."""
MAX_UNIT_TOKENS = 64
GAP = "。"
"""Stands in a token line for punctuation, so that no phrase is found across it."""
SNIPPET = 120
"""Characters of text shown around the first words found."""

_TOKEN = re.compile(rf"[a-z]{{1,{MAX_TOKEN}}}|[0-9]{{1,{MAX_TOKEN}}}|[^\W_a-z0-9]|(?P<gap>[^ ])")
_GAPS = re.compile(r"(?:[^\w ]|_)(?: *(?:[^\w ]|_))*")
"""A stretch of what `_TOKEN` calls gaps."""
_PIECE = re.compile(rf"[a-z]{{1,{MAX_TOKEN}}}|[0-9]{{1,{MAX_TOKEN}}}|[^ ]")
"""A token, or GAP, of a text whose gaps are GAP."""
_QUOTED = re.compile(r'["“”„「」『』﹁﹂]([^"“”„「」『』﹁﹂]*)(?:["“”„「」『』﹁﹂]|$)')


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or phrase: its tokens in order. `needed` where the user quoted it."""

    tokens: tuple[str, ...]
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A parsed query. A text answers when it holds every needed unit and at least `least` of the others."""

    units: tuple[Unit, ...] = ()

    @property
    def needed(self) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if unit.needed)

    @property
    def wanted(self) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if not unit.needed)

    @property
    def least(self) -> int:
        """All of two words, two of three, four of six: a third may be missing, as questions have words to spare."""
        count = len(self.wanted)
        return count - count // 3


def token_line(folded: str) -> str:
    """Canonical text as its tokens with a space around each; GAP for each stretch of punctuation between them.

    >>> token_line("3号楼，wifi6 慢。")
    ' 3 号 楼 。 wifi 6 慢 。 '
    """
    return " ".join(["", *_PIECE.findall(_GAPS.sub(GAP, folded)), ""])


def parse_query(query: str, segmenter: Segmenter | None = None) -> Asked:
    """Read words and "phrases"; any string can be read. Unquoted Chinese is segmented, its stop words left out.

    A query of nothing but stop words asks for them.

    >>> [("".join(unit.tokens), unit.needed) for unit in parse_query('电梯停运的小区 "3号楼"').units]
    [('3号楼', True), ('电梯', False), ('停运', False), ('小区', False)]
    """
    folded = canonical(query).text
    units = [Unit(found, needed=True) for phrase in _QUOTED.findall(folded) if (found := _sequence(phrase))]
    spoken = [word for word, _ in words(_QUOTED.sub(" ", folded), segmenter)]
    telling = [word for word in spoken if word not in STOP_WORDS and (len(word) > 1 or word.isascii())]
    units += [Unit(found) for word in telling or ([] if units else spoken) if (found := _sequence(word))]
    return Asked(tuple(dict.fromkeys(units))[:MAX_UNITS])


def _sequence(text: str) -> tuple[str, ...]:
    """The tokens in order; punctuation inside a phrase is passed over."""
    return tuple(found.group() for found in _TOKEN.finditer(text) if found.lastgroup != "gap")[:MAX_UNIT_TOKENS]


def holds(asked: Asked, lines: Sequence[str]) -> bool:
    """Whether a case with these token lines (of its title and its text) answers the query."""
    if not asked.units:
        return False
    found = {unit: any(f" {' '.join(unit.tokens)} " in line for line in lines) for unit in asked.units}
    return all(found[unit] for unit in asked.needed) and sum(found[unit] for unit in asked.wanted) >= asked.least


@lru_cache(maxsize=1024)
def _pattern(sequence: tuple[str, ...]) -> re.Pattern[str]:
    """Matches where the tokens stand one after the other, whole."""
    return re.compile(" *".join(_token_pattern(token) for token in sequence))


def _token_pattern(token: str) -> str:
    kind = "[a-z]" if token[0].isascii() and token[0].isalpha() else "[0-9]" if token.isascii() else ""
    return f"(?<!{kind}){re.escape(token)}(?!{kind})" if kind else re.escape(token)


def find_spans(asked: Asked, text: str) -> list[tuple[int, int]]:
    """Disjoint [start, end) of all words and phrases in `text` as received, in order."""
    folded = canonical(text)
    spans = sorted(
        folded.source_span(*found.span())
        for unit in asked.units
        for found in _pattern(unit.tokens).finditer(folded.text)
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def highlight(asked: Asked, text: str, *, length: int | None = SNIPPET) -> str:
    """HTML: at most `length` characters of `text` as received, escaped, with <mark> around what was found."""
    spans = find_spans(asked, text)
    start, end = 0, len(text)
    if length is not None and len(text) > length:
        start = _best_start(spans, len(text), length)
        end = start + length
    shown: list[str] = ["…"] if start else []
    at = start
    for left, right in spans:
        left, right = max(left, start), min(right, end)
        if left >= right:
            continue
        shown += [html.escape(text[at:left]), "<mark>", html.escape(text[left:right]), "</mark>"]
        at = right
    shown.append(html.escape(text[at:end]))
    return " ".join("".join(shown).split()) + ("…" if end < len(text) else "")


def _best_start(spans: Sequence[tuple[int, int]], size: int, length: int) -> int:
    """Where a window holds most of the spans, a fifth of it before the first of them."""
    lead = length // 5
    starts = [span[0] for span in spans[:200]]
    first = max(starts, key=lambda at: sum(at <= other < at + length - lead for other in starts), default=0)
    return max(0, min(first - lead, size - length))
