"""Hope may be in vain, but what has none must be nothing: checked against the rules themselves."""

from __future__ import annotations

from docket import case, model, person, tools
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model import Model, Thresholds
from engine.prepare import prepare_subject
from engine.prospects import hopeful, lowest_limits, similar
from engine.relate import Known, measure, relate
from engine.stack import stack
from engine.verdict import MatterRelation

PLACES = ("柳荫里小区", "柳荫里小区3栋", "石榴巷8号", "云岫花园", "望江台路", "万顺砂石厂", "")
TROUBLES = ("电梯停了三天没有人修", "电梯坏了三天没人来修", "外墙瓷砖脱落砸到行人", "夜里施工吵得睡不着", "施工夜里噪音大睡不着", "拖欠工资两个月")
TEXTS = st.tuples(st.sampled_from(PLACES), st.sampled_from(TROUBLES), st.sampled_from(("", *TROUBLES))).map("，".join)
POSSIBLE = {MatterRelation.SAME, MatterRelation.PART, MatterRelation.UNDETERMINED}


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=20), st.booleans())
@settings(max_examples=80, deadline=None)
def test_whatever_may_be_the_matter_has_a_prospect(text: str, texts: list[str], known_persons: bool):
    who = person("林小禾", "13900001111") if known_persons else None
    new = prepare_subject(case("new", text, who=who), tools())
    old = [prepare_subject(case(f"c{i}", t, who=person(f"周远{i}", f"1390000222{i:02d}")), tools()) for i, t in enumerate(texts)]
    seen, measured = measure(new, stack([s.prepared.record for s in old]), model())
    limits = lowest_limits(model())
    hope = hopeful(seen.rows, measured.chances, seen.vetoed, seen.exact, limits)
    alike = similar(seen.rows, seen.vetoed, limits)
    for relation in relate(new, [Known(s.case, s.prepared) for s in old], model()):
        at = int(relation.case_id[1:])
        assert hope[at] or relation.matter not in POSSIBLE
        assert alike[at] or hope[at] or relation.matter is not MatterRelation.SIMILAR


def test_two_short_texts_about_other_things_may_be_similar():
    new = prepare_subject(case("new", "柳荫里小区，拖欠工资两个月"), tools())
    old = prepare_subject(case("c0", "望江台路，拖欠工资两个月"), tools())
    seen, _ = measure(new, stack([old.prepared.record]), model())
    assert not seen.vetoed[0]
    assert relate(new, [Known(old.case, old.prepared)], model())[0].matter is MatterRelation.SIMILAR
    assert similar(seen.rows, seen.vetoed, lowest_limits(model()))[0]


def test_a_class_with_lower_thresholds_counts():
    base = model()
    eager = Model(
        base.features, base.trees, base.thresholds, base.reference, {"环保": Thresholds(other_person=0.6, review=0.4, similar=0.1)}
    )
    assert lowest_limits(eager).review == 0.4
    assert lowest_limits(eager).similar == 0.1
    assert lowest_limits(eager).other_person == 0.6


def test_a_brief_text_without_a_place_takes_no_room_from_what_is_similar():
    new = prepare_subject(case("new", "柳荫里小区路灯坏了一个月，晚上看不见路"), tools())
    old = [
        prepare_subject(case("c0", "路灯坏了一个月，晚上看不见路面"), tools()),
        prepare_subject(case("c1", "云岫花园路灯坏了一个月，晚上看不见路面"), tools()),
    ]
    seen, _ = measure(new, stack([s.prepared.record for s in old]), model())
    assert similar(seen.rows, seen.vetoed, lowest_limits(model())).tolist() == [False, True]
    found = {r.case_id: r.matter for r in relate(new, [Known(s.case, s.prepared) for s in old], model())}
    assert found["c0"] in {MatterRelation.DIFFERENT, MatterRelation.UNDETERMINED}
    assert found["c1"] is MatterRelation.SIMILAR
