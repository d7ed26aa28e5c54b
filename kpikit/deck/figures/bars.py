"""The net alone, a bar a month, for the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.charts.money import money_series
from kpikit.deck.chart import Chart, Labels, Series
from kpikit.deck.figures.axes import Room, axis_room, money_axis, month_names, under
from kpikit.deck.figures.breaks import with_breaks
from kpikit.deck.figures.trend import BEFORE, MONEY, known, year_before
from kpikit.deck.ooxml import Stroke
from kpikit.deck.workbook import Book

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import Result, View


def net_bars(view: View, size: tuple[float, float]) -> Chart | None:
    """Blue above zero, orange below it, first and last labelled, the year before dashed.

    Args:
        view: the bot, and the last month.
        size: of the chart, in points.
    """
    money = money_series(view)
    if money is None:
        return None
    rows = money.net
    values, before = [row.value for row in rows], year_before(view, rows)
    axis = money_axis([*known(values), *known(before), 0.0], rows[-1].currency)
    room = Room(axis_room(axis), 4, top=14)
    book = Book([])
    names = month_names(money.periods, room.width(size) / len(rows))
    room = room._replace(bottom=under(names))
    book.add("Month", names)
    book.add("Above zero", [v if v is not None and v >= 0 else None for v in values], MONEY)
    book.add("Below zero", [v if v is not None and v < 0 else None for v in values], MONEY)
    series = [
        Series("Above zero", fill="bluet", line=Stroke("blue", 1.0)),
        Series("Below zero", fill="oranget", line=Stroke("orange", 1.0)),
    ]
    if before:
        book.add("Year before", before, MONEY)
        series.append(Series("Year before", "line", line=BEFORE))
    _label_ends(book, rows, before)
    series.append(Series("Label at", "line", labels=Labels("Label", "t")))
    chart = Chart(book, "Month", series, axis, frame=room.frame(size), gap=40)
    return with_breaks(chart, {"Net": rows}, size)


def _label_ends(book: Book, rows: Sequence[Result], before: Sequence[float | None]) -> None:
    """Labels over the first and the last bar, and over the year before there."""
    there = [i for i, row in enumerate(rows) if row.known]
    shown = {there[0], there[-1]} if there else set()
    tops = [max(row.value or 0.0, 0.0) for row in rows]
    tops = [max(top, ago or 0.0) for top, ago in zip(tops, before or tops, strict=True)]
    at = [top if i in shown else None for i, top in enumerate(tops)]
    book.add("Label at", at, MONEY)
    book.add("Label", [row.text if i in shown else "" for i, row in enumerate(rows)])
