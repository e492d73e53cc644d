"""The table cuts every text as rjieba does, or says that it does not know."""

from __future__ import annotations

import json
import pickle
import time
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.cutting import WordTable, WordTableError
from engine.normalise import canonical, code_units
from engine.words import MAX_RUN, default_segmenter, long_words
from service.model_choice import delivered_words

SHARED = Path(__file__).parents[3] / "shared" / "eval"
SAMPLES = "杭州市民中心广场的垃圾清运车每天凌晨四点就开始作业噪音扰民严重石榴巷云杉里小区业主委员会南京市长江大桥发展中国家研究生命起源王二麻子说的确实在理"


@cache
def dictionary() -> list[str]:
    """Some words of every length, from the first levels of the tree."""
    table = delivered_words()
    roots = table.codes[: table.roots]
    firsts = table.roots + np.cumsum(table.children, dtype=np.int64) - table.children
    found = []
    for root in range(0, table.roots, 7):
        for child in range(int(firsts[root]), int(firsts[root] + table.children[root]), 3):
            found.append(chr(roots[root]) + chr(table.codes[child]))
    return found


HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5)
TEXTS = (
    st.lists(st.sampled_from(dictionary()) | HAN | st.sampled_from([*SAMPLES, ",", "。", " ", "3.5", "4s", "a", "·", "\n", "é"]), max_size=40).map("".join)
    | st.text(SAMPLES, max_size=60)
    | st.text(max_size=30)
)  # fmt: skip


def check(text: str) -> bool:
    """Whether the table knows; if so, it is right."""
    found = delivered_words().long_words(code_units(text))
    if found is None:
        return False
    starts, sizes = long_words(text, default_segmenter())
    assert (found[0].tolist(), found[1].tolist()) == (starts.tolist(), sizes.tolist()), text
    return True


@given(TEXTS)
@settings(max_examples=1000, deadline=None)
@example("")
@example("3.5万24小时a.5.6b.")
@example("1.2.3")
@example("一亾付付付乜")
@example("油油油油油竹疫缲油")
def test_any_text_is_cut_as_rjieba_cuts_it(text: str):
    check(canonical(text).text)


@given(st.lists(st.sampled_from("付乜亾嶌眫礋涼輊胖蚬"), max_size=9).map("".join) | st.text(HAN, max_size=9))
@settings(max_examples=600, deadline=None)
def test_what_is_no_word_is_cut_by_the_same_model(text: str):
    check(text)


@pytest.mark.parametrize("text", ["㐀㐁路", "\u9fd6路灯", "\uf900路", "\r\n路灯", "\ud800路", "路" * (MAX_RUN + 1)])
def test_what_the_model_does_not_know_is_left_to_rjieba(text: str):
    assert not check(text)


def test_a_run_up_to_the_limit_is_known():
    assert check("路" * MAX_RUN + "。" + "路" * MAX_RUN)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["intake_dev", "intake_board_dev", "background", "archive", "traps_dev", "scenarios_dev"])
def test_citizens_texts_are_cut_as_rjieba_cuts_them(name: str):
    file = SHARED / f"{name}.jsonl"
    if not file.exists():
        pytest.skip("no evaluation data")
    with file.open(encoding="utf-8") as lines:
        texts = [canonical(str(json.loads(line).get("text", line))).text for line in lines]
    assert sum(map(check, texts)) > 0.99 * len(texts)


@pytest.mark.parametrize("unit", ["路", "中", "南京市长江大桥", "。", "a", "1.", "路灯,", "é"])
def test_time_is_linear(unit: str):
    codes = code_units((unit * 32_000)[:32_000])
    delivered_words().long_words(codes[:10])
    start = time.process_time()
    delivered_words().long_words(codes)
    assert time.process_time() - start < 0.1


def test_a_table_is_its_bytes():
    table = delivered_words()
    back = WordTable.from_bytes(table.to_bytes())
    for name in ("codes", "children", "grades", "frequencies", "emissions"):
        assert np.array_equal(getattr(back, name), getattr(table, name))
    assert (back.roots, back.total) == (table.roots, table.total)


def test_another_process_gets_the_table_alone():
    table = delivered_words()
    codes = code_units("石榴巷路灯坏了")
    expected = table.long_words(codes)
    sent = pickle.dumps(table)
    assert len(sent) < 6_000_000
    found = pickle.loads(sent).long_words(codes)  # noqa: S301  made two lines above
    assert expected is not None
    assert found is not None
    assert found[0].tolist() == expected[0].tolist()


def test_another_format_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("engine.cutting.FORMAT", 2)
    other = delivered_words().to_bytes()
    monkeypatch.undo()
    with pytest.raises(WordTableError, match="format 2"):
        WordTable.from_bytes(other)
