"""What does the service say of a block of cases, each against those before it?

Candidates, features and chances are computed for hundreds of cases in one call; most cases are decided by that (`engine.foregone`),
and only the others are read and judged one by one, briefly (`engine.brief`). The steps and their limits are those of
`index.library.Library`, and so is the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.brief import Brief, judge_briefly
from engine.case import Case
from engine.compare import Survey
from engine.foregone import foregone, heads
from engine.model import Model
from engine.prepare import StoredSubject, Tools
from engine.prepared import unpack
from engine.prospects import lowest_limits, similar
from engine.relate import Known
from engine.shortlist import chosen, worth_asking
from engine.survey_block import NONE_SIMILAR, SOME_SIMILAR, Asked, BlockSurvey, survey_block
from engine.verdict import Code, Flag
from index.candidates import readable
from index.known_cache import KnownCache
from index.library import CAP, LIMIT
from index.postings_pile import Found, Ranking, Sorted, cut, find
from service.matter_steps import Folder, keys_of, lists_of, places_of, ranges, records_of

BLOCK = 250
"""Cases whose pairs are measured in one call: 10,000 pairs of 60 features are 2.4 MB."""
REMEMBERED = 4_000
"""Earlier cases that stay decoded; about 4 KB each."""


class Ground:
    """What a process knows while it judges: all records and lists, mapped from the files of a run."""

    def __init__(self, folder: Folder, cases: Sequence[Case], model: Model, tools: Tools) -> None:
        """`cases`: the pile. All chunks are prepared and all lists are made."""
        self.folder, self.cases, self.model, self.tools = folder, cases, model, tools
        told = np.load(folder.heads)
        self.several: NDArray[np.bool_] = told["several"].copy()
        self.records = records_of(folder)
        self.lists = [lists_of(folder, part) for part in range(ranges(told))]
        self.ranking = Ranking(told["load"], places_of(folder))
        self._known = KnownCache(REMEMBERED)

    def judge_chunk(self, number: int) -> list[Brief]:
        """The verdicts on the cases of one chunk, briefly, in order."""
        first, last = self.folder.span(number)
        own = keys_of(self.folder, number)
        picks, bounds, capped = self.ranking.candidates(first, last - first, own, self._found(own), limit=LIMIT, cap=CAP)
        said: list[Brief] = []
        for start in range(0, last - first, BLOCK):
            end = min(start + BLOCK, last - first)
            olds = [picks[a:b] for a, b in pairwise(bounds[start : end + 1].tolist())]
            said += self._judge_block(np.arange(first + start, first + end), olds, capped[start:end].tolist())
        return said

    def _found(self, own: Sorted) -> Found:
        edges = cut(own.keys, len(self.lists)).tolist()
        parts = [
            find(Sorted(own.keys[a:b], own.places[a:b], own.kinds[a:b]), lists, self.ranking.places)
            for (a, b), lists in zip(pairwise(edges), self.lists, strict=True)
        ]
        return Found(np.concatenate([part.begins for part in parts]), np.concatenate([part.counts for part in parts]))

    def _judge_block(self, news: NDArray[np.int64], picks: Sequence[NDArray[np.int64]], capped: Sequence[int]) -> list[Brief]:
        """`picks`: the candidates of each of `news`; `capped`: whether their search read lists in part."""
        read = [found[: readable(self._sizes(found))] for found in picks]
        short = [
            len(some) < len(found) or (bool(part) and len(found) >= LIMIT)
            for some, found, part in zip(read, picks, capped, strict=True)
        ]
        firsts = np.concatenate([[0], np.cumsum([len(some) for some in read])]).astype(np.int64)
        asked = Asked(news, np.concatenate([np.empty(0, np.int64), *read]), firsts)
        own = heads(self.records, news)
        found = self._survey(asked, self.several[news])
        chances = self._chances(found.seen)
        said = []
        for i, code in enumerate(foregone(found, chances, own, self.several[news], self.model)):
            if code is None:
                said.append(self._judge(i, asked, found, chances, short[i]))
            else:
                flags = (Flag.TEXT_TRUNCATED,) * bool(own.truncated[i]) + (Flag.CANDIDATES_CAPPED,) * short[i]
                said.append(Brief(code, flags))
        return said

    def _survey(self, asked: Asked, whole: NDArray[np.bool_]) -> BlockSurvey:
        by_class = bool(self.model.by_category)  # then the limit of R12 depends on classes, which no record knows
        least = self.model.thresholds.similar
        return survey_block(asked, self.records, self.model.reference, whole | by_class, least)

    def _chances(self, seen: Survey) -> NDArray[np.float32]:
        wanted = worth_asking(seen, similar(seen.rows, seen.vetoed, lowest_limits(self.model)))
        chances = np.zeros(len(wanted), dtype=np.float32)
        chances[wanted] = self.model.probability(seen.rows[wanted])
        return chances

    def _judge(self, i: int, asked: Asked, found: BlockSurvey, chances: NDArray[np.float32], capped: bool) -> Brief:
        """The i-th of the block: by what is left of its pairs; where the others might matter after all, by all of them."""
        mine = asked.of(i)
        place = int(mine.news[0])
        prepared = unpack(self.records[place])
        subject = StoredSubject(self.cases[place], prepared, self.model.reference)

        def judged(pairs: Asked, seen: Survey, chances: NDArray[np.float32]) -> Brief:
            kept, measured = chosen(prepared, seen, self.model, chances)
            known = self._load(pairs.olds[kept].tolist())
            return judge_briefly(subject, known, self.model, self.tools, capped=capped, measured=measured)

        pairs = slice(int(found.asked.firsts[i]), int(found.asked.firsts[i + 1]))
        brief = judged(found.asked.of(i), found.seen[pairs], chances[pairs])
        if brief.code is not Code.NEW or found.beside[i] == NONE_SIMILAR:
            return brief
        if found.beside[i] == SOME_SIMILAR:
            return Brief(Code.SIMILAR_CASE, brief.flags)
        every = self._survey(mine, np.ones(1, dtype=np.bool_))
        return judged(mine, every.seen, self._chances(every.seen))

    def _load(self, places: Sequence[int]) -> list[Known]:
        cached = self._known.get_many(places)
        fresh = {at: Known(self.cases[at], unpack(self.records[at])) for at in places if at not in cached}
        self._known.put_many(fresh, self._known.version)
        cached.update(fresh)
        return [cached[at] for at in places]

    def _sizes(self, places: NDArray[np.int64]) -> list[int]:
        sizes: list[int] = (self.records.edges[places + 1] - self.records.edges[places]).tolist()
        return sizes
