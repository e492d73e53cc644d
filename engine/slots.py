"""Which nameable things does a text speak of: places, numbers, companies, lines, dates?

One pass over the text finds each numeral with what it counts and each word that ends a name; a name is then cut
leftwards at function words, verbs, punctuation and administrative suffixes, so that a text reads as a chain: road,
house number, community, phase, building, unit, room. There is no gazetteer: a community nobody has listed is found
like any other, and noise at the left of a name is left to the comparison, which tolerates it. What is generic
(本小区, 该路, 某公司) is no slot. Nothing here knows what a slot means for a verdict; comparing is in
`engine.slot_compare`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.anchors import KIND_BITS, NAME, NUMBER, TAKEN, anchors
from engine.normalise import code_units
from engine.slot_chain import Chain
from engine.slot_codes import find_codes
from engine.slot_compare import SlotVerdict, compare_slots
from engine.slot_names import read_name
from engine.slot_numbers import read_lettered, read_number
from engine.slot_own import find_junctions, mark_own
from engine.slot_patterns import KINDS, MAX_HITS, Slot

__all__ = ["KINDS", "Slot", "SlotVerdict", "compare_slots", "find_slots"]


def find_slots(text: str) -> tuple[Slot, ...]:
    """All slots of a canonical text (simplified, half-width, lower case), in order of their position.

    Spans are code points of `text`, and `text[start:end] == slot.text`. Total: no text makes it raise.
    Linear time; a text with more than MAX_HITS anchors is a keyboard or a table, and is read up to there.
    """
    if not text:
        return ()
    units = code_units(text)
    codes = find_codes(text, units)
    taken = bytearray(len(text))
    for slot in codes:
        start, end = slot.span
        taken[start:end] = b"\x01" * (end - start)
    names = _walk(text, units, taken)
    found = [*codes, *names, *find_junctions(text, names)]
    found.sort(key=_position)
    return tuple(mark_own(text, found))


def _position(slot: Slot) -> tuple[tuple[int, int], str]:
    return slot.span, slot.kind


def _walk(text: str, codes: NDArray[np.uint16], taken: bytearray) -> list[Slot]:
    """Names and numbered things of `text` outside what is `taken`."""
    chain = Chain(text, taken)
    hits = 0
    for start, middle, end, flags in anchors(codes, np.frombuffer(taken, np.uint8)):
        kind = flags & _KIND
        if kind == TAKEN:
            chain.end = max(chain.end, end)
        elif start < chain.end:
            continue
        elif start - chain.end < flags >> KIND_BITS:
            if kind == NAME:
                read_name(chain, text[start:end], start, end)
            elif kind == NUMBER:
                read_number(chain, text[start:middle], text[middle:end], start, end)
            else:
                read_lettered(chain, text[start:middle], text[middle:end], start, end)
        hits += 1
        if hits == MAX_HITS:
            break
    return chain.found


_KIND = (1 << KIND_BITS) - 1
