"""How do two spellings of the same text become the same characters, without losing where each came from?

`canonical` folds full and half width, traditional and simplified characters, letter case, invisible characters and control
characters, one character at a time, so that every canonical character knows its source: spans of evidence point into the
text as received. `mask_personal` then blanks ID numbers, phones and bank cards before anything else sees the text.
Numerals are not touched here: 三里屯 and 五一路 are names. `engine.numerals` reads them where a slot says what they are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import opencc
from numpy.typing import NDArray

from engine.kernels import kernel, read_only

MAX_CHARACTERS = 32_000
"""Code points that are looked at; what follows is kept by the store but not judged (flag TEXT_TRUNCATED)."""

_BMP = 0x10000
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Mn", "Me", "Co", "Cs", "Cn"})
_MAX_EXPANSION = 4
"""NFKC turns one character into up to 18 (U+FDFA); no petition needs more than the four of ㎜²-like units."""
_BRIEF = 48
"""Code points up to which a string is folded faster by `str.translate` than by arrays: names, phones, titles."""
_OTHER = "\uffff"
"""No character; nothing folds to it."""
_OTHER_CODE = ord(_OTHER)
_GETA = ord("〓")
"""Stands for a character outside the BMP, so that text fits 16 bits a character."""


@dataclass(frozen=True, slots=True)
class Canonical:
    """Folded text. `origin` has len(text) + 1 entries (int32): canonical character i stands at origin[i] of the source."""

    text: str
    origin: NDArray[np.int32]
    truncated: bool = False

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The [start, end) of the source that the canonical [start, end) came from."""
        if end <= start:
            return int(self.origin[start]), int(self.origin[start])
        return int(self.origin[start]), int(self.origin[end - 1]) + 1


@dataclass(frozen=True, slots=True)
class _Tables:
    """`width[c]` characters replace code point c of the BMP: `single[c]` where it is 1, `expansions[c]` where it is more.

    `brief` says the same as `single`, with _OTHER where a character vanishes or becomes several, and so does `narrow` for
    kernels. `several` are the code points that become several, ascending, `spelt` what these are, 0 where nothing follows.
    """

    width: NDArray[np.uint8]
    single: NDArray[np.uint32]
    expansions: dict[int, str]
    brief: str
    narrow: NDArray[np.uint16]
    several: NDArray[np.uint16]
    spelt: NDArray[np.uint16]


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    width = np.ones(_BMP, dtype=np.uint8)
    single = np.arange(_BMP, dtype=np.uint32)
    expansions: dict[int, str] = {}
    for code in range(_BMP):
        folded = _fold(chr(code))
        if len(folded) == 1:
            single[code] = ord(folded)
        else:
            width[code] = len(folded)
            expansions[code] = folded
    single = _simplify(single)
    simpler = {code: int(single[code]) for code in np.flatnonzero(single != np.arange(_BMP)).tolist()}
    expansions = {code: folded.translate(simpler) for code, folded in expansions.items()}
    narrow = np.where(width == 1, single, ord(_OTHER)).astype("<u2")
    several = [code for code, folded in sorted(expansions.items()) if folded]
    spelt = np.zeros((len(several), _MAX_EXPANSION), dtype=np.uint16)
    for row, code in zip(spelt, several, strict=True):
        row[: len(expansions[code])] = [ord(char) for char in expansions[code]]
    brief = narrow.tobytes().decode("utf-16-le", "surrogatepass")
    kernels = (read_only(table, np.uint16) for table in (narrow, np.array(several), spelt))
    return _Tables(width, single, expansions, brief, *kernels)


GONE, SEVERAL = 0xFFFF_FFFE, 0xFFFF_FFFF
"""What `fold_table` says where a character vanishes, and where it becomes several or is to be looked at by itself."""


@lru_cache(maxsize=1)
def fold_table() -> NDArray[np.uint32]:
    """Code point → what `canonical` makes of it, GONE or SEVERAL, for folding many texts at once; the last entry stands
    for all beyond the BMP."""
    tables = _tables()
    table = np.where(tables.width == 1, tables.single, np.where(tables.width == 0, GONE, SEVERAL))
    return np.append(table, SEVERAL).astype(np.uint32)


@lru_cache(maxsize=1)
def letter_table() -> NDArray[np.bool_]:
    """For each code point of the BMP: does `bare` keep it?"""
    table = np.zeros(_BMP, dtype=bool)
    everything = "".join(map(chr, range(_BMP)))
    at = 0
    for gone in _MEANINGLESS.finditer(everything):
        table[at : gone.start()] = True
        at = gone.end()
    table[at:] = True
    return read_only(table, np.bool_)


def _fold(char: str) -> str:
    """One BMP character without its width, case and ornaments; empty for what cannot be seen."""
    if char in "\n\r\u2028\u2029":
        return "\n"
    if char.isspace():
        return " "
    if unicodedata.category(char) in _DROPPED_CATEGORIES:
        return ""
    folded = unicodedata.normalize("NFKC", char).lower()
    kept = "".join(
        c if ord(c) < _BMP else chr(_GETA) for c in folded if unicodedata.category(c) not in _DROPPED_CATEGORIES
    )
    return kept[:_MAX_EXPANSION] or ""


def _simplify(single: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Traditional → simplified for all single characters at once, by OpenCC's own character table."""
    han = np.flatnonzero((single >= 0x3400) & (single < 0xA000))
    folded = "\n".join(chr(code) for code in single[han])
    simplified = opencc.OpenCC("t2s").convert(folded).split("\n")
    result = single.copy()
    for code, char in zip(han, simplified, strict=True):
        if len(char) == 1 and ord(char) < _BMP:
            result[code] = ord(char)
    return result[result]  # 薴 → 苧 → 苎: once more, so that what is folded stays as it is


def canonical(source: str, limit: int = MAX_CHARACTERS) -> Canonical:
    """Fold `source`, reading at most `limit` code points and giving at most as many back. Total: no text makes it raise."""
    tables = _tables()
    read = source[:limit]
    if len(read) <= _BRIEF:
        brief = read.translate(tables.brief)
        if _OTHER not in brief and (not brief or max(brief) < chr(_BMP)):
            return Canonical(brief, np.arange(len(read) + 1, dtype=np.int32), truncated=len(source) > limit)
    codes = np.frombuffer(read.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    folded, origin, outside, cut = _fold_codes(codes, tables.narrow, tables.several, tables.spelt, limit, len(source) > limit)
    if outside:
        return _canonical_slow(codes, tables, limit, truncated=len(source) > limit)
    return Canonical(folded.tobytes().decode("utf-16-le"), origin, cut)


@kernel
def _fold_codes(codes, narrow, several, spelt, limit, truncated):  # type: ignore[no-untyped-def]
    """What `_canonical_slow` makes of code points of the BMP, with their origins, whether there are others, which it is for,
    and whether the end is missing."""
    size = codes.size
    folded, origin = np.empty(size, dtype=np.uint16), np.empty(size + 1, dtype=np.int32)
    at = 0
    while at < size and codes[at] < _BMP and narrow[codes[at]] != _OTHER_CODE:
        folded[at], origin[at] = narrow[codes[at]], at
        at += 1
    if at == size:
        origin[size] = size
        return folded, origin, False, truncated
    most = min(limit + _MAX_EXPANSION, at + _MAX_EXPANSION * (size - at))
    wider, places = np.empty(most, dtype=np.uint16), np.empty(most + 1, dtype=np.int32)
    wider[:at], places[:at] = folded[:at], origin[:at]
    used = at
    while at < size and used <= limit:
        code = codes[at]
        if code >= _BMP:
            return folded, origin, True, truncated
        if narrow[code] != _OTHER_CODE:
            wider[used], places[used] = narrow[code], at
            used += 1
        else:
            row = np.searchsorted(several, code)
            if row < several.size and several[row] == code:
                for char in spelt[row]:
                    if char != 0:
                        wider[used], places[used] = char, at
                        used += 1
        at += 1
    for rest in codes[at:]:
        if rest >= _BMP:
            return folded, origin, True, truncated
    truncated = truncated or used > limit
    used = min(used, limit)
    places[used] = places[used - 1] + 1 if truncated and used > 0 else size
    return wider[:used].copy(), places[: used + 1].copy(), False, truncated


def _canonical_slow(codes: NDArray[np.uint32], tables: _Tables, limit: int, *, truncated: bool) -> Canonical:
    """The same where a character vanishes or becomes several."""
    parts: list[str] = []
    widths = np.empty(len(codes), dtype=np.int32)
    for i, code in enumerate(codes.tolist()):
        if code >= _BMP:
            part = _outside_bmp(chr(code), tables)
        elif tables.width[code] == 1:
            part = chr(tables.single[code])
        else:
            part = tables.expansions[code]
        parts.append(part)
        widths[i] = len(part)
    origin = np.repeat(np.arange(len(codes), dtype=np.int32), widths)
    text = "".join(parts)
    truncated = truncated or len(text) > limit
    text, origin = text[:limit], origin[:limit]
    end = int(origin[-1]) + 1 if truncated and len(origin) else len(codes)
    return Canonical(text, np.append(origin, np.int32(end)).astype(np.int32), truncated)


def _outside_bmp(char: str, tables: _Tables) -> str:
    """Mathematical letters become plain ones, rare ideographs one placeholder, emoji nothing."""
    folded = unicodedata.normalize("NFKC", char).lower()
    if all(ord(c) < _BMP for c in folded):
        return "".join(chr(tables.single[ord(c)]) for c in folded[:_MAX_EXPANSION] if tables.width[ord(c)] == 1)
    return chr(_GETA) if unicodedata.category(char).startswith("L") else ""


_PERSONAL = re.compile(
    r"(?<![0-9a-z])(?:"
    r"(?P<id>[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx])"
    r"|(?P<phone>(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4})"
    r"|(?P<card>[3-6]\d{3}(?: ?\d{4}){3}(?: ?\d{1,3})?)"
    r"|(?P<landline>0\d{2,3}[- ]\d{7,8})"
    r")(?![0-9a-z])"
)

_LEAST_DIGITS = 10
"""Digits of the shortest of them, with nothing between them but spaces, hyphens and a plus sign."""


def mask_personal(text: str) -> str:
    """Canonical `text` with every ID number, mobile or landline number and bank card as '*', length unchanged."""
    if len(text) < _LEAST_DIGITS or (len(text) > _BRIEF and not _has_long_number(code_units(text), _numerals())):
        return text
    return _PERSONAL.sub(_stars, text)


@lru_cache(maxsize=1)
def _numerals() -> NDArray[np.uint8]:
    """Of each code unit: 1 for what `\\d` matches, 2 for what may stand between the digits of one number."""
    kinds = np.array([char.isdecimal() for char in map(chr, range(_BMP))], dtype=np.uint8)
    kinds[[ord(char) for char in " -+"]] = 2
    return read_only(kinds, np.uint8)


@kernel
def _has_long_number(codes, numerals):  # type: ignore[no-untyped-def]
    digits = 0
    for code in codes:
        kind = numerals[code]
        if kind == 1:
            digits += 1
            if digits == _LEAST_DIGITS:
                return True
        elif kind == 0:
            digits = 0
    return False


def code_units(text: str) -> NDArray[np.uint16]:
    """The UTF-16 code units of canonical text, uint16, one for each character: all of it lies in the BMP.

    Where other text has a character beyond it, a placeholder stands, so that places still are places of `text`.
    """
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    if len(codes) == len(text):
        return codes
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return read_only(np.where(wide < _BMP, wide, _GETA), np.uint16)


def _stars(found: re.Match[str]) -> str:
    if found.lastgroup == "card" and not _luhn(found.group()):
        return found.group()
    return "*" * len(found.group())


def _luhn(number: str) -> bool:
    """The check digit of bank cards (ISO/IEC 7812-1)."""
    digits = [int(c) for c in number if c.isdigit()]
    doubled = [d if i % 2 == 0 else d * 2 - 9 * (d > 4) for i, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


_MEANINGLESS = re.compile(r"[\W_]+")


def bare(text: str) -> str:
    """Canonical `text` without spaces and punctuation: what SUBMIT_TWICE compares."""
    return _MEANINGLESS.sub("", text)
