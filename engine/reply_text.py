"""How is a reply cut into sentences and clauses that can be compared, and led back to the text as written?

A `Passage` is a text in canonical characters with its clauses. Two clauses are about one thing when they share enough
pairs of Chinese characters: replies to one matter repeat its nouns and differ in numbers and verbs. Nothing is
segmented here: a name that no dictionary knows counts like any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from engine.case import Case
from engine.normalise import Canonical, canonical
from engine.review_finding import Other, Part

MAX_REPLY = 20_000
"""Characters of a text that are reviewed; the longest official reply of an archive of 2,816 has 7,000."""
MAX_CLAUSES = 600
"""Of one text. A page of commas is no reply, and pairs of clauses are compared."""

SENTENCE = 400
"""Characters of a sentence that are read as its context."""

_SENTENCE = re.compile(r"[^。!?;\n]+[。!?;]?")
_CLAUSE = re.compile(r"(?:[^,。!?;:\n]|(?<=\d),(?=\d{3}(?!\d))|(?<=\d):(?=\d))+")
"""A comma between digits (1,260元) and a colon between digits (16:30) end nothing."""
_HAN = re.compile(r"[一-鿿]+")
_FUNCTION = frozenset("的了在和与及由于为对将已经您我局等其该此本并且也都就又再请可应予以不未无是有按自起前后内至到")


@dataclass(frozen=True, slots=True)
class Clause:
    """[start, end) of the canonical text; `sentence` is the number of the sentence it lies in."""

    start: int
    end: int
    text: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of one case. `sentences` are [start, end) spans of `text`, which is canonical.

    `readings` keeps what was read from it (`once`), for as long as the passage lives.
    """

    case_id: str
    part: Part
    source: str
    folded: Canonical
    sentences: tuple[tuple[int, int], ...]
    clauses: tuple[Clause, ...]
    unit: str = ""
    readings: dict[str, object] = field(default_factory=dict, repr=False, compare=False)

    @property
    def text(self) -> str:
        return self.folded.text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source that canonical [start, end) came from."""
        return self.folded.source_span(start, end)

    def quote(self, start: int, end: int) -> str:
        """What stands there in the source."""
        first, last = self.span(start, end)
        return self.source[first:last]

    def other(self, start: int, end: int) -> Other:
        """The span as the other side of a finding."""
        return Other(self.case_id, self.part, self.span(start, end), self.quote(start, end))

    def sentence(self, number: int) -> str:
        """A sentence, or the first SENTENCE characters of what has no end."""
        start, end = self.sentences[number]
        return self.text[start : min(end, start + SENTENCE)]


_Read = TypeVar("_Read")


def once(text: Passage, read: Callable[[Passage], _Read]) -> _Read:
    """What `read` makes of a text, made once: a draft is compared with up to forty replies."""
    name = f"{read.__module__}.{read.__qualname__}"
    if name not in text.readings:
        text.readings[name] = read(text)
    return cast(_Read, text.readings[name])


def passage(source: str, case_id: str = "", part: Part = Part.REPLY, unit: str = "") -> Passage:
    """Cut a text. Total: no text makes it raise."""
    folded = canonical(source, MAX_REPLY)
    sentences = tuple(found.span() for found in _SENTENCE.finditer(folded.text) if found.group().strip())
    clauses = [
        Clause(found.start(), found.end(), found.group(), number)
        for number, (start, end) in enumerate(sentences)
        for found in _CLAUSE.finditer(folded.text, start, end)
    ]
    return Passage(case_id, part, source, folded, sentences, tuple(clauses[:MAX_CLAUSES]), unit)


def reply_passage(case: Case) -> Passage | None:
    """The official reply of a case; None where it has none."""
    reply = case.official_reply
    if reply is None or not reply.text.strip():
        return None
    return passage(reply.text, case.case_id, Part.REPLY, reply.unit or case.handling_unit)


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring Chinese characters that carry meaning.

    >>> sorted(pairs("停车费的标准"))
    ['停车', '标准', '车费']
    """
    return frozenset(
        run[i : i + 2]
        for run in _HAN.findall(text)
        for i in range(len(run) - 1)
        if run[i] not in _FUNCTION and run[i + 1] not in _FUNCTION
    )


def alike(left: str, right: str) -> float:
    """Share of the smaller side's pairs that both have, in [0, 1]; 0 where they share fewer than two."""
    a, b = pairs(left), pairs(right)
    common = len(a & b)
    return common / min(len(a), len(b)) if common >= 2 else 0.0
