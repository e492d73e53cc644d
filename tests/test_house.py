"""The invariants of the house, stated as absences."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.case import Case, Person, Reply
from engine.compare import FEATURES
from engine.judge import judge
from engine.keys import keys
from engine.model import Model
from engine.prepare import Tools, prepare_subject
from engine.prepared import pack, unpack
from engine.relate import Known

ROOT = Path(__file__).parents[1]
LAYERS = ("engine", "index", "service")
MODULES = sorted(p for layer in LAYERS for p in (ROOT / layer).rglob("*.py"))
ENGINE = [p for p in MODULES if p.is_relative_to(ROOT / "engine")]
NAMES = [str(p.relative_to(ROOT)) for p in MODULES]
WEB = {"json", "fastapi", "starlette", "uvicorn", "typer", "http", "jinja2"}
DATABASE = {"sqlite3", "sqlalchemy", "alembic"}
OUTSIDE = {"os", "io", "socket", "subprocess", "threading", "time", "random", "secrets", "tempfile", "pathlib", "shutil", "urllib", *WEB, *DATABASE}
ALLOWED = {
    "engine/kernels.py": {"os", "tempfile", "pathlib", "shutil"},  # where compiled code rests between two starts
    "engine/words.py": {"pathlib"},  # the type of jieba's cache folder
    "engine/model.py": {"io"},  # bytes in memory
    "engine/cutting.py": {"io"},  # the same
}


@cache
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


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_no_two_modules_import_each_other():
    """Neither at import, nor inside a function, nor for the type checker only."""
    by_name = {dotted(path): path for path in MODULES}
    needs: dict[str, set[str]] = {}
    for name, path in by_name.items():
        needs[name] = {module for module in imported(path) if module in by_name}
        for node in ast.walk(tree(path)):  # from package import module
            if isinstance(node, ast.ImportFrom):
                needs[name] |= {m for alias in node.names if (m := f"{node.module}.{alias.name}") in by_name}
        assert name not in needs[name]
    order = list(TopologicalSorter(needs).static_order())  # raises CycleError, which names the circle
    assert set(order) == set(by_name)


def test_the_engine_draws_no_lots_without_a_seed():
    for path in ENGINE:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "random":
                assert node.attr == "default_rng", f"{path.name}:{node.lineno}"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "default_rng":
                assert node.args, f"{path.name}:{node.lineno}: no seed"


@pytest.mark.parametrize("path", ENGINE, ids=str)
def test_the_engine_keeps_nothing_between_two_calls(path: Path):
    """What stands at the top of a module is constant: no empty container waiting to be filled, no `global`."""
    for node in tree(path).body:
        value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
        empty = (isinstance(value, (ast.List, ast.Set)) and not value.elts) or (isinstance(value, ast.Dict) and not value.keys)
        calls = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in {"list", "dict", "set", "defaultdict", "deque"}
        assert not empty
        assert not (calls and not value.args), f"line {node.lineno}"
    assert not [n for n in ast.walk(tree(path)) if isinstance(n, (ast.Global, ast.Nonlocal))]


@pytest.mark.parametrize("path", ENGINE, ids=str)
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
        assert "?" in doc.split("\n\n")[0]
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


ANY = st.text(st.characters(), max_size=80)
AWKWARD = ["", "\x00", "\ud800\udfff", "\u0301" * 50, "\ufdfa" * 20, "𠮷\ufa6c", "\u202e\u200b", "1、\n" * 30, "请", "。" * 50]


@given(st.tuples(*[ANY | st.sampled_from(AWKWARD)] * 5), ANY | st.sampled_from(AWKWARD))
@settings(max_examples=25)
def test_no_text_makes_the_engine_raise(parts: tuple[str, ...], old: str):
    """From the case to the verdict, whatever stands in its fields."""
    text, title, name, phone, address = parts
    who = Person(name, phone, phone, address, name)
    at = datetime(2031, 1, 2, tzinfo=UTC)
    new = Case("n", text, at, title, petitioner=who, co_petitioners=(who,), address=address, accused=name, target_party=title)
    known = [Case("o", old, at, official_reply=Reply(text)), Case("p", text, at, petitioner=who)]
    subjects = [prepare_subject(case, tools()) for case in (new, *known)]
    assert [unpack(pack(s.prepared)).core for s in subjects] == [s.prepared.core for s in subjects]
    keys(subjects[0].prepared)
    verdict = judge(subjects[0], [Known(s.case, s.prepared) for s in subjects[1:]], model(), tools())
    assert verdict.case_id == "n"


@cache
def model() -> Model:
    return Model.from_bytes((ROOT / "service/data/model.npz").read_bytes(), FEATURES)


@cache
def tools() -> Tools:
    return Tools(model().reference, b"a secret of the house")
