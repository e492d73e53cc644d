"""Which kinds of trouble are read in a text, and that two kinds at one estate are two matters."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from docket import case, model, person, tools
from hypothesis import given
from hypothesis import strategies as st

from engine.grievance import KINDS, grievances
from engine.model import Thresholds
from engine.prepare import prepare_subject
from engine.relate import Known, Relation, relate
from engine.verdict import MatterRelation

BOLD = Thresholds(same_person=0.001, other_person=0.001, review=0.0005, similar=0.3)
READ = {
    "楼下半夜打桩，吵得睡不着": {"noise"},
    "烧烤店油烟直排，还占道经营": {"smell", "stalls"},
    "物业强行更换门禁": {"force"},
    "门禁反应慢，老人刷不上": {"broken"},
    "电梯坏了": {"lift", "broken"},
    "您好，有一事相求": set(),
    "": set(),
}


@pytest.mark.parametrize(("text", "kinds"), READ.items())
def test_what_is_read(text: str, kinds: set[str]):
    assert grievances(text) == kinds


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_of_a_kind_is_read_as_that_kind(kind: str):
    plain = [word for word in KINDS[kind].split("|") if not re.search(r"[().?{\[]", word)]
    assert plain
    for word in plain:
        assert kind in grievances(word), word


@given(st.text(max_size=300))
def test_no_text_makes_it_raise(text: str):
    assert grievances(text) <= set(KINDS)


def test_a_long_text_costs_no_more_than_its_length():
    started = time.process_time()
    grievances("夜里浇" * 80_000)
    assert time.process_time() - started < 3


def bold(new: str, old: str, *, same: bool = False) -> Relation:
    yan, bai = person("严溪", "13900007201"), person("白芷", "13900007202")
    earlier = case("A", old, who=yan if same else bai)
    known = Known(earlier, prepare_subject(earlier, tools()).prepared)
    return relate(prepare_subject(case("N", new, who=yan), tools()), [known], replace(model(), thresholds=BOLD))[0]


FENCE, NOISE = "松岭大道改造工地的围挡占了公交站，候车没有地方。", "松岭大道改造工地天天夜里打桩，轰隆声吵得人睡不着。"
"""Another road, another site: invented."""


def test_another_trouble_at_the_same_place_is_another_matter():
    assert not bold(NOISE, FENCE).is_same
    assert not bold(FENCE, NOISE).is_same


def test_the_same_trouble_the_same_person_and_the_same_door_stay():
    assert bold(NOISE, "松岭大道改造工地晚上施工扰民，请管管。").is_same
    assert bold(NOISE, FENCE, same=True).is_same
    assert bold("松岭大道29号门口油烟大。", "松岭大道29号餐馆夜里吵闹扰民。").matter is MatterRelation.SAME


def test_less_is_asked_where_place_and_trouble_agree():
    found = bold(NOISE, "松岭大道改造工地晚上施工扰民，请管管。")
    limit = found.probability + 0.06
    assert decided(NOISE, "松岭大道改造工地晚上施工扰民，请管管。", limit) is MatterRelation.SAME


def test_more_is_asked_where_neither_agrees():
    new = "希望给老旧楼道装上扶手，方便腿脚不便的邻居上下楼，也请考虑折叠座椅，这样老人可以歇脚。" * 6
    old = "建议老旧楼道安装扶手，腿脚不便的老人上下楼太难了，最好每层再配一把折叠座椅，可以歇一歇。" * 6
    probability = bold(new, old).probability
    assert decided(new, old, probability - 0.04) is not MatterRelation.SAME
    assert decided(new, old, probability - 0.1) is MatterRelation.SAME


def decided(new: str, old: str, other_person: float) -> MatterRelation:
    limits = Thresholds(same_person=0.001, other_person=other_person, review=0.0005, similar=0.3)
    earlier = case("A", old, who=person("白芷", "13900007202"))
    known = Known(earlier, prepare_subject(earlier, tools()).prepared)
    subject = prepare_subject(case("N", new, who=person("严溪", "13900007201")), tools())
    return relate(subject, [known], replace(model(), thresholds=limits))[0].matter
