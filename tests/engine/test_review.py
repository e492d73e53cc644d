"""Does the review of a draft find what is planted, keep silent where nothing is, and point at the right place?"""

from __future__ import annotations

import doctest
import time
from datetime import UTC, datetime
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.replies_quality import ARCHIVE, DRAFTS, archive_case, findings_on, read_rows, score
from engine.case import Case, Person, Reply, Status
from engine.review import MOST_REPLIES, Kind, Severity, compare_replies, review
from engine.review_finding import KIND_WORDS, Part

AT = datetime(2026, 10, 12, tzinfo=UTC)
ROWS = [row for path in DRAFTS for row in read_rows(path)]


def case(
    text: str = "青石路路灯不亮，请修复。", name: str = "", reply: str = "", case_id: str = "A", unit: str = ""
) -> Case:
    return Case(
        case_id, text, AT, petitioner=Person(name) if name else None, handling_unit=unit, status=Status.CLOSED if reply else Status.ACCEPTED,
        official_reply=Reply(reply, unit) if reply else None,
    )  # fmt: skip


def kinds(draft: str, earlier: str = "", *, text: str = "青石路路灯不亮，请修复。", unit: str = "") -> list[Kind]:
    matter = [case(reply=earlier, case_id="B", unit=unit)] if earlier else []
    return [each.kind for each in review(draft, case(text), matter=matter) if each.severity is not Severity.INFO]


@pytest.mark.parametrize("module", ["reply_units", "reply_text", "review_figures"])
def test_examples_in_the_docstrings(module: str) -> None:
    failed, tried = doctest.testmod(import_module(f"engine.{module}"))
    assert (failed, tried > 0) == (0, True)


LEAST = {1: 0.9, 2: 0.9, 3: 0.9, 4: 0.9, 5: 0.8, 6: 0.9, 7: 0.9, 8: 0.9, 9: 0.9, 10: 0.9}
LEAST |= {11: 0.93, 12: 0.89, 13: 0.85, 14: 0.9, 15: 0.82, 16: 0.73, 17: 0.65, 18: 0.78, 19: 0.7}
LEAST |= {20: 0.8, 21: 0.88, 22: 0.85, 23: 0.78}


@pytest.mark.parametrize(("part", "least"), LEAST.items())
def test_planted_faults_are_found_and_clean_drafts_are_left_alone(part: int, least: float) -> None:
    """What the parts were at first sight, before anything was mended for them, stands in docs/replies.md."""
    result = score([row for row in ROWS if row["part"] == part])
    assert result.planted >= 10
    assert result.clean >= 4
    assert result.share_found >= least, result.missed
    assert result.share_false <= 0.06, result.false


def test_few_drafts_are_alarmed_where_nothing_is_wrong_and_most_faulty_ones_rightly() -> None:
    result = score([row for row in ROWS if row["part"] > 10])
    assert result.drafts >= 400
    assert result.share_astray <= 0.14, result.extra
    assert result.share_warned >= 0.9


def test_the_drafts_hold_every_kind_and_their_spans() -> None:
    assert len(ROWS) >= 60
    assert sum(not row["faults"] for row in ROWS) >= 20
    assert len({row["agency"] for row in ROWS}) >= 40
    assert {fault["kind"] for row in ROWS for fault in row["faults"]} == {kind.value for kind in Kind}
    for row in ROWS:
        for fault in row["faults"]:
            if "span" in fault:
                assert row["draft"][slice(*fault["span"])] == fault["quote"], row["id"]


def test_every_finding_shows_what_it_points_at() -> None:
    for row in ROWS:
        texts = {(row["id"], Part.TEXT): row["petition"], (row["id"], Part.TITLE): row["title"]}
        texts |= {(each["case_id"], Part.REPLY): each["reply"] for each in [*row["earlier"], *row["precedents"]]}
        texts |= {(each["case_id"], Part.TEXT): each["text"] for each in row["precedents"]}
        texts |= {(each["case_id"], Part.TITLE): each["title"] for each in row["precedents"]}
        for found in findings_on(row):
            assert found.span is None or row["draft"][slice(*found.span)].startswith(found.text[:20])
            if found.other is not None:
                assert texts[found.other.case_id, found.other.part][slice(*found.other.span)] == found.other.text
            assert found.message.endswith("。")
            assert found.message.count("。") - found.text.count("。") <= 1 or found.other is not None


def test_every_kind_has_a_word() -> None:
    assert set(KIND_WORDS) == set(Kind)


@pytest.mark.parametrize(
    ("draft", "earlier", "expected"),
    [
        ("经查，您反映的情况不属实。", "经查，您反映的情况属实。", [Kind.OUTCOME]),
        ("路灯已于10月8日修复。", "路灯尚未修复，将于10月10日前修复。", []),  # progress
        ("押金不予退还，合同约定如此。", "经调解，物业同意退还押金。", [Kind.OUTCOME]),
        ("您要求退还押金的诉求收悉，物业已于10月8日退还押金。", "经调解，物业同意退还押金。", []),
        ("该门店手续齐全。", "该门店未取得许可证。", [Kind.OUTCOME]),
        ("补偿标准为每亩2800元。", "补偿标准为每亩3600元。", [Kind.AMOUNT]),
        ("补偿标准由每亩2800元调整为每亩3600元。", "补偿标准为每亩2800元。", []),  # both are told
        ("补偿标准为每亩0.28万元。", "补偿标准为每亩2800元。", []),
        ("补偿款为2800元，押金为300元。", "押金为300元，补偿款为2800元。", []),
        ("工程预计2026年12月20日前完工。", "工程预计2026年11月20日前完工。", [Kind.DEADLINE]),
        ("工程原定11月20日前完工，因雨顺延至12月20日前完工。", "工程预计2026年11月20日前完工。", []),
        ("工程预计12月20日前完工。", "工程于2026年9月1日开工。", []),
        ("10月9日，我局到现场检查，路灯已修复。", "9月1日，我局到现场检查，路灯将于10月10日前修复。", []),
        ("路灯维护由区城管局负责。", "路灯维护由区住房和城乡建设局负责。", [Kind.UNIT]),
        ("路灯维护由云津区城市管理局负责。", "路灯维护由区城管局负责。", []),
        ("路灯维护由区城管局负责，绿化由街道办事处负责。", "路灯维护由区城管局负责。", []),
        ("灯杆由县公路局组织采购。", "灯杆由镇政府组织采购。", [Kind.UNIT]),  # a verb that no list has
        ("灯杆的养护单位为港务公司。", "灯杆的养护单位为镇政府。", [Kind.UNIT]),
        ("全年多计电量1,260千瓦时。", "全年多计电量2160千瓦时。", [Kind.AMOUNT]),  # a comma inside a number ends nothing
        ("每盏补贴二十万元。", "每盏补贴15万元。", [Kind.AMOUNT]),
        ("每盏补贴十五万元。", "每盏补贴15万元。", []),
        ("现测得照度12勒克斯，此前监测为3勒克斯，不合格。", "监测为3勒克斯，不合格。", []),
        ("费用15个工作日内退回。", "费用将在30个工作日内退回。", [Kind.DEADLINE]),
        ("延期申请不予批准，依据《照明规定》第八条。", "我局同意延期三年。", [Kind.OUTCOME]),
        ("路灯损坏与施工无关。", "路灯损坏与地铁施工有关。", [Kind.OUTCOME]),
        ("该灯杆没有纳入亮化范围。", "该灯杆已纳入亮化范围。", [Kind.OUTCOME]),
        ("该灯杆已纳入亮化范围。", "该灯杆尚未纳入亮化范围。", []),  # progress
        ("待遇不予恢复，依据《照明规定》第八条。", "待遇予以恢复。", [Kind.OUTCOME]),
    ],
)
def test_contradictions_with_the_same_matter(draft: str, earlier: str, expected: list[Kind]) -> None:
    assert kinds(draft, earlier) == expected


def test_a_contradiction_is_shown_on_both_sides() -> None:
    draft = "😀 经研究，该线路不予恢复，依据《道路交通安全法》第三十九条。"
    earlier = "该线路将于2026年11月1日恢复。"
    found = review(draft, case(), matter=[case(reply=earlier, case_id="B")])
    assert [(each.kind, each.severity) for each in found] == [(Kind.OUTCOME, Severity.ERROR)]
    assert found[0].span is not None
    assert draft[slice(*found[0].span)] == "不予恢复"
    assert found[0].other is not None
    assert (found[0].other.case_id, found[0].other.part, found[0].other.text) == ("B", Part.REPLY, "恢复")


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("经研究，您的申请不予支持。", [Kind.NO_BASIS]),
        ("依据《城市照明管理规定》第八条，您的申请不予支持。", []),
        ("根据购房合同约定，您的申请不予支持。", []),
        ("您反映路灯无法办理移交的问题，现已办理移交。", []),
        ("我局将更换路灯。", [Kind.NO_DEADLINE]),
        ("我局将于10月20日前更换路灯。", []),
        ("我局将在15个工作日内更换路灯。", []),
        ("待资金到位后，我局将更换路灯。", []),
        ("下一步，我局将加强巡查，持续改造提升。", [Kind.EMPTY]),
        ("您的来信收悉，我局高度重视，感谢您的支持。", [Kind.EMPTY]),
        ("您反映的问题已转交有关部门处理。", [Kind.EMPTY]),
        ("路灯线缆被盗，10月8日已更换。", []),
        ("XX路路灯已于10月8日修好，经查系线缆被盗。", [Kind.PLACEHOLDER]),
        ("路灯将于2025年3月底前修复。", [Kind.DEADLINE]),
        ("经研究，无法按原渠道报销。", [Kind.NO_BASIS]),
        ("因线缆被盗无法恢复，正在补装。", []),  # an inability with its cause
        ("修复费用一经缴纳不退，请知悉，详询电话12345。", [Kind.NO_BASIS]),
        ("下一步我局安排巡查，对破损灯罩予以更换。", [Kind.NO_DEADLINE]),  # the sentence goes on to promise
        ("我局拟对灯杆进行喷涂。", [Kind.NO_DEADLINE]),
        ("您关心的事项我们记录在案，并有专人跟踪，祝您愉快。", [Kind.EMPTY]),
        ("缴费后【开工日期】起施工，工期3天。", [Kind.PLACEHOLDER]),
    ],
)
def test_what_a_draft_lacks(draft: str, expected: list[Kind]) -> None:
    found = review(draft, case(), at=AT)
    assert [each.kind for each in found if each.severity is not Severity.INFO] == expected


def test_a_refusal_by_unnamed_rules_is_told_softly() -> None:
    found = review("根据相关规定，您的申请不予支持。", case())
    assert [(each.kind, each.severity) for each in found] == [(Kind.NO_BASIS, Severity.INFO)]


@pytest.mark.parametrize(
    ("text", "draft", "open_demands"),
    [
        ("要求修好路灯，公开维修费用。", "路灯线缆被盗，已于10月8日修好。", ["公开维修费用"]),
        ("要求修好路灯，公开维修费用。", "路灯已于10月8日修好，维修费用已在公告栏公示。", []),
        ("请修好路灯，并赔偿我摔伤的医药费。", "路灯已于10月8日修好，感谢您的监督。", ["赔偿我摔伤的医药费"]),
        (
            "请问路灯归谁管？需要什么材料申请安装？",
            "一、路灯由城管局管理。二、安装无需个人申请。",
            [],
        ),  # answered by number
        ("请修好路灯，请领导尽快处理，谢谢！", "路灯已于10月8日修好。", []),
        ("物业要求我交押金。请退还押金，并公示收费依据。", "押金已于10月8日退还，收费依据已张贴。", []),
        ("请修好路灯，装个拦网。", "路灯已于10月8日修好。", ["装个拦网"]),
        ("何时修好路灯？过渡费什么时候发？", "路灯将于10月20日修好。", ["过渡费什么时候发"]),
        ("请修好路灯，再问一下护理补贴怎么申请。", "路灯已于10月8日修好。", ["问一下护理补贴怎么申请"]),
    ],
)
def test_open_demands(text: str, draft: str, open_demands: list[str]) -> None:
    found = [each for each in review(draft, case(text)) if each.kind is Kind.DEMAND]
    assert [each.other.text.removeprefix("并") for each in found if each.other] == open_demands


PRECEDENT = case(
    "梧桐巷18号石坝水库边的路灯坏了", "丁玉梅", "丁玉梅女士：您好！梧桐巷路灯由金桥照明公司修好。", "P", "云津区城管局"
)


@pytest.mark.parametrize(
    ("name", "draft", "expected"),
    [
        ("何秀兰", "何秀兰女士：您好！路灯已于10月8日修好。", []),
        ("何秀兰", "何女士：您好！路灯已于10月8日修好。", []),
        ("何秀兰", "丁女士：您好！路灯已于10月8日修好。", [Kind.SALUTATION]),
        ("何秀兰", "何桂兰女士：您好！路灯已于10月8日修好。", [Kind.SALUTATION]),
        ("何**", "何女士：您好！路灯已于10月8日修好。", []),
        ("", "丁玉梅女士：您好！路灯已于10月8日修好。", [Kind.SALUTATION]),
        ("", "网友：您好！路灯已于10月8日修好。", []),
        ("何秀兰", "您好！梧桐巷路灯已于10月8日修好。", [Kind.FOREIGN_NAME]),
        ("何秀兰", "您好！石坝水库边的路灯已于10月8日修好。", [Kind.FOREIGN_NAME]),
        ("何秀兰", "您好！青石路路灯已于10月8日修好。", []),
        (
            "何秀兰",
            "您好！青石路路灯已于10月8日修好，我局10月9日已向丁玉梅女士电话说明了办理情况，她表示满意。",
            [Kind.FOREIGN_NAME],
        ),
        ("何秀兰", "您好！映月路路灯已于10月8日修好。", []),  # no precedent has it: nobody copied it
    ],
)
def test_names_of_other_cases(name: str, draft: str, expected: list[Kind]) -> None:
    found = review(draft, case("青石路路灯不亮，请修复。", name), precedents=[PRECEDENT])
    assert [each.kind for each in found if each.severity is not Severity.INFO] == expected


def test_the_matter_knows_names_that_the_petition_does_not() -> None:
    draft = "您好！梧桐巷路灯已于10月8日修好。"
    other = case("梧桐巷和青石路路灯都不亮", case_id="B")
    assert review(draft, case(), matter=[other], precedents=[PRECEDENT]) == ()


def test_a_reply_is_not_compared_with_itself() -> None:
    own = case(reply="经查，您反映的情况属实，路灯已于10月8日修复。")
    assert review("经查，您反映的情况属实，路灯已于10月8日修复。", own) == ()
    assert [each.kind for each in review("经查，您反映的情况不属实。", own)] == [Kind.OUTCOME]


def test_replies_of_several_cases_are_told_once_at_the_later_one() -> None:
    cases = [
        Case("late", "路灯不亮", AT, status=Status.CLOSED, official_reply=Reply("经查，情况不属实。", replied_at=AT)),
        Case("early", "路灯不亮", AT, status=Status.CLOSED, official_reply=Reply("经查，情况属实。", replied_at=datetime(2026, 9, 1, tzinfo=UTC))),
        Case("none", "路灯不亮", AT),
    ]  # fmt: skip
    found = compare_replies(cases)
    assert {case_id: [each.kind for each in each_case] for case_id, each_case in found.items()} == {
        "early": [],
        "late": [Kind.OUTCOME],
    }


def test_the_latest_replies_are_compared_first() -> None:
    many = [case(reply="经查，情况属实。", case_id=f"B{number}") for number in range(MOST_REPLIES + 5)]
    found = review("经查，情况不属实。", case(), matter=many)
    assert len(found) == MOST_REPLIES
    assert all(each.kind is Kind.OUTCOME for each in found)


PIECES = st.sampled_from(
    [
        *"，。；：《》“”\n？！1234年月日元号",
        "不予",
        "恢复",
        "属实",
        "不",
        "将",
        "由",
        "负责",
        "退还",
        "请",
        "要求",
        "公开",
        "青石路",
        "女士：您好",
        "石坝水库",
        "每亩",
        "\ud800",
        "😀",
        "ﷺ",
        "某某",
        "10月8日前",
    ]
)


@given(
    st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join),
    st.lists(PIECES, max_size=30).map("".join),
    st.text(max_size=30),
)
@settings(max_examples=150)
def test_any_text_can_be_reviewed(draft: str, earlier: str, text: str) -> None:
    found = review(
        draft,
        case(text, "何秀兰"),
        matter=[case(reply=earlier, case_id="B")],
        precedents=[case(earlier, reply=text, case_id="P")],
        at=AT,
    )
    for each in found:
        assert each.span is None or 0 <= each.span[0] <= each.span[1] <= len(draft)
    assert list(found) == sorted(found, key=lambda each: list(Severity).index(each.severity))
    assert len({(each.kind, each.span, each.other and (each.other.case_id, each.other.span)) for each in found}) == len(
        found
    )


@pytest.mark.parametrize(
    "piece",
    [
        "不予恢复，",
        "由区城管局负责，",
        "每亩28元，",
        "10月8日前完工，",
        "请公开账目，",
        "石坝水库",
        "将",
        "，",
        "根据",
        "请问？",
        "属实",
        "中",
    ],
)
def test_a_long_page_takes_no_longer_than_its_length_allows(piece: str) -> None:
    """A page of 20,000 characters against another: seconds would be a queue at the desk."""
    page = (piece * 20_000)[:20_000]
    review("路灯已修好。", case())  # the segmenter is loaded
    started = time.process_time()
    review(
        page,
        case(page),
        matter=[case(reply=page + "完", case_id="B")],
        precedents=[case(page, reply=page, case_id="P")],
        at=AT,
    )
    assert time.process_time() - started < 5


@pytest.mark.shared
@pytest.mark.skipif(not ARCHIVE.exists(), reason="no evaluation data here")
def test_few_real_replies_are_alarmed_that_answer_something() -> None:
    alarmed = graver = 0
    rows = read_rows(ARCHIVE)[::10]
    for row in rows:
        real = archive_case(row)
        found = review(real.official_reply.text if real.official_reply else "", real)
        alarmed += any(each.severity is not Severity.INFO and each.kind is not Kind.EMPTY for each in found)
        graver += any(each.severity is Severity.ERROR for each in found)
    assert alarmed / len(rows) <= 0.09
    assert graver / len(rows) <= 0.02
