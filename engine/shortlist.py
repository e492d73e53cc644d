"""Which of the candidates that were found are worth a full comparison?

Those that the verdict may rest on or show: by the same persons, possibly the same matter, told inside a long letter, the most
similar. Everything else is DIFFERENT whatever else the two cases say, and that is known from their stored records as they are, by
words and slots; none is decoded. A letter of several demands is another thing: each is a case of its own, with its own places.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.answer import MAX_SIMILAR
from engine.compare import Survey, survey
from engine.demands import split_demands
from engine.features import LEXICAL
from engine.letters import LONG, MUCH_LONGER, TOLD
from engine.model import Model
from engine.prepare import Subject
from engine.prepared import Prepared
from engine.prospects import column, hopeful, lowest_limits, similar
from engine.relate import Measured
from engine.stack import stack

LIKELIEST = 8
"""Of what may be the same matter these many are kept, the likeliest: any of them says which matter it is."""
FIRST_FOUND = 6
"""For a letter of several demands, besides as many by their words alone, the first, where they are not hopeless, …"""
APART = 5
"""… and of those where both texts name things and share none no more than these."""
HOPELESS = 0.02
"""P(same matter) by the words alone below which a pair without a common name is nothing: nine pairs in ten."""
_MUCH_LONGER = float(np.log(MUCH_LONGER)) - 0.1
"""Least difference of ln(1 + letters) where one text has MUCH_LONGER times the letters of another, which has eight or more."""


def shortlist(new: Subject, found: Sequence[bytes], model: Model) -> tuple[list[int], Measured]:
    """Places in `found` (records, best first) of those to compare, ascending, and what was measured of them.

    Raises as `engine.features.read_words`.
    """
    return chosen(new.prepared, survey(new.prepared, new.profile, stack(found)), model)


def chosen(
    new: Prepared, seen: Survey, model: Model, chances: NDArray[np.float32] | None = None
) -> tuple[list[int], Measured]:
    """As `shortlist`, of what was surveyed; `chances`: P(same matter) of those `worth_asking`, where it was asked already."""
    limits = lowest_limits(model)
    alike = similar(seen.rows, seen.vetoed, limits)
    if chances is None:
        chances = _chances(seen, worth_asking(seen, alike), model)
    hope = hopeful(seen.rows, chances, seen.vetoed, seen.exact, limits)
    if new.letters >= LONG:
        hope |= may_hold(seen)
    kept = seen.same_person | _best(chances + seen.exact, (hope, LIKELIEST), (alike & ~hope, MAX_SIMILAR), (~seen.vetoed, 1))
    if raises_several(new):
        kept |= _for_demands(seen, model)
        chances = _chances(seen, kept, model)
    places: list[int] = np.flatnonzero(kept).tolist()
    return places, Measured(seen.rows[places], chances[places], seen.told[places])


def raises_several(new: Prepared) -> bool:
    """Whether a letter raises several matters."""
    return len(split_demands(new.core)) > 1


def worth_asking(seen: Survey, alike: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Of which pairs P(same matter) is asked at all; `alike`: those that may be SIMILAR."""
    return seen.same_person | ~seen.vetoed | alike


def _chances(seen: Survey, wanted: NDArray[np.bool_], model: Model) -> NDArray[np.float32]:
    """P(same matter) of those that are `wanted`, 0 for the others: the trees cost half as much as the words."""
    chances = np.zeros(len(wanted), dtype=np.float32)
    chances[wanted] = model.probability(seen.rows[wanted])
    return chances


def may_hold(seen: Survey) -> NDArray[np.bool_]:
    """What a stretch of a new letter of LONG or more letters may tell (`engine.letters.told_inside`)."""
    return ~seen.vetoed & (column(seen.rows, "words_max") >= TOLD) & (column(seen.rows, "letters_gap") >= _MUCH_LONGER)


def _best(worth: NDArray[np.float32], *groups: tuple[NDArray[np.bool_], int]) -> NDArray[np.bool_]:
    """Of each group so many, those that are worth most."""
    order = np.argsort(-worth, kind="stable")
    kept = np.zeros(len(worth), dtype=np.bool_)
    for group, most in groups:
        kept[order[group[order]][:most]] = True
    return kept


def _for_demands(seen: Survey, model: Model) -> NDArray[np.bool_]:
    """Those likeliest by their words, and those that the search put first (it knows of common names and spots)."""
    wordy = seen.rows.copy()
    wordy[:, len(LEXICAL) :] = 0.0
    likely = model.probability(wordy)
    order = np.argsort(-likely.round(2), kind="stable")  # near equals in the order of the search, which knows what is rare
    shared, apart = seen.ties > 0, seen.ties < 0
    worth = shared | (likely >= HOPELESS)
    kept = np.zeros(len(likely), dtype=np.bool_)
    kept[:FIRST_FOUND] |= worth[:FIRST_FOUND]
    for group, most in ((worth & ~apart, LIKELIEST), (worth & apart, APART)):
        kept[order[group[order]][:most]] = True
    return kept
