"""What is in a backup, and how is one made while the service runs?

    BACKUP/manifest.json   written last: what the rest is, with a SHA-256 of each file, counts, schema, and which persons' key
    BACKUP/leian.db        the store, a consistent copy of one moment
    BACKUP/models/…        the operator's model in use, where it is not the delivered one
    BACKUP/settings.toml   the settings as they were, without access keys
    BACKUP/persons.key     only when asked for

or the same as one .tar or .tar.gz. The key that persons are hashed with stays out: whoever finds the backup must not be able to
try all ID numbers; keep a copy of it elsewhere, once. Indexes are derived and left out. A backup appears under its name only
when it is whole and on the disc. Not for: bringing one back (`service.restore`).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from engine.persons import key_mark
from index.durable import sync
from index.errors import StoreDamaged
from index.prepared_with import KEY_MARK
from index.store import SCHEMA, Store
from service.disk import write_private
from service.errors import LeianError
from service.model_choice import CURRENT, FOLDER, SHIPPED, current_name
from service.person_key import key_file
from service.progress import Progress
from service.settings import Settings, SettingsError
from service.wire_time import SHANGHAI, write_time

FORMAT = 1
STORE, MANIFEST, SETTINGS, KEY = "leian.db", "manifest.json", "settings.toml", "persons.key"
PACKED = (".tar", ".tar.gz", ".tgz")
BLOCK = 1 << 20  # bytes read at once
ROOM = 1.05  # of the database's size must be free; a packed backup needs it twice


class BackupProblem(LeianError):
    """A backup cannot be made, read or believed; the message names the file and the cause."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a backup."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`person_key` names the key without telling it; `model` is "shipped", a number of `models/`, or the path of a setting."""

    format: int
    made_at: str
    program: str
    schema: str
    cases: int
    last_change: int
    person_key: str
    model: str
    files: dict[str, Part] = field(default_factory=dict)


def make_backup(
    settings: Settings, target: Path, progress: Progress, *, with_key: bool = False, now: datetime | None = None
) -> Manifest:
    """Write a backup of the settings' data directory to `target`, which must not exist. Works beside a running service.

    Raises SettingsError (nothing to back up, target taken), BackupProblem, and the store's errors.
    """
    data = Path(settings.data)
    if not (data / STORE).is_file():
        raise SettingsError(f"{data} is no data directory: there is no {STORE} in it")
    if target.exists():
        raise SettingsError(f"{target} is there already; a backup never replaces one")
    target.parent.mkdir(parents=True, exist_ok=True)
    _check_room(data / STORE, target)
    with _aside(target) as folder:
        _copy_store(data / STORE, folder / STORE, progress)
        model = _copy_model(data, settings.model, folder)
        write_private(folder / SETTINGS, _settings_text(settings).encode())
        if with_key:
            write_private(folder / KEY, key_file(data).read_bytes())
        manifest = _describe(folder, data, model, now or datetime.now(SHANGHAI), progress)
        write_private(folder / MANIFEST, json.dumps(msgspec.to_builtins(manifest), ensure_ascii=False, indent=1).encode())
        _publish(folder, target)
    return manifest


def is_packed(path: Path) -> bool:
    """Whether this name means one file."""
    return path.name.endswith(PACKED)


def file_sum(path: Path, progress: Progress | None = None, note: str = "") -> Part:
    """Size and SHA-256 of a file."""
    total, done = path.stat().st_size, 0
    found = hashlib.sha256()
    with path.open("rb") as handle:
        while block := handle.read(BLOCK):
            found.update(block)
            done += len(block)
            if progress is not None:
                progress.report(done, total, note)
    return Part(done, found.hexdigest())


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """A folder beside the target that only its owner can read; gone at the end, whatever happens."""
    folder = target.with_name(f".{target.name}.{os.getpid()}.part")
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check_room(store: Path, target: Path) -> None:
    wanted = int(store.stat().st_size * ROOM * (2 if is_packed(target) else 1))
    free = shutil.disk_usage(target.parent).free
    if free < wanted:
        raise BackupProblem(f"{target.parent} has {free >> 20:,} MiB free; this backup may need {wanted >> 20:,} MiB")


def _copy_store(source: Path, target: Path, progress: Progress) -> None:
    with Store.open(source, read_only=True) as store:
        store.backup(target, lambda done, total: progress.report(done, total, "copying"))
    with Store.open(target, read_only=True) as copy:
        progress.report(0, 0, "checking the copy")
        if wrong := copy.problems():
            raise StoreDamaged(f"{source} is damaged ({wrong[0]}); there is no backup of it, keep the earlier ones")


def _copy_model(data: Path, setting: str, folder: Path) -> str:
    """The operator's model in use goes along; its name as the manifest has it."""
    name = setting or current_name(data)
    if name == SHIPPED:
        return SHIPPED
    models = folder / FOLDER
    models.mkdir(mode=0o700)
    source = Path(setting) if setting else data / FOLDER / f"{name}.npz"
    number = "0001" if setting else name
    try:
        write_private(models / f"{number}.npz", source.read_bytes())
    except OSError as error:
        raise BackupProblem(f"the model in use cannot be read: {source}: {error.strerror}") from error
    report = source.with_suffix(".txt")
    if report.is_file():
        write_private(models / f"{number}.txt", report.read_bytes())
    write_private(models / CURRENT, f"{number}\n".encode())
    return name


def _settings_text(settings: Settings) -> str:
    """What differs from the defaults, as TOML. Access keys are left out, in whatever form."""
    lines = ["# The settings when this backup was made; access keys are not among them."]
    for each in fields(Settings):
        value = getattr(settings, each.name)
        if each.name != "api_keys" and value != each.default:
            lines.append(f"{each.name} = {json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def _describe(folder: Path, data: Path, model: str, now: datetime, progress: Progress) -> Manifest:
    with Store.open(folder / STORE, read_only=True) as copy, copy.read() as reader:
        cases, last, mark = reader.count(), reader.last_change(), reader.get_meta(KEY_MARK)
    if not mark and (key := key_file(data)).is_file():
        mark = key_mark(key.read_bytes())
    return Manifest(
        format=FORMAT, made_at=write_time(now) or "", program=program_version(), schema=SCHEMA, cases=cases, last_change=last,
        person_key=mark or "", model=model, files={name: file_sum(folder / name, progress, "adding up") for name in _names(folder)},
    )  # fmt: skip


def program_version() -> str:
    """This program's version."""
    try:
        return version("leian")
    except PackageNotFoundError:
        return "0+checkout"


def _publish(folder: Path, target: Path) -> None:
    """The finished backup gets its name, in one step."""
    if not is_packed(target):
        sync(folder)
        folder.rename(target)
    else:
        packed = folder.with_name(f"{folder.name}.tar")
        try:
            packed.touch(mode=0o600)
            with _new_archive(packed, target) as archive:
                for name in (MANIFEST, *_names(folder)):  # the manifest first: it says what to expect
                    archive.add(folder / name, name, recursive=False, filter=_nobodys)
            sync(packed)
            packed.rename(target)
        finally:
            packed.unlink(missing_ok=True)
    sync(target.parent)


def _new_archive(path: Path, target: Path) -> tarfile.TarFile:
    """Packed as the target's name says; level 6 of gzip takes a third of the time of 9, for one percent more."""
    return tarfile.open(path, "w") if target.name.endswith(".tar") else tarfile.open(path, "w:gz", compresslevel=6)


def _names(folder: Path) -> list[str]:
    """The files of a backup but its manifest, by their paths within it."""
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return [name for name in found if name != MANIFEST]


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the name of the account that made it."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
