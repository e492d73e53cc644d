"""Thousands of flipped bits and cut files, and many deleted cases: everything is noticed, and no answer is ever wrong.

A few hundred by default. LEIAN_FLIPS=10000 LEIAN_CUTS=200 LEIAN_ASKED=100000 LEIAN_CASES=120000 is the full count (a few minutes).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from unittest import mock

import numpy as np
import pytest

from index import postings as postings_module
from index import postings_files
from index.errors import PostingsDamaged
from index.postings import Postings
from tests.index.test_postings_use import zipf_cases

FLIPS = int(os.environ.get("LEIAN_FLIPS", "300"))
CUTS = int(os.environ.get("LEIAN_CUTS", "40"))
ASKED = int(os.environ.get("LEIAN_ASKED", "2000"))
DELETED_FROM = int(os.environ.get("LEIAN_CASES", "3000"))
CASES = 3_000
KEYS = 24
ONES = np.ones(KEYS + 1, dtype=np.float32)


@pytest.fixture(autouse=True)
def _no_fsync() -> Iterator[None]:
    with mock.patch.object(postings_files.os, "fsync"):
        yield


def filled(folder: Path) -> Postings:
    """Three segments, two of them with a file of dead cases."""
    postings = Postings.open(folder)
    listed = zipf_cases(CASES, KEYS, 8)
    with mock.patch.object(postings_module, "next_merge", return_value=None):
        for first, last in ((0, 1_700), (1_700, 2_600), (2_600, 3_000)):
            postings.bulk(iter(listed[first:last]), last)
        for number, (seq, _) in enumerate(listed[:2_000:40], CASES + 1):
            postings.remove(seq, number)
        postings.flush()
    return postings


def answers(postings: Postings) -> list[list[int]]:
    return [
        postings.candidates(keys, ONES[: len(keys)], limit=20, cap=300)[0].tolist() for _, keys in zipf_cases(12, KEYS, 9)
    ]


def test_every_flipped_bit_is_noticed(tmp_path: Path) -> None:
    """By turns in each file, and anywhere: every byte of the folder as likely as any other."""
    folder = tmp_path / "p"
    right = answers(filled(folder))
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    sizes = [path.stat().st_size for path in paths]
    random = Random(31)
    for turn in range(FLIPS):
        path = random.choices(paths, sizes)[0] if turn % 2 else paths[turn // 2 % len(paths)]
        at, bit = random.randrange(path.stat().st_size), random.randrange(8)
        with path.open("r+b") as file:
            file.seek(at)
            (before,) = file.read(1)
            for byte in (before ^ 1 << bit, before):
                file.seek(at)
                file.write(bytes([byte]))
                file.flush()
                if byte != before:
                    with pytest.raises(PostingsDamaged):
                        Postings.open(folder)
    assert answers(Postings.open(folder)) == right


def test_every_cut_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    right = answers(filled(folder))
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    random = Random(32)
    for turn in range(CUTS):
        path = paths[turn % len(paths)]
        before = path.read_bytes()
        os.truncate(path, random.randrange(len(before)))
        with pytest.raises(PostingsDamaged):
            Postings.open(folder)
        path.write_bytes(before)
    assert answers(Postings.open(folder)) == right


def test_no_deleted_case_comes_back(tmp_path: Path) -> None:
    """A tenth is deleted at random, in segments and in memory, then merged away; no question ever meets one of them."""
    listed = zipf_cases(DELETED_FROM, KEYS, 8)
    postings = Postings.open(tmp_path / "p")
    in_memory = 500
    postings.bulk(iter(listed[:-in_memory]), DELETED_FROM - in_memory)
    for number, (seq, keys) in enumerate(listed[-in_memory:], DELETED_FROM - in_memory + 1):
        postings.add(seq, keys, number)
    random = Random(33)
    gone = {seq for seq, _ in random.sample(listed, DELETED_FROM // 10)}
    for number, seq in enumerate(sorted(gone), DELETED_FROM + 1):
        postings.remove(seq, number)
    kept = {seq for seq, _ in listed} - gone
    deleted = [case for case in listed if case[0] in gone]
    met: set[int] = set()
    for turn in range(ASKED):
        if turn == ASKED // 2:
            postings.flush()
        if turn == 3 * ASKED // 4:
            postings = Postings.open(tmp_path / "p")
        seq, keys = random.choice(deleted if turn % 2 else listed)
        found = postings.candidates(keys, ONES[: len(keys)], limit=40, cap=300, must=keys[:2], must_cap=random.choice((5, 200)))
        met.update(found[0].tolist())
    assert met <= kept
    assert len(met) > len(kept) // 2
