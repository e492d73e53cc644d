"""What must happen when a registered case becomes confidential, or ceases to be?

Confidential cases and all others must not know of each other (R0), but so far they did: the others' verdicts quote the case, and
its own quotes them. So the quotations go, and the case leaves its matter. What was pushed is withdrawn by `Outbox.changed`.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.case import Case
from index.library import Library
from index.records import pack_verdict
from index.store import StoredCase, Transaction


def crossing(library: Library, stored: StoredCase, changed: Case) -> Callable[[Transaction], None]:
    """What to do in the transaction that changes `stored.case` into `changed`; nothing where it stays in its realm."""
    if changed.confidential == stored.case.confidential:
        return lambda transaction: None
    with library.store.read() as reader:  # searching all verdicts takes long: not in the writer
        quoting, seen = reader.naming(stored.seq), reader.last_change()
    alone = pack_verdict(library.check_alone(changed))

    def work(transaction: Transaction) -> None:
        transaction.forget_quotes(stored.seq, {*quoting, *transaction.verdicts_since(seen)})
        transaction.set_verdict(stored.seq, alone)
        if stored.matter_id:
            library.set_matter(transaction, [stored.seq], "")

    return work
