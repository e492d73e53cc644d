"""What is a text about, whatever its words?

A short vector of each text: the sum of one row for each distinct word and pair of characters outside all slots, from a table in
the model file. Its first part is taught by a sentence encoder (扫码进站 lies near 手机刷卡), its second counted: which words
stand in the same letters. Places and numbers have no say in it, and a likeness of two vectors is one column among many: it
cannot overrule a conflict. `benchmarks/meanings.py` makes the table from texts without labels. After the idea of model2vec
(static rows from a sentence encoder, 2024) and latent semantic analysis (Deerwester and others, 1990).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.hashing import PAIR, gram_at, word_at
from engine.kernels import kernel, read_only
from engine.prepared import MEANING, MEANING_AT, WORD32_LETTERS, Prepared
from engine.sounds import syllables
from engine.stack import Stack, stack

LIKENESS: Final = ("meaning", "topic")
"""Cosines in [-1, 1] of the taught and of the counted part; 0 where one of the texts has no known word.

A vector of a few words says little: below ENOUGH letters in the shorter text what lies under NEUTRAL is drawn towards it, the
more the fewer there are."""
ENOUGH: Final = 80
"""Letters; no pair that the model is fitted on has many fewer."""
NEUTRAL: Final = 0.45
"""Likeness of which the model hardly makes anything; half of the pairs of one matter lie above 0.6, one in ten below 0.3."""
PARTS: Final = len(LIKENESS)
DIMENSIONS: Final = MEANING // PARTS
_ONE: Final = 127.0


@dataclass(frozen=True, slots=True)
class Meanings:
    """keys: uint32 (n,), ascending hashes of words and pairs. rows: int8 (n, MEANING), what each adds to its text."""

    keys: NDArray[np.uint32]
    rows: NDArray[np.int8]
    _table: NDArray[np.int32] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.keys.dtype != np.uint32 or self.rows.dtype != np.int8 or self.rows.shape != (len(self.keys), MEANING):
            raise ValueError(f"meanings: {self.keys.dtype}{self.keys.shape}, {self.rows.dtype}{self.rows.shape}")
        if (self.keys[1:] <= self.keys[:-1]).any() or (len(self.keys) and self.keys[0] == 0):
            raise ValueError("meanings: keys out of order")
        size = 64
        while size < 2 * len(self.keys):
            size *= 2
        table = np.full(size, -1, dtype=np.int32)
        _enter(read_only(self.keys, np.uint32), table)
        object.__setattr__(self, "_table", table)

    def of(
        self,
        codes: NDArray[np.uint16],
        slotted: NDArray[np.uint8],
        word_starts: NDArray[np.uint16],
        word_sizes: NDArray[np.uint8],
    ) -> NDArray[np.int8]:
        """The vector of a text, int8 (MEANING,): each part of length 127, or 0 throughout where no word is known."""
        out = np.zeros(MEANING, dtype=np.int8)
        if len(self.keys):
            _sum(
                read_only(codes, np.uint16), read_only(slotted, np.uint8), read_only(word_starts, np.uint16),
                read_only(word_sizes, np.uint8), syllables(), read_only(self.keys, np.uint32), read_only(self._table, np.int32),
                read_only(self.rows, np.int8), out,
            )  # fmt: skip
        return out


def likeness(new: Prepared, records: Stack) -> NDArray[np.float32]:
    """float32 (n, PARTS) of `new` against stored records, whose versions were looked at (`features.read_words`)."""
    out = np.zeros((len(records), PARTS), dtype=np.float32)
    _compare(new.meaning, new.letters, records, out)
    return out


def _compare(own: NDArray[np.int8], letters: int, records: Stack, out: NDArray[np.float32]) -> None:
    joined = records.joined
    compare_meanings(
        read_only(own, np.int8), np.int64(letters), np.frombuffer(joined, np.int8), np.frombuffer(joined, "<u4"),
        records.edges[:-1], out,
    )  # fmt: skip


def warm() -> None:
    """Compile every kernel of this module."""
    one = Meanings(np.ones(1, dtype=np.uint32), np.zeros((1, MEANING), dtype=np.int8))
    vector = one.of(np.zeros(0, np.uint16), np.zeros(0, np.uint8), np.zeros(0, np.uint16), np.zeros(0, np.uint8))
    _compare(vector, 0, stack([]), np.zeros((0, PARTS), dtype=np.float32))


@kernel
def compare_meanings(own, letters, r8, r32, starts, out):  # type: ignore[no-untyped-def]
    """A row of `out` for each record that begins at one of `starts` (bytes); `letters` of the text whose vector is `own`."""
    for c in range(len(starts)):
        at = starts[c] + MEANING_AT
        shorter = min(letters, np.int64(r32[(starts[c] >> 2) + WORD32_LETTERS]))
        lacking = 1.0 - min(1.0, shorter / ENOUGH)
        for part in range(PARTS):
            total = np.int32(0)
            for d in range(part * DIMENSIONS, (part + 1) * DIMENSIONS):
                total += np.int32(own[d]) * np.int32(r8[at + d])
            cosine = min(1.0, max(-1.0, total / (_ONE * _ONE)))
            out[c, part] = cosine + lacking * max(0.0, NEUTRAL - cosine)


@kernel
def _enter(keys, table):  # type: ignore[no-untyped-def]
    mask = np.uint32(len(table) - 1)
    for row in range(len(keys)):
        at = keys[row] & mask
        while table[at] >= 0:
            at = (at + np.uint32(1)) & mask
        table[at] = row


@kernel
def _find(gram, keys, table):  # type: ignore[no-untyped-def]
    mask = np.uint32(len(table) - 1)
    at = gram & mask
    while table[at] >= 0 and keys[table[at]] != gram:
        at = (at + np.uint32(1)) & mask
    return table[at]


@kernel
def _sum(codes, slotted, word_starts, word_sizes, sounds, keys, table, rows, out):  # type: ignore[no-untyped-def]
    seen = np.zeros(len(keys), dtype=np.bool_)
    total = np.zeros(rows.shape[1], dtype=np.int32)
    inside = np.zeros(len(codes) + 1, dtype=np.int64)
    for i in range(len(codes)):
        inside[i + 1] = inside[i] + (i < len(slotted) and slotted[i] != 0)
    for n in range(len(word_starts) + len(codes)):
        if n < len(word_starts):
            at, size = np.int64(word_starts[n]), np.int64(word_sizes[n])
            gram = word_at(codes, at, size)
        else:
            at, size = np.int64(n - len(word_starts)), np.int64(2)
            gram = gram_at(codes, at, PAIR, sounds)
        row = _find(gram, keys, table) if gram != 0 else np.int32(-1)
        end = at + size if at + size < len(codes) else len(codes)
        if row < 0 or seen[row] or inside[end] > inside[at]:
            continue
        seen[row] = True
        for d in range(len(total)):
            total[d] += rows[row, d]
    for part in range(PARTS):
        first, last = part * DIMENSIONS, (part + 1) * DIMENSIONS
        square = 0.0
        for d in range(first, last):
            square += np.float64(total[d]) * np.float64(total[d])
        if square > 0.0:
            for d in range(first, last):
                out[d] = np.int8(np.rint(_ONE * total[d] / np.sqrt(square)))
