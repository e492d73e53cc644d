"""How are the cases of a key written in a segment, and how are they read back?

A segment numbers its cases 0, 1, 2 … in the order of their seq (the ordinal) and keeps one list of ordinals for each
key, newest case first, so that "the newest n cases of a key" is the start of its list:

    directory  uint32[65537]  keys whose upper 16 bits are b stand at directory[b] … directory[b + 1]
    high, low  uint32, uint16 the other 48 bits of each key, ascending
    places     uint32         INLINE + ordinal where the key has one case, else where its list starts in `lists`
    lists      uint8          varints: length, first ordinal, then the gap to each older ordinal less one

10 bytes for a key that one case has, 1-3 bytes for each case of a common key: 150 keys a case take some 600 bytes. Keys
arrive here mixed (`index.postings_sorting`): a bijection, so nothing is lost, that spreads them evenly. That is what lets
`find_keys` compute where a key must stand instead of searching for it.

Kernels only: no files, no locks. They trust their input; `index.segments` has checked it against its checksums.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from engine.kernels import kernel
from index.arrays import I64, U8, U16, U32, U64
from index.postings_table import DIRECTORY, HIDDEN, HIGH, LISTS, LOW, PLACES, u8_at, u16_at, u32_at

Int: TypeAlias = Any
"""An int64 inside a kernel; mypy would tell int and np.int64 apart, Numba does not."""

BUCKETS = 1 << 16
INLINE = 1 << 31
"""Flag of a place that is an ordinal. What is left bounds a segment: 2^31 cases, 2 GiB of lists."""
GONE = 0xFFFFFFFF
"""In an ordinal map: this case is not taken over."""


@kernel
def _put(lists: U8, at: Int, value: Int) -> Int:
    """Write one varint (7 bits a byte, lowest first, the top bit says "more"); the position after it."""
    while value >= 128:
        lists[at] = (value & 127) | 128
        value >>= 7
        at += 1
    lists[at] = value
    return at + 1


@kernel
def _get(lists: U8, at: Int) -> tuple[Int, Int]:
    """Read one varint: its value and the position after it."""
    byte = np.int64(lists[at])
    at += 1
    value = byte & 127
    shift = 7
    while byte >= 128:
        byte = np.int64(lists[at])
        at += 1
        value |= (byte & 127) << shift
        shift += 7
    return value, at


@kernel
def _put_owners(lists: U8, at: Int, owners: U32, first: int, last: int) -> Int:
    """Write owners[first:last] (descending) as one list; the position after it."""
    at = _put(lists, at, last - first)
    previous = np.int64(owners[first])
    at = _put(lists, at, previous)
    for i in range(first + 1, last):
        owner = np.int64(owners[i])
        at = _put(lists, at, previous - owner - 1)
        previous = owner
    return at


@kernel
def encode_pairs(
    keys: U64, owners: U32, directory: U32, high: U32, low: U16, places: U32, lists: U8
) -> tuple[int, int, int]:
    """Write sorted pairs (ascending key, descending owner; repeats are dropped) into the five arrays of a segment.

    Room needed: len(keys) entries in high, low, places; 6 * len(keys) bytes in lists. Keys, bytes and postings used.
    """
    counts = np.zeros(BUCKETS, dtype=np.uint32)
    group = np.empty(keys.size, dtype=np.uint32)
    written = 0
    at: Int = np.int64(0)  # not 0: Numba would compile the helpers once more for a literal
    postings = 0
    i = 0
    while i < keys.size:
        key = keys[i]
        size = 0
        while i < keys.size and keys[i] == key:
            if size == 0 or group[size - 1] != owners[i]:
                group[size] = owners[i]
                size += 1
            i += 1
        postings += size
        counts[key >> np.uint64(48)] += 1
        high[written] = (key >> np.uint64(16)) & np.uint64(0xFFFFFFFF)
        low[written] = key & np.uint64(0xFFFF)
        if size == 1:
            places[written] = INLINE | np.int64(group[0])
        else:
            places[written] = at
            at = _put_owners(lists, at, group, 0, size)
        written += 1
    directory[0] = 0
    for bucket in range(BUCKETS):
        directory[bucket + 1] = directory[bucket] + counts[bucket]
    return written, at, postings


@kernel
def find_keys(row: I64, wanted: U64, counts: I64, found: U32) -> None:
    """For each mixed key in `wanted`: in `counts` how many cases of a segment have it (0: none), in `found` its place.

    `row` is the segment's in an `index.postings_table`. Step by step for all keys instead of key by key: what a step
    reads of one key does not wait for another's, so that ten of them are fetched from memory at the same time.
    """
    directory, high, low = u32_at(row[DIRECTORY]), u32_at(row[HIGH]), u16_at(row[LOW])
    places, lists = u32_at(row[PLACES]), u8_at(row[LISTS])
    guess, near = np.empty(wanted.size, dtype=np.int64), np.empty(wanted.size, dtype=np.uint32)
    for k in range(wanted.size):
        bucket = np.int64(wanted[k] >> np.uint64(48))
        first, last = np.int64(directory[bucket]), np.int64(directory[bucket + 1])
        upper = (wanted[k] >> np.uint64(16)) & np.uint64(0xFFFFFFFF)
        # Mixed keys are even: the i-th of n stands near i / n of the range, off by about sqrt(n) / 2 (14 of 763 at 1 M
        # cases, two cache lines), where halving would touch ten.
        guess[k] = first + np.int64((upper * np.uint64(last - first)) >> np.uint64(32))
        counts[k] = last - first
    for k in range(wanted.size):
        near[k] = high[guess[k]] if counts[k] > 0 else 0
    for k in range(wanted.size):
        if counts[k] == 0:
            continue
        bucket = np.int64(wanted[k] >> np.uint64(48))
        first, last = np.int64(directory[bucket]), np.int64(directory[bucket + 1])
        upper32 = np.uint32((wanted[k] >> np.uint64(16)) & np.uint64(0xFFFFFFFF))
        lower = np.uint16(wanted[k] & np.uint64(0xFFFF))
        i = guess[k]
        if near[k] >= upper32:
            while i > first and high[i - 1] >= upper32:
                i -= 1
        while i < last and high[i] < upper32:
            i += 1
        while i < last and high[i] == upper32 and low[i] < lower:
            i += 1
        counts[k] = i < last and high[i] == upper32 and low[i] == lower
        guess[k] = i
    for k in range(wanted.size):
        if counts[k] > 0:
            found[k] = places[guess[k]]
    for k in range(wanted.size):
        if counts[k] > 0 and found[k] < INLINE:
            counts[k] = _get(lists, np.int64(found[k]))[0]


@kernel
def read_list(row: I64, place: Int, most: Int, base: int, out: U32, at: Int) -> Int:
    """Write base + ordinal of the newest `most` visible cases of the key found at `place` to `out`; the position after.

    Descending. At most as many as `find_keys` counted; with `most` of 0 none.
    """
    lists = u8_at(row[LISTS])
    hidden = u8_at(row[HIDDEN])
    all_seen = row[HIDDEN] == 0
    end = at + most
    if at == end:
        return at
    if place & INLINE:
        owner = place & (INLINE - 1)
        if all_seen or (hidden[owner >> 3] >> (owner & 7)) & 1 == 0:
            out[at] = base + owner
            at += 1
        return at
    count, place = _get(lists, place)
    owner, place = _get(lists, place)
    if all_seen:
        out[at] = base + owner
        at += 1
        for _ in range(min(count, most) - 1):
            gap, place = _get(lists, place)
            owner -= gap + 1
            out[at] = base + owner
            at += 1
        return at
    for i in range(count):
        if i > 0:
            gap, place = _get(lists, place)
            owner -= gap + 1
        if (hidden[owner >> 3] >> (owner & 7)) & 1 == 0:
            out[at] = base + owner
            at += 1
            if at == end:
                break
    return at


@kernel
def _take_over(lists: U8, place: Int, ordinals: U32, out: U32) -> int:
    """Write the new ordinals of the cases at `place` that are taken over to `out`, descending; their number."""
    size = 0
    if place & INLINE:
        owner = ordinals[place & (INLINE - 1)]
        if owner != GONE:
            out[0] = owner
            size = 1
        return size
    count, place = _get(lists, place)
    ordinal, place = _get(lists, place)
    for i in range(count):
        if i > 0:
            gap, place = _get(lists, place)
            ordinal -= gap + 1
        owner = ordinals[ordinal]
        if owner != GONE:
            out[size] = owner
            size += 1
    return size


@kernel
def _interleave(a: U32, size_a: int, b: U32, size_b: int, out: U32) -> None:
    """Merge two descending runs into `out`."""
    i = j = n = 0
    while i < size_a or j < size_b:
        if j == size_b or (i < size_a and a[i] > b[j]):
            out[n] = a[i]
            i += 1
        else:
            out[n] = b[j]
            j += 1
        n += 1


@kernel
def merge_buckets(
    a: I64,
    b: I64,
    ordinals_a: U32,
    ordinals_b: U32,
    buckets: tuple[int, int],
    list_base: int,
    out: tuple[U32, U32, U16, U32, U8],
) -> tuple[int, int, int]:
    """Merge the keys of buckets [first, last) of two segments; `ordinals_x[old]` is the new ordinal or GONE.

    `a` and `b` are rows of an `index.postings_table`. In `out` (directory, high, low, places, lists), directory[bucket + 1]
    receives the number of keys of that bucket, and places count from `list_base`. Keys, bytes and postings used.
    """
    directory_a, high_a, low_a = u32_at(a[DIRECTORY]), u32_at(a[HIGH]), u16_at(a[LOW])
    directory_b, high_b, low_b = u32_at(b[DIRECTORY]), u32_at(b[HIGH]), u16_at(b[LOW])
    places_a, places_b, lists_a, lists_b = u32_at(a[PLACES]), u32_at(b[PLACES]), u8_at(a[LISTS]), u8_at(b[LISTS])
    directory, high, low, places, lists = out
    run_a = np.empty(ordinals_a.size + 1, dtype=np.uint32)
    run_b = np.empty(ordinals_b.size + 1, dtype=np.uint32)
    run = np.empty(ordinals_a.size + ordinals_b.size + 1, dtype=np.uint32)
    written = postings = 0
    at: Int = np.int64(0)
    for bucket in range(buckets[0], buckets[1]):
        i, end_i = np.int64(directory_a[bucket]), np.int64(directory_a[bucket + 1])
        j, end_j = np.int64(directory_b[bucket]), np.int64(directory_b[bucket + 1])
        before = written
        while i < end_i or j < end_j:
            tail_a = (np.int64(high_a[i]) << 16) | np.int64(low_a[i]) if i < end_i else np.int64(1 << 48)
            tail_b = (np.int64(high_b[j]) << 16) | np.int64(low_b[j]) if j < end_j else np.int64(1 << 48)
            tail = min(tail_a, tail_b)
            size_a = size_b = 0
            if tail_a == tail:
                size_a = _take_over(lists_a, np.int64(places_a[i]), ordinals_a, run_a)
                i += 1
            if tail_b == tail:
                size_b = _take_over(lists_b, np.int64(places_b[j]), ordinals_b, run_b)
                j += 1
            size = size_a + size_b
            if size == 0:
                continue
            high[written] = tail >> 16
            low[written] = tail & 0xFFFF
            if size == 1:
                places[written] = INLINE | np.int64(run_a[0] if size_a else run_b[0])
            else:
                places[written] = list_base + at
                if size_a and size_b:
                    _interleave(run_a, size_a, run_b, size_b, run)
                    at = _put_owners(lists, at, run, 0, size)
                else:
                    at = _put_owners(lists, at, run_a if size_a else run_b, 0, size)
            written += 1
            postings += size
        directory[bucket + 1] = written - before
    return written, at, postings


@kernel
def add_digests(row: I64, sums: U64) -> None:
    """Add to sums[ordinal] every mixed key of that case, modulo 2^64: a fingerprint of which keys it is found by."""
    directory, high, low = u32_at(row[DIRECTORY]), u32_at(row[HIGH]), u16_at(row[LOW])
    places, lists = u32_at(row[PLACES]), u8_at(row[LISTS])
    for bucket in range(BUCKETS):
        for i in range(np.int64(directory[bucket]), np.int64(directory[bucket + 1])):
            key = (np.uint64(bucket) << np.uint64(48)) | (np.uint64(high[i]) << np.uint64(16)) | np.uint64(low[i])
            place: Int = np.int64(places[i])
            if place & INLINE:
                sums[place & (INLINE - 1)] += key
                continue
            count, place = _get(lists, place)
            ordinal, place = _get(lists, place)
            sums[ordinal] += key
            for _ in range(count - 1):
                gap, place = _get(lists, place)
                ordinal -= gap + 1
                sums[ordinal] += key
