"""Two or more KPIs as lines by month, with intervals and n where there are any."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kpikit import labels
from kpikit.deck.chart import Chart, Errors, Series
from kpikit.deck.figures.axes import (
    End,
    Room,
    apart_by,
    axis_room,
    end_series,
    ends_room,
    month_names,
    plain_axis,
    under,
)
from kpikit.deck.figures.breaks import with_breaks
from kpikit.deck.fit import width
from kpikit.deck.ooxml import Stroke
from kpikit.deck.workbook import Book

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import Result

_WIDE = 420  # points from which a name and its value stand on one line
_FORMS = {"share": "0%", "days": "#,##0"}


class Curve(NamedTuple):
    """A KPI over time: its short name, line and text colours, marker, rows oldest first."""

    name: str
    color: str
    ink: str
    marker: str
    rows: Sequence[Result]

    @property
    def last(self) -> Result | None:
        """The newest row that has a value."""
        return next((row for row in reversed(self.rows) if row.known), None)


def lines_chart(
    curves: Sequence[Curve], size: tuple[float, float], *, counts: bool = False
) -> Chart | None:
    """Draw curves on one axis from zero, each named at its last point.

    Args:
        curves: all over the same periods.
        size: of the chart, in points.
        counts: write n under each month, in the order of the curves, where there is room.
    """
    curves = [curve for curve in curves if curve.last is not None]
    if not curves or len(curves[0].rows) < 2:
        return None  # one point is no line
    book = Book([])
    joint = " " if size[0] > _WIDE else "\n"
    ends = [end for curve in curves if (end := _end(curve, joint))]
    values = [v for c in curves for r in c.rows for v in (r.value, r.low, r.high) if v is not None]
    axis = plain_axis([0.0, *values], _FORMS.get(curves[0].rows[-1].kpi.unit, "General"))
    room = Room(axis_room(axis), ends_room(ends))
    pitch = room.width(size) / len(curves[0].rows)
    months = month_names([row.period for row in curves[0].rows], pitch)
    if counts:
        months = _counted(months, curves, pitch)
    room = room._replace(bottom=under(months))
    book.add("Month", months)
    series = [_curve(book, curve) for curve in curves]
    series += end_series(book, ends, axis=axis, height=room.height(size))
    chart = Chart(book, "Month", series, axis, frame=room.frame(size))
    return with_breaks(chart, {curve.name: curve.rows for curve in curves}, size)


def _counted(months: list[str], curves: Sequence[Curve], pitch: float) -> list[str]:
    """Months with n under them, on one line or on a line per curve; as they are if too narrow."""
    counts = [
        [labels.number(row.n) for row in rows]
        for rows in zip(*(curve.rows for curve in curves), strict=True)
    ]
    for joint in (f"{labels.NBSP}/{labels.NBSP}", "\n"):
        cells = [joint.join(row) for row in counts]
        if all(width(part, 12) <= pitch for cell in cells for part in cell.split("\n")):
            most = max(month.count("\n") for month in months)
            even = [f"{m or ' '}{f'{chr(10)} ' * (most - m.count(chr(10)))}" for m in months]
            return [f"{m}\n{cell}" for m, cell in zip(even, cells, strict=True)]
    return months


def _curve(book: Book, curve: Curve) -> Series:
    """A line with its n and, where it has them, its intervals in the workbook."""
    rows, name = curve.rows, curve.name
    book.add(name, [row.value for row in rows], "General")
    book.add(f"{name}, n", [row.n for row in rows])
    errors = None
    if any(row.low is not None for row in rows):
        book.add(f"{name}, 95% low", [row.low for row in rows])
        book.add(f"{name}, 95% high", [row.high for row in rows])
        minus = book.add(f"{name}, to low", [apart_by(row.low, row.value) for row in rows])
        plus = book.add(f"{name}, to high", [apart_by(row.value, row.high) for row in rows])
        errors = Errors(minus, plus, color=curve.color, width=0.75, caps=False)
    last = len(rows) - 1
    open_ = (last,) if rows[-1].status == "provisional" else ()
    line = Stroke(curve.color, 2.25)
    return Series(name, "line", line=line, marker=curve.marker, open_dots=open_, errors=errors)


def _end(curve: Curve, joint: str) -> End | None:
    row = curve.last
    if row is None or row.value is None:
        return None
    text = row.text if row is curve.rows[-1] else labels.period(row.period, short=True, year=False)
    return End(curve.name, row.value, f"{curve.name}{joint}{text}", curve.ink)
