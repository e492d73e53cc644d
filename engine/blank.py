"""What are kernels compiled with before the first case comes? A case that says nothing, with its profile."""

from __future__ import annotations

import numpy as np

from engine.grams import TABLE_BITS, Profile, Reference, profile
from engine.intent import Intent
from engine.persons import Persons
from engine.prepared import MEANING, Prepared, pack_places


def blank() -> tuple[Prepared, Profile]:
    """Four characters of nothing, under frequencies of nothing."""
    empty = np.zeros(4, dtype=np.uint16)
    starts, sizes = np.zeros(1, dtype=np.uint16), np.full(1, 2, dtype=np.uint8)
    reference = Reference(np.zeros(sum(1 << bits for bits in TABLE_BITS), dtype=np.uint8))
    outside = np.zeros(4, dtype=np.uint8)
    table = profile(empty, outside, 1, starts, sizes, reference)
    return Prepared(
        empty, outside, 1, starts, sizes, table.sums, 4, 0.0, 1, pack_places(()), np.zeros(0, np.uint64),
        np.zeros(MEANING, np.int8), Persons(), Intent.STATE, 0
    ), table  # fmt: skip
