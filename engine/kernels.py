"""How is a numeric loop compiled, and where does the compiled code rest between two starts?

`kernel` is the one place that decides Numba's options, so that every kernel of the project releases the GIL, means the
same arithmetic as its slow oracle (no fast-math) and is compiled once a machine instead of once a process.

Where the machine code is kept, first that can be used:

1. NUMBA_CACHE_DIR, when the operator set it;
2. `__pycache__` beside the module, when this user may write there (a checkout, a virtual environment of one's own);
3. `$XDG_CACHE_HOME/leian/kernels` or `~/.cache/leian/kernels` (a second OS user, a read-only installation);
4. `leian-kernels-<uid>` in the temporary folder (an account without a home), and if a stranger has taken that name, a
   fresh folder that goes with the process;
5. nowhere: kernels are then compiled at each start (0.4-2 s) and everything still works.

Compiled code is loaded by unpickling, so whoever can write into the folder can run code here: 3 and 4 are used only
when the folder belongs to this user and nobody else may write to it.

Absences: importing this module touches no file; the decision falls when the first kernel of a folder is decorated. Data
never passes through here. A damaged or full cache is never an error: the kernel is compiled again.

Numba stamps a kernel with its own file alone, although constants and helpers of other files are compiled into it: after an
upgrade in place it would run with the old ones. Here the stamp is that of all Python files of the folder and of this one.
"""

from __future__ import annotations

import atexit
import os
import shutil
import stat
import tempfile
import warnings
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numpy.typing import DTypeLike, NDArray

P = ParamSpec("P")
R = TypeVar("R")

CACHE_VARIABLE = "NUMBA_CACHE_DIR"  # Numba's own name; set for this process and its children where 3 or 4 applies
CACHE_NAME = "leian"


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile `function` with the project's options at its first call, and keep the machine code for the next start.

    Each combination of argument types (also of read-only and writable arrays) is compiled on its own: call kernels from
    one wrapper that passes every array through `read_only`, and let the module's `warm()` call that wrapper.
    """
    cached = choose_cache(str(Path(function.__code__.co_filename).parent))
    # fastmath off: a verdict must not depend on the machine. error_model "numpy": a division by zero gives inf or nan
    # instead of costing a branch in every loop. boundscheck off: the wrappers check what they pass.
    compile_lazily = numba.njit(nogil=True, fastmath=False, error_model="numpy", boundscheck=False, cache=cached)
    dispatcher: Any = compile_lazily(function)
    if cached:
        folder = Path(function.__code__.co_filename).parent
        dispatcher._cache._cache_file._source_stamp = _stamp(folder), _stamp(Path(__file__).parent)
        dispatcher._cache = _ForgivingCache(dispatcher._cache)
    return cast("Callable[P, R]", dispatcher)


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """A helper of kernels that stands in their loops as if it were written there.

    A call that is handed arrays counts the references to each of them up and down again, which takes longer than what most helpers
    do: 27 ns for four arrays, measured. Nothing but kernels calls these, so that nothing of them is kept for the next start.
    """
    return cast("Callable[P, R]", numba.njit(inline="always", nogil=True, error_model="numpy")(function))


@cache
def _stamp(folder: Path) -> str:
    """Changes with the name, the time of change or the size of any Python file in `folder`."""
    states = [(path.name, path.stat()) for path in sorted(folder.glob("*.py"))]
    told = "\n".join(f"{name} {state.st_mtime_ns} {state.st_size}" for name, state in states)
    return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def read_only(array: NDArray[Any], dtype: DTypeLike) -> NDArray[Any]:
    """A C-contiguous view of `array` (a copy only if dtype or layout ask for one) that kernels may not write to.

    Arrays from `bytes` or from a memory map are read-only, fresh ones are not, and Numba compiles the two apart.
    Passing all inputs through here leaves one form, so that `warm()` has compiled all that will ever be called.
    """
    view = np.ascontiguousarray(array, dtype=dtype).view()
    view.flags.writeable = False
    return view


def compiled_signatures(function: Callable[..., Any]) -> int:
    """Number of argument type combinations for which `function`, a kernel, is ready to run (compiled or loaded)."""
    return len(function.signatures)  # type: ignore[attr-defined]


@cache
def choose_cache(module_folder: str) -> bool:
    """Decide where the kernels of `module_folder` are cached; False when nothing is writable. See the module's list."""
    given = os.environ.get(CACHE_VARIABLE)
    if given and _can_write(Path(given)):
        return True
    if not given and _can_write(Path(module_folder) / "__pycache__"):
        return True
    folder = next((folder for folder in _own_folders() if _is_private(folder)), None) or _passing_folder()
    if folder is None:
        return False
    os.environ[CACHE_VARIABLE] = str(folder)
    numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]  # Numba read the environment at its import
    return True


def _own_folders() -> list[Path]:
    """Candidates 3 and 4, not yet looked at."""
    folders = []
    cache_home = os.environ.get("XDG_CACHE_HOME", "")
    if Path(cache_home).is_absolute():  # the XDG specification: a relative path is to be ignored
        folders.append(Path(cache_home) / CACHE_NAME / "kernels")
    with suppress(RuntimeError):  # neither HOME nor an entry in the user table
        folders.append(Path.home() / ".cache" / CACHE_NAME / "kernels")
    if hasattr(os, "geteuid"):
        folders.append(Path(tempfile.gettempdir()) / f"{CACHE_NAME}-kernels-{os.geteuid()}")
    return folders


def _is_private(folder: Path) -> bool:
    """True if `folder` exists or can be made, is this user's own, writable for nobody else, and no symbolic link."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode):
        return False
    if hasattr(os, "geteuid") and (found.st_uid != os.geteuid() or found.st_mode & 0o022):
        return False
    return _can_write(folder)


def _can_write(folder: Path) -> bool:
    """True if a file can be created in `folder` (made when missing); Numba asks in the same way."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


def _passing_folder() -> Path | None:
    """The last resort: a new private folder, removed at exit."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=f"{CACHE_NAME}-kernels-"))
    except OSError:
        return None
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class _ForgivingCache:
    """Numba's cache of one kernel, for which a damaged entry is a missing entry and a full disk a pity.

    A power cut can leave an empty index file, another user an unreadable one; Numba raises on both, which would keep
    the service from starting until somebody finds and removes the file.
    """

    def __init__(self, cache: Any) -> None:
        self._cache = cache

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cache, name)

    def load_overload(self, signature: object, target_context: object) -> Any:
        try:
            return self._cache.load_overload(signature, target_context)
        except Exception as error:  # noqa: BLE001  unpickling garbage raises whatever it likes
            self._tell("read", error)
        try:
            self._cache.flush()  # a damaged index would also fail the save that follows
        except OSError as error:
            self._tell("reset", error)
        return None

    def save_overload(self, signature: object, data: object) -> None:
        try:
            self._cache.save_overload(signature, data)
        except Exception as error:  # noqa: BLE001  disk full, folder gone, index damaged meanwhile
            self._tell("write", error)

    def _tell(self, what: str, error: Exception) -> None:
        warnings.warn(
            f"cannot {what} the cache of compiled code in {self._cache.cache_path} ({error!r}); "
            "the kernel is compiled again, which takes up to 2 s at each start until the folder is cleared",
            RuntimeWarning,
            stacklevel=3,
        )
