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

from engine.kernels import inlined, kernel, read_only
from engine.normalise import letter_table

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


class WordList(NamedTuple):
    """A lexicon for reading whole texts. `classes[c]` is the class of code unit c, by which the next three go: `firsts` is the node
    of the words that begin with it, `seconds` has a bit for each node (its number modulo 64) that it can follow, `counted` says
    that it is a letter and no word by itself."""

    classes: NDArray[np.uint16]
    firsts: NDArray[np.uint16]
    seconds: NDArray[np.uint64]
    counted: NDArray[np.bool_]
    branches: NDArray[np.uint64]
    leads: NDArray[np.uint16]
    values: NDArray[np.int64]


def word_list(words: Mapping[str, int]) -> WordList:
    """The list of `words` with their values, none of them 0."""
    tree = lexicon(words)
    seconds = np.zeros(_UNITS, dtype=np.uint64)
    for word in words:
        if len(word) > 1:
            seconds[ord(word[1])] |= np.uint64(1 << int(tree.roots[ord(word[0])]) % 64)
    counted = letter_table() & (tree.values[tree.roots] == 0)
    said = np.stack([tree.roots.astype(np.uint64), seconds, counted.astype(np.uint64)], axis=1)
    different, classes = np.unique(said, axis=0, return_inverse=True)
    return WordList(
        read_only(classes.reshape(-1), np.uint16), read_only(different[:, 0], np.uint16), read_only(different[:, 1], np.uint64),
        read_only(different[:, 2], np.bool_), tree.branches, tree.leads, tree.values,
    )  # fmt: skip


def count_other_letters(codes: NDArray[np.uint16], words: WordList) -> int:
    """How many code units are letters and stand in none of the words."""
    return int(_other_letters(codes, *words))


def values_in(codes: NDArray[np.uint16], words: WordList) -> int:
    """The values of all words that stand in a text, or-ed together."""
    return int(_values_in(codes, *words))


@kernel
def _other_letters(codes, classes, firsts, seconds, counted, branches, leads, values):  # type: ignore[no-untyped-def]
    """All that are no word by themselves are counted in passing; what stands in longer words, which are few, is taken off."""
    size = codes.size
    kinds, sums, places = np.empty(size + 1, np.uint16), np.empty(size + 1, np.int32), np.empty(size + 1, np.int32)
    total = used = 0
    for at in range(size):
        kinds[at] = classes[codes[at]]
        sums[at] = total
        total += counted[kinds[at]]
    sums[size] = total
    for at in range(size - 1):
        places[used] = at
        used += _goes_on(firsts[kinds[at]], seconds[kinds[at + 1]])
    covered = 0
    for place in places[:used]:
        if place >= covered:
            length, _ = _longest_from(firsts[kinds[place]], codes, place, branches, leads, values)
            if length > 1:
                covered = place + length
                total -= sums[covered] - sums[place]
    return total


@kernel
def _values_in(codes, classes, firsts, seconds, counted, branches, leads, values):  # type: ignore[no-untyped-def]
    size = codes.size
    kinds, places = np.zeros(size + 1, np.uint16), np.empty(size + 1, np.int32)
    used = 0
    for at in range(size):
        kinds[at] = classes[codes[at]]
    for at in range(size):
        places[used] = at
        used += values[firsts[kinds[at]]] != 0 or (at + 1 < size and _goes_on(firsts[kinds[at]], seconds[kinds[at + 1]]))
    found, covered = np.int64(0), 0
    for place in places[:used]:
        if place >= covered:
            length, value = _longest_from(firsts[kinds[place]], codes, place, branches, leads, values)
            found |= value
            covered = place + length
    return found


@inlined
def _goes_on(first, second):  # type: ignore[no-untyped-def]
    """Whether a word may go on with this second character; node 0 is no first one."""
    return first != 0 and second >> np.uint64(first & 63) & np.uint64(1) != np.uint64(0)


@inlined
def _longest_from(node, codes, at, branches, leads, values):  # type: ignore[no-untyped-def]
    """Size and value of the longest word at `at`, whose first character leads to `node`; both 0 where there is none."""
    size, value = 0, np.int64(0)
    reach = at + 1
    while node != 0:
        if values[node] != 0:
            size, value = reach - at, values[node]
        if reach >= codes.size:
            break
        node = child(node, codes[reach], branches, leads)
        reach += 1
    return size, value


@inlined
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


@inlined
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
