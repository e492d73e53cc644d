"""How does a library of many cases come about in a minute, for measuring it?

Cases are prepared and put straight into the store, none of them judged, and the postings are built from the store as after a
loss. What a check then reads is the same as after registering them one by one. Not for: anything but measuring.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks.corpus import generate, split_truth
from engine import compare, contributions, features, prospects, sketch, slot_kernel
from engine import keys as keys_module
from engine import model as model_module
from engine.case import Case
from engine.prepare import Tools, prepare
from engine.prepared import pack
from index import postings
from index.library import Library
from index.store import Transaction
from service.model_choice import shipped
from service.person_key import key_file, person_key
from service.wire_case import parse_case

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SECRET = b"the persons' key of benchmarks"
REFERENCE = 1.0e-3
"""Seconds that `reference_work` takes undisturbed: the fastest tenth of many runs on the machine in README.md, which was never
quiet. What a limit in milliseconds is scaled by."""
COMMIT = 1_000
"""Cases a transaction while filling."""


def cases(n: int, seed: int, source: Path | None = None) -> Iterator[Case]:
    """Generated cases as the engine sees them; `source` as for `benchmarks.corpus.generate`."""
    return (parse_case(split_truth(row)[0], NOW) for row in generate(n, seed, source))


def open_library(folder: Path) -> Library:
    """With the service's model and every kernel warm; with the key beside the folder where `leian load` filled it, else a key of
    its own."""
    for module in (compare, contributions, features, keys_module, model_module, prospects, sketch, slot_kernel, postings):
        module.warm()
    choice = shipped()
    secret = person_key(key_file(folder)) if key_file(folder).exists() else SECRET
    return Library.open(folder, choice.model, Tools(choice.model.reference, secret), stamp=choice.stamp)


def fill(library: Library, wanted: Iterable[Case]) -> int:
    """Put cases into the store unjudged and build the postings; returns their number."""
    waiting = iter(wanted)
    while chunk := [(case, pack(prepare(case, library.tools))) for case in islice(waiting, COMMIT)]:

        def work(transaction: Transaction, chunk: list[tuple[Case, bytes]] = chunk) -> None:
            for case, blob in chunk:
                transaction.insert(case, blob, b"", None)

        library.store.write(work)
    return library.rebuild()


def reference_work() -> float:
    """Seconds of a fixed mix of what Python does in a check: regular expressions, dictionaries, objects, small arrays."""
    text = "云杉里小区3号楼2单元的下水管又堵了，物业说已经报修，至今没有人来处理。" * 8
    started = time.thread_time()
    for _ in range(4):
        found = re.findall(r"[0-9]+(?:号楼|单元)|物业|处理|小区", text)
        counts = {text[i : i + 3]: i for i in range(len(text) - 2)}
        table = np.frombuffer(text.encode("utf-16-le"), dtype=np.uint16)
        for _ in range(20):
            np.unique(table[table % 4 == 0])
        sorted(counts, key=lambda gram: (counts[gram] % 7, gram))
        [place.partition("号") for place in found]
    return time.thread_time() - started
