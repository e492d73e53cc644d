"""What is one earlier case to the new one: the same matter, a part of it, its like, or nothing?

A pure function of the two cases and the model (rules R0–R5, R9): nothing of the index, no clock, no other case enters, so the
same pair gets the same answer in batch, online and at any size. `engine.judge` rolls the pairs up into a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.case import Case
from engine.compare import OBJECTS, POINTS, SHORT, VERBATIM, Comparison, Survey, survey
from engine.intent import Intent
from engine.model import Model, Thresholds
from engine.persons import PersonAxis, relate_persons
from engine.prepare import Subject
from engine.prepared import Prepared
from engine.slots import Slot, SlotVerdict
from engine.stack import Stack, stack
from engine.verdict import MatterRelation

MIN_LETTERS = 12
"""A text with fewer letters is out of reach for SAME unless a place agrees (R4)."""
CONTAINED = 0.8
"""Share of the old text's triples that stand in the new one, from which the old is contained (R5)."""
BRIEF = 60
"""Letters of a text that has room for one matter and its place, and nothing else."""
MUCH_LONGER = 2.5
"""… and so many times the old one's letters the new one has, so that it can hold something else besides."""
NEAR_VERBATIM = 0.75
"""Smaller containment of triples from which no model is needed: the wording itself is the evidence."""
OTHER_TROUBLE = 0.9996
"""P(same matter) from which another person's case is SAME all the same where the two complain of different kinds of trouble: hardly
ever, for at one place, in one month, much is alike."""
SAME_TROUBLE = 0.24
"""So much less is asked where both complain of one kind of trouble: on matters the trees had not seen, nine in ten pairs between
P = 0.5 and 0.76 were one matter then, and four in ten of the others (before days and districts were columns)."""
UNPLACED = 0.06
"""… and so much more where neither an object nor a kind of trouble is common: much that is of one kind reads alike."""
ALIKE = 0.3
"""Smaller containment of pairs from which the wording says enough, whatever kinds of trouble were read in it."""
OPENING = 100
"""Characters behind the title in which a letter about one's own file says so; later ones tell of other things too."""
ONE_LETTER = 0.35
"""Smaller containment of pairs from which two persons write one letter, so that it is no longer each one's own file."""
POINT_DEMAND = 0.09
"""Where one spot or file is named by both, so much of the characters' weight outside all names in common, both ways, is demand
agreement enough."""
ADDRESS_DEMAND = 0.05
"""… where both give that spot as the incident's address."""
PLACE_DEMAND = 0.3
"""Where an estate, road or firm is named by both: share of pairs and of words outside all names."""
FLOOR = 0.15
"""… unless the model thinks less of it than this: some write each of their letters in the same phrases."""
PLAIN_DEMAND = 0.5
"""… share of words outside all names from which the same person's demand is the same wherever it stands."""
SAME_PERSON_DEMAND = 0.13
"""… by the same person: hardly anybody has two matters at one place that share a word."""
SOUND_GAP = 0.12
"""So much more of the syllables than of the characters in common means that one text was written by ear."""
NEVER = 2.0
"""More than any probability."""
_ADDS_TO_ONE = Intent.SUPPLEMENT | Intent.REFERS_BACK


class Known(msgspec.Struct, frozen=True):
    """An earlier case that may be related. `matter_id` is empty where it stands alone."""

    case: Case
    prepared: Prepared
    matter_id: str = ""


class Relation(msgspec.Struct, frozen=True):
    """One pair: both axes, P(same matter), what was compared, the conflicts that vetoed and the rules that decided."""

    known: Known
    person: PersonAxis
    matter: MatterRelation
    probability: float
    comparison: Comparison
    vetoes: tuple[SlotVerdict, ...]
    rules: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        return self.matter is MatterRelation.SAME or self.matter is MatterRelation.PART

    @property
    def case_id(self) -> str:
        return self.known.case.case_id

    @property
    def by_ear(self) -> bool:
        """Whether the two sound more alike than they are written."""
        return self.comparison["sounds_min"] > self.comparison["triples_min"] + SOUND_GAP


class Asked(msgspec.Struct, frozen=True, gc=False):
    """What R4 asks of P(same matter) before one pair is SAME: at least `least`, and besides `enough` or the threshold + `shift`.

    The threshold is that of the person relation. least, enough: whatever the thresholds are; in [0, 1], or NEVER.
    """

    shift: float
    least: float
    enough: float

    def grants(self, chance: float, threshold: float) -> bool:
        """Whether `chance` is as much as is asked."""
        return chance >= self.least and (chance >= threshold + self.shift or chance >= self.enough)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of some pairs before: rows float32 (n, len(FEATURES)), P(same matter), float32 (n,), and `Survey.told`."""

    rows: NDArray[np.float32]
    chances: NDArray[np.float32]
    told: NDArray[np.uint32]

    def __getitem__(self, chosen: Sequence[int] | Sequence[bool]) -> Measured:
        return Measured(self.rows[chosen], self.chances[chosen], self.told[chosen])


def measure(new: Subject, records: Stack, model: Model) -> tuple[Survey, Measured]:
    """`new` against stored records."""
    seen = survey(new.prepared, new.profile, records)
    return seen, Measured(seen.rows, model.probability(seen.rows), seen.told)


def relate(new: Subject, known: Sequence[Known], model: Model, measured: Measured | None = None) -> list[Relation]:
    """The relation of each of `known` to `new`, best first: SAME before PART before the rest, then by probability.

    `measured`: what `measure` says of each of `known`, where it was asked already.
    """
    seen = [k.case.confidential == new.case.confidential and k.case.case_id != new.case.case_id for k in known]  # R0
    visible = [k for k, may_be_seen in zip(known, seen, strict=True) if may_be_seen]
    if not visible:
        return []
    if measured is None:
        _, measured = measure(new, stack([k.prepared.record for k in visible]), model)
    elif len(visible) < len(known):
        measured = measured[seen]
    found = [
        _relate_one(new, k, Comparison(row, told, new.prepared, k.prepared), chance, model)
        for k, row, told, chance in zip(
            visible, measured.rows, measured.told.tolist(), measured.chances.tolist(), strict=True
        )
    ]
    return sorted(found, key=_rank)


_ORDER = {
    MatterRelation.SAME: 0,
    MatterRelation.PART: 1,
    MatterRelation.UNDETERMINED: 2,
    MatterRelation.SIMILAR: 3,
    MatterRelation.DIFFERENT: 4,
}


def _rank(relation: Relation) -> tuple[int, float, str]:
    return _ORDER[relation.matter], -relation.probability, relation.case_id


def _relate_one(new: Subject, known: Known, compared: Comparison, chance: float, model: Model) -> Relation:
    person = relate_persons(new.prepared.persons, known.prepared.persons)
    vetoes = compared.vetoes + _own_transaction(new, known, compared, person)
    vetoes = vetoes or _other_objects(new.prepared, known.prepared, compared)
    vetoes = vetoes or _other_numbers(new.prepared, known.prepared, compared)
    exact = new.prepared.exact == known.prepared.exact != 0
    if exact and not vetoes:
        chance = max(chance, 0.99)
    limits = model.limits(new.case.category, known.case.category)
    matter, rules = _matter(new.prepared, known.prepared, compared, chance, person, vetoes, limits)
    return Relation(known, person, matter, min(chance, 0.999), compared, vetoes, ("R1", *rules))


def _matter(
    new: Prepared,
    old: Prepared,
    c: Comparison,
    chance: float,
    person: PersonAxis,
    vetoes: Sequence[SlotVerdict],
    limits: Thresholds,
) -> tuple[MatterRelation, tuple[str, ...]]:
    if vetoes:
        alike = _is_similar(c, limits)
        return (MatterRelation.SIMILAR if alike else MatterRelation.DIFFERENT), ("R2",)
    if _contains(new, old, c):
        return MatterRelation.PART, ("R5",)
    placed = c["objects_agree"] > 0
    if min(new.letters, old.letters) < MIN_LETTERS and not placed:
        likely = chance >= limits.review or new.exact == old.exact
        return (MatterRelation.UNDETERMINED if likely else MatterRelation.DIFFERENT), ("R4", "R13")
    if not person.relation.is_same and _one_is_unplaced(c):
        likely = chance >= limits.review
        return (MatterRelation.UNDETERMINED if likely else MatterRelation.DIFFERENT), ("R4", "R13")
    asks = asked(new, old, c, person)
    same = asks.grants(chance, limits.same_person if person.relation.is_same else limits.other_person)
    apart = (same or chance >= limits.review) and _own_files(new, old, c, person)
    if apart:
        return apart, ("R8",)
    if same:
        return MatterRelation.SAME, ("R4",)
    if chance < asks.least:
        return (MatterRelation.SIMILAR if _is_similar(c, limits) else MatterRelation.DIFFERENT), ("R4",)
    if chance >= limits.review:
        return MatterRelation.UNDETERMINED, ("R4", "R13")
    return (MatterRelation.SIMILAR if _is_similar(c, limits) else MatterRelation.DIFFERENT), ("R12",)


def asked(new: Prepared, old: Prepared, c: Comparison, person: PersonAxis) -> Asked:
    """R4 for a pair that no other rule decides: place and demand that agree lower what is asked, and what is missing raises it.

    A pure function of the pair, whatever the model and its thresholds are.
    """
    common, placed = _common_trouble(new, old), c["objects_agree"] > 0
    other_trouble = common is False and not c["points_agree"] and c["pairs_min"] < ALIKE
    enough = _enough(new, old, c, person)
    if (
        person.relation.is_same
    ):  # what the same person adds to a matter may be of another kind, but not at another place
        if other_trouble:
            enough = max(enough, FLOOR) if c["precise_agree"] else NEVER
        return Asked(shift=0.0, least=0.0, enough=enough)
    if other_trouble:
        return Asked(shift=0.0 if placed else UNPLACED, least=OTHER_TROUBLE, enough=NEVER)
    if common:
        return Asked(-SAME_TROUBLE, 0.0, enough)
    return Asked(0.0 if placed else UNPLACED, 0.0, enough)


def _one_is_unplaced(c: Comparison) -> bool:
    """R4: of two brief texts one names its object and the other names none that could be the same."""
    named_apart = not (c["objects_agree"] or c["both_name_objects"] or c["neither_names_objects"])
    return named_apart and c["letters_max"] <= np.log(1.0 + BRIEF) and c["sounds_min"] < NEAR_VERBATIM


def _contains(new: Prepared, old: Prepared, c: Comparison) -> bool:
    """R5: the old text stands in a much longer new one."""
    longer = new.letters >= MUCH_LONGER * max(old.letters, 1) and old.letters >= 2 * MIN_LETTERS
    return longer and c["triples_max"] >= CONTAINED and c["letters_gap"] > 0


def _enough(new: Prepared, old: Prepared, c: Comparison, person: PersonAxis) -> float:
    """P from which wording or place are so exact that SAME hardly needs a model: R4, demand and place agreement taken literally."""
    if c["triples_min"] >= NEAR_VERBATIM or c["sounds_min"] >= NEAR_VERBATIM:
        return 0.0
    if c["objects_conflict"] or c["letters_max"] > np.log(1.0 + SHORT):
        return NEVER  # in long letters much is common by chance: the model decides
    placed = c["objects_agree"] > 0
    shares_demand = c["rest_pairs_max"] >= PLACE_DEMAND and c["rest_words_max"] >= PLACE_DEMAND
    plain = person.relation.is_same and (c["rest_words_max"] >= PLAIN_DEMAND or bool(_common_trouble(new, old)))
    enough = FLOOR if shares_demand and (placed or plain) else NEVER
    return min(enough, _enough_at_one_place(new, old, c, person)) if placed else enough


def _enough_at_one_place(new: Prepared, old: Prepared, c: Comparison, person: PersonAxis) -> float:
    """… of texts that name one object: where the spot is one, or the person, little of the demand needs to be common."""
    demand = max(c["rest_pairs_max"], c["rest_words_max"])
    if c["points_agree"]:
        enough = ADDRESS_DEMAND if _same_address(new, old) else POINT_DEMAND
        if c["rest_characters_min"] >= enough or demand >= PLACE_DEMAND:
            return 0.0
    if not person.relation.is_same:
        return NEVER
    if new.intent & _ADDS_TO_ONE:
        return 0.0
    precise = c["precise_agree"] > 0
    enough = 0.8 * POINT_DEMAND if precise else 2 * POINT_DEMAND
    if demand >= SAME_PERSON_DEMAND or c["rest_characters_min"] >= enough:
        return 0.0 if precise else FLOOR
    return NEVER


def _common_trouble(new: Prepared, old: Prepared) -> bool | None:
    """R4 asks for demand agreement: do both complain of one kind of trouble? None where one names no kind that is known."""
    ours, theirs = new.grievances, old.grievances
    return bool(ours & theirs) if ours and theirs else None


def _same_address(new: Prepared, old: Prepared) -> bool:
    """Whether the incident's address, as a field of its own, names the same spot in both."""
    spots = [
        {(p.slot.kind, p.slot.value) for p in prepared.places if p.source == "address" and p.slot.kind in POINTS}
        for prepared in (new, old)
    ]
    return bool(spots[0] & spots[1])


def _is_similar(c: Comparison, limits: Thresholds) -> bool:
    """R12: the same kind of problem, told by what is left without the names."""
    limit = limits.similar
    return c["rest_words_max"] >= limit and c["rest_pairs_max"] >= limit


_FIRST_PERSON_DEAL = re.compile(
    r"(?:我|本人|我家|我们家)[^。,]{0,16}(?:交|付|买|扣|存|充|办|签|租|贷|借|欠|报名|提取|取款|理赔|工资|押金|订金|定金|余额|退)"
    r"|(?:储值卡|会员卡|余额|押金|理赔|罚单|罚款|提取|存款|多扣|扣了|扣走|欠薪|工资|退费|退款)"
)


_OWN_FILE = re.compile(
    r"补贴|补助|落户|户口|社保|公积金|组织关系|团组织|党组织|毕业证|居住证|身份证|驾照|驾驶证|准考证|资格证"
    r"|工资|薪资|欠薪|加班费|离职|入职|劳动合同|退款|退费|退货|退钱|发货|售后|订单|下单|账号|账户|注销|会员卡|征信|理赔|押金"
    r"|罚单|摇号|中签|房租"
)
_ONE_PERSON = re.compile(r"我(?![们国市区县省镇乡村校])|本人")


def _own_files(new: Prepared, old: Prepared, c: Comparison, person: PersonAxis) -> MatterRelation | None:
    """R8: two persons' own files of one kind (a subsidy, a register, wages, an order) are not one matter.

    Unless they name one employer, shop or place, or are one letter. Where neither speaks in the first person it may be a
    collective one ("the subsidy has not been paid for two months"): a person looks at it.
    """
    if person.relation.is_same or c["objects_agree"] or c["pairs_min"] >= ONE_LETTER:
        return None
    texts = [side.core[: side.title_size + OPENING] for side in (new, old)]
    if not all(_OWN_FILE.search(text) for text in texts):
        return None
    both = all(_ONE_PERSON.search(text) for text in texts)
    return MatterRelation.SIMILAR if both else MatterRelation.UNDETERMINED


def _own_transaction(new: Subject, known: Known, c: Comparison, person: PersonAxis) -> tuple[SlotVerdict, ...]:
    """R2, R8: other sums in the same words mean another person's own file, where the text is about one's own money."""
    if not c["amount_conflict"] or person.relation.is_same or c["pairs_min"] < 0.5:
        return ()
    conflict = tuple(v for v in c.slots if v.kind == "amount" and v.verdict == "conflict")
    both = all(_FIRST_PERSON_DEAL.search(text) for text in (new.prepared.core, known.prepared.core))
    return conflict if both else ()


def _other_objects(new: Prepared, old: Prepared, c: Comparison) -> tuple[SlotVerdict, ...]:
    """Texts that each name things and share none are not one matter, whatever their words: a market here, a bridge there.

    In longer ones names are too many, and too often told in passing, to conclude that from (second board: up to 200 letters
    three right links were lost and no wrong one).
    """
    if c["objects_agree"] or not c["both_name_objects"] or c["letters_max"] > np.log(1.0 + BRIEF):
        return ()
    one, other = (next(s for s in side.slots if s.kind in OBJECTS) for side in (new, old))
    return (SlotVerdict("object", "conflict", one, other),)


_NUMBER = re.compile(r"[a-z]*\d[a-z0-9-]*(?![天日月年小时分秒次户人个米元块多余万千百度点倍岁吨层:.%,]|[\d])")


def _other_numbers(new: Prepared, old: Prepared, c: Comparison) -> tuple[SlotVerdict, ...]:
    """Short texts that are verbatim but for a number that no slot explains ("3号桥", "5号桥") are about two things.

    A long letter that is sent again has its references brought up to date: a standard's newer edition, the month in a file's name.
    """
    if c["pairs_min"] < VERBATIM or c["letters_min"] > np.log(1.0 + SHORT):
        return ()
    ours, theirs = _loose_numbers(new), _loose_numbers(old)
    if not (ours - theirs and theirs - ours):
        return ()
    one, other = min(ours - theirs), min(theirs - ours)
    return (SlotVerdict("number", "conflict", Slot("number", one, one, (0, 0)), Slot("number", other, other, (0, 0))),)


def _loose_numbers(prepared: Prepared) -> set[str]:
    """Numbers that name something and stand in no slot; durations, counts and times are none."""
    return set(_NUMBER.findall(prepared.unslotted))
