"""Which block of what was read is not what was written?

The CRC-32 of zlib, of many blocks in one call: a thread that checks gigabytes asks for the interpreter once for each four megabytes
and not once a block, and so neither waits for a thread that imports and compiles nor holds it up.
"""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

from engine.kernels import kernel, read_only
from index.arrays import U8, U32, U64

BLOCK = 1 << 16
"""Bytes under one CRC: what a reader that checks only what it touches would have to read (4 B a block: 0.006 %)."""
_POLYNOMIAL = 0xEDB88320
_START = np.uint64(0xFFFFFFFF)
_ABREAST = 4
"""Blocks that are read side by side: what one waits for from the table the others need not. 2.1 GB/s and core one by one, 6 so."""


def first_wrong(data: U8, sums: NDArray[np.uint32]) -> int:
    """The number of the first block of `data`, the last of which may be short, whose CRC is not the one in `sums`; -1: none."""
    whole = len(data) // BLOCK
    words = read_only(data[: whole * BLOCK], np.uint8).view(np.uint64)
    found = _crcs(read_only(words, np.uint64), _TABLES)
    if len(data) > whole * BLOCK:
        found = np.append(found, np.uint32(zlib.crc32(data[whole * BLOCK :].data)))
    wrong = np.flatnonzero(found != sums[: len(found)])
    return int(wrong[0]) if len(wrong) else -1


def _tables() -> U32:
    """Eight tables of 256 (Kounavis and Berry 2005, slicing by 8): table k is what a byte with k bytes behind it adds."""
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, (table >> 1) ^ np.uint32(_POLYNOMIAL), table >> 1).astype(np.uint32)
    tables = [table]
    for _ in range(7):
        tables.append((table[tables[-1] & 0xFF] ^ (tables[-1] >> 8)).astype(np.uint32))
    return read_only(np.concatenate(tables[::-1]), np.uint32)


_TABLES = _tables()


@kernel
def _step(word: np.uint64, tables: U32) -> np.uint64:
    byte = np.uint64(255)
    return np.uint64(
        tables[word & byte]
        ^ tables[np.uint64(0x100) + ((word >> np.uint64(8)) & byte)]
        ^ tables[np.uint64(0x200) + ((word >> np.uint64(16)) & byte)]
        ^ tables[np.uint64(0x300) + ((word >> np.uint64(24)) & byte)]
        ^ tables[np.uint64(0x400) + ((word >> np.uint64(32)) & byte)]
        ^ tables[np.uint64(0x500) + ((word >> np.uint64(40)) & byte)]
        ^ tables[np.uint64(0x600) + ((word >> np.uint64(48)) & byte)]
        ^ tables[np.uint64(0x700) + (word >> np.uint64(56))]
    )


@kernel
def _crcs(words: U64, tables: U32) -> U32:
    """The CRC of each whole block; words are read as this machine reads them, the lowest byte first."""
    size = BLOCK // 8
    blocks = words.size // size
    out = np.empty(blocks, dtype=np.uint32)
    for first in range(0, blocks, _ABREAST):
        # the last blocks are read once more where fewer are left than are read side by side
        a, b, c, d = first, min(first + 1, blocks - 1), min(first + 2, blocks - 1), min(first + 3, blocks - 1)
        crc_a = crc_b = crc_c = crc_d = _START
        for i in range(size):
            crc_a = _step(words[a * size + i] ^ crc_a, tables)
            crc_b = _step(words[b * size + i] ^ crc_b, tables)
            crc_c = _step(words[c * size + i] ^ crc_c, tables)
            crc_d = _step(words[d * size + i] ^ crc_d, tables)
        out[a], out[b] = np.uint32(crc_a ^ _START), np.uint32(crc_b ^ _START)
        out[c], out[d] = np.uint32(crc_c ^ _START), np.uint32(crc_d ^ _START)
    return out
