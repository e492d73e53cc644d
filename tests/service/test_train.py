"""`leian train` on a desk whose people have decided: what is better is kept, what is not is refused, and all can be undone."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from decided_desk import cases, decisions, filled, labels_file, leian

from engine.compare import FEATURES
from engine.model import Model, ModelFormatError
from index.store import Store
from service import learning, model_choice
from service.flows import Desk
from service.wire import parse_case, read_time

NOW = read_time("2031-06-01T00:00:00")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("desk") / "data", decisions())


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    """A copy with its key, so that each test may change it."""
    shutil.copy(made.with_name("data.key"), tmp_path / "data.key")
    return Path(shutil.copytree(made, tmp_path / "data"))


def too_shy() -> Model:
    """The delivered model, so unsure that it links hardly anything."""
    model = model_choice.shipped().model
    return replace(model, trees=learning.scaled(model.trees, 0.5, -4.0))


def linked(data: Path) -> int:
    desk = Desk.open(data)
    try:
        return sum(bool(desk.check(parse_case({**row, "case_id": f"new-{row['case_id']}"}, NOW)).matched) for row in cases()[:9:3])
    finally:
        desk.close()


def preparations(data: Path) -> list[str]:
    """The log of the store: an update for each case that was prepared anew."""
    store = Store.open(data / "leian.db", read_only=True)
    try:
        with store.read() as reader:
            return [change.kind for change in reader.changes(0, 100_000)]
    finally:
        store.close()


def test_a_better_model_is_written_used_and_can_be_taken_back(data: Path):
    model_choice.add(data, too_shy(), "made by hand")
    delivered = model_choice.shipped().model.to_bytes()
    log = preparations(data)
    result = leian("train", "--data", data)
    assert result.exit_code == 0, result.output
    assert "accepted: written as" in result.stdout
    assert "in use: 0001" in result.stdout
    assert model_choice.current_name(data) == "0002"
    assert (data / "models/0002.npz").is_file()
    assert "held out by matter, 120 decisions" in (data / "models/0002.txt").read_text(encoding="utf-8")
    assert all(str(row["case_id"]) not in (data / "models/0002.txt").read_text(encoding="utf-8") for row in cases())
    new = model_choice.chosen(data)
    assert new.model.thresholds == model_choice.shipped().model.thresholds
    assert np.array_equal(new.model.reference.idf, model_choice.shipped().model.reference.idf)
    assert model_choice.shipped().model.to_bytes() == delivered
    with_new = linked(data)
    assert preparations(data) == log  # nothing was prepared anew for another model
    assert leian("train", "--use", "0001", "--data", data).exit_code == 0
    assert model_choice.current_name(data) == "0001"
    assert linked(data) <= with_new
    assert preparations(data) == log

    again = leian("train", "--use", "0002", "--data", data)
    assert "from the next start" in again.stdout
    same = leian("train", "--data", data)  # nothing new was decided since
    assert same.exit_code == 1
    assert "refused: its held-out loss is not surely lower" in same.stderr
    assert model_choice.versions(data) == ["0001", "0002"]


def test_a_dry_run_writes_nothing(data: Path):
    model_choice.add(data, too_shy(), "")
    result = leian("train", "--dry-run", "--data", data)
    assert result.exit_code == 0
    assert "not written" in result.stdout
    assert model_choice.versions(data) == ["0001"]


def test_contradicting_decisions_change_no_link(data: Path, tmp_path: Path):
    """They may make the model less sure of what it says, never say something else."""
    labels = labels_file(tmp_path / "turned.jsonl", decisions(turned=True))  # later than those of the store
    result = leian("train", labels, "--data", data, "--dry-run")
    assert "120 comparable" in result.stdout
    assert "refused: " in result.stderr or "it would link 0 more and 0 no longer" in result.stdout
    assert not (data / "models").exists()


def test_too_few_decisions_are_told_in_numbers(made: Path, tmp_path: Path):
    data = filled(tmp_path / "data", decisions()[:21])
    result = leian("train", "--data", data)
    assert result.exit_code == 1
    assert "too few decisions to learn from: 30" in result.stderr
    assert "there are 21 (7 confirmed, 14 rejected" in result.stderr
    assert not (data / "models").exists()
    more = leian("train", labels_file(tmp_path / "more.jsonl", decisions()[21:30]), "--data", data, "--dry-run")
    assert "30 decided pairs, 30 comparable" in more.stdout


def test_a_running_service_does_not_keep_it_out(data: Path):
    desk = Desk.open(data)
    try:
        assert "120 decided pairs" in leian("train", "--dry-run", "--data", data).stdout
    finally:
        desk.close()


BAD_LABELS = {
    "no decision": '{"case_id": "F00a", "other_case_id": "F00b"}\n',
    "another word": '{"case_id": "F00a", "other_case_id": "F00b", "decision": "perhaps"}\n',
    "no case": '{"case_id": "", "other_case_id": "F00b", "decision": "confirm"}\n',
    "no json": "{\n",
}


@pytest.mark.parametrize("content", BAD_LABELS.values(), ids=BAD_LABELS)
def test_a_wrong_line_of_labels_is_named(made: Path, tmp_path: Path, content: str):
    path = tmp_path / "labels.jsonl"
    path.write_text('{"case_id": "F00a", "other_case_id": "F00b", "decision": "confirm"}\n' + content, encoding="utf-8")
    result = leian("train", path, "--data", made)
    assert result.exit_code == 1
    assert "labels.jsonl, line 2" in result.stderr


def test_decisions_about_unknown_cases_are_counted_and_left_out(made: Path, tmp_path: Path):
    labels = labels_file(tmp_path / "labels.jsonl", [("F00a", "nobody", "confirm"), ("F00a", "F00a", "confirm")])
    result = leian("train", labels, "--data", made, "--dry-run")
    assert "120 decided pairs" in result.stdout
    assert "1 decisions name cases that are not here" in result.stdout


def test_wrong_usage(made: Path, tmp_path: Path):
    assert leian("train", "--data", tmp_path / "nowhere").exit_code == 2
    labels = labels_file(tmp_path / "labels.jsonl", [])
    assert leian("train", labels, "--use", "shipped", "--data", made).exit_code == 2
    unknown = leian("train", "--use", "0007", "--data", made)
    assert unknown.exit_code == 1
    assert "there is no model '0007'" in unknown.stderr
    (tmp_path / "empty").mkdir()
    assert "holds no store yet" in leian("train", "--data", tmp_path / "empty").stderr


def test_a_model_of_another_engine_does_not_judge_and_does_not_stop_the_desk(data: Path):
    other = replace(model_choice.shipped().model, features=(*FEATURES[:-1], "something_else"))
    folder = data / "models"
    folder.mkdir()
    (folder / "0001.npz").write_bytes(other.to_bytes())
    (folder / "current").write_text("0001\n", encoding="utf-8")
    choice = model_choice.chosen(data)
    assert choice.name == "shipped"
    assert "the model 0001" in choice.problem
    assert "fitted on other features" in choice.problem
    desk = Desk.open(data)
    desk.close()
    assert desk.model_problem == choice.problem
    assert "fitted on other features" in leian("verify", "--data", data).stderr
    assert leian("train", "--use", "0001", "--data", data).exit_code == 1
    with pytest.raises(ModelFormatError):  # a setting asked for this one
        model_choice.chosen(data, str(folder / "0001.npz"))
    with pytest.raises(OSError, match=r"nothing\.npz"):
        model_choice.chosen(data, str(folder / "nothing.npz"))
    assert model_choice.chosen(data, "shipped").problem == ""


@pytest.mark.parametrize("content", ["0009\n", "../../elsewhere\n", "\n"], ids=["gone", "a path", "empty"])
def test_a_pointer_to_nothing_falls_back(data: Path, content: str):
    (data / "models").mkdir()
    (data / "models/current").write_text(content, encoding="utf-8")
    choice = model_choice.chosen(data)
    assert choice.name == "shipped"
    assert bool(choice.problem) == bool(content.strip())


def test_the_stamp_follows_the_reference_alone():
    ours = model_choice.shipped()
    assert replace(ours, model=too_shy()).stamp == ours.stamp
    idf = ours.model.reference.idf.copy()
    idf[5] += 1
    other = replace(ours, model=replace(ours.model, reference=replace(ours.model.reference, idf=idf)))
    assert other.stamp != ours.stamp
    assert model_choice.prior_of(other) is other.model
