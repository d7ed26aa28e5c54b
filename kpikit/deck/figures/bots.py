"""Net incremental revenue by chatbot, with intervals: who earns, who does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.deck.chart import Axis, Chart, Errors, Labels, Series
from kpikit.deck.figures.axes import SIZE, Room, apart_by, unbroken
from kpikit.deck.figures.trend import MONEY
from kpikit.deck.fit import shortened, width
from kpikit.deck.workbook import Book

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import Result, View

NAME = 150  # points at most for a bot's name


def bots_chart(views: Sequence[View], size: tuple[float, float]) -> Chart | None:
    """A horizontal bar a bot, the largest first; value and interval stand beside each.

    Args:
        views: of the bots; those without a net are not drawn.
        size: of the chart, in points.
    """
    named = [(view.bot.name, view["net_incremental_revenue"]) for view in views]
    named = sorted((r for r in named if r[1].known), key=lambda r: -(r[1].value or 0))
    if not named:
        return None
    book, rows = Book([]), [row for _, row in named]
    values = [row.value or 0.0 for row in rows]
    names = [shortened(name, SIZE, NAME) for name, _ in named]
    book.add("Chatbot", names)
    book.add("Above zero", [v if v >= 0 else None for v in values], MONEY)
    book.add("Below zero", [v if v < 0 else None for v in values], MONEY)
    book.add("n", [row.n for row in rows])
    errors = _errors(book, rows)
    room = Room(max(width(name, SIZE) for name in names) + 12, 2, 2, 2)
    axis = _labelled(book, rows, room.width(size))
    series = [
        Series("Above zero", fill="blue", errors=errors),
        Series("Below zero", fill="orange", errors=errors),
        Series("Spacer to label"),
        Series("Label at", labels=Labels("Label", "inBase")),
    ]
    frame = room.frame(size)
    return Chart(
        book,
        "Chatbot",
        series,
        axis,
        frame=frame,
        horizontal=True,
        gap=max(50, 300 - 60 * len(rows)),
    )


def _labelled(book: Book, rows: Sequence[Result], field: float) -> Axis:
    """Labels stand right of bar and interval; the axis makes room for them."""
    ranges = [f" ({row.interval_text})" if row.low is not None else "" for row in rows]
    texts = [unbroken(row.text + range_) for row, range_ in zip(rows, ranges, strict=True)]
    starts = [max(row.high or 0.0, row.value or 0.0, 0.0) for row in rows]
    low = min(0.0, *(min(row.low or 0.0, row.value or 0.0) for row in rows))
    share = (max(width(text, SIZE, bold=True) for text in texts) + 12) / field
    label = round((max(starts) - low) * share / (1 - share) or 1.0, 6)
    spacers = [start - max(row.value or 0.0, 0.0) for start, row in zip(starts, rows, strict=True)]
    book.add("Spacer to label", spacers, MONEY)
    book.add("Label at", [label] * len(rows), MONEY)
    book.add("Label", texts)
    return Axis(low, max(starts) + label, max(starts) + label - low, hidden=True)


def _errors(book: Book, rows: Sequence[Result]) -> Errors | None:
    """Intervals from the workbook; none is drawn where no bot has one."""
    if all(row.low is None for row in rows):
        return None
    book.add("95% low", [row.low for row in rows], MONEY)
    book.add("95% high", [row.high for row in rows], MONEY)
    book.add("To low", [apart_by(row.low, row.value) for row in rows], MONEY)
    book.add("To high", [apart_by(row.value, row.high) for row in rows], MONEY)
    return Errors("To low", "To high", color="ink", width=1.25)
