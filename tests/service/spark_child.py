"""One process for all that the tests ask of a real Spark: `python spark_child.py FOLDER MASTER`; what came out lies in FOLDER."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.corpus import generate
from engine.keys import Kind, of_persons, weights_of
from index.library import LIMIT
from index.postings import Postings
from service import spark_near, spark_sorted
from service.cli import app
from service.dedup import write_result
from service.dedup_matter import matter_result
from service.dedup_pile import read_pile
from service.progress import Silent
from service.spark_matter import candidates, spark_matter
from service.spark_session import spark_session

NEAR, MATTER, SYNTHETIC = 900, 120, 240
CAP, BLOCK = 5, 37
LETTER = "槐荫里{}栋北侧的垃圾房三天没有清运，污水流到人行道上，气味很重，居民多次反映物业都没有处理，请城管部门督促尽快清理。"


def write_cases(path: Path, count: int) -> Path:
    """Generated cases, and some of the kinds that hang together in ways of their own."""
    lots, start = Random(5), datetime.fromisoformat("2026-03-01T08:00:00+08:00")
    more = [
        {"text": LETTER.format(3) + "盼复" * (n % 4) + f"住户{chr(0x4E00 + n)}{chr(0x5000 + n)}" * (n % 3 > 0), "confidential": n % 7 == 0}
        for n in range(count // 6)
    ]
    more += [{"text": "催一下", "petitioner": {"phone": f"1390000{n % 3:04d}"}} for n in range(12)]
    more += [{"text": LETTER.format(n % 5)} for n in range(20)]
    rows = [*generate(count - len(more), 11)]
    for n, row in enumerate(more):
        at = start + timedelta(minutes=lots.randrange(90_000))
        rows.append({"case_id": f"M{n}", "received_at": at.isoformat(), **row})
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def near(folder: Path, master: str) -> None:
    """Both engines by the command, with partitions so small that runs go over their edges and hot cases are cut up."""
    source = write_cases(folder / "near.jsonl", NEAR)
    spark_sorted.ROWS, spark_near.HOT_PAIRS = 6_000, 40
    for engine in (["local"], ["spark", "--master", master]):
        out = folder / "near" / engine[0]
        app(["dedup", str(source), "--out", str(out), "--engine", *engine], standalone_mode=False)


def matter(folder: Path, session: Any) -> None:
    source = write_cases(folder / "matter.jsonl", MATTER)
    pile = read_pile([source], Silent(), folder / "work")
    for engine in ("local", "spark"):
        if engine == "local":
            result = matter_result(pile, Silent(), folder / "work")
        else:
            result = spark_matter(session, pile.cases, pile, Silent(), block=BLOCK)
        write_result(result, pile, [source], folder / "matter" / engine)


def synthetic_keys() -> list[np.ndarray]:
    """Keys of which some are everybody's, some a person's, some rare; every third case has nothing but common ones."""
    lots, person = Random(3), int(Kind.PERSON) << 56
    kinds = [int(kind) << 56 for kind in (Kind.WORD, Kind.SOUND, Kind.SLOT)]  # of different weights
    found = []
    for n in range(SYNTHETIC):
        own = {kinds[key % 3] + key for key in range(14) if lots.random() < 0.8}
        own |= {kinds[0] + 1000 + int(60 * lots.random() ** 2) for _ in range(12 if n % 3 else 0)}
        own |= {person + int(9 * lots.random() ** 3)} if n % 4 else set()
        found.append(np.array(sorted(own), dtype=np.uint64))
    return found


def searched(folder: Path, session: Any) -> dict[str, int]:
    """How many cases found other candidates than the index finds, and for how many a list was read in part."""
    keys = synthetic_keys()
    loads = np.array([1.0 + n % 5 for n in range(SYNTHETIC)], dtype=np.float32)
    loads.tofile(folder / "loads")
    rows = [{"place": n, "values": own.tobytes()} for n, own in enumerate(keys)]
    keyed = session.createDataFrame(pa.Table.from_pylist(rows))
    session.conf.set("spark.sql.shuffle.partitions", "3")
    spark_sorted.ROWS = 9_000  # five partitions
    told = candidates(keyed, folder / "loads", SYNTHETIC, BLOCK, CAP).orderBy("place").toArrow().to_pylist()
    index = Postings.open(folder / "postings")
    other = capped = 0
    for n, (own, row) in enumerate(zip(keys, told, strict=True)):
        seqs, _, cut = index.candidates(
            own, weights_of(own), limit=LIMIT, cap=CAP, must=own[of_persons(own)], must_cap=CAP
        )
        other += (row["place"], row["picks"], row["capped"]) != (n, seqs.tolist(), cut)
        capped += cut
        index.add(n, own, n + 1, float(loads[n]))
    return {"cases": len(told), "other": other, "capped": capped}


def main(folder: Path, master: str) -> None:
    with spark_session(master) as session:
        found = searched(folder, session)
        matter(folder, session)
        near(folder, master)  # the command finds this session, and ends it
    (folder / "found.json").write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
