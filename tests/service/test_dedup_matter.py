"""A batch says of every case what a desk says that gets the cases one after the other, however the work is cut and spread."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.corpus import generate, split_truth
from engine.brief import brief_of
from engine.prepared import unpack
from index.records import unpack_verdict
from service import demo, matter_block, matter_pool, matter_steps
from service.dedup import write_result
from service.dedup_groups import naming
from service.dedup_matter import matter_result, named_slots, verdict_result
from service.dedup_pile import Pile, read_pile
from service.dedup_result import Result
from service.flows import Desk
from service.progress import Silent

LETTER = "槐荫里{}栋北侧的垃圾房三天没有清运，污水流到人行道上，气味很重，居民多次反映物业都没有处理，请城管部门督促尽快清理。"
GENERATED = 160


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo archive, which reaches all verdicts, generated cases, and letters of one template, some of them confidential."""
    lines = Path(demo.__file__).with_name("archive.jsonl").read_text(encoding="utf-8").splitlines()
    lines += [json.dumps(split_truth(case)[0], ensure_ascii=False) for case in generate(GENERATED, 11)]
    for n in range(40):
        who = {"name": f"住户{n % 9}", "phone": f"139000012{n % 9:02d}"} if n % 4 else None
        row = {"case_id": f"T{n}", "text": LETTER.format(n % 3), "confidential": n % 7 == 0, "petitioner": who}
        lines.append(json.dumps({**row, "received_at": f"2026-05-{1 + n % 28:02d}T08:{n:02d}:00"}, ensure_ascii=False))
    path = tmp_path_factory.mktemp("matter") / "cases.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def by_a_desk(pile: Pile, folder: Path) -> Result:
    """The slow way: register one after the other, then fold what is stored."""
    secret = folder / "key"
    secret.write_bytes(bytes(32))
    desk = Desk.open(folder / "data", secret_file=secret)
    try:
        assert {done.state for done in desk.load(pile.cases, workers=0)} == {"loaded"}
        with desk.library.store.read() as reader:
            stored = list(reader.iterate())
        briefs = [brief_of(unpack_verdict(each.verdict or b"")) for each in stored]
        return verdict_result(pile, briefs, lambda place: naming(*named_slots(unpack(stored[place].prepared))))
    finally:
        desk.close()


@pytest.fixture(scope="module")
def expected(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = tmp_path_factory.mktemp("desk")
    return by_a_desk(read_pile([source], Silent(), folder), folder)


def same(one: Result, other: Result) -> bool:
    return (one.members, list(one.pairs), one.notes) == (other.members, list(other.pairs), other.notes)


def test_the_desk_met_every_kind_of_verdict(expected: Result) -> None:
    assert len({member.relation for member in expected.members}) == 12
    assert len(expected.pairs) > 100
    assert Counter(flag for member in expected.members for flag in member.flags)["TEMPLATE_TEXT"] > 3


def test_the_batch_says_the_same(source: Path, expected: Result, tmp_path: Path) -> None:
    pile = read_pile([source], Silent(), tmp_path)
    assert same(matter_result(pile, Silent(), tmp_path), expected)


def test_however_the_work_is_cut(source: Path, expected: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matter_steps, "MOST_CHUNK", 37)
    monkeypatch.setattr(matter_steps, "LEAST_CHUNK", 37)
    monkeypatch.setattr(matter_steps, "RANGE_PAIRS", 10_000)
    monkeypatch.setattr(matter_block, "BLOCK", 5)
    monkeypatch.setattr(matter_block, "REMEMBERED", 3)
    pile = read_pile([source], Silent(), tmp_path)
    assert same(matter_result(pile, Silent(), tmp_path), expected)
    assert len(list((tmp_path / "matter" / "lists").iterdir())) == 8


def test_by_two_processes(source: Path, expected: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matter_pool, "WORTH_PROCESSES", 1)
    pile = read_pile([source], Silent(), tmp_path)
    assert same(matter_result(pile, Silent(), tmp_path, workers=2), expected)


def test_cases_that_lie_in_no_spool(source: Path, expected: Result, tmp_path: Path) -> None:
    pile = read_pile([source], Silent(), tmp_path / "spool")
    listed = Pile(list(pile.cases), read=pile.read)
    assert same(matter_result(listed, Silent(), tmp_path, workers=2), expected)


def test_what_is_done_is_not_done_again(
    source: Path, expected: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pile = read_pile([source], Silent(), tmp_path)
    done: list[tuple[str, int]] = []
    stop_after = [3]

    def counted(name: str) -> None:
        real = getattr(matter_pool, name)

        def step(*arguments: object) -> object:
            if len(done) >= stop_after[0]:
                raise KeyboardInterrupt
            found = real(*arguments)
            done.append((name, int(str(arguments[1]))))
            return found

        monkeypatch.setattr(matter_pool, name, step)

    for name in ("prepare_chunk", "merge_range", "write_judged"):
        counted(name)
    for stop in (3, 8, 12, 14, 17):
        stop_after[0] = stop
        with pytest.raises(KeyboardInterrupt):
            matter_result(pile, Silent(), tmp_path)
    stop_after[0] = 1_000
    assert same(matter_result(pile, Silent(), tmp_path), expected)
    assert len(done) == len(set(done))
    assert Counter(name for name, _ in done) == {"prepare_chunk": 11, "merge_range": 1, "write_judged": 11}


def test_what_another_engine_left_is_thrown_away(source: Path, expected: Result, tmp_path: Path) -> None:
    pile = read_pile([source], Silent(), tmp_path)
    matter_result(pile, Silent(), tmp_path)
    (tmp_path / "matter" / "run").write_text("0 0 another", encoding="utf-8")
    (tmp_path / "matter" / "judged" / "000000").write_bytes(b"\x90")
    assert same(matter_result(pile, Silent(), tmp_path), expected)


@pytest.mark.parametrize("rows", [[], [{"case_id": "1", "text": ""}]])
def test_piles_of_next_to_nothing(rows: Sequence[dict[str, str]], tmp_path: Path) -> None:
    path = tmp_path / "few.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    pile = read_pile([path], Silent(), tmp_path / "work")
    result = matter_result(pile, Silent(), tmp_path / "work")
    write_result(result, pile, [path], tmp_path / "out")
    assert len(result.members) == len(pile.cases)
    assert not result.pairs
