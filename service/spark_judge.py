"""What is said of each case on a worker: its keys, its candidates, its verdict?

The steps of `index.library.Library` for one case after the other, as pure functions over record batches: the same preparing,
the same search (`index.postings_block`), the same limits, the same judging. Which matter a case joins is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.brief import Brief, judge_briefly
from engine.group import JOINING
from engine.keys import keys, of_persons, weights_of
from engine.model import Model
from engine.prepare import Tools, prepare_many, prepare_subject
from engine.prepared import unpack
from engine.relate import Known
from engine.shortlist import shortlist
from engine.slots import Slot
from index.candidates import read_records
from index.known_cache import KnownCache
from index.library import LIMIT
from index.postings import MUST_CAP
from index.postings_block import Earlier, block
from index.records import unpack_case
from service.dedup_groups import Naming, naming
from service.dedup_matter import named_slots
from service.model_choice import shipped
from service.spark_cases import Batches, binary, chunk_places, flat_of, packed_at

PREPARE_CHUNK = 500
"""Cases: a second of preparing."""
KEYED = "place long, load float, values binary, record binary, case binary"
FOUND = "place long, picks array<long>, capped boolean"
JUDGED = "place long, brief binary, names binary"
OWN = -1
"""In a case's rows, the number of the row that is the case itself."""


@cache
def engine() -> tuple[Model, Tools]:
    """The delivered model; persons' hashes are keyed with zeros: they live no longer than the run and must not change it."""
    model = shipped().model
    return model, Tools(model.reference, bytes(32))


def prepare_part(folder: Path, total: int, batches: Batches) -> Iterator[pa.RecordBatch]:
    """sign: every case prepared, with its keys and load."""
    for places in chunk_places(batches, PREPARE_CHUNK, total):
        packed = packed_at(folder, places)
        records, values, loads = [], [], []
        for subject in prepare_many(map(unpack_case, packed), engine()[1]):
            found = keys(subject.prepared, confidential=subject.case.confidential)
            records.append(subject.prepared.record)
            values.append(found.values)
            loads.append(found.load)
        sizes = np.array([len(each) for each in values], dtype=np.int64)
        columns = [pa.array(places), pa.array(loads, pa.float32()), binary(np.concatenate(values), sizes)]
        columns += [pa.array(records, pa.binary()), pa.array(packed, pa.binary())]
        yield pa.record_batch(columns, names=["place", "load", "values", "record", "case"])


def candidates_part(loads: Path, cap: int, batches: Batches) -> Iterator[pa.RecordBatch]:
    """Candidates of each case: rows by block, where `before` is OWN for a case of the block (`key` is its place, `places` its
    keys), and else as in `index.postings_block.Earlier`."""
    for table in _groups(batches, "block"):
        own = table.filter(pc.equal(table.column("before"), OWN)).sort_by("key").combine_chunks()
        rest = table.filter(pc.not_equal(table.column("before"), OWN)).combine_chunks()
        if own.num_rows:
            yield _candidates(own, rest, np.memmap(loads, dtype=np.float32, mode="r"), cap)


def _candidates(own: pa.Table, rest: pa.Table, loads: NDArray[np.float32], cap: int) -> pa.RecordBatch:
    places = own.column("key").to_numpy()
    values = _parts(own, "places", np.uint64)
    told = zip(rest.column("key").to_numpy().view(np.uint64).tolist(), rest.column("before").to_pylist(),
               _parts(rest, "places", np.int64), strict=True)  # fmt: skip
    here = block(places, values, [Earlier(*each) for each in told], loads)
    picks, cut = [], []
    for place, mine in zip(places.tolist(), values, strict=True):
        must = mine[of_persons(mine)]
        seqs, _, capped = here.candidates(
            place, mine, weights_of(mine), limit=LIMIT, cap=cap, must=must, must_cap=min(MUST_CAP, cap)
        )
        picks.append(seqs.tolist())
        cut.append(capped)
    arrays = [pa.array(places), pa.array(picks, pa.list_(pa.int64())), pa.array(cut)]
    return pa.record_batch(arrays, names=["place", "picks", "capped"])


def judge_part(batches: Batches) -> Iterator[pa.RecordBatch]:
    """verify: the verdict on each case, from rows (place, number, pick, capped, record, case) by place and number; the case
    itself is number OWN, its candidates follow, best first."""
    for table in _groups(batches, "place"):
        first, *others = table.to_pylist()
        brief, names = _judge(first, others)
        arrays = [pa.array([first["place"]]), pa.array([_pack(brief)], pa.binary()), pa.array([names], pa.binary())]
        yield pa.record_batch(arrays, names=["place", "brief", "names"])


@dataclass(frozen=True, slots=True)
class _Sent:
    """The records of the candidates that came along, as `index.candidates` asks for them."""

    records: Mapping[int, bytes]

    def prepared_many(self, seqs: Sequence[int]) -> Mapping[int, bytes]:
        return {seq: self.records[seq] for seq in seqs if seq in self.records}


def _judge(own: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> tuple[Brief, bytes]:
    """As `Library`: which records are read, which are compared in full, what follows; and what the cases concerned name."""
    model, tools = engine()
    subject = prepare_subject(unpack_case(own["case"]), tools)
    rows = {each["pick"]: each for each in others}
    sent = _Sent({pick: each["record"] for pick, each in rows.items()})
    records, cut = read_records(sent, KnownCache(0), list(rows))
    chosen, measured = shortlist(subject, list(records.values()), model)
    present = list(records)
    known = {present[i]: Known(unpack_case(rows[present[i]]["case"]), unpack(records[present[i]])) for i in chosen}
    capped = cut or (own["capped"] and len(rows) >= LIMIT)
    brief = judge_briefly(subject, list(known.values()), model, tools, capped=capped, measured=measured)
    names = []
    if brief.code in JOINING:
        matched = set(brief.matched)
        names = [(place, each.prepared) for place, each in known.items() if each.case.case_id in matched]
        names.append((own["place"], subject.prepared))
    return brief, _names([(place, named_slots(prepared)) for place, prepared in names])


def names_of(packed: bytes) -> dict[int, Naming]:
    """By place, what the cases name that a verdict ties together."""
    return {place: naming(slots, letters) for place, (slots, letters) in _read_names(packed)}


def _parts(table: pa.Table, name: str, dtype: type[np.generic]) -> list[NDArray[Any]]:
    if not table.num_rows:
        return []
    flat, ends = flat_of(table.column(name).combine_chunks(), dtype)
    return [flat[start:end] for start, end in pairwise(ends.tolist())]


def _groups(batches: Batches, name: str) -> Iterator[pa.Table]:
    """Rows that stand together by a column, one table for each of its values."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        column = batch.column(name).to_numpy()
        edges = [0, *(np.flatnonzero(column[1:] != column[:-1]) + 1).tolist(), len(column)]
        for start, end in pairwise(edges):
            if start == end:
                continue
            if held and held[-1].column(name)[0].as_py() != column[start]:
                yield pa.Table.from_batches(held)
                held = []
            held.append(batch.slice(start, end - start))
    if held:
        yield pa.Table.from_batches(held)


def read_brief(packed: bytes) -> Brief:
    """What `judge_part` says of a case."""
    return _read_brief(packed)


_pack = msgspec.msgpack.Encoder().encode
_read_brief = msgspec.msgpack.Decoder(Brief).decode
_names = msgspec.msgpack.Encoder().encode
_read_names = msgspec.msgpack.Decoder(list[tuple[int, tuple[list[Slot], float]]]).decode
