"""How do the settled cases, counted, reach the disk and come back without a text being read again?

    manifest.json      what counts: the change number contained, the arrays with their CRCs, the facets
    000007/            one .npy file for each array of one column, mapped when it is read

Derived: what is missing, damaged or of another version is built anew from the store. A view is written as one column of its live
cases, so that nothing of a case that was taken out stays on disk.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import postings_files as files
from index.bm25 import Field
from index.durable import sync
from index.errors import PostingsDamaged, PrecedentsDamaged
from index.lsa import LatentSpace
from index.precedent_columns import FIELDS, Column, Facets, merge_columns
from index.precedent_ranking import View
from index.sentence_vectors import SentenceVectors
from index.sentences import SentenceSpace

FOLDER = "precedents"
"""Its name in the data directory."""
FORMAT = "leian-precedents"
VERSION = 2
"""Raised when the same text would be counted differently: another segmenter, other columns."""
SAMPLE = "sample-"
"""What the names of the sample's arrays begin with."""
_FLAT = ("seqs", "closed", "facet")
_OF_FIELD = ("keys", "offsets", "texts", "counts", "lengths", "norms")
_OF_SPACE = ("keys", "weights", "basis")
_OF_SENTENCES = ("mean", "turn")

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A view as it was written, the sentence vectors of its cases, and the store's last change that it contains."""

    view: View
    vectors: SentenceVectors
    applied: int


def write_view(folder: Path, view: View, vectors: SentenceVectors, applied: int, *, durable: bool = True) -> None:
    """Replace what is in `folder` by `view`, all at once, and durably unless told not to.

    `applied`: the store's last change that it contains.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    old = sorted(path for path in folder.iterdir() if path.is_dir())
    name = f"{int(old[-1].name) + 1 if old else 1:06}"
    target = folder / name
    target.mkdir(mode=0o700)
    column = _whole(view)
    sample = merge_columns([view.sample]) if view.sample is not None else None
    arrays = arrays_of(column) | dict(_of_spaces(view, column)) if column else {}
    arrays |= {SAMPLE + name: array for name, array in arrays_of(sample).items()} if sample is not None else {}
    entries = [_save(target, name, [array], array.shape, durable=durable) for name, array in arrays.items()]
    if column and (known := np.sort(column.seqs[vectors.known(column.seqs)])).size:
        width = vectors.of(known[:1]).shape[1]
        entries.append(_save(target, "sensed", [known], known.shape, durable=durable))
        entries.append(_save(target, "vectors", vectors.parts(known), (len(known), width), durable=durable))
    if durable:
        sync(target)
    content = {
        "format": FORMAT, "version": VERSION, "applied": applied, "learned": view.learned, "folder": name, "arrays": entries,
        "facets": plain_facets(column) if column else [],
    }  # fmt: skip
    files.write_manifest(folder, content, durable=durable)
    for each in old:
        shutil.rmtree(each, ignore_errors=True)


def read_view(folder: Path) -> Kept | None:
    """What was written last, mapped; None where nothing was. Raises PrecedentsDamaged."""
    if not (folder / files.MANIFEST).exists():
        return None
    try:
        content = files.read_manifest(folder, FORMAT, VERSION)
        target = folder / content["folder"]
        arrays = {entry["name"]: _load(target, entry) for entry in content["arrays"]}
        if not arrays:
            return Kept(View(), SentenceVectors(), content["applied"])
        view = _view(arrays, read_facets(content["facets"]), content["learned"])
        return Kept(view, SentenceVectors(arrays.get("sensed"), arrays.get("vectors")), content["applied"])
    except PostingsDamaged as error:
        raise PrecedentsDamaged(str(error)) from error


class ReadAhead:
    """What `read_view` gives, read by a thread of its own from now on: a gigabyte is checked while the engine is imported."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._began_with = self._manifest()
        reader = ThreadPoolExecutor(1, "leian-read-ahead")
        self._found = reader.submit(read_view, folder)
        reader.shutdown(wait=False)

    def take(self) -> Kept | None:
        """As `read_view` would answer now: read once more where something was written, or was wrong, meanwhile."""
        with suppress(PrecedentsDamaged):
            kept = self._found.result()
            if self._manifest() == self._began_with:
                return kept
        return read_view(self._folder)

    def _manifest(self) -> bytes:
        try:
            return (self._folder / files.MANIFEST).read_bytes()
        except OSError:
            return b""


def drop(folder: Path) -> None:
    """Remove what is on disk, as an erasure must. What is mapped stays readable until its process ends."""
    (folder / files.MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def _whole(view: View) -> Column | None:
    """All live cases side by side."""
    if not view.columns:
        return None
    only = view.columns[0]
    return only if len(view.columns) == 1 and only.live.all() else merge_columns(view.columns)


def plain_facets(column: Column) -> list[list[Any]]:
    """The facets of a column as lists of texts."""
    return [
        [unit, list(category), locality, outcome] for unit, category, locality, outcome in map(astuple, column.facets)
    ]


def read_facets(plain: Iterable[list[Any]]) -> tuple[Facets, ...]:
    """What `plain_facets` gave."""
    return tuple(Facets(unit, tuple(category), locality, outcome) for unit, category, locality, outcome in plain)


def arrays_of(column: Column) -> Arrays:
    """The arrays of a column by name, but for what tells its live cases."""
    found = {name: getattr(column, name) for name in _FLAT}
    found |= {f"{name}-{part}": getattr(column.field(name), part) for name in FIELDS for part in _OF_FIELD}
    return found | {name: array for name in ("latent", "sense") if (array := getattr(column, name)) is not None}


def column_from(arrays: Arrays, facets: tuple[Facets, ...]) -> Column:
    """A column of the arrays that `arrays_of` names; all its cases are live unless "live" says otherwise."""
    fields = {name: Field(**{part: arrays[f"{name}-{part}"] for part in _OF_FIELD}) for name in FIELDS}
    whole: dict[str, Any] = {name: arrays[name] for name in _FLAT} | fields
    whole |= {"latent": arrays.get("latent"), "sense": arrays.get("sense")}
    live = arrays["live"] if "live" in arrays else np.ones(len(arrays["seqs"]), dtype=bool)
    return Column(facets=facets, live=live, **whole)


def _of_spaces(view: View, column: Column) -> Iterator[tuple[str, NDArray[Any]]]:
    if view.space is not None and column.latent is not None:
        for part in _OF_SPACE:
            yield f"space-{part}", getattr(view.space, part)
    if view.sentences is not None and column.sense is not None:
        for part in _OF_SENTENCES:
            yield f"sentences-{part}", getattr(view.sentences, part)


def _save(
    target: Path, name: str, parts: Iterable[NDArray[Any]], shape: tuple[int, ...], *, durable: bool
) -> dict[str, Any]:
    """Write an array that comes in parts."""
    parts = iter(parts)
    first = next(parts)
    with files.ArrayWriter(target / f"{name}.npy", first.dtype, durable=durable) as writer:
        writer.append(first.reshape(-1))
        for part in parts:
            writer.append(part.reshape(-1))
    return {"name": name, "dtype": first.dtype.str, "shape": list(shape), "crcs": writer.crcs}


def _load(target: Path, entry: dict[str, Any]) -> NDArray[Any]:
    shape = tuple(entry["shape"])
    path = target / f"{entry['name']}.npy"
    return files.load_array(path, entry["dtype"], int(np.prod(shape)), entry["crcs"]).reshape(shape)


def _view(arrays: Arrays, facets: tuple[Facets, ...], learned: int) -> View:
    space = LatentSpace(**{part: arrays[f"space-{part}"] for part in _OF_SPACE}) if "space-basis" in arrays else None
    turned = "sentences-turn" in arrays
    sentences = SentenceSpace(**{part: arrays[f"sentences-{part}"] for part in _OF_SENTENCES}) if turned else None
    drawn = {name.removeprefix(SAMPLE): array for name, array in arrays.items() if name.startswith(SAMPLE)}
    if drawn:
        drawn["facet"] = np.zeros(len(drawn["seqs"]), np.int32)  # nobody filters a sample
    sample = column_from(drawn, (Facets(),)) if drawn else None
    return View((column_from(arrays, facets),), space, learned, sentences, sample)
