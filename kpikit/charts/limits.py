"""XmR charts as small multiples: each value and each moving range with its natural limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kpikit import labels
from kpikit.charts.canvas import NARROW, WIDE, Box, Canvas, Line, fit, text_width
from kpikit.charts.months import dashes_of, mark_rows, runs
from kpikit.charts.scale import Scale, apart
from kpikit.findings.marks import marked, marks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.figure import Figure

    from kpikit.findings.marks import Mark
    from kpikit.view import Result, View

GAP, TITLE, VALUES, RANGES, FOOT = 48, 34, 86, 34, 40
HEIGHT = TITLE + VALUES + 14 + RANGES + FOOT


@dataclass(frozen=True)
class Series:
    """One measure's points, oldest first, with its limits.

    Attributes:
        row: the result of the current period, which knows how to write its values.
        points: rows of the table limits.
        marks: what was changed in their periods.
    """

    row: Result
    points: Sequence[Mapping[str, Any]]
    marks: Sequence[Mark] = ()

    @property
    def limits(self) -> list[tuple[float, str]]:
        """Upper limit, centre and lower limit that can be reached, with their texts."""
        first = self.points[0]
        # A share is never beyond 0 and 1, nor is a count or a wait below 0.
        never_below = first["low"] < 0 <= min(p["value"] or 0.0 for p in self.points)
        never_above = self.row.kpi.unit == "share" and first["high"] > 1
        shown = [("high", never_above), ("centre", False), ("low", never_below)]
        return [(first[name], self.row.format(first[name])) for name, never in shown if not never]

    @property
    def standing_out(self) -> list[Mapping[str, Any]]:
        """The points beyond a limit or in a run of eight."""
        return [point for point in self.points if point["signal"]]


def limit_series(view: View) -> list[Series]:
    """The headline measures that have twelve settled points behind them."""
    points: dict[str, list[Mapping[str, Any]]] = {}
    for point in view.detail("limits"):
        points.setdefault(point["kpi"], []).append(point)
    return [
        Series(row, points[row.kpi.id], _marks(view, row, points[row.kpi.id]))
        for row in view.headline()
        if row.kpi.id in points
    ]


def _marks(view: View, row: Result, points: Sequence[Mapping[str, Any]]) -> list[Mark]:
    method = row.method or None
    return marks(view, [view.get(row.kpi.id, method=method, period=one["at"]) for one in points])


def limits_marks(view: View) -> list[Mark]:
    """What was changed in the periods drawn, each once."""
    every = [mark for series in limit_series(view) for mark in series.marks]
    return sorted(dict.fromkeys(every), key=lambda mark: (mark.at, mark.day))


def limits(view: View, *, narrow: bool = False) -> Figure | None:
    """Draw each headline measure over its natural limits, two beside each other.

    Args:
        view: the bot and period.
        narrow: the drawing for small screens: one below the other.

    Returns:
        A figure; None where no measure has twelve points.
    """
    every = limit_series(view)
    if not every:
        return None
    columns = 1 if narrow else 2
    width = NARROW if narrow else (WIDE - GAP) / 2
    rows = -(-len(every) // columns)
    canvas = Canvas(NARROW if narrow else WIDE, rows * HEIGHT - 12)
    for place, series in enumerate(every):
        left, top = place % columns * (width + GAP), place // columns * HEIGHT
        _panel(canvas, series, left=left, top=float(top), width=width)
    return canvas.figure


def _panel(canvas: Canvas, series: Series, *, left: float, top: float, width: float) -> None:
    """One measure: its name, its values with their limits, its moving ranges, its periods."""
    texts = [text for _, text in series.limits]
    texts.append(_points(series.row, series.points[0]["range_high"]))
    right = left + width - max(text_width(text, 12) for text in texts) - 10
    canvas.text(left, top + 14, fit(series.row.kpi.title, width, 13, bold=True), size=13, bold=True)
    step = (right - left - 10) / max(len(series.points) - 1, 1)
    xs = [left + 5 + step * place for place in range(len(series.points))]
    _uprights(canvas, series, step, left=left + 5, top=top + TITLE)
    _values(canvas, series, xs, top=top + TITLE, right=right)
    base = top + TITLE + VALUES + 14 + RANGES
    _ranges(canvas, series, xs, base=base, right=right)
    ends = [(left, "left", series.points[0]), (right, "right", series.points[-1])]
    for x, anchor, point in ends:
        name = labels.period(point["at"], short=True)
        canvas.text(x, base + 17, name, size=12, color="ink2", anchor=anchor)


def _uprights(canvas: Canvas, series: Series, step: float, *, left: float, top: float) -> None:
    """Thin lines through both fields where something was changed."""
    base = top + VALUES + 14 + RANGES
    last = left + step * (len(series.points) - 1)
    xs = [min(max(left + mark.at * step, left), last) for mark in series.marks]
    for mark, x, row in zip(series.marks, xs, mark_rows(series.marks, xs), strict=True):
        high = top + 13 * row
        canvas.lines([Line(x, high - 8, x, base)], "grey", dashes=dashes_of(mark))
        canvas.text(x + 3, high, mark.label, size=12, color="ink3")


def _values(
    canvas: Canvas, series: Series, xs: Sequence[float], *, top: float, right: float
) -> None:
    """The values as a line with dots; what stands out is dark and large."""
    values = [point["value"] for point in series.points]
    reach = [v for v in values if v is not None] + [value for value, _ in series.limits]
    y = Scale(min(reach), max(reach), top + VALUES - 6, top + 6)
    edges = [value for value, _ in series.limits if value != series.points[0]["centre"]]
    left, centre = xs[0] - 5, series.points[0]["centre"]
    canvas.lines([Line(left, y(v), right, y(v)) for v in edges], "ink3", dashes=(3, 3))
    canvas.lines([Line(left, y(centre), right, y(centre))], "rule")
    places = apart([y(value) + 4 for value, _ in series.limits], [14] * len(series.limits))
    for place, (_, text) in zip(places, series.limits, strict=True):
        canvas.text(right + 8, place, text, size=12, color="ink3")
    _line(canvas, [None if v is None else (x, y(v)) for x, v in zip(xs, values, strict=True)])
    _dots(canvas, series, xs, y=y)


def _dots(canvas: Canvas, series: Series, xs: Sequence[float], *, y: Scale) -> None:
    """Usual points in one path; those that stand out or can still change are marks of their own."""
    usual = []
    for x, point in zip(xs, series.points, strict=True):
        if point["value"] is None:
            continue
        at, open_ = y(point["value"]), not point["settled"]
        if point["signal"] or open_:
            size = 8 if point["signal"] == "beyond" else 6
            canvas.dot(x, at, "ink", size=size, open_=open_)
        else:
            usual.append(Box(x - 2, at - 2, 4, 4))
    canvas.bars(usual, "grey")


def _ranges(
    canvas: Canvas, series: Series, xs: Sequence[float], *, base: float, right: float
) -> None:
    """The moving ranges from zero, with their limit."""
    moves = [point["range"] for point in series.points]
    limit = series.points[0]["range_high"]
    y = Scale(0.0, max([limit, *(m for m in moves if m is not None)]), base, base - RANGES)
    left = xs[0] - 5
    canvas.lines([Line(left, y(limit), right, y(limit))], "ink3", dashes=(3, 3))
    canvas.lines([Line(left, base, right, base)], "rule")
    canvas.text(right + 8, y(limit) + 4, _points(series.row, limit), size=12, color="ink3")
    _line(canvas, [None if m is None else (x, y(m)) for x, m in zip(xs, moves, strict=True)])


def _points(row: Result, value: float) -> str:
    """A difference as text: of shares in points."""
    if row.kpi.unit != "share":
        return row.format(value)
    return labels.change(value, "share").removeprefix("+")


def _line(canvas: Canvas, points: Sequence[tuple[float, float] | None]) -> None:
    for run in runs(points):
        if len(run) > 1:
            canvas.curve(run, "grey", width=1.5)


def limits_alt(view: View) -> str:
    """What the figure shows, in words and numbers, in reading order."""
    parts = []
    for series in limit_series(view):
        ends = ", ".join(text for _, text in series.limits)
        values = ", ".join(
            f"{labels.period(point['at'], short=True)} {series.row.format(point['value'])}"
            for point in series.points
        )
        parts.append(f"{series.row.kpi.title}: limits and centre {ends}; {values}")
    told = marked(limits_marks(view))
    return f"Values of each period with their natural limits. {'. '.join(parts)}{told}."
