"""A measure's last thirteen periods as a line of a few hundred bytes, written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import findings
from kpikit.charts.months import runs, strokes
from kpikit.charts.scale import Scale
from kpikit.html.markup import Html, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import Result, View

CARD, CELL = (128, 44), (88, 22)


def sparkline(
    rows: Sequence[Result],
    *,
    periods: int = 13,
    card: bool = False,
    older: Sequence[float | None] = (),
) -> Html:
    """Draw a history; a missing period is a gap, never zero. Screen readers have the cells.

    Where the measure changed its meaning stands a dashed upright, and what it was before is thin.

    Args:
        rows: oldest first; the last is the current one.
        periods: how many the full width stands for.
        card: larger, with the target dotted and the interval as an upright.
        older: the values of the same periods by the definition before, where it changed.

    Returns:
        An SVG element; without a known value an empty one of the same size.
    """
    width, height = CARD if card else CELL
    values = [row.value for row in rows if row.value is not None]
    last = rows[-1] if rows else None
    extra = [last.target, last.low, last.high] if card and last else []
    reach = [*values, *(value for value in [*extra, *older] if value is not None)]
    shapes = []
    if values and last is not None:
        y = Scale(min(reach), max(reach), height - 4, 4)
        if y.low == y.high:
            y = Scale(y.low - 1, y.high + 1, height - 4, 4)
        shapes = [_target(last, y, width)] if card else []
        shapes += [
            *_changed(rows, older, y, box=(width, height), periods=periods),
            *_line(rows, y, width=width, periods=periods),
            _interval(last, y, width) if card else None,
        ]
        shapes.append(_dot(last, y, width))
    return tag(
        "svg",
        *shapes,
        class_="kk-spark",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        aria_hidden="true",
        focusable="false",
    )


def older(view: View, row: Result) -> tuple[float | None, ...]:
    """The history of a measure by the definition before, where it changed and the run kept it."""
    before = findings.formerly(view, row)
    return before.values if before else ()


def _places(count: int, *, width: float, periods: int) -> list[float]:
    """Where the periods stand, the newest at the right."""
    pitch = (width - 8) / max(periods - 1, 1)
    return [width - 4 - pitch * (count - 1 - place) for place in range(count)]


def _changed(
    rows: Sequence[Result],
    older: Sequence[float | None],
    y: Scale,
    *,
    box: tuple[float, float],
    periods: int,
) -> list[Html]:
    """The history by the definition before, and an upright where the new one begins."""
    width, height = box
    places = _places(len(rows), width=width, periods=periods)
    points = [None if v is None else (x, y(v)) for x, v in zip(places, older, strict=False)]
    found = [
        _polyline(run, stroke_dasharray="1 1.5", stroke_width="1")
        for run in runs(points)
        if run[1:]
    ]
    for place in findings.breaks_at(rows):
        x = f"{(places[place - 1] + places[place]) / 2:.1f}"
        look = {"stroke": "var(--ink3,#5c6b79)", "stroke_width": "1", "stroke_dasharray": "3 2"}
        found.append(tag("line", x1=x, x2=x, y1=1, y2=height - 1, class_="kk-break", **look))
    return found


def _line(rows: Sequence[Result], y: Scale, *, width: float, periods: int) -> list[Html]:
    places = _places(len(rows), width=width, periods=periods)
    points = [
        None if row.value is None else (x, y(row.value))
        for x, row in zip(places, rows, strict=True)
    ]
    late = [row.status == "provisional" for row in rows]
    return [
        _polyline(part, stroke_dasharray="2.5 2") if dashed else _polyline(part)
        for part, dashed in strokes(points, late)
    ]


def _polyline(points: Sequence[tuple[float, float]], **more: str) -> Html:
    text = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    look = {"stroke_width": "1.5", "stroke_linejoin": "round"} | more
    return tag("polyline", points=text, fill="none", stroke="var(--grey,#7a8794)", **look)


def _target(row: Result, y: Scale, width: float) -> Html | None:
    if row.target is None:
        return None
    at = f"{y(row.target):.1f}"
    return tag(
        "line",
        x1=2,
        x2=width - 2,
        y1=at,
        y2=at,
        stroke="var(--ink3,#5c6b79)",
        stroke_width="1.25",
        stroke_dasharray="1.5 2.5",
    )


def _interval(row: Result, y: Scale, width: float) -> Html | None:
    if row.low is None or row.high is None:
        return None
    x, ends = width - 4, {"y1": f"{y(row.low):.1f}", "y2": f"{y(row.high):.1f}"}
    return tag("line", x1=x, x2=x, stroke="var(--ink,#12263a)", stroke_width="1.5", **ends)


def _dot(row: Result, y: Scale, width: float) -> Html | None:
    if row.value is None:
        return None
    open_ = row.status == "provisional"
    return tag(
        "circle",
        cx=width - 4,
        cy=f"{y(row.value):.1f}",
        r="2.75" if open_ else "3",
        fill="var(--bg,#fff)" if open_ else "var(--ink,#12263a)",
        stroke="var(--ink,#12263a)" if open_ else None,
        stroke_width="1.5" if open_ else None,
    )
