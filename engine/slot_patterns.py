"""What do names, numbers and codes in a petition look like, and where does a name begin?

All word lists and compiled patterns of the slot parser, and the two dataclasses that it returns. Texts are
canonical: simplified, half-width, lower case. Every pattern is bounded or possessive, so that no text makes it
slow. Not for reading numerals (`engine.numerals`) or deciding anything (`engine.slot_compare`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Final

import msgspec

from engine.numerals import CHINESE, DIGITS
from engine.slot_generic import CUT_CHARS, CUT_WORDS, words


class Slot(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One mention. A struct, because a check reads some six hundred of them out of stored bytes.

    `value` is normalised (Arabic digits, no 第/号 suffix noise, aliases folded), `text` as it stands. `kind` is one of
    KINDS. `span` is [start, end) in the text given to `find_slots`. `own` is True where the slot is the petitioner's own
    thing in a letter about something larger ("我是云栖壹号业主，购买2栋1803室").
    """

    kind: str
    value: str
    text: str
    span: tuple[int, int]
    own: bool = False


KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "community": "小区、家属院、大厦、楼盘; without its 小区 suffix and its phase",
        "phase": "一期、北区 of a community",
        "village": "村、社区",
        "group": "社、组、屯 of a village; value 'village|5组', '|5组' without one",
        "road": "路、街、巷、大道、隧道、桥; its kind is part of the value",
        "section": "二段 of a road; value 'road|2段'",
        "house_number": "29号、23弄; value 'road or place|number'",
        "junction": "two roads that cross, sorted; value 'a×b'",
        "building": "12号楼、6幢、南3楼、c座; value '12', '南3', 'c'",
        "unit": "2单元; value '2', '甲'",
        "room": "1203室; value '1203'",
        "floor": "十一楼、负二层; value '11', '-2'",
        "line": "33路、地铁3号线; value '33路', '地铁3号线'",
        "direction": "往X方向、由东向西; value 'X', '东西'",
        "stop": "X站",
        "exit": "a口、2号出口; value 'a', '2'",
        "company": "enterprise, shop, bank, hospital; without its legal form",
        "branch": "钟楼店、黄泥塘支行、新港园区 of a company or school",
        "school": "school or kindergarten",
        "plate": "number plate without its dot",
        "contract": "contract, policy, certificate or file number",
        "waybill": "waybill or order number",
        "amount": "yuan, plain decimal; '约100000' where the text says about, over, nearly",
        "date": "YYYY-MM-DD, YYYY-MM, *-MM-DD (year not written)",
        "deadline": "a date of procedure or the end of a span, written as date: when it was filed, signed, promised",
        "year": "YYYY",
        "season": "a term or batch: 春季, 2024秋季, 上学期",
        "document": "policy document number: 长政发2003-56",
    }
)

SENTENCE_ENDS: Final = "。!?;"
"""No slot depends on what stands beyond one of these: a text may be read sentence by sentence (`engine.slot_clauses`)."""

NUM: Final = "0-9零〇一二三四五六七八九十百千两廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
"""Character class of a numeral."""


NUMERAL_CHARS: Final = frozenset(CHINESE + DIGITS)


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of `words`, longest first, grouped by first character: a miss costs little."""
    parts = []
    for first, group in groupby(sorted(set(words), key=lambda w: (w[0], -len(w), w)), key=lambda w: w[0]):
        tails = [re.escape(word[1:]) for word in group]
        parts.append(f"{first}(?:{'|'.join(tails)})" if len(tails) > 1 or tails[0] else first)
    return "|".join(parts)


# ---- suffixes: what kind of thing a name is ----

COMMUNITY: Final = words("""
    小区 花园 家园 公馆 公舘 庭院 家属院 家属区 家属楼 宿舍 公寓 大厦 新村 名邸 府邸 名苑 嘉苑 雅苑 佳苑 丽苑 新苑 锦苑
    华苑 嘉园 名园 雅园 御园 御景 佳园 馨园 新城 国际城 天城 悦城 悦府 云府 华庭 豪庭 华府 小筑 别墅 山庄 名居 雅居 广场
    商城 写字楼 大院 雅筑 名城 山城 都会 丽都 楼盘 家苑 里弄 西苑 东苑 南苑 北苑 悦景 江景 云庭 名都 水岸 半岛 豪园 华园
    康园 沁园 壹号院
""")
COMMUNITY_SHORT: Final = words("苑 园 府 城 湾 轩 阁 居 邸 庭 郡 墅 筑 寓 坊 院 里")
"""One character: needs a name of two and a fitting right neighbour; 院 and 里 only lengthen a name."""

VILLAGE: Final = words("社区 村 居委会")
ROAD: Final = words("""
    路 街 巷 弄 胡同 大道 公路 高速 隧道 大桥 立交桥 立交 高架桥 高架 连接线 国道 省道 县道 桥 坡
""")
SCHOOL: Final = words("小学 中学 大学 学院 学校 幼儿园 附小 附中 职校 技校 高中 初中 职高")
TRADES: Final = words("""
    教育 培训 留学 家政 物流 健身 旅游 传媒 餐饮 地产 装饰 快递 服饰 纺织 药业 重工 托育 早教
""")
"""Trades that stand for a company; longer names before them are sentences."""

COMPANY: Final = [
    *TRADES,
    *words("""
    有限责任公司 股份有限公司 有限公司 分公司 公司 物业 置业 房地产 集团 工厂 重机 超市 医院 卫生院 诊所 药店 药房 银行
    驾校 餐馆 饭店 酒店 宾馆 酒家 酒楼 ktv 网吧 旅行社 砖厂 水厂 酒吧 商行 乐园 商场 百货 会所 影城 信用社 农商行 菜市场
    农贸市场 市场 加油站 养鸡场 养猪场 停车场 公园 食堂 厂
"""),
]
BRANCH: Final = words("支行 分行 分店 分校 校区 园区 院区 门店 店 营业部 营业厅 分院")
STOP: Final = words("公交站 地铁站 火车站 汽车站 站")


def _suffix_kinds() -> dict[str, str]:
    families = {
        "stop": STOP,
        "branch": BRANCH,
        "company": COMPANY,
        "school": SCHOOL,
        "road": ROAD,
        "village": VILLAGE,
        "community": [*COMMUNITY, *COMMUNITY_SHORT],
        "resident": ["业主", "住户", "开发商", "售楼部"],
    }
    return {suffix: kind for kind, suffixes in families.items() for suffix in suffixes}


SUFFIX_KIND: Final[Mapping[str, str]] = MappingProxyType(_suffix_kinds())
"""Word that ends a name → kind; "resident" is a name without suffix before 业主."""

# ---- numbered things ----


def _tail_kinds() -> dict[str, str]:
    families = {
        "building": "号楼 号栋 号幢 号座 栋 幢 座 #楼 #栋 #",
        "unit": "单元 号单元",
        "room": "室 房 号房",
        "floor": "层 楼",
        "line": "号线",
        "road_or_line": "路",
        "house_number": "弄 号",
        "phase": "期",
        "area": "区",
        "group": "社 组 村民组 屯 队",
        "section": "段",
        "exit": "号出口 号口 号出入口",
        "amount": "元 万元 块 圆 万块 万 千元 亿元 多元 余元 多块 万多 万余元 万多元 万余 余万元 多万 多万元",
        "date": "年 月",
        "road": "街 巷 大道",
        "village": "村",
        "school": "中 小 中学 小学",
    }
    return {tail: kind for kind, tails in families.items() for tail in tails.split()}


TAIL_KIND: Final[Mapping[str, str]] = MappingProxyType(_tail_kinds())
"""What follows a numeral → what it counts."""

LETTERED_TAILS: Final = words("座 栋 幢 号楼 单元 区 出口 口")
"""What may follow a letter, its number and 甲, 乙, 丙 or 丁."""

MAX_HITS: Final = 3000
"""Anchors that are read in one text; real texts have 20 for 250 characters, so the longest one needs no more."""

# ---- where a name begins ----

_CUT_GUARDED: Final = (
    r"到(?!家)|向(?![阳荣日上善红前])|与|和(?![平谐睦顺美风煦家盛润悦鸣园泰庄安宸苑府园居城轩])|对|为(?!民)|都(?![市会江匀景城])|将(?!军)"
    r"|有(?![色机巢])|无(?!锡)|会(?!展)|之(?![江间心光星城春家窗都园苑郡梦谷韵歌湾门翼屿岛畔恋])|(?<!自)在|同(?![仁心济福方德乐创升和顺发兴])|近(?!江)|等(?!级)|其"
    r"|(?<!自)由|(?<!附)属|好(?![乐来运又*])|内(?!蒙)|人(?![民才和])|第(?![一二三四五六七八九十0-9])"
    r"|建设(?![路街大一二三四五六七八九])|办(?![事公])|以|上的|下的|的话|时(?![代光尚珍])|年(?![丰华代年轮])"
    r"|(?<=[0-9])[月日号米]|旁(?!海)|么|却|向着|(?<![智节功性万全中华国动热电核可])能(?![量源建仁达])"
)
GUARDED_FIRST: Final = "在能到向与和对为都将有无会之同近等其由属好内人第建办以上下的时年月日号米旁么却"
_CUT_ADMIN: Final = (
    r"省|(?<=[a-z0-9])市|(?<![城超都门夜])市(?!场|民|政|中心|府|南|北)|(?<![小社园校库片景地家生住])区|县|镇|(?<!水)乡"
    r"|街道办事处|街道办|街道|自治州|板块|片区"
)
_CUT_FIRST: Final = "".join(sorted({word[0] for word in CUT_WORDS} | set(GUARDED_FIRST) | set("省市区县镇乡街自板片")))
"""What a long or guarded cut can begin with: one set look-up instead of a hundred alternatives."""

LAST_CUT: Final = re.compile(
    rf"(?s:.*)(?:[{CUT_CHARS}]|[^\u4e00-\u9fff0-9a-z·*]|(?=[{_CUT_FIRST}])"
    rf"(?:{_CUT_ADMIN}|{_CUT_GUARDED}|{alternatives(CUT_WORDS)}))"
)
"""Matched on the window before a suffix, its end is where the name begins. Greedy: finds the last cut."""

NAME_MAX: Final = 12
"""Characters of a name before its suffix; longer runs are cut here, and the comparison tolerates noise at the left."""

LEADING_NOISE: Final = re.compile(
    r"(?:[0-9a-z]{1,12}(?![0-9a-z])|小区|社区|[去要家](?=[\u4e00-\u9fff]{3})|原|兹|现|故|系|本|另|特|敬)+"
)
"""What may stick to the left of a name after the cut."""
