"""How fast, how large and how right is tier near beside other tools, on the same texts in the same run?

    python -m benchmarks.dedup_peers 100000 [--tools leian,gaoya] [--python text-dedup=/elsewhere/bin/python] [--cases FILE]

Each tool groups the same generated texts in a process of its own. What counts is from texts that are read already (the peers'
in a list, ours in the spool that `leian dedup` reads from) to a group for each. Every peer does it in its fastest way with the
same parameters (4-grams of characters, 125 or 128 permutations, 25 bands of 5) on all cores that it can use. A peer that is not
installed is left out: `pip install .[peers]` brings gaoya and rensa; text-dedup wants older packages than this project and an
environment of its own, named with --python.

Memory is the largest sum of all its processes' proportional set sizes (what two of them share counts once) beyond what they had
before. Found: the case is in the group of the one that it was made from.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

PERMUTATIONS, BANDS, ROWS, GRAM, THRESHOLD = 128, 25, 5, 4, 0.5
PEERS_BATCH = 10_000  # texts whose Python sets of grams are there at a time
KINDS = ("copy", "template", "boilerplate", "edit10", "edit20", "edit30", "extended", "excerpt", "other_place")
SAMPLED_EVERY = 0.2  # seconds

Labels = Sequence[int]
"""Of each text, in order: the number of its group."""


# ---- the tools: texts in, a label for each out ----


def leian(spool: Any, workers: int) -> Labels:
    """Tier near, as `leian dedup` calls it."""
    from service.dedup_near import near_copies
    from service.progress import Silent

    return near_copies(spool, Silent(), workers=workers).group


def datasketch(texts: Sequence[str], _workers: int) -> Labels:
    """Signatures in bulk with a cheaper hash than its default; each text is asked for and then inserted."""
    from zlib import crc32

    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    groups = Groups(len(texts))
    for start, grams in _grams(texts):
        encoded = [{gram.encode("utf-8", "surrogatepass") for gram in some} for some in grams]
        for place, signed in enumerate(MinHash.bulk(encoded, num_perm=PERMUTATIONS, hashfunc=crc32), start):
            for other in index.query(signed):
                groups.join(place, other)
            index.insert(place, signed, check_duplication=False)
    return groups.labels()


def rensa(texts: Sequence[str], _workers: int) -> Labels:
    """Signatures in bulk; all inserted, all asked for."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(THRESHOLD, BANDS * ROWS, BANDS)
    groups = Groups(len(texts))
    for start, grams in _grams(texts):
        signed = RMinHash.from_token_sets(grams, BANDS * ROWS, 42)
        index.insert_many(signed, start)
        for place, others in enumerate(index.query_all(signed), start):
            for other in others:
                groups.join(place, other)
    return groups.labels()


def gaoya(texts: Sequence[str], _workers: int) -> Labels:
    """Shingling, signatures, index and questions in Rust, on all cores."""
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(
        hash_size=32, jaccard_threshold=THRESHOLD, num_bands=BANDS, band_size=ROWS, analyzer="char",
        ngram_range=(GRAM, GRAM), id_container="vec",
    )  # fmt: skip
    index.par_bulk_insert_docs(list(range(len(texts))), list(texts))
    groups = Groups(len(texts))
    for start in range(0, len(texts), PEERS_BATCH):
        for place, others in enumerate(index.par_bulk_query(list(texts[start : start + PEERS_BATCH])), start):
            for other in others:
                groups.join(place, other)
    return groups.labels()


def text_dedup(texts: Sequence[str], workers: int) -> Labels:
    """Its MinHash script. It cuts words at spaces: between any two characters stands one, or it would see clauses only."""
    import pickle

    with tempfile.TemporaryDirectory() as folder:
        table, out = Path(folder, "texts.jsonl"), Path(folder, "out")
        with table.open("w", encoding="utf-8", errors="replace") as file:
            for text in texts:
                file.write(json.dumps({"text": " ".join(text)}) + "\n")
        options = {
            "path": "json", "data_files": table, "split": "train", "cache_dir": Path(folder, "cache"), "output": out,
            "column": "text", "ngram": GRAM, "num_perm": PERMUTATIONS, "b": BANDS, "r": ROWS, "hash_func": "xxh3",
            "hash_bits": 32, "num_proc": workers, "min_length": GRAM, "batch_size": PEERS_BATCH,
        }  # fmt: skip
        said = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        command = [sys.executable, "-m", "text_dedup.minhash", *said, "--debug"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with (out / "uf.pkl").open("rb") as file:
            parents = pickle.load(file).parent  # noqa: S301  written by the process before, in a folder of this one
    groups = Groups(len(texts))
    for place, other in parents.items():
        groups.join(place, other)
    return groups.labels()


TOOLS: dict[str, Callable[[Any, int], Labels]] = {
    "leian": leian, "gaoya": gaoya, "rensa": rensa, "datasketch": datasketch, "text-dedup": text_dedup,
}  # fmt: skip
MODULES = {"text-dedup": "text_dedup", "leian": "service"}


class Groups:
    """Union-find over the numbers below `count`."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def find(self, place: int) -> int:
        parent = self._parent
        while parent[place] != place:
            parent[place] = place = parent[parent[place]]
        return place

    def join(self, a: int, b: int) -> None:
        first, second = self.find(a), self.find(b)
        if first != second:
            self._parent[max(first, second)] = min(first, second)

    def labels(self) -> Labels:
        return [self.find(place) for place in range(len(self._parent))]


def _grams(texts: Sequence[str]) -> Iterator[tuple[int, list[set[str]]]]:
    for start in range(0, len(texts), PEERS_BATCH):
        some = texts[start : start + PEERS_BATCH]
        yield start, [{text[at : at + GRAM] for at in range(max(1, len(text) - GRAM + 1))} for text in some]


# ---- one tool in a process of its own ----


def run_here(tool: str, cases: Path, workers: int) -> dict[str, Any]:
    """Read, then group with the clock running."""
    with tempfile.TemporaryDirectory() as folder:
        if tool == "leian":
            from service.dedup_pile import read_pile
            from service.progress import Silent

            given: Any = read_pile([cases], Silent(), Path(folder)).cases
        else:
            with cases.open(encoding="utf-8") as lines:
                given = [json.loads(line)["text"] for line in lines]
        used, began = _processor_time(), time.perf_counter()
        with Watch() as watch:
            labels = TOOLS[tool](given, workers)
        wall = time.perf_counter() - began
    return {
        "wall": wall, "processor": _processor_time() - used, "bytes": watch.most - watch.before, "labels": list(labels),
    }  # fmt: skip


def _processor_time() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


class Watch:
    """The largest size of this process and its descendants in memory while the context lasts."""

    def __init__(self) -> None:
        self.before = self.most = _resident()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(SAMPLED_EVERY):
            self.most = max(self.most, _resident())


def _resident() -> int:
    """Bytes that this process and its descendants take together (Linux)."""
    children: dict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):  # gone meanwhile
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                children[parent].append(int(folder.name))
    family, total = [os.getpid()], 0
    for each in family:
        family += children[each]
        with suppress(OSError):
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
    return total


# ---- all tools, and what they found ----


def found_shares(cases: Iterable[dict[str, Any]], labels: Labels) -> dict[str, float]:
    """Of each kind of derived case the share that is in the group of the case that it was made from."""
    place_of: dict[str, int] = {}
    hits: dict[str, list[bool]] = defaultdict(list)
    for place, case in enumerate(cases):
        place_of[case["case_id"]] = place
        if case["of"]:
            hits[case["kind"]].append(labels[place] == labels[place_of[case["of"]]])
    return {kind: sum(each) / len(each) for kind, each in hits.items()}


def _measured(tool: str, python: str, cases: Path, workers: int, folder: Path) -> dict[str, Any] | None:
    """What the tool's process reports; None where it is not installed."""
    module = MODULES.get(tool, tool)
    if subprocess.run([python, "-c", f"import {module}"], stderr=subprocess.DEVNULL).returncode:
        return None
    out = folder / f"{tool}.json"
    command = [python, "-m", "benchmarks.dedup_peers", "--child", tool, str(cases), str(workers), str(out)]
    subprocess.run(command, check=True)
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def _corpus(count: int, seed: int, folder: Path) -> Path:
    from benchmarks.corpus import generate

    path = folder / "cases.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for case in generate(count, seed):
            file.write(json.dumps(case, ensure_ascii=False) + "\n")
    return path


def compare(tools: Sequence[str], pythons: dict[str, str], cases: Path, workers: int, folder: Path) -> None:
    """Run the tools one after the other and print a line for each."""
    print(f"{'tool':<12}{'wall s':>9}{'cpu s':>9}{'MB':>8}" + "".join(f"{kind:>12}" for kind in KINDS), flush=True)
    for tool in tools:
        found = _measured(tool, pythons.get(tool, sys.executable), cases, workers, folder)
        if found is None:
            print(f"{tool:<12}not installed")
            continue
        with cases.open(encoding="utf-8") as lines:
            shares = found_shares(map(json.loads, lines), found["labels"])
        line = f"{tool:<12}{found['wall']:>9.1f}{found['processor']:>9.1f}{found['bytes'] / 1e6:>8.0f}"
        print(line + "".join(f"{shares.get(kind, float('nan')):>12.3f}" for kind in KINDS), flush=True)


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        tool, cases, workers, out = sys.argv[2:]
        Path(out).write_text(json.dumps(run_here(tool, Path(cases), int(workers))), encoding="utf-8")
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=100_000, help="generated cases")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--cases", type=Path, help="a corpus made before, by benchmarks.corpus, instead of a new one")
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--python", action="append", default=[], metavar="TOOL=PATH", help="where a tool is installed")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cases = args.cases or _corpus(args.count, args.seed, Path(folder))
        pythons = dict(each.split("=", 1) for each in args.python)
        compare(args.tools.split(","), pythons, cases, args.workers, Path(folder))


if __name__ == "__main__":
    main()
