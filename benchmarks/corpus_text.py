"""How is one invented petition worded?

A `Draft` is a petition in parts (salutation, body sentences, closing) together with the places it names, so that
`corpus` can reword, cut or move it. `GrammarText` words drafts from `grammar.txt`; `SourceText` does it from sentences
of a file of real texts, with every place and number in them made a slot and filled anew.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from typing import NamedTuple
from zlib import crc32

Toss = Callable[[], float]  # uniform in [0, 1)
# A template is the list of all its wordings (choices multiplied out), each a %-format whose slots are filled from a
# mapping, in C: a sentence costs one draw and about a microsecond.
Template = tuple[str, ...]
MULTIPLIED = 128  # most wordings of a template; of more, an arbitrary but fixed sample is kept
# Slots of few values that are filled anew at each reading are filled once for each of these wordings instead.
SETTLED = frozenset({"n*", "月*", "日*", "时*", "年*", "度*", "小数*", "大2*"})

GRAMMAR = Path(__file__).with_name("grammar.txt")
SHORTEST, LONGEST = 90, 430  # characters aimed at; the middle gives a mean of about 250
FRAME = 60  # about what salutation, scene, demand and closing take of them
FACTS, DETAILS, HARMS = 1 / 80, 1 / 31, 1 / 72  # sentences of each a character of what is left
LONGEST_SENTENCE = 160  # of a source; whole pages without a full stop would make every case that page

_FIRST = "桐柳云澄枫梧兰溪松荷碧锦银翠鹭霁岚棠榆槐杏桂苇芦泉砚墨竹帆曲"
_SECOND = "花浦栈湾岭庭洲泽坡溪台渡林屏谷汀坪桥塘岸川井矶堰畔亭陌丘麓屿"
_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁"
_CHARACTERS = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂兰英华玉建国志文海波晨宇欣怡子涵浩然梓轩诗琪雨泽俊熙"
_GIVEN: tuple[str, ...] = tuple(first + second for first in _CHARACTERS for second in ("", "", *_CHARACTERS[::3]))
_DISTRICTS = ("云汀区", "望溪区", "桐湾区", "北屿区", "松麓县", "柳川县", "兰泽新区", "荷塘区")
_LOCALITIES = tuple("澜州市" + district for district in _DISTRICTS)
_BUILDERS = ("置业", "建筑工程", "物业服务", "化工", "农业开发", "物流")
_TRADES = (*_BUILDERS, "商贸", "餐饮管理", "科技", "教育咨询", "旅行社", "健康管理")
# What follows a name of each kind of place, and how many different places of the kind there are.
_PLACES = {
    "小区": (("家园", "花园", "苑", "小区", "公馆", "新村", "华府", "名邸"), 3000),
    "路": (("路", "街", "大道", "巷"), 1200),
    "镇": (("镇", "街道", "乡"), 160),
    "村": (("村",), 900),
    "学校": (("小学", "中学", "第二小学", "实验学校", "幼儿园"), 500),
    "医院": (("医院", "中心医院", "卫生院", "妇幼医院"), 120),
}


class Draft(NamedTuple):
    """One petition in parts. `body` has at least one sentence; `places` are the names it was given, by slot."""

    title: str
    opening: str
    body: tuple[str, ...]
    closing: str
    places: dict[str, str]
    place: str
    locality: str
    category: str
    unit: str
    reply: str

    def text(self) -> str:
        return self.opening + "".join(self.body) + self.closing


def zipf(size: int) -> Callable[[Toss], int]:
    """Draws of a rank in [0, size): P(rank < r) = log(r + 1) / log(size + 1), which is Zipf's law with exponent 1."""
    base, last = float(size + 1), size - 1
    return lambda toss: min(last, int(math.pow(base, toss())) - 1)


def by_rank(names: tuple[str, ...]) -> Callable[[Toss], str]:
    """Draws from `names`, the first most often, as in `zipf`."""
    base, padded = float(len(names) + 1), (*names, names[-1])  # one more, for a power that is rounded up
    return lambda toss: padded[int(math.pow(base, toss())) - 1]


_surname = by_rank(tuple(_SURNAMES))


def person_name(toss: Toss) -> str:
    """An invented name of two or three characters; about 50,000 different ones, common surnames more often."""
    return _surname(toss) + _GIVEN[int(toss() * len(_GIVEN))]


@cache
def place_names(kind: str) -> tuple[str, ...]:
    """All places of a kind, the most spoken of first."""
    endings, count = _PLACES[kind]
    spread = sum(map(ord, kind)) % 899  # each kind walks the names in its own order
    stems = [first + second for first in _FIRST for second in _SECOND]
    return tuple(
        stems[(spread + n * 397) % len(stems)] + endings[(n // len(stems) + n) % len(endings)] for n in range(count)
    )


def _number(low: int, high: int) -> Callable[[Toss], str]:
    numbers = [str(n) for n in range(low, high + 1)]
    return lambda toss: numbers[int(toss() * len(numbers))]


_stem = by_rank(tuple(name[:2] for name in place_names("村")))


def _company(toss: Toss) -> str:
    return _stem(toss) + _TRADES[int(toss() * len(_TRADES))] + ("有限公司" if toss() < 0.4 else "公司")


# How each slot of the grammar is filled. A name that ends in 2 or 3 is another one of the same kind.
MAKERS: dict[str, Callable[[Toss], str]] = {
    **{kind: by_rank(place_names(kind)) for kind in _PLACES},
    "公司": _company,
    "人": person_name,
    "姓": _surname,
    "线路": lambda toss: f"{1 + int(toss() * 14)}号线" if toss() < 0.3 else f"{1 + int(toss() * 980)}路公交",
    "栋": _number(1, 60),
    "单元": _number(1, 6),
    "楼": _number(2, 33),
    "室": lambda toss: f"{1 + int(toss() * 33)}{1 + int(toss() * 8):02d}",
    "号": _number(1, 999),
    "组": _number(1, 18),
    "n": _number(2, 9),
    "大": lambda toss: str(int(30 + 9000 * toss() * toss())),
    "大2": _number(31, 98),
    "度": _number(8, 17),
    "小数": lambda toss: f"{0.2 + 6 * toss():.1f}",
    "米": lambda toss: str(10 + int(toss() * 160) * 5),
    "元": lambda toss: str(int(30.0 * math.pow(4000.0, toss()))),
    "年": _number(2015, 2026),
    "月": _number(1, 12),
    "日": _number(1, 28),
    "时": _number(1, 23),
    "分": _number(10, 59),
    "药": lambda toss: ("靶向药", "造影剂", "钢板", "透析器", "胰岛素", "护膝支具")[int(toss() * 6)],
}
for _name, _like in (("小区2", "小区"), ("路2", "路"), ("公司2", "公司"), ("人2", "人"), ("人3", "人"), ("姓2", "姓")):
    MAKERS[_name] = MAKERS[_like]
_PLACE_SLOTS = (*_PLACES, "公司", "小区2", "路2", "公司2")
_TOKEN = re.compile(r"\[([^\[\]]*)\]")
_SETTLED_SLOT = re.compile(rf"%\(({'|'.join(sorted(slot[:-1] for slot in SETTLED))})\*\)s")
_SLOT = re.compile(r"\{([^{}*]+)(\*?)\}")


class Filled(dict[str, str]):
    """The slots of one petition: each is filled when it is first read, and one with a star at each reading anew."""

    __slots__ = ("toss",)

    def __init__(self, toss: Toss) -> None:
        super().__init__()
        self.toss = toss

    def __missing__(self, slot: str) -> str:
        if slot[-1] == "*":
            return MAKERS[slot[:-1]](self.toss)
        value = self[slot] = MAKERS[slot](self.toss)
        return value


def parse_template(line: str) -> Template:
    """`[a|b]` is a choice, `{slot}` a slot, `{slot*}` one that is filled each time anew; ValueError if unknown."""
    unknown = [slot for slot, _ in _SLOT.findall(line) if slot not in MAKERS]
    if unknown:
        raise ValueError(f"no such slot as {unknown[0]!r} in {line!r}; there are {sorted(MAKERS)}")
    parts = _TOKEN.split(_SLOT.sub(r"%(\1\2)s", line.replace("%", "%%")))  # text, choice, text, choice, … text
    choices = (part.split("|") if number % 2 else [part] for number, part in enumerate(parts))
    wordings = ["".join(chosen) for chosen in product(*choices)]
    wordings = sorted(wordings, key=lambda wording: crc32(wording.encode()))[:MULTIPLIED]
    if not any(f"%({slot})s" in line_part for slot in SETTLED for line_part in parts):
        return tuple(wordings)
    toss = Random(line).random
    copies = -(-MULTIPLIED // len(wordings))
    return tuple(_SETTLED_SLOT.sub(lambda found: MAKERS[found[1]](toss), wording) for wording in wordings * copies)


def word(template: Template, toss: Toss, values: Filled) -> str:
    """A wording of `template`; `values` remembers the slots that are filled once a case."""
    return template[int(toss() * len(template))] % values


@dataclass(frozen=True, slots=True)
class Problem:
    category: str
    unit: str
    title: str
    facts: tuple[Template, ...]
    asks: tuple[Template, ...]


def read_grammar(lines: Iterator[str]) -> tuple[tuple[Problem, ...], dict[str, tuple[Template, ...]]]:
    """Problems and pools of `grammar.txt`; ValueError with the line for anything that is not its form."""
    problems: list[Problem] = []
    pools: dict[str, list[Template]] = {}
    pool = ""
    for line in (line.strip() for line in lines):
        if not line or line.startswith("#"):
            continue
        if line.startswith("== "):
            category, unit, title = (field.strip() for field in line[3:].split("|"))
            problems.append(Problem(category, unit, title, (), ()))
        elif line.startswith("@ "):
            pool = line[2:]
            pools[pool] = []
        elif problems and line[:2] in ("事 ", "求 "):
            last = problems.pop()
            template = parse_template(line[2:])
            longer = replace(last, facts=(*last.facts, template)), replace(last, asks=(*last.asks, template))
            problems.append(longer[line[0] == "求"])
        elif pool and not problems:
            pools[pool].append(parse_template(line))
        else:
            raise ValueError(f"not a line of the grammar: {line!r}")
    return tuple(problems), {name: tuple(templates) for name, templates in pools.items()}


class GrammarText:
    """Drafts from the built-in grammar."""

    def __init__(self) -> None:
        grammar = GRAMMAR.read_text(encoding="utf-8")
        self.problems, self.pools = read_grammar(iter(grammar.splitlines()))
        self.noise = "".join(re.findall(r"[\u4e00-\u9fff]+", grammar))

    def draft(self, toss: Toss) -> Draft:
        """A petition about one problem, 90 to 430 characters."""
        values = Filled(toss)
        problem = self.problems[int(toss() * len(self.problems))]
        scenes = self.pools["scene"]
        size = SHORTEST + toss() * (LONGEST - SHORTEST) - FRAME
        chosen = [
            scenes[int(toss() * len(scenes))],
            *_some(toss, problem.facts, max(1, round(size * FACTS))),
            *_some(toss, self.pools["detail"], round(size * DETAILS)),
            *_some(toss, self.pools["harm"], round(size * HARMS)),
            problem.asks[int(toss() * len(problem.asks))],
        ]
        body = [template[int(toss() * len(template))] % values for template in chosen]
        return self._finish(toss, values, body, problem.category, problem.unit, problem.title)

    def _pick(self, pool: str, toss: Toss, values: Filled) -> str:
        templates = self.pools[pool]
        return word(templates[int(toss() * len(templates))], toss, values)

    def _finish(self, toss: Toss, values: Filled, body: list[str], category: str, unit: str, title: str) -> Draft:
        place = values["小区"]
        opening = self._pick("opening", toss, values) if toss() < 0.6 else ""
        closing = self._pick("closing", toss, values) if toss() < 0.7 else ""
        places = {slot: values[slot] for slot in _PLACE_SLOTS if slot in values}
        reply = self._pick("reply", toss, values)
        locality = _LOCALITIES[int(toss() * len(_LOCALITIES))]
        return Draft(place + title, opening, tuple(body), closing, places, place, locality, category, unit, reply)

    def pooled(self, pool: str, toss: Toss, draft: Draft) -> str:
        """A phrase of a shared pool that speaks of the places of `draft`."""
        values = Filled(toss)
        values.update(draft.places)
        return self._pick(pool, toss, values)

    def other_places(self, toss: Toss, draft: Draft) -> Iterator[tuple[str, str]]:
        """(old, new) for each place of `draft`, never the same."""
        for slot, old in draft.places.items():
            new = MAKERS[slot](toss)
            while new == old:
                new = MAKERS[slot](toss)
            yield old, new


def _some(toss: Toss, templates: tuple[Template, ...], count: int) -> tuple[Template, ...]:
    """`count` of `templates`, none twice, neighbours in their circle."""
    start = int(toss() * len(templates))
    chosen = templates[start : start + count]
    return chosen if len(chosen) == count else chosen + templates[: min(count - len(chosen), start)]


_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
# Two or three characters before a word for a place are taken for its name. Often wrong ("走那条路"), which does no
# harm: these texts are material, and what comes out still reads like an office's post.
_SWAPPED = re.compile(
    r"(?P<小区>[\u4e00-\u9fff]{2,3}(?:小区|花园|家园|苑))|(?P<路>[\u4e00-\u9fff]{2}(?:大道|路|街))|"
    r"(?P<镇>[\u4e00-\u9fff]{2}镇)|(?P<村>[\u4e00-\u9fff]{2}村)|(?P<数>\d+)"
)


class SourceText(GrammarText):
    """Drafts from the sentences of a JSONL file of cases (`text`, and `title`, `category` where there are any)."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        with path.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        self.heads: list[tuple[Template, Template, str]] = []
        self.sentences: list[Template] = []
        noise = []
        for row in rows:
            found = [s.strip() for s in _SENTENCE.findall(row["text"]) if 6 <= len(s.strip()) <= LONGEST_SENTENCE]
            if not found:
                continue
            templates = [_slotted(sentence) for sentence in found]
            category = row.get("category") or "其他"
            self.heads.append((templates[0], _slotted(row.get("title") or found[0][:20]), str(category)))
            self.sentences += templates[1:]
            noise.append(found[-1])
        if not self.sentences:
            raise ValueError(f"{path} holds no case with two sentences to re-mix")
        self.noise = "".join(noise)

    def draft(self, toss: Toss) -> Draft:
        """A petition that begins like one case and goes on with sentences of others."""
        values = Filled(toss)
        head, title, category = self.heads[int(toss() * len(self.heads))]
        wanted = SHORTEST + toss() * (LONGEST - SHORTEST) - 35
        body = [word(head, toss, values)]
        length = len(body[0])
        while length < wanted:
            body.append(word(self.sentences[int(toss() * len(self.sentences))], toss, values))
            length += len(body[-1])
        unit = self.problems[int(toss() * len(self.problems))].unit
        return self._finish(toss, values, body, category, unit, word(title, toss, values))


def _slotted(sentence: str) -> Template:
    """A sentence with its places and numbers turned into slots."""
    return (_SWAPPED.sub(_slot_of, sentence.replace("%", "%%")),)


def _slot_of(found: re.Match[str]) -> str:
    if found.lastgroup != "数":
        return f"%({found.lastgroup})s"
    if len(found[0]) == 4 and found[0][:2] in ("19", "20"):
        return "%(年*)s"
    return f"%({('n', '大2', '号')[min(len(found[0]), 3) - 1]}*)s"
