"""A brief verdict says of a case what the whole one does."""

from __future__ import annotations

from collections import Counter
from random import Random

from docket import case, model, person, tools

from engine.brief import brief_of, judge_briefly
from engine.judge import judge
from engine.prepare import StoredSubject, Subject, prepare_subject
from engine.prepared import unpack
from engine.relate import Known
from engine.verdict import Flag

PLACES = ("枫叶雅苑7号楼", "枫叶雅苑", "听涛苑9号楼", "石榴巷8号", "")
TROUBLES = ("一楼面馆的油烟倒灌进卧室，要求改造排烟口", "电梯停运三天，老人下不了楼，请维修", "屋面漏水，墙皮发霉，物业不管")
TAILS = ("", "昨晚有人受伤，已经报警。", "帮忙催一下。", "补充材料：照片三张。", "另外反映一个问题：路灯坏了一个月没有人修。")
WHO = (None, person("沈砚秋", "13900007001"), person("邱木禾", "13900007002"), person("贺川", "13900007003"))
DOCKETS = 150


def drawn(lots: Random, name: str, at: str = "2026-03-01") -> Subject:
    text = "{}{}。{}".format(*map(lots.choice, (PLACES, TROUBLES, TAILS)))
    if lots.random() < 0.15:
        text = lots.choice(("催一下", "撤销投诉"))
    return prepare_subject(case(name, text, at, lots.choice(WHO)), tools())


def test_it_is_the_verdict_without_its_surroundings() -> None:
    lots, met = Random(5), Counter[str]()
    for n in range(DOCKETS):
        asked, capped = drawn(lots, "N", "2026-03-09"), n % 2 == 1
        known = [Known(s.case, s.prepared) for s in (drawn(lots, f"A{i}") for i in range(lots.randrange(7)))]
        brief = judge_briefly(asked, known, model(), tools(), capped=capped)
        assert brief == brief_of(judge(asked, known, model(), tools(), capped=capped))
        stored = StoredSubject(asked.case, unpack(asked.prepared.record), tools().reference)
        assert judge_briefly(stored, known, model(), tools(), capped=capped) == brief
        assert (Flag.CANDIDATES_CAPPED in brief.flags) == capped
        met[brief.code.value] += 1
        met["links"] += len(brief.links)
    assert len(met) > 7
    assert met["links"] > 40


def test_letters_of_one_template_are_flagged() -> None:
    text = "枫叶雅苑门口的砂石车从早到晚鸣笛，尘土飞扬，老人孩子不敢出门，请城管部门管一管。"
    known = [
        Known(s.case, s.prepared)
        for s in (prepare_subject(case(f"A{i}", text, who=person(f"住户{i}", f"1390000800{i}")), tools()) for i in range(3))
    ]
    brief = judge_briefly(prepare_subject(case("N", text, who=person("贺川", "13900007003")), tools()), known, model(), tools())
    assert brief.flags == (Flag.TEMPLATE_TEXT,)
    assert len(brief.links) == 3
    assert ("community", "枫叶雅苑") in brief.links[0].agreed
