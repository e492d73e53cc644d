"""What of a case is kept so that no candidate is ever prepared again?

A Prepared is the compact, versioned, stored form: canonical characters without boilerplate, the words' places, the sums that
the lexical scores are divided by, the named slots, and keyed hashes of the persons. `pack` and `unpack` are its bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.intent import Intent
from engine.persons import PersonKeys, Persons
from engine.slot_compare import Groups, group_slots
from engine.slots import Slot

VERSION = 3
"""Changes with every change of meaning; a store with another version is prepared anew from its cases."""


class PreparedVersionError(ValueError):
    """A stored blob was made by another version of the engine; `leian rebuild` makes it anew."""


class Place(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A slot and the field it stands in ("text", "title", "address", "target"); the span counts in that field as received."""

    slot: Slot
    source: str


@dataclass(frozen=True)  # without slots: cached_property keeps what it found in the instance's __dict__
class Prepared:
    """One case, ready to be compared.

    codes: uint16, title + newline + text without boilerplate, canonical. title_size: characters of it that are the title
    (of an untitled text: its headline).
    slotted: uint8, 1 where the character belongs to a slot, 0 elsewhere.
    word_starts, word_sizes: uint16 and uint8, places of the words of two characters or more in `codes`.
    sums: float32, summed weights by kind of gram (`engine.features.SUMS`) under the model that prepared it.
    letters: count of letters that are left. boilerplate: share of the text that was stripped, in [0, 1].
    exact: hash of all letters of the text as received; equal hashes are equal texts but for width, spaces and punctuation.
    packed_places: MessagePack of all `places`; most candidates are dismissed before anybody asks for them.
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
    persons: Persons
    intent: Intent
    own_content: int
    noisy: bool = False
    truncated: bool = False

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every slot with the field it stands in."""
        return _place_decoder.decode(self.packed_places)

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(place.slot for place in self.places)

    @cached_property
    def groups(self) -> Groups:
        """The slots by kind, as they are compared."""
        return group_slots(self.slots)

    @cached_property
    def headed_groups(self) -> Groups:
        """The same of what the title and the structured fields name."""
        return group_slots([place.slot for place in self.places if place.source != "text"])

    @property
    def core(self) -> str:
        """The characters that are compared."""
        return self.codes.astype("<u2").tobytes().decode("utf-16-le", "replace")


_Keys = tuple[int, int, int, int, int]


class _Packed(msgspec.Struct, array_like=True, frozen=True):
    """The stored layout: arrays as little-endian bytes, no names."""

    codes: bytes
    slotted: bytes
    title_size: int
    word_starts: bytes
    word_sizes: bytes
    sums: bytes
    letters: int
    boilerplate: float
    exact: int
    places: bytes
    petitioner: _Keys | None
    co_petitioners: list[_Keys]
    represented: _Keys | None
    accused: int
    intent: int
    own_content: int
    noisy: bool
    truncated: bool


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Packed)
_place_decoder = msgspec.msgpack.Decoder(tuple[Place, ...])


def pack_places(places: tuple[Place, ...]) -> bytes:
    """What `Prepared.packed_places` holds."""
    return _encoder.encode(places)


def pack(prepared: Prepared) -> bytes:
    """The stored bytes: one version byte, then MessagePack."""
    p = prepared.persons
    packed = _Packed(
        codes=prepared.codes.astype("<u2").tobytes(),
        slotted=np.packbits(prepared.slotted).tobytes(),
        title_size=prepared.title_size,
        word_starts=prepared.word_starts.astype("<u2").tobytes(),
        word_sizes=prepared.word_sizes.tobytes(),
        sums=prepared.sums.astype("<f4").tobytes(),
        letters=prepared.letters,
        boilerplate=prepared.boilerplate,
        exact=prepared.exact,
        places=prepared.packed_places,
        petitioner=_key_row(p.petitioner),
        co_petitioners=[row for row in map(_key_row, p.co_petitioners) if row],
        represented=_key_row(p.represented),
        accused=p.accused,
        intent=prepared.intent.value,
        own_content=prepared.own_content,
        noisy=prepared.noisy,
        truncated=prepared.truncated,
    )
    return bytes([VERSION]) + _encoder.encode(packed)


def unpack(blob: bytes) -> Prepared:
    """Read what `pack` wrote. Raises PreparedVersionError for another version's bytes."""
    if not blob or blob[0] != VERSION:
        raise PreparedVersionError(f"prepared version {blob[0] if blob else 'none'}, this engine reads {VERSION}")
    packed = _decoder.decode(memoryview(blob)[1:])
    codes = np.frombuffer(packed.codes, dtype="<u2")
    return Prepared(
        codes=codes,
        slotted=np.unpackbits(np.frombuffer(packed.slotted, dtype=np.uint8), count=len(codes)),
        title_size=packed.title_size,
        word_starts=np.frombuffer(packed.word_starts, dtype="<u2"),
        word_sizes=np.frombuffer(packed.word_sizes, dtype=np.uint8),
        sums=np.frombuffer(packed.sums, dtype="<f4"),
        letters=packed.letters,
        boilerplate=packed.boilerplate,
        exact=packed.exact,
        packed_places=packed.places,
        persons=Persons(
            petitioner=_keys(packed.petitioner),
            co_petitioners=tuple(PersonKeys(*row) for row in packed.co_petitioners),
            represented=_keys(packed.represented),
            accused=packed.accused,
        ),
        intent=Intent(packed.intent),
        own_content=packed.own_content,
        noisy=packed.noisy,
        truncated=packed.truncated,
    )


def _key_row(keys: PersonKeys | None) -> _Keys | None:
    return None if keys is None else (keys.id_no, keys.phone, keys.account, keys.name, keys.address)


def _keys(row: _Keys | None) -> PersonKeys | None:
    return None if row is None else PersonKeys(*row)
