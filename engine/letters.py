"""What of a letter that raises several matters, or is long, has been raised before (rules R5 and R10)?

Each demand is judged by itself. Where a long letter tells an earlier case among much else, the stretch that tells it is found
and judged by itself. A demand without an earlier case is NEW, whoever wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.case import CaseType
from engine.demands import split_demands
from engine.findings import Choice, Findings, Piece
from engine.intent import own_content
from engine.passages import densest
from engine.prepare import prepare_subject
from engine.relate import Known, Relation, relate
from engine.verdict import Code, DemandVerdict

SUGGESTS = re.compile(r"建议|希望能?(?:增加|加密|增设|延长|开通|改为)")
ASKS_MORE = re.compile(
    r"^\W*(?:另外|此外|还有|再者|其次|同时|顺便|再就是|再有|除此|除了这|也请|也希望|还想|还请|还希望)"
    r"[^\n]*?(?:请|希望|要求|建议|能否|能不能|可否|盼|望|解决|处理|怎么办|反映|投诉|举报|咨询)"
)
"""Opens a matter of its own, and asks for something."""
LONG = 200
"""Letters from which a text has room to tell an earlier case among other things."""
MUCH_LONGER = 2.5
"""… and so many times the earlier case's letters that it has."""
TOLD = 0.45
"""Weighted share of the shorter text's words that stand in the longer one, from which a stretch of it is judged by itself."""
MOST_READ = 80_000
"""Characters that the parts of one letter are compared with, and that are looked through for stretches: 60 cases by each of five
demands. In a letter of 32,000 characters the likeliest cases must do."""
MOST_TOLD = 6
"""Earlier cases, the likeliest, for each of which the stretch that tells it is looked for: each costs as much as a short case."""
MOST_JUDGED = 2_500
"""Characters of one demand, or stretch, that are judged by themselves: nobody takes more to say which matter it is."""
NARROWED = 2.0
"""A demand so many times as long as the stretch that tells the earlier case is given as that stretch."""
MIN_REST = 8
"""Letters of content of a sentence that asks for something else."""


def by_demand(f: Findings) -> Choice | None:
    """R10: the demands of a letter one by one; None where it has one demand, or where its demands do not differ."""
    if len(split_demands(f.core)) < 2:
        return None
    spans = split_demands(f.masked)
    if len(spans) < 2:
        return None
    known = _likeliest(f, MOST_READ // len(spans))
    judged: list[DemandVerdict] = []
    matched: dict[str, Relation] = {}
    pieces: dict[str, Piece] = {}
    for idx, (start, end) in enumerate(spans, 1):
        piece, found = _judge_stretch(f, start, end, known)
        for relation in found:
            if relation.case_id not in matched:
                matched[relation.case_id], pieces[relation.case_id] = relation, piece
        judged.append(_demand(f, idx, (start, end), found))
    old = [d for d in judged if d.matched]
    if not old or (len(old) == len(judged) and len({d.matched[:1] for d in judged}) == 1):
        return None
    return Choice(Code.PARTIAL_OVERLAP, tuple(matched.values()), rules=("R10",), demands=tuple(judged), pieces=pieces)


def contained(f: Findings, best: Relation) -> Choice:
    """R5, R10: the letter holds an earlier one whole; what else it asks for is a demand of its own."""
    span = densest(best.known.prepared.core, f.masked)
    return Choice(
        Code.PARTIAL_OVERLAP, matched=f.same, rules=("R5", "R10"), demands=_with_rest(f, span, (best,))
    )


def told_inside(f: Findings) -> Findings:
    """The findings in which earlier cases that a stretch of a long letter tells are the SAME matter.

    Whether one is depends on the two cases alone. A letter that asks for nothing besides is about that one matter.
    """
    letters = f.new.prepared.letters
    if letters < LONG:
        return f
    told: dict[str, tuple[Piece, tuple[int, int]]] = {}
    left = max(3, min(MOST_TOLD, MOST_READ // letters))  # relations come likeliest first
    relations = []
    for relation in f.relations:
        old = relation.known.prepared
        much_longer = letters >= MUCH_LONGER * old.letters and old.letters >= MIN_REST
        # A conflict outside the stretch is a conflict all the same: the place often stands at the head of the letter.
        if left and much_longer and not relation.is_same and not relation.vetoes and relation.comparison["words_max"] >= TOLD:
            left -= 1
            span = densest(old.core, f.masked)
            piece, same = _judge_stretch(f, *span, (relation.known,))
            if same:
                relation = same[0]
                told[relation.case_id] = piece, span
        relations.append(relation)
    return replace(f, relations=tuple(relations), told=told) if told else f


def something_else(f: Findings, best: Relation) -> Choice | None:
    """R10: PARTIAL_OVERLAP where a long letter asks for something besides the stretch that tells the earlier case `best`."""
    old = best.known.prepared
    if f.new.prepared.letters < max(LONG, MUCH_LONGER * old.letters):
        return None
    span = f.told[best.case_id][1] if best.case_id in f.told else densest(old.core, f.masked)
    demands = _with_rest(f, span, (best,))
    if len(demands) < 2:
        return None
    pieces = {case_id: piece for case_id, (piece, _) in f.told.items()}
    return Choice(Code.PARTIAL_OVERLAP, f.same, rules=("R5", "R10"), demands=demands, pieces=pieces)


def repeat_code(relation: Relation) -> Code:
    return Code.REPEAT_PETITION if relation.person.relation.is_same else Code.SAME_MATTER_OTHER_PERSON


def _likeliest(f: Findings, most: int) -> Sequence[Known]:
    """The earlier cases in the order of the search; where they have more than `most` characters, the likeliest of them."""
    if sum(len(known.prepared.codes) for known in f.known) <= most:
        return f.known
    kept: list[Known] = []
    for relation in f.relations:
        most -= len(relation.known.prepared.codes)
        if most < 0 and kept:
            break
        kept.append(relation.known)
    return kept


def _judge_stretch(
    f: Findings, start: int, end: int, known: Sequence[Known]
) -> tuple[Piece, list[Relation]]:
    """[start, end) of the folded new text as a case of its own: what of `known` it is the same matter as."""
    source = f.folded.source_span(start, min(end, start + MOST_JUDGED))
    written = f.new.case.text[source[0] : source[1]]
    text = written.strip()
    part = prepare_subject(replace(f.new.case, text=text, title="", address=""), f.tools)
    found = [r for r in relate(part, known, f.model) if r.is_same and r.case_id not in f.rejected]
    return Piece(part.prepared, source[0] + len(written) - len(written.lstrip())), found


def _demand(f: Findings, idx: int, span: tuple[int, int], found: Sequence[Relation]) -> DemandVerdict:
    """One demand; of a long one that tells an earlier case, the stretch that does."""
    start, end = span
    if found:
        inner = densest(found[0].known.prepared.core, f.folded.text[start:end])
        if inner[1] > inner[0] and end - start >= NARROWED * (inner[1] - inner[0]) and end - start > LONG:
            start, end = start + inner[0], start + inner[1]
    source = f.folded.source_span(start, end)
    text = f.new.case.text[source[0] : source[1]].strip()
    kind = CaseType.SUGGESTION.value if SUGGESTS.search(text) else ""
    code = repeat_code(found[0]) if found else Code.NEW
    return DemandVerdict(idx, text, source, code, tuple(r.case_id for r in found), kind)


def _with_rest(f: Findings, span: tuple[int, int], found: Sequence[Relation]) -> tuple[DemandVerdict, ...]:
    """The stretch that tells the earlier case, then the first sentence elsewhere that asks for something."""
    first = _demand(f, 1, span if span[1] > span[0] else (0, len(f.folded.text)), found)
    rest = _asked_elsewhere(f, span)
    return (first,) if rest is None else (first, _demand(f, 2, rest, ()))


_SENTENCE = re.compile(r"[^。!?;\n]+[。!?;\n]*")


def _asked_elsewhere(f: Findings, span: tuple[int, int]) -> tuple[int, int] | None:
    text = f.masked
    for sentence in _SENTENCE.finditer(text):
        said = sentence.group().strip("。!?;\n ")
        outside = sentence.end() <= span[0] or sentence.start() >= span[1]
        if outside and ASKS_MORE.search(said) and said in f.core and own_content(said) >= MIN_REST:
            return sentence.span()
    return None

