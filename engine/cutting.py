"""Where do the words of a text stand, when the dictionary is a table that a kernel reads?

What `engine.words.long_words` answers with rjieba and its own dictionary, in a quarter of the time: the likeliest way to cut a run
of Chinese (a dynamic program over all words of the dictionary that stand in it), and by a hidden Markov model with four states what
of it is only single characters and no word. Method and numbers are jieba's (github.com/fxsjy/jieba, MIT): its dictionary of 349,046
words with their frequencies, the model's probabilities of starting, of going on and of a character in each state. The test holds
every word against rjieba's. What is rare (characters outside the model, runs without punctuation) is left to rjieba itself.

Not for a dictionary of local names: an operator who has one chooses a segmenter (`engine.words`).
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.kernels import inlined, kernel, read_only
from engine.words import MAX_RUN

FORMAT: Final = 1
_UNITS = 0x10000
_FIRST, _LAST = 0x4E00, 0x9FD5
"""What the model knows; other ideographs go to rjieba, which joins them by rules of its own."""
STATES: Final = 4
BEGIN, MIDDLE, END, SINGLE = range(STATES)
IMPOSSIBLE: Final = -3.14e100
_START: Final = np.array([-0.26268660809250016, IMPOSSIBLE, IMPOSSIBLE, -1.4652633398537678])
_GOING_ON: Final = np.array(
    [
        [IMPOSSIBLE, -0.916290731874155, -0.510825623765990, IMPOSSIBLE],
        [IMPOSSIBLE, -1.2603623820268226, -0.33344856811948514, IMPOSSIBLE],
        [-0.5897149736854513, IMPOSSIBLE, IMPOSSIBLE, -0.8085250474669937],
        [-0.7211965654669841, IMPOSSIBLE, IMPOSSIBLE, -0.6658631448798212],
    ]
)
"""Logarithms of the probabilities of the first state, and of the state of a column behind that of a row."""
_SIEVE_BITS, _PAIR_BITS = 20, 19
_NODE_BITS = 19
"""A node's first child stands in the lower bits of a word, its grade in the upper ones: one place in memory for both."""
_PLAIN, _SEPARATOR, _LETTER, _DIGIT, _FOREIGN = range(5)
"""Kinds of characters outside the model: none of the following; ends a run; a-z; 0-9; what is left to rjieba."""


class WordTableError(ValueError):
    """Bytes that are no word table of this version."""


@dataclass(frozen=True)  # without slots: cached_property
class WordTable:
    """A dictionary as a tree, level by level, the children of a node side by side in the order of their characters.

    codes: uint16, the character of each node; the first `roots` nodes are the first characters. children: uint16, how many
    nodes go on from each. grades: uint16, its word's place in `frequencies`, 0 where no word ends. frequencies: int64, ascending, 0
    first. total: sum of all words' frequencies. emissions: float64 (characters from _FIRST to _LAST, STATES), logarithms.
    """

    codes: NDArray[np.uint16]
    children: NDArray[np.uint16]
    grades: NDArray[np.uint16]
    frequencies: NDArray[np.int64]
    roots: int
    total: int
    emissions: NDArray[np.float64]

    def to_bytes(self) -> bytes:
        """The file: a compressed .npz of plain arrays; of the emissions those that are not IMPOSSIBLE."""
        known = self.emissions > IMPOSSIBLE
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer, allow_pickle=False, format=np.array([FORMAT]), codes=self.codes, children=self.children, grades=self.grades,
            frequencies=self.frequencies, sizes=np.array([self.roots, self.total]), known=np.packbits(known),
            emissions=self.emissions[known],
        )  # fmt: skip
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> WordTable:
        """Read what `to_bytes` wrote. Raises WordTableError for another format."""
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            if int(file["format"][0]) != FORMAT:
                raise WordTableError(f"word table format {int(file['format'][0])}, this engine reads {FORMAT}")
            emissions = np.full((_LAST + 1 - _FIRST, STATES), IMPOSSIBLE)
            emissions[np.unpackbits(file["known"], count=emissions.size).reshape(emissions.shape) == 1] = file["emissions"]
            roots, total = file["sizes"].tolist()
            return cls(file["codes"], file["children"], file["grades"], file["frequencies"], roots, total, emissions)

    def long_words(self, codes: NDArray[np.uint16]) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
        """Starts and sizes of the words of two characters or more in canonical code units; None where rjieba is to say."""
        starts, sizes, known = _cut(codes, *self._tables)
        return (starts, sizes) if known else None

    def __getstate__(self) -> dict[str, object]:
        """What goes to another process: not what the kernel reads, which is made there as fast and read-only as here."""
        return {name: value for name, value in self.__dict__.items() if name != "_tables"}

    @cached_property
    def _tables(self) -> tuple[NDArray[np.generic] | float, ...]:
        """What the kernel reads, in its order. There the node of a first character is its place behind _FIRST."""
        roots = _LAST + 1 - _FIRST
        firsts = self.codes[: self.roots].astype(np.int64) - _FIRST
        shifted = roots - self.roots
        children, grades = np.zeros(len(self.codes) + shifted, np.int64), np.zeros(len(self.codes) + shifted, np.int64)
        codes = np.concatenate([np.arange(_FIRST, _LAST + 1), self.codes[self.roots :]])
        for wide, narrow in ((children, self.children), (grades, self.grades)):
            wide[firsts], wide[roots:] = narrow[: self.roots], narrow[self.roots :]
        begins = roots + np.cumsum(children) - children
        nodes = np.append(grades << _NODE_BITS | begins, len(codes)).astype(np.uint32)
        second = np.arange(roots, roots + int(children[:roots].sum()))
        spots = _spot(np.repeat(codes[:roots], children[:roots]).astype(np.uint64), codes[second].astype(np.uint64))
        whole = math.log(self.total)
        chances = [math.log(frequency) - whole if frequency else -math.inf for frequency in self.frequencies.tolist()]
        return (
            read_only(_kinds(), np.uint8), read_only(codes, np.uint16), read_only(nodes, np.uint32),
            read_only(np.array(chances), np.float64), _sieve(spots), _pairs(spots, second), read_only(self.emissions, np.float64),
            read_only(_START, np.float64), read_only(_GOING_ON, np.float64), -whole,
        )  # fmt: skip


def _sieve(spots: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """A bit for each beginning of two characters, by its hash: most pairs in a text begin nothing."""
    bits = np.zeros(1 << _SIEVE_BITS, dtype=bool)
    bits[spots] = True
    return read_only(np.packbits(bits, bitorder="little"), np.uint8)


def _pairs(spots: NDArray[np.uint64], nodes: NDArray[np.int64]) -> NDArray[np.uint32]:
    """The nodes of those beginnings as an open hash table; 0: the place is free."""
    pairs = np.zeros(1 << _PAIR_BITS, dtype=np.uint32)
    places = (spots >> np.uint64(_SIEVE_BITS - _PAIR_BITS)).astype(np.int64)
    left = np.arange(len(nodes))
    while left.size:  # round by round: of those that want one free place the last gets it, the others try the next place
        free = left[pairs[places[left]] == 0]
        pairs[places[free]] = nodes[free]
        left = left[pairs[places[left]] != nodes[left]]
        places[left] = (places[left] + 1) & ((1 << _PAIR_BITS) - 1)
    return read_only(pairs, np.uint32)


def _kinds() -> NDArray[np.uint8]:
    kinds = np.full(_UNITS, _PLAIN, dtype=np.uint8)
    kinds[ord("!") : ord("~") + 1] = _SEPARATOR
    kinds[[ord(char) for char in "\n。,!?;:、 "]] = _SEPARATOR
    kinds[[ord(char) for char in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"]] = _LETTER
    kinds[ord("0") : ord("9") + 1] = _DIGIT
    for first, last in ((0x3400, 0x4DBF), (_LAST + 1, 0x9FFF), (0xF900, 0xFAFF), (0xD800, 0xDFFF), (0x0D, 0x0D)):
        kinds[first : last + 1] = _FOREIGN
    return kinds


_MIX_FIRST, _MIX_SECOND, _MIX = np.uint64(0x9E3779B1), np.uint64(0x85EBCA77), np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(64 - _SIEVE_BITS)
_POINT = ord(".")
_CHILD, _GRADE = np.uint32((1 << _NODE_BITS) - 1), np.uint32(_NODE_BITS)
_TO_PAIRS = np.uint64(_SIEVE_BITS - _PAIR_BITS)


def _spot(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> NDArray[np.uint64]:
    spots: NDArray[np.uint64] = ((first * _MIX_FIRST) ^ (second * _MIX_SECOND)) * _MIX >> _SHIFT
    return spots


@kernel
def _cut(text, kinds, codes, nodes, chances, sieve, pairs, emissions, start, going_on, alone):  # type: ignore[no-untyped-def]
    """Starts and sizes of the long words in order, and whether they are to be believed."""
    size = text.size
    starts, sizes = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    best, ends = np.empty(size + 1), np.empty(size + 1, dtype=np.int64)
    begun = _begun(text, codes, nodes, sieve, pairs)
    used = at = run = 0
    while at < size:
        if text[at] >= _FIRST and text[at] <= _LAST:
            end = at + 1
            while end < size and text[end] >= _FIRST and text[end] <= _LAST:
                end += 1
            run += end - at
            if run > MAX_RUN:
                return starts[:0], sizes[:0], False
            _route(text, at, end, codes, nodes, chances, begun, alone, best, ends)
            used = _words(text, at, end, ends, codes, nodes, emissions, start, going_on, starts, sizes, used)
            at = end
            continue
        kind = kinds[text[at]]
        if kind == _FOREIGN:
            return starts[:0], sizes[:0], False
        if kind in (_LETTER, _DIGIT):
            end = _run_end(text, at, kinds)
            if end - at > 1:
                starts[used], sizes[used] = at, end - at
                used += 1
            at, run = end, 0
        else:
            run = 0 if kind == _SEPARATOR else run + 1
            if run > MAX_RUN:
                return starts[:0], sizes[:0], False
            at += 1
    return starts[:used], sizes[:used], True


@inlined
def _run_end(text, at, kinds):  # type: ignore[no-untyped-def]
    """Where letters and digits end that begin at `at`, with the decimals behind a point."""
    end = at
    while end < text.size and (kinds[text[end]] == _LETTER or kinds[text[end]] == _DIGIT):
        end += 1
    if end + 1 < text.size and text[end] == _POINT and kinds[text[end + 1]] == _DIGIT:
        end += 1
        while end < text.size and kinds[text[end]] == _DIGIT:
            end += 1
    return end


@kernel
def _begun(text, codes, nodes, sieve, pairs):  # type: ignore[no-untyped-def]
    """The node of the two characters at each place, 0 where they begin no word.

    The tables are larger than what is near the processor. In loops without a question many look-ups wait at the same time.
    """
    size = text.size
    begun, places, slots = np.zeros(size + 1, np.uint32), np.empty(size + 1, np.int32), np.empty(size + 1, np.uint32)
    used = 0
    for at in range(size - 1):
        spot = ((np.uint64(text[at]) * _MIX_FIRST) ^ (np.uint64(text[at + 1]) * _MIX_SECOND)) * _MIX >> _SHIFT
        places[used], slots[used] = at, spot >> _TO_PAIRS
        known = text[at] >= _FIRST and text[at] <= _LAST  # what is behind it will be asked of the table
        used += known and sieve[spot >> np.uint64(3)] >> np.uint8(spot & np.uint64(7)) & 1
    found = np.empty(used, np.uint32)
    for k in range(used):
        found[k] = pairs[slots[k]]
    for k in range(used):
        at, node = places[k], np.int64(found[k])
        first, second = np.int64(text[at]) - _FIRST, text[at + 1]
        low, high = np.int64(nodes[first] & _CHILD), np.int64(nodes[first + 1] & _CHILD)
        slot = np.int64(slots[k])
        while node != 0 and not (low <= node < high and codes[node] == second):
            slot = (slot + 1) & (pairs.size - 1)
            node = np.int64(pairs[slot])
        begun[at] = node
    return begun


@kernel
def _route(text, at, end, codes, nodes, chances, begun, alone, best, ends):  # type: ignore[no-untyped-def]
    """For each place of the run, from its end on: where its word ends on the likeliest way to `end`, and how likely that is.

    Of equally likely words the longest. A character that begins no word stands alone, as if it had been seen once.
    """
    best[end] = 0.0
    for i in range(end - 1, at - 1, -1):
        first = np.int64(text[i]) - _FIRST
        top, stop = -np.inf, 0
        grade = nodes[first] >> _GRADE
        if grade != 0:
            top, stop = chances[grade] + best[i + 1], i + 1
        reach = i + 2
        node = np.int64(begun[i]) if reach <= end else np.int64(0)
        while node != 0:
            grade = nodes[node] >> _GRADE
            if grade != 0:
                chance = chances[grade] + best[reach]
                if chance >= top:
                    top, stop = chance, reach
            if reach == end:
                break
            child, after = np.int64(nodes[node] & _CHILD), np.int64(nodes[node + 1] & _CHILD)
            while child < after and codes[child] < text[reach]:
                child += 1
            node = child if child < after and codes[child] == text[reach] else np.int64(0)
            reach += 1
        if stop == 0:
            top, stop = alone + best[i + 1], i + 1
        best[i], ends[i] = top, stop


@kernel
def _words(text, at, end, ends, codes, nodes, emissions, start, going_on, starts, sizes, used):  # type: ignore[no-untyped-def]
    """Write down the long words of the run [at, end); single characters in a row are tried by the model."""
    left = at
    while True:
        if at < end and ends[at] == at + 1:
            at += 1
            continue
        if at - left > 1 and not _is_word(text, left, at, codes, nodes):
            used = _by_model(text, left, at, emissions, start, going_on, starts, sizes, used)
        if at == end:
            return used
        starts[used], sizes[used] = at, ends[at] - at
        used += 1
        at = left = ends[at]


@kernel
def _is_word(text, at, end, codes, nodes):  # type: ignore[no-untyped-def]
    node = np.int64(text[at]) - _FIRST
    for reach in range(at + 1, end):
        begin = np.int64(nodes[node] & _CHILD)
        children = codes[begin : np.int64(nodes[node + 1] & _CHILD)]
        place = np.searchsorted(children, text[reach])
        if place == children.size or children[place] != text[reach]:
            return False
        node = begin + place
    return nodes[node] >> _GRADE != 0


@kernel
def _by_model(text, at, end, emissions, start, going_on, starts, sizes, used):  # type: ignore[no-untyped-def]
    """Viterbi's path through the four states; a word is what begins with BEGIN and ends with END."""
    count = end - at
    best, came = np.empty((count, STATES)), np.empty((count, STATES), dtype=np.int8)
    for state in range(STATES):
        best[0, state] = start[state] + emissions[text[at] - _FIRST, state]
    for i in range(1, count):
        for state in range(STATES):
            # A word begins behind the end of another or behind a single character, all else behind its own beginning.
            one, other = (END, SINGLE) if state in (BEGIN, SINGLE) else (BEGIN, MIDDLE)
            emission = emissions[text[at + i] - _FIRST, state]
            by_one = best[i - 1, one] + going_on[one, state] + emission
            by_other = best[i - 1, other] + going_on[other, state] + emission
            best[i, state], came[i, state] = (by_other, other) if by_other >= by_one else (by_one, one)
    states = np.empty(count, dtype=np.int8)
    states[count - 1] = SINGLE if best[count - 1, SINGLE] >= best[count - 1, END] else END
    for i in range(count - 1, 0, -1):
        states[i - 1] = came[i, states[i]]
    begin = told = 0
    for i in range(count):
        if states[i] == BEGIN:
            begin = i
        elif states[i] == END:
            if i > begin:
                starts[used], sizes[used] = at + begin, i + 1 - begin
                used += 1
            told = i + 1
        elif states[i] == SINGLE:
            told = i + 1
    if count - told > 1:
        starts[used], sizes[used] = at + told, count - told
        used += 1
    return used
