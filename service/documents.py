"""How does a case look to the full-text search, and how does that search catch up with the store?

Confidential cases are not in it at all: a word that only they have would weigh less in everybody's scores.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.case import Case
from index.errors import SearchDamaged
from index.library import Library
from index.search import SearchIndex
from index.search_disk import SearchDocument
from index.store import Reader


def search_document(seq: int, case: Case) -> SearchDocument:
    """The searched fields. The time is that of closing, else that of arrival; the reply is searched with the text."""
    reply = case.official_reply
    return SearchDocument(
        seq=seq,
        title=case.title,
        text=f"{case.text}\n{reply.text}" if reply else case.text,
        time=case.closed_at or case.received_at,
        unit=case.handling_unit,
        category=case.category,
        locality=case.locality,
        status=case.status.value,
        outcome=reply.outcome if reply else "",
        confidential=case.confidential,
    )


def searchable(reader: Reader) -> Iterator[SearchDocument]:
    """Everything that may be searched."""
    return (search_document(stored.seq, stored.case) for stored in reader.iterate() if not stored.case.confidential)


def open_search(directory: Path, library: Library) -> SearchIndex:
    """The search index, brought to the store's last change; made anew where it is damaged or from another store."""
    try:
        index = SearchIndex.open(directory)
    except SearchDamaged as damage:
        library.repaired.append(str(damage))
        SearchIndex.begin_anew(directory)
        index = SearchIndex.open(directory)
    with library.store.read() as reader:
        last = reader.last_change()
        if index.applied > last or (index.applied == 0 and last):
            index.rewrite(searchable(reader))
            return index
        while changes := reader.changes(index.applied, 2_000):
            present = reader.get_many(sorted({change.seq for change in changes}))
            for change in changes:
                stored = present.get(change.seq)
                if stored is None or stored.case.confidential:
                    index.remove(change.seq, change.change_no)
                else:
                    index.add(search_document(stored.seq, stored.case), change.change_no)
            index.commit()
        # A stop between commit and indexing can leave a hole below `applied`: the counts tell.
        if len(index) != reader.count(confidential=False):
            index.rewrite(searchable(reader))
    return index
