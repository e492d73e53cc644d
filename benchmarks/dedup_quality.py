"""How well does a batch group an archive? Both tiers on the labelled stream, beside exact character-3-gram Jaccard.

    python -m benchmarks.dedup_quality [--eval ../shared/eval] [--work DIR] [--tier near|matter]

B-cubed (Bagga and Baldwin 1998): for each case, which share of its group belongs there, and which share of its matter is in
its group; the means of both and their F1, over all cases and over those that share a matter with another one. Pairs that the
labels leave open count neither way. With --work a run of the matter tier is kept and taken up, as `leian dedup` does.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from benchmarks.labelled import Gold
from engine.case import Case
from engine.normalise import bare, canonical
from service.dedup import near_result
from service.dedup_matter import matter_result
from service.dedup_pile import read_pile
from service.dedup_result import Result
from service.progress import Silent

THRESHOLDS = tuple(round(0.05 * step, 2) for step in range(2, 19))
GRAM = 3
LIKENESS = ((0.5, "alike 0.5-1"), (0.1, "alike 0.1-0.5"), (0.0, "alike below 0.1"))

Groups = Mapping[str, str]
"""case_id → name of its group; a case alone has a group of its own."""


@dataclass(frozen=True)
class Score:
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        return f"P {self.precision:.4f}  R {self.recall:.4f}  F1 {self.f1:.4f}"


def b_cubed(found: Groups, gold: Groups, unsure: Collection[frozenset[str]], over: Collection[str]) -> Score:
    """B-cubed over the cases of `over`. `found` and `gold` name the same cases."""
    ours, theirs = _members(found), _members(gold)
    precision, recall = 0.0, 0.0
    for case in over:
        group, matter = ours[found[case]], theirs[gold[case]]
        right = group & matter
        open_pairs = {other for other in group - matter if frozenset((case, other)) in unsure}
        precision += len(right) / (len(group) - len(open_pairs))
        recall += len(right) / len(matter)
    return Score(precision / len(over), recall / len(over))


def pair_counts(found: Groups, gold: Groups, unsure: Collection[frozenset[str]]) -> tuple[set[frozenset[str]], ...]:
    """Pairs of one matter that are grouped, that are not, and pairs grouped that are not one matter."""
    ours = {frozenset(pair) for members in _members(found).values() for pair in combinations(members, 2)}
    theirs = {frozenset(pair) for members in _members(gold).values() for pair in combinations(members, 2)}
    return ours & theirs, theirs - ours, ours - theirs - set(unsure)


def groups_of(result: Result) -> Groups:
    return {member.case_id: member.matter_id or f"alone {member.case_id}" for member in result.members}


def jaccard(cases: Sequence[Case]) -> NDArray[np.float32]:
    """Exact Jaccard of the 3-gram sets of title and text, all pairs."""
    vocabulary: dict[str, int] = {}
    columns: list[int] = []
    ends = [0]
    for case in cases:
        text = bare(canonical(f"{case.title}\n{case.text}").text)
        grams = {text[at : at + GRAM] for at in range(max(1, len(text) - GRAM + 1))}
        columns += [vocabulary.setdefault(gram, len(vocabulary)) for gram in sorted(grams)]
        ends.append(len(columns))
    matrix = sp.csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(cases), len(vocabulary)))
    common = (matrix @ matrix.T).toarray()
    sizes = np.diff(ends).astype(np.float32)
    scores: NDArray[np.float32] = common / (sizes[:, None] + sizes[None, :] - common)
    return scores


def linked(scores: NDArray[np.float32], cases: Sequence[Case], threshold: float) -> Groups:
    """Groups of what is connected by pairs at or above the threshold."""
    _, labels = connected_components(sp.csr_matrix(scores >= threshold), directed=False)
    return {case.case_id: str(label) for case, label in zip(cases, labels, strict=True)}


def _members(groups: Groups) -> dict[str, set[str]]:
    members: dict[str, set[str]] = defaultdict(set)
    for case, group in groups.items():
        members[group].add(case)
    return members


def _kind(pair: frozenset[str], by_id: Mapping[str, Case], place: Mapping[str, int], scores: NDArray[np.float32]) -> str:
    one, other = sorted(pair)
    likeness = float(scores[place[one], place[other]])
    accounts = [person.account if (person := by_id[each].petitioner) else "" for each in (one, other)]
    person = "one account" if accounts[0] and accounts[0] == accounts[1] else "two accounts"
    return f"{person}, {next(name for limit, name in LIKENESS if likeness >= limit)}"


def report(name: str, found: Groups, gold: Groups, unsure: Collection[frozenset[str]], shared: Collection[str]) -> Score:
    everything = b_cubed(found, gold, unsure, list(gold))
    print(f"{name:<28} all {everything}   sharing {b_cubed(found, gold, unsure, shared)}")
    return everything


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, default=Path("../shared/eval"))
    parser.add_argument("--work", type=Path, help="folder that keeps the run of the matter tier")
    parser.add_argument("--tier", choices=("near", "matter"), help="one tier only")
    parser.add_argument("--board", action="store_true", help="the second board instead of the first")
    args = parser.parse_args()
    name = "board_dev" if args.board else "dev"
    labels = Gold.read(args.eval / f"matters_{name}.json")
    with tempfile.TemporaryDirectory() as passing:
        work = args.work or Path(passing)
        work.mkdir(parents=True, exist_ok=True)
        pile = read_pile([args.eval / f"intake_{name}.jsonl"], Silent(), work)
        cases = list(pile.cases)
        gold = {case.case_id: str(labels.matter.get(case.case_id, f"alone {case.case_id}")) for case in cases}
        sizes = Counter(gold.values())
        shared = [case for case, matter in gold.items() if sizes[matter] > 1]
        print(f"{len(cases):,} cases, {len(shared):,} share a matter with another")
        scores = jaccard(cases)
        baselines = {t: linked(scores, cases, t) for t in THRESHOLDS}
        best = max(THRESHOLDS, key=lambda t: b_cubed(baselines[t], gold, labels.unsure, list(gold)).f1)
        report(f"3-gram Jaccard >= {best} (best)", baselines[best], gold, labels.unsure, shared)
        report("3-gram Jaccard >= 0.5", baselines[0.5], gold, labels.unsure, shared)
        found = {}
        if args.tier != "matter":
            found["near"] = groups_of(near_result(pile, Silent()))
        if args.tier != "near":
            found["matter"] = groups_of(matter_result(pile, Silent(), work))
        by_id, place = {c.case_id: c for c in cases}, {c.case_id: i for i, c in enumerate(cases)}
        for tier, groups in found.items():
            report(f"tier {tier}", groups, gold, labels.unsure, shared)
        for tier, groups in found.items():
            print(f"\npairs by kind, tier {tier}: right / missed / wrong")
            counted = [Counter(_kind(p, by_id, place, scores) for p in s) for s in pair_counts(groups, gold, labels.unsure)]
            for kind in sorted(set().union(*counted)):
                print(f"  {kind:<34}" + " / ".join(f"{count[kind]:,}" for count in counted))
        if args.work:
            (work / "groups.json").write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
