"""What happens when a person decides about two cases, and when they take it back?

A decision is a line that stays on record; the matters follow in the same transaction. What it changed is noted beside it (in the
store's `meta`, under the decision's number), so that `undo` can put back what nobody has changed since. Not for: what counts now
(`index.store_types.standing`), or what a decision teaches (`service.learning_sources`).
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.group import new_matter_id
from index.library import Library
from index.store import Transaction
from index.store_types import UNDO, Decision, StoredCase, standing
from service.audit_trail import DECIDE, detail
from service.errors import FieldError, WrongFields

_NOTE = "matters.decision.{number}"
_NOTHING = FieldError("decision", UNDO, "a decision about this pair that counts", "there is nothing to take back")


def decide(library: Library, one: StoredCase, other: StoredCase, decision: str, by: str, reason: str, *, key: str = "") -> Decision:
    """Keep what `by` decided about two registered cases; the audit trail names the `key`.

    Raises WrongFields where there is nothing to undo.
    """

    def work(transaction: Transaction) -> Decision:
        ids = one.case.case_id, other.case.case_id
        transaction.audit(DECIDE, detail(key, ids[0], other_case_id=ids[1], decision=decision), one.seq)
        if decision == UNDO:
            return _undo(library, transaction, one, other, by, reason)
        kept = transaction.add_decision(one.case.case_id, other.case.case_id, decision, by, reason)
        before = {each.seq: transaction.matter_of(each.seq) for each in (one, other)}
        after = _after(before, one, other, decision)
        _move(library, transaction, before, after)
        transaction.set_meta(_NOTE.format(number=kept.number), _note(before, after))
        return kept

    return library.store.write(work)


def _after(before: Mapping[int, str], one: StoredCase, other: StoredCase, decision: str) -> dict[int, str]:
    """The matter of each case once the decision counts."""
    mine, theirs = before[one.seq], before[other.seq]
    if decision == "confirm":
        return dict.fromkeys(before, theirs or mine or new_matter_id(other.case.case_id))
    return {one.seq: "" if mine == theirs else mine, other.seq: theirs}


def _undo(
    library: Library, transaction: Transaction, one: StoredCase, other: StoredCase, by: str, reason: str
) -> Decision:
    pair = frozenset((one.case.case_id, other.case.case_id))
    latest = standing(transaction.decisions_for(one.case.case_id)).get(pair)
    if latest is None:
        raise WrongFields([_NOTHING])
    kept = transaction.add_decision(one.case.case_id, other.case.case_id, UNDO, by, reason)
    now, back = {}, {}
    for seq, before, after in _read(transaction.get_meta(_NOTE.format(number=latest.number)) or ""):
        now[seq] = transaction.matter_of(seq)
        back[seq] = before if now[seq] == after else now[seq]  # somebody else has moved it since: it stays there
    _move(library, transaction, now, back)
    return kept


def _move(library: Library, transaction: Transaction, before: Mapping[int, str], after: Mapping[int, str]) -> None:
    for seq, matter_id in after.items():
        if before[seq] != matter_id:
            library.set_matter(transaction, [seq], matter_id)


def _note(before: Mapping[int, str], after: Mapping[int, str]) -> str:
    """A line for each case: its number, its matter before, its matter after."""
    return "\n".join(f"{seq}\t{before[seq]}\t{after[seq]}" for seq in after)


def _read(note: str) -> list[tuple[int, str, str]]:
    lines = (line.split("\t") for line in note.split("\n") if line)
    return [(int(seq), before, after) for seq, before, after in lines]
