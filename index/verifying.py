"""Do the postings hold what the store says that they should?

Every case's keys are made again from what is stored of it and compared, by a sum, with those that the postings hold. Not for:
damage of files, which is noticed when they are opened (`index.postings_files`).
"""

from __future__ import annotations

from collections.abc import Callable

from engine.keys import keys
from engine.prepared import PreparedVersionError, unpack
from index.postings import Postings, digest
from index.store import Store, StoredCase

MOST_TOLD = 100


def differences(store: Store, postings: Postings, report: Callable[[int, int, str], None]) -> list[str]:
    """Each difference as a sentence, at most MOST_TOLD; none when both are equal. `report`: done, total, what is being done."""
    seqs, sums = postings.digests()
    have = dict(zip(seqs.tolist(), sums.tolist(), strict=True))
    wrong: list[str] = []
    with store.read() as reader:
        wrong += reader.problems()
        total = reader.count()
        for done, stored in enumerate(reader.iterate(), 1):
            found = _expected(stored)
            kept = have.pop(stored.seq, None)
            if kept is None:
                wrong.append(f"case number {stored.seq} is in the store and not in the index")
            elif found is not None and kept != found:
                wrong.append(f"case number {stored.seq} has other keys in the index than in the store")
            if done % 1000 == 0 or done == total:
                report(done, total, "comparing")
    wrong += [f"case number {seq} is in the index and not in the store" for seq in have]
    return wrong[:MOST_TOLD]


def _expected(stored: StoredCase) -> int | None:
    try:
        return digest(keys(unpack(stored.prepared), confidential=stored.case.confidential).values)
    except PreparedVersionError:
        return None
