"""Which slots of many earlier cases agree with the new one's, and which conflict?

`engine.slot_compare` by the same RULES, over rows of hashes (`engine.slot_rows`) as they stand in stored records: a microsecond for
a pair instead of fifty. Where two names may be aliases and are not written alike, hashes cannot tell: the pair is `unsure`, and the
caller compares the slots themselves. What is sure is what `compare_groups` says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.blank import blank
from engine.kernels import kernel, read_only
from engine.prepared import (
    HEAD,
    PERSON_WORDS,
    WORD32_CODES,
    WORD32_PERSONS,
    WORD32_SLOTS,
    WORD32_TIES,
    WORD32_TITLE,
    WORD32_WORDS,
    WORD64_EXACT,
    Prepared,
)
from engine.sightings import seek
from engine.slot_compare import RANK, RULES, Need, Way
from engine.slot_rows import ANY, GROUPED, HALF, HEADED, LENGTH, MARKED, OWN, PARENT_SHIFT, WORDS
from engine.stack import stack

KINDS = len(RULES)
_HEAD_SIZE = HEAD.size


def kinds_mask(kinds: Iterable[str]) -> int:
    """One bit for each of `kinds`, at its RANK."""
    return sum(1 << RANK[kind] for kind in kinds if kind in RANK)


WAY = np.array([rule.way for rule in RULES], dtype=np.int64)
NEED = np.array([rule.need for rule in RULES], dtype=np.int64)
NEED_KINDS = np.array([kinds_mask(rule.kinds) for rule in RULES], dtype=np.uint32)
_EQUAL, _NAME, _ROAD, _DIRECTION, _PART, _TAIL, _DATE, _AMOUNT, _SEASON, _JUNCTION = (
    int(way)
    for way in (
        Way.EQUAL, Way.NAME, Way.ROAD, Way.DIRECTION, Way.PART, Way.TAIL, Way.DATE, Way.AMOUNT, Way.SEASON, Way.JUNCTION,
    )
)  # fmt: skip
_NEVER, _UNLESS, _WITHIN, _NOT_BESIDE, _SAME_PARENT, _ONE_STOP, _FULL_DATES = (
    int(need)
    for need in (
        Need.NEVER, Need.UNLESS, Need.WITHIN, Need.NOT_BESIDE, Need.SAME_PARENT, Need.ONE_STOP, Need.FULL_DATES,
    )
)  # fmt: skip
_LEAST_TAIL = 6
_RANK_BITS = OWN - 1
_ANY = np.uint64(ANY)
UNSURE = 0xFFFFFFFF
"""In the place of what one names and the other mentions: the slots themselves have to be asked."""


@dataclass(frozen=True, slots=True)
class SlotMasks:
    """One entry a pair. agree, conflict: of whole cases; headed_agree, headed_conflict: of titles and structured fields; named:
    what the earlier case names; sighted: what one names and the other mentions (`engine.sightings`), which agrees; uint32 with one
    bit a kind, at its RANK. unsure: bool; then the other masks say nothing. exact:
    bool, whether all letters of the two texts are the same."""

    agree: NDArray[np.uint32]
    conflict: NDArray[np.uint32]
    headed_agree: NDArray[np.uint32]
    headed_conflict: NDArray[np.uint32]
    named: NDArray[np.uint32]
    sighted: NDArray[np.uint32]
    unsure: NDArray[np.bool_]
    exact: NDArray[np.bool_]

    @property
    def told(self) -> NDArray[np.uint32]:
        """(n, 3): agree, conflict and sighted of a pair; the last is UNSURE where the others say nothing."""
        found = np.stack((self.agree, self.conflict, self.sighted), axis=1)
        found[self.unsure, 2] = UNSURE
        return found


def compare_rows(new: Prepared, joined: bytes | memoryview, edges: NDArray[np.int64]) -> SlotMasks:
    """The new case's slots, names and hash of letters against records, which stand one after the other in `joined`, from each of
    `edges` to the next. The caller has made sure that they can be read (`engine.features.read_words` raises where not)."""
    count = len(edges) - 1
    masks = np.zeros((6, count), dtype=np.uint32)
    flags = np.zeros((2, count), dtype=np.bool_)
    compare_slots(
        read_only(new.slot_rows, np.uint64), read_only(new.names, np.uint16), read_only(new.codes, np.uint16), new.title_size,
        np.uint64(new.exact), np.frombuffer(joined, "<u2"), np.frombuffer(joined, "<u4"), np.frombuffer(joined, "<u8"),
        read_only(edges[:-1], np.int64), WAY, NEED, NEED_KINDS, masks, flags,
    )  # fmt: skip
    return SlotMasks(*masks, *flags)


def warm() -> None:
    """Compile every kernel of this module."""
    case, _ = blank()
    records = stack([case.record])
    compare_rows(case, records.joined, records.edges)


def named_kinds(rows: NDArray[np.uint64]) -> int:
    """One bit for each kind that stands in `rows`."""
    found = 0
    for first in rows[:, 0].tolist():
        found |= (1 << (first & _RANK_BITS)) if first & GROUPED else 0
    return found


@kernel
def compare_slots(  # type: ignore[no-untyped-def]
    rows, names, codes, title_size, exact, r16, r32, r64, record_starts, way, need, need_kinds, masks, flags
):
    """Columns of `masks` and `flags`, as SlotMasks has them, for each record that begins at one of `record_starts` (bytes)."""
    ours = np.empty(KINDS + 1, dtype=np.int64)
    theirs = np.empty(KINDS + 1, dtype=np.int64)
    _starts(rows, ours)
    for c in range(len(record_starts)):
        at32, at64 = record_starts[c] >> 2, record_starts[c] >> 3
        slots_at = at64 + (_HEAD_SIZE >> 3) + PERSON_WORDS * np.int64(r32[at32 + WORD32_PERSONS])
        count = np.int64(r32[at32 + WORD32_SLOTS])
        codes_at = (slots_at + WORDS * count + np.int64(r32[at32 + WORD32_TIES])) << 2
        size = np.int64(r32[at32 + WORD32_CODES])
        names_at = codes_at + size + np.int64(r32[at32 + WORD32_WORDS])
        theirs_here, titled_here = seek(r16[names_at + 1 : names_at + 1 + np.int64(r16[names_at])], codes, title_size)
        ours_there, titled_there = seek(names, r16[codes_at : codes_at + size], np.int64(r32[at32 + WORD32_TITLE]))
        sighted, titled = theirs_here | ours_there, titled_here | titled_there
        other = r64[slots_at : slots_at + WORDS * count].reshape((count, WORDS))
        _starts(other, theirs)
        agree, conflict, unsure = _compare_one(
            rows, ours, other, theirs, GROUPED, sighted, way, need, need_kinds
        )
        headed_agree, headed_conflict, headed_unsure = _compare_one(
            rows, ours, other, theirs, HEADED, titled, way, need, need_kinds
        )
        masks[0, c], masks[1, c] = agree, conflict
        masks[2, c], masks[3, c] = headed_agree, headed_conflict
        masks[4, c], masks[5, c] = _present(other, theirs, GROUPED), sighted
        flags[0, c] = unsure or headed_unsure
        flags[1, c] = exact != 0 and r64[at64 + WORD64_EXACT] == exact


@kernel
def _starts(rows, starts):  # type: ignore[no-untyped-def]
    """Where the rows of each kind begin; they stand in order of their ranks."""
    at = 0
    for rank in range(KINDS + 1):
        while at < len(rows) and np.int64(rows[at, 0]) & _RANK_BITS < rank:
            at += 1
        starts[rank] = at


@kernel
def _present(rows, starts, chosen):  # type: ignore[no-untyped-def]
    """One bit for each kind of which a chosen row stands there."""
    found = np.uint32(0)
    for rank in range(KINDS):
        for i in range(starts[rank], starts[rank + 1]):
            if np.int64(rows[i, 0]) & chosen:
                found |= np.uint32(1) << np.uint32(rank)
    return found


@kernel
def _compare_one(rows, ours, other, theirs, chosen, sighted, way, need, need_kinds):  # type: ignore[no-untyped-def]
    """Masks of what agrees and conflicts among the chosen rows, and whether that is unsure. What is `sighted` agrees."""
    agree, conflict = np.uint32(0), np.uint32(0)
    here, there = _present(rows, ours, chosen), _present(other, theirs, chosen)
    both = (here & there) | sighted
    for rank in range(KINDS):
        bit = np.uint32(1) << np.uint32(rank)
        if both & bit == 0:
            continue
        if sighted & bit:
            agree |= bit
            continue
        state = _state(rows[ours[rank] : ours[rank + 1]], other[theirs[rank] : theirs[rank + 1]], chosen, way[rank])
        if state == 1:
            agree |= bit
        elif state == 2:
            return agree, conflict, True
        elif state == -1:
            counts, unsure = _conflict_counts(
                rows[ours[rank] : ours[rank + 1]], other[theirs[rank] : theirs[rank + 1]], chosen, need[rank],
                need_kinds[rank], agree, conflict, here | there,
            )  # fmt: skip
            if unsure:
                return agree, conflict, True
            if counts:
                conflict |= bit
    return agree, conflict, False


@kernel
def _state(a, b, chosen, way):  # type: ignore[no-untyped-def]
    """Of one kind: 1 a value agrees, -1 none does, 0 one side has only its own things, 2 that depends on aliases."""
    compared = doubtful = False
    for i in range(len(a)):
        first = np.int64(a[i, 0])
        if first & chosen == 0 or first & OWN:
            continue
        for j in range(len(b)):
            second = np.int64(b[j, 0])
            if second & chosen == 0 or second & OWN:
                continue
            compared = True
            same = _same(a[i], b[j], way)
            if same == 1:
                return 1
            doubtful = doubtful or same == 2
    if not compared:
        return 0
    return 2 if doubtful else -1


@kernel
def _same(a, b, way):  # type: ignore[no-untyped-def]
    """1 the same, 0 another, 2 perhaps an alias."""
    if way == _EQUAL:
        return 1 if a[1] == b[1] else 0
    if way == _PART:
        if a[1] != b[1]:
            return 0
        return 1 if a[0] >> np.uint64(PARENT_SHIFT) == b[0] >> np.uint64(PARENT_SHIFT) else _alias(a, b)
    if way == _DATE:
        return 1 if a[1] == b[1] and (a[2] == b[2] or a[2] == 0 or b[2] == 0) else 0
    if a[1] == b[1]:
        return 1
    if way in (_NAME, _ROAD, _DIRECTION):
        return _alias(a, b)
    if way == _JUNCTION:
        return 2 if _may_cross(a[2], b[2]) else 0
    if way == _TAIL:
        return 2 if min(a[2], b[2]) >= _LEAST_TAIL and a[2] != b[2] else 0
    if way == _SEASON:
        return 1 if a[2] == b[1] or a[1] == b[2] else 0
    if (np.int64(a[0]) | np.int64(b[0])) & MARKED == 0:  # _AMOUNT: both exact, and they differ
        return 0
    one, two = _double(a[2]), _double(b[2])
    return 1 if max(one, two) <= 2.0 * min(one, two) else 0


@kernel
def _double(bits):  # type: ignore[no-untyped-def]
    word = np.empty(1, dtype=np.uint64)
    word[0] = bits
    return word.view(np.float64)[0]


@kernel
def _alias(a, b):  # type: ignore[no-untyped-def]
    """2 where the signatures of two rows allow their names to be aliases, else 0."""
    one, two = a[2], b[2]
    if one == 0 or two == 0:
        return 0
    if one == _ANY or two == _ANY:
        return 2
    length = np.int64(a[0]) & LENGTH
    if length < LENGTH and length == np.int64(b[0]) & LENGTH:
        return 2 if one == two else 0
    return 2 if one & ~two == 0 or two & ~one == 0 else 0


@kernel
def _may_cross(a, b):  # type: ignore[no-untyped-def]
    """Whether the signatures of two crossings allow each road of one to be an alias of another road of the other."""
    half = np.uint64(HALF)
    a1, a2, b1, b2 = a >> half, (a << half) >> half, b >> half, (b << half) >> half
    return (_one_holds(a1, b1) and _one_holds(a2, b2)) or (_one_holds(a1, b2) and _one_holds(a2, b1))


@kernel
def _one_holds(a, b):  # type: ignore[no-untyped-def]
    return a & ~b == 0 or b & ~a == 0


@kernel
def _conflict_counts(a, b, chosen, need, kinds, agree, conflict, named):  # type: ignore[no-untyped-def]
    """Whether the conflict of a kind counts (`engine.slot_compare.Need`), and whether that is unsure."""
    if need == _NEVER:
        return False, False
    if need == _UNLESS:
        return agree & kinds == 0, False
    if need == _NOT_BESIDE:
        return conflict & kinds == 0, False
    if need == _WITHIN:
        return kinds & named & ~agree == 0, False
    if need == _ONE_STOP:
        return agree & kinds == 0 and _count(a, chosen) == 1 and _count(b, chosen) == 1, False
    if need == _FULL_DATES:
        return _is_one_full(a, chosen) and _is_one_full(b, chosen), False
    if need == _SAME_PARENT:
        return _same_parent(a, b, chosen)
    return True, False


@kernel
def _count(rows, chosen):  # type: ignore[no-untyped-def]
    found = 0
    for i in range(len(rows)):
        found += (np.int64(rows[i, 0]) & chosen) != 0
    return found


@kernel
def _is_one_full(rows, chosen):  # type: ignore[no-untyped-def]
    """Whether the only chosen row is a date with its day."""
    full = False
    for i in range(len(rows)):
        if np.int64(rows[i, 0]) & chosen:
            full = (np.int64(rows[i, 0]) & MARKED) != 0
    return full and _count(rows, chosen) == 1


@kernel
def _same_parent(a, b, chosen):  # type: ignore[no-untyped-def]
    """Whether both sides speak of parts of one larger thing, and whether that depends on aliases."""
    doubtful = False
    for i in range(len(a)):
        first = np.int64(a[i, 0])
        if first & chosen == 0 or first & OWN:
            continue
        for j in range(len(b)):
            second = np.int64(b[j, 0])
            if second & chosen == 0 or second & OWN:
                continue
            if a[i, 0] >> np.uint64(PARENT_SHIFT) == b[j, 0] >> np.uint64(PARENT_SHIFT):
                return True, False
            doubtful = doubtful or _alias(a[i], b[j]) == 2
    return False, doubtful
