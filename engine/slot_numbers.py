"""Where are the numbered things of a text: 12号楼, 2单元, 1203, 29号, 33路, 二期, 五社, 一百五十六元?

A numeral or letter with what it counts was found; here it is read and tied to the slot before it. A number without
its thing (两栋房子, 共8栋, 三室两厅) is no slot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from engine.numerals import number_name, read_amount
from engine.slot_chain import Chain
from engine.slot_generic import GENERIC_NAME
from engine.slot_names import add_name, bare_community
from engine.slot_patterns import NUM, SENTENCE_ENDS, TAIL_KIND

_SIDES: Final = frozenset("东西南北")
_PLACES: Final = frozenset({"road", "village", "community", "section", "group", "phase"})
_HOMES: Final = frozenset({"building", "unit", "floor", "community", "phase"})
BEFORE_EXIT: Final = ("站", "铁", "的", "", *SENTENCE_ENDS)
_NUMERALS: Final = "第零〇一二三四五六七八九十百0123456789"


def read_lettered(chain: Chain, letter: str, tail: str, start: int, end: int) -> None:
    """c座, 甲单元, a口, b区."""
    before = chain.previous(start)
    if letter.isascii() and before.isascii() and before.isalnum():
        return
    if tail == "单元":
        chain.add("unit", letter, start, end)
    elif tail == "出口" or (tail == "口" and (before in BEFORE_EXIT or chain.before(start))):
        if letter.isascii():
            chain.add("exit", letter, start, end)
    elif tail == "区":
        last = chain.before(start)
        if last and last.kind in {"community", "phase"}:
            chain.add("phase", letter + "区", start, end)
    elif tail != "口":
        _building(chain, letter, start, end, tail)


def read_number(chain: Chain, number: str, tail: str, start: int, end: int) -> None:
    """A numeral with what it counts; `tail` is empty where nothing follows."""
    if not tail and ("万" not in number or "-" in number) and chain.before(start) is None:
        return  # most numerals: a bare one says something only behind what it belongs to
    if start > 1 and chain.text[start - 1] in ".-" and chain.text[start - 2].isdecimal():
        return
    if "-" in number:
        _hyphenated(chain, number, start)
        return
    kind = TAIL_KIND.get(tail, "")
    if handler := _HANDLERS.get(kind):
        handler(chain, number, start, end, tail)
    elif not tail and "万" in number:
        _amount(chain, number, start, end, tail)
    elif not tail:
        _bare_room(chain, number, start, end)
    elif kind in {"road", "village", "school"}:
        _numbered_name(chain, kind, tail, end - len(tail), end)


def _numbered_name(chain: Chain, kind: str, suffix: str, start: int, end: int) -> None:
    """A name that ends in a numeral and its suffix: 滨江三路, 桃源二村, 沅阳二小."""
    begin = chain.name_start(start)
    name = chain.text[begin:start]
    size = len(name.rstrip(_NUMERALS))
    if kind == "school" and name == "第" + name[1:] and size == 0 and len(suffix) == 2:
        named = len(name) > 1
    elif kind == "road":
        named = size >= 1 or name in {"五一", "八一", "五四", "三八"}
    else:
        named = size >= 2 and chain.text[end : end + 1] not in tuple("民干间期心时全型微区")
    if named:
        add_name(chain, kind, suffix, begin, start, end)


# ---- buildings and what is in them ----

_QUANTITY_BEFORE: Final = frozenset("共有建约几这那多每盖近超达是各余了剩仅总")
_QUANTITY_AFTER: Final = re.compile(
    r"楼(?![下顶上道前后栋梯])|住宅|高层|别墅|房|小高|多层|洋房|居民楼|栋|个|建|归|由|均"
)
_ROOM_AFTER: Final = re.compile(rf"-?[0-9]{{3,4}}(?![0-9元米平万户])|[{NUM}]{{1,2}}单元")
_BELONGING: Final = frozenset("下上顶道梯前后")
_LIST: Final = re.compile(r"(?:[0-9]{1,3}(?:号|栋|#|幢)?[、,和及与/])+$")


def _building(chain: Chain, number: str, start: int, end: int, tail: str) -> None:
    text = chain.text
    chained = chain.before(start)
    if tail == "号楼" and text[end : end + 1] in ("道", "下", "上", "梯") and not (chained and chained.kind in _HOMES):
        _house_number(chain, number, start, end - 1, "号")
        return
    at_home = chained is not None and chained.kind in _HOMES
    if not at_home and _is_quantity(chain, number, start, end, tail):
        return
    if tail in {"栋", "幢"} and text[end : end + 1] != "楼" and _QUANTITY_AFTER.match(text, end):
        return
    side = chain.previous(start)
    side = side if side in _SIDES and start > chain.end else ""
    start -= len(side)
    _listed_buildings(chain, start)
    if not at_home:
        bare_community(chain, chain.name_start(start), start)
    if text[end : end + 1] == "楼" and tail in {"栋", "幢", "#"} and text[end + 1 : end + 2] not in _BELONGING:
        end += 1
    chain.add("building", side + number_name(number), start, end)


def _is_quantity(chain: Chain, number: str, start: int, end: int, tail: str) -> bool:
    """两栋房子, 共8栋, 三座桥: how many rather than which; and the end of a range, 1—8栋."""
    before = chain.previous(start)
    if _ROOM_AFTER.match(chain.text, end):
        return False
    if "两" in number or before in ("—", "~", "至", "到", "–"):
        return True
    if tail == "座" and number.isdecimal():
        return True
    return tail in {"栋", "幢", "座"} and (
        before in _QUANTITY_BEFORE or _QUANTITY_AFTER.match(chain.text, end) is not None
    )


def _listed_buildings(chain: Chain, start: int) -> None:
    """The 3 and 5 of 3、5、8栋."""
    listed = _LIST.search(chain.text, max(chain.end, start - 24), start)
    if listed is None:
        return
    for item in re.finditer(r"[0-9]{1,3}", listed.group()):
        at = listed.start() + item.start()
        chain.add("building", number_name(item.group()), at, at + len(item.group()))
    chain.end = start


def _unit(chain: Chain, number: str, start: int, end: int, tail: str) -> None:
    if "两" not in number and chain.previous(start) not in _QUANTITY_BEFORE:
        chain.add("unit", number_name(number), start, end)


def _room(chain: Chain, number: str, start: int, end: int, tail: str) -> None:
    value = number_name(number)
    last = chain.before(start)
    if last and last.kind == "floor" and value.isdecimal() and len(value) <= 2:
        chain.add("room", last.value + value.zfill(2), start, end)
    elif value.isdecimal() and 3 <= len(value) <= 5 and tail != "房":
        chain.add("room", value, start, end)


def _bare_room(chain: Chain, number: str, start: int, end: int) -> None:
    """1203 right behind a building or unit."""
    last = chain.before(start)
    is_room = last is not None and last.kind in {"building", "unit"} and number.isdecimal() and 3 <= len(number) <= 4
    if is_room and chain.text[end : end + 1] not in tuple("元米平万个户年·.%"):
        chain.add("room", number_name(number), start, end)


def _hyphenated(chain: Chain, number: str, start: int) -> None:
    """2-302 behind a building, 3-2-502 behind a community; ranges (1-6栋) are no slots."""
    parts = number.split("-")
    last = chain.before(start)
    if last is None or last.kind not in _HOMES or not all(part.isdecimal() for part in parts) or len(parts[-1]) < 3:
        return
    kinds = {"building": ("unit", "room"), "unit": ("room",)}.get(last.kind, ("building", "unit", "room"))
    if len(parts) == 2 and last.kind in {"community", "phase"}:
        kinds = ("building", "room")
    if len(kinds) != len(parts):
        return
    at = start
    for kind, part in zip(kinds, parts, strict=True):
        chain.add(kind, number_name(part), at, at + len(part))
        at += len(part) + 1


def _floor(chain: Chain, number: str, start: int, end: int, tail: str) -> None:
    text = chain.text
    before = chain.previous(start)
    if tail == "楼" and before in _SIDES and text[start - 2 : start - 1] not in ("往", "向", "朝"):
        _building(chain, number, start, end, "号楼")
        return
    if before in _QUANTITY_BEFORE or text[end : end + 1] in tuple("楼高别以住面"):
        return
    below = before == "负" or text[max(0, start - 2) : start] == "地下"
    chain.add("floor", ("-" if below else "") + number_name(number), start, end)


# ---- roads, lines, house numbers ----

_LINE_AFTER: Final = re.compile(r"公交|区间|车(?![站流辆位道库])|大巴|空调|班车|往|开往|司机|首班|末班|支线|专线|环线")
_LINE_BEFORE: Final = re.compile(r"(?:公交车?|乘坐?|坐|[kbmx快环专]|公共汽车)$")


def _road_or_line(chain: Chain, number: str, start: int, end: int, tail: str) -> None:
    text = chain.text
    value = number_name(number)
    prefix = chain.previous(start) if chain.previous(start) in tuple("kbmx快环专") else ""
    marked = _LINE_AFTER.match(text, end) or _LINE_BEFORE.search(text, max(0, start - 4), start)
    alone = prefix or start == chain.end or chain.name_start(start) == start
    if marked and alone and value.isdecimal() and len(value) <= 4:
        shuttle = "区间" if text.startswith("区间", end) else ""
        chain.add("line", f"{prefix}{value}路{shuttle}", start - len(prefix), end + len(shuttle))
    else:
        _numbered_name(chain, "road", tail, end - 1, end)


def _line(chain: Chain, number: str, start: int, end: int, tail: str) -> None:
    begin = start - 2 if chain.text[max(0, start - 2) : start] in {"地铁", "轻轨"} else start
    chain.add("line", f"地铁{number_name(number)}号线", begin if begin >= chain.end else start, end)


_NO_HOUSE_BEFORE: Final = frozenset("月第编型字床柜台车间窗口站机号案件电信证卡队排位单函文令条年")
_NO_HOUSE_AFTER: Final = tuple("线院楼文令机公码井店地人")


def _house_number(chain: Chain, number: str, start: int, end: int, tail: str) -> None:
    text = chain.text
    last = chain.before(start)
    value = number_name(number) + ("弄" if tail == "弄" else "")
    if last and last.kind in {"building", "unit"} and tail == "号" and 3 <= len(value) <= 4:
        chain.add("room", value, start, end)
    elif number == "壹" and tail == "号":
        bare_community(chain, chain.name_start(start), end)
    elif text[end : end + 1] in _NO_HOUSE_AFTER and text[end : end + 2] not in {"楼下", "楼道", "楼上", "楼梯"}:
        return
    elif last and last.kind in _PLACES:
        chain.add("house_number", f"{last.value.rpartition('|')[2]}|{value}", start, end)
    elif last and last.kind == "house_number" and last.value.endswith("弄"):
        chain.add("house_number", last.value + value, start, end)
    else:
        begin = chain.name_start(start)
        name = text[begin:start]
        if (
            2 <= len(name) <= 6
            and name[-1] not in _NO_HOUSE_BEFORE
            and name not in GENERIC_NAME
            and _HAN.fullmatch(name)
        ):
            chain.add("house_number", f"{name}|{value}", begin, end)


_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")


def _section(chain: Chain, number: str, start: int, end: int, tail: str) -> None:
    last = chain.before(start)
    if last and last.kind == "road":
        chain.add("section", f"{last.value}|{number_name(number)}段", start, end)


def _exit(chain: Chain, number: str, start: int, end: int, tail: str) -> None:
    chain.add("exit", number_name(number), start, end)


# ---- phases, groups, money ----

_NO_PHASE_BEFORE: Final = tuple("工周定前日本学分假每首近长短中初后任同逾延到预孕")


def _phase(chain: Chain, number: str, start: int, end: int, tail: str) -> None:
    last = chain.before(start)
    begin = start - 1 if chain.previous(start) == "第" else start
    if last is None or last.kind != "community":
        if not start or chain.text[start - 1] in _NO_PHASE_BEFORE:
            return
        if not bare_community(chain, chain.name_start(begin), begin):
            return
    chain.add("phase", f"{number_name(number)}期", start, end)


def _area(chain: Chain, number: str, start: int, end: int, tail: str) -> None:
    last = chain.before(start)
    if last and last.kind in {"community", "phase"}:
        chain.add("phase", f"{number_name(number)}区", start, end)


def _group(chain: Chain, number: str, start: int, end: int, tail: str) -> None:
    last = chain.before(start)
    if last and last.kind == "village":
        unit = "组" if tail == "村民组" else tail
        chain.add("group", f"{last.value}|{number_name(number)}{unit}", start, end)


_NO_MONEY_AFTER: Final = frozenset("人户平方公吨亩辆台次字名个众家里米步地砖石板瓦千股伏元棵株只头斤升立张份多余")


def _amount(chain: Chain, number: str, start: int, end: int, tail: str) -> None:
    after = chain.text[end : end + 1]
    if after in _NO_MONEY_AFTER and tail in {"万", "万多", "万余", "多万", "块", ""}:
        return
    value = read_amount(number + "".join(char for char in tail if char in "万千亿"))
    if value:
        rough = _ROUGH.search(tail) or chain.previous(start) in _ABOUT or chain.text[end : end + 2] in ("左右", "上下")
        chain.add("amount", f"{'约' if rough else ''}{value.normalize():f}", start, end)


_ROUGH: Final = re.compile("[多余]")
_ABOUT: Final = tuple("约近上超")


Handler = Callable[[Chain, str, int, int, str], None]

_HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "building": _building,
        "unit": _unit,
        "room": _room,
        "floor": _floor,
        "line": _line,
        "road_or_line": _road_or_line,
        "house_number": _house_number,
        "phase": _phase,
        "area": _area,
        "group": _group,
        "section": _section,
        "exit": _exit,
        "amount": _amount,
    }
)
