"""Mentions in passing: the kernel finds what the slow reading finds, and a name that one text gives counts in the other."""

from __future__ import annotations

import numpy as np
import pytest
from docket import Docket, case, person, tools
from hypothesis import given
from hypothesis import strategies as st

from engine.compare import slow_row
from engine.features import lexical
from engine.prepare import code_units, prepare_subject
from engine.prepared import unpack
from engine.sightings import LEAST, READ, mentioning, names_of, seek, sought
from engine.slot_compare import RANK, Groups
from engine.slot_patterns import Slot
from engine.verdict import Code

KINDS = ("community", "road", "school", "building")
letters = st.sampled_from("云栖时代新东小区油烟1路")
texts = st.text(letters, max_size=40)
slots = st.builds(
    lambda kind, name, own: Slot(kind, name, name, (0, len(name)), own),
    st.sampled_from(KINDS), st.text(letters, min_size=1, max_size=5), st.booleans(),
)  # fmt: skip


def by_kind(found: list[Slot]) -> Groups:
    return {kind: [slot for slot in found if slot.kind == kind] for kind in {slot.kind for slot in found}}


def kinds(mask: int) -> set[str]:
    return {kind for kind, rank in RANK.items() if mask >> rank & 1}


@given(st.lists(slots, max_size=6), st.lists(slots, max_size=3), texts, st.integers(0, 40))
def test_the_kernel_finds_what_the_slow_reading_finds(named: list[Slot], headed: list[Slot], text: str, title: int):
    names = names_of(by_kind(named), by_kind(headed))
    anywhere, titled = seek(names, np.array(code_units(text)), min(title, len(text)))
    assert kinds(int(anywhere)) == set(mentioning({}, text, sought(by_kind(named))))
    assert kinds(int(titled)) == set(mentioning({}, text[:title], sought(by_kind(headed))))


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("云栖时代", "云栖时代油烟扰民", True),
        ("云栖时代", "新云栖时代油烟扰民", False),
        ("云栖时代", "新云栖时代旁边的云栖时代", True),
        ("云栖时代", "云栖的时代", False),
        ("云栖", "云栖的油烟", False),
        ("c座云栖", "c座云栖", False),
        ("云栖时代", "油" * READ + "云栖时代", False),
    ],
)
def test_what_counts_as_a_mention(name: str, text: str, found: bool):
    other = by_kind([Slot("community", name, name, (0, len(name)))])
    assert ("community" in mentioning({}, text, sought(other))) == found
    anywhere, _ = seek(names_of(other, {}), np.array(code_units(text)), 0)
    assert bool(anywhere) == found


def test_a_name_that_is_read_already_is_not_mentioned_again():
    own = by_kind([Slot("community", "云栖时代", "云栖时代小区", (0, 6))])
    assert mentioning(own, "云栖时代小区油烟", sought(own)) is own
    assert LEAST == 3


def test_names_survive_storing():
    subject = prepare_subject(case("A", "云栖时代3栋电梯坏了，远山路上也听得见。", title="云栖时代电梯"), tools())
    stored = unpack(subject.prepared.record)
    assert stored.names.tolist() == subject.prepared.names.tolist() != []
    assert stored.core == subject.prepared.core
    assert stored.word_sizes.tolist() == subject.prepared.word_sizes.tolist()


def test_a_passing_mention_agrees_and_says_where():
    docket = Docket()
    old = "云栖时代3栋楼下的烧烤店每天营业到凌晨，油烟倒灌进卧室，要求查处。"
    docket.register(case("A1", old, who=person("沈砚秋", "13900007001")))
    text = "家在云栖时代，楼下烧烤店油烟倒灌进卧室，营业到凌晨，请查处。"
    verdict = docket.check(case("N", text, "2026-03-09", person("邱木禾", "13900007002")))
    assert verdict.verdict is Code.SAME_MATTER_OTHER_PERSON
    shown = {e.kind: e for e in verdict.matches[0].evidence}["community"]
    assert (shown.verdict, shown.new, shown.old) == ("agree", "云栖时代", "云栖时代")
    assert text[slice(*shown.new_span)] == old[slice(*shown.old_span)] == "云栖时代"


def test_the_pair_reads_the_same_both_ways():
    one = prepare_subject(case("A", "云栖时代3栋油烟扰民"), tools())
    two = prepare_subject(case("B", "云栖时代油烟扰民，梧桐里小区也有"), tools())
    rows = [
        slow_row(lexical(a.prepared, a.profile, [b.prepared])[0], a.prepared, b.prepared)[0] for a, b in ((one, two), (two, one))
    ]
    assert rows[0].tolist() == pytest.approx(rows[1].tolist())
