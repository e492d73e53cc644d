"""What of a case is kept so that no candidate is ever prepared again?

A Prepared is the compact, versioned, stored form: canonical characters without boilerplate, the words' places, the sums that
the lexical scores are divided by, the named slots, and keyed hashes of the persons. `pack` and `unpack` are its bytes.
"""

from __future__ import annotations

import struct
from codecs import utf_16_le_decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.intent import Intent
from engine.once import once
from engine.persons import PersonKeys, Persons
from engine.sightings import Sought, names_of, sought
from engine.slot_compare import Groups, group_slots
from engine.slot_rows import WORDS, slot_rows
from engine.slots import Slot

VERSION = 10
"""Changes with every change of meaning; a store with another version is prepared anew from its cases."""

MEANING: Final = 192
"""Bytes of a text's vector (`engine.meanings`)."""
MOST_SEARCHED = 1_000_000
"""Mentions times characters: up to here each mention is searched in the whole text (3 ms)."""


class PreparedVersionError(ValueError):
    """A stored blob was made by another version of the engine; `leian rebuild` makes it anew."""


class Place(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A slot and the field it stands in ("text", "title", "address", "target"); the span counts in that field as received."""

    slot: Slot
    source: str


@dataclass(frozen=True)  # without slots: `once` keeps what it found in the instance's __dict__
class Prepared:
    """One case, ready to be compared.

    codes: uint16, title + newline + text without boilerplate, canonical. title_size: characters of it that are the title
    (of an untitled text: its headline).
    slotted: uint8, 1 where the character belongs to a slot, 0 elsewhere.
    word_starts, word_sizes: uint16 and uint8, places of the words of two characters or more in `codes`.
    sums: float32, summed weights by kind of gram (`engine.features.SUMS`) under the model that prepared it.
    letters: count of letters that are left. boilerplate: share of the text that was stripped, in [0, 1].
    exact: hash of all letters of the text as received; equal hashes are equal texts but for width, spaces and punctuation.
    grievances: the kinds of trouble that its beginning names, as bits (`engine.grievance`).
    moment: when it was received (`engine.circumstances.moment_of`). territory: bits of the places that contain its own
    (`engine.territory`).
    meaning: int8 (MEANING,), what it is about (`engine.meanings`).
    packed_places: MessagePack of all `places`; most candidates are dismissed before anybody asks for them.
    ties: uint64, ascending 56-bit hashes of the distinct names and spots that can tie two cases (`engine.prepare.TIES`).
    """

    codes: NDArray[np.uint16]
    slotted: NDArray[np.uint8]
    title_size: int
    word_starts: NDArray[np.uint16]
    word_sizes: NDArray[np.uint8]
    sums: NDArray[np.float32]
    letters: int
    boilerplate: float
    exact: int
    packed_places: bytes
    ties: NDArray[np.uint64]
    meaning: NDArray[np.int8]
    persons: Persons
    intent: Intent
    own_content: int
    grievances: int = 0
    moment: int = 0
    territory: int = 0
    noisy: bool = False
    truncated: bool = False

    def __getattr__(self, name: str) -> object:
        """What `unpack` has left in the record until somebody asks for it: most of a candidate is never asked for."""
        read = _ARRAYS.get(name)
        if read is None or "_ends" not in self.__dict__:
            raise AttributeError(name)
        found = self.__dict__[name] = read(self.__dict__["record"], self.__dict__["_sizes"], self.__dict__["_ends"])
        return found

    @once
    def record(self) -> bytes:
        """The stored bytes, which kernels read."""
        return pack(self)

    @once
    def places(self) -> tuple[Place, ...]:
        """Every slot with the field it stands in."""
        return _place_decoder.decode(self.packed_places)

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(place.slot for place in self.places)

    @once
    def groups(self) -> Groups:
        """The slots by kind, as they are compared."""
        return group_slots(self.slots)

    @once
    def headed_groups(self) -> Groups:
        """The same of what the title and the structured fields name."""
        return group_slots([place.slot for place in self.places if place.source != "text"])

    @once
    def slot_rows(self) -> NDArray[np.uint64]:
        """The same as kernels compare them: uint64 (n, WORDS) of `engine.slot_rows`."""
        if "_ends" not in self.__dict__:
            return slot_rows(self.groups, self.headed_groups)
        count = self.__dict__["_sizes"][3]
        return np.frombuffer(self.record, "<u8", WORDS * count, self.__dict__["_ends"][0]).reshape(count, WORDS)

    @once
    def sought(self) -> tuple[Sought, ...]:
        """What of `groups` another text may mention in passing."""
        return sought(self.groups)

    @once
    def headed_sought(self) -> tuple[Sought, ...]:
        """The same of `headed_groups`."""
        return sought(self.headed_groups)

    @once
    def names(self) -> NDArray[np.uint16]:
        """What another text may mention in passing, as `engine.sightings.names_of` writes it."""
        if "_ends" not in self.__dict__:
            return names_of(self.groups, self.headed_groups)
        ends, count = self.__dict__["_ends"], self.__dict__["_sizes"][4]
        return np.frombuffer(self.record, "<u2", count, ends[4] + 2)

    @once
    def core(self) -> str:
        """The characters that are compared."""
        if "_ends" in self.__dict__:
            ends = self.__dict__["_ends"]
            return utf_16_le_decode(self.record[ends[2] : ends[3]], "replace", True)[0]
        return utf_16_le_decode(self.codes.astype("<u2").tobytes(), "replace", True)[0]

    @once
    def unslotted(self) -> str:
        """The same with a space for each mention of a slot; of a very long list, for the places themselves."""
        text, mentions = self.core, dict.fromkeys(place.slot.text for place in self.places)
        if len(mentions) * len(text) > MOST_SEARCHED:
            blanked = np.where(self.slotted == 1, np.uint16(ord(" ")), self.codes)
            return blanked.astype("<u2").tobytes().decode("utf-16-le", "replace")
        for mention in mentions:
            text = text.replace(mention, " ")
        return text


_encoder = msgspec.msgpack.Encoder()
_place_decoder = msgspec.msgpack.Decoder(tuple[Place, ...])

HEAD: Final = struct.Struct(f"<BBH5I2Q7I10fI2Q{MEANING}s")
MEANING_AT: Final = HEAD.size - MEANING
"""The head of a record: version, flags, intent, then five sizes, two hashes, seven more numbers (the
boilerplate in ten thousandths), the sums, the moment, the kinds of trouble, the territory, the meaning. Kernels read them where the
constants below say, in units of their own size."""
WORD32_CODES, WORD32_WORDS, WORD32_TITLE, WORD32_LETTERS, WORD32_SIZE = range(1, 6)
WORD64_EXACT, WORD64_ACCUSED, WORD64_TERRITORY = 3, 4, 15
WORD32_PERSONS, WORD32_PRINCIPALS, WORD32_TIES, WORD32_SLOTS, WORD32_SUMS, WORD32_MOMENT = 10, 11, 12, 15, 17, 27
PERSON_WORDS: Final = 5
_NOISY, TRUNCATED, _PETITIONER, _REPRESENTED = 1, 2, 4, 8


def pack_places(places: tuple[Place, ...]) -> bytes:
    """What `Prepared.packed_places` holds."""
    return _encoder.encode(places)


def pack(prepared: Prepared) -> bytes:
    """The record: HEAD, then persons, slot rows and ties (uint64), codes, word starts and the names behind their number (uint16),
    word sizes and the slotted bits (uint8), the places, and zeros up to a multiple of 8 bytes, so that records can stand side by
    side in one array.
    """
    p = prepared.persons
    principals, rows, slots, names = p.principals, _person_rows(p), prepared.slot_rows, prepared.names
    flags = (
        _NOISY * prepared.noisy
        | TRUNCATED * prepared.truncated
        | _PETITIONER * (p.petitioner is not None)
        | _REPRESENTED * (p.represented is not None)
    )
    parts = (
        struct.pack(f"<{PERSON_WORDS * len(rows)}Q", *chain.from_iterable(rows)),
        slots.astype("<u8", copy=False).tobytes(),
        prepared.ties.astype("<u8", copy=False).tobytes(),
        prepared.codes.astype("<u2", copy=False).tobytes(),
        prepared.word_starts.astype("<u2", copy=False).tobytes(),
        len(names).to_bytes(2, "little"),
        names.astype("<u2", copy=False).tobytes(),
        prepared.word_sizes.tobytes(),
        np.packbits(prepared.slotted, bitorder="little").tobytes(),
        prepared.packed_places,
    )
    size = HEAD.size + sum(map(len, parts))
    padding = -size % 8
    head = HEAD.pack(
        VERSION, flags, prepared.intent.value, len(prepared.codes), len(prepared.word_starts), prepared.title_size,
        prepared.letters, size + padding, prepared.exact, p.accused, len(rows), len(principals), len(prepared.ties),
        len(prepared.packed_places), prepared.own_content, len(slots),
        round(prepared.boilerplate * 10_000), *prepared.sums.tolist(), prepared.moment, prepared.grievances,
        prepared.territory, prepared.meaning.tobytes(),
    )  # fmt: skip
    return b"".join((head, *parts, bytes(padding)))


def unpack(blob: bytes) -> Prepared:
    """Read what `pack` wrote. Raises PreparedVersionError for another version's bytes, ValueError for damaged ones."""
    if not blob or blob[0] != VERSION:
        raise PreparedVersionError(f"prepared version {blob[0] if blob else 'none'}, this engine reads {VERSION}")
    if len(blob) < HEAD.size:
        raise ValueError(f"a prepared record of {len(blob)} bytes")
    (
        _, flags, intent, codes, words, title_size, letters, size, exact, accused, persons, _, ties, places, own_content, slots,
        boilerplate, *_, moment, grievances, territory, _,
    ) = HEAD.unpack_from(blob)  # fmt: skip
    after_persons = HEAD.size + 8 * PERSON_WORDS * persons
    before_names = after_persons + 8 * WORDS * slots + 8 * ties + 2 * codes + 2 * words
    names = int.from_bytes(blob[before_names : before_names + 2], "little")
    parts = (8 * WORDS * slots, 8 * ties, 2 * codes, 2 * words, 2 + 2 * names, words, (codes + 7) // 8, places)
    ends = tuple(accumulate(parts, initial=after_persons))
    if size != len(blob) or not 0 <= size - ends[-1] < 8:
        raise ValueError(f"a prepared record of {len(blob)} bytes says that it has {size}")
    prepared = object.__new__(Prepared)
    prepared.__dict__.update(
        record=blob,
        title_size=title_size,
        letters=letters,
        boilerplate=boilerplate / 10_000,
        exact=exact,
        persons=_persons(struct.unpack_from(f"<{PERSON_WORDS * persons}Q", blob, HEAD.size), flags, accused),
        intent=Intent(intent),
        own_content=own_content,
        grievances=grievances,
        moment=moment,
        territory=territory,
        noisy=bool(flags & _NOISY),
        truncated=bool(flags & TRUNCATED),
        _sizes=(codes, words, ties, slots, names),
        _ends=ends,
    )
    return prepared


_ARRAYS: Final[Mapping[str, Callable[[bytes, tuple[int, ...], tuple[int, ...]], object]]] = {
    "codes": lambda blob, sizes, ends: np.frombuffer(blob, "<u2", sizes[0], ends[2]),
    "slotted": lambda blob, sizes, ends: np.unpackbits(
        np.frombuffer(blob, np.uint8, ends[7] - ends[6], ends[6]), count=sizes[0], bitorder="little"
    ),
    "word_starts": lambda blob, sizes, ends: np.frombuffer(blob, "<u2", sizes[1], ends[3]),
    "word_sizes": lambda blob, sizes, ends: np.frombuffer(blob, np.uint8, sizes[1], ends[5]),
    "meaning": lambda blob, _sizes, _ends: np.frombuffer(blob, np.int8, MEANING, MEANING_AT),
    "sums": lambda blob, _sizes, _ends: np.frombuffer(blob, "<f4", 10, 4 * WORD32_SUMS),
    "packed_places": lambda blob, _sizes, ends: blob[ends[7] : ends[8]],
    "ties": lambda blob, sizes, ends: np.frombuffer(blob, "<u8", sizes[2], ends[1]),
}
"""How each array is read off a record, its sizes and the ends of its parts, once somebody asks for it."""


def _person_rows(p: Persons) -> list[tuple[int, ...]]:
    """All persons as rows of hashes, the principals first; an agent, who is none, last."""
    agent = (p.petitioner,) if p.represented is not None and p.petitioner is not None else ()
    return [(k.id_no, k.phone, k.account, k.name, k.address) for k in (*p.principals, *agent)]


def _persons(numbers: tuple[int, ...], flags: int, accused: int) -> Persons:
    """The reverse of `_person_rows`."""
    rows = [PersonKeys(*numbers[i : i + PERSON_WORDS]) for i in range(0, len(numbers), PERSON_WORDS)]
    if flags & _REPRESENTED:
        petitioner = rows.pop() if flags & _PETITIONER else None
        return Persons(petitioner, tuple(rows[1:]), rows[0], accused)
    petitioner = rows.pop(0) if flags & _PETITIONER else None
    return Persons(petitioner, tuple(rows), None, accused)
