"""Segments against a dictionary, their files against numpy, their checksums against every kind of damage."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.kernels import read_only
from index import postings_coding as coding
from index import postings_files as files
from index import segments
from index.errors import PostingsDamaged
from index.postings_sorting import mix, sort_pairs
from index.postings_table import HIDDEN, LISTS, WIDTH, address

NOBODY = read_only(np.empty(0, dtype=np.uint8), np.uint8)
ALL = 1 << 40

# Few keys, so that they are shared; some far apart, some that differ in one part of the stored form only.
some_keys = st.sampled_from([0, 1, 2, 3, 1 << 16, 1 << 32, 1 << 47, 1 << 48, 1 << 63, (1 << 64) - 1])
cases_of_keys = st.dictionaries(st.integers(0, 1 << 50), st.lists(some_keys, max_size=6), max_size=12)


def build(cases: dict[int, list[int]]) -> segments.Segment:
    """Keys taken as already mixed."""
    seqs = sorted(cases)
    keys = [key for seq in reversed(seqs) for key in cases[seq]]
    owners = [ordinal for ordinal, seq in reversed(list(enumerate(seqs))) for _ in cases[seq]]
    return segments.from_pairs(
        np.array(seqs, dtype=np.int64),
        np.array([1.0 + seq % 5 for seq in seqs], dtype=np.float32),
        np.array(keys, dtype=np.uint64),
        np.array(owners, dtype=np.uint32),
    )


def ask(segment: segments.Segment, keys: list[int], take: int = ALL, hidden: np.ndarray = NOBODY) -> list[list[int]]:
    """The seqs of each key, in the order of its list."""
    wanted = read_only(np.array(keys, dtype=np.uint64), np.uint64)
    counts, found = np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.uint32)
    row = np.array(segment.row)
    row[HIDDEN] = address(hidden) if len(hidden) else 0
    row = read_only(row, np.int64)
    coding.find_keys(row, wanted, counts, found)
    lists = []
    for count, place in zip(counts.tolist(), found.tolist(), strict=True):
        out = np.zeros(count + 1, dtype=np.uint32)
        end = coding.read_list(row, place, take, 0, out, 0) if count else 0
        lists.append(segment.seqs[out[:end]].tolist())
    return lists


def expected(cases: dict[int, list[int]], keys: list[int]) -> list[list[int]]:
    return [sorted((seq for seq, own in cases.items() if key in own), reverse=True) for key in keys]


PROBES = [0, 1, 2, 3, 4, 1 << 15, 1 << 16, 1 << 32, 1 << 47, 1 << 48, 1 << 49, 1 << 63, (1 << 64) - 2, (1 << 64) - 1]


@given(cases_of_keys)
@settings(deadline=None)
def test_a_segment_finds_what_a_dictionary_finds(cases: dict[int, list[int]]) -> None:
    segment = build(cases)
    assert ask(segment, PROBES) == expected(cases, PROBES)
    assert segment.postings == sum(len(set(own)) for own in cases.values())
    assert [segment.ordinal_of(seq) for seq in sorted(cases)] == list(range(len(cases)))
    assert segment.ordinal_of(1 << 51) == -1


@given(cases_of_keys, st.integers(0, 4), st.data())
@settings(deadline=None)
def test_reading_skips_the_hidden_and_stops_at_the_newest(
    cases: dict[int, list[int]], take: int, data: st.DataObject
) -> None:
    segment = build(cases)
    flags = np.array(data.draw(st.lists(st.booleans(), min_size=len(cases), max_size=len(cases))), dtype=bool)
    hidden = read_only(np.packbits(flags, bitorder="little"), np.uint8)
    seen = {seq for seq, flag in zip(sorted(cases), flags, strict=True) if not flag}
    lists = [[seq for seq in own if seq in seen][:take] for own in expected(cases, PROBES)]
    assert ask(segment, PROBES, take, hidden) == lists


@given(cases_of_keys, cases_of_keys, st.data())
@settings(deadline=None, max_examples=50)
def test_a_merge_is_the_segment_of_what_is_kept(
    a: dict[int, list[int]], b: dict[int, list[int]], data: st.DataObject
) -> None:
    kept_a = np.array([data.draw(st.booleans()) for _ in a], dtype=bool)
    kept_b = np.array([data.draw(st.booleans()) for _ in b], dtype=bool)
    result = {seq: a[seq] for seq, keep in zip(sorted(a), kept_a, strict=True) if keep}
    kept_b &= np.array([seq not in result for seq in sorted(b)], dtype=bool)
    result |= {seq: b[seq] for seq, keep in zip(sorted(b), kept_b, strict=True) if keep}
    straight = build(result)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "m"
        merged = segments.load(folder, segments.write_merged(folder, "m", build(a), kept_a, build(b), kept_b))
        for name in segments.ARRAYS:
            assert np.array_equal(getattr(merged, name), getattr(straight, name)), name
        assert merged.postings == straight.postings


def test_a_case_cannot_be_kept_twice(tmp_path: Path) -> None:
    one, two = build({5: [1], 7: [1]}), build({7: [2]})
    with pytest.raises(ValueError, match="kept in both"):
        segments.write_merged(tmp_path / "m", "m", one, np.ones(2, dtype=bool), two, np.ones(1, dtype=bool))


def test_a_merge_in_many_slices_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "_SLICE_KEYS", 50)
    random = Random(5)

    def some(first: int) -> dict[int, list[int]]:
        return {first + i: [hash_like(random.randrange(900)) for _ in range(20)] for i in range(0, 600, 2)}

    a, b = some(0), some(201)  # interleaved for two thirds
    everybody = np.ones(300, dtype=bool)
    merged = segments.load(
        tmp_path / "m", segments.write_merged(tmp_path / "m", "m", build(a), everybody, build(b), everybody)
    )
    straight = build(a | b)
    for name in segments.ARRAYS:
        assert np.array_equal(getattr(merged, name), getattr(straight, name)), name


def hash_like(number: int) -> int:
    return int(mix(np.array([number], dtype=np.uint64))[0])


@given(st.lists(st.integers(0, (1 << 31) - 1), min_size=1, unique=True, max_size=40))
@settings(deadline=None)
def test_lists_hold_any_ordinal(ordinals: list[int]) -> None:
    descending = np.array(sorted(ordinals, reverse=True), dtype=np.uint32)
    lists = np.zeros(6 * len(ordinals) + 6, dtype=np.uint8)
    end = coding._put_owners(lists, np.int64(0), descending, 0, len(ordinals))
    assert end <= 5 * (len(ordinals) + 1)
    out = np.zeros(len(ordinals), dtype=np.uint32)
    row = np.zeros(WIDTH, dtype=np.int64)
    row[LISTS] = address(lists)
    assert coding.read_list(read_only(row, np.int64), 0, ALL, 0, out, 0) == len(out)
    assert out.tolist() == descending.tolist()


@given(st.lists(st.integers(0, (1 << 64) - 1), max_size=50))
@settings(deadline=None)
def test_sorting_pairs_is_stable(keys: list[int]) -> None:
    array = np.array(keys + keys, dtype=np.uint64)
    owners = np.arange(len(array), dtype=np.uint32)
    order = np.argsort(array, kind="stable")
    got_keys, got_owners = sort_pairs(read_only(array, np.uint64), read_only(owners, np.uint32))
    assert np.array_equal(got_keys, array[order])
    assert np.array_equal(got_owners, owners[order])


def test_mixing_is_one_to_one_and_even() -> None:
    # splitmix64's published stream: the n-th output for seed 0 is mix((n - 1) * golden)
    golden = 0x9E3779B97F4A7C15
    stream = mix(np.array([0, golden, 2 * golden % (1 << 64)], dtype=np.uint64))
    assert stream.tolist() == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]
    buckets = np.bincount((mix(np.arange(1 << 16, dtype=np.uint64)) >> np.uint64(60)).astype(int))
    assert buckets.min() > 3800
    assert buckets.max() < 4400


def test_digests_are_sums_of_keys() -> None:
    cases = {5: [1, 2, 1 << 63], 9: [], 70: [1 << 63, (1 << 64) - 1]}
    assert build(cases).digests().tolist() == [(3 + (1 << 63)) % (1 << 64), 0, ((1 << 63) - 1) % (1 << 64)]


def test_a_segment_is_checked_against_the_limits_before_it_is_merged() -> None:
    small = build({1: [1]})
    assert segments.can_merge(small, small)
    huge = np.broadcast_to(np.uint8(0), (segments.MAX_LIST_BYTES,))
    long = segments.Segment(small.seqs, small.loads, small.directory, small.high, small.low, small.places, huge, 1)
    assert not segments.can_merge(small, long)


# Files ----


@pytest.mark.parametrize("pieces", [[], [0], [1], [16384], [16383, 2], [5, 40000, 0, 16384]])
def test_an_array_is_written_in_pieces_and_read_by_numpy(tmp_path: Path, pieces: list[int]) -> None:
    path = tmp_path / "a.npy"
    whole = np.arange(sum(pieces), dtype=np.uint32)
    with files.ArrayWriter(path, np.uint32) as writer:
        at = 0
        for size in pieces:
            writer.append(whole[at : at + size])
            at += size
    assert np.array_equal(np.load(path, allow_pickle=False), whole)
    assert len(writer.crcs) == files.block_count(np.uint32, len(whole))
    loaded = files.load_array(path, np.uint32, len(whole), writer.crcs)
    assert np.array_equal(loaded, whole)
    assert not loaded.flags.writeable


def test_an_array_of_another_size_or_type_is_damaged(tmp_path: Path) -> None:
    crcs = files.save_array(tmp_path / "a.npy", np.arange(10, dtype=np.uint32))
    for dtype, count in ((np.uint32, 9), (np.int32, 10), (np.uint64, 5)):
        with pytest.raises(PostingsDamaged):
            files.load_array(tmp_path / "a.npy", dtype, count, crcs)
    with pytest.raises(PostingsDamaged, match="cannot be read"):
        files.load_array(tmp_path / "b.npy", np.uint32, 10, crcs)


def test_any_changed_byte_of_a_manifest_is_noticed(tmp_path: Path) -> None:
    content = {"format": files.FORMAT, "version": files.VERSION, "applied": 7, "segments": [{"name": "s"}]}
    files.write_manifest(tmp_path, content)
    assert files.read_manifest(tmp_path) == content
    path = tmp_path / files.MANIFEST
    raw = path.read_bytes()
    damaged = [raw[:i] + bytes([raw[i] ^ 1 << bit]) + raw[i + 1 :] for i in range(len(raw)) for bit in range(8)]
    damaged += [raw[:i] for i in range(len(raw))] + [raw + b" ", raw.replace(b",", b", ", 1), b"[" * 100_000]
    for changed in damaged:
        path.write_bytes(changed)
        with pytest.raises(PostingsDamaged):
            files.read_manifest(tmp_path)


def test_another_version_is_not_read(tmp_path: Path) -> None:
    files.write_manifest(tmp_path, {"format": files.FORMAT, "version": files.VERSION + 1})
    with pytest.raises(PostingsDamaged, match=f"version {files.VERSION + 1}, this program reads {files.VERSION}"):
        files.read_manifest(tmp_path)


def test_a_failing_write_leaves_no_open_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.ArrayWriter, "append", full)
    with pytest.raises(OSError, match="No space"):
        segments.write(tmp_path / "s", "s", build({1: [1]}))  # an open file would warn, and warnings are errors
