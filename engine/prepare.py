"""How does a Case become what can be compared?

Once per case: fold the characters, blank personal data, strip boilerplate, cut words, find slots, read the intent, hash the
persons. Everything here is a pure function of the case, the model's reference frequencies, the segmenter and the
deployment's secret.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.case import Case
from engine.circumstances import moment_of
from engine.content import content
from engine.content import content_spans as content_spans
from engine.grams import Profile, Reference, profile
from engine.grievance import TOPIC, grievance_bits
from engine.intent import own_content_of, read_intent
from engine.normalise import Canonical, canonical, code_units, mask_personal
from engine.persons import person_keys
from engine.prepared import Place, Prepared, pack_places
from engine.slot_rows import REMEMBERED
from engine.slots import Slot, find_slots
from engine.territory import territories
from engine.words import Segmenter, default_segmenter, long_words

MAX_TITLE = 400
"""Code points of a title that are read; a longer one is a text in the wrong field."""
HEADLINE = 60
"""Characters at the head of an untitled text (a call, a walk-in) that are read as its title: people name the matter first."""
_MAX_WORD = 255
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
    title, text = canonical(case.title, MAX_TITLE), canonical(case.text)
    whole = mask_personal(f"{title.text}\n{text.text}")
    folded_title, folded = whole[: len(title.text)], whole[len(title.text) + 1 :]
    slots, title_slots = find_slots(folded), find_slots(folded_title)
    units = code_units(whole)
    kept = content(folded_title, folded, units, [s.span for s in title_slots], [s.span for s in slots])
    joined = kept.codes.tobytes().decode("utf-16-le")
    title_size, core_at = (len(folded_title), len(folded_title) + 1) if folded_title.strip() else (headline_size(joined), 0)
    starts, sizes = word_places(joined, kept.codes, tools)
    table = profile(kept.codes, kept.slotted, title_size, starts, sizes, tools.reference)
    places = _places(case, title_slots, title, slots, text)
    prepared = Prepared(
        codes=kept.codes,
        slotted=kept.slotted,
        title_size=title_size,
        word_starts=starts,
        word_sizes=sizes,
        sums=table.sums,
        letters=kept.letters + kept.title_letters,
        boilerplate=round(1.0 - kept.letters / kept.all_letters, 4) if kept.all_letters else 0.0,
        exact=text_hash(kept.spelt.tobytes()),
        packed_places=pack_places(places),
        ties=tie_hashes(places),
        persons=person_keys(case, tools.secret),
        intent=read_intent(whole, units),
        own_content=own_content_of(kept.codes[core_at:]),
        grievances=grievance_bits(joined[: title_size + TOPIC]),
        moment=moment_of(case),
        territory=territories(f"{joined}\n{case.address[:MAX_TITLE]}", case.locality[:MAX_TITLE]),
        noisy=case.transcript,
        truncated=text.truncated or title.truncated,
    )
    prepared.__dict__["places"] = places  # else the first to ask would read them out of their bytes
    return Subject(case, prepared, table, text)


def headline_size(core: str) -> int:
    """How many characters of an untitled text stand for its title: all of a short one, else its first clauses."""
    if len(core) <= HEADLINE:
        return len(core)
    cut = max(core.rfind(mark, 0, HEADLINE) for mark in "。!?;,\n")
    return cut if cut >= HEADLINE // 3 else HEADLINE


def word_places(text: str, codes: NDArray[np.uint16], tools: Tools) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
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


def _places(
    case: Case, title_slots: Sequence[Slot], title: Canonical, slots: Sequence[Slot], text: Canonical
) -> tuple[Place, ...]:
    """Slots of text, title, address and 被反映对象, spans counted in the field as received."""
    places = [Place(_moved(slot, text), "text") for slot in slots]
    places += [Place(_moved(slot, title), "title") for slot in title_slots]
    for source, value in (("address", case.address), ("target", case.target_party)):
        if value:
            field = canonical(value, MAX_TITLE)
            places += [Place(_moved(slot, field), source) for slot in find_slots(mask_personal(field.text))]
    return tuple(places)


def _moved(slot: Slot, origin: Canonical) -> Slot:
    return Slot(slot.kind, slot.value, slot.text, origin.source_span(*slot.span), slot.own)
