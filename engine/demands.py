"""Which separate matters does one letter raise (一信多事)?

An enumeration is split only where the text itself announces several matters ("反映三件事"), numbers them in running text, or
opens a new one ("除了这件事，我还想反映"). A numbered list after 请求/要求/诉求 is one matter's wish list and is never split.
"""

from __future__ import annotations

import re
from itertools import pairwise

_ANNOUNCED = re.compile(
    r"[两二三四五六七八2-8几](?:个|件|项|点|条|方面)(?:的)?(?:事|事情|问题|情况|诉求)"
    r"|以下(?:几)?(?:个|点|件)?(?:事|事情|问题|情况)"
)
_ITEM = re.compile(
    r"(?:(?<=[。;:,!?\n])|^)[^\S\n]*(?:"
    r"(?P<chinese>[一二三四五六七八])(?:是|、|,|\.)|第(?P<ordinal>[一二三四五六七八])(?:件事?|个(?:问题|事)?|是|、|,|:)+|\(?(?P<digit>[1-8])(?:\)|、|\.(?!\d)|,|:))"
)
# No line break among the spaces: every one of them may begin an item, and an empty page would take quadratic time.
_WISHES = re.compile(r"(?:请求|要求|诉求|建议|恳请|希望|请)[^。;!?\n]{0,10}[:,]?\s*$")
_ANOTHER = re.compile(
    r"(?:除了?(?:这|此|上述|以上)[^。,]{0,6}(?:之外|以外|外)?[,，]?)?(?:我)?(?:还|另外|同时|再|顺便)(?:还)?(?:想|要)?(?:反映|投诉|举报|说|反应)(?:一|另|个|下)[^。:,]{0,10}[:,]"
    r"|(?:此外|另外|还有|其次|再者)(?:一件事|一个(?:问题|情况|事))?[,:]"
)
_MORE = re.compile(
    r"(?:还|另外|同时|再|顺便)(?:想|要)?(?:反映|投诉|举报|说|反应)(?:一|另|个|下)|(?:此外|另外|还有|其次|再者)(?:一|[,:])"
)
"""Stands in every hit of _ANOTHER, which may begin anywhere and is therefore tried at every character."""
MIN_DEMAND = 6
"""Letters; a shorter piece is a heading, not a demand."""
MAX_DEMANDS = 12


def split_demands(text: str) -> list[tuple[int, int]]:
    """[start, end) spans of the separate demands in canonical `text`; one span over the whole text where there is one matter."""
    items = _enumerated(text)
    if len(items) < 2:
        items = _added(text)
    if len(items) < 2:
        return [(0, len(text))]
    kept = [(s, e) for s, e in items if len(re.sub(r"[\W_]+", "", text[s:e])) >= MIN_DEMAND]
    return kept[:MAX_DEMANDS] if len(kept) >= 2 else [(0, len(text))]


def _enumerated(text: str) -> list[tuple[int, int]]:
    """Items 1, 2, 3 … of an announced enumeration of matters."""
    announced = _ANNOUNCED.search(text)
    if announced is None:
        return []
    starts: list[tuple[int, int]] = []
    for found in _ITEM.finditer(text, announced.end()):
        number = _number(found)
        if number == len(starts) + 1 and not (
            number == 1 and _WISHES.search(text, max(0, found.start() - 20), found.start())
        ):
            starts.append((found.start(), found.end()))
    ends = [start for start, _ in starts[1:]] + [len(text)] * bool(starts)
    return [(content, end) for (_, content), end in zip(starts, ends, strict=True)]


def _number(found: re.Match[str]) -> int:
    digit = found.group("digit")
    if digit:
        return int(digit)
    return "一二三四五六七八".index(found.group("chinese") or found.group("ordinal")) + 1


def _added(text: str) -> list[tuple[int, int]]:
    """The letter before and after "我还想反映一个新的情况"."""
    if not _MORE.search(text):
        return [(0, len(text))]
    cuts = [found.start() for found in _ANOTHER.finditer(text) if found.start() > MIN_DEMAND]
    cuts = [
        cut
        for cut in cuts
        if "反映" in text[cut : cut + 24] or "投诉" in text[cut : cut + 24] or "举报" in text[cut : cut + 24]
    ]
    edges = [0, *cuts, len(text)]
    return [(a, b) for a, b in pairwise(edges) if b > a]
