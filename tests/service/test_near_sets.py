"""Sets of hashes come back as they were laid down, in whatever order they are asked for."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import near_sets
from service.near_sets import NOWHERE, Extents, fetch, forget, keep
from service.spool import SpoolDamaged

SETS = st.lists(st.lists(st.integers(0, 2**32 - 1), max_size=5), max_size=6)


def laid(sets: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    offsets = np.concatenate([[0], np.cumsum([len(each) for each in sets])]).astype(np.int64)
    return np.array([number for each in sets for number in each], dtype=np.uint32), offsets


def read(folder: Path, extents: Extents) -> list[list[int]]:
    hashes, offsets = fetch(folder, extents)
    return [hashes[start:end].tolist() for start, end in pairwise(offsets)]


@settings(deadline=None)
@given(st.lists(SETS, min_size=1, max_size=4), st.data())
def test_sets_of_several_processes_come_back_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, parts: list[list[list[int]]], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("sets")
    found = []
    with pytest.MonkeyPatch.context() as patch:
        for number, sets in enumerate(parts):
            patch.setattr(near_sets.os, "getpid", lambda number=number: number % 2)
            found.append(keep(folder, *laid(sets)))
    extents = Extents(*map(np.concatenate, zip(*found, strict=True)))
    whole = [each for sets in parts for each in sets]
    assert read(folder, extents) == whole
    order = data.draw(st.permutations(range(len(whole))))
    assert read(folder, extents.of(np.array(order, dtype=np.int64))) == [whole[place] for place in order]


def test_nothing_is_nowhere_and_what_is_forgotten_is_gone(tmp_path: Path) -> None:
    assert read(tmp_path, NOWHERE) == []
    keep(tmp_path, *laid([[1, 2]]))
    forget(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_cut_is_said_to_be_damaged(tmp_path: Path) -> None:
    extents = keep(tmp_path, *laid([[1, 2], [3]]))
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(SpoolDamaged, match="0 bytes of hashes where 4 were written"):
        fetch(tmp_path, extents.of(np.array([1])))
