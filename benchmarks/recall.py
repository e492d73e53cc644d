"""Which kind of key finds the cases of one matter, and what does it cost? `python -m benchmarks.recall --eval ../shared/eval`

Every case of a labelled stream asks, in order of arrival, for the 50 earlier cases that share most with it; all of the
unlabelled background stands there as earlier cases too. Each kind of key alone, each left out, and all together. Pairs: how
many of all earlier cases of the matter are among the 50, over all cases; share: the same for each case, averaged over cases,
so that one large matter does not speak for all; any: cases with at least one of them. Nothing is judged here, and a case of
the same person gets no extra place. A Markdown table.

--caps asks with shorter caps, as if the archive were as many times larger, and with none.

--formulas compares, the slow way, how shared keys might be scored: the index's sum of weight x log(1 + N / df), the logarithm
squared, and either divided by a power of the same sum over all keys of the candidate, so that length alone makes no candidate.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from benchmarks.labelled import Gold, read_cases
from engine.case import Case
from engine.keys import Keys, Kind, keys
from engine.prepare import Tools, prepare
from index import postings as postings_module
from index.library import CAP, LIMIT
from index.postings import Postings
from service.model_choice import shipped

SECRET = b"for this measurement alone"
FOUND = 50
"""Candidates that are looked at; the desk itself asks for `index.library.LIMIT` and all cases of the same persons."""
CAPS = (CAP, CAP // 20, CAP // 80, 1_000_000)
"""The desk's; what it is to a board of 8,000 cases as if they were 160,000 or 640,000; and none at all."""
_KIND_BITS, _KIND_MASK = np.uint64(56), np.uint64(0x7F)


@dataclass(frozen=True)
class Stream:
    """Cases in order of arrival after `earlier` ones that are no longer asked about, each with its keys."""

    earlier: Sequence[Keys]
    cases: Sequence[Case]
    keys: Sequence[Keys]
    gold: Gold


@dataclass
class Figures:
    """Counts over one stream. `pairs` and `cases`: what there is to find; `took`: seconds of each query."""

    pairs: int = 0
    pairs_found: int = 0
    cases: int = 0
    cases_found: int = 0
    shares: float = 0.0
    key_count: int = 0
    took: list[float] = field(default_factory=list)

    @property
    def pair_recall(self) -> float:
        return self.pairs_found / max(1, self.pairs)

    @property
    def share_recall(self) -> float:
        return self.shares / max(1, self.cases)

    @property
    def case_recall(self) -> float:
        return self.cases_found / max(1, self.cases)


def read_stream(folder: Path, name: str, earlier: Sequence[Keys], tools: Tools) -> Stream:
    """The labelled stream `name` ("dev" or "board_dev")."""
    cases = read_cases(folder / f"intake_{name}.jsonl")
    return Stream(earlier, cases, keys_of(cases, tools), Gold.read(folder / f"matters_{name}.json"))


def keys_of(cases: Iterable[Case], tools: Tools) -> list[Keys]:
    return [keys(prepare(case, tools), confidential=case.confidential) for case in cases]


def only(found: Keys, kinds: frozenset[Kind]) -> Keys:
    """The keys of these kinds."""
    kept = np.isin((found.values >> _KIND_BITS) & _KIND_MASK, np.array(sorted(kinds), dtype=np.uint64))
    return Keys(found.values[kept], found.weights[kept], found.must if Kind.PERSON in kinds else found.must[:0], found.load)


def measure(
    stream: Stream, kinds: frozenset[Kind], *, limit: int = FOUND, same_persons: bool = False, cap: int = CAP
) -> Figures:
    """What these kinds of keys find. `same_persons`: as the desk asks, with all cases of the same persons on top."""
    figures = Figures()
    seqs_of: dict[int, list[int]] = {}
    with tempfile.TemporaryDirectory() as folder:
        postings = Postings.open(Path(folder) / "postings")
        postings.bulk(((seq, only(k, kinds).values, k.load) for seq, k in enumerate(stream.earlier, 1)), len(stream.earlier))
        for seq, (case, all_keys) in enumerate(zip(stream.cases, stream.keys, strict=True), len(stream.earlier) + 1):
            own = only(all_keys, kinds)
            started = time.perf_counter()
            seqs, _, _ = postings.candidates(
                own.values, own.weights, limit=limit, cap=cap, must=own.must if same_persons else None
            )
            figures.took.append(time.perf_counter() - started)
            figures.key_count += len(own.values)
            if (matter := stream.gold.matter.get(case.case_id)) is not None:
                mates = seqs_of.setdefault(matter, [])
                hits = len(set(mates).intersection(seqs.tolist()))
                figures.pairs, figures.pairs_found = figures.pairs + len(mates), figures.pairs_found + hits
                figures.cases, figures.cases_found = figures.cases + bool(mates), figures.cases_found + bool(hits)
                figures.shares += hits / max(1, len(mates))
                mates.append(seq)
            postings.add(seq, own.values, seq, own.load)
    return figures


def row(name: str, first: Figures, second: Figures) -> str:
    return (
        f"| {name} | {' | '.join(f'{r:.3f}' for f in (first, second) for r in (f.pair_recall, f.share_recall, f.case_recall))} "
        f"| {first.key_count / len(first.took):.0f} | {1e6 * float(np.median(first.took)):.0f} |"
    )


def formula_recall(stream: Stream, rarity: float, shortness: float) -> Figures:
    """As `measure`, with score = sum of weight x log(1 + N / df) ** rarity, over (its sum for the candidate) ** shortness.

    Rarity is counted over the whole stream at once, which favours nobody.
    """
    everything = [*stream.earlier, *stream.keys]
    _, columns = np.unique(np.concatenate([k.values for k in everything]), return_inverse=True)
    edges = np.concatenate([[0], np.cumsum([len(k.values) for k in everything])])
    df = np.bincount(columns)
    gain = np.where(df > CAP, 0.0, np.log1p(len(everything) / df) ** rarity)[columns]
    weighed = np.concatenate([k.weights for k in everything]) * gain
    shape = (len(everything), len(df))
    asked = sp.csr_matrix((weighed, columns, edges), shape=shape)
    whole = np.asarray(asked.sum(axis=1)).ravel() + 1e-9
    held = (sp.diags(whole**-shortness) @ sp.csr_matrix((np.ones(len(columns)), columns, edges), shape=shape)).T.tocsc()
    figures = Figures()
    rows_of: dict[int, list[int]] = {}
    matters = [(at, stream.gold.matter.get(case.case_id)) for at, case in enumerate(stream.cases, len(stream.earlier))]
    grouped = [(at, matter) for at, matter in matters if matter is not None]
    scores = (asked[[at for at, _ in grouped]] @ held).toarray() if grouped else np.zeros((0, 0))
    for (at, matter), row_scores in zip(grouped, scores, strict=True):
        mates = rows_of.setdefault(matter, [])
        if mates:
            best = np.argsort(-row_scores[:at], kind="stable")[:FOUND]
            hits = len(set(mates).intersection(best.tolist()))
            figures.pairs, figures.pairs_found = figures.pairs + len(mates), figures.pairs_found + hits
            figures.cases, figures.cases_found = figures.cases + 1, figures.cases_found + bool(hits)
            figures.shares += hits / len(mates)
        mates.append(at)
    return figures


def show_formulas(streams: Sequence[Stream]) -> None:
    print("| rarity to the | over length to the | first board: pairs | share | any | second board: pairs | share | any |")
    print("|---|---|---|---|---|---|---|---|")
    for rarity in (1.0, 2.0):
        for shortness in (0.0, 0.25, 0.5, 0.75, 1.0):
            found = [formula_recall(s, rarity, shortness) for s in streams]
            cells = (f"{r:.3f}" for f in found for r in (f.pair_recall, f.share_recall, f.case_recall))
            print(f"| {rarity:g} | {shortness:g} | {' | '.join(cells)} |", flush=True)


def show_caps(streams: Sequence[Stream]) -> None:
    print("| cap | first board: pairs | share | any | second board: pairs | share | any | keys a case | µs a query |")
    print("|---|---|---|---|---|---|---|---|---|")
    for cap in CAPS:
        found = [measure(s, frozenset(Kind), limit=LIMIT, cap=cap) for s in streams]
        print(row(f"{cap:,}", *found), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, default=Path("../shared/eval"))
    parser.add_argument("--formulas", action="store_true", help="compare how shared keys might be scored")
    parser.add_argument("--caps", action="store_true", help="ask with caps of other lengths")
    args = parser.parse_args()
    postings_module.warm()
    tools = Tools(shipped().model.reference, SECRET)
    background = keys_of(read_cases(args.eval / "background.jsonl"), tools)
    streams = [read_stream(args.eval, name, background, tools) for name in ("dev", "board_dev")]
    if args.formulas:
        show_formulas(streams)
        return
    everything = frozenset(Kind)
    if args.caps:
        show_caps(streams)
        return
    print("| keys | first board: pairs | share | any | second board: pairs | share | any | keys a case | µs a query |")
    print("|---|---|---|---|---|---|---|---|---|")

    def show(name: str, kinds: frozenset[Kind], *, limit: int = FOUND, same_persons: bool = False) -> None:
        first, second = (measure(s, kinds, limit=limit, same_persons=same_persons) for s in streams)
        print(row(name, first, second), flush=True)

    show("all", everything)
    show(f"all, as the desk asks ({LIMIT} and the same persons')", everything, limit=LIMIT, same_persons=True)
    for kind in Kind:
        show(f"{kind.name} alone", frozenset({kind}))
    for kind in Kind:
        show(f"all but {kind.name}", everything - {kind})


if __name__ == "__main__":
    main()
