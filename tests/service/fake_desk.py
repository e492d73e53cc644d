"""A desk in memory, for tests of what stands before the desk: it finds no duplicates but exact ones, and forgets all."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from rapidfuzz.distance import Indel

from engine.advice import PrecedentAnswer, advise, is_settled
from engine.case import Case
from engine.signals import Signal, Topic
from engine.verdict import Code, Evidence, Match, MatterRelation, PersonRelation, Verdict
from index.records import pack_case, pack_verdict, unpack_verdict
from index.store_types import AuditEntry, CaseFilter, Decision, MatterSummary, Receipt, StoredCase
from service.desk import Filters
from service.errors import CaseConflict, CaseNotFound
from service.matters import EVERY_MATTER, MatterFilter, MatterLine, MatterPlace
from service.signals import Alerts, Hotspots, Period


@dataclass(frozen=True)
class FakeRegistered:
    seq: int
    verdict: Verdict
    created: bool


@dataclass(frozen=True)
class FakeHit:
    case_id: str
    title: str
    snippet: str
    score: float


@dataclass(frozen=True)
class FakeAnswer:
    hits: Sequence[FakeHit]
    total: int
    cursor: str | None


class FakeDesk:
    """Every text that was there before is REPEAT_PETITION. `failure`, if set, is raised by every check."""

    def __init__(self) -> None:
        self.ready = True
        self.failure: Exception | None = None
        self.gate: threading.Event | None = None  # a check waits for it
        self.closed = False
        self.asked: list[object] = []
        self.decided: dict[str, list[Decision]] = {}
        self._cases: dict[str, StoredCase] = {}
        self._lock = threading.Lock()
        self._seq = 0

    def warm(self) -> None:
        self.ready = True

    def close(self) -> None:
        self.closed = True

    def check(self, case: Case) -> Verdict:
        if self.gate is not None:
            self.gate.wait(10)
        if self.failure is not None:
            raise self.failure
        with self._lock:
            return self._judge(case)

    def check_alone(self, case: Case) -> Verdict:
        return Verdict(case.case_id, Code.NEW, 0.9, rules=("R14",))

    def meets_hidden(self, case: Case) -> bool:
        self.asked.append(("meets_hidden", case.case_id))
        return any(each.case.confidential and each.case.text == case.text for each in self._cases.values())

    def note_read(self, cases: Sequence[StoredCase], *, by: str) -> None:
        self.asked += [("read", by, each.case.case_id) for each in cases]

    def audit_trail(self, after: int, limit: int, *, confidential: bool) -> Sequence[AuditEntry]:
        entries = [AuditEntry(n, datetime(2026, 11, 3, tzinfo=UTC), "read", f"key=desk\ncase_id=K{n}", n) for n in (1, 2)]
        return [each for each in entries if each.number > after][:limit]

    def register(self, case: Case) -> FakeRegistered:
        if self.failure is not None:
            raise self.failure
        with self._lock:
            print_ = hashlib.blake2b(pack_case(case), digest_size=16).digest()
            old = self._cases.get(case.case_id)
            if old is not None:
                if old.fingerprint != print_:
                    raise CaseConflict(case.case_id)
                return FakeRegistered(old.seq, unpack_verdict(old.verdict or b""), created=False)
            verdict = self._judge(case)
            self._seq += 1
            stored = StoredCase(self._seq, case, b"", verdict.matter_id or "", print_, pack_verdict(verdict))
            self._cases[case.case_id] = stored
            return FakeRegistered(stored.seq, verdict, created=True)

    def get(self, case_id: str, *, confidential: bool | None = None) -> StoredCase:
        found = self._cases.get(case_id)
        if found is None or confidential not in (None, found.case.confidential):
            raise CaseNotFound(case_id)
        return found

    def update(self, case_id: str, changes: Mapping[str, object], *, by: str = "") -> StoredCase:
        stored = self.get(case_id)
        self._cases[case_id] = replace(stored, case=replace(stored.case, **changes))  # type: ignore[arg-type]
        return self._cases[case_id]

    def erase(self, case_id: str, *, by: str = "") -> Receipt:
        self.get(case_id)
        del self._cases[case_id]
        return Receipt(7, datetime(2026, 11, 3, tzinfo=UTC), case_id, "ab" * 16, proven=True)

    def precedents(
        self, case: Case | None, case_id: str | None, *, limit: int = 10, filters: Filters
    ) -> PrecedentAnswer:
        self.asked.append((case, case_id, limit, filters))
        if case is None:
            self.get(case_id or "")
        assert not any(is_settled(each.case) for each in self._cases.values()), "the fake desk shows no precedents"
        return PrecedentAnswer((), advise(()))

    def search(self, q: str, *, filters: Filters, limit: int, cursor: str | None) -> FakeAnswer:
        self.asked.append((q, filters, limit, cursor))
        found = [each.case for each in self._cases.values() if q in each.case.text]
        return FakeAnswer([FakeHit(c.case_id, c.title, c.text[:20], 1.0) for c in found[:limit]], len(found), "")

    def decide(
        self, case_id: str, other_case_id: str, decision: str, by: str, reason: str, *, key: str = ""
    ) -> Decision:
        self.get(case_id), self.get(other_case_id)
        return Decision(case_id, other_case_id, decision, by, reason, datetime(2026, 11, 3, 1, tzinfo=UTC))

    def history(self, case_id: str) -> Sequence[StoredCase]:
        one = self.get(case_id)
        return [
            each for each in self._cases.values() if each.case.petitioner == one.case.petitioner and each is not one
        ]

    def matter(self, matter_id: str) -> Sequence[StoredCase]:
        return [each for each in self._cases.values() if each.matter_id == matter_id]

    def decisions(self, case_id: str) -> Sequence[Decision]:
        self.get(case_id)
        return self.decided.get(case_id, [])

    def matters(
        self, limit: int, sort: str, after: MatterPlace | None, wanted: MatterFilter = EVERY_MATTER
    ) -> tuple[list[MatterLine], MatterPlace | None]:
        self.asked.append((limit, sort, after, wanted))
        at = datetime(2026, 11, 3, tzinfo=UTC)
        line = MatterLine(MatterSummary("m-1", 3, at, at, 2, 1), "路灯", 2, (("甲", 3),), 1)
        return [line], None if after else MatterPlace("size", 3, "m-1")

    def hotspots(self, period: Period, limit: int) -> Hotspots:
        self.asked.append((period, limit))
        topic = Topic("lift", "电梯", 3, 4, 2, 2, 1.5, (("甲", 4),), (("临溪区", 4),), ("K1",))
        return Hotspots(period, (topic,), 5, 4, 1)

    def alerts(self, period: Period, limit: int) -> Alerts:
        self.asked.append((period, limit))
        rise = Signal("rise", "lift", "电梯", "临溪区", 9, 9, 0.5, 0.00001234, "", (), ("K1",))
        return Alerts(period, (rise,), 9)

    def newest(self, limit: int, before_seq: int | None, wanted: CaseFilter) -> Sequence[StoredCase]:
        below = [
            each
            for each in self._cases.values()
            if (before_seq is None or each.seq < before_seq)
            and (not wanted.unit or each.case.handling_unit == wanted.unit)
            and each.case.confidential == bool(wanted.confidential)
            and (not wanted.verdict or unpack_verdict(each.verdict or b"").verdict == wanted.verdict)
        ]
        return sorted(below, key=lambda each: -each.seq)[:limit]

    def compare_texts(self, case_id: str, other_id: str) -> list[tuple[str, int, int, int, int]]:
        ops = Indel.opcodes(self.get(case_id).case.text, self.get(other_id).case.text)
        return [(op.tag, op.src_start, op.src_end, op.dest_start, op.dest_end) for op in ops]

    def _judge(self, case: Case) -> Verdict:
        same = [
            each
            for each in self._cases.values()
            if each.case.text == case.text and each.case.confidential == case.confidential
        ]
        if not same:
            return Verdict(case.case_id, Code.NEW, 0.9, rules=("R14",))
        evidence = Evidence("place", "agree", "石溪路", "石溪路", (0, 3), (0, 3), "R4")
        match = Match(
            same[0].case.case_id, Code.REPEAT_PETITION, PersonRelation.SAME, MatterRelation.SAME, 0.97, (evidence,)
        )
        return Verdict(
            case.case_id, Code.REPEAT_PETITION, 0.97, matched=(match.case_id,), matter_id="m-1", matches=(match,)
        )
