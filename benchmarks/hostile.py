"""What does the worst archive that somebody can send us cost a check?

    python -m benchmarks.hostile [--scale 1.0] [--data DIR] [--limit 250]

An archive of letters from one template (a third with another place), of letters of 256 KB without any sense, of copies of one
text, of one caller who writes again and again, and of normal cases; thousands of the letters are one matter. Then one more of
each sort is asked for, and what its time was spent on is printed where that is over the limit. Processor time of the one thread
that checks; the exit code is 1 where a check takes longer than `--limit` milliseconds.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import pstats
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from itertools import chain
from pathlib import Path

from benchmarks.archive import NOW, cases, fill, open_library
from engine.case import Case, Person
from index.library import Library
from index.store import Transaction

TEMPLATES, COPIES, LARGE, CALLS, NORMAL = 20_000, 2_000, 200, 600, 5_000
MATTERS = 4
"""Matters that the template letters of an archive are put into, the first of them half of all letters."""
REGISTERED = 60
"""Template letters that are registered one by one, so that a matter grows as matters do."""
BYTES = 256 * 1024
CO_PETITIONERS = 100
_PLACES = ("云杉里", "松涧苑", "芦花坪", "白榆庭", "青柚湾", "石榴溪", "桑梓园", "竹影轩")
_TEMPLATE = (
    "我是{place}小区{building}号楼业主{name}。小区地下车库自去年雨季以来多次进水，积水最深处超过三十厘米，十余辆车被泡，"
    "物业公司以维修资金不足为由拒绝更换排水泵。我们多次向街道反映，至今没有结果。现强烈要求有关部门责令物业公司立即更换排水泵、"
    "公示维修资金使用情况，并赔偿业主损失{loss}元。此致敬礼。"
)
_COPY = "松涧桥头的窨井盖丢了三天，夜里有人骑车摔伤，请尽快补上，并在旁边设置警示标志。"
_CALL = "芦花坪小区{building}号楼的路灯又不亮了，第{n}次打电话，请尽快派人来看。"
_SENTENCE = "云杉里小区3号楼2单元的下水管又堵了，物业说已经报修，至今没有人来处理。"
_ITEM = "{n}、请求解决云杉里小区{n}号楼电梯故障问题，至今没有答复。"


def template_letter(n: int) -> Case:
    """Letter `n` of the template, by a person of its own; every third one from another estate."""
    place = _PLACES[0] if n % 3 else _PLACES[1 + n // 3 % (len(_PLACES) - 1)]
    text = _TEMPLATE.format(place=place, building=1 + n % 18, name=f"魏{_name(n)}", loss=1_000 + 10 * (n % 50))
    return _case(f"t{n}", n, text, Person(name=f"魏{_name(n)}", phone=f"1391{n:07d}"))


def copied_letter(n: int) -> Case:
    """One text, by many persons."""
    return _case(f"k{n}", n, _COPY, Person(name=f"储{_name(n)}", phone=f"1392{n:07d}"))


def call(n: int) -> Case:
    """One person who calls again and again."""
    return _case(f"c{n}", n, _CALL.format(building=1 + n % 7, n=n), Person(name="闵立秋", phone="13930000001"))


def large_letters(size: int = BYTES) -> dict[str, str]:
    """Texts of `size` bytes by what they consist of."""

    def filled(piece: str) -> str:
        return (piece * (1 + size // len(piece.encode())))[: size // max(1, len(piece.encode()) // len(piece))]

    return {
        "one character": filled("水"),
        "one sentence": filled(_SENTENCE),
        "digits": filled("0123456789"),
        "one digit": filled("7"),
        "brackets": filled("（【《「"),
        "opened only": filled("("),
        "spaces": filled(" "),
        "line breaks": filled("水\n"),
        "commas": filled("水，"),
        "enumerated": "反映以下几个问题：" + filled("".join(_ITEM.format(n=n) for n in range(1, 9))),
        "one number after the other": filled("".join(f"{n}号楼" for n in range(1, 400))),
        "many sentences": "".join(_TEMPLATE.format(place=_PLACES[n % 8], building=n, name=_name(n), loss=n) for n in range(700))[
            : size // 3
        ],
    }


def large_letter(sort: str, n: int, size: int = BYTES) -> Case:
    """A letter of one of the sorts of `large_letters`."""
    return _case(f"l{n}", n, large_letters(size)[sort], Person(name=f"邬{_name(n)}", phone=f"1394{n:07d}"))


def archive(scale: float = 1.0, size: int = BYTES) -> Iterator[Case]:
    """All that is filled in, `scale` times the full numbers of each sort."""
    texts = list(large_letters(size).items())
    many = [round(scale * number) for number in (TEMPLATES, COPIES, CALLS, LARGE, NORMAL)]
    return chain(
        map(template_letter, range(many[0])),
        map(copied_letter, range(many[1])),
        map(call, range(many[2])),
        (
            _case(f"l{n}", n, texts[n % len(texts)][1], Person(name=f"邬{_name(n)}", phone=f"1394{n:07d}"))
            for n in range(many[3])
        ),
        cases(many[4], 21),
    )


def questions(size: int = BYTES) -> dict[str, Case]:
    """What is asked of that archive: one more of each sort, and texts of hardly anything."""
    far = 9_000_000
    joint = tuple(Person(name=f"魏{_name(n)}", phone=f"1391{n:07d}") for n in range(CO_PETITIONERS))
    writer = Person(name="闵立秋", phone="13930000001")
    letters = {
        "template, first estate": template_letter(far + 2),
        "template, another estate": template_letter(far + 3),
        "template, many co-petitioners": _replaced(template_letter(far + 4), joint),
        "template, by the caller": _case("q1", far, template_letter(far + 2).text, writer),
        "copy": copied_letter(far),
        "call": call(far),
        "emoji only": _case("q2", far, "😡😡😡🚗🚗", writer),
        "one character": _case("q3", far, "水", writer),
        "one character, by nobody": _case("q4", far, "水", None),
        "nothing but spaces": _case("q5", far, "  \n ", None),
    }
    for n, sort in enumerate(large_letters(size)):
        letters[f"256 KB: {sort}"] = large_letter(sort, far + n, size)
    letters["256 KB: template, by the caller"] = _case("q6", far, large_letters(size)["many sentences"], writer)
    return letters


def prepare_archive(library: Library, scale: float = 1.0, size: int = BYTES, registered: int = REGISTERED) -> None:
    """Fill `library`, put the template letters into a few matters, and register some more of them."""
    fill(library, archive(scale, size))
    letters = round(scale * TEMPLATES)
    with library.store.read() as reader:
        seq_of = reader.seq_of([f"t{n}" for n in range(letters)])

    def group(transaction: Transaction) -> None:
        for matter in range(MATTERS):
            own = [seq for n, seq in enumerate(seq_of.values()) if max(0, n % (2 * MATTERS) - MATTERS) == matter]
            library.set_matter(transaction, own, f"m-{matter}")

    library.store.write(group)
    for n in range(registered):
        library.register(template_letter(letters + n), b"%d" % n)


def cold_check(library: Library, case: Case, times: int = 3) -> float:
    """Milliseconds of the least disturbed of so many checks, each of which meets an empty cache of decoded cases."""
    found = []
    for _ in range(times):
        library._known.clear()
        started = time.thread_time()
        library.check(case)
        found.append((time.thread_time() - started) * 1e3)
    return min(found)


def _case(case_id: str, minute: int, text: str, who: Person | None) -> Case:
    return Case(case_id, text, NOW + timedelta(minutes=minute), petitioner=who)


def _replaced(case: Case, joint: tuple[Person, ...]) -> Case:
    return Case(case.case_id, case.text, case.received_at, petitioner=case.petitioner, co_petitioners=joint)


def _name(n: int) -> str:
    given = "安柏辰迪恩帆谷涵佳可岚明宁朴琦若思桐"
    return given[n % len(given)] + given[n // len(given) % len(given)]


def _costs(library: Library, case: Case) -> str:
    """The ten functions that one check spends most time in itself."""
    library._known.clear()
    profiler = cProfile.Profile()
    profiler.runcall(library.check, case)
    out = io.StringIO()
    pstats.Stats(profiler, stream=out).sort_stats("tottime").print_stats(10)
    lines = [line for line in out.getvalue().splitlines() if line.strip()]
    return "\n".join(f"    {line}" for line in lines[4:])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--scale", type=float, default=1.0, help="of the full archive's numbers")
    parser.add_argument("--data", type=Path, help="data directory to fill or use again")
    parser.add_argument("--limit", type=float, default=250.0, help="milliseconds of processor time")
    parser.add_argument("--only", default="", help="questions whose name holds this")
    chosen = parser.parse_args()
    late = []
    with ExitStack() as stack:
        folder = chosen.data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        library = open_library(folder)
        stack.callback(library.close)
        if not library.stats()["cases"]:
            prepare_archive(library, chosen.scale)
        print(f"{library.stats()['cases']:,} cases")
        for case in cases(20, 22):  # what is made at the first use is no part of any check
            library.check(case)
        for name, case in questions().items():
            if chosen.only not in name:
                continue
            took = cold_check(library, case)
            print(f"{took:9.1f} ms  {name}", flush=True)
            if took > chosen.limit:
                late.append(name)
                print(_costs(library, case), flush=True)
    sys.exit(1 if late else 0)


if __name__ == "__main__":
    main()
