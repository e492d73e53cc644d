"""What is said of a case without judging it is what the judge says of it."""

from __future__ import annotations

from collections import Counter
from random import Random

import numpy as np
from docket import case, model, person, tools

from engine.foregone import foregone, heads
from engine.judge import judge
from engine.model import Model, Thresholds
from engine.prepare import Subject, prepare_subject
from engine.relate import Known
from engine.shortlist import raises_several
from engine.stack import stack
from engine.survey_block import Asked, survey_block
from engine.verdict import Code

PLACES = ("柳荫里小区3号楼", "柳荫里小区5号楼", "石榴巷8号", "云岫花园", "望江台路口", "万顺砂石厂", "")
TROUBLES = ("电梯停了三天没有人修，老人上下楼很不方便，物业推说在等配件", "电梯坏了三天没人来修", "外墙瓷砖脱落砸到行人", "夜里施工吵得睡不着", "污水从井盖冒出来", "路灯坏了一个月")
MORE = ("", "请尽快处理。", "希望有人来看一看。", "帮忙催一下。", "反映两个问题：一是路灯不亮，二是垃圾没有人清运。", "希望有关部门管一管，附近住户都受不了。")
DOCKETS = 120


def codes_of(made: list, chosen: Model) -> list[Code | None]:
    """Each case against all before it."""
    records = stack([s.prepared.record for s in made])
    count = len(made)
    olds = np.concatenate([np.empty(0, np.int64), *(np.arange(i) for i in range(count))])
    asked = Asked(np.arange(count), olds, np.concatenate([[0], np.cumsum(np.arange(count))]))
    several = np.array([raises_several(s.prepared) for s in made])
    found = survey_block(asked, records, chosen.reference, several | bool(chosen.by_category), chosen.thresholds.similar)
    chances = chosen.probability(found.seen.rows)
    return foregone(found, chances, heads(records, asked.news), several, chosen)


def drawn(lots: Random, name: str) -> Subject:
    text = "，".join(map(lots.choice, (PLACES, TROUBLES, MORE))) if lots.random() < 0.95 else "催一下"
    n = lots.randrange(30)
    return prepare_subject(case(name, text, who=person(f"住户{n}", f"139000011{n:02d}") if n else None), tools())


def test_the_judge_agrees() -> None:
    lots, met = Random(5), Counter[str]()
    for _ in range(DOCKETS):
        made = [drawn(lots, f"c{i}") for i in range(2 + lots.randrange(7))]
        for i, code in enumerate(codes_of(made, model())):
            met[str(code)] += 1
            if code is not None:
                verdict = judge(made[i], [Known(s.case, s.prepared) for s in made[:i]], model(), tools())
                assert verdict.verdict is code
                assert not verdict.matched
    assert met[str(Code.NEW)] > 50
    assert met[str(Code.SIMILAR_CASE)] > 20
    assert met["None"] > 50


def test_limits_by_class_leave_similar_cases_to_the_judge() -> None:
    base = model()
    own = Model(base.features, base.trees, base.thresholds, base.reference, {"环保": Thresholds(similar=0.9)})
    texts = ("柳荫里小区3号楼电梯停了三天没有人修，请尽快处理。", "云岫花园电梯停了三天没有人修，请尽快处理。")
    made = [prepare_subject(case(f"c{i}", text, category=("环保",)), tools()) for i, text in enumerate(texts)]
    assert codes_of(made, base)[1] is Code.SIMILAR_CASE
    assert codes_of(made, own)[1] is None
    assert judge(made[1], [Known(made[0].case, made[0].prepared)], own, tools()).verdict is not Code.SIMILAR_CASE


def test_heads_are_read_off_the_records() -> None:
    made = [prepare_subject(case("a", text), tools()) for text in ("催一下", "路灯坏了" * 70_000)]
    found = heads(stack([s.prepared.record for s in made]), np.array([1, 0]))
    assert found.letters.tolist() == [made[1].prepared.letters, made[0].prepared.letters]
    assert found.intents.tolist() == [made[1].prepared.intent.value, made[0].prepared.intent.value]
    assert found.truncated.tolist() == [True, False]
