"""The invariants of the house, stated as absences."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("engine", "index", "service")
MODULES = sorted(p for layer in LAYERS for p in (ROOT / layer).rglob("*.py"))
NAMES = [str(p.relative_to(ROOT)) for p in MODULES]
WEB = {"json", "fastapi", "starlette", "uvicorn", "typer", "http", "jinja2"}
DATABASE = {"sqlite3", "sqlalchemy", "alembic"}
OUTSIDE = {"os", "io", "socket", "subprocess", "threading", "time", "random", "secrets", "tempfile", "pathlib", "shutil", "urllib", *WEB, *DATABASE}
ALLOWED = {
    "engine/kernels.py": {"os", "tempfile", "pathlib", "shutil"},  # where compiled code rests between two starts
    "engine/words.py": {"pathlib"},  # the type of jieba's cache folder
    "engine/model.py": {"io"},  # bytes in memory
}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_nobody_imports_upwards_or_from_tests(path: Path):
    layer = path.relative_to(ROOT).parts[0]
    above = {*LAYERS[LAYERS.index(layer) + 1 :], "tests", "benchmarks"}
    assert {name.split(".")[0] for name in imported(path)}.isdisjoint(above)


@pytest.mark.parametrize("path", [p for p in MODULES if p.is_relative_to(ROOT / "engine")], ids=str)
def test_the_engine_reaches_nothing_outside(path: Path):
    used = {name.split(".")[0] for name in imported(path)} & OUTSIDE
    assert used <= ALLOWED.get(str(path.relative_to(ROOT)), set())
    calls = [n for n in ast.walk(tree(path)) if isinstance(n, ast.Call)]
    assert not [c for c in calls if isinstance(c.func, ast.Name) and c.func.id in {"open", "input", "print", "exec", "eval"}]
    clocks = {"now", "utcnow", "today"}
    assert not [c for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr in clocks]


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_sql_and_json_stay_where_they_belong(path: Path):
    name = str(path.relative_to(ROOT))
    used = {module.split(".")[0] for module in imported(path)}
    if not re.match(r"index/(store\w*|schema)\.py|index/migrations/", name):
        assert used.isdisjoint(DATABASE)
    if not name.startswith("service/"):
        assert used.isdisjoint(WEB - {"json"})
    if name.startswith("engine/"):
        assert "json" not in used


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_no_error_is_swallowed_and_nothing_is_printed(path: Path):
    source = path.read_text(encoding="utf-8").splitlines()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler):
            broad = node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
            raises = any(isinstance(n, ast.Raise) for n in ast.walk(node))
            assert not broad or raises or "BLE001 " in source[node.lineno - 1], f"line {node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print", f"line {node.lineno}"
        assert not isinstance(node, ast.Assert), f"line {node.lineno}: assert is for tests"


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_every_module_says_what_it_is_for_and_stays_readable(path: Path):
    doc = ast.get_docstring(tree(path)) or ""
    assert len(doc) > 20
    if "migrations" not in path.parts and path.name != "__init__.py":
        assert re.search(r"[?.]", doc.split("\n\n")[0])
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 420


def test_the_changelog_begins_with_this_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    entries = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert entries[0] == version


def test_the_map_fits_on_two_screens_and_names_files_that_exist():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120
    named = re.findall(r"`((?:engine|index|service|tests|docs|benchmarks)/[\w/]+\.(?:py|md))`", text)
    assert len(named) > 15
    assert [name for name in named if not (ROOT / name).exists()] == []
