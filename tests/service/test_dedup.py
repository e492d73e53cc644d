"""The four files of a batch: right, harmless to open, and the same bytes every time."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pyarrow import parquet

from engine.brief import brief_of
from engine.case import Case, Channel, Person, Reply
from engine.group import new_matter_id
from engine.verdict import Code, Evidence, Match, MatterRelation, PersonRelation, Verdict
from service.dedup import near_result, write_result
from service.dedup_groups import naming
from service.dedup_matter import verdict_result
from service.dedup_pile import NO_TIME, Pile, read_pile
from service.dedup_report import render_report
from service.dedup_words import masked
from service.progress import Silent

LETTER = "松涛里{}号楼东侧围墙外长期堆放装修垃圾，下雨污水流到路面上，气味难闻，蚊虫很多，物业和社区都说不归自己管。"


def case(name: str, text: str, day: int = 0, **more: object) -> Case:
    at = NO_TIME + timedelta(days=day)
    return Case(case_id=name, text=text, received_at=at, **more)  # type: ignore[arg-type]


def table(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(raw.decode("utf-8-sig").splitlines()))


def write_rows(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def three_cases(tmp_path: Path) -> Path:
    rows: list[dict[str, object]] = [
        {"case_id": "后", "text": LETTER.format(6), "received_at": "2026-05-02"},
        {"case_id": "先", "text": LETTER.format(6) + "路灯也坏了", "received_at": "2026-04-01"},
        {"case_id": "=另", "text": LETTER.format(9), "received_at": "2026-04-02"},
    ]
    return write_rows(tmp_path / "a.jsonl", rows)


def test_the_first_to_arrive_is_kept_whatever_the_order_of_the_rows(tmp_path: Path) -> None:
    path, out = three_cases(tmp_path), tmp_path / "out"
    pile = read_pile([path], Silent(), tmp_path / "work")
    write_result(near_result(pile, Silent()), pile, [path], out)
    name = new_matter_id("先")
    assert table(out / "clusters.csv") == [
        ["case_id", "matter_id", "keep", "relation"],
        ["先", name, "1", ""],
        ["'=另", "", "1", ""],
        ["后", name, "0", "NEAR_COPY"],
    ]
    (header, pair) = table(out / "pairs.csv")
    assert header == ["a", "b", "relation", "score", "evidence"]
    assert pair[:3] == ["先", "后", "NEAR_COPY"]
    assert 0.8 < float(pair[3]) < 1
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert (summary["cases"], summary["groups"], summary["duplicates"], summary["rows_read"]) == (3, 1, 1, 3)
    assert not (out / "rejects.csv").exists()


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    path = three_cases(tmp_path)
    written = []
    for name in ("one", "two"):
        pile = read_pile([path], Silent(), tmp_path / f"work {name}")
        write_result(near_result(pile, Silent(), workers=2), pile, [path], tmp_path / name)
        written.append({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()})
    assert written[0] == written[1]
    assert set(written[0]) == {"clusters.csv", "clusters.parquet", "pairs.csv", "summary.json", "report.html"}


def test_rows_that_repeat_or_contradict_are_counted(tmp_path: Path) -> None:
    one = write_rows(tmp_path / "a.jsonl", [{"case_id": "1", "text": "甲"}, {"case_id": "2", "text": "乙"}])
    two = write_rows(
        tmp_path / "b.jsonl", [{"case_id": "1", "text": "甲"}, {"case_id": "2", "text": "丙"}, {"text": "丁"}]
    )
    pile = read_pile([one, two], Silent(), tmp_path / "work")
    assert [case.case_id for case in pile.cases] == ["1", "2"]
    assert (pile.read, pile.repeated) == (5, 1)
    assert [(name, line) for name, line, _, _ in pile.rejects] == [("b.jsonl", "2"), ("b.jsonl", "3")]
    assert str(pile) == "read 5 = cases 2 + repeated rows 1 + rejected 2"
    write_result(near_result(pile, Silent()), pile, [one, two], tmp_path / "out")
    assert len(table(tmp_path / "out" / "rejects.csv")) == 3


def test_a_failed_write_leaves_no_half_file(tmp_path: Path) -> None:
    pile = Pile(cases=[case("1", "甲")], read=1)
    result = near_result(pile, Silent())
    with pytest.raises(FileNotFoundError):
        write_result(result, pile, [tmp_path / "gone.csv"], tmp_path / "out")
    assert not list((tmp_path / "out").glob("*.part"))


def test_verdicts_become_groups_and_only_asserted_links_become_pairs() -> None:
    said = Evidence("place", "agree", "松涛里", "松涛里")
    other = Evidence("building", "missing", "", "9号楼")

    def match(case_id: str) -> Match:
        relation = Code.SAME_MATTER_OTHER_PERSON
        return Match(case_id, relation, PersonRelation.DIFFERENT, MatterRelation.SAME, 0.91234567, (said, other))

    cases = [case(name, "文", day) for day, name in enumerate(("1", "2", "3", "4"))]
    judged = [
        Verdict("1", Code.NEW, 1.0),
        Verdict("2", Code.NEW, 1.0),
        Verdict("3", Code.SAME_MATTER_OTHER_PERSON, 0.9, matched=("1",), matches=(match("1"), match("2"))),
        Verdict("4", Code.NEEDS_REVIEW, 0.5, suspected=("1",), matches=(match("1"),)),
    ]
    result = verdict_result(Pile(cases=cases, read=4), map(brief_of, judged), lambda place: naming(()))
    name = new_matter_id("1")
    assert [(m.case_id, m.matter_id, m.keep, m.relation) for m in result.members] == [
        ("1", name, True, "NEW"),
        ("2", "", True, "NEW"),
        ("3", name, False, "SAME_MATTER_OTHER_PERSON"),
        ("4", "", True, "NEEDS_REVIEW"),
    ]
    (pair,) = result.pairs
    assert (pair.a, pair.b, pair.relation, pair.evidence) == ("1", "3", "SAME_MATTER_OTHER_PERSON", "place: 松涛里")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "onclick")]


def page_of(*cases: Case) -> str:
    pile = Pile(cases=cases, read=len(cases))
    return "".join(render_report(near_result(pile, Silent()), pile, ["<a>.csv"]))


def test_the_report_needs_no_network_and_shows_no_markup_numbers_or_secrets() -> None:
    text = "<script>alert(1)</script>电话13900001111，" + LETTER.format(6)
    hidden = "举报" + LETTER.format(8)
    page = page_of(
        case("<b>1", text, 0, handling_unit="<i>城管局"),
        case("2", text, 40, petitioner=Person(name="高禾")),
        case("3", hidden, 50, confidential=True),
        case("4", hidden, 50, confidential=True),
    )
    parsed = _Page()
    parsed.feed(page)
    assert not {"script", "i", "link", "img", "iframe"} & set(parsed.tags)
    assert parsed.addresses == []
    assert "http" not in page
    assert "&lt;script&gt;" in page
    for secret in ("13900001111", "高禾", "举报"):
        assert secret not in page


def test_the_report_of_nothing_is_a_page() -> None:
    page = page_of()
    assert "没有两件以上的事项" in page
    assert "读入 0 行 = 案件 0 + 完全相同的行 0 + 拒收 0（相符）" in page


def test_shares_template_letters_and_contradictions_are_in_the_report() -> None:
    yes, no = Reply("诉求合理，已责令整改。", outcome="SUPPORTED"), Reply("经核查不属实。", outcome="NOT_SUPPORTED")
    page = page_of(
        case("甲", LETTER.format(6), 0, handling_unit="南局", petitioner=Person(name="高禾"), official_reply=yes),
        case("乙", LETTER.format(6), 10, handling_unit="北局", petitioner=Person(name="舒岚"), channel=Channel.WEB),
        case("丙", LETTER.format(6) + "快", 20, petitioner=Person(name="贺川"), official_reply=no),
        case("丁", "门口的公交站牌被撞歪了，请公交公司派人来扶正，谢谢。", 40),
    )
    assert "50.0%（2／4）" not in page
    assert "100.0%（1／1）" in page  # 北局 and 网
    assert "多头办理" in page
    templates = page[page.index("<h2>模板信") : page.index("<h2>答复口径")]
    assert "<td>甲</td>" in templates
    assert '<td class="n">3</td>' in templates
    contradictions = page[page.index("<h2>答复口径") : page.index("<h2>没有判定")]
    assert contradictions.index("已责令整改") < contradictions.index("经核查不属实")
    audit = page[page.index("抽样核对（2 对）") :]
    assert "<mark>快</mark>" in audit
    assert audit.count("□ 同一事项") == 2


def test_what_was_not_judged_is_told() -> None:
    pile = Pile(
        cases=[case("甲", "催"), case("乙", "催")],
        rejects=[("a.csv", "3", "text: missing; write it", "x"), ("a.csv", "4", "text: missing; write it", "y")],
        read=4,
        rejected=2,
        broken=[("b.xlsx", "b.xlsx: it is damaged")],
    )
    page = "".join(render_report(near_result(pile, Silent()), pile, ["a.csv"]))
    told = page[page.index("<h2>没有判定") :]
    assert 'text: missing</td><td class="n">2</td>' in told
    assert 'rejects.csv 逐行列出）</td><td class="n">2</td>' in told
    assert "b.xlsx: it is damaged" in told
    assert '只比对是否完全相同</td><td class="n">2</td>' in told


def test_the_parquet_table_says_the_same_as_the_csv(tmp_path: Path) -> None:
    path, out = three_cases(tmp_path), tmp_path / "out"
    pile = read_pile([path], Silent(), tmp_path / "work")
    write_result(near_result(pile, Silent()), pile, [path], out)
    rows = parquet.read_table(out / "clusters.parquet").to_pylist()
    shown = [[row["case_id"], row["matter_id"], str(int(row["keep"])), row["relation"]] for row in rows]
    assert shown == [[cell.removeprefix("'") for cell in row] for row in table(out / "clusters.csv")[1:]]


@pytest.mark.parametrize("number", ["13900001111", "139-0000-1111", "11010519900101123X"])
def test_long_numbers_are_masked_and_short_ones_are_not(number: str) -> None:
    assert masked(f"2026年3号楼{number}") == f"2026年3号楼{'*' * len(number)}"
