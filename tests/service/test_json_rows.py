"""An array of any length is cut into its elements exactly where a whole parser would cut it."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import json_rows
from service.csv_rows import LINE_LIMIT
from service.json_rows import NotJson, json_array

LEAVES = st.none() | st.booleans() | st.integers(-9, 9) | st.text(alphabet='a字"\\{}[],: \n', max_size=6)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3))


@pytest.fixture(params=[1, 7, json_rows.BLOCK])
def block(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(json_rows, "BLOCK", request.param)
    return int(request.param)


@pytest.mark.usefixtures("block")
def test_an_array_is_cut_as_a_whole_parser_cuts_it() -> None:
    @given(st.lists(VALUES, max_size=5), st.sampled_from([None, 1]))
    def check(values: list[object], indent: int | None) -> None:
        rows = list(json_array(io.StringIO(json.dumps(values, indent=indent, ensure_ascii=False))))
        assert [row.line for row in rows] == list(range(1, len(values) + 1))
        for row, value in zip(rows, values, strict=True):
            if isinstance(value, dict):
                assert (row.fields, row.problem) == (value, "")
            else:
                assert row.problem

    check()


@pytest.mark.usefixtures("block")
@pytest.mark.parametrize(
    ("text", "good", "reason"),
    [
        ('[{"a": 1}, {"a": 2}', 2, "not closed after element 2"),
        ('[{"a": 1}, {"a": ', 1, "not valid JSON"),
        ('[{"a": 1}] [', 1, "after the array"),
        ('[{"a": 1} {"a": 2}]', 1, "not closed after element 1"),
        ('{"a": "\\\\"}{"a": "]"}', 2, ""),
        ("[]", 0, ""),
    ],
)
def test_damage_is_one_row_with_its_reason(text: str, good: int, reason: str) -> None:
    rows = list(json_array(io.StringIO(text)))
    assert [not row.problem for row in rows[:good]] == [True] * good
    assert reason in " ".join(row.problem for row in rows[good:])
    assert len(rows) > good or not reason


def test_an_element_too_long_is_passed_over_and_the_next_one_read() -> None:
    text = '[{"a": "' + "x" * LINE_LIMIT + '"}, {"a": 1}]'
    first, second = json_array(io.StringIO(text))
    assert "longer than" in first.problem
    assert second.fields == {"a": 1}


@pytest.mark.parametrize("text", ["", "  ", "17", '"x"', "]"])
def test_what_is_neither_object_nor_array_is_refused(text: str) -> None:
    with pytest.raises(NotJson):
        list(json_array(io.StringIO(text)))
