"""Where do a million petitions come from, of which we know which ones belong together?

`generate` makes cases as an intake system would send them, from a seed: new ones, and copies, rewordings, excerpts and
template letters of earlier ones, each with the truth about its origin, so that recall and wrong links can be measured
at any size. Sentences come from `grammar.txt` (invented) or, when a path is given, from a JSONL file of real texts,
re-mixed, with places and numbers swapped.

Not for judging quality: generated rewordings are harsher and blinder than those of people. Figures measured on this
corpus are to be called "generated".

    python -m benchmarks.corpus 100000 --seed 7 --source ../shared/eval/background.jsonl --out /tmp/cases.jsonl

Same n, seed, source and mix: same bytes. Nothing but `random.Random` decides, and only through `random()`.
"""

from __future__ import annotations

import argparse
import json
import sys
from bisect import bisect
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.corpus_text import Draft, GrammarText, SourceText, Toss, person_name, zipf

# Kinds and their shares. `same` of a case is True for all derived kinds but "other_place", which is a trap: the text of
# `of` about other places, a different matter. Shares after "new" are for measuring, not a claim about real archives.
MIX: Mapping[str, float] = {
    "new": 0.70,
    "copy": 0.03,  # the same text, sometimes with other punctuation or spacing
    "edit10": 0.05,  # 10 % of the characters changed, in runs of 1 to 6
    "edit20": 0.05,
    "edit30": 0.04,
    "extended": 0.03,  # the old text and a second matter behind or before it
    "excerpt": 0.03,  # about half of the old sentences
    "boilerplate": 0.03,  # the old body between another salutation and another closing
    "template": 0.02,  # one of a few letters that very many persons send, each with the own flat and name
    "other_place": 0.02,
}
POOL = 4096  # earlier cases that can be derived from: a uniform sample of all so far, so that memory stays bounded
HOT_LETTERS = 16  # template letters in circulation; the first takes a quarter of all, as Zipf would have it
TRUTH = ("of", "kind", "same")
START = date(2024, 1, 1)
DAY = 86_400  # seconds
SECONDS_BETWEEN = 37  # ~2,300 cases a day

Derive = Callable[[Toss, Draft, GrammarText], str | None]

_CHANNELS = ("PHONE", "PHONE", "PHONE", "APP", "WEB", "WEB", "LETTER", "VISIT", "GRID")
_OUTCOMES = ("SUPPORTED", "EXPLAINED", "EXPLAINED", "NOT_SUPPORTED", "MEDIATED", "TRANSFERRED")
_PUNCTUATION = str.maketrans({"，": ",", "。": ".", "：": ":", "；": ";", "！": "!", "？": "?"})


def generate(
    n: int, seed: int, source: Path | str | None = None, *, mix: Mapping[str, float] = MIX
) -> Iterator[dict[str, Any]]:
    """Yield `n` cases (the contract's Case as a dict) in order of arrival, with their truth in three more fields.

    `of` is the case_id that a derived case was made from ("" for new ones), always a new one itself: a case with `same`
    and its `of` are one matter. `kind` is a key of `mix`.
    Raises ValueError for a mix with unknown kinds or shares that do not add up to 1.
    """
    if set(mix) - set(MIX) or abs(sum(mix.values()) - 1) > 1e-9:
        raise ValueError(f"mix must share out 1.0 among {sorted(MIX)}, got {dict(mix)}")
    random = Random(f"leian-corpus-1/{seed}")  # a string seed is hashed the same way everywhere
    text = SourceText(Path(source)) if source else GrammarText()
    return _cases(n, f"g{seed}-", random, text, list(mix), list(accumulate(mix.values())))


def split_truth(case: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(what the intake system would send, what only the measuring side may know)."""
    sent = {name: value for name, value in case.items() if name not in TRUTH}
    return sent, {name: case[name] for name in TRUTH}


def _cases(
    n: int, prefix: str, random: Random, text: GrammarText, kinds: list[str], limits: list[float]
) -> Iterator[dict[str, Any]]:
    toss = random.random
    pool: list[tuple[dict[str, Any], Draft]] = []
    hot: list[tuple[dict[str, Any], Draft]] = []
    letter = zipf(HOT_LETTERS)
    fresh = 0
    for number in range(n):
        kind = kinds[min(bisect(limits, toss()), len(kinds) - 1)]
        said = None
        if kind != "new" and pool:
            origin, draft = hot[letter(toss) % len(hot)] if kind == "template" else pool[int(toss() * len(pool))]
            said = DERIVE[kind](toss, draft, text)
        if said is not None:
            case = _case(f"{prefix}{number:08d}", number, toss, draft, said)
            case["of"], case["kind"], case["same"] = origin["case_id"], kind, kind != "other_place"
            if kind != "template" and toss() < 0.5:
                case["petitioner"] = origin["petitioner"]
            yield case
            continue
        draft = text.draft(toss)
        case = _case(f"{prefix}{number:08d}", number, toss, draft, draft.text())
        fresh += 1
        if len(hot) < HOT_LETTERS:
            hot.append((case, draft))
        if len(pool) < POOL:
            pool.append((case, draft))
        elif toss() * fresh < POOL:  # reservoir sampling (Vitter's algorithm R)
            pool[int(toss() * POOL)] = (case, draft)
        yield case


def _case(case_id: str, number: int, toss: Toss, draft: Draft, said: str) -> dict[str, Any]:
    case: dict[str, Any] = {
        "case_id": case_id,
        "source": "generated",
        "channel": _CHANNELS[int(toss() * len(_CHANNELS))],
        "received_at": _time(number * SECONDS_BETWEEN),
        "title": draft.title,
        "text": said,
        "petitioner": None,
        "locality": draft.locality,
        "category": draft.category,
        "handling_unit": draft.unit,
        "status": "PROCESSING",
        "of": "",
        "kind": "new",
        "same": False,
    }
    if toss() < 0.9:
        case["petitioner"] = {"name": person_name(toss), "phone": f"199{int(toss() * 100_000_000):08d}"}
    if toss() < 0.5:
        closed = _time(number * SECONDS_BETWEEN + DAY + int(toss() * 30 * DAY))
        outcome = _OUTCOMES[int(toss() * len(_OUTCOMES))]
        case["status"], case["closed_at"] = "CLOSED", closed
        case["official_reply"] = {"text": draft.reply, "unit": draft.unit, "replied_at": closed, "outcome": outcome}
    return case


def _time(seconds: int) -> str:
    """ISO 8601 of so many seconds after START."""
    day, second = divmod(seconds, DAY)
    return f"{_date(day)}T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}+08:00"


@cache
def _date(day: int) -> str:
    return (START + timedelta(days=day)).isoformat()


# ---- how an earlier text comes back; None where the text does not allow it (the case is then a new one) ----


def _copied(toss: Toss, draft: Draft, text: GrammarText) -> str | None:
    said = draft.text()
    return said if toss() < 0.5 else " ".join(part for part in said.translate(_PUNCTUATION).partition(","))


def edited(toss: Toss, said: str, noise: str, share: float) -> str:
    """`said` with about `share` of its characters replaced, dropped or added, in runs of 1 to 6 taken from `noise`."""
    budget = max(1, round(share * len(said)))
    pieces, at = [], 0
    room = 2 * (len(said) - budget) / (budget / 3.5 + 1)  # twice the mean gap between runs of 3.5 on average
    while budget > 0 and at < len(said):
        keep = int(toss() * room)
        pieces.append(said[at : at + keep])
        at += keep
        length = min(budget, 1 + int(toss() * 6))
        how = toss()
        if how > 0.2:  # replaced or added; what is neither was dropped
            start = int(toss() * (len(noise) - 6))
            pieces.append(noise[start : start + length])
        if how < 0.8:
            at += length
        budget -= length
    pieces.append(said[at:])
    return "".join(pieces)


def _edited(share: float) -> Derive:
    return lambda toss, draft, text: edited(toss, draft.text(), text.noise, share)


def _extended(toss: Toss, draft: Draft, text: GrammarText) -> str | None:
    more = "".join(text.draft(toss).body)
    return f"{draft.text()}另外，{more}" if toss() < 0.7 else f"{more}还有一件事：{draft.text()}"


def _excerpt(toss: Toss, draft: Draft, text: GrammarText) -> str | None:
    count = len(draft.body)
    if count < 3:
        return None
    taken = (count + 1) // 2
    start = int(toss() * (count - taken + 1))
    return "".join(draft.body[start : start + taken])


def _reworded_boilerplate(toss: Toss, draft: Draft, text: GrammarText) -> str | None:
    return text.pooled("opening", toss, draft) + "".join(draft.body) + text.pooled("closing", toss, draft)


def _template_letter(toss: Toss, draft: Draft, text: GrammarText) -> str | None:
    flat = f"{1 + int(toss() * 40)}栋{1 + int(toss() * 30)}{int(toss() * 4):02d}室"
    return f"我是{draft.place}{flat}业主{person_name(toss)}，" + "".join(draft.body) + draft.closing


def _elsewhere(toss: Toss, draft: Draft, text: GrammarText) -> str | None:
    said = moved = draft.text()
    for old, new in text.other_places(toss, draft):
        moved = moved.replace(old, new)
    return moved if moved != said else None


DERIVE: Mapping[str, Derive] = {
    "copy": _copied,
    "edit10": _edited(0.1),
    "edit20": _edited(0.2),
    "edit30": _edited(0.3),
    "extended": _extended,
    "excerpt": _excerpt,
    "boilerplate": _reworded_boilerplate,
    "template": _template_letter,
    "other_place": _elsewhere,
}


def main() -> None:
    """Write a corpus as JSON lines."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("n", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--source", type=Path, help="JSONL with texts to re-mix; without it the built-in grammar")
    parser.add_argument("--out", type=Path, help="default: standard output")
    parser.add_argument("--no-truth", action="store_true", help="leave out of, kind and same")
    chosen = parser.parse_args()
    out = chosen.out.open("w", encoding="utf-8") if chosen.out else sys.stdout
    with out:
        for case in generate(chosen.n, chosen.seed, chosen.source):
            line = split_truth(case)[0] if chosen.no_truth else case
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
