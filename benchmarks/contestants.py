"""Who looks for the like of a text, and how is each of them asked in its best way?

One class a contestant: `build` takes all texts, `question` makes of a text what the index is asked with, `ask` gives the positions
of at most TOP texts, the most similar first. Peers get the canonical text; those without ranking are ranked by what they have
(their signatures). Used by `benchmarks.large`. A peer that is not installed raises ImportError when it is built or made.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol
from zlib import crc32

from engine.case import Case
from engine.keys import Keys, keys
from engine.normalise import bare, canonical
from engine.prepare import Tools, prepare
from engine.words import words
from index import postings as postings_module
from index.library import CAP
from index.postings import Postings

TOP = 10
SHINGLE = 4
THRESHOLD = 0.5


class Contestant(Protocol):
    """`note` says what is special about it."""

    name: str
    note: str

    def build(self, cases: Sequence[Case], folder: Path) -> None: ...
    def question(self, case: Case) -> Any: ...
    def ask(self, question: Any) -> list[int]: ...


def folded(case: Case) -> str:
    return canonical(case.text).text


def shingles(case: Case) -> list[str]:
    letters = bare(folded(case))
    return [letters[i : i + SHINGLE] for i in range(max(1, len(letters) - SHINGLE + 1))]


class Ours:
    """The index of this project, as the desk asks it; persons are left out, so that only the texts speak."""

    name = "leian"
    note = "keys of eight kinds, ranked; mapped from disk"

    def __init__(self, tools: Tools) -> None:
        postings_module.warm()
        self._tools = tools
        self.postings: Postings | None = None

    def question(self, case: Case) -> Keys:
        return keys(prepare(case, self._tools))

    def build(self, cases: Sequence[Case], folder: Path) -> None:
        self.postings = Postings.open(folder / "postings")
        found = ((at, self.question(case)) for at, case in enumerate(cases, 1))
        self.postings.bulk(((at, one.values, one.load) for at, one in found), len(cases))

    def ask(self, question: Keys) -> list[int]:
        if self.postings is None:
            raise RuntimeError("build comes first")
        seqs, _, _ = self.postings.candidates(question.values, question.weights, limit=TOP, cap=CAP)
        return [seq - 1 for seq in seqs.tolist()]


class Tantivy:
    """Tantivy's BM25 over all words of the text."""

    name = "tantivy"
    note = "BM25 over the words that rjieba cuts, any of them"

    def build(self, cases: Sequence[Case], folder: Path) -> None:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("place", fast=True)
        builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        (folder / "tantivy").mkdir()
        index = tantivy.Index(self._schema, path=str(folder / "tantivy"))
        writer = index.writer(heap_size=200_000_000, num_threads=1)
        for place, case in enumerate(cases):
            document = tantivy.Document()
            document.add_unsigned("place", place)
            document.add_text("text", " ".join(self._tokens(case)))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._index = index

    def _tokens(self, case: Case) -> list[str]:
        return [word for word, _ in words(folded(case))]

    def question(self, case: Case) -> Any:
        from tantivy import Occur, Query

        terms = [Query.term_query(self._schema, "text", token, index_option="freq") for token in set(self._tokens(case))]
        return Query.boolean_query([(Occur.Should, term) for term in terms])

    def ask(self, question: Any) -> list[int]:
        searcher = self._index.searcher()
        hits = searcher.search(question, limit=TOP, count=False).hits
        return [int(place) for place in searcher.fast_field_values("place", [address for _, address in hits])]


class Datasketch:
    """MinHash LSH in Python."""

    name = "datasketch"
    note = f"MinHashLSH, 128 permutations, threshold {THRESHOLD:g}, ranked by signature"

    def build(self, cases: Sequence[Case], folder: Path) -> None:
        from datasketch import MinHashLSH

        self._lsh = MinHashLSH(threshold=THRESHOLD, num_perm=128)
        self._hashes = [self.question(case) for case in cases]
        for place, one in enumerate(self._hashes):
            self._lsh.insert(place, one, check_duplication=False)

    def question(self, case: Case) -> Any:
        from datasketch import MinHash

        one = MinHash(num_perm=128, hashfunc=crc32)
        one.update_batch({shingle.encode("utf-8", "surrogatepass") for shingle in shingles(case)})
        return one

    def ask(self, question: Any) -> list[int]:
        found = self._lsh.query(question)
        return sorted(found, key=lambda place: -question.jaccard(self._hashes[place]))[:TOP]


class Rensa:
    """MinHash LSH in Rust."""

    name = "rensa"
    note = f"RMinHashLSH, 128 permutations, 32 bands, threshold {THRESHOLD:g}, ranked by signature"

    def build(self, cases: Sequence[Case], folder: Path) -> None:
        from rensa import RMinHashLSH

        self._lsh = RMinHashLSH(threshold=THRESHOLD, num_perm=128, num_bands=32)
        self._hashes = [self.question(case) for case in cases]
        for place, one in enumerate(self._hashes):
            self._lsh.insert(place, one)

    def question(self, case: Case) -> Any:
        from rensa import RMinHash

        one = RMinHash(num_perm=128, seed=42)
        one.update(shingles(case))
        return one

    def ask(self, question: Any) -> list[int]:
        found = self._lsh.query(question)
        return sorted(found, key=lambda place: -question.jaccard(self._hashes[place]))[:TOP]


class Gaoya:
    """MinHash LSH in Rust, verified by its signatures; signs inside the query."""

    name = "gaoya"
    note = f"MinHashStringIndex, 25 bands of 5, threshold {THRESHOLD:g}, unranked, signs in the query"

    def build(self, cases: Sequence[Case], folder: Path) -> None:
        from gaoya.minhash import MinHashStringIndex

        self._index = MinHashStringIndex(
            hash_size=32, jaccard_threshold=THRESHOLD, num_bands=25, band_size=5, analyzer="char", ngram_range=(SHINGLE, SHINGLE)
        )
        for place, case in enumerate(cases):
            self._index.insert_document(place, bare(folded(case)))

    def question(self, case: Case) -> str:
        return bare(folded(case))

    def ask(self, question: str) -> list[int]:
        return [int(place) for place in self._index.query(question)][:TOP]


class Postgres:
    """PostgreSQL's pg_trgm on a server that is given; needs psycopg. A table of its own, removed at the end."""

    name = "pg_trgm"
    note = "GIN index, similarity above 0.3, ranked; wall time"

    def __init__(self, server: str) -> None:
        import psycopg

        self._connection = psycopg.connect(server, autocommit=True)
        self.nbytes = 0

    def build(self, cases: Sequence[Case], folder: Path) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute("CREATE TEMP TABLE asked (place int PRIMARY KEY, body text)")
            with cursor.copy("COPY asked (place, body) FROM STDIN") as copy:
                for place, case in enumerate(cases):
                    copy.write_row((place, bare(folded(case))))
            cursor.execute("CREATE INDEX ON asked USING gin (body gin_trgm_ops)")
            cursor.execute("ANALYZE asked")
            (self.nbytes,) = cursor.execute("SELECT pg_total_relation_size('asked')").fetchone() or (0,)

    def question(self, case: Case) -> str:
        return bare(folded(case))

    def ask(self, question: str) -> list[int]:
        rows = self._connection.execute(
            "SELECT place FROM asked WHERE body %% %s ORDER BY similarity(body, %s) DESC LIMIT %s", (question, question, TOP)
        )
        return [place for (place,) in rows]

    def close(self) -> None:
        self._connection.execute("DROP TABLE IF EXISTS asked")
        self._connection.close()


PEERS = {peer.name: peer for peer in (Tantivy, Datasketch, Rensa, Gaoya)}


def scratch() -> tempfile.TemporaryDirectory[str]:
    """Where indexes are built."""
    return tempfile.TemporaryDirectory(prefix="leian-large-")
