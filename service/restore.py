"""How does a backup become a data directory again, and how is it known to be the same?

Nothing is ever overwritten. The files are copied aside and summed up against the manifest, the database is checked, the persons'
key is compared; then the directory gets its name in one step, and the indexes are made anew from the store. What was erased since
the backup was made is in it, so a list of erasures can be given, which are done again before anybody asks. Not for: making
backups (`service.backup`).
"""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

from engine.persons import key_mark
from index.durable import sync
from index.store import KNOWN_SCHEMAS, Store
from service.backup import BLOCK, FORMAT, KEY, MANIFEST, STORE, BackupProblem, Manifest, file_sum, is_packed
from service.person_key import KEY_BYTES, key_file, put_key
from service.progress import Progress
from service.settings import SettingsError

MANIFEST_BYTES = 1 << 20
LEFT_OUT = (KEY, "settings.toml")
"""Of a backup, what does not go into the data directory."""


@dataclass(frozen=True, slots=True)
class KeyChoice:
    """Where the persons' key comes from, unless it lies beside the new directory already. `anew`: do without the old one."""

    file: Path | None = None
    anew: bool = False


def restore(source: Path, data: Path, choice: KeyChoice, progress: Progress) -> Manifest:
    """Make the data directory `data` from a backup; its indexes are built when it is opened.

    Raises SettingsError (the directory is there already, no key), BackupProblem (damaged, incomplete, from a newer program).
    """
    if data.is_symlink() or (data.exists() and not (data.is_dir() and not any(data.iterdir()))):
        raise SettingsError(f"{data} is there already; a backup is brought back into a directory of its own, never over one")
    with _parts(source) as parts:
        manifest = read_manifest(parts)
        key = _key_to_put(parts, manifest, data, choice)
        folder = data.with_name(f"{data.name}.restoring")
        shutil.rmtree(folder, ignore_errors=True)  # of an earlier try that was killed
        folder.mkdir(mode=0o700, parents=True)
        try:
            for name in manifest.files:
                if name not in LEFT_OUT:
                    _take(parts, name, folder / name, manifest, progress)
            _check_store(folder / STORE, manifest, progress)
            if key is not None:
                put_key(key_file(data), key)
            if data.exists():
                data.rmdir()
            sync(folder)
            folder.rename(data)
            sync(data.parent)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return manifest


def read_manifest(parts: Parts) -> Manifest:
    """The manifest, if this program can bring such a backup back. Raises BackupProblem."""
    with parts.open(MANIFEST) as handle:
        content = handle.read(MANIFEST_BYTES)
    try:
        found = msgspec.json.decode(content, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BackupProblem(f"{parts}: {MANIFEST} is damaged") from None
    if found.format != FORMAT or found.schema not in KNOWN_SCHEMAS:
        raise BackupProblem(f"{parts} was made by leian {found.program}; use that program or a newer one")
    if STORE not in found.files or any(not _is_plain(name) for name in found.files):
        raise BackupProblem(f"{parts}: {MANIFEST} names files that no backup has")
    return found


def erased_since(data: Path, erased: Path, secret: bytes) -> list[str]:
    """The case ids in the store that a list of erasures names: case ids or hashes of receipts, one a line."""
    lines = (line.partition("#")[0].strip() for line in erased.read_text(encoding="utf-8-sig").splitlines())
    wanted = {line for line in lines if line}
    with Store.open(data / STORE, read_only=True, receipt_key=secret) as store, store.read() as reader:
        return [each for each in reader.case_ids() if each in wanted or store.receipt_hash(each) in wanted]


class Parts:
    """The files of a backup by name, in a directory or in one file."""

    def __init__(self, source: Path, archive: tarfile.TarFile | None) -> None:
        self._source, self._archive = source, archive

    def __str__(self) -> str:
        return str(self._source)

    def open(self, name: str) -> IO[bytes]:
        """Raises BackupProblem where there is no such file."""
        try:
            found = (self._source / name).open("rb") if self._archive is None else self._archive.extractfile(name)
        except (OSError, KeyError) as error:
            raise BackupProblem(f"{self} has no {name} that can be read: it is no backup, or incomplete") from error
        if found is None:
            raise BackupProblem(f"{self}: {name} is no file")
        return found


@contextmanager
def _parts(source: Path) -> Iterator[Parts]:
    if not source.exists():
        raise SettingsError(f"{source}: there is no such backup")
    if source.is_dir():
        yield Parts(source, None)
        return
    if not is_packed(source):
        raise SettingsError(f"{source} is no backup: a directory, .tar, .tar.gz or .tgz is expected")
    try:
        with tarfile.open(source, "r:*") as archive:
            yield Parts(source, archive)
    except (tarfile.TarError, EOFError) as error:
        raise BackupProblem(f"{source} is damaged or no archive ({type(error).__name__})") from error


def _is_plain(name: str) -> bool:
    """A path inside the backup, one folder deep at most."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and 1 <= len(path.parts) <= 2 and name == str(path)


def _take(parts: Parts, name: str, target: Path, manifest: Manifest, progress: Progress) -> None:
    """Copy one file, flush it, and compare what was written with the manifest."""
    target.parent.mkdir(mode=0o700, exist_ok=True)
    target.touch(mode=0o600)
    wanted, done = manifest.files[name], 0
    with parts.open(name) as source, target.open("wb") as copy:
        while block := source.read(BLOCK):
            copy.write(block)
            done += len(block)
            progress.report(done, wanted.bytes, f"copying {name}")
            if done > wanted.bytes:
                break
    sync(target)
    if file_sum(target) != wanted:
        raise BackupProblem(f"{parts}: {name} is not what it was when the backup was made; use another backup")


def _check_store(path: Path, manifest: Manifest, progress: Progress) -> None:
    progress.report(0, 0, "checking the store")
    wrong: Sequence[str]
    with Store.open(path) as store:  # an older schema is brought to this program's here
        wrong = store.problems()
        with store.read() as reader:
            found = (reader.count(), reader.last_change())
    if wrong or found != (manifest.cases, manifest.last_change):
        raise BackupProblem(f"the store in the backup is damaged: {wrong[0] if wrong else 'cases are missing'}")
    (path.parent / "lock").unlink(missing_ok=True)


def _key_to_put(parts: Parts, manifest: Manifest, data: Path, choice: KeyChoice) -> bytes | None:
    """The key to lay beside the directory; None where the right one is there, or a new one is to be made."""
    place = key_file(data)
    if place.is_file():
        if not choice.anew and not _fits(place.read_bytes(), manifest):
            raise SettingsError(
                f"{place} is another key than the one of this backup. Put the right one there, or say --new-key: "
                "then every case is prepared anew"
            )
        return None
    if choice.file is not None or KEY in manifest.files:
        key = _given_key(parts, choice.file)
        if not choice.anew and not _fits(key, manifest):
            raise SettingsError(f"{choice.file or KEY} is not the key that this backup's persons are hashed with")
        return key
    if not choice.anew:
        raise SettingsError(
            f"the key that persons are hashed with is missing: put it at {place}, or name it with --key. If it is lost, say "
            "--new-key: then every case is prepared anew, and receipts of earlier erasures can no longer be checked"
        )
    return None


def _given_key(parts: Parts, file: Path | None) -> bytes:
    if file is not None:
        return file.read_bytes()
    with parts.open(KEY) as handle:
        return handle.read(KEY_BYTES * 2)


def _fits(key: bytes, manifest: Manifest) -> bool:
    return not manifest.person_key or (bool(key) and key_mark(key) == manifest.person_key)
