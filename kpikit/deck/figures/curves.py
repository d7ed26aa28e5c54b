"""The share of leads won by days since the start, both channels on one axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit import labels
from kpikit.deck.chart import Chart, Series
from kpikit.deck.figures.axes import End, Room, axis_room, end_series, ends_room, plain_axis
from kpikit.deck.ooxml import Stroke
from kpikit.deck.workbook import Book

if TYPE_CHECKING:
    from kpikit.charts.curves import Curve

MOST = 37  # points of a curve: one in five days of half a year
STEPS = (1, 2, 5)  # days from point to point; every tenth or thirtieth day is one of them


def curves_chart(both: tuple[Curve, Curve], size: tuple[float, float]) -> Chart:
    """Draw both curves, read every few days, each named at its last point.

    Args:
        both: the chatbot's and the form's.
        size: of the chart, in points.
    """
    horizon = both[0].horizon
    step = next((step for step in STEPS if horizon / step < MOST), STEPS[-1])
    days = [*range(0, horizon + 1, step)]
    named = 30 if horizon > 60 else 10
    book = Book([])
    book.add("Day", [str(day) if day % named == 0 else "" for day in days])
    series, ends = [], []
    axis = plain_axis([one.days[day].won for one in both for day in days], "0%")
    for one in both:
        book.add(one.name, [round(one.days[day].won, 6) for day in days], "0.0%")
        book.add(f"{one.name}, at risk", [one.days[day].at_risk for day in days])
        series.append(Series(one.name, "line", line=Stroke(one.color, 2.25)))
        last = one.days[days[-1]].won
        ends.append(End(one.name, last, f"{one.name}\n{labels.number(last, 'share')}", one.ink))
    room = Room(axis_room(axis), ends_room(ends))
    series += end_series(book, ends, axis=axis, height=room.height(size))
    return Chart(book, "Day", series, axis, frame=room.frame(size))
