"""How does the contract's Case come in as JSON, and how does it go out again?

`parse_case` reads a decoded object and reports all wrong fields at once; `write_case` is its inverse: reading what was
written gives an equal Case. Unknown fields are kept in `extra`. Not for bytes: `service.wire` joins this with
`service.wire_json`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from engine.case import Case, CaseType, Channel, Person, Reply, Status
from service.wire_fields import TITLE, Reading
from service.wire_schema import CASE_FIELDS
from service.wire_time import write_time
from service.wire_words import CASE_TYPE_WORDS, CHANNEL_WORDS, STATUS_WORDS, TRANSCRIPT_CHANNEL, outcome_word

MAX_PERSONS = 5_000  # co-petitioners of one letter; joint letters of a thousand signatures are real
MAX_CATEGORIES = 100
MAX_LEGAL_BASIS = 200

ALIASES: Mapping[str, str] = {"dept": "handling_unit", "reply": "official_reply"}
_PERSON_PARTS = ("name", "id_no", "phone", "address", "account")
_REPLY_PARTS = ("text", "unit", "replied_at", "outcome", "legal_basis")


class _CaseReading(Reading):
    """A reading that also keeps what the contract does not know."""

    def __init__(self) -> None:
        super().__init__()
        self.extra: dict[str, object] = {}

    def person(self, path: str, value: object) -> Person | None:
        """A petitioner. An object without any content says the same as null: none given."""
        parts = self.members(path, value, personal=True)
        if parts is None:
            return None
        texts = {part: self.short(f"{path}.{part}", parts.get(part), personal=True) for part in _PERSON_PARTS}
        person = Person(anonymous=self.truth(f"{path}.anonymous", parts.get("anonymous")), **texts)
        self.keep(path, parts, (*_PERSON_PARTS, "anonymous"))
        return None if person == Person() else person

    def persons(self, path: str, value: object) -> tuple[Person, ...]:
        if value is None:
            return ()
        if not isinstance(value, list):
            self.wrong(path, value, "a list of petitioners or null", 'for example [{"name": "…"}]', personal=True)
            return ()
        if len(value) > MAX_PERSONS:
            self.wrong(path, value, f"at most {MAX_PERSONS:,} entries", f"it has {len(value):,}")
            return ()
        found = (self.person(f"{path}[{number}]", each) for number, each in enumerate(value))
        return tuple(each for each in found if each is not None)

    def accused(self, path: str, value: object) -> tuple[str, str]:
        """(name, unit) of the accused, given as a string or as an object."""
        if not isinstance(value, dict):
            return self.short(path, value, personal=True), ""
        self.keep(path, value, ("name", "unit"))
        return (
            self.short(f"{path}.name", value.get("name"), personal=True),
            self.short(f"{path}.unit", value.get("unit"), personal=True),
        )

    def reply(self, path: str, value: object) -> Reply | None:
        """An official reply, given as its text or as an object."""
        if isinstance(value, str):
            return Reply(text=self.text(path, value)) if value else None
        parts = self.members(path, value, personal=True)
        if parts is None:
            return None
        self.keep(path, parts, _REPLY_PARTS)
        text = parts.get("text")
        reply = Reply(
            text="" if text is None else self.text(f"{path}.text", text),
            unit=self.short(f"{path}.unit", parts.get("unit")),
            replied_at=self.time(f"{path}.replied_at", parts.get("replied_at")),
            outcome=outcome_word(self.short(f"{path}.outcome", parts.get("outcome"))),
            legal_basis=self.strings(f"{path}.legal_basis", parts.get("legal_basis"), most=MAX_LEGAL_BASIS),
        )
        return None if reply == Reply() else reply

    def keep(self, path: str, parts: Mapping[str, object], known: tuple[str, ...]) -> None:
        """Keep the fields of an inner object that the contract does not know, under their full path."""
        for name in parts:
            if name not in known:
                self.extra[f"{path}.{name}"] = parts[name]


def parse_case(found: Mapping[str, object], now: datetime) -> Case:
    """A Case from a decoded JSON object. `now` stands in for a missing `received_at`; it must be zone-aware.

    Raises WrongFields with every wrong field, TooLarge for a text beyond 256 KB.
    """
    reading = _CaseReading()
    fields = _by_name(found, reading)
    get = fields.get
    channel = get("channel")
    received = reading.moment("received_at", get("received_at"))
    accused, accused_unit = reading.accused("accused", get("accused"))
    case = Case(
        case_id=reading.case_id("case_id", get("case_id")),
        text=reading.text("text", get("text")),
        received_at=now if received is None else received.at,
        has_clock=received is None or received.has_clock,
        title=reading.short("title", get("title"), limit=TITLE, personal=True),
        source=reading.short("source", get("source")) or "default",
        channel=reading.code("channel", channel, Channel, CHANNEL_WORDS),
        transcript=_is_transcript(channel) or reading.truth("transcript", get("transcript")),
        case_type=reading.code("case_type", get("case_type"), CaseType, CASE_TYPE_WORDS),
        petitioner=reading.person("petitioner", get("petitioner")),
        co_petitioners=reading.persons("co_petitioners", get("co_petitioners")),
        represented=reading.person("represented", get("represented")),
        accused=accused,
        accused_unit=accused_unit,
        address=reading.short("address", get("address"), personal=True),
        locality=reading.short("locality", get("locality")),
        target_party=reading.short("target_party", get("target_party"), personal=True),
        category=reading.strings("category", get("category"), most=MAX_CATEGORIES),
        handling_unit=reading.short("handling_unit", get("handling_unit")),
        org_id=reading.short("org_id", get("org_id")),
        status=reading.code("status", get("status"), Status, STATUS_WORDS) or Status.REGISTERED,
        due_at=reading.time("due_at", get("due_at"), end_of_day=True),
        closed_at=reading.time("closed_at", get("closed_at")),
        official_reply=_with_outcome(reading, reading.reply("official_reply", get("official_reply")), get("outcome")),
        confidential=reading.truth("confidential", get("confidential")),
        extra=reading.extra,
    )
    reading.finish(told=_personal_words(found) if reading.errors else ())
    return case


def _personal_words(found: Mapping[str, object]) -> list[str]:
    """What persons are called and reached by, wherever it stands: no error may repeat it from another field."""
    co_petitioners = found.get("co_petitioners")
    persons = [found.get("petitioner"), found.get("represented"), found.get("accused")]
    persons += co_petitioners if isinstance(co_petitioners, list) else []
    words = [word for person in persons for word in (person.values() if isinstance(person, dict) else [person])]
    return [word for word in words if isinstance(word, str) and len(word) > 1]


def _by_name(found: Mapping[str, object], reading: _CaseReading) -> dict[str, object]:
    """The known fields under their own names; the rest goes to `extra`, also an alias beside its own name."""
    fields: dict[str, object] = {}
    rest: dict[str, object] = {}
    for name, value in found.items():
        (fields if name in CASE_FIELDS else rest)[name] = value
    for alias, name in ALIASES.items():
        if alias in rest and fields.get(name) is None:
            fields[name] = rest.pop(alias)
    nested = rest.get("extra")
    if isinstance(nested, dict):  # what `write_case` wrote
        del rest["extra"]
        rest = {**nested, **rest}
    reading.extra = rest
    return fields


def _is_transcript(channel: object) -> bool:
    return isinstance(channel, str) and channel.strip().upper() == TRANSCRIPT_CHANNEL


def _with_outcome(reading: Reading, reply: Reply | None, value: object) -> Reply | None:
    """`outcome` may stand beside the reply; the reply's own word counts more."""
    outcome = outcome_word(reading.short("outcome", value))
    if not outcome or (reply is not None and reply.outcome):
        return reply
    return Reply(outcome=outcome) if reply is None else replace(reply, outcome=outcome)


def parse_changes(found: Mapping[str, object], old: Case) -> dict[str, object]:
    """The fields of `old` that a PATCH replaces, by their names in `Case`; null empties an optional one.

    What was received stays as it was received: text, title, persons and time of arrival cannot be changed.
    Raises WrongFields.
    """
    reading = _CaseReading()
    changes: dict[str, object] = {}
    for name, value in found.items():
        own = ALIASES.get(name, name)
        if own in CHANGEABLE:
            changes[own] = CHANGEABLE[own](reading, own, value)
        elif own != "outcome" and not (name == "case_id" and value == old.case_id):
            limit = "one of " + " ".join((*CHANGEABLE, "outcome"))
            reading.wrong(_field_name(name), value, limit, "what was received is not changed", personal=True)
    if found.get("outcome") is not None:
        reply = changes.get("official_reply", old.official_reply)
        outcome = outcome_word(reading.short("outcome", found["outcome"]))
        changes["official_reply"] = replace(reply if isinstance(reply, Reply) else Reply(), outcome=outcome)
    reading.finish()
    return changes


def _status(reading: _CaseReading, path: str, value: object) -> Status:
    if value is None or value == "":
        reading.wrong(path, value, "one of " + " ".join(Status), "a case always has a status")
    return reading.code(path, value, Status, STATUS_WORDS) or Status.REGISTERED


CHANGEABLE: Mapping[str, Callable[[_CaseReading, str, object], object]] = {
    "status": _status,
    "due_at": lambda reading, path, value: reading.time(path, value, end_of_day=True),
    "closed_at": lambda reading, path, value: reading.time(path, value),
    "official_reply": lambda reading, path, value: reading.reply(path, value),
    "handling_unit": lambda reading, path, value: reading.short(path, value),
    "org_id": lambda reading, path, value: reading.short(path, value),
    "category": lambda reading, path, value: reading.strings(path, value, most=MAX_CATEGORIES),
    "case_type": lambda reading, path, value: reading.code(path, value, CaseType, CASE_TYPE_WORDS),
    "locality": lambda reading, path, value: reading.short(path, value),
    "address": lambda reading, path, value: reading.short(path, value, personal=True),
    "target_party": lambda reading, path, value: reading.short(path, value, personal=True),
    "confidential": lambda reading, path, value: reading.truth(path, value),
}


def _field_name(name: str) -> str:
    """A field's name as it may be repeated: a name that looks like data is not one."""
    return name if len(name) <= 40 and name.isascii() and name.isidentifier() else "(an unknown field)"


def write_case(case: Case) -> dict[str, object]:
    """The Case as the contract's JSON object, every field present. `parse_case` of it is equal to `case`."""
    return {
        "case_id": case.case_id,
        "source": case.source,
        "channel": case.channel,
        "transcript": case.transcript,
        "case_type": case.case_type,
        "received_at": write_time(case.received_at, has_clock=case.has_clock),
        "title": case.title,
        "text": case.text,
        "petitioner": _write_person(case.petitioner),
        "co_petitioners": [_write_person(each) for each in case.co_petitioners],
        "represented": _write_person(case.represented),
        "accused": {"name": case.accused, "unit": case.accused_unit} if case.accused or case.accused_unit else None,
        "address": case.address,
        "locality": case.locality,
        "target_party": case.target_party,
        "category": list(case.category),
        "handling_unit": case.handling_unit,
        "org_id": case.org_id,
        "status": case.status,
        "due_at": _write_time(case.due_at),
        "closed_at": _write_time(case.closed_at),
        "official_reply": write_reply(case.official_reply),
        "outcome": case.official_reply.outcome if case.official_reply else "",
        "confidential": case.confidential,
        "extra": dict(case.extra),
    }


def write_reply(reply: Reply | None) -> dict[str, object] | None:
    """The official reply as the contract's object."""
    if reply is None:
        return None
    return {
        "text": reply.text,
        "unit": reply.unit,
        "replied_at": _write_time(reply.replied_at),
        "outcome": reply.outcome,
        "legal_basis": list(reply.legal_basis),
    }


def _write_person(person: Person | None) -> dict[str, object] | None:
    if person is None:
        return None
    parts: dict[str, object] = {part: getattr(person, part) for part in _PERSON_PARTS}
    return {**parts, "anonymous": person.anonymous}


def _write_time(at: datetime | None) -> str | None:
    return None if at is None else write_time(at)
