"""What was read a moment ago, and never what has changed since."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

import pytest

from engine.case import Case
from engine.prepared import Prepared
from engine.relate import Known
from index import known_cache
from index.known_cache import KnownCache


def known(text: str) -> Known:
    return Known(Case("c", text, datetime(2026, 3, 1, tzinfo=UTC)), cast("Prepared", None))


A, B, C = map(known, ("a", "b", "c"))


def test_it_forgets_the_least_recently_used():
    cache = KnownCache(capacity=2)
    cache.put_many({1: A, 2: B}, cache.version)
    assert cache.get_many([1]) == {1: A}
    cache.put_many({3: C}, cache.version)
    assert cache.get_many([1, 2, 3]) == {1: A, 3: C}


def test_long_letters_leave_room_for_fewer(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(known_cache, "MOST_CHARACTERS", 10)
    cache = KnownCache()
    for _ in range(3):  # what is put again counts once
        cache.put_many({1: known("四个汉字"), 2: known("四个汉字")}, cache.version)
    assert set(cache.get_many([1, 2])) == {1, 2}
    cache.put_many({3: known("七个汉字七个汉")}, cache.version)
    assert set(cache.get_many([1, 2, 3])) == {3}
    cache.forget([3])
    cache.put_many({1: known("四个汉字"), 2: known("四个汉字")}, cache.version)
    cache.put_many({4: known("一一一一一一一一一一一")}, cache.version)  # too long for any cache
    assert cache.get_many([1, 2, 4]) == {}


def test_what_was_read_before_a_change_is_not_put_after_it():
    cache = KnownCache()
    before = cache.version
    cache.forget([1])
    cache.put_many({1: A}, before)
    assert cache.get_many([1]) == {}
    cache.put_many({1: B}, cache.version)
    assert cache.get_many([1]) == {1: B}
    cache.clear()
    assert cache.get_many([1]) == {}
