"""How do the settled cases, counted, reach the disk and come back without a text being read again?

    manifest.json      what counts: the change number contained, the arrays with their CRCs, the facets
    000007/            one .npy file for each array of one column, mapped when it is read

Derived: what is missing, damaged or of another version is built anew from the store. A view is written as one column of its live
cases, so that nothing of a case that was taken out stays on disk.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
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
from index.sentences import SentenceSpace

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
Vectors = Mapping[int, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A view as it was written, the sentence vectors of its cases by seq, and the store's last change that it contains."""

    view: View
    vectors: dict[int, NDArray[np.float32]]
    applied: int


def write_view(folder: Path, view: View, vectors: Vectors, applied: int) -> None:
    """Replace what is in `folder` by `view`, durably and all at once. `applied`: the store's last change that it contains."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    old = sorted(path for path in folder.iterdir() if path.is_dir())
    name = f"{int(old[-1].name) + 1 if old else 1:06}"
    target = folder / name
    target.mkdir(mode=0o700)
    column = _whole(view)
    sample = merge_columns([view.sample]) if view.sample is not None else None
    arrays = dict(_arrays(column, view, vectors)) if column else {}
    arrays |= {SAMPLE + key: array for key, array in _of_column(sample)} if sample is not None else {}
    entries = [_save(target, key, array) for key, array in arrays.items()]
    sync(target)
    content = {
        "format": FORMAT, "version": VERSION, "applied": applied, "learned": view.learned, "folder": name, "arrays": entries,
        "facets": [_plain(each) for each in column.facets] if column else [],
    }  # fmt: skip
    files.write_manifest(folder, content)
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
            return Kept(View(), {}, content["applied"])
        facets = tuple(Facets(unit, tuple(category), locality, outcome) for unit, category, locality, outcome in content["facets"])
        return Kept(_view(arrays, facets, content["learned"]), _vectors(arrays), content["applied"])
    except PostingsDamaged as error:
        raise PrecedentsDamaged(str(error)) from error


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


def _plain(facets: Facets) -> list[Any]:
    unit, category, locality, outcome = astuple(facets)
    return [unit, list(category), locality, outcome]


def _of_column(column: Column) -> Iterator[tuple[str, NDArray[Any]]]:
    for name in _FLAT:
        yield name, getattr(column, name)
    for name in FIELDS:
        for part in _OF_FIELD:
            yield f"{name}-{part}", getattr(column.field(name), part)
    for name in ("latent", "sense"):
        if getattr(column, name) is not None:
            yield name, getattr(column, name)


def _arrays(column: Column, view: View, vectors: Vectors) -> Iterator[tuple[str, NDArray[Any]]]:
    yield from _of_column(column)
    if view.space is not None and column.latent is not None:
        for part in _OF_SPACE:
            yield f"space-{part}", getattr(view.space, part)
    if view.sentences is not None and column.sense is not None:
        for part in _OF_SENTENCES:
            yield f"sentences-{part}", getattr(view.sentences, part)
    known = [seq for seq in column.seqs.tolist() if seq in vectors]
    if known:
        yield "sensed", np.array(known, dtype=np.int64)
        yield "vectors", np.stack([vectors[seq] for seq in known])


def _save(target: Path, name: str, array: NDArray[Any]) -> dict[str, Any]:
    crcs = files.save_array(target / f"{name}.npy", array.reshape(-1))
    return {"name": name, "dtype": array.dtype.str, "shape": list(array.shape), "crcs": crcs}


def _load(target: Path, entry: dict[str, Any]) -> NDArray[Any]:
    shape = tuple(entry["shape"])
    path = target / f"{entry['name']}.npy"
    return files.load_array(path, entry["dtype"], int(np.prod(shape)), entry["crcs"]).reshape(shape)


def _view(arrays: Arrays, facets: tuple[Facets, ...], learned: int) -> View:
    space = LatentSpace(**{part: arrays[f"space-{part}"] for part in _OF_SPACE}) if "latent" in arrays else None
    sentences = SentenceSpace(**{part: arrays[f"sentences-{part}"] for part in _OF_SENTENCES}) if "sense" in arrays else None
    sample = {name.removeprefix(SAMPLE): array for name, array in arrays.items() if name.startswith(SAMPLE)}
    # nobody filters a sample
    drawn = _column(sample | {"facet": np.zeros(len(sample["seqs"]), np.int32)}, (Facets(),)) if sample else None
    return View((_column(arrays, facets),), space, learned, sentences, drawn)


def _column(arrays: Arrays, facets: tuple[Facets, ...]) -> Column:
    fields = {name: Field(**{part: arrays[f"{name}-{part}"] for part in _OF_FIELD}) for name in FIELDS}
    whole: dict[str, Any] = {name: arrays[name] for name in _FLAT} | fields
    whole |= {"latent": arrays.get("latent"), "sense": arrays.get("sense")}
    return Column(facets=facets, live=np.ones(len(arrays["seqs"]), dtype=bool), **whole)


def _vectors(arrays: Arrays) -> dict[int, NDArray[np.float32]]:
    return dict(zip(arrays["sensed"].tolist(), arrays["vectors"], strict=True)) if "sensed" in arrays else {}
