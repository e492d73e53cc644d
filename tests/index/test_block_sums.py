"""index.block_sums: the same checksums as zlib's, of any number of blocks, and any change of any byte is told by its block."""

from __future__ import annotations

import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.block_sums import BLOCK, first_wrong


def written(seed: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    data = np.random.default_rng(seed).integers(0, 256, size, dtype=np.uint8)
    return data, np.array([zlib.crc32(data[at : at + BLOCK]) for at in range(0, size, BLOCK)], dtype=np.uint32)


@pytest.mark.parametrize("size", [0, 1, 7, BLOCK - 1, BLOCK, BLOCK + 1, *(n * BLOCK + n % 3 for n in range(2, 11))])
def test_what_was_written_is_right(size: int) -> None:
    data, sums = written(size, size)
    assert first_wrong(data, sums) == -1
    assert first_wrong(data, np.append(sums, np.uint32(7))) == -1, "sums of what comes behind it"


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9 * BLOCK), st.data())
def test_one_changed_bit_is_told_by_its_block(size: int, draw: st.DataObject) -> None:
    data, sums = written(size, size)
    at, bit = draw.draw(st.integers(0, size - 1)), draw.draw(st.integers(0, 7))
    data[at] ^= np.uint8(1 << bit)
    assert first_wrong(data, sums) == at // BLOCK
