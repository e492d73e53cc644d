"""How do the settled cases learn in another process, so that nobody who asks notices?

What is in memory is laid down in a scratch folder, what is mapped from a file is named; the child (`index.precedent_child`) maps
both, learns, and writes a view beside them, which is mapped here. Of the folder that answer stays, until the next one or until
something is erased. Not for: archives that are not kept on disk, or small; they learn where they are.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import child_process, precedent_disk
from index import postings_files as files
from index.errors import PostingsDamaged, PrecedentsDamaged
from index.precedent_columns import Column
from index.precedent_learning import Learned, learned
from index.precedent_ranking import View
from index.sentence_vectors import SentenceVectors

CHILD = "index.precedent_child"
FORMAT, VERSION = "leian-precedents-handed-over", 1
WORTH = 1_000
"""Cases from which a process is started for them; fewer hold nobody up for more than some milliseconds."""
RESULT = "learned"
"""Folder of the child's answer, in the scratch folder."""
_PREFIX = "precedents-learning-"


class LearningProcess:
    """A learner for `index.precedents`: one child a call. `stop` may be called by another thread, and ends what is running."""

    def __init__(self, beside: Path) -> None:
        """`beside`: the folder that the scratch folders are made in; what a killed service left there goes."""
        self._beside = beside
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self.forget()

    def __call__(self, view: View, vectors: SentenceVectors) -> Learned | None:
        """What was learned; None where no child could be had or it did not come to an end."""
        if len(view) < WORTH:
            return learned(view, vectors)
        try:
            scratch = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._beside))
        except OSError:
            return None
        kept = None
        try:
            hand_over(scratch, view, vectors)
            if self._run(scratch):
                kept = precedent_disk.read_view(scratch / RESULT)
        except (OSError, PrecedentsDamaged):  # a full disk, or what was named has gone meanwhile
            kept = None
        self._tidy(scratch if kept else None)
        return None if kept is None else Learned(kept.view, kept.vectors)

    def laid_down(self, column: Column) -> Column:
        """The same column, mapped: an archive that is counted lies on disk until it is handed over. As it is where that is full.

        What was laid down goes with the next call, and with `forget`.
        """
        if len(column) < WORTH:
            return column
        try:
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._beside))
            arrays = {name: _entry(folder / name, array) for name, array in precedent_disk.arrays_of(column).items()}
            mapped = {name: _mapped(entry) for name, entry in arrays.items()}
        except (OSError, PostingsDamaged):
            return column
        return precedent_disk.column_from(mapped | {"live": column.live}, column.facets)

    def forget(self) -> None:
        """Nothing of what was counted is on disk any more, as an erasure wants; what is mapped can still be read."""
        self._tidy(None)

    def stop(self) -> None:
        """End the child, if there is one, and start none any more."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def _run(self, scratch: Path) -> bool:
        with self._lock:
            if self._stopped:
                return False
            self._process = process = child_process.start(CHILD, str(scratch))
        try:
            return process.wait() == 0
        finally:
            with self._lock:
                self._process = None
            child_process.end(process)

    def _tidy(self, last: Path | None) -> None:
        """Only the answer in `last` stays: the next child can be told to map it."""
        for each in self._beside.glob(f"{_PREFIX}*"):
            if each != last:
                shutil.rmtree(each, ignore_errors=True)
        for each in last.iterdir() if last else ():
            if each.name != RESULT:
                each.unlink()


def hand_over(folder: Path, view: View, vectors: SentenceVectors) -> None:
    """Put down what the child needs. Raises OSError."""
    columns = []
    for number, column in enumerate(view.columns):
        arrays = precedent_disk.arrays_of(column) | {"live": column.live}
        entries = {name: _entry(folder / f"{number}-{name}", array) for name, array in arrays.items()}
        columns.append({"arrays": entries, "facets": precedent_disk.plain_facets(column)})
    newer = sorted(vectors.newer)
    rows = np.stack([vectors.newer[seq] for seq in newer]) if newer else np.zeros((0, 0), dtype=np.float32)
    known: dict[str, NDArray[Any]] = {
        "seqs": vectors.seqs, "rows": vectors.rows, "newer": np.array(newer, dtype=np.int64), "newer-rows": rows,
        "gone": np.array(sorted(vectors.gone), dtype=np.int64),
    }  # fmt: skip
    entries = {name: _entry(folder / f"vectors-{name}", array) for name, array in known.items()}
    content = {"format": FORMAT, "version": VERSION, "columns": columns, "vectors": entries}
    files.write_manifest(folder, content, durable=False)


def taken_over(folder: Path) -> tuple[View, SentenceVectors]:
    """What was handed over. Raises PostingsDamaged, OSError."""
    content = files.read_manifest(folder, FORMAT, VERSION)
    columns = []
    for each in content["columns"]:
        arrays = {name: _mapped(entry) for name, entry in each["arrays"].items()}
        columns.append(precedent_disk.column_from(arrays, precedent_disk.read_facets(each["facets"])))
    known = {name: _mapped(entry) for name, entry in content["vectors"].items()}
    vectors = SentenceVectors(known["seqs"], known["rows"])
    vectors.newer = dict(zip(known["newer"].tolist(), known["newer-rows"], strict=True))
    vectors.gone = set(known["gone"].tolist())
    return View(tuple(columns)), vectors


def _entry(path: Path, array: NDArray[Any]) -> dict[str, Any]:
    """Where the array can be mapped: where it is mapped from already, or a new file."""
    mapped = (base for base in _bases(array) if isinstance(base, np.memmap) and base.size == array.size)
    at = next((each for each in mapped if each.filename and Path(each.filename).exists()), None)
    if at is None:
        with path.open("wb") as file:
            file.write(memoryview(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data))
    return {
        "path": str(path if at is None else at.filename),
        "offset": 0 if at is None else at.offset,
        "dtype": array.dtype.str,
        "shape": list(array.shape),
    }


def _bases(array: Any) -> Iterator[Any]:
    """An array and what it is a view of."""
    while array is not None:
        yield array
        array = getattr(array, "base", None)


def _mapped(entry: dict[str, Any]) -> NDArray[Any]:
    shape = tuple(entry["shape"])
    if 0 in shape:
        return np.zeros(shape, dtype=entry["dtype"])
    try:
        return np.memmap(entry["path"], entry["dtype"], "r", entry["offset"], shape).view(np.ndarray)
    except ValueError as error:  # shorter than it should be
        raise PostingsDamaged(Path(entry["path"]), str(error)) from error
