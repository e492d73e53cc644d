"""Which nameable things does a text speak of: places, numbers, companies, lines, dates?

(stub of the interface; see the functions' docstrings)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """One mention. `value` is normalised (Arabic digits, no 第/号 suffix noise, aliases folded), `text` as it stands.

    `kind` is one of KINDS. `span` is [start, end) in the text given to `find_slots`. `own` is True where the slot is the
    petitioner's own thing in a letter about something larger ("我是云栖壹号业主，购买2栋1803室").
    """

    kind: str
    value: str
    text: str
    span: tuple[int, int]
    own: bool = False


@dataclass(frozen=True, slots=True)
class SlotVerdict:
    """`verdict` is "agree" or "conflict"; a slot that only one side has is in neither list (the caller says "missing")."""

    kind: str
    verdict: str
    new: Slot
    old: Slot


def find_slots(text: str) -> tuple[Slot, ...]:
    """All slots of a canonical text (simplified, half-width, lower case), in order of their position."""
    raise NotImplementedError


def compare_slots(new: Sequence[Slot], old: Sequence[Slot]) -> tuple[SlotVerdict, ...]:
    """Agreements and conflicts between two texts' slots."""
    raise NotImplementedError
