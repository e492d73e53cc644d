"""What keeps a batch from running on Spark is said in one line, before anything is read."""

from __future__ import annotations

import importlib.util
import json
import socket
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from typer.testing import CliRunner, Result

from index.records import unpack_case
from service import spark_session
from service.cli import app
from service.dedup_pile import read_pile
from service.progress import Silent
from service.spark_cases import EXTENTS, SCHEMES, _look, binary, flat_of, lay_out, packed_at, views_at
from service.spark_session import SparkProblem, _told, is_master
from service.spool import SpooledCases, view_of

Dedup = Callable[..., Result]


@pytest.fixture
def dedup(tmp_path: Path) -> Dedup:
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps({"case_id": "1", "text": "柳荫路的路灯不亮。"}), encoding="utf-8")

    def run(*more: str) -> Result:
        return CliRunner().invoke(app, ["dedup", str(source), "--out", str(tmp_path / "out"), "--engine", "spark", *more])

    return run


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the extra and Java were there."""
    monkeypatch.setattr(spark_session, "_require_packages", lambda: None)
    monkeypatch.setattr(spark_session, "_require_java", lambda: None)


def test_a_missing_extra_is_named_with_the_way_to_get_it(
    dedup: Dedup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pyspark" else found(name))
    result = dedup()
    assert result.exit_code == 1
    assert "pip install 'leian[spark]'" in result.stderr
    assert "pyspark" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("home", ["", "/nowhere"])
def test_a_missing_java_is_named_with_the_way_to_get_it(
    dedup: Dedup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    monkeypatch.setattr(spark_session, "_require_packages", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("JAVA_HOME", home) if home else monkeypatch.delenv("JAVA_HOME", raising=False)
    result = dedup()
    assert result.exit_code == 1
    assert "Java 17" in result.stderr
    assert home in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("installed")
def test_a_master_that_nobody_is_behind_is_told_at_once(dedup: Dedup, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    result = dedup("--master", f"spark://{address}")
    assert result.exit_code == 1
    assert "no Spark master answers" in result.stderr
    assert address in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("installed")
def test_one_of_several_masters_is_enough_and_a_port_is_needed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        spark_session.require_spark(f"spark://127.0.0.1:1,127.0.0.1:{listening.getsockname()[1]}")
    with pytest.raises(SparkProblem, match="spark://HOST:PORT"):
        spark_session.require_spark("spark://127.0.0.1")


@pytest.mark.parametrize(
    ("address", "known"),
    [("local", True), ("local[*]", True), ("local-cluster[2,1,1024]", True), ("yarn", True), ("k8s://https://a:6443", True),
     ("spark://a:7077,b:7077", True), ("a:7077", False), ("local[2", False), ("http://a", False)],
)  # fmt: skip
def test_addresses_that_spark_knows(address: str, known: bool) -> None:
    assert is_master(address) is known


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("x\nTraceback:\n  File y\nModuleNotFoundError: No module named 'service'\n\tat org.apache", "on each machine"),
        ("[JAVA_GATEWAY_EXITED] Java gateway process exited before sending its port number.", "version 17 or newer"),
        ("a petitioner's number 13900001111", "number ***********"),
        ("", "ValueError"),
    ],
)
def test_what_spark_says_becomes_one_line(said: str, shown: str) -> None:
    told = _told(ValueError(said))
    assert told.startswith("Spark gave up: ")
    assert shown in told
    assert "\n" not in told
    assert len(_told(ValueError("y" * 5_000))) < 500


def test_who_stops_it_stops_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark")

    class Session:
        stopped = 0

        def getOrCreate(self) -> Session:
            return self

        def stop(self) -> None:
            self.stopped += 1

    session = Session()
    monkeypatch.setattr(spark_session, "require_spark", lambda master: None)
    monkeypatch.setattr(spark_session, "_builder", lambda master: session)
    with pytest.raises(KeyboardInterrupt), spark_session.spark_session("local"):
        raise KeyboardInterrupt
    assert session.stopped == 1


def spool(tmp_path: Path) -> SpooledCases:
    rows = [{"case_id": f"{n}", "text": "长" * n, "received_at": f"2026-01-{9 - n:02d}"} for n in range(1, 6)]
    source = tmp_path / "a.jsonl"
    source.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    cases = read_pile([source], Silent(), tmp_path / "work").cases
    assert isinstance(cases, SpooledCases)
    return cases


def test_a_worker_reads_its_cases_in_order_of_arrival(tmp_path: Path) -> None:
    cases = spool(tmp_path)
    folder, places = lay_out(cases), np.array([0, 3, 4])
    assert [len(each.text) for each in views_at(folder, places)] == [5, 2, 1]
    assert views_at(folder, places) == [view_of(cases[place]) for place in places]
    assert [unpack_case(each) for each in packed_at(folder, places)] == [cases[place] for place in places]


def test_a_worker_says_what_it_lacks(tmp_path: Path) -> None:
    folder = lay_out(spool(tmp_path))
    size = (folder / EXTENTS).stat().st_size

    def problem(where: Path, expected: int, schemes: str) -> str:
        (batch,) = _look(where, expected, schemes, [pa.record_batch([pa.array([0])], names=["id"])])
        said: str = batch.column(0).to_pylist()[0]
        return said

    assert problem(folder, size, SCHEMES) == ""
    assert "another version of leian" in problem(folder, size, "prepared 0")
    assert "under the same path" in problem(tmp_path / "gone", size, SCHEMES)
    assert "sees another" in problem(folder, size + 1, SCHEMES)


def test_byte_strings_come_back_as_arrays_also_from_a_slice() -> None:
    flat, sizes = np.arange(9, dtype=np.uint32), np.array([2, 0, 3, 4])
    column = binary(flat, sizes)
    assert [len(each) // 4 for each in column.to_pylist()] == sizes.tolist()
    for start, end in ((0, 4), (1, 3), (2, 4), (4, 4)):
        found, ends = flat_of(column.slice(start, end - start), np.uint32)
        assert np.diff(ends).tolist() == sizes[start:end].tolist()
        assert found.tolist() == flat[sizes[:start].sum() : sizes[:end].sum()].tolist()
