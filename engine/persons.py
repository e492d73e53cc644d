"""Axis one: is it the same petitioner, and by which of the person keys?

Keys in order of trust: id_no > phone + name > phone > account > name + address. A name alone is no key; one phone under two
names says nothing; an ID number that fails its checksum is no key. The represented person counts, not the agent; in an
anonymous accusation the accused counts. What is kept of a person are keyed hashes only (BLAKE2b with the deployment's key:
an unkeyed hash of an ID number is plaintext, all of them can be tried in seconds).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import product

import msgspec

from engine.case import Case, CaseType, Person
from engine.normalise import bare, canonical
from engine.verdict import PersonRelation

ACCUSATION_WORDS = ("检举", "控告", "举报", "违纪")
"""Categories of the confidential class (检举控告类)."""


class PersonKeys(msgspec.Struct, frozen=True, gc=False):
    """Keyed 64-bit hashes of one person's parts; 0 where a part was not given or is no key."""

    id_no: int = 0
    phone: int = 0
    account: int = 0
    name: int = 0
    address: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.id_no or self.phone or self.account or self.name)


class Persons(msgspec.Struct, frozen=True, gc=False):
    """All persons of a case as keys. `accused` is 0 outside the accusation class."""

    petitioner: PersonKeys | None = None
    co_petitioners: tuple[PersonKeys, ...] = ()
    represented: PersonKeys | None = None
    accused: int = 0

    @property
    def principals(self) -> tuple[PersonKeys, ...]:
        """Those whose petition it is: the represented one instead of the agent, else the petitioner and the co-petitioners."""
        if self.represented is not None:
            return (self.represented, *self.co_petitioners)
        first = () if self.petitioner is None else (self.petitioner,)
        return (*first, *self.co_petitioners)


class PersonAxis(msgspec.Struct, frozen=True, gc=False):
    """`basis` names the key that decided: id_no, phone_name, phone, account, name_address, represented_person, accused_person."""

    relation: PersonRelation
    basis: str = ""


_UNKNOWN, _DIFFERENT = PersonAxis(PersonRelation.UNKNOWN), PersonAxis(PersonRelation.DIFFERENT)
_REPRESENTED = PersonAxis(PersonRelation.REPRESENTED, "represented_person")
FEW_PAIRS = 64
"""Pairs of signatures up to which each is looked at; joint letters of a thousand are real."""
_TRUST = ("id_no", "phone_name", "phone", "account", "name_address")
"""Bases of two persons' being the same, most trusted first."""


def key_mark(secret: bytes) -> str:
    """Which deployment's key it is, without telling it: 16 hexadecimal digits. The key is random, so there is nothing to guess."""
    return hashlib.blake2b(b"leian person key", key=secret, digest_size=8).hexdigest()


def person_keys(case: Case, secret: bytes) -> Persons:
    """The keys of all persons of `case` under the deployment's `secret` (16 to 64 bytes)."""

    def key(kind: str, value: str) -> int:
        if not value:
            return 0
        digest = hashlib.blake2b(f"{kind}:{value}".encode("utf-8", "surrogatepass"), key=secret, digest_size=8).digest()
        return int.from_bytes(digest, "little") or 1

    def keys(person: Person | None) -> PersonKeys | None:
        if person is None:
            return None
        found = PersonKeys(
            id_no=key("id", valid_id_no(person.id_no)),
            phone=key("phone", plain_phone(person.phone)),
            account=key("account", f"{case.source}\0{person.account.strip()}" if person.account.strip() else ""),
            name=key("name", plain_name(person.name)),
            address=key("address", bare(canonical(person.address).text)) if person.address else 0,
        )
        return None if found.is_empty else found

    accused = f"{case.accused}{case.accused_unit}" if is_accusation(case) else ""
    return Persons(
        petitioner=keys(case.petitioner),
        co_petitioners=tuple(k for k in map(keys, case.co_petitioners) if k is not None),
        represented=keys(case.represented),
        accused=key("accused", bare(canonical(accused).text)) if accused else 0,
    )


def is_accusation(case: Case) -> bool:
    """检举控告类: by case type or by the office's own category."""
    return case.case_type is CaseType.ACCUSATION or any(w in c for c in case.category for w in ACCUSATION_WORDS)


def relate_persons(new: Persons, old: Persons) -> PersonAxis:
    """The person axis of two cases; symmetric in its relation."""
    if new.accused and new.accused == old.accused and (new.petitioner is None or old.petitioner is None):
        return PersonAxis(PersonRelation.ACCUSED_SAME, "accused_person")
    ours, theirs = new.principals, old.principals
    if not ours or not theirs:
        return _UNKNOWN
    if len(ours) == 1 == len(theirs):  # nearly always
        axis = relate_person(ours[0], theirs[0])
        if axis.relation is PersonRelation.SAME and (new.represented or old.represented):
            return _REPRESENTED
        return axis
    many = len(ours) * len(theirs) > FEW_PAIRS
    found, apart = [], True
    for a, b in _meeting(ours, theirs) if many else product(ours, theirs):
        axis = relate_person(a, b)
        if axis.relation is PersonRelation.SAME:
            found.append(axis)
            # Not by who stands first: the two cases must get one answer whichever of them is the new one.
            if a is new.represented or b is old.represented:
                return _REPRESENTED
        apart = apart and axis is _DIFFERENT
    if found:
        axis = min(found, key=lambda axis: _TRUST.index(axis.basis))
        return PersonAxis(PersonRelation.OVERLAP, axis.basis)
    if many:
        apart = _all_apart(ours, theirs)
    return _DIFFERENT if apart else _UNKNOWN


def _meeting(ours: Sequence[PersonKeys], theirs: Sequence[PersonKeys]) -> Iterator[tuple[PersonKeys, PersonKeys]]:
    """Of two lists of signatures the pairs that may be one person; there are few, and no others are."""
    met = _Met()
    for b in dict.fromkeys(theirs):
        met.add(b)
    return ((a, b) for a in dict.fromkeys(ours) for b in met.like(a))


def _all_apart(ours: Sequence[PersonKeys], theirs: Sequence[PersonKeys]) -> bool:
    """Of two lists in which nobody is the same: whether everybody is certainly somebody else (`relate_person`)."""
    rows = [[(p.id_no, p.phone, p.account, p.name) for p in side] for side in (ours, theirs)]
    shapes = [[_ID * (r[0] > 0) | _PHONE * (r[1] > 0) | _ACCOUNT * (r[2] > 0) | _NAME * (r[3] > 0) for r in side] for side in rows]
    if any(not a & b for a in set(shapes[0]) for b in set(shapes[1])):
        return False
    for place, excusing in enumerate((0, _ID, _ID, _ID | _PHONE)):  # by these keys two who share this one are told apart
        shared: dict[int, set[int]] = {}
        for row, shape in zip(rows[0], shapes[0], strict=True):
            shared.setdefault(row[place], set()).add(shape & excusing)
        for row, shape in zip(rows[1], shapes[1], strict=True):
            if row[place] and any(not shape & other for other in shared.get(row[place], ())):
                return False
    return True


_ID, _PHONE, _ACCOUNT, _NAME = 1, 2, 4, 8
"""Which keys a person has, one bit each."""


class _Met:
    """Persons by what they may be met again under: a key with a name, for one key under two names says nothing."""

    def __init__(self) -> None:
        self._named: dict[tuple[int, int], list[PersonKeys]] = {}
        self._all: dict[int, list[PersonKeys]] = {}

    def add(self, person: PersonKeys) -> None:
        for key in (person.id_no, person.phone, person.account):
            if key:
                self._named.setdefault((key, person.name), []).append(person)
                self._all.setdefault(key, []).append(person)
        if person.name and person.address:
            self._named.setdefault((person.name, person.address), []).append(person)

    def like(self, person: PersonKeys) -> Iterator[PersonKeys]:
        """Whoever may be the same as `person`, most trusted key first; some more than once."""
        for key in (person.id_no, person.phone, person.account):
            if key and person.name:
                yield from self._named.get((key, person.name), ())
                yield from self._named.get((key, 0), ())
            elif key:
                yield from self._all.get(key, ())
        if person.name and person.address:
            yield from self._named.get((person.name, person.address), ())


def share_a_key(new: Persons, old: Persons) -> bool:
    """Whether any key of any person is common: a quick necessary condition for `relate_persons` to say "same"."""
    if new.accused and new.accused == old.accused:
        return True
    return any(
        (a.id_no and a.id_no == b.id_no)
        or (a.phone and a.phone == b.phone)
        or (a.account and a.account == b.account)
        or (a.name and a.name == b.name)
        for a in new.principals
        for b in old.principals
    )


def relate_person(a: PersonKeys, b: PersonKeys) -> PersonAxis:
    """Two persons by their keys, most trusted first; symmetric."""
    names_differ = bool(a.name and b.name and a.name != b.name)
    if a.id_no and b.id_no:
        if a.id_no != b.id_no:
            return _DIFFERENT
        return _unless(names_differ, "id_no")
    if a.phone and a.phone == b.phone:
        return _unless(names_differ, "phone_name" if a.name and b.name else "phone")
    if a.account and a.account == b.account:
        return _unless(names_differ, "account")
    if a.name and a.name == b.name and not (a.phone and b.phone):
        known = a.address and a.address == b.address
        return PersonAxis(PersonRelation.SAME, "name_address") if known else _UNKNOWN
    comparable = (a.name and b.name) or (a.phone and b.phone) or (a.account and b.account)
    return _DIFFERENT if comparable else _UNKNOWN


def _unless(doubtful: bool, basis: str) -> PersonAxis:
    return _UNKNOWN if doubtful else PersonAxis(PersonRelation.SAME, basis)


def count_persons(cases: Sequence[Persons]) -> int:
    """Distinct persons among all principals; a case without any principal counts as nobody."""
    distinct, counted = 0, _Met()
    for case in cases:
        for person in case.principals:
            if not any(relate_person(person, other).relation is PersonRelation.SAME for other in counted.like(person)):
                distinct += 1
                counted.add(person)
    return distinct


def number_persons(cases: Sequence[Persons]) -> list[tuple[int, ...]]:
    """For each case the numbers of its persons: one number for those who are the same. A case without any has one of its own."""
    known, numbers = _Met(), dict[PersonKeys, int]()
    found: list[tuple[int, ...]] = []
    last = 0
    for case in cases:
        own = []
        for person in case.principals:
            number = numbers.get(person)
            if number is None:
                like = (other for other in known.like(person) if relate_person(person, other).relation is PersonRelation.SAME)
                met = next(like, None)
                last += met is None
                number = last if met is None else numbers[met]
                if relate_person(person, person).relation is PersonRelation.SAME:  # a name alone is no key, not even to itself
                    numbers[person] = number
                if met is None:
                    known.add(person)
            own.append(number)
        found.append(tuple(dict.fromkeys(own)) or (-1 - len(found),))
    return found


def tokens(persons: Persons) -> Iterator[int]:
    """Every hash under which an earlier case of one of these persons can be found."""
    for person in (*persons.principals, *((persons.petitioner,) if persons.petitioner else ())):
        if person.id_no:
            yield person.id_no
        if person.phone:
            yield person.phone
        if person.account:
            yield person.account
        if person.name and person.address:
            yield person.name ^ person.address
        elif person.name and not person.phone and not person.account:
            yield person.name
    if persons.accused:
        yield persons.accused


_NOT_DIGIT = re.compile(r"\D+")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10x98765432"


def valid_id_no(id_no: str) -> str:
    """The 18 characters of an ID number whose checksum holds (GB 11643-1999), else an empty string."""
    if not id_no:
        return ""
    plain = canonical(id_no).text.replace(" ", "").strip()
    if not re.fullmatch(r"\d{17}[\dx]", plain):
        return ""
    total = sum(int(digit) * weight for digit, weight in zip(plain, _ID_WEIGHTS, strict=False))
    return plain if _ID_CHECKS[total % 11] == plain[17] else ""


def plain_phone(phone: str) -> str:
    """Digits without country code; empty where there are fewer than 7 or they are masked."""
    if not phone:
        return ""
    digits = _NOT_DIGIT.sub("", phone if phone.isascii() else canonical(phone).text)
    if "*" in phone or len(digits) < 7:
        return ""
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


_NOBODY = re.compile(r"匿名|某某|不详|未知|无名|保密|^某|先生$|女士$|^群众$|^市民$")


def plain_name(name: str) -> str:
    """A folded personal name; empty for "匿名", "王先生" and what else names nobody."""
    plain = bare(canonical(name).text) if name else ""
    return "" if _NOBODY.search(plain) else plain
