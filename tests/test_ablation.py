"""What is left out in `benchmarks/ablation.py` is all that it says, and is there again afterwards."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.ablation import LEFT_OUT, written
from engine import compare, relate, slot_compare
from engine.compare import FEATURES
from engine.contributions import FAMILIES
from engine.slots import find_slots


def test_the_families_share_out_all_columns() -> None:
    for name in FEATURES:
        assert sum(LEFT_OUT[family].columns(name) for family in FAMILIES) == 1
    assert not any(LEFT_OUT["nothing"].columns(name) for name in FEATURES)
    assert any(LEFT_OUT["syllables"].columns(name) for name in FEATURES)


@pytest.mark.parametrize("name", [name for name, left in LEFT_OUT.items() if left.without])
def test_what_was_switched_off_is_on_again(name: str) -> None:
    def state() -> list[object]:
        return [*vars(relate).values(), *vars(slot_compare).values(), vars(compare.Comparison)["vetoes"]]

    before = state()
    without = LEFT_OUT[name].without
    assert without is not None
    with without():
        assert [a is b for a, b in zip(before, state(), strict=True)].count(False) > 0
    assert all(a is b for a, b in zip(before, state(), strict=True))


def test_without_aliases_names_are_one_only_where_they_are_written_alike() -> None:
    def kinds(new: str, old: str) -> list[tuple[str, str]]:
        return [(v.kind, v.verdict) for v in slot_compare.compare_slots(find_slots(new), find_slots(old))]

    assert kinds("柳溪小区漏水", "柳西小区漏水") == [("community", "agree")]
    without = LEFT_OUT["aliases of names"].without
    assert without is not None
    with without():
        assert kinds("柳溪小区漏水", "柳西小区漏水") == [("community", "conflict")]
        assert kinds("柳溪小区漏水", "柳溪小区漏水") == [("community", "agree")]


def test_a_line_of_the_table() -> None:
    board = {"f1": 0.9, "precision": 0.95, "recall": 0.85, "needs_review_share": 0.01}
    told = {"traps": 30, "wrong_link_share": 0.0333, "links": 30, "found_share": 0.9667}
    line = {"first": board, "second": board, "traps": told}
    assert written("title", line) == (
        "| title | 0.900 at 0.950 (recall 0.850) | 1.0% | 0.900 at 0.950 (recall 0.850) | 1 of 30 | 29 of 30 |"
    )
