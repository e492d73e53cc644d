"""How does a table of figures become a picture without another library? SVG, written by hand.

`lines` draws one line a series over a logarithmic x (and y), `bars` one group of bars a label. Values that are None are left out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT = 640, 380
LEFT, RIGHT, TOP, BOTTOM = 70, 150, 40, 50
COLOURS = ("#1b6ca8", "#c1432e", "#3a8f4d", "#8a5fb0", "#b8860b", "#4d4d4d")

Points = Sequence[tuple[float, float]]


def lines(title: str, x_name: str, y_name: str, series: Mapping[str, Points]) -> str:
    """Both axes logarithmic; all values above 0."""
    xs = [x for points in series.values() for x, _ in points]
    ys = [y for points in series.values() for _, y in points]
    x_low, x_high = math.floor(math.log10(min(xs))), math.ceil(math.log10(max(xs) * 1.001))
    y_low, y_high = math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys) * 1.001))

    def at(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - x_low) / (x_high - x_low)
        up = (math.log10(y) - y_low) / (y_high - y_low)
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)

    parts = [_grid_y(at(10**x_low, 10**power)[1], f"{10.0**power:g}") for power in range(y_low, y_high + 1)]
    for power in range(x_low, x_high + 1):
        parts.append(_text(at(10**power, 10**y_low)[0], HEIGHT - BOTTOM + 18, f"{10**power:,}", "middle"))
    for number, (name, points) in enumerate(series.items()):
        colour = COLOURS[number // 2 % len(COLOURS)]
        dashed = ' stroke-dasharray="5 4"' if number % 2 else ""
        places = " ".join(f"{a:.1f},{b:.1f}" for a, b in (at(x, y) for x, y in sorted(points)))
        parts.append(f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in (at(x, y) for x, y in points)]
        parts.append(_key(number, name, colour))
    return _picture(title, x_name, y_name, parts)


def bars(title: str, y_name: str, labels: Sequence[str], series: Mapping[str, Sequence[float | None]]) -> str:
    """Values in [0, 1]."""
    floor, room = HEIGHT - BOTTOM, HEIGHT - TOP - BOTTOM
    step = (WIDTH - LEFT - RIGHT) / len(labels)
    width = step * 0.8 / len(series)
    parts = [_grid_y(floor - room * tenth / 10, f"{tenth / 10:g}") for tenth in range(0, 11, 2)]
    parts += [_text(LEFT + step * (n + 0.5), floor + 18, label, "middle") for n, label in enumerate(labels)]
    for number, (name, values) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        for n, value in enumerate(values):
            if value is not None:
                x, height = LEFT + step * (n + 0.1) + width * number, room * value
                box = f'x="{x:.1f}" y="{floor - height:.1f}" width="{width:.1f}" height="{height:.1f}"'
                parts.append(f'<rect {box} fill="{colour}"/>')
        parts.append(_key(number, name, colour))
    return _picture(title, "", y_name, parts)


def _picture(title: str, x_name: str, y_name: str, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">'
    axes = f'<path d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}" fill="none" stroke="#333"/>'
    named = [
        _text(LEFT, 22, title, "start", 'font-size="14" font-weight="bold"'),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, x_name, "middle"),
        _text(16, (TOP + HEIGHT - BOTTOM) / 2, y_name, "middle", f'transform="rotate(-90 16 {(TOP + HEIGHT - BOTTOM) / 2})"'),
    ]
    ground = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    return "\n".join([head, ground, *parts, axes, *named, "</svg>"]) + "\n"


def _text(x: float, y: float, said: str, anchor: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {more}>{escape(said)}</text>'


def _grid_y(y: float, label: str) -> str:
    line = f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
    return line + _text(LEFT - 6, y + 4, label, "end")


def _key(number: int, name: str, colour: str) -> str:
    y = TOP + 18 * number
    mark = f'<rect x="{WIDTH - RIGHT + 12}" y="{y - 9}" width="10" height="10" fill="{colour}"/>'
    return mark + _text(WIDTH - RIGHT + 28, y, name, "start")
