"""From a case to what can be compared: total, pure, and aligned character by character."""

from __future__ import annotations

import re
import time
from dataclasses import fields, replace

import numpy as np
import pytest
from docket import case, person, tools
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.case import Case, Person
from engine.intent import Intent
from engine.normalise import MAX_CHARACTERS, canonical, code_units
from engine.prepare import (
    HEADLINE,
    MAX_TITLE,
    Tools,
    content_spans,
    headline_size,
    prepare,
    prepare_many,
    prepare_subject,
    text_hash,
    word_places,
)
from engine.prepared import pack
from service.model_choice import shipped

ANY = st.text(st.characters(), max_size=60)
PIECES = st.lists(st.sampled_from(["尊敬的领导您好！", "石榴巷8号楼2单元", "电梯停了", "，", "。", "\n", "\u0301", "\x00", "\ud800", "𠮷", "ﷺ", "請盡快處理，謝謝！", "13900001111", "\ufa6c"]), max_size=14).map("".join)  # fmt: skip
SOURCES = ("text", "title", "address", "target_party")


@given(st.builds(lambda parts: case("c", parts[0], **dict(zip(SOURCES[1:], parts[1:], strict=True))), st.tuples(*[ANY | PIECES] * 4)))
@settings(max_examples=150)
@example(case("c", ""))
@example(case("c", "\ud800\x00\u0301", title="\ufdfa" * 200))
@example(case("c", "\ufa6c石榴巷8号" * 20, title="\ufa6c"))
def test_any_text_is_prepared_and_its_parts_are_aligned(new: Case):
    subject = prepare_subject(new, tools())
    p = subject.prepared
    assert len(p.codes) == len(p.slotted) == len(p.core)
    assert 0 <= p.title_size <= len(p.codes)
    assert len(p.word_starts) == len(p.word_sizes)
    assert bool((p.word_starts.astype(int) + p.word_sizes <= len(p.codes)).all())
    assert bool((p.word_sizes >= 2).all())
    assert 0.0 <= p.boilerplate <= 1.0
    assert np.isfinite(p.sums).all()
    assert p.sums.tolist() == subject.profile.sums.tolist()
    assert set(np.unique(p.slotted).tolist()) <= {0, 1}
    received = {"text": new.text, "title": new.title, "address": new.address, "target": new.target_party}
    for place in p.places:
        start, end = place.slot.span
        assert 0 <= start < end <= len(received[place.source])
        assert canonical(received[place.source][start:end]).text.strip() != ""
    assert pack(p) == pack(prepare(new, tools()))


def test_a_person_without_text_and_text_of_one_kind_only():
    for text in ("", " ", "。。。", "\x00", "😡", "abc", "12345", "啊", "\n\n\n"):
        p = prepare(case("c", text, who=person("林小禾")), tools())
        assert p.letters == sum(c.isalnum() for c in canonical(text).text)
        assert (p.exact == 0) == (p.letters == 0)


def by_name(new: Case) -> dict[str, object]:
    p = prepare(new, tools())
    return {f.name: v.tolist() if isinstance(v := getattr(p, f.name), np.ndarray) else v for f in fields(p)}


def test_persons_change_nothing_but_the_person_axis():
    plain = case("c", "石榴巷8号楼电梯停了三天，我叫王小满，电话13900001111")
    named = replace(plain, petitioner=Person("林小禾", "", "13900002222", "柳荫里3幢", "u"), co_petitioners=(person("周大川"),))
    a, b = by_name(plain), by_name(named)
    assert {name for name in a if a[name] != b[name]} == {"persons"}


def test_another_secret_changes_nothing_but_the_person_axis():
    new = case("c", "石榴巷8号楼电梯停了三天", who=person("林小禾", "13900001111"))
    mine, yours = prepare(new, tools()), prepare(new, Tools(tools().reference, b"quite another secret"))
    assert mine.persons != yours.persons
    assert pack(replace(mine, persons=yours.persons)) == pack(yours)


def test_ids_times_and_offices_change_nothing_but_when_and_where():
    new = case("c", "石榴巷8号楼电梯停了三天", at="2031-01-01")
    other = case("d", new.text, at="2032-05-05T10:00", handling_unit="甲办", locality="乙区", category=("丙",))
    a, b = by_name(new), by_name(other)
    assert {name for name in a if a[name] != b[name]} == {"moment", "territory"}


def test_boilerplate_leaves_no_trace_in_what_is_compared():
    bare = prepare(case("c", "石榴巷8号楼电梯停了三天。"), tools())
    framed = prepare(case("c", "尊敬的市长：您好！石榴巷8号楼电梯停了三天。请尽快处理，谢谢！"), tools())
    assert framed.core == bare.core
    assert framed.slotted.tolist() == bare.slotted.tolist()
    assert framed.letters == bare.letters
    assert (bare.boilerplate, framed.boilerplate > 0.3) == (0.0, True)
    assert framed.exact != bare.exact


def test_exact_asks_for_letters_only():
    same = ["石榴巷8号楼，电梯停了！", "石榴巷８号楼 電梯停了", "石\u200b榴巷8号楼\n电梯停了。"]
    assert len({prepare(case("c", text), tools()).exact for text in same}) == 1
    assert prepare(case("c", "石榴巷9号楼，电梯停了！"), tools()).exact not in {prepare(case("c", same[0]), tools()).exact}
    assert text_hash(b"") == 0


def test_the_title_stands_first_and_is_marked():
    p = prepare(case("c", "老人下不了楼。", title="石榴巷8号楼电梯停运"), tools())
    assert p.core == "石榴巷8号楼电梯停运\n老人下不了楼。"
    assert p.title_size == len("石榴巷8号楼电梯停运")
    assert p.slotted[: len("石榴巷8号楼")].all()
    assert not p.slotted[p.title_size :].any()


def test_slots_know_field_and_place_as_received():
    new = case("c", "您好！\u200b\u200b柳荫里３幢漏雨", title="石榴巷漏雨", address="梧桐坡７７号", target_party="万顺砂石厂")
    found = {(place.source, place.slot.kind): place.slot.span for place in prepare(new, tools()).places}
    start, end = found["text", "building"]
    assert "３幢" in new.text[start:end]
    start, end = found["title", "road"]
    assert new.title[start:end] == "石榴巷"
    start, end = found["address", "house_number"]
    assert "７７号" in new.address[start:end]
    assert ("target", "company") in found


def test_personal_numbers_are_blanked_before_anything_is_cut():
    p = prepare(case("c", "石榴巷路灯坏了，电话13900001111，身份证990101199001011234"), tools())
    assert not set("139") & set(p.core)
    assert "*" * 11 in p.core


def test_intent_is_read_from_formulas_and_title_too():
    assert Intent.URGE in prepare(case("c", "石榴巷路灯坏了。请帮我催一下。"), tools()).intent
    assert Intent.AGAIN in prepare(case("c", "石榴巷", title="路灯又坏了"), tools()).intent


def test_truncation_and_transcripts_are_told():
    assert prepare(case("c", "灯" * (MAX_CHARACTERS + 1)), tools()).truncated
    assert prepare(case("c", "灯", title="灯" * (MAX_TITLE + 1)), tools()).truncated
    assert not prepare(case("c", "灯" * MAX_CHARACTERS), tools()).truncated
    assert prepare(case("c", "灯", transcript=True), tools()).noisy


@given(PIECES)
def test_content_is_what_is_left_in_order(text: str):
    folded = canonical(text).text
    kept = content_spans(folded)
    edges = [edge for span in kept for edge in span]
    assert edges == sorted(edges)
    assert edges[-1:] <= [len(folded)]


def test_the_mask_follows_what_is_kept():
    assert prepare(case("c", "石榴巷与柳荫路"), tools()).slotted.tolist() == [1, 1, 1, 0, 1, 1, 1]
    assert prepare(case("c", "您好！石榴巷与柳荫路", title="柳荫路"), tools()).slotted.tolist() == [1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1]
    assert prepare(case("c", ""), tools()).slotted.tolist() == []


HEADS = {
    "石榴巷路灯坏了": 7,
    "石" * HEADLINE: HEADLINE,
    "石" * (HEADLINE + 1): HEADLINE,
    "石" * 40 + "。" + "榴" * 40: 40,
    "石" * 5 + "。" + "榴" * 90: HEADLINE,
    "": 0,
}


@pytest.mark.parametrize(("core", "size"), HEADS.items())
def test_an_untitled_text_has_a_headline(core: str, size: int):
    assert headline_size(core) == size


@given(ANY | PIECES)
def test_words_stand_where_they_say(text: str):
    folded = canonical(text).text
    starts, sizes = word_places(folded, code_units(folded), tools())
    assert starts.tolist() == sorted(starts.tolist())
    assert len(code_units(folded)) == len(folded)
    for start, size in zip(starts.tolist(), sizes.tolist(), strict=True):
        assert len(folded[start : start + size]) == size


@given(ANY | PIECES)
def test_words_are_the_same_with_and_without_a_table(text: str):
    folded = canonical(text).text
    slow, fast = (word_places(folded, code_units(folded), replace(tools(), reference=r)) for r in (tools().reference, shipped().model.reference))
    assert [part.tolist() for part in slow] == [part.tolist() for part in fast]
    chosen = replace(tools(), reference=shipped().model.reference, segmenter=Characters())
    assert word_places(folded, code_units(folded), chosen)[0].tolist() == [m.start() for m in re.finditer(r"[0-9A-Za-z]{2,}(?:[.][0-9]+)?|[0-9A-Za-z][.][0-9]+", folded)]


class Characters:
    """A segmenter that an operator chose: no word has two characters."""

    def cut(self, text: str) -> list[str]:
        return list(text)

    def cut_fine(self, text: str) -> list[str]:
        return list(text)


@given(st.lists(st.builds(lambda text, title: case("c", text, title=title), ANY | PIECES, PIECES), max_size=5))
def test_many_are_prepared_as_each_is_alone(some: list[Case]):
    found = list(prepare_many(some, tools()))
    assert [pack(subject.prepared) for subject in found] == [pack(prepare(one, tools())) for one in some]
    assert [subject.case for subject in found] == some
    assert [subject.folded.text for subject in found] == [canonical(one.text).text for one in some]


def test_more_than_are_prepared_together_come_in_their_order(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("engine.prepare.TOGETHER", 3)
    some = [case(f"c{n}", f"石榴巷{n}号楼电梯停了") for n in range(8)]
    assert [subject.case.case_id for subject in prepare_many(iter(some), tools())] == [one.case_id for one in some]


@pytest.mark.parametrize("piece", ["石榴巷8号楼", "\n", " ", "1", "好", "甲\u0301", "ﷺ", "𠮷", "。1、", "您好，", "13900001111,"])
def test_the_longest_text_is_prepared_within_two_seconds(piece: str):
    prepare(case("c", "石榴巷"), tools())
    start = time.process_time()
    prepare(case("c", piece * (40_000 // len(piece)), title=piece * 200), tools())
    assert time.process_time() - start < 2.0
