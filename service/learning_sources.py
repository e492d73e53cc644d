"""Where do decided pairs come from: the store, files of decisions, or labelled cases beside it?

The store is opened for reading only, so that a running service goes on meanwhile. The latest decision about a pair counts; a
decision about a case that is not there (erased, or of another system) is counted and left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from engine.case import Case
from engine.model import Model
from index.errors import StoreUnavailable
from index.store import Decision, Reader, Store
from index.store_types import standing
from service.errors import LeianError
from service.files import open_table
from service.learning_pairs import LabelledPair, neighbours, prepared
from service.progress import Progress
from service.wire import SHANGHAI, parse_case

LABELS = {"confirm": 1, "reject": 0, "split": 0}
BATCH = 1_000
NEAR = 25
"""Earlier cases that each labelled case is compared with."""


class LabelProblem(LeianError):
    """A file of decisions or labels cannot be used; the message names file, line and what is expected."""


@dataclass(slots=True)
class Source:
    """`cases` by id, the decided `pairs` of them, the store's matter of each case, and how many decisions name unknown cases."""

    cases: dict[str, Case] = field(default_factory=dict)
    pairs: list[LabelledPair] = field(default_factory=list)
    matter: dict[str, str] = field(default_factory=dict)
    unknown: int = 0


def from_store(data: Path, files: Sequence[Path] = ()) -> Source:
    """What people decided in this data directory, and in `files` of decisions about its cases (these count as later).

    Raises LabelProblem, FileProblem, the store's errors.
    """
    if not (data / "leian.db").is_file():
        raise StoreUnavailable(f"{data} holds no store yet: load cases and decide about some first")
    store = Store.open(data / "leian.db", read_only=True)
    try:
        latest: dict[frozenset[str], tuple[str, str, int]] = {}
        with store.read() as reader:
            for d in standing(_decided(reader)).values():
                _put(latest, d.case_id, d.other_case_id, LABELS.get(d.decision))
            for path in files:
                for one, other, label in _decisions(path):
                    _put(latest, one, other, label)
            seqs = reader.seq_of({case_id for one, other, _ in latest.values() for case_id in (one, other)})
            source = Source()
            for stored in _in_batches(list(seqs.values())):
                for each in reader.get_many(stored).values():
                    source.cases[each.case.case_id] = each.case
                    source.matter[each.case.case_id] = each.matter_id
    finally:
        store.close()
    for one, other, label in latest.values():
        if one in source.cases and other in source.cases:
            source.pairs.append(LabelledPair(one, other, label))
        else:
            source.unknown += 1
    return source


def from_labelled(cases_file: Path, gold_file: Path, model: Model, progress: Progress) -> Source:
    """Labelled cases: JSON lines (the contract's Case) and {"matters": [[case_id…]…], "unsure": [[case_id, case_id]…]}.

    Each case is paired with the NEAR earlier ones that share most with it. Raises LabelProblem, FileProblem.
    """
    source = Source(cases=_cases(cases_file))
    matter_of, unsure = _gold(gold_file)
    source.matter = {case_id: matter_of.get(case_id, "") for case_id in source.cases}
    names = sorted(source.cases, key=lambda c: (source.cases[c].received_at, c))
    subjects = prepared(source.cases, names, model, progress)
    for new, old in neighbours([subjects[name] for name in names], NEAR):
        one, other = names[new], names[old]
        same = bool(source.matter[one]) and source.matter[one] == source.matter[other]
        if same or frozenset((one, other)) not in unsure:
            source.pairs.append(LabelledPair(one, other, int(same)))
    return source


def _decided(reader: Reader) -> Iterable[Decision]:
    """Every decision on record, oldest first."""
    after = 0
    while found := reader.decisions_after(after, BATCH):
        yield from found
        after = found[-1].number


def _put(latest: dict[frozenset[str], tuple[str, str, int]], one: str, other: str, label: int | None) -> None:
    if label is not None and one != other:
        latest[frozenset((one, other))] = (one, other, label)


def _in_batches(seqs: Sequence[int]) -> Iterable[Sequence[int]]:
    return (seqs[start : start + BATCH] for start in range(0, len(seqs), BATCH))


def _decisions(path: Path) -> Iterable[tuple[str, str, int]]:
    """Rows with case_id, other_case_id and decision, as POST /v1/decisions takes them."""
    with open_table(path) as table:
        for row in table:
            found = [row.fields.get(name) for name in ("case_id", "other_case_id", "decision")]
            one, other, decision = (each.strip() if isinstance(each, str) else "" for each in found)
            if row.problem or not one or not other or decision not in LABELS:
                raise LabelProblem(
                    f"{path.name}, line {row.line}: expected case_id, other_case_id and a decision out of "
                    f"{', '.join(LABELS)}" + (f" ({row.problem})" if row.problem else "")
                )
            yield one, other, LABELS[decision]


def _cases(path: Path) -> dict[str, Case]:
    found: dict[str, Case] = {}
    now = datetime.now(SHANGHAI)
    with open_table(path) as table:
        for row in table:
            if row.problem:
                raise LabelProblem(f"{path.name}, line {row.line}: {row.problem}")
            try:
                case = parse_case(row.fields, now)
            except LeianError as error:
                raise LabelProblem(f"{path.name}, line {row.line}: {error}") from error
            found[case.case_id] = case
    return found


def _gold(path: Path) -> tuple[dict[str, str], set[frozenset[str]]]:
    expected = f'{path.name}: expected {{"matters": [[case_id, …], …], "unsure": [[case_id, case_id], …]}}'
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        matters, unsure = data["matters"], data.get("unsure", [])
        named = {str(case_id): str(number) for number, group in enumerate(matters, 1) for case_id in group}
        return named, {frozenset(map(str, pair)) for pair in unsure}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LabelProblem(f"{expected} ({type(error).__name__})") from error
