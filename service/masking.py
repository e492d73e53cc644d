"""How is a refused value shown to its sender without repeating a citizen's data?

`shown(value)` cuts to 40 characters and hides what looks like a phone or an id number and every character that a Chinese
name or address could be written with: a name in the wrong field is still a name. What is left are codes, short numbers
and signs. With `personal=True` nothing of the value is left but its shape. Not for masking texts before they are compared.
"""

from __future__ import annotations

import re

SHOWN_LENGTH = 40  # characters: the contract's cut

# Five digits in a row, with the separators people put into phones, is the shortest thing that can identify somebody.
_NUMBERS = re.compile(r"\d(?:[-\s]?\d){4,}[\dXx]?")
_LETTERS_OF_NAMES = re.compile(r"[^\W\x00-\x7f]")  # all letters and digits beyond ASCII
_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def shown(value: object, *, personal: bool = False) -> str:
    """A short harmless picture of `value`; containers are shown as what they are, never with their content."""
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)[: SHOWN_LENGTH * 4]
    if personal:
        return "*" * min(len(text), SHOWN_LENGTH)
    # Masked before it is cut, so that no number is cut into a harmless-looking half.
    text = _NUMBERS.sub(lambda found: re.sub(r"[\dXx]", "*", found.group()), _UNSHOWABLE.sub("�", text))
    text = _LETTERS_OF_NAMES.sub("*", text)
    return text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…"
