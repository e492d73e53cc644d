"""Which cases were added since the last flush, and how are they found before they are on disk?

A `Delta` is a fixed block of memory: a hash table whose slots start a chain of postings for each key. A posting never
changes once it is in a chain, and blocks are never moved, so a reader that has fetched the starts of its chains under
the lock of `index.postings_state` follows them without any lock while others add. A full delta is set aside and the
next one is begun. Not for storing: what is here is lost with the process and comes back from the store's log.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from engine.kernels import kernel, read_only
from index.arrays import F32, I64, U32, U64
from index.postings_table import (
    HEADS,
    HIDDEN,
    KEYS,
    LINKS,
    RANKS,
    SEQS,
    SHIFT,
    TOPS,
    address,
    i64_at,
    u8_at,
    u32_at,
    u64_at,
)

Int: TypeAlias = Any

DELTA_POSTINGS = 1 << 20
"""Postings a delta has room for: about 7,000 cases of 150 keys in 28 MB, of which only the used becomes resident."""
_POSTINGS_A_CASE = 16
"""Room for cases is one in so many postings; shorter cases than that fill a delta early, which costs nothing."""
_AT_ONCE = 16
"""Chains that are followed at a time: what one fetches from memory the others need not wait for."""
_OWNER = 0xFFFFFFFF
"""Of a link: the case; what is above is the next posting of the chain (plus 1), so that a step is one fetch."""


@kernel
def _insert(
    heads: U32, shift: int, pool_keys: U64, links: U64, ranks: U32, used: int, keys: U64, owner: int
) -> int:
    """Put `owner` at the start of the chain of each key; the number of postings used from then on."""
    mask = heads.size - 1
    for k in range(keys.size):
        key = keys[k]
        slot = np.int64(key >> np.uint64(shift))
        while heads[slot] != 0 and pool_keys[heads[slot] - 1] != key:
            slot = (slot + 1) & mask
        head = np.int64(heads[slot])
        if head != 0 and np.int64(links[head - 1] & np.uint64(_OWNER)) == owner:
            continue  # the same key twice in one case
        pool_keys[used] = key
        links[used] = (np.uint64(head) << np.uint64(32)) | np.uint64(owner)
        ranks[used] = 1 if head == 0 else ranks[head - 1] + 1
        used += 1
        heads[slot] = used
    return used


@kernel
def find_chains(row: I64, wanted: U64, counts: I64, found: U32) -> None:
    """For each mixed key the length of its chain in a delta and the posting (plus 1) that starts it.

    `row` is the delta's in an `index.postings_table`.
    """
    heads, shift = u32_at(row[HEADS]), np.uint64(row[SHIFT])
    pool_keys, ranks = u64_at(row[KEYS]), u32_at(row[RANKS])
    mask = (np.int64(1) << (64 - row[SHIFT])) - 1
    for k in range(wanted.size):  # fetched for all keys at the same time, as in `find_keys`
        found[k] = heads[np.int64(wanted[k] >> shift)]
    for k in range(wanted.size):
        key = wanted[k]
        slot = np.int64(key >> shift)
        head = np.int64(found[k])
        while head != 0 and pool_keys[head - 1] != key:
            slot = (slot + 1) & mask
            head = np.int64(heads[slot])
        found[k] = head
        counts[k] = 0 if head == 0 else ranks[head - 1]


@kernel
def read_chains(
    row: I64, counts: I64, found: U32, take: I64, base: int, out: U32, at: Int, starts: I64, lengths: I64
) -> Int:
    """Write base + ordinal of all visible cases of each key with take[k] > 0 to `out` from `at` on; the position after.

    Descending: chains are in order of arrival, and so are ordinals. `counts` and `found` are those of `find_chains`.
    """
    links, hidden = u64_at(row[LINKS]), u8_at(row[HIDDEN])
    all_seen = row[HIDDEN] == 0
    posting = np.zeros(_AT_ONCE, dtype=np.int64)
    end = np.zeros(_AT_ONCE, dtype=np.int64)
    for first in range(0, found.size, _AT_ONCE):
        width = min(_AT_ONCE, found.size - first)
        left = 0
        for i in range(width):
            k = first + i
            posting[i] = found[k] if take[k] > 0 else 0
            starts[k] = end[i] = at
            if posting[i] > 0:
                at += counts[k]
                left += 1
        while left > 0:
            left = 0
            for i in range(width):
                if posting[i] > 0:
                    link = links[posting[i] - 1]
                    owner = np.int64(link & np.uint64(_OWNER))
                    out[end[i]] = base + owner
                    end[i] += all_seen or (hidden[owner >> 3] >> (owner & 7)) & 1 == 0
                    posting[i] = np.int64(link >> np.uint64(32))
                    left += 1
        for i in range(width):
            lengths[first + i] = end[i] - starts[first + i]
    return at


@kernel
def read_newest(row: I64, found: U32, most: int, base: int, out: U32, at: I64) -> None:
    """Write base + ordinal of the newest `most` (at least 1) visible cases of each key, or some more, to `out` from at[k] on.

    Descending; at[k] is moved on. Who came last has the highest seq, but for old cases that were changed meanwhile: the end is
    where so many have a higher seq than everybody that came before, which is looked at ever more seldom. All chains are
    followed at the same time.
    """
    links, hidden = u64_at(row[LINKS]), u8_at(row[HIDDEN])
    seqs, tops = i64_at(row[SEQS]), i64_at(row[TOPS])
    all_seen = row[HIDDEN] == 0
    first, posting = at.copy(), found.astype(np.int64)
    look = np.full(found.size, most, dtype=np.int64)
    left = 1
    while left > 0:
        left = 0
        for k in range(found.size):
            if posting[k] == 0:
                continue
            link = links[posting[k] - 1]
            owner = np.int64(link & np.uint64(_OWNER))
            if at[k] - first[k] >= look[k]:
                sure = 0
                for i in range(first[k], at[k]):
                    sure += seqs[np.int64(out[i]) - base] > tops[owner]
                if sure >= most:
                    posting[k] = 0
                    continue
                look[k] *= 2
            if all_seen or (hidden[owner >> 3] >> (owner & 7)) & 1 == 0:
                out[at[k]] = base + owner
                at[k] += 1
            posting[k] = np.int64(link >> np.uint64(32))
            left += 1


class Delta:
    """Cases in memory, each with an ordinal in order of arrival. Not locked: `index.postings` does that."""

    def __init__(self, room: int, cases: int = 0) -> None:
        """An empty delta for `room` postings and so many cases; 0: for as many as the postings usually are of."""
        room = max(room, 1)
        bits = max(2 * room - 1, 3).bit_length()
        # zeros come from the system untouched, so an empty delta costs address space only
        self._heads = np.zeros(1 << bits, dtype=np.uint32)
        self._shift = 64 - bits
        self._keys = np.zeros(room, dtype=np.uint64)
        self._links = np.zeros(room, dtype=np.uint64)
        self._ranks = np.zeros(room, dtype=np.uint32)
        cases = cases or max(room // _POSTINGS_A_CASE, 1)
        self._seqs = np.zeros(cases, dtype=np.int64)
        self._tops = np.zeros(cases, dtype=np.int64)  # per ordinal, the highest seq up to there
        self._loads = np.ones(cases, dtype=np.float32)
        self._ends = np.zeros(cases + 1, dtype=np.int64)
        self.changes = np.zeros(cases, dtype=np.int64)
        """Per ordinal, the change that added it."""
        self._ordinals: dict[int, int] = {}
        self._size = 0
        self._row = read_only(np.array(self.row), np.int64)

    def __len__(self) -> int:
        return self._size

    @property
    def seqs(self) -> I64:
        """The seq of each ordinal, in order of arrival; a seq that was added again is there twice."""
        return self._seqs[: self._size]

    @property
    def loads(self) -> F32:
        """What the score of each ordinal is divided by."""
        return self._loads[: self._size]

    @property
    def room(self) -> int:
        """Cases that it can hold."""
        return len(self._seqs)

    @property
    def postings(self) -> int:
        return int(self._ends[self._size])

    def fits(self, keys: int) -> bool:
        """Whether a case of so many keys finds room."""
        return self._size < len(self._seqs) and self.postings + keys <= len(self._keys)

    def add(self, seq: int, mixed: U64, change_no: int, load: float) -> int:
        """Add a case that `fits`; its ordinal."""
        ordinal = self._size
        self._ends[ordinal + 1] = _insert(
            self._heads, self._shift, self._keys, self._links, self._ranks, self.postings, mixed, ordinal
        )
        self._seqs[ordinal] = seq
        self._tops[ordinal] = max(seq, int(self._tops[ordinal - 1])) if ordinal else seq
        self._loads[ordinal] = load
        self.changes[ordinal] = change_no
        self._ordinals[seq] = ordinal
        self._size = ordinal + 1
        return ordinal

    def stand_in(self, seq: int, mixed: U64, counts: I64, load: float) -> None:
        """Let the first case, with the lowest seq of all, stand for counts[k] cases that have the distinct key mixed[k]."""
        if self._size:
            raise ValueError(f"only the first case can stand for others, {self._size} are there")
        self.add(seq, mixed, 0, load)
        self._ranks[: len(mixed)] = counts

    def ordinal_of(self, seq: int) -> int:
        """The newest ordinal of `seq`, -1 if it is not here."""
        return self._ordinals.get(seq, -1)

    def keys_of(self, ordinal: int) -> U64:
        """The mixed keys of one case."""
        return self._keys[self._ends[ordinal] : self._ends[ordinal + 1]]

    def point_to(self, seq: int, ordinal: int) -> None:
        """Make `ordinal` (an earlier addition of the same seq) the one that `ordinal_of` tells."""
        self._ordinals[seq] = ordinal

    @property
    def row(self) -> list[int]:
        """Its part of an `index.postings_table` as of now."""
        pools = [address(array) for array in (self._keys, self._links, self._ranks, self._tops)]
        return [1, len(self), 0, 0, address(self._seqs), address(self._loads), address(self._heads), self._shift, *pools]

    def find(self, wanted: U64, counts: I64, found: U32) -> None:
        """As `find_chains`. The only read that must not run while `add` does."""
        find_chains(self._row, wanted, counts, found)

    def digests(self) -> U64:
        """As `Segment.digests`."""
        sums = np.zeros(self._size, dtype=np.uint64)
        owners = (self._links[: self.postings] & np.uint64(_OWNER)).astype(np.int64)
        np.add.at(sums, owners, self._keys[: self.postings])
        return sums
