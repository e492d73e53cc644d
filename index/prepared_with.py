"""What were the stored cases prepared with, and must they be prepared anew?

A note in the store's meta table: which version and reference frequencies, and which deployment's key hashed the persons. A lost
key or another model would otherwise make comparisons between old and new records silently wrong. Used by `index.library`.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.store import Reader, Transaction

STAMP = "prepared_with"
KEY_MARK = "prepared_for_key"


@dataclass(frozen=True, slots=True)
class PreparedWith:
    """`stamp` names version and model, `key_mark` the persons' key (`engine.persons.key_mark`)."""

    stamp: str
    key_mark: str

    def differs(self, reader: Reader) -> bool:
        """Whether the cases were prepared with something else."""
        marked = reader.get_meta(KEY_MARK) or self.key_mark  # stores of before did not note it: then it is the one in use
        return reader.get_meta(STAMP) != self.stamp or marked != self.key_mark

    def is_noted(self, reader: Reader) -> bool:
        return (reader.get_meta(STAMP), reader.get_meta(KEY_MARK)) == (self.stamp, self.key_mark)

    def note(self, transaction: Transaction) -> None:
        transaction.set_meta(STAMP, self.stamp)
        transaction.set_meta(KEY_MARK, self.key_mark)
