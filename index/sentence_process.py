"""Who makes the sentence vectors of an archive while others ask?

A child process with the encoder in it (`index.sentence_child`), started at the first text: who encodes a question waits for
neither its lock nor its share of the interpreter. Where no child can be had the encoder at hand does it. Not for: a text that
somebody waits for.
"""

from __future__ import annotations

import subprocess
import threading
from contextlib import suppress
from typing import IO

import numpy as np
from numpy.typing import NDArray

from index import child_process
from index.sentences import Bundled, Encoder

CHILD = "index.sentence_child"
_SIZE = 4  # bytes of a length


class SentenceProcess:
    """An Encoder. Thread-safe; end it with `close`."""

    def __init__(self, otherwise: Encoder, module: str = CHILD) -> None:
        """`otherwise`: the same encoder, asked where the child cannot be started or has died."""
        self._otherwise, self._module = otherwise, module
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._lost = False

    def encode(self, text: str) -> NDArray[np.float32]:
        with self._lock:
            with suppress(OSError, EOFError):
                if not self._lost:
                    return self._asked(text)
            self._lost = True
        return self._otherwise.encode(text)

    def close(self) -> None:
        """End the child. Whoever is waiting for it gets his vector from the encoder at hand."""
        process, self._lost = self._process, True
        if process is not None:
            child_process.end(process)

    def _asked(self, text: str) -> NDArray[np.float32]:
        if self._process is None:
            self._process = child_process.start(self._module)
        to, back = self._process.stdin, self._process.stdout
        if to is None or back is None:
            raise EOFError
        write_frame(to, text.encode("utf-8", "replace"))
        return np.frombuffer(read_frame(back), dtype=np.float32)


def behind(encoder: Encoder) -> Encoder:
    """The same encoder for work that nobody waits for: in a process of its own where it is that of the extra."""
    return SentenceProcess(encoder) if isinstance(encoder, Bundled) else encoder


def write_frame(pipe: IO[bytes], content: bytes) -> None:
    """Length and content. Raises OSError (also where the pipe is closed: ValueError becomes one)."""
    try:
        pipe.write(len(content).to_bytes(_SIZE, "little") + content)
        pipe.flush()
    except ValueError as error:
        raise OSError(str(error)) from error


def read_frame(pipe: IO[bytes]) -> bytes:
    """The content of the next frame. Raises EOFError where there is none."""
    try:
        size = int.from_bytes(_exactly(pipe, _SIZE), "little")
        return _exactly(pipe, size)
    except ValueError as error:  # closed by another thread
        raise EOFError from error


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    content = pipe.read(size)
    if len(content) < size:
        raise EOFError
    return content
