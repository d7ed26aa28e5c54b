"""Net since the launch: what each month added as columns, the running total as a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.charts.since import running
from kpikit.deck.chart import Chart, Errors, Labels, Series
from kpikit.deck.figures.axes import (
    AWAY,
    End,
    Room,
    axis_room,
    end_series,
    ends_room,
    money_axis,
    month_names,
    unbroken,
    under,
)
from kpikit.deck.figures.trend import MONEY, NAMES
from kpikit.deck.ooxml import Stroke
from kpikit.deck.workbook import Book

if TYPE_CHECKING:
    from kpikit.charts.since import Running
    from kpikit.deck.chart import Axis, Place
    from kpikit.view import View

TOP = 0.96  # of the axis above zero, how high the upright of the month of payback goes
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
    names = month_names(run.months, room.width(size) / (len(run.months) + 1) - TIGHT)
    room = room._replace(bottom=under(names))
    book.add("Month", [*names, NAMES])
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
    """An upright at the month that paid the bot back, with its name on the side of more room.

    The total is far below the top at its left, and not there yet at its right.
    """
    if not run.paid:
        return []
    count = len(run.months) + 1
    side: Place = "r" if run.paid < len(run.months) / 2 else "l"
    name = unbroken(f"paid back {labels.period(run.months[run.paid], short=True)}")
    texts = [""] * count
    texts[run.paid] = f"{AWAY}{name}" if side == "r" else f"{name}{AWAY}"
    tops: list[float | None] = [None] * count
    lengths: list[float | None] = [None] * count
    tops[run.paid] = lengths[run.paid] = round(axis.high * TOP, 6)
    at = book.add("Place of name: paid back", tops)
    down = book.add("Place of upright: paid back", lengths)
    none = book.add("Place of upright: up", [None] * count)
    upright = Errors(down, none, color="ink2", width=1.0, caps=False, dash="sysDash")
    name_of = Labels(book.add("Paid back", texts), side, "ink2")
    return [Series(at, "line", labels=name_of, errors=upright)]


def _ends(run: Running) -> list[End]:
    """The name of the total; what a month added is not its own result, so it has no number."""
    total = run.totals[-1] or 0.0
    return [End("total", total, f"Total {run.text(total)}", "ink")]
