"""What each chatbot adds to the portfolio's net, with intervals: bars that add up to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kpikit.charts.parts import texts_of
from kpikit.deck.chart import Axis, Chart, Errors, Labels, Series
from kpikit.deck.figures.axes import SIZE, Room, apart_by, unbroken
from kpikit.deck.figures.trend import MONEY
from kpikit.deck.fit import shortened, width
from kpikit.deck.ooxml import Stroke
from kpikit.deck.workbook import Book

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpikit.view import Result, View

NAME = 150  # points at most for a bot's name
GAP = 0.03  # of the axis, between a bar or its interval and its label
REST = "Of no single chatbot"
NET, COST = "net_incremental_revenue", "total_cost"


class Contribution(NamedTuple):
    """What a bot adds to the net: its own net, or less its cost where it books nothing.

    `text` is rounded with the others, so that all of them add up to the portfolio's figure.
    """

    name: str
    value: float
    text: str
    row: Result
    note: str = ""

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The interval of a net; a cost has none."""
        return (self.row.low, self.row.high) if self.row.kpi.id == NET else (None, None)


def contributions(views: Sequence[View], whole: View) -> list[Contribution]:
    """Each bot's part of the portfolio's net, the largest first; empty where there is no net.

    Args:
        views: of the bots.
        whole: the portfolio.
    """
    if not whole[NET].known:
        return []
    rows = [(view, view[NET] if view[NET].known else view[COST]) for view in views]
    there = [(view, row, _value(row)) for view, row in rows if row.value]
    there.sort(key=lambda one: -one[2])
    total = whole[NET]
    rest = (total.value or 0.0) - sum(value for *_, value in there)
    found = [
        Contribution(view.bot.name, value, "", row, "" if row.kpi.id == NET else "cost only")
        for view, row, value in there
    ]
    if total.format(rest) not in {total.format(0.0), total.format(-0.0)}:
        found.append(Contribution(REST, rest, "", whole[COST]))
    texts = texts_of(total, [bar.value for bar in found])
    return [bar._replace(text=text) for bar, text in zip(found, texts, strict=True)]


def _value(row: Result) -> float:
    return (row.value or 0.0) * (1 if row.kpi.id == NET else -1)


def bots_chart(
    shown: Sequence[Contribution], whole: Result, size: tuple[float, float]
) -> Chart | None:
    """A horizontal bar a bot and one of all; value and interval stand beside each.

    Args:
        shown: what the bots add, as `contributions` gives it.
        whole: the portfolio's net.
        size: of the chart, in points.
    """
    if not shown:
        return None
    book, total = Book([]), Contribution("All chatbots", whole.value or 0.0, whole.text, whole)
    bars = [*shown, total]
    names = [_name(bar) for bar in bars]
    book.add("Chatbot", names)
    last = len(shown)
    own = [bar.value for bar in shown]
    book.add("Above zero", [*(v if v >= 0 else None for v in own), None], MONEY)
    book.add("Below zero", [*(v if v < 0 else None for v in own), None], MONEY)
    book.add("All", [*[None] * last, total.value], MONEY)
    book.add("n", [bar.row.n for bar in bars])
    errors = _errors(book, bars)
    room = Room(max(width(part, SIZE) for n in names for part in n.split("\n")) + 12, 2, 2, 2)
    axis = _labelled(book, bars, room.width(size))
    series = [
        Series("Above zero", fill="blue", errors=errors),
        Series("Below zero", fill="orange", errors=errors),
        Series("All", fill="greyt", line=Stroke("ink", 1.5), errors=errors),
        Series("Spacer to label"),
        Series("Label at", labels=Labels("Label", "inBase")),
    ]
    gap = max(50, 300 - 60 * len(bars))
    return Chart(book, "Chatbot", series, axis, frame=room.frame(size), horizontal=True, gap=gap)


def _name(bar: Contribution) -> str:
    name = shortened(bar.name, SIZE, NAME)
    return f"{name}\n({bar.note})" if bar.note else name


def _labelled(book: Book, bars: Sequence[Contribution], field: float) -> Axis:
    """Labels stand right of bar and interval; the axis makes room for them."""
    texts = [unbroken(_label(bar)) for bar in bars]
    starts = [max(bar.bounds[1] or 0.0, bar.value, 0.0) for bar in bars]
    low = min(0.0, *(min(bar.bounds[0] or 0.0, bar.value) for bar in bars))
    away = GAP * (max(starts) - low)
    lines = [part for text in texts for part in text.split("\n")]
    share = (max(width(line, SIZE, bold=True) for line in lines) + 12) / field
    label = round((max(starts) - low) * share / (1 - share) or 1.0, 6)
    ends = zip(starts, bars, strict=True)
    spacers = [start + away - max(bar.value, 0.0) for start, bar in ends]
    book.add("Spacer to label", spacers, MONEY)
    book.add("Label at", [label] * len(bars), MONEY)
    book.add("Label", texts)
    high = max(starts) + away + label
    return Axis(low, high, high - low, hidden=True)


def _label(bar: Contribution) -> str:
    """The amount, and under it the interval: one long line is broken anywhere by some readers."""
    return bar.text if bar.bounds[0] is None else f"{bar.text}\n{bar.row.interval_text}"


def _errors(book: Book, bars: Sequence[Contribution]) -> Errors | None:
    """Intervals from the workbook; none is drawn where no bot has one."""
    if all(bar.bounds[0] is None for bar in bars):
        return None
    ends = [(bar.value, *bar.bounds) for bar in bars]
    book.add("95% low", [low for _, low, _ in ends], MONEY)
    book.add("95% high", [high for *_, high in ends], MONEY)
    book.add("To low", [apart_by(low, value) for value, low, _ in ends], MONEY)
    book.add("To high", [apart_by(value, high) for value, _, high in ends], MONEY)
    return Errors("To low", "To high", color="ink", width=1.25)
