"""Money by month: revenue above the axis, cost below it, the net as a line."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from kpikit.charts.money import money_series
from kpikit.deck.chart import Chart, Errors, Series
from kpikit.deck.figures.axes import (
    End,
    Room,
    apart_by,
    axis_room,
    end_series,
    ends_room,
    money_axis,
    month_names,
    under,
)
from kpikit.deck.figures.breaks import with_breaks
from kpikit.deck.ooxml import Stroke
from kpikit.deck.workbook import Book

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpikit.charts.money import Series as Money
    from kpikit.view import Result, View

MONEY = "#,##0.00"
NAMES = " "  # the row after the last month, in which the names stand
BEFORE = Stroke("ink2", 1.25, "sysDash")
_YEAR = dt.timedelta(days=365)


def trend(view: View, size: tuple[float, float]) -> Chart | None:
    """Income, cost and net by month, with the prior year's net dashed where it is known.

    Args:
        view: the bot, and the last month.
        size: of the chart, in points.
    """
    money = money_series(view)
    if money is None:
        return None
    before = year_before(view, money.net)
    axis = money_axis([*money.reach, *known(before), 0.0], money.net[-1].currency)
    ends = _ends(money, before)
    room = Room(axis_room(axis), ends_room(ends) - 14)
    book = Book([])
    names = month_names(money.periods, room.width(size) / (len(money.periods) + 1))
    room = room._replace(bottom=under(names))
    book.add("Month", [*names, NAMES])
    book.add(money.account.name, _column(row.value for row in money.income), MONEY)
    book.add("Cost", _column(-row.value if row.value else row.value for row in money.cost), MONEY)
    book.add("Net", _column(row.value for row in money.net), MONEY)
    series = [
        Series(money.account.name, fill="bluet", line=Stroke("blue", 1.0)),
        Series("Cost", fill="oranget", line=Stroke("orange", 1.0)),
        *_dashed(book, before),
        _net_line(book, money.net),
        *end_series(book, ends, axis=axis, height=room.height(size)),
    ]
    chart = Chart(book, "Month", series, axis, frame=room.frame(size), gap=45)
    rows = {money.account.name: money.income, "Cost": money.cost, "Net": money.net}
    return with_breaks(chart, rows, size)


def year_before(view: View, rows: Sequence[Result]) -> list[float | None]:
    """The same months a year before; none before the launch, none where one alone is known."""
    launches = [bot.launch for bot in view.context.bots if bot.launch and view.bot.id == "*"]
    launch = view.bot.launch or min(launches, default=None)
    found = [
        None if launch and row.period_end.date() - _YEAR <= launch else row.year_ago_value
        for row in rows
    ]
    return found if len(known(found)) > 1 else []


def known(values: Iterable[float | None]) -> list[float]:
    """The values that are there."""
    return [value for value in values if value is not None]


def _column(values: Iterable[float | None]) -> list[float | None]:
    """Cells of all months, and an empty one for the row of names."""
    return [*values, None]


def _net_line(book: Book, rows: Sequence[Result]) -> Series:
    """The net with n and intervals behind it; an open dot while provisional."""
    book.add("Net, n", _column(row.n for row in rows))
    errors = None
    if any(row.low is not None for row in rows):
        book.add("Net, 95% low", _column(row.low for row in rows), MONEY)
        book.add("Net, 95% high", _column(row.high for row in rows), MONEY)
        book.add("Net, to low", _column(apart_by(row.low, row.value) for row in rows), MONEY)
        book.add("Net, to high", _column(apart_by(row.value, row.high) for row in rows), MONEY)
        errors = Errors("Net, to low", "Net, to high", caps=False)
    last = len(rows) - 1
    open_ = (last,) if rows[-1].status == "provisional" else ()
    look = Series("Net", "line", line=Stroke("ink", 2.25), marker="circle", dots=(last,))
    return replace(look, open_dots=open_, errors=errors)


def _dashed(book: Book, before: Sequence[float | None]) -> list[Series]:
    if not before:
        return []
    book.add("Net, year before", _column(before), MONEY)
    return [Series("Net, year before", "line", line=BEFORE)]


def _ends(money: Money, before: Sequence[float | None]) -> list[End]:
    income, cost, net = money.income[-1], money.cost[-1], money.net[-1]
    ago = before[-1] if before else None
    items = [
        ("income", income.value, f"{money.account.name} {income.text}", "blue"),
        ("net", net.value, f"Net {net.text}", "ink"),
        ("year before", ago, f"Year before {net.format(ago)}", "ink2"),
    ]
    found = [End(name, value, text, ink) for name, value, text, ink in items if value is not None]
    if cost.value is not None:
        spent = -cost.value if cost.value else 0.0
        found.append(End("cost", spent, f"Cost {cost.format(spent)}", "orange"))
    return found
