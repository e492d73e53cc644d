"""Which of the candidates that were found are worth a full comparison?

Part of finding, not of deciding: the index knows what is rare in it, this knows what the model thinks of the words alone, and
comparing slots costs ten times as much as comparing words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.compare import slotless
from engine.features import lexical
from engine.model import Model
from engine.persons import share_a_key
from engine.prepare import Subject
from engine.prepared import Prepared

LIKELIEST = 12
FIRST_FOUND = 6
"""Of 40 candidates these many are kept; figures with and without: docs/quality.md."""


def shortlist(new: Subject, found: Sequence[Prepared], model: Model) -> list[int]:
    """Places in `found` (best first) of those to compare, ascending.

    Those likeliest by their words, those that the search put first (it knows of common names and spots), and everything of
    the same persons.
    """
    if len(found) <= FIRST_FOUND:
        return list(range(len(found)))
    likely = model.probability(slotless(lexical(new.prepared, new.profile, found)))
    kept = {*np.argsort(-likely, kind="stable")[:LIKELIEST].tolist(), *range(FIRST_FOUND)}
    kept.update(i for i, old in enumerate(found) if share_a_key(new.prepared.persons, old.persons))
    return sorted(kept)
