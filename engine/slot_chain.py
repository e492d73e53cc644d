"""How far has the parser come, and what did it just read?

The state of one pass over a text: what the codes have taken, the slots so far, and where the last one ended. A name
never reaches left beyond that end, and a number belongs to the slot right before it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from engine.slot_patterns import LAST_CUT, LEADING_NOISE, NAME_MAX, Slot

REMEMBERED: Final = 1 << 14
"""Windows whose cut is kept: letters on one matter name one place, and so does each of them more than once."""


@dataclass(slots=True)
class Chain:
    """`taken` marks characters inside codes; `end` is where the last slot (or rejected name) ended."""

    text: str
    taken: bytearray
    found: list[Slot] = field(default_factory=list)
    end: int = 0

    def last(self) -> Slot | None:
        """The slot read last, wherever it stands."""
        return self.found[-1] if self.found else None

    def before(self, start: int) -> Slot | None:
        """The slot read last, if at most a hyphen, a dot or 的 stands between it and `start`."""
        if not self.found:
            return None
        last = self.found[-1]
        gap = start - last.span[1]
        return last if gap == 0 or (gap == 1 and self.text[start - 1] in "-的·/ ") else None

    def add(self, kind: str, value: str, start: int, end: int) -> None:
        """Append a slot and move the chain's end."""
        self.found.append(Slot(kind, value, self.text[start:end], (start, end)))
        self.end = end

    def previous(self, start: int) -> str:
        """The character before `start`, empty at the beginning."""
        return self.text[start - 1 : start]

    def name_start(self, end: int) -> int:
        """Where the name that ends at `end` begins: behind the last cut, or at most NAME_MAX characters before."""
        low = max(self.end, end - NAME_MAX)
        before = min(low, 1)
        return low + _name_start(self.text[low - before : end], before)


@lru_cache(maxsize=REMEMBERED)
def _name_start(window: str, low: int) -> int:
    """The same, counted from `low`, in a window with what stands before it: no cut looks back further."""
    cut = LAST_CUT.match(window, low)
    start = cut.end() if cut else low
    noise = LEADING_NOISE.match(window, start)
    return (noise.end() if noise else start) - low
