"""Net since the launch: what each month added as columns, the running total as a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.charts.since import running
from kpikit.deck.chart import Chart, Labels, Series
from kpikit.deck.figures.axes import (
    End,
    Room,
    axis_room,
    end_series,
    ends_room,
    money_axis,
    month_names,
    unbroken,
)
from kpikit.deck.figures.trend import MONEY, NAMES
from kpikit.deck.ooxml import Stroke
from kpikit.deck.workbook import Book

if TYPE_CHECKING:
    from kpikit.charts.since import Running
    from kpikit.deck.chart import Axis
    from kpikit.view import View

UNDER = 0.05  # of the axis, from zero down to a name
TIGHT = 10  # points a name needs more than its width: some renderers slant names that come close


def since_chart(view: View, size: tuple[float, float]) -> Chart | None:
    """Months since launch, with the one that paid the bot back marked on the line.

    Args:
        view: the bot and period.
        size: of the chart, in points.
    """
    run = running(view)
    if run is None:
        return None
    axis = money_axis(run.reach, run.currency)
    ends = _ends(run)
    room = Room(axis_room(axis), ends_room(ends) - 14)
    book = Book([])
    pitch = room.width(size) / (len(run.months) + 1)
    book.add("Month", [*month_names(run.months, pitch - TIGHT), NAMES])
    for name, above in (("Added", True), ("Lost", False)):
        cells = [v if v is not None and (v >= 0) is above else None for v in run.added]
        book.add(name, [*cells, None], MONEY)
    book.add("Total since launch", [*run.totals, None], MONEY)
    last = len(run.months) - 1
    dots = [last] if not run.paid else [run.paid, last]
    total = Stroke("ink", 2.25)
    series = [
        Series("Added", fill="bluet", line=Stroke("blue", 1.0)),
        Series("Lost", fill="oranget", line=Stroke("orange", 1.0)),
        Series("Total since launch", "line", line=total, marker="circle", dots=dots),
        *_paid(book, run, axis),
        *end_series(book, ends, axis=axis, height=room.height(size)),
    ]
    return Chart(book, "Month", series, axis, frame=room.frame(size), gap=45)


def _paid(book: Book, run: Running, axis: Axis) -> list[Series]:
    """The name of the month that paid the bot back, under the line at its right."""
    if not run.paid:
        return []
    texts = [""] * (len(run.months) + 1)
    texts[run.paid] = unbroken(f"paid back {labels.period(run.months[run.paid], short=True)}")
    under: list[float | None] = [None] * len(texts)
    under[run.paid] = round(max(axis.low, (axis.low - axis.high) * UNDER), 6)
    at = book.add("Place of name: paid back", under)
    return [Series(at, "line", labels=Labels(book.add("Paid back", texts), "r", "ink2"))]


def _ends(run: Running) -> list[End]:
    """The name of the total; what a month added is not its own result, so it has no number."""
    total = run.totals[-1] or 0.0
    return [End("total", total, f"Total {run.text(total)}", "ink")]
