"""What of a case is compared: which characters, which of them belong to a slot, how many letters?

One kernel over the code units of title and text: boilerplate is left out (formulas were marked before, empty sentences are found
here), what is left is joined by line breaks, the slots' characters are carried along, and the letters counted and written down
for their hash. Not for finding formulas or slots.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.boilerplate import MIN_LETTERS_LEFT, formula_spans, procedural_words
from engine.boilerplate_kernel import mark_empty
from engine.kernels import inlined, kernel
from engine.normalise import code_units, letter_table


class Content(NamedTuple):
    """`codes` (uint16) and `slotted` (uint8) are of one size: the title, a line break and what is kept of the text, or that alone
    under a blank title. `spelt` are the letters of the whole text in UTF-8 (uint8), `all_letters` their number; `letters` are in
    what is kept of the text, `title_letters` in the title."""

    codes: NDArray[np.uint16]
    slotted: NDArray[np.uint8]
    spelt: NDArray[np.uint8]
    letters: int
    all_letters: int
    title_letters: int


Span = tuple[int, int]


def content(title: str, text: str, codes: NDArray[np.uint16], title_slots: Iterable[Span], slots: Iterable[Span]) -> Content:
    """The content of canonical `title` and `text`, `codes` being the units of both with a line break between them."""
    size = len(title)
    return Content(*_content(
        codes[:size], codes[size + 1 :], bool(title.strip()), marked(title_slots, size), marked(slots, len(text)),
        marked(formula_spans(text), len(text)), *procedural_words(), letter_table(),
    ))  # fmt: skip


def content_spans(text: str) -> list[Span]:
    """[start, end) spans of canonical text that are no boilerplate, in order; all of it where hardly anything is left."""
    stripped = marked(formula_spans(text), len(text))
    _strip(code_units(text), stripped, *procedural_words(), letter_table())
    edges = np.flatnonzero(np.diff(stripped, prepend=1, append=1)).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True)) or [(0, 0)]


def marked(spans: Iterable[Span], size: int) -> NDArray[np.uint8]:
    """1 in each of the spans, 0 elsewhere."""
    marks = bytearray(size)
    for start, end in spans:
        marks[start:end] = b"\1" * (end - start)
    return np.frombuffer(marks, np.uint8)


@kernel
def _strip(codes, stripped, kinds, branches, leads, ends, is_letter):  # type: ignore[no-untyped-def]
    """Mark the empty sentences too, or nothing at all where that would leave nothing; how many letters are left, and there are."""
    mark_empty(codes, stripped, kinds, branches, leads, ends)
    count = left = 0
    for at in range(codes.size):
        letter = is_letter[codes[at]]
        count += letter
        left += letter and stripped[at] == 0
    if left >= MIN_LETTERS_LEFT:
        return left, count
    stripped[:] = 0
    return count, count


@kernel
def _content(title, text, titled, title_slots, slots, stripped, kinds, branches, leads, ends, is_letter):  # type: ignore[no-untyped-def]
    left, count = _strip(text, stripped, kinds, branches, leads, ends, is_letter)
    codes, slotted = np.empty(title.size + text.size + 1, dtype=np.uint16), np.empty(title.size + text.size + 1, dtype=np.uint8)
    used = 0
    title_letters = 0
    for at in range(title.size):
        codes[at], slotted[at] = title[at], title_slots[at]
        title_letters += is_letter[title[at]]
    if titled:
        codes[title.size], slotted[title.size] = _BREAK, 0
        used = title.size + 1
    first = used
    spelt = np.empty(3 * count, dtype=np.uint8)
    written = 0
    behind = False
    for at in range(text.size):
        code = text[at]
        if is_letter[code]:
            written = _spell(code, spelt, written)
        if stripped[at]:
            behind = used > first
            continue
        if behind:
            codes[used], slotted[used] = _BREAK, 0
            used += 1
            behind = False
        codes[used], slotted[used] = code, slots[at]
        used += 1
    return codes[:used], slotted[:used], spelt[:written], left, count, title_letters


_BREAK = ord("\n")


@inlined
def _spell(code, out, at):  # type: ignore[no-untyped-def]
    """Write the UTF-8 of a code unit; where it ends."""
    if code < 0x80:
        out[at] = code
        return at + 1
    if code < 0x800:
        out[at], out[at + 1] = 0xC0 | code >> 6, 0x80 | code & 0x3F
        return at + 2
    out[at], out[at + 1], out[at + 2] = 0xE0 | code >> 12, 0x80 | code >> 6 & 0x3F, 0x80 | code & 0x3F
    return at + 3
