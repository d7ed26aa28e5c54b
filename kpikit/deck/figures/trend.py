"""Money by month: revenue above the axis, cost below it, the net as a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpikit.charts.money import money_series
from kpikit.deck.chart import Chart, Errors, Labels, Series
from kpikit.deck.figures.axes import (
    End,
    Room,
    axis_room,
    end_series,
    ends_room,
    money_axis,
    month_names,
)
from kpikit.deck.ooxml import Stroke
from kpikit.deck.workbook import Book

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpikit.charts.money import Series as Money
    from kpikit.view import Result, View

MONEY = "#,##0.00"
NAMES = " "  # the row after the last month, in which the names stand
BEFORE = Stroke("ink2", 1.25, "sysDash")


def trend(view: View, size: tuple[float, float]) -> Chart | None:
    """Income, cost and net by month, with the prior year's net dashed where it is known.

    Args:
        view: the bot, and the last month.
        size: of the chart, in points.
    """
    money = money_series(view)
    if money is None:
        return None
    income, cost, net = money.account.name, "Cost", "Net"
    axis = money_axis(_reach(money), money.net[-1].currency)
    ends = _ends(money)
    room = Room(axis_room(axis), ends_room(ends) - 14)
    book = Book([])
    pitch = room.width(size) / (len(money.periods) + 1)
    book.add("Month", [*month_names(money.periods, pitch), NAMES])
    book.add(income, _column(row.value for row in money.income), MONEY)
    book.add(cost, _column(-row.value if row.value else row.value for row in money.cost), MONEY)
    book.add(net, _column(row.value for row in money.net), MONEY)
    _behind(book, money)
    series = [
        Series(income, fill="bluet", line=Stroke("blue", 1.0)),
        Series(cost, fill="oranget", line=Stroke("orange", 1.0)),
        *_prior_year(book, money),
        net_line(book, money.net, net),
    ]
    series += end_series(book, ends, axis=axis, height=room.height(size))
    return Chart(book, "Month", series, axis, frame=room.frame(size), gap=45)


def net_line(book: Book, rows: Sequence[Result], name: str) -> Series:
    """The net as a line with intervals where there are any; an open dot while provisional."""
    errors = None
    if any(row.low is not None for row in rows):
        errors = Errors("Net, to low", "Net, to high", caps=False)
    last = len(rows) - 1
    open_ = (last,) if rows[-1].status == "provisional" else ()
    return Series(
        name, "line", line=Stroke("ink", 2.25), marker="circle", dots=(last,), open_dots=open_,
        errors=errors,
    )  # fmt: skip


def _column(values: Iterable[float | None]) -> list[float | None]:
    """Cells of all months, and an empty one for the row of names."""
    return [*values, None]


def _behind(book: Book, money: Money) -> None:
    """What stands behind the net: n, ends of the interval, and the error bars they give."""
    rows = money.net
    book.add("Net, n", _column(row.n for row in rows))
    if any(row.low is not None for row in rows):
        book.add("Net, 95% low", _column(row.low for row in rows), MONEY)
        book.add("Net, 95% high", _column(row.high for row in rows), MONEY)
        book.add("Net, to low", _column(_apart(row.low, row.value) for row in rows), MONEY)
        book.add("Net, to high", _column(_apart(row.value, row.high) for row in rows), MONEY)
    if _compared(rows):
        book.add("Net, year before", _column(row.year_ago_value for row in rows), MONEY)


def _compared(rows: Sequence[Result]) -> bool:
    """Whether the year before is known often enough to draw a line."""
    return sum(row.year_ago_value is not None for row in rows) > 1


def _apart(low: float | None, high: float | None) -> float | None:
    return None if low is None or high is None else high - low


def _reach(money: Money) -> list[float]:
    before = [row.year_ago_value for row in money.net if row.year_ago_value is not None]
    return [*money.reach, *before, 0.0]


def _prior_year(book: Book, money: Money) -> list[Series]:
    if not _compared(money.net):
        return []
    return [Series("Net, year before", "line", line=BEFORE)]


def _ends(money: Money) -> list[End]:
    income, cost, net = money.income[-1], money.cost[-1], money.net[-1]
    before = net.year_ago_value if _compared(money.net) else None
    found = []
    if income.value is not None:
        found.append(End("income", income.value, f"{money.account.name} {income.text}", "blue"))
    if net.value is not None:
        found.append(End("net", net.value, f"Net {net.text}", "ink"))
    if before is not None:
        found.append(End("year before", before, f"Year before {net.format(before)}", "ink2"))
    if cost.value is not None:
        text = f"Cost {cost.format(-cost.value if cost.value else 0.0)}"
        found.append(End("cost", -cost.value, text, "orange"))
    return found


def net_bars(view: View, size: tuple[float, float]) -> Chart | None:
    """The net alone, a bar a month: blue above zero, orange below, first and last labelled."""
    money = money_series(view)
    if money is None:
        return None
    rows = money.net
    values = [row.value for row in rows]
    before = [row.year_ago_value for row in rows] if _compared(rows) else []
    known = [v for v in [*values, *before] if v is not None]
    axis = money_axis([*known, 0.0], rows[-1].currency)
    room = Room(axis_room(axis), 4, top=14)
    book = Book([])
    book.add("Month", month_names(money.periods, room.width(size) / len(rows)))
    book.add("Above zero", [v if v is not None and v >= 0 else None for v in values], MONEY)
    book.add("Below zero", [v if v is not None and v < 0 else None for v in values], MONEY)
    _marks(book, rows)
    series = [
        Series("Above zero", fill="blue"),
        Series("Below zero", fill="orange"),
        *_year_before(book, before),
        Series("Label at", "line", labels=Labels("Label", "t")),
    ]
    return Chart(book, "Month", series, axis, frame=room.frame(size), gap=40)


def _marks(book: Book, rows: Sequence[Result]) -> None:
    """Labels over the first and the last bar: what it was, what it is."""
    known = [i for i, row in enumerate(rows) if row.known]
    shown = {known[0], known[-1]} if known else set()
    at = [max(row.value or 0.0, 0.0) if i in shown else None for i, row in enumerate(rows)]
    book.add("Label at", at, MONEY)
    book.add("Label", [row.text if i in shown else "" for i, row in enumerate(rows)])


def _year_before(book: Book, values: Sequence[float | None]) -> list[Series]:
    if not values:
        return []
    book.add("Year before", values, MONEY)
    return [Series("Year before", "line", line=BEFORE)]
