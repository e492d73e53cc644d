"""A desk without an index for the engine's tests: every earlier case is a candidate."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

import msgspec

from engine.case import Case, Channel, Person, Reply, Status
from engine.compare import FEATURES
from engine.group import join, with_matter
from engine.judge import judge
from engine.model import Model
from engine.persons import Persons
from engine.prepare import Tools, prepare_subject
from engine.relate import Known
from engine.verdict import Verdict

SECRET = b"a secret of the tests"


@lru_cache(maxsize=1)
def model() -> Model:
    return Model.from_bytes(files("service").joinpath("data/model.npz").read_bytes(), FEATURES)


@lru_cache(maxsize=1)
def tools() -> Tools:
    return Tools(model().reference, SECRET)


def day(text: str) -> datetime:
    """ "2026-03-01" or "2026-03-01T08:30" as Shanghai time."""
    return datetime.fromisoformat(f"{text if 'T' in text else text + 'T00:00'}+08:00")


def person(name: str = "", phone: str = "", **more: Any) -> Person:
    return Person(name=name, phone=phone, **more)


def case(case_id: str, text: str, at: str = "2026-03-01", who: Person | None = None, **fields: Any) -> Case:
    """A case with the defaults that matter here; `at` with a time of day has a clock."""
    reply = fields.pop("reply", "")
    return Case(
        case_id,
        text,
        day(at),
        channel=fields.pop("channel", Channel.PHONE),
        has_clock="T" in at,
        petitioner=who,
        status=fields.pop("status", Status.PROCESSING),
        official_reply=Reply(reply) if reply else None,
        **fields,
    )


@dataclass
class Docket:
    """Registers cases in order; `check` and `register` give the verdict."""

    known: dict[str, Known] = field(default_factory=dict)

    def check(self, new: Case, **more: Any) -> Verdict:
        subject = prepare_subject(new, tools())
        verdict = judge(subject, list(self.known.values()), model(), tools(), **more)
        joining = join(verdict, {k: v.matter_id for k, v in self.known.items()})
        if joining is None:
            return verdict
        inside = {k for k, v in self.known.items() if v.matter_id == joining.matter_id} | set(joining.newcomers)
        members: list[tuple[str, Persons]] = [(k, v.prepared.persons) for k, v in self.known.items() if k in inside]
        return with_matter(verdict, joining.matter_id, members, subject.prepared.persons)

    def register(self, new: Case) -> Verdict:
        verdict = self.check(new)
        for case_id in verdict.matter_cases:
            if case_id in self.known:
                self.known[case_id] = msgspec.structs.replace(self.known[case_id], matter_id=verdict.matter_id or "")
        prepared = prepare_subject(new, tools()).prepared
        self.known[new.case_id] = Known(new, prepared, verdict.matter_id or "")
        return verdict


def after(case: Case, **gap: int) -> datetime:
    return case.received_at + timedelta(**gap)
