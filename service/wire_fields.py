"""How is one field of an object read, so that all wrong fields are reported at once?

A `Reading` walks over one decoded JSON object; its methods return the value, or an empty one after noting a FieldError.
`finish()` raises once, with everything that was wrong. Values in errors are masked (`service.masking`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from service.errors import FieldError, TooLarge, WrongFields
from service.masking import shown
from service.wire_time import Moment, read_time
from service.wire_words import Named, code_for

MAX_CASE_ID = 128  # characters
MAX_TEXT_BYTES = 256 * 1024  # UTF-8; the contract's limit for a text, and ours for a reply
MAX_ERRORS = 50  # more than anybody reads; keeps the answer to a 1 MB body of wrong items small
SHORT = 1_000  # characters; names, numbers, units, words
TITLE = 4_000  # characters

Member = TypeVar("Member", bound=str)

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def one_line(text: str) -> str:
    """`text` without control characters: a name has none, and they break pages, logs and exports."""
    if text.isprintable():
        return text.strip()
    return _CONTROL.sub(" ", text).strip()


class Reading:
    """Collects the errors of one object. `personal` paths are shown by shape only."""

    def __init__(self) -> None:
        self.errors: list[FieldError] = []

    def wrong(self, path: str, value: object, limit: str, hint: str, *, personal: bool = False) -> None:
        if len(self.errors) < MAX_ERRORS:
            self.errors.append(FieldError(path, shown(value, personal=personal), limit, hint))

    def finish(self, told: Iterable[str] = ()) -> None:
        """Raise WrongFields if anything was wrong. What is in `told` is a person's, and hidden in every value."""
        if not self.errors:
            return
        words = list(told)
        raise WrongFields(
            [
                replace(error, value=shown(error.value, personal=True))
                if any(word in error.value for word in words)
                else error
                for error in self.errors
            ]
        )

    def text(self, path: str, value: object) -> str:
        """A long text, exactly as received. Raises TooLarge beyond 256 KB of UTF-8: nobody may believe it was kept."""
        if not isinstance(value, str):
            self.wrong(path, value, "a string", "write the text in quotes", personal=True)
            return ""
        # A character takes 1 to 4 bytes: only texts in between need to be counted.
        if len(value) > MAX_TEXT_BYTES or (
            len(value) * 4 > MAX_TEXT_BYTES and len(value.encode("utf-8")) > MAX_TEXT_BYTES
        ):
            raise TooLarge(path, MAX_TEXT_BYTES)
        return value

    def short(self, path: str, value: object, *, limit: int = SHORT, personal: bool = False) -> str:
        """A string on one line; null is the empty string."""
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(path, value, "a string or null", "write it in quotes, even a number", personal=personal)
            return ""
        if len(value) > limit:
            self.wrong(path, value, f"at most {limit:,} characters", f"it has {len(value):,}", personal=personal)
            return ""
        return one_line(value)

    def truth(self, path: str, value: object) -> bool:
        """true or false; null is false."""
        if value is None or isinstance(value, bool):
            return bool(value)
        self.wrong(path, value, "true or false", "write it without quotes", personal=True)
        return False

    def whole(self, path: str, value: object, *, least: int, most: int, default: int) -> int:
        """A whole number in [least, most]; null is the default."""
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.wrong(path, value, f"a whole number from {least} to {most}", f"leave it out for {default}")
            return default
        return value

    def strings(self, path: str, value: object, *, most: int, personal: bool = False) -> tuple[str, ...]:
        """A string or a list of strings; empty ones are dropped."""
        if value is None:
            return ()
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            self.wrong(path, value, "a string or a list of strings", 'for example ["物业"]', personal=personal)
            return ()
        if len(value) > most:
            self.wrong(path, value, f"at most {most:,} entries", f"it has {len(value):,}")
            return ()
        found = (self.short(f"{path}[{number}]", each, personal=personal) for number, each in enumerate(value))
        return tuple(each for each in found if each)

    def code(self, path: str, value: object, codes: type[Named], words: Mapping[str, Named]) -> Named | None:
        """One of `codes`, in any case or as one of the field's words; null and "" are None."""
        if value is None or value == "":
            return None
        found = code_for(value, codes, words) if isinstance(value, str) else None
        if found is None:
            self.wrong(path, value, "one of " + " ".join(codes), "or its Chinese word: " + " ".join(words))
        return found

    def choice(self, path: str, value: object, choices: tuple[Member, ...], hint: str) -> Member:
        """One of `choices`, exactly."""
        for each in choices:
            if value == each:
                return each
        self.wrong(path, value, "one of " + " ".join(choices), hint)
        return choices[0]

    def moment(self, path: str, value: object, *, end_of_day: bool = False) -> Moment | None:
        """A time of ISO 8601; null and "" are None."""
        if value is None or value == "":
            return None
        found = read_time(value, end_of_day=end_of_day) if isinstance(value, str) else None
        if found is None:
            self.wrong(
                path,
                value,
                "a time of ISO 8601, from the year 1900 on",
                "for example 2026-11-03T08:30:00+08:00, 2026-11-03T08:30 (Asia/Shanghai) or 2026-11-03",
            )
        return found

    def time(self, path: str, value: object, *, end_of_day: bool = False) -> datetime | None:
        """As `moment`, the time alone."""
        found = self.moment(path, value, end_of_day=end_of_day)
        return None if found is None else found.at

    def members(self, path: str, value: object, *, personal: bool = False) -> Mapping[str, object] | None:
        """An object; null is None."""
        if value is None:
            return None
        if isinstance(value, dict):
            return value
        self.wrong(path, value, "an object or null", "{…} with the contract's fields", personal=personal)
        return None

    def case_id(self, path: str, value: object) -> str:
        """1 to 128 printable characters, as they stand."""
        if isinstance(value, str) and 0 < len(value) <= MAX_CASE_ID and value.isprintable() and not value.isspace():
            return value
        self.wrong(
            path,
            value,
            f"1 to {MAX_CASE_ID} printable characters",
            "required: the intake system's own number, as a string",
        )
        return ""
