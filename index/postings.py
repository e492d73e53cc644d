"""Which earlier cases share keys with this one?

`Postings` maps keys (uint64, from `engine.keys`) to the seqs of the cases that have them. It is derived from the store
and knows the number of the last change it contains (`applied`): at start the library replays what came later, and when
`open` says PostingsDamaged it starts again from `fresh` and `bulk`. Losing the folder loses nothing.

Cases live in immutable segments on disk, each at least twice as large as the next, and in deltas in memory. Any number
of threads may call anything. `candidates` waits for nobody but for a moment's copy of the list of parts: flushes and
merges build aside and swap. One process writes the folder (the store's lock sees to that); `open` changes nothing in a
folder that has a manifest.

Read next: `index.postings_query` (how a question is answered), `index.postings_state` (what there is at a moment),
`index.postings_disk` (the folder), `index.postings_coding` (the bytes).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from threading import RLock
from typing import TypeAlias

import numpy as np

from engine.kernels import read_only
from index import postings_query as query
from index.arrays import F32, I64, U64
from index.postings_delta import DELTA_POSTINGS, Delta
from index.postings_disk import Disk, next_merge
from index.postings_parts import Exclusion, Part
from index.postings_sorting import mix
from index.postings_state import Frozen, State
from index.segments import Segment, SegmentMeta, from_pairs

BULK_POSTINGS = 1 << 23
"""Pairs sorted at a time by `bulk`: 200 MB of memory, 55,000 cases of 150 keys a segment."""
MUST_CAP = 200
"""Newest cases of a `must` key that always come back: nobody's history is longer, a call centre's own number's is."""
_EVERYTHING = int(np.iinfo(np.int64).max)


Loaded: TypeAlias = tuple[U64, float]
"""The keys of a case and its load."""


class Postings:
    """See the module. Make one with `open` or `fresh`."""

    def __init__(self, disk: Disk, delta_postings: int) -> None:
        self._disk = disk
        self._state = State(disk.load(), disk.applied, delta_postings)
        self._maintenance = RLock()
        """Held by whoever writes the folder; always taken before the state's lock."""
        self._spaces: list[query.Workspace] = []
        self._exclusion = Exclusion(np.empty(0, dtype=np.int64))

    @classmethod
    def open(cls, directory: Path, *, delta_postings: int = DELTA_POSTINGS) -> Postings:
        """Open the folder, or make it. Raises PostingsDamaged if any byte of it is not what was written."""
        return cls(Disk(directory), delta_postings)

    @classmethod
    def fresh(cls, directory: Path, *, delta_postings: int = DELTA_POSTINGS) -> Postings:
        """Remove the folder with all that is in it and begin an empty one: the way out of PostingsDamaged."""
        if directory.exists():
            shutil.rmtree(directory)
        return cls.open(directory, delta_postings=delta_postings)

    @property
    def applied(self) -> int:
        """Number of the last change contained. Higher than the store's last change: the folder is not this store's."""
        return self._state.applied

    def __len__(self) -> int:
        """Cases that can be found."""
        return sum(len(part) - part.dead_count for part in self._state.parts())

    def __contains__(self, seq: int) -> bool:
        return seq in self._state

    def candidates(
        self,
        keys: U64,
        weights: F32,
        *,
        limit: int,
        cap: int = 2000,
        exclude: I64 | None = None,
        must: U64 | None = None,
        must_cap: int = MUST_CAP,
    ) -> tuple[I64, F32, bool]:
        """The `limit` cases that share most with `keys`, their scores, and whether the answer rests on lists read in part.

        Best first, ties by lower seq; score = sum of weight * log(1 + N / df) over the shared keys, see
        `index.postings_query` for `cap`. `weights` are one a key; a key of weight 0 or less is ignored. Seqs in
        `exclude` are never met. The newest
        `must_cap` cases of each key in `must` come back on top of `limit`, with whatever score they have (0 if no other
        key speaks for them). ValueError for negative numbers or shapes that do not fit.
        """
        question = query.ask(
            keys, weights, limit=limit, cap=cap, must=query.NO_KEYS if must is None else must, must_cap=must_cap
        )
        moment = self._state.moment(question.wanted, None if exclude is None else self._excluding(exclude))
        try:
            space = self._spaces.pop()
        except IndexError:
            space = query.Workspace()
        found = query.answer(question, moment, space)
        self._spaces.append(space)  # not after an error: its table may be half filled
        return found

    def _excluding(self, exclude: I64) -> Exclusion:
        exclusion = self._exclusion
        if not np.array_equal(exclusion.given, exclude):
            self._exclusion = exclusion = Exclusion(exclude)
        return exclusion

    def df(self, keys: U64) -> I64:
        """How many cases have each key; removed ones count until a merge drops them."""
        wanted = read_only(mix(keys), np.uint64)
        return self._state.moment(wanted, None).df(wanted)

    def add(self, seq: int, keys: U64, change_no: int, load: float = 1.0) -> None:
        """Make a case findable at once; one with this seq is replaced. Repeating a change does no harm.

        Its scores are divided by `load` (> 0).
        """
        self._state.put(seq, read_only(mix(keys), np.uint64), change_no, load)

    def remove(self, seq: int, change_no: int) -> None:
        """Make a case unfindable; nothing happens if it is not there."""
        self._state.remove(seq, change_no)

    def discard(self, seq: int) -> bool:
        """Undo the newest change of `seq` (its addition, replacement or removal), because the store rolled it back.

        `applied` goes back before that change, so that its number can be given again. Only what no flush has written
        can be undone: pass `committed` to `flush`. False when there is nothing to undo.
        """
        return self._state.discard(seq)

    def flush(self, committed: int | None = None) -> None:
        """Write what is in memory to disk, then merge. Changes later than `committed` stay in memory (None: none do).

        After an OSError everything is as before, on disk and in memory, and the next flush tries again.
        """
        with self._maintenance:
            self._disk.sweep()
            self._write(self._state.freeze(_EVERYTHING if committed is None else committed))
            while pair := next_merge(self._state.segments()):
                self._merge(*pair)
            self._disk.sweep()

    def compact(self, committed: int | None = None) -> None:
        """Flush, then merge all segments, so that nothing of a removed case is left in the folder."""
        with self._maintenance:
            self.flush(committed)
            while pair := next_merge(self._state.segments(), everything=True):
                self._merge(*pair)
            self._disk.sweep()

    def bulk(self, cases: Iterable[tuple[int, U64] | tuple[int, U64, float]], applied: int) -> None:
        """Add many (seq, keys, load), contained in the store up to change `applied`, then flush: `add` for each, but faster.

        What was added meanwhile with a later change stays. After a crash in between, `applied` is what it was and the
        work can be repeated.
        """
        with self._maintenance:
            self._disk.sweep()
            chunk: dict[int, Loaded] = {}
            size = 0
            for seq, keys, *load in cases:
                chunk[seq] = (keys, load[0] if load else 1.0)
                size += len(keys)
                if size >= BULK_POSTINGS:
                    self._add_chunk(chunk, applied)
                    chunk, size = {}, 0
            self._add_chunk(chunk, applied)
            self._state.reach(applied)
            self.flush()

    def digests(self) -> tuple[I64, U64]:
        """The seqs of all cases, ascending, and the `digest` of each one's keys, to be compared with the store's."""
        found = self._state.digests()
        seqs = np.concatenate([seqs for seqs, _ in found])
        order = np.argsort(seqs)
        return seqs[order], np.concatenate([sums for _, sums in found])[order]

    def stats(self) -> dict[str, int]:
        """Figures for /metrics: cases, dead, segments, delta_cases, postings, disk_bytes, applied."""
        parts = self._state.parts()
        segments = [part.body for part in parts if isinstance(part.body, Segment)]
        deltas = [part for part in parts if isinstance(part.body, Delta)]
        return {
            "cases": sum(len(part) - part.dead_count for part in parts),
            "dead": sum(part.dead_count for part in parts),
            "segments": len(segments),
            "delta_cases": sum(len(part) - part.dead_count for part in deltas),
            "postings": sum(part.body.postings for part in parts),
            "disk_bytes": sum(segment.nbytes for segment in segments),
            "applied": self.applied,
        }

    # Called with the maintenance lock held.

    def _write(self, frozen: Frozen) -> None:
        """Make one segment of the deltas, write the new dead, commit, swap."""
        new = self._disk.write_segment(_segment_of(frozen)) if any(mask.any() for _, mask in frozen.deltas) else None
        dead_files = {part: self._disk.write_dead(ordinals) for part, ordinals in frozen.dead}
        contents = [(_meta(part), dead_files.get(part, part.dead_file)) for part in frozen.segments]
        if new is not None:
            contents.append((_meta(new), None))
        if new is not None or dead_files or frozen.applied != self._disk.applied:
            self._disk.commit(contents, frozen.applied)
        for part, ordinals in frozen.dead:
            part.dead_file = dead_files[part]
            self._state.saved(part, ordinals)
        self._state.swap(frozen.deltas, new)

    def _merge(self, a: Part, b: Part) -> None:
        """Put one segment in the place of two. `applied` on disk stays: a merge adds no change."""
        old = [(part, self._state.keep(part)) for part in (a, b)]
        new = self._disk.write_merged(_segment(a), old[0][1], _segment(b), old[1][1])
        stay = [part for part in self._state.segments() if part is not a and part is not b]
        contents = [(_meta(part), part.dead_file) for part in [*stay, *([new] if len(new) else [])]]
        self._disk.commit(contents, self._disk.applied)
        self._state.swap(old, new)
        self._disk.sweep()

    def _add_chunk(self, chunk: dict[int, Loaded], applied: int) -> None:
        """Make a segment of the cases that are new; the others replace what is there, in memory."""
        seqs = np.array(sorted(chunk), dtype=np.int64)
        known = self._state.present(seqs)
        for seq in seqs[known].tolist():
            keys, load = chunk[seq]
            self._state.put_older(seq, read_only(mix(keys), np.uint64), applied, load)
        seqs = seqs[~known]
        if len(seqs) == 0:
            return
        new = self._disk.write_segment(_build(seqs, [chunk[seq] for seq in seqs.tolist()], mixed=False))
        contents = [(_meta(part), part.dead_file) for part in self._state.segments()]
        self._disk.commit([*contents, (_meta(new), None)], self._disk.applied)
        self._state.swap([], new)


def digest(keys: U64) -> int:
    """What `Postings.digests` tells of a case with these keys: the sum of the mixed distinct keys modulo 2^64."""
    return int(mix(np.unique(keys)).sum(dtype=np.uint64)) if len(keys) else 0


def _build(seqs: I64, cases: list[Loaded], *, mixed: bool) -> Segment:
    """A segment of cases in ascending order of seq."""
    keys, loads = [own for own, _ in cases], np.array([load for _, load in cases], dtype=np.float32)
    lengths = np.array([len(own) for own in keys], dtype=np.int64)
    # newest first, so that the lists are written newest first
    pairs = np.concatenate([np.empty(0, dtype=np.uint64), *keys[::-1]])
    owners = np.repeat(np.arange(len(seqs) - 1, -1, -1, dtype=np.uint32), lengths[::-1])
    return from_pairs(seqs, loads, pairs if mixed else mix(pairs), owners)


def _segment_of(frozen: Frozen) -> Segment:
    """What a flush writes, as one segment."""
    cases: dict[int, Loaded] = {}
    for part, mask in frozen.deltas:
        body = part.body
        if isinstance(body, Delta):
            for ordinal in np.flatnonzero(mask).tolist():
                cases[int(body.seqs[ordinal])] = (body.keys_of(ordinal), float(body.loads[ordinal]))
    seqs = np.array(sorted(cases), dtype=np.int64)
    return _build(seqs, [cases[seq] for seq in seqs.tolist()], mixed=True)


def _segment(part: Part) -> Segment:
    if not isinstance(part.body, Segment):
        raise TypeError("only segments are merged")
    return part.body


def _meta(part: Part) -> SegmentMeta:
    if part.meta is None:
        raise TypeError("only a segment on disk stands in a manifest")
    return part.meta


def warm() -> None:
    """Compile (or load) every kernel for the types that `Postings` calls it with: 14 s cold, 0.5 s from the cache."""
    keys = np.arange(64, dtype=np.uint64)
    weights = np.ones(64, dtype=np.float32)
    with tempfile.TemporaryDirectory() as folder:
        postings = Postings.open(Path(folder) / "warm", delta_postings=256)
        for seq in (1, 2, 3):
            postings.add(seq, keys[seq:], seq)
            postings.flush(seq - 1)
            postings.candidates(keys, weights, limit=1, cap=1, must=keys[:2])
        postings.compact()
        postings.candidates(keys, weights, limit=1, exclude=np.array([2]))
        postings.df(keys)
        postings.digests()
