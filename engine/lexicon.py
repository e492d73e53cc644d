"""Which words of a list stand in a text, leftmost and longest first, without a Python string?

A list of words becomes a tree in an open hash table, which kernels walk code unit by code unit: what a regular expression of all
words, the longest first, finds, in a tenth of the time. `engine.boilerplate_kernel` has a tree of its own with kinds of characters;
names and their endings (`engine.anchors`), the kinds of trouble and what speaks of a file are read with this one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.kernels import kernel, read_only

_UNITS = 0x10000
_MIX = np.uint64(0x9E3779B97F4A7C15)


class Lexicon(NamedTuple):
    """`roots[c]` is the node of the words that begin with code unit c (0: none), `branches[i]` a node << 16 | code unit and
    `leads[i]` the node that it leads to (0: the place is free), `values[node]` the value of the word that ends there (0: none)."""

    roots: NDArray[np.uint16]
    branches: NDArray[np.uint64]
    leads: NDArray[np.uint16]
    values: NDArray[np.int64]


def lexicon(words: Mapping[str, int]) -> Lexicon:
    """The tree of `words`, none of them empty, with their values, none of them 0. Raises ValueError for more than 65,534 nodes."""
    tree: dict[tuple[int, int], int] = {}
    values = [0]
    for word, value in words.items():
        node = 0
        for char in word:
            node = tree.setdefault((node, ord(char)), len(values))
            if node == len(values):
                values.append(0)
        values[node] = value
    if len(values) >= _UNITS:
        raise ValueError(f"{len(values):,} nodes are more than 16 bits can number")
    size = 16
    while size < 2 * len(tree):
        size *= 2
    roots = np.zeros(_UNITS, dtype=np.uint16)
    branches, leads = np.zeros(size, dtype=np.uint64), np.zeros(size, dtype=np.uint16)
    for (node, code), leads_to in tree.items():
        if node == 0:
            roots[code] = leads_to
            continue
        key = node << 16 | code
        at = int(np.uint64(key * int(_MIX) % 2**64) >> np.uint64(32)) & (size - 1)
        while leads[at]:
            at = (at + 1) & (size - 1)
        branches[at], leads[at] = key, leads_to
    return Lexicon(
        read_only(roots, np.uint16), read_only(branches, np.uint64), read_only(leads, np.uint16),
        read_only(np.array(values), np.int64),
    )  # fmt: skip


def count_other_letters(codes: NDArray[np.uint16], words: Lexicon, letters: NDArray[np.bool_]) -> int:
    """How many code units are `letters` and stand in none of the words."""
    return int(_other_letters(codes, *words, letters))


def values_in(codes: NDArray[np.uint16], words: Lexicon) -> int:
    """The values of all words that stand in a text, or-ed together."""
    return int(_values_in(codes, *words))


@kernel
def _other_letters(codes, roots, branches, leads, values, letters):  # type: ignore[no-untyped-def]
    count = at = 0
    while at < codes.size:
        size, _ = longest_word(codes, at, codes.size, roots, branches, leads, values)
        if size == 0:
            count += letters[codes[at]]
            size = 1
        at += size
    return count


@kernel
def _values_in(codes, roots, branches, leads, values):  # type: ignore[no-untyped-def]
    found = np.int64(0)
    at = 0
    while at < codes.size:
        size, value = longest_word(codes, at, codes.size, roots, branches, leads, values)
        found |= value
        at += max(1, size)
    return found


@kernel
def longest_word(codes, at, end, roots, branches, leads, values):  # type: ignore[no-untyped-def]
    """Size and value of the longest word that begins at `at` and ends at `end` or before; both 0 where there is none."""
    size, value = 0, np.int64(0)
    node = np.int64(roots[codes[at]])
    reach = at + 1
    while node != 0:
        if values[node] != 0:
            size, value = reach - at, values[node]
        if reach >= end:
            break
        node = child(node, codes[reach], branches, leads)
        reach += 1
    return size, value


@kernel
def word_value(codes, start, end, roots, branches, leads, values):  # type: ignore[no-untyped-def]
    """The value of the word that is all of [start, end); 0 where it is none."""
    if start >= end:
        return np.int64(0)
    node = np.int64(roots[codes[start]])
    for at in range(start + 1, end):
        if node == 0:
            break
        node = child(node, codes[at], branches, leads)
    return values[node]


@kernel
def child(node, code, branches, leads):  # type: ignore[no-untyped-def]
    """The node that `code` leads to from `node`; 0 where no word goes on like that."""
    key = np.uint64(node) << np.uint64(16) | np.uint64(code)
    mask = branches.size - 1
    at = np.int64((key * _MIX) >> np.uint64(32)) & mask
    while leads[at] != 0:
        if branches[at] == key:
            return np.int64(leads[at])
        at = (at + 1) & mask
    return np.int64(0)
