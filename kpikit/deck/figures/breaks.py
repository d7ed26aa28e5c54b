"""Where a measure was given a new definition: an upright with a name, in any chart over time.

All values are by the definition of the run. The mark says from where on decks of before agree.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpikit.deck.chart import Errors, Labels, Series
from kpikit.deck.figures.axes import AWAY, unbroken
from kpikit.findings import breaks_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpikit.deck.chart import Chart, Place
    from kpikit.view import Result

HEAD = 0.08  # of the axis, added on top for the names
TEXT = "new definition"


def with_breaks(chart: Chart, histories: Mapping[str, Sequence[Result]]) -> Chart:
    """The chart with an upright at the first period of each new definition; else as it is.

    Args:
        chart: over periods, one row each from the first on.
        histories: of each measure in it its rows, oldest first, by the name it has there.
    """
    marks: dict[int, list[str]] = {}
    for name, rows in histories.items():
        for place in breaks_at(rows):
            marks.setdefault(place, []).append(name)
    if not marks:
        return chart
    axis = chart.axis
    span = axis.high - axis.low
    high = axis.high + HEAD * span
    at, rows_ = axis.high + HEAD * span / 2, len(chart.book.columns[0].cells)
    series = []
    for place, names in sorted(marks.items()):
        side: Place = "r" if place < rows_ / 2 else "l"
        text = f"{', '.join(names)}: {TEXT}" if len(histories) > 1 else TEXT.capitalize()
        named = f"{AWAY}{unbroken(text)}" if side == "r" else f"{unbroken(text)}{AWAY}"
        series.append(_upright(chart, place, (named, side), ends=(at, at - axis.low)))
    return replace(chart, series=[*chart.series, *series], axis=axis._replace(high=high))


def _upright(
    chart: Chart, place: int, name: tuple[str, Place], *, ends: tuple[float, float]
) -> Series:
    """An invisible point that carries a bar down to the axis, and its name."""
    book, count = chart.book, len(chart.book.columns[0].cells)

    def column(header: str, cell: float | str | None) -> str:
        return book.add(header, [cell if row == place else None for row in range(count)])

    at, length = ends
    key = f"new definition {place + 1}"
    top = column(f"Place of name: {key}", round(at, 6))
    down = column(f"Place of upright: {key}", round(length, 6))
    none = column(f"Place of upright: {key}, up", None)
    look = Labels(column(f"Name: {key}", name[0]), name[1], "ink3", bold=False)
    bar = Errors(down, none, color="ink3", width=0.75, caps=False, dash="sysDash")
    return Series(top, "line", labels=look, errors=bar)
