"""How is the word table made? `python -m benchmarks.dictionary --out service/data/words.npz`

From the dictionary and the model of the installed jieba (MIT): its files are read, no line of its code runs. What is not made of
characters that the model knows (AT&T, T恤) is left out: letters never reach a segmenter here.
"""

from __future__ import annotations

import argparse
import ast
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path

import numpy as np

from engine.cutting import IMPOSSIBLE, STATES, WordTable

DECIMALS = 6
"""Of a character's chances in rjieba; with more of them, texts like 付付付 are cut elsewhere."""
FIRST, LAST = "\u4e00", "\u9fd5"


def table_of(frequencies: dict[str, int], emissions: dict[str, dict[str, float]]) -> WordTable:
    """The table of all words; `emissions` by state (B, M, E, S) and character."""
    levels: list[dict[str, int]] = [{}]
    words = {word: n for word, n in frequencies.items() if all(FIRST <= char <= LAST for char in word)}
    for word in words:
        for size, prefix in enumerate(accumulate(word)):
            if size == len(levels):
                levels.append({})
            levels[size].setdefault(prefix, 0)
    for longer, shorter in zip(levels[1:], levels, strict=False):
        for prefix in longer:
            shorter[prefix[:-1]] += 1
    nodes = [(prefix, level[prefix]) for level in levels for prefix in sorted(level)]
    distinct = sorted({0, *words.values()})
    grade = {frequency: place for place, frequency in enumerate(distinct)}
    model = np.full((ord(LAST) + 1 - ord(FIRST), STATES), IMPOSSIBLE)
    for state, name in enumerate("BMES"):
        for char, chance in emissions[name].items():
            if FIRST <= char <= LAST:
                model[ord(char) - ord(FIRST), state] = round(chance, DECIMALS)
    return WordTable(
        codes=np.array([ord(prefix[-1]) for prefix, _ in nodes], dtype=np.uint16),
        children=np.array([count for _, count in nodes], dtype=np.uint16),
        grades=np.array([grade[words.get(prefix, 0)] for prefix, _ in nodes], dtype=np.uint16),
        frequencies=np.array(distinct, dtype=np.int64),
        roots=len(levels[0]),
        total=sum(frequencies.values()),
        emissions=model,
    )


def read_jieba() -> WordTable:
    """From the files of the installed package."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("jieba is not installed")
    folder = Path(spec.origin).parent
    lines = (folder / "dict.txt").read_text(encoding="utf-8").splitlines()
    frequencies = {word: int(count) for word, count, *_ in (line.split(" ") for line in lines if line)}
    parsed = ast.parse((folder / "finalseg" / "prob_emit.py").read_text(encoding="utf-8"))
    (table,) = (node.value for node in parsed.body if isinstance(node, ast.Assign))
    return table_of(frequencies, ast.literal_eval(table))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    out: Path = parser.parse_args().out
    out.write_bytes(read_jieba().to_bytes())
    print(f"{out}: {out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
