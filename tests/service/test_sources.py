"""Folders and patterns mean the tables in them, each once, and what is passed over is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from service.files import FileProblem
from service.sources import NoSuchSource, find_sources


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("2024/a.csv", "2024/b.XLSX", "2025/c.jsonl.gz", "2025/notes.docx", "a.csv.rejects.csv", "~$b.xlsx", ".d.csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    return tmp_path


def names(tree: Path, *arguments: str) -> list[str]:
    return [str(path.relative_to(tree)) for path in find_sources([tree / each for each in arguments]).files]


def test_a_folder_means_its_tables_in_order(tree: Path) -> None:
    assert names(tree, ".") == ["2024/a.csv", "2024/b.XLSX", "2025/c.jsonl.gz"]
    assert find_sources([tree]).passed_over == [(tree / "2025/notes.docx", "not a table, by its ending")]


def test_patterns(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert names(tree, "**/*.csv") == ["2024/a.csv"]
    assert names(tree, "202?") == ["2024/a.csv", "2024/b.XLSX", "2025/c.jsonl.gz"]
    monkeypatch.chdir(tree)
    assert find_sources([Path("2024/*")]).files == [Path("2024/a.csv"), Path("2024/b.XLSX")]


def test_a_file_named_twice_is_read_once(tree: Path) -> None:
    (tree / "2025/link.csv").symlink_to(tree / "2024/a.csv")
    sources = find_sources([tree / "2024/a.csv", tree])
    assert [path.name for path in sources.files] == ["a.csv", "b.XLSX", "c.jsonl.gz"]
    assert "same file" in dict(sources.passed_over)[tree / "2025/link.csv"]


def test_circles_end_and_pipes_are_not_opened(tree: Path) -> None:
    (tree / "2025/up").symlink_to(tree)
    os.mkfifo(tree / "2025/pipe.csv")
    (tree / "2025/gone.csv").symlink_to(tree / "nowhere")
    sources = find_sources([tree])
    reasons = {path.name: reason for path, reason in sources.passed_over}
    assert "read already" in reasons["up"]
    assert reasons["pipe.csv"] == "not a regular file"
    assert "No such file" in reasons["gone.csv"]
    assert len(sources.files) == 3
    with pytest.raises(FileProblem, match="not a regular file"):
        find_sources([tree / "2025/pipe.csv"])


@pytest.mark.parametrize("argument", ["gone", "*.parquet"])
def test_what_names_nothing_is_an_error(tree: Path, argument: str) -> None:
    with pytest.raises(NoSuchSource, match="no such file"):
        find_sources([tree / argument])
    (tree / "empty").mkdir()
    with pytest.raises(NoSuchSource, match="no table in it"):
        find_sources([tree / "empty"])
