"""What can go wrong below the service, and what is each of them called?

    LeianIndexError
    ├── RecordError
    │   ├── RecordVersionError    the bytes were written by another version of the program
    │   ├── RecordDamaged         the bytes are not what their version says they are
    │   └── RecordUnstorable      the value cannot be written down without losing something
    ├── PostingsDamaged           a file of the derived index is missing or changed: rebuild it from the store
    ├── UnknownCursor             a search page's cursor that is damaged or belongs to another query
    ├── PrecedentsDamaged         the counted precedents on disk cannot be read: count them again from the store
    ├── SearchDamaged             the full-text index cannot be read: rebuild it from the store
    └── StoreError
        ├── StoreUnavailable      disk full, locked by another program, read or write error: nothing was committed
        ├── StoreDamaged          the file is not a database, or fails its own checks
        ├── StoreVersionError     the schema is newer than this program, older than it may change, or not ours
        ├── StoreLocked           another service owns the data directory
        ├── StoreClosed           used after close()
        ├── StoreMisused          a call that would wait for itself or write through a reader
        ├── DuplicateCaseId       insert of a case_id that is there
        ├── NoSuchCase            update or delete of a case that is not there
        └── FollowUpFailed        committed, but something that was to happen afterwards raised

Messages name ids, limits and paths, never the text of a case or a person's data.
"""

from __future__ import annotations


class LeianIndexError(Exception):
    """The root: whatever the index packages raise on purpose."""


class RecordError(LeianIndexError):
    """A packed case or verdict cannot be read or written."""


class RecordVersionError(RecordError):
    """The record's version byte is not one that this program reads."""

    def __init__(self, kind: str, found: int | None, known: int) -> None:
        what = "no version byte" if found is None else f"version {found}"
        super().__init__(f"{kind} record has {what}; this program reads version {known}")
        self.found = found
        self.known = known


class RecordDamaged(RecordError):
    """The version byte is right but the rest does not decode."""


class RecordUnstorable(RecordError):
    """The value holds something that has no faithful form on disk (a lone surrogate, an object of unknown type)."""


class StoreError(LeianIndexError):
    """The store cannot do what was asked."""


class StoreUnavailable(StoreError):
    """Nothing was committed, and the reason lies outside the program. Trying again later is reasonable."""


class StoreDamaged(StoreError):
    """The database file is damaged or is no database. Restore a backup; do not try again."""


class StoreVersionError(StoreError):
    """The schema in the file and this program do not fit."""


class StoreLocked(StoreError):
    """Another process (or another Store in this one) owns the data directory."""


class StoreClosed(StoreError):
    """The store was closed before the call."""


class StoreMisused(StoreError):
    """The call cannot work by construction: a write inside a write, a write on a read-only store."""


class DuplicateCaseId(StoreError):
    """The case_id is there already."""

    def __init__(self, case_id: str) -> None:
        super().__init__(f"case_id {case_id!r} is already in the store")
        self.case_id = case_id


class NoSuchCase(StoreError):
    """No case has this sequence number."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"no case with sequence number {seq} in the store (erased, or never inserted)")
        self.seq = seq


class FollowUpFailed(StoreError):
    """The work is committed and durable; a function given to `on_commit` raised (it is the `__cause__`)."""


class PostingsDamaged(LeianIndexError):
    """A file of the derived index is missing, changed or of another version. Nothing is lost: rebuild it from the store."""

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(f"{path}: {reason}; the postings must be rebuilt from the store")


class PrecedentsDamaged(LeianIndexError):
    """A file of the counted precedents is missing, changed or of another version. Nothing is lost: they are counted again."""


class UnknownCursor(LeianIndexError):
    """The cursor is damaged, or was given for another query. Begin again without one."""


class SearchDamaged(LeianIndexError):
    """The full-text index is missing a file, changed or of another version. Nothing is lost: rebuild it from the store."""

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(f"{path}: {reason}; the search index must be rebuilt from the store")
