"""Where may a slot be read, and where is it certain that none begins?

An anchor is a numeral with what it counts, a lettered building or a word that ends a name. Of eighteen in a text of 250 characters
two or three become slots, and most of the others can be told from their neighbours alone: a year, a bare number, 政府, a suffix
right behind 的. One kernel finds all of them, one behind the other, and drops those; one that says nothing only because no slot
stands close before is left, with how close that would have to be. Whatever is left is read by the rules of `slot_names` and
`slot_numbers`, which decide; what is dropped they would have passed over without a trace.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.kernels import inlined, kernel, read_only
from engine.lexicon import child, lexicon, word_value
from engine.slot_generic import CUT_CHARS, CUT_WORDS, GENERIC_WHOLE
from engine.slot_names import BEHIND_SHORT, MOVING, REJECT_AFTER, RESIDENT_ENDS
from engine.slot_numbers import BEFORE_EXIT
from engine.slot_patterns import (
    COMMUNITY_SHORT,
    GUARDED_FIRST,
    LETTERED_TAILS,
    MAX_HITS,
    NAME_MAX,
    NUM,
    SUFFIX_KIND,
    TAIL_KIND,
)

NUMBER, LETTER, NAME, TAKEN = range(4)
"""What an anchor is; TAKEN: it begins inside a code."""
KIND_BITS: Final = 2

_UNITS = 0x10000
_NEVER, _TIED, _NEAR, _ALWAYS = 0, 2, NAME_MAX + 1, 1 << 20
"""Characters between the last slot and an anchor from which on the anchor says nothing: any number; one that ties no number to the
slot; more than a name may have; none."""

_NUM, _DIGIT, _LOWER, _STEM, _CUT, _SINGLE, _OPENS, _SECOND, _NO_SHORT, _MOVING, _RESIDENT_END, _NO_EXIT, _LOW, _ONE = (
    1 << bit for bit in range(14)
)
"""Roles of a character: in a numeral; 0-9; a-z; 甲乙丙丁; ends what is left of any name; a suffix by itself; the first and the
second of a longer one; never follows a short community; 进 and the like; may stand between an estate and 业主; no exit follows; not
Chinese; 一 to 九."""
_ALONE, _RESIDENT, _ROAD, _PLAIN, _SHORT, _LENGTHENS = (1 << bit for bit in range(6))
"""Of a suffix: one character; 业主; a road; a community, village, company or branch of one character; such a community; 院, 里."""
_DATE, _CHAINED = 1, 2
"""Of what a numeral counts: 年 and 月, which no rule reads; what is read behind another slot only."""

_SUFFIX_FIELD, _TAIL_FIELD, _LETTERED_FIELD, _CUT_FIELD, _GENERIC_FIELD = 0x1FF, 0x1FF << 9, 1 << 18, 1 << 19, 1 << 20
"""Fields of a word's value: number of the suffix, number of what a numeral counts, what follows a letter, 举报 and the like before
a name, a generic thing of two characters."""
_TAIL_SHIFT = 9

_POINT, _COMMA, _HYPHEN, _HUNDRED, _THOUSAND, _MYRIAD, _AREA, _MOUTH, _SHOP = (ord(char) for char in ".,-百千万区口店")


def anchors(codes: NDArray[np.uint16], taken: NDArray[np.uint8]) -> list[list[int]]:
    """[start, middle, end, flags] of each anchor that may matter, in order; `taken` is 1 inside codes, of one size with `codes`.

    A numeral or letter is [start, middle) and what it counts [middle, end); a suffix is all of it. The last KIND_BITS of the flags
    say what it is, the others are how many characters behind the last slot it says nothing.
    """
    found, count = _find(codes, taken, False, *_tables())
    if count > MAX_HITS:  # what is dropped would count too
        found, _ = _find(codes, taken, True, *_tables())
    listed: list[list[int]] = found.tolist()
    return listed


@lru_cache(maxsize=1)
def _tables() -> tuple[NDArray[np.generic], ...]:
    """Class of each code unit; roles and rejecting suffixes of each class; traits and group of each suffix; traits of each tail;
    and the words."""
    words, suffixes, tails = _words()
    groups = {suffix: number for number, suffix in enumerate(REJECT_AFTER, 1)}
    traits, group = np.zeros(len(suffixes) + 1, np.uint8), np.zeros(len(suffixes) + 1, np.uint8)
    for number, suffix in enumerate(suffixes, 1):
        traits[number], group[number] = _traits(suffix), groups.get(suffix, 0)
    counts = np.zeros(len(tails) + 1, np.uint8)
    for number, tail in enumerate(tails, 1):
        counts[number] = {"date": _DATE, "group": _CHAINED, "section": _CHAINED, "area": _CHAINED}.get(TAIL_KIND[tail], 0)
    rejects = np.zeros(_UNITS, dtype=np.uint64)
    for suffix, number in groups.items():
        rejects[_ords(set(REJECT_AFTER[suffix]) - set("管服股有集责公"))] |= np.uint64(1 << number)  # 物业管理公司 goes on
    both, classes = np.unique(np.stack([_roles().astype(np.uint64), rejects], axis=1), axis=0, return_inverse=True)
    return (
        read_only(classes.reshape(-1), np.uint16), read_only(both[:, 0], np.uint16), read_only(both[:, 1], np.uint64),
        read_only(traits, np.uint8), read_only(group, np.uint8), read_only(counts, np.uint8), *lexicon(words),
    )  # fmt: skip


def _words() -> tuple[dict[str, int], list[str], list[str]]:
    """All words with their fields, the suffixes and the tails in the order of their numbers."""
    suffixes, tails = list(SUFFIX_KIND), list(TAIL_KIND)
    words: dict[str, int] = {}
    first_cuts = set(GUARDED_FIRST) | set(CUT_CHARS) | set("省市区县镇乡街自板片")  # these may cut differently
    fields = (
        *((suffix, number) for number, suffix in enumerate(suffixes, 1)),
        *((tail, number << _TAIL_SHIFT) for number, tail in enumerate(tails, 1)),
        *((tail, _LETTERED_FIELD) for tail in LETTERED_TAILS),
        *((word, _CUT_FIELD) for word in CUT_WORDS if len(word) == 2 and word[0] not in first_cuts),
        *((word, _GENERIC_FIELD) for word in GENERIC_WHOLE if len(word) == 2),
    )
    for word, field in fields:
        words[word] = words.get(word, 0) | field
    return words, suffixes, tails


def _traits(suffix: str) -> int:
    kind = SUFFIX_KIND[suffix]
    alone, short = len(suffix) == 1, suffix in COMMUNITY_SHORT
    return (
        _ALONE * alone
        | _RESIDENT * (kind == "resident")
        | _ROAD * (kind == "road")
        | _PLAIN * (alone and kind in {"community", "village", "company", "branch"})
        | _SHORT * short
        | _LENGTHENS * (short and suffix in "院里")
    )


def _roles() -> NDArray[np.uint16]:
    """The roles of each code unit."""
    roles = np.zeros(_UNITS, dtype=np.uint16)
    han = np.zeros(_UNITS, dtype=bool)
    han[0x4E00:0xA000] = True
    roles[~han] |= _CUT
    roles[_ords("0123456789abcdefghijklmnopqrstuvwxyz·*")] &= ~np.uint16(_CUT)
    roles[:0x4E00] |= _LOW
    roles[han] |= _NO_SHORT
    roles[_ords(BEHIND_SHORT)] &= ~np.uint16(_NO_SHORT)
    roles[:] |= _NO_EXIT
    roles[_ords("".join(BEFORE_EXIT))] &= ~np.uint16(_NO_EXIT)
    longer = [word for word in SUFFIX_KIND if len(word) > 1]
    listed = (
        (_NUM, NUM.replace("0-9", "0123456789")),
        (_DIGIT, "0123456789"),
        (_LOWER, "abcdefghijklmnopqrstuvwxyz"),
        (_STEM, "甲乙丙丁"),
        (_CUT, CUT_CHARS),
        (_SINGLE, "".join(word for word in SUFFIX_KIND if len(word) == 1)),
        (_OPENS, "".join(word[0] for word in longer)),
        (_SECOND, "".join(word[1] for word in longer)),
        (_MOVING, "".join(MOVING)),
        (_RESIDENT_END, RESIDENT_ENDS + "\n"),
        (_ONE, "一二三四五六七八九"),
    )
    for role, characters in listed:
        roles[_ords(characters)] |= role
    return roles


def _ords(characters: Iterable[str]) -> list[int]:
    return sorted({ord(char) for char in characters})


@kernel
def _find(codes, taken, everything, classes, roles, rejects, traits, groups, tails, roots, branches, leads, values):  # type: ignore[no-untyped-def]
    """The rows of `anchors`, and how many anchors there are in all."""
    size, words = codes.size, (roots, branches, leads, values)
    kinds = np.empty(size + 2, dtype=np.uint16)  # class of each character, with an edge before and behind
    kinds[0] = kinds[size + 1] = classes[0]
    for at in range(size):
        kinds[at + 1] = classes[codes[at]]
    found = np.empty((size, 4), dtype=np.int32)
    used = count = at = 0
    while at < size:
        role = roles[kinds[at + 1]]
        if role & (_NUM | _LOWER | _STEM | _SINGLE | _OPENS) == 0:
            at += 1
            continue
        kind, middle, end, number = 0, 0, 0, np.int64(0)
        if role & _NUM:
            kind = NUMBER
            middle, end, number = _number(codes, at, kinds, roles, words)
        if end == 0 and role & (_LOWER | _STEM):
            kind = LETTER
            middle, end = _letter(codes, at, kinds, roles, words)
        if end == 0 and (role & _SINGLE or (role & _OPENS and roles[kinds[at + 2]] & _SECOND)):
            kind = NAME
            length, value = _longest(codes, at, words, _SUFFIX_FIELD)
            middle = end = at + length if length else 0
            number = value
        if end == 0:
            at += 1
            continue
        count += 1
        silent = _ALWAYS
        if taken[at]:
            kind = TAKEN
        elif not everything:
            if kind == NUMBER:
                silent = _silent_number(codes[at:middle], end == middle, tails[number >> _TAIL_SHIFT])
            elif kind == LETTER:
                silent = _silent_letter(codes[middle:end], at > 0 and roles[kinds[at]] & _NO_EXIT != 0)
            else:
                rejected = rejects[kinds[end + 1]] >> np.uint64(groups[number]) & np.uint64(1) != np.uint64(0)
                silent = _NEVER if rejected else _silent_name(codes, at, end, traits[number], kinds, roles, words)
        if silent != _NEVER:
            found[used, 0], found[used, 1], found[used, 2], found[used, 3] = at, middle, end, kind | silent << KIND_BITS
            used += 1
        at = end
    return found[:used], count


@inlined
def _longest(codes, at, words, field):  # type: ignore[no-untyped-def]
    """Size of the longest word at `at` whose value has something in `field`, and that; 0 for none."""
    roots, branches, leads, values = words
    length, value = 0, np.int64(0)
    if at >= codes.size:
        return length, value
    node = np.int64(roots[codes[at]])
    reach = at + 1
    while node != 0:
        if values[node] & field:
            length, value = reach - at, values[node] & field
        if reach >= codes.size:
            break
        node = child(node, codes[reach], branches, leads)
        reach += 1
    return length, value


@inlined
def _run(at, most, role, kinds, roles):  # type: ignore[no-untyped-def]
    """Where a run of at most `most` characters of `role` ends that begins at `at`."""
    end = at
    while end < kinds.size - 2 and end - at < most and roles[kinds[end + 1]] & role:
        end += 1
    return end


@kernel
def _number(codes, at, kinds, roles, words):  # type: ignore[no-untyped-def]
    """Where the numeral at `at` ends, where what it counts ends, and the number of that (0: nothing is counted); 0 for no anchor.

    In the order in which a regular expression would try: as much as there is, then without the last part, and so on.
    """
    ends = np.empty(4, dtype=np.int64)
    whole = _run(at, 20, _NUM, kinds, roles)
    point = _run(whole + 1, 4, _DIGIT, kinds, roles) if whole < codes.size and codes[whole] == _POINT else 0
    for decimal in (point, whole):
        if decimal == 0 or (decimal == point and point == whole + 1):
            continue
        ends[0] = decimal
        parts = 1
        while parts < 3:
            last = ends[parts - 1]
            if last >= codes.size or (codes[last] != _COMMA and codes[last] != _HYPHEN):
                break
            more = _run(last + 1, 5, _DIGIT, kinds, roles)
            if more == last + 1:
                break
            ends[parts] = more
            parts += 1
        for part in range(parts - 1, -1, -1):
            end = ends[part]
            if end < codes.size and (codes[end] == _MYRIAD or codes[end] == _THOUSAND or codes[end] == _HUNDRED):
                more = _run(end + 1, 4, _NUM, kinds, roles)
                if more > end + 1:
                    reach, tail = _counted(codes, at, more, kinds, roles, words)
                    if reach:
                        return more, reach, tail
            reach, tail = _counted(codes, at, end, kinds, roles, words)
            if reach:
                return end, reach, tail
    return 0, 0, np.int64(0)


@inlined
def _counted(codes, at, end, kinds, roles, words):  # type: ignore[no-untyped-def]
    """Where what the numeral [at, end) counts ends and its number, `end` and 0 where it may stand alone; 0 for neither."""
    length, tail = _longest(codes, end, words, _TAIL_FIELD)
    if length:
        return end + length, tail
    if roles[kinds[end]] & _DIGIT:
        return end, np.int64(0)
    if end > 1 and codes[end - 2] == _MYRIAD and roles[kinds[end]] & _ONE:
        return end, np.int64(0)
    return 0, np.int64(0)


@kernel
def _letter(codes, at, kinds, roles, words):  # type: ignore[no-untyped-def]
    """Where the letter at `at` with its digits ends, and where what it names ends; 0 for no anchor."""
    middle = _run(at + 1, 2, _DIGIT, kinds, roles) if roles[kinds[at + 1]] & _LOWER else at + 1
    length, _ = _longest(codes, middle, words, _LETTERED_FIELD)
    return (middle, middle + length) if length else (0, 0)


@inlined
def _silent_number(numeral, bare, tail):  # type: ignore[no-untyped-def]
    """From how far behind the last slot `slot_numbers.read_number` passes a numeral over; `bare`: it counts nothing."""
    myriads = False
    for code in numeral:
        if code == _HYPHEN:
            return _TIED
        myriads |= code == _MYRIAD
    if bare:
        return _ALWAYS if myriads else _TIED
    if tail == _DATE:
        return _NEVER
    return _TIED if tail == _CHAINED else _ALWAYS


@inlined
def _silent_letter(tail, no_exit):  # type: ignore[no-untyped-def]
    """The same of `slot_numbers.read_lettered`; `no_exit`: what stands before is nothing that an exit follows."""
    if tail.size == 1 and (tail[0] == _AREA or (tail[0] == _MOUTH and no_exit)):
        return _TIED
    return _ALWAYS


@kernel
def _silent_name(codes, start, end, traits, kinds, roles, words):  # type: ignore[no-untyped-def]
    """The same of `slot_names.read_name`, for a suffix [start, end) that what follows does not reject.

    A name begins behind the last thing that cuts it. Here only cuts are known that are one in any company.
    """
    roots, branches, leads, values = words
    before = roles[kinds[start]]
    second = roles[kinds[start - 1]] if start > 1 else _CUT
    third = roles[kinds[start - 2]] if start > 2 else _CUT
    if traits & _RESIDENT:  # a name of three characters at least
        if start > 0 and before & _RESIDENT_END:
            return _ALWAYS
        return _NEVER if (before | second | third) & _CUT or start == 0 else _ALWAYS
    if traits & _ROAD and end < codes.size and codes[end] == _SHOP:
        return _ALWAYS
    if start == 0 or before & _CUT:
        return 1
    if start > 1 and word_value(codes, start - 2, start, roots, branches, leads, values) & _CUT_FIELD:
        return _TIED
    if traits & _ALONE == 0:
        return _ALWAYS
    if second & _CUT:
        return _TIED
    follows = roles[kinds[end + 1]] if end < codes.size else np.uint16(0)
    if before & (_LOW | _MOVING) or traits & _LENGTHENS or (traits & _SHORT and follows & _NO_SHORT):
        return _NEAR
    if traits & _PLAIN and word_value(codes, start - 1, end, roots, branches, leads, values) & _GENERIC_FIELD:
        return _NEAR
    return _ALWAYS
