"""A damaged folder is always noticed, and a crash leaves the state before or after."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from unittest import mock

import numpy as np
import pytest

from index import postings_files
from index.errors import PostingsDamaged
from index.postings import Postings, digest

FIXTURES = Path(__file__).parent.parent / "data"


def keys_of(seq: int) -> np.ndarray:
    return np.array([seq, seq % 7, 1 << 40 | seq % 30], dtype=np.uint64)


def build(folder: Path) -> Postings:
    """Two segments, one with a file of dead cases."""
    postings = Postings.open(folder)
    postings.bulk(((seq, keys_of(seq), 2.0) for seq in range(1, 201)), 200)
    for number, seq in enumerate(range(1, 21), 201):
        postings.remove(seq, number)
    for number, seq in enumerate(range(301, 341), 221):
        postings.add(seq, keys_of(seq), number, 3.0)
    postings.flush()
    return postings


def contents(postings: Postings) -> dict[int, int]:
    seqs, sums = postings.digests()
    return dict(zip(seqs.tolist(), sums.tolist(), strict=True))


BUILT = {seq: digest(keys_of(seq)) for seq in [*range(21, 201), *range(301, 341)]}


def test_every_flip_cut_and_loss_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    assert contents(build(folder)) == BUILT
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    assert {path.name for path in paths} > {"manifest.json", "lists.npy", "checksums.npy"}
    assert any(path.name.startswith("dead-") for path in paths)
    random = Random(9)
    for turn in range(400):
        path = paths[turn % len(paths)]
        before = path.read_bytes()
        damaged = random.choice([_flip, _flip, _flip, _cut, _grow, _swap])(before, random)
        if damaged == before:
            continue
        path.write_bytes(damaged)
        with pytest.raises(PostingsDamaged, match="must be rebuilt"):
            Postings.open(folder)
        path.write_bytes(before)
    for path in paths:
        path.rename(tmp_path / "away")
        with pytest.raises(PostingsDamaged, match=path.name):
            Postings.open(folder)
        (tmp_path / "away").rename(path)
    shutil.copytree(folder / "segment-000001", tmp_path / "one")
    names = sorted(path.name for path in folder.iterdir() if path.is_dir())
    (folder / names[0]).rename(tmp_path / "first")
    (folder / names[1]).rename(folder / names[0])
    (tmp_path / "first").rename(folder / names[1])
    with pytest.raises(PostingsDamaged):
        Postings.open(folder)
    assert contents(Postings.fresh(folder)) == {}


def _flip(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))]


def _grow(data: bytes, random: Random) -> bytes:
    return data + random.randbytes(random.randrange(1, 9))


def _swap(data: bytes, random: Random) -> bytes:
    """Two bytes change places."""
    changed = bytearray(data)
    a, b = random.randrange(len(data)), random.randrange(len(data))
    changed[a], changed[b] = changed[b], changed[a]
    return bytes(changed)


class _Killed(BaseException):
    """The process ends here."""


@contextmanager
def stop_at(step: int, error: BaseException, *, after: bool) -> Iterator[list[int]]:
    """Raise at the n-th call that changes the disk for good, before or after it does; the list holds the calls so far."""
    done = [0]

    def wrap(function: Callable[..., object]) -> Callable[..., object]:
        def stopping(*args: object, **kwargs: object) -> object:
            done[0] += 1
            if done[0] == step and not after:
                raise error
            result = function(*args, **kwargs)
            if done[0] == step:
                raise error
            return result

        return stopping

    with (
        mock.patch.object(postings_files.os, "fsync", wrap(lambda descriptor: None)),
        mock.patch.object(Path, "mkdir", wrap(Path.mkdir)),
        mock.patch.object(Path, "replace", wrap(Path.replace)),
        mock.patch.object(Path, "unlink", wrap(Path.unlink)),
        mock.patch.object(os, "unlink", wrap(os.unlink)),
        mock.patch.object(os, "rmdir", wrap(os.rmdir)),
    ):
        yield done


def change(postings: Postings) -> None:
    """What the interrupted flush has to write: an addition, a replacement, removals from two segments."""
    postings.add(400, keys_of(400), 261)
    postings.add(100, keys_of(1100), 262)
    postings.remove(101, 263)
    for number, seq in enumerate(range(301, 321), 264):
        postings.remove(seq, number)


CHANGED = {seq: value for seq, value in BUILT.items() if seq not in {101, *range(301, 321)}} | {
    400: digest(keys_of(400)),
    100: digest(keys_of(1100)),
}


@pytest.mark.slow
@pytest.mark.parametrize(("compacting", "after"), [(False, True), (True, False)])
def test_a_crash_at_any_step_leaves_the_old_or_the_new_state(tmp_path: Path, compacting: bool, after: bool) -> None:
    with stop_at(0, _Killed(), after=False):
        build(tmp_path / "base")
    step = reached_new = 0
    finished = False
    while not finished:
        step += 1
        folder = tmp_path / f"at-{step}"
        shutil.copytree(tmp_path / "base", folder)
        postings = Postings.open(folder)
        change(postings)
        with stop_at(step, _Killed(), after=after) as calls:
            try:
                postings.compact() if compacting else postings.flush()
                finished = True
            except _Killed:
                pass
        reopened = Postings.open(folder)
        state = (reopened.applied, contents(reopened))
        assert state in [(260, BUILT), (283, CHANGED)], f"killed at step {step} of {calls[0]}"
        reached_new += state[0] == 283
        if step % 4 == 0:
            change(reopened)  # the store's log, replayed
            with stop_at(0, _Killed(), after=False):
                reopened.flush()
            assert contents(Postings.open(folder)) == CHANGED
        shutil.rmtree(folder)
    assert step > 15
    assert 1 < reached_new < step


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True])
def test_a_full_disk_at_any_step_loses_nothing(tmp_path: Path, after: bool) -> None:
    with stop_at(0, _Killed(), after=False):
        build(tmp_path / "base")
    step = 0
    finished = False
    while not finished:
        step += 1
        folder = tmp_path / f"at-{step}"
        shutil.copytree(tmp_path / "base", folder)
        postings = Postings.open(folder)
        change(postings)
        with stop_at(step, OSError(28, "No space left on device"), after=after):
            try:
                postings.compact()
                finished = True
            except OSError:
                pass
        assert contents(postings) == CHANGED
        with stop_at(0, _Killed(), after=False):
            postings.add(500, keys_of(500), 284)
            postings.flush()
        assert contents(postings) == CHANGED | {500: digest(keys_of(500))}
        reopened = Postings.open(folder)
        assert contents(reopened) == contents(postings)
        assert reopened.applied == 284
        shutil.rmtree(folder)
    assert step > 15


def test_leftovers_of_a_crash_are_swept_by_the_next_flush(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    postings = build(folder)
    before = sorted(path.name for path in folder.iterdir())
    (folder / "segment-000099").mkdir()
    (folder / "segment-000099" / "lists.npy").write_bytes(b"half a file")
    (folder / "manifest.json.new").write_bytes(b"{")
    assert contents(Postings.open(folder)) == BUILT
    postings.flush()
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_folder_without_a_manifest_is_damaged_and_an_empty_one_is_new(tmp_path: Path) -> None:
    assert len(Postings.open(tmp_path / "new" / "deep")) == 0
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "something").write_bytes(b"")
    with pytest.raises(PostingsDamaged):
        Postings.open(tmp_path / "other")


def test_format_2_stays_readable(tmp_path: Path) -> None:
    with zipfile.ZipFile(FIXTURES / "postings-v2.zip") as archive:
        archive.extractall(tmp_path)
    postings = Postings.open(tmp_path / "p")
    assert contents(postings) == BUILT
    assert postings.applied == 260
    assert postings.stats()["dead"] == 20
    seqs, scores, _ = postings.candidates(keys_of(150), np.ones(3, dtype=np.float32), limit=1)
    assert seqs.tolist() == [150]
    plain = Postings.open(tmp_path / "plain")
    plain.bulk(((seq, keys_of(seq)) for seq in BUILT), 1)
    assert plain.candidates(keys_of(150), np.ones(3, dtype=np.float32), limit=1)[1] / scores == pytest.approx(2.0)


def test_an_older_format_is_told_from_damage_and_built_anew(tmp_path: Path) -> None:
    with zipfile.ZipFile(FIXTURES / "postings-v1.zip") as archive:
        archive.extractall(tmp_path)
    with pytest.raises(PostingsDamaged, match="of version 1, this program reads 2"):
        Postings.open(tmp_path / "p")
    assert contents(Postings.fresh(tmp_path / "p")) == {}
