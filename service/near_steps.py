"""What are the steps of looking for copies, each a pure function of the texts that it is given?

`sign` (fold, hash, bands) over all texts, `verify` (exact Jaccard without boilerplate) over pairs that share a band,
`components` (which texts hang together by pairs that hold), `join` (slots and vetoes) over whole components. Only the last
is costly, and few texts come that far. Who calls them over which part of a pile does not change what they say:
`service.near_pool` spreads them over cores.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine import sketch
from engine.kernels import kernel, read_only
from service.dedup_groups import VetoGroups
from service.near_fold import canonical_texts, cores, exact_hashes, folded
from service.near_names import tell
from service.spool import View

SHORT = sketch.MIN_SHINGLES + sketch.SHINGLE - 1  # letters

Pairs = NDArray[np.int64]
"""Shape (m, 2)."""


class Signed(NamedTuple):
    """Of each text: band keys, two hashes of its letters, whether it is confidential, and for short texts who wrote it."""

    bands: NDArray[np.uint64]
    exact: NDArray[np.uint64]
    secret: NDArray[np.bool_]
    person: NDArray[np.uint64]


class Joined(NamedTuple):
    """Of some components: `edges` as (a, b), their `scores` and what both name ("; building 3栋; …"), best first; `vetoed`
    pairs that a conflict forbade; `roots[i]` is the first case that the i-th text given is a copy of, itself if none."""

    edges: Pairs
    scores: NDArray[np.float64]
    agreed: list[str]
    vetoed: int
    roots: NDArray[np.int64]


def sign(views: Sequence[View], places: NDArray[np.int64]) -> Signed:
    """What finds the copies of each text; `places` are the texts' numbers in the pile, of whatever part they are."""
    buffer, offsets = folded([view.text for view in views])
    short = np.diff(offsets) < SHORT
    # Each text is a person of its own where nobody signed it: its place, which no hash equals but by chance.
    person = np.where(short, places.astype(np.uint64) + np.uint64(1), np.uint64(0))
    for at in np.flatnonzero(short).tolist():
        if views[at].person:
            digest = hashlib.blake2b(views[at].person, digest_size=8).digest()
            person[at] = int.from_bytes(digest, "little")
    secret = np.array([view.confidential for view in views], dtype=bool)
    return Signed(sketch.bands(sketch.signatures(buffer, offsets)), exact_hashes(buffer, offsets), secret, person)


def shingles(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """What `verify` measures by: `sketch.shingle_hashes` of each text without boilerplate, and n + 1 offsets."""
    return sketch.shingle_hashes(*cores(*canonical_texts(texts)))


def verify(texts: Sequence[str], pairs: Pairs) -> NDArray[np.float64]:
    """The exact Jaccard of each pair of `texts` (numbers into it) without boilerplate; 0.0 below `sketch.THRESHOLD`."""
    hashes, offsets = shingles(texts)
    return sketch.near_duplicate_score(hashes, offsets, pairs, score_cutoff=sketch.THRESHOLD)


def components(pairs: Pairs, count: int) -> NDArray[np.int64]:
    """For each of `count` texts the smallest number of a text that it hangs together with through `pairs`."""
    wanted = read_only(pairs, np.int64).reshape(-1, 2)
    if wanted.size and (int(wanted.min()) < 0 or int(wanted.max()) >= count):
        raise ValueError(f"pairs must number texts 0 to {count - 1}, found {wanted.min()} to {wanted.max()}")
    labels: NDArray[np.int64] = _components(wanted, count)
    return labels


def join(views: Sequence[View], places: NDArray[np.int64], pairs: Pairs, scores: NDArray[np.float64]) -> Joined:
    """Join the pairs that hold, best first, unless something named forbids it.

    `places` (ascending) number the views in the pile; `pairs` (a < b) are numbers of the pile too. All pairs of a component
    must be given at once.
    """
    told = tell(views)
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -scores))
    ordered, ranked = pairs[order], scores[order]
    inside = np.searchsorted(places, ordered)
    words, which = told.agreements(told.numbers[inside])
    groups = VetoGroups(
        lambda at: told.namings[int(told.numbers[at])], contradict=told.contradict, vouches=told.vouches
    )
    free = np.flatnonzero(np.array([each is not None for each in words], dtype=bool)[which])
    held = [at for at, (i, j) in zip(free.tolist(), inside[free].tolist(), strict=True) if groups.join(i, j)]
    agreed = [words[number] or "" for number in which[held].tolist()]
    roots = places[[groups.find(at) for at in range(len(places))]]
    return Joined(ordered[held], ranked[held], agreed, len(ordered) - len(held), roots)


@kernel
def _components(pairs, count):  # type: ignore[no-untyped-def]
    parent = np.arange(count)
    for pair in range(pairs.shape[0]):
        a, b = pairs[pair, 0], pairs[pair, 1]
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        while parent[b] != b:
            parent[b] = parent[parent[b]]
            b = parent[b]
        parent[max(a, b)] = min(a, b)
    for place in range(count):
        parent[place] = parent[parent[place]]  # what stands before is flat already
    return parent
