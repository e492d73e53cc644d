"""By which number is a gram known: a character, a pair, a triple, a word or three syllables?

Helpers that are compiled into the kernels that call them. Two grams may share a number; nothing here says how rare one is
(`engine.grams`).
"""

from __future__ import annotations

import numpy as np

from engine.kernels import inlined

CHARACTER, PAIR, TRIPLE, WORD, SOUND = range(5)
KINDS = 5


@inlined
def is_letter(code):  # type: ignore[no-untyped-def]
    return (0x4E00 <= code < 0xA000) or (97 <= code < 123) or (48 <= code < 58)


@inlined
def mix(value: np.uint64) -> np.uint32:
    """The finaliser of MurmurHash3 (64 bits), folded to 32; 0 is kept free as "empty"."""
    value ^= value >> np.uint64(33)
    value *= np.uint64(0xFF51AFD7ED558CCD)
    value ^= value >> np.uint64(33)
    value *= np.uint64(0xC4CEB9FE1A85EC53)
    value ^= value >> np.uint64(33)
    return np.uint32(max(np.uint32(value), np.uint32(1)))


@inlined
def gram_at(codes, i, kind, sounds):  # type: ignore[no-untyped-def]
    """Hash of the gram of `kind` (CHARACTER, PAIR, TRIPLE or SOUND) that begins at i; 0 where punctuation is inside."""
    size = kind + 1 if kind < WORD else 3
    if i + size > len(codes):
        return np.uint32(0)
    value = np.uint64(kind + 1)
    for j in range(i, i + size):
        code = codes[j]
        if not is_letter(code):
            return np.uint32(0)
        if kind == SOUND:
            code = sounds[code]
            if code == 0:
                return np.uint32(0)
        value = value * np.uint64(0x100000001B3) + np.uint64(code)
    return mix(value)


@inlined
def word_at(codes, start, size):  # type: ignore[no-untyped-def]
    value = np.uint64(WORD + 1)
    for j in range(start, min(start + size, len(codes))):
        value = value * np.uint64(0x100000001B3) + np.uint64(codes[j])
    return mix(value)
