"""How are the slots of a case written down, so that a kernel can compare them?

A row of three 64-bit words for each distinct mention, by RANK of its kind: what equality asks for as hashes, what aliases ask for
as a signature of syllables. Two names that are aliases have signatures of which one holds the other: same characters, same sounds,
one within the other; equally long ones have the same. `engine.slot_kernel` reads the rows. Not for evidence: a row does not say
what stood in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from struct import pack, unpack
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.slot_compare import RANK, RULES, Groups, Way, is_full_date
from engine.sounds import syllables

OWN: Final = 1 << 5
"""The petitioner's own thing. The five bits below are the RANK of the kind."""
HEADED: Final = 1 << 6
"""Named by the title or a structured field."""
GROUPED: Final = 1 << 7
"""Among the first mentions of its kind: the others are only compared where titles are."""
MARKED: Final = 1 << 8
"""A date with its day; a sum that the text calls a rough one."""
LENGTH_SHIFT: Final = 9
LENGTH: Final = 127 << LENGTH_SHIFT
"""Characters of the name that the signature is of, 127 for more: of two equally long ones aliases have the same syllables."""
PARENT_SHIFT: Final = 32
ANY: Final = (1 << 64) - 1
"""The signature of a masked name, which fits many."""
HALF: Final = 32
"""Bits of the signature of either road of a crossing."""
WORDS: Final = 3
REMEMBERED: Final = 1 << 14
"""Mentions whose row is kept: what is close together in time or place names the same things, and building 3 is everywhere."""
_SAID_OF_ALL: Final = "路大道街"

_Row = tuple[int, int, int]


def slot_rows(groups: Groups, headed: Groups) -> NDArray[np.uint64]:
    """(n, WORDS) of all mentions in `groups` (of the whole case) and `headed` (of its title and structured fields)."""
    rows: dict[tuple[str, str, bool], _Row] = {}
    for slot in chain.from_iterable(groups.values()):
        first, value, more = _row(slot.kind, slot.value, slot.own)
        rows[slot.kind, slot.value, slot.own] = first | GROUPED, value, more
    for slot in chain.from_iterable(headed.values()):
        mention = slot.kind, slot.value, slot.own
        first, value, more = rows.get(mention) or _row(*mention)
        rows[mention] = first | HEADED, value, more
    ordered = sorted(rows.values(), key=_rank)
    flat = pack(f"<{WORDS * len(ordered)}Q", *chain.from_iterable(ordered))
    return np.frombuffer(flat, dtype="<u8").reshape(len(ordered), WORDS)


def _rank(row: _Row) -> int:
    return row[0] & (OWN - 1)


@lru_cache(maxsize=REMEMBERED)
def _row(kind: str, value: str, own: bool) -> _Row:
    rank = RANK[kind]
    first = rank | OWN * own
    match RULES[rank].way:
        case Way.NAME:
            return first | _length(value), _hash(value), _signature(value)
        case Way.ROAD:  # 路 and 大道 are used for each other
            return first | _length(value), _hash(value.replace("大道", "路")), _signature(value)
        case Way.JUNCTION:
            return first, _hash(value), _crossing_signature(value)
        case Way.DIRECTION:
            return first | _length(value), _hash(value), _signature(value) if len(value) > 2 else 0
        case Way.PART:
            parent, _, part = value.partition("|")
            known = _hash(parent) >> PARENT_SHIFT << PARENT_SHIFT
            return first | _length(parent) | known, _hash(part), _signature(parent)
        case Way.TAIL:
            return first, _hash(value), len(value)
        case Way.DATE:
            year, *rest = value.split("-")
            return first | MARKED * is_full_date(value), _hash("-".join(("", *rest))), 0 if year == "*" else _hash(year)
        case Way.AMOUNT:
            return first | MARKED * value.startswith("约"), _hash(value), _bits(float(value.lstrip("约")))
        case Way.SEASON:
            return first, _hash(value), _hash(value[4:]) if len(value) > 4 else 0
        case _:
            return first, _hash(value), 0


def _length(name: str) -> int:
    return min(len(name), 127) << LENGTH_SHIFT


def _hash(value: str) -> int:
    """64 bits, never 0."""
    return int.from_bytes(blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") or 1


def _bits(number: float) -> int:
    """A double as the kernel will read it."""
    (bits,) = unpack("<Q", pack("<d", number))
    return int(bits)


def _signature(name: str) -> int:
    """A bit for each of its syllables; 0 for no name, which is nothing's alias, and ANY for a masked one."""
    if "*" in name:
        return ANY
    table, bits = _syllable_bits(), 0
    for char in name:
        bits |= table[ord(char)] if char <= "\uffff" else 1
    return bits


def _crossing_signature(value: str) -> int:
    """Both roads of 'a×b', HALF bits each, so that roads are compared with roads; ANY for what is no crossing of two.

    Without what is said of every road: 路 and 大道, which are used for each other, would make all crossings look alike.
    """
    roads = value.split("×")
    if len(roads) != 2:
        return ANY
    said_of_all = _folded(_signature(_SAID_OF_ALL))
    one, other = (ANY >> HALF if "*" in road else _folded(_signature(road)) & ~said_of_all for road in roads)
    return one << HALF | other


def _folded(signature: int) -> int:
    """The 64 bits of a signature in 32: what holds another still holds it."""
    return (signature | signature >> HALF) & ((1 << HALF) - 1)


@lru_cache(maxsize=1)
def _syllable_bits() -> Sequence[int]:
    """For each character of the BMP the bit of its syllable, or where it has none the bit of itself."""
    sounds = syllables().astype(np.uint64)
    codes = np.arange(len(sounds), dtype=np.uint64)
    keys = np.where(sounds > 0, sounds, codes + np.uint64(1 << 16))
    spread = (keys * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(58)
    bits: list[int] = (np.uint64(1) << spread).tolist()
    return tuple(bits)
