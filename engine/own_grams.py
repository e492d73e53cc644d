"""How do the grams of a new text lie, so that those of a candidate are met without hashing each of them?

Every distinct character, pair and triple of the text has a number, in the order in which it first stands; 0 is what the text does
not have, and weighs nothing. A candidate's character leads to its number, two numbers lead to that of the pair, and from there
hardly ever more than one way leads on to a triple. Nothing of that has to be foreseen by the processor, as what a hash table of
everything says would have to be. Words and syllables stay in the table of the profile (`engine.grams`). Kernels only.
"""

from __future__ import annotations

import numpy as np

from engine.hashing import CHARACTER, PAIR, SOUND, TRIPLE, gram_at
from engine.kernels import kernel

_ASCII = 128
_FIRST, _BEHIND = 0x4E00, 0xA000
"""Chinese letters, as `engine.hashing.is_letter` has them."""
PLACES = _ASCII + _BEHIND - _FIRST
"""Characters that may be letters."""
_SPREAD = np.uint32(0x9E3779B1)
"""2³² divided by the golden ratio: the upper bits of a product with it are spread evenly."""
_ROOM = 16
"""Places in the table of pairs for each of them, so that one look nearly always decides."""
_HEARD_BITS = 16
WEIGHT, OUTSIDE, TITLED = 0, 1, 2
"""Rows of what grams weigh: anywhere, outside all slots, in the title; 0 where the text has them nowhere there."""
FIRST, LAST, NEXT, SOUNDING = 0, 1, 2, 3
"""Rows of `ways`: by number of a pair its first triple; by number of a triple its last character, the next triple of the same
pair, and where its syllables stand in the profile (one behind its end, where they stand nowhere)."""


@kernel
def lay_out(codes, keys, weights, places, sounds):  # type: ignore[no-untyped-def]
    """The text with `codes` whose profile has `keys`, `weights` and `places`: numbers, of characters uint16 (PLACES,); pair_keys,
    pair_numbers and shift, see `find_pair`; what characters, pairs and triples weigh, float32, by number; ways; heard, the bits of
    `chord`."""
    count = len(codes)
    numbers = np.zeros(PLACES, dtype=np.uint16)
    characters, pairs = np.zeros((2, count + 1), dtype=np.float32), np.zeros((3, count + 1), dtype=np.float32)
    triples, ways = np.zeros(count + 1, dtype=np.float32), np.zeros((4, count + 1), dtype=np.uint32)
    heard = np.zeros(1 << (_HEARD_BITS - 3), dtype=np.uint8)
    bits = 6
    while (1 << bits) < _ROOM * count:
        bits += 1
    shift = np.uint32(32 - bits)
    pair_keys = np.zeros((1 << bits) + count + 1, dtype=np.uint32)
    pair_numbers = np.zeros((1 << bits) + count + 1, dtype=np.uint16)
    _number_characters(codes, keys, weights, places, sounds, numbers, characters)
    _number_pairs(codes, keys, weights, places, sounds, numbers, pair_keys, pair_numbers, shift, pairs)
    _number_triples(codes, keys, weights, sounds, numbers, pair_keys, pair_numbers, shift, triples, ways)
    for i in range(count - 2):
        if gram_at(codes, i, SOUND, sounds) != 0:
            tone = chord(np.uint64(sounds[codes[i]]), np.uint64(sounds[codes[i + 1]]), np.uint64(sounds[codes[i + 2]]))
            heard[tone >> 3] |= np.uint8(1) << np.uint8(tone & 7)
    return numbers, pair_keys, pair_numbers, shift, characters, pairs, triples, ways, heard


@kernel
def place_of(code):  # type: ignore[no-untyped-def]
    """Below PLACES; 0 for what is no letter of any text."""
    if code >= _FIRST:
        return np.uint32(code - _FIRST + _ASCII) if code < _BEHIND else np.uint32(0)
    return np.uint32(code) if code < _ASCII else np.uint32(0)


@kernel
def syllable(code, sounds):  # type: ignore[no-untyped-def]
    """0 for what is no Chinese letter."""
    return np.uint64(sounds[code]) if _FIRST <= code < _BEHIND else np.uint64(0)


@kernel
def chord(s0, s1, s2):  # type: ignore[no-untyped-def]
    """_HEARD_BITS bits of three syllables."""
    return np.int64(((s0 * np.uint64(0x9E37) + s1) * np.uint64(0x85EB) + s2) & np.uint64((1 << _HEARD_BITS) - 1))


@kernel
def find(keys, gram):  # type: ignore[no-untyped-def]
    """Where `gram` stands in the table of a profile, -1 where it does not."""
    mask = np.uint32(len(keys) - 1)
    slot = gram & mask
    while keys[slot] != 0:
        if keys[slot] == gram:
            return np.int64(slot)
        slot = (slot + np.uint32(1)) & mask
    return np.int64(-1)


@kernel
def find_pair(pair_keys, pair_numbers, shift, first, second):  # type: ignore[no-untyped-def]
    """The number of the pair of two numbered characters; 0 where the text does not have it, as where one of them is 0."""
    key = (np.uint32(first) << np.uint32(16)) | np.uint32(second)
    if first == 0 or second == 0:
        key = np.uint32(0)
    return np.uint32(pair_numbers[_pair_place(pair_keys, shift, key)])


@kernel
def _pair_place(pair_keys, shift, key):  # type: ignore[no-untyped-def]
    at = np.uint32(np.uint32(key * _SPREAD) >> shift)
    while pair_keys[at] != key and pair_keys[at] != 0:  # there is more room behind the last place than there are pairs
        at = np.uint32(at + 1)
    return at


@kernel
def _number_characters(codes, keys, weights, places, sounds, numbers, characters):  # type: ignore[no-untyped-def]
    count = 0
    for i in range(len(codes)):
        at = place_of(codes[i])
        gram = gram_at(codes, i, CHARACTER, sounds)
        if gram == 0 or numbers[at] != 0:
            continue
        slot = find(keys, gram)
        count += 1
        numbers[at] = count
        characters[WEIGHT, count] = weights[slot]
        characters[OUTSIDE, count] = weights[slot] if places[slot] & 2 else np.float32(0.0)


@kernel
def _number_pairs(  # type: ignore[no-untyped-def]
    codes, keys, weights, places, sounds, numbers, pair_keys, pair_numbers, shift, pairs
):
    count = 0
    for i in range(len(codes) - 1):
        first, second = numbers[place_of(codes[i])], numbers[place_of(codes[i + 1])]
        if first == 0 or second == 0:
            continue
        key = (np.uint32(first) << np.uint32(16)) | np.uint32(second)
        at = _pair_place(pair_keys, shift, key)
        if pair_keys[at] != 0:
            continue
        slot = find(keys, gram_at(codes, i, PAIR, sounds))
        count += 1
        pair_keys[at], pair_numbers[at] = key, count
        pairs[WEIGHT, count] = weights[slot]
        pairs[OUTSIDE, count] = weights[slot] if places[slot] & 2 else np.float32(0.0)
        pairs[TITLED, count] = weights[slot] if places[slot] & 1 else np.float32(0.0)


@kernel
def _number_triples(  # type: ignore[no-untyped-def]
    codes, keys, weights, sounds, numbers, pair_keys, pair_numbers, shift, triples, ways
):
    count = 0
    ways[SOUNDING, 0] = len(keys)
    for i in range(len(codes) - 2):
        last = np.uint32(numbers[place_of(codes[i + 2])])
        pair = find_pair(
            pair_keys, pair_numbers, shift, numbers[place_of(codes[i])], numbers[place_of(codes[i + 1])]
        )
        if pair == 0 or last == 0:
            continue
        before, at = np.uint32(0), ways[FIRST, pair]
        while at != 0 and ways[LAST, at] != last:
            before, at = at, ways[NEXT, at]
        if at != 0:
            continue
        count += 1
        if before == 0:
            ways[FIRST, pair] = count
        else:
            ways[NEXT, before] = count
        triples[count] = weights[find(keys, gram_at(codes, i, TRIPLE, sounds))]
        sound = gram_at(codes, i, SOUND, sounds)
        ways[LAST, count], ways[SOUNDING, count] = last, find(keys, sound) if sound != 0 else len(keys)
