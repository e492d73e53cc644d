"""Which files does somebody mean who names a folder, or writes a pattern?

A folder stands for the tables in it, at any depth, a quoted pattern for what it matches. What is passed over is told
with its reason; links are followed once, so that a circle of them ends. The order is that of the names: the same
arguments give the same files.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from service.files import FileProblem, known_ending

MOST_FILES = 100_000
MOST_DEPTH = 64  # folders within folders
LEAVINGS = (".rejects.csv", ".part")
"""What our own runs leave beside the files."""


class NoSuchSource(Exception):
    """An argument that names nothing."""


@dataclass(slots=True)
class Sources:
    """The `files` to read, and what was passed over in folders: (path, reason)."""

    files: list[Path] = field(default_factory=list)
    passed_over: list[tuple[Path, str]] = field(default_factory=list)


def find_sources(named: Sequence[Path]) -> Sources:
    """The files meant by `named`: files, folders, patterns. Each file once.

    Raises NoSuchSource for a name that is nothing, FileProblem for what is no regular file or too many of them.
    """
    sources = Sources()
    seen: set[tuple[int, int]] = set()
    for name in named:
        for path in _matches(name):
            if path.is_dir():
                _walk(path, sources, seen)
            elif not path.is_file():
                raise FileProblem(f"{path}: not a regular file")
            else:
                _take(path, sources, seen)
    if not sources.files:
        raise NoSuchSource(f"{', '.join(map(str, named))}: no table in it (CSV, XLSX, XLS, JSONL, Parquet, …)")
    return sources


def _matches(name: Path) -> list[Path]:
    if name.exists():
        return [name]
    base = Path(name.anchor)
    pattern = str(name.relative_to(base))
    found = [path for path in sorted(base.glob(pattern)) if not _ours(path)] if set("*?[") & set(pattern) else []
    if not found:
        raise NoSuchSource(f"{name}: no such file or folder")
    # "archive/*" means the files there; only a pattern that matches nothing else means folders.
    return [path for path in found if not path.is_dir()] or found


def _walk(folder: Path, sources: Sources, seen: set[tuple[int, int]]) -> None:
    waiting = [(folder, 0)]
    while waiting:
        inside, depth = waiting.pop()
        found = inside.stat()
        if (found.st_dev, found.st_ino) in seen:
            sources.passed_over.append((inside, "a folder that was read already (a link to it)"))
            continue
        seen.add((found.st_dev, found.st_ino))
        if depth > MOST_DEPTH:
            sources.passed_over.append((inside, f"more than {MOST_DEPTH} folders deep"))
            continue
        folders = []
        for path, reason in _children(inside):
            if reason:
                sources.passed_over.append((path, reason))
            elif path.is_dir():
                folders.append((path, depth + 1))
            else:
                _take(path, sources, seen)
        waiting += reversed(folders)


def _children(folder: Path) -> Iterator[tuple[Path, str]]:
    """What lies in a folder, by name, each with the reason for passing it over, or ""."""
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        yield folder, error.strerror or "cannot be listed"
        return
    for path in paths:
        if _ours(path):
            continue
        try:
            mode = path.stat().st_mode
        except OSError as error:
            yield path, error.strerror or "cannot be read"
            continue
        if stat.S_ISDIR(mode):
            yield path, ""
        elif not stat.S_ISREG(mode):
            yield path, "not a regular file"
        else:
            yield path, "" if known_ending(path) else "not a table, by its ending"


def _ours(path: Path) -> bool:
    """Hidden, a lock of an office program, or left by us."""
    return path.name.startswith((".", "~$")) or path.name.endswith(LEAVINGS)


def _take(path: Path, sources: Sources, seen: set[tuple[int, int]]) -> None:
    found = path.stat()
    if (found.st_dev, found.st_ino) in seen:
        sources.passed_over.append((path, "the same file as one named before"))
        return
    seen.add((found.st_dev, found.st_ino))
    if len(sources.files) >= MOST_FILES:
        raise FileProblem(f"more than {MOST_FILES:,} files; name fewer at a time")
    sources.files.append(path)
