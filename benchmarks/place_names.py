"""Where does `engine/place_names.py` come from? `python -m benchmarks.place_names --places ../shared/eval/places`

Writes the module anew from two tables of public facts: the names of China's cities, districts and counties.
"""

from __future__ import annotations

import argparse
import csv
import textwrap
from pathlib import Path

SUFFIXES = ("自治县", "自治旗", "区", "县", "市", "旗")
LEAST = 3
"""Characters of a name that is taken: of those with two (城区, 东区) each is a common noun too."""
NOUNS = {"新城区", "市中区", "城中区", "市辖区"}
"""Names that are common nouns all the same."""


def names(path: Path) -> list[str]:
    """The column `name` of a table in its order, which is that of the codes: neighbours in one city stand side by side."""
    with path.open(encoding="utf-8") as rows:
        return list(dict.fromkeys(row["name"] for row in csv.DictReader(rows)))


def stems(found: list[str]) -> dict[str, list[str]]:
    """Names without their suffix, by suffix."""
    out: dict[str, list[str]] = {suffix: [] for suffix in SUFFIXES}
    for name in found:
        if len(name) >= LEAST and name not in NOUNS:
            suffix = next((s for s in SUFFIXES if name.endswith(s)), None)
            if suffix:
                out[suffix].append(name.removesuffix(suffix))
    return out


def written(title: str, table: dict[str, list[str]]) -> str:
    lines = [f"{title}: Final[dict[str, str]] = {{"]
    for suffix, found in table.items():
        if found:
            lines.append(f'    "{suffix}": (')
            lines += [f'        "{line} "' for line in textwrap.wrap(" ".join(found), 58)]
            lines.append("    ),")
    return "\n".join([*lines, "}"])


def module(places: Path) -> str:
    """The text of the module."""
    head = '"""Which cities, districts and counties are there? Made by `benchmarks.place_names`: stems by suffix."""'
    cities = {"市": [n.removesuffix("市") for n in names(places / "cities.csv") if n.endswith("市") and len(n) >= LEAST]}
    parts = (head, "from __future__ import annotations", "from typing import Final", written("CITIES", cities))
    return "\n\n".join((*parts, written("DISTRICTS", stems(names(places / "areas.csv"))))) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=Path, default=Path("../shared/eval/places"))
    parser.add_argument("--out", type=Path, default=Path("engine/place_names.py"))
    args = parser.parse_args()
    args.out.write_text(module(args.places), encoding="utf-8")


if __name__ == "__main__":
    main()
