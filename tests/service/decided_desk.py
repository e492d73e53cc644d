"""A data directory whose people have decided: fictional estates, three letters about each, two of them about one matter."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from service.cli import app
from service.flows import Desk
from service.wire import SHANGHAI, parse_case

NAMES = "松涛 云溪 鹤鸣 桂影 澄湖 兰汀 石榴 枫桥 梧桐 望川 晴岚 竹隐 丹霞 清越 荷塘 雪岭 栖霞 南雁 碧峰 长亭".split()
KINDS = ("苑", "庭")
PROBLEMS = (
    ("电梯经常停运，老人下不了楼，物业一直拖着不修", "反映电梯坏了三周没人管，老人上下楼困难，要求物业尽快修好电梯"),
    ("楼下烧烤店半夜吵闹，油烟熏得窗户打不开", "烧烤店夜里喧哗到两点，油烟很大，居民睡不好，请城管处理烧烤油烟"),
    ("地下车库漏水严重，车被泡了", "车库顶板渗漏，积水没过脚面，请住建部门督促开发商维修车库漏水"),
    ("路灯整排不亮，晚上摔伤过人", "夜里没有路灯，漆黑一片，有人摔伤，请尽快恢复路灯照明"),
    ("垃圾三天没有清运，臭气熏天", "垃圾桶满出来没人清运，气味难闻，请环卫及时清运垃圾"),
)
CLASSES = ("城建", "环保", "住建", "城建", "环卫")
ESTATES = [f"{name}{kind}" for kind in KINDS for name in NAMES]


def cases() -> list[dict[str, object]]:
    """Three for each estate: two neighbours about one thing, and a third about another one."""
    found: list[dict[str, object]] = []
    for number, estate in enumerate(ESTATES):
        first, other = number % len(PROBLEMS), (number + 1 + number // 5 % 3) % len(PROBLEMS)
        texts = [(PROBLEMS[first][0], first), (PROBLEMS[first][1], first), (PROBLEMS[other][number % 2], other)]
        for place, (text, problem) in enumerate(texts):
            found.append(
                {
                    "case_id": f"F{number:02d}{'abc'[place]}",
                    "received_at": f"2031-0{1 + place}-{1 + number % 28:02d}T09:00:00",
                    "text": f"{estate}小区{text}。" if place else f"我住在{estate}，小区里{text}，打过电话没有答复。",
                    "petitioner": {"account": f"fictional-{number}-{place}"},
                    "category": CLASSES[problem],
                }
            )
    return found


def decisions(*, turned: bool = False) -> list[tuple[str, str, str]]:
    """What careful people say of them; `turned`: by rote, about every second estate the opposite."""
    found = []
    for number in range(len(ESTATES)):
        a, b, c = (f"F{number:02d}{letter}" for letter in "abc")
        yes, no = ("reject", "confirm") if turned and number % 2 else ("confirm", "reject")
        found += [(a, b, yes), (c, a, no), (c, b, no)]
    return found


def filled(data: Path, said: list[tuple[str, str, str]]) -> Path:
    """The directory, with the cases registered and the decisions kept."""
    from datetime import datetime

    now = datetime(2031, 6, 1, tzinfo=SHANGHAI)
    desk = Desk.open(data)
    try:
        for _ in desk.load(parse_case(case, now) for case in cases()):
            pass
        for one, other, decision in said:
            desk.decide(one, other, decision, "a clerk", "")
    finally:
        desk.close()
    return data


def labels_file(path: Path, said: list[tuple[str, str, str]]) -> Path:
    rows = [{"case_id": one, "other_case_id": other, "decision": decision} for one, other, decision in said]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def leian(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])
