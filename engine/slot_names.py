"""Where are the named things of a text: 小区, 村, 路, 学校, 公司, 支行, 站?

A word that ends a name (`SUFFIX_KIND`) was found; here the name is cut at its left, weighed, folded into a value
and added to the chain. Nothing is looked up: what is no name is told by its length, its neighbours and the lists of
generic words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from engine.numerals import number_name
from engine.slot_chain import Chain
from engine.slot_generic import GENERIC_END, GENERIC_NAME, GENERIC_ROAD, GENERIC_WHOLE
from engine.slot_patterns import COMMUNITY_SHORT, NUM, NUMERAL_CHARS, SENTENCE_ENDS, SUFFIX_KIND, TRADES

_SHORT: Final = frozenset(COMMUNITY_SHORT)
_TRADES: Final = frozenset(TRADES)
_SIDES: Final = frozenset("东西南北")
_SENTENCE_ENDS: Final = frozenset(SENTENCE_ENDS)
_CHAINED_BRANCHES: Final = frozenset({"店", "园区", "门店"})
"""Branches only right behind their company: 福满多超市钟楼店; elsewhere 烧烤店 is a kind of shop."""

REMEMBERED: Final = 1 << 13
"""Names whose value is kept: a text names its place more than once, and so do its neighbours."""
EXTENDED_MAX: Final = 24
"""Characters to which suffix after suffix may lengthen a name."""


def read_name(chain: Chain, suffix: str, start: int, end: int) -> None:
    """Add the name that ends with `suffix` at [start, end), if it is one."""
    kind = SUFFIX_KIND[suffix]
    if kind == "resident":
        _read_resident(chain, start)
        return
    following = chain.text[end : end + 1]
    if following and following in REJECT_AFTER.get(suffix, "") and not _COMPANY_FOLLOWS.match(chain.text, end):
        return
    begin = chain.name_start(start)
    if kind == "road" and following == "店" and _behind_company(chain, begin):
        add_name(chain, "branch", "店", begin, end, end + 1)  # 优拓健身渡口路店: the road names the branch
        return
    if begin == start:
        _lengthen(chain, kind, suffix, start, end)
        return
    if suffix in _CHAINED_BRANCHES and not _behind_company(chain, begin):
        return
    name, whole = chain.text[begin:start], chain.text[begin:end]
    generic = GENERIC_ROAD if kind == "road" else GENERIC_NAME
    if name in generic and kind == "community" and _lengthen(chain, kind, suffix, begin, end):
        return
    if name in generic or whole in GENERIC_WHOLE or not _plausible(chain, kind, suffix, name, end):
        if len(suffix) > 1:
            chain.end = max(chain.end, end)
        return
    add_name(chain, kind, suffix, begin, start, end)


def add_name(chain: Chain, kind: str, suffix: str, begin: int, start: int, end: int) -> None:
    """Add the name [begin, start) with its suffix [start, end), and the 北区 that may follow a community."""
    value = name_value(kind, chain.text[begin:start], suffix)
    if len(value) < 2:
        return
    chain.add(kind, value, begin, end)
    if kind == "community" and chain.text[end : end + 2] in {"北区", "南区", "东区", "西区"}:
        chain.add("phase", chain.text[end : end + 2], end, end + 2)


def bare_community(chain: Chain, begin: int, end: int) -> bool:
    """Add a name without suffix that something else shows to be a community: it stands before 12号楼, 二期 or 业主."""
    name = chain.text[begin:end]
    if len(name) < 3 or name in GENERIC_NAME or name in GENERIC_WHOLE or _NO_COMMUNITY.search(name):
        return False
    chain.add("community", _COMMUNITY_TAIL.sub("", name.replace("·", "")), begin, end)
    return True


_NO_COMMUNITY: Final = re.compile(
    r"[^\u4e00-\u9fff·]|(?:小区|全体|全部|部分|广大|个别|单元|[的位名户是楼栋幢元层室区等些]|(?<!壹)号)$"
)

# ---- values ----

_LEGAL: Final = re.compile(r"(?:(?:股份|有限|责任|集团|总)*公司|集团|物业管理|物业服务|门诊部?)$")
_COMMUNITY_TAIL: Final = re.compile(
    r"(?:(?:安置|住宅|商住|经济适用房|保障房|廉租房|公租房|人才)?(?:小区|社区|楼盘|大院|里弄)|安置)$"
)
_NUMERAL: Final = re.compile(
    rf"(?<=[\u4e00-\u9fff])(?<![{NUM}第])第?([{NUM}]{{1,4}})(?=[路街巷弄桥村小中]|大道|社区|医院|人民医院)"
)
_SCHOOL_NUMERAL: Final = re.compile(rf"(?<=[{NUM}])(小|中)学$")
_MASK: Final = re.compile(r"\*+")


@lru_cache(maxsize=REMEMBERED)
def name_value(kind: str, name: str, suffix: str) -> str:
    """The folded value: legal forms and 小区 dropped, a numeral before 路 and the like in digits, a mask as one *.

    >>> name_value("road", "滨江三", "路"), name_value("road", "五一", "路")
    ('滨江3路', '五一路')
    >>> name_value("company", "鑫达家政服务", "有限公司")
    '鑫达家政服务'
    """
    whole = _MASK.sub("*", (name + suffix).replace("·", ""))
    if kind == "community":
        whole = _COMMUNITY_TAIL.sub("", whole)
    elif kind == "company":
        whole = _LEGAL.sub("", whole) or whole
    elif kind == "school":
        whole = whole.replace("第", "").replace("附属小学", "附小").replace("附属中学", "附中")
        whole = _SCHOOL_NUMERAL.sub(r"\1", whole.replace("小区", "") if len(whole) > 6 else whole)
        if whole[0] in NUMERAL_CHARS and whole[-1] in "中小":
            whole = number_name(whole[:-1]) + whole[-1]
    return _NUMERAL.sub(lambda m: number_name(m[1]), whole)


# ---- is it a name? ----

REJECT_AFTER: Final = {
    "路": "过径由程费途子障网政况线灯基肩",  # 桥头路灯 is a lamp at the bridge; 松柏路路灯 has its road before it
    "街": "道坊头",
    "桥": "梁牌接",
    "坡": "度道面路东西南北",
    "村": "民委干支镇庄部里口级妇子小医",
    "居": "民住委然高多",
    "里": "程",
    "院": "长士校线子方",
    "城": "市管镇乡际投区关建中北南东西门墙",
    "府": "谷",
    "园": "区林丁长艺",
    "店": "铺面员主家里名",
    "厂": "房家里商区址长",
    "站": "点台长位在着立",
    "教育": "局部厅系资事体委培机公",
    "培训": "机学班费公中",
    "地产": "权证",
    "物业": "费服管公用区",
    "快递": "员柜站点费公件单服物",
    "市场": "监局价经化上份",
    "高速": "公发行铁收",
    "家政": "策府",
    "物流": "公信单",
    "留学": "生",
    "小学": "生",
    "中学": "生",
    "大学": "生城",
    "高中": "生",
    "初中": "生",
    "银行": "卡账流贷按存",
}
"""Suffix → following characters that make it part of another word: 路过, 街道, 居民."""

_COMPANY_FOLLOWS: Final = re.compile(r"(?:管理|服务)?(?:股份|有限|集团|责任)?公司|(?:管理|服务)(?:股份|有限|集团)")

BEHIND_SHORT: Final = (
    "的业物门小内里旁附周对一二三四五六七八九十地楼南北东西项开住停有是在因从位没车电外交晚早夜施违安居公房购买"
    "整家我全部分与和及等期售消卖收营样乱目存至多占噪扰边隔前后围院就于被道"
)
"""What of Chinese may follow a community that ends in one character."""
_SHORT_FOLLOW: Final = re.compile(rf"[^\u4e00-\u9fff]|[{BEHIND_SHORT}]|$")

_NO_ROAD: Final = frozenset(
    {
        "马路",
        "公路",
        "道路",
        "铁路",
        "线路",
        "走路",
        "修路",
        "小路",
        "大路",
        "主路",
        "辅路",
        "支路",
        "土路",
        "山路",
        "过路",
        "上路",
    }
)
_PROPER_ROAD: Final = re.compile(r"(?:远|光|正|宏|伟|博|盛|恒|广|隆)大路$")
"""大路 is any broad road, 远大路 is one."""
_LONG_ROADS: Final = frozenset({"路", "街", "巷", "桥", "坡", "弄", "公路", "高速"})
"""Road suffixes that need two characters before them; 隧道 and 大道 do with one."""


MOVING: Final = frozenset("进出入到个处")


def _plausible(chain: Chain, kind: str, suffix: str, name: str, end: int) -> bool:
    """Is this a name at all, from its length and its neighbours?"""
    size = len(name)
    if name[-1] < "\u4e00" and suffix != "小区":
        return False
    if name[-1] in MOVING:
        return False
    if suffix not in {"小区", "公馆"} and kind != "branch" and _generic_end(name):
        return False
    if kind == "stop":
        traffic = suffix != "站" or name[-1] in _SIDES or _is_stop(chain.text, end - size - 1, end)
        return size >= 2 and traffic
    if suffix in _TRADES:
        return 2 <= size <= 6
    tail = name[-1] + suffix
    if kind == "road":
        long_enough = size >= 2 or suffix not in _LONG_ROADS
        proper = tail not in _NO_ROAD or _PROPER_ROAD.search(name + suffix) is not None
        return long_enough and proper and not (suffix in "桥坡" and tail in GENERIC_WHOLE)
    if len(suffix) > 1:
        return size >= 2 or (kind == "branch" and name in _SIDES)
    if size < 2 or tail in GENERIC_WHOLE or name[-2:] + suffix in GENERIC_WHOLE:
        return False
    return kind != "community" or (suffix not in "院里" and _SHORT_FOLLOW.match(chain.text, end) is not None)


@lru_cache(maxsize=REMEMBERED)
def _generic_end(name: str) -> bool:
    return GENERIC_END.search(name) is not None


_STOP_BEFORE: Final = re.compile(rf"(?:地铁|公交|高铁|城铁|轻轨|号线|站点|坐到|路到)[^{SENTENCE_ENDS}]*$")
_STOP_AFTER: Final = re.compile(
    r"地铁|站台|出站|[a-z0-9]{1,2}号?(?:出?口)|公交|自动|方向|候车|下车|上车|检票|售票|[东西南北]广场|\("
)


def _is_stop(text: str, start: int, end: int) -> bool:
    """X站 is a stop where the traffic shows; else it is an office, a tank or a bin (质监站, 加油站, 收集站)."""
    return bool(_STOP_BEFORE.search(text, max(0, start - 8), start + 3) or _STOP_AFTER.match(text, end))


def _behind_company(chain: Chain, begin: int) -> bool:
    last = chain.last()
    if last is None or last.kind not in {"company", "school"} or begin - last.span[1] > 1:
        return False
    return chain.previous(begin) not in _SENTENCE_ENDS


def _read_resident(chain: Chain, end: int) -> None:
    """我是X业主, X的业主: only where the writer says what he is, or at the start of a sentence."""
    if match := _RESIDENT_OF.match(chain.text[max(0, end - 6) : end]):
        end -= len(match[1])
    begin = chain.name_start(end)
    before = chain.previous(begin)
    if not before or before in "是系为作有于市区县镇乡" or not "\u4e00" <= before <= "\u9fff":
        bare_community(chain, begin, end)


_RESIDENT_OF: Final = re.compile(r"(?s:.*?)(的?(?:[一1](?:名|位|个))?(?:普通|退休|准|原|老|新)?)$")
"""… 的一名准 …: what may stand between an estate and its 业主."""
RESIDENT_ENDS: Final = "的名位个通休准原老新"
"""The last characters of that."""

# ---- longer names ----

_LENGTHENED: Final = frozenset({"community", "village", "road", "company", "school"})
_NOT_LENGTHENING: Final = frozenset({"物业", "站", "店", "食堂", "停车场", "市场", "公园", "厂", *TRADES})


def _lengthen(chain: Chain, kind: str, suffix: str, start: int, end: int) -> bool:
    """A suffix right behind a slot: 电机厂+宿舍, 学府街+小学, 化肥厂+老宿舍. The longer name replaces the shorter."""
    last = chain.last()
    if last is None or last.span[1] != start or last.kind not in _LENGTHENED or suffix in _NOT_LENGTHENING:
        return False
    begin = last.span[0]
    if suffix == "院" and last.kind == "village":
        chain.found.pop()
        chain.add("community", last.value, begin, end)
        return True
    if suffix in _SHORT or end - begin > EXTENDED_MAX or (kind == last.kind and kind in {"village", "road"}):
        return False
    chain.found.pop()
    add_name(chain, kind, suffix, begin, end - len(suffix), end)
    return True
