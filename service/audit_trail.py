"""What stands in the audit trail of one act, and how is it read again?

`name=value` in lines, with case ids as they are: an erasure finds them there, and puts a mark in their place. No person's data, no
text, no values of fields. The trail is part of the store and of the same transaction as what it tells of.
"""

from __future__ import annotations

from collections.abc import Iterable

from index.store import AuditEntry, Store
from service.wire_time import write_time

READ, CHANGE, DECIDE = "read", "change", "decide"
HASH = "case_id_hash"  # of an erasure, whose entry the store writes by itself


def detail(by: str, case_id: str, **facts: str) -> str:
    """The entry of one act by the key named `by`."""
    return "\n".join(f"{name}={value}" for name, value in {"key": by, "case_id": case_id, **facts}.items() if value)


def trail(store: Store, after: int, limit: int, *, confidential: bool) -> list[AuditEntry]:
    """At most `limit` entries after number `after`; without `confidential`, none of cases that are confidential now."""
    found: list[AuditEntry] = []
    with store.read() as reader:
        while len(found) < limit and (page := reader.audit_after(after, limit)):
            after = page[-1].number
            cases = {} if confidential else reader.get_many(sorted({each.seq for each in page if each.seq is not None}))
            found += [e for e in page if e.seq not in cases or not cases[e.seq].case.confidential]
    return found[:limit]


def write_audit(entries: Iterable[AuditEntry], limit: int) -> dict[str, object]:
    """The answer of GET /v1/audit. `cursor` asks for what comes after; null where there is nothing yet."""
    lines = [_entry(each) for each in entries]
    return {"entries": lines, "cursor": str(lines[-1]["number"]) if len(lines) >= limit else None}


def _entry(entry: AuditEntry) -> dict[str, object]:
    facts: dict[str, str] = {}
    for line in entry.detail.split("\n"):
        name, is_fact, value = line.partition("=")
        facts[name if is_fact else HASH] = value if is_fact else name
    return {"number": entry.number, "at": write_time(entry.at), "action": entry.action, **facts}
