"""Which codes does a text carry: plates, contracts, waybills, document numbers, dates, terms, directions?

These have a form of their own and need no name to be cut. See `engine.slot_walk` for names and numbered things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.clues import Openings, opened, table_of
from engine.numerals import number_name, read_integer
from engine.slot_patterns import Slot

_PLATE: Final = re.compile(
    r"[a-z](?:[·.•\- ](?=[0-9a-z*]{4,6}(?![0-9a-z]))|(?=[0-9]{3}|[a-z]{0,2}[0-9]{2}))"
    r"(?P<n>[0-9a-z*]{4,6})(?![0-9a-z*\-])"
)
_CONTRACT: Final = re.compile(
    r"(?:协议|合同|保单|保险单|案件|受理|许可证|预售证|产权证|证书|证件|备案|报名|学籍|会员卡?|卡)"
    r"(?:书|证)?编?(?:号码?|编号)(?:为|是|:)? ?(?P<v>[0-9a-z][0-9a-z\-()/*]{3,30})"
)
_WAYBILL: Final = re.compile(
    r"(?:运单|订单|快递单?|物流单?|单)编?(?:号码?|编号)?(?:为|是|:)? ?(?P<v>[a-z]{0,4}[0-9][0-9a-z\-*]{5,30})"
)
_DOCUMENT: Final = re.compile(r"[\[(〔【{](?P<y>(?:19|20)[0-9]{2})[\])〕】}]第?(?P<n>[0-9]{1,5})号")
_DOCUMENT_ORGAN: Final = re.compile(r"[\u4e00-\u9fff]{1,6}[发函字办规令通告综政〉]$")
_DATE_CHINESE: Final = re.compile(
    r"(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?"
    r"(?:(?P<d>[12][0-9]|3[01]|0?[1-9]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])[日号](?![楼栋线院公]))?"
)
_DATE_YEAR: Final = re.compile(r"(?P<y>(?:19|20)[0-9]{2}|[一二][0-9零〇一二三四五六七八九]{3}|[0-9]{2})年的?$")
_DATE_ISO: Final = re.compile(
    r"(?P<y>(?:19|20)[0-9]{2})(?P<s>[.\-/])(?P<m>1[0-2]|0?[1-9])(?P=s)(?P<d>[12][0-9]|3[01]|0?[1-9])(?![0-9])"
)
_YEAR: Final = re.compile(
    r"(?:(?:19|20)[0-9]{2}|[一二][零〇九][零〇一二三四五六七八九]{2})(?=年(?![0-9一二三四五六七八九十]{1,2}月))"
)
_SEASON: Final = re.compile(
    r"(?P<q>[春夏秋冬])季?(?:学期|招生|招|班|入学|批次|运)|(?P<q2>[春秋])季(?!节)|(?P<t>[上下])学期|第(?P<t2>[一二])学期"
)
_SEASON_YEAR: Final = re.compile(r"(?P<y>(?:19|20)[0-9]{2}|[0-9]{2})[年级届]?[度的]?$")
_HEADING: Final = re.compile(r"(?P<f>[东南西北]{1,2})[往向至到](?P<t>[东南西北]{1,2})(?![\u4e00-\u9fff]?[路街区门站])")
_TOWARDS: Final = re.compile(r"[往向](?P<x>[\u4e00-\u9fff0-9]{2,8}?)方向")


MAX_DATES: Final = 1000
"""Dates that are read in one text."""


def find_codes(text: str, units: NDArray[np.uint16]) -> list[Slot]:
    """Slots of all code families, in no particular order; `units`: the code units of `text`.

    A family is looked for where one of its codes may begin. Each one's look-behind is done here, on its few hits.
    """
    found: list[Slot] = []
    table = _openings()
    seen = opened(units, table)
    for family, ways in zip(_FAMILIES, table.ways, strict=True):
        if seen & ways:
            found += family(text)
    return found


@lru_cache(maxsize=1)
def _openings() -> Openings:
    return table_of([_OPENS[family] for family in _FAMILIES])


def _plates(text: str) -> Iterator[Slot]:
    for match in _PLATE.finditer(text):
        start, number = match.start() - 1, match["n"]
        dotted = match.end() - match.start() > len(number) + 1
        digits = sum(char.isdecimal() for char in number)
        if start >= 0 and "\u4e00" <= text[start] <= "\u9fff" and (dotted or digits >= 2):
            span = (start, match.end())
            yield Slot("plate", f"{text[start]}{match.group()[0]}{number}", text[start : match.end()], span)


def _contracts(text: str) -> Iterator[Slot]:
    return _simple(_CONTRACT, text, "contract")


def _waybills(text: str) -> Iterator[Slot]:
    return _simple(_WAYBILL, text, "waybill")


def _simple(pattern: re.Pattern[str], text: str, kind: str) -> Iterator[Slot]:
    """Codes behind a word that announces them; at least four digits (six for a waybill)."""
    for match in pattern.finditer(text):
        value = match["v"].strip("-/")
        if kind == "waybill" and text[match.start() - 1 : match.start()] in tuple("保清名账"):
            continue
        if sum(char.isdecimal() for char in value) >= (6 if kind == "waybill" else 3):
            yield Slot(kind, value, match.group(), match.span())


def _documents(text: str) -> Iterator[Slot]:
    for match in _DOCUMENT.finditer(text):
        organ = _DOCUMENT_ORGAN.search(text, max(0, match.start() - 7), match.start())
        if organ:
            span = (organ.start(), match.end())
            yield Slot("document", f"{organ.group()}{match['y']}-{match['n']}", text[span[0] : span[1]], span)


_PROCEDURE: Final = re.compile(
    r"[^,。;!?\n]{0,14}?(?:立案|竣工|交房|交付|收房|回复|答复|投诉|举报|反映|签订|签了|购买|发布|实施|施行|印发|出台|修订|通过|截止|为止|成立|开盘|入职|缴纳|报警|开庭|判决|受理|答应|承诺|打电话|来电|拨打|登记)"
    r"|(?:之?前|起|开始|以来|至今|至|到现在|之?后|止|左右|-)"
)
"""What makes a date one of procedure or a limit of a span: it tells when something was written, not what happened."""
SIGNATURE_MARKS: Final = "日。.)!;, \n"
LETTER: Final = 80
"""Characters before a date that ends a text, from which it is the day of writing."""
PROCEDURE_REACH: Final = 20
"""Characters behind a date that the pattern can read: 14 and its longest word."""
REMEMBERED: Final = 1 << 12
"""What was read behind dates: the tries for one take longer than all else about it."""


@lru_cache(maxsize=REMEMBERED)
def _of_procedure(following: str) -> bool:
    return _PROCEDURE.match(following) is not None


def _dates_by_month(text: str) -> Iterator[Slot]:
    for match in islice(_chinese_dates(text), MAX_DATES):
        start = match.start()
        if start and (text[start - 1].isdecimal() or text[start - 1] in "一二三四五六七八九十"):
            continue
        year = _DATE_YEAR.search(text, max(0, start - 6), start)
        yield from _date(text, year["y"] if year else "", match, year.start() if year else start)


def _dates_in_digits(text: str) -> Iterator[Slot]:
    for match in _DATE_ISO.finditer(text):
        if not (match.start() and (text[match.start() - 1].isdecimal() or text[match.start() - 1] in ".-/")):
            yield from _date(text, match["y"], match, match.start())


def _years(text: str) -> Iterator[Slot]:
    for match in _before(_YEAR, "年", (4,), text):
        if not (match.start() and text[match.start() - 1].isalnum() and text[match.start() - 1] < "\u4e00"):
            yield Slot("year", number_name(match.group()), match.group(), match.span())


def _chinese_dates(text: str) -> Iterator[re.Match[str]]:
    return _before(_DATE_CHINESE, "月", (2, 1), text)


def _before(pattern: re.Pattern[str], mark: str, reaches: tuple[int, ...], text: str) -> Iterator[re.Match[str]]:
    """What `pattern.finditer` finds, where every match begins `reaches` characters before a `mark`; most texts have few."""
    end, at = 0, text.find(mark)
    while at >= 0:
        for reach in reaches:
            if at - reach >= end and (match := pattern.match(text, at - reach)):
                yield match
                end = match.end()
                break
        at = text.find(mark, at + 1)


def _date(text: str, year: str, match: re.Match[str], start: int) -> Iterator[Slot]:
    month = read_integer(match["m"])
    day = read_integer(match["d"]) if match["d"] else None
    if not year and day is None:
        return
    written = _year(year) if year else "*"
    value = f"{written}-{month:02d}" if day is None else f"{written}-{month:02d}-{day:02d}"
    span = (start, match.end())
    procedural = _of_procedure(text[match.end() : match.end() + PROCEDURE_REACH]) or is_signature(text, match.end())
    kind = "deadline" if procedural else "date"
    yield Slot(kind, value, text[start : match.end()], span)


def is_signature(text: str, end: int) -> bool:
    """Whether the date that ends there stands under a letter: nothing but a mark is behind it."""
    return end > LETTER and not text[end : end + 4].strip(SIGNATURE_MARKS) and len(text) <= end + 4


def _year(written: str) -> str:
    year = number_name(written)
    return f"20{year.zfill(2)}" if len(year) <= 2 else year


def _seasons(text: str) -> Iterator[Slot]:
    if "季" not in text and "学期" not in text:
        return  # 春运 alone is no term
    for match in _SEASON.finditer(text):
        year = _SEASON_YEAR.search(text, max(0, match.start() - 6), match.start())
        prefix = _year(year["y"]) if year else ""
        if season := match["q"] or match["q2"]:
            value = f"{prefix}{season}季"
        else:
            value = f"{prefix}{match['t'] or {'一': '上', '二': '下'}[match['t2']]}学期"
        span = (year.start() if year else match.start(), match.end())
        yield Slot("season", value, text[span[0] : span[1]], span)


def _headings(text: str) -> Iterator[Slot]:
    if "向" not in text and "往" not in text and "由" not in text:
        return  # 东至西 alone says how far something reaches
    for match in _HEADING.finditer(text):
        if match["f"] != match["t"]:
            start = match.start() - (match.start() > 0 and text[match.start() - 1] in "由自从")
            yield Slot("direction", match["f"] + match["t"], text[start : match.end()], (start, match.end()))


def _towards(text: str) -> Iterator[Slot]:
    if "方向" in text:
        for match in _TOWARDS.finditer(text):
            yield Slot("direction", match["x"], match.group(), match.span())


_OPENS: Final[Mapping[Callable[[str], Iterator[Slot]], re.Pattern[str]]] = MappingProxyType(
    {
        _plates: _PLATE,
        _contracts: _CONTRACT,
        _waybills: _WAYBILL,
        _documents: _DOCUMENT,
        _dates_by_month: _DATE_CHINESE,
        _dates_in_digits: _DATE_ISO,
        _years: _YEAR,
        _seasons: _SEASON,
        _headings: _HEADING,
        _towards: _TOWARDS,
    }
)
"""Each family with the pattern that its codes are found by."""
_FAMILIES: Final = tuple(_OPENS)
