"""What can go wrong between the outside and the desk, and how is it said?

The tree, smallest first; whoever speaks to the outside (`service.problems`, the command line) translates it once.

    LeianError
    ├── BadRequest        one value that cannot be used
    ├── WrongFields       several of them, all found in one reading
    ├── BadJson           the bytes are not a JSON object
    ├── TooLarge          a body or text beyond its limit
    ├── CaseNotFound      no such case (or none that the caller may know of)
    ├── CaseConflict      the same case_id with other content
    ├── Overloaded        too many requests wait already
    ├── TooMany           one key calls more often than it may
    ├── NotReady          the desk is still opening
    ├── NoKey             no access key, or an unknown one
    └── NotAllowed        a known caller who may not do this

Messages name the field, the limit and the likely cause, never a petitioner's data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class LeianError(Exception):
    """Root of everything that leian raises on purpose."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field. `value` is already cut to 40 characters and masked; `limit` says what is accepted."""

    field: str
    value: str
    limit: str
    hint: str


class BadRequest(LeianError):
    """One value that cannot be used. `value` may be raw: it is masked before anybody sees it."""

    def __init__(self, field: str, value: object, limit: str, hint: str) -> None:
        super().__init__(f"{field}: {limit}; {hint}")
        self.field = field
        self.value = value
        self.limit = limit
        self.hint = hint


class WrongFields(LeianError):
    """All wrong fields of one object."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("; ".join(f"{e.field}: {e.limit}; {e.hint}" for e in errors))
        self.errors = tuple(errors)


class BadJson(LeianError):
    """The bytes are not UTF-8 JSON, or not an object. `reason` quotes nothing of them."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooLarge(LeianError):
    """`what` is longer than `limit` bytes."""

    def __init__(self, what: str, limit: int) -> None:
        super().__init__(f"{what} is longer than {limit:,} bytes")
        self.what = what
        self.limit = limit


class CaseNotFound(LeianError):
    """There is no such case."""

    def __init__(self, case_id: str = "") -> None:
        super().__init__("there is no case with this case_id")
        self.case_id = case_id


class CaseConflict(LeianError):
    """The case_id is taken by a case with other content."""

    def __init__(self, case_id: str = "") -> None:
        super().__init__("this case_id is already registered with other content")
        self.case_id = case_id


class Overloaded(LeianError):
    """More requests wait than the queue may hold. `retry_after` in seconds."""

    def __init__(self, retry_after: int = 1) -> None:
        super().__init__("too many requests are waiting")
        self.retry_after = retry_after


class TooMany(LeianError):
    """One caller makes more calls than its limit. `retry_after` in seconds."""

    def __init__(self, retry_after: int = 1) -> None:
        super().__init__("this key makes more calls than its limit allows; see the settings rate_limit and rate_burst")
        self.retry_after = retry_after


class NotReady(LeianError):
    """The desk is still opening or warming up. `retry_after` in seconds."""

    def __init__(self, retry_after: int = 1) -> None:
        super().__init__("the desk is still opening")
        self.retry_after = retry_after


class NoKey(LeianError):
    """No access key was sent, or one that is not configured."""


class NotAllowed(LeianError):
    """The caller is known, or the call comes from where it may not come from."""
