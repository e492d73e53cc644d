"""Which new cases need no judge, because nothing that was found can be more than their like?

Of every second new case no pair may be the same matter, seen from its row alone (`engine.prospects`), the person has not written
before, and the text neither asks after another case nor raises several matters. Then the rules leave NEW, or SIMILAR_CASE where a
pair is certainly SIMILAR; where that is not certain, the case is judged. A shortcut: at worst it leaves more to the judge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.compare import Survey
from engine.intent import Intent
from engine.letters import LONG
from engine.model import Model
from engine.prepared import TRUNCATED, WORD32_LETTERS
from engine.prospects import column, hopeful, lowest_limits, similar
from engine.relate import BRIEF, MIN_LETTERS
from engine.shortlist import may_hold
from engine.stack import Stack
from engine.survey_block import OPEN, SOME_SIMILAR, BlockSurvey
from engine.verdict import Code

_SPEAKS_OF_A_CASE = (Intent.URGE | Intent.WITHDRAW | Intent.SUPPLEMENT).value
"""R7 looks at such a text whatever was found."""
_SHORT = float(np.log(1.0 + MIN_LETTERS))
"""ln(1 + letters) of the shorter text up to which it may have fewer than MIN_LETTERS."""
_BRIEF = float(np.log(1.0 + BRIEF)) + 1e-3


@dataclass(frozen=True, slots=True)
class Heads:
    """Of stored records, one entry each: intent as its value, letters (int64) and whether the text was cut (bool)."""

    intents: NDArray[np.int64]
    letters: NDArray[np.int64]
    truncated: NDArray[np.bool_]


def heads(records: Stack, numbers: NDArray[np.int64]) -> Heads:
    """What the first words of these records say; see `engine.prepared.HEAD`."""
    words, at = np.frombuffer(records.joined, "<u4"), records.edges[numbers] >> 2
    first = words[at].astype(np.int64)
    return Heads(first >> 16, words[at + WORD32_LETTERS].astype(np.int64), (first >> 8) & TRUNCATED != 0)


def foregone(
    found: BlockSurvey, chances: NDArray[np.float32], own: Heads, several: NDArray[np.bool_], model: Model
) -> list[Code | None]:
    """For each new case its code, or None where it has to be judged.

    chances: P(same matter) of each pair of `found.seen` that no conflict of slots vetoes. own, several: of the new cases, the
    latter whether they raise several matters.
    """
    owners, seen = found.asked.owners, found.seen
    limits = lowest_limits(model)
    rows = seen.rows
    doubt = hopeful(rows, chances, seen.vetoed, seen.exact, limits) | seen.same_person
    doubt |= may_hold(seen) & (own.letters >= LONG)[owners]
    alike = similar(rows, seen.vetoed, limits)
    certain = alike & _certainly_similar(seen, model)
    judged = several | (own.intents & _SPEAKS_OF_A_CASE != 0)
    judged |= _any(doubt | (alike & ~certain), owners, len(judged))
    like = _any(certain, owners, len(judged))
    judged |= ~like & (found.beside == OPEN)
    like |= found.beside == SOME_SIMILAR
    return [None if j else Code.SIMILAR_CASE if s else Code.NEW for j, s in zip(judged.tolist(), like.tolist(), strict=True)]


def _any(pairs: NDArray[np.bool_], owners: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    """Of each new case, whether one of its pairs is meant."""
    found: NDArray[np.bool_] = np.bincount(owners[pairs], minlength=count) > 0
    return found


def _certainly_similar(seen: Survey, model: Model) -> NDArray[np.bool_]:
    """Which pairs without prospect R12 calls SIMILAR: those over the limit that a conflict vetoes, or that are long enough and
    placed for R4 to get so far."""
    if model.by_category:  # the limit depends on classes, which no row knows
        return np.zeros(len(seen.rows), dtype=np.bool_)
    rows, least = seen.rows, model.thresholds.similar
    over = (column(rows, "rest_words_max").astype(np.float64) >= least) & (
        column(rows, "rest_pairs_max").astype(np.float64) >= least
    )
    placed = column(rows, "objects_agree") > 0
    short = (column(rows, "letters_min") <= _SHORT) & ~placed
    named = placed | (column(rows, "both_name_objects") > 0) | (column(rows, "neither_names_objects") > 0)
    unplaced = ~named & (column(rows, "letters_max") <= _BRIEF)
    return over & (seen.vetoed | ~(short | unplaced))
