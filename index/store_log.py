"""What has changed since? The log that everything derived from the store follows.

The part of a Reader (`index.store_read`) that reads numbers of changes and not cases.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from index.schema import changes, sql
from index.store_types import CHANGE_KINDS, Change, ChangeKind

_CONTENT: tuple[ChangeKind, ...] = ("insert", "update", "delete")
"""Kinds of changes after which a case has other keys, other words, or is gone."""


@dataclass(frozen=True, slots=True)
class Since:
    """Of the cases whose content changed: those that are there and those that were erased, by number, ascending."""

    there: list[int]
    gone: list[int]


class Log:
    """Needs `_execute`, a connection's own."""

    _execute: Callable[..., sqlite3.Cursor]

    def last_change(self) -> int:
        """The highest change number, 0 before the first change."""
        return int(self._execute(_LAST_CHANGE).fetchone()[0])

    def changes(self, after: int, limit: int) -> list[Change]:
        """The log after change number `after`, oldest first."""
        rows = self._execute(_CHANGES, {"after": after, "most": limit})
        return [Change(number, CHANGE_KINDS[kind], seq) for number, kind, seq in rows]

    def changed_since(self, change_no: int) -> Since:
        """Which cases have another content than at that change, each once. A number is never given again."""
        there = self._seqs_of(change_no, _CONTENT[:2])
        gone = self._seqs_of(change_no, _CONTENT[2:])
        erased = set(gone)
        return Since([seq for seq in there if seq not in erased], gone)

    def verdicts_since(self, change_no: int) -> list[int]:
        """The cases that were added or got another verdict after that change."""
        return self._seqs_of(change_no, ("insert", "verdict"))

    def _seqs_of(self, after: int, kinds: tuple[ChangeKind, ...]) -> list[int]:
        numbers = ",".join(str(CHANGE_KINDS.index(kind)) for kind in kinds)
        return [seq for (seq,) in self._execute(f"{_CHANGED} AND changes.kind IN ({numbers}) ORDER BY 1", {"after": after})]


_LAST_CHANGE = sql(select(func.coalesce(func.max(changes.c.change_no), 0)))
_CHANGES = sql(
    select(changes.c.change_no, changes.c.kind, changes.c.seq)
    .where(changes.c.change_no > bindparam("after"))
    .order_by(changes.c.change_no)
    .limit(bindparam("most"))
)
_CHANGED = sql(select(changes.c.seq).distinct().where(changes.c.change_no > bindparam("after")))
