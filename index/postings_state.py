"""What does the index contain at this moment, while some add, some ask and one rewrites the files?

`State` is the list of parts (segments, full deltas, the active delta) and the number of the last change in them, under
one lock that is held for microseconds. Whoever asks takes a `moment`, a picture that stays as it is. Whoever rewrites
takes a `freeze` or `keep`, works without the lock as long as it takes, and calls `swap`, which carries over who died.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.kernels import read_only
from index.arrays import I64, U32, U64
from index.postings_delta import Delta
from index.postings_parts import FOR_EVER, Exclusion, Part
from index.postings_query import Moment, Picture, View
from index.segments import Segment

Mask: TypeAlias = NDArray[np.bool_]
_NO_COUNTS: I64 = np.empty(0, dtype=np.int64)
_NO_PLACES: U32 = np.empty(0, dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a flush has to write: of each delta the cases in `mask`, of each segment in `dead` its dead ordinals."""

    deltas: list[tuple[Part, Mask]]
    dead: list[tuple[Part, I64]]
    segments: list[Part]
    applied: int


class State:
    """See the module. Every method takes the lock itself."""

    def __init__(self, parts: Sequence[Part], applied: int, delta_postings: int) -> None:
        self.applied = applied
        self._parts = list(parts)
        self._delta_postings = delta_postings
        self._delta = Delta(delta_postings)
        self._active = Part(self._delta)
        self._picture: Picture | None = None
        """Of the state as it is, as long as nothing has changed: most questions come between two changes."""
        self._lock = Lock()

    def parts(self) -> list[Part]:
        with self._lock:
            return self._all()

    def segments(self) -> list[Part]:
        return [part for part in self.parts() if isinstance(part.body, Segment)]

    def __contains__(self, seq: int) -> bool:
        with self._lock:
            return self._where(seq) is not None

    def moment(self, wanted: U64, exclusion: Exclusion | None) -> Moment:
        """All parts that hold something, and where the `wanted` mixed keys stand in the one that grows."""
        counts, found = _NO_COUNTS, _NO_PLACES
        with self._lock:
            if self._picture is None:
                self._picture = self._taken()
            picture, active = self._picture, self._active
            if len(active):
                counts, found = np.empty(len(wanted), dtype=np.int64), np.empty(len(wanted), dtype=np.uint32)
                # looked up under the lock; what is found stays as it is
                self._delta.find(wanted, counts, found)
        if exclusion is not None:
            picture = Picture([exclusion.hide(view) for view in picture.views])
        return Moment(picture, counts, found)

    def digests(self) -> list[tuple[I64, U64]]:
        """Seqs and digests of the cases of each part."""
        with self._lock:
            moment = [(part, ~part.dead_mask()) for part in self._all()]
            active = self._delta.digests()
        last = moment[-1][0]
        return [
            (part.body.seqs[: len(alive)][alive], (active if part is last else part.body.digests())[alive])
            for part, alive in moment
        ]

    def put(self, seq: int, mixed: U64, change_no: int, load: float) -> None:
        """Add or replace a case."""
        with self._lock:
            self._picture = None
            self._kill(seq, change_no)
            self._append(seq, mixed, change_no, load)
            self.applied = max(self.applied, change_no)

    def put_older(self, seq: int, mixed: U64, bound: int, load: float) -> None:
        """Replace a case by what it was at change `bound`, unless a later change is here already."""
        with self._lock:
            self._picture = None
            where = self._where(seq)
            if where is None or not isinstance(where[0].body, Delta) or where[0].body.changes[where[1]] <= bound:
                self._kill(seq, 0)
                self._append(seq, mixed, 0, load)

    def remove(self, seq: int, change_no: int) -> None:
        with self._lock:
            self._picture = None
            self._kill(seq, change_no)
            self.applied = max(self.applied, change_no)

    def discard(self, seq: int) -> bool:
        """See `Postings.discard`."""
        with self._lock:
            self._picture = None
            where = self._where(seq)
            if where is None:
                change = max((change for *_, change in self._pending(seq)), default=FOR_EVER)
            elif isinstance(where[0].body, Delta):
                change = int(where[0].body.changes[where[1]])
                where[0].kill([where[1]], [FOR_EVER])
            else:
                change = FOR_EVER
            if change == FOR_EVER:
                return False
            for part, ordinal, killed_by in self._pending(seq):
                if killed_by == change:
                    part.revive(ordinal)
                    if isinstance(part.body, Delta):
                        part.body.point_to(seq, ordinal)
            self.applied = min(self.applied, change - 1)
            return True

    def present(self, seqs: I64) -> Mask:
        """Which of the seqs (ascending) count somewhere."""
        with self._lock:
            return self._present(seqs)

    def reach(self, change_no: int) -> None:
        """Every change up to `change_no` is contained."""
        with self._lock:
            self.applied = max(self.applied, change_no)

    def freeze(self, bound: int) -> Frozen:
        """Set the deltas aside for writing, as they are after change `bound`; what is later moves to a new delta."""
        with self._lock:
            self._picture = None
            self._set_aside()
            deltas = [part for part in self._parts if isinstance(part.body, Delta)]
            for part in deltas:
                self._move_later(part, bound)
            segments = [part for part in self._parts if isinstance(part.body, Segment)]
            dead = [
                (part, np.flatnonzero(~part.written_mask(bound)))
                for part in segments
                if any(change <= bound for change in part.pending.values())
            ]
            masks = [(part, part.written_mask(bound)) for part in deltas]
            return Frozen(masks, dead, segments, min(self.applied, bound))

    def keep(self, part: Part) -> Mask:
        """What a merge has to take over: all but the dead that a manifest tells of."""
        with self._lock:
            return part.written_mask(FOR_EVER - 1)

    def swap(self, old: Sequence[tuple[Part, Mask]], new: Part | None) -> None:
        """Put `new`, which holds the cases in the masks of `old`, in their place, without those that died meanwhile.

        A case of `new` that counts in a part beside `old` was put there later, and counts there only.
        """
        with self._lock:
            self._picture = None
            replaced = {part for part, _ in old}
            self._parts = [part for part in self._parts if part not in replaced]
            if new is None or len(new) == 0:
                return
            for part, mask in old:
                died = np.flatnonzero(mask & part.dead_mask()[: len(mask)])
                ordinals = np.searchsorted(new.body.seqs, part.body.seqs[died])
                new.kill(ordinals, [part.pending[ordinal] for ordinal in died.tolist()])
            if not old:
                later = np.flatnonzero(self._present(new.body.seqs))
                new.kill(later, [0] * len(later))
            self._parts = [*self._parts, new]

    def saved(self, part: Part, ordinals: I64) -> None:
        """A manifest now tells of these dead."""
        with self._lock:
            told = set(ordinals.tolist())
            part.pending = {ordinal: change for ordinal, change in part.pending.items() if ordinal not in told}

    # What follows is called with the lock held.

    def _taken(self) -> Picture:
        return Picture([View(part, len(part), part.dead, part.dead_count) for part in self._all() if len(part)])

    def _all(self) -> list[Part]:
        return [*self._parts, self._active]

    def _where(self, seq: int) -> tuple[Part, int] | None:
        for part in reversed(self._all()):
            if (ordinal := part.live_ordinal(seq)) >= 0:
                return part, ordinal
        return None

    def _present(self, seqs: I64) -> Mask:
        found = np.zeros(len(seqs), dtype=bool)
        for part in self._all() if len(seqs) else []:
            own = part.body.seqs
            if len(own) and int(own.min()) <= int(seqs[-1]) and int(own.max()) >= int(seqs[0]):
                found |= np.isin(seqs, own[~part.dead_mask()])
        return found

    def _pending(self, seq: int) -> list[tuple[Part, int, int]]:
        """Deaths of `seq` that can be undone: part, ordinal, change."""
        return [
            (part, ordinal, change)
            for part in self._all()
            for ordinal, change in part.pending.items()
            if change != FOR_EVER and part.body.seqs[ordinal] == seq
        ]

    def _kill(self, seq: int, change_no: int) -> None:
        where = self._where(seq)
        if where is not None:
            where[0].kill([where[1]], [change_no])

    def _append(self, seq: int, mixed: U64, change_no: int, load: float) -> int:
        """Into the active delta, or a new one when it is full; the ordinal there."""
        if not self._delta.fits(len(mixed)):
            self._set_aside(len(mixed))
        return self._delta.add(seq, mixed, change_no, load)

    def _set_aside(self, needed: int = 0) -> None:
        """Begin a new active delta."""
        if len(self._active):
            self._parts = [*self._parts, self._active]
        self._delta = Delta(max(self._delta_postings, needed))
        self._active = Part(self._delta)

    def _move_later(self, part: Part, bound: int) -> None:
        """Move what was added after change `bound`, dead or alive, to the active delta."""
        body = part.body
        if not isinstance(body, Delta):
            return
        for ordinal in np.flatnonzero(body.changes[: len(body)] > bound).tolist():
            killed_by = part.pending.get(ordinal)
            if killed_by == FOR_EVER:
                continue
            moved = self._append(
                int(body.seqs[ordinal]),
                read_only(body.keys_of(ordinal), np.uint64),
                int(body.changes[ordinal]),
                float(body.loads[ordinal]),
            )
            if killed_by is not None:
                self._active.kill([moved], [killed_by])
            part.kill([ordinal], [FOR_EVER])
