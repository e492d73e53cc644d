"""Where do a million cases wait while they are compared?

On disk, packed as the store packs them, with a few numbers each in memory: a pile may be larger than memory. What was
committed is still there after a kill; what came later is cut off at the next opening and written again.
Not for: keeping cases (`index.store` does); a spool lives as long as one run.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, overload

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.case import Case
from index.records import pack_case, unpack_case
from index.store_types import micros
from service.errors import LeianError
from service.safe_cells import whole_file

NUMBERS = np.dtype([("end", "<i8"), ("view_end", "<i8"), ("id_end", "<i8"), ("time", "<i8"), ("case_id", "<i8")])
"""Of each case: where its bytes, those of its view and its id end, microseconds since 1970, hash of its id."""
FILES = ("cases", "views", "ids", "numbers", "rejects")
READ_AHEAD = 1 << 20  # bytes
GAP = 1 << 12  # bytes between two records that are read along with them: a call costs as much

Reject = tuple[str, str, str, str]
"""File, line, reason, the row as the file has it."""


class SpoolDamaged(LeianError):
    """The files of a spool do not belong together."""


@dataclass(slots=True)
class Mark:
    """How far the reading has come: this row of this file, and the totals up to there."""

    file: int = 0
    row: int = 0
    read: int = 0
    repeated: int = 0
    rejected: int = 0
    broken: list[tuple[str, str]] = field(default_factory=list)  # files that broke off, with the reason


class View(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What looking for copies needs of a case; read ten times as fast as the case. `person` is empty for nobody, and
    equal for persons of whom the same is known."""

    text: str
    address: str
    confidential: bool
    person: bytes


def view_of(case: Case) -> View:
    return View(case.text, case.address, case.confidential, _encode(case.petitioner) if case.petitioner else b"")


def case_ids(cases: Sequence[Case]) -> list[str]:
    """The ids of all cases, in order; from a spool without reading the cases."""
    return cases.ids() if isinstance(cases, SpooledCases) else [case.case_id for case in cases]


class CaseSpool:
    """A spool being filled with `add` and `reject`; `commit` now and then, `settle` at the end."""

    def __init__(self, folder: Path) -> None:
        """Open or begin a spool in `folder`; what was not committed is cut off. Raises SpoolDamaged."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # it holds petitioners' data
        self.mark, sizes = _saved(folder)
        self._files = {name: _opened(folder / name, sizes.get(name, 0)) for name in FILES}
        numbers = np.fromfile(folder / "numbers", dtype=NUMBERS)
        self._ends = numbers["end"].tolist()
        self._view_end, self._id_end = (int(numbers[name][-1]) if len(numbers) else 0 for name in ("view_end", "id_end"))
        self._by_id = {hashed: place for place, hashed in enumerate(numbers["case_id"].tolist())}

    def __len__(self) -> int:
        return len(self._ends)

    def add(self, case: Case) -> str:
        """Take a case in: "new", "same" (it is there with this content) or "other" (its id has other content).

        Raises RecordUnstorable.
        """
        packed = pack_case(case)
        hashed = _hash(case.case_id)
        known = self._by_id.get(hashed)
        if known is not None:
            first = self._bytes(known)
            if first == packed:
                return "same"
            if unpack_case(first).case_id == case.case_id:
                return "other"
        view, case_id = _encode(view_of(case)), case.case_id.encode("utf-8", "surrogatepass")
        self._files["cases"].write(packed)
        self._files["views"].write(view)
        self._files["ids"].write(case_id)
        self._by_id[hashed] = len(self._ends)
        self._ends.append((self._ends[-1] if self._ends else 0) + len(packed))
        self._view_end += len(view)
        self._id_end += len(case_id)
        row = _ROW.pack(self._ends[-1], self._view_end, self._id_end, micros(case.received_at), hashed)
        self._files["numbers"].write(row)
        return "new"

    def reject(self, reject: Reject) -> None:
        """Keep a row that is no case."""
        self.mark.rejected += 1
        self._files["rejects"].write((json.dumps(reject) + "\n").encode())

    def commit(self) -> None:
        """From here on a kill loses nothing of what was added before."""
        for file in self._files.values():
            file.flush()
            os.fsync(file.fileno())
        state = {"mark": asdict(self.mark), "sizes": {name: file.tell() for name, file in self._files.items()}}
        with whole_file(self.folder / "mark.json", "utf-8") as out:
            json.dump(state, out)

    def close(self) -> None:
        for file in self._files.values():
            file.close()

    def settle(self) -> SpooledCases:
        """Commit, close, and give the cases by arrival."""
        self.commit()
        self.close()
        return SpooledCases(self.folder)

    def _bytes(self, row: int) -> bytes:
        self._files["cases"].flush()
        start = self._ends[row - 1] if row else 0
        return os.pread(self._files["cases"].fileno(), self._ends[row] - start, start)


class SpooledCases(Sequence[Case]):
    """The cases of a settled spool: the i-th by `received_at`, equal times in the order of the files.

    Each is read when it is asked for. Many processes may read one spool.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        numbers = np.fromfile(folder / "numbers", dtype=NUMBERS)
        self._order: NDArray[np.int64] = np.argsort(numbers["time"], kind="stable").astype(np.int64)
        self._cases = _Records(folder / "cases", numbers["end"])
        self._views = _Records(folder / "views", numbers["view_end"])
        self._id_ends: NDArray[np.int64] = numbers["id_end"]

    def __reduce__(self) -> tuple[type[SpooledCases], tuple[Path]]:
        return SpooledCases, (self.folder,)  # another process opens the files itself

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, place: int) -> Case: ...
    @overload
    def __getitem__(self, place: slice) -> list[Case]: ...
    def __getitem__(self, place: int | slice) -> Case | list[Case]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        return unpack_case(self._cases[int(self._order[place])])

    def __iter__(self) -> Iterator[Case]:
        return (self[place] for place in range(len(self)))

    def views(self, places: NDArray[np.int64]) -> list[View]:
        """What looking for copies needs of these cases."""
        return [decode_view(record) for record in self._views.many(self._order[places])]

    def extents(self) -> NDArray[np.int64]:
        """Of each case, in order of arrival, where its bytes begin and end in "cases" and its view's in "views": (n, 4)."""
        ends = [self._cases.ends, self._views.ends]
        return np.stack([each[self._order + step] for each in ends for step in (0, 1)], axis=1)

    def ids(self) -> list[str]:
        """The ids of all cases."""
        said = (self.folder / "ids").read_bytes()
        found = [said[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise([0, *self._id_ends.tolist()])]
        return [found[row] for row in self._order.tolist()]

    def rejects(self) -> Iterator[Reject]:
        """The rows that are no cases, in order."""
        with (self.folder / "rejects").open("rb") as lines:
            for line in lines:
                file, row, reason, cells = json.loads(line)
                yield file, row, reason, cells


class _Records:
    """Byte strings one behind the other in a file."""

    def __init__(self, path: Path, ends: NDArray[np.int64]) -> None:
        self._file = path.open("rb")
        self.ends: NDArray[np.int64] = np.concatenate([[0], ends]).astype(np.int64)

    def __getitem__(self, row: int) -> bytes:
        start, end = int(self.ends[row]), int(self.ends[row + 1])
        return os.pread(self._file.fileno(), end - start, start)

    def many(self, rows: NDArray[np.int64]) -> Iterator[memoryview]:
        """These rows; what stands together or nearly so in the file is read in one go."""
        starts, ends = self.ends[rows], self.ends[rows + 1]
        apart = np.flatnonzero((starts[1:] < ends[:-1]) | (starts[1:] - ends[:-1] > GAP)) + 1
        for first, stop in zip([0, *apart.tolist()], [*apart.tolist(), len(rows)], strict=True):
            if first == stop:
                continue
            begin, end = int(starts[first]), int(ends[stop - 1])
            read = memoryview(os.pread(self._file.fileno(), end - begin, begin))
            for start, until in zip(starts[first:stop].tolist(), ends[first:stop].tolist(), strict=True):
                yield read[start - begin : until - begin]

    def __del__(self) -> None:
        self._file.close()


_ROW = struct.Struct("<5q")  # a row of NUMBERS
_encode = msgspec.msgpack.Encoder().encode
decode_view = msgspec.msgpack.Decoder(View).decode
"""A view from its bytes."""


def _saved(folder: Path) -> tuple[Mark, dict[str, int]]:
    with suppress(OSError, ValueError, TypeError, KeyError):
        state = json.loads((folder / "mark.json").read_text(encoding="utf-8"))
        return Mark(**state["mark"]), {str(name): int(size) for name, size in state["sizes"].items()}
    return Mark(), {}


def _opened(path: Path, size: int) -> BinaryIO:
    """The file cut to `size` bytes, open for reading and appending. A file shorter than that is a damaged spool."""
    path.touch(mode=0o600)
    file = path.open("r+b", buffering=READ_AHEAD)
    found = file.seek(0, os.SEEK_END)
    if found < size:
        file.close()
        raise SpoolDamaged(f"{path}: {found:,} bytes where {size:,} were committed; remove its folder and run again")
    file.truncate(size)
    file.seek(0, os.SEEK_END)
    return file


def _hash(case_id: str) -> int:
    digest = hashlib.blake2b(case_id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)
