"""How does an array reach the disk so that damage is always noticed, and how is a folder changed all at once?

Every array is an .npy file (numpy can open it) of one dimension, with a CRC-32 for each 64 KiB of its data, taken while
it is written. A segment's CRCs stand together in one file whose own CRC is in the manifest, and the manifest carries
its own: one flipped bit anywhere fails `load_array` or `read_manifest` with PostingsDamaged.

A folder changes in three steps: new files are written and forced to disk, then one rename puts the new manifest in
place, then what it no longer names is removed. A crash between any two leaves the old or the new state. Never pickle.
"""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import DTypeLike, NDArray

from index.block_sums import BLOCK, first_wrong
from index.durable import sync
from index.errors import PostingsDamaged

FORMAT = "leian-postings"
VERSION = 2
MANIFEST = "manifest.json"
HEADER = 128
"""Bytes of a file before its data."""
_READ = 1 << 22


def _header(dtype: np.dtype[Any], count: int) -> bytes:
    """The fixed-size header of a one-dimensional .npy file, format 1.0 (numpy/lib/format.py)."""
    text = f"{{'descr': {dtype.str!r}, 'fortran_order': False, 'shape': ({count},), }}"
    return b"\x93NUMPY\x01\x00" + (HEADER - 10).to_bytes(2, "little") + text.ljust(HEADER - 11).encode() + b"\n"


class ArrayWriter:
    """One .npy file, written front to back. Use as a context manager; durable after a clean exit, unless told not to be."""

    def __init__(self, path: Path, dtype: DTypeLike, *, durable: bool = True) -> None:
        self._dtype = np.dtype(dtype)
        self._durable = durable
        self._file: BinaryIO = path.open("wb")
        self._file.write(_header(self._dtype, 0))
        self._bytes = 0
        self._crcs: list[int] = []

    def append(self, array: NDArray[Any]) -> None:
        """Write `array` (converted to the file's dtype) behind what is there."""
        data = memoryview(np.ascontiguousarray(array, dtype=self._dtype).view(np.uint8).data)
        self._file.write(data)
        at = 0
        while at < len(data):
            room = BLOCK - self._bytes % BLOCK
            part = data[at : at + room]
            if room == BLOCK:
                self._crcs.append(zlib.crc32(part))
            else:
                self._crcs[-1] = zlib.crc32(part, self._crcs[-1])
            self._bytes += len(part)
            at += len(part)

    @property
    def count(self) -> int:
        """Entries written so far."""
        return self._bytes // self._dtype.itemsize

    @property
    def crcs(self) -> list[int]:
        """CRC-32 of each block of data (the header follows from dtype and count)."""
        return self._crcs

    def __enter__(self) -> ArrayWriter:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self._file.seek(0)
                self._file.write(_header(self._dtype, self.count))
                self._file.flush()
                if self._durable:
                    os.fsync(self._file.fileno())
        finally:
            self._file.close()


def save_array(path: Path, array: NDArray[Any]) -> list[int]:
    """Write one array durably; the CRCs of its blocks."""
    with ArrayWriter(path, array.dtype) as writer:
        writer.append(array)
    return writer.crcs


def block_count(dtype: DTypeLike, count: int) -> int:
    """Number of CRCs of an array."""
    return -(-np.dtype(dtype).itemsize * count // BLOCK)


def load_array(path: Path, dtype: DTypeLike, count: int, crcs: list[int]) -> NDArray[Any]:
    """Map `count` entries read-only after checking size, header and blocks. PostingsDamaged names what is wrong."""
    kind = np.dtype(dtype)
    size = count * kind.itemsize
    try:
        with path.open("rb", buffering=0) as file:
            found = os.fstat(file.fileno()).st_size
            if found != HEADER + size:
                raise PostingsDamaged(path, f"{found} bytes, expected {HEADER + size}")
            if file.read(HEADER) != _header(kind, count):
                raise PostingsDamaged(path, "header does not fit the manifest")
            _check_blocks(path, file, size, crcs)
        if count == 0:  # nothing cannot be mapped
            return np.frombuffer(b"", dtype=kind)
        return np.memmap(path, dtype=kind, mode="r", offset=HEADER, shape=(count,)).view(np.ndarray)
    except OSError as error:
        raise PostingsDamaged(path, f"cannot be read: {error.strerror}") from error


def _check_blocks(path: Path, file: Any, size: int, crcs: list[int]) -> None:
    """Compare each block of the `size` bytes that are left of `file` with its CRC."""
    buffer = np.empty(min(_READ, size), dtype=np.uint8)
    into, sums = memoryview(buffer.data), np.array(crcs, dtype=np.uint32)
    block = 0
    while (got := file.readinto(into)) > 0:
        while got % BLOCK and (more := file.readinto(into[got:])) > 0:  # a short read is no end of file
            got += more
        wrong = first_wrong(buffer[:got], sums[block:])
        if wrong >= 0:
            raise PostingsDamaged(path, f"block {block + wrong} of {BLOCK} bytes fails its checksum")
        block += -(-got // BLOCK)


def write_manifest(folder: Path, content: dict[str, Any], *, durable: bool = True) -> None:
    """Put `content` in the place of the manifest, all at once, and durably unless told not to."""
    temporary = folder / (MANIFEST + ".new")
    with temporary.open("wb") as file:
        file.write(_manifest_bytes(content))
        file.flush()
        if durable:
            os.fsync(file.fileno())
    temporary.replace(folder / MANIFEST)
    if durable:
        sync(folder)


def read_manifest(folder: Path, kind: str = FORMAT, version: int = VERSION) -> dict[str, Any]:
    """The manifest's content. PostingsDamaged when it is missing, changed by anybody, or not of this kind and version."""
    path = folder / MANIFEST
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise PostingsDamaged(path, f"cannot be read: {error.strerror}") from error
    try:
        content: dict[str, Any] = json.loads(raw)["content"]
        intact = raw == _manifest_bytes(content)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PostingsDamaged(path, "is not a manifest") from error
    if not intact:
        raise PostingsDamaged(path, "fails its checksum")
    if (content.get("format"), content.get("version")) != (kind, version):
        raise PostingsDamaged(path, f"is of version {content.get('version')}, this program reads {version}")
    return content


def _manifest_bytes(content: dict[str, Any]) -> bytes:
    """One spelling for each content, so that a changed byte cannot hide in white space or key order."""
    body = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return f'{{"content":{body},"crc32":{zlib.crc32(body.encode())}}}\n'.encode()
