"""Which cases were added since the last flush, and how are they found before they are on disk?

A `Delta` is a fixed block of memory: a hash table whose slots start a chain of postings for each key. A posting never
changes once it is in a chain, and blocks are never moved, so a reader that has fetched the starts of its chains under
the lock of `index.postings_state` follows them without any lock while others add. A full delta is set aside and the
next one is begun. Not for storing: what is here is lost with the process and comes back from the store's log.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.kernels import kernel, read_only
from index.postings_table import (
    FOLLOWING,
    HEADS,
    HIDDEN,
    KEYS,
    OWNERS,
    RANKS,
    SHIFT,
    address,
    u8_at,
    u32_at,
    u64_at,
)

U8: TypeAlias = NDArray[np.uint8]
U32: TypeAlias = NDArray[np.uint32]
U64: TypeAlias = NDArray[np.uint64]
I64: TypeAlias = NDArray[np.int64]
F32: TypeAlias = NDArray[np.float32]
Int: TypeAlias = Any

DELTA_POSTINGS = 1 << 20
"""Postings a delta has room for: about 7,000 cases of 150 keys in 28 MB, of which only the used becomes resident."""
_POSTINGS_A_CASE = 16
"""Room for cases is one in so many postings; shorter cases than that fill a delta early, which costs nothing."""
_AT_ONCE = 8


@kernel
def _insert(
    heads: U32, shift: int, pool_keys: U64, following: U32, ranks: U32, owners: U32, used: int, keys: U64, owner: int
) -> int:
    """Put `owner` at the start of the chain of each key; the number of postings used from then on."""
    mask = heads.size - 1
    for k in range(keys.size):
        key = keys[k]
        slot = np.int64(key >> np.uint64(shift))
        while heads[slot] != 0 and pool_keys[heads[slot] - 1] != key:
            slot = (slot + 1) & mask
        head = np.int64(heads[slot])
        if head != 0 and owners[head - 1] == owner:
            continue  # the same key twice in one case
        pool_keys[used] = key
        following[used] = head
        owners[used] = owner
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
def read_chains(row: I64, found: U32, take: I64, base: int, out: U32, at: Int, starts: I64, lengths: I64) -> Int:
    """Write base + ordinal of all visible cases of each key with take[k] > 0 to `out` from `at` on; the position after.

    Descending: chains are in order of arrival, and so are ordinals. Eight chains are followed at a time, because each step
    of one waits for memory and the others need not.
    """
    following, owners, hidden = u32_at(row[FOLLOWING]), u32_at(row[OWNERS]), u8_at(row[HIDDEN])
    ranks = u32_at(row[RANKS])
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
                at += ranks[posting[i] - 1]
                left += 1
        while left > 0:
            left = 0
            for i in range(width):
                if posting[i] > 0:
                    owner = np.int64(owners[posting[i] - 1])
                    out[end[i]] = base + owner
                    end[i] += all_seen or (hidden[owner >> 3] >> (owner & 7)) & 1 == 0
                    posting[i] = following[posting[i] - 1]
                    left += 1
        for i in range(width):
            lengths[first + i] = end[i] - starts[first + i]
    return at


class Delta:
    """Cases in memory, each with an ordinal in order of arrival. Not locked: `index.postings` does that."""

    def __init__(self, room: int) -> None:
        """An empty delta for `room` postings (at least 1)."""
        bits = max(2 * room - 1, 3).bit_length()
        # zeros come from the system untouched, so an empty delta costs address space only
        self._heads = np.zeros(1 << bits, dtype=np.uint32)
        self._shift = 64 - bits
        self._keys = np.zeros(room, dtype=np.uint64)
        self._following = np.zeros(room, dtype=np.uint32)
        self._ranks = np.zeros(room, dtype=np.uint32)
        self._owners = np.zeros(room, dtype=np.uint32)
        cases = max(room // _POSTINGS_A_CASE, 1)
        self._seqs = np.zeros(cases, dtype=np.int64)
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
            self._heads, self._shift, self._keys, self._following, self._ranks, self._owners,
            self.postings, mixed, ordinal,
        )  # fmt: skip
        self._seqs[ordinal] = seq
        self._loads[ordinal] = load
        self.changes[ordinal] = change_no
        self._ordinals[seq] = ordinal
        self._size = ordinal + 1
        return ordinal

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
        tables = [address(array) for array in (self._keys, self._following, self._ranks, self._owners)]
        return [1, len(self), 0, 0, address(self._seqs), address(self._loads), address(self._heads), self._shift, *tables]

    def find(self, wanted: U64, counts: I64, found: U32) -> None:
        """As `find_chains`. The only read that must not run while `add` does."""
        find_chains(self._row, wanted, counts, found)

    def digests(self) -> U64:
        """As `Segment.digests`."""
        sums = np.zeros(self._size, dtype=np.uint64)
        np.add.at(sums, self._owners[: self.postings], self._keys[: self.postings])
        return sums
