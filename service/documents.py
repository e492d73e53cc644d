"""How does a case look to the full-text search?"""

from __future__ import annotations

from engine.case import Case
from index.search_disk import SearchDocument


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
