"""How far each assumption moves the net, as horizontal bars around the net as assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.charts.tornado import ends_text, shown
from kpikit.deck.chart import Axis, Chart, Labels, Series
from kpikit.deck.figures.axes import SIZE, Room, unbroken
from kpikit.deck.figures.trend import MONEY
from kpikit.deck.fit import shortened, width
from kpikit.deck.workbook import Book
from kpikit.findings.swing import NETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.findings.swing import Swing
    from kpikit.view import View

NAME = 230  # points at most for an assumption
MOST = 6  # bars that a slide has room for
GAP = 0.03  # of the longest reach, between a bar and its label


def tornado_chart(view: View, size: tuple[float, float]) -> Chart | None:
    """Grey below the net as assumed, blue above it, both ends written beside each bar.

    Args:
        view: the bot and period.
        size: of the chart, in points.
    """
    found, net = shown(view)[:MOST], view[NETS[0]].value
    if not found or net is None:
        return None
    book = Book([])
    names = [f"{shortened(one.name, SIZE, NAME)}\n{one.ends}" for one in found]
    book.add("Assumption", names)
    start, end = _bars(book, found, net)
    room = Room(max(width(part, SIZE) for n in names for part in n.split("\n")) + 12, 2, 2, 2)
    last = _labels(book, view, found, ends=(start, end, room.width(size)))
    series = [
        Series("Spacer"),
        Series("Below as assumed", fill="grey"),
        Series("Above as assumed", fill="blue"),
        Series("Spacer to label"),
        Series("Label at", labels=Labels("Label", "inBase")),
    ]
    axis, frame = Axis(0.0, last, last, hidden=True), room.frame(size)
    gap = max(40, 300 - 50 * len(found))
    return Chart(book, "Assumption", series, axis, frame=frame, horizontal=True, gap=gap, zero=None)


def _bars(book: Book, found: Sequence[Swing], net: float) -> tuple[float, float]:
    """The columns of the bars, and the lowest and the highest net of all.

    Bars stand on the lowest: their lengths are what an assumption moves.
    """
    book.add("At low", [one.at_low for one in found], MONEY)
    book.add("At high", [one.at_high for one in found], MONEY)
    ends = [(min(one[2:]), max(one[2:])) for one in found]
    start = min(low for low, _ in ends)
    book.add("Spacer", [low - start for low, _ in ends], MONEY)
    book.add("Below as assumed", [max(min(net, high) - low, 0.0) for low, high in ends], MONEY)
    book.add("Above as assumed", [max(high - max(net, low), 0.0) for low, high in ends], MONEY)
    return start, max(high for _, high in ends)


def _labels(
    book: Book, view: View, found: Sequence[Swing], *, ends: tuple[float, float, float]
) -> float:
    """The columns of the labels right of all bars; returns where the axis ends."""
    start, end, field = ends
    texts = [unbroken(ends_text(view, one)) for one in found]
    share = (max(width(text, SIZE, bold=True) for text in texts) + 16) / field
    reach = end - start or 1.0
    label = round(reach * share / (1 - share), 6)
    spaces = [end - max(one[2:]) + reach * GAP for one in found]
    book.add("Spacer to label", spaces, MONEY)
    book.add("Label at", [label] * len(found), MONEY)
    book.add("Label", texts)
    return reach * (1 + GAP) + label
