"""Which of the candidates that were found are worth a full comparison?

Part of finding, not of deciding: the index knows what is rare in it, this knows what the model thinks of the words alone, and
comparing slots costs ten times as much as comparing words. Works on stored records as they are; none is decoded.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.compare import slotless
from engine.features import LEXICAL, survey
from engine.model import Model
from engine.prepare import Subject

LIKELIEST = 12
"""Of 40 candidates these many are kept, the likeliest by their words, …"""
FIRST_FOUND = 6
"""… the first, where they are not hopeless, …"""
APART = 5
"""… and of those where both texts name things and share none (nearly always vetoed, but a name may be written in two ways) no more
than these. On two boards 64,000 pairs were compared in full: all 1,321 of them that are the same or doubtful are kept."""
HOPELESS = 0.02
"""P(same matter) by the words alone below which a pair without a common name is nothing: nine pairs in ten."""
ALIKE = 0.3
"""Share of the demand, or of the wording, from which a hopeless pair may still be a similar case …"""
SIMILAR = 5
"""… of which the likeliest are kept; no more are ever shown."""
_REST_WORDS, _REST_PAIRS, _TRIPLES = (LEXICAL.index(name) for name in ("rest_words_max", "rest_pairs_max", "triples_max"))


def shortlist(new: Subject, found: Sequence[bytes], model: Model) -> tuple[list[int], NDArray[np.float32]]:
    """Places in `found` (records, best first) of those to compare, ascending, and their rows of LEXICAL.

    Those likeliest by their words, those that the search put first (it knows of common names and spots), without the hopeless;
    and everything of the same persons. Raises as `engine.features.survey`.
    """
    if not found:
        return [], np.zeros((0, len(LEXICAL)), np.float32)
    seen = survey(new.prepared, new.profile, found)
    likely = model.probability(slotless(seen.rows))
    order = np.argsort(-likely.round(2), kind="stable")  # near equals in the order of the search, which knows what is rare
    shared, apart = seen.ties > 0, seen.ties < 0
    hopeful = shared | (likely >= HOPELESS)
    alike = seen.rows[:, (_REST_WORDS, _REST_PAIRS, _TRIPLES)].max(axis=1) >= ALIKE
    kept = seen.same_person.copy()
    kept[:FIRST_FOUND] |= hopeful[:FIRST_FOUND]
    for group, most in ((hopeful & ~apart, LIKELIEST), (hopeful & apart, APART), (alike, SIMILAR)):
        kept[order[group[order]][:most]] = True
    chosen: list[int] = np.flatnonzero(kept).tolist()
    return chosen, seen.rows[chosen]
