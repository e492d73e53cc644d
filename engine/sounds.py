"""Which characters sound alike to a caller, an operator or a transcribing machine?

One table maps a BMP character to the number of its commonest toneless syllable, folded further by the confusions that
southern speakers and speech recognisers make (zh/z, ch/c, sh/s, -ng/-n). 0 means: no Chinese character.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray


@lru_cache(maxsize=1)
def syllables() -> NDArray[np.uint16]:
    """65,536 syllable numbers, read-only; built once from pypinyin's dictionary (about 30 ms)."""
    from pypinyin.constants import PINYIN_DICT

    table = np.zeros(0x10000, dtype=np.uint16)
    numbers: dict[str, int] = {}
    for code, readings in PINYIN_DICT.items():
        if code < len(table):
            table[code] = numbers.setdefault(_fold(readings.split(",")[0]), len(numbers) + 1)
    table.flags.writeable = False
    return table


def _fold(syllable: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", syllable) if unicodedata.category(c) != "Mn")
    for written, heard in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        plain = plain.replace(written, heard)
    return plain[:-1] if plain.endswith("ng") else plain


def sound_alike(a: str, b: str) -> bool:
    """Whether two canonical strings of equal length sound the same, character by character."""
    table = syllables()
    return len(a) == len(b) and all(
        x == y or (table[ord(x)] and table[ord(x)] == table[ord(y)]) for x, y in zip(a, b, strict=True)
    )
