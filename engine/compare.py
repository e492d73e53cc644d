"""How do two cases compare: which scores, which slots agree and which conflict?

One row of named features per pair: the lexical ones of `engine.features` and counts of agreeing and conflicting slots. Which
conflicts veto is decided here too (rule R2), because the model and the rules must mean the same thing by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.circumstances import CIRCUMSTANCES, circumstances
from engine.features import LEXICAL, read_words
from engine.grams import Profile
from engine.kernels import kernel
from engine.meanings import LIKENESS, likeness
from engine.prepared import Prepared, unpack
from engine.sightings import mentioning
from engine.slot_compare import Groups, SlotVerdict, compare_groups, told_slots
from engine.slot_kernel import UNSURE, SlotMasks, compare_rows, kinds_mask, named_kinds
from engine.stack import Stack, stack

OBJECTS = frozenset(
    {
        "community",
        "village",
        "road",
        "junction",
        "company",
        "school",
        "stop",
        "line",
        "plate",
        "contract",
        "waybill",
        "document",
    }
)
"""Kinds that name the thing a matter is about; a problem without a common object is the same kind, not the same matter."""
PRECISE = frozenset(
    {"building", "unit", "room", "house_number", "plate", "contract", "waybill", "line", "direction", "exit", "section", "phase",
     "group", "branch"}
)  # fmt: skip
"""Kinds whose conflict always vetoes: a digit more is another door."""
NAMED = frozenset({"community", "village", "road", "junction", "company", "school", "stop", "season", "document"})
"""Kinds of which a long letter may name several: their conflict vetoes unless another object agrees."""
WHOLE = {"junction": "road", "stop": "line"}
"""Spots, and the larger thing that two of them may share: another crossing of the same road is another place."""
DATED = frozenset({"date"})
"""Their conflict vetoes between texts that are short or nearly verbatim; long letters tell of many days."""
POINTS = frozenset({"house_number", "junction", "plate", "contract", "waybill", "room"})
"""Kinds that pin down one spot or one file by themselves."""

SHORT = 200
"""Letters up to which a text is expected to name one day or one sum."""
VERBATIM = 0.7
"""Smaller containment of pairs from which two texts are one text with a few characters changed."""

SLOT_FEATURES = (
    "objects_agree", "objects_conflict", "precise_agree", "precise_conflict", "points_agree", "dated_conflict", "amount_agree",
    "amount_conflict", "both_name_objects", "neither_names_objects", "title_objects_agree", "title_objects_conflict",
)  # fmt: skip
FEATURES = (*LEXICAL, *SLOT_FEATURES, *CIRCUMSTANCES, *LIKENESS)
_AT = {name: i for i, name in enumerate(FEATURES)}
TOLD = len(LEXICAL) + len(SLOT_FEATURES)
"""Columns of what the texts say; CIRCUMSTANCES stand behind them."""
ABOUT = TOLD + len(CIRCUMSTANCES)
"""The first column of LIKENESS."""


NAMING, PRECISE_KINDS, NAMED_KINDS, _POINTS, _DATED = map(kinds_mask, (OBJECTS, PRECISE, NAMED, POINTS, DATED))
_AMOUNT = kinds_mask(("amount",))
WHOLES = np.array([(kinds_mask((kind,)), kinds_mask((whole,))) for kind, whole in WHOLE.items()], dtype=np.int64)
_SHORTER, _LESS_IN_COMMON = LEXICAL.index("letters_min"), LEXICAL.index("pairs_min")
_SHORT_LOG = float(np.log(1.0 + SHORT))


class Comparison:
    """One pair; `row` is float32 in the order of FEATURES. What its slots say is looked up when somebody asks, and once."""

    __slots__ = ("_slots", "_told", "_values", "_vetoes", "new", "old", "row")

    def __init__(self, row: NDArray[np.float32], told: Sequence[int], new: Prepared, old: Prepared) -> None:
        """`told`: the pair's row of `Survey.told`."""
        self.row, self._told, self.new, self.old = row, told, new, old
        self._values: list[float] = row.tolist()
        self._slots: tuple[SlotVerdict, ...] | None = None
        self._vetoes: tuple[SlotVerdict, ...] | None = None

    def __getitem__(self, feature: str) -> float:
        return self._values[_AT[feature]]

    @property
    def slots(self) -> tuple[SlotVerdict, ...]:
        """The agreements and conflicts behind the last columns of the row."""
        if self._slots is None:
            agree, conflict, sighted = self._told
            if sighted == UNSURE:
                self._slots = compare_groups(*_read_together(self.new, self.old))
            else:
                groups = _read_together(self.new, self.old) if sighted else (self.new.groups, self.old.groups)
                self._slots = told_slots(*groups, agree, conflict)
        return self._slots

    @property
    def vetoes(self) -> tuple[SlotVerdict, ...]:
        """The conflicts that forbid SAME (rule R2)."""
        if self._vetoes is None:
            conflicting = self["objects_conflict"] or self["precise_conflict"] or self["dated_conflict"]
            letters, verbatim = self["letters_min"], self["pairs_min"]
            self._vetoes = vetoes(self.slots, letters=letters, verbatim=verbatim) if conflicting else ()
        return self._vetoes


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of pairs from stored records, one entry each.

    rows: float32 (n, len(FEATURES)). vetoed: bool, whether a conflict of slots forbids SAME. exact: bool, whether all letters of
    both texts are the same. ties, same_person: as `engine.features.Lexical`. told: uint32 (n, 3), which kinds of slots agree, which
    conflict and which one names and the other mentions, as SlotMasks has them; where that is not sure, the last is UNSURE.
    """

    rows: NDArray[np.float32]
    vetoed: NDArray[np.bool_]
    exact: NDArray[np.bool_]
    ties: NDArray[np.int64]
    same_person: NDArray[np.bool_]
    told: NDArray[np.uint32]

    def __getitem__(self, pairs: slice) -> Survey:
        return Survey(
            self.rows[pairs], self.vetoed[pairs], self.exact[pairs], self.ties[pairs], self.same_person[pairs], self.told[pairs]
        )


def survey(new: Prepared, table: Profile, records: Stack) -> Survey:
    """`new`, whose profile is `table`, against stored records; hardly any of them is decoded. Raises as `features.read_words`."""
    words = read_words(new, table, records)
    masks = compare_rows(new, records.joined, records.edges)
    rows, vetoed = rows_of(words.rows, new, masks)
    for at in np.flatnonzero(masks.unsure).tolist():
        rows[at, :TOLD], vetoed[at] = slow_row(words.rows[at], new, unpack(records[at]))
    rows[:, TOLD:ABOUT] = circumstances(new, records)
    rows[:, ABOUT:] = likeness(new, records)
    return Survey(rows, vetoed, masks.exact, words.ties, words.same_person, masks.told)


def compare(new: Prepared, table: Profile, candidates: Sequence[Prepared]) -> list[Comparison]:
    """`new`, whose profile is `table`, against each candidate."""
    seen = survey(new, table, stack([c.record for c in candidates]))
    return [
        Comparison(row, told, new, old) for row, told, old in zip(seen.rows, seen.told.tolist(), candidates, strict=True)
    ]


def slow_row(scores: NDArray[np.float32], new: Prepared, old: Prepared) -> tuple[NDArray[np.float32], bool]:
    """A row of `lexical` as a row of FEATURES without CIRCUMSTANCES, and whether a conflict vetoes, by the slots themselves: fifty
    times as slow as the kernel, which cannot tell of every two names whether they are aliases."""
    ours, theirs = _read_together(new, old)
    found = compare_groups(ours, theirs)
    row = np.concatenate([scores, np.array(_slot_row(new, old, ours, theirs, found), dtype=np.float32)])
    return row, bool(vetoes(found, letters=float(row[_SHORTER]), verbatim=float(row[_LESS_IN_COMMON])))


def rows_of(
    scores: NDArray[np.float32], new: Prepared, masks: SlotMasks
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Rows of `lexical` as rows of FEATURES, CIRCUMSTANCES still 0, and whether a conflict vetoes; as `slow_row` says where `masks`
    are sure."""
    rows = np.zeros((len(scores), len(FEATURES)), dtype=np.float32)
    rows[:, : len(LEXICAL)] = scores
    vetoed = np.zeros(len(scores), dtype=np.bool_)
    fill_told(
        masks.agree, masks.conflict, masks.headed_agree, masks.headed_conflict, masks.named, masks.sighted,
        named_kinds(new.slot_rows) & NAMING, WHOLES, rows, vetoed,
    )  # fmt: skip
    return rows, vetoed


def warm() -> None:
    """Compile every kernel of this module."""
    none, flags = np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.bool_)
    fill_told(none, none, none, none, none, none, 0, WHOLES, np.zeros((0, len(FEATURES)), dtype=np.float32), flags)


def _read_together(new: Prepared, old: Prepared) -> tuple[Groups, Groups]:
    """The slots of both by kind, each text read with the other's names in mind."""
    return mentioning(new.groups, new.core, old.sought), mentioning(old.groups, old.core, new.sought)


def _titles_together(new: Prepared, old: Prepared) -> tuple[Groups, Groups]:
    """The same of titles and structured fields."""
    ours, theirs = new.headed_groups, old.headed_groups
    here, there = new.core[: new.title_size], old.core[: old.title_size]
    return mentioning(ours, here, old.headed_sought), mentioning(theirs, there, new.headed_sought)


def _slot_row(
    new: Prepared, old: Prepared, ours: Groups, theirs: Groups, found: Sequence[SlotVerdict]
) -> tuple[int, ...]:
    """One value for each of SLOT_FEATURES; `ours` and `theirs` as they are read together."""
    agree = {v.kind for v in found if v.verdict == "agree"}
    conflict = {v.kind for v in found if v.verdict == "conflict"}
    names_new, names_old = not OBJECTS.isdisjoint(ours), not OBJECTS.isdisjoint(theirs)
    one, other = _titles_together(new, old)
    titles = () if OBJECTS.isdisjoint(one.keys() & other.keys()) else compare_groups(one, other)
    return (
        len(agree & OBJECTS),
        len(conflict & NAMED),
        len(agree & PRECISE),
        len(conflict & PRECISE),
        len(agree & POINTS),
        len(conflict & DATED),
        "amount" in agree,
        "amount" in conflict,
        names_new and names_old,
        not names_new and not names_old,
        any(v.verdict == "agree" and v.kind in OBJECTS for v in titles),
        any(v.verdict == "conflict" and v.kind in OBJECTS for v in titles),
    )


def vetoes(found: Sequence[SlotVerdict], *, letters: float, verbatim: float) -> tuple[SlotVerdict, ...]:
    """Conflicts that veto. `letters`: ln(1 + letters) of the shorter text; `verbatim`: smaller containment of pairs."""
    agreeing = {v.kind for v in found if v.verdict == "agree" and v.kind in OBJECTS}
    narrow = letters <= np.log(1.0 + SHORT) or verbatim >= VERBATIM

    def tied(kind: str) -> bool:
        """Whether another object says all the same that it is one; in a short text, not the road that two junctions share."""
        return verbatim < VERBATIM and bool(agreeing - ({WHOLE.get(kind)} if narrow else set()))

    return tuple(
        v
        for v in found
        if v.verdict == "conflict"
        and (v.kind in PRECISE or (v.kind in NAMED and not tied(v.kind)) or (v.kind in DATED and narrow))
    )


@kernel
def fill_told(  # type: ignore[no-untyped-def]
    agrees, conflicts, headed_agrees, headed_conflicts, named, sighted, named_new, wholes, rows, vetoed
):
    """The columns of SLOT_FEATURES, and whether `vetoes` would name a conflict. `named_new`: of what the new case names, NAMING."""
    first = len(LEXICAL)
    for c in range(len(rows)):
        agree, conflict, row = np.int64(agrees[c]), np.int64(conflicts[c]), rows[c]
        objects = np.int64(named[c]) & NAMING
        row[first] = _bits(agree & NAMING)
        row[first + 1] = _bits(conflict & NAMED_KINDS)
        row[first + 2], row[first + 3] = _bits(agree & PRECISE_KINDS), _bits(conflict & PRECISE_KINDS)
        row[first + 4] = _bits(agree & _POINTS)
        row[first + 5] = _bits(conflict & _DATED)
        row[first + 6], row[first + 7] = (agree & _AMOUNT) != 0, (conflict & _AMOUNT) != 0
        row[first + 8] = sighted[c] != 0 or (named_new != 0 and objects != 0)
        row[first + 9] = named_new == 0 and objects == 0
        row[first + 10] = (np.int64(headed_agrees[c]) & NAMING) != 0
        row[first + 11] = (np.int64(headed_conflicts[c]) & NAMING) != 0
        alike = np.float64(row[_LESS_IN_COMMON]) >= VERBATIM
        narrow = alike or np.float64(row[_SHORTER]) <= _SHORT_LOG
        vetoed[c] = _is_vetoed(agree & NAMING, conflict, alike, narrow, wholes)


@kernel
def _is_vetoed(agreeing, conflict, alike, narrow, wholes):  # type: ignore[no-untyped-def]
    if conflict & PRECISE_KINDS or (narrow and conflict & _DATED):
        return True
    for rank in range(64):
        kind = np.int64(1) << np.int64(rank)
        if kind > conflict:
            return False
        if conflict & kind & NAMED_KINDS == 0:
            continue
        left = agreeing
        for k in range(len(wholes)):
            if narrow and wholes[k, 0] == kind:
                left &= ~wholes[k, 1]
        if alike or left == 0:
            return True
    return False


@kernel
def _bits(mask):  # type: ignore[no-untyped-def]
    count = 0
    while mask:
        mask &= mask - 1
        count += 1
    return count
