"""How do tantivy's folder, documents and queries look?

The schema, the translation of documents and parsed queries, and the folder with its generations: `state.json` names the
one in use, so that a rewrite can be cut short at any moment. Only `index.search` calls this.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from engine.fulltext import Asked, Unit
from index.errors import SearchDamaged

FORMAT = 1
WRITER_BYTES = 32_000_000
TITLE_BOOST = 2.0
FACETS = ("unit", "category", "locality", "status", "outcome")


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """A case as it is searched. `time`: when it was closed, or else received. Texts as received."""

    seq: int
    title: str
    text: str
    time: datetime
    unit: str = ""
    category: tuple[str, ...] = ()
    locality: str = ""
    status: str = ""
    outcome: str = ""
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """Which cases may be found; empty accepts all, both bounds are inclusive. Confidential ones only if asked for."""

    unit: str = ""
    category: str = ""
    locality: str = ""
    status: str = ""
    outcome: str = ""
    since: datetime | None = None
    until: datetime | None = None
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """`score` > 0; comparable inside one answer only."""

    seq: int
    score: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document that is not on disk yet; `is_new`: nor is an earlier form of it."""

    document: SearchDocument
    lines: tuple[str, str]
    is_new: bool = False


def schema_of_cases() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("seq", fast=True)
    # the same number as text: tantivy-py 0.27 takes an int for a signed one, and so deletes no unsigned term
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="position")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("time", indexed=True, fast=True)
    builder.add_unsigned_field("confidential", indexed=True)
    return builder.build()


def document_of(waiting: Waiting) -> tantivy.Document:
    given = waiting.document
    document = tantivy.Document()
    document.add_unsigned("seq", given.seq)
    document.add_text("key", str(given.seq))
    document.add_text("title", waiting.lines[0])
    document.add_text("text", waiting.lines[1])
    for name in ("unit", "locality", "status", "outcome"):
        document.add_text(name, _encodable(getattr(given, name)))
    for category in given.category:
        document.add_text("category", _encodable(category))
    document.add_integer("time", int(given.time.timestamp()))
    document.add_unsigned("confidential", int(given.confidential))
    return document


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def query_of(schema: tantivy.Schema, asked: Asked, filters: SearchFilters, left_out: Collection[int]) -> Query:
    parts = [(Occur.Must, _unit_query(schema, unit)) for unit in asked.needed]
    if asked.wanted:
        wanted = [(Occur.Should, _unit_query(schema, unit)) for unit in asked.wanted]
        parts.append((Occur.Must, Query.boolean_query(wanted, minimum_number_should_match=asked.least)))
    for name in FACETS:
        value = getattr(filters, name)
        if value:
            parts.append((Occur.Must, _silent(Query.term_query(schema, name, _encodable(value)))))
    if filters.since or filters.until:
        lower = None if filters.since is None else int(filters.since.timestamp())
        upper = None if filters.until is None else int(filters.until.timestamp())
        within = Query.range_query(schema, "time", tantivy.FieldType.Integer, lower, upper)
        parts.append((Occur.Must, _silent(within)))
    if not filters.confidential:
        parts.append((Occur.MustNot, Query.term_query(schema, "confidential", 1)))
    if left_out:
        parts.append((Occur.MustNot, Query.term_set_query(schema, "key", list(map(str, left_out)))))
    return Query.boolean_query(parts)


def _silent(query: Query) -> Query:
    """The condition without a share in the score."""
    return Query.const_score_query(query, 0.0)


def _unit_query(schema: tantivy.Schema, unit: Unit) -> Query:
    fields = []
    for name, boost in (("title", TITLE_BOOST), ("text", 1.0)):
        if len(unit.tokens) == 1:
            found = Query.term_query(schema, name, unit.tokens[0], index_option="freq")
        else:
            found = Query.phrase_query(schema, name, list(unit.tokens))
        fields.append((Occur.Should, Query.boost_query(found, boost)))
    return Query.boolean_query(fields)


def run_query(index: tantivy.Index, query: Query, offset: int, limit: int, directory: Path) -> tuple[list[Hit], int]:
    try:
        searcher = index.searcher()
        found = searcher.search(query, limit=limit, offset=offset, count=True)
        seqs = searcher.fast_field_values("seq", [address for _, address in found.hits])
    except (ValueError, OSError) as error:
        raise SearchDamaged(directory, f"cannot be read: {error}") from error
    counted: Any = found  # the stubs lack `count`, and type every fast field as all kinds of number
    numbers: list[Any] = list(seqs)
    hits = [Hit(int(seq), float(score)) for seq, (score, _) in zip(numbers, found.hits, strict=True)]
    return hits, int(counted.count)


def folder_name(generation: int) -> str:
    return f"generation-{generation}"


def create_index(target: Path) -> tantivy.Index:
    shutil.rmtree(target, ignore_errors=True)  # a rewrite that was cut short
    target.mkdir(parents=True)
    return tantivy.Index(schema_of_cases(), path=str(target))


def open_index(directory: Path) -> tuple[tantivy.Index, int, int]:
    """The index, its generation and the change number on disk."""
    state = directory / "state.json"
    if not state.exists():
        if directory.is_dir() and any(directory.iterdir()):
            raise SearchDamaged(directory, "state.json is missing")
        index = create_index(directory / folder_name(1))
        write_state(directory, 1, 0)
        return index, 1, 0
    try:
        known = json.loads(state.read_bytes())
        version, generation, applied = known["format"], int(known["generation"]), int(known["applied"])
        if version != FORMAT:
            raise SearchDamaged(directory, f"format {version}, this program reads {FORMAT}")
        target = directory / folder_name(generation)
        if not tantivy.Index.exists(str(target)):
            raise SearchDamaged(target, "no index in it")
        index = tantivy.Index.open(str(target))
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise SearchDamaged(directory, f"cannot be opened: {error}") from error
    for other in directory.glob("generation-*"):
        if other != target:
            shutil.rmtree(other, ignore_errors=True)
    return index, generation, applied


def open_writer(index: tantivy.Index) -> tantivy.IndexWriter:
    return index.writer(heap_size=WRITER_BYTES, num_threads=1)


def write_state(directory: Path, generation: int, applied: int) -> None:
    """Renamed into place after what it speaks of is durable: it may say too little after a crash, never too much."""
    draft = directory / "state.json.new"
    with draft.open("wb") as file:
        file.write(json.dumps({"format": FORMAT, "generation": generation, "applied": applied}).encode())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(directory / "state.json")
