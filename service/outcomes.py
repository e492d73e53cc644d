"""What does a desk answer, where neither the engine nor the store has a word for it? (`service.flows` makes them)"""

from __future__ import annotations

from dataclasses import dataclass

from engine.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Registered:
    """`created` is False where the same case was registered before; `verdict` is then the first answer."""

    seq: int
    verdict: Verdict
    created: bool


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one loaded case: "loaded", "known" (the same is there) or "conflict" (other content is)."""

    state: str


@dataclass(frozen=True, slots=True)
class SearchHit:
    """`snippet` and `title` are HTML-escaped with <mark> around what was found."""

    case_id: str
    title: str
    snippet: str
    score: float
    status: str
    handling_unit: str


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    hits: tuple[SearchHit, ...]
    total: int
    cursor: str | None


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """`differences` between store and index, as sentences; `repaired`: what was damaged and made anew on opening."""

    cases: int
    postings: int
    differences: list[str]
    repaired: list[str]
