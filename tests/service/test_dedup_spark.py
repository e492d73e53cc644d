"""Spark writes what the local engine writes, on two executors of their own that share nothing but the disk."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

CHILD = Path(__file__).with_name("spark_child.py")
MASTER = "local-cluster[2,1,1024]"
FILES = ("clusters.csv", "clusters.parquet", "pairs.csv", "report.html", "summary.json")
WAIT = 900  # seconds; on two idle cores it takes one of fifteen

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        any(importlib.util.find_spec(name) is None for name in ("pyspark", "pandas")), reason="pyspark is not installed"
    ),
    pytest.mark.skipif(shutil.which("java") is None and "JAVA_HOME" not in os.environ, reason="there is no Java"),
]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which a process of its own, because Spark leaves threads and sockets behind, did all the work."""
    import pyspark

    folder = tmp_path_factory.mktemp("spark")
    executors = Path(pyspark.__file__).parent / "work"  # a local cluster's logs; Spark lets nobody choose where
    before = set(executors.glob("app-*"))
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONWARNINGS": "ignore"}
    run = subprocess.run(
        [sys.executable, CHILD, folder, MASTER], env=environment, capture_output=True, text=True, timeout=WAIT
    )
    for each in set(executors.glob("app-*")) - before:
        shutil.rmtree(each, ignore_errors=True)
    assert run.returncode == 0, run.stderr[-3000:]
    return folder


@pytest.mark.parametrize("tier", ["near", "matter"])
@pytest.mark.parametrize("name", FILES)
def test_both_engines_write_the_same_bytes(done: Path, tier: str, name: str) -> None:
    assert (done / tier / "spark" / name).read_bytes() == (done / tier / "local" / name).read_bytes()


def test_there_was_something_to_find(done: Path) -> None:
    relations = {tier: Counter(row[2] for row in rows(done / tier / "local" / "pairs.csv")) for tier in ("near", "matter")}
    assert relations["near"]["EXACT_COPY"] > 40
    assert relations["near"]["NEAR_COPY"] > 200
    assert relations["matter"].total() > 20
    hottest = Counter(row[0] for row in rows(done / "near" / "local" / "pairs.csv")).most_common(1)
    assert hottest[0][1] > 40  # pairs with one case were cut up (HOT_PAIRS in the child)


def test_blocks_find_the_candidates_of_the_index(done: Path) -> None:
    found = json.loads((done / "found.json").read_text(encoding="utf-8"))
    assert found["other"] == 0
    assert found["cases"] == 240
    assert found["capped"] > 100  # lists above the cap were read in part


def test_nothing_is_left_of_the_work(done: Path) -> None:
    assert sorted(path.name for path in (done / "near" / "spark").iterdir()) == sorted(FILES)


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))[1:]
