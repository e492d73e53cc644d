"""Which model judges here: the one that was delivered, or the operator's own?

`leian train` and `leian tune` write numbered files into `models/` of the data directory, never over an old one and never over
the delivered file; `models/current` names the one in use, so that going back is one word in one file. A model that this engine
cannot read (made before an upgrade) is not used: the delivered one judges, and `Choice.problem` says so.

Cases are prepared with the reference frequencies alone: a model with other trees or thresholds has the same `stamp`, and
nothing needs to be prepared anew for it.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from engine.compare import FEATURES
from engine.cutting import WordTable
from engine.model import Model, ModelFormatError
from service.errors import LeianError

SHIPPED_FILE = "data/model.npz"
WORDS_FILE = "data/words.npz"
FOLDER = "models"
CURRENT = "current"
SHIPPED = "shipped"
"""What `models/current` holds to use the delivered model; also when there is no such file."""


@dataclass(frozen=True, slots=True)
class Choice:
    """`name` is "shipped", a number such as "0003", or the path that a setting names. `problem`: why another is not used."""

    model: Model
    name: str
    problem: str = ""

    @property
    def stamp(self) -> str:
        """Names what cases are prepared with: models of the same reference frequencies share it."""
        reference = self.model.reference
        marks = [reference.idf, *([reference.meanings.keys, reference.meanings.rows] if reference.meanings else ())]
        return hashlib.blake2b(b"".join(mark.tobytes() for mark in marks), digest_size=8).hexdigest()


class UnknownModel(LeianError):
    """The data directory has no model of that name."""


def shipped() -> Choice:
    """The delivered model. Raises ModelFormatError where the installation is damaged."""
    return Choice(_read(files("service").joinpath(SHIPPED_FILE).read_bytes()), SHIPPED)


def chosen(data: Path, setting: str = "") -> Choice:
    """The model for this data directory; `setting` names a file (or "shipped") and counts more than the directory's own.

    Raises ModelFormatError or OSError where the file that the setting names cannot be used: somebody asked for that one.
    """
    if setting and setting != SHIPPED:
        return Choice(_read(Path(setting).read_bytes()), setting)
    name = SHIPPED if setting else current_name(data)
    if name == SHIPPED:
        return shipped()
    try:
        return Choice(read_version(data, name), name)
    except (ModelFormatError, OSError, UnknownModel) as error:
        return replace(shipped(), problem=f"the model {name} of {data} is not used: {error}")


def prior_of(choice: Choice) -> Model:
    """What to re-fit: the delivered model; the one in use where that was made with other reference frequencies, or is it."""
    delivered = shipped()
    return delivered.model if delivered.stamp == choice.stamp else choice.model


def current_name(data: Path) -> str:
    """What `models/current` says; "shipped" where there is none."""
    try:
        return (data / FOLDER / CURRENT).read_text(encoding="utf-8").strip() or SHIPPED
    except FileNotFoundError:
        return SHIPPED


def versions(data: Path) -> list[str]:
    """Numbers of the operator's models, oldest first."""
    return sorted(path.stem for path in (data / FOLDER).glob("[0-9][0-9][0-9][0-9].npz"))


def read_version(data: Path, name: str) -> Model:
    """The operator's model with that number. Raises UnknownModel, ModelFormatError, OSError."""
    if name not in versions(data):
        known = ", ".join([SHIPPED, *versions(data)])
        raise UnknownModel(f"there is no model {name!r} in {data / FOLDER}; there are: {known}")
    return _read((data / FOLDER / f"{name}.npz").read_bytes())


def _read(blob: bytes) -> Model:
    """A model that cuts words by the delivered table, whatever it was fitted on."""
    model = Model.from_bytes(blob, FEATURES)
    return replace(model, reference=replace(model.reference, words=delivered_words()))


@cache
def delivered_words() -> WordTable:
    """rjieba's dictionary as a table, read once (0.1 s)."""
    return WordTable.from_bytes(files("service").joinpath(WORDS_FILE).read_bytes())


def use(data: Path, name: str) -> None:
    """From the next start on, judge with this one. Raises UnknownModel, ModelFormatError, OSError."""
    if name != SHIPPED:
        read_version(data, name)
    folder = data / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    _write(folder / CURRENT, f"{name}\n".encode())


def add(data: Path, model: Model, report: str) -> str:
    """Keep the model as the next number, with what was measured beside it (a text without cases), and use it."""
    folder = data / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    name = f"{max((int(each) for each in versions(data)), default=0) + 1:04d}"
    _write(folder / f"{name}.txt", report.encode())
    _write(folder / f"{name}.npz", model.to_bytes())
    use(data, name)
    return name


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, and on the disc before the name is: a stop in between leaves what was there."""
    aside = path.with_name(f"{path.name}.new")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
