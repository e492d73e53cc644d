"""What speaks for it that a clause of a draft and a clause of an earlier reply contradict each other, and what against?

For every pair of clauses one row of numbers: how much they speak of one thing, whether a shared word stands under a negation
on one side only, opposite words, opposite judgements, another thing in the same slot (whose, what, from what), whether the
one is a finding and the other a step taken since or something that was open, and what the readings of
`engine.review_opposites` and `engine.review_stance` say. `engine.review_weighing` weighs the rows. No subject is known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.reply_text import Passage, once
from engine.review_finding import Finding
from engine.review_statements import EXPLAINED, MARKS, Floats, Statements, incidence, numbered, statements

Reading = Callable[[Passage, Passage], Iterator[Finding]]

_PRODUCTS = ("finding", "flipped", "negation differs", "judged apart", "leaning apart", "opposites", "other filler", "kept")
"""Which numbers are given once more, times the likeness of the two clauses."""
_OF_NEW = ("finding", "done", "open", "promise", "advice", "petitioner", "not yet", "change")
_OF_OLD = ("finding", "open", "advice", "petitioner", "not yet", "verified", "promise")
_AROUND_NEW = ("done", "verified", "day", "change", "remedied")
_AROUND_OLD = ("open", "verified", "lacking")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The clauses of a draft (n) and of an earlier reply (m), float32 `rows` (n, m, f) with the f `names` of their numbers, and
    what the readings found. A number is a share in [0, 1], a yes (1.0) or no, or a small count; the readings' come last."""

    ours: Statements
    theirs: Statements
    rows: Floats
    names: tuple[str, ...]
    found: tuple[Finding, ...]


def evidence(draft: Passage, earlier: Passage, readings: Sequence[Reading]) -> Evidence:
    """What speaks for and against a contradiction, pair by pair."""
    ours, theirs = once(draft, statements), once(earlier, statements)
    shape = (len(ours.clauses), len(theirs.clauses))
    numbers = _of_pairs(ours, theirs)
    numbers |= _of_sides(ours, theirs)
    numbers |= _of_texts(draft, earlier, ours, theirs)
    close = numbers["likeness"]
    for name in _PRODUCTS:
        whole = numbers["new finding"] if name == "finding" else numbers[name]
        numbers[f"{name} × likeness"] = np.broadcast_to(whole, shape) * close
    found = {reading.__name__.strip("_"): tuple(reading(draft, earlier)) for reading in readings}
    numbers |= _of_readings(draft, earlier, ours, theirs, found)
    every = tuple(each for told in found.values() for each in told)
    names = tuple(numbers)
    if not shape[0] or not shape[1]:
        return Evidence(ours, theirs, np.zeros((*shape, len(names)), dtype=np.float32), names, every)
    rows = np.stack([np.broadcast_to(numbers[name], shape) for name in names], axis=-1)
    return Evidence(ours, theirs, np.asarray(rows, dtype=np.float32), names, every)


def _shared(left: Floats, right: Floats, least: int) -> Floats:
    """(n, m): the share of the smaller side that both have, of `least` at least."""
    smaller = np.minimum(left.sum(axis=1)[:, None], right.sum(axis=1)[None, :])
    return np.asarray((left @ right.T) / np.maximum(least, smaller), dtype=np.float32)


def _rows(left: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> tuple[Floats, Floats]:
    number = numbered(left, right)
    return incidence(left, number), incidence(right, number)


def _of_pairs(ours: Statements, theirs: Statements) -> dict[str, Floats]:
    """What two clauses have in common and what sets them apart."""
    number = numbered(ours.words, theirs.words)
    new, old = incidence(ours.words, number), incidence(theirs.words, number)
    new_turned, old_turned = incidence(ours.turned, number), incidence(theirs.turned, number)
    common = new @ old.T
    flipped = new_turned @ (old - old_turned).T + (new - new_turned) @ old_turned.T
    words = _shared(new, old, 3)
    characters = _shared(*_rows(ours.characters, theirs.characters), 5)
    sentences = _shared(*_rows(ours.sentences, theirs.sentences), 4)
    close = np.maximum(words, 0.6 * characters)
    same_way = np.where(flipped > 0, 0.0, close)
    favour = ours.favour[:, None] * theirs.favour[None, :]
    numbers, other_numbers = _rows(ours.numbers, theirs.numbers)
    both_numbers = (numbers.sum(axis=1) > 0)[:, None] & (other_numbers.sum(axis=1) > 0)[None, :]
    same_numbers = (numbers @ other_numbers.T) > 0
    parties, other_parties = _rows(ours.parties, theirs.parties)
    both_parties = (parties.sum(axis=1) > 0)[:, None] & (other_parties.sum(axis=1) > 0)[None, :]
    same_parties = (parties @ other_parties.T) > 0
    return {
        "words": words,
        "characters": characters,
        "sentences": sentences,
        "likeness": np.maximum(np.maximum(words, 0.7 * characters), 0.7 * sentences),
        "flipped": np.minimum(flipped, 4) / 4,
        "kept": np.minimum(common - flipped, 6) / 6,
        "negation differs": np.abs(ours.negated[:, None] - theirs.negated[None, :]),
        "both negated": ours.negated[:, None] * theirs.negated[None, :],
        **_judged(ours, theirs),
        "leaning apart": (favour < 0).astype(np.float32),
        "leaning alike": (favour > 0).astype(np.float32),
        "opposites": np.minimum(2, _opposed(ours, theirs)) / 2,
        "same numbers": same_numbers.astype(np.float32),
        "other numbers": (both_numbers & ~same_numbers).astype(np.float32),
        "same parties": same_parties.astype(np.float32),
        "other parties": (both_parties & ~same_parties).astype(np.float32),
        "other filler": _other_filler(ours, theirs),
        "said alike by another": _best_other(same_way, axis=1),
        "said alike to another": _best_other(same_way, axis=0),
    }


def _judged(ours: Statements, theirs: Statements) -> dict[str, Floats]:
    """Whether the two clauses judge one concept, the same way or the other."""
    names = {name: at for at, name in enumerate(sorted({name for each in (*ours.judged, *theirs.judged) for name, _ in each}))}

    def ways(side: Statements, way: int) -> Floats:
        return incidence([frozenset(name for name, said in each if said == way) for each in side.judged], names)

    yes, no, was_yes, was_no = ways(ours, 1), ways(ours, -1), ways(theirs, 1), ways(theirs, -1)
    return {
        "judged apart": ((yes @ was_no.T + no @ was_yes.T) > 0).astype(np.float32),
        "judged alike": ((yes @ was_yes.T + no @ was_no.T) > 0).astype(np.float32),
    }


def _opposed(ours: Statements, theirs: Statements) -> Floats:
    """(n, m): pairs of opposite words of which one clause has the one and the other the other."""
    return np.asarray(ours.sides[0] @ theirs.sides[1].T + ours.sides[1] @ theirs.sides[0].T, dtype=np.float32)


def _other_filler(ours: Statements, theirs: Statements) -> Floats:
    """(n, m): how unlike what both say that a thing is, whose, or from what; 0.0 where they do not both say it."""
    unlike = np.zeros((len(ours.clauses), len(theirs.clauses)), dtype=np.float32)
    if not unlike.size:
        return unlike
    for slot in range(len(ours.filled[0])):
        new, old = _rows([each[slot] for each in ours.filled], [each[slot] for each in theirs.filled])
        both = (new.sum(axis=1) > 0)[:, None] & (old.sum(axis=1) > 0)[None, :]
        unlike = np.maximum(unlike, np.where(both, 1.0 - _shared(new, old, 4), 0.0))
    return np.asarray(unlike, dtype=np.float32)


def _best_other(close: Floats, axis: int) -> Floats:
    """(n, m): the greatest value of the row (axis 1) or column (axis 0) of each place, without the place itself."""
    if close.shape[axis] < 2:
        return np.zeros(close.shape, dtype=np.float32)
    ordered = np.sort(close, axis=axis)
    best, second = np.take(ordered, [-1], axis=axis), np.take(ordered, [-2], axis=axis)
    return np.asarray(np.where(close >= best, second, best), dtype=np.float32)


def _of_sides(ours: Statements, theirs: Statements) -> dict[str, Floats]:
    """What each clause is for itself: a finding, a step taken since, something that was open."""
    at = {name: number for number, name in enumerate(MARKS)}

    def new(name: str) -> Floats:
        return ours.marks[:, at[name], None]

    def old(name: str) -> Floats:
        return theirs.marks[None, :, at[name]]

    found = {f"new {name}": new(name) for name in _OF_NEW} | {f"old {name}": old(name) for name in _OF_OLD}
    found |= {f"around new {name}": ours.around[:, at[name], None] for name in _AROUND_NEW}
    found |= {f"around old {name}": theirs.around[None, :, at[name]] for name in _AROUND_OLD}
    found["done since it was open"] = found["around new done"] * found["around old open"]
    found["come about since"] = old("not yet") * new("since")
    found["promised where it was open"] = old("not yet") * new("promise")
    found["petitioner on one side"] = np.abs(new("petitioner") - old("petitioner"))
    found["new negated"], found["old negated"] = ours.negated[:, None], theirs.negated[None, :]
    found["new length"] = np.array([min(len(each), 12) / 12 for each in ours.words], dtype=np.float32)[:, None]
    found["old length"] = np.array([min(len(each), 12) / 12 for each in theirs.words], dtype=np.float32)[None, :]
    return found


def _union(rows: Sequence[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*rows)


def _covered(rows: Sequence[frozenset[str]], other: frozenset[str]) -> Floats:
    """(n,): the share of each row's words that the other text has."""
    return np.array([len(each & other) / max(3, len(each)) for each in rows], dtype=np.float32)


def _findings(side: Statements) -> frozenset[str]:
    """The words of what a text has found, without what was still open."""
    at = list(MARKS)
    closed = (side.marks[:, at.index("finding")] > 0) & (side.marks[:, at.index("open")] == 0)
    return _union([words for words, told in zip(side.words, closed, strict=True) if told])


def _of_texts(draft: Passage, earlier: Passage, ours: Statements, theirs: Statements) -> dict[str, Floats]:
    """What the two texts are to each other as wholes."""
    mine, other = _union(ours.words), _union(theirs.words)
    leaning, leaned = float(ours.favour.sum()), float(theirs.favour.sum())
    numbers, their_numbers = _union(ours.numbers), _union(theirs.numbers)
    least = min(len(numbers), len(their_numbers))
    at = list(MARKS)
    found, were_found = _findings(ours), _findings(theirs)
    wholes = {
        "steps since": min(4.0, float(ours.marks[:, at.index("done")].sum())) / 4,
        "remedied": float(ours.marks[:, at.index("remedied")].any()),
        "old findings told": len(were_found & mine) / max(4, len(were_found)),
        "new findings known": len(found & other) / max(4, len(found)),
        "explained": float(EXPLAINED.search(draft.text) is not None),
        "change told": float(ours.marks[:, at.index("change")].any()),
        "texts lean apart": float(leaning * leaned < 0),
        "by how much": min(abs(leaning - leaned), 5.0) / 5 * (leaning * leaned < 0),
        "texts lean alike": float(leaning * leaned > 0),
        "numbers shared": len(numbers & their_numbers) / least if least else 0.5,
    }
    found_by = {name: np.full((1, 1), value, dtype=np.float32) for name, value in wholes.items()}
    found_by["new known"] = _covered(ours.words, other)[:, None]
    found_by["old told"] = _covered(theirs.words, mine)[None, :]
    return found_by


def _of_readings(
    draft: Passage, earlier: Passage, ours: Statements, theirs: Statements, found: dict[str, tuple[Finding, ...]]
) -> dict[str, Floats]:
    """Which pairs each reading has found opposite, whether any has, and how many have found anything."""
    new_spans = [draft.span(each.start, each.end) for each in ours.clauses]
    old_spans = [earlier.span(each.start, each.end) for each in theirs.clauses]
    columns: dict[str, Floats] = {}
    touched = np.zeros((len(new_spans), 1), dtype=np.float32)
    for name, told in found.items():
        cells = np.zeros((len(new_spans), len(old_spans)), dtype=np.float32)
        for each in told:
            new = np.array([meet(span, each.span) for span in new_spans], dtype=np.float32)
            old = np.array([meet(span, other_span(each)) for span in old_spans], dtype=np.float32)
            cells = np.maximum(cells, np.outer(new, old)).astype(np.float32)
            touched = np.maximum(touched, new[:, None])
        columns[f"reading {name}"] = cells
    columns["a reading here"] = touched
    columns["readings"] = np.full((1, 1), min(sum(map(len, found.values())), 3), dtype=np.float32)
    return columns


def other_span(finding: Finding) -> tuple[int, int] | None:
    """Where a finding stands in the other text."""
    return finding.other.span if finding.other else None


def meet(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    """Whether two spans have a place in common."""
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]
