"""How does a head of office see, on one page, what the pile holds?

One HTML file without any address in it: it opens on a machine without a network, can be mailed and printed. Texts are
cut and long numbers masked, because a report travels further than the tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from html import escape

from engine.case import Case
from service.dedup_result import Result

MOST_GROUPS = 30  # of the largest ones shown
MOST_MONTHS = 36  # in the chart, the latest ones
TEASER = 60  # characters of a text
CHART_HEIGHT, BAR, GAP = 160, 18, 6  # pixels

TIERS = {"near": "文字重复（逐字或近似）", "matter": "同一事项（判重引擎）"}
RELATIONS = {
    "SUBMIT_TWICE": "重复提交",
    "REPEAT_PETITION": "重复件",
    "FOLLOW_UP_URGE": "催单",
    "FOLLOW_UP_SUPPLEMENT": "补充",
    "RECURRENCE": "复发",
    "SAME_MATTER_OTHER_PERSON": "同事多人",
    "PARTIAL_OVERLAP": "部分重复",
    "SAME_PERSON_NEW_MATTER": "同人异事",
    "SIMILAR_CASE": "类案",
    "NEW": "初件",
    "NEEDS_REVIEW": "待人工判定",
    "WITHDRAWAL": "撤回",
    "EXACT_COPY": "文字相同",
    "NEAR_COPY": "文字近似",
}
_LONG_NUMBER = re.compile(r"\d(?:[- ]?\d){6,}[\dXx]?")
_STYLE = """
body{font:15px/1.6 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;color:#1b2733;margin:2em auto;
max-width:62em;padding:0 1em}
table.small{width:auto}h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em}
.figures{display:flex;flex-wrap:wrap;gap:1em}.figures div{border:1px solid #d5dce3;border-radius:6px;padding:.6em 1.2em}
.figures b{display:block;font-size:1.6em;font-variant-numeric:tabular-nums}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #e3e8ed;padding:.35em .6em;text-align:left;
vertical-align:top}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.note{color:#5b6975}svg text{font-size:11px;fill:#5b6975}
@media print{body{margin:0;max-width:none}}
"""


def render_report(result: Result, sources: Sequence[str]) -> str:
    """The whole page. `sources` are the names of the files read."""
    summary = result.summary()
    title = "重复件与同一事项统计"
    return "\n".join(
        (
            '<!doctype html>\n<html lang="zh-CN">\n<head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>{title}</title><style>{_STYLE}</style></head>\n<body>",
            f"<h1>{title}</h1>",
            f'<p class="note">判定方式：{TIERS[result.tier]}。来源：{escape("、".join(sources))}。'
            "判定仅供参考，是否并单由承办人决定。</p>",
            _figures(summary),
            "<h2>按月分布</h2>",
            _chart(result),
            "<h2>判定结果</h2>",
            _relations(result),
            f"<h2>最大的事项（前 {MOST_GROUPS} 个）</h2>",
            _groups(result),
            "</body>\n</html>\n",
        )
    )


def masked(text: str) -> str:
    """`text` with every number long enough to name a person or an account as stars.

    >>> masked("电话13900001234，3号楼")
    '电话***********，3号楼'
    """
    return _LONG_NUMBER.sub(lambda found: "*" * len(found.group()), text)


def _figures(summary: dict[str, object]) -> str:
    names = {"cases": "件数", "groups": "事项（两件以上）", "cases_in_groups": "涉及件数", "duplicates": "重复件数"}
    boxes = "".join(f"<div><b>{summary[key]:,}</b>{name}</div>" for key, name in names.items())
    return f'<div class="figures">{boxes}</div>'


def _chart(result: Result) -> str:
    """Bars by month of arrival: all cases, and in them those that repeat an earlier one."""
    all_cases: Counter[str] = Counter()
    repeated: Counter[str] = Counter()
    for member, case in zip(result.members, result.cases, strict=True):
        month = f"{case.received_at:%Y-%m}"
        all_cases[month] += 1
        repeated[month] += not member.keep
    months = sorted(all_cases)[-MOST_MONTHS:]
    if not months:
        return '<p class="note">没有数据。</p>'
    top = max(all_cases[month] for month in months)
    width = len(months) * (BAR + GAP) + 60
    parts = [_bar(place, month, all_cases[month], repeated[month], top) for place, month in enumerate(months)]
    return (
        f'<svg role="img" aria-label="按月件数" width="{width}" height="{CHART_HEIGHT + 50}" '
        f'viewBox="0 0 {width} {CHART_HEIGHT + 50}">{"".join(parts)}</svg>'
        '<p class="note">浅色：全部；深色：其中与先前某件重复的。</p>'
    )


def _bar(place: int, month: str, count: int, repeated: int, top: int) -> str:
    x = place * (BAR + GAP) + 10
    tall, dark = round(CHART_HEIGHT * count / top), round(CHART_HEIGHT * repeated / top)
    base = CHART_HEIGHT + 5
    label = f"{month}：{count} 件，其中重复 {repeated} 件"
    text = f'<text transform="translate({x + 12},{base + 6}) rotate(60)">{month}</text>'
    return (
        f"<g><title>{label}</title>"
        f'<rect x="{x}" y="{base - tall}" width="{BAR}" height="{tall}" fill="#b9cfe4"/>'
        f'<rect x="{x}" y="{base - dark}" width="{BAR}" height="{dark}" fill="#2f6496"/>{text}</g>'
    )


def _relations(result: Result) -> str:
    counts = Counter(member.relation for member in result.members if member.relation)
    rows = "".join(
        f'<tr><td>{RELATIONS.get(code, escape(code))}</td><td class="n">{count:,}</td></tr>'
        for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )
    return f'<table class="small"><tr><th>结果</th><th class="n">件数</th></tr>{rows}</table>'


def _groups(result: Result) -> str:
    rows = "".join(_group_row(place, cases) for place, (_, cases) in enumerate(result.largest(MOST_GROUPS), 1))
    if not rows:
        return '<p class="note">没有两件以上的事项。</p>'
    head = '<tr><th class="n">序</th><th class="n">件数</th><th>最早一件</th><th>起止</th><th>承办单位</th></tr>'
    return f"<table>{head}{rows}</table>"


def _group_row(place: int, cases: Sequence[Case]) -> str:
    first = cases[0]
    teaser = "（保密件）" if first.confidential else masked(" ".join((first.title or first.text).split()))
    teaser = teaser if len(teaser) <= TEASER else teaser[: TEASER - 1] + "…"
    units = sorted({case.handling_unit for case in cases if case.handling_unit})
    days = sorted(f"{case.received_at:%Y-%m-%d}" for case in cases)
    span = days[0] if days[0] == days[-1] else f"{days[0]} 至 {days[-1]}"
    shown = "、".join(units[:3]) + (f" 等 {len(units)} 个" if len(units) > 3 else "")
    return (
        f'<tr><td class="n">{place}</td><td class="n">{len(cases)}</td>'
        f"<td>{escape(first.case_id)}<br>{escape(teaser)}</td><td>{span}</td><td>{escape(shown)}</td></tr>"
    )
