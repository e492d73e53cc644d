"""Compiled code under hard conditions: a second OS user, a read-only installation, a stranger's folder, damage."""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from engine import kernels
from engine.kernels import choose_cache, compiled_signatures, kernel, read_only

ENGINE = Path(kernels.__file__).parent
NOBODY = 65534
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

TINY = """
from engine.kernels import kernel

@kernel
def add(a: int, b: int) -> int:
    return a + b
"""
# Prints: where the code is kept, loads from the cache, compilations.
RUN_TINY = """
from engine.tiny import add
assert add(2, 3) == 5
hits, misses = (sum(counts.values()) for counts in (add.stats.cache_hits, add.stats.cache_misses))
print(add.stats.cache_path, hits, misses)
"""
RUN_SKETCH = """
import numpy as np
from engine import sketch
from engine.kernels import compiled_signatures
sketch.warm()
found = [value for value in vars(sketch).values() if hasattr(value, "py_func")]
def counts():
    return [compiled_signatures(kernel) for kernel in found]
before = counts()
buffer, offsets = sketch.code_points(["云栈镇柳浦路的路灯连续三个晚上不亮请派人检修"] * 3)
signed = sketch.signatures(buffer.copy(), offsets)
sketch.bands(signed)
hashes, sets = sketch.shingle_hashes(buffer, offsets)
assert sketch.jaccard(hashes[: sets[1]], hashes[sets[1] : sets[2]]) == 1.0
assert sketch.near_duplicate_score(hashes, sets, np.array([[0, 2]]))[0] == 1.0
assert counts() == before and max(before) == 1, (before, counts())
main = sketch.sign_texts
print(main.stats.cache_path, sum(main.stats.cache_hits.values()), sum(main.stats.cache_misses.values()))
"""


class Installation:
    """A copy of the package that its users can read but not write, and a scratch folder that is open to everybody."""

    def __init__(self, root: Path) -> None:
        self.python = sys.executable
        self.site = root / "site"
        self.scratch = root / "scratch"
        (self.site / "engine").mkdir(parents=True)
        for name in ("__init__.py", "kernels.py", "sketch.py"):
            shutil.copy(ENGINE / name, self.site / "engine" / name)
        (self.site / "engine" / "tiny.py").write_text(TINY, encoding="utf-8")
        for path in [*self.site.rglob("*"), self.site]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        self.scratch.mkdir()
        self.scratch.chmod(0o1777)
        root.chmod(0o755)

    def folder(self, name: str, mode: int = 0o700, owner: int = NOBODY) -> Path:
        path = self.scratch / name
        path.mkdir()
        if IS_ROOT:
            os.chown(path, owner, owner)
        path.chmod(mode)
        return path

    def run(self, program: str, **environment: str | Path) -> tuple[Path, int, int, str]:
        """Run as a user who does not own the installation: (cache folder, loads, compilations, warnings)."""
        libraries = Path(np.__file__).parents[1]
        clean = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{self.site}:{libraries}", "PYTHONDONTWRITEBYTECODE": "1"}
        clean |= {"TMPDIR": str(self.scratch)} | {name: str(value) for name, value in environment.items()}
        other_user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if IS_ROOT else {}
        done = subprocess.run(
            [self.python, "-c", program],
            env=clean,
            cwd=self.scratch,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
            **other_user,  # type: ignore[call-overload]
        )
        assert done.returncode == 0, done.stderr
        path, hits, misses = done.stdout.split()
        return Path(path), int(hits), int(misses), done.stderr


@contextmanager
def installation() -> Iterator[Installation]:
    # Not pytest's tmp_path: its parents are closed to other users.
    root = Path(tempfile.mkdtemp(prefix="leian-installed-"))
    try:
        yield Installation(root)
    finally:
        for path in root.rglob("*"):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
        shutil.rmtree(root)


@pytest.fixture(scope="module")
def python_for_everybody() -> str:
    """This interpreter, or, where it lives in somebody's home, the system's one of the same version."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    with installation() as trial:
        for trial.python in (sys.executable, shutil.which(version, path="/usr/local/bin:/usr/bin") or sys.executable):
            try:
                trial.run("import numba; print('x 0 0')", HOME="/nonexistent")
            except (AssertionError, OSError) as error:
                refused = error
            else:
                return trial.python
    pytest.skip(f"a second user cannot run this version of Python here: {refused}")


@pytest.fixture
def installed(python_for_everybody: str) -> Iterator[Installation]:
    with installation() as made:
        made.python = python_for_everybody
        yield made


def test_a_second_user_of_a_read_only_installation_keeps_the_code_at_home(installed: Installation) -> None:
    home = installed.folder("home")
    first = installed.run(RUN_TINY, HOME=home)
    again = installed.run(RUN_TINY, HOME=home)
    kept = home / ".cache" / "leian" / "kernels"
    assert first[0].parent == again[0].parent == kept
    assert (first[1:], again[1:]) == ((0, 1, ""), (1, 0, ""))
    assert kept.stat().st_mode & 0o777 == 0o700
    assert not list(installed.site.rglob("*.nb?"))


def test_the_cache_home_of_the_desktop_standard_is_respected(installed: Installation) -> None:
    home, cache = installed.folder("home"), installed.folder("cache")
    assert installed.run(RUN_TINY, HOME=home, XDG_CACHE_HOME=cache)[0].parent == cache / "leian" / "kernels"


def test_without_a_home_the_code_rests_in_the_temporary_folder(installed: Installation) -> None:
    first = installed.run(RUN_SKETCH, HOME="/nonexistent")
    again = installed.run(RUN_SKETCH, HOME="/nonexistent")
    user = NOBODY if IS_ROOT else os.geteuid()
    assert first[0].parent == again[0].parent == installed.scratch / f"leian-kernels-{user}"
    assert (first[1:], again[1:]) == ((0, 1, ""), (1, 0, ""))


def test_the_operators_own_folder_comes_first_if_it_can_be_written(installed: Installation) -> None:
    home, own = installed.folder("home"), installed.folder("own")
    assert installed.run(RUN_TINY, HOME=home, NUMBA_CACHE_DIR=own)[0].parent == own
    unusable = installed.run(RUN_TINY, HOME=home, NUMBA_CACHE_DIR="/proc/none", XDG_CACHE_HOME="relative")
    assert unusable[0].is_relative_to(home)
    assert unusable[3] == ""


@pytest.mark.skipif(not IS_ROOT, reason="only root can make a folder that belongs to somebody else")
@pytest.mark.parametrize("trap", ["other owner", "open to all", "link"])
def test_a_folder_that_a_stranger_can_write_to_is_never_used(installed: Installation, trap: str) -> None:
    """Whoever can plant a file there could run code as the service: numba's cache is read by unpickling."""
    name = f"leian-kernels-{NOBODY}"
    if trap == "other owner":
        installed.folder(name, mode=0o777, owner=0)
    elif trap == "open to all":
        installed.folder(name, mode=0o777)
    else:
        (installed.scratch / name).symlink_to(installed.folder("elsewhere"))
    path, hits, misses, warned = installed.run(RUN_TINY, HOME="/nonexistent")
    assert path.parent.name.startswith("leian-kernels-")
    assert path.parent.name != name
    assert (hits, misses, warned) == (0, 1, "")
    assert not path.exists(), "the passing folder goes with its process"


@pytest.mark.parametrize("ending", [".nbi", ".nbc"])
@pytest.mark.parametrize("content", [b"", b"\x80\x05garbage"], ids=["empty", "garbage"])
def test_a_damaged_cache_is_compiled_again(tmp_path: Path, ending: str, content: bytes) -> None:
    """As after a power cut: files that were created but never filled."""
    module = tmp_path / "tiny.py"
    module.write_text(TINY, encoding="utf-8")
    first = runpy.run_path(str(module))["add"]
    assert first(2, 3) == 5
    damaged = list(Path(first.stats.cache_path).glob(f"tiny.add-*{ending}"))
    assert damaged
    for file in damaged:
        file.write_bytes(content)
    second = runpy.run_path(str(module))["add"]
    with pytest.warns(RuntimeWarning, match="cannot read the cache of compiled code in"):
        assert second(2, 3) == 5
    third = runpy.run_path(str(module))["add"]
    assert third(2, 3) == 5
    assert sum(third.stats.cache_hits.values()) == 1, "healed"


def test_a_change_of_another_file_is_noticed(tmp_path: Path) -> None:
    """Its constants may be compiled in: an upgrade in place must not run the old ones."""
    module, beside = tmp_path / "tiny.py", tmp_path / "constants.py"
    module.write_text(TINY, encoding="utf-8")
    beside.write_text("A = 1\n", encoding="utf-8")
    for content, hits in (("A = 1\n", 0), ("A = 1\n", 1), ("A = 21\n", 0), ("A = 21\n", 1)):
        if content != beside.read_text(encoding="utf-8"):
            beside.write_text(content, encoding="utf-8")
        kernels._stamp.cache_clear()
        add = runpy.run_path(str(module))["add"]
        assert add(2, 3) == 5
        assert sum(add.stats.cache_hits.values()) == hits, content


def test_a_cache_that_cannot_be_read_is_compiled_again(installed: Installation) -> None:
    """As after the superuser ran the service once with a strict umask in a folder shared by a group."""
    home = installed.folder("home")
    path = installed.run(RUN_TINY, HOME=home)[0]
    for file in path.glob("*.nb?"):
        file.chmod(0)
    _, hits, misses, warned = installed.run(RUN_TINY, HOME=home)
    assert (hits, misses) == (0, 1)
    assert "RuntimeWarning: cannot read the cache of compiled code in" in warned
    assert installed.run(RUN_TINY, HOME=home)[1:] == (1, 0, ""), "healed"


def test_a_checkout_of_ones_own_keeps_the_code_beside_the_module(installed: Installation) -> None:
    package = installed.site / "engine"
    package.chmod(0o755)
    if IS_ROOT:
        os.chown(package, NOBODY, NOBODY)
    assert installed.run(RUN_TINY, HOME="/nonexistent")[0] == package / "__pycache__"


def test_with_nothing_writable_kernels_still_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "_can_write", lambda folder: False)
    monkeypatch.setattr(kernels.tempfile, "mkdtemp", _no_space)
    choose_cache.cache_clear()
    try:
        assert not choose_cache("/nowhere")
        double = kernel(_double)
        assert double(21) == 42
        assert double.stats.cache_path is None  # type: ignore[attr-defined]
    finally:
        choose_cache.cache_clear()


def test_a_full_disk_is_told_and_survived() -> None:
    double = kernel(_double)
    double._cache._cache.save_overload = _no_space  # type: ignore[attr-defined]
    double._cache._cache.load_overload = lambda signature, target: None  # type: ignore[attr-defined]
    with pytest.warns(RuntimeWarning, match="cannot write the cache of compiled code"):
        assert double(21) == 42


def _double(a: int) -> int:
    return 2 * a


def _no_space(*_: object, **__: object) -> str:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    "make",
    [
        lambda: np.arange(6, dtype=np.uint32),
        lambda: np.arange(12, dtype=np.uint32)[::2],
        lambda: np.arange(6, dtype=np.int64),
        lambda: np.frombuffer(np.arange(6, dtype=np.uint32).tobytes(), dtype=np.uint32),
    ],
    ids=["fresh", "strided", "other type", "from bytes"],
)
def test_read_only_gives_every_array_one_form(make: Callable[[], np.ndarray]) -> None:
    given = make()
    was_writable = given.flags.writeable
    view = read_only(given, np.uint32)
    assert view.dtype == np.uint32
    assert view.flags.c_contiguous
    assert not view.flags.writeable
    assert given.flags.writeable == was_writable, "the caller's array is left as it was"
    assert view.base is not None


def test_compiled_signatures_counts_each_combination_of_types() -> None:
    double = kernel(_double)
    assert compiled_signatures(double) == 0
    double(1)
    double(2)
    assert compiled_signatures(double) == 1
    double(1.5)  # type: ignore[arg-type]
    assert compiled_signatures(double) == 2


def test_kernels_release_the_gil_and_keep_to_exact_arithmetic() -> None:
    options = kernel(_double).targetoptions  # type: ignore[attr-defined]
    assert options["nogil"]
    assert not options["fastmath"]
    assert not options["boundscheck"]
    assert options["error_model"] == "numpy"
