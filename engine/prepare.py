"""How does a Case become what can be compared?

Once per case: fold the characters, blank personal data, strip boilerplate, cut words, find slots, read the intent, hash the
persons. Everything here is a pure function of the case, the model's reference frequencies, the segmenter and the
deployment's secret.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.case import Case
from engine.circumstances import moment_of
from engine.content import Content, content
from engine.content import content_spans as content_spans
from engine.grams import Profile, Reference, profile
from engine.grievance import TOPIC, grievance_bits
from engine.intent import Intent, own_content_of, read_intent
from engine.normalise import Canonical, canonical, code_units, mask_personal
from engine.persons import Persons, person_keys
from engine.prepared import MEANING, Place, Prepared, pack_places
from engine.slot_rows import REMEMBERED
from engine.slots import Slot, find_slots
from engine.territory import territories
from engine.words import Segmenter, default_segmenter, long_words

MAX_TITLE = 400
"""Code points of a title that are read; a longer one is a text in the wrong field."""
HEADLINE = 60
"""Characters at the head of an untitled text (a call, a walk-in) that are read as its title: people name the matter first."""
_MAX_WORD = 255
TOGETHER = 64
"""Cases that are prepared step by step together: fewer are not worth the while, the characters of more are no longer at hand."""
Words: TypeAlias = tuple[NDArray[np.uint16], NDArray[np.uint8]]
TIES = frozenset(
    {"community", "village", "road", "junction", "company", "school", "line", "stop", "house_number", "plate", "contract",
     "waybill", "document"}
)  # fmt: skip
"""Kinds of slots that can tie two cases by themselves: they are keys of the index."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What preparing needs besides the case. `secret` keys the persons' hashes (16 to 64 bytes).

    `answer_days`: the term of a case that came without one, shown as days left and no part of any decision; 0: none is shown.
    """

    reference: Reference
    secret: bytes
    segmenter: Segmenter | None = None
    answer_days: int = 0


@dataclass(frozen=True)
class Subject:
    """A case with its prepared form and, where it is the new one, the profile that candidates are compared against.

    `folded`: its text as received, folded; the prepared form has lost where its characters stood.
    """

    case: Case
    prepared: Prepared
    profile: Profile
    folded: Canonical


class StoredSubject(Subject):
    """A case whose prepared form is stored: what `prepare_subject` gives, its profile and folded text once somebody asks."""

    reference: Reference

    def __init__(self, case: Case, prepared: Prepared, reference: Reference) -> None:
        self.__dict__.update(case=case, prepared=prepared, reference=reference)

    @cached_property
    def profile(self) -> Profile:
        p = self.prepared
        return profile(p.codes, p.slotted, p.title_size, p.word_starts, p.word_sizes, self.reference)

    @cached_property
    def folded(self) -> Canonical:
        return canonical(self.case.text)


def prepare(case: Case, tools: Tools) -> Prepared:
    """The stored form of `case`."""
    return prepare_subject(case, tools).prepared


def prepare_subject(case: Case, tools: Tools) -> Subject:
    """`case` prepared, with its profile: what a check starts from."""
    return _prepare_together([case], tools)[0]


def prepare_many(cases: Iterable[Case], tools: Tools) -> Iterator[Subject]:
    """What `prepare_subject` makes of each case, TOGETHER at a time, in three quarters of the time."""
    waiting = iter(cases)
    while some := list(islice(waiting, TOGETHER)):
        yield from _prepare_together(some, tools)


class _Read(NamedTuple):
    """A case's characters: title and text as `canonical` has them, both without personal data, and their code units together."""

    original_title: Canonical
    original: Canonical
    title: str
    text: str
    whole: str
    units: NDArray[np.uint16]


def _read(case: Case) -> _Read:
    title, text = canonical(case.title, MAX_TITLE), canonical(case.text)
    whole = mask_personal(f"{title.text}\n{text.text}")
    size = len(title.text)
    return _Read(title, text, whole[:size], whole[size + 1 :], whole, code_units(whole))


def _prepare_together(cases: Sequence[Case], tools: Tools) -> list[Subject]:
    """All cases step by step: what a step reads (tables, dictionaries, code) is still at hand when the next case comes to it."""
    reads = [_read(case) for case in cases]
    slots = [(find_slots(r.title), find_slots(r.text)) for r in reads]
    kept = [content(r.title, r.text, r.units, *map(_spans, pair)) for r, pair in zip(reads, slots, strict=True)]
    joined = [k.codes.tobytes().decode("utf-16-le") for k in kept]
    sizes = [len(r.title) if r.title.strip() else headline_size(j) for r, j in zip(reads, joined, strict=True)]
    words = [word_places(j, k.codes, tools) for j, k in zip(joined, kept, strict=True)]
    tables = [profile(k.codes, k.slotted, n, *w, tools.reference) for k, n, w in zip(kept, sizes, words, strict=True)]
    intents = [read_intent(r.whole, r.units) for r in reads]
    own = [own_content_of(k.codes[len(r.title) + 1 :] if r.title.strip() else k.codes) for r, k in zip(reads, kept, strict=True)]
    troubles = [grievance_bits(j[: n + TOPIC]) for j, n in zip(joined, sizes, strict=True)]
    where = [
        territories(f"{j}\n{case.address[:MAX_TITLE]}", case.locality[:MAX_TITLE])
        for j, case in zip(joined, cases, strict=True)
    ]
    places = [_places(case, *pair, r) for case, pair, r in zip(cases, slots, reads, strict=True)]
    persons = [person_keys(case, tools.secret) for case in cases]
    about = [_meaning(k, w, tools.reference) for k, w in zip(kept, words, strict=True)]
    found = zip(cases, reads, kept, sizes, words, tables, about, intents, own, troubles, where, places, persons, strict=True)
    return [_subject(*parts) for parts in found]


def _subject(
    case: Case, read: _Read, kept: Content, title_size: int, words: Words, table: Profile, about: NDArray[np.int8], intent: Intent,
    own: int, trouble: int, where: int, places: tuple[Place, ...], persons: Persons,
) -> Subject:  # fmt: skip
    prepared = Prepared(
        codes=kept.codes,
        slotted=kept.slotted,
        title_size=title_size,
        word_starts=words[0],
        word_sizes=words[1],
        sums=table.sums,
        letters=kept.letters + kept.title_letters,
        boilerplate=round(1.0 - kept.letters / kept.all_letters, 4) if kept.all_letters else 0.0,
        exact=text_hash(kept.spelt.tobytes()),
        packed_places=pack_places(places),
        ties=tie_hashes(places),
        meaning=about,
        persons=persons,
        intent=intent,
        own_content=own,
        grievances=trouble,
        moment=moment_of(case),
        territory=where,
        noisy=case.transcript,
        truncated=read.original.truncated or read.original_title.truncated,
    )
    prepared.__dict__["places"] = places  # else the first to ask would read them out of their bytes
    return Subject(case, prepared, table, read.original)


def _meaning(kept: Content, words: Words, reference: Reference) -> NDArray[np.int8]:
    if reference.meanings is None:
        return np.zeros(MEANING, dtype=np.int8)
    return reference.meanings.of(kept.codes, kept.slotted, *words)


def _spans(slots: Sequence[Slot]) -> list[tuple[int, int]]:
    return [slot.span for slot in slots]


def headline_size(core: str) -> int:
    """How many characters of an untitled text stand for its title: all of a short one, else its first clauses."""
    if len(core) <= HEADLINE:
        return len(core)
    cut = max(core.rfind(mark, 0, HEADLINE) for mark in "。!?;,\n")
    return cut if cut >= HEADLINE // 3 else HEADLINE


def word_places(text: str, codes: NDArray[np.uint16], tools: Tools) -> Words:
    """Start (uint16) and size (uint8) of each word of two characters or more in canonical `text`, whose units are `codes`."""
    table = tools.reference.words if tools.segmenter is None else None
    found = table.long_words(codes) if table else None
    starts, sizes = found or long_words(text, tools.segmenter or default_segmenter())
    return starts.astype(np.uint16), np.minimum(sizes, _MAX_WORD).astype(np.uint8)


def text_hash(letters: bytes) -> int:
    """64 bits that are equal for equal letters (in UTF-8); 0 for none."""
    if not letters:
        return 0
    digest = hashlib.blake2b(letters, digest_size=8).digest()
    return int.from_bytes(digest, "little") or 1


def tie_hashes(places: Sequence[Place]) -> NDArray[np.uint64]:
    """56 bits of each distinct name or spot that can tie two cases, ascending."""
    named = {_tie(place.slot.kind, place.slot.value) for place in places if place.slot.kind in TIES}
    return np.array(sorted(named), dtype=np.uint64)


@lru_cache(maxsize=REMEMBERED)
def _tie(kind: str, value: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{kind}:{value}".encode(), digest_size=7).digest(), "little")


def _places(case: Case, title_slots: Sequence[Slot], slots: Sequence[Slot], read: _Read) -> tuple[Place, ...]:
    """Slots of text, title, address and 被反映对象, spans counted in the field as received."""
    places = [Place(_moved(slot, read.original), "text") for slot in slots]
    places += [Place(_moved(slot, read.original_title), "title") for slot in title_slots]
    for source, value in (("address", case.address), ("target", case.target_party)):
        if value:
            field = canonical(value, MAX_TITLE)
            places += [Place(_moved(slot, field), source) for slot in find_slots(mask_personal(field.text))]
    return tuple(places)


def _moved(slot: Slot, origin: Canonical) -> Slot:
    return Slot(slot.kind, slot.value, slot.text, origin.source_span(*slot.span), slot.own)
