"""What does this caller see of the desk, and what may he know of?

One for each call. To whoever may not see confidential cases they do not exist: asking for one is answered like asking for none
(404), a confidential case that he registers is judged as if it were the first, and nothing that he may filter, count or list holds
one (R0; 《信访工作条例》第三十条). Whoever may see them leaves a line in the audit trail for each that he is shown. The reporter of
such a case is shown to nobody (`service.wire_answers`). Not for: which calls a key may make (`service.roles`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.advice import PrecedentAnswer
from engine.case import Case
from engine.verdict import Flag, Verdict
from index.store_types import AuditEntry, CaseFilter, Decision, MatterOrder, Receipt, StoredCase
from service.desk import Desk, Filters, SearchAnswer
from service.errors import BadRequest, CaseNotFound, NotAllowed
from service.matters import EVERY_MATTER, MatterFilter, MatterLine, MatterPlace
from service.roles import Principal, Right
from service.signals import Alerts, Hotspots, Period


@dataclass(frozen=True, slots=True)
class Shown:
    """What became of a case that was registered, as its sender may know it."""

    seq: int
    verdict: Verdict
    created: bool


class Window:
    """The calls of a Desk, for one principal."""

    def __init__(self, desk: Desk, principal: Principal) -> None:
        self._desk, self._principal = desk, principal
        self._told: set[int] = set()  # what is in the audit trail already, for this call

    # ---- the case on its way ----

    def check(self, case: Case) -> Verdict:
        """The verdict that this caller may know."""
        if not self._sees(case):
            return self._desk.check_alone(case)
        return self._with_hidden(case, self._desk.check(case))

    def register(self, case: Case) -> Shown:
        """Registered in any case (第四十三条), judged by everything; the answer holds what its sender may know."""
        done = self._desk.register(case)
        verdict = self._with_hidden(case, done.verdict) if self._sees(case) else self._desk.check_alone(case)
        return Shown(done.seq, verdict, done.created)

    # ---- one case ----

    def get(self, case_id: str) -> StoredCase:
        """The case. Raises CaseNotFound also where he may not know of it."""
        return self._shown([self._known(case_id)])[0]

    def first_sent(self, case_id: str) -> Case:
        """The case as it was sent, for comparing with what is sent again; shown to nobody."""
        return self._desk.get(case_id).case

    def update(self, case_id: str, changes: Mapping[str, object]) -> StoredCase:
        """Change a case. Whoever may change it may make it confidential; then it is gone for him, too."""
        self._known(case_id)
        return self._shown([self._desk.update(case_id, changes, by=self._principal.name)])[0]

    def erase(self, case_id: str) -> Receipt:
        self._known(case_id)
        return self._desk.erase(case_id, by=self._principal.name)

    def history(self, case_id: str) -> Sequence[StoredCase]:
        self._known(case_id)
        return self._shown(self._desk.history(case_id))

    def compare_texts(self, case_id: str, other_id: str) -> Iterable[Sequence[object]]:
        self._shown([self._known(case_id), self._known(other_id)])
        return self._desk.compare_texts(case_id, other_id)

    def decide(self, case_id: str, other_case_id: str, decision: str, by: str, reason: str) -> Decision:
        """Raises BadRequest for a pair that can never be one matter: only one of them is confidential (R0)."""
        one, other = self._known(case_id), self._known(other_case_id)
        if one.case.confidential != other.case.confidential:
            limit, hint = "both cases confidential, or neither", "a confidential case is matched only with its like"
            raise BadRequest("other_case_id", other_case_id, limit, hint)
        return self._desk.decide(case_id, other_case_id, decision, by, reason, key=self._principal.name)

    def decisions(self, case_id: str) -> Sequence[Decision]:
        """What people decided about this case and others that he may know of."""
        self._known(case_id)
        return [each for each in self._desk.decisions(case_id) if self._knows_both(each)]

    # ---- many cases ----

    def precedents(
        self, case: Case | None, case_id: str | None, *, limit: int = 10, filters: Filters
    ) -> PrecedentAnswer:
        if case is None:
            self._known(case_id or "")
        return self._desk.precedents(case, case_id, limit=limit, filters=filters)

    def search(self, q: str, *, filters: Filters, limit: int, cursor: str | None) -> SearchAnswer:
        return self._desk.search(q, filters=filters, limit=limit, cursor=cursor)

    def newest(self, limit: int, before_seq: int | None, wanted: CaseFilter) -> Sequence[StoredCase]:
        """Raises NotAllowed where confidential cases are asked for by who may not see them."""
        if wanted.confidential and not self._principal.may(Right.CONFIDENTIAL):
            raise NotAllowed(f"listing confidential cases needs the right `{Right.CONFIDENTIAL}`")
        return self._shown(self._desk.newest(limit, before_seq, wanted))

    def matter(self, matter_id: str) -> Sequence[StoredCase]:
        return self._shown([each for each in self._desk.matter(matter_id) if self._sees(each.case)])

    def matters(
        self, limit: int, sort: MatterOrder, after: MatterPlace | None, wanted: MatterFilter = EVERY_MATTER
    ) -> tuple[Sequence[MatterLine], MatterPlace | None]:
        return self._desk.matters(limit, sort, after, wanted)

    def hotspots(self, period: Period, limit: int) -> Hotspots:
        return self._desk.hotspots(period, limit)

    def alerts(self, period: Period, limit: int) -> Alerts:
        return self._desk.alerts(period, limit)

    def audit(self, after: int, limit: int) -> Sequence[AuditEntry]:
        """The audit trail after an entry; what was done with confidential cases is left out for who may not see them."""
        return self._desk.audit_trail(after, limit, confidential=self._principal.may(Right.CONFIDENTIAL))

    # ---- who may know ----

    def _sees(self, case: Case) -> bool:
        return not case.confidential or self._principal.may(Right.CONFIDENTIAL)

    def _known(self, case_id: str) -> StoredCase:
        # A refusal leaves no entry in the audit trail: it would take the time of a commit, and tell what it keeps back.
        return self._desk.get(case_id, confidential=None if self._principal.may(Right.CONFIDENTIAL) else False)

    def _knows_both(self, decision: Decision) -> bool:
        try:
            return bool(self._known(decision.case_id) and self._known(decision.other_case_id))
        except CaseNotFound:
            return False

    def _shown(self, cases: Sequence[StoredCase]) -> Sequence[StoredCase]:
        """`cases`; those of them that are confidential are in the audit trail before they are shown."""
        secret = [each for each in cases if each.case.confidential and each.seq not in self._told]
        if secret:
            self._desk.note_read(secret, by=self._principal.name)
            self._told |= {each.seq for each in secret}
        return cases

    def _with_hidden(self, case: Case, verdict: Verdict) -> Verdict:
        """HIDDEN_MATCH for who may be told. For everybody else nothing is looked up, so no delay tells it either."""
        if case.confidential or not self._principal.may(Right.HIDDEN_MATCH) or not self._desk.meets_hidden(case):
            return verdict
        return replace(verdict, flags=(*verdict.flags, Flag.HIDDEN_MATCH))
