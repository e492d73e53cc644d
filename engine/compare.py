"""How do two cases compare: which scores, which slots agree and which conflict?

One row of named features per pair: the lexical ones of `engine.features` and counts of agreeing and conflicting slots. Which
conflicts veto is decided here too (rule R2), because the model and the rules must mean the same thing by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.features import LEXICAL, lexical
from engine.grams import Profile
from engine.prepared import Prepared
from engine.slot_compare import SlotVerdict, compare_groups

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
FEATURES = (*LEXICAL, *SLOT_FEATURES)
_AT = {name: i for i, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class Comparison:
    """`row` is float32 in the order of FEATURES; `slots` are the agreements and conflicts behind its last columns."""

    row: NDArray[np.float32]
    slots: tuple[SlotVerdict, ...]

    def __getitem__(self, feature: str) -> float:
        return float(self.row[_AT[feature]])

    @property
    def vetoes(self) -> tuple[SlotVerdict, ...]:
        """The conflicts that forbid SAME (rule R2)."""
        if not any(v.verdict == "conflict" for v in self.slots):
            return ()
        return vetoes(self.slots, letters=self["letters_min"], verbatim=self["pairs_min"])


def compare(
    new: Prepared, table: Profile, candidates: Sequence[Prepared], scores: NDArray[np.float32] | None = None
) -> list[Comparison]:
    """`new`, whose profile is `table`, against each candidate. `scores`: their rows of `lexical` where these are known."""
    return with_slots(lexical(new, table, candidates) if scores is None else scores, new, candidates)


def with_slots(scores: NDArray[np.float32], new: Prepared, candidates: Sequence[Prepared]) -> list[Comparison]:
    """Complete rows of `lexical`, which costs little, by the comparison of slots, which costs most of a check."""
    found = [compare_groups(new.groups, old.groups) for old in candidates]
    counts = np.array([_slot_row(new, old, slots) for old, slots in zip(candidates, found, strict=True)], np.float32)
    rows = np.concatenate([scores, counts.reshape(len(scores), len(SLOT_FEATURES))], axis=1)
    return [Comparison(row, slots) for row, slots in zip(rows, found, strict=True)]


def slotless(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of `lexical` as rows of FEATURES in which no slot was found: good enough to rank candidates by."""
    blank = np.zeros((len(scores), len(SLOT_FEATURES)), dtype=np.float32)
    return np.concatenate([scores, blank], axis=1)


def _slot_row(new: Prepared, old: Prepared, found: Sequence[SlotVerdict]) -> tuple[int, ...]:
    """One value for each of SLOT_FEATURES."""
    agree = {v.kind for v in found if v.verdict == "agree"}
    conflict = {v.kind for v in found if v.verdict == "conflict"}
    names_new, names_old = not OBJECTS.isdisjoint(new.groups), not OBJECTS.isdisjoint(old.groups)
    ours, theirs = new.headed_groups, old.headed_groups
    titles = () if OBJECTS.isdisjoint(ours.keys() & theirs.keys()) else compare_groups(ours, theirs)
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
