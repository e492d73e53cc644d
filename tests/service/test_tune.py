"""`leian tune` shows curves, suggests, and writes only what held-out pairs agree with."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from decided_desk import cases, decisions, filled, leian

from engine.model import Thresholds
from service import model_choice


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("tuned") / "data", decisions())


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    place = tmp_path_factory.mktemp("labelled")
    lines = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases())
    (place / "cases.jsonl").write_text(lines, encoding="utf-8")
    gold = {"matters": [[a, b] for a, b, said in decisions() if said == "confirm"], "unsure": [["F00c", "F01c"]]}
    (place / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    return place / "cases.jsonl", place / "gold.json"


def test_curves_and_suggestions_change_nothing(data: Path):
    result = leian("tune", "--data", data)
    assert result.exit_code == 0, result.output
    assert "another person: 120 pairs" in result.stdout
    assert "same person: no pairs" in result.stdout
    rows = [line.split() for line in result.stdout.splitlines() if line.strip().startswith("0.") and len(line.split()) == 5]
    assert [row[0] for row in rows] == [f"{at / 100:.2f}" for at in range(5, 100, 5)]
    recalls = [float(row[2]) for row in rows]
    assert recalls == sorted(recalls, reverse=True)
    assert "NEEDS_REVIEW from" in result.stdout
    assert not (data / "models").exists()


def test_a_bad_setting_is_replaced_and_a_good_one_is_not(data: Path):
    bad = replace(model_choice.shipped().model, thresholds=Thresholds(0.05, 0.05, 0.05))
    model_choice.add(data, bad, "")
    result = leian("tune", "--write", "--precision", "0.8", "--data", data)
    assert result.exit_code == 0, result.output
    new = model_choice.chosen(data)
    assert new.name == "0002"
    assert 0.2 < new.model.thresholds.other_person < 0.99
    assert new.model.thresholds.review <= new.model.thresholds.other_person
    assert "better" in (data / "models/0002.txt").read_text(encoding="utf-8")
    again = leian("tune", "--write", "--precision", "0.8", "--data", data)
    assert again.exit_code == 1
    assert "refused: no suggestion is better on held-out pairs. The thresholds of the model 0002 stay" in again.stderr
    assert model_choice.versions(data) == ["0001", "0002"]


def test_labelled_cases_need_no_data_directory(labelled: tuple[Path, Path], tmp_path: Path):
    result = leian("tune", "--cases", labelled[0], "--gold", labelled[1], "--data", tmp_path / "none")
    assert result.exit_code == 0, result.output
    assert "another person: 2," in result.stdout
    assert not (tmp_path / "none").exists()


BAD_GOLD = {"no json": "{", "no matters": "{}", "no lists": '{"matters": 3}', "an array": "[]"}


@pytest.mark.parametrize("content", BAD_GOLD.values(), ids=BAD_GOLD)
def test_wrong_gold_is_named(labelled: tuple[Path, Path], tmp_path: Path, content: str):
    gold = tmp_path / "gold.json"
    gold.write_text(content, encoding="utf-8")
    result = leian("tune", "--cases", labelled[0], "--gold", gold, "--data", tmp_path)
    assert result.exit_code == 1
    assert 'gold.json: expected {"matters"' in result.stderr


def test_wrong_cases_are_named_by_line(labelled: tuple[Path, Path], tmp_path: Path):
    path = tmp_path / "cases.jsonl"
    path.write_text('{"case_id": "x", "text": "路灯不亮。"}\n{"case_id": "y"}\n', encoding="utf-8")
    result = leian("tune", "--cases", path, "--gold", labelled[1], "--data", tmp_path)
    assert result.exit_code == 1
    assert "cases.jsonl, line 2" in result.stderr


def test_wrong_usage(labelled: tuple[Path, Path], tmp_path: Path):
    assert leian("tune", "--cases", labelled[0], "--data", tmp_path).exit_code == 2
    assert leian("tune", "--data", tmp_path / "none").exit_code == 2
    assert leian("tune", "--cases", labelled[0], "--gold", labelled[1], "--write", "--data", tmp_path / "none").exit_code == 2
    assert leian("tune", "--precision", "1.5", "--data", tmp_path).exit_code == 2
