"""How do decisions about cases become a table to learn from?

Each decided pair is compared as a check would compare it, the later case against the earlier one. Besides the row of features
the table keeps what the rules leave to the model: a veto means that no probability makes the pair one matter, equal wording that
none is needed, and between the two the rules ask more of one pair and less of another. All of that is asked of `engine.relate`
itself (`asked`, and `relate` with a model that is always and one that is never sure), so that nothing here repeats a rule. Groups
are matters: what is held out is held out by matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from engine.case import Case
from engine.compare import FEATURES
from engine.keys import keys
from engine.model import Model, Thresholds, Trees
from engine.prepare import Subject, Tools, prepare_subject
from engine.relate import Asked, Known, Relation, asked, relate
from engine.verdict import MatterRelation
from service.progress import Progress

SECRET = b"for the comparison of two cases only"
"""Persons are compared within one run: their hashes need no deployment's key."""
NEAR = 8
"""Undecided neighbours of a decided case that stand for all that nobody has looked at."""
MOST_CASES = 4_000
"""Decided cases whose neighbours are sought: enough to hold a model in place."""
_SURE = 40.0  # log odds
_OUT_OF_REACH = Thresholds(same_person=2.0, other_person=2.0, review=0.5)
_REACHED = Thresholds(same_person=0.0, other_person=0.0, review=0.0)


@dataclass(frozen=True, slots=True)
class Table:
    """One row for each pair, all arrays of one length n.

    rows: float32 (n, FEATURES). labels: 1 the same matter, 0 not, -1 nobody has decided. new_group, old_group: the matter of each
    case. same_person: axis one. always: SAME or PART without the model. possible: SAME if the model is sure. doubtful:
    NEEDS_REVIEW if the model is sure enough for it. shift, least, enough: what is asked of the probability of a possible pair
    (`engine.relate.Asked`). classes: the content classes that both cases have. Nothing of it depends on a model's thresholds.
    """

    rows: NDArray[np.float32]
    labels: NDArray[np.int8]
    new_group: NDArray[np.int64]
    old_group: NDArray[np.int64]
    same_person: NDArray[np.bool_]
    always: NDArray[np.bool_]
    possible: NDArray[np.bool_]
    doubtful: NDArray[np.bool_]
    shift: NDArray[np.float64]
    least: NDArray[np.float64]
    enough: NDArray[np.float64]
    classes: NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, which: NDArray[np.generic]) -> Table:
        """Those rows (a mask or places)."""
        return Table(**{each.name: getattr(self, each.name)[which] for each in fields(self)})

    @property
    def open(self) -> NDArray[np.bool_]:
        """Pairs whose outcome depends on the model."""
        mask: NDArray[np.bool_] = self.possible & ~self.always
        return mask


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two cases by id and what is known of them: 1 the same matter, 0 not, -1 nothing."""

    one: str
    other: str
    label: int


@dataclass(frozen=True, slots=True)
class _Judged:
    """A pair by a model that is sure, by one that never is, and by a sure one whose thresholds are out of reach."""

    new: Subject
    sure: Relation
    never: Relation
    unreached: Relation
    label: int

    @property
    def asks(self) -> Asked:
        return asked(self.new.prepared, self.sure.known.prepared, self.sure.comparison, self.sure.person)


def table(
    cases: Mapping[str, Case],
    pairs: Sequence[LabelledPair],
    matter_of: Mapping[str, int],
    model: Model,
    progress: Progress,
) -> Table:
    """The pairs as compared by the engine. Pairs that never meet (one is confidential, R0) are left out."""
    subjects = prepared(cases, {p.one for p in pairs} | {p.other for p in pairs}, model, progress)
    partners: dict[str, dict[str, int]] = {}
    for pair in pairs:
        new, old = sorted((pair.one, pair.other), key=lambda c: (cases[c].received_at, c), reverse=True)
        partners.setdefault(new, {})[old] = pair.label
    judges = (
        _constant(model, _SURE, _REACHED),
        _constant(model, -_SURE, _OUT_OF_REACH),
        _constant(model, _SURE, _OUT_OF_REACH),
    )
    found: list[_Judged] = []
    for new, olds in partners.items():
        known = [Known(subjects[old].case, subjects[old].prepared) for old in sorted(olds)]
        sure, never, unreached = ({r.case_id: r for r in relate(subjects[new], known, judge)} for judge in judges)
        found += [
            _Judged(subjects[new], sure[old], never[old], unreached[old], label)
            for old, label in olds.items()
            if old in sure
        ]
    return _tabled(found, matter_of)


def _tabled(found: Sequence[_Judged], matter_of: Mapping[str, int]) -> Table:
    shared = np.empty(len(found), dtype=object)
    shared[:] = [frozenset(j.new.case.category) & frozenset(j.sure.known.case.category) for j in found]
    asks = [j.asks for j in found]
    return Table(
        rows=np.array([j.sure.comparison.row for j in found], dtype=np.float32).reshape(len(found), len(FEATURES)),
        labels=np.array([j.label for j in found], dtype=np.int8),
        new_group=np.array([matter_of[j.new.case.case_id] for j in found], dtype=np.int64),
        old_group=np.array([matter_of[j.sure.case_id] for j in found], dtype=np.int64),
        same_person=np.array([j.sure.person.relation.is_same for j in found], dtype=np.bool_),
        always=np.array([j.never.is_same for j in found], dtype=np.bool_),
        possible=np.array([j.sure.is_same for j in found], dtype=np.bool_),
        doubtful=np.array([j.unreached.matter is MatterRelation.UNDETERMINED for j in found], dtype=np.bool_),
        shift=np.array([each.shift for each in asks], dtype=np.float64),
        least=np.array([each.least for each in asks], dtype=np.float64),
        enough=np.array([each.enough for each in asks], dtype=np.float64),
        classes=shared,
    )


def prepared(cases: Mapping[str, Case], wanted: Iterable[str], model: Model, progress: Progress) -> dict[str, Subject]:
    """These cases, ready to be compared."""
    tools = Tools(model.reference, SECRET)
    found: dict[str, Subject] = {}
    names = sorted(wanted)
    for done, name in enumerate(names, 1):
        found[name] = prepare_subject(cases[name], tools)
        if done % 200 == 0 or done == len(names):
            progress.report(done, len(names), "reading the cases")
    return found


def matters(cases: Iterable[str], pairs: Iterable[LabelledPair], kept: Mapping[str, str]) -> dict[str, int]:
    """A number for the matter of each case: what was confirmed, or stands in one matter of the store (`kept`), has the same."""
    names = sorted(cases)
    at = {name: i for i, name in enumerate(names)}
    same = [(at[p.one], at[p.other]) for p in pairs if p.label == 1]
    first: dict[str, int] = {}
    for name in names:
        if matter := kept.get(name, ""):
            same.append((first.setdefault(matter, at[name]), at[name]))
    ends = np.array(same, dtype=np.int64).reshape(-1, 2)
    graph = sp.coo_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(len(names), len(names)))
    _, numbers = sp.csgraph.connected_components(graph, directed=False)
    return dict(zip(names, numbers.tolist(), strict=True))


def neighbours(subjects: Sequence[Subject], count: int) -> Iterator[tuple[int, int]]:
    """(place, place of an earlier one): the `count` before it that share most with it, by the index's keys and their rarity."""
    found = [np.unique(keys(s.prepared, confidential=s.case.confidential).values) for s in subjects]
    if not found:
        return
    _, columns = np.unique(np.concatenate(found), return_inverse=True)
    edges = np.concatenate([[0], np.cumsum([len(f) for f in found])])
    rarity = np.log1p(len(found) / np.bincount(columns))
    matrix = sp.csr_matrix((rarity[columns], columns, edges), shape=(len(found), len(rarity)))
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()) + 1e-9
    matrix = (sp.diags(1 / norms) @ matrix).tocsr()
    turned = matrix.T.tocsc()
    for start in range(0, len(found), 500):
        for offset, scores in enumerate((matrix[start : start + 500] @ turned).toarray()):
            place = start + offset
            best = np.argsort(-scores[:place], kind="stable")[:count]
            yield from ((place, int(old)) for old in best if scores[old] > 0)


def undecided(
    cases: Mapping[str, Case],
    decided: Sequence[LabelledPair],
    matter_of: Mapping[str, int],
    model: Model,
    progress: Progress,
) -> list[LabelledPair]:
    """Pairs of decided cases that are near each other and that nobody has decided, directly or by way of their matter."""
    names = sorted(matter_of, key=lambda c: (cases[c].received_at, c))[-MOST_CASES:]
    subjects = prepared(cases, names, model, progress)
    ordered = [subjects[name] for name in names]
    done = {frozenset((p.one, p.other)) for p in decided}
    pairs = ((names[new], names[old]) for new, old in neighbours(ordered, NEAR))
    return [
        LabelledPair(one, other, -1)
        for one, other in pairs
        if matter_of[one] != matter_of[other] and frozenset((one, other)) not in done
    ]


def _constant(model: Model, odds: float, thresholds: Thresholds) -> Model:
    """A model that gives every pair the same log odds."""
    nothing = np.zeros(1, np.int32)
    leaf = Trees(
        np.full(1, -1, np.int16), np.zeros(1, np.float32), nothing, nothing, np.zeros(1, np.float32), nothing, odds
    )
    return replace(model, trees=leaf, thresholds=thresholds, by_category={})
