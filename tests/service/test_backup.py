"""A backup is the data directory of one moment: whole, checked, without keys, brought back only where nothing is."""

from __future__ import annotations

import json
import shutil
import tarfile
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import NOON

from engine.case import Case, Person
from engine.verdict import Code
from index.store import Store
from service.backup import KEY, MANIFEST, SETTINGS, STORE, BackupProblem, make_backup
from service.commands.common import FAILED, WRONG_USAGE
from service.flows import Desk
from service.model_choice import current_name, use
from service.person_key import key_file
from service.progress import Silent
from service.restore import KeyChoice, restore
from service.settings import Settings, SettingsError

LIFT = "沁园里3号楼的电梯停运一周，物业说等配件，六楼的老人下不来，请督促物业修理电梯。"
SECRET_KEY = "sha256:" + "ab" * 32


def a_case(case_id: str, text: str = LIFT, minutes: int = 0) -> Case:
    return Case(case_id, text, NOON + timedelta(minutes=minutes), petitioner=Person(name="舒岚", phone="13900006002"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    place = tmp_path / "live" / "data"
    desk = Desk.open(place)
    for case in (a_case("B1"), a_case("B2", "揽月路整条路灯坏了半个月，晚上漆黑一片，请路灯所派人修好。"), a_case("B3", minutes=60)):
        desk.register(case)
    desk.close()
    return place


def backed_up(data: Path, target: Path, **settings: object) -> Path:
    make_backup(Settings(data=str(data), **settings), target, Silent())  # type: ignore[arg-type]
    return target


def verdict_of(data: Path) -> tuple[Code, tuple[str, ...]]:
    desk = Desk.open(data)
    try:
        assert desk.verify().differences == []
        verdict = desk.check(a_case("N", minutes=120))
        return verdict.verdict, verdict.matched
    finally:
        desk.close()


@pytest.mark.parametrize("name", ["b", "b.tar", "b.tar.gz"])
def test_what_comes_back_answers_as_before(data: Path, tmp_path: Path, name: str) -> None:
    before = verdict_of(data)
    target = backed_up(data, tmp_path / "kept" / name)
    assert [each.name for each in target.parent.iterdir()] == [name]  # nothing half-made is left beside it
    found = restore(target, tmp_path / "new", KeyChoice(key_file(data)), Silent())
    assert (found.cases, found.last_change) == (3, 4)  # B3 joins B1 in a matter
    assert key_file(tmp_path / "new").read_bytes() == key_file(data).read_bytes()
    assert verdict_of(tmp_path / "new") == before
    assert before == (Code.REPEAT_PETITION, ("B1", "B3"))


def test_a_backup_is_made_of_what_is_committed_while_others_write(data: Path, tmp_path: Path) -> None:
    desk, stop = Desk.open(data), threading.Event()
    done: list[str] = []

    def write() -> None:
        number = 0
        while not stop.is_set():
            desk.register(a_case(f"W{number}", f"第{number}号桥头的窨井盖丢了，夜里有人骑车摔伤，请补上。"))
            done.append(f"W{number}")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            before = list(done)
            target = backed_up(data, tmp_path / f"b{number}")
            with Store.open(target / STORE, read_only=True) as copy, copy.read() as reader:
                ids = list(reader.case_ids())
            assert set(before) <= set(ids)
            written = [each for each in ids if each.startswith("W")]
            assert sorted(written, key=lambda each: int(each[1:])) == [f"W{n}" for n in range(len(written))]
    finally:
        stop.set()
        writer.join()
        desk.close()
    assert len(done) > 3


def test_no_key_of_any_kind_is_in_it_unless_asked_for(data: Path, tmp_path: Path) -> None:
    target = backed_up(data, tmp_path / "b", api_keys=(SECRET_KEY,), check_threads=7)
    assert sorted(each.name for each in target.iterdir()) == [STORE, MANIFEST, SETTINGS]
    secret = key_file(data).read_bytes()
    for each in target.iterdir():
        assert secret not in each.read_bytes()
        assert b"abab" not in each.read_bytes()
        assert each.stat().st_mode & 0o077 == 0
    assert "check_threads = 7" in (target / SETTINGS).read_text(encoding="utf-8")
    make_backup(Settings(data=str(data)), tmp_path / "with", Silent(), with_key=True)
    assert (tmp_path / "with" / KEY).read_bytes() == secret
    restore(tmp_path / "with", tmp_path / "new", KeyChoice(), Silent())
    assert key_file(tmp_path / "new").read_bytes() == secret
    assert not (tmp_path / "new" / KEY).exists()


def test_nothing_is_overwritten(data: Path, tmp_path: Path) -> None:
    target = backed_up(data, tmp_path / "b")
    with pytest.raises(SettingsError, match="never replaces"):
        backed_up(data, target)
    before = (data / STORE).read_bytes()
    with pytest.raises(SettingsError, match="never over one"):
        restore(target, data, KeyChoice(), Silent())
    assert (data / STORE).read_bytes() == before
    (tmp_path / "empty").mkdir()
    restore(target, tmp_path / "empty", KeyChoice(key_file(data)), Silent())  # an empty one may be a mount point's


def damage(path: Path, place: int = 5000) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.parametrize("part", [STORE, MANIFEST])
def test_damage_is_seen_and_leaves_nothing(data: Path, tmp_path: Path, part: str) -> None:
    target = backed_up(data, tmp_path / "b")
    damage(target / part, 1)
    with pytest.raises(BackupProblem):
        restore(target, tmp_path / "new", KeyChoice(key_file(data)), Silent())
    assert sorted(each.name for each in tmp_path.iterdir()) == ["b", "live"]


@pytest.mark.parametrize("kept", [0, 100, 0.5])
def test_an_archive_that_was_cut_off_is_refused(data: Path, tmp_path: Path, kept: float) -> None:
    target = backed_up(data, tmp_path / "b.tar.gz")
    whole = target.read_bytes()
    target.write_bytes(whole[: int(len(whole) * kept if kept < 1 else kept)])
    with pytest.raises(BackupProblem):
        restore(target, tmp_path / "new", KeyChoice(key_file(data)), Silent())
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["../out.db", "/out.db", "a/b/c", "leian.db/../../out"])
def test_no_name_in_a_manifest_leads_out_of_the_directory(data: Path, tmp_path: Path, name: str) -> None:
    target = backed_up(data, tmp_path / "b")
    manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
    manifest["files"][name] = manifest["files"][STORE]
    (target / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(BackupProblem, match="names files"):
        restore(target, tmp_path / "new", KeyChoice(key_file(data)), Silent())


def test_a_link_in_an_archive_is_no_file(data: Path, tmp_path: Path) -> None:
    target = backed_up(data, tmp_path / "b")
    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        archive.add(target / MANIFEST, MANIFEST)
        link = tarfile.TarInfo(STORE)
        link.type, link.linkname = tarfile.SYMTYPE, str(data / STORE)
        archive.addfile(link)
    with pytest.raises(BackupProblem):
        restore(tmp_path / "evil.tar", tmp_path / "new", KeyChoice(key_file(data)), Silent())


def test_another_key_is_refused_and_a_lost_one_costs_preparing_anew(data: Path, tmp_path: Path) -> None:
    before = verdict_of(data)
    target = backed_up(data, tmp_path / "b")
    with pytest.raises(SettingsError, match="--new-key"):
        restore(target, tmp_path / "new", KeyChoice(), Silent())
    (tmp_path / "wrong.key").write_bytes(b"x" * 32)
    with pytest.raises(SettingsError, match="not the key"):
        restore(target, tmp_path / "new", KeyChoice(tmp_path / "wrong.key"), Silent())
    assert not (tmp_path / "new").exists()
    restore(target, tmp_path / "new", KeyChoice(anew=True), Silent())
    assert verdict_of(tmp_path / "new") == before  # the same person is known again, under another key
    assert key_file(tmp_path / "new").read_bytes() != key_file(data).read_bytes()


def test_the_operators_model_goes_along(data: Path, tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "service" / "data" / "model.npz"
    (data / "models").mkdir()
    for number in ("0001", "0002", "0003"):
        shutil.copy(shipped, data / "models" / f"{number}.npz")
    use(data, "0002")
    target = backed_up(data, tmp_path / "b")
    assert sorted(each.name for each in (target / "models").iterdir()) == ["0002.npz", "current"]
    restore(target, tmp_path / "new", KeyChoice(key_file(data)), Silent())
    assert current_name(tmp_path / "new") == "0002"
    named = backed_up(data, tmp_path / "named", model=str(shipped))
    assert (named / "models" / "0001.npz").read_bytes() == shipped.read_bytes()


def test_what_was_erased_since_is_erased_again(data: Path, tmp_path: Path) -> None:
    from test_cli import leian

    target = backed_up(data, tmp_path / "b")
    erased = leian("erase", "B1", "--data", data)
    assert erased.exit_code == 0
    with Store.open(data / STORE, read_only=True) as store, store.read() as reader:
        receipt = reader.audit_after(0, 9)[-1].detail.split("\n")[0]
    (tmp_path / "erased.txt").write_text(f"# receipts\n{receipt}\nB2\nunknown\n", encoding="utf-8")
    answer = leian("restore", target, "--data", tmp_path / "new", "--key", key_file(data), "--erased", tmp_path / "erased.txt")
    assert (answer.exit_code, answer.stdout.splitlines()[1:]) == (
        0, ["erased again: 2", "cases 1, postings 1, differences 0"]
    )  # fmt: skip


def test_the_commands_end_with_the_right_codes(data: Path, tmp_path: Path) -> None:
    from test_cli import leian

    target = tmp_path / "b"
    made = leian("backup", target, "--data", data)
    assert made.exit_code == 0
    assert "3 cases" in made.stdout
    assert "keep a copy" in made.stderr
    assert leian("backup", target, "--data", data).exit_code == WRONG_USAGE
    assert leian("backup", tmp_path / "c", "--data", tmp_path / "gone").exit_code == WRONG_USAGE
    assert leian("restore", tmp_path / "gone", "--data", tmp_path / "new").exit_code == WRONG_USAGE
    assert leian("restore", target, "--data", data).exit_code == WRONG_USAGE
    damage(target / STORE)
    assert leian("restore", target, "--data", tmp_path / "new", "--key", key_file(data)).exit_code == FAILED
    content = (data / STORE).read_bytes()
    (data / STORE).write_bytes(content[:4096] + bytes(len(content) - 4096))
    assert leian("backup", tmp_path / "d", "--data", data).exit_code == FAILED
    assert not (tmp_path / "d").exists()
