"""Which slots are the petitioner's own thing rather than the place of the problem?

"我是银杏公馆业主，家住1号楼302" introduces the writer; in a letter on the whole estate the flat decides nothing. A
building where the problem is ("12号楼屋顶漏水") is never own. Also here: junctions, which are two roads and what
stands between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from engine.slot_patterns import Slot

OWN_KINDS: Final = frozenset({"building", "unit", "room", "floor", "contract", "amount"})

_INTRODUCTION: Final = re.compile(
    r"(?:我|本人|我们|咱|业主|户主|全家)?(?:家住|家在|现住|居住在|住在|购买了?|购得|认购了?|购入|购置|购房|买了|买的|买在|全款|首付|总价)"
    r"|(?:我们?|本人|作为)(?:一家|一家人|全家)?(?:是|系|为|住)"
    r"|作为"
)
_RESIDENT: Final = re.compile(r"业主|住户|居民|房东|租客|租户|村民|业主代表|住(?![在宅院])")
_CLAUSE_END: Final = re.compile(r"[,。;!?:\n，；！？：]")
_LAST_CLAUSE_END: Final = re.compile(r"(?s:.*)[,。;!?:\n，；！？：]")
CLAUSE_MAX: Final = 60
"""Characters; an introduction longer than this tells a story."""


def mark_own(text: str, slots: Sequence[Slot]) -> list[Slot]:
    """The same slots, in order of their position, with `own` set in introductions.

    No introduction goes beyond its clause, so that only the clauses are read in which something may be own, each once.
    """
    marked = list(slots)
    clause_end = 0
    spans: list[tuple[int, int]] = []
    for place, slot in enumerate(marked):
        at = slot.span[0]
        if slot.kind not in OWN_KINDS:
            continue
        if at >= clause_end:
            last = _LAST_CLAUSE_END.match(text, clause_end, at)
            begin = last.end() if last else clause_end
            stop = _CLAUSE_END.search(text, at)
            clause_end = stop.start() if stop else len(text)
            spans = introductions(text, begin, clause_end)
        if any(start <= at < end for start, end in spans):
            marked[place] = replace(slot, own=True)
    return marked


def introductions(text: str, begin: int, stop: int) -> list[tuple[int, int]]:
    """[start, end) in the clause [begin, stop) where the writer introduces himself or his purchase."""
    spans: list[tuple[int, int]] = []
    for match in _INTRODUCTION.finditer(text, begin, stop):
        if spans and match.start() < spans[-1][1]:
            continue
        end = min(stop, match.end() + CLAUSE_MAX)
        if (match.group()[-1] in "是系为住" and match.group()[-2:] not in {"家住", "现住"}) or match.group() == "作为":
            resident = _RESIDENT.search(text, match.end() - 1, end)
            if resident is None:
                continue
            end = resident.end()
        spans.append((match.start(), end))
    return spans


_BETWEEN: Final = re.compile(r"(?:与|和|跟|同|及|、|-|/|,)?")
_CROSSING: Final = re.compile(r"(?:的)?(?:交叉|交汇|交界|相交|路口|十字|丁字|t字|转角|拐角|口(?![岸碑罩])|红绿灯)")


def find_junctions(text: str, slots: Sequence[Slot]) -> list[Slot]:
    """A路与B路交叉口, A路B路路口: unordered pairs of roads next to each other with a word for crossing behind them."""
    roads = [slot for slot in slots if slot.kind == "road"]
    junctions = []
    for first, second in pairwise(roads):
        start, end = first.span[0], second.span[1]
        between = text[first.span[1] : second.span[0]]
        if len(between) > 1 or not _BETWEEN.fullmatch(between) or not _CROSSING.match(text, end):
            continue
        if first.value != second.value:
            value = "×".join(sorted((first.value, second.value)))
            junctions.append(Slot("junction", value, text[start:end], (start, end)))
    return junctions
