"""Does one text mention in passing what the other names?

The parser knows a name by what stands around it: 云栖时代 before 3栋 is an estate, 云栖时代 before 油烟扰民 is just words. Read
with the other text in mind it is no secret any more: a name of one text that stands in the other is named by both. Names are
written into the record (`names_of`), and a kernel looks for them (`seek`); `mentioning` says the same with slots, for evidence.
What is written too loosely to be sure of (short names, names behind 新 or 东) is not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.kernels import kernel
from engine.slot_alias import DISTINGUISHING
from engine.slot_compare import RANK, Groups
from engine.slot_patterns import Slot

Sought: TypeAlias = tuple[Slot, str]

SOUGHT: Final = ("community", "village", "school", "company", "road", "stop")
"""Kinds whose names are looked for."""
LEAST: Final = 3
"""Characters of a name that is looked for: shorter ones stand in other words by chance."""
LONGEST: Final = 24
_NAME: Final = re.compile(rf"[\u4e00-\u9fff]{{{LEAST},{LONGEST}}}")
READ: Final = 2_000
"""Characters of a text in which names are looked for."""
WHOLE: Final = 1 << 5
"""Named by the case; the five bits below are the RANK of the kind."""
HEADED: Final = 1 << 6
"""Named by its title or a structured field, and looked for in the other's title."""
_SIZE_SHIFT: Final = 8
_RANK_BITS: Final = WHOLE - 1
_BEFORE: Final = np.array(sorted(map(ord, DISTINGUISHING)), dtype=np.uint16)


def names_of(groups: Groups, headed: Groups) -> NDArray[np.uint16]:
    """All names to look for, one after the other: a word of rank, flags and size, then the characters. Slots by kind: `groups` of
    the whole case, `headed` of its title and structured fields."""
    flags: dict[tuple[str, str], int] = {}
    for flag, found in ((WHOLE, groups), (HEADED, headed)):
        for slot, name in sought(found):
            flags[slot.kind, name] = flags.get((slot.kind, name), 0) | flag
    words: list[int] = []
    for (kind, name), flag in flags.items():
        words += [RANK[kind] | flag | len(name) << _SIZE_SHIFT, *map(ord, name)]
    return np.array(words, dtype=np.uint16)


def mentioning(groups: Groups, text: str, others: Sequence[Sought]) -> Groups:
    """`groups` of `text` with what it mentions of `others` besides; the spans of these count nowhere and are (0, 0)."""
    found = groups
    text = text[:READ] if len(text) > READ else text
    for slot, name in others:
        if name not in text or not _stands_in(name, text):
            continue
        named = found.get(slot.kind, ())
        if all(own.value != slot.value for own in named):
            found = dict(groups) if found is groups else found
            found[slot.kind] = [*named, Slot(slot.kind, slot.value, name, (0, 0))]
    return found


def sought(groups: Groups) -> tuple[Sought, ...]:
    """The slots whose names are looked for, with what is looked for."""
    found = []
    for kind in SOUGHT:
        for slot in groups.get(kind, ()):
            name = slot.value if slot.value in slot.text else slot.text
            if _NAME.fullmatch(name):
                found.append((slot, name))
    return tuple(found)


def _stands_in(name: str, text: str) -> bool:
    at = text.find(name)
    while at >= 0:
        if at == 0 or text[at - 1] not in DISTINGUISHING:
            return True
        at = text.find(name, at + 1)
    return False


@kernel
def behind_names(r16, names_at):  # type: ignore[no-untyped-def]
    """Where in a record the word sizes begin (bytes): behind the names, whose number stands at names_at (in units of 2 bytes)."""
    return (names_at + 1 + np.int64(r16[names_at])) << 1


@kernel
def seek(names, codes, title_size):  # type: ignore[no-untyped-def]
    """Which kinds of `names` stand in a text, and which headed ones in its title: two masks with one bit a kind, at its RANK."""
    anywhere, titled = np.uint32(0), np.uint32(0)
    at = np.int64(0)
    while at < len(names):
        word = np.int64(names[at])
        size = word >> _SIZE_SHIFT
        name = names[at + 1 : at + 1 + size]
        at += 1 + size
        bit = np.uint32(1) << np.uint32(word & _RANK_BITS)
        if word & WHOLE and anywhere & bit == 0 and _is_in(name, codes, min(len(codes), READ)):
            anywhere |= bit
        if word & HEADED and titled & bit == 0 and _is_in(name, codes, min(len(codes), READ, title_size)):
            titled |= bit
    return anywhere, titled


@kernel
def _is_in(name, codes, end):  # type: ignore[no-untyped-def]
    size = len(name)
    starts = end - size + 1
    if starts <= 0 or not _stand_together(name[0], name[1], codes[:starts], codes[1 : starts + 1]):
        return False
    for i in range(starts):
        if codes[i] != name[0] or codes[i + 1] != name[1]:
            continue
        k = 2
        while k < size and codes[i + k] == name[k]:
            k += 1
        if k == size and (i == 0 or not _distinguishes(codes[i - 1])):
            return True
    return False


@kernel
def _stand_together(first, second, codes, following):  # type: ignore[no-untyped-def]
    """Whether the two stand side by side anywhere: eight times as quick as looking place by place, for there is no branch, and the
    processor compares many places at once."""
    nearest = np.uint16(0xFFFF)
    for i in range(len(codes)):
        nearest = min(nearest, np.uint16((codes[i] ^ first) | (following[i] ^ second)))
    return nearest == 0


@kernel
def _distinguishes(code):  # type: ignore[no-untyped-def]
    at = np.searchsorted(_BEFORE, code)
    return at < len(_BEFORE) and _BEFORE[at] == code
