"""Small drawings written as SVG: a line in a table row, one chart of an indicator. No style in it: pages allow none."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from huizong_airflow.board.words import short_period

INK, SOFT, LINE = "#0b57a4", "#4c5868", "#c9d1db"


def sparkline(values: Sequence[Decimal | None], width: int = 120, height: int = 28) -> Markup:
    """A line of the values, oldest first, with a dot at the last; a gap where there is none. Empty below two values."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return Markup("")
    places = _places(values, (3, width - 4), (3, height - 3), min(known), max(known))
    last = next(place for place in reversed(places) if place is not None)
    drawn = Markup("").join(_line(run, 1.5) for run in _runs(places))
    dot = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="2.5" fill="{}"/>').format(*last, INK)
    return Markup('<svg width="{0}" height="{1}" viewBox="0 0 {0} {1}" aria-hidden="true">{2}{3}</svg>').format(width, height, drawn, dot)


def chart(periods: Sequence[str], values: Sequence[Decimal | None], title: str, width: int = 760, height: int = 240) -> Markup:
    """The values over periods with both axes; from 0 where none is below it. Empty without any value."""
    known = [value for value in values if value is not None]
    if not known:
        return Markup("")
    low, high = min(*known, Decimal(0)), max(*known, Decimal(0))
    high = high if high > low else low + 1
    left, right, top, bottom = 78, width - 28, 14, height - 30
    places = _places(values, (left, right), (top, bottom), low, high)
    parts = []
    for step in range(5):
        value = low + (high - low) * step / 4
        y = bottom - (bottom - top) * step / 4
        parts.append(Markup('<line x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}" stroke="{}"/>').format(left, right, y, y, LINE))
        parts.append(_text(left - 6, y + 4, f"{value:,.{0 if high - low >= 20 else 2}f}", "end"))
    every = max(1, -(-len(periods) // 12))
    for number, (period, place) in enumerate(zip(periods, _across(len(periods), left, right), strict=True)):
        if number % every == (len(periods) - 1) % every:
            parts.append(_text(place, height - 10, short_period(period), "middle"))
    parts += [_line(run, 2) for run in _runs(places)]
    parts += [Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3" fill="{}"/>').format(*place, INK) for place in places if place is not None]
    return Markup('<svg width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img" aria-label="{2}"><title>{2}</title>{3}</svg>').format(
        width, height, title, Markup("").join(parts)
    )


def _across(count: int, left: float, right: float) -> list[float]:
    """Where the values stand from left to right; a single one in the middle."""
    if count == 1:
        return [(left + right) / 2]
    return [left + (right - left) * number / (count - 1) for number in range(count)]


def _places(
    values: Sequence[Decimal | None], across: tuple[int, int], down: tuple[int, int], low: Decimal, high: Decimal
) -> list[tuple[float, float] | None]:
    """A place for each value, the highest on top; all in the middle where they are the same."""
    top, bottom = down
    spread = float(high - low)

    def depth(value: Decimal) -> float:
        return (top + bottom) / 2 if not spread else bottom - (bottom - top) * float(value - low) / spread

    xs = _across(len(values), *across)
    return [None if value is None else (x, depth(value)) for x, value in zip(xs, values, strict=True)]


def _runs(places: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Places that follow each other without a gap."""
    runs: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if len(run) > 1]


def _line(run: Sequence[tuple[float, float]], weight: float) -> Markup:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
    return Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="{}"/>').format(points, INK, weight)


def _text(x: float, y: float, text: str, anchor: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" font-size="12" fill="{}" text-anchor="{}">{}</text>').format(x, y, SOFT, anchor, text)
