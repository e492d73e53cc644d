"""How do several columns of counted texts become one, and how is a column read text by text, without sorting anything?

The keys of a `Field` and the texts of each key stand in ascending order, so joining and turning are copies of runs: linear,
written once, the interpreter free for others meanwhile (the kernels release the GIL).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.kernels import kernel, read_only
from index.bm25 import Field, count_words, field_of
from index.lsa import Texts


def merge_fields(fields: Sequence[Field], kept: Sequence[NDArray[np.bool_]]) -> Field:
    """One column of the kept texts of several, in order."""
    keys = np.unique(np.concatenate([field.keys for field in fields]))
    places = [np.searchsorted(keys, field.keys).astype(np.int64) for field in fields]
    sizes = np.zeros(len(keys), dtype=np.int64)
    for field, keep, place in zip(fields, kept, places, strict=True):
        _count_kept(*_postings(field), read_only(keep, np.bool_), place, sizes)
    ends = np.cumsum(sizes)
    cursor = ends - sizes
    total = int(ends[-1]) if len(ends) else 0
    texts, counts = np.empty(total, dtype=np.int32), np.empty(total, dtype=np.uint8)
    first = 0
    for field, keep, place in zip(fields, kept, places, strict=True):
        renumbered = (np.cumsum(keep, dtype=np.int64) - 1 + first).astype(np.int32)
        taken = read_only(field.counts, np.uint8)
        _copy_kept(*_postings(field), taken, read_only(keep, np.bool_), renumbered, place, cursor, texts, counts)
        first += int(keep.sum())
    found = sizes > 0
    return Field(
        keys=keys[found],
        offsets=np.concatenate(([0], ends[found])).astype(np.int64),
        texts=texts,
        counts=counts,
        lengths=np.concatenate([field.lengths[keep] for field, keep in zip(fields, kept, strict=True)]),
        norms=np.concatenate([field.norms[keep] for field, keep in zip(fields, kept, strict=True)]),
    )


def latent_texts(fields: Sequence[Field]) -> Texts:
    """The counts of two fields of the same cases added up, case by case; keys of a case ascending."""
    one, other = (_turned(field) for field in fields)
    sums = np.zeros(len(one), dtype=np.int64)
    first, second = _parts(one), _parts(other)
    _count_joined(*first[::2], *second[::2], sums)
    offsets = np.concatenate(([0], np.cumsum(sums))).astype(np.int64)
    keys, counts = np.empty(offsets[-1], dtype=np.uint32), np.empty(offsets[-1], dtype=np.float32)
    _join(*first, *second, offsets, keys, counts)
    return Texts(keys, counts, offsets)


def warm() -> None:
    """Compile or load the kernels."""
    field = field_of([count_words(["a"])])
    merge_fields([field], [np.ones(1, dtype=bool)])
    latent_texts([field, field])


def _turned(field: Field) -> Texts:
    """The column text by text."""
    sizes = np.bincount(field.texts, minlength=len(field.lengths))
    offsets = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    keys, counts = np.empty(len(field.texts), dtype=np.uint32), np.empty(len(field.texts), dtype=np.float32)
    cursor = offsets[:-1].copy()
    taken = read_only(field.counts, np.uint8)
    _turn(read_only(field.keys, np.uint32), *_postings(field), taken, cursor, keys, counts)
    return Texts(keys, counts, offsets)


def _postings(field: Field) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    return read_only(field.offsets, np.int64), read_only(field.texts, np.int32)


def _parts(texts: Texts) -> tuple[NDArray[np.uint32], NDArray[np.float32], NDArray[np.int64]]:
    return texts.keys, texts.counts, texts.offsets


@kernel
def _count_kept(
    offsets: NDArray[np.int64],
    texts: NDArray[np.int32],
    keep: NDArray[np.bool_],
    place: NDArray[np.int64],
    sizes: NDArray[np.int64],
) -> None:
    for i in range(len(place)):
        stays = 0
        for j in range(offsets[i], offsets[i + 1]):
            stays += keep[texts[j]]
        sizes[place[i]] += stays


@kernel
def _copy_kept(
    offsets: NDArray[np.int64],
    texts: NDArray[np.int32],
    counts: NDArray[np.uint8],
    keep: NDArray[np.bool_],
    renumbered: NDArray[np.int32],
    place: NDArray[np.int64],
    cursor: NDArray[np.int64],
    into_texts: NDArray[np.int32],
    into_counts: NDArray[np.uint8],
) -> None:
    for i in range(len(place)):
        at = cursor[place[i]]
        for j in range(offsets[i], offsets[i + 1]):
            if keep[texts[j]]:
                into_texts[at] = renumbered[texts[j]]
                into_counts[at] = counts[j]
                at += 1
        cursor[place[i]] = at


@kernel
def _turn(
    keys: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    texts: NDArray[np.int32],
    counts: NDArray[np.uint8],
    cursor: NDArray[np.int64],
    into_keys: NDArray[np.uint32],
    into_counts: NDArray[np.float32],
) -> None:
    for i in range(len(keys)):
        for j in range(offsets[i], offsets[i + 1]):
            at = cursor[texts[j]]
            into_keys[at] = keys[i]
            into_counts[at] = counts[j]
            cursor[texts[j]] = at + 1


@kernel
def _count_joined(
    keys: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    other_keys: NDArray[np.uint32],
    other_offsets: NDArray[np.int64],
    sizes: NDArray[np.int64],
) -> None:
    """Different keys of each text in two lists."""
    for text in range(len(sizes)):
        i, j, found = offsets[text], other_offsets[text], 0
        while i < offsets[text + 1] and j < other_offsets[text + 1]:
            key, other = keys[i], other_keys[j]
            i += key <= other
            j += other <= key
            found += 1
        sizes[text] = found + (offsets[text + 1] - i) + (other_offsets[text + 1] - j)


@kernel
def _join(
    keys: NDArray[np.uint32],
    counts: NDArray[np.float32],
    offsets: NDArray[np.int64],
    other_keys: NDArray[np.uint32],
    other_counts: NDArray[np.float32],
    other_offsets: NDArray[np.int64],
    into: NDArray[np.int64],
    into_keys: NDArray[np.uint32],
    into_counts: NDArray[np.float32],
) -> None:
    for text in range(len(into) - 1):
        i, j = offsets[text], other_offsets[text]
        for at in range(into[text], into[text + 1]):
            has = i < offsets[text + 1]
            has_other = j < other_offsets[text + 1]
            times = np.float32(0.0)
            key = keys[i] if has and (not has_other or keys[i] <= other_keys[j]) else other_keys[j]
            if has and keys[i] == key:
                times += counts[i]
                i += 1
            if has_other and other_keys[j] == key:
                times += other_counts[j]
                j += 1
            into_keys[at] = key
            into_counts[at] = times
