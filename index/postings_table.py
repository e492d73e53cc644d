"""How does one kernel reach the arrays of all segments and deltas, however many there are?

A kernel's arguments are a fixed number of arrays, and each costs a tenth of a microsecond to hand over. So a row of
integers stands for a part: what it is, how much of it counts, and the addresses of its arrays. Kernels make arrays of the
addresses again. Whoever hands a table to a kernel must hold what it points to; nothing is checked against bounds.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numba import carray, types  # type: ignore[attr-defined]
from numba.core import cgutils
from numba.extending import intrinsic
from numpy.typing import NDArray

from engine.kernels import kernel
from index.arrays import F32, I64, U8, U16, U32, U64

Int: TypeAlias = Any

IS_DELTA, SIZE, HIDDEN, HIDDEN_COUNT, SEQS, LOADS = range(6)
"""Columns that every part has: its first SIZE ordinals count; HIDDEN is the address of a bitmap, 0 for none."""
DIRECTORY, HIGH, LOW, PLACES, LISTS = range(6, 11)
"""A segment's, as in `index.postings_coding`."""
HEADS, SHIFT, KEYS, LINKS, RANKS, TOPS = range(6, 12)
"""A delta's, as in `index.postings_delta`; SHIFT is a number."""
WIDTH = 12
_ENDLESS = 1 << 40


def address(array: NDArray[Any]) -> int:
    """Where the data of a contiguous array lie."""
    return int(array.ctypes.data)


@intrinsic
def _as_pointer(context: Any, number: Any) -> Any:
    """An integer as an untyped pointer; exists in compiled code only."""

    def build(_: Any, builder: Any, __: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], cgutils.voidptr_t)

    return types.voidptr(number), build


_pointer: Any = _as_pointer

@kernel
def u8_at(place: Int) -> U8:
    return carray(_pointer(place), (_ENDLESS,), np.uint8)


@kernel
def u16_at(place: Int) -> U16:
    return carray(_pointer(place), (_ENDLESS,), np.uint16)


@kernel
def u32_at(place: Int) -> U32:
    return carray(_pointer(place), (_ENDLESS,), np.uint32)


@kernel
def u64_at(place: Int) -> U64:
    return carray(_pointer(place), (_ENDLESS,), np.uint64)


@kernel
def i64_at(place: Int) -> I64:
    return carray(_pointer(place), (_ENDLESS,), np.int64)


@kernel
def f32_at(place: Int) -> F32:
    return carray(_pointer(place), (_ENDLESS,), np.float32)
