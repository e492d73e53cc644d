"""How do shares look on paper? Bars and time lines as inline SVG: no script, no address, readable in black and white."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from service.dedup_figures import Share

HEIGHT, BAR, GAP, LEFT = 150, 18, 6, 46  # pixels
ROW, LABEL, WIDE = 22, 170, 360
MOST_MONTHS = 60  # the latest ones
LINE_WIDE, LINE_HIGH, MOST_DOTS = 420, 26, 200
_TICKS = 4


def months_chart(months: Share) -> str:
    """Upright bars by month: all cases, and in them those that repeat an earlier one, with a scale at the left."""
    shown = sorted(months)[-MOST_MONTHS:]
    if not shown:
        return '<p class="note">没有数据。</p>'
    top = _round_up(max(months[month][0] for month in shown))
    width = LEFT + len(shown) * (BAR + GAP) + 10
    scale = [_tick(top * step // _TICKS, top, width) for step in range(_TICKS + 1)]
    bars = [_upright(place, month, *months[month], top) for place, month in enumerate(shown)]
    return _svg(width, HEIGHT + 56, "按月件数", [*scale, *bars])


def share_chart(shares: Share, names: Sequence[tuple[str, str]]) -> str:
    """Lying bars: of each (key, name) the share of repeats, in percent, and the counts behind it."""
    rows = []
    for place, (key, name) in enumerate(names):
        all_cases, repeated = shares[key]
        share = repeated / all_cases if all_cases else 0.0
        y = place * ROW
        rows.append(
            f'<text x="{LABEL - 6}" y="{y + 15}" text-anchor="end">{escape(name)}</text>'
            f'<rect class="all" x="{LABEL}" y="{y + 4}" width="{WIDE}" height="14"/>'
            f'<rect class="again" x="{LABEL}" y="{y + 4}" width="{round(WIDE * share)}" height="14"/>'
            f'<text x="{LABEL + WIDE + 6}" y="{y + 15}">{share:.1%}（{repeated:,}／{all_cases:,}）</text>'
        )
    return _svg(LABEL + WIDE + 170, len(names) * ROW + 6, "重复占比", rows)


def timeline(times: Sequence[datetime]) -> str:
    """One dot a case between the first and the last of them."""
    first, last = min(times), max(times)
    span = (last - first).total_seconds() or 1.0
    shown = times if len(times) <= MOST_DOTS else times[:: len(times) // MOST_DOTS + 1]
    dots = [
        f'<circle cx="{8 + (LINE_WIDE - 16) * (time - first).total_seconds() / span:.0f}" cy="9" r="4"/>' for time in shown
    ]
    axis = f'<line x1="8" y1="9" x2="{LINE_WIDE - 8}" y2="9"/>'
    ends = (
        f'<text x="8" y="25">{first:%Y-%m-%d}</text>'
        f'<text x="{LINE_WIDE - 8}" y="25" text-anchor="end">{last:%Y-%m-%d}</text>'
    )
    return _svg(LINE_WIDE, LINE_HIGH, "时间线", [axis, *dots, ends])


def _upright(place: int, month: str, count: int, repeated: int, top: int) -> str:
    x = LEFT + place * (BAR + GAP)
    tall, dark = round(HEIGHT * count / top), round(HEIGHT * repeated / top)
    base = HEIGHT + 8
    return (
        f"<g><title>{month}：{count} 件，其中重复 {repeated} 件</title>"
        f'<rect class="all" x="{x}" y="{base - tall}" width="{BAR}" height="{tall}"/>'
        f'<rect class="again" x="{x}" y="{base - dark}" width="{BAR}" height="{dark}"/>'
        f'<text transform="translate({x + 12},{base + 6}) rotate(60)">{month}</text></g>'
    )


def _tick(value: int, top: int, width: int) -> str:
    y = HEIGHT + 8 - round(HEIGHT * value / top)
    return (
        f'<line x1="{LEFT - 4}" y1="{y}" x2="{width}" y2="{y}"/>'
        f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{value:,}</text>'
    )


def _round_up(value: int) -> int:
    """The next number with one digit that counts, at least _TICKS: 1,234 → 2,000."""
    step = int(10 ** max(0, len(str(value)) - 1))
    return max(_TICKS, -(-value // step) * step)


def _svg(width: int, height: int, label: str, parts: Sequence[str]) -> str:
    return (
        f'<svg role="img" aria-label="{label}" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"{''.join(parts)}</svg>"
    )
