"""What a pattern can begin with is never told too narrowly."""

from __future__ import annotations

import doctest
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import boilerplate, intent, openings, slot_codes
from engine.openings import PLACES

PATTERNS = [
    *(pattern for _, pattern in intent._RULES), *slot_codes._OPENS.values(), boilerplate._REPLY_OPENING,
    *map(re.compile, ["a?b*c", "(?:ab|c+?)d", "x{2,3}y", "(?<!q)[a-c]{0,2}[^z]", "(?>ab|a)c", "a++b", r"\d{1,2}月", ".a", "(?=ab)a", "(?i)ab", "", "a|"]),
]  # fmt: skip


def fits(text: str, way: openings.Way) -> bool:
    return all(chars is None or (place < len(text) and text[place] in chars) for place, chars in enumerate(way))


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern[:30])
def test_every_hit_begins_in_one_of_the_ways(pattern: re.Pattern[str]):
    ways = openings.openings(pattern)
    assert all(len(way) == PLACES for way in ways)

    @settings(max_examples=300, deadline=None)
    @given(st.from_regex(pattern), st.text("又的,。1a", max_size=3))
    def holds(said: str, behind: str):
        text = "".join(char for char in said + behind if char <= "\uffff")  # as all canonical text is
        for match in pattern.finditer(text):
            assert any(fits(text[match.start() :], way) for way in ways), text

    holds()


def test_what_is_told_says_something():
    """A pattern that may begin anywhere would be tried everywhere: none of those in use does."""
    for pattern in (*(pattern for _, pattern in intent._RULES), *slot_codes._OPENS.values()):
        assert all(way[0] is not None for way in openings.openings(pattern)), pattern.pattern[:30]


def test_without_the_parser_every_place_is_tried(monkeypatch: pytest.MonkeyPatch):
    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(openings, "import_module", missing)
    assert openings.openings(re.compile("ab")) == ((None,) * PLACES,)


def test_too_many_ways_are_no_way():
    many = "".join(f"(?:{'|'.join(f'{chr(0x4E00 + 100 * k + i)}' for i in range(90))})" for k in range(3))
    assert openings.openings(re.compile(many)) == ((None,) * PLACES,) or all(
        way[0] for way in openings.openings(re.compile(many))
    )


def test_examples():
    assert doctest.testmod(openings).failed == 0
