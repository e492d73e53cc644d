"""Which cases hold these words?

Full text over all cases with tantivy (Tantivy's BM25, title counted double): tokens and queries are those of
`engine.fulltext`. The folder is derived: losing it loses nothing, and what is damaged in it is rebuilt from the store
(`SearchDamaged`). Written changes are found at once: they are scanned in memory until the next commit, at most a second
later, has put them on disk. Texts are not kept here, only their tokens; but tokens of removed cases stay in old
segments until `rewrite`, which must therefore follow an erasure. Not for: finding like cases (`index.precedents`).
"""

from __future__ import annotations

import base64
import binascii
import shutil
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from engine.fulltext import Asked, holds, parse_query, token_line
from engine.normalise import canonical, mask_personal
from engine.words import Segmenter
from index.errors import SearchDamaged, UnknownCursor
from index.search_disk import (
    Hit,
    SearchDocument,
    SearchFilters,
    Waiting,
    create_index,
    document_of,
    folder_name,
    open_index,
    open_writer,
    query_of,
    run_query,
    write_state,
)

COMMIT_SECONDS = 1.0
"""Longest time that a change is served from memory. A commit with fsync and reload takes 10-50 ms."""
MOST_WAITING = 2_000
"""Changes in memory; one more commits at once. Scanning this many takes about 10 ms."""
DEEPEST = 10_000
"""Hits that can be paged through; a person who reads on should narrow the query."""


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of `total`. `cursor` asks for the next one, "" after the last; `asked` is for `highlight`."""

    hits: tuple[Hit, ...]
    total: int
    cursor: str
    asked: Asked


def fold_and_mask(text: str) -> str:
    """Canonical text without ID numbers, phones and bank cards: nobody is found, or kept on disk, by those."""
    return mask_personal(canonical(text).text)


def read_lines(document: SearchDocument, fold: Callable[[str], str] = fold_and_mask) -> tuple[str, str]:
    """Title and text as their tokens."""
    return token_line(fold(document.title)), token_line(fold(document.text))


class SearchIndex:
    """One per folder and process; thread-safe. Close it, or use it in a `with`.

    `applied` is the highest change number that is on disk; what came after must be added again after a crash.
    """

    def __init__(self, directory: Path, fold: Callable[[str], str], segmenter: Segmenter | None) -> None:
        self._directory, self._fold, self._segmenter = directory, fold, segmenter
        self._lock = threading.RLock()
        self._waiting: dict[int, Waiting | None] = {}  # None: removed
        self._rewriting = False
        self._damage: SearchDamaged | None = None
        self._closing, self._wake = threading.Event(), threading.Event()
        self._index, self._generation, self.applied = open_index(directory)
        self._change = self.applied
        self._writer = open_writer(self._index)
        self._committer = threading.Thread(target=self._commit_in_time, name="search-commit", daemon=True)
        self._committer.start()

    @classmethod
    def open(
        cls, directory: Path, *, fold: Callable[[str], str] = fold_and_mask, segmenter: Segmenter | None = None
    ) -> SearchIndex:
        """Open the folder, or begin it. `fold` makes canonical text of received text.

        Raises SearchDamaged; `SearchIndex.begin_anew` then clears the folder for a rebuild.
        """
        return cls(directory, fold, segmenter)

    @staticmethod
    def begin_anew(directory: Path) -> None:
        """Remove what is in the folder: everything has to be added again from the store."""
        shutil.rmtree(directory, ignore_errors=True)

    def __enter__(self) -> SearchIndex:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def add(self, document: SearchDocument, change: int = 0) -> None:
        """Take in a case or its new form. `change` is the store's change number."""
        self._change_one(document.seq, self._read(document), change)

    def add_new(self, document: SearchDocument, lines: tuple[str, str], change: int = 0) -> None:
        """As `add`, of a case that was never in here, with its `read_lines`: nothing of it is looked for on disk."""
        self._change_one(document.seq, Waiting(document, lines, is_new=True), change)

    def remove(self, seq: int, change: int = 0) -> None:
        """Take a case out. No error where there is none."""
        self._change_one(seq, None, change)

    def commit(self) -> None:
        """Put all changes on disk, now (nothing while `rewrite` is at work). Raises SearchDamaged."""
        with self._lock:
            if self._damage is not None:
                raise self._damage
            if self._rewriting:
                return
            if self._waiting:
                try:
                    self._put_on_disk()
                except (ValueError, OSError) as error:
                    self._damage = SearchDamaged(self._directory, f"cannot be written: {error}")
                    raise self._damage from error
            if self._change != self.applied:
                write_state(self._directory, self._generation, self._change)
                self.applied = self._change

    def rewrite(self, documents: Iterable[SearchDocument]) -> None:
        """Build the index anew from all `documents` beside the old one and change over: removed texts leave the disk.

        Changes that come meanwhile wait in memory; searches go on. About 4,000 cases/s.
        """
        with self._lock:
            self.commit()
            self._rewriting = True
        try:
            generation = self._generation + 1
            index = create_index(self._directory / folder_name(generation))
            writer = open_writer(index)
            for each in documents:
                writer.add_document(document_of(self._read(each)))
            writer.commit()
            writer.wait_merging_threads()
            index.reload()
            with self._lock:
                self._writer.wait_merging_threads()
                write_state(self._directory, generation, self.applied)
                old, self._generation = self._generation, generation
                self._index, self._writer = index, open_writer(index)
            shutil.rmtree(self._directory / folder_name(old), ignore_errors=True)
        finally:
            self._rewriting = False
        self.commit()

    def search(self, query: str, filters: SearchFilters | None = None, limit: int = 20, cursor: str = "") -> Hits:
        """One page of the cases that answer `query`: first those not on disk yet, newest first, then by score.

        No query makes it raise. Raises UnknownCursor, SearchDamaged.
        """
        filters = filters or SearchFilters()
        asked = parse_query(query, self._segmenter)
        if not asked.units:
            return Hits((), 0, "", asked)
        mark = _mark(asked, filters)
        offset = _read_cursor(cursor, mark)
        with self._lock:
            if self._damage is not None:
                raise self._damage
            index, changed = self._index, list(self._waiting)
            fresh = [each for each in self._waiting.values() if each and _accepts(each, filters, asked)]
        fresh.sort(key=lambda each: -each.document.seq)
        wanted = min(limit, DEEPEST - offset)
        if wanted <= 0:
            return Hits((), len(fresh), "", asked)
        first = max(offset - len(fresh), 0)
        on_disk, count = run_query(
            index, query_of(index.schema, asked, filters, changed), first, wanted, self._directory
        )
        top = max((hit.score for hit in on_disk), default=1.0)
        hits = [Hit(each.document.seq, top) for each in fresh[offset : offset + wanted]]
        hits += on_disk[: wanted - len(hits)]
        total = count + len(fresh)
        after = offset + len(hits)
        more = bool(hits) and after < min(total, DEEPEST)
        return Hits(tuple(hits), total, _write_cursor(after, mark) if more else "", asked)

    def close(self) -> None:
        """Commit and let go of the folder. Safe to call twice."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._wake.set()
        self._committer.join()
        self.commit()
        self._writer.wait_merging_threads()

    def __len__(self) -> int:
        """Cases on disk and in memory; commits first."""
        with self._lock:
            self.commit()
            return int(self._index.searcher().num_docs)

    def _read(self, document: SearchDocument) -> Waiting:
        return Waiting(document, read_lines(document, self._fold))

    def _change_one(self, seq: int, waiting: Waiting | None, change: int) -> None:
        with self._lock:
            self._waiting[seq] = waiting
            self._change = max(self._change, change)
            if len(self._waiting) > MOST_WAITING:
                self.commit()
        self._wake.set()

    def _put_on_disk(self) -> None:
        for seq, waiting in self._waiting.items():
            if waiting is None or not waiting.is_new:
                self._writer.delete_documents_by_term("key", str(seq))
            if waiting is not None:
                self._writer.add_document(document_of(waiting))
        self._writer.commit()
        self._index.reload()
        self._waiting.clear()

    def _commit_in_time(self) -> None:
        while not self._closing.is_set():
            self._wake.wait()
            self._closing.wait(COMMIT_SECONDS * 0.9)
            self._wake.clear()
            with suppress(SearchDamaged):  # kept in self._damage: the next caller gets it
                self.commit()


def _accepts(waiting: Waiting, filters: SearchFilters, asked: Asked) -> bool:
    """What the query on disk would say of a document in memory."""
    document = waiting.document
    if document.confidential and not filters.confidential:
        return False
    if filters.category and filters.category not in document.category:
        return False
    for name in ("unit", "locality", "status", "outcome"):
        if getattr(filters, name) not in ("", getattr(document, name)):
            return False
    seconds = int(document.time.timestamp())
    if filters.since is not None and seconds < int(filters.since.timestamp()):
        return False
    if filters.until is not None and seconds > int(filters.until.timestamp()):
        return False
    return holds(asked, waiting.lines)


def _mark(asked: Asked, filters: SearchFilters) -> str:
    """Tells one query's cursors from another's."""
    return blake2b(repr((asked, filters)).encode("utf-8", "replace"), digest_size=6).hexdigest()


def _write_cursor(offset: int, mark: str) -> str:
    return base64.urlsafe_b64encode(f"{offset}.{mark}".encode()).decode()


def _read_cursor(cursor: str, mark: str) -> int:
    """How many hits were shown already. Raises UnknownCursor for one that is damaged or belongs to another query."""
    if not cursor:
        return 0
    try:
        offset, _, found = base64.urlsafe_b64decode(cursor.encode()).decode().partition(".")
    except (ValueError, binascii.Error):
        offset, found = "", ""
    if found != mark or not (offset.isascii() and offset.isdigit()):
        raise UnknownCursor("the cursor is damaged or belongs to another query")
    return min(int(offset), DEEPEST)
