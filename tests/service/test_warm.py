"""After "ready" no kernel is compiled any more: the first check that finds its match is as quick as every other one.

In a process of its own: in this one other tests have called the kernels already.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import importlib, pkgutil, sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import engine, index
from engine.case import Case, Person, Reply, Status
from engine.kernels import compiled_signatures
from service.desk import Filters
from service.flows import Desk

from numba.core.dispatcher import Dispatcher

modules = [importlib.import_module(m.name) for p in (engine, index) for m in pkgutil.iter_modules(p.__path__, p.__name__ + ".")]
found = {k for module in modules for k in vars(module).values() if isinstance(k, Dispatcher)}
kernels = {f"{k.py_func.__module__}.{k.py_func.__name__}": k for k in found}

def ready():
    return {name: compiled_signatures(kernel) for name, kernel in kernels.items()}

assert len(kernels) > 40 and not any(ready().values()), ready()
desk = Desk.open(Path(sys.argv[1]))
desk.warm()
before = ready()
now = datetime.fromisoformat("2031-05-01T09:00:00+08:00")
old = Case("W1", "柳浦镇云栈路33号楼下修车铺占道洗车，污水横流，请城管处理。", now, title="修车铺占道洗车",
           petitioner=Person("严溪", phone="13900007301"), status=Status.CLOSED, official_reply=Reply("已责令整改。"))
desk.register(old)
new = replace(old, case_id="W2", text="云栈路33号一楼汽修店在人行道上洗车，污水流得到处都是。", status=Status.REGISTERED)
verdict = desk.check(new)
assert [m.case_id for m in verdict.matches if m.contributions] == ["W1"], verdict
desk.register(new)
desk.search("洗车", filters=Filters(), limit=5, cursor=None)
desk.close()
after = ready()
print(*sorted(name for name in kernels if after[name] != before[name]), sep="\\n")
"""


@pytest.mark.slow
def test_after_warm_nothing_is_compiled_on_the_way_of_a_case(tmp_path: Path):
    found = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, str(tmp_path / "data")],
        capture_output=True, text=True, timeout=300, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert found.returncode == 0, found.stderr
    assert found.stdout.split() == []
