"""Which of the candidates that were found are worth a full comparison?

Part of finding, not of deciding: the index knows what is rare in it, this knows what the model thinks of the words alone, and
comparing slots costs ten times as much as comparing words. Works on stored records as they are; none is decoded.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.compare import slotless
from engine.features import survey
from engine.model import Model
from engine.prepare import Subject

LIKELIEST = 12
FIRST_FOUND = 6
"""Of 40 candidates these many are kept; figures with and without: docs/quality.md."""


def shortlist(new: Subject, found: Sequence[bytes], model: Model) -> list[int]:
    """Places in `found` (records, best first) of those to compare, ascending.

    Those likeliest by their words, those that the search put first (it knows of common names and spots), and everything of
    the same persons. Raises as `engine.features.survey`.
    """
    if len(found) <= FIRST_FOUND:
        return list(range(len(found)))
    seen = survey(new.prepared, new.profile, found)
    likely = model.probability(slotless(seen.rows))
    kept = {*np.argsort(-likely, kind="stable")[:LIKELIEST].tolist(), *range(FIRST_FOUND)}
    kept.update(np.flatnonzero(seen.same_person).tolist())
    return sorted(kept)
