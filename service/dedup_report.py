"""How does a head of office see, on paper, what ten years of cases hold?

One HTML file without any address in it: it opens on a machine without a network, can be mailed and printed. Texts are
cut and long numbers masked, because a report travels further than the tables. What was not judged has its own chapter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from engine.case import Case
from service.dedup_audit import decision
from service.dedup_charts import months_chart, share_chart, timeline
from service.dedup_figures import MIN_LETTERS, SAMPLED, TEMPLATE_PERSONS, Figures, Group, Share, figures, opposed
from service.dedup_pile import Pile
from service.dedup_result import Result
from service.dedup_words import CHANNELS, CONCEALED, NO_UNIT, OUTCOMES, RELATIONS, TIERS, teaser

MOST_UNITS = 25
MOST_REASONS = 12
TEASER, REPLY = 90, 160  # characters
TITLE = "重复件与同一事项统计报告"
_STYLE = """
body{font:15px/1.6 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC","SimSun",sans-serif;color:#1b2733;
margin:2em auto;max-width:62em;padding:0 1em}
h1{font-size:1.6em}h2{font-size:1.2em;margin-top:2.2em;border-bottom:2px solid #2f6496}h3{font-size:1em;margin:1.4em 0 .3em}
.figures{display:flex;flex-wrap:wrap;gap:1em}.figures div{border:1px solid #d5dce3;border-radius:6px;padding:.6em 1.2em}
.figures b{display:block;font-size:1.6em;font-variant-numeric:tabular-nums}
table{border-collapse:collapse;width:100%;table-layout:auto}th,td{border-bottom:1px solid #e3e8ed;padding:.35em .6em;
text-align:left;vertical-align:top;overflow-wrap:anywhere}table.small{width:auto}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.note{color:#5b6975;font-weight:normal}svg{max-width:100%;height:auto}svg text{font-size:11px;fill:#45525e}
svg line{stroke:#c9d2da}svg .all{fill:#dbe6f1;stroke:#8aa7c2}svg .again{fill:#2f6496}svg circle{fill:#2f6496;fill-opacity:.7}
.pair td{width:50%;white-space:pre-wrap;font-size:.93em}mark{background:#ffe9a8;text-decoration:underline}
.tick{margin:.2em 0 0}
@media print{body{margin:0;max-width:none;font-size:12px}section,tr,svg{break-inside:avoid}h2{break-after:avoid}
.audit{break-before:page}mark{background:none;font-weight:bold}}
"""


def render_report(result: Result, pile: Pile, sources: Sequence[str]) -> Iterator[str]:
    """The page in pieces. `sources` are the names of the files read."""
    found = figures(result)
    summary = result.summary()
    yield '<!doctype html>\n<html lang="zh-CN">\n<head><meta charset="utf-8">'
    yield f'<meta name="viewport" content="width=device-width"><title>{TITLE}</title><style>{_STYLE}</style></head>\n<body>'
    yield f"<h1>{TITLE}</h1>"
    yield (
        f'<p class="note">判定方式：{TIERS[result.tier]}。来源：{_list_of(sources)}。判定仅供参考，是否并单由承办人决定；'
        "每组以最先收到的一件为代表件，其承办单位即首接单位。</p>"
    )
    yield _totals(summary, pile)
    yield from _shares(found)
    yield f"<h2>最大的事项（前 {len(found.largest)} 个）</h2>"
    yield from (_matter(place, group) for place, group in enumerate(found.largest, 1))
    if not found.largest:
        yield '<p class="note">没有两件以上的事项。</p>'
    yield "<h2>模板信</h2>" + _templates(found.templates)
    yield "<h2>答复口径不一致</h2>" + _contradictions(found)
    yield "<h2>没有判定的内容</h2>" + _not_judged(result, pile, found)
    yield f'<h2 class="audit">抽样核对（{len(found.sampled)} 对）</h2>'
    yield (
        f'<p class="note">按判定结果分层、固定种子抽取，至多 {SAMPLED} 对，不含保密件。两侧不同之处加底色，打印时为粗体。'
        "请两人各自勾选，再比对差异；不是同一事项的对数除以总对数，就是误判率的估计。</p>"
    )
    yield from (decision(number, *each) for number, each in enumerate(found.sampled, 1))
    yield "</body>\n</html>\n"


def _totals(summary: dict[str, object], pile: Pile) -> str:
    names = {"cases": "件数", "groups": "事项（两件以上）", "cases_in_groups": "涉及件数", "duplicates": "重复件数"}
    boxes = "".join(f"<div><b>{summary[key]:,}</b>{name}</div>" for key, name in names.items())
    read = (
        f"读入 {pile.read:,} 行 = 案件 {len(pile.cases):,} + 完全相同的行 {pile.repeated:,} + 拒收 {pile.rejected:,}"
        f"（{'相符' if pile.balanced else '不相符，请勿使用本报告'}）。"
    )
    return f'<div class="figures">{boxes}</div><p>{read}</p>'


def _shares(found: Figures) -> Iterator[str]:
    yield "<h2>按月</h2>" + months_chart(found.months)
    yield '<p class="note">浅色：全部；深色：其中与先前某件重复的。</p>'
    yield "<h2>按渠道</h2>"
    by_size = _largest(found.channels, len(CHANNELS))
    yield share_chart(found.channels, [(key, CHANNELS.get(key, key)) for key in by_size])
    yield "<h2>按承办单位</h2>"
    yield share_chart(found.units, [(key, teaser(key, 14) or NO_UNIT) for key in _largest(found.units, MOST_UNITS)])
    if (more := len(found.units) - MOST_UNITS) > 0:
        yield f'<p class="note">只列件数最多的 {MOST_UNITS} 个单位，另有 {more:,} 个未列。</p>'
    yield "<h2>判定结果</h2>"
    yield _table(
        ("结果", "件数"), [(RELATIONS.get(code, code), f"{count:,}") for code, count in found.relations.most_common() if code]
    )


def _largest(shares: Share, most: int) -> list[str]:
    return sorted(shares, key=lambda key: (-shares[key][0], key))[:most]


def _matter(place: int, group: Group) -> str:
    first, units = group.cases[0], group.units()
    secret = any(case.confidential for case in group.cases)
    head = CONCEALED if secret else escape(teaser(first.title or first.text, TEASER))
    relations = Counter(RELATIONS.get(each, each) for each in group.relations if each)
    facts = [
        f"{group.size:,} 件",
        f"信访人 {group.persons():,} 名（可辨认的）",
        "承办单位：" + (_list_of(f"{unit}（{count}）" for unit, count in units.most_common(5)) or NO_UNIT),
        "判定：" + _list_of(f"{name} {count}" for name, count in relations.most_common(4)),
    ]
    many = "　<b>多头办理</b>" if len(units) > 1 else ""
    return (
        f'<section><h3>{place}. {escape(first.case_id)} <span class="note">{group.matter_id}</span>{many}</h3><p>{head}</p>'
        f"{timeline([case.received_at for case in group.cases])}<p>{'；'.join(facts)}。</p></section>"
    )


def _templates(groups: Sequence[Group]) -> str:
    if not groups:
        return f'<p class="note">没有发现 {TEMPLATE_PERSONS} 人以上使用同一文本的来信。</p>'
    rows = [
        (
            group.cases[0].case_id,
            f"{group.size:,}",
            f"{group.persons():,}",
            CONCEALED if group.cases[0].confidential else teaser(group.cases[0].text, TEASER),
        )
        for group in groups
    ]
    return _table(("代表件", "件数", "人数", "文本开头"), rows)


def _contradictions(found: Figures) -> str:
    if not found.replied:
        return '<p class="note">来源中没有答复意见，未作比对。</p>'
    if not found.contradictions:
        return '<p class="note">同一事项的答复之间没有发现相反的结论。只比对办理结果和表态用语，不比对数额和期限。</p>'
    parts = []
    for group in found.contradictions:
        sides = opposed(group.cases)
        cells = "".join(f"<td>{_reply(case)}</td>" for case in sides)
        parts.append(
            f'<section class="pair"><h3>{escape(group.cases[0].case_id)} <span class="note">{group.size:,} 件</span></h3>'
            f"<table><tr>{cells}</tr></table></section>"
        )
    return "".join(parts) + '<p class="note">并列两种口径，不判断哪一种正确。</p>'


def _reply(case: Case) -> str:
    reply = case.official_reply
    if reply is None:
        return ""
    unit = escape(reply.unit or case.handling_unit or NO_UNIT)
    outcome = escape(OUTCOMES.get(reply.outcome, reply.outcome))
    return f"<b>{escape(case.case_id)}　{unit}　{outcome}</b>\n{escape(teaser(reply.text, REPLY))}"


def _not_judged(result: Result, pile: Pile, found: Figures) -> str:
    reasons = Counter(reason.partition(";")[0].partition("；")[0] for _, _, reason, _ in pile.rejects)
    rows = [
        ("拒收的行（rejects.csv 逐行列出）", f"{pile.rejected:,}"),
        ("没有读完的文件", f"{len(pile.broken):,}"),
        ("待人工判定", f"{found.relations['NEEDS_REVIEW']:,}"),
        ("候选过多、只比对了最近似的", f"{found.flags['CANDIDATES_CAPPED']:,}"),
        ("文本过长、只看了前一部分", f"{found.flags['TEXT_TRUNCATED']:,}"),
        (f"文本不足 {MIN_LETTERS} 字、文字本身不足以判定", f"{found.brief:,}"),
        ("没有信访人信息、无法判断是否同人", f"{found.without_person:,}"),
        ("没有承办单位、不计入多头办理", f"{found.without_unit:,}"),
        ("保密件、只在保密件之间比对", f"{found.confidential:,}"),
    ]
    for key, name in (
        ("pairs_with_conflict", "文字近似但地点、楼栋或编号不同，未合并的对数"),
        ("joins_with_conflict", "与组内某件地点、楼栋或编号冲突，未并入该组的次数"),
        ("texts_too_short", "字数太少、只比对是否完全相同"),
    ):
        if key in result.notes:
            rows.append((name, f"{result.notes[key]:,}"))
    near = "本次只找文字重复：换一种说法的同一事项没有找，请用 --tier matter。" if result.tier == "near" else ""
    broken = "".join(f"<li>{escape(reason)}</li>" for _, reason in pile.broken)
    why = _table(("拒收原因", "行数"), [(teaser(r, TEASER), f"{n:,}") for r, n in reasons.most_common(MOST_REASONS)])
    return (
        f"<p>{near}未列入事项的案件不等于没有重复，只是没有把握。附件、录音、图片没有读；判定没有人工复核。</p>"
        f"{_table(('内容', '数量'), rows)}{f'<ul>{broken}</ul>' if broken else ''}{why if reasons else ''}"
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def cell(tag: str, text: str) -> str:
        number = text.replace(",", "").isdigit()
        return f'<{tag} class="n">{text}</{tag}>' if number else f"<{tag}>{escape(text)}</{tag}>"

    lines = ["".join(cell("th", each) for each in head), *("".join(cell("td", each) for each in row) for row in rows)]
    return f'<table class="small">{"".join(f"<tr>{line}</tr>" for line in lines)}</table>'


def _list_of(words: Iterable[str]) -> str:
    return "、".join(escape(word) for word in words)
