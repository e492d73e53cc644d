"""Can two names be one body: 城管局 and 城市管理局, with and without the place, 我局 for the unit that writes?"""

from __future__ import annotations

import re

_OWN = re.compile(r"^(?:我|本)(?:局|办|委|中心|镇|乡|街道|大队|支队|公司|单位|院|校|所|处|会)$")
_FULL = (
    ("城市管理和综合执法",
    "城管"),
    ("城市管理综合执法",
    "城管"),
    ("综合行政执法",
    "城管"),
    ("城市管理",
    "城管"),
    ("住房和城乡建设",
    "住建"),
    ("人力资源和社会保障",
    "人社"),
    ("自然资源和规划",
    "自然资源"),
    ("市场监督管理",
    "市监"),
    ("交通运输",
    "交通"),
    ("卫生健康",
    "卫健"),
    ("发展和改革",
    "发改"),
    ("工业和信息化",
    "工信"),
    ("文化广电旅游",
    "文旅"),
    ("公安局交通警察",
    "交警"),
    ("公安局交警",
    "交警"),
    ("人民政府",
    "政府"),
    ("村民委员会",
    "村委会"),
    ("居民委员会",
    "居委会"),
    ("街道办事处",
    "街道"),
    ("有限责任公司",
    "公司"),
    ("有限公司",
    "公司"),
    ("管理委员会",
    "管委会"),
    ("委员会", "委"), ("办公室", "办"),
)  # fmt: skip
_LEVEL = re.compile(r"^(?:[一-鿿]{2,4}?(?:市|区|县))?(?:市|区|县|我|本)?(?=.{2})")


def same_unit(new: str, old: str, own_new: str = "", own_old: str = "") -> bool:
    """Whether two names can be one body: full and short forms, with and without the place, 我局 for the unit that writes.

    >>> same_unit("临溪市城市管理局", "市城管局"), same_unit("石门镇人民政府", "县交通运输局")
    (True, False)
    """
    a = own_new if _OWN.match(new) and own_new else new
    b = own_old if _OWN.match(old) and own_old else old
    short, long = sorted((plain_unit(a), plain_unit(b)), key=len)
    if _OWN.match(a) or _OWN.match(b):
        return True  # nobody knows who writes
    rest = iter(long)
    return all(char in rest for char in short)


def plain_unit(name: str) -> str:
    """A body's name without its place, in the short form of the trade: what kind of body it is.

    >>> plain_unit("临溪市城市管理局"), plain_unit("石门镇人民政府")
    ('城管局', '石门镇政府')
    """
    for full, brief in _FULL:
        name = name.replace(full, brief)
    return _LEVEL.sub("", name)
