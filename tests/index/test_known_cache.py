"""What was read a moment ago, and never what has changed since."""

from __future__ import annotations

from index.known_cache import KnownCache


def test_it_forgets_the_least_recently_used():
    cache = KnownCache(capacity=2)
    cache.put_many({1: "a", 2: "b"}, cache.version)  # type: ignore[dict-item]
    assert cache.get_many([1]) == {1: "a"}
    cache.put_many({3: "c"}, cache.version)  # type: ignore[dict-item]
    assert cache.get_many([1, 2, 3]) == {1: "a", 3: "c"}


def test_what_was_read_before_a_change_is_not_put_after_it():
    cache = KnownCache()
    before = cache.version
    cache.forget([1])
    cache.put_many({1: "old"}, before)  # type: ignore[dict-item]
    assert cache.get_many([1]) == {}
    cache.put_many({1: "new"}, cache.version)  # type: ignore[dict-item]
    assert cache.get_many([1]) == {1: "new"}
    cache.clear()
    assert cache.get_many([1]) == {}
